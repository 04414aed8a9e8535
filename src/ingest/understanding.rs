//! What turns texts into terms and facts, and the hash of all that decides them.

use crate::extract::Extractor;
use crate::index::FORMAT;
use crate::japanese::{Analyzer, Folder, LegalForms, SYNONYMS};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Document, Facts, Report};

/// Version of the rules that turn a file into reports and facts; raised when they change what is
/// indexed, so that older indexes are rebuilt.
const RULES: u32 = 4;

/// What turns texts into terms and facts.
pub struct Understanding {
    pub(super) analyzer: Analyzer,
    extractor: Extractor,
    pub(super) legal_forms: LegalForms,
    fingerprint: String,
}

impl Understanding {
    /// Prepares analysis and extraction by a lexicon.
    pub fn new(analyzer: Analyzer, lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self {
            extractor: Extractor::new(lexicon, analyzer.folder())?,
            legal_forms: LegalForms::new(lexicon)?,
            fingerprint: fingerprint(&analyzer, lexicon)?,
            analyzer,
        })
    }

    /// The facts a document states.
    pub fn facts(&self, document: &Document) -> Facts {
        self.extractor.extract(document)
    }

    /// A document with the facts it states and its structure.
    pub fn report(&self, document: Document) -> Report {
        self.extractor.report(document)
    }

    /// What finds the facts, and can explain them.
    pub fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// Hash of everything that decides what it makes of a text; see [`fingerprint`].
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Folds texts.
    pub fn folder(&self) -> &Folder {
        self.analyzer.folder()
    }
}

/// Hash of everything that decides what a text's terms and facts are.
pub fn fingerprint(analyzer: &Analyzer, lexicon: &Lexicon) -> Result<String, LexiconError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&FORMAT.to_le_bytes());
    hasher.update(&RULES.to_le_bytes());
    hasher.update(analyzer.fingerprint().as_bytes());
    for (name, text) in lexicon.files()? {
        // What only searches read does not change an index.
        if name == SYNONYMS {
            continue;
        }
        hasher.update(name.as_bytes());
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}
