//! What features weigh: logistic regressions, learned by [`crate::extract::learn`] and kept in `lexicon/`.
//!
//! A file has one feature a line, `feature<TAB>class weight<TAB>class weight…`, and what every place weighs under the
//! name `always`. The probability of a class is 1 / (1 + exp(-sum of the weights)); classes do not exclude one another.

use rustc_hash::FxHashSet;

use crate::lexicon::{Lexicon, LexiconError};

use super::features::{Features, key};
use super::table::{Passing, Table};

/// The feature of every place.
pub(in crate::extract) const ALWAYS: &str = "always";

/// The weights of some classes.
#[derive(Debug, Default)]
pub(in crate::extract) struct Weights {
    /// What every place weighs, by class; empty where nothing has been learned.
    always: Vec<f32>,
    of_features: Table,
}

impl Weights {
    /// Reads a file; classes are told by their names.
    pub(in crate::extract) fn read(
        lexicon: &Lexicon,
        file: &str,
        classes: &[&str],
    ) -> Result<Self, LexiconError> {
        let text = lexicon.file(file)?;
        let (lines, columns) = (text.split('\n').count(), text.split('\t').count());
        let mut weights =
            Self { always: Vec::new(), of_features: Table::with_room(lines, columns) };
        let mut known = FxHashSet::default();
        let mut cells = Vec::new();
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
            cells.clear();
            for column in columns {
                let cell = column.split_once(' ').and_then(|(class, weight)| {
                    let class = classes.iter().position(|known| *known == class)?;
                    let weight = weight.parse::<f32>().ok().filter(|weight| weight.is_finite())?;
                    let class =
                        u8::try_from(class).ok().filter(|class| *class <= Table::LAST_CLASS)?;
                    Some((class, weight))
                });
                match cell {
                    Some(cell) => cells.push(cell),
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
                for (class, weight) in &cells {
                    if let Some(slot) = weights.always.get_mut(usize::from(*class)) {
                        *slot = *weight;
                    }
                }
                continue;
            }
            let key = key(name);
            for (class, weight) in &cells {
                weights.of_features.insert(key, *class, *weight);
            }
            if !known.insert(key) {
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
        self.weigh(features, scores);
        for score in &mut scores.of_place {
            *score = 1.0 / (1.0 + (-*score).exp());
        }
        &scores.of_place
    }

    /// The same as the logarithm of the odds.
    pub(in crate::extract) fn read_odds<'s>(
        &self,
        features: &Features,
        scores: &'s mut Scores,
    ) -> &'s [f32] {
        self.weigh(features, scores);
        &scores.of_place
    }

    fn weigh(&self, features: &Features, scores: &mut Scores) {
        let (round, shared) = features.shared();
        if scores.round != Some(round) {
            scores.round = Some(round);
            scores.shared.clone_from(&self.always);
            self.of_features.add(shared, &mut scores.passing, &mut scores.shared);
        }
        scores.of_place.clone_from(&scores.shared);
        self.of_features.add(features.own(), &mut scores.passing, &mut scores.of_place);
    }
}

/// What features weigh for each class.
#[derive(Debug, Default)]
pub(in crate::extract) struct Scores {
    /// The sums of what places share, and the round of features that they are of.
    shared: Vec<f32>,
    round: Option<usize>,
    /// The probabilities of the place that was read last, or their odds.
    of_place: Vec<f32>,
    /// The features that may weigh something.
    passing: Passing,
}
