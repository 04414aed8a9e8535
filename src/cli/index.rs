//! `jiken index`: brings the index up to date with a corpus, once or again and again.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::corpus::{Columns, Corpus};
use crate::index::{IndexError, Opening, Snapshot, Steps};
use crate::ingest::{self, IngestOptions, Limits, Removal, Summary, Understanding};
use crate::wire::Outcome;

use super::dry_run;
use super::error::{Exit, Failure};
use super::global::{DEFAULT_CORPUS, Global};
use super::interrupt::Interrupt;
use super::job::{Ended, Job};
use super::log::Level;
use super::number::{grouped, human_bytes, plural};
use super::progress::Progress;
use super::report::ReportFile;
use super::terminal::Output;
use super::watch::{self, How, Watched};

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
/// Files: text, Markdown, HTML, JSON, JSONL, Word, OpenDocument, EPUB, tables (CSV, TSV, Excel,
/// OpenDocument: a report in every row), mail (EML, MBOX), crawls (WARC, WET), and any of them in
/// ZIP and tar archives or packed by gzip or Zstandard; in any Japanese encoding. Their bytes tell
/// what they are; docs/formats.md lists formats and limits. A page that collects several incidents
/// becomes several reports. What cannot be read is set aside, named on stderr with its reason, and
/// the others go on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken index                          index ./corpus into ./index
  jiken index reports --index idx      index another folder into another place
  jiken index --full --threads 4       rebuild everything on four threads
  jiken index --columns title=件名,text=概要,text=対応 list.xlsx
  jiken index --dry-run                list what would change, and do nothing
  jiken index --if-needed              after an upgrade: rebuild only what it outdated
  jiken index --format json | jq .files
  jiken index --report last.json --max-set-aside 5 --max-removed 20
  jiken index --watch                  run again whenever files change

Exit codes: 0 all indexed, 1 done but something was set aside, 2 failed, refused or \
stopped, and the old index stands. docs/unattended.md tells how to run it every night.")]
pub(super) struct IndexArgs {
    /// Folder of reports, or a single file
    #[arg(default_value = DEFAULT_CORPUS)]
    corpus: PathBuf,

    /// Rebuild everything instead of updating
    #[arg(long)]
    full: bool,

    /// Columns of tables whose names say too little: FIELD=COLUMN, by the name in the header or the letter
    /// of a spreadsheet (title=件名,text=C). Fields: title, text (more than once joins), published, url, id,
    /// organisation
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    columns: Option<Columns>,

    /// List the files that would be added (+), changed (~), renamed (>) or removed (-), and do nothing
    #[arg(long)]
    dry_run: bool,

    /// Do something only if there is no index, or one that is damaged or was built with another lexicon,
    /// dictionary or version of jiken
    #[arg(long, conflicts_with = "full")]
    if_needed: bool,

    /// Older states of the index to keep, for `jiken rollback` and --generation [default: as many as the last
    /// run was told to]
    #[arg(long, value_name = "N")]
    keep: Option<usize>,

    /// Threads that read and analyse [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Memory for building the index: 512MB, 1GiB …
    ///
    /// Beside it a run takes up to 200MB, and while it reads huge files up to 600MB for each thread.
    #[arg(long, value_name = "SIZE", default_value = "256MB", value_parser = memory)]
    memory: usize,

    /// How to give the account of the run: text on stderr, or json on stdout
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: IndexFormat,

    /// Write the account of the run to FILE, as JSON and whatever becomes of the run
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Publish nothing if more than PERCENT of the reports cannot be read; a file that cannot be
    /// read counts as many as the index holds of it, a line as one
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    max_set_aside: Option<f64>,

    /// Publish nothing if more than PERCENT of the reports in the index are no longer in CORPUS
    /// [default: publish anything but an index that was emptied]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    max_removed: Option<f64>,

    /// Go on, and run again whenever files change, until a signal comes; `--watch=poll` looks now
    /// and then, for network folders
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "auto")]
    watch: Option<How>,

    /// Seconds between two runs of --watch, at least [default: 2, or 30 with poll]
    #[arg(long, value_name = "SECONDS", requires = "watch")]
    every: Option<NonZeroU64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum IndexFormat {
    Text,
    Json,
}

/// What a run did.
pub(super) struct Run {
    pub(super) summary: Summary,
    /// Reports in the index now.
    pub(super) total: u64,
    pub(super) took: Duration,
}

/// Runs the command.
pub(super) fn run(args: &IndexArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    if args.if_needed && !is_needed(args, global)? {
        output.note("the index is as this version of jiken builds it; nothing was done");
        return Ok(Exit::Done);
    }
    if args.dry_run {
        let corpus = Corpus::open(&args.corpus)?.with_columns(args.columns());
        let fingerprint = global.fingerprint()?;
        let comparison = ingest::compare(&corpus, &global.index, &fingerprint, args.full)?;
        return dry_run::tell(&comparison, args.wants_json(), output);
    }
    let interrupt = Interrupt::listen()
        .map_err(|error| Failure::new(format!("cannot listen for signals: {error}; try again")))?;
    let options = args.options(&interrupt);
    let report = args.report.as_deref().map(ReportFile::new);
    let watched = Watched {
        corpus: args.corpus.clone(),
        lexicon: global.lexicon.clone(),
        ours: report
            .iter()
            .flat_map(ReportFile::paths)
            .chain([global.index.as_path()])
            .map(Path::to_owned)
            .collect(),
    };
    let mut job = Job::new(args, global, options, interrupt, report);
    if let Some(how) = args.watch {
        let every = args.every.map(|seconds| Duration::from_secs(seconds.get()));
        return watch::run(&mut job, &watched, how, every, output);
    }
    let Ended { outcome, exit, failure, run } = job.run(output, true)?;
    if let Some(run) = run {
        match outcome {
            Outcome::Published | Outcome::Unchanged => run.tell(output),
            // Why it was refused.
            Outcome::Refused => run.tell_set_aside(output),
            Outcome::Running | Outcome::Stopped | Outcome::Failed => {}
        }
    }
    failure.map_or(Ok(exit), Err)
}

