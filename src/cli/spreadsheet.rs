//! Hits and counts as CSV for spreadsheets.

use std::io::Write;

use crate::report::{Categorised, Certainty, Facts, Unit};
use crate::search::{Facet, FacetCount, Hit};

use super::error::Failure;
use super::text::sanitised;

/// Between the values of one cell.
const BETWEEN: &str = "; ";
/// Between the snippets of one cell.
const BETWEEN_SNIPPETS: &str = " … ";
/// What the columns of a hit are called.
const HIT_COLUMNS: [&str; 17] = [
    "rank",
    "score",
    "id",
    "title",
    "organisation",
    "kind",
    "published",
    "causes",
    "vendors",
    "data",
    "affected_people",
    "affected_records",
    "snippet",
    "url",
    "path",
    "delay_days",
    "copies",
];

/// A CSV table of hits.
pub(super) struct Spreadsheet<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Spreadsheet<W> {
    /// A table with its header; hits of several queries have their query's id in front.
    pub(super) fn new(mut out: W, bom: bool, numbered: bool) -> Result<Self, Failure> {
        if bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut sheet = Self::without_header(out);
        let columns = numbered.then_some("qid").into_iter().chain(HIT_COLUMNS);
        sheet.writer.write_record(columns)?;
        Ok(sheet)
    }

    /// Rows that go below a header which is already written.
    pub(super) fn without_header(out: W) -> Self {
        Self { writer: csv::Writer::from_writer(out) }
    }

    /// Appends a hit.
    pub(super) fn hit(&mut self, qid: Option<&str>, hit: &Hit) -> Result<(), Failure> {
        let (document, facts) = (&hit.report.document, &hit.report.facts);
        let vendors = facts.vendors.iter().map(|vendor| vendor.name.as_str());
        let snippets: Vec<&str> =
            hit.snippets.iter().map(|snippet| snippet.text.as_str()).collect();
        let cells = [
            hit.rank.to_string(),
            format!("{:.4}", hit.score),
            cell(document.id.as_str()),
            cell(&document.title),
            cell(facts.organisation.as_ref().map_or("", |named| &named.name)),
            facts.kind.as_str().to_owned(),
            hit.report.published().map(|date| date.to_string()).unwrap_or_default(),
            cell(&joined(held(&facts.causes))),
            cell(&joined(vendors)),
            cell(&joined(held(&facts.data))),
            total(facts, Unit::People),
            total(facts, Unit::Records),
            cell(&snippets.join(BETWEEN_SNIPPETS)),
            cell(document.url.as_deref().unwrap_or_default()),
            cell(&document.source.path),
            hit.report.delay().map(|days| days.to_string()).unwrap_or_default(),
            cell(&joined(hit.copies.iter().map(String::as_str))),
        ];
        self.writer.write_record(qid.map(cell).into_iter().chain(cells))?;
        Ok(())
    }

    /// Hands over what is still buffered.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        Ok(self.writer.flush()?)
    }
}

/// Writes counts: a row a value, children right after their parent with their whole path.
pub(super) fn write_facets(out: impl Write, facets: &[Facet], bom: bool) -> Result<(), Failure> {
    let mut out = out;
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["field", "value", "label", "count"])?;
    for facet in facets {
        let field = facet.field.as_str();
        for parent in &facet.values {
            for FacetCount { value, label, count, .. } in
                std::iter::once(parent).chain(&parent.children)
            {
                writer.write_record([field, &cell(value), &cell(label), &count.to_string()])?;
            }
        }
    }
    Ok(writer.flush()?)
}

/// Text as a cell that a spreadsheet shows and never runs: one that looks like a formula gets an
/// apostrophe in front.
fn cell(text: &str) -> String {
    let text = sanitised(text);
    let is_formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

fn held(facts: &[Categorised]) -> impl Iterator<Item = &str> {
    let held = facts.iter().filter(|fact| fact.certainty != Certainty::Denied);
    held.map(|fact| fact.value.as_str())
}

/// Distinct values, joined.
fn joined<'v>(values: impl Iterator<Item = &'v str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept.join(BETWEEN)
}

/// The total of a unit, empty when there is none.
fn total(facts: &Facts, unit: Unit) -> String {
    facts.total_of(unit).map(|count| count.number().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_runs_as_a_formula() {
        for (text, expected) in [
            ("東玉", "東玉"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("+81", "'+81"),
            ("-お詫び-", "'-お詫び-"),
            ("@cmd", "'@cmd"),
            ("＝1+1", "'＝1+1"),
            ("\t=1", " =1"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_values_of_a_cell_are_distinct() {
        assert_eq!(joined(["b", "a", "b"].into_iter()), "b; a");
        assert_eq!(joined([].into_iter()), "");
    }
}
