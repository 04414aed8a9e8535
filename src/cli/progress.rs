//! How far a run has come: a bar on a terminal, a line a file in a talkative log, and the clock that
//! a run is timed by.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::corpus::Corpus;
use crate::index::Opening;
use crate::ingest::{Change, Dealt, Observer};

use super::log::{Level, Log};
use super::number::{grouped, human_bytes};
use super::terminal::Output;

/// How often the bar moves while nothing is reported.
const TICK: Duration = Duration::from_millis(120);
/// The bar counts bytes: a corpus is mostly small files and a few large ones.
const TEMPLATE: &str = "{spinner} {msg} [{wide_bar}] {files}  {speed}{left}";

/// Shows on stderr how far a run has come; shows nothing where nobody would see it.
pub(super) struct Progress {
    bar: ProgressBar,
    log: Log,
    began: Instant,
    counts: Arc<Counts>,
}

/// What the bar shows beside its length.
#[derive(Debug, Default)]
struct Counts {
    /// Files dealt with, unchanged ones too.
    files: AtomicU64,
    /// Bytes of the files that were read.
    read: AtomicU64,
    reports: AtomicU64,
    /// Files found so far by the walk that only counts.
    found: AtomicU64,
    /// Whether that walk has come to its end.
    is_counted: AtomicBool,
    /// Whether nobody looks any more.
    is_over: AtomicBool,
}

impl Progress {
    /// A bar over the files of `corpus` for a run that began at `began`.
    pub(super) fn new(output: &Output, corpus: &Corpus, began: Instant, wanted: bool) -> Self {
        let counts = Arc::new(Counts::default());
        let log = output.log();
        if !wanted || !output.shows_progress() {
            return Self { bar: ProgressBar::hidden(), log, began, counts };
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("=> ").with(&counts, began));
        }
        bar.set_message("reading");
        bar.enable_steady_tick(TICK);
        count(corpus.clone(), bar.clone(), Arc::clone(&counts));
        Self { bar, log, began, counts }
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(&self) {
        self.counts.is_over.store(true, Ordering::Relaxed);
        self.bar.finish_and_clear();
    }
}

/// Counts the corpus beside the run, so that the run need not wait for it.
fn count(corpus: Corpus, bar: ProgressBar, counts: Arc<Counts>) {
    thread::spawn(move || {
        for entry in corpus.walk() {
            if counts.is_over.load(Ordering::Relaxed) {
                return;
            }
            if let Ok(entry) = entry {
                counts.found.fetch_add(1, Ordering::Relaxed);
                bar.inc_length(entry.size);
            }
        }
        counts.is_counted.store(true, Ordering::Relaxed);
    });
}

/// A style whose keys read the counts whenever the bar is drawn.
trait With {
    fn with(self, counts: &Arc<Counts>, began: Instant) -> Self;
}

impl With for ProgressStyle {
    fn with(self, counts: &Arc<Counts>, began: Instant) -> Self {
        let [files, speed, left] = [Arc::clone(counts), Arc::clone(counts), Arc::clone(counts)];
        self.with_key("files", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = out.write_str(&files.told());
        })
        .with_key("speed", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = out.write_str(&speed.speed(began.elapsed()));
        })
        .with_key("left", move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // Before all is counted, what is left would only grow.
            if left.is_counted.load(Ordering::Relaxed) {
                let _ = out.write_str(&time_left(state.eta()));
            }
        })
    }
}

impl Counts {
    /// `1,204 of 5,000 files`.
    fn told(&self) -> String {
        let files = grouped(self.files.load(Ordering::Relaxed));
        if self.is_counted.load(Ordering::Relaxed) {
            format!("{files} of {} files", grouped(self.found.load(Ordering::Relaxed)))
        } else {
            format!("{files} files")
        }
    }

    /// Bytes read, and how many a second.
    fn speed(&self, took: Duration) -> String {
        let read = self.read.load(Ordering::Relaxed);
        match (u128::from(read) * 1000).checked_div(took.as_millis()) {
            Some(rate) if read > 0 => {
                let rate = u64::try_from(rate).unwrap_or(u64::MAX);
                format!("{} ({}/s)", human_bytes(read), human_bytes(rate))
            }
            _ => human_bytes(read),
        }
    }
}

/// `  1:05 left`.
fn time_left(left: Duration) -> String {
    let seconds = left.as_secs();
    if seconds >= 3600 {
        format!("  {}:{:02}:{:02} left", seconds / 3600, seconds / 60 % 60, seconds % 60)
    } else {
        format!("  {}:{:02} left", seconds / 60, seconds % 60)
    }
}

impl Observer for Progress {
    fn opened(&self, opening: Opening) {
        let message = match opening {
            Opening::Created | Opening::Rebuilt => "indexing",
            Opening::Updated => "updating",
            Opening::Outdated => "rebuilding an outdated index",
            Opening::Damaged => "rebuilding a damaged index",
        };
        self.bar.set_message(message);
        self.log.say(Level::Debug, message);
    }

    fn file(&self, file: &Dealt<'_>) {
        let Dealt { path, change, size, reports } = *file;
        let (level, word) = match change {
            Change::Added => (Level::Debug, "added"),
            Change::Changed => (Level::Debug, "changed"),
            Change::Removed => (Level::Debug, "removed"),
            Change::Empty => (Level::Debug, "no report in"),
            Change::Unchanged => (Level::Trace, "unchanged"),
        };
        self.log.say_of(level, word, path);
        if change == Change::Removed {
            return;
        }
        self.counts.files.fetch_add(1, Ordering::Relaxed);
        if change != Change::Unchanged {
            self.counts.read.fetch_add(size, Ordering::Relaxed);
        }
        let sum = self.counts.reports.fetch_add(reports, Ordering::Relaxed) + reports;
        if reports > 0 && !self.bar.is_hidden() {
            self.bar.set_message(format!("{} reports", grouped(sum)));
        }
        self.bar.inc(size);
    }

    fn publishing(&self) {
        self.bar.set_message("writing the index");
        self.log.say(Level::Debug, "writing the index");
    }

    fn clock(&self) -> Duration {
        self.began.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_reads_like_a_clock() {
        for (seconds, expected) in [
            (0, "  0:00 left"),
            (65, "  1:05 left"),
            (3_599, "  59:59 left"),
            (3_605, "  1:00:05 left"),
        ] {
            assert_eq!(time_left(Duration::from_secs(seconds)), expected);
        }
    }

    #[test]
    fn files_are_told_of_all_once_all_are_counted() {
        let counts = Counts::default();
        counts.files.store(1_204, Ordering::Relaxed);
        counts.found.store(1_500, Ordering::Relaxed);
        assert_eq!(counts.told(), "1,204 files");
        counts.is_counted.store(true, Ordering::Relaxed);
        assert_eq!(counts.told(), "1,204 of 1,500 files");
        counts.read.store(3_000_000, Ordering::Relaxed);
        assert_eq!(counts.speed(Duration::from_secs(2)), "3.0 MB (1.5 MB/s)");
        assert_eq!(counts.speed(Duration::ZERO), "3.0 MB");
    }
}
