use super::{Fixture, report};
use crate::report::{
    Affected, Alias, Categorised, Certainty, Count, Event, Evidence, Facts, Kind, Milestone, Named,
    Qualifier, Report, Revision, Span, Unit, Vendor, VendorRole,
};
use crate::search::Hit;

fn evidence() -> Evidence {
    Evidence::new(Span { start: 0, end: 3 }, "題".to_owned())
}

/// A notice of `organisation` published on a day, with dates of its steps.
pub(super) fn notice(
    id: &str,
    organisation: &str,
    published: &str,
    steps: &[(Event, &str)],
) -> Report {
    let mut report = report(id, "件名", "不正アクセスがありました。");
    report.document.published = published.parse().ok();
    report.facts = Facts {
        kind: Kind::Notice,
        organisation: Some(Named { name: organisation.to_owned(), evidence: evidence() }),
        causes: vec![Categorised {
            value: "unauthorized-access/vulnerability-exploit".parse().expect("a slug"),
            certainty: Certainty::Stated,
            evidence: evidence(),
        }],
        dates: steps
            .iter()
            .map(|(event, date)| Milestone {
                event: *event,
                date: date.parse().expect(date),
                evidence: evidence(),
            })
            .collect(),
        ..Facts::default()
    };
    report
}

pub(super) fn through(mut report: Report, vendor: &str) -> Report {
    report.facts.vendors.push(Vendor {
        name: vendor.to_owned(),
        role: VendorRole::SaasProvider,
        evidence: evidence(),
    });
    report
}

pub(super) fn at(mut report: Report, service: &str) -> Report {
    report.facts.service = Some(Named { name: service.to_owned(), evidence: evidence() });
    report
}

fn counted(mut report: Report, number: u64) -> Report {
    report.facts.affected.push(Affected {
        what: String::new(),
        count: Count::new(Unit::Records, number, Qualifier::Exact),
        evidence: evidence(),
    });
    report
}

/// Ids of the reports on the incident of the first report, in order.
#[track_caller]
fn check(reports: &[Report], expected: &[&str]) {
    let corpus = Fixture::new(reports, 2);
    let first = reports.first().expect("a report");
    let linked = corpus.search.incident(first).expect("the index can be read");
    let ids: Vec<_> = linked.iter().map(|one| one.report.document.id.as_str()).collect();
    assert_eq!(ids, expected);
}

#[test]
fn reports_of_one_organisation_on_one_incident_are_linked() {
    let detected = |date| [(Event::Detected, date)];
    let first = || notice("first", "株式会社あおば", "2024-05-10", &detected("2024-05-01"));
    // The same day of detection, whatever else differs.
    let second = notice("second", "あおば", "2024-08-01", &detected("2024-05-01"));
    check(&[first(), second], &["first", "second"]);
    // Another incident of the same organisation.
    let other = notice("other", "株式会社あおば", "2024-09-01", &detected("2024-08-20"));
    check(&[first(), other], &["first"]);
    // An update that dates nothing, within a year; and one long after.
    let update = notice("update", "株式会社あおば", "2024-06-01", &[]);
    let late = notice("late", "株式会社あおば", "2026-06-01", &[]);
    check(&[first(), update, late], &["first", "update"]);
    // Another service.
    let shop = at(notice("shop", "株式会社あおば", "2024-06-01", &[]), "別の店");
    check(&[at(first(), "あおばの店"), shop], &["first"]);
    // Another organisation.
    let stranger = notice("stranger", "みどり市", "2024-05-10", &detected("2024-05-01"));
    check(&[first(), stranger], &["first"]);
    // A page on no incident.
    let mut guidance = notice("guidance", "株式会社あおば", "2024-05-10", &[]);
    guidance.facts.kind = Kind::None;
    check(&[first(), guidance], &["first"]);
}

#[test]
fn short_names_that_a_text_gives_its_organisation_link_too() {
    let mut first =
        notice("first", "青葉建設株式会社", "2024-05-10", &[(Event::Detected, "2024-05-01")]);
    first
        .facts
        .aliases
        .push(Alias { alias: "青建".into(), name: "青葉建設株式会社".into() });
    let comment = notice("comment", "青建", "2024-07-01", &[(Event::Detected, "2024-05-01")]);
    check(&[first, comment], &["first", "comment"]);
}

#[test]
fn a_vendor_and_its_customers_are_linked() {
    let vendor =
        notice("vendor", "株式会社ツール", "2024-05-02", &[(Event::Detected, "2024-04-20")]);
    let one = notice("one", "一店", "2024-05-10", &[(Event::Detected, "2024-05-01")]);
    let one = through(one, "ツール社");
    let two = through(notice("two", "二店", "2024-05-20", &[]), "株式会社ツール");
    let later = through(
        notice("later", "三店", "2025-05-20", &[(Event::Detected, "2025-05-01")]),
        "株式会社ツール",
    );
    check(&[one.clone(), two.clone(), later.clone()], &["one", "two"]);
    check(&[one, vendor, two, later], &["vendor", "one", "two"]);
}

#[test]
fn what_changed_stands_at_the_later_report() {
    let steps = [(Event::Detected, "2020-10-20")];
    let first = counted(notice("first", "東の会社", "2020-11-12", &steps), 657_096);
    let second = counted(notice("second", "東の会社", "2021-01-20", &steps), 655_488);
    let corpus = Fixture::new(&[second.clone(), first], 1);
    let linked = corpus.search.incident(&second).expect("the index can be read");
    let changes: Vec<_> = linked.iter().map(|one| one.changes.clone()).collect();
    let count = |number| Count::new(Unit::Records, number, Qualifier::Exact);
    let revised = Revision::Affected { from: Some(count(657_096)), to: count(655_488) };
    assert_eq!(changes, [vec![], vec![revised]]);
}

#[test]
fn hits_are_put_together_by_incident() {
    let steps = |date| [(Event::Detected, date)];
    let reports = [
        notice("a1", "甲社", "2024-05-10", &steps("2024-05-01")),
        notice("b1", "乙社", "2024-05-10", &steps("2024-05-03")),
        notice("a2", "甲社", "2024-06-10", &steps("2024-05-01")),
        notice("c1", "丙社", "2023-05-10", &steps("2023-05-03")),
    ];
    let corpus = Fixture::new(&reports, 3);
    let ask = |offset, limit| {
        let mut request = super::request("不正アクセス");
        (request.by_incident, request.offset, request.limit) = (true, offset, limit);
        let response = corpus.request(&request);
        assert_eq!(response.total, 4, "reports are counted, not incidents");
        let shape = |hit: &Hit| {
            let others = hit.linked.iter().map(|other| {
                format!("{}@{}", other.report.document.id, other.rank.unwrap_or_default())
            });
            format!(
                "{}:{}[{}]",
                hit.rank,
                hit.report.document.id,
                others.collect::<Vec<_>>().join(" ")
            )
        };
        response.hits.iter().map(shape).collect::<Vec<_>>()
    };
    assert_eq!(ask(0, 10), ["1:a2[a1@2]", "3:b1[]", "4:c1[]"]);
    assert_eq!(ask(0, 1), ["1:a2[a1@2]"]);
    assert_eq!(ask(1, 1), ["3:b1[]"]);
    assert_eq!(ask(2, 5), ["4:c1[]"]);
    assert_eq!(ask(3, 5), Vec::<String>::new());
}
