//! What a sentence tells, by its likeness to example sentences: a multinomial naive Bayes classifier.
//!
//! Features are the characters and pairs of characters of a sentence, without single hiragana and with
//! a number as one sign. Each weighs (1 + ln tf) · (1 + ln N/df), and the weights of a sentence have length
//! one, as Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (ICML 2003)
//! advise for short texts. A class c gives the feature f the probability (α + sum of f in c) /
//! (α·V + sum of all in c); classes are equally likely beforehand. Learning counts, so it takes a few
//! milliseconds; sums run in the order of the examples, so every machine and thread learns the same.

use rustc_hash::FxHashMap;

use super::examples::Example;
use super::features::{Feature, Shown, read_features};

/// What a feature that a class never showed counts for.
const SMOOTHING: f32 = 0.05;

/// How much surer one sign makes than naive Bayes on unit vectors would say.
const SHARPNESS: f32 = 3.0;

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
}

/// Where the classes stand that showed a feature.
#[derive(Debug, Clone, Copy)]
enum Seen {
    /// From the first to the second place of `few`.
    Few(u32, u32),
    /// The row of `many` that begins at this place.
    Many(u32),
}

/// One class of so many must show a feature for a row of all of them to be quicker.
const OF_MANY: usize = 8;

/// Classes that are scored at once; rows of all classes are filled up to a multiple of it.
const AT_ONCE: usize = 8;

/// A row and what it weighs in a sentence.
type Weighed = (u32, f32);

/// What a sentence tells, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sorted {
    /// Number of the value.
    pub(super) value: usize,
    /// Logarithm of its odds against everything else.
    pub(super) odds: f32,
}

/// What the examples show: their weighed features, and the rows of these.
struct Study {
    rows: FxHashMap<Feature, u32>,
    rarity: Vec<f32>,
    /// The features of all examples, one example after the other.
    features: Vec<Weighed>,
    /// Where the features of each example end.
    ends: Vec<usize>,
}

impl Study {
    fn of(examples: &[Example]) -> Self {
        let mut read = Vec::new();
        let mut shown = Shown::default();
        let mut rows: FxHashMap<Feature, u32> = FxHashMap::default();
        let mut frequency: Vec<f32> = Vec::new();
        let mut features: Vec<Weighed> = Vec::new();
        let mut ends = Vec::with_capacity(examples.len());
        for example in examples {
            read_features(&example.sentence, &mut read);
            for feature in &read {
                let next = rows.len() as u32;
                shown.add(*rows.entry(*feature).or_insert(next));
            }
            frequency.resize(rows.len(), 0.0_f32);
            shown.take(|row, count| {
                if let Some(documents) = frequency.get_mut(row as usize) {
                    *documents += 1.0;
                }
                features.push((row, count));
            });
            ends.push(features.len());
        }
        let all = examples.len() as f32;
        let rarity: Vec<f32> =
            frequency.iter().map(|documents| 1.0 + (all / documents).ln()).collect();
        let mut start = 0;
        for end in &ends {
            weigh(features.get_mut(start..*end).unwrap_or_default(), &rarity);
            start = *end;
        }
        Self { rows, rarity, features, ends }
    }

    /// The features of an example, by its number.
    fn features(&self, example: usize) -> &[Weighed] {
        let end = |example: usize| self.ends.get(example).copied().unwrap_or(0);
        let start = example.checked_sub(1).map_or(0, end);
        self.features.get(start..end(example)).unwrap_or_default()
    }
}

/// What a class showed of a feature.
struct Cell {
    row: u32,
    class: u32,
    /// Sum of the feature's weights.
    sum: f32,
}

