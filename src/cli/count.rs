//! A count that runs on while a command reads through an index.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::Output;

/// How often the count moves while nothing is reported.
const TICK: Duration = Duration::from_millis(120);

/// Shows on stderr how many have been dealt with, where somebody would see it.
pub(super) struct Count {
    bar: ProgressBar,
}

impl Count {
    /// A count of what `what` names.
    pub(super) fn new(output: &Output, what: &'static str) -> Self {
        if !output.shows_progress() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner().with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self { bar }
    }

    /// So many by now.
    pub(super) fn reached(&self, count: u64) {
        self.bar.set_position(count);
    }

    /// Takes the count off the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
