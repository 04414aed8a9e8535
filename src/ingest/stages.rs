//! Where the time of a run goes, by a clock that the caller lends.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::Observer;

/// A part of the work of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Listing the corpus.
    Walk,
    /// Reading, hashing, decoding and splitting files.
    Read,
    /// Finding facts.
    Extract,
    /// Cutting texts into words.
    Analyse,
    /// Handing reports to the engine, and waiting for it.
    Write,
    /// Committing, merging and putting the new state in place.
    Publish,
}

/// Time by stage: sums over all threads, so that together they may exceed what the run took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stages([Duration; Stage::ALL.len()]);

/// Sums up while a run goes on.
#[derive(Debug, Default)]
pub(super) struct Stopwatch([AtomicU64; Stage::ALL.len()]);

impl Stage {
    /// All of them, in the order of the work.
    pub const ALL: [Self; 6] =
        [Self::Walk, Self::Read, Self::Extract, Self::Analyse, Self::Write, Self::Publish];

    /// Its name in an account.
    pub fn name(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::Read => "read",
            Self::Extract => "extract",
            Self::Analyse => "analyse",
            Self::Write => "write",
            Self::Publish => "publish",
        }
    }
}

impl Stages {
    /// The time of a stage.
    pub fn get(&self, stage: Stage) -> Duration {
        self.0.get(stage as usize).copied().unwrap_or_default()
    }

    /// Every stage with its time.
    pub fn iter(&self) -> impl Iterator<Item = (Stage, Duration)> {
        Stage::ALL.into_iter().zip(self.0)
    }
}

impl Stopwatch {
    /// Does the work and counts its time.
    pub(super) fn time<T>(
        &self,
        stage: Stage,
        observer: &dyn Observer,
        work: impl FnOnce() -> T,
    ) -> T {
        let began = observer.clock();
        let made = work();
        self.add(stage, observer.clock().saturating_sub(began));
        made
    }

    pub(super) fn add(&self, stage: Stage, spent: Duration) {
        let spent = u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX);
        if let Some(sum) = self.0.get(stage as usize) {
            sum.fetch_add(spent, Ordering::Relaxed);
        }
    }

    pub(super) fn read(&self) -> Stages {
        Stages(self.0.each_ref().map(|sum| Duration::from_nanos(sum.load(Ordering::Relaxed))))
    }
}
