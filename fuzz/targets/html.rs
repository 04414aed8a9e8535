//! HTML to lines: single lines, trimmed, without what disturbs.
#![no_main]

use jiken::corpus::fuzzing::{cleaned, html_page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // As a file is read: cleaned first.
    let text = cleaned(text);
    let (title, lines) = html_page(&text);
    for line in lines.iter().chain(&title) {
        assert!(!line.contains('\n'), "{line:?}");
        assert_eq!(cleaned(line), *line, "{line:?}");
        assert_eq!(line.trim(), line, "{line:?}");
    }
    let shown: usize = lines.iter().map(String::len).sum();
    assert!(shown <= 4096 + text.len() * 16, "{} bytes became {shown}", text.len());
    assert_eq!(html_page(&text), (title, lines), "reads differently the second time");
});
