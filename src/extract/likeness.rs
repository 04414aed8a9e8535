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
    rows: FxHashMap<Feature, u32>,
    /// For each row, how telling the feature is.
    rarity: Vec<f32>,
    /// For each class, the logarithm of the probability of a feature that it never showed. Classes are
    /// the values, and last what tells none.
    unseen: Vec<f32>,
    /// For each row, how much greater the logarithm of its probability is in the classes that showed it.
    seen: Vec<Seen>,
    /// The classes of all rows that few classes showed.
    few: Vec<(u32, f32)>,
    /// The rows that more classes showed, class by class, 0 where one did not.
    many: Vec<f32>,
    /// For each example, its rows with their weights, by row.
    learned: Vec<Vec<(u32, f32)>>,
}

/// One or two characters, the first in the upper half; `EDGE` stands for what is no letter. Half as wide as two
/// characters can be, so that the table of them stays in the caches.
type Feature = u32;

/// Where the classes stand that showed a feature.
#[derive(Debug, Clone, Copy)]
enum Seen {
    /// From the first to the second place of `few`.
    Few(u32, u32),
    /// The row of `many` of this number.
    Many(u32),
}

/// One class of so many must show a feature for a row of all of them to be quicker.
const OF_MANY: usize = 6;

fn feature(one: char, other: char) -> Feature {
    /// What characters beyond the basic plane count as.
    const BEYOND: u16 = 0x3013;
    let half = |c: char| u16::try_from(u32::from(c)).unwrap_or(BEYOND);
    u32::from(half(one)) << 16 | u32::from(half(other))
}

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
        let mut rows: FxHashMap<Feature, u32> = FxHashMap::default();
        let mut frequency: Vec<f32> = Vec::new();
        let mut learned: Vec<Vec<(u32, f32)>> = Vec::with_capacity(examples.len());
        for example in examples {
            let mut of_example = Vec::new();
            each_feature(&example.sentence, |feature| {
                let next = rows.len() as u32;
                of_example.push(*rows.entry(feature).or_insert(next));
            });
            frequency.resize(rows.len(), 0.0_f32);
            let features = counted(of_example);
            for (row, _) in &features {
                if let Some(documents) = frequency.get_mut(*row as usize) {
                    *documents += 1.0;
                }
            }
            learned.push(features);
        }
        let all = examples.len() as f32;
        let rarity: Vec<f32> =
            frequency.iter().map(|documents| 1.0 + (all / documents).ln()).collect();
        let classes = values + 1;
        let mut sums = vec![0.0_f32; rarity.len() * classes];
        let mut totals = vec![SMOOTHING * rarity.len() as f32; classes];
        for (example, features) in examples.iter().zip(&mut learned) {
            weigh(features, &rarity);
            let class = example.value.unwrap_or(values);
            for (row, weight) in features {
                if let Some(sum) = sums.get_mut(*row as usize * classes + class) {
                    *sum += *weight;
                }
                if let Some(total) = totals.get_mut(class) {
                    *total += *weight;
                }
            }
        }
        let unseen = totals.iter().map(|total| (SMOOTHING / total).ln()).collect();
        let (mut seen, mut few, mut many) = (Vec::new(), Vec::new(), Vec::new());
        for of_row in sums.chunks_exact(classes) {
            let more = |sum: &f32| if *sum > 0.0 { (1.0 + sum / SMOOTHING).ln() } else { 0.0 };
            if of_row.iter().filter(|sum| **sum > 0.0).count() * OF_MANY > classes {
                seen.push(Seen::Many((many.len() / classes) as u32));
                many.extend(of_row.iter().map(more));
            } else {
                let start = few.len() as u32;
                let shown = (0_u32..).zip(of_row).filter(|(_, sum)| **sum > 0.0);
                few.extend(shown.map(|(class, sum)| (class, more(sum))));
                seen.push(Seen::Few(start, few.len() as u32));
            }
        }
        Self { rows, rarity, unseen, seen, few, many, learned }
    }

    /// The value that a folded sentence tells, if it tells one rather than none.
    pub(super) fn sort(&self, sentence: &str) -> Option<Sorted> {
        self.likeliest_of(&self.scores(sentence))
    }

    /// For each value that a sentence of these scores may tell, how probable that is.
    pub(super) fn shares(&self, scores: &[f32]) -> Vec<(usize, f32)> {
        let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let all: f32 = scores.iter().map(|score| (score - best).exp()).sum();
        let values = scores.len().saturating_sub(1);
        let shares = scores.iter().take(values).map(|score| (score - best).exp() / all);
        shares.enumerate().filter(|(_, share)| *share > 0.01).collect()
    }

    /// The value of the best of these scores, unless that is to tell none.
    pub(super) fn likeliest_of(&self, scores: &[f32]) -> Option<Sorted> {
        let (value, best) = likeliest(scores)?;
        let others: f32 = scores
            .iter()
            .enumerate()
            .filter(|(class, _)| *class != value)
            .map(|(_, score)| (score - best).exp())
            .sum();
        let odds = -others.max(f32::MIN_POSITIVE).ln();
        (value + 1 < self.unseen.len()).then_some(Sorted { value, odds })
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
        let features = self.features(sentence);
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

    /// The known features of a sentence by row, weighed.
    fn features(&self, sentence: &str) -> Vec<(u32, f32)> {
        let mut rows = Vec::with_capacity(2 * MOST_CHARACTERS.min(sentence.len() / 3));
        each_feature(sentence, |feature| rows.extend(self.rows.get(&feature)));
        let mut features = counted(rows);
        weigh(&mut features, &self.rarity);
        features
    }

    /// For each class, the logarithm of how likely a sentence is, up to a term that all share.
    pub(super) fn scores(&self, sentence: &str) -> Vec<f32> {
        let features = self.features(sentence);
        let all: f32 = features.iter().map(|(_, weight)| SHARPNESS * weight).sum();
        let mut scores: Vec<f32> = self.unseen.iter().map(|log| all * log).collect();
        for (row, weight) in features {
            let weight = SHARPNESS * weight;
            match self.seen.get(row as usize) {
                Some(Seen::Few(start, end)) => {
                    let few = self.few.get(*start as usize..*end as usize).unwrap_or_default();
                    for (class, more) in few {
                        if let Some(score) = scores.get_mut(*class as usize) {
                            *score += weight * more;
                        }
                    }
                }
                Some(Seen::Many(row)) => {
                    let start = *row as usize * scores.len();
                    let many = self.many.get(start..).unwrap_or_default();
                    for (score, more) in scores.iter_mut().zip(many) {
                        *score += weight * more;
                    }
                }
                None => {}
            }
        }
        scores
    }
}

