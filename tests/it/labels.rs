//! The gold labels of the sample corpus, held against the reports as the program reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiken::corpus;
use jiken::report::{Document, Event, Kind, VendorRole};
use serde_json::Value;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

/// Every report of the sample corpus by its id.
pub(crate) fn documents() -> BTreeMap<String, Document> {
    let mut documents = BTreeMap::new();
    corpus::read_path(folder(), &mut |outcome| {
        let document = outcome.expect("every file of the sample corpus can be read");
        documents.insert(document.id.to_string(), document);
    })
    .expect("the sample corpus");
    documents
}

/// Every label, one a report.
pub(crate) fn labels() -> Vec<Value> {
    let lines = std::fs::read_to_string(folder().join("labels.jsonl")).expect("the labels");
    lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is no text in {value}"))
}

/// Every quote anywhere in a label.
fn quotes<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("quote").and_then(Value::as_str));
            fields.values().for_each(|field| quotes(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| quotes(item, found)),
        _ => {}
    }
}

#[test]
fn there_is_one_label_for_every_report() {
    let read: BTreeSet<String> = documents().into_keys().collect();
    let labelled: BTreeSet<String> =
        labels().iter().map(|label| text(label, "id").to_owned()).collect();
    let missing: Vec<_> = read.difference(&labelled).collect();
    let unknown: Vec<_> = labelled.difference(&read).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "no label: {missing:?}; no report: {unknown:?}"
    );
    assert_eq!(labels().len(), read.len(), "a report is labelled twice");
}

#[test]
fn every_quote_stands_in_its_report() {
    let documents = documents();
    let mut lost = Vec::new();
    for label in labels() {
        let id = text(&label, "id");
        let document = &documents[id];
        let mut found = Vec::new();
        quotes(&label, &mut found);
        // Where a page sets a space or a line, a quote need not.
        let bare = |text: &str| text.replace(char::is_whitespace, "");
        let whole = bare(&document.text);
        lost.extend(
            found
                .into_iter()
                .filter(|quote| !whole.contains(&bare(quote)))
                .map(|quote| format!("{id}: {quote}")),
        );
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn labels_use_the_domain_s_vocabulary() {
    let lexicon = jiken::lexicon::Lexicon::embedded();
    let taxonomies = jiken::taxonomy::Taxonomies::new(&lexicon).expect("the embedded lexicon");
    let mut unknown = Vec::new();
    for label in labels() {
        let id = text(&label, "id").to_owned();
        let mut check = |known: bool, what: &str| {
            if !known {
                unknown.push(format!("{id}: {what}"));
            }
        };
        check(Kind::parse(text(&label, "kind")).is_some(), text(&label, "kind"));
        let items = |key: &str| label[key].as_array().expect(key).clone();
        for (key, taxonomy) in [("causes", taxonomies.causes()), ("data", taxonomies.data())] {
            for item in items(key) {
                let value = text(&item, "value");
                let known = value.parse().is_ok_and(|path| taxonomy.label(&path).is_some());
                check(known && value.contains('/'), value);
                let certainty = text(&item, "certainty");
                check(["stated", "possible", "denied"].contains(&certainty), certainty);
            }
        }
        for vendor in items("vendors") {
            check(VendorRole::parse(text(&vendor, "role")).is_some(), text(&vendor, "role"));
        }
        for date in items("dates") {
            check(Event::parse(text(&date, "event")).is_some(), text(&date, "event"));
            let parsed = text(&date, "date").parse::<jiken::report::Date>();
            let precise =
                parsed.is_ok_and(|day| day.precision().as_str() == text(&date, "precision"));
            check(precise, text(&date, "date"));
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn the_sample_corpus_covers_what_it_promises() {
    let labels = labels();
    let all = |key: &str| -> BTreeSet<String> {
        let items = labels.iter().flat_map(|label| label[key].as_array().expect(key).clone());
        items
            .filter(|item| item["certainty"] != "denied")
            .map(|item| text(&item, "value").split('/').next().unwrap_or_default().to_owned())
            .collect()
    };
    let kinds: BTreeSet<&str> = labels.iter().map(|label| text(label, "kind")).collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "{kinds:?}");
    let causes = all("causes");
    let lexicon = jiken::lexicon::Lexicon::embedded();
    let taxonomies = jiken::taxonomy::Taxonomies::new(&lexicon).expect("the embedded lexicon");
    let uncovered: Vec<_> = taxonomies
        .causes()
        .values()
        .iter()
        .map(|path| path.parent())
        .filter(|parent| !causes.contains(*parent))
        .collect();
    assert!(uncovered.is_empty(), "no report for {uncovered:?}");
    assert!(labels.len() >= 60, "only {} reports", labels.len());
}
