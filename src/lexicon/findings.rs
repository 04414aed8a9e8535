//! Reading a lexicon to the end though it has mistakes, and keeping all of them.

use std::sync::{Arc, Mutex, PoisonError};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::{Lexicon, LexiconError};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The lexicon is refused.
    Error,
    /// The lexicon is taken, but something in it does nothing or not what it seems to.
    Warning,
}

impl Severity {
    /// Stable name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Something that should be mended in a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is and what is wrong.
    pub mistake: LexiconError,
}

/// What was found so far, by whoever reads the lexicon.
pub(super) type Findings = Arc<Mutex<Vec<Finding>>>;

impl Lexicon {
    /// The same files, read to the end: mistakes are kept for [`Lexicon::findings`], and what is wrong
    /// is left out or taken from the built-in lexicon. What is made of it is good for nothing else.
    pub fn lenient(&self) -> Self {
        Self { folder: self.folder.clone(), findings: Some(Findings::default()) }
    }

    /// Whether mistakes are kept, and things worth a warning looked for.
    pub fn is_lenient(&self) -> bool {
        self.findings.is_some()
    }

    /// What was found, by file and place, each once. Empty unless the lexicon is lenient.
    pub fn findings(&self) -> Vec<Finding> {
        let Some(findings) = &self.findings else { return Vec::new() };
        let mut found = findings.lock().unwrap_or_else(PoisonError::into_inner).clone();
        found.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.mistake.position, finding.severity);
            let file = a.mistake.file.cmp(&b.mistake.file);
            file.then_with(|| key(a).cmp(&key(b)))
                .then_with(|| a.mistake.message.cmp(&b.mistake.message))
        });
        found.dedup();
        found
    }

    /// Refuses the lexicon for a mistake, or, when it is lenient, keeps the mistake and goes on.
    ///
    /// # Errors
    /// The mistake itself.
    pub fn refuse(&self, mistake: LexiconError) -> Result<(), LexiconError> {
        match &self.findings {
            None => Err(mistake),
            Some(_) => {
                self.keep(Severity::Error, mistake);
                Ok(())
            }
        }
    }

    /// Keeps something worth a warning; nothing unless the lexicon is lenient.
    pub fn warn(&self, mistake: LexiconError) {
        self.keep(Severity::Warning, mistake);
    }

    /// Warns of files in the folder that are no part of a lexicon.
    pub fn warn_of_strangers(&self) {
        let Some(entries) = self.folder.as_ref().and_then(|folder| std::fs::read_dir(folder).ok())
        else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let could_be = [".toml", ".csv", ".txt"].iter().any(|ending| name.ends_with(ending));
            if could_be && !Self::names().any(|known| known == name) {
                let known: Vec<&str> = Self::names().collect();
                let message = format!(
                    "no file of a lexicon is called so, and it is not read; rename it to one of {}",
                    known.join(", ")
                );
                let file = entry.path().display().to_string();
                self.warn(LexiconError { file, position: None, message });
            }
        }
    }

    fn keep(&self, severity: Severity, mistake: LexiconError) {
        if let Some(findings) = &self.findings {
            let mut findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
            findings.push(Finding { severity, mistake });
        }
    }

    /// Reads a file as TOML of the shape `T`, leaving out what does not fit; the built-in file where
    /// that does not help.
    pub(super) fn toml_leniently<T: DeserializeOwned>(
        &self,
        name: &str,
        text: &str,
    ) -> Result<T, LexiconError> {
        let refuse = |error: &toml::de::Error| {
            let offset = error.span().map_or(0, |span| span.start);
            self.keep(Severity::Error, self.mistake(name, text, offset, advice(error.message())));
        };
        let (mut table, errors) = DeTable::parse_recoverable(text);
        errors.iter().for_each(refuse);
        while errors.is_empty() {
            match T::deserialize(Deserializer::from(table.clone())) {
                Ok(content) => return Ok(content),
                Err(error) => {
                    refuse(&error);
                    let place = error.span().map(|span| span.start);
                    if !place.is_some_and(|place| remove(table.get_mut(), place)) {
                        break;
                    }
                }
            }
        }
        let embedded = Self::embedded();
        embedded.toml(name)
    }
}

/// What a reader of TOML says, with what to do.
pub(super) fn advice(message: &str) -> String {
    let message = message.trim_end();
    let remedy = if message.contains("unknown field") {
        "mend the name or remove it"
    } else if message.contains("missing field") {
        "add it, as an empty list `[]` if need be"
    } else if message.contains("invalid type") {
        "write it as the built-in file does"
    } else {
        "mend the TOML here, or just before"
    };
    format!("{message}; {remedy}")
}

/// Removes the key or element that begins at byte `place`; says whether there is one.
fn remove(table: &mut DeTable<'_>, place: usize) -> bool {
    let begins = |value: &Spanned<DeValue<'_>>| value.span().start == place;
    let key = table
        .iter()
        .find(|(key, value)| key.span().start == place || begins(value))
        .map(|(key, _)| key.clone());
    match key {
        Some(key) => table.remove(&key).is_some(),
        None => table.iter_mut().any(|(_, value)| remove_within(value, place)),
    }
}

fn remove_within(value: &mut Spanned<DeValue<'_>>, place: usize) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => remove(table, place),
        DeValue::Array(array) => {
            let at = array.iter().position(|value| {
                value.span().start == place && !matches!(value.get_ref(), DeValue::Table(_))
            });
            match at {
                Some(at) => {
                    let mut kept = DeArray::new();
                    let others = array.iter().enumerate().filter(|(number, _)| *number != at);
                    others.for_each(|(_, value)| kept.push(value.clone()));
                    *array = kept;
                    true
                }
                None => array.iter_mut().any(|value| remove_within(value, place)),
            }
        }
        _ => false,
    }
}
