//! A progress bar for runs that read a corpus.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::corpus::Corpus;
use crate::index::Opening;
use crate::ingest::{Change, Dealt, Observer};

use super::terminal::Output;

/// How often the bar moves while nothing is reported.
const TICK: Duration = Duration::from_millis(120);

/// Shows on stderr how far a run has come; shows nothing where nobody would see it.
pub(super) struct Progress {
    bar: ProgressBar,
    reports: AtomicU64,
}

impl Progress {
    /// A bar over the files of `corpus`.
    pub(super) fn new(output: &Output, corpus: &Corpus) -> Self {
        let bar = if output.shows_progress() {
            let files = corpus.walk().filter(Result::is_ok).count();
            let bar = ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX));
            let template = "{spinner} {msg} [{wide_bar}] {human_pos}/{human_len} files, {eta}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_message("reading");
            bar.enable_steady_tick(TICK);
            bar
        } else {
            ProgressBar::hidden()
        };
        Self { bar, reports: AtomicU64::new(0) }
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
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
    }

    fn file(&self, file: &Dealt<'_>) {
        if file.change == Change::Removed {
            return;
        }
        let reports = self.reports.fetch_add(file.reports, Ordering::Relaxed) + file.reports;
        if reports > 0 {
            self.bar.set_message(format!("{reports} reports"));
        }
        self.bar.inc(1);
    }

    fn publishing(&self) {
        self.bar.set_message("writing the index");
    }
}
