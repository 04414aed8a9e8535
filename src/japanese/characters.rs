//! The character-level view of a text: overlapping pairs of characters.

use std::ops::Range;

use super::fold::Folded;
use super::script::Script;
use super::words::SENTENCE_GAP;

/// A pair of neighbouring characters, or the last character of a run by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gram<'a> {
    /// One or two characters of the folded text.
    pub term: &'a str,
    /// Byte range of the folded text.
    pub folded: Range<usize>,
    /// From 0; neighbours in a run differ by one, runs by more than [`SENTENCE_GAP`].
    pub position: u32,
}

/// The pairs of characters of each unbroken run of letters and digits, in order.
///
/// Space, punctuation and symbols end a run. A run of n characters gives n − 1 pairs and then its last
/// character alone, so that every character starts a gram: looking up grams by a prefix of one
/// character finds all places where it occurs, and a run of one character finds itself.
pub fn characters(folded: &Folded) -> impl Iterator<Item = Gram<'_>> {
    let text = folded.text();
    let mut chars =
        text.char_indices().map(|(at, c)| (at, c, Script::of(c).is_letter_or_digit())).peekable();
    let mut position = 0_u32;
    let mut inside = false;
    std::iter::from_fn(move || {
        loop {
            let (start, character, letter) = chars.next()?;
            if !letter {
                if inside {
                    position = position.saturating_add(SENTENCE_GAP);
                    inside = false;
                }
                continue;
            }
            inside = true;
            let middle = start + character.len_utf8();
            let end = match chars.peek() {
                Some(&(_, next, true)) => middle + next.len_utf8(),
                _ => middle,
            };
            let term = text.get(start..end)?;
            let gram = Gram { term, folded: start..end, position };
            position = position.saturating_add(1);
            return Some(gram);
        }
    })
}
