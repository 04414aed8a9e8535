//! The readings of `lexicon/readings.csv`, which the dictionary lacks: 誤 is ゴ, and 東建 トウケン.

use std::collections::BTreeMap;

use super::fold::Folder;
use super::kana::katakana;
use super::table;
use crate::lexicon::{Lexicon, LexiconError};

/// Where they are.
pub(super) const FILE: &str = "readings.csv";
const HEADER: [&str; 2] = ["surface", "reading"];

/// More readings of words, by the word as folding spells it.
#[derive(Debug, Clone, Default)]
pub(super) struct ExtraReadings {
    readings: BTreeMap<String, Vec<String>>,
}

impl ExtraReadings {
    /// Reads `readings.csv`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, another header, a row of another length, an empty word, or a reading that
    /// is not kana.
    pub(super) fn read(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let text = lexicon.file(FILE)?;
        let mistake =
            |at: usize, message: &str| lexicon.refuse(lexicon.mistake(FILE, &text, at, message));
        let mut readings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (at, row) in table::rows(lexicon, FILE, &text, &HEADER)? {
            let (Some(surface), Some(reading), 2) = (row.get(0), row.get(1), row.len()) else {
                mistake(at, "a row has two fields: surface,reading")?;
                continue;
            };
            let surface = folder.fold(surface.trim()).text().to_owned();
            let Some(reading) = katakana(reading.trim()).filter(|_| !surface.is_empty()) else {
                mistake(at, "a word and its reading in kana are needed; complete the row")?;
                continue;
            };
            let known = readings.entry(surface).or_default();
            if known.contains(&reading) && lexicon.is_lenient() {
                let message = "this reading is given already; remove one";
                lexicon.warn(lexicon.mistake(FILE, &text, at, message));
            }
            known.push(reading);
        }
        Ok(Self { readings })
    }

    /// The readings given for a folded word.
    pub(super) fn of(&self, word: &str) -> &[String] {
        self.readings.get(word).map_or(&[], Vec::as_slice)
    }
}
