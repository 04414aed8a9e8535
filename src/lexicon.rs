//! Where the data that a researcher may edit comes from: the copy built into the binary, or a folder.
//!
//! This module finds files and reports mistakes in them with file, line and column; what a file
//! means is the business of the module that reads it.

mod findings;

pub use findings::{Finding, Severity};

use std::borrow::Cow;
use std::path::PathBuf;

use serde::de::DeserializeOwned;

/// The files of `lexicon/`, in the order their names sort.
const EMBEDDED: &[(&str, &str)] = &[
    ("boilerplate.toml", include_str!("../lexicon/boilerplate.toml")),
    ("causes.toml", include_str!("../lexicon/causes.toml")),
    ("certainty.toml", include_str!("../lexicon/certainty.toml")),
    ("counts.toml", include_str!("../lexicon/counts.toml")),
    ("data.toml", include_str!("../lexicon/data.toml")),
    ("dates.toml", include_str!("../lexicon/dates.toml")),
    ("jnsa.toml", include_str!("../lexicon/jnsa.toml")),
    ("examples.tsv", include_str!("../lexicon/examples.tsv")),
    ("kinds.toml", include_str!("../lexicon/kinds.toml")),
    ("names.toml", include_str!("../lexicon/names.toml")),
    ("organisations.toml", include_str!("../lexicon/organisations.toml")),
    ("readings.csv", include_str!("../lexicon/readings.csv")),
    ("sections.toml", include_str!("../lexicon/sections.toml")),
    ("stop-words.txt", include_str!("../lexicon/stop-words.txt")),
    ("synonyms.toml", include_str!("../lexicon/synonyms.toml")),
    ("terms.csv", include_str!("../lexicon/terms.csv")),
    ("tsr.toml", include_str!("../lexicon/tsr.toml")),
    ("variants.toml", include_str!("../lexicon/variants.toml")),
    ("vendors.toml", include_str!("../lexicon/vendors.toml")),
    ("veris.toml", include_str!("../lexicon/veris.toml")),
    ("weights-causes.tsv", include_str!("../lexicon/weights-causes.tsv")),
    ("weights-counts.tsv", include_str!("../lexicon/weights-counts.tsv")),
    ("weights-data.tsv", include_str!("../lexicon/weights-data.tsv")),
    ("weights-dates.tsv", include_str!("../lexicon/weights-dates.tsv")),
    ("weights-kinds.tsv", include_str!("../lexicon/weights-kinds.tsv")),
    ("weights-organisations.tsv", include_str!("../lexicon/weights-organisations.tsv")),
    ("weights-sentences.tsv", include_str!("../lexicon/weights-sentences.tsv")),
    ("weights-stories.tsv", include_str!("../lexicon/weights-stories.tsv")),
    ("weights-vendors.tsv", include_str!("../lexicon/weights-vendors.tsv")),
];

/// The editable data: variants, terms, taxonomy, cues.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    folder: Option<PathBuf>,
    /// Where mistakes are kept by those who go on at them.
    findings: Option<findings::Findings>,
}

/// A mistake in a lexicon file, or a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}", position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default())]
pub struct LexiconError {
    /// Path of the file, or `lexicon/NAME` for the embedded one.
    pub file: String,
    /// Line and column, from 1, if the mistake has a place.
    pub position: Option<(usize, usize)>,
    /// What is wrong, ending in what to do.
    pub message: String,
}

impl Lexicon {
    /// The lexicon built into the binary.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The lexicon in a folder; a file that the folder lacks is taken from the binary.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), findings: None }
    }

    /// The text of one file, such as `causes.toml`.
    pub fn file(&self, name: &str) -> Result<Cow<'static, str>, LexiconError> {
        if let Some(path) = self.folder.as_ref().map(|folder| folder.join(name)) {
            match std::fs::read_to_string(&path) {
                Ok(text) => return Ok(Cow::Owned(text)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(LexiconError {
                        file: path.display().to_string(),
                        position: None,
                        message: format!(
                            "{error}; make the file readable UTF-8, or remove it to use the built-in one"
                        ),
                    });
                }
            }
        }
        EMBEDDED
            .iter()
            .find(|(embedded, _)| *embedded == name)
            .map(|(_, text)| Cow::Borrowed(*text))
            .ok_or_else(|| LexiconError {
                file: self.path_of(name),
                position: None,
                message: "no such lexicon file; add it to the lexicon folder".to_owned(),
            })
    }

    /// One file read as TOML.
    pub fn toml<T: DeserializeOwned>(&self, name: &str) -> Result<T, LexiconError> {
        let text = self.file(name)?;
        if self.is_lenient() {
            return self.toml_leniently(name, &text);
        }
        toml::from_str(&text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            self.mistake(name, &text, offset, findings::advice(error.message()))
        })
    }

    /// A mistake at a byte offset of a file's text.
    pub fn mistake(
        &self,
        name: &str,
        text: &str,
        offset: usize,
        message: impl Into<String>,
    ) -> LexiconError {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        LexiconError {
            file: self.path_of(name),
            position: Some((line, column)),
            message: message.into(),
        }
    }

    /// The names of the files, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// Every file's name and text, for fingerprints.
    pub fn files(&self) -> Result<Vec<(&'static str, Cow<'static, str>)>, LexiconError> {
        EMBEDDED.iter().map(|(name, _)| Ok((*name, self.file(name)?))).collect()
    }

    /// Where a file is, or `lexicon/NAME` for the embedded one.
    pub fn path_of(&self, name: &str) -> String {
        match &self.folder {
            Some(folder) => folder.join(name).display().to_string(),
            None => format!("lexicon/{name}"),
        }
    }
}
