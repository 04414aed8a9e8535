//! Characters as fonts have them to characters as people write them.

use unicode_normalization::UnicodeNormalization;

/// Whether a character takes a full em and needs no spaces around it.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '※' | '…' | '―' | '○' | '●' | '◎' | '■' | '□' | '◆' | '◇' | '①'..='⑳' | '→')
}

/// The text of a run: trimmed, without radicals, ligatures and forms for vertical writing.
pub(super) fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    for c in super::super::super::clean::clean(text).trim().chars() {
        match c {
            '\n' | '\t' => mended.push(' '),
            // Radicals that programs take for the characters they look like, and Latin ligatures.
            '\u{2F00}'..='\u{2FDF}' | '\u{FB00}'..='\u{FB06}' | '\u{F900}'..='\u{FAFF}' => {
                mended.extend(c.nfkc());
            }
            '\u{2E80}'..='\u{2EFF}' => mended.push(unified(c)),
            '\u{FE10}'..='\u{FE48}' => mended.push(upright(c)),
            '\u{FFFD}' => {}
            c => mended.push(c),
        }
    }
    mended
}

/// A line as one writes it: a word whose letters are set apart by spaces is one word.
pub(super) fn tightened(text: &str) -> String {
    let parts: Vec<&str> = text.split([' ', '\u{3000}']).filter(|part| !part.is_empty()).collect();
    let single = |part: &&str| {
        let mut chars = part.chars();
        chars.next().is_some_and(is_wide) && chars.next().is_none()
    };
    let known =
        matches!(parts.as_slice(), ["以", "上"] | ["敬", "具"] | ["拝", "啓"] | ["謹", "啓"]);
    if known || (parts.len() >= 3 && parts.iter().all(single)) {
        return parts.concat();
    }
    text.trim().to_owned()
}

/// The character that a radical of the supplement stands for where it is one in Japanese.
fn unified(c: char) -> char {
    const PAIRS: &[(char, char)] = &[
        ('⺟', '母'),
        ('⺠', '民'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '見'),
        ('⻆', '角'),
        ('⻑', '長'),
        ('⻘', '青'),
        ('⻝', '食'),
        ('⻤', '鬼'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻫', '斉'),
        ('⻭', '歯'),
        ('⻯', '竜'),
        ('⻲', '亀'),
        ('⻳', '亀'),
        ('⺎', '兀'),
        ('⺒', '巳'),
        ('⺓', '幺'),
        ('⺕', '彐'),
    ];
    PAIRS.iter().find(|(radical, _)| *radical == c).map_or(c, |(_, unified)| *unified)
}

/// The character that a form for vertical writing stands for.
fn upright(c: char) -> char {
    const FORMS: &str = "︐、︑、︒。︓：︔；︕！︖？︰‥︱—︳＿︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』﹇［﹈］︙…";
    let mut forms = FORMS.chars();
    while let (Some(form), Some(plain)) = (forms.next(), forms.next()) {
        if form == c {
            return plain;
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_mended() {
        let rows = [
            ("⽂字と⾒出し", "文字と見出し"),
            ("⻑い⻄の⺠", "長い西の民"),
            ("conﬁg", "config"),
            ("︵株︶︒", "（株）。"),
            ("  漏えい\u{200B}\u{3000}", "漏えい"),
            // Compatibility ideographs of names stay as people search for them: unified.
            ("神\u{FA19}", "神神"),
            ("ﾃｽﾄ①", "ﾃｽﾄ①"),
            ("a\tb", "a b"),
        ];
        for (text, wanted) in rows {
            assert_eq!(mended(text), wanted, "{text}");
        }
    }

    #[test]
    fn letters_set_apart_are_one_word() {
        let rows = [
            ("お 知 ら せ", "お知らせ"),
            ("お　詫　び", "お詫び"),
            ("以　上", "以上"),
            ("東 京", "東 京"),
            ("お 知らせ", "お 知らせ"),
            ("A B C", "A B C"),
            ("", ""),
        ];
        for (text, wanted) in rows {
            assert_eq!(tightened(text), wanted, "{text}");
        }
    }
}
