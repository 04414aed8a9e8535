//! `jiken similar`: reports like a given one, and what they have in common.

use std::io::{self, Write};
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::report::{FacetField, FacetPath, Report};
use crate::search::{Shared, Similar, SimilarHit, SimilarRequest, SnippetOptions};
use crate::taxonomy::Taxonomies;
use crate::wire;

use super::error::{Exit, Failure};
use super::facts::{self, BETWEEN};
use super::global::Global;
use super::hits::{put, write_hit};
use super::search::milliseconds;
use super::show;
use super::spreadsheet::Spreadsheet;
use super::terminal::{Layout, Output};
use super::text::{ADVICE, FAINT, PLAIN, STRONG, Text};

/// Words that are shown of the given report, and of what a hit shares with it.
const MOST_WORDS: usize = 8;

/// Find reports like a given one
///
/// Reports are alike that share telling words, those that are frequent in the one and rare in the
/// index, and facts: causes, leaked data, third parties. Words that a family of notices copies from
/// each other (apologies, advice, requests) count little, and names not at all. The score is the share
/// of the given report that the other meets, from 0 to 1; what is less than a tenth alike is left out.
///
/// Reports on the same incident are marked with 同じ事案; copies of the report are named above and left out.
/// ID is what `search` prints below a hit; #1 may
/// be left out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken similar notices/hanamori-efo.html
  jiken similar notices/hanamori-efo.html --other-incidents --limit 3
  jiken similar notices/hanamori-efo.html --format json | jq '.hits[].shared'

Exit codes: 0 found, 1 nothing is like it, 2 error.")]
pub(super) struct SimilarArgs {
    /// The report's id
    id: String,

    /// Leave out reports on the same incident
    #[arg(long)]
    other_incidents: bool,

    /// Show copies too: those of the report, and every copy of another as a report of its own
    #[arg(long)]
    all_copies: bool,

    /// Most reports to show, 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,

    /// Most snippets to show of each report, 0 for none
    #[arg(long, value_name = "N", default_value_t = 2)]
    snippets: usize,

    /// Widest snippet, in terminal columns; a kanji takes two
    #[arg(long, value_name = "COLUMNS", default_value_t = 240, value_parser = clap::value_parser!(u16).range(20..))]
    width: u16,

    /// How to print: text, json, jsonl (a report a line) or csv
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
}

/// Runs the command.
pub(super) fn run(
    args: &SimilarArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let search = global.open()?;
    let Some(report) = search.snapshot().find(&args.id)? else {
        return Err(show::unknown(&args.id, search.snapshot())?);
    };
    let columns = usize::from(args.width);
    let request = SimilarRequest {
        limit: if args.limit == 0 { usize::MAX } else { args.limit },
        other_incidents: args.other_incidents,
        all_copies: args.all_copies,
        snippets: (args.snippets > 0)
            .then_some(SnippetOptions { fragments: args.snippets, columns }),
    };
    let began = Instant::now();
    let similar = search.similar(&report, &request, &global.lexicon()?)?;
    let took_ms = milliseconds(began);
    let layout = output.layout();
    match args.format {
        Format::Text => {
            write(output.results(), &report, &similar, search.taxonomies(), layout)?;
        }
        Format::Json => {
            output.json(&wire::SimilarResponse::new(&report, &similar, took_ms))?;
        }
        Format::Jsonl => {
            for hit in &similar.hits {
                output.json_line(&wire::SimilarHit::from(hit))?;
            }
        }
        Format::Csv => {
            let mut sheet = Spreadsheet::new(output.results(), false, false)?;
            for hit in &similar.hits {
                sheet.hit(None, &hit.hit)?;
            }
            sheet.finish()?;
        }
    }
    Ok(if similar.hits.is_empty() { Exit::NothingFound } else { Exit::Done })
}

/// Writes what is looked for, and the reports.
fn write(
    out: &mut dyn Write,
    report: &Report,
    similar: &Similar,
    taxonomies: &Taxonomies,
    layout: Layout,
) -> io::Result<()> {
    put(out, &Text::new(STRONG, facts::title(report)), layout)?;
    let words: Vec<&str> =
        similar.words.iter().take(MOST_WORDS).map(|(word, _)| word.as_str()).collect();
    if !words.is_empty() {
        let mut line = Text::new(FAINT, "特徴");
        line.push(PLAIN, &format!(" {}", words.join("、")));
        put(out, &line, layout)?;
    }
    if !similar.copies.is_empty() {
        put(out, &facts::copies(&similar.copies), layout)?;
    }
    if similar.hits.is_empty() {
        return put(out, &Text::plain("No report is like it."), layout);
    }
    let rank_width = similar.hits.len().to_string().len();
    for hit in &similar.hits {
        writeln!(out)?;
        write_hit(out, &hit.hit, rank_width, &[note(hit, taxonomies)], taxonomies, layout)?;
    }
    Ok(())
}

/// How much is alike, and what.
fn note(hit: &SimilarHit, taxonomies: &Taxonomies) -> Text {
    let mut line = Text::new(FAINT, "類似");
    line.push(PLAIN, &format!(" {:.2}", hit.hit.score));
    if hit.same_incident {
        line.push(FAINT, BETWEEN);
        line.push(ADVICE, "同じ事案");
    }
    let Shared { words, causes, data, vendors } = &hit.shared;
    let labels = |field: FacetField, paths: &[FacetPath]| -> Vec<String> {
        let label = |path: &FacetPath| {
            let label = taxonomies.of(field).and_then(|all| all.last_label(path.as_str()));
            label.unwrap_or(path.as_str()).to_owned()
        };
        paths.iter().map(label).collect()
    };
    let groups = [
        ("共通の語", words.iter().map(|(word, _)| word.clone()).collect()),
        ("原因", labels(FacetField::Cause, causes)),
        ("外部", vendors.clone()),
        ("項目", labels(FacetField::Data, data)),
    ];
    for (label, mut values) in groups {
        let more = values.len() > MOST_WORDS;
        values.truncate(MOST_WORDS);
        if values.is_empty() {
            continue;
        }
        line.push(FAINT, BETWEEN);
        line.push(FAINT, label);
        line.push(PLAIN, &format!(" {}{}", values.join("、"), if more { " …" } else { "" }));
    }
    line
}

#[cfg(test)]
mod tests;
