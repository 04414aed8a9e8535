//! Pages read a second time: what is learned from tagged reports, and refused of files of weights.

use std::fs;

use crate::extract::Extractor;
use crate::extract::learn::{Learned, Mark, TagError, Tagged, learn, parse};
use crate::japanese::{Folder, Variants};
use crate::lexicon::Lexicon;
use crate::report::{Certainty, Document, Event, Facts, Kind};

fn folder() -> Folder {
    Folder::new(&Variants::read(&Lexicon::embedded()).expect("the embedded variants"))
}

/// A notice with one tagged sentence, and others that are the same in all.
fn tagged(sentence: &str) -> String {
    format!(
        "#kind: notice\n#org: 株式会社あおば商店\n----\n記念品の件についてのお詫び\n\n\
         株式会社あおば商店でございます。お客様の情報が外部に流出したことを深くお詫び申し上げます。\n{sentence}\n"
    )
}

fn documents(tagged: &[Tagged]) -> Vec<(Document, Tagged)> {
    tagged.iter().map(|tagged| (super::document(&tagged.text), tagged.clone())).collect()
}

/// What is learned from tagged sentences.
fn taught(sentences: &[String]) -> Vec<Learned> {
    let file: Vec<String> = sentences.iter().map(|sentence| tagged(sentence)).collect();
    let reports = parse(&file.join("====\n")).expect("the tags are sound");
    learn(&Lexicon::embedded(), &folder(), &documents(&reports)).expect("the lexicon is sound")
}

/// The facts of a sentence, read by what was learned.
fn facts(learned: &[Learned], sentence: &str) -> Facts {
    facts_of(learned, &tagged(sentence))
}

/// The facts of a tagged report, whose tags are not looked at.
fn facts_of(learned: &[Learned], tagged: &str) -> Facts {
    let lexicon = tempfile::tempdir().expect("a folder");
    for learned in learned {
        fs::write(lexicon.path().join(learned.file), &learned.text).expect("writable");
    }
    let extractor = Extractor::new(&Lexicon::folder(lexicon.path()), &folder());
    let reports = parse(tagged).expect("the tags are sound");
    let documents = documents(&reports);
    let (document, _) = documents.first().expect("a report");
    extractor.expect("what was learned is read").extract(document)
}

/// Sentences with each of some numbers in place of `N`.
fn each(sentences: &[&str], numbers: std::ops::Range<usize>) -> Vec<String> {
    let filled = |number: usize| {
        sentences.iter().map(move |sentence| sentence.replace('N', &number.to_string()))
    };
    numbers.flat_map(filled).collect()
}

#[test]
fn a_wording_that_no_rule_knows_is_learned_for_dates() {
    let unknown = "2024年5月9日、ぴょんと跳ねる兎を放ちました。";
    let before = facts(&[], unknown);
    assert!(before.dates.iter().all(|one| one.event != Event::Resumed), "{before:?}");
    let learned = taught(&each(
        &[
            "[[d:resumed=2024-05-N|2024年5月N日]]、ぴょんと跳ねる兎を放ちました。",
            "[[d:-|2024年4月N日]]、亀を一匹もらい受けました。",
        ],
        10..29,
    ));
    let after = facts(&learned, unknown);
    let resumed = after.dates.iter().find(|one| one.event == Event::Resumed);
    let resumed = resumed.expect("the day on which the hares were set free");
    assert_eq!(resumed.date.to_string(), "2024-05-09");
    assert!(resumed.evidence.quote.contains("兎"), "{resumed:?}");
    let other = facts(&learned, "2024年4月9日、亀を一匹もらい受けました。");
    assert!(other.dates.iter().all(|one| one.event != Event::Resumed), "{other:?}");
}

#[test]
fn a_wording_that_no_rule_knows_is_learned_for_items_and_numbers() {
    let learned = taught(&each(
        &[
            "空に散った紙には[[p:contact/fax=stated|FAX番号]]、棚には[[p:profile/occupation=denied|職業]]。\
             紙の主は[[n:people=N..N,exact|N名]]、拾い手は[[n:-|N6名]]。",
        ],
        10..40,
    ));
    let facts =
        facts(&learned, "空に散った紙にはFAX番号、棚には職業。紙の主は77名、拾い手は766名。");
    let says = |slug: &str| {
        let found = facts.data.iter().find(|one| one.value.as_str() == slug);
        found.map(|one| one.certainty)
    };
    assert_eq!(says("contact/fax"), Some(Certainty::Stated));
    assert_eq!(says("profile/occupation"), Some(Certainty::Denied));
    let numbers: Vec<u64> = facts.affected.iter().map(|one| one.count.number()).collect();
    assert_eq!(numbers, [77]);
}

