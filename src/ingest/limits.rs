//! Losses at which a run publishes nothing.
//!
//! Losses are counted in reports, so that a file that collects thousands of them weighs as much as
//! it holds. A file that cannot be read counts as many as the index holds of it, and as one when
//! the index holds none; a line or record that is left out counts as one.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::SetAside;

/// What a run may lose and still be published; nothing is limited by default.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// Most reports that may be set aside, in percent of all that the corpus should give.
    pub set_aside: Option<f64>,
    /// What may go from the index.
    pub removed: Removal,
}

/// How much of an index may go in one run.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Removal {
    /// All of it.
    #[default]
    Any,
    /// Anything but all of it.
    NotAll,
    /// So many of its reports, in percent.
    AtMost(f64),
}

/// A limit that a run would exceed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Exceeded {
    /// Too much could not be read.
    #[error(
        "{lost} of {all} reports would be set aside, more than {limit}%, so nothing was published; \
         mend what is named above, or allow more with --max-set-aside"
    )]
    SetAside {
        /// Reports that would be missing.
        lost: u64,
        /// Reports that the corpus should give.
        all: u64,
        /// Percent allowed.
        limit: f64,
    },
    /// Too much is gone.
    #[error(
        "{lost} of {all} reports in the index are no longer in the corpus, more than {limit}%, so \
         nothing was published; see that the corpus is mounted and whole, or allow more with \
         --max-removed"
    )]
    Removed {
        /// Reports that would go.
        lost: u64,
        /// Reports in the published index.
        all: u64,
        /// Percent allowed.
        limit: f64,
    },
    /// Nothing would be left.
    #[error(
        "the corpus gives no report at all, so nothing was published and the index stands; see that \
         the corpus is mounted and whole, or empty the index with --max-removed 100"
    )]
    Emptied,
}

/// What a run would change, in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Losses {
    /// Reports in the published index, if it could be read.
    pub(super) before: Option<u64>,
    /// Of these, the ones whose files are gone or give nothing any more.
    pub(super) removed: u64,
    /// Reports that the new index would hold.
    pub(super) after: u64,
    /// Reports that could not be read.
    pub(super) set_aside: u64,
}

impl Limits {
    /// Whether the published index must be looked into to judge a run.
    pub(super) fn need_counts(&self) -> bool {
        self.set_aside.is_some() || matches!(self.removed, Removal::AtMost(_))
    }

    /// The limit that a run exceeds, if any.
    pub(super) fn check(&self, losses: &Losses) -> Result<(), Exceeded> {
        let Losses { before, removed, after, set_aside } = *losses;
        match self.removed {
            Removal::Any => {}
            Removal::NotAll => {
                if after == 0 && before != Some(0) {
                    return Err(Exceeded::Emptied);
                }
            }
            Removal::AtMost(limit) => {
                let all = before.unwrap_or(0);
                if percent(removed, all) > limit {
                    return Err(Exceeded::Removed { lost: removed, all, limit });
                }
                // How much is lost of an index that cannot be read is not known: nothing is too little.
                if before.is_none() && after == 0 && limit < 100.0 {
                    return Err(Exceeded::Emptied);
                }
            }
        }
        let all = after + set_aside;
        match self.set_aside {
            Some(limit) if percent(set_aside, all) > limit => {
                Err(Exceeded::SetAside { lost: set_aside, all, limit })
            }
            _ => Ok(()),
        }
    }
}

/// Reports that were set aside, by the files in `held` with the number of reports the index holds of each.
pub(super) fn weight(
    set_aside: &[SetAside],
    held: &BTreeMap<String, u64>,
    found: &BTreeSet<String>,
) -> u64 {
    let mut whole = BTreeSet::new();
    let mut sum = 0;
    for SetAside { path, line, .. } in set_aside {
        sum += match held.get(path) {
            Some(reports) if line.is_none() && !found.contains(path) => {
                // A file is lost once, however many things are wrong with it.
                if whole.insert(path) { *reports } else { 0 }
            }
            _ => 1,
        };
    }
    sum
}

#[expect(clippy::cast_precision_loss, reason = "counts of reports lie far below 2^52")]
fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_refused_when_it_loses_more_than_allowed() {
        let limits = |set_aside, removed| Limits { set_aside, removed };
        let losses =
            |before, removed, after, set_aside| Losses { before, removed, after, set_aside };
        for (limits, losses, refused) in [
            (Limits::default(), losses(Some(100), 100, 0, 50), ""),
            (limits(None, Removal::NotAll), losses(Some(100), 100, 0, 0), "no report at all"),
            (limits(None, Removal::NotAll), losses(Some(100), 100, 1, 0), ""),
            (limits(None, Removal::NotAll), losses(Some(0), 0, 0, 3), ""),
            // An index that cannot be read may hold anything.
            (limits(None, Removal::NotAll), losses(None, 0, 0, 0), "no report at all"),
            (limits(None, Removal::AtMost(20.0)), losses(Some(100), 20, 80, 0), ""),
            (limits(None, Removal::AtMost(20.0)), losses(Some(100), 21, 200, 0), "21 of 100"),
            (limits(None, Removal::AtMost(0.0)), losses(Some(100), 0, 100, 0), ""),
            (limits(None, Removal::AtMost(100.0)), losses(Some(100), 100, 0, 0), ""),
            (limits(None, Removal::AtMost(100.0)), losses(None, 0, 0, 0), ""),
            (limits(None, Removal::AtMost(99.0)), losses(None, 0, 0, 0), "no report at all"),
            (limits(Some(5.0), Removal::Any), losses(Some(0), 0, 95, 5), ""),
            (limits(Some(5.0), Removal::Any), losses(Some(0), 0, 94, 6), "6 of 100"),
            (limits(Some(0.0), Removal::Any), losses(Some(0), 0, 99, 1), "1 of 100"),
            (limits(Some(0.0), Removal::Any), losses(Some(0), 0, 0, 0), ""),
        ] {
            let said =
                limits.check(&losses).map_or_else(|error| error.to_string(), |()| String::new());
            let agrees = if refused.is_empty() { said.is_empty() } else { said.contains(refused) };
            assert!(agrees, "{limits:?} {losses:?}: {said}");
        }
    }

    #[test]
    fn a_file_weighs_what_the_index_holds_of_it_and_a_line_one() {
        let aside =
            |path: &str, line| SetAside { path: path.to_owned(), line, reason: String::new() };
        let held = BTreeMap::from([("crawl.jsonl".to_owned(), 40), ("note.txt".to_owned(), 1)]);
        let all = BTreeSet::from(["crawl.jsonl".to_owned(), "note.txt".to_owned()]);
        let none = BTreeSet::new();
        for (set_aside, found, expected) in [
            (vec![], &all, 0),
            (vec![aside("new.html", None)], &all, 1),
            (vec![aside("crawl.jsonl", Some(3)), aside("crawl.jsonl", Some(4))], &all, 2),
            (vec![aside("crawl.jsonl", None)], &none, 40),
            (vec![aside("crawl.jsonl", None), aside("crawl.jsonl", None)], &none, 40),
            // One report of a file that otherwise stands.
            (vec![aside("crawl.jsonl", None)], &all, 1),
        ] {
            assert_eq!(weight(&set_aside, &held, found), expected, "{set_aside:?}");
        }
    }
}
