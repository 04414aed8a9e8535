use super::{Fixture, report};
use crate::query;
use crate::report::{Kind, Outline, Section, SectionKind, Span};
use crate::search::{Explanation, How, MatchedPart, Place, Reading, Request, View};

fn corpus() -> Fixture {
    let mut aside = report(
        "aside",
        "サーバー停止のお知らせ",
        "ランサムウェアに感染しました。\n窓口\n漏えいのご相談はこちら。",
    );
    let text = &aside.document.text;
    let at = text.find("窓口").expect("a heading");
    let section = |kind, start, end| Section { kind, heading: None, span: Span { start, end } };
    aside.outline = Outline {
        sections: vec![
            section(SectionKind::Body, 0, at),
            section(SectionKind::Contact, at, text.len()),
        ],
        formulas: Vec::new(),
    };
    aside.facts.kind = Kind::Notice;
    let mut notice =
        report("notice", "漏洩のお知らせ", "個人情報の漏えいがありました。漏えいは防げました。");
    notice.facts.kind = Kind::Notice;
    // Guidance keeps a share of its score only.
    let guide = report("guide", "手引き", "ペイメントアプリケーションの漏洩を防ぐ。サーバを守る。");
    let other = report("other", "件名", "メールを誤って送りました。");
    Fixture::new(&[aside, notice, guide, other], 2)
}

fn request(typed: &str) -> Request {
    Request { explain: true, ..Request::new(query::parse(typed).expect(typed)) }
}

/// The parts of a report's score for a query.
fn explained(corpus: &Fixture, typed: &str, id: &str) -> Explanation {
    let response = corpus.request(&request(typed));
    let hit = response.hits.into_iter().find(|hit| hit.report.document.id.as_str() == id);
    hit.expect(id).explanation.expect("it was asked for")
}

#[test]
fn the_parts_add_up_to_the_score() {
    let corpus = corpus();
    for typed in [
        "漏えい",
        "漏洩 サーバ",
        "個人情報漏洩",
        "「個人情報の漏えい」",
        "ランサム*",
        "アプリケーション",
        "漏えい OR 感染",
        "漏えい -サーバー",
        "(漏えい OR メール) -感染 種別:notice",
        "漏えい サーバー ランサムウェア メール",
        "漏えい 漏えい",
        "の",
        "",
    ] {
        let response = corpus.request(&request(typed));
        assert!(!response.hits.is_empty(), "{typed}");
        for hit in response.hits {
            let explanation = hit.explanation.expect("it was asked for");
            let sum = explanation.score();
            assert!(
                (sum - hit.score).abs() <= 1e-4 * hit.score.max(1.0),
                "{typed}: {sum} {}",
                hit.score
            );
            let shares: f32 = explanation.parts.iter().map(|part| explanation.share(part)).sum();
            let whole = if hit.score > 0.0 { 1.0 } else { 0.0 };
            assert!((shares - whole).abs() < 1e-4, "{typed}: {shares}");
            let positive = |part: &MatchedPart| part.score > 0.0 && part.occurrences > 0;
            assert!(explanation.parts.iter().all(positive), "{typed}: {explanation:?}");
        }
    }
    // Nothing is said where nobody asked.
    assert!(corpus.ask("漏えい").hits.iter().all(|hit| hit.explanation.is_none()));
}

#[test]
fn a_part_says_where_it_stands_and_how_it_is_spelled() {
    /// Checks how often and in which spelling a part stands.
    #[track_caller]
    fn check(
        explanation: &Explanation,
        (typed, view, place): (&str, View, Place),
        expected: Option<(usize, &[&str])>,
    ) {
        let part = explanation
            .parts
            .iter()
            .find(|part| (part.typed.as_str(), part.view, part.place) == (typed, view, place));
        let names = |part: &MatchedPart| match part.view {
            View::Characters => part.found.clone(),
            _ => part.written.clone(),
        };
        let found = part.map(|part| (part.occurrences, names(part)));
        let expected = expected.map(|(number, names)| {
            (number, names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
        });
        assert_eq!(found, expected, "{typed} {view:?} {place:?} in {explanation:?}");
    }
    let corpus = corpus();
    let notice = explained(&corpus, "ろうえい", "notice");
    let (words, characters) = (View::Words, View::Characters);
    check(&notice, ("ろうえい", words, Place::Text), Some((3, &["漏洩", "漏えい"])));
    check(&notice, ("ろうえい", words, Place::Title), Some((1, &["漏洩"])));
    check(&notice, ("ろうえい", words, Place::Aside), None);
    check(&notice, ("ろうえい", characters, Place::Text), Some((1, &["漏え"])));
    let aside = explained(&corpus, "漏洩 サーバ", "aside");
    check(&aside, ("漏洩", words, Place::Aside), Some((1, &["漏えい"])));
    check(&aside, ("漏洩", words, Place::Text), None);
    check(&aside, ("サーバ", words, Place::Title), Some((1, &["サーバー"])));
    check(&aside, ("漏洩", characters, Place::Aside), Some((1, &["漏え"])));
    let guide = explained(&corpus, "アプリケーション", "guide");
    let pairs = ["アプ", "プリ", "リケ", "ケー", "ーシ", "ショ", "ョン"];
    check(&guide, ("アプリケーション", characters, Place::Text), Some((7, &pairs)));
    let begun = explained(&corpus, "ランサム*", "aside");
    check(&begun, ("ランサム", words, Place::Text), Some((1, &["ランサムウェア"])));
}

#[test]
fn a_part_that_matched_in_another_wording_says_so() {
    let corpus = corpus();
    // The report has 漏えい and not 流出, which is no word of its own then.
    let notice = explained(&corpus, "個人情報 流出", "notice");
    let related = notice.parts.iter().find(|part| part.how == Some(How::Related));
    let related = related.map(|part| (part.typed.as_str(), part.found.join(" ")));
    assert_eq!(related, Some(("流出", "漏えい".to_owned())), "{notice:?}");
    assert_eq!(notice.missing, Vec::<String>::new());
    let typed = explained(&corpus, "個人情報 漏えい", "notice");
    assert!(typed.parts.iter().all(|part| part.how.is_none()), "{typed:?}");
}

#[test]
fn what_a_page_on_no_incident_keeps_is_told() {
    let corpus = corpus();
    assert!(explained(&corpus, "漏えい", "guide").kept < 1.0);
    assert!((explained(&corpus, "漏えい", "notice").kept - 1.0).abs() < f32::EPSILON);
}

#[test]
fn any_report_can_be_accounted_for() {
    let corpus = corpus();
    let of = |typed: &str, id: &str| {
        corpus.search.account(&request(typed), id).expect("the index can be read")
    };
    let account = of("漏えい サーバー", "guide").expect("a report");
    assert_eq!(account.reading, Reading::Strict);
    let hit = explained(&corpus, "漏えい サーバー", "guide");
    assert_eq!(account.explanation, hit);
    let account = of("漏えい サーバー", "notice").expect("a report");
    assert!(matches!(account.reading, Reading::Relaxed(_)), "{account:?}");
    assert_eq!(account.explanation.missing, ["サーバ"]);
    assert!(account.explanation.score() > 0.0);
    let account = of("漏えい", "other").expect("a report");
    assert_eq!((account.reading, account.explanation.parts), (Reading::None, Vec::new()));
    assert_eq!(of("漏えい", "nobody"), None);
}
