//! A report's facts with their evidence.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::explain::Explained;
use super::{Bounds, LinkedReport, Source};
use crate::extract::Explanation;
use crate::report::{
    Affected, Alias, Categorised, Document, Evidence, FacetField, FacetPath, Milestone, Named,
    Report, Section, Vendor,
};
use crate::search::Linked;
use crate::taxonomy::Taxonomies;

/// `extract`: one report.
#[derive(Debug, Serialize)]
pub struct ExtractedReport<'r> {
    id: &'r str,
    source: Source<'r>,
    title: &'r str,
    kind: &'static str,
    organisation: Option<Explained<Name<'r>>>,
    service: Option<Explained<Name<'r>>>,
    aliases: Aliases<'r>,
    causes: Vec<Explained<Category<'r>>>,
    vendors: Vec<Explained<ThirdParty<'r>>>,
    data: Vec<Explained<Category<'r>>>,
    affected: Vec<Explained<Harm<'r>>>,
    dates: Vec<Explained<Step<'r>>>,
    delay_days: Option<u32>,
    sections: Vec<Part<'r>>,
}

/// `show --format json`: the same with the address and the whole text.
#[derive(Debug, Serialize)]
pub struct ShownReport<'r> {
    #[serde(flatten)]
    report: ExtractedReport<'r>,
    url: Option<&'r str>,
    /// When a crawl fetched the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    crawled: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<Vec<LinkedReport<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<&'r [String]>,
}

#[derive(Debug, Serialize)]
struct Name<'r> {
    name: &'r str,
    evidence: Quote<'r>,
}

/// Short names and what they stand for, in the order of the text.
#[derive(Debug)]
struct Aliases<'r>(&'r [Alias]);

#[derive(Debug, Serialize)]
struct Category<'r> {
    value: &'r str,
    label: String,
    certainty: &'static str,
    evidence: Quote<'r>,
}

#[derive(Debug, Serialize)]
struct ThirdParty<'r> {
    name: &'r str,
    role: &'static str,
    evidence: Quote<'r>,
}

#[derive(Debug, Serialize)]
struct Harm<'r> {
    what: &'r str,
    #[serde(flatten)]
    bounds: Bounds,
    evidence: Quote<'r>,
}

#[derive(Debug, Serialize)]
struct Step<'r> {
    event: &'static str,
    date: String,
    precision: &'static str,
    evidence: Quote<'r>,
}

/// A section of the text.
#[derive(Debug, Serialize)]
struct Part<'r> {
    kind: &'static str,
    heading: Option<&'r str>,
    start: usize,
    end: usize,
}

/// Bytes of the report's text, and the text there.
#[derive(Debug, Serialize)]
struct Quote<'r> {
    start: usize,
    end: usize,
    quote: &'r str,
}

impl<'r> ExtractedReport<'r> {
    /// The facts of `report`, labelled by `taxonomies`.
    pub fn new(report: &'r Report, taxonomies: &Taxonomies) -> Self {
        Self::explained(report, taxonomies, &|_| None)
    }

    /// The same, each fact with the rule that `explain` names for its evidence.
    pub fn explained(
        report: &'r Report,
        taxonomies: &Taxonomies,
        explain: &dyn Fn(&Evidence) -> Option<Explanation>,
    ) -> Self {
        let named = |named: &'r Named| Explained::new(Name::from(named), explain(&named.evidence));
        let (document, facts) = (&report.document, &report.facts);
        let categories = |field: FacetField, facts: &'r [Categorised]| {
            let category = |fact: &'r Categorised| {
                let explanation = explain(&fact.evidence);
                Explained::new(Category::new(field, fact, taxonomies), explanation)
            };
            facts.iter().map(category).collect()
        };
        Self {
            id: document.id.as_str(),
            source: Source::from(&document.source),
            title: &document.title,
            kind: facts.kind.as_str(),
            organisation: facts.organisation.as_ref().map(named),
            service: facts.service.as_ref().map(named),
            aliases: Aliases(&facts.aliases),
            causes: categories(FacetField::Cause, &facts.causes),
            vendors: facts
                .vendors
                .iter()
                .map(|fact| Explained::new(ThirdParty::from(fact), explain(&fact.evidence)))
                .collect(),
            data: categories(FacetField::Data, &facts.data),
            affected: facts
                .affected
                .iter()
                .map(|fact| Explained::new(Harm::from(fact), explain(&fact.evidence)))
                .collect(),
            dates: facts
                .dates
                .iter()
                .map(|fact| Explained::new(Step::from(fact), explain(&fact.evidence)))
                .collect(),
            delay_days: report.delay(),
            sections: report
                .outline
                .sections
                .iter()
                .map(|part| Part::new(part, document))
                .collect(),
        }
    }
}

