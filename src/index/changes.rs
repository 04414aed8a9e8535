//! Whether a file of the corpus is what the index already holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tantivy::columnar::StrColumn;

use super::{IndexError, Snapshot};

/// How far apart two timestamps may lie and still not tell two writes apart: the coarsest clock of
/// a common file system (FAT) ticks every two seconds.
const CLOCK_GRAIN_NS: i64 = 2_000_000_000;

/// What is known of a source file when it is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceState {
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since the epoch.
    pub modified: i64,
    /// First 64 bits of the BLAKE3 hash of the content.
    pub digest: u64,
}

/// How a file stands to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The index does not hold it.
    New,
    /// Size and time are as indexed, and the time is old enough to be trusted.
    Unchanged,
    /// Size or time differ, or the file was written so close to the last run that its time proves
    /// nothing: only its content tells.
    Suspect {
        /// Digest of the content that was indexed.
        digest: u64,
    },
}

impl Standing {
    /// Compares a file as the walk sees it with what the index holds of it.
    ///
    /// `changed` is when its content, name or owner last changed: later than `modified` for a file that took the
    /// place of another. `run_started` is when the run that last wrote the index began, by the file system's clock,
    /// in nanoseconds since the epoch.
    pub fn of(
        indexed: Option<&SourceState>,
        size: u64,
        modified: i64,
        changed: i64,
        run_started: i64,
    ) -> Self {
        let Some(indexed) = indexed else { return Self::New };
        let same = indexed.size == size && indexed.modified == modified;
        let settled = modified.max(changed) < run_started.saturating_sub(CLOCK_GRAIN_NS);
        if same && settled { Self::Unchanged } else { Self::Suspect { digest: indexed.digest } }
    }
}

/// Every source file the snapshot holds reports of.
pub(super) fn sources(snapshot: &Snapshot) -> Result<BTreeMap<String, SourceState>, IndexError> {
    let mut sources = BTreeMap::new();
    for segment in snapshot.searcher().segment_readers() {
        let fast = segment.fast_fields();
        let Some(paths) = fast.str("source")? else { continue };
        let sizes = fast.u64("source_size")?;
        let times = fast.i64("source_modified")?;
        let digests = fast.u64("source_digest")?;
        let mut first = vec![None; paths.num_terms()];
        for doc in segment.doc_ids_alive() {
            let ord = paths.term_ords(doc).next().and_then(|ord| usize::try_from(ord).ok());
            if let Some(first) = ord.and_then(|ord| first.get_mut(ord)) {
                first.get_or_insert(doc);
            }
        }
        in_order(&paths, first, |path, doc| {
            let state = SourceState {
                size: sizes.first(doc).unwrap_or_default(),
                modified: times.first(doc).unwrap_or_default(),
                digest: digests.first(doc).unwrap_or_default(),
            };
            sources.insert(path.to_owned(), state);
        })?;
    }
    Ok(sources)
}

/// How many reports the snapshot holds of each source file.
pub(super) fn reports_by_source(snapshot: &Snapshot) -> Result<BTreeMap<String, u64>, IndexError> {
    let mut reports = BTreeMap::new();
    for segment in snapshot.searcher().segment_readers() {
        let Some(paths) = segment.fast_fields().str("source")? else { continue };
        let mut counts: Vec<Option<u64>> = vec![None; paths.num_terms()];
        for doc in segment.doc_ids_alive() {
            let ord = paths.term_ords(doc).next().and_then(|ord| usize::try_from(ord).ok());
            if let Some(count) = ord.and_then(|ord| counts.get_mut(ord)) {
                *count.get_or_insert(0) += 1;
            }
        }
        in_order(&paths, counts, |path, count| {
            *reports.entry(path.to_owned()).or_default() += count
        })?;
    }
    Ok(reports)
}

/// Hands over the paths of a column with what is known of them by ordinal. The dictionary is read once from
/// end to end: looking an ordinal up reads a block for each.
fn in_order<T>(
    paths: &StrColumn,
    known: Vec<Option<T>>,
    mut take: impl FnMut(&str, T),
) -> Result<(), IndexError> {
    let mut stream = paths.dictionary().stream().map_err(tantivy::TantivyError::from)?;
    for known in known {
        if !stream.advance() {
            break;
        }
        if let (Some(known), Ok(path)) = (known, std::str::from_utf8(stream.key())) {
            take(path, known);
        }
    }
    Ok(())
}
