//! What a sentence tells, by its likeness to example sentences: a multinomial naive Bayes classifier.
//!
//! Features are the characters and pairs of characters of a sentence, without single hiragana and with
//! a number as one sign. Each weighs (1 + ln tf) · (1 + ln N/df), and the weights of a sentence have length
//! one, as Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (ICML 2003)
//! advise for short texts. A class c gives the feature f the probability (α + sum of f in c) /
//! (α·V + sum of all in c); classes are equally likely beforehand. Learning counts, so it takes a few
//! milliseconds; sums run in the order of the examples, so every machine and thread learns the same.

use rustc_hash::FxHashMap;

use crate::japanese::Script;

use super::examples::Example;

/// What a feature that a class never showed counts for.
const SMOOTHING: f32 = 0.05;

/// How much surer one sign makes than naive Bayes on unit vectors would say.
const SHARPNESS: f32 = 3.0;

/// Most characters that are looked at: what a sentence tells does not need more.
const MOST_CHARACTERS: usize = 400;

/// A learned classifier of sentences.
#[derive(Debug)]
pub(super) struct Likeness {
    /// Row of a feature; only ever looked up.
    rows: FxHashMap<Feature, usize>,
    /// For each row, how telling the feature is.
    rarity: Vec<f32>,
    /// For each row, the logarithm of the feature's probability in each class.
    logs: Vec<f32>,
    /// Classes: the values, and last what tells none.
    classes: usize,
    /// For each example, its rows with their weights, by row.
    learned: Vec<Vec<(usize, f32)>>,
}

/// One or two characters; `EDGE` stands for what is no letter.
type Feature = (char, char);

const EDGE: char = '|';

/// Stands in second place where a character counts by itself.
const ALONE: char = '\0';

/// What a sentence tells, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sorted {
    /// Number of the value.
    pub(super) value: usize,
    /// Logarithm of its odds against everything else.
    pub(super) odds: f32,
}

impl Likeness {
    /// Learns to tell `values` values apart, and from what tells none.
    pub(super) fn learn(examples: &[Example], values: usize) -> Self {
        let mut rows: FxHashMap<Feature, usize> = FxHashMap::default();
        let mut frequency: Vec<f32> = Vec::new();
        let mut counted: Vec<Vec<(usize, f32)>> = Vec::with_capacity(examples.len());
        for example in examples {
            let mut counts: Vec<(usize, f32)> = Vec::new();
            for (feature, count) in count(&example.sentence) {
                let next = rows.len();
                let row = *rows.entry(feature).or_insert(next);
                if row == frequency.len() {
                    frequency.push(0.0);
                }
                if let Some(documents) = frequency.get_mut(row) {
                    *documents += 1.0;
                }
                counts.push((row, count));
            }
            counted.push(counts);
        }
        let all = examples.len() as f32;
        let rarity: Vec<f32> =
            frequency.iter().map(|documents| 1.0 + (all / documents).ln()).collect();
        let classes = values + 1;
        let mut logs = vec![SMOOTHING; rarity.len() * classes];
        let mut learned = counted;
        for (example, features) in examples.iter().zip(&mut learned) {
            weigh(features, &rarity);
            features.sort_unstable_by_key(|(row, _)| *row);
            let class = example.value.unwrap_or(values);
            for (row, weight) in features {
                if let Some(sum) = logs.get_mut(*row * classes + class) {
                    *sum += *weight;
                }
            }
        }
        let mut totals = vec![0.0_f32; classes];
        for sums in logs.chunks_exact(classes) {
            totals.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
        }
        for sums in logs.chunks_exact_mut(classes) {
            sums.iter_mut().zip(&totals).for_each(|(sum, total)| *sum = (*sum / total).ln());
        }
        Self { rows, rarity, logs, classes, learned }
    }

    /// The value that a folded sentence tells, if it tells one rather than none.
    pub(super) fn sort(&self, sentence: &str) -> Option<Sorted> {
        let scores = self.scores(sentence);
        let (value, best) = likeliest(&scores)?;
        let others: f32 = scores
            .iter()
            .enumerate()
            .filter(|(class, _)| *class != value)
            .map(|(_, score)| (score - best).exp())
            .sum();
        let odds = -others.max(f32::MIN_POSITIVE).ln();
        (value + 1 < self.classes).then_some(Sorted { value, odds })
    }

