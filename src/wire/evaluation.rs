//! Evaluations as JSON: scores, and what they were made of, so that a file can be compared later.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::eval::changes::{Comparison, Run};
use crate::eval::facts::Judgement;
use crate::eval::labels::Split;
use crate::eval::paired::Paired;
use crate::eval::ranking::{Evaluation, QueryScores, Values};
use crate::eval::scores::Scores;

/// Extraction held against labels. It reads back as a [`Run`].
#[derive(Debug, Serialize)]
pub struct ExtractionEvaluation<'r> {
    scores: BTreeMap<&'static str, Scores>,
    reports: &'r [Judgement],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    compared: &'r [Comparison],
}

impl<'r> ExtractionEvaluation<'r> {
    /// A run and how it compares with an earlier one, if it was compared.
    pub fn new(run: &'r Run, compared: &'r [Comparison]) -> Self {
        let of = |split| Scores::of(run.reports.iter().filter(|report| report.split == split));
        let scores = Split::ALL.into_iter().map(|split| (split.as_str(), of(split)));
        Self {
            scores: scores.filter(|(_, scores)| scores.reports > 0).collect(),
            reports: &run.reports,
            compared,
        }
    }
}

/// A ranking held against judgements.
#[derive(Debug, Serialize)]
pub struct RankingEvaluation<'e> {
    queries: usize,
    means: Option<Values>,
    types: BTreeMap<&'e str, TypeMeans>,
    unanswerable: &'e BTreeMap<String, usize>,
    per_query: &'e [QueryScores],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    compared: &'e [Paired],
}

#[derive(Debug, Serialize)]
struct TypeMeans {
    queries: usize,
    means: Values,
}

impl<'e> RankingEvaluation<'e> {
    /// A run and how it compares with another, if it was compared.
    pub fn new(evaluation: &'e Evaluation, compared: &'e [Paired]) -> Self {
        let types = evaluation
            .by_type()
            .into_iter()
            .map(|(kind, (queries, means))| (kind, TypeMeans { queries, means }));
        Self {
            queries: evaluation.queries.len(),
            means: evaluation.means(),
            types: types.collect(),
            unanswerable: &evaluation.unanswerable,
            per_query: &evaluation.queries,
            compared,
        }
    }
}
