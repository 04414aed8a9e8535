//! The words that tell names of organisations: legal forms and last words of names, found wherever they stand.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

/// What a word tells about the name it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// 株式会社: before or after the name.
    Either,
    /// 一般財団法人: before the name.
    Front,
    /// Co., Ltd.: behind a name in Latin letters.
    Latin,
    /// 市, 大学: the end of the name.
    Back,
}

/// Words with what they tell.
#[derive(Debug)]
pub(super) struct Forms {
    /// Letters that words begin with, by their lowest bits: one whose bit is not set begins none.
    firsts: [u64; 1 << (LETTER_BITS - 6)],
    /// By first letter, the longest first.
    by_first: FxHashMap<char, Vec<(String, Form)>>,
}

/// Bits of a letter by which it is known roughly.
const LETTER_BITS: u32 = 12;

/// Where a letter is noted: the word of bits and the bit.
fn place(letter: char) -> (usize, u64) {
    let bits = u32::from(letter) & ((1 << LETTER_BITS) - 1);
    ((bits >> 6) as usize, 1 << (bits & 63))
}

impl Forms {
    /// Words to look for; of one that is listed twice, the first holds.
    pub(super) fn new(mut words: Vec<(String, Form)>) -> Self {
        words.sort_by_key(|(word, _)| Reverse(word.len()));
        let mut forms =
            Self { firsts: [0; 1 << (LETTER_BITS - 6)], by_first: FxHashMap::default() };
        for (word, form) in words {
            let Some(first) = word.chars().next() else { continue };
            let (at, bit) = place(first);
            forms.firsts.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
            let known = forms.by_first.entry(first).or_default();
            if known.iter().all(|(other, _)| *other != word) {
                known.push((word, form));
            }
        }
        forms
    }

    /// The first word from byte `from` of a text on, the longest of those that begin there.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<(Range<usize>, Form)> {
        let rest = text.get(from..)?;
        rest.char_indices().find_map(|(at, letter)| {
            let (place, bit) = place(letter);
            if self.firsts.get(place).is_none_or(|bits| bits & bit == 0) {
                return None;
            }
            let (word, form) = self.longest(letter, rest.get(at..)?)?;
            Some((from + at..from + at + word.len(), *form))
        })
    }

    /// Whether a word is one of these and no more.
    pub(super) fn is_form(&self, word: &str) -> bool {
        let first = word.chars().next();
        let form = first.and_then(|first| self.longest(first, word));
        form.is_some_and(|(form, _)| form.len() == word.len())
    }

    /// The longest word that a text with this first letter begins with.
    fn longest(&self, first: char, text: &str) -> Option<&(String, Form)> {
        self.by_first.get(&first)?.iter().find(|(word, _)| text.starts_with(word.as_str()))
    }
}
