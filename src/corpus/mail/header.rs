//! Fields of a mail's header, decoded: encoded words, RFC 2231 parameters, and raw bytes where a
//! program put them.

use encoding_rs::Encoding;

use super::transfer;
use crate::corpus::decode;

/// Bytes of a header that are read.
const LONGEST: usize = 256 * 1024;

/// Fields that are kept.
const MOST_FIELDS: usize = 1_000;

/// The fields above a body.
#[derive(Debug, Clone, Default)]
pub(super) struct Header<'m> {
    /// Name in lower case, and the value with its line breaks.
    fields: Vec<(String, &'m [u8])>,
}

/// Parameters of a field by name, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl<'m> Header<'m> {
    /// Cuts a message at the empty line: its fields, and its body.
    pub(super) fn split(bytes: &'m [u8]) -> (Self, &'m [u8]) {
        let mut fields: Vec<(String, &'m [u8])> = Vec::new();
        // Place of the value of the field that may go on.
        let mut open: Option<(usize, usize)> = None;
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty() && at < LONGEST) {
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = rest.get(..end).unwrap_or(rest);
            let next = at + end;
            if line.trim_ascii().is_empty() {
                return (Self { fields }, bytes.get(next..).unwrap_or_default());
            }
            let goes_on = line.starts_with(b" ") || line.starts_with(b"\t");
            if goes_on && let (Some((start, _)), Some(last)) = (open, fields.last_mut()) {
                last.1 = bytes.get(start..next).unwrap_or_default();
            } else if let Some((name, start)) = field_name(line) {
                open = (fields.len() < MOST_FIELDS).then_some((at + start, next));
                if open.is_some() {
                    fields.push((name, bytes.get(at + start..next).unwrap_or_default()));
                }
            } else if fields.is_empty()
                && !line.starts_with(b">From ")
                && !line.starts_with(b"From ")
            {
                // No header at all.
                return (Self { fields }, bytes.get(at..).unwrap_or_default());
            } else {
                open = None;
            }
            at = next;
        }
        (Self { fields }, bytes.get(at..).unwrap_or_default())
    }

    fn raw(&self, name: &str) -> Option<&'m [u8]> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }

    /// The first field of this name, in lower case, on one line.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        Some(words(&unfolded(self.raw(name)?)))
    }

    /// The value of a field such as `Content-Type`, in lower case, and its parameters.
    pub(super) fn parameters(&self, name: &str) -> (String, Parameters) {
        let Some(raw) = self.raw(name) else { return (String::new(), Parameters::default()) };
        let mut pieces = pieces(&unfolded(raw)).into_iter();
        let value =
            String::from_utf8_lossy(&pieces.next().unwrap_or_default()).trim().to_lowercase();
        let mut plain: Vec<(String, String)> = Vec::new();
        // RFC 2231: name, number of the section, whether it is percent-encoded, value.
        let mut sections: Vec<(String, u32, bool, Vec<u8>)> = Vec::new();
        for piece in pieces {
            let Some(equals) = memchr::memchr(b'=', &piece) else { continue };
            let (name, value) = piece.split_at(equals);
            let name = String::from_utf8_lossy(name).trim().to_lowercase();
            let value = unquoted(value.get(1..).unwrap_or_default());
            match name.split_once('*') {
                None => plain.push((name, words(&value))),
                Some((name, rest)) => {
                    let encoded = rest.is_empty() || rest.ends_with('*');
                    let number = rest.trim_end_matches('*').parse().unwrap_or(0);
                    sections.push((name.to_owned(), number, encoded, value));
                }
            }
        }
        let mut parameters = joined(sections);
        // The extended form is the exact one where both are given.
        for (name, value) in plain {
            if !parameters.iter().any(|(own, _)| *own == name) {
                parameters.push((name, value));
            }
        }
        (value, Parameters(parameters))
    }
}

/// A field's name in lower case, and where its value begins.
fn field_name(line: &[u8]) -> Option<(String, usize)> {
    let colon = memchr::memchr(b':', line)?;
    let name = line.get(..colon)?.trim_ascii_end();
    let proper = !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic());
    proper.then(|| (String::from_utf8_lossy(name).to_ascii_lowercase(), colon + 1))
}

fn unfolded(raw: &[u8]) -> Vec<u8> {
    raw.trim_ascii().iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect()
}

