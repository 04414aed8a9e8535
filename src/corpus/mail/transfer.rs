//! How mail packs bytes: parts between boundaries, base64, quoted-printable, percent signs. All of
//! it reads what is broken as far as it goes.

use std::borrow::Cow;

/// The parts of a multipart body, without what stands before the first and after the last.
pub(super) fn parts<'m>(body: &'m [u8], boundary: &str) -> impl Iterator<Item = &'m [u8]> {
    let mark = format!("--{}", boundary.trim_end());
    let mut rest = (!boundary.trim().is_empty()).then_some(body);
    let mut begun = false;
    std::iter::from_fn(move || {
        loop {
            let text = rest?;
            let Some((at, after, last)) = delimiter(text, mark.as_bytes()) else {
                // The last boundary is missing: what is there is the last part.
                rest = None;
                return begun.then_some(text);
            };
            rest = if last { None } else { text.get(after..) };
            let part = text.get(..at).unwrap_or_default();
            if std::mem::replace(&mut begun, true) {
                return Some(part);
            }
        }
    })
}

/// The next line that is a boundary: where it begins, where the next line begins, and whether it
/// closes the multipart.
fn delimiter(text: &[u8], mark: &[u8]) -> Option<(usize, usize, bool)> {
    memchr::memmem::find_iter(text, mark).find_map(|at| {
        let begins = at == 0 || text.get(at - 1) == Some(&b'\n');
        let rest = text.get(at + mark.len()..)?;
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let tail = rest.get(..end)?.trim_ascii();
        let closes = tail.starts_with(b"--");
        (begins && (tail.is_empty() || closes)).then_some((at, at + mark.len() + end, closes))
    })
}

/// Content by its `Content-Transfer-Encoding`.
pub(super) fn decoded<'m>(body: &'m [u8], encoding: &str) -> Cow<'m, [u8]> {
    if encoding.eq_ignore_ascii_case("base64") {
        return Cow::Owned(base64(body));
    }
    if encoding.eq_ignore_ascii_case("quoted-printable") {
        return Cow::Owned(quoted_printable(body));
    }
    Cow::Borrowed(body)
}

/// Base64, whatever stands between its signs; several closed blocks may follow each other.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for &sign in text {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

/// Quoted-printable; an escape that is none stays as it is.
pub(super) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        match after {
            [high, low, after @ ..] if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                rest = after;
            }
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [] => {}
            _ => bytes.push(b'='),
        }
    }
    bytes
}

/// `%E3%81%82` as bytes.
pub(super) fn percent(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        match (byte, after) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    bytes
}

fn hex(sign: u8) -> Option<u8> {
    char::from(sign).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
