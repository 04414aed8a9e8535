//! A fixed response, for tests of what is made from responses.

use crate::report::{
    Affected, Alias, Categorised, Certainty, Count, Document, Event, Evidence, FacetField, Facts,
    Kind, Milestone, Named, Outline, Qualifier, Report, ReportId, Section, SectionKind, Source,
    Span, Unit, Vendor, VendorRole,
};
use crate::search::{
    Explanation, Facet, FacetCount, Hit, MatchedPart, Place, Response, Shared, Similar, SimilarHit,
    Snippet, View,
};

const TITLE: &str = "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ";
const CAUSE: &str =
    "第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。";
const DATA: &str = "カード番号およびメールアドレス1,244件が漏えいした可能性がございます。";
const DENIED: &str = "なお、住所は含まれておりません。";

/// One report with every sort of fact.
pub(crate) fn report() -> Report {
    let text = format!("{TITLE}\n{CAUSE}\n{DATA}\n{DENIED}");
    let source = Source { path: "notices/sample.txt".to_owned(), part: 1 };
    let at = |quote: &str| {
        let start = text.find(quote).expect("the text holds the quote");
        Evidence::new(Span { start, end: start + quote.len() }, quote.to_owned())
    };
    let category = |value: &str, certainty: Certainty, quote: &str| Categorised {
        value: value.parse().expect("a slug path"),
        certainty,
        evidence: at(quote),
    };
    let facts = Facts {
        kind: Kind::Notice,
        organisation: Some(Named { name: "株式会社見本".to_owned(), evidence: at(TITLE) }),
        service: None,
        aliases: vec![Alias {
            alias: "見本社".to_owned(), name: "株式会社見本".to_owned()
        }],
        causes: vec![category(
            "unauthorized-access/payment-page-tampering",
            Certainty::Stated,
            CAUSE,
        )],
        vendors: vec![Vendor {
            name: "株式会社委託".to_owned(),
            role: VendorRole::Contractor,
            evidence: at(CAUSE),
        }],
        data: vec![
            category("payment/card-number", Certainty::Possible, DATA),
            category("contact/email", Certainty::Possible, DATA),
            category("contact/address", Certainty::Denied, DENIED),
        ],
        affected: vec![Affected {
            what: "メールアドレス".to_owned(),
            count: Count::new(Unit::Records, 1_244, Qualifier::Exact),
            evidence: at(DATA),
        }],
        dates: vec![Milestone {
            event: Event::Published,
            date: "2022-10".parse().expect("a date"),
            evidence: at(TITLE),
        }],
    };
    let document = Document {
        id: ReportId::of_source(&source),
        source,
        title: TITLE.to_owned(),
        text,
        url: Some("https://example.jp/news/1".to_owned()),
        published: None,
        crawled: None,
        in_digest: false,
    };
    let outline = Outline {
        sections: vec![Section {
            kind: SectionKind::Body,
            heading: None,
            span: Span { start: 0, end: document.text.len() },
        }],
        formulas: Vec::new(),
    };
    Report { document, facts, outline, mentioned: Vec::new() }
}

/// One hit of two, and facets.
pub(crate) fn response() -> Response {
    let report = report();
    let span = report.facts.causes.first().expect("a cause").evidence.span;
    let snippet = Snippet { text: CAUSE.to_owned(), highlights: vec![14..27, 28..31], span };
    Response {
        interpreted: "ペイメントアプリケーション AND 改ざん".to_owned(),
        total: 2,
        relaxed: None,
        widened: Vec::new(),
        meant: None,
        generation: 7,
        reports: 1_200,
        by_incident: false,
        hits: vec![Hit {
            rank: 1,
            score: 12.5,
            report,
            snippets: vec![snippet],
            copies: Vec::new(),
            linked: Vec::new(),
            explanation: None,
        }],
        facets: vec![
            Facet {
                field: FacetField::Cause,
                values: vec![FacetCount {
                    children: vec![value(
                        "unauthorized-access/payment-page-tampering",
                        "決済画面・ペイメントアプリ改ざん",
                        2,
                    )],
                    ..value("unauthorized-access", "不正アクセス", 2)
                }],
                distinct: 1,
            },
            Facet { field: FacetField::Vendor, values: Vec::new(), distinct: 0 },
            Facet {
                field: FacetField::Organisation,
                values: vec![value("見本", "見本", 1), value("東玉", "東玉", 1)],
                distinct: 14,
            },
            Facet {
                field: FacetField::Year,
                values: vec![value("2022", "2022", 1_100)],
                distinct: 1,
            },
        ],
    }
}

/// What makes up a score: a word in two places and spellings, pairs of characters, and a word that is not
/// there.
pub(crate) fn explanation() -> Explanation {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let part = |typed: &str, view, place, occurrences, score| MatchedPart {
        typed: typed.to_owned(),
        view,
        how: None,
        place,
        found: names(&["漏えい"]),
        written: Vec::new(),
        occurrences,
        score,
    };
    Explanation {
        kept: 0.75,
        parts: vec![
            MatchedPart {
                written: names(&["漏洩", "漏えい"]),
                ..part("漏洩", View::Words, Place::Text, 3, 6.25)
            },
            MatchedPart {
                found: names(&["漏え", "えい"]),
                ..part("漏洩", View::Characters, Place::Text, 2, 5.0)
            },
            MatchedPart {
                written: names(&["漏洩"]),
                ..part("漏洩", View::Words, Place::Title, 1, 1.25)
            },
        ],
        missing: names(&["サーバ"]),
    }
}

/// One report like the sample, on the same incident.
pub(crate) fn similar() -> Similar {
    let path = |value: &str| value.parse().expect("a slug path");
    let hit = response().hits.remove(0);
    Similar {
        words: vec![("ペイメント".to_owned(), 3.25), ("改ざん".to_owned(), 1.5)],
        generation: 7,
        reports: 1_200,
        copies: Vec::new(),
        hits: vec![SimilarHit {
            hit: Hit { score: 0.625, ..hit },
            same_incident: true,
            shared: Shared {
                words: vec![("改ざん".to_owned(), 0.25)],
                causes: vec![path("unauthorized-access/payment-page-tampering")],
                data: vec![path("payment/card-number"), path("contact/email")],
                vendors: vec!["株式会社委託".to_owned()],
            },
        }],
    }
}

fn value(value: &str, label: &str, count: u64) -> FacetCount {
    FacetCount { value: value.to_owned(), label: label.to_owned(), count, children: Vec::new() }
}
