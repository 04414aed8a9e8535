use std::path::Path;

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;
use lindera_dictionary::dictionary::schema::Schema;

use super::super::words::LINDERA;
use super::super::{Analyzer, AnalyzerError, Synonyms, Variants};
use super::ANALYZER;
use crate::lexicon::Lexicon;

fn with(name: &str, text: &str) -> (tempfile::TempDir, Lexicon) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), text).expect("a file");
    let lexicon = Lexicon::folder(folder.path());
    (folder, lexicon)
}

#[test]
fn mistakes_in_variants_are_named_with_their_place() {
    fn check(text: &str, expected: &str) {
        let (_folder, lexicon) = with("variants.toml", text);
        let error = Variants::read(&lexicon).expect_err(text).to_string();
        let (_, place) = error.split_once("variants.toml").expect(text);
        assert_eq!(place, expected, "{text}");
    }
    check(
        "[[variant]]\ncanonical = \"甲\"\nforms = [\"乙\"]\n[[variant]]\ncanonical = \"丙\"\nforms = [\"乙\"]\n",
        ":6:10: “乙” stands for “甲” and for “丙”; keep it in one group",
    );
    check(
        "[[variant]]\ncanonical = \"甲\"\nforms = [\"乙\"]\n[[variant]]\ncanonical = \"丙\"\nforms = [\"甲\"]\n",
        ":2:13: the canonical spelling would itself become “丙”; write that, or take the part that changes out of its group",
    );
    check(
        "[[variant]]\ncanonical = \"甲\"\nforms = [\" \"]\n",
        ":3:10: an empty spelling matches everywhere; remove it",
    );
}

#[test]
fn mistakes_in_terms_are_named_with_their_place() {
    fn check(text: &str, expected: &str) {
        let (_folder, lexicon) = with("terms.csv", text);
        let error = Analyzer::new(&lexicon, None).expect_err(text).to_string();
        let (_, place) = error.split_once("terms.csv").expect(text);
        assert_eq!(place, expected, "{text}");
    }
    const HEADER: &str = "surface,part_of_speech,reading\n";
    check("a,b\n", ":1:1: the header must be “surface,part_of_speech,reading”");
    check(
        &format!("{HEADER}事件,動詞,ジケン\n"),
        ":2:1: unknown part of speech; write 名詞 or 固有名詞",
    );
    check(
        &format!("{HEADER}事件,名詞\n"),
        ":2:1: a term has three fields: surface,part_of_speech,reading",
    );
    check(
        &format!("{HEADER}甲乙,名詞,\n事,名詞,\n"),
        ":3:1: a term needs two characters at least; lengthen or remove it",
    );
    check(
        &format!("{HEADER}甲。乙,名詞,\n"),
        ":2:1: a term cannot hold 。、！？; write it without",
    );
}

#[test]
fn mistakes_in_readings_are_named_with_their_place() {
    fn check(text: &str, expected: &str) {
        let (_folder, lexicon) = with("readings.csv", text);
        let error = Analyzer::new(&lexicon, None).expect_err(text).to_string();
        let (_, place) = error.split_once("readings.csv").expect(text);
        assert_eq!(place, expected, "{text}");
    }
    const HEADER: &str = "surface,reading\n";
    check("a,b\n", ":1:1: the header must be “surface,reading”");
    check(&format!("{HEADER}誤\n"), ":2:1: a row has two fields: surface,reading");
    check(
        &format!("{HEADER}誤,ゴ\n東,tou\n"),
        ":3:1: a word and its reading in kana are needed; complete the row",
    );
}

#[test]
fn mistakes_in_synonyms_are_named_with_their_place() {
    fn check(text: &str, expected: &str) {
        let (_folder, lexicon) = with("synonyms.toml", text);
        let error = Synonyms::read(&lexicon, ANALYZER.folder()).expect_err("a mistake").to_string();
        let (_, place) = error.split_once("synonyms.toml").expect(text);
        assert_eq!(place, expected, "{text}");
    }
    check(
        "[[related]]\nwords = [\"甲\", \"乙\"]\nweight = 2\n",
        ":3:10: a weight is above 0 and at most 1; write such as 0.4",
    );
    check(
        "[[related]]\nwords = [\"漏洩\", \"漏えい\"]\nweight = 0.4\n",
        ":2:10: a group needs two words that are spelled differently; add one",
    );
    check(
        "[[alias]]\nnames = [\"関電\", \" \"]\n",
        ":2:16: an empty word finds nothing; remove it",
    );
    let (_folder, lexicon) = with(
        "synonyms.toml",
        "[[related]]\nwords = [\"漏洩\", \"漏えい\", \"流出\"]\nweight = 0.4\n",
    );
    let lexicon = lexicon.lenient();
    Synonyms::read(&lexicon, ANALYZER.folder()).expect("a warning refuses nothing");
    let found: Vec<String> =
        lexicon.findings().iter().map(|finding| finding.mistake.message.clone()).collect();
    assert_eq!(found, ["“漏えい” is in this group already; remove one"]);
}

