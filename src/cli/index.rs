//! `jiken index`: brings the index up to date with a corpus.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::corpus::Corpus;
use crate::index::{Opening, Snapshot};
use crate::ingest::{self, IngestOptions, Summary, Understanding};
use crate::wire;

use super::error::{Exit, Failure};
use super::global::{DEFAULT_CORPUS, Global};
use super::number::{grouped, human_bytes};
use super::progress::Progress;
use super::terminal::Output;

/// Memory for building segments when nobody says so.
pub(super) const DEFAULT_MEMORY: usize = 256_000_000;
/// The least memory the engine works with.
const LEAST_MEMORY: usize = 15_000_000;

/// Bring the index up to date with a corpus
///
/// Reads the new and changed files of CORPUS, drops the reports of files that are gone, and leaves
/// the rest of the index alone. Searches see all of a run or nothing of it; a run that fails leaves
/// the old index in place. An index that was built with another lexicon, dictionary or version of
/// jiken is rebuilt as a whole.
///
/// Files: .txt, .md, .html, .json and .jsonl, in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP.
/// A page that collects several incidents becomes several reports. What cannot be read is set
/// aside, named on stderr with its reason, and the others go on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken index                          index ./corpus into ./index
  jiken index reports --index idx      index another folder into another place
  jiken index --full --threads 4       rebuild everything on four threads
  jiken index --format json | jq .files

Exit codes: 0 all indexed, 1 done but something was set aside, 2 failed and the old index stands.")]
pub(super) struct IndexArgs {
    /// Folder of reports, or a single file
    #[arg(default_value = DEFAULT_CORPUS)]
    corpus: PathBuf,

    /// Rebuild everything instead of updating
    #[arg(long)]
    full: bool,

    /// Threads that read and analyse [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Memory for building the index: 512MB, 1GiB …
    #[arg(long, value_name = "SIZE", default_value = "256MB", value_parser = memory)]
    memory: usize,

    /// How to give the account of the run: text on stderr, or json on stdout
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: IndexFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum IndexFormat {
    Text,
    Json,
}

/// A run that ended well.
pub(super) struct Run {
    summary: Summary,
    /// Reports in the index now.
    total: u64,
    took: Duration,
}

/// Runs the command.
pub(super) fn run(args: &IndexArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let corpus = Corpus::open(&args.corpus)?;
    let threads = args.threads.map_or_else(cores, NonZeroUsize::get);
    let options =
        IngestOptions { full: args.full, memory: args.memory, threads, ..IngestOptions::default() };
    let run = run_ingest(global, &corpus, &options, output)?;
    run.tell(output);
    if args.format == IndexFormat::Json {
        let account = wire::IndexAccount::new(
            &global.index,
            &args.corpus,
            &run.summary,
            run.total,
            run.took.as_secs_f64(),
        );
        output.json(&account)?;
    }
    Ok(if run.summary.set_aside.is_empty() { Exit::Done } else { Exit::SetAside })
}

/// Indexes a corpus under a progress bar.
pub(super) fn run_ingest(
    global: &Global,
    corpus: &Corpus,
    options: &IngestOptions,
    output: &Output,
) -> Result<Run, Failure> {
    let began = Instant::now();
    let lexicon = global.lexicon()?;
    let understanding = Understanding::new(global.analyzer(&lexicon)?, &lexicon)?;
    let progress = Progress::new(output, corpus);
    let outcome = ingest::ingest(corpus, &global.index, &understanding, options, &progress);
    progress.finish();
    let summary = outcome?;
    let total = Snapshot::open(&global.index)?.reports();
    Ok(Run { summary, total, took: began.elapsed() })
}

/// One thread per core.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

impl Run {
    /// Tells people how it went.
    pub(super) fn tell(&self, output: &Output) {
        for set_aside in &self.summary.set_aside {
            output.warn(&format!("set aside {set_aside}"));
        }
        output.note(&self.account());
    }

    fn account(&self) -> String {
        let Summary { opening, added, changed, removed, unchanged, reports, .. } = &self.summary;
        let why = match opening {
            Opening::Created | Opening::Updated => "",
            Opening::Rebuilt => "rebuilt as asked\n",
            Opening::Outdated => {
                "rebuilt: the index was built with another lexicon, dictionary or version of jiken\n"
            }
            Opening::Damaged => "rebuilt: the index was damaged\n",
        };
        let mut files = vec![
            format!("{} added", grouped(*added)),
            format!("{} changed", grouped(*changed)),
            format!("{} removed", grouped(*removed)),
            format!("{} unchanged", grouped(*unchanged)),
        ];
        if !self.summary.set_aside.is_empty() {
            files.push(format!("{} set aside", self.summary.set_aside.len()));
        }
        if self.summary.skipped > 0 {
            files.push(format!("{} of other formats", grouped(self.summary.skipped)));
        }
        let seconds = self.took.as_secs_f64();
        let rate = self.rate().map(|rate| format!(" ({rate:.1} MB/s)")).unwrap_or_default();
        format!(
            "{why}files: {}\nreports: {} indexed, {} in the index (generation {})\nread {}{rate} in {seconds:.2} s",
            files.join(", "),
            grouped(*reports),
            grouped(self.total),
            self.summary.generation,
            human_bytes(self.summary.bytes),
        )
    }

    /// Megabytes a second; of a run that read nothing there is no rate.
    #[expect(clippy::cast_precision_loss, reason = "a rate is rounded anyway")]
    fn rate(&self) -> Option<f64> {
        let seconds = self.took.as_secs_f64();
        (self.summary.bytes > 0 && seconds > 0.0).then(|| self.summary.bytes as f64 / 1e6 / seconds)
    }
}

/// Reads a size as people write it: `256MB`, `1GiB`, `64m`, `300000000`.
fn memory(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits).unwrap_or((text, ""));
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err("write a number and a unit, as in 256MB or 1GiB".to_owned()),
    };
    let number: usize =
        number.parse().map_err(|_| "write a number and a unit, as in 256MB or 1GiB".to_owned())?;
    let bytes = number.checked_mul(unit).ok_or("no machine has so much memory; write less")?;
    if bytes < LEAST_MEMORY {
        return Err("the engine needs at least 15MB; write more".to_owned());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, expected) in [
            ("256MB", Some(256_000_000)),
            ("256mb", Some(256_000_000)),
            ("256 MB", Some(256_000_000)),
            ("1GiB", Some(1 << 30)),
            ("64m", Some(64_000_000)),
            ("30000000", Some(30_000_000)),
            ("15MB", Some(15_000_000)),
            ("14MB", None),
            ("", None),
            ("MB", None),
            ("-1MB", None),
            ("1.5GB", None),
            ("１GB", None),
            ("1TB", None),
            ("99999999999GB", None),
        ] {
            assert_eq!(memory(text).ok(), expected, "{text}");
        }
    }
}
