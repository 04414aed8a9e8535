//! Two runs side by side: what got worse, and by how much.

use std::collections::BTreeMap;

use super::results::Results;
use super::table::{Table, figure, grouped};
use super::values::{Better, Value, values};

/// A value that both runs have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change<'r> {
    /// As it was before.
    pub(crate) before: Value<'r>,
    /// What it is after.
    pub(crate) after: f64,
    /// How much worse it is, in percent of before; negative where it is better.
    pub(crate) worse: f64,
    /// Whether that is beyond the threshold, and no mere flicker.
    pub(crate) is_beyond: bool,
}

/// What two runs say of each other.
#[derive(Debug)]
pub(crate) struct Comparison<'r> {
    /// Values that are judged and that both have, in the order of the first.
    pub(crate) changes: Vec<Change<'r>>,
    /// What makes the two less comparable.
    pub(crate) notes: Vec<String>,
}

/// Compares what both runs have measured, with a threshold in percent.
pub(crate) fn compare<'r>(
    before: &'r Results,
    after: &'r Results,
    threshold: f64,
) -> Comparison<'r> {
    let key = |value: &Value<'r>| (value.size, value.threads, value.measure, value.kind);
    let judged = |results: &'r Results| {
        let values = results.measured.iter().flat_map(values);
        values.filter(|value| value.query.is_empty() && value.better != Better::Neither)
    };
    let mut left: BTreeMap<_, f64> =
        judged(after).map(|value| (key(&value), value.value)).collect();
    let (mut changes, mut gone) = (Vec::new(), 0);
    for value in judged(before) {
        let Some(now) = left.remove(&key(&value)) else {
            gone += 1;
            continue;
        };
        let loss =
            if value.better == Better::Lower { now - value.value } else { value.value - now };
        let worse = if loss == 0.0 { 0.0 } else { loss / value.value * 100.0 };
        let is_beyond = worse > threshold && loss > flicker(value.unit);
        changes.push(Change { before: value, after: now, worse, is_beyond });
    }
    let mut notes = Vec::new();
    if before.machine != after.machine {
        notes.push("the machines differ: judge ratios, not figures".to_owned());
    }
    if before.setting != after.setting {
        notes.push("corpus or repetitions differ: judge nothing but exponents".to_owned());
    }
    let texts = |results: &Results| -> BTreeMap<u64, u64> {
        results.measured.iter().map(|measured| (measured.size, measured.text_bytes)).collect()
    };
    let (texts_before, texts_after) = (texts(before), texts(after));
    for (size, bytes) in &texts_before {
        if texts_after.get(size).is_some_and(|now| now != bytes) {
            notes.push(format!("the texts of {} reports differ", grouped(*size)));
        }
    }
    if gone + left.len() > 0 {
        notes.push(format!("{gone} values are only before, {} only after", left.len()));
    }
    Comparison { changes, notes }
}

/// Differences of a unit that mean nothing, however large a share they are.
fn flicker(unit: &str) -> f64 {
    match unit {
        "s" => 0.005,
        "ms" => 0.05,
        "bytes" => 1e6,
        _ => 0.0,
    }
}

impl Comparison<'_> {
    /// The changes that are beyond the threshold.
    pub(crate) fn beyond(&self) -> usize {
        self.changes.iter().filter(|change| change.is_beyond).count()
    }

    /// As a table, what got worst on top.
    pub(crate) fn table(&self) -> Table {
        let header =
            ["", "measure", "kind", "reports", "threads", "before", "after", "unit", "worse by"];
        let mut table = Table::new(3, header);
        let mut changes: Vec<&Change<'_>> = self.changes.iter().collect();
        changes.sort_by(|a, b| b.is_beyond.cmp(&a.is_beyond).then(b.worse.total_cmp(&a.worse)));
        for change in changes {
            let Value { measure, kind, size, threads, value, unit, .. } = change.before;
            let (scale, unit) = if unit == "bytes" { (1e6, "MB") } else { (1.0, unit) };
            table.push([
                if change.is_beyond { "!" } else { "" }.to_owned(),
                measure.to_owned(),
                kind.to_owned(),
                grouped(size),
                threads.to_string(),
                figure(value / scale),
                figure(change.after / scale),
                unit.to_owned(),
                format!("{:+.1}%", change.worse),
            ]);
        }
        table
    }
}
