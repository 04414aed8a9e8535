//! Two extraction runs over the same labels: which scores moved, and through which facts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::{Field, Judgement, Outcome, Verdict};
use super::labels::Split;
use super::scores::Scores;

/// A run as it is kept in a file, to be compared with later ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Every judged report, in the order of the labels.
    pub reports: Vec<Judgement>,
}

/// How a fact's standing changed from the earlier run to the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shift {
    /// Missed before, found now.
    Won,
    /// Found before, missed now.
    Lost,
    /// A false alarm that is gone.
    Silenced,
    /// A false alarm that is new.
    Raised,
    /// Labelled differently in the two runs, so that nothing can be said.
    Relabelled,
}

impl Shift {
    /// Whether the later run is better for it; `None` when nothing can be said.
    pub fn is_better(self) -> Option<bool> {
        match self {
            Self::Won | Self::Silenced => Some(true),
            Self::Lost | Self::Raised => Some(false),
            Self::Relabelled => None,
        }
    }

    /// What a reader sees.
    pub fn label(self) -> &'static str {
        match self {
            Self::Won => "now right",
            Self::Lost => "now missed",
            Self::Silenced => "no more a false alarm",
            Self::Raised => "new false alarm",
            Self::Relabelled => "labelled differently",
        }
    }
}

/// One fact whose standing changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Id of the report.
    pub id: String,
    /// How it changed.
    pub shift: Shift,
    /// What is measured.
    pub field: Field,
    /// The fact in words.
    pub fact: String,
    /// The sentence.
    pub quote: String,
}

/// What changed between two runs in one split, over the reports that both judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The split of the later run's labels.
    pub split: Split,
    /// Scores of the earlier run.
    pub before: Scores,
    /// Scores of the later run.
    pub after: Scores,
    /// Reports that only one run judged.
    pub not_compared: Vec<String>,
    /// Every fact whose standing changed, by report in the order of the later run, then by field.
    pub changes: Vec<Change>,
}

/// Compares two runs in one split.
pub fn compare(before: &Run, after: &Run, split: Split) -> Comparison {
    let earlier: BTreeMap<&str, &Judgement> =
        before.reports.iter().map(|report| (report.id.as_str(), report)).collect();
    let later: Vec<&Judgement> =
        after.reports.iter().filter(|report| report.split == split).collect();
    let mut not_compared: Vec<String> = Vec::new();
    let mut pairs = Vec::new();
    for report in &later {
        match earlier.get(report.id.as_str()) {
            Some(other) => pairs.push((*other, *report)),
            None => not_compared.push(report.id.clone()),
        }
    }
    let gone = before.reports.iter().filter(|report| report.split == split);
    not_compared.extend(
        gone.filter(|report| !after.reports.iter().any(|other| other.id == report.id))
            .map(|report| report.id.clone()),
    );
    Comparison {
        split,
        before: Scores::of(pairs.iter().map(|(before, _)| *before)),
        after: Scores::of(pairs.iter().map(|(_, after)| *after)),
        not_compared,
        changes: pairs.iter().flat_map(|(before, after)| changes(before, after)).collect(),
    }
}

/// A fact's standing in one run: how often right, missed, and a false alarm.
#[derive(Default)]
struct Standing<'r> {
    matched: usize,
    missed: usize,
    alarms: usize,
    quote: &'r str,
}

fn standings(judgement: &Judgement) -> BTreeMap<(Field, &str), Standing<'_>> {
    let mut standings: BTreeMap<(Field, &str), Standing<'_>> = BTreeMap::new();
    for Outcome { field, fact, verdict, quote, .. } in &judgement.outcomes {
        let standing = standings.entry((*field, fact)).or_default();
        standing.quote = quote;
        match verdict {
            Verdict::Matched => standing.matched += 1,
            Verdict::Missed => standing.missed += 1,
            Verdict::FalseAlarm => standing.alarms += 1,
        }
    }
    standings
}

fn changes(before: &Judgement, after: &Judgement) -> Vec<Change> {
    let earlier = standings(before);
    let later = standings(after);
    let none = Standing::default();
    let mut facts: Vec<(Field, &str)> = earlier.keys().chain(later.keys()).copied().collect();
    facts.sort_unstable();
    facts.dedup();
    let mut changes = Vec::new();
    for (field, fact) in facts {
        let old = earlier.get(&(field, fact)).unwrap_or(&none);
        let new = later.get(&(field, fact)).unwrap_or(&none);
        // Which certainties are judged depends on what was found, so their expectations may differ.
        let derived = matches!(field, Field::CauseCertainty | Field::DataCertainty);
        let relabelled = old.matched + old.missed != new.matched + new.missed && !derived;
        let shifts = if relabelled {
            vec![Shift::Relabelled]
        } else {
            let moved = |more: usize, less: usize, shift| (more > less).then_some(shift);
            [
                moved(old.missed, new.missed, Shift::Won).filter(|_| new.matched > 0),
                moved(new.missed, old.missed, Shift::Lost).filter(|_| old.matched > 0),
                moved(old.alarms, new.alarms, Shift::Silenced),
                moved(new.alarms, old.alarms, Shift::Raised),
            ]
            .into_iter()
            .flatten()
            .collect()
        };
        let quote = if new.quote.is_empty() { old.quote } else { new.quote };
        changes.extend(shifts.into_iter().map(|shift| Change {
            id: after.id.clone(),
            shift,
            field,
            fact: fact.to_owned(),
            quote: quote.to_owned(),
        }));
    }
    changes
}

#[cfg(test)]
mod tests;