impl Likeness {
    /// Learns to tell `values` values apart, and from what tells none.
    pub(super) fn learn(examples: &[Example], values: usize) -> Self {
        let study = Study::of(examples);
        let classes = values + 1;
        let class_of = |example: &Example| example.value.unwrap_or(values);
        let mut by_class: Vec<(usize, usize)> = examples.iter().map(class_of).zip(0..).collect();
        by_class.sort_unstable();
        let mut totals = vec![SMOOTHING * study.rarity.len() as f32; classes];
        // Class by class, so that a row has what it showed last in its last cell.
        let mut cells: Vec<Cell> = Vec::with_capacity(study.features.len());
        let mut last = vec![usize::MAX; study.rarity.len()];
        let mut shown_by = vec![0_u32; study.rarity.len()];
        for (class, example) in by_class {
            let Some(total) = totals.get_mut(class) else { continue };
            let class = class as u32;
            for (row, weight) in study.features(example) {
                *total += *weight;
                let Some(last) = last.get_mut(*row as usize) else { continue };
                match cells.get_mut(*last) {
                    Some(cell) if cell.class == class => cell.sum += *weight,
                    _ => {
                        *last = cells.len();
                        cells.push(Cell { row: *row, class, sum: *weight });
                        if let Some(classes) = shown_by.get_mut(*row as usize) {
                            *classes += 1;
                        }
                    }
                }
            }
        }
        let unseen = totals.iter().map(|total| (SMOOTHING / total).ln()).collect();
        let Study { rows, rarity, .. } = study;
        let mut learned =
            Self { rows, rarity, unseen, seen: Vec::new(), few: Vec::new(), many: Vec::new() };
        learned.arrange(&cells, &shown_by);
        learned
    }

    /// Puts cells, which come class by class, under their rows; `shown_by` says how many each row has.
    fn arrange(&mut self, cells: &[Cell], shown_by: &[u32]) {
        let classes = self.unseen.len().next_multiple_of(AT_ONCE);
        let (mut few, mut many) = (0, 0);
        self.seen.extend(shown_by.iter().map(|shown_by| {
            if *shown_by as usize * OF_MANY > classes {
                many += classes;
                Seen::Many((many - classes) as u32)
            } else {
                few += *shown_by;
                Seen::Few(few - *shown_by, few - *shown_by)
            }
        }));
        self.few = vec![(0, 0.0); few as usize];
        self.many = vec![0.0; many];
        for cell in cells {
            let more = (1.0 + cell.sum / SMOOTHING).ln();
            match self.seen.get_mut(cell.row as usize) {
                Some(Seen::Few(_, end)) => {
                    if let Some(slot) = self.few.get_mut(*end as usize) {
                        *slot = (cell.class, more);
                    }
                    *end += 1;
                }
                Some(Seen::Many(start)) => {
                    if let Some(slot) = self.many.get_mut((*start + cell.class) as usize) {
                        *slot = more;
                    }
                }
                None => {}
            }
        }
    }

    /// Reads sentences, one after another.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            likeness: self,
            read: Vec::new(),
            shown: Shown::default(),
            features: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// The value that a folded sentence tells, if it tells one rather than none.
    pub(super) fn sort(&self, sentence: &str) -> Option<Sorted> {
        self.reader().read(sentence).sorted()
    }

    /// How far a value is from what a folded sentence tells: the logarithm of how much likelier that is.
    pub(super) fn distance(&self, sentence: &str, value: usize) -> f32 {
        let mut reader = self.reader();
        reader.score(sentence);
        let scores = reader.scores.as_slice();
        let of_value = scores.get(value).copied().unwrap_or(f32::NEG_INFINITY);
        likeliest(scores).map_or(0.0, |(_, best)| best - of_value)
    }

    /// The number of the example of a value that a folded sentence is most like, by the cosine.
    pub(super) fn nearest(
        &self,
        sentence: &str,
        value: usize,
        examples: &[Example],
    ) -> Option<usize> {
        let (mut reader, mut other) = (self.reader(), self.reader());
        let features = reader.features(sentence);
        let (number, _) = examples
            .iter()
            .enumerate()
            .filter(|(_, example)| example.value == Some(value))
            .map(|(number, example)| (number, cosine(other.features(&example.sentence), features)))
            .filter(|(_, cosine)| *cosine > 0.0)
            .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        Some(number)
    }
}

