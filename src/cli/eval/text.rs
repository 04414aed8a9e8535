//! `jiken eval text`: what corpora are like as text, side by side.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::EvalFormat;
use crate::cli::error::{Exit, Failure};
use crate::cli::global::Global;
use crate::cli::number::grouped;
use crate::cli::terminal::Output;
use crate::cli::text::{STRONG, Text};
use crate::corpus;
use crate::eval::text::{Spread, TextMeasure, TextStatistics, Token};
use crate::japanese::Analyzer;

/// Measure what corpora are like as text: lengths, and how the vocabulary grows
///
/// Prints a column for each PATH: lengths of reports, sentences and words, how many different words
/// there are among the first 1,000, 10,000 and 100,000, and how they are spread (the exponents of
/// Heaps' and Zipf's laws, and the share of words met once). Vocabularies compare at equal numbers
/// of words only: --tokens ends each corpus after so many.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken eval text corpus
  jiken synth --reports 1000 --out made-up && jiken eval text corpus made-up --tokens 100000")]
pub(super) struct TextArgs {
    /// Files, and folders of them; a column each
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Read a corpus no further than the report that makes so many words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    tokens: Option<u64>,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: EvalFormat,
}

#[derive(Debug, Serialize)]
struct Column<'a> {
    path: &'a Path,
    #[serde(flatten)]
    statistics: TextStatistics,
}

/// Runs the command.
pub(super) fn run(args: &TextArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let analyzer = global.analyzer(&global.lexicon()?)?;
    let mut columns = Vec::new();
    for path in &args.paths {
        let statistics = args.measured(path, &analyzer, output)?;
        columns.push(Column { path, statistics });
    }
    match args.format {
        EvalFormat::Json => output.json(&columns)?,
        EvalFormat::Text => write(&columns, output)?,
    }
    Ok(Exit::Done)
}

impl TextArgs {
    fn measured(
        &self,
        path: &Path,
        analyzer: &Analyzer,
        output: &Output,
    ) -> Result<TextStatistics, Failure> {
        let mut measure = TextMeasure::default();
        let mut outcome = Ok(());
        corpus::read_path(path, &mut |read| match read {
            Ok(document) => {
                let enough = self.tokens.is_some_and(|most| measure.tokens() >= most);
                if enough || outcome.is_err() {
                    return;
                }
                match analyzer.words(&document.text) {
                    Ok(words) => measure.add(
                        &document.text,
                        words.iter().map(|word| Token {
                            term: &word.term,
                            characters: document
                                .text
                                .get(word.original.clone())
                                .map_or(0, |written| written.chars().count()),
                        }),
                    ),
                    Err(error) => outcome = Err(Failure::new(error.to_string())),
                }
            }
            Err(left_out) => output.log().set_aside(&left_out),
        })?;
        outcome?;
        if measure.tokens() == 0 {
            return Err(Failure::new(format!("{} has no text", path.display()))
                .hint("name a folder of reports, or a file"));
        }
        Ok(measure.statistics())
    }
}

fn write(columns: &[Column<'_>], output: &mut Output) -> io::Result<()> {
    let shown = |path: &Path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    };
    line("", columns.iter().map(|column| shown(column.path)), true, output)?;
    for (label, cell) in ROWS {
        line(label, columns.iter().map(|column| cell(&column.statistics)), false, output)?;
    }
    Ok(())
}

fn line(
    label: &str,
    cells: impl Iterator<Item = String>,
    head: bool,
    output: &mut Output,
) -> io::Result<()> {
    let cells: String = cells.map(|cell| format!("{cell:>14}")).collect();
    let text = format!("{label:<32}{cells}");
    output.line(&if head { Text::new(STRONG, &text) } else { Text::plain(&text) })
}

type Cell = fn(&TextStatistics) -> String;

const ROWS: [(&str, Cell); 20] = [
    ("reports", |told| grouped(told.reports)),
    ("bytes", |told| grouped(told.bytes)),
    ("bytes of a report, mean", |told| mean(told.report_bytes)),
    ("  median", |told| grouped(told.report_bytes.p50)),
    ("  95 in 100 at most", |told| grouped(told.report_bytes.p95)),
    ("characters of a sentence, mean", |told| mean(told.sentence_characters)),
    ("  median", |told| grouped(told.sentence_characters.p50)),
    ("  95 in 100 at most", |told| grouped(told.sentence_characters.p95)),
    ("words", |told| grouped(told.tokens)),
    ("characters of a word, mean", |told| number(told.token_characters)),
    ("different words", |told| grouped(told.types)),
    ("  among the first 1,000", |told| types(told, 0)),
    ("  among the first 10,000", |told| types(told, 1)),
    ("  among the first 100,000", |told| types(told, 2)),
    ("words per different word", |told| per_type(told)),
    ("growth (Heaps)", |told| number(told.heaps)),
    ("spread of the head (Zipf)", |told| number(told.zipf_head)),
    ("spread of the tail (Zipf)", |told| number(told.zipf_tail)),
    ("share met once", |told| number(told.hapax)),
    ("bytes a word", |told| bytes_per_word(told)),
];

fn mean(spread: Spread) -> String {
    format!("{:.1}", spread.mean)
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
}

fn types(told: &TextStatistics, mark: usize) -> String {
    told.types_at.get(mark).copied().flatten().map_or_else(|| "–".to_owned(), grouped)
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn per_type(told: &TextStatistics) -> String {
    number((told.types > 0).then(|| told.tokens as f64 / told.types as f64))
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn bytes_per_word(told: &TextStatistics) -> String {
    number((told.tokens > 0).then(|| told.bytes as f64 / told.tokens as f64))
}
