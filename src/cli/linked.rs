//! The other reports on an incident, and what changed between them.

use std::io::{self, Write};

use crate::report::{Certainty, FacetField, FacetPath, Revision};
use crate::search::Linked;
use crate::taxonomy::Taxonomies;

use super::facts::{self, BETWEEN};
use super::hits::indented;
use super::number;
use super::terminal::Layout;
use super::text::{FAINT, PLAIN, Text};

/// Most values of one sort of change that are named.
const MOST_VALUES: usize = 5;

/// Writes the reports, each with its changes below it, behind a margin of so many columns.
pub(super) fn write(
    out: &mut dyn Write,
    linked: &[Linked],
    columns: usize,
    taxonomies: &Taxonomies,
    layout: Layout,
) -> io::Result<()> {
    let margin = " ".repeat(columns);
    for other in linked {
        let report = &other.report;
        let mut line = Text::new(FAINT, "= ");
        if let Some(published) = report.published() {
            line.push(PLAIN, &published.to_string());
            line.push(FAINT, BETWEEN);
        }
        if let Some(organisation) = &report.facts.organisation {
            line.push(PLAIN, &organisation.name);
            line.push(FAINT, BETWEEN);
        }
        line.push(PLAIN, report.facts.kind.label());
        line.push(FAINT, BETWEEN);
        line.push(PLAIN, facts::title(report));
        if let Some(rank) = other.rank {
            line.push(FAINT, &format!("{BETWEEN}{rank}位"));
        }
        let deeper = format!("{margin}  ");
        indented(out, &Text::plain(&margin), &deeper, &line, layout)?;
        for change in changes(&other.changes, taxonomies) {
            let mut text = Text::new(FAINT, change.label);
            text.push(PLAIN, &format!(" {}", change.text));
            indented(out, &Text::plain(&deeper), &deeper, &text, layout)?;
        }
        let id = Text::new(FAINT, report.document.id.as_str());
        indented(out, &Text::plain(&deeper), &deeper, &id, layout)?;
        if !other.copies.is_empty() {
            let line = facts::copies(&other.copies);
            indented(out, &Text::plain(&deeper), &format!("{deeper}  "), &line, layout)?;
        }
    }
    Ok(())
}

/// One sort of change in words.
struct Change {
    label: &'static str,
    text: String,
}

/// Changes in words; new and changed values of a sort share a line.
fn changes(revisions: &[Revision], taxonomies: &Taxonomies) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let (mut causes, mut data) = (Vec::new(), Vec::new());
    for revision in revisions {
        match revision {
            Revision::Affected { from, to } => {
                let to = number::count(to);
                let text = match from {
                    Some(from) => format!("{} → {to}", number::count(from)),
                    None => format!("＋{to}"),
                };
                found.push(Change { label: "影響", text });
            }
            Revision::Cause { value, from, to } => {
                causes.push(categorised(FacetField::Cause, value, *from, *to, taxonomies));
            }
            Revision::Data { value, from, to } => {
                data.push(categorised(FacetField::Data, value, *from, *to, taxonomies));
            }
            Revision::Date { event, from, to } => {
                let text = format!("{from} → {to}");
                found.push(Change { label: facts::event(*event), text });
            }
        }
    }
    for (label, values) in [("原因", causes), ("項目", data)] {
        let more = values.len().saturating_sub(MOST_VALUES);
        let mut text = values.into_iter().take(MOST_VALUES).collect::<Vec<_>>().join("、");
        if more > 0 {
            text.push_str(&format!("、ほか{more}"));
        }
        if !text.is_empty() {
            found.push(Change { label, text });
        }
    }
    found
}

/// A value that is new (`＋氏名`) or told with another certainty (`氏名（可能性 → 確認）`).
fn categorised(
    field: FacetField,
    value: &FacetPath,
    from: Option<Certainty>,
    to: Certainty,
    taxonomies: &Taxonomies,
) -> String {
    let label = taxonomies.of(field).and_then(|all| all.last_label(value.as_str()));
    let label = label.unwrap_or(value.as_str());
    match (from, to) {
        (None, Certainty::Stated) => format!("＋{label}"),
        (None, to) => format!("＋{label}（{}）", certainty(to)),
        (Some(from), to) => format!("{label}（{} → {}）", certainty(from), certainty(to)),
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Stated => "確認",
        Certainty::Possible => "可能性",
        Certainty::Denied => "否定",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::report::{Count, Event, Qualifier, Unit};

    #[test]
    fn changes_are_told_in_words() {
        let path = |value: &str| value.parse::<FacetPath>().expect(value);
        let date = |text: &str| text.parse().expect(text);
        let count = |number, qualifier| Count::new(Unit::Records, number, qualifier);
        let data = |value: &str, from, to| Revision::Data { value: path(value), from, to };
        let revisions = [
            Revision::Affected {
                from: Some(count(657_096, Qualifier::Exact)),
                to: count(655_488, Qualifier::AtMost),
            },
            Revision::Affected { from: None, to: Count::new(Unit::People, 12, Qualifier::About) },
            Revision::Cause {
                value: path("malware/ransomware"),
                from: Some(Certainty::Possible),
                to: Certainty::Stated,
            },
            data("contact/name", None, Certainty::Stated),
            data("contact/phone", None, Certainty::Possible),
            data("payment/card-number", Some(Certainty::Possible), Certainty::Denied),
            Revision::Date {
                event: Event::Detected,
                from: date("2020-10-20"),
                to: date("2020-10-21"),
            },
        ];
        let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
        let told: Vec<String> = changes(&revisions, &taxonomies)
            .into_iter()
            .map(|change| format!("{} {}", change.label, change.text))
            .collect();
        assert_eq!(
            told,
            [
                "影響 657,096件 → 最大655,488件",
                "影響 ＋約12人",
                "発覚 2020-10-20 → 2020-10-21",
                "原因 ランサムウェア（可能性 → 確認）",
                "項目 ＋氏名、＋電話番号（可能性）、クレジットカード番号（可能性 → 否定）",
            ]
        );
    }
}
