use std::fs;

use crate::extract::Extractor;
use crate::extract::cue::CueSetBuilder;
use crate::japanese::{Folder, Variants};
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
    check("causes.toml", "{員})…持ち出", "{人})…持ち出", "is not among `sets`");
    check("data.toml", "\"誕生日\"", "\"生年月日\"", "stands in this list twice");
    check("vendors.toml", "name = \"hosting\"", "name = \"host\"", "is no vendor role");
    check("dates.toml", "name = \"police\"", "name = \"polis\"", "is no event");
    check("certainty.toml", "\"可能性\"", "\"(可能性\"", "is not closed");
    check("sections.toml", "delay = [", "delays = [", "unknown field");
}

#[test]
fn cues_have_choices_gaps_and_parts_that_may_be_left_out() {
    #[track_caller]
    fn check(cue: &str, text: &str, expected: Option<&str>) {
        let mut set = CueSetBuilder::default();
        let folder = Folder::new(&Variants::read(&Lexicon::embedded()).expect("the variants"));
        set.add([cue], &folder).expect("a sound cue");
        let found = set.build().expect("a set").find(text);
        let first = found.first().and_then(|hit| text.get(hit.start..hit.end));
        assert_eq!(first, expected, "{cue} in {text}");
    }
    check("(甲|乙)丙", "乙丙丁", Some("乙丙"));
    check("(甲|乙)(の)?丙", "甲の丙", Some("甲の丙"));
    check("甲(に(乙|丙)|へ丁)戊", "甲に丙戊", Some("甲に丙戊"));
    check("甲…乙", "甲とその後の乙", Some("甲とその後の乙"));
    check("甲…(乙|丙)丁", "甲乙、丙丁", Some("甲乙、丙丁"));
    check("甲…乙", &format!("甲{}乙", "丙".repeat(40)), None);
    // A spelling variant stands folded where its neighbours let it, and as written elsewhere.
    check("おそれ", "恐れ", Some("恐れ"));
    check("おそれ", "したおそれ", Some("おそれ"));
}
