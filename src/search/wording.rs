//! Whether two reports are worded alike: where one holds the other's text, and what differs there.
//!
//! What copies have in common is one stretch of text: what a site puts before and after it lies outside. In
//! a notice that fills the same form for another incident, or that revises an earlier one, what differs
//! lies within.

use rustc_hash::FxHashSet;

use crate::index::{SHINGLE, SHORT, letters, shingles};
use crate::japanese::{Folder, Script};
use crate::report::Report;

/// Worth of a shingle that the other text holds, and cost of one that it lacks, where the common stretch is
/// looked for: so it spans a gap that is shorter than what it holds beyond.
const SHARED: i64 = 1;
const LACKING: i64 = -1;
/// Share of the longer text that the common stretch makes up at least.
const LEAST_OF_LONGER: f64 = 0.6;
/// Share of the shorter text that it makes up at least.
const LEAST_OF_SHORTER: f64 = 0.8;
/// Letters before the common stretch that both may have of their own, as a share of it: a text begins with
/// what it is about.
const MOST_BEFORE: f64 = 0.02;
/// Letters behind the common stretch that both may have of their own: footers.
const MOST_BEHIND: f64 = 0.1;
/// Share of the common stretch that one may hold beside it: a page number, a caption.
const MOST_INSERTED: f64 = 0.05;
/// Share of the common stretch that both may word otherwise, beside one letter: what a converter garbles,
/// and less than a name.
const MOST_REPLACED: f64 = 0.001;

/// The letters of a report, ready to be held against those of others.
#[derive(Debug)]
pub(super) struct Wording {
    letters: Vec<char>,
    shingles: Vec<u64>,
    held: FxHashSet<u64>,
}

/// The stretch of a text that another one holds, too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// Letters before it.
    pub(super) before: usize,
    /// Its length in letters.
    pub(super) letters: usize,
    /// Letters behind it.
    pub(super) behind: usize,
    /// Letters of it that stand in no shingle of the other.
    pub(super) own: usize,
    /// Whether a numeral is among them.
    pub(super) own_numerals: bool,
}

impl Wording {
    /// The wording of a report.
    pub(super) fn of(report: &Report, folder: &Folder) -> Self {
        let letters: Vec<char> = letters(&folder.fold(&report.document.text)).collect();
        let shingles: Vec<u64> = shingles(letters.iter().copied()).collect();
        let held = shingles.iter().copied().collect();
        Self { letters, shingles, held }
    }

    /// Whether the text holds all of a wording: a name, a sentence.
    pub(super) fn says(&self, quote: &str, folder: &Folder) -> bool {
        let quote: Vec<char> = letters(&folder.fold(quote)).collect();
        quote.is_empty() || self.letters.windows(quote.len()).any(|letters| letters == quote)
    }

    /// Whether one may stand for the other, as far as the wording says.
    #[expect(clippy::cast_precision_loss, reason = "shares of texts need few digits")]
    pub(super) fn is_copy(&self, other: &Self) -> bool {
        let (own, others) = (self.letters.len(), other.letters.len());
        if own < SHORT || others < SHORT {
            return own > 0 && self.letters == other.letters;
        }
        let (here, there) = (self.stretch(other), other.stretch(self));
        let common = here.letters.min(there.letters) as f64;
        let least = |of: fn(&Stretch) -> usize| of(&here).min(of(&there)) as f64;
        let differ = here.own_numerals && there.own_numerals;
        !differ
            && least(|stretch| stretch.before) <= MOST_BEFORE * common
            && least(|stretch| stretch.behind) <= MOST_BEHIND * common
            && common >= LEAST_OF_LONGER * own.max(others) as f64
            && common >= LEAST_OF_SHORTER * own.min(others) as f64
            && here.own.max(there.own) as f64 <= MOST_INSERTED * common
            && least(|stretch| stretch.own) <= 1.0 + MOST_REPLACED * common
    }

    /// The stretch of this text that `other` holds.
    pub(super) fn stretch(&self, other: &Self) -> Stretch {
        let shared: Vec<bool> = self.shingles.iter().map(|s| other.held.contains(s)).collect();
        let (mut best, mut best_worth) = (0..0, 0);
        let (mut start, mut worth) = (0, 0);
        for (at, shared) in shared.iter().enumerate() {
            if worth <= 0 {
                (start, worth) = (at, 0);
            }
            worth += if *shared { SHARED } else { LACKING };
            if worth > best_worth {
                (best, best_worth) = (start..at + 1, worth);
            }
        }
        let mut stretch =
            Stretch { before: best.start, letters: 0, behind: 0, own: 0, own_numerals: false };
        // Letters ahead that a shared shingle covers.
        let mut covered = 0;
        let end = if best.is_empty() { 0 } else { best.end + SHINGLE - 1 };
        for (at, letter) in self.letters.iter().enumerate().take(end).skip(best.start) {
            let begins = at < best.end && shared.get(at) == Some(&true);
            covered = if begins { SHINGLE } else { covered };
            stretch.letters += 1;
            if covered == 0 {
                stretch.own += 1;
                stretch.own_numerals |= is_numeral(*letter);
            }
            covered = covered.saturating_sub(1);
        }
        stretch.behind = self.letters.len().saturating_sub(end);
        stretch
    }
}

/// Whether a letter writes a number, in figures or in words.
fn is_numeral(letter: char) -> bool {
    let in_words = matches!(
        letter,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '億'
    );
    in_words || Script::of(letter) == Script::Digit
}
