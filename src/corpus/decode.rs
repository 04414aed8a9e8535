//! Bytes to text: which encoding it is, decided by what decodes cleanly into Japanese.

use std::borrow::Cow;

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes, from the first that is not ASCII, decide the encoding.
const SAMPLE: usize = 256 * 1024;

/// Why bytes are not text; each ends in what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum DecodeError {
    /// No bytes at all.
    #[error("is empty; remove it or fill it")]
    Empty,
    /// A known binary format.
    #[error("is a {0} file, not text; convert it to text first")]
    Binary(&'static str),
    /// Many zero bytes.
    #[error("holds binary data; convert it to text first")]
    Zeros,
    /// No encoding fits.
    #[error("is in no encoding that can be told; convert it to UTF-8")]
    Unknown,
}

/// Text of a whole file, not yet cleaned. `declared` is the encoding the file names itself.
///
/// A byte order mark decides. Otherwise a declaration is only believed when nothing reads better:
/// UTF-16 without a mark is recognised by its zero bytes and kana, ISO-2022-JP by its escapes,
/// UTF-8 by being valid, and Shift_JIS (CP932) and EUC-JP by which gives fewer errors and more kana.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    declared: Option<&str>,
) -> Result<Cow<'b, str>, DecodeError> {
    let encoding = detect(bytes, declared)?;
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    if too_broken(&text) {
        return Err(DecodeError::Unknown);
    }
    Ok(text)
}

/// The encoding of bytes that may be the beginning of a longer file.
pub(super) fn detect(
    bytes: &[u8],
    declared: Option<&str>,
) -> Result<&'static Encoding, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(DecodeError::Unknown);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    if let Some(format) = binary_format(bytes) {
        return Err(DecodeError::Binary(format));
    }
    let head = bytes.get(..SAMPLE).unwrap_or(bytes);
    if let Some(encoding) = utf16_without_mark(head) {
        return Ok(encoding);
    }
    let zeros = memchr::memchr_iter(0, head).count();
    if zeros * 100 > head.len() {
        return Err(DecodeError::Zeros);
    }
    if head.contains(&0x1B)
        && clean_reading(ISO_2022_JP, head).is_some_and(|r| r.kana + r.kanji > 0)
    {
        return Ok(ISO_2022_JP);
    }
    let Some(start) = bytes.iter().position(|byte| !byte.is_ascii()) else { return Ok(UTF_8) };
    let sample = bytes.get(start..).unwrap_or_default();
    let sample = sample.get(..SAMPLE).unwrap_or(sample);
    // Marks of what an earlier program could not decode are UTF-8, too; the sample may end within a
    // character.
    if std::str::from_utf8(sample).err().is_none_or(|error| error.error_len().is_none()) {
        return Ok(UTF_8);
    }
    best(sample, declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())))
}

/// A name or a line that is not UTF-8, by the legacy encoding that reads it without errors.
pub(super) fn short(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let readings = [SHIFT_JIS, EUC_JP].map(|encoding| (encoding, Reading::of(encoding, bytes)));
    let (encoding, _) = readings
        .iter()
        .filter(|(_, reading)| reading.errors == 0)
        .max_by(|(_, a), (_, b)| a.score().total_cmp(&b.score()))?;
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

/// The encoding an HTML or XML file names for itself, looked for in its first 4,096 bytes.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let found = |key: &[u8]| -> Option<String> {
        let at = memchr::memmem::find(&head, key)? + key.len();
        let rest = head.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let label: Vec<u8> = rest
            .iter()
            .copied()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
            .collect();
        String::from_utf8(label).ok().filter(|label| !label.is_empty())
    };
    found(b"charset").or_else(|| found(b"encoding"))
}

fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "ZIP or Office"),
        (b"\xD0\xCF\x11\xE0", "Office"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"\x1F\x8B", "gzip"),
        (b"\x7FELF", "program"),
        (b"{\\rtf", "RTF"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name)
}

/// How a sample reads in one encoding.
#[derive(Debug, Clone, Copy, Default)]
struct Reading {
    chars: usize,
    errors: usize,
    kana: usize,
    kanji: usize,
    half_width_kana: usize,
    strange: usize,
}

