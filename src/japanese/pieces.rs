//! Text cut into pieces that the segmenter can take one by one.

use std::ops::Range;

use super::script::Script;

/// The segmenter's work on a piece grows faster than its length, and so does its memory.
const LONGEST: usize = 2048;

/// A stretch of text without a clause end inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Byte range; the mark that ends it included.
    pub(super) range: Range<usize>,
    /// Whether it ends a sentence: with 。 ! ? or a line end.
    pub(super) ends_sentence: bool,
}

/// Cuts folded text after each 。 、 ! ? and line end, and what is still longer than some thousand bytes
/// where its script changes.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let longest = rest.floor_char_boundary(LONGEST);
        let window = rest.get(..longest).unwrap_or(rest);
        let mark = window.char_indices().find(|&(_, c)| is_end(c));
        let (length, ends_sentence) = match mark {
            Some((start, mark)) => (start + mark.len_utf8(), mark != '、'),
            None if window.len() == rest.len() => (rest.len(), false),
            None => (best_cut(window), false),
        };
        at += length;
        Some(Piece { range: at - length..at, ends_sentence })
    })
}

fn is_end(character: char) -> bool {
    matches!(character, '。' | '、' | '!' | '?' | '\n')
}

/// Where to cut a window that has no mark: in its second half after a symbol or space, else before
/// the first letter after hiragana, else where the script changes, else at its end.
fn best_cut(window: &str) -> usize {
    let mut best = (0, window.len());
    let mut before = Script::Other;
    for (at, character) in window.char_indices() {
        let script = Script::of(character);
        let rank = match (before, script) {
            (Script::Other, _) => 3,
            (Script::Hiragana, Script::Hiragana) => 0,
            (Script::Hiragana, _) => 2,
            (before, script) => u8::from(before != script),
        };
        if at >= window.len() / 2 && rank > 0 && rank >= best.0 {
            best = (rank, at);
        }
        before = script;
    }
    best.1
}
