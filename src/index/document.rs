//! A report as an engine document.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::Facet;

use super::analyzer;
use super::mentions;
use super::statistics::kept_length;
use super::{Fields, IndexError, Sketch, SourceState, Totals};
use crate::japanese::{Analyzer, Folded, LegalForms, Word};
use crate::report::{Certainty, FacetPath, Kind, Named, Report, Unit};

/// A report analysed and ready to be added; building it is the expensive part, and runs on any
/// thread.
pub struct Prepared {
    pub(super) document: TantivyDocument,
    /// What it adds to the totals.
    pub(super) totals: Totals,
}

/// Analyses a report of the source file at `file`, whose text the analyzer's folder has made `folded`.
///
/// # Errors
/// [`IndexError::Analysis`] when the text cannot be analysed.
pub fn prepare(
    fields: &Fields,
    analyzer: &Analyzer,
    legal_forms: &LegalForms,
    mut report: Report,
    folded: &Folded,
    file: &str,
    state: &SourceState,
) -> Result<Prepared, IndexError> {
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, report.document.id.as_str());
    document.add_text(fields.source, file);
    document.add_u64(fields.source_size, state.size);
    document.add_i64(fields.source_modified, state.modified);
    document.add_u64(fields.source_digest, state.digest);

    let words = analyzer.words_of(folded)?;
    let title_end = report.document.body_start();
    let is_aside = |at: usize| at >= title_end && report.outline.is_aside(at);
    let (asides, telling): (Vec<Word>, Vec<Word>) =
        words.into_iter().partition(|word| is_aside(word.original.start));
    let mut totals = Totals { reports: 1, ..Totals::default() };
    let mut ranked = |field, packed: String, total: &mut u64| {
        *total = kept_length(analyzer::terms(&packed));
        if !packed.is_empty() {
            document.add_text(field, packed);
        }
    };
    ranked(fields.words, analyzer::words(analyzer, &telling), &mut totals.words);
    ranked(fields.aside, analyzer::words(analyzer, &asides), &mut totals.aside);
    let (pairs, aside_pairs) = analyzer::bigrams(folded, is_aside);
    ranked(fields.characters, pairs, &mut totals.characters);
    ranked(fields.aside_characters, aside_pairs, &mut totals.aside_characters);
    let words = telling.iter().chain(&asides).filter(|word| !word.stop);
    // 荒らし by アラシ, and by the アラス of its base form.
    let surface = |word: &Word| folded.text().get(word.folded.clone()).unwrap_or_default();
    let terms: BTreeSet<&str> =
        words.flat_map(|word| [word.term.as_str(), surface(word)]).collect();
    document.add_text(fields.readings, analyzer::listed(mentions::readings(analyzer, &terms)));
    let aliases = mentions::aliases(&report, legal_forms, analyzer.folder());
    document.add_text(fields.aliases, analyzer::listed(aliases));
    document.add_text(fields.dates, analyzer::listed(mentions::dates(&report)));
    let title: Vec<_> =
        telling.into_iter().take_while(|word| word.original.end <= title_end).collect();
    let title = analyzer::words(analyzer, &title);
    totals.title = kept_length(analyzer::terms(&title));
    document.add_text(fields.title, title);

    for value in Sketch::of(&report, folded).values() {
        document.add_u64(fields.sketch, value);
    }

    add_facets(&mut document, fields, &report);
    add_names(&mut document, fields, analyzer, legal_forms, &report);
    add_numbers(&mut document, fields, &report);

    let text = std::mem::take(&mut report.document.text);
    document.add_text(fields.text, text);
    let record = serde_json::to_vec(&report).map_err(|error| {
        IndexError::Engine(tantivy::TantivyError::InternalError(error.to_string()))
    })?;
    document.add_bytes(fields.record, &record);
    Ok(Prepared { document, totals })
}

fn add_facets(document: &mut TantivyDocument, fields: &Fields, report: &Report) {
    let facts = &report.facts;
    let path = |value: &FacetPath| Facet::from_path(value.as_str().split('/'));
    for cause in facts.causes.iter().filter(|cause| cause.certainty != Certainty::Denied) {
        document.add_facet(fields.cause, path(&cause.value));
    }
    for data in facts.data.iter().filter(|data| data.certainty != Certainty::Denied) {
        document.add_facet(fields.data, path(&data.value));
    }
    document.add_facet(fields.kind, Facet::from_path([facts.kind.as_str()]));
    document.add_u64(fields.incident, u64::from(facts.kind != Kind::None));
    if let Some(published) = report.published() {
        document.add_facet(fields.year, Facet::from_path([format!("{:04}", published.year())]));
    }
}

fn add_names(
    document: &mut TantivyDocument,
    fields: &Fields,
    analyzer: &Analyzer,
    legal_forms: &LegalForms,
    report: &Report,
) {
    let facts = &report.facts;
    let key = |name: &str| legal_forms.key(name, analyzer.folder());
    let keys = |name: &str| {
        let aliases = facts.aliases.iter().filter(|alias| alias.name == name);
        let mut keys: Vec<String> =
            std::iter::once(key(name)).chain(aliases.map(|alias| key(&alias.alias))).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    for vendor in &facts.vendors {
        document.add_facet(fields.vendor, Facet::from_path([legal_forms.strip(&vendor.name)]));
        for key in keys(&vendor.name) {
            document.add_text(fields.vendor_key, key);
        }
    }
    if let Some(Named { name, .. }) = &facts.organisation {
        document.add_facet(fields.organisation, Facet::from_path([legal_forms.strip(name)]));
        for key in keys(name) {
            document.add_text(fields.organisation_key, key);
        }
    }
}

fn add_numbers(document: &mut TantivyDocument, fields: &Fields, report: &Report) {
    if let Some(date) = report.published() {
        document.add_i64(fields.published_first, days_since_epoch(date.first_day()));
        document.add_i64(fields.published_last, days_since_epoch(date.last_day()));
    }
    let facts = &report.facts;
    let columns = [
        (fields.people, facts.total_of(Unit::People)),
        (fields.records, facts.total_of(Unit::Records)),
        (fields.affected, facts.total()),
    ];
    for (field, total) in columns {
        if let Some(total) = total {
            document.add_u64(field, total.number());
        }
    }
    if let Some(days) = report.delay() {
        document.add_u64(fields.delay, u64::from(days));
    }
}

/// Days since 1970-01-01; negative before.
pub(crate) fn days_since_epoch(day: jiff::civil::Date) -> i64 {
    i64::from((day - jiff::civil::date(1970, 1, 1)).get_days())
}