/// A value cut at the semicolons that stand outside of quotes.
fn pieces(value: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = vec![Vec::new()];
    let (mut quoted, mut escaped) = (false, false);
    for &byte in value {
        match byte {
            b'"' if !escaped => quoted = !quoted,
            b';' if !quoted => {
                pieces.push(Vec::new());
                continue;
            }
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
        if let Some(piece) = pieces.last_mut() {
            piece.push(byte);
        }
    }
    pieces
}

fn unquoted(value: &[u8]) -> Vec<u8> {
    let value = value.trim_ascii();
    let Some(inside) = value.strip_prefix(b"\"") else { return value.to_vec() };
    let inside = inside.strip_suffix(b"\"").unwrap_or(inside);
    // ISO-2022-JP and Shift_JIS have backslashes within characters, and nobody escapes there.
    let escapes = !inside.contains(&0x1B) && std::str::from_utf8(inside).is_ok();
    let mut plain = Vec::with_capacity(inside.len());
    let mut escaped = false;
    for &byte in inside {
        escaped = byte == b'\\' && !escaped && escapes;
        if !escaped {
            plain.push(byte);
        }
    }
    plain
}

fn joined(mut sections: Vec<(String, u32, bool, Vec<u8>)>) -> Vec<(String, String)> {
    sections.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut values: Vec<(String, Option<&'static Encoding>, Vec<u8>)> = Vec::new();
    for (name, _, encoded, value) in sections {
        let first = values.last().is_none_or(|(own, ..)| *own != name);
        let (mut charset, mut bytes) = (None, value);
        if encoded {
            let mut quotes = memchr::memchr_iter(b'\'', &bytes);
            if first && let (Some(one), Some(two)) = (quotes.next(), quotes.next()) {
                charset = Encoding::for_label(bytes.get(..one).unwrap_or_default());
                bytes = bytes.get(two + 1..).unwrap_or_default().to_vec();
            }
            bytes = transfer::percent(&bytes);
        }
        match values.last_mut() {
            Some((_, _, value)) if !first => value.extend(bytes),
            _ => values.push((name, charset, bytes)),
        }
    }
    let text = |(name, charset, bytes): (String, Option<&'static Encoding>, Vec<u8>)| {
        (name, decoded(&bytes, charset))
    };
    values.into_iter().map(text).collect()
}

/// Text with encoded words (RFC 2047), or in the encoding that it is in, raw.
///
/// Words that follow each other in the same encoding are joined as bytes first: programs cut
/// characters in two.
fn words(value: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = value;
    let mut pending: Option<(&'static Encoding, Vec<u8>)> = None;
    loop {
        let start = memchr::memmem::find(rest, b"=?");
        let before = rest.get(..start.unwrap_or(rest.len())).unwrap_or_default();
        let word = start.and_then(|start| encoded_word(rest.get(start..)?));
        // White space between encoded words is none.
        if word.is_none() || !before.trim_ascii().is_empty() {
            flush(&mut pending, &mut text);
            text.push_str(&decoded(before, None));
        }
        let Some(start) = start else { break };
        match word {
            Some((encoding, bytes, length)) => {
                match &mut pending {
                    Some((own, joined)) if *own == encoding => {
                        // Two escapes with nothing between them are an error in ISO-2022-JP.
                        if bytes.starts_with(b"\x1B") && joined.ends_with(b"\x1B(B") {
                            joined.truncate(joined.len() - 3);
                        }
                        joined.extend(bytes);
                    }
                    _ => {
                        flush(&mut pending, &mut text);
                        pending = Some((encoding, bytes));
                    }
                }
                rest = rest.get(start + length..).unwrap_or_default();
            }
            None => {
                text.push_str("=?");
                rest = rest.get(start + 2..).unwrap_or_default();
            }
        }
    }
    flush(&mut pending, &mut text);
    text
}

fn flush(pending: &mut Option<(&'static Encoding, Vec<u8>)>, text: &mut String) {
    if let Some((encoding, bytes)) = pending.take() {
        text.push_str(&decoded(&bytes, Some(encoding)));
    }
}

/// `=?charset?B?…?=`: encoding, bytes and its length.
fn encoded_word(bytes: &[u8]) -> Option<(&'static Encoding, Vec<u8>, usize)> {
    let inside = bytes.get(2..bytes.len().min(2 + 4096))?;
    let charset_end = memchr::memchr(b'?', inside)?;
    let charset = inside.get(..charset_end)?;
    let charset = charset.split(|byte| *byte == b'*').next()?;
    let way = *inside.get(charset_end + 1)?;
    let data = inside.get(charset_end + 2..)?.strip_prefix(b"?")?;
    let end = memchr::memmem::find(data, b"?=")?;
    let data_of = data.get(..end)?;
    let decoded = match way {
        b'B' | b'b' => transfer::base64(data_of),
        b'Q' | b'q' => {
            let spaced: Vec<u8> =
                data_of.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
            transfer::quoted_printable(&spaced)
        }
        _ => return None,
    };
    let encoding = Encoding::for_label(charset)?;
    Some((encoding, decoded, 2 + charset_end + 3 + end + 2))
}

/// A short text: by the encoding it names when that reads it without errors, else by its bytes.
fn decoded(bytes: &[u8], named: Option<&'static Encoding>) -> String {
    if let Some(named) = named
        && let Some(text) = named.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return text.into_owned();
    }
    if bytes.contains(&0x1B)
        && let (text, false) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes)
    {
        return text.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => decode::short(bytes)
            .map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |text| text.into_owned()),
    }
}
