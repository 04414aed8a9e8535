//! Lines of a TREC run: `qid Q0 docid rank score tag`.

use std::io::{self, Write};

/// Names the system that ranked.
const TAG: &str = "jiken";

/// Writes one line. White space in an id would split it into columns and is percent-encoded.
pub(super) fn write(
    out: &mut dyn Write,
    qid: &str,
    id: &str,
    rank: usize,
    score: f32,
) -> io::Result<()> {
    writeln!(out, "{qid} Q0 {} {rank} {} {TAG}", one_word(id), printed(score))
}

/// A score as a run shows it.
pub(super) fn printed(score: f32) -> String {
    format!("{score:.4}")
}

/// An id as a run shows it.
pub(super) fn one_word(id: &str) -> String {
    let mut word = String::with_capacity(id.len());
    for c in id.chars() {
        if c.is_whitespace() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                word.push_str(&format!("%{byte:02X}"));
            }
        } else {
            word.push(c);
        }
    }
    word
}

/// The id that a run shows as `word`.
pub(super) fn id_of(word: &str) -> String {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.filter(|_| *first == b'%').map(|code| u8::from_str_radix(code, 16)) {
            Some(Ok(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_six_columns_whatever_the_id() {
        for (id, expected) in [
            ("notices/a.txt#1", "7 Q0 notices/a.txt#1 3 12.5000 jiken\n"),
            ("報告 一.txt#2", "7 Q0 報告%20一.txt#2 3 12.5000 jiken\n"),
            ("a\u{3000}b", "7 Q0 a%E3%80%80b 3 12.5000 jiken\n"),
        ] {
            let mut out = Vec::new();
            write(&mut out, "7", id, 3, 12.5).expect("a buffer takes everything");
            let line = String::from_utf8(out).expect("UTF-8");
            assert_eq!(line, expected);
            assert_eq!(line.split_whitespace().count(), 6);
            assert_eq!(id_of(&one_word(id)), id);
        }
    }
}