impl<'r> ShownReport<'r> {
    /// The facts of `report` and, if wanted, its text.
    pub fn new(report: &'r Report, taxonomies: &Taxonomies, with_text: bool) -> Self {
        Self {
            report: ExtractedReport::new(report, taxonomies),
            url: report.document.url.as_deref(),
            crawled: report.document.crawled.map(|date| date.to_string()),
            text: with_text.then_some(report.document.text.as_str()),
            incident: None,
            copies: None,
        }
    }

    /// The same with the ids of reports that say the same.
    #[must_use]
    pub fn with_copies(self, copies: &'r [String]) -> Self {
        Self { copies: Some(copies), ..self }
    }

    /// The same with all reports on the incident, this one included, in the order of publication.
    #[must_use]
    pub fn with_incident(self, incident: &'r [Linked]) -> Self {
        Self { incident: Some(incident.iter().map(LinkedReport::from).collect()), ..self }
    }
}

impl<'r> Part<'r> {
    fn new(section: &Section, document: &'r Document) -> Self {
        Self {
            kind: section.kind.as_str(),
            heading: section.heading.and_then(|span| span.of(&document.text)).map(str::trim),
            start: section.span.start,
            end: section.span.end,
        }
    }
}

impl<'r> Category<'r> {
    fn new(field: FacetField, fact: &'r Categorised, taxonomies: &Taxonomies) -> Self {
        Self {
            value: fact.value.as_str(),
            label: label(field, &fact.value, taxonomies),
            certainty: fact.certainty.as_str(),
            evidence: Quote::from(&fact.evidence),
        }
    }
}

/// What people read for a value; the value itself where the vocabulary no longer has it.
fn label(field: FacetField, value: &FacetPath, taxonomies: &Taxonomies) -> String {
    let label = taxonomies.of(field).and_then(|taxonomy| taxonomy.label(value));
    label.unwrap_or_else(|| value.to_string())
}

impl<'r> From<&'r Named> for Name<'r> {
    fn from(named: &'r Named) -> Self {
        Self { name: &named.name, evidence: Quote::from(&named.evidence) }
    }
}

impl<'r> From<&'r Vendor> for ThirdParty<'r> {
    fn from(vendor: &'r Vendor) -> Self {
        let evidence = Quote::from(&vendor.evidence);
        Self { name: &vendor.name, role: vendor.role.as_str(), evidence }
    }
}

impl<'r> From<&'r Affected> for Harm<'r> {
    fn from(affected: &'r Affected) -> Self {
        let evidence = Quote::from(&affected.evidence);
        Self { what: &affected.what, bounds: affected.count.into(), evidence }
    }
}

impl<'r> From<&'r Milestone> for Step<'r> {
    fn from(milestone: &'r Milestone) -> Self {
        Self {
            event: milestone.event.as_str(),
            date: milestone.date.to_string(),
            precision: milestone.date.precision().as_str(),
            evidence: Quote::from(&milestone.evidence),
        }
    }
}

impl<'r> From<&'r Evidence> for Quote<'r> {
    fn from(evidence: &'r Evidence) -> Self {
        let Evidence { span, quote, .. } = evidence;
        Self { start: span.start, end: span.end, quote }
    }
}

impl Serialize for Aliases<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for Alias { alias, name } in self.0 {
            map.serialize_entry(alias, name)?;
        }
        map.end()
    }
}
