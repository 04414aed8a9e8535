//! What a run starts from.

use std::collections::BTreeMap;
use std::path::Path;

use super::{IndexError, Refusals, Snapshot, SourceState, Totals};

/// What a run starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// There was no index.
    Created,
    /// The published index is updated.
    Updated,
    /// A rebuild was asked for.
    Rebuilt,
    /// The published index was built by other rules, so it is rebuilt.
    Outdated,
    /// The published index could not be read, so it is rebuilt.
    Damaged,
}

/// The published state as a run sees it: which files it holds, and as they were when.
pub struct Base {
    opening: Opening,
    /// The published state, where it could be read, though a rebuild does not start from it.
    published: Option<Snapshot>,
    sources: BTreeMap<String, SourceState>,
    refusals: Refusals,
}

impl Base {
    /// Reads the published state of the index at `root`, for a run by the rules of `fingerprint` over a corpus
    /// that is read as `corpus` says.
    ///
    /// # Errors
    /// What reading raises, but for damage and other layouts, which lead to a rebuild.
    pub fn read(
        root: &Path,
        fingerprint: &str,
        corpus: &str,
        full: bool,
    ) -> Result<Self, IndexError> {
        let anew = |opening, published| Self {
            opening,
            published,
            sources: BTreeMap::new(),
            refusals: Refusals::new(),
        };
        let published = match Snapshot::open(root) {
            Ok(published) => published,
            Err(IndexError::Missing { .. }) => return Ok(anew(Opening::Created, None)),
            Err(IndexError::Outdated { .. }) => return Ok(anew(Opening::Outdated, None)),
            Err(IndexError::Damaged { .. } | IndexError::Engine(_)) => {
                return Ok(anew(Opening::Damaged, None));
            }
            Err(error) => return Err(error),
        };
        let manifest = published.manifest();
        if full {
            return Ok(anew(Opening::Rebuilt, Some(published)));
        }
        if manifest.fingerprint != fingerprint || manifest.corpus != corpus {
            return Ok(anew(Opening::Outdated, Some(published)));
        }
        match (published.sources(), published.refusals()) {
            (Ok(sources), Ok(refusals)) => Ok(Self {
                opening: Opening::Updated,
                published: Some(published),
                sources,
                refusals,
            }),
            (Err(error @ IndexError::Io { .. }), _) | (_, Err(error @ IndexError::Io { .. })) => {
                Err(error)
            }
            _ => Ok(anew(Opening::Damaged, Some(published))),
        }
    }

    /// What the run starts from.
    pub fn opening(&self) -> Opening {
        self.opening
    }

    /// The published state, also where a rebuild takes its place; `None` when there is none that could be read.
    pub fn published(&self) -> Option<&Snapshot> {
        self.published.as_ref()
    }

    /// Number of the published state, 0 when there is none that could be read.
    pub fn generation(&self) -> u64 {
        self.published().map_or(0, |published| published.manifest().generation)
    }

    /// Older states that the published one keeps.
    pub(super) fn keep(&self) -> usize {
        self.published().map_or(0, |published| published.manifest().keep)
    }

    /// The files whose reports the run starts with; empty for a rebuild.
    pub fn sources(&self) -> &BTreeMap<String, SourceState> {
        &self.sources
    }

    /// What was set aside of files as they were; empty for a rebuild.
    pub fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// A file as it was when it was last read; `None` when it never was.
    pub fn state(&self, path: &str) -> Option<&SourceState> {
        let refused = || self.refusals.get(path).map(|refused| &refused.state);
        self.sources.get(path).or_else(refused)
    }

    /// When the run that wrote the starting state began; see [`super::Standing::of`].
    pub fn previous_start(&self) -> i64 {
        self.snapshot().map_or(0, |snapshot| snapshot.manifest().started)
    }

    /// The state that the run updates.
    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        self.published.as_ref().filter(|_| self.opening == Opening::Updated)
    }

    /// The totals that the run starts with.
    pub(super) fn totals(&self) -> Totals {
        self.snapshot().map_or_else(Totals::default, |snapshot| snapshot.manifest().totals)
    }
}
