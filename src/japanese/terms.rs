//! The words of `lexicon/terms.csv`, which the dictionary lacks or cuts in two.

use std::collections::BTreeMap;

use daachorse::DoubleArrayAhoCorasickBuilder;
use lindera_dictionary::dictionary::UserDictionary;
use lindera_dictionary::dictionary::metadata::Metadata;
use lindera_dictionary::dictionary::prefix_dictionary::UserPrefixDictionary;

use super::dictionary::PartOfSpeech;
use super::fold::Folder;
use super::katakana;
use super::table;
use crate::lexicon::{Lexicon, LexiconError};

const FILE: &str = "terms.csv";
const HEADER: [&str; 3] = ["surface", "part_of_speech", "reading"];

/// The terms, by the number that the segmenter gives them.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    /// Sorted by surface, as the automaton wants them.
    terms: Vec<Term>,
}

/// One term.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Folded, as it stands in text; with the final ー that it has inside a longer run.
    surface: String,
    /// What it is.
    pub(super) part_of_speech: PartOfSpeech,
    /// In katakana; may be empty.
    reading: String,
}

impl Terms {
    /// Reads `terms.csv`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, another header, a row of another length, a part of speech other
    /// than 名詞 and 固有名詞, a term of no or of one character, or one with a full stop or comma in it.
    pub(super) fn read(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let text = lexicon.file(FILE)?;
        let mistake =
            |at: usize, message: &str| lexicon.refuse(lexicon.mistake(FILE, &text, at, message));
        let mut terms: BTreeMap<String, (PartOfSpeech, String)> = BTreeMap::new();
        for (at, row) in table::rows(lexicon, FILE, &text, &HEADER)? {
            let (Some(surface), Some(part_of_speech), Some(reading), 3) =
                (row.get(0), row.get(1), row.get(2), row.len())
            else {
                mistake(at, "a term has three fields: surface,part_of_speech,reading")?;
                continue;
            };
            let part_of_speech = match part_of_speech {
                "名詞" => PartOfSpeech::Noun,
                "固有名詞" => PartOfSpeech::ProperNoun,
                _ => {
                    mistake(at, "unknown part of speech; write 名詞 or 固有名詞")?;
                    continue;
                }
            };
            let folded = folder.fold(surface.trim());
            if folded.text().chars().nth(1).is_none() {
                mistake(at, "a term needs two characters at least; lengthen or remove it")?;
                continue;
            }
            if folded.text().contains(['。', '、', '!', '?', '\n']) {
                mistake(at, "a term cannot hold 。、！？; write it without")?;
                continue;
            }
            let value = (part_of_speech, reading.trim().to_owned());
            if terms.insert(folded.text().to_owned(), value.clone()).is_some()
                && lexicon.is_lenient()
            {
                let message = format!("`{surface}` is a term already; remove one");
                lexicon.warn(lexicon.mistake(FILE, &text, at, message));
            }
            // Inside a longer run the final ー is still there.
            let whole = format!("{}ー", folded.text());
            if katakana::without_final_mark(&whole) == folded.text() && surface.ends_with('ー') {
                terms.insert(whole, value);
            }
        }
        let terms = terms.into_iter();
        Ok(Self {
            terms: terms
                .map(|(surface, (part_of_speech, reading))| Term {
                    surface,
                    part_of_speech,
                    reading,
                })
                .collect(),
        })
    }

    /// The term of a number.
    pub(super) fn get(&self, id: u32) -> Option<&Term> {
        self.terms.get(usize::try_from(id).ok()?)
    }

    /// Whether `surface` is a term.
    pub(super) fn contains(&self, surface: &str) -> bool {
        self.find(surface).is_some()
    }

    /// The reading of the term `surface`, if it has one.
    pub(super) fn reading(&self, surface: &str) -> Option<&str> {
        Some(self.find(surface)?.reading.as_str()).filter(|reading| !reading.is_empty())
    }

    fn find(&self, surface: &str) -> Option<&Term> {
        let at = self.terms.binary_search_by(|term| term.surface.as_str().cmp(surface)).ok()?;
        self.terms.get(at)
    }

    /// Calls `found` with the length in characters of each term that starts `characters`.
    pub(super) fn prefixes(&self, characters: &[char], mut found: impl FnMut(usize)) {
        let first = characters.first().copied();
        let from = self.terms.partition_point(|term| term.surface.chars().next() < first);
        for term in self.terms.iter().skip(from) {
            if term.surface.chars().next() != first {
                break;
            }
            let length = term.surface.chars().count();
            if term.surface.chars().eq(characters.iter().copied().take(length)) {
                found(length);
            }
        }
    }

    /// The terms in the segmenter's form; `None` if there are none or they are too many for it.
    ///
    /// Made in memory at start: well under a millisecond for some hundred terms.
    pub(super) fn dictionary(&self, metadata: &Metadata) -> Option<UserDictionary> {
        if self.terms.is_empty() {
            return None;
        }
        let mut values = Vec::new();
        let mut keys: Vec<(&[u8], u32)> = Vec::with_capacity(self.terms.len());
        for (id, term) in (0_u32..).zip(&self.terms) {
            // Packed as lindera reads it: the number of the first entry, and how many there are.
            keys.push((term.surface.as_bytes(), (id << 8) | 1));
            // lindera's record of an entry: its number, cost, left and right context.
            values.extend(id.to_le_bytes());
            values.extend(metadata.default_word_cost.to_le_bytes());
            values.extend(metadata.default_left_context_id.to_le_bytes());
            values.extend(metadata.default_right_context_id.to_le_bytes());
        }
        let automaton = DoubleArrayAhoCorasickBuilder::new().build_with_values(keys).ok()?;
        let dict =
            UserPrefixDictionary::load(automaton.serialize(), values, Vec::new(), Vec::new());
        Some(UserDictionary { dict: dict.ok()? })
    }
}