    /// How far a value is from what a folded sentence tells: the logarithm of how much likelier that is.
    pub(super) fn distance(&self, sentence: &str, value: usize) -> f32 {
        let scores = self.scores(sentence);
        let of_value = scores.get(value).copied().unwrap_or(f32::NEG_INFINITY);
        likeliest(&scores).map_or(0.0, |(_, best)| best - of_value)
    }

    /// The number of the example of a value that a folded sentence is most like, by the cosine.
    pub(super) fn nearest(
        &self,
        sentence: &str,
        value: usize,
        examples: &[Example],
    ) -> Option<usize> {
        let mut features = self.features(sentence);
        features.sort_unstable_by_key(|(row, _)| *row);
        let (number, _) = examples
            .iter()
            .zip(&self.learned)
            .enumerate()
            .filter(|(_, (example, _))| example.value == Some(value))
            .map(|(number, (_, learned))| (number, cosine(learned, &features)))
            .filter(|(_, cosine)| *cosine > 0.0)
            .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        Some(number)
    }

    /// The known features of a sentence, weighed.
    fn features(&self, sentence: &str) -> Vec<(usize, f32)> {
        let mut features: Vec<(usize, f32)> = count(sentence)
            .into_iter()
            .filter_map(|(feature, count)| Some((*self.rows.get(&feature)?, count)))
            .collect();
        weigh(&mut features, &self.rarity);
        features
    }

    /// For each class, the logarithm of how likely a sentence is, up to a term that all share.
    fn scores(&self, sentence: &str) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.classes];
        for (row, weight) in self.features(sentence) {
            let from = row * self.classes;
            let logs = self.logs.get(from..from + self.classes).unwrap_or_default();
            let weight = SHARPNESS * weight;
            scores.iter_mut().zip(logs).for_each(|(score, log)| *score += weight * log);
        }
        scores
    }
}

/// The cosine of two sentences whose features are sorted by row.
fn cosine(one: &[(usize, f32)], other: &[(usize, f32)]) -> f32 {
    let mut other = other.iter().peekable();
    let mut sum = 0.0;
    for (row, weight) in one {
        while other.next_if(|(before, _)| before < row).is_some() {}
        if let Some((_, same)) = other.next_if(|(same, _)| same == row) {
            sum += weight * same;
        }
    }
    sum
}

/// The class of the highest score, the first of equals.
fn likeliest(scores: &[f32]) -> Option<(usize, f32)> {
    scores
        .iter()
        .copied()
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Turns counts into weights of length one.
fn weigh(features: &mut [(usize, f32)], rarity: &[f32]) {
    let mut square = 0.0_f32;
    for (row, weight) in features.iter_mut() {
        *weight = (1.0 + weight.ln()) * rarity.get(*row).copied().unwrap_or(0.0);
        square += *weight * *weight;
    }
    let length = square.sqrt().max(f32::MIN_POSITIVE);
    features.iter_mut().for_each(|(_, weight)| *weight /= length);
}

/// The features of a sentence, each once with its count, in a fixed order.
fn count(sentence: &str) -> Vec<(Feature, f32)> {
    let mut features = Vec::with_capacity(2 * MOST_CHARACTERS.min(sentence.len()));
    let mut before = EDGE;
    let signs = sentence.chars().filter(|c| !c.is_whitespace()).take(MOST_CHARACTERS).map(sign);
    for sign in signs.chain([EDGE]) {
        // A number is one sign, and so is a row of marks.
        if sign == before && matches!(sign, '0' | EDGE) {
            continue;
        }
        features.push((before, sign));
        if !matches!(Script::of(sign), Script::Hiragana | Script::Digit | Script::Other) {
            features.push((sign, ALONE));
        }
        before = sign;
    }
    features.sort_unstable();
    features
        .chunk_by(|one, other| one == other)
        .filter_map(|same| Some((*same.first()?, same.len() as f32)))
        .collect()
}

/// What a character counts as.
fn sign(character: char) -> char {
    match Script::of(character) {
        Script::Digit => '0',
        Script::Other => EDGE,
        _ => character,
    }
}