impl Reading {
    fn of(encoding: &'static Encoding, sample: &[u8]) -> Self {
        let mut text = String::with_capacity(sample.len() * 3);
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // The sample may end within a character, which is no error: hence `last` is false.
        let (_, _, _) = decoder.decode_to_string(sample, &mut text, false);
        let mut reading = Self::default();
        for c in text.chars() {
            reading.chars += 1;
            match c {
                '\u{FFFD}' => reading.errors += 1,
                '\u{3001}' | '\u{3002}' | '\u{300C}' | '\u{300D}' => reading.kana += 1,
                '\u{3041}'..='\u{30FF}' => reading.kana += 1,
                '\u{4E00}'..='\u{9FFF}' => reading.kanji += 1,
                '\u{FF61}'..='\u{FF9F}' => reading.half_width_kana += 1,
                '\u{E000}'..='\u{F8FF}' | '\u{80}'..='\u{9F}' => reading.strange += 1,
                '\t' | '\n' | '\r' => {}
                c if c.is_control() => reading.strange += 1,
                _ => {}
            }
        }
        reading
    }

    /// Higher reads better: kana are sure signs of Japanese, errors of a wrong guess.
    fn score(&self) -> f64 {
        let share = |count: usize| count as f64 / self.chars.max(1) as f64;
        share(self.kana) + 0.25 * share(self.kanji)
            - 0.5 * share(self.half_width_kana)
            - share(self.strange)
            - 8.0 * share(self.errors)
    }
}

fn clean_reading(encoding: &'static Encoding, sample: &[u8]) -> Option<Reading> {
    Some(Reading::of(encoding, sample)).filter(|reading| reading.errors == 0)
}

/// The best legacy encoding for a sample that is not valid UTF-8.
fn best(
    sample: &[u8],
    declared: Option<&'static Encoding>,
) -> Result<&'static Encoding, DecodeError> {
    let mut candidates = vec![SHIFT_JIS, EUC_JP, UTF_8];
    candidates.extend(declared.filter(|e| !candidates.contains(e) && e.is_ascii_compatible()));
    let readings: Vec<_> =
        candidates.iter().map(|encoding| (*encoding, Reading::of(encoding, sample))).collect();
    let japanese = readings
        .iter()
        .filter(|(_, reading)| reading.kana * 20 > reading.chars)
        .max_by(|(_, a), (_, b)| a.score().total_cmp(&b.score()));
    if let Some((encoding, reading)) = japanese {
        return if reading.errors * 20 > reading.chars {
            Err(DecodeError::Unknown)
        } else {
            Ok(encoding)
        };
    }
    if let Some(declared) = declared.filter(|e| clean_reading(e, sample).is_some()) {
        return Ok(declared);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    Ok(detector.guess(Some(b"jp"), chardetng::Utf8Detection::Allow))
}

/// UTF-16 text that lacks its byte order mark: nearly all units are Japanese or ASCII, and enough
/// are ASCII (a zero byte in each) or kana that no other encoding looks like it.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let units = head.len() / 2;
    // Digits in pairs, 3042, would be kana; a text in kana has line ends or a full stop.
    let plain = head.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
    if units < 4 || plain {
        return None;
    }
    let fits = |unit_of: fn([u8; 2]) -> u16| {
        let (mut good, mut sure) = (0_usize, 0_usize);
        for pair in head.chunks_exact(2) {
            let unit = unit_of([pair[0], pair[1]]);
            match unit {
                0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x3001..=0x30FF => {
                    good += 1;
                    sure += 1;
                }
                0x3000 | 0x4E00..=0x9FFF | 0xFF01..=0xFF9F => good += 1,
                0x2000..=0x27FF | 0xA0..=0xFF | 0x3200..=0x33FF | 0xD800..=0xDFFF => good += 1,
                _ => {}
            }
        }
        good * 100 >= units * 97 && sure * 10 >= units * 3
    };
    match (fits(u16::from_le_bytes), fits(u16::from_be_bytes)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether more than a few, and two in a hundred, characters could not be decoded.
fn too_broken(text: &str) -> bool {
    let broken = text.matches('\u{FFFD}').count();
    broken > 4 && broken * 50 > text.chars().count()
}

#[cfg(test)]
mod tests;
