//! Gold labels: a JSONL file of what a careful reader found in each report.
//!
//! A line has the shape of `jiken extract`, but evidence needs only its `quote`. The optional key
//! `split` says whether rules may be tuned on the report (`dev`) or never (`test`); without it,
//! reports whose file lies below `heldout/` are `test` and all others `dev`.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

use crate::report::{
    Affected, Alias, Categorised, Certainty, Count, Date, Event, Evidence, FacetPath, Facts, Kind,
    Milestone, Named, Qualifier, Span, Unit, Vendor, VendorRole,
};

/// Reports of files below this folder are the test split when their label does not say otherwise.
const HELD_OUT: &str = "heldout/";

/// What a labelled report may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// Rules are made and tuned on it.
    Dev,
    /// Kept aside: only measured.
    Test,
}

impl Split {
    /// Both, in the order they are reported.
    pub const ALL: [Self; 2] = [Self::Dev, Self::Test];

    /// Stable name in labels and results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
}

/// What a reader found in one report.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Id of the report.
    pub id: String,
    /// What it may be used for.
    pub split: Split,
    /// The facts; every evidence has its quote and an empty span.
    pub facts: Facts,
}

/// A line of a labels file that is no label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct LabelError {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1; for a wrong value, the one after it.
    pub column: usize,
    /// What is wrong, ending in what to do.
    pub message: String,
}

/// Reads a labels file; `file` names it in errors. Empty lines are skipped.
///
/// # Errors
/// The first line that is not a label, or labels a report again.
pub fn parse(file: &str, text: &str) -> Result<Vec<Label>, LabelError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut labels = Vec::new();
    let mut ids = BTreeSet::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let mistake = |column: usize, message: String| LabelError {
            file: file.to_owned(),
            line: number,
            column,
            message,
        };
        let label: Line = serde_json::from_str(line).map_err(|error| {
            let column = characters(line, error.column());
            mistake(column, format!("{}; {}", what(&error), advice(&error)))
        })?;
        let label = Label::from(label);
        if !ids.insert(label.id.clone()) {
            let message = format!("`{}` is labelled twice; keep one line of the two", label.id);
            return Err(mistake(1, message));
        }
        labels.push(label);
    }
    Ok(labels)
}

/// The column in characters of a column in bytes, both from 1.
fn characters(line: &str, column: usize) -> usize {
    let before = line.floor_char_boundary(column.saturating_sub(1));
    line.get(..before).unwrap_or_default().chars().count() + 1
}

/// The message without serde's own place, which counts lines from where the JSON began.
fn what(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

fn advice(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => "mend the label; corpus/README.md says how",
        _ => "write one JSON object a line",
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    split: Option<Split>,
    #[serde(default)]
    source: Option<SourceLine>,
    #[serde(deserialize_with = "kind")]
    kind: Kind,
    #[serde(deserialize_with = "present")]
    organisation: Option<NamedLine>,
    #[serde(deserialize_with = "present")]
    service: Option<NamedLine>,
    aliases: BTreeMap<String, String>,
    causes: Vec<CategorisedLine>,
    vendors: Vec<VendorLine>,
    data: Vec<CategorisedLine>,
    affected: Vec<AffectedLine>,
    dates: Vec<MilestoneLine>,
}

#[derive(Deserialize)]
struct SourceLine {
    path: String,
}

#[derive(Deserialize)]
struct EvidenceLine {
    quote: String,
}

#[derive(Deserialize)]
struct NamedLine {
    name: String,
    evidence: EvidenceLine,
}

#[derive(Deserialize)]
struct CategorisedLine {
    #[serde(deserialize_with = "two_levels")]
    value: FacetPath,
    #[serde(deserialize_with = "certainty")]
    certainty: Certainty,
    evidence: EvidenceLine,
}

#[derive(Deserialize)]
struct VendorLine {
    name: String,
    #[serde(deserialize_with = "role")]
    role: VendorRole,
    evidence: EvidenceLine,
}

#[derive(Deserialize)]
struct AffectedLine {
    what: String,
    #[serde(deserialize_with = "unit")]
    unit: Unit,
    #[serde(deserialize_with = "present")]
    min: Option<u64>,
    #[serde(deserialize_with = "present")]
    max: Option<u64>,
    #[serde(deserialize_with = "qualifier")]
    qualifier: Qualifier,
    evidence: EvidenceLine,
}

#[derive(Deserialize)]
struct MilestoneLine {
    #[serde(deserialize_with = "event")]
    event: Event,
    #[serde(deserialize_with = "date")]
    date: Date,
    evidence: EvidenceLine,
}

/// A key that must be there even when its value is `null`, so that a misspelt key is noticed.
fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// One of a closed set of names.
fn one_of<'de, D, T: Copy>(deserializer: D, all: &[(&'static str, T)]) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let name = String::deserialize(deserializer)?;
    all.iter().find(|(known, _)| *known == name).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|(known, _)| *known).collect();
        D::Error::custom(format!("`{name}` is none of {}", known.join(", ")))
    })
}

fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|value| (name(*value), *value)).collect()
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    one_of(deserializer, &named(&Kind::ALL, Kind::as_str))
}

fn certainty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Certainty, D::Error> {
    let all = [Certainty::Stated, Certainty::Possible, Certainty::Denied];
    one_of(deserializer, &named(&all, Certainty::as_str))
}

fn role<'de, D: Deserializer<'de>>(deserializer: D) -> Result<VendorRole, D::Error> {
    one_of(deserializer, &named(&VendorRole::ALL, VendorRole::as_str))
}

fn unit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
    one_of(deserializer, &named(&[Unit::People, Unit::Records], Unit::as_str))
}

fn qualifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Qualifier, D::Error> {
    let all = [Qualifier::Exact, Qualifier::About, Qualifier::AtMost, Qualifier::AtLeast];
    one_of(deserializer, &named(&all, Qualifier::as_str))
}

fn event<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Event, D::Error> {
    one_of(deserializer, &named(&Event::ALL, Event::as_str))
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn two_levels<'de, D>(deserializer: D) -> Result<FacetPath, D::Error>
where
    D: Deserializer<'de>,
{
    let path: FacetPath = String::deserialize(deserializer)?.parse().map_err(D::Error::custom)?;
    if path.child().is_none() {
        return Err(D::Error::custom(format!("`{path}` names only a first level")));
    }
    Ok(path)
}

impl From<Line> for Label {
    fn from(line: Line) -> Self {
        let path = line.source.map_or_else(|| line.id.clone(), |source| source.path);
        let by_folder = if path.starts_with(HELD_OUT) { Split::Test } else { Split::Dev };
        let mut affected: Vec<Affected> = line.affected.into_iter().map(Affected::from).collect();
        affected.sort_by_key(|affected| std::cmp::Reverse(affected.count.number()));
        let alias = |(alias, name)| Alias { alias, name };
        Self {
            split: line.split.unwrap_or(by_folder),
            id: line.id,
            facts: Facts {
                kind: line.kind,
                organisation: line.organisation.map(Named::from),
                service: line.service.map(Named::from),
                aliases: line.aliases.into_iter().map(alias).collect(),
                causes: line.causes.into_iter().map(Categorised::from).collect(),
                vendors: line.vendors.into_iter().map(Vendor::from).collect(),
                data: line.data.into_iter().map(Categorised::from).collect(),
                affected,
                dates: line.dates.into_iter().map(Milestone::from).collect(),
            },
        }
    }
}

impl From<EvidenceLine> for Evidence {
    fn from(line: EvidenceLine) -> Self {
        Self::new(Span { start: 0, end: 0 }, line.quote)
    }
}

impl From<NamedLine> for Named {
    fn from(line: NamedLine) -> Self {
        Self { name: line.name, evidence: line.evidence.into() }
    }
}

impl From<CategorisedLine> for Categorised {
    fn from(line: CategorisedLine) -> Self {
        Self { value: line.value, certainty: line.certainty, evidence: line.evidence.into() }
    }
}

impl From<VendorLine> for Vendor {
    fn from(line: VendorLine) -> Self {
        Self { name: line.name, role: line.role, evidence: line.evidence.into() }
    }
}

impl From<AffectedLine> for Affected {
    fn from(line: AffectedLine) -> Self {
        let AffectedLine { what, unit, min, max, qualifier, evidence } = line;
        Self { what, count: Count { unit, min, max, qualifier }, evidence: evidence.into() }
    }
}

impl From<MilestoneLine> for Milestone {
    fn from(line: MilestoneLine) -> Self {
        Self { event: line.event, date: line.date, evidence: line.evidence.into() }
    }
}

#[cfg(test)]
mod tests;
