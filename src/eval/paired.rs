//! Two systems on the same queries: is one better, or were the queries kind to it?
//!
//! The test is Fisher's randomisation test for pairs, two-sided, as Smucker, Allan and Carterette
//! recommend for retrieval ("A comparison of statistical significance tests for information
//! retrieval evaluation", CIKM 2007): if both systems were alike, the sign of each query's
//! difference would be a coin toss.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ranking::{Evaluation, Measure};

/// Coin tosses of all signs; the smallest p-value is about one over it.
const PERMUTATIONS: u32 = 10_000;
/// Makes the tosses the same in every run.
const SEED: u64 = 0x6a69_6b65_6e21;
/// Differences smaller than this come from rounding.
const TIE: f64 = 1e-9;

/// How a later run compares with an earlier one by one measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// The measure.
    pub measure: Measure,
    /// Queries that were compared.
    pub queries: usize,
    /// Mean of the earlier run.
    pub before: f64,
    /// Mean of the later run.
    pub after: f64,
    /// Queries that became better.
    pub wins: usize,
    /// Queries that became worse.
    pub losses: usize,
    /// Queries that stayed the same.
    pub ties: usize,
    /// Probability of a mean difference at least as large, either way, if the runs were alike.
    pub p_value: f64,
}

/// A query whose nDCG@10 changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved<'e> {
    /// The query's id.
    pub qid: &'e str,
    /// nDCG@10 in the earlier run.
    pub before: f64,
    /// nDCG@10 in the later run.
    pub after: f64,
}

/// Compares two runs over the same judgements by every measure.
pub fn compare(before: &Evaluation, after: &Evaluation) -> Vec<Paired> {
    Measure::ALL
        .into_iter()
        .map(|measure| paired(measure, &pairs(before, after, measure)))
        .collect()
}

/// The queries that moved most, best gain first and worst loss last.
pub fn moved<'e>(before: &'e Evaluation, after: &'e Evaluation) -> Vec<Moved<'e>> {
    let earlier: BTreeMap<&str, f64> = before
        .queries
        .iter()
        .map(|query| (query.qid.as_str(), query.values.get(Measure::Ndcg10)))
        .collect();
    let mut moved: Vec<Moved<'e>> = after
        .queries
        .iter()
        .filter_map(|query| {
            let before = *earlier.get(query.qid.as_str())?;
            Some(Moved { qid: &query.qid, before, after: query.values.get(Measure::Ndcg10) })
        })
        .filter(|moved| (moved.after - moved.before).abs() > TIE)
        .collect();
    moved.sort_by(|a, b| (b.after - b.before).total_cmp(&(a.after - a.before)));
    moved
}

/// The values of queries that both have.
fn pairs(before: &Evaluation, after: &Evaluation, measure: Measure) -> Vec<(f64, f64)> {
    let earlier: BTreeMap<&str, f64> = before
        .queries
        .iter()
        .map(|query| (query.qid.as_str(), query.values.get(measure)))
        .collect();
    let pair = |query: &super::ranking::QueryScores| {
        Some((*earlier.get(query.qid.as_str())?, query.values.get(measure)))
    };
    after.queries.iter().filter_map(pair).collect()
}

fn paired(measure: Measure, pairs: &[(f64, f64)]) -> Paired {
    let differences: Vec<f64> =
        pairs.iter().map(|(a, b)| b - a).filter(|difference| difference.abs() > TIE).collect();
    let mean = |sum: f64| if pairs.is_empty() { 0.0 } else { sum / pairs.len() as f64 };
    let wins = differences.iter().filter(|difference| **difference > 0.0).count();
    Paired {
        measure,
        queries: pairs.len(),
        before: mean(pairs.iter().map(|(before, _)| before).sum()),
        after: mean(pairs.iter().map(|(_, after)| after).sum()),
        wins,
        losses: differences.len() - wins,
        ties: pairs.len() - differences.len(),
        p_value: randomisation_test(&differences),
    }
}

/// Two-sided p-value of the hypothesis that each difference might as well have the other sign.
fn randomisation_test(differences: &[f64]) -> f64 {
    let observed = differences.iter().sum::<f64>().abs() - TIE;
    let mut coins = Coins { state: SEED, left: 0, bits: 0 };
    let as_large = (0..PERMUTATIONS)
        .filter(|_| {
            let toss = |difference: &f64| if coins.toss() { *difference } else { -difference };
            differences.iter().map(toss).sum::<f64>().abs() >= observed
        })
        .count();
    // The observed signs are one of the possible outcomes.
    (as_large + 1) as f64 / f64::from(PERMUTATIONS + 1)
}

/// Bits of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct Coins {
    state: u64,
    bits: u64,
    left: u32,
}

impl Coins {
    fn toss(&mut self) -> bool {
        if self.left == 0 {
            self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut bits = self.state;
            bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            self.bits = bits ^ (bits >> 31);
            self.left = u64::BITS;
        }
        self.left -= 1;
        let heads = self.bits & 1 == 1;
        self.bits >>= 1;
        heads
    }
}

#[cfg(test)]
mod tests;
