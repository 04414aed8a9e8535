use std::fs;

use super::{RULES, document, notice, notice_text, shorthand, sorted};
use crate::extract::Extractor;
use crate::extract::examples;
use crate::extract::likeness::Likeness;
use crate::japanese::{Folder, Variants};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::FacetPath;

fn folder() -> Folder {
    Folder::new(&Variants::read(&Lexicon::embedded()).expect("the embedded variants"))
}

/// The extractor of the embedded lexicon with other examples.
fn extractor(examples: &str) -> Result<Extractor, LexiconError> {
    let lexicon = tempfile::tempdir().expect("a folder");
    fs::write(lexicon.path().join("examples.tsv"), examples).expect("writable");
    Extractor::by_rules(&Lexicon::folder(lexicon.path()), &folder())
}

#[test]
fn causes_are_told_in_free_words() {
    #[track_caller]
    fn check(body: &str, expected: &str) {
        assert_eq!(shorthand(&notice(body).causes), sorted(expected), "{body}");
    }
    check(
        "配達員が自転車のかごから封筒を一通落とし、探しましたが出てきませんでした。",
        "document-loss",
    );
    check(
        "朝、共有フォルダーを開くと、どの文書も開けなくなっており、元に戻したければ金を払えと英語で書かれた紙面が残っていました。",
        "ransomware",
    );
    check(
        "ご案内のメールを出す際、本来は互いに見えない欄に並べるべき宛先を、全員から見える欄に並べてしまいました。",
        "cc-bcc",
    );
    check(
        "職員は画面に出た番号へ電話をかけ、相手に言われるまま遠くからパソコンを動かせるソフトを入れてしまいました。",
        "support-scam",
    );
}

#[test]
fn an_edited_file_teaches_without_compiling() {
    let text = "むらさき園からのお知らせ\n2024年5月1日に園児の名簿が漏えいしました。\nカナリア号がぽんぽこ山でくるくる回ったのが始まりでした。\n深くお詫び申し上げます。";
    let embedded = Lexicon::embedded().file("examples.tsv").expect("the examples").into_owned();
    let find = |examples: &str| {
        let extractor = extractor(examples).expect("sound examples");
        shorthand(&extractor.extract(&document(text)).causes)
    };
    assert!(!find(&embedded).contains("ddos"));
    let taught = format!(
        "{embedded}\navailability/ddos\tカナリア号がぽんぽこ山でくるくる回りました。\navailability/ddos\tぽんぽこ山でカナリア号が回ったことが原因です。\navailability/ddos\tカナリア号、ぽんぽこ山でくるくる\n"
    );
    assert_eq!(find(&taught), "ddos");
}

#[test]
fn a_cause_names_the_example_that_it_is_like() {
    let told = "配達員が自転車のかごから封筒を一通落とし、探しましたが出てきませんでした。";
    let mut report = RULES.report(document(&notice_text(told)));
    RULES.name_rules(&mut report);
    let rule = report.facts.causes.first().and_then(|cause| cause.evidence.rule).expect("a rule");
    assert_eq!(rule.mechanism, "causes: example sentence");
    let place = rule.cue.expect("an example");
    let file = Lexicon::embedded().file(place.file).expect("the examples").into_owned();
    let row = file.lines().find(|row| row.ends_with(place.span.of(&file).expect("a sentence")));
    assert!(row.is_some_and(|row| row.starts_with("loss-theft/document-loss\t")), "{row:?}");
}

#[test]
fn mistakes_name_their_line() {
    #[track_caller]
    fn check(row: &str, expected: &str) {
        let text = format!("# 例\n\nnone\tお詫び申し上げます。\n{row}\n");
        let error = extractor(&text).expect_err("a mistake");
        assert_eq!(error.position.map(|(line, _)| line), Some(4), "{error}");
        assert!(error.file.ends_with("examples.tsv"), "{error}");
        assert!(error.message.contains(expected), "{error}");
    }
    check("availability/dos\t負荷をかけられました。", "is no value of causes.toml");
    check("availability/ddos 負荷をかけられました。", "no tab");
    check("availability/ddos\t", "an empty sentence");
    check("availability/ddos\t \u{3000}", "an empty sentence");
    check("availability/ddos\t負荷\tをかけられました。", "a second tab");
    check("none\tお詫び申し上げます。", "the sentence of line 3 again");
    check("none\tお詫び申し上げます。 ", "the sentence of line 3 again");
}

#[test]
fn what_is_learned_is_the_same_each_time_and_any_text_is_sorted() {
    let values: Vec<FacetPath> = ["availability/ddos", "malware/emotet"]
        .iter()
        .map(|slug| slug.parse().expect(slug))
        .collect();
    let folder_path = tempfile::tempdir().expect("a folder");
    fs::write(
        folder_path.path().join("examples.tsv"),
        "availability/ddos\t負荷をかけられました。\r\nmalware/emotet\tマクロを動かしました。\nnone\t２０２４年\nnone\t。。。\n",
    )
    .expect("writable");
    let examples = examples::read(&Lexicon::folder(folder_path.path()), &folder(), &values)
        .expect("sound examples");
    let one = Likeness::learn(&examples, values.len());
    let other = Likeness::learn(&examples, values.len());
    let long = "負荷".repeat(100_000);
    for text in ["", "。", "\u{0}\u{301}", "🦀🦀", "負荷", "マクロを", "99999", &long] {
        assert_eq!(one.sort(text), other.sort(text), "{text}");
        assert!(one.sort(text).is_none_or(|sorted| sorted.odds.is_finite()));
    }
    assert_eq!(one.sort(&long).map(|sorted| sorted.value), Some(0));
    assert_eq!(Likeness::learn(&[], 0).sort("負荷"), None);
}
