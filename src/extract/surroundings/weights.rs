//! What features weigh: logistic regressions, learned by [`crate::extract::learn`] and kept in `lexicon/`.
//!
//! A file has one feature a line, `feature<TAB>class weight<TAB>class weight…`, and what every place weighs under the
//! name `always`. The probability of a class is 1 / (1 + exp(-sum of the weights)); classes do not exclude one another.

use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, LexiconError};

use super::features::{Features, Key, key};

/// The feature of every place.
pub(in crate::extract) const ALWAYS: &str = "always";

/// Bits by which features are told from those that weigh nothing, for each feature: one in so many of the others passes.
const BITS_PER_FEATURE: usize = 12;

/// The weights of some classes.
#[derive(Debug, Default)]
pub(in crate::extract) struct Weights {
    /// What every place weighs, by class; empty where nothing has been learned.
    always: Vec<f32>,
    /// For each feature a bit at a place that its key gives. Most runs of characters weigh nothing, and this tells it of
    /// nearly all of them within memory that stays in the nearest cache.
    known: Vec<u64>,
    /// From the first to behind the last cell of a feature.
    rows: FxHashMap<Key, (u32, u32)>,
    /// Class and weight.
    cells: Vec<(u8, f32)>,
}

impl Weights {
    /// Reads a file; classes are told by their names.
    pub(in crate::extract) fn read(
        lexicon: &Lexicon,
        file: &str,
        classes: &[&str],
    ) -> Result<Self, LexiconError> {
        let text = lexicon.file(file)?;
        let bits = text.split('\n').count() * BITS_PER_FEATURE;
        let mut weights =
            Self { known: vec![0; (bits / 64).next_power_of_two()], ..Self::default() };
        let mut start = 0;
        for row in text.split('\n') {
            let at = start;
            start += row.len() + 1;
            let row = row.trim_end_matches('\r');
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            let mistake = |offset: usize, message: String| {
                lexicon.refuse(lexicon.mistake(file, &text, at + offset, message))
            };
            let mut columns = row.split('\t');
            let name = columns.next().unwrap_or_default();
            let mut offset = name.len() + 1;
            let first = weights.cells.len();
            for column in columns {
                let cell = column.split_once(' ').and_then(|(class, weight)| {
                    let class = classes.iter().position(|known| *known == class)?;
                    let weight = weight.parse::<f32>().ok().filter(|weight| weight.is_finite())?;
                    Some((u8::try_from(class).ok()?, weight))
                });
                match cell {
                    Some(cell) => weights.cells.push(cell),
                    None => mistake(
                        offset,
                        format!(
                            "`{column}` is no class and weight; write one of {} and a number, or learn the file anew",
                            classes.join(", ")
                        ),
                    )?,
                }
                offset += column.len() + 1;
            }
            if name == ALWAYS {
                weights.always.resize(classes.len(), 0.0);
                for (class, weight) in weights.cells.drain(first..) {
                    if let Some(slot) = weights.always.get_mut(usize::from(class)) {
                        *slot = weight;
                    }
                }
                continue;
            }
            let cells = (first as u32, weights.cells.len() as u32);
            let key = key(name);
            let (word, bit) = place_of(key, weights.known.len());
            if let Some(word) = weights.known.get_mut(word) {
                *word |= bit;
            }
            if weights.rows.insert(key, cells).is_some() {
                mistake(0, format!("`{name}` again; remove one of the lines"))?;
            }
        }
        Ok(weights)
    }

    /// The classes that a file has, of which what every place weighs names all.
    pub(in crate::extract) fn classes_of(
        lexicon: &Lexicon,
        file: &str,
    ) -> Result<Vec<String>, LexiconError> {
        let text = lexicon.file(file)?;
        let always = text.lines().find_map(|line| line.strip_prefix(ALWAYS)?.strip_prefix('\t'));
        let cells = always.unwrap_or_default().split('\t');
        Ok(cells.filter_map(|cell| Some(cell.split_once(' ')?.0.to_owned())).collect())
    }

    /// Whether nothing has been learned, so that what rules say stands.
    pub(in crate::extract) fn is_empty(&self) -> bool {
        self.always.is_empty()
    }

    /// For each class, the probability that a place with these features is of it; `scores` are those of the place before.
    pub(in crate::extract) fn read_place<'s>(
        &self,
        features: &Features,
        scores: &'s mut Scores,
    ) -> &'s [f32] {
        let (round, shared) = features.shared();
        if scores.round != Some(round) {
            scores.round = Some(round);
            scores.shared.clone_from(&self.always);
            self.add(shared, &mut scores.passing, &mut scores.shared);
        }
        scores.of_place.clone_from(&scores.shared);
        self.add(features.own(), &mut scores.passing, &mut scores.of_place);
        for score in &mut scores.of_place {
            *score = 1.0 / (1.0 + (-*score).exp());
        }
        &scores.of_place
    }

    fn add(&self, keys: &[Key], passing: &mut Vec<Key>, scores: &mut [f32]) {
        // Whether a key passes cannot be foretold, so the processor is not made to: every key is written, and the next
        // one over it unless it passed.
        passing.clear();
        passing.resize(keys.len(), 0);
        let mut count = 0;
        for key in keys {
            let (word, bit) = place_of(*key, self.known.len());
            if let Some(slot) = passing.get_mut(count) {
                *slot = *key;
            }
            count += usize::from(self.known.get(word).is_some_and(|word| word & bit != 0));
        }
        for key in passing.iter().take(count) {
            let Some((first, end)) = self.rows.get(key) else { continue };
            let cells = self.cells.get(*first as usize..*end as usize).unwrap_or_default();
            for (class, weight) in cells {
                if let Some(score) = scores.get_mut(usize::from(*class)) {
                    *score += *weight;
                }
            }
        }
    }
}

/// Word and bit of a feature among so many words, a power of two: of its key the highest bits, which all characters
/// of its name have an effect on.
fn place_of(key: Key, words: usize) -> (usize, u64) {
    let place = key >> 40;
    ((place >> 6) as usize & words.wrapping_sub(1), 1 << (place & 63))
}

/// What features weigh for each class.
#[derive(Debug, Default)]
pub(in crate::extract) struct Scores {
    /// The sums of what places share, and the round of features that they are of.
    shared: Vec<f32>,
    round: Option<usize>,
    /// The probabilities of the place that was read last.
    of_place: Vec<f32>,
    /// The features that may weigh something.
    passing: Vec<Key>,
}
