//! Bytes to text: what comes out holds nothing that disturbs, and is the same each time.
#![no_main]

use jiken::corpus::fuzzing::{cleaned, declared_charset, decoded};
use libfuzzer_sys::fuzz_target;

const DECLARED: [Option<&str>; 8] = [
    None,
    Some("shift_jis"),
    Some("euc-jp"),
    Some("iso-2022-jp"),
    Some("utf-8"),
    Some("utf-16le"),
    Some("windows-1252"),
    Some("x-nonsense"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let own = declared_charset(bytes);
    if let Some(label) = &own {
        assert!(label.bytes().all(|byte| byte.is_ascii_graphic()), "{label:?}");
    }
    let declared = DECLARED[usize::from(*first) % DECLARED.len()].or(own.as_deref());
    let outcome = decoded(bytes, declared);
    assert_eq!(outcome, decoded(bytes, declared), "decodes differently the second time");
    let Some((text, clean)) = outcome else { return };
    assert!(!clean.chars().any(disturbs), "{clean:?}");
    assert_eq!(cleaned(&clean), clean, "cleaning is not stable");
    // One byte never becomes more than one character, of three bytes at most.
    assert!(text.chars().count() <= bytes.len());
    // Text that is UTF-8 and holds neither zeros nor escapes is that text.
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    if !bytes.contains(&0) && !bytes.contains(&0x1B) && !marked {
        if let Ok(plain) = std::str::from_utf8(bytes) {
            assert_eq!(text, plain, "UTF-8 is read as something else");
        }
    }
});

fn disturbs(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
