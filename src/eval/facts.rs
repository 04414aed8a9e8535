//! The facts of one report held against its label: what was found, missed and invented.
//!
//! A fact is right when all that its [`Field`] names agrees; evidence is shown but not judged. Facts
//! are matched as multisets: a count that the text gives twice has to be found twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::labels::{Label, Split};
use crate::report::{Affected, Alias, Categorised, Certainty, Facts, Milestone, Named, Vendor};

/// What is measured, in the order of reports about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The kind of document; every report has one, so precision, recall and F1 are its accuracy.
    Kind,
    /// Who suffered the incident, by normalised name.
    Organisation,
    /// The site or service, by normalised name.
    Service,
    /// Short name and what it stands for, both normalised.
    Aliases,
    /// Causes that are not denied, both levels.
    Cause,
    /// First levels of causes that are not denied, each once.
    CauseLevel1,
    /// Denied causes, both levels.
    CauseDenied,
    /// Stated or possible, over the causes that were found rightly: an accuracy.
    CauseCertainty,
    /// Third parties, by normalised name, each once.
    Vendor,
    /// Third parties with the part they played.
    VendorRole,
    /// Data categories that are not denied, both levels.
    Data,
    /// First levels of data categories that are not denied, each once.
    DataLevel1,
    /// Denied data categories, both levels.
    DataDenied,
    /// Stated or possible, over the data categories that were found rightly: an accuracy.
    DataCertainty,
    /// Denied data categories that were found as leaked; only false alarms are possible.
    DeniedAsLeaked,
    /// Counts by unit, bounds and qualifier.
    Affected,
    /// Counts by unit and number alone.
    AffectedNumber,
    /// Milestones by event, date and precision.
    Dates,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 18] = [
        Self::Kind,
        Self::Organisation,
        Self::Service,
        Self::Aliases,
        Self::Cause,
        Self::CauseLevel1,
        Self::CauseDenied,
        Self::CauseCertainty,
        Self::Vendor,
        Self::VendorRole,
        Self::Data,
        Self::DataLevel1,
        Self::DataDenied,
        Self::DataCertainty,
        Self::DeniedAsLeaked,
        Self::Affected,
        Self::AffectedNumber,
        Self::Dates,
    ];

    /// Stable name, as in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Organisation => "organisation",
            Self::Service => "service",
            Self::Aliases => "aliases",
            Self::Cause => "cause",
            Self::CauseLevel1 => "cause-level1",
            Self::CauseDenied => "cause-denied",
            Self::CauseCertainty => "cause-certainty",
            Self::Vendor => "vendor",
            Self::VendorRole => "vendor-role",
            Self::Data => "data",
            Self::DataLevel1 => "data-level1",
            Self::DataDenied => "data-denied",
            Self::DataCertainty => "data-certainty",
            Self::DeniedAsLeaked => "denied-as-leaked",
            Self::Affected => "affected",
            Self::AffectedNumber => "affected-number",
            Self::Dates => "dates",
        }
    }

    /// The field with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether facts of this field have values of a closed set, so that a mean over values says
    /// something.
    pub fn has_values(self) -> bool {
        !matches!(self, Self::Organisation | Self::Service | Self::Aliases | Self::Vendor)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What became of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Labelled and found.
    Matched,
    /// Labelled and not found.
    Missed,
    /// Found and not labelled.
    FalseAlarm,
}

/// One fact that was labelled, found, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What is measured.
    pub field: Field,
    /// The value it counts for among the field's values (a slug, an event, a role); empty where
    /// the field has none.
    pub value: String,
    /// The fact in words, names normalised: what had to agree.
    pub fact: String,
    /// What became of it.
    pub verdict: Verdict,
    /// The sentence: the label's, or, for a false alarm, the one the fact was found in.
    pub quote: String,
}

/// A report's facts held against its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Id of the report.
    pub id: String,
    /// The split of its label.
    pub split: Split,
    /// Every fact, by field, in the order of the label and then of what was found.
    pub outcomes: Vec<Outcome>,
}

impl fmt::Display for Outcome {
    /// `cause  missed  malware/ransomware  「…」`, columns parted by two spaces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Matched => "right",
            Verdict::Missed => "missed",
            Verdict::FalseAlarm => "false alarm",
        };
        write!(f, "{}  {verdict}  {}  「{}」", self.field, self.fact, self.quote)
    }
}

/// Holds `found` against `label`. `normalise` makes names that mean the same equal.
pub fn judge(label: &Label, found: &Facts, normalise: &dyn Fn(&str) -> String) -> Judgement {
    let mut outcomes = Vec::new();
    for field in Field::ALL {
        let (expected, found) = match field {
            Field::CauseCertainty => certainties(&label.facts.causes, &found.causes),
            Field::DataCertainty => certainties(&label.facts.data, &found.data),
            Field::DeniedAsLeaked => (Vec::new(), leaks(&label.facts.data, &found.data)),
            _ => (items(field, &label.facts, normalise), items(field, found, normalise)),
        };
        outcomes.extend(matched(field, expected, found));
    }
    Judgement { id: label.id.clone(), split: label.split, outcomes }
}

/// A fact as one field sees it.
struct Item {
    value: String,
    fact: String,
    quote: String,
}

impl Item {
    fn new(value: impl Into<String>, fact: impl Into<String>, quote: &str) -> Self {
        Self { value: value.into(), fact: fact.into(), quote: quote.to_owned() }
    }

    /// A value of a closed set that is the whole fact.
    fn of_value(value: &str, quote: &str) -> Self {
        Self::new(value, value, quote)
    }
}