/// Reads sentences by what was learned, in room that serves for all of them.
#[derive(Debug)]
pub(super) struct Reader<'l> {
    likeness: &'l Likeness,
    read: Vec<Feature>,
    shown: Shown,
    features: Vec<Weighed>,
    scores: Vec<f32>,
}

impl Reader<'_> {
    /// What a folded sentence tells.
    pub(super) fn read(&mut self, sentence: &str) -> Chances<'_> {
        self.score(sentence);
        Chances::of(&mut self.scores)
    }

    /// The known features of a sentence by row, weighed.
    fn features(&mut self, sentence: &str) -> &[Weighed] {
        let Self { likeness, read, shown, features, .. } = self;
        read_features(sentence, read);
        for feature in read {
            if let Some(row) = likeness.rows.get(feature) {
                shown.add(*row);
            }
        }
        features.clear();
        shown.take(|row, count| features.push((row, count)));
        weigh(features, &likeness.rarity);
        features
    }

    /// Tells for each class the logarithm of how likely a sentence is, up to a term that all share.
    fn score(&mut self, sentence: &str) {
        self.features(sentence);
        let Self { likeness, features, scores, .. } = self;
        let Likeness { unseen, seen, few, many, .. } = likeness;
        let all: f32 = features.iter().map(|(_, weight)| SHARPNESS * weight).sum();
        scores.clear();
        scores.extend(unseen.iter().map(|log| all * log));
        scores.resize(unseen.len().next_multiple_of(AT_ONCE), 0.0);
        let all_scores = scores.as_mut_slice();
        for (row, weight) in features {
            let weight = SHARPNESS * *weight;
            match seen.get(*row as usize) {
                Some(Seen::Few(start, end)) => {
                    let few = few.get(*start as usize..*end as usize).unwrap_or_default();
                    for (class, more) in few {
                        if let Some(score) = all_scores.get_mut(*class as usize) {
                            *score += weight * more;
                        }
                    }
                }
                Some(Seen::Many(start)) => {
                    let many = many.get(*start as usize..).unwrap_or_default();
                    for (score, more) in all_scores.iter_mut().zip(many) {
                        *score += weight * more;
                    }
                }
                None => {}
            }
        }
        scores.truncate(unseen.len());
    }
}

/// How probable it is that a sentence tells each value, or none.
#[derive(Debug)]
pub(super) struct Chances<'r> {
    /// For each class, how probable it is beside the likeliest one.
    beside_best: &'r [f32],
    /// Number of the likeliest class.
    best: usize,
    /// What all classes come to, and all but the likeliest.
    all: f32,
    others: f32,
}

impl<'r> Chances<'r> {
    fn of(scores: &'r mut [f32]) -> Self {
        let (best, highest) = likeliest(scores).unwrap_or((0, 0.0));
        let (mut all, mut others) = (0.0, 0.0);
        for (class, score) in scores.iter_mut().enumerate() {
            *score = (*score - highest).exp();
            all += *score;
            if class != best {
                others += *score;
            }
        }
        Self { beside_best: scores, best, all, others }
    }

    /// The likeliest value, unless it is likeliest that the sentence tells none.
    pub(super) fn sorted(&self) -> Option<Sorted> {
        let odds = -self.others.max(f32::MIN_POSITIVE).ln();
        (self.best + 1 < self.beside_best.len()).then_some(Sorted { value: self.best, odds })
    }

    /// The values that are at least as probable as `least`, each with how probable it is.
    pub(super) fn shares(&self, least: f32) -> impl Iterator<Item = (usize, f32)> {
        let values = self.beside_best.len().saturating_sub(1);
        let shares = self.beside_best.iter().take(values).map(|beside| beside / self.all);
        shares.enumerate().filter(move |(_, share)| *share >= least)
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
