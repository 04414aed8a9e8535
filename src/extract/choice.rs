//! Choices of literals within a cue, and whether they follow a place of a text.

use std::sync::Arc;

/// Longest gap that `…` stands for, in characters of three bytes.
pub(super) const GAP: usize = 28;

/// A choice of literals within a cue.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) choice: Arc<Choice>,
    /// Whether a gap may stand before it.
    pub(super) after_gap: bool,
}

/// Literals of which one stands in the text; an empty one may be left out.
#[derive(Debug)]
pub(super) struct Choice {
    /// By first character, then length; an empty one last.
    literals: Vec<String>,
    /// First characters, sorted, each with the place of its literals.
    firsts: Vec<(char, usize, usize)>,
    may_lack: bool,
    /// Signature of the first characters.
    signature: u128,
}

/// A set of characters, roughly: one that is not among these bits is not in the set.
fn bit(c: char) -> u128 {
    1 << (u32::from(c).wrapping_mul(0x9E37_79B1) >> 25)
}

impl Choice {
    /// A choice of literals in any order.
    pub(super) fn new(mut literals: Vec<String>) -> Self {
        let key = |literal: &String| (literal.is_empty(), literal.chars().next(), literal.len());
        literals.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.cmp(b)));
        literals.dedup();
        let mut firsts: Vec<(char, usize, usize)> = Vec::new();
        for (place, literal) in literals.iter().enumerate() {
            let Some(first) = literal.chars().next() else { continue };
            match firsts.last_mut() {
                Some((known, _, end)) if *known == first => *end = place + 1,
                _ => firsts.push((first, place, place + 1)),
            }
        }
        let may_lack = literals.iter().any(String::is_empty);
        let signature = firsts.iter().fold(0, |signature, (c, ..)| signature | bit(*c));
        Self { literals, firsts, may_lack, signature }
    }

    /// The literals.
    pub(super) fn literals(&self) -> &[String] {
        &self.literals
    }

    fn begins_with(&self, c: char) -> bool {
        self.signature & bit(c) != 0
            && self.firsts.binary_search_by_key(&c, |(first, ..)| *first).is_ok()
    }

    /// The literals that a text begins with, shorter before longer, an empty one last.
    fn at<'c>(&'c self, text: &'c str) -> impl Iterator<Item = &'c str> {
        let place = text.chars().next().and_then(|c| {
            let first = self.firsts.binary_search_by_key(&c, |(first, ..)| *first).ok()?;
            self.firsts.get(first)
        });
        let close = place.and_then(|(_, start, end)| self.literals.get(*start..*end));
        let standing = close.unwrap_or_default().iter().map(String::as_str);
        let standing = standing.filter(move |literal| text.starts_with(*literal));
        standing.chain(self.may_lack.then_some(""))
    }
}

/// What stands in the gap behind one place, looked at once for all cues that go on from there.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// The place, and the signature of the characters behind it.
    known: Option<(usize, u128)>,
}

impl Ahead {
    /// Whether `rest` may follow byte `at`; most that do not are told without a search.
    pub(super) fn may_follow(&mut self, text: &str, at: usize, rest: &[Element]) -> bool {
        let Some(element) = rest.first().filter(|element| element.after_gap) else { return true };
        let signature = match self.known {
            Some((known, signature)) if known == at => signature,
            _ => {
                let signature = gap(text, at).chars().fold(0, |all, c| all | bit(c));
                self.known = Some((at, signature));
                signature
            }
        };
        signature & element.choice.signature != 0
    }
}

/// What a gap behind byte `at` may cover, and the character behind it.
fn gap(text: &str, at: usize) -> &str {
    text.get(at..text.floor_char_boundary(at + GAP * 3 + 1)).unwrap_or_default()
}

/// The end of the match when `rest` follows byte `at`: adjacent elements by trying every literal,
/// elements behind a gap at the first place where they fit.
pub(super) fn follow(text: &str, at: usize, rest: &[Element]) -> Option<usize> {
    let Some((element, tail)) = rest.split_first() else { return Some(at) };
    let fits = |place: usize| {
        let mut standing = element.choice.at(text.get(place..)?);
        standing.find_map(|literal| follow(text, place + literal.len(), tail))
    };
    if !element.after_gap {
        return fits(at);
    }
    let places = gap(text, at).char_indices();
    places.filter(|(_, c)| element.choice.begins_with(*c)).find_map(|(offset, _)| fits(at + offset))
}
