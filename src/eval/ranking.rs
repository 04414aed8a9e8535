//! How good a ranking is: the measures of trec_eval and ir_measures, per query, per type and overall.
//!
//! A query that the run does not have counts 0, as in ir_measures (and in trec_eval with `-c`). A
//! query that no document answers has no place in the means, unlike there, where it counts 0 for
//! every system; whether it was left without an answer is told apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::trec::{Qrels, Run};

/// A measure of one query's ranking, between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Measure {
    /// Normalised discounted cumulative gain of the first ten: the gain is the grade, the discount
    /// the binary logarithm of rank + 1, the ideal the best order of all judged documents.
    /// Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4),
    /// 2002; discounted from the first rank on as by trec_eval's `ndcg_cut`.
    #[serde(rename = "nDCG@10")]
    Ndcg10,
    /// One over the rank of the first relevant document, 0 when the first ten have none.
    #[serde(rename = "RR@10")]
    ReciprocalRank10,
    /// Share of the relevant documents that are among the first ten.
    #[serde(rename = "R@10")]
    Recall10,
    /// Share of the relevant documents that are among the first hundred.
    #[serde(rename = "R@100")]
    Recall100,
    /// Mean, over the relevant documents, of the precision at the rank of each, 0 for those that
    /// were not returned.
    #[serde(rename = "AP")]
    AveragePrecision,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 5] = [
        Self::Ndcg10,
        Self::ReciprocalRank10,
        Self::Recall10,
        Self::Recall100,
        Self::AveragePrecision,
    ];

    /// The name that ir_measures gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ndcg10 => "nDCG@10",
            Self::ReciprocalRank10 => "RR@10",
            Self::Recall10 => "R@10",
            Self::Recall100 => "R@100",
            Self::AveragePrecision => "AP",
        }
    }

    /// The value for what was returned, best first, under these grades. At least one document must
    /// be relevant, or it is 0.
    pub fn of(self, returned: &[String], grades: &BTreeMap<String, i32>) -> f64 {
        let gain = |document: &String| grades.get(document).copied().unwrap_or(0).max(0);
        let relevant = grades.values().filter(|grade| **grade > 0).count();
        if relevant == 0 {
            return 0.0;
        }
        let hits = |depth: usize| {
            returned.iter().take(depth).filter(|document| gain(document) > 0).count()
        };
        match self {
            Self::Ndcg10 => {
                let mut ideal: Vec<i32> = grades.values().copied().collect();
                ideal.sort_unstable_by_key(|grade| std::cmp::Reverse(*grade));
                let ideal = discounted(ideal.into_iter().map(|grade| grade.max(0)));
                discounted(returned.iter().map(gain)) / ideal
            }
            Self::ReciprocalRank10 => {
                let first = returned.iter().take(10).position(|document| gain(document) > 0);
                first.map_or(0.0, |at| 1.0 / (at + 1) as f64)
            }
            Self::Recall10 => hits(10) as f64 / relevant as f64,
            Self::Recall100 => hits(100) as f64 / relevant as f64,
            Self::AveragePrecision => {
                let ranks = (1_u32..).zip(returned).filter(|(_, document)| gain(document) > 0);
                // Not `sum()`, whose empty sum is -0.
                let precisions = (1_u32..)
                    .zip(ranks)
                    .fold(0.0, |sum, (nth, (rank, _))| sum + f64::from(nth) / f64::from(rank));
                precisions / relevant as f64
            }
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Discounted cumulative gain of the first ten.
fn discounted(gains: impl Iterator<Item = i32>) -> f64 {
    let discounts = (2_u32..12).map(|above| f64::from(above).log2());
    gains.zip(discounts).fold(0.0, |sum, (gain, discount)| sum + f64::from(gain) / discount)
}

/// A value of every measure, in the order of [`Measure::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Values([f64; Measure::ALL.len()]);

impl Values {
    /// The value of one measure.
    pub fn get(&self, measure: Measure) -> f64 {
        let at = Measure::ALL.iter().position(|other| *other == measure);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    /// Means over queries; `None` without any.
    pub fn mean<'v>(each: impl Iterator<Item = &'v Self>) -> Option<Self> {
        let mut count = 0_u32;
        let mut sums = Self::default();
        for values in each {
            count += 1;
            sums.0.iter_mut().zip(values.0).for_each(|(sum, value)| *sum += value);
        }
        (count > 0).then(|| Self(sums.0.map(|sum| sum / f64::from(count))))
    }
}

impl Serialize for Values {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Measure::ALL.iter().zip(self.0))
    }
}

