use super::incidents::{at, notice, through};
use super::{Fixture, report};
use crate::lexicon::Lexicon;
use crate::report::{Categorised, Certainty, Event, Kind, Report};
use crate::search::{Similar, SimilarRequest};

/// What every notice of the family says.
const COPIED: &str =
    "お心当たりのない荷札が届いた際はお手数ですが窓口へご一報くださいますようお願いいたします。";

/// A notice with a text of its own, and facts of a kind that links none of them.
fn told(id: &str, body: &str) -> Report {
    let mut report = report(id, "―", body);
    report.facts.kind = Kind::Notice;
    report
}

fn caused(mut report: Report, cause: &str) -> Report {
    let evidence =
        crate::report::Evidence::new(crate::report::Span { start: 0, end: 3 }, "お".to_owned());
    let value = cause.parse().expect("a slug");
    report.facts.causes.push(Categorised { value, certainty: Certainty::Stated, evidence });
    report
}

fn request(other_incidents: bool) -> SimilarRequest {
    SimilarRequest { limit: 10, other_incidents, all_copies: true, snippets: None }
}

/// Reports like the first one.
fn like_first(reports: &[Report], request: &SimilarRequest) -> Similar {
    let corpus = Fixture::new(reports, 3);
    let first = reports.first().expect("a report");
    corpus.search.similar(first, request, &Lexicon::embedded()).expect("the index can be read")
}

fn ids(similar: &Similar) -> Vec<&str> {
    similar.hits.iter().map(|like| like.hit.report.document.id.as_str()).collect()
}

/// Checks which reports are like the first one, most alike first.
#[track_caller]
fn check(reports: &[Report], expected: &[&str]) -> Similar {
    let similar = like_first(reports, &request(false));
    assert_eq!(ids(&similar), expected);
    assert!(similar.hits.iter().all(|like| like.hit.score > 0.0 && like.hit.score <= 1.0));
    similar
}

#[test]
fn rare_words_that_both_repeat_make_reports_alike() {
    let similar = check(
        &[
            told("own", "倉庫の台帳を紛失しました。台帳は金庫にありませんでした。"),
            told("near", "台帳を金庫から紛失しました。"),
            told("far", "メールを誤送信しました。"),
            told("other", "ランサムウェアに感染しました。"),
        ],
        &["near"],
    );
    let words: Vec<&str> = similar.words.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(words, ["台帳", "紛失", "金庫"]);
    let shared = similar.hits.first().map(|like| like.shared.words.len());
    assert_eq!(shared, Some(3));
}

#[test]
fn what_a_family_copies_counts_little() {
    let mut reports = vec![told("own", &format!("釣具の在庫表を誤送信しました。{COPIED}"))];
    for (id, matter) in [("a", "薬の袋"), ("b", "本の箱"), ("c", "茶の缶"), ("d", "靴の箱")]
    {
        reports.push(told(id, &format!("{matter}を取り違えました。{COPIED}")));
    }
    reports.push(told("near", "釣具の在庫表を人に見せました。"));
    reports.extend((0..6).map(|n| told(&format!("filler{n}"), "サーバーが止まりました。")));
    let similar = like_first(&reports, &request(false));
    assert_eq!(ids(&similar).first(), Some(&"near"), "{similar:?}");
    let words: Vec<&str> = similar.words.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(words.get(..2), Some(&["在庫", "釣具"][..]), "{words:?}");
    // Where nothing is copied, the same words tell as much as any.
    let alone = [
        told("own", "荷札が窓口に届きました。"),
        told("near", "荷札を窓口で渡しました。"),
        told("far", "サーバーが止まりました。"),
    ];
    check(&alone, &["near"]);
}

#[test]
fn facts_decide_among_reports_with_the_same_words() {
    let cause = "human-error/cc-bcc";
    let own = || caused(told("own", "案内を送りました。"), cause);
    let same = caused(told("same", "案内を配りました。"), cause);
    let parent = caused(told("parent", "案内を配りました。"), "human-error/email-misdelivery");
    let none = told("none", "案内を配りました。");
    let filler = || (0..4).map(|n| told(&format!("filler{n}"), "サーバーが止まりました。"));
    let reports: Vec<Report> = [own(), none, parent, same].into_iter().chain(filler()).collect();
    let similar = check(&reports, &["same", "parent", "none"]);
    let shared = similar.hits.first().map(|like| like.shared.causes.clone()).unwrap_or_default();
    assert_eq!(shared.iter().map(|path| path.as_str()).collect::<Vec<_>>(), [cause]);
    // One third party is as good a reason.
    let one = through(told("own", "案内を送りました。"), "株式会社ツール");
    let other = through(told("other", "荷物を受けました。"), "ツール社");
    let reports: Vec<Report> = [one, other].into_iter().chain(filler()).collect();
    let similar = check(&reports, &["other"]);
    let shared = similar.hits.first().map(|like| like.shared.vendors.clone());
    assert_eq!(shared, Some(vec!["株式会社ツール".to_owned()]));
}

#[test]
fn reports_on_the_same_incident_are_marked_or_left_out() {
    let detected = [(Event::Detected, "2024-05-01")];
    let reports = [
        notice("own", "甲社", "2024-05-10", &detected),
        notice("second", "甲社", "2024-06-10", &detected),
        notice("other", "乙社", "2023-01-10", &[]),
        told("far", "サーバーが止まりました。"),
    ];
    let marked = |other_incidents| {
        let similar = like_first(&reports, &request(other_incidents));
        let hits = similar.hits.iter();
        let shape = |like: &crate::search::SimilarHit| {
            (like.hit.report.document.id.to_string(), like.same_incident)
        };
        let mut shapes: Vec<(String, bool)> = hits.map(shape).collect();
        shapes.sort();
        shapes
    };
    assert_eq!(marked(false), [("other".to_owned(), false), ("second".to_owned(), true)]);
    assert_eq!(marked(true), [("other".to_owned(), false)]);
}

#[test]
fn names_make_nothing_alike() {
    let named = |id: &str, organisation: &str, body: &str| {
        let mut report = at(told(id, body), "星空マルシェ");
        report.facts.organisation = Some(crate::report::Named {
            name: organisation.to_owned(),
            evidence: crate::report::Evidence::new(
                crate::report::Span { start: 0, end: 3 },
                "お".to_owned(),
            ),
        });
        report
    };
    let reports = [
        named("own", "株式会社星空商店", "星空商店は星空マルシェの台帳を紛失しました。"),
        told("name", "星空マルシェの星空を見る会のお知らせです。"),
        told("matter", "台帳を紛失しました。"),
        told("far", "サーバーが止まりました。"),
    ];
    check(&reports, &["matter"]);
}

#[test]
fn a_page_of_a_report_shows_what_is_shared() {
    let reports = [
        told("own", "倉庫の台帳を紛失しました。"),
        told("near", "担当者が気づきました。\n台帳を紛失したのは五月です。"),
        told("far", "サーバーが止まりました。"),
    ];
    let options = crate::search::SnippetOptions { fragments: 1, columns: 80 };
    let asked = SimilarRequest { snippets: Some(options), ..request(false) };
    let similar = like_first(&reports, &asked);
    let snippet = similar.hits.first().and_then(|like| like.hit.snippets.first());
    assert_eq!(snippet.map(|snippet| snippet.text.as_str()), Some("台帳を紛失したのは五月です。"));
    assert_eq!(snippet.map(|snippet| snippet.highlights.len()), Some(2));
}
