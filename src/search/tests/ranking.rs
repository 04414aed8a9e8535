use super::{Fixture, report};
use crate::report::{
    Affected, Alias, Categorised, Certainty, Count, Event, Evidence, FacetField, Facts, Kind,
    Milestone, Named, Qualifier, Section, SectionKind, Span, Unit, Vendor, VendorRole,
};
use tantivy::Term;

use crate::search::collect::PassPlan;
use crate::search::condition::Condition;
use crate::search::tally::{FacetPlan, Tally};
use crate::search::{FacetCount, Request, SearchError, Sort};

fn evidence() -> Evidence {
    Evidence::new(Span { start: 0, end: 3 }, "題".to_owned())
}

fn categorised(value: &str, certainty: Certainty) -> Categorised {
    Categorised { value: value.parse().expect(value), certainty, evidence: evidence() }
}

fn corpus() -> Fixture {
    let mut best = report("best", "題", "ショーケース社のサービスが改ざんされた。");
    best.facts = Facts {
        kind: Kind::Notice,
        organisation: Some(Named {
            name: "ベストリンク株式会社".into(), evidence: evidence()
        }),
        aliases: vec![Alias {
            alias: "ショーケース社".into(),
            name: "株式会社ショーケース".into(),
        }],
        causes: vec![
            categorised("unauthorized-access/third-party-script-tampering", Certainty::Stated),
            categorised("supply-chain/web-widget", Certainty::Stated),
        ],
        vendors: vec![Vendor {
            name: "株式会社ショーケース".into(),
            role: VendorRole::WebWidget,
            evidence: evidence(),
        }],
        data: vec![
            categorised("payment/card-number", Certainty::Possible),
            categorised("payment/card-expiry", Certainty::Possible),
        ],
        affected: vec![Affected {
            what: "お客様".into(),
            count: Count::new(Unit::People, 15, Qualifier::Exact),
            evidence: evidence(),
        }],
        ..Facts::default()
    };
    let mut other = report("other", "題", "改ざんされたのは別のサイトである。");
    other.facts = Facts {
        kind: Kind::News,
        causes: vec![categorised("unauthorized-access/site-tampering", Certainty::Stated)],
        data: vec![
            categorised("payment/card-number", Certainty::Denied),
            categorised("contact/name", Certainty::Stated),
        ],
        affected: vec![Affected {
            what: String::new(),
            count: Count::new(Unit::Records, 657_096, Qualifier::AtMost),
            evidence: evidence(),
        }],
        ..Facts::default()
    };
    Fixture::new(&[best, other], 1)
}

#[test]
fn facets_narrow_by_slug_label_or_name() {
    let corpus = corpus();
    corpus.check("cause:unauthorized-access", &["best", "other"]);
    corpus.check("原因:site-tampering", &["other"]);
    corpus.check("原因:不正アクセス", &["best", "other"]);
    corpus.check("data:payment", &["best"]);
    corpus.check("data:payment/card-number", &["best"]);
    corpus.check("-data:payment", &["other"]);
    for vendor in
        ["ショーケース", "株式会社ショーケース", "ショーケース社", "ｼｮｰｹｰｽ", "(株)ショーケース"]
    {
        corpus.check(&format!("vendor:「{vendor}」"), &["best"]);
    }
    corpus.check("vendor:ショー", &[]);
    corpus.check("org:ベストリンク", &["best"]);
    corpus.check("kind:news", &["other"]);
    corpus.check("affected:>=16", &["other"]);
    corpus.check("件数:..15人", &["best"]);
    corpus.check("affected:>=0人", &["best"]);
    corpus.check("改ざん kind:notice", &["best"]);
}

#[test]
fn the_delay_is_filtered_and_sorted_by() {
    let delayed = |id: &str, detected: &str| {
        let mut report = report(id, "件名", "改ざんがありました。");
        report.document.published = "2024-03-31".parse().ok();
        report.facts.dates = vec![Milestone {
            event: Event::Detected,
            date: detected.parse().expect(detected),
            evidence: evidence(),
        }];
        report
    };
    let corpus = Fixture::new(
        &[delayed("a", "2024-03-01"), delayed("b", "2023-12-31"), delayed("c", "2024")],
        2,
    );
    corpus.check("delay:>=0", &["a", "b"]);
    corpus.check("遅れ:30日以下", &["a"]);
    corpus.check("改ざん delay:>30", &["b"]);
    let mut request = super::request("改ざん");
    request.sort = crate::search::Sort::Delay;
    assert_eq!(super::ids(&corpus.request(&request)), ["b", "a", "c"]);
}

#[test]
fn a_value_the_taxonomy_lacks_is_an_error_that_says_so() {
    let corpus = corpus();
    let request = Request::new(crate::query::parse("cause:ransomwear").expect("it parses"));
    let error = corpus.search.search(&request).expect_err("there is no such cause");
    assert!(matches!(&error, SearchError::Query(_)), "{error}");
    assert!(error.to_string().contains("ransomwear"), "{error}");
}