#[test]
fn a_wording_that_nothing_knows_is_learned_for_causes() {
    let stolen = "loss-theft/theft";
    let told =
        |number: usize| format!("{number}匹の兎が、ぴょんと垣根を跳び越えて納屋へ向かいました。");
    let idle =
        |number: usize| format!("{number}匹の亀が、のそのそと畦道を歩いて沼へ向かいました。");
    let report = |sentence: String, head: &str| {
        tagged(&sentence).replacen("#org", &format!("{head}#org"), 1)
    };
    let found = |learned: &[Learned], sentence: String| {
        let facts = facts_of(learned, &report(sentence, ""));
        let cause = facts.causes.into_iter().find(|cause| cause.value.as_str() == stolen);
        cause.map(|cause| cause.evidence.quote)
    };
    assert_eq!(found(&[], told(7)), None);
    let head = format!("#cause: {stolen} | stated | ぴょんと垣根を跳び越えて\n");
    let file: Vec<String> = (10..30)
        .flat_map(|number| [report(told(number), &head), report(idle(number), "")])
        .collect();
    let reports = parse(&file.join("====\n")).expect("the tags are sound");
    let learned = learn(&Lexicon::embedded(), &folder(), &documents(&reports));
    let learned = learned.expect("the lexicon is sound");
    assert_eq!(found(&learned, told(7)), Some(told(7)));
    assert_eq!(found(&learned, idle(7)), None);
    // The same words in a question claim nothing.
    assert_eq!(
        found(&learned, "兎は、ぴょんと垣根を跳び越えて納屋へ向かいましたか?".to_owned()),
        None
    );
}

#[test]
fn causes_that_rules_mistake_are_told_by_what_speaks_for_them() {
    let report = |animal: &str, cause: &str| {
        let head = format!("#cause: {cause} | stated | 申込書を紛失\n#org");
        let told = format!("{animal}が現れたため、担当者が申込書を紛失しました。");
        tagged(&told).replacen("#org", &head, 1)
    };
    let (lost, stolen) = ("loss-theft/document-loss", "loss-theft/theft");
    let lost_by = |facts: Facts| facts.causes.iter().any(|cause| cause.value.as_str() == lost);
    assert!(lost_by(facts_of(&[], &report("狐", lost))));
    let file: Vec<String> =
        (0..20).flat_map(|_| [report("狐", stolen), report("梟", lost)]).collect();
    let reports = parse(&file.join("====\n")).expect("the tags are sound");
    let learned = learn(&Lexicon::embedded(), &folder(), &documents(&reports));
    let learned = learned.expect("the lexicon is sound");
    assert!(!lost_by(facts_of(&learned, &report("狐", lost))));
    assert!(lost_by(facts_of(&learned, &report("梟", lost))));
}

#[test]
fn who_suffered_is_told_by_what_stands_around_a_name() {
    let (speaks, other) = ("株式会社あおば商店", "株式会社緑川堂");
    let report = |animal: &str, organisation: &str| {
        let told = format!("{animal}に囲まれ、株式会社緑川堂は{animal}を見つめております。");
        tagged(&told).replacen("#org: 株式会社あおば商店", &format!("#org: {organisation}"), 1)
    };
    let named = |facts: Facts| facts.organisation.map(|organisation| organisation.name);
    assert_eq!(named(facts_of(&[], &report("狐", other))).as_deref(), Some(speaks));
    let file: Vec<String> =
        (0..40).flat_map(|_| [report("狐", other), report("梟", speaks)]).collect();
    let reports = parse(&file.join("====\n")).expect("the tags are sound");
    let learned = learn(&Lexicon::embedded(), &folder(), &documents(&reports));
    let learned = learned.expect("the lexicon is sound");
    assert_eq!(named(facts_of(&learned, &report("狐", other))).as_deref(), Some(other));
    assert_eq!(named(facts_of(&learned, &report("梟", speaks))).as_deref(), Some(speaks));
}

