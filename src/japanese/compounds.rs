//! Katakana compounds taken apart: ペイメントアプリケーション is found by アプリケーション.

use std::ops::Range;

use super::dictionary::Dictionary;
use super::katakana::without_final_mark;

/// A run of fewer characters is never taken apart.
const SHORTEST_UNKNOWN: usize = 6;
/// A word that the dictionary has as a whole must be longer than an unknown run to be taken apart.
const SHORTEST_KNOWN: usize = 7;
/// A part has at least so many characters, unless it is a word with ー at its end (キー, カー) after others.
const SHORTEST_PART: usize = 3;
/// A word that splits an unknown run although the rest is unknown has at least so many characters.
const SHORTEST_ANCHOR: usize = 4;
/// Longer runs are no words.
const LONGEST: usize = 64;

/// A word inside a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Byte range in the compound.
    pub(super) range: Range<usize>,
    /// Its term: the surface without a final ー that folding drops, with one that folding should not
    /// have dropped (アクセスキ of アクセスキー: キー by itself keeps it).
    pub(super) term: String,
    /// Whether it is in the dictionary or among the terms.
    pub(super) known: bool,
}

/// The parts of a katakana word; empty if it is one.
///
/// A word wholly made of known words falls into the fewest of them, the last as long as possible. An
/// unknown one that is not so made falls in two, a known word of four characters or more at its end
/// (メタップス|ペイメント) or else at its start, and the rest. A part falls again as it would by itself, so
/// that a word has the same terms wherever it stands. A word of `terms.csv` is never taken apart.
pub(super) fn parts(dictionary: &Dictionary, word: &str, known: bool) -> Vec<Part> {
    let mut characters: Vec<char> = word.chars().take(LONGEST + 1).collect();
    let shortest = if known { SHORTEST_KNOWN } else { SHORTEST_UNKNOWN };
    if !(shortest - 1..=LONGEST).contains(&characters.len()) {
        return Vec::new();
    }
    let long_enough = characters.len() >= shortest;
    if (known && !long_enough) || dictionary.is_term(word) {
        return Vec::new();
    }
    let words = known_words(dictionary, &characters);
    let mut lengths = if long_enough { whole(&characters, &words) } else { Vec::new() };
    if lengths.is_empty() && !known && characters.last() != Some(&'ー') {
        characters.push('ー');
        lengths = whole(&characters, &known_words(dictionary, &characters));
        characters.pop();
    }
    if lengths.is_empty() && !known && long_enough {
        lengths = anchored(&characters, &words);
    }
    let mut rest = characters.as_slice();
    let mut start = 0;
    let mut found = Vec::new();
    for length in lengths {
        let cut = length > rest.len();
        let (part, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        let mut surface: String = part.iter().collect();
        let range = start..start + surface.len();
        start = range.end;
        if cut {
            surface.push('ー');
        }
        let term = without_final_mark(&surface);
        let known = dictionary.knows(&surface) || dictionary.knows(term);
        let inner = if cut { Vec::new() } else { parts(dictionary, &surface, known) };
        if inner.is_empty() {
            found.push(Part { range, term: term.to_owned(), known });
            continue;
        }
        found.extend(inner.into_iter().map(|part| Part {
            range: range.start + part.range.start..range.start + part.range.end,
            ..part
        }));
    }
    found
}

/// For each character, the lengths of the known words that start there and may be parts.
fn known_words(dictionary: &Dictionary, characters: &[char]) -> Vec<Vec<usize>> {
    let fits = |at: usize, length: usize| {
        let end = at + length;
        let short_tail =
            length == 2 && at > 0 && end == characters.len() && characters.last() == Some(&'ー');
        (length >= SHORTEST_PART || short_tail)
            && length < characters.len()
            && characters.get(end).is_none_or(|&next| may_start(next))
    };
    (0..characters.len())
        .map(|at| {
            let mut lengths = Vec::new();
            let rest = characters.get(at..).unwrap_or_default();
            if !rest.first().is_some_and(|&first| may_start(first)) {
                return lengths;
            }
            dictionary.prefixes(rest, |length| lengths.push(length));
            lengths.sort_unstable();
            lengths.dedup();
            lengths.retain(|&length| fits(at, length));
            lengths
        })
        .collect()
}

/// The fewest known words that make up the whole; of equals, the one with the longest last word.
fn whole(characters: &[char], words: &[Vec<usize>]) -> Vec<usize> {
    let end = characters.len();
    // For each place, the number of words that lead there and the length of the last.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; end + 1];
    if let Some(first) = best.first_mut() {
        *first = Some((0, 0));
    }
    for (at, lengths) in words.iter().enumerate() {
        let Some((count, _)) = best.get(at).copied().flatten() else { continue };
        for &length in lengths {
            let Some(place) = best.get_mut(at + length) else { continue };
            if place.is_none_or(|(fewest, _)| count + 1 < fewest) {
                // Places are visited in order, so the first to reach has the longest last word.
                *place = Some((count + 1, length));
            }
        }
    }
    let mut lengths = Vec::new();
    let mut at = end;
    while at > 0 {
        let Some((_, length)) = best.get(at).copied().flatten() else { return Vec::new() };
        lengths.push(length);
        at -= length;
    }
    lengths.reverse();
    lengths
}

/// A known word at the end or start of an unknown run, and the rest.
fn anchored(characters: &[char], words: &[Vec<usize>]) -> Vec<usize> {
    let end = characters.len();
    for at in 2..=end.saturating_sub(SHORTEST_ANCHOR) {
        let length = end - at;
        if words.get(at).is_some_and(|lengths| lengths.contains(&length)) {
            return vec![at, length];
        }
    }
    let longest = words.first().and_then(|lengths| lengths.last()).copied().unwrap_or_default();
    if longest >= SHORTEST_ANCHOR && end - longest >= SHORTEST_PART {
        return vec![longest, end - longest];
    }
    Vec::new()
}

fn may_start(character: char) -> bool {
    !matches!(
        character,
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ッ' | 'ン' | 'ー'
    )
}
