//! Japanese text to terms: folding with a way back to the original, then morphological analysis.
//!
//! Nothing here knows a search engine. Text is first folded ([`Folder`]), then cut either into words
//! of a dictionary ([`Analyzer`]) or into overlapping pairs of characters ([`characters()`]), which
//! find what the dictionary cuts otherwise.

mod beginnings;
mod characters;
mod compounds;
mod dictionary;
mod extra_readings;
mod fold;
mod kana;
mod katakana;
mod legal_forms;
mod literals;
mod normalize;
mod numbers;
mod offsets;
mod pieces;
mod script;
mod synonyms;
mod table;
mod terms;
mod variants;
mod words;

pub(crate) use beginnings::Beginnings;
pub use characters::{Gram, characters};
pub use dictionary::PartOfSpeech;
pub use fold::{FOLD_RULES, Folded, Folder};
pub use kana::{from_romaji, katakana, sound};
pub use legal_forms::LegalForms;
pub(crate) use literals::Literals;
pub use script::Script;
pub use synonyms::{SYNONYMS, Synonym, Synonyms};
pub use variants::Variants;
pub use words::{AnalysisError, Analyzer, AnalyzerError, SENTENCE_GAP, Word};

#[cfg(test)]
mod tests;
