//! Answers to searches.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::explained::Explanation;
use super::{Bounds, LinkedReport, Source};
use crate::report::{Affected, Categorised, Certainty};
use crate::search::{self, Response};
use crate::taxonomy::Standard;

/// `search --format json`.
#[derive(Debug, Serialize)]
pub struct SearchResponse<'r> {
    #[serde(flatten)]
    head: Head<'r>,
    hits: Vec<Hit<'r>>,
    facets: Facets<'r>,
}

/// `facets --format json`: the same without hits.
#[derive(Debug, Serialize)]
pub struct FacetsResponse<'r> {
    #[serde(flatten)]
    head: Head<'r>,
    /// The standard whose terms the values are.
    #[serde(skip_serializing_if = "Option::is_none")]
    crosswalk: Option<&'static str>,
    facets: Facets<'r>,
}

#[derive(Debug, Serialize)]
struct Head<'r> {
    query: &'r str,
    interpreted: &'r str,
    total: u64,
    relaxed: Option<&'static str>,
    widened: Vec<Widened<'r>>,
    did_you_mean: Option<Correction<'r>>,
    took_ms: f64,
    index: IndexState,
}

/// What was looked for beside a word of the query.
#[derive(Debug, Serialize)]
struct Widened<'r> {
    typed: &'r str,
    how: &'static str,
    words: &'r [String],
}

/// A query that may have been meant.
#[derive(Debug, Serialize)]
struct Correction<'r> {
    query: &'r str,
    words: Vec<Corrected<'r>>,
    applied: bool,
}

/// A word that may have been meant.
#[derive(Debug, Serialize)]
struct Corrected<'r> {
    typed: &'r str,
    meant: &'r str,
}

/// Which state of the index answered.
#[derive(Debug, Serialize)]
pub(super) struct IndexState {
    pub(super) generation: u64,
    pub(super) reports: u64,
}

/// One matching report; `search --format jsonl` prints one a line.
#[derive(Debug, Serialize)]
pub struct Hit<'r> {
    rank: usize,
    score: f32,
    id: &'r str,
    title: &'r str,
    organisation: Option<&'r str>,
    kind: &'static str,
    published: Option<String>,
    causes: Vec<&'r str>,
    vendors: Vec<&'r str>,
    data: Vec<&'r str>,
    affected: Vec<AffectedCount<'r>>,
    delay_days: Option<u32>,
    source: Source<'r>,
    url: Option<&'r str>,
    snippets: Vec<Snippet<'r>>,
    copies: &'r [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    incident: Vec<LinkedReport<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation<'r>>,
}

/// A hit of one query among several.
#[derive(Debug, Serialize)]
pub struct Numbered<'r> {
    /// Which query it answers.
    pub qid: &'r str,
    /// The hit.
    #[serde(flatten)]
    pub hit: Hit<'r>,
}

#[derive(Debug, Serialize)]
struct AffectedCount<'r> {
    what: &'r str,
    #[serde(flatten)]
    bounds: Bounds,
}

#[derive(Debug, Serialize)]
struct Snippet<'r> {
    text: &'r str,
    highlights: Vec<[usize; 2]>,
}

/// Facets by the name of their field, in the order they were asked for.
#[derive(Debug)]
struct Facets<'r>(&'r [search::Facet]);

#[derive(Debug, Serialize)]
struct FacetCount<'r> {
    value: &'r str,
    label: &'r str,
    count: u64,
    children: Vec<FacetCount<'r>>,
}

impl<'r> SearchResponse<'r> {
    /// The answer to `query`, as typed.
    pub fn new(query: &'r str, response: &'r Response, took_ms: f64) -> Self {
        Self {
            head: Head::new(query, response, took_ms),
            hits: response.hits.iter().map(Hit::from).collect(),
            facets: Facets(&response.facets),
        }
    }
}

