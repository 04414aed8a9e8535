//! A page to reports: their lines are the page's, in its order, none twice.
#![no_main]

use jiken::corpus::fuzzing::{cleaned, parts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let text = cleaned(text);
    // A line that begins with a digit has that heading level; the first one may be the title.
    let lines: Vec<(&str, Option<u8>)> = text.lines().map(levelled).collect();
    let title = text.strip_prefix('!').and_then(|text| text.lines().next());
    let parts = parts(title, lines.iter().copied());
    assert!(!parts.is_empty());
    let mut rest = lines.iter().map(|(line, _)| line.trim()).filter(|line| !line.is_empty());
    for part in &parts {
        assert!(!part.title.contains('\n'), "{:?}", part.title);
        let mut lines = part.text.lines().filter(|line| !line.is_empty());
        if !part.title.is_empty() {
            assert_eq!(lines.next(), Some(part.title.as_str()), "the title is not the first line");
        }
        for line in lines {
            assert!(rest.any(|of_page| of_page == line), "{line:?} is not of the page, or stands elsewhere");
        }
    }
});

fn levelled(line: &str) -> (&str, Option<u8>) {
    match line.as_bytes() {
        [digit @ b'1'..=b'7', b' ', ..] => (line.get(2..).unwrap_or_default(), Some(digit - b'0')),
        _ => (line, None),
    }
}