#[test]
fn facets_count_every_match_once_a_parent() {
    let corpus = corpus();
    let response = corpus.ask("改ざん");
    let facet = |field: FacetField| {
        let facet = response.facets.iter().find(|facet| facet.field == field);
        facet.expect("every facet is counted").values.as_slice()
    };
    let flat = |values: &[FacetCount]| -> Vec<(String, u64)> {
        let each = values.iter().flat_map(|value| {
            std::iter::once(value).chain(&value.children).map(|v| (v.value.clone(), v.count))
        });
        each.collect()
    };
    let row = |value: &str, count| (value.to_owned(), count);
    assert_eq!(
        flat(facet(FacetField::Cause)),
        [
            row("unauthorized-access", 2),
            row("unauthorized-access/site-tampering", 1),
            row("unauthorized-access/third-party-script-tampering", 1),
            row("supply-chain", 1),
            row("supply-chain/web-widget", 1),
        ]
    );
    assert_eq!(
        flat(facet(FacetField::Data)),
        [
            row("contact", 1),
            row("contact/name", 1),
            row("payment", 1),
            row("payment/card-expiry", 1),
            row("payment/card-number", 1),
        ]
    );
    assert_eq!(flat(facet(FacetField::Vendor)), [row("ショーケース", 1)]);
    assert_eq!(flat(facet(FacetField::Kind)), [row("news", 1), row("notice", 1)]);
    assert_eq!(flat(facet(FacetField::Year)), []);
}

/// A process that asks once names what it has counted; one that asks again counts by number.
#[test]
fn facets_are_the_same_by_name_and_by_number() {
    let corpus = corpus();
    let search = &corpus.search;
    let searcher = search.snapshot.searcher();
    assert!(searcher.segment_readers().len() > 1, "values are numbered over segments");
    let counts = |facets: FacetPlan, condition: &Condition| {
        let plan = PassPlan { keep: 0, sort: Sort::Newest, facets, no_incident: 1.0 };
        let pass = search.collect::<()>(condition, None, &plan).expect("a pass");
        let shown = |tally: &Tally| (tally.distinct(), tally.top(2), tally.top(usize::MAX));
        pass.facets.iter().map(shown).collect::<Vec<_>>()
    };
    // Few reports are counted, and of most the others are taken away.
    let rare = Term::from_field_text(search.snapshot.fields().words, "サービス");
    let rare = Condition::Term(rare);
    let most = Condition::Except(Box::new(Condition::All), vec![rare.clone()]);
    let conditions = [Condition::All, Condition::Nothing, rare, most];
    let each = |facets: &dyn Fn() -> FacetPlan| -> Vec<_> {
        conditions.iter().map(|condition| counts(facets(), condition)).collect()
    };
    let plan = |fields: &[FacetField]| {
        FacetPlan::new(fields, None, &search.facet_values, &search.snapshot).expect("a plan")
    };
    let one_level: Vec<FacetField> =
        FacetField::ALL.into_iter().filter(|field| !field.is_hierarchical()).collect();
    let by_name = each(&|| FacetPlan::by_name(&one_level));
    let (once, once_all) = (each(&|| plan(&one_level)), each(&|| plan(&FacetField::ALL)));
    assert_eq!(once, by_name);
    assert!(!plan(&one_level).has_rows());
    search.facet_values.asked(&FacetField::ALL);
    assert!(plan(&one_level).has_rows(), "rows are made when asked again");
    assert_eq!(each(&|| plan(&one_level)), by_name);
    assert_eq!(each(&|| plan(&FacetField::ALL)), once_all);
}

#[test]
fn a_page_that_tells_of_no_incident_ranks_lower() {
    let told = |id: &str, kind: Kind| {
        let mut report = report(id, "用語", "改ざんとは、改ざんのことです。");
        report.facts.kind = kind;
        report
    };
    let mut notice = told("notice", Kind::Notice);
    notice.document.text =
        "用語\n改ざんがあり、改ざんを調べました。ほかにも書くことがあります。".to_owned();
    let others = (0..8).map(|number| told(&format!("other-{number}"), Kind::Notice));
    let others = others.map(|mut other| {
        other.document.text = "用語\n紛失がありました。".to_owned();
        other
    });
    let reports: Vec<_> =
        [told("glossary", Kind::None), notice].into_iter().chain(others).collect();
    assert_eq!(Fixture::new(&reports, 2).ids("改ざん"), ["notice", "glossary"]);
}

#[test]
fn a_match_in_the_title_ranks_higher() {
    let reports = [
        report("body", "お知らせ", "当社のシステムで紛失がありました。以上です。"),
        report("title", "紛失について", "当社のシステムの件です。ご確認ください。"),
    ];
    assert_eq!(Fixture::new(&reports, 2).ids("紛失"), ["title", "body"]);
}

#[test]
fn words_of_advice_are_found_and_rank_below() {
    let outline = |report: &mut crate::report::Report, kind| {
        let span = Span { start: 0, end: report.document.text.len() };
        report.outline.sections = vec![Section { kind, heading: None, span }];
    };
    let mut advice = report("a", "件名", "フィッシングにご注意ください。フィッシング。");
    outline(&mut advice, SectionKind::Request);
    let mut course =
        report("b", "件名", "職員がフィッシングに遭い、記録を調べるなどした結果、判明した。");
    outline(&mut course, SectionKind::Course);
    let corpus = Fixture::new(&[advice, course], 2);
    assert_eq!(corpus.ids("フィッシング"), ["b", "a"]);
    corpus.check("ご注意", &["a"]);
    corpus.check("フィッシング NOT ご注意", &["b"]);
    corpus.check("\"フィッシングにご注意\"", &["a"]);
    corpus.check("フィッシ*", &["a", "b"]);
}
