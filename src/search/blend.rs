//! Scores of many words made one: not their sum, but one that more matching words raise further.
//!
//! For scores s of the parts that match, the blend is (Σ s^p)^(1/p) with 0 < p ≤ 1, the power sum of the
//! extended Boolean model (Salton, Fox and Wu, "Extended Boolean Information Retrieval", CACM 26(11),
//! 1983), there with p ≥ 1 for OR. With p = 1 it is the sum; below, a report that matches all words a little
//! goes before one that repeats a rare one, and nothing has to be required of long questions.

use tantivy::query::{BooleanWeight, EnableScoring, Occur, Query, ScoreCombiner, Scorer, Weight};
use tantivy::{Score, Term};

/// Matches what any part matches, scored by the power sum of the parts.
#[derive(Debug)]
pub(super) struct Blend {
    /// What may match.
    parts: Vec<Box<dyn Query>>,
    /// Above 0, at most 1.
    exponent: Score,
}

impl Blend {
    /// A blend of `parts`, whose scores are at least 0.
    pub(super) fn new(parts: Vec<Box<dyn Query>>, exponent: Score) -> Self {
        Self { parts, exponent }
    }
}

impl Clone for Blend {
    fn clone(&self) -> Self {
        let parts = self.parts.iter().map(|part| part.box_clone()).collect();
        Self { parts, exponent: self.exponent }
    }
}

impl Query for Blend {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self
            .parts
            .iter()
            .map(|part| Ok((Occur::Should, part.weight(scoring)?)))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let exponent = self.exponent;
        Ok(Box::new(BooleanWeight::new(
            weights,
            scoring.is_scoring_enabled(),
            Box::new(move || PowerSum { sum: 0.0, exponent }),
        )))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for part in &self.parts {
            part.query_terms(visitor);
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct PowerSum {
    sum: Score,
    exponent: Score,
}

impl ScoreCombiner for PowerSum {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        self.sum += scorer.score().max(0.0).powf(self.exponent);
    }

    fn clear(&mut self) {
        self.sum = 0.0;
    }

    fn score(&self) -> Score {
        self.sum.powf(self.exponent.recip())
    }
}
