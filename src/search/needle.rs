//! What a query makes a reader look for in a text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::japanese::{Folded, Script};

/// A folded string whose occurrences are highlighted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Needle {
    /// The string, folded.
    pub(super) text: String,
    /// Which word or phrase of the query it belongs to; a fragment is worth more when it shows
    /// several.
    pub(super) leaf: usize,
    /// Share of its leaf it stands for, above 0 to 1: a part of a compound shows less than all.
    pub(super) share: f32,
    /// The dictionary form it is a stem of; an occurrence then reaches to the end of the word.
    pub(super) base_form: Option<String>,
}

/// Finds needles in texts.
pub(super) struct Needles {
    needles: Vec<Needle>,
    automaton: Option<AhoCorasick>,
    leaves: usize,
}

/// An occurrence of a needle.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Occurrence<'n> {
    pub(super) needle: &'n Needle,
    /// Bytes of the folded text.
    pub(super) folded: Range<usize>,
    /// Bytes of the original text.
    pub(super) original: Range<usize>,
}

impl Needles {
    /// Prepares the search for `needles`; where several match at one place, the longest wins.
    pub(super) fn new(needles: Vec<Needle>) -> Self {
        let patterns = needles.iter().map(|needle| needle.text.as_str());
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .ok()
            .filter(|_| !needles.is_empty());
        let leaves = needles.iter().map(|needle| needle.leaf + 1).max().unwrap_or(0);
        Self { needles, automaton, leaves }
    }

    /// Number of words and phrases the needles stand for.
    pub(super) fn leaves(&self) -> usize {
        self.leaves
    }

    /// Every occurrence in a text, in order, apart.
    pub(super) fn find(&self, folded: &Folded) -> Vec<Occurrence<'_>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = folded.text();
        automaton
            .find_iter(text)
            .filter(|found| is_whole(text, found.range()))
            .filter_map(|found| {
                let needle = self.needles.get(found.pattern().as_usize())?;
                let original = folded.original(found.range());
                Some(Occurrence { needle, folded: found.range(), original })
            })
            .collect()
    }
}

/// Whether an occurrence does not begin or end inside a Latin word or a number: `pc` is not in
/// `pcf`, nor 15 in 2015. Japanese words have no such edges to see.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let joins = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => {
            let (a, b) = (Script::of(a), Script::of(b));
            a == b && matches!(a, Script::Latin | Script::Digit)
        }
        _ => false,
    };
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let inside = text.get(range).unwrap_or_default();
    !joins(before, inside.chars().next()) && !joins(inside.chars().next_back(), after)
}
