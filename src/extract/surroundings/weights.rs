//! What features weigh: logistic regressions, learned by [`crate::extract::learn`] and kept in `lexicon/`.
//!
//! A file has one feature a line, `feature<TAB>class weight<TAB>class weight…`, and what every place weighs under the
//! name `always`. The probability of a class is 1 / (1 + exp(-sum of the weights)); classes do not exclude one another.

use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, LexiconError};

use super::features::{Features, Key, key};

/// The feature of every place.
pub(in crate::extract) const ALWAYS: &str = "always";

/// The weights of some classes.
#[derive(Debug, Default)]
pub(in crate::extract) struct Weights {
    /// What every place weighs, by class; empty where nothing has been learned.
    always: Vec<f32>,
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
        let mut weights = Self::default();
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
            if weights.rows.insert(key(name), cells).is_some() {
                mistake(0, format!("`{name}` again; remove one of the lines"))?;
            }
        }
        Ok(weights)
    }

    /// Whether nothing has been learned, so that what rules say stands.
    pub(in crate::extract) fn is_empty(&self) -> bool {
        self.always.is_empty()
    }

    /// For each class, the probability that a place with these features is of it; `scores` is emptied first.
    pub(in crate::extract) fn read_place(&self, features: &Features, scores: &mut Vec<f32>) {
        scores.clear();
        scores.extend_from_slice(&self.always);
        for key in &features.keys {
            let Some((first, end)) = self.rows.get(key) else { continue };
            let cells = self.cells.get(*first as usize..*end as usize).unwrap_or_default();
            for (class, weight) in cells {
                if let Some(score) = scores.get_mut(usize::from(*class)) {
                    *score += *weight;
                }
            }
        }
        for score in scores {
            *score = 1.0 / (1.0 + (-*score).exp());
        }
    }
}
