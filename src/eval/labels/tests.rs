use super::*;

/// A label with the fields that `fields` sets in place of nothing.
fn line(fields: &str) -> String {
    let mut label = serde_json::json!({
        "id": "notices/a.txt#1", "kind": "notice", "organisation": null, "service": null,
        "aliases": {}, "causes": [], "vendors": [], "data": [], "affected": [], "dates": [],
    });
    let set: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(fields).expect(fields);
    label.as_object_mut().expect("an object").extend(set);
    label.to_string()
}

#[test]
fn a_label_is_the_facts_of_a_report() {
    let fields = r#"{
        "organisation": {"name": "株式会社見本", "evidence": {"quote": "株式会社見本です。"}},
        "aliases": {"見本社": "株式会社見本"},
        "causes": [{"value": "malware/ransomware", "certainty": "possible", "evidence": {"quote": "疑い"}}],
        "vendors": [{"name": "委託社", "role": "contractor", "evidence": {"quote": "委託"}}],
        "affected": [
            {"what": "", "unit": "people", "min": 5, "max": 5, "qualifier": "about", "evidence": {"quote": "約5人"}},
            {"what": "顧客", "unit": "records", "min": null, "max": 9, "qualifier": "at-most", "evidence": {"quote": "最大9件"}}
        ],
        "dates": [{"event": "detected", "date": "2022-07", "precision": "month", "evidence": {"quote": "7月"}}]
    }"#;
    let labels = parse("labels.jsonl", &line(fields)).expect("a label");
    let facts = &labels.first().expect("one label").facts;
    assert_eq!(facts.organisation.as_ref().map(|one| one.name.as_str()), Some("株式会社見本"));
    assert_eq!(facts.aliases.first().map(|alias| alias.alias.as_str()), Some("見本社"));
    assert_eq!(facts.causes.first().map(|cause| cause.certainty), Some(Certainty::Possible));
    assert_eq!(facts.causes.first().map(|cause| cause.evidence.quote.as_str()), Some("疑い"));
    assert_eq!(facts.vendors.first().map(|vendor| vendor.role), Some(VendorRole::Contractor));
    let counts: Vec<Count> = facts.affected.iter().map(|affected| affected.count).collect();
    let expected = [
        Count::new(Unit::Records, 9, Qualifier::AtMost),
        Count::new(Unit::People, 5, Qualifier::About),
    ];
    assert_eq!(counts, expected);
    let dates: Vec<String> = facts.dates.iter().map(|one| one.date.to_string()).collect();
    assert_eq!(dates, ["2022-07"]);
}

#[test]
fn a_label_belongs_to_the_split_it_names_or_lies_in() {
    #[track_caller]
    fn check(fields: &str, expected: Split) {
        let labels = parse("labels.jsonl", &line(fields)).expect(fields);
        assert_eq!(labels.first().map(|label| label.split), Some(expected), "{fields}");
    }
    check("{}", Split::Dev);
    check(r#"{"split": "test"}"#, Split::Test);
    check(r#"{"split": "dev"}"#, Split::Dev);
    check(r#"{"split": null}"#, Split::Dev);
    check(r#"{"id": "heldout/notices/a.txt#1"}"#, Split::Test);
    check(r#"{"id": "heldout/notices/a.txt#1", "split": "dev"}"#, Split::Dev);
    check(r#"{"id": "x-1", "source": {"path": "heldout/crawl.jsonl", "part": 1}}"#, Split::Test);
    check(r#"{"id": "heldout/x", "source": {"path": "crawl.jsonl", "part": 1}}"#, Split::Dev);
}

#[test]
fn a_wrong_label_is_refused_with_its_place() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let error = parse("gold.jsonl", text).expect_err(text);
        assert_eq!(error.to_string(), expected);
    }
    let advice = "mend the label; corpus/README.md says how";
    check("見本", "gold.jsonl:1:1: expected value; write one JSON object a line");
    check("{\"id\": \"a\"", &format!("gold.jsonl:1:10: EOF while parsing an object; {ONE_LINE}"));
    check("{\"id\": \"a\"}", &format!("gold.jsonl:1:11: missing field `kind`; {advice}"));
    let after = |line: &str| format!("{}\n{line}", self::line(r#"{"id": "b"}"#));
    check(
        &after(r#"{"id": "見本", "kind": "blog"}"#),
        &format!(
            "gold.jsonl:2:28: `blog` is none of notice, follow-up, qa, digest-entry, commentary, \
             news, none; {advice}"
        ),
    );
    check(
        &after(&line(r#"{"id": "b"}"#)),
        "gold.jsonl:2:1: `b` is labelled twice; keep one line of the two",
    );
}

const ONE_LINE: &str = "write one JSON object a line";

#[test]
fn values_that_the_domain_does_not_know_are_refused() {
    #[track_caller]
    fn check(fields: &str, expected: &str) {
        let error = parse("gold.jsonl", &line(fields)).expect_err(fields);
        assert_eq!(error.message.split("; ").next(), Some(expected), "{fields}");
    }
    check(r#"{"split": "train"}"#, "unknown variant `train`, expected `dev` or `test`");
    let cause = |value: &str, certainty: &str| {
        let evidence = r#""evidence": {"quote": ""}"#;
        format!(r#"{{"causes": [{{"value": "{value}", "certainty": "{certainty}", {evidence}}}]}}"#)
    };
    check(&cause("malware", "stated"), "`malware` names only a first level");
    check(&cause("Malware/x", "stated"), "`Malware/x` is not a slug path");
    check(&cause("malware/x", "sure"), "`sure` is none of stated, possible, denied");
    check(
        r#"{"dates": [{"event": "x", "date": "2022"}]}"#,
        "`x` is none of incident_start, incident_end, detected, contained, investigated, notified, reported, police, resumed, published",
    );
    check(
        r#"{"dates": [{"event": "detected", "date": "2022-02-30"}]}"#,
        "the calendar has no 2022-02-30",
    );
    check(r#"{"affected": [{"what": "", "unit": "people", "max": 5}]}"#, "missing field `min`");
    check(r#"{"aliases": {"a": 1}}"#, "invalid type: integer `1`, expected a string");
}

#[test]
fn marks_and_empty_lines_are_no_labels() {
    let text = format!("\u{feff}{}\r\n\n", line("{}"));
    assert_eq!(parse("gold.jsonl", &text).map(|labels| labels.len()), Ok(1));
    assert_eq!(parse("gold.jsonl", ""), Ok(Vec::new()));
}