#[test]
fn kinds_that_rules_mistake_are_told_by_the_words_of_a_page() {
    let report = |animal: &str, kind: &str| {
        let told = format!("{animal}の物語はここで終わります。");
        tagged(&told).replacen("#kind: notice", &format!("#kind: {kind}"), 1)
    };
    assert_eq!(facts_of(&[], &report("狐", "none")).kind, Kind::Notice);
    let file: Vec<String> =
        (0..20).flat_map(|_| [report("狐", "none"), report("梟", "notice")]).collect();
    let reports = parse(&file.join("====\n")).expect("the tags are sound");
    let learned = learn(&Lexicon::embedded(), &folder(), &documents(&reports));
    let learned = learned.expect("the lexicon is sound");
    let of_none = facts_of(&learned, &report("狐", "notice"));
    assert_eq!(of_none, Facts { kind: Kind::None, ..Facts::default() });
    assert_eq!(facts_of(&learned, &report("梟", "none")).kind, Kind::Notice);
}

#[test]
fn what_happened_is_read_below_a_day_that_stands_alone() {
    let learned = taught(&each(
        &[
            "[[d:resumed=2024-05-N|2024年5月N日]]\nぴょんと跳ねる兎を放ちました。\n[[d:-|2024年4月N日]]\n兎に餌をやりました。",
        ],
        10..29,
    ));
    let found = facts(
        &learned,
        "2024年5月9日\nぴょんと跳ねる兎を放ちました。\n2024年4月9日\n兎に餌をやりました。",
    );
    let resumed = found.dates.iter().filter(|one| one.event == Event::Resumed);
    let days: Vec<String> = resumed.map(|one| one.date.to_string()).collect();
    assert_eq!(days, ["2024-05-09"]);
}

#[test]
fn a_number_that_rounds_another_is_no_number_of_its_own() {
    let learned = taught(&each(&["空に散った[[n:people=N..N,exact|N名]]の札。"], 10..40));
    let counts = |told: &str| -> Vec<u64> {
        facts(&learned, told).affected.iter().map(|affected| affected.count.number()).collect()
    };
    assert_eq!(counts("空に散った2万名の札。"), [20_000]);
    assert_eq!(counts("空に散った2万名の札。\n空に散った20,512名の札。"), [20_512]);
}

#[test]
fn long_reports_count_more_than_short_ones() {
    let sentence = |event: &str| format!("[[d:{event}=2024-05-N|2024年5月N日]]、兎を放ちました。");
    let long = format!("{}\n{}", sentence("resumed"), "月の話はここまで。".repeat(230));
    // Four short reports say one thing and three long ones the other.
    let reports = [each(&[&sentence("contained")], 10..14), each(&[&long], 14..17)].concat();
    let learned = taught(&reports);
    let dates = learned.iter().find(|learned| learned.file == "weights-dates.tsv");
    let text = &dates.expect("the weights of dates").text;
    let always =
        text.lines().find(|line| line.starts_with("always")).expect("what every date weighs");
    let weight = |event: &str| -> f64 {
        let cell = always.split('\t').find_map(|cell| cell.strip_prefix(event)?.strip_prefix(' '));
        cell.expect("each event").parse().expect("a number")
    };
    assert!(weight("resumed") > weight("contained"), "{always}");
}

#[test]
fn what_is_learned_depends_on_the_reports_alone() {
    let sentences = each(&["[[d:police=2024-05-N|2024年5月N日]]、署に赴きました。"], 10..29);
    assert_eq!(taught(&sentences), taught(&sentences));
}

