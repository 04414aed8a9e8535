//! The first step of folding: one code for each character.
//!
//! NFKC (full-width Latin, half-width katakana, ㈱, ①), lower case, one wave dash (`~`) and one hyphen
//! (`-`), line separators as `\n`, other odd spaces as a space; control and invisible characters
//! and variation selectors removed.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, is_nfkc_quick};

use super::offsets::Edit;

/// Normalises `text`; `None` if it is normal already.
pub(super) fn normalize(text: &str, edits: &mut Vec<Edit>) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some((at, character)) = next_odd(text, from) {
        // A mark belongs to the letter before it, even if that letter needs no change by itself.
        let previous = text.get(..at).and_then(|head| head.chars().next_back());
        let previous = previous.map_or(0, |letter| at - letter.len_utf8());
        let start = if joins(character) && previous >= copied { previous } else { at };
        let mut end = at + character.len_utf8();
        let behind = text.get(end..).unwrap_or_default().chars();
        end +=
            behind.take_while(|c| !is_normal(*c) && joins(*c)).map(char::len_utf8).sum::<usize>();
        let cluster = text.get(start..end).unwrap_or_default();
        out.push_str(text.get(copied..start).unwrap_or_default());
        let after = out.len();
        push_cluster(cluster, &mut out);
        let written = out.get(after..).unwrap_or_default();
        if written != cluster && !(written.len() == cluster.len() && is_single(cluster, written)) {
            edits.push(Edit { before: start..end, after: after..out.len() });
        }
        copied = end;
        from = end;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Some(out)
}

/// The next character from a byte on that may not stay as it is.
fn next_odd(text: &str, from: usize) -> Option<(usize, char)> {
    let rest = text.get(from..)?;
    let at = rest.find(|c| !is_normal(c))?;
    rest.get(at..)?.chars().next().map(|c| (from + at, c))
}

/// A letter or digit with the marks on it, rewritten.
///
/// Lower case between taking apart and putting together, because a small letter may have a composed
/// form that its capital lacks (J̌, ǰ).
fn push_cluster(cluster: &str, out: &mut String) {
    let visible = cluster.chars().filter(|&c| !is_invisible(c));
    out.extend(visible.nfkd().flat_map(char::to_lowercase).nfkc().map(unified));
}

fn is_single(left: &str, right: &str) -> bool {
    left.chars().nth(1).is_none() && right.chars().nth(1).is_none()
}

/// Characters that stay as they are and never join the one before: nearly all of Japanese text.
fn is_normal(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\t'
            | ' '..='@'
            | '['..='~'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヾ'
            | '一'..='\u{9FFF}'
            | '、'..='〃'
            | '々'..='】'
            | '〔'..='〛'
            // The only character that would become a whole sentence, eleven times as long.
            | '\u{FDFA}'
    )
}

/// Whether normalisation may change a character because of what stands before it.
fn joins(character: char) -> bool {
    if is_invisible(character) {
        return true;
    }
    let mut first = None;
    decompose_compatible(character, |part| {
        first.get_or_insert(part);
    });
    first.is_some_and(|part| {
        canonical_combining_class(part) != 0
            || is_nfkc_quick(std::iter::once(part)) == IsNormalized::Maybe
    })
}

/// Control characters, zero-width spaces and joiners, soft hyphen, byte order mark, direction marks,
/// variation selectors (those of kanji too).
fn is_invisible(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{85}' => false,
        '\u{AD}' | '\u{180E}' | '\u{FEFF}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => character.is_control(),
    }
}

fn unified(character: char) -> char {
    match character {
        '〜' | '〰' | '\u{223C}' | '\u{223E}' => '~',
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        '\u{B}' | '\u{C}' | '\u{1680}' => ' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        _ => character,
    }
}
