use std::fs;

use crate::extract::Extractor;
use crate::extract::cue::CueSetBuilder;
use crate::extract::idle::idle_cues;
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
    check("data.toml", "\"誕生日\"", "\"誕生の?日\"", "write `(a|b)` or `(a)?`");
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
        let found = set.build().find(text);
        let first = found.first().and_then(|hit| text.get(hit.start..hit.end));
        assert_eq!(first, expected, "{cue} in {text}");
    }
    check("(甲|乙)丙", "乙丙丁", Some("乙丙"));
    check("(甲|乙)(の)?丙", "甲の丙", Some("甲の丙"));
    check("甲(に(乙|丙)|へ丁)戊", "甲に丙戊", Some("甲に丙戊"));
    check("甲(の)?乙？", "甲乙か。甲の乙?", Some("甲の乙?"));
    check("甲…乙", "甲とその後の乙", Some("甲とその後の乙"));
    check("甲…(乙|丙)丁", "甲乙、丙丁", Some("甲乙、丙丁"));
    check("甲…乙", &format!("甲{}乙", "丙".repeat(40)), None);
    // A spelling variant stands folded where its neighbours let it, and as written elsewhere.
    check("おそれ", "恐れ", Some("恐れ"));
    check("おそれ", "したおそれ", Some("おそれ"));
}

#[test]
fn the_embedded_lexicon_has_nothing_to_mend() {
    let findings = crate::extract::check(&Lexicon::embedded());
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn cues_that_can_add_nothing_are_told() {
    #[track_caller]
    fn check(cues: &[&str], only_presence_counts: bool, expected: &[(usize, &str)]) {
        let variants = Variants::read(&Lexicon::embedded()).expect("the embedded lexicon");
        let cues: Vec<(&str, &str)> = cues.iter().map(|cue| (*cue, *cue)).collect();
        let found = idle_cues(&cues, &Folder::new(&variants), only_presence_counts);
        assert_eq!(found.len(), expected.len(), "{cues:?}: {found:?}");
        for ((number, message), (place, part)) in found.iter().zip(expected) {
            assert!(number == place && message.contains(part), "{cues:?}: {found:?}");
        }
    }
    check(&["甲乙", "丙…丁"], true, &[]);
    // A shorter choice at the end always wins.
    check(&["甲(乙|乙丙)"], false, &[(0, "`乙丙` begins with `乙`")]);
    check(&["(甲|甲乙)丙"], false, &[]);
    check(&["甲…(乙|乙丙)"], false, &[(0, "`乙丙` begins with `乙`")]);
    // What may be left out at the end makes a hit longer, which matters where places do.
    check(&["甲(乙)?"], false, &[]);
    check(&["甲(乙)?"], true, &[(0, "ends in what may be left out")]);
    // The same said twice, also in another spelling.
    check(&["漏洩した", "漏えいした"], false, &[(1, "stands for nothing that `漏洩した`")]);
    check(&["甲(乙|丙)", "甲丙"], false, &[(1, "stands for nothing")]);
    // The second also finds したおそれ, which folding leaves as it is.
    check(&["恐れ", "おそれ"], false, &[]);
    check(&["おそれ", "恐れ"], false, &[(1, "stands for nothing that `おそれ`")]);
    check(&["甲丙", "甲(乙|丙)"], false, &[]);
    // The first never finds 甲乙丁.
    check(&["甲(乙|乙丁)", "甲乙丁"], false, &[(0, "`乙丁` begins with `乙`")]);
    // A longer one matters where places do, not where presence does.
    check(&["甲", "甲乙"], false, &[]);
    check(
        &["甲", "甲乙", "丙…(丁甲|戊甲)", "丙…(丁甲|戊)"],
        true,
        &[(1, "holds `甲`"), (2, "holds `甲`")],
    );
    // What folding joins is not found in parts.
    check(&["(漏|流)洩"], false, &[(0, "“漏洩” is “漏えい” in folded text")]);
    // Another phrase of the cue finds it.
    check(&["データベースサーバ(ー)?が"], false, &[]);
}

#[test]
fn what_begins_a_text_is_what_is_found_there_first() {
    #[track_caller]
    fn check(text: &str, reach: usize) {
        let mut set = CueSetBuilder::default();
        let cues = ["甲乙", "乙", "丙…丁", "(戊|己庚)(の)?辛", "甲"];
        set.add(cues, &Folder::default()).expect("sound cues");
        let set = set.build();
        let found = set.find(text).into_iter().find(|hit| hit.start <= reach);
        let begun = set.begins(text, reach);
        assert_eq!(begun.map(|hit| hit.start), found.map(|hit| hit.start), "{text} {reach}");
    }
    for reach in [0, 3, 6, 40] {
        for text in
            ["", "甲乙", "癸甲乙", "癸癸乙", "丙癸癸丁", "丙", "己庚の辛", "癸己庚辛", "癸癸癸癸"]
        {
            check(text, reach);
        }
        check(&format!("{}甲", "癸".repeat(20)), reach);
    }
}