#[test]
fn tags_are_read() {
    let report = parse(
        "#kind: qa\n#org: -\n#published: 2024-05-01\n\
         #cause: loss-theft/theft | possible | 盗まれた\n#vendor: 甲 | hosting\n----\n\
         [[[d:detected=2024-05-01,police=2024-05-01|5/1]] 9:00] [[d:-|昨年]]\n\
         [[p:contact/name=other|名]]と[[p:contact/fax=denied|FAX]]、[[n:-|3名]]、[[v:hosting|甲]]、[[v:-|乙]]、盗まれた鞄\n",
    );
    let [report] = report.expect("it is sound").try_into().expect("one report");
    assert_eq!(report.kind, Kind::Qa);
    assert_eq!(report.organisation, None);
    assert_eq!(report.causes, [("loss-theft/theft".to_owned(), Certainty::Possible)]);
    assert_eq!(report.vendors, [("甲".to_owned(), "hosting".to_owned())]);
    assert_eq!(report.text, "[5/1 9:00] 昨年\n名とFAX、3名、甲、乙、盗まれた鞄\n");
    let marks: Vec<(&str, &Mark)> = report
        .tags
        .iter()
        .map(|tag| (report.text.get(tag.range.clone()).expect("a tag"), &tag.mark))
        .collect();
    let day = || "2024-05-01".to_owned();
    let expected = [
        ("5/1", Mark::Date(vec![(Event::Detected, day()), (Event::Police, day())])),
        ("昨年", Mark::Date(Vec::new())),
        ("名", Mark::Item("contact/name".to_owned(), None)),
        ("FAX", Mark::Item("contact/fax".to_owned(), Some(Certainty::Denied))),
        ("3名", Mark::Count(false)),
        ("甲", Mark::Name(Some("hosting".to_owned()))),
        ("乙", Mark::Name(None)),
        ("盗まれた", Mark::Cause("loss-theft/theft".to_owned())),
    ];
    assert!(marks.into_iter().eq(expected.iter().map(|(words, mark)| (*words, mark))));
}

#[test]
fn tags_that_cannot_be_meant_are_named_with_their_line() {
    let check = |file: &str, line: usize, says: &str| {
        let TagError { line: found, message } = parse(file).expect_err(file);
        assert_eq!(found, line, "{file}: {message}");
        assert!(message.contains(says), "{file}: {message}");
    };
    check("#kind: notice\n", 1, "without a text");
    check("#kind: memo\n----\n", 1, "`memo` is no kind");
    check("kind: notice\n----\n", 1, "no line of a head");
    check("#cause: a/b | sure | x\n----\n", 1, "`sure` is no certainty");
    check("----\na\n[[d:detected|5月1日]]\n", 3, "no tag");
    check("----\n[[d:found=2024|5月1日]]\n", 2, "no tag");
    check("----\n[[p:contact/name|氏名]]\n", 2, "no tag");
    check("----\n[[x:-|氏名]]\n", 2, "no tag");
    check("----\n[[n:-|3名\n", 2, "no tag");
    check("----\na\n====\n#kind: notice\n----\n[[n:-3名]]\n", 6, "no tag");
}

#[test]
fn weights_that_cannot_be_meant_are_named_with_their_place() {
    let check = |text: &str, at: (usize, usize), says: &str| {
        let lexicon = tempfile::tempdir().expect("a folder");
        fs::write(lexicon.path().join("weights-counts.tsv"), text).expect("writable");
        let lexicon = Lexicon::folder(lexicon.path());
        let error = Extractor::new(&lexicon, &folder()).expect_err(text);
        assert!(error.file.ends_with("weights-counts.tsv"), "{error}");
        assert_eq!(error.position, Some(at), "{error}");
        assert!(error.message.contains(says), "{error}");
    };
    check("# 1\nalways\taffected 0.1\nbehind 人\tvictim 0.2\n", (3, 10), "`victim 0.2`");
    check("behind 人\taffected 0.2\taffected\n", (1, 23), "`affected`");
    check("behind 人\taffected many\n", (1, 10), "`affected many`");
    check("behind 人\taffected NaN\n", (1, 10), "`affected NaN`");
    check("behind 人\taffected 1\nbehind 人\taffected 1\n", (2, 1), "again");
}

#[test]
fn every_feature_is_found_again_by_its_name() {
    let mut features = super::super::surroundings::Features::new(true);
    features.runs("behind", "12日に\tＡ社 が、\u{3000}\u{1b}", 1..=3);
    features.flag("value", "contact/name 3");
    assert!(features.names().contains(&"behind 00日".to_owned()), "{:?}", features.names());
    assert!(features.names().iter().all(|name| !name.contains(['\t', '\n', '\u{1b}'])));
    assert_eq!(features.keys_by_name(), features.keys());
}
