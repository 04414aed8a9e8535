//! The features of a sentence: its characters and pairs of characters, without single hiragana and with a
//! number as one sign.

use crate::japanese::Script;

/// Most characters that are looked at: what a sentence tells does not need more.
const MOST_CHARACTERS: usize = 400;

/// One or two characters, the first in the upper half; `EDGE` stands for what is no letter. Half as wide as two
/// characters can be, so that the table of them stays in the caches.
pub(super) type Feature = u32;

const EDGE: char = '|';

/// Stands in second place where a character counts by itself.
const ALONE: char = '\0';

/// Puts every feature of a sentence, in its order, in place of what is in `features`.
pub(super) fn read_features(sentence: &str, features: &mut Vec<Feature>) {
    features.clear();
    let mut before = EDGE;
    let mut characters = sentence.chars();
    let mut left = MOST_CHARACTERS;
    loop {
        let next = if left > 0 { characters.next() } else { None };
        let (sign, counts_alone) = match next {
            Some(character) => match script(character) {
                Script::Digit => ('0', false),
                Script::Other if character.is_whitespace() => continue,
                Script::Other => (EDGE, false),
                script => (character, script != Script::Hiragana),
            },
            None => (EDGE, false),
        };
        left = left.saturating_sub(1);
        // A number is one sign, and so is a row of marks.
        if !(sign == before && matches!(sign, '0' | EDGE)) {
            features.push(feature(before, sign));
            if counts_alone {
                features.push(feature(sign, ALONE));
            }
            before = sign;
        }
        if next.is_none() {
            return;
        }
    }
}

fn feature(one: char, other: char) -> Feature {
    /// What characters beyond the basic plane count as.
    const BEYOND: u16 = 0x3013;
    let half = |c: char| u16::try_from(u32::from(c)).unwrap_or(BEYOND);
    u32::from(half(one)) << 16 | u32::from(half(other))
}

/// The script of a character, told at once of those that Japanese text is full of.
pub(super) fn script(character: char) -> Script {
    match character {
        'ぁ'..='ゖ' => Script::Hiragana,
        '一'..='\u{9FFF}' => Script::Kanji,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        '、' | '。' | '「' | '」' | '・' => Script::Other,
        _ => Script::of(character),
    }
}

/// The rows of a table that a sentence shows, put in order without comparing any two.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// A bit for each row.
    rows: Vec<u64>,
    /// A bit for each word of `rows` that has one.
    filled: Vec<u64>,
    /// Rows that were shown before.
    again: Vec<u32>,
}

impl Shown {
    #[inline]
    pub(super) fn add(&mut self, row: u32) {
        let (word, bit) = (row as usize / 64, 1 << (row % 64));
        let Some(rows) = self.rows.get_mut(word) else { return self.grow(row) };
        if *rows & bit != 0 {
            return self.again.push(row);
        }
        *rows |= bit;
        if let Some(filled) = self.filled.get_mut(word / 64) {
            *filled |= 1 << (word % 64);
        }
    }

    #[cold]
    fn grow(&mut self, row: u32) {
        let blocks = row as usize / 64 / 64 + 1;
        self.filled.resize(blocks, 0);
        self.rows.resize(64 * blocks, 0);
        self.add(row);
    }

    /// Hands over the rows, each once with how often it was shown, in order, and forgets them.
    pub(super) fn take(&mut self, mut each: impl FnMut(u32, f32)) {
        self.again.sort_unstable();
        let mut again = self.again.as_slice();
        for (block, filled) in self.filled.iter_mut().enumerate() {
            let mut filled = std::mem::take(filled);
            while filled != 0 {
                let word = 64 * block + lowest(&mut filled);
                let mut rows = self.rows.get_mut(word).map(std::mem::take).unwrap_or_default();
                while rows != 0 {
                    let row = (64 * word + lowest(&mut rows)) as u32;
                    let mut count = 1.0;
                    while let Some((_, rest)) = again.split_first().filter(|(it, _)| **it == row) {
                        count += 1.0;
                        again = rest;
                    }
                    each(row, count);
                }
            }
        }
        self.again.clear();
    }
}

/// The lowest bit that is set, which is taken out.
fn lowest(word: &mut u64) -> usize {
    let place = word.trailing_zeros();
    *word &= *word - 1;
    place as usize
}