fn items(field: Field, facts: &Facts, normalise: &dyn Fn(&str) -> String) -> Vec<Item> {
    let mut items: Vec<Item> = match field {
        Field::Kind => vec![Item::of_value(facts.kind.as_str(), "")],
        Field::Organisation | Field::Service => {
            let named = if field == Field::Service { &facts.service } else { &facts.organisation };
            let item = |named: &Named| Item::new("", normalise(&named.name), &named.evidence.quote);
            named.iter().map(item).collect()
        }
        Field::Aliases => {
            let item = |alias: &Alias| {
                let fact = format!("{} = {}", normalise(&alias.alias), normalise(&alias.name));
                Item::new("", fact, "")
            };
            facts.aliases.iter().map(item).collect()
        }
        Field::Cause | Field::CauseLevel1 => categories(&facts.causes, false),
        Field::CauseDenied => categories(&facts.causes, true),
        Field::Data | Field::DataLevel1 => categories(&facts.data, false),
        Field::DataDenied => categories(&facts.data, true),
        Field::Vendor | Field::VendorRole => {
            let item = |vendor: &Vendor| {
                let name = normalise(&vendor.name);
                let role = vendor.role.as_str();
                match field {
                    Field::Vendor => Item::new("", name, &vendor.evidence.quote),
                    _ => Item::new(role, format!("{name} {role}"), &vendor.evidence.quote),
                }
            };
            facts.vendors.iter().map(item).collect()
        }
        Field::Affected | Field::AffectedNumber => {
            let item = |affected: &Affected| {
                let count = affected.count;
                let unit = count.unit.as_str();
                let fact = if field == Field::AffectedNumber {
                    format!("{} {unit}", count.number())
                } else {
                    let bound =
                        |bound: Option<u64>| bound.map_or("?".to_owned(), |n| n.to_string());
                    let qualifier = count.qualifier.as_str();
                    format!("{}..{} {unit} {qualifier}", bound(count.min), bound(count.max))
                };
                Item::new(unit, fact, &affected.evidence.quote)
            };
            facts.affected.iter().map(item).collect()
        }
        Field::Dates => {
            let item = |milestone: &Milestone| {
                let event = milestone.event.as_str();
                // A date prints as precisely as it is known.
                Item::new(event, format!("{event} {}", milestone.date), &milestone.evidence.quote)
            };
            facts.dates.iter().map(item).collect()
        }
        Field::CauseCertainty | Field::DataCertainty | Field::DeniedAsLeaked => Vec::new(),
    };
    if matches!(field, Field::CauseLevel1 | Field::DataLevel1) {
        for item in &mut items {
            let parent = item.value.split('/').next().unwrap_or_default().to_owned();
            item.fact.clone_from(&parent);
            item.value = parent;
        }
    }
    if matches!(field, Field::CauseLevel1 | Field::DataLevel1 | Field::Vendor) {
        let mut seen = BTreeSet::new();
        items.retain(|item| seen.insert(item.fact.clone()));
    }
    items
}

fn categories(all: &[Categorised], denied: bool) -> Vec<Item> {
    all.iter()
        .filter(|fact| (fact.certainty == Certainty::Denied) == denied)
        .map(|fact| Item::of_value(fact.value.as_str(), &fact.evidence.quote))
        .collect()
}

/// Values that are right, with the certainty that was labelled and the one that was found.
fn certainties(expected: &[Categorised], found: &[Categorised]) -> (Vec<Item>, Vec<Item>) {
    let not_denied = |fact: &&Categorised| fact.certainty != Certainty::Denied;
    let item = |fact: &Categorised| {
        let certainty = fact.certainty.as_str();
        Item::new(certainty, format!("{} {certainty}", fact.value), &fact.evidence.quote)
    };
    let mut left: Vec<&Categorised> = found.iter().filter(not_denied).collect();
    let mut pairs = (Vec::new(), Vec::new());
    for fact in expected.iter().filter(not_denied) {
        if let Some(at) = left.iter().position(|other| other.value == fact.value) {
            pairs.0.push(item(fact));
            pairs.1.push(item(left.remove(at)));
        }
    }
    pairs
}

/// Values found as stated or possible that the label only denies.
fn leaks(expected: &[Categorised], found: &[Categorised]) -> Vec<Item> {
    let labelled = |value, denied| {
        let is = |fact: &&Categorised| (fact.certainty == Certainty::Denied) == denied;
        expected.iter().filter(is).any(|fact| &fact.value == value)
    };
    found
        .iter()
        .filter(|fact| fact.certainty != Certainty::Denied)
        .filter(|fact| labelled(&fact.value, true) && !labelled(&fact.value, false))
        .map(|fact| Item::of_value(fact.value.as_str(), &fact.evidence.quote))
        .collect()
}

fn matched(field: Field, expected: Vec<Item>, found: Vec<Item>) -> Vec<Outcome> {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for item in &found {
        *left.entry(item.fact.clone()).or_default() += 1;
    }
    let mut take = |fact: &str| match left.get_mut(fact) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let outcome = |item: Item, verdict| Outcome {
        field,
        value: item.value,
        fact: item.fact,
        verdict,
        quote: item.quote,
    };
    let mut outcomes: Vec<Outcome> = expected
        .into_iter()
        .map(|item| {
            let verdict = if take(&item.fact) { Verdict::Matched } else { Verdict::Missed };
            outcome(item, verdict)
        })
        .collect();
    // What is left over of each fact is the last that was found of it.
    let mut invented: Vec<Outcome> = Vec::new();
    for item in found.into_iter().rev() {
        if take(&item.fact) {
            invented.push(outcome(item, Verdict::FalseAlarm));
        }
    }
    outcomes.extend(invented.into_iter().rev());
    outcomes
}

#[cfg(test)]
mod tests;