#[test]
fn words_are_read_as_the_dictionary_and_the_lexicon_say() {
    #[track_caller]
    fn check(word: &str, reading: &str) {
        let readings = ANALYZER.readings(word);
        assert!(readings.iter().any(|known| known == reading), "{word}: {readings:?}");
    }
    check("漏えい", "ロウエイ");
    check("送信", "ソウシン");
    check("誤", "ゴ");
    check("東建", "トウケン");
    check("荒らし", "アラシ");
    check("荒らす", "アラス");
    check("ランサムウェア", "ランサムウェア");
    assert!(ANALYZER.readings("github").is_empty());
}

#[test]
fn terms_are_found_in_any_spelling_and_inside_longer_runs() {
    let (_folder, lexicon) =
        with("terms.csv", "surface,part_of_speech,reading\nゴザエモンー,固有名詞,ゴザエモン\n");
    let analyzer = Analyzer::new(&lexicon, None).expect("a lexicon");
    for text in ["ゴザエモン", "ｺﾞｻﾞｴﾓﾝｰ", "ゴザエモンーカード"] {
        let words = analyzer.words(text).expect(text);
        assert_eq!(words.first().map(|word| word.term.as_str()), Some("ゴザエモン"), "{text}");
    }
}

#[test]
fn the_fingerprint_changes_with_the_lexicon() {
    let again = Analyzer::new(&Lexicon::embedded(), None).expect("the embedded lexicon");
    assert_eq!(again.fingerprint(), ANALYZER.fingerprint());
    assert_eq!(again.fingerprint().len(), 64);
    for (name, text) in
        [("variants.toml", ""), ("stop-words.txt", ""), ("readings.csv", "surface,reading\n")]
    {
        let (_folder, lexicon) = with(name, text);
        let other = Analyzer::new(&lexicon, None).expect(name);
        assert_ne!(other.fingerprint(), ANALYZER.fingerprint(), "{name}");
    }
}

#[test]
fn the_fingerprint_names_the_segmenter_that_is_linked() {
    let lock = include_str!("../../../Cargo.lock");
    for package in ["lindera", "lindera-dictionary"] {
        let entry = format!("name = \"{package}\"\nversion = \"{LINDERA}\"\n");
        assert!(lock.contains(&entry), "{package} is no longer {LINDERA}");
    }
}

#[test]
fn a_folder_without_a_dictionary_is_refused() {
    let error = Analyzer::new(&Lexicon::embedded(), Some(Path::new("/nonexistent")))
        .expect_err("no such folder");
    assert!(matches!(error, AnalyzerError::Dictionary { .. }));
    let message = error.to_string();
    assert!(message.starts_with("cannot load the dictionary in /nonexistent: "), "{message}");
    assert!(message.ends_with("; give a folder that lindera 5.3.0 built"), "{message}");
}

#[test]
fn a_dictionary_of_another_scheme_serves_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, built) = (folder.path().join("source"), folder.path().join("built"));
    std::fs::create_dir(&source).expect("a folder");
    for (name, text) in [
        ("char.def", "DEFAULT 0 1 0\nSPACE 0 1 0\n0x0020 SPACE\n"),
        ("matrix.def", "1 1\n0 0 0\n"),
        ("unk.def", "DEFAULT,0,0,9000,名詞,普通名詞,*\nSPACE,0,0,0,空白,*,*\n"),
        (
            "words.csv",
            "漏らし,0,0,10,動詞,一般,漏らす\nた,0,0,10,助動詞,*,た\n情報,0,0,10,名詞,普通名詞,情報\n",
        ),
    ] {
        std::fs::write(source.join(name), text).expect(name);
    }
    let fields = ["surface", "left_context_id", "right_context_id", "cost", "pos1", "pos2"];
    let fields = fields.iter().chain(&["orthographic_base_form"]).map(|&field| field.to_owned());
    let metadata = Metadata {
        name: "small".to_owned(),
        dictionary_schema: Schema::new(fields.collect()),
        default_left_context_id: 0,
        default_right_context_id: 0,
        ..Metadata::default()
    };
    DictionaryBuilder::new(metadata).build_dictionary(&source, &built).expect("a dictionary");

    let analyzer = Analyzer::new(&Lexicon::embedded(), Some(&built)).expect("the dictionary");
    let words = analyzer.words("情報 漏らした。Ａ社😀").expect("words");
    let found: Vec<_> = words.iter().map(|word| (word.term.as_str(), word.stop)).collect();
    assert_eq!(found, [("情報", false), ("漏らす", false), ("た", true), ("a社", false)]);
    assert_ne!(analyzer.fingerprint(), ANALYZER.fingerprint());
}
