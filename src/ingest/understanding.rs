//! What turns texts into terms and facts, and the hash of all that decides them.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::extract::Extractor;
use crate::index::FORMAT;
use crate::japanese::{Analyzer, Folder, LegalForms, SYNONYMS};
use crate::lexicon::{Lexicon, LexiconError};

/// Version of the rules that turn a file into reports and facts; raised when they change what is
/// indexed, so that older indexes are rebuilt.
const RULES: u32 = 10;

/// What turns texts into terms and facts.
pub struct Understanding {
    pub(super) analyzer: Analyzer,
    lexicon: Lexicon,
    /// Made when the first text comes: a run that finds nothing new needs none.
    extractor: OnceLock<Extractor>,
    making: Mutex<()>,
    pub(super) legal_forms: LegalForms,
    fingerprint: String,
}

impl Understanding {
    /// Prepares analysis and extraction by a lexicon.
    pub fn new(analyzer: Analyzer, lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self {
            lexicon: lexicon.clone(),
            extractor: OnceLock::new(),
            making: Mutex::default(),
            legal_forms: LegalForms::new(lexicon)?,
            fingerprint: fingerprint(&analyzer, lexicon)?,
            analyzer,
        })
    }

    /// What finds the facts, and can explain them.
    ///
    /// # Errors
    /// A mistake in the lexicon, or that it has changed since the fingerprint was taken.
    pub fn extractor(&self) -> Result<&Extractor, LexiconError> {
        if let Some(extractor) = self.extractor.get() {
            return Ok(extractor);
        }
        let _one_makes = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(extractor) = self.extractor.get() {
            return Ok(extractor);
        }
        let extractor = Extractor::new(&self.lexicon, self.analyzer.folder())?;
        if fingerprint(&self.analyzer, &self.lexicon)? != self.fingerprint {
            return Err(LexiconError {
                file: self.lexicon.path_of(""),
                position: None,
                message: "the lexicon changed while it was read; run the command again".to_owned(),
            });
        }
        Ok(self.extractor.get_or_init(|| extractor))
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
