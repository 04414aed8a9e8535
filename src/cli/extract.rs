//! `jiken extract`: the facts of files, without an index.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::corpus::{Columns, Corpus, CorpusError, SetAside};
use crate::extract::Extractor;
use crate::ingest::Understanding;
use crate::lexicon::Lexicon;
use crate::report::{Document, Evidence, Report};
use crate::taxonomy::Taxonomies;
use crate::wire;

use super::error::{Exit, Failure};
use super::factsheet;
use super::global::Global;
use super::terminal::Output;

/// Reports that are read before they are understood in parallel.
const BATCH: usize = 128;

/// Print the facts of files, each with the sentence that states it
///
/// Reads files and folders as `index` does, but needs no index and writes none. Prints one JSON
/// object a line and report, in the order of the files; what cannot be read is named on stderr.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken extract notice.html
  jiken extract corpus | jq -r '[.id, .organisation.name] | @tsv'
  jiken extract --format text notice.html
  jiken extract --format text --explain notice.html      why each fact was found")]
pub(super) struct ExtractArgs {
    /// Files, and folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Columns of tables whose names say too little, as in `index`: title=件名,text=概要
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    columns: Option<Columns>,

    /// Tell of each fact which rule found it: the cue of the lexicon by file and line, or the name of the
    /// mechanism, the words it matched, the section, and what the sentence signals about certainty
    #[arg(long)]
    explain: bool,

    /// How to print: a JSON object a line, one JSON array, or text for people
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: ExtractFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExtractFormat {
    Jsonl,
    Json,
    Text,
}

/// Runs the command.
pub(super) fn run(
    args: &ExtractArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let columns = args.columns.clone().unwrap_or_default();
    let open = |path: &PathBuf| -> Result<Corpus, CorpusError> {
        Ok(Corpus::open(path)?.with_columns(columns.clone()))
    };
    let corpora: Vec<Corpus> = args.paths.iter().map(open).collect::<Result<_, _>>()?;
    let lexicon = global.lexicon()?;
    let understanding = Understanding::new(global.analyzer(&lexicon)?, &lexicon)?;
    let mut printer = Printer {
        extractor: understanding.extractor()?,
        lexicon: &lexicon,
        explains: args.explain,
        taxonomies: Taxonomies::new(&lexicon)?,
        format: args.format,
        waiting: Vec::new(),
        printed: 0,
        output,
    };
    if args.format == ExtractFormat::Json {
        printer.output.results().write_all(b"[")?;
    }
    let mut set_aside = 0_u64;
    for corpus in &corpora {
        for entry in corpus.walk() {
            match entry {
                Ok(entry) => {
                    let mut outcome = Ok(());
                    corpus.read(&entry, &mut |read| match read {
                        Ok(document) if outcome.is_ok() => outcome = printer.take(document),
                        Ok(_) => {}
                        Err(left_out) => {
                            set_aside += 1;
                            printer.left_out(&left_out);
                        }
                    });
                    outcome?;
                }
                Err(left_out) => {
                    set_aside += 1;
                    printer.left_out(&left_out);
                }
            }
        }
    }
    printer.print_waiting()?;
    let printed = printer.printed;
    if args.format == ExtractFormat::Json {
        output.results().write_all(b"]\n")?;
    }
    if printed == 0 && set_aside > 0 {
        return Err(Failure::new("no report could be read").hint("the warnings say why"));
    }
    Ok(Exit::Done)
}

/// Understands reports in parallel and prints them in order.
struct Printer<'a> {
    extractor: &'a Extractor,
    lexicon: &'a Lexicon,
    explains: bool,
    taxonomies: Taxonomies,
    format: ExtractFormat,
    waiting: Vec<Document>,
    printed: u64,
    output: &'a mut Output,
}

impl Printer<'_> {
    fn take(&mut self, document: Document) -> Result<(), Failure> {
        self.waiting.push(document);
        if self.waiting.len() >= BATCH { self.print_waiting() } else { Ok(()) }
    }

    fn left_out(&self, set_aside: &SetAside) {
        self.output.log().set_aside(set_aside);
    }

    fn print_waiting(&mut self) -> Result<(), Failure> {
        let understand = |document: Document| {
            let mut report = self.extractor.report(document);
            if self.explains {
                self.extractor.name_rules(&mut report);
            }
            report
        };
        let waiting = std::mem::take(&mut self.waiting);
        let reports: Vec<Report> = waiting.into_par_iter().map(understand).collect();
        for report in &reports {
            self.print(report)?;
            self.printed += 1;
        }
        Ok(())
    }

    fn print(&mut self, report: &Report) -> Result<(), Failure> {
        let layout = self.output.layout();
        let out = self.output.results();
        let explainer =
            self.explains.then(|| self.extractor.explainer(&report.document, self.lexicon));
        let explain = |evidence: &Evidence| explainer.as_ref()?.explain(evidence);
        let shown = wire::ExtractedReport::explained(report, &self.taxonomies, &explain);
        match self.format {
            ExtractFormat::Jsonl => self.output.json_line(&shown)?,
            ExtractFormat::Json => {
                out.write_all(if self.printed == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(out, &shown)?;
            }
            ExtractFormat::Text => {
                if self.printed > 0 {
                    writeln!(out)?;
                }
                factsheet::write(out, report, &self.taxonomies, &explain, layout)?;
            }
        }
        Ok(())
    }
}
