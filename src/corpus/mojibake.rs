//! Text that was read in a wrong encoding and saved so: 「縺薙ｌ縺ｯ」 for 「これは」.

use std::borrow::Cow;

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// Characters from the beginning that decide whether a text is garbled.
const SAMPLE: usize = 20_000;

/// A text that is garbled and cannot be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("was saved after being read in a wrong encoding, and cannot be mended; fetch it again")]
pub(super) struct Garbled;

/// The text as it was meant.
///
/// Mended is UTF-8 and EUC-JP that was read as Shift_JIS, and any of the three that was read as
/// Windows-1252 or Latin-1, where undoing that gives Japanese without errors but for a few
/// characters that were lost. A text that is surely garbled and cannot be mended is refused.
pub(super) fn mended(text: &str) -> Result<Cow<'_, str>, Garbled> {
    let signs = Signs::of(text);
    if signs.utf8_as_shift_jis() {
        return undone(text, SHIFT_JIS, &[UTF_8]).map(Cow::Owned).ok_or(Garbled);
    }
    if signs.as_latin() {
        // An accent is no proof: a text of another language stays.
        let meant = undone(text, WINDOWS_1252, &[UTF_8, SHIFT_JIS, EUC_JP]);
        return Ok(meant.map_or(Cow::Borrowed(text), Cow::Owned));
    }
    if signs.euc_as_shift_jis() {
        let meant = undone(text, SHIFT_JIS, &[EUC_JP]);
        return Ok(meant.map_or(Cow::Borrowed(text), Cow::Owned));
    }
    Ok(Cow::Borrowed(text))
}

/// What a sample of a text consists of.
#[derive(Debug, Default)]
struct Signs {
    /// Neither ASCII nor white space.
    wide: usize,
    /// 縺, 繧, 繝: what the first two bytes of nearly all kana in UTF-8 are in Shift_JIS.
    lead: usize,
    hiragana: usize,
    kana_or_kanji: usize,
    half_width_kana: usize,
    latin: usize,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for c in text.chars().filter(|c| !c.is_ascii() && !c.is_whitespace()).take(SAMPLE) {
            signs.wide += 1;
            match c {
                '縺' | '繧' | '繝' => signs.lead += 1,
                '\u{3041}'..='\u{309F}' => signs.hiragana += 1,
                '\u{FF61}'..='\u{FF9F}' => signs.half_width_kana += 1,
                '\u{80}'..='\u{FF}' | '\u{152}'..='\u{192}' | '\u{2C6}' | '\u{2DC}' => {
                    signs.latin += 1;
                }
                '\u{2013}'..='\u{203A}' | '€' | '™' => signs.latin += 1,
                _ => {}
            }
            if matches!(c, '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}') {
                signs.kana_or_kanji += 1;
            }
        }
        signs
    }

    fn utf8_as_shift_jis(&self) -> bool {
        self.lead >= 3 && self.lead * 6 > self.wide && self.hiragana * 4 < self.lead
    }

    fn as_latin(&self) -> bool {
        self.latin >= 6 && self.latin * 10 > self.wide * 9 && self.kana_or_kanji == 0
    }

    fn euc_as_shift_jis(&self) -> bool {
        self.half_width_kana >= 8 && self.half_width_kana * 3 > self.wide && self.hiragana == 0
    }
}

/// Text written back into the bytes it was wrongly read from, and read by the one of `meant` that
/// gives Japanese.
fn undone(text: &str, wrong: &'static Encoding, meant: &[&'static Encoding]) -> Option<String> {
    let bytes = written(text, wrong);
    meant.iter().find_map(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        let signs = Signs::of(&text);
        let lost = text.matches('\u{FFFD}').count();
        // What one wrong byte costs is at most two characters in Shift_JIS.
        let whole = lost * 50 <= text.chars().count() || lost <= 1;
        let japanese = signs.hiragana * 5 > signs.wide && signs.kana_or_kanji * 3 > signs.wide * 2;
        (whole && japanese).then(|| text.into_owned())
    })
}

/// The bytes of a text in an encoding; a character that it has not becomes a byte that is no text.
fn written(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii() {
            bytes.push(u8::try_from(u32::from(c)).unwrap_or(b'?'));
            continue;
        }
        // C1 controls, and the private characters that stand for single bytes in CP932.
        let single = match u32::from(c) {
            code @ 0x80..=0x9F => u8::try_from(code).ok(),
            0xF8F0 => Some(0xA0),
            code @ 0xF8F1..=0xF8F3 => u8::try_from(code - 0xF8F1 + 0xFD).ok(),
            _ => None,
        };
        match (single, encoding.encode(c.encode_utf8(&mut buffer))) {
            (Some(byte), _) => bytes.push(byte),
            (None, (encoded, _, false)) => bytes.extend_from_slice(&encoded),
            (None, _) => bytes.push(0xFF),
        }
    }
    bytes
}

#[cfg(test)]
mod tests;
