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

    /// The literals that begin with a character, shorter before longer.
    fn beginning_with(&self, c: char) -> &[String] {
        let place = self.firsts.binary_search_by_key(&c, |(first, ..)| *first);
        let place = place.ok().and_then(|place| self.firsts.get(place));
        place.and_then(|(_, start, end)| self.literals.get(*start..*end)).unwrap_or_default()
    }

    /// Whether a text may begin with one of the literals, to judge by its first character.
    fn may_begin(&self, text: &str) -> bool {
        self.may_lack || text.chars().next().is_some_and(|c| self.signature & bit(c) != 0)
    }

    /// The literals that a text begins with, shorter before longer, an empty one last.
    fn at<'c>(&'c self, text: &'c str) -> impl Iterator<Item = &'c str> {
        let close = text.chars().next().map_or(&[][..], |c| self.beginning_with(c));
        let standing = close.iter().map(String::as_str);
        let standing = standing.filter(move |literal| text.starts_with(*literal));
        standing.chain(self.may_lack.then_some(""))
    }
}

/// What the characters must be like behind which an element may stand, told without looking at the element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outlook {
    after_gap: bool,
    signature: u128,
}

impl Element {
    /// What must stand behind a place for this to follow; `None` where it may be left out.
    pub(super) fn outlook(&self) -> Option<Outlook> {
        let Choice { signature, may_lack, .. } = *self.choice;
        (!may_lack).then_some(Outlook { after_gap: self.after_gap, signature })
    }
}

/// What stands in the gap behind one place, looked at once for all cues that go on from there.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// The place.
    known: Option<usize>,
    /// The signature of the characters behind it.
    signature: u128,
    /// These, each with its place.
    characters: Vec<(usize, char)>,
}

impl Ahead {
    /// Whether what has this outlook may follow byte `at`: most that does not follow is told so.
    #[inline]
    pub(super) fn may_follow(&mut self, text: &str, at: usize, outlook: &Outlook) -> bool {
        if outlook.after_gap {
            self.look(text, at);
            return self.signature & outlook.signature != 0;
        }
        let next = text.get(at..).and_then(|behind| behind.chars().next());
        next.is_some_and(|c| bit(c) & outlook.signature != 0)
    }

    /// The end of the match when `rest` follows byte `at`.
    pub(super) fn follow(&mut self, text: &str, at: usize, rest: &[Element]) -> Option<usize> {
        let Some((element, tail)) = rest.split_first().filter(|(first, _)| first.after_gap) else {
            return follow(text, at, rest);
        };
        self.look(text, at);
        if self.signature & element.choice.signature == 0 {
            return None;
        }
        let mut places = self.characters.iter();
        places.find_map(|(place, c)| element.fits(text, *place, *c, tail))
    }

    fn look(&mut self, text: &str, at: usize) {
        if self.known == Some(at) {
            return;
        }
        self.known = Some(at);
        self.characters.clear();
        self.characters.extend(gap(text, at).char_indices().map(|(offset, c)| (at + offset, c)));
        self.signature = self.characters.iter().fold(0, |all, (_, c)| all | bit(*c));
    }
}

/// What a gap behind byte `at` may cover, and the character behind it.
fn gap(text: &str, at: usize) -> &str {
    text.get(at..text.floor_char_boundary(at + GAP * 3 + 1)).unwrap_or_default()
}

/// The end of the match when `rest` follows byte `at`: adjacent elements by trying every literal,
/// elements behind a gap at the first place where they fit.
fn follow(text: &str, at: usize, rest: &[Element]) -> Option<usize> {
    let Some((element, tail)) = rest.split_first() else { return Some(at) };
    if !element.after_gap {
        let behind = text.get(at..)?;
        if !element.choice.may_begin(behind) {
            return None;
        }
        let mut standing = element.choice.at(behind);
        return standing.find_map(|literal| follow(text, at + literal.len(), tail));
    }
    let mut places = gap(text, at).char_indices();
    places.find_map(|(offset, c)| element.fits(text, at + offset, c, tail))
}

impl Element {
    /// The end of the match when one of its literals stands at a place behind a gap, where a character
    /// stands, and the rest follows.
    fn fits(&self, text: &str, place: usize, c: char, tail: &[Self]) -> Option<usize> {
        if self.choice.signature & bit(c) == 0 {
            return None;
        }
        let rest = text.get(place..)?;
        let mut standing = self.choice.beginning_with(c).iter();
        standing.find_map(|literal| {
            let stands = rest.starts_with(literal.as_str());
            stands.then(|| follow(text, place + literal.len(), tail)).flatten()
        })
    }
}
