//! The structure of the source tree as ARCHITECTURE.md tells it: who may import whom, which crates
//! are named where, that every module says what it owns, and that files stay readable in one go.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// Part of the program, and the parts it may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("report", &[]),
    ("lexicon", &[]),
    ("query", &["report"]),
    ("japanese", &["report", "lexicon"]),
    ("corpus", &["report"]),
    ("taxonomy", &["report", "lexicon", "japanese"]),
    ("extract", &["report", "lexicon", "japanese", "taxonomy"]),
    ("index", &["report", "lexicon", "japanese"]),
    ("search", &["report", "lexicon", "japanese", "taxonomy", "index", "query"]),
    ("ingest", &["report", "lexicon", "japanese", "corpus", "extract", "index"]),
    ("eval", &["report"]),
    ("synth", &["report", "lexicon"]),
    (
        "wire",
        &[
            "report", "lexicon", "search", "corpus", "taxonomy", "extract", "ingest", "index",
            "eval", "synth",
        ],
    ),
    (
        "cli",
        &[
            "report", "lexicon", "japanese", "query", "corpus", "taxonomy", "extract", "index",
            "search", "ingest", "eval", "synth", "wire",
        ],
    ),
];

/// Crate, and the places that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("tantivy", &["src/index/", "src/search/"]),
    ("lindera", &["src/japanese/", "src/index/analyzer.rs"]),
    ("lindera_tantivy", &["src/index/analyzer.rs"]),
    ("lindera_analysis", &["src/japanese/", "src/index/analyzer.rs"]),
    ("lindera_dictionary", &["src/japanese/"]),
    ("clap", &["src/cli/"]),
    ("indicatif", &["src/cli/"]),
    ("notify", &["src/cli/watch"]),
    ("signal_hook", &["src/cli/interrupt.rs"]),
    ("rayon", &["src/ingest", "src/search/", "src/synth/", "src/cli/"]),
];

/// A file longer than this should be looked at for a seam.
const MAX_LINES: usize = 450;

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    WalkDir::new(root.join("src"))
        .into_iter()
        .map(|entry| entry.expect("the source tree can be read"))
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| {
            let name = entry.path().strip_prefix(root).expect("below the root");
            let name = name.to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(entry.path()).expect("a source file is UTF-8"))
        })
        .collect()
}

/// The part a file belongs to: `src/search/lower.rs` to `search`.
fn part(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split(['/', '.']).next().unwrap_or_default()
}

/// Lines of code, comments left out.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// What follows each place where a path begins with `prefix`, as in `crate::` or `tantivy::`.
fn after<'t>(text: &'t str, prefix: &'t str) -> impl Iterator<Item = &'t str> {
    code(text).flat_map(move |line| {
        let mut before = ' ';
        line.split(prefix).enumerate().filter_map(move |(index, rest)| {
            let begins = index > 0 && !(before.is_alphanumeric() || before == '_' || before == ':');
            before = rest.chars().next_back().unwrap_or(' ');
            begins.then_some(rest)
        })
    })
}

fn identifier(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn parts_import_only_what_lies_below_them() {
    let allowed: BTreeMap<_, _> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let part = part(&file);
        // Tests may look at their part from above.
        if matches!(part, "main" | "lib") || file.contains("/tests") {
            continue;
        }
        let Some(allowed) = allowed.get(part) else {
            wrong.push(format!("{file}: `{part}` is not in the table of layers"));
            continue;
        };
        for import in after(&text, "crate::").map(identifier) {
            if import != part && !allowed.contains(&import) {
                wrong.push(format!("{file}: imports `{import}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn grouped_imports_do_not_hide_a_part() {
    let grouped: Vec<_> =
        sources().into_iter().filter(|(_, text)| text.contains("use crate::{")).collect();
    assert!(grouped.is_empty(), "write one `use crate::part` a line: {:?}", grouped.first());
}

#[test]
fn engines_are_named_in_their_own_place_only() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (name, places) in CRATES {
            let names_it = after(&text, &format!("{name}::")).next().is_some();
            if names_it && !places.iter().any(|place| file.starts_with(place)) {
                wrong.push(format!("{file}: names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_owns() {
    let mute: Vec<String> = sources()
        .into_iter()
        .filter(|(file, text)| !file.contains("tests") && !text.starts_with("//! "))
        .map(|(file, _)| file)
        .collect();
    assert!(mute.is_empty(), "no module doc: {}", mute.join(", "));
}

#[test]
fn files_can_be_read_in_one_go() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(file, text)| (text.lines().count(), file))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, file)| format!("{file}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