/// The cosine of two sentences whose features are sorted by row.
fn cosine(one: &[(u32, f32)], other: &[(u32, f32)]) -> f32 {
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
fn weigh(features: &mut [(u32, f32)], rarity: &[f32]) {
    let mut square = 0.0_f32;
    for (row, weight) in features.iter_mut() {
        // Most stand there once, and the logarithm of that is 0.
        let repeated = if *weight > 1.0 { weight.ln() } else { 0.0 };
        *weight = (1.0 + repeated) * rarity.get(*row as usize).copied().unwrap_or(0.0);
        square += *weight * *weight;
    }
    let length = square.sqrt().max(f32::MIN_POSITIVE);
    features.iter_mut().for_each(|(_, weight)| *weight /= length);
}

/// Hands over every feature of a sentence, in its order.
fn each_feature(sentence: &str, mut take: impl FnMut(Feature)) {
    let mut before = EDGE;
    let signs = sentence.chars().filter(|c| !c.is_whitespace()).take(MOST_CHARACTERS).map(sign);
    for (sign, script) in signs.chain([(EDGE, Script::Other)]) {
        // A number is one sign, and so is a row of marks.
        if sign == before && matches!(sign, '0' | EDGE) {
            continue;
        }
        take(feature(before, sign));
        if !matches!(script, Script::Hiragana | Script::Digit | Script::Other) {
            take(feature(sign, ALONE));
        }
        before = sign;
    }
}

/// Rows, each once with how often it is there, in order.
fn counted(mut rows: Vec<u32>) -> Vec<(u32, f32)> {
    rows.sort_unstable();
    let same = rows.chunk_by(|one, other| one == other);
    same.filter_map(|same| Some((*same.first()?, same.len() as f32))).collect()
}

/// What a character counts as, and the script of that.
fn sign(character: char) -> (char, Script) {
    match Script::of(character) {
        Script::Digit => ('0', Script::Digit),
        Script::Other => (EDGE, Script::Other),
        script => (character, script),
    }
}