impl IndexArgs {
    /// Whether the account goes to stdout.
    pub(super) fn wants_json(&self) -> bool {
        self.format == IndexFormat::Json
    }

    /// What is read.
    pub(super) fn corpus(&self) -> &Path {
        &self.corpus
    }

    /// What the user says of the columns of tables.
    pub(super) fn columns(&self) -> Columns {
        self.columns.clone().unwrap_or_default()
    }

    fn options(&self, interrupt: &Interrupt) -> IngestOptions {
        let removed = self.max_removed.map_or(Removal::NotAll, Removal::AtMost);
        IngestOptions {
            full: self.full,
            memory: self.memory,
            threads: self.threads.map_or_else(cores, NonZeroUsize::get),
            stop: interrupt.flag(),
            limits: Limits { set_aside: self.max_set_aside, removed },
            keep: self.keep,
            steps: steps(),
        }
    }
}

/// Whether an index by the rules of this program has yet to be built.
fn is_needed(args: &IndexArgs, global: &Global) -> Result<bool, Failure> {
    let fingerprint = global.fingerprint()?;
    let corpus = Corpus::open(&args.corpus)?.with_columns(args.columns()).fingerprint();
    match Snapshot::open(&global.index).and_then(|snapshot| snapshot.matching(&fingerprint)) {
        Ok(snapshot) => Ok(snapshot.manifest().corpus != corpus),
        Err(
            IndexError::Missing { .. } | IndexError::Outdated { .. } | IndexError::Damaged { .. },
        ) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Nothing is to be told of the durable steps; builds for testing can be made to end at one.
fn steps() -> Steps {
    #[cfg(debug_assertions)]
    if let Some(name) = std::env::var_os("JIKEN_ABORT_AFTER") {
        return Steps::telling(move |step| {
            if name == step.name() {
                std::process::abort();
            }
            Ok(())
        });
    }
    Steps::default()
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
    let progress = Progress::new(output, corpus, began, true);
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
        self.tell_set_aside(output);
        let log = output.log();
        if log.shows(Level::Debug) {
            let stages = self.summary.stages.iter();
            let stages: Vec<String> = stages
                .map(|(stage, spent)| format!("{} {:.2} s", stage.name(), spent.as_secs_f64()))
                .collect();
            log.say(Level::Debug, &format!("all threads together: {}", stages.join(", ")));
        }
        output.note(&self.account());
    }

    /// Names what was set aside.
    fn tell_set_aside(&self, output: &Output) {
        let log = output.log();
        for set_aside in &self.summary.set_aside {
            log.set_aside(set_aside);
        }
        if self.summary.unnamed > 0 {
            let lines = plural(self.summary.unnamed, "further line");
            output.warn(&format!("set aside {lines}, more than a hundred of one file"));
        }
    }

    /// How it went, in one line.
    pub(super) fn line(&self) -> String {
        let Summary { added, changed, removed, generation, .. } = &self.summary;
        format!(
            "generation {generation}: {} added, {} changed, {} removed; {} in the index, {:.2} s",
            grouped(*added),
            grouped(*changed),
            grouped(*removed),
            plural(self.total, "report"),
            self.took.as_secs_f64(),
        )
    }

    fn account(&self) -> String {
        let Summary { opening, added, changed, removed, renamed, unchanged, reports, .. } =
            &self.summary;
        let why = match opening {
            Opening::Created | Opening::Updated => "",
            Opening::Rebuilt => "rebuilt as asked\n",
            Opening::Outdated => {
                "rebuilt: the index was built with another lexicon, dictionary, set of columns or version of jiken\n"
            }
            Opening::Damaged => "rebuilt: the index was damaged\n",
        };
        let mut files = vec![
            format!("{} added", grouped(*added)),
            format!("{} changed", grouped(*changed)),
            format!("{} removed", grouped(*removed)),
            format!("{} unchanged", grouped(*unchanged)),
        ];
        if *renamed > 0 {
            files.insert(2, format!("{} renamed", grouped(*renamed)));
        }
        if !self.summary.set_aside.is_empty() {
            let set_aside = self.summary.set_aside.len() as u64 + self.summary.unnamed;
            files.push(format!("{} set aside", grouped(set_aside)));
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

/// Reads a share: `5`, `5%`, `0.5`.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim_end();
    match number.parse() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("write a number from 0 to 100, as in 5 or 0.5%".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percent() {
        for (text, expected) in [
            ("5", Some(5.0)),
            ("0.5%", Some(0.5)),
            ("100 %", Some(100.0)),
            ("0", Some(0.0)),
            ("101", None),
            ("-1", None),
            ("NaN", None),
            ("half", None),
            ("", None),
        ] {
            assert_eq!(percent(text).ok(), expected, "{text}");
        }
    }

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
