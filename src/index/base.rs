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
    /// The state that the run updates.
    snapshot: Option<Snapshot>,
    sources: BTreeMap<String, SourceState>,
    refusals: Refusals,
    previous_start: i64,
    /// Number of the published state, 0 when there is none that could be read.
    pub(super) generation: u64,
    /// Older states that the published one keeps.
    pub(super) keep: usize,
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
        let nothing = |opening| Self {
            opening,
            snapshot: None,
            sources: BTreeMap::new(),
            refusals: Refusals::new(),
            previous_start: 0,
            generation: 0,
            keep: 0,
        };
        let snapshot = match Snapshot::open(root) {
            Ok(snapshot) => snapshot,
            Err(IndexError::Missing { .. }) => return Ok(nothing(Opening::Created)),
            Err(IndexError::Outdated { .. }) => return Ok(nothing(Opening::Outdated)),
            Err(IndexError::Damaged { .. } | IndexError::Engine(_)) => {
                return Ok(nothing(Opening::Damaged));
            }
            Err(error) => return Err(error),
        };
        let manifest = snapshot.manifest();
        let base = |opening| Self {
            generation: manifest.generation,
            keep: manifest.keep,
            ..nothing(opening)
        };
        if full {
            return Ok(base(Opening::Rebuilt));
        }
        if manifest.fingerprint != fingerprint || manifest.corpus != corpus {
            return Ok(base(Opening::Outdated));
        }
        let (sources, refusals) = match (snapshot.sources(), snapshot.refusals()) {
            (Ok(sources), Ok(refusals)) => (sources, refusals),
            (Err(IndexError::Io { path, source }), _)
            | (_, Err(IndexError::Io { path, source })) => {
                return Err(IndexError::Io { path, source });
            }
            _ => return Ok(base(Opening::Damaged)),
        };
        let started = manifest.started;
        let base = base(Opening::Updated);
        Ok(Self { snapshot: Some(snapshot), sources, refusals, previous_start: started, ..base })
    }

    /// What the run starts from.
    pub fn opening(&self) -> Opening {
        self.opening
    }

    /// Number of the published state, 0 when there is none that could be read.
    pub fn generation(&self) -> u64 {
        self.generation
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
        self.previous_start
    }

    /// The state that the run updates.
    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// The totals that the run starts with.
    pub(super) fn totals(&self) -> Totals {
        self.snapshot.as_ref().map_or_else(Totals::default, |snapshot| snapshot.manifest().totals)
    }
}
