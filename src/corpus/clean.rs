//! What text may contain: nothing that moves a cursor, turns the reading direction or hides.

use std::borrow::Cow;

/// Text with `\n` line ends and without hostile or invisible characters.
///
/// `\r\n`, `\r`, vertical tab, form feed, NEL and the Unicode line and paragraph separators become
/// `\n`; a no-break space becomes a space; tabs stay, since they separate cells. Removed are the
/// other control characters (C0, DEL, C1), bidirectional marks, overrides and isolates, zero-width
/// spaces and joins of words, soft hyphens, annotation and tag characters, and byte order marks.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_cleaning) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\u{A0}' => cleaned.push(' '),
            c if needs_cleaning(c) => {}
            c => cleaned.push(c),
        }
    }
    Cow::Owned(cleaned)
}

/// Cleaned text on one line, trimmed; for titles, ids and addresses. Full-width spaces stay.
pub(super) fn one_line(text: &str) -> String {
    let text = clean(text);
    let words: Vec<&str> = text.trim().split_ascii_whitespace().collect();
    words.join(" ")
}

fn needs_cleaning(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{A0}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}' => true,
        '\u{200B}' | '\u{200E}' | '\u{200F}' => true,
        '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        c => c.is_control(),
    }
}
