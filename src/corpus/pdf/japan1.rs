//! Adobe-Japan1: what the numbers of its glyphs stand for, for fonts that do not say it themselves.
//!
//! `adobe-japan1.txt` has a line for each number, from 0; where it comes from and on which terms is
//! told in `adobe-japan1.NOTICE`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static GLYPHS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("adobe-japan1.txt").split('\n').collect());

static NUMBERS: LazyLock<FxHashMap<char, u32>> = LazyLock::new(|| {
    let mut numbers = FxHashMap::default();
    for (number, text) in (0..).zip(GLYPHS.iter()) {
        // Kana of half the width, which nobody means by a kana.
        if (390..633).contains(&number) {
            continue;
        }
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            // The usual form of a character comes before its variants.
            numbers.entry(c).or_insert(number);
        }
    }
    numbers
});

/// What a glyph stands for.
pub(super) fn text(cid: u32) -> Option<&'static str> {
    GLYPHS.get(usize::try_from(cid).ok()?).copied().filter(|text| !text.is_empty())
}

/// The usual glyph of a character.
pub(super) fn cid(c: char) -> Option<u32> {
    NUMBERS.get(&c).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_stand_for_characters() {
        let rows = [
            (0, None),
            (1, Some(" ")),
            (34, Some("A")),
            (231, Some(" ")),
            (265, Some("B")),
            (327, Some("｡")),
            (633, Some("\u{3000}")),
            (843, Some("あ")),
            (1125, Some("亜")),
            // Forms for vertical writing are the characters themselves.
            (7899, Some("（")),
            (8321, Some("有限会社")),
            (23058, Some("㋿")),
            (23060, None),
            (u32::MAX, None),
        ];
        for (cid, wanted) in rows {
            assert_eq!(text(cid), wanted, "{cid}");
        }
        for (c, wanted) in
            [('あ', Some(843)), ('A', Some(34)), ('、', Some(634)), ('\u{E000}', None)]
        {
            assert_eq!(cid(c), wanted, "{c}");
        }
    }
}
