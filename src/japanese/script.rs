//! Which script a character belongs to.

/// The script of one character, as far as Japanese text needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Ideographs, and the marks that stand for one: 々 〆 〇.
    Kanji,
    /// Hiragana, its small letters and iteration marks.
    Hiragana,
    /// Katakana of any width, the long-vowel mark ー, and the iteration marks. Not the dot ・.
    Katakana,
    /// A letter of any other script, Latin above all.
    Latin,
    /// A decimal digit or another number character.
    Digit,
    /// Punctuation, symbols, space, control characters, marks without a letter.
    Other,
}

impl Script {
    /// The script of `character`.
    pub fn of(character: char) -> Self {
        match character {
            '0'..='9' | '０'..='９' => Self::Digit,
            'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => Self::Latin,
            '\0'..='\x7F' => Self::Other,
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' | 'ゟ' | '\u{1B001}'..='\u{1B11F}' => Self::Hiragana,
            'ァ'..='ヺ' | 'ー'..='ヿ' | 'ㇰ'..='ㇿ' | 'ｦ'..='ﾝ' => Self::Katakana,
            '々'..='〇' | '㐀'..='䶿' | '一'..='\u{9FFF}' => Self::Kanji,
            '豈'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Self::Kanji,
            _ if character.is_alphabetic() => Self::Latin,
            _ if character.is_numeric() => Self::Digit,
            _ => Self::Other,
        }
    }

    /// Whether a word may hold such a character: everything but [`Script::Other`].
    pub fn is_letter_or_digit(self) -> bool {
        self != Self::Other
    }
}
