//! Gold labels as `eval extract` reads them: the shape of `extract` with quotes alone as evidence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Source;
use crate::report::{Affected, Categorised, Evidence, Milestone, Named, Vendor};
use crate::synth::Labelled;

/// A line of a labels file.
#[derive(Debug, Serialize)]
pub struct GoldLabel<'r> {
    id: &'r str,
    source: Source<'r>,
    title: &'r str,
    kind: &'static str,
    organisation: Option<Name<'r>>,
    service: Option<Name<'r>>,
    aliases: BTreeMap<&'r str, &'r str>,
    causes: Vec<Category<'r>>,
    vendors: Vec<ThirdParty<'r>>,
    data: Vec<Category<'r>>,
    affected: Vec<Harm<'r>>,
    dates: Vec<Step<'r>>,
}

#[derive(Debug, Serialize)]
struct Quote<'r> {
    quote: &'r str,
}

#[derive(Debug, Serialize)]
struct Name<'r> {
    name: &'r str,
    evidence: Quote<'r>,
}

#[derive(Debug, Serialize)]
struct Category<'r> {
    value: &'r str,
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
    unit: &'static str,
    min: Option<u64>,
    max: Option<u64>,
    qualifier: &'static str,
    evidence: Quote<'r>,
}

#[derive(Debug, Serialize)]
struct Step<'r> {
    event: &'static str,
    date: String,
    precision: &'static str,
    evidence: Quote<'r>,
}

impl<'r> GoldLabel<'r> {
    /// The line of a label.
    pub fn new(label: &'r Labelled) -> Self {
        let Labelled { id, source, title, facts } = label;
        let aliases = facts.aliases.iter();
        Self {
            id,
            source: source.into(),
            title,
            kind: facts.kind.as_str(),
            organisation: facts.organisation.as_ref().map(Name::from),
            service: facts.service.as_ref().map(Name::from),
            aliases: aliases.map(|alias| (alias.alias.as_str(), alias.name.as_str())).collect(),
            causes: facts.causes.iter().map(Category::from).collect(),
            vendors: facts.vendors.iter().map(ThirdParty::from).collect(),
            data: facts.data.iter().map(Category::from).collect(),
            affected: facts.affected.iter().map(Harm::from).collect(),
            dates: facts.dates.iter().map(Step::from).collect(),
        }
    }
}

impl<'r> From<&'r Evidence> for Quote<'r> {
    fn from(evidence: &'r Evidence) -> Self {
        Self { quote: &evidence.quote }
    }
}

impl<'r> From<&'r Named> for Name<'r> {
    fn from(named: &'r Named) -> Self {
        Self { name: &named.name, evidence: (&named.evidence).into() }
    }
}

impl<'r> From<&'r Categorised> for Category<'r> {
    fn from(fact: &'r Categorised) -> Self {
        let (value, certainty) = (fact.value.as_str(), fact.certainty.as_str());
        Self { value, certainty, evidence: (&fact.evidence).into() }
    }
}

impl<'r> From<&'r Vendor> for ThirdParty<'r> {
    fn from(vendor: &'r Vendor) -> Self {
        let role = vendor.role.as_str();
        Self { name: &vendor.name, role, evidence: (&vendor.evidence).into() }
    }
}

impl<'r> From<&'r Affected> for Harm<'r> {
    fn from(affected: &'r Affected) -> Self {
        let count = affected.count;
        Self {
            what: &affected.what,
            unit: count.unit.as_str(),
            min: count.min,
            max: count.max,
            qualifier: count.qualifier.as_str(),
            evidence: (&affected.evidence).into(),
        }
    }
}

impl<'r> From<&'r Milestone> for Step<'r> {
    fn from(milestone: &'r Milestone) -> Self {
        Self {
            event: milestone.event.as_str(),
            date: milestone.date.to_string(),
            precision: milestone.date.precision().as_str(),
            evidence: (&milestone.evidence).into(),
        }
    }
}
