//! How a run is asked for, what it tells on its way, and what it came to.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::limits::{Exceeded, Limits};
use super::stages::Stages;
use crate::corpus::SetAside;
use crate::index::{IndexError, Opening, Steps};
use crate::lexicon::LexiconError;

/// How a run goes.
#[derive(Debug, Clone)]
pub struct IngestOptions {
    /// Rebuild instead of updating.
    pub full: bool,
    /// Memory for building segments, in bytes.
    pub memory: usize,
    /// Threads that read and analyse, at least 1.
    pub threads: usize,
    /// Ends the run soon after it has turned true; nothing is published then.
    pub stop: Arc<AtomicBool>,
    /// Losses at which nothing is published.
    pub limits: Limits,
    /// Older states of the index to keep; `None` keeps as many as the last run did.
    pub keep: Option<usize>,
    /// Told of each durable step.
    pub steps: Steps,
}

impl Default for IngestOptions {
    fn default() -> Self {
        Self {
            full: false,
            memory: 256_000_000,
            threads: 1,
            stop: Arc::default(),
            limits: Limits::default(),
            keep: None,
            steps: Steps::default(),
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not in the index.
    Added,
    /// Its content differed.
    Changed,
    /// It was left as it was.
    Unchanged,
    /// It gave no report.
    Empty,
    /// It is gone, or gives no report any more.
    Removed,
}

/// A file that was dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dealt<'a> {
    /// Path within the corpus.
    pub path: &'a str,
    /// What became of it.
    pub change: Change,
    /// Its size in bytes; 0 when it is gone.
    pub size: u64,
    /// Reports of it that were indexed now.
    pub reports: u64,
}

/// Told what happens while a run goes on; called from many threads.
pub trait Observer: Sync {
    /// The run began, and from what.
    fn opened(&self, opening: Opening);
    /// A file was dealt with.
    fn file(&self, file: &Dealt<'_>);
    /// Everything was read; segments are being committed and merged.
    fn publishing(&self);
    /// Time since some moment before the run; zero where stages need not be timed.
    fn clock(&self) -> Duration {
        Duration::ZERO
    }
}

/// The account of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    /// What the run started from.
    pub opening: Opening,
    /// Generation that answers searches now; 0 when there is none.
    pub generation: u64,
    /// Generation that answered before the run; 0 when there was none.
    pub previous: u64,
    /// Whether anything changed, so that a new generation was published.
    pub published: bool,
    /// Files of known formats that were found.
    pub seen: u64,
    /// Files that were not in the index.
    pub added: u64,
    /// Files whose content differed.
    pub changed: u64,
    /// Files that are gone, or hold no report any more.
    pub removed: u64,
    /// Files that only bear another name now.
    pub renamed: u64,
    /// Files left as they were.
    pub unchanged: u64,
    /// Files of no known format, by their names or by their first bytes.
    pub skipped: u64,
    /// Reports indexed in this run.
    pub reports: u64,
    /// Bytes of the files read in this run.
    pub bytes: u64,
    /// Files and lines left out, by path and line; at most a hundred of one file. Those of files that an
    /// earlier run read, and that are as they were, are among them.
    pub set_aside: Vec<SetAside>,
    /// Lines left out that are not named in `set_aside`.
    pub unnamed: u64,
    /// Time by stage.
    pub stages: Stages,
}

/// A run that published nothing, and how far it had come.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Unfinished {
    /// Why.
    #[source]
    pub error: IngestError,
    /// What it had done until then; `None` when it did not begin.
    pub so_far: Option<Box<Summary>>,
}

impl<E: Into<IngestError>> From<E> for Unfinished {
    fn from(error: E) -> Self {
        Self { error: error.into(), so_far: None }
    }
}

/// A run failed; the published index stands.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The index could not be written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The lexicon has a mistake.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The worker threads could not be started.
    #[error("cannot start worker threads: {0}; try fewer with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// It would have lost too much.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
    /// It was asked to stop.
    #[error("stopped before the end; nothing was published, index again")]
    Stopped,
}
