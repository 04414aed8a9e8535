//! What a published state says of itself.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{FORMAT, IndexError};

/// What a commit says of itself; travels inside the commit, so it is always about these segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout version: see [`FORMAT`].
    pub format: u32,
    /// Hash of everything that decides what a text's terms and facts are.
    pub fingerprint: String,
    /// Hash of how the corpus was told to be read; empty for the usual way. Searches need not know it.
    pub corpus: String,
    /// Number of the published state, from 1; grows with every run that changed something.
    pub generation: u64,
    /// When the run began, nanoseconds since the epoch by the file system's clock.
    pub started: i64,
    /// Older generations that runs keep when nobody says how many.
    pub keep: usize,
    /// Reports, and how long their texts are.
    pub totals: Totals,
    /// Hash of the list of files that were set aside, as it stands beside the segments.
    pub set_aside: String,
}

/// Number of reports, and the sum of their lengths in each field that ranks.
///
/// A length is a number of terms as the engine keeps it, in steps that widen (a byte a report). Sums of
/// such lengths are the same however reports are spread over segments, so that BM25's average length
/// depends on nothing but the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Reports.
    pub reports: u64,
    /// Terms of title and body.
    pub words: u64,
    /// Terms of formulas and advice.
    pub aside: u64,
    /// Terms of titles.
    pub title: u64,
    /// Character bigrams of title and body.
    pub characters: u64,
    /// Character bigrams of formulas and advice.
    pub aside_characters: u64,
}

impl Totals {
    /// With those of other reports.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.with(other, u64::saturating_add)
    }

    /// Without those of some of the reports.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.with(other, u64::saturating_sub)
    }

    fn with(self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            reports: join(self.reports, other.reports),
            words: join(self.words, other.words),
            aside: join(self.aside, other.aside),
            title: join(self.title, other.title),
            characters: join(self.characters, other.characters),
            aside_characters: join(self.aside_characters, other.aside_characters),
        }
    }
}

impl Manifest {
    /// Reads the manifest that a commit carries, and refuses one of a layout that this program does not
    /// read.
    pub(super) fn of_payload(root: &Path, payload: Option<&str>) -> Result<Self, IndexError> {
        /// What a manifest of any layout holds.
        #[derive(Deserialize)]
        struct Layout {
            format: u32,
        }
        let damaged = || IndexError::Damaged {
            path: root.to_owned(),
            reason: "the last commit carries no manifest".to_owned(),
        };
        let payload = payload.ok_or_else(damaged)?;
        let layout: Layout = serde_json::from_str(payload).map_err(|_| damaged())?;
        if layout.format != FORMAT {
            return Err(IndexError::Outdated { path: root.to_owned(), what: "version of jiken" });
        }
        serde_json::from_str(payload).map_err(|_| damaged())
    }
}