impl<'r> FacetsResponse<'r> {
    /// The counts for `query`, as typed.
    pub fn new(
        query: &'r str,
        response: &'r Response,
        crosswalk: Option<Standard>,
        took_ms: f64,
    ) -> Self {
        Self {
            head: Head::new(query, response, took_ms),
            crosswalk: crosswalk.map(Standard::as_str),
            facets: Facets(&response.facets),
        }
    }
}

impl<'r> Head<'r> {
    fn new(query: &'r str, response: &'r Response, took_ms: f64) -> Self {
        Self {
            query,
            interpreted: &response.interpreted,
            total: response.total,
            relaxed: response.relaxed.map(search::Relaxation::as_str),
            widened: response.widened.iter().map(Widened::from).collect(),
            did_you_mean: response.meant.as_ref().map(Correction::from),
            took_ms,
            index: IndexState { generation: response.generation, reports: response.reports },
        }
    }
}

impl<'r> From<&'r search::Widened> for Widened<'r> {
    fn from(widened: &'r search::Widened) -> Self {
        Self { typed: &widened.typed, how: widened.how.as_str(), words: &widened.words }
    }
}

impl<'r> From<&'r search::Correction> for Correction<'r> {
    fn from(correction: &'r search::Correction) -> Self {
        let words = correction.words.iter().map(|(typed, meant)| Corrected { typed, meant });
        Self { query: &correction.query, words: words.collect(), applied: correction.applied }
    }
}

impl<'r> From<&'r search::Hit> for Hit<'r> {
    fn from(hit: &'r search::Hit) -> Self {
        let search::Hit { report, snippets, .. } = hit;
        let (document, facts) = (&report.document, &report.facts);
        Self {
            rank: hit.rank,
            score: hit.score,
            id: document.id.as_str(),
            title: &document.title,
            organisation: facts.organisation.as_ref().map(|named| named.name.as_str()),
            kind: facts.kind.as_str(),
            published: report.published().map(|date| date.to_string()),
            causes: held(&facts.causes),
            vendors: distinct(facts.vendors.iter().map(|vendor| vendor.name.as_str())),
            data: held(&facts.data),
            affected: facts.affected.iter().map(AffectedCount::from).collect(),
            delay_days: report.delay(),
            source: Source::from(&document.source),
            url: document.url.as_deref(),
            snippets: snippets.iter().map(Snippet::from).collect(),
            copies: &hit.copies,
            incident: hit.linked.iter().map(LinkedReport::from).collect(),
            explanation: hit.explanation.as_ref().map(Explanation::from),
        }
    }
}

impl<'r> From<&'r Affected> for AffectedCount<'r> {
    fn from(affected: &'r Affected) -> Self {
        Self { what: &affected.what, bounds: affected.count.into() }
    }
}

impl<'r> From<&'r search::Snippet> for Snippet<'r> {
    fn from(snippet: &'r search::Snippet) -> Self {
        let highlights = snippet.highlights.iter().map(|range| [range.start, range.end]);
        Self { text: &snippet.text, highlights: highlights.collect() }
    }
}

impl<'r> From<&'r search::FacetCount> for FacetCount<'r> {
    fn from(count: &'r search::FacetCount) -> Self {
        Self {
            value: &count.value,
            label: &count.label,
            count: count.count,
            children: count.children.iter().map(FacetCount::from).collect(),
        }
    }
}

impl Serialize for Facets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for facet in self.0 {
            let values: Vec<FacetCount<'_>> = facet.values.iter().map(FacetCount::from).collect();
            map.serialize_entry(facet.field.as_str(), &values)?;
        }
        map.end()
    }
}

/// Paths of what the text does not deny, each once.
fn held(facts: &[Categorised]) -> Vec<&str> {
    let held = facts.iter().filter(|fact| fact.certainty != Certainty::Denied);
    distinct(held.map(|fact| fact.value.as_str()))
}

/// Each name once, in the order of its first mention.
fn distinct<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut kept: Vec<&str> = Vec::new();
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}
