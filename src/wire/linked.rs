//! The other reports on an incident.

use serde::Serialize;

use super::Bounds;
use crate::report::Revision;
use crate::search::Linked;

/// A report on the same incident as another.
#[derive(Debug, Serialize)]
pub struct LinkedReport<'r> {
    id: &'r str,
    title: &'r str,
    organisation: Option<&'r str>,
    kind: &'static str,
    published: Option<String>,
    rank: Option<usize>,
    changes: Vec<Change<'r>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    copies: &'r [String],
}

/// What it says otherwise than the organisation's report before it; `from` is null for what is new.
#[derive(Debug, Serialize)]
#[serde(tag = "field", rename_all = "lowercase")]
enum Change<'r> {
    Affected { from: Option<Bounds>, to: Bounds },
    Cause { value: &'r str, from: Option<&'static str>, to: &'static str },
    Data { value: &'r str, from: Option<&'static str>, to: &'static str },
    Date { event: &'static str, from: String, to: String },
}

impl<'r> From<&'r Linked> for LinkedReport<'r> {
    fn from(linked: &'r Linked) -> Self {
        let Linked { report, rank, copies, changes } = linked;
        let organisation = report.facts.organisation.as_ref();
        Self {
            id: report.document.id.as_str(),
            title: &report.document.title,
            organisation: organisation.map(|named| named.name.as_str()),
            kind: report.facts.kind.as_str(),
            published: report.published().map(|date| date.to_string()),
            rank: *rank,
            changes: changes.iter().map(Change::from).collect(),
            copies,
        }
    }
}

impl<'r> From<&'r Revision> for Change<'r> {
    fn from(revision: &'r Revision) -> Self {
        let certainty = crate::report::Certainty::as_str;
        match revision {
            Revision::Affected { from, to } => {
                Self::Affected { from: from.map(Bounds::from), to: (*to).into() }
            }
            Revision::Cause { value, from, to } => {
                Self::Cause { value: value.as_str(), from: from.map(certainty), to: certainty(*to) }
            }
            Revision::Data { value, from, to } => {
                Self::Data { value: value.as_str(), from: from.map(certainty), to: certainty(*to) }
            }
            Revision::Date { event, from, to } => {
                Self::Date { event: event.as_str(), from: from.to_string(), to: to.to_string() }
            }
        }
    }
}
