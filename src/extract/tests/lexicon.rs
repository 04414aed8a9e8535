use std::fs;

use crate::extract::Extractor;
use crate::japanese::Folder;
use crate::lexicon::Lexicon;

/// The error for a lexicon whose file `name` has `from` replaced by `to`.
fn error(name: &str, from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let text = Lexicon::embedded().file(name).expect(name).into_owned();
    assert!(text.contains(from), "{name} has no {from}");
    fs::write(folder.path().join(name), text.replacen(from, to, 1)).expect("writable");
    let lexicon = Lexicon::folder(folder.path());
    let error = Extractor::new(&lexicon, &Folder::default()).expect_err("a mistake");
    assert!(error.position.is_some(), "{error}");
    error.message
}

#[test]
fn mistakes_are_placed_and_say_what_to_do() {
    fn check(name: &str, from: &str, to: &str, expected: &str) {
        let message = error(name, from, to);
        assert!(message.contains(expected), "{message}");
    }
    check("causes.toml", "slug = \"ransomware\"", "slug = \"Ransom Ware\"", "is not a slug path");
    check(
        "causes.toml",
        "\"availability/ddos\"",
        "\"availability/dos\"",
        "is no value of this file",
    );
    check("causes.toml", "cues = [\"サポート詐欺\"", "cues = [\"\"", "an empty cue");
    check("data.toml", "\"誕生日\"", "\"生年月日\"", "stands in this list twice");
    check("vendors.toml", "name = \"hosting\"", "name = \"host\"", "is no vendor role");
    check("dates.toml", "name = \"police\"", "name = \"polis\"", "is no event");
    check("certainty.toml", "\"可能性\"", "\"(可能性\"", "is not closed");
    check("sections.toml", "delay = [", "delays = [", "unknown field");
}