/// How well one query was answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueryScores {
    /// The query's id.
    pub qid: String,
    /// Its type; empty when it has none.
    #[serde(rename = "type")]
    pub kind: String,
    /// Every measure.
    pub values: Values,
    /// Relevant documents, most relevant first.
    pub relevant: Vec<RankedDocument>,
}

/// A relevant document and where it was returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankedDocument {
    /// The document's id.
    pub id: String,
    /// How relevant it is, at least 1.
    pub grade: i32,
    /// Its rank, from 1; `None` when it was not returned.
    pub rank: Option<usize>,
}

/// How well all judged queries were answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Evaluation {
    /// Queries that some document answers, by id.
    pub queries: Vec<QueryScores>,
    /// Queries that no document answers, and how many documents were returned all the same.
    pub unanswerable: BTreeMap<String, usize>,
}

impl Evaluation {
    /// Measures a run by judgements. `types` gives queries their type; see also [`type_of`].
    pub fn of(qrels: &Qrels, run: &Run, types: &BTreeMap<String, String>) -> Self {
        let mut evaluation = Self::default();
        for (qid, grades) in qrels.queries() {
            let returned = run.documents(qid);
            if grades.values().all(|grade| *grade <= 0) {
                evaluation.unanswerable.insert(qid.to_owned(), returned.len());
                continue;
            }
            let mut relevant: Vec<RankedDocument> = grades
                .iter()
                .filter(|(_, grade)| **grade > 0)
                .map(|(id, grade)| RankedDocument {
                    id: id.clone(),
                    grade: *grade,
                    rank: returned.iter().position(|other| other == id).map(|at| at + 1),
                })
                .collect();
            relevant.sort_by_key(|document| std::cmp::Reverse(document.grade));
            evaluation.queries.push(QueryScores {
                qid: qid.to_owned(),
                kind: types.get(qid).map_or_else(|| type_of(qid), String::as_str).to_owned(),
                values: Values(Measure::ALL.map(|measure| measure.of(returned, grades))),
                relevant,
            });
        }
        evaluation
    }

    /// Means over all queries that some document answers; `None` when there is none.
    pub fn means(&self) -> Option<Values> {
        Values::mean(self.queries.iter().map(|query| &query.values))
    }

    /// Number of queries and means of each type, by name.
    pub fn by_type(&self) -> BTreeMap<&str, (usize, Values)> {
        let kinds: BTreeSet<&str> = self.queries.iter().map(|query| query.kind.as_str()).collect();
        let of_kind = |kind: &str| {
            let queries: Vec<&Values> = self
                .queries
                .iter()
                .filter(|query| query.kind == kind)
                .map(|query| &query.values)
                .collect();
            (queries.len(), Values::mean(queries.into_iter()).unwrap_or_default())
        };
        kinds.into_iter().map(|kind| (kind, of_kind(kind))).collect()
    }

    /// The queries with the lowest nDCG@10, then the lowest R@100, then by id.
    pub fn worst(&self, most: usize) -> Vec<&QueryScores> {
        let mut queries: Vec<&QueryScores> = self.queries.iter().collect();
        let value = |query: &QueryScores, measure| query.values.get(measure);
        queries.sort_by(|a, b| {
            let by = |measure| value(a, measure).total_cmp(&value(b, measure));
            by(Measure::Ndcg10).then_with(|| by(Measure::Recall100))
        });
        queries.truncate(most);
        queries
    }
}

/// The type that a query's own id says: what stands before `-` or `:` and a number (`kana` of
/// `kana-12`); empty for any other id.
pub fn type_of(qid: &str) -> &str {
    let Some((kind, number)) = qid.rsplit_once(['-', ':']) else { return "" };
    let is_type = !kind.is_empty() && kind.chars().all(|c| c.is_alphabetic() || c == '-');
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if is_type && is_number { kind } else { "" }
}

#[cfg(test)]
mod tests;
