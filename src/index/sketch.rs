//! Sketches: twenty bytes of a report that tell how much of its wording another shares.
//!
//! Texts are compared by their shingles, runs of five letters and digits of the folded text, so that line
//! breaks, quotation marks of mails and the form of a file count for nothing. Two texts share as many of
//! the twenty bytes as their shingles overlap (Jaccard), give or take a tenth: each byte is the low end of
//! the least hash in one twentieth of all hashes (one-permutation MinHash, Li, Owen and Zhang, NIPS 2012,
//! with the empty parts filled as Shrivastava, ICML 2017, and eight bits kept of each).

use crate::japanese::{Folded, Script};
use crate::report::Report;

/// Letters of a shingle: about two words.
pub const SHINGLE: usize = 5;
/// Fewest letters of which shingles tell anything; a shorter text is like its equal only.
pub const SHORT: usize = 50;
/// Parts into which the hashes of shingles fall.
pub(super) const ROWS: usize = 20;
/// Values of a report in the column: four rows each.
pub(super) const VALUES: usize = 5;

/// What is kept of a report's wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sketch([u8; ROWS]);

impl Sketch {
    /// The sketch of a report whose folded text is `folded`: of its title and what it tells of this incident;
    /// of a text that is hardly more than formulas and advice, of all.
    pub fn of(report: &Report, folded: &Folded) -> Self {
        let telling = Parts::of(telling_letters(folded, &asides(report)));
        let parts = if telling.letters < SHORT { Parts::of(letters(folded)) } else { telling };
        parts.sketch()
    }

    /// How many of the twenty bytes two sketches share.
    pub fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(own, other)| own == other).count()
    }

    /// Bytes two by two with their place: what is looked up to find like sketches among many.
    pub fn pairs(&self) -> impl Iterator<Item = (u8, [u8; 2])> {
        let (pairs, _) = self.0.as_chunks::<2>();
        (0..).zip(pairs.iter().copied())
    }

    /// What the column holds of it.
    pub(super) fn values(&self) -> impl Iterator<Item = u64> {
        self.bands().map(u64::from)
    }

    /// Bytes four by four.
    pub(super) fn bands(&self) -> impl Iterator<Item = u32> {
        let (bands, _) = self.0.as_chunks::<4>();
        bands.iter().map(|band| u32::from_le_bytes(*band))
    }

    /// The sketch that the column holds as `values`; `None` where the report has no letters.
    pub(super) fn of_values(values: &[u64; VALUES]) -> Option<Self> {
        let mut rows = [0; ROWS];
        let (bands, _) = rows.as_chunks_mut::<4>();
        for (band, value) in bands.iter_mut().zip(values) {
            *band = u32::try_from(*value).ok()?.to_le_bytes();
        }
        (rows != [0; ROWS]).then_some(Self(rows))
    }
}

/// The letters and digits of a folded text, by which texts are compared.
pub fn letters(folded: &Folded) -> impl Iterator<Item = char> {
    folded.text().chars().filter(|letter| Script::of(*letter).is_letter_or_digit())
}

/// A hash of each run of five letters, in order.
pub fn shingles(letters: impl Iterator<Item = char>) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let leaving = BASE.wrapping_pow(5);
    let mut window = [0_u64; SHINGLE];
    let mut hash = 0_u64;
    letters.enumerate().filter_map(move |(at, letter)| {
        let letter = u64::from(u32::from(letter)) + 1;
        let oldest = window.get_mut(at % SHINGLE)?;
        let left = std::mem::replace(oldest, letter);
        hash =
            hash.wrapping_mul(BASE).wrapping_add(letter).wrapping_sub(left.wrapping_mul(leaving));
        (at + 1 >= SHINGLE).then(|| mixed(hash))
    })
}

/// Every bit of the result depends on every bit of `hash` (the finaliser of MurmurHash3).
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ (hash >> 33)
}

/// Whether a place of the report's text reads alike in every notice; its title never does.
fn asides(report: &Report) -> impl Fn(usize) -> bool {
    let title_end = report.document.body_start();
    move |at| at >= title_end && report.outline.is_aside(at)
}

/// Letters and digits of a folded text without its asides, which are whole sentences: it is asked once for
/// each unbroken run.
fn telling_letters(
    folded: &Folded,
    is_aside: &impl Fn(usize) -> bool,
) -> impl Iterator<Item = char> {
    let (mut inside, mut left_out) = (false, false);
    folded.text().char_indices().filter_map(move |(at, letter)| {
        if !Script::of(letter).is_letter_or_digit() {
            inside = false;
            return None;
        }
        if !inside {
            inside = true;
            left_out = is_aside(folded.original(at..at + letter.len_utf8()).start);
        }
        (!left_out).then_some(letter)
    })
}

/// The least hash in each part, and how much was read.
struct Parts {
    least: [Option<u32>; ROWS],
    letters: usize,
    /// Hash of all letters.
    whole: u64,
}

impl Parts {
    fn of(letters: impl Iterator<Item = char>) -> Self {
        let mut parts = Self { least: [None; ROWS], letters: 0, whole: 0 };
        let (count, whole) = (&mut parts.letters, &mut parts.whole);
        let counted = letters.inspect(|letter| {
            *count += 1;
            *whole = mixed(*whole ^ u64::from(u32::from(*letter)));
        });
        for hash in shingles(counted) {
            let [high, low] = halves(hash);
            if let Some(least) = parts.least.get_mut(part(high)) {
                *least = Some(least.map_or(low, |least| least.min(low)));
            }
        }
        parts
    }

    fn sketch(&self) -> Sketch {
        if self.letters == 0 {
            return Sketch([0; ROWS]);
        }
        let mut rows = [0; ROWS];
        for (at, row) in (0_u64..).zip(&mut rows) {
            let hash = if self.letters < SHORT {
                // Equal texts have equal bytes; any others share one in 256.
                halves(mixed(self.whole.wrapping_add(at)))[1]
            } else {
                self.at(at)
            };
            let [low, ..] = hash.to_le_bytes();
            *row = low;
        }
        Sketch(rows)
    }

    /// The least hash of a part; of an empty one, that of another that is drawn by lot.
    fn at(&self, row: u64) -> u32 {
        let mut draw = row;
        let mut least = self.least.get(usize::try_from(row).unwrap_or(0)).copied().flatten();
        while least.is_none() {
            draw = mixed(draw.wrapping_add(1 << 32));
            least = self.least.get(part(halves(draw)[0])).copied().flatten();
        }
        least.unwrap_or(0)
    }
}

/// The part that a hash belongs to, by its upper half.
fn part(high: u32) -> usize {
    usize::try_from((u64::from(high) * ROWS as u64) >> 32).unwrap_or(0)
}

fn halves(hash: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = hash.to_be_bytes();
    [u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])]
}
