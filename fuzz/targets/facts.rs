//! Facts of any text: each with the sentence that proves it, at its place.
#![no_main]

use std::sync::LazyLock;

use jiken::extract::Extractor;
use jiken::japanese::{Folder, Variants};
use jiken::lexicon::Lexicon;
use jiken::report::{Document, Evidence, Facts, ReportId, Source};
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let lexicon = Lexicon::embedded();
    let folder = Folder::new(&Variants::read(&lexicon).expect("the embedded variants are sound"));
    Extractor::new(&lexicon, &folder).expect("the embedded lexicon is sound")
});

/// Words that make a notice of nearly any text, so that the finders are asked.
const LEAD: &str = "個人情報漏えいに関するお詫び\n2024年5月1日\n株式会社あおば商店\n不正アクセスにより氏名が漏えいしました。\n";

fuzz_target!(|text: &str| {
    check(text);
    check(&format!("{LEAD}{text}"));
});

fn check(text: &str) {
    let source = Source { path: "a.txt".into(), part: 1 };
    let document = Document {
        id: ReportId::of_source(&source),
        source,
        title: text.lines().next().unwrap_or_default().to_owned(),
        text: text.to_owned(),
        url: None,
        published: None,
        crawled: None,
        in_digest: false,
    };
    let report = EXTRACTOR.report(document);
    let text = report.document.text.as_str();
    for evidence in evidence(&report.facts) {
        assert_eq!(evidence.span.of(text), Some(evidence.quote.as_str()), "{evidence:?}");
        assert!(!evidence.quote.is_empty(), "{evidence:?}");
    }
    let mut end = 0;
    for section in &report.outline.sections {
        assert!(section.span.of(text).is_some() && end <= section.span.start, "{section:?}");
        if let Some(heading) = section.heading {
            assert!(heading.of(text).is_some(), "{section:?}");
            assert!(section.span.start <= heading.start && heading.end <= section.span.end, "{section:?}");
        }
        end = section.span.end;
    }
    let mut start = 0;
    for formula in &report.outline.formulas {
        assert!(formula.of(text).is_some() && start <= formula.start, "{formula:?}");
        start = formula.start;
    }
    assert!(report.mentioned.is_sorted(), "{:?}", report.mentioned);
    assert_eq!(EXTRACTOR.extract(&report.document), report.facts, "reads differently the second time");
}

fn evidence(facts: &Facts) -> Vec<&Evidence> {
    let named = facts.organisation.iter().chain(&facts.service).map(|named| &named.evidence);
    let categorised = facts.causes.iter().chain(&facts.data).map(|found| &found.evidence);
    named
        .chain(categorised)
        .chain(facts.vendors.iter().map(|vendor| &vendor.evidence))
        .chain(facts.affected.iter().map(|affected| &affected.evidence))
        .chain(facts.dates.iter().map(|milestone| &milestone.evidence))
        .collect()
}
