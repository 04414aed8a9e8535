//! Short lists of words that the rules themselves know, all looked for in one pass.

/// Words of which one is looked for in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordList {
    words: &'static [&'static str],
    /// What their first and second characters are, roughly; words of one character go on with any.
    firsts: Characters,
    seconds: Characters,
}

/// A set of characters, roughly: one that is not among these bits is not in the set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Characters([u64; 2]);

impl Characters {
    const NONE: Self = Self([0; 2]);
    const ALL: Self = Self([u64::MAX; 2]);

    /// All characters of a string.
    pub(super) const fn of(characters: &str) -> Self {
        let bytes = characters.as_bytes();
        let (mut set, mut at) = (Self::NONE, 0);
        while at < bytes.len() {
            let (c, length) = character(bytes, at);
            set = set.with(c);
            at += length;
        }
        set
    }

    const fn with(mut self, c: u32) -> Self {
        self.0[(c >> 6 & 1) as usize] |= 1 << (c & 63);
        self
    }

    #[inline]
    pub(super) const fn may_have(self, c: char) -> bool {
        let c = c as u32;
        self.0[(c >> 6 & 1) as usize] & 1 << (c & 63) != 0
    }
}

impl WordList {
    /// A list of words, none of which is empty.
    pub(super) const fn new(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut seconds) = (Characters::NONE, Characters::NONE);
        let mut number = 0;
        while number < words.len() {
            let word = words[number].as_bytes();
            let (first, length) = character(word, 0);
            firsts = firsts.with(first);
            seconds = if length < word.len() {
                seconds.with(character(word, length).0)
            } else {
                Characters::ALL
            };
            number += 1;
        }
        Self { words, firsts, seconds }
    }

    /// Whether any of them stands in a text.
    #[inline]
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.place_in(text).is_some()
    }

    /// Where the first of them stands in a text.
    pub(super) fn place_in(&self, text: &str) -> Option<usize> {
        let mut characters = text.char_indices();
        while let Some((at, first)) = characters.next() {
            let may_begin = self.firsts.may_have(first)
                && characters.clone().next().is_none_or(|(_, c)| self.seconds.may_have(c));
            let is_here = || text.get(at..).is_some_and(|rest| self.standing(rest).is_some());
            if may_begin && is_here() {
                return Some(at);
            }
        }
        None
    }

    /// Whether a text begins with one of them.
    #[inline]
    pub(super) fn opens(&self, text: &str) -> bool {
        self.opening(text).is_some()
    }

    /// The first of them that a text begins with.
    #[inline]
    pub(super) fn opening(&self, text: &str) -> Option<&'static str> {
        let mut characters = text.chars();
        let may_begin = characters.next().is_some_and(|first| self.firsts.may_have(first))
            && characters.next().is_none_or(|second| self.seconds.may_have(second));
        if may_begin { self.standing(text) } else { None }
    }

    fn standing(&self, text: &str) -> Option<&'static str> {
        self.words.iter().copied().find(|word| text.starts_with(word))
    }
}

/// The character at a byte of a word, and how many bytes it has.
const fn character(word: &[u8], at: usize) -> (u32, usize) {
    let first = word[at] as u32;
    let (mut c, length) = match first {
        0..0xC0 => (first, 1),
        0xC0..0xE0 => (first & 0x1F, 2),
        0xE0..0xF0 => (first & 0x0F, 3),
        _ => (first & 0x07, 4),
    };
    let mut next = 1;
    while next < length {
        c = c << 6 | word[at + next] as u32 & 0x3F;
        next += 1;
    }
    (c, length)
}

#[cfg(test)]
mod tests {
    use super::WordList;

    #[test]
    fn the_first_of_the_words_is_found_wherever_it_stands() {
        const WORDS: WordList = WordList::new(&["判明", "発覚した", "旨", "web"]);
        assert_eq!(WORDS.place_in("本日、発覚しなかった旨が判明"), Some(30));
        assert_eq!(WORDS.place_in("判断が判明"), Some(9));
        assert_eq!(WORDS.place_in("このwebで"), Some(6));
        assert!(!WORDS.is_in("発覚し"));
        assert!(!WORDS.is_in(""));
        assert!(WORDS.opens("判明した") && WORDS.opens("旨"));
        assert!(!WORDS.opens("が判明") && !WORDS.opens(""));
    }
}
