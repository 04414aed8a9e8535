//! Whom a page names that may be the one that suffered, and whom the rules choose.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use crate::report::Named;

use super::page::Page;

/// Fewest points of one that the rules choose.
pub(super) const LEAST_POINTS: i32 = 3;

/// Most candidates that are weighed: a list of members names thousands.
const MOST: usize = 24;

/// Most places of a candidate that are looked at.
const MOST_PLACES: usize = 4;

/// One that may have suffered it.
#[derive(Debug, Default)]
pub(super) struct Candidate {
    /// How much speaks for it.
    pub(super) points: i32,
    /// Its name as it is displayed.
    pub(super) display: String,
    /// The sentence that names it best.
    pub(super) sentence: usize,
    /// How often it is named.
    pub(super) mentions: i32,
    /// Whether it stands where only the page's own organisation does.
    pub(super) is_own: bool,
    /// Whether it signs the page at its head.
    pub(super) is_head: bool,
    /// Whether it is a third party through which it happened.
    pub(super) is_vendor: bool,
    /// Whether it is one of those that write of incidents or look into them.
    pub(super) is_outsider: bool,
    /// Whether its name carries a legal form.
    pub(super) is_legal: bool,
}

/// All candidates of a page, by their folded names without blanks.
pub(super) type Candidates = BTreeMap<String, Candidate>;

/// The candidates of a page, those for whom most speaks, and which of them the rules choose.
#[derive(Debug, Default)]
pub(super) struct Suffered {
    /// In the order of their names.
    pub(super) all: Vec<Placed>,
    /// The place of the chosen one in `all`.
    pub(super) by_rule: Option<usize>,
}

/// A candidate and where it is named.
#[derive(Debug)]
pub(super) struct Placed {
    /// Its folded name without blanks.
    pub(super) key: String,
    pub(super) candidate: Candidate,
    /// Sentences and bytes in them, the first few; none of a name that blanks part.
    pub(super) places: Vec<(usize, Range<usize>)>,
}

impl Suffered {
    pub(super) fn new(page: &Page<'_>, all: Candidates, by_rule: Option<&str>) -> Self {
        let mut all: Vec<(String, Candidate)> = all.into_iter().collect();
        if all.len() > MOST {
            all.sort_by_key(|(key, candidate)| {
                let is_chosen = by_rule == Some(key.as_str());
                (!is_chosen, Reverse(candidate.points), Reverse(candidate.mentions))
            });
            all.truncate(MOST);
            all.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
        let by_rule = by_rule.and_then(|chosen| all.iter().position(|(key, _)| key == chosen));
        let placed = all.into_iter().map(|(key, candidate)| {
            let places = places_of(page, &key);
            Placed { key, candidate, places }
        });
        Self { all: placed.collect(), by_rule }
    }

    /// The name of a candidate.
    pub(super) fn named(&self, page: &Page<'_>, place: usize) -> Option<Named> {
        let Candidate { display, sentence, .. } = &self.all.get(place)?.candidate;
        Some(Named { name: display.clone(), evidence: page.evidence(*sentence) })
    }
}

/// Where a name stands in the sentences of a page.
fn places_of(page: &Page<'_>, name: &str) -> Vec<(usize, Range<usize>)> {
    let found = memmem::find_iter(page.text().as_bytes(), name).take(MOST_PLACES);
    let places = found.filter_map(|at| {
        let behind = page.sentences.partition_point(|sentence| sentence.range.start <= at);
        let number = behind.checked_sub(1)?;
        let start = at - page.sentences.get(number)?.range.start;
        Some((number, start..start + name.len()))
    });
    places.collect()
}
