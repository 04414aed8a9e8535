//! Judgements summed up: precision, recall and F1 per field and per value.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::{Field, Judgement, Verdict};

/// How many facts were labelled, found, and both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Facts that the labels have.
    pub expected: usize,
    /// Facts that were found.
    pub found: usize,
    /// Facts that are in both.
    pub matched: usize,
}

impl Tally {
    /// Counts one outcome.
    pub fn add(&mut self, verdict: Verdict) {
        let (expected, found) = match verdict {
            Verdict::Matched => (1, 1),
            Verdict::Missed => (1, 0),
            Verdict::FalseAlarm => (0, 1),
        };
        self.expected += expected;
        self.found += found;
        self.matched += expected * found;
    }

    /// Share of what was found that is right; `None` when nothing was found.
    pub fn precision(&self) -> Option<f64> {
        share(self.matched, self.found)
    }

    /// Share of what was labelled that was found; `None` when nothing was labelled.
    pub fn recall(&self) -> Option<f64> {
        share(self.matched, self.expected)
    }

    /// Harmonic mean of precision and recall, 0 when nothing is right; `None` when nothing was
    /// labelled and nothing found.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.matched, self.expected + self.found)
    }
}

/// A share of at least one thing; counts of facts are exact in an `f64`.
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How right one field is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldScores {
    /// Over all facts (micro average).
    pub all: Tally,
    /// Over the facts of each value; empty where the field has no values.
    pub values: BTreeMap<String, Tally>,
}

impl FieldScores {
    /// Mean F1 over the values that were labelled or found (macro average), as scikit-learn's
    /// `f1_score(average="macro")` takes it.
    pub fn macro_f1(&self) -> Option<f64> {
        let each: Vec<f64> = self.values.values().filter_map(Tally::f1).collect();
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
    }
}

/// How right all fields of a set of reports are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scores {
    /// Reports that were judged.
    pub reports: usize,
    /// Reports of which at least one denied data category was found as leaked.
    pub leaking: usize,
    /// Each field.
    pub fields: BTreeMap<Field, FieldScores>,
}

impl Scores {
    /// Sums up judgements.
    pub fn of<'j>(judgements: impl IntoIterator<Item = &'j Judgement>) -> Self {
        let mut scores = Self::default();
        for field in Field::ALL {
            scores.fields.insert(field, FieldScores::default());
        }
        for judgement in judgements {
            scores.reports += 1;
            let leaks = judgement.outcomes.iter().any(|one| one.field == Field::DeniedAsLeaked);
            scores.leaking += usize::from(leaks);
            for outcome in &judgement.outcomes {
                let field = scores.fields.entry(outcome.field).or_default();
                field.all.add(outcome.verdict);
                if outcome.field.has_values() {
                    field.values.entry(outcome.value.clone()).or_default().add(outcome.verdict);
                }
            }
        }
        scores
    }

    /// The scores of one field.
    pub fn field(&self, field: Field) -> FieldScores {
        self.fields.get(&field).cloned().unwrap_or_default()
    }

    /// Share of reports of which a denied category was found as leaked; `None` without reports.
    pub fn leaking_share(&self) -> Option<f64> {
        share(self.leaking, self.reports)
    }
}

impl Serialize for Tally {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut fields = serializer.serialize_struct("Tally", 6)?;
        fields.serialize_field("expected", &self.expected)?;
        fields.serialize_field("found", &self.found)?;
        fields.serialize_field("matched", &self.matched)?;
        fields.serialize_field("precision", &self.precision())?;
        fields.serialize_field("recall", &self.recall())?;
        fields.serialize_field("f1", &self.f1())?;
        fields.end()
    }
}

impl Serialize for FieldScores {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut fields = serializer.serialize_struct("FieldScores", 3)?;
        fields.serialize_field("all", &self.all)?;
        fields.serialize_field("macro_f1", &self.macro_f1())?;
        fields.serialize_field("values", &self.values)?;
        fields.end()
    }
}

impl Serialize for Scores {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut fields = serializer.serialize_struct("Scores", 4)?;
        fields.serialize_field("reports", &self.reports)?;
        fields.serialize_field("denied_as_leaked_reports", &self.leaking)?;
        fields.serialize_field("denied_as_leaked_share", &self.leaking_share())?;
        fields.serialize_field("fields", &self.fields)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests;
