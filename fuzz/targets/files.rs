//! A file of any bytes under any name, through the whole reader: what is handed on is clean and
//! bears the file's name, and what is wrong is told in one line.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use jiken::corpus::{Corpus, Entry, Format, SetAside};
use jiken::report::Document;
use libfuzzer_sys::fuzz_target;

/// Names whose extensions stand for the formats; the first byte of an input chooses.
const NAMES: [&str; 20] = [
    "a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.pdf", "a.docx", "a.xlsx",
    "a.odt", "a.ods", "a.epub", "a.eml", "a.mbox", "a.warc", "a.zip", "a.gz", "a.zst", "a",
];

static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = std::env::temp_dir().join(format!("jiken-fuzz-{}", std::process::id()));
    std::fs::write(&file, "").expect("the folder for temporary files can be written");
    file
});

static CORPUS: LazyLock<Corpus> =
    LazyLock::new(|| Corpus::open(&FILE).expect("the file was just written"));

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    std::fs::write(&*FILE, bytes).expect("a temporary file can be written");
    let entry = Entry {
        path: FILE.clone(),
        relative: name.to_owned(),
        format: Format::of(name),
        size: bytes.len() as u64,
        modified: (0, 0),
    };
    let found = read(&entry, bytes);
    assert_eq!(read(&entry, bytes), found, "reads differently the second time");
});

fn read(entry: &Entry, bytes: &[u8]) -> Vec<Result<Document, SetAside>> {
    let mut found = Vec::new();
    let outcome = CORPUS.read(entry, &mut |item| found.push(item));
    assert!(outcome.hash.is_none_or(|hash| hash == blake3::hash(bytes)), "not the hash of the file");
    assert_eq!(outcome.reports, found.iter().filter(|item| item.is_ok()).count() as u64);
    for item in &found {
        match item {
            Ok(document) => check(document, &entry.relative),
            Err(set_aside) => {
                assert!(set_aside.path.starts_with(&entry.relative), "{set_aside:?}");
                let told = set_aside.to_string();
                assert!(!told.chars().any(char::is_control), "{told:?}");
                assert!(!set_aside.reason.is_empty() && !set_aside.reason.ends_with('.'));
            }
        }
    }
    found
}

fn check(document: &Document, name: &str) {
    let Document { id, source, title, text, url, .. } = document;
    assert!(!id.as_str().trim().is_empty());
    assert!(source.path.starts_with(name) && source.part > 0, "{source:?}");
    assert!(!text.trim().is_empty(), "{document:?}");
    assert!(text.starts_with(title.as_str()), "{document:?}");
    assert!(!text.chars().any(disturbs), "{text:?}");
    for line in [id.as_str(), &source.path, title, url.as_deref().unwrap_or_default()] {
        assert!(!line.contains('\n') && !line.chars().any(disturbs), "{line:?}");
    }
}

fn disturbs(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
