//! The files that one thread reads together.
//!
//! A file mostly holds one report, and the stages of a run are quicker for several reports at a time.

use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

use crate::corpus::{Entry, SetAside};
use crate::extract::Extractor;
use crate::index::{Refusal, Refused, SourceState};
use crate::report::Document;

/// Fewest and most files or reports that go through the stages together: the tables of a stage are read from
/// memory once for all of them, which few gain from and many find worth it.
const TOGETHER: (usize, usize) = (16, 64);

/// Bytes of files after which a thread takes no more at once.
const GROUP_BYTES: u64 = 512 << 10;

/// Most complaints about one file that are kept; the others are counted.
const COMPLAINTS: usize = 100;

/// A file that is being read.
pub(super) struct File<'r> {
    pub(super) entry: Entry,
    pub(super) state: SourceState,
    pub(super) extractor: &'r Extractor,
    /// Whether the index that the run starts from has reports of it.
    pub(super) is_indexed: bool,
    /// Reports that are handed to the writer.
    pub(super) indexed: AtomicU64,
    pub(super) refused: Mutex<Refused>,
}

/// Reports that wait for analysis, each with its file.
#[derive(Default)]
pub(super) struct Waiting<'f> {
    pub(super) reports: Vec<(Document, &'f File<'f>)>,
    /// Of their texts.
    pub(super) bytes: usize,
}

impl File<'_> {
    /// Remembers what it could not give.
    pub(super) fn refuse(&self, set_aside: SetAside) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.reasons.len() < COMPLAINTS {
            let SetAside { path, line, reason } = set_aside;
            refused.reasons.push(Refusal { path, line, reason });
        } else {
            refused.more += 1;
        }
    }
}

/// How many of so many files or reports go through the stages together, so that all threads of the current
/// pool find work.
pub(super) fn together(all: usize) -> usize {
    let (fewest, most) = TOGETHER;
    (all / (2 * rayon::current_num_threads())).clamp(fewest, most)
}

/// Files as threads take them: a few at first, more of many.
pub(super) fn groups(
    mut found: impl Iterator<Item = Result<Entry, SetAside>>,
) -> impl Iterator<Item = Vec<Result<Entry, SetAside>>> {
    let mut taken = 0;
    std::iter::from_fn(move || {
        let group = next_group(&mut found, together(taken));
        taken += group.len();
        (!group.is_empty()).then_some(group)
    })
}

/// The next files that are not much together, or one that is.
fn next_group(
    found: &mut impl Iterator<Item = Result<Entry, SetAside>>,
    most: usize,
) -> Vec<Result<Entry, SetAside>> {
    let mut group = Vec::new();
    let mut bytes = 0;
    while group.len() < most && bytes < GROUP_BYTES {
        let Some(next) = found.next() else { break };
        bytes += next.as_ref().map_or(0, |entry| entry.size);
        group.push(next);
    }
    group
}
