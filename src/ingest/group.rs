//! The files that one thread reads together.
//!
//! A file mostly holds one report, and the stages of a run are quicker for several reports at a time.

use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

use crate::corpus::{Entry, SetAside};
use crate::extract::Extractor;
use crate::index::{Refusal, Refused, SourceState};
use crate::report::Document;

/// Most files that one thread takes at once, and bytes of files after which it takes no more: enough to fill
/// a stage, and so little that other threads find work.
const GROUP_FILES: usize = 16;
const GROUP_BYTES: u64 = 128 << 10;

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

/// The next files that are not much together, or one that is.
pub(super) fn next_group(
    found: &mut impl Iterator<Item = Result<Entry, SetAside>>,
) -> Option<Vec<Result<Entry, SetAside>>> {
    let mut group = Vec::new();
    let mut bytes = 0;
    while group.len() < GROUP_FILES && bytes < GROUP_BYTES {
        let Some(next) = found.next() else { break };
        bytes += next.as_ref().map_or(0, |entry| entry.size);
        group.push(next);
    }
    (!group.is_empty()).then_some(group)
}
