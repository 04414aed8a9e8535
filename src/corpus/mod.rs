//! A folder, or one file, to source documents: walk, encodings, formats, digest pages split into reports.
//!
//! [`Corpus::walk`] lists files in a fixed order without opening them; [`Corpus::read`] turns one
//! file into [`Document`]s and hands each to a sink as soon as it is known, so a JSONL file of any
//! size streams. Whatever cannot be read becomes a [`SetAside`] with the reason, and the rest goes on.
//!
//! Text leaves this module clean: lines end in `\n`, and control characters, bidirectional
//! overrides and invisible marks are gone (see `clean.rs`).

mod archive;
mod blocks;
mod clean;
mod decode;
mod docx;
mod epub;
mod format;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod html;
mod input;
mod json;
mod jsonl;
mod lines;
mod mail;
mod markdown;
mod mojibake;
mod numeral;
mod odt;
mod ole;
mod outlet;
mod package;
mod page;
mod pdf;
mod published;
mod read;
mod sheet;
mod split;
mod text;
mod walk;
mod warc;
mod xml;

use std::fmt;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use crate::report::Document;

pub use format::Format;
pub use outlet::MAX_TEXT;
pub use read::{MAX_FILE, MAX_LINE, ReadOutcome};
pub use sheet::{Columns, ColumnsError};
pub use walk::{Entry, Walk};

/// A folder of source files, or a single one.
#[derive(Debug, Clone)]
pub struct Corpus {
    root: PathBuf,
    single: bool,
    ignored: Gitignore,
    columns: Columns,
}

/// Why a corpus cannot be opened at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorpusError {
    /// Nothing is there.
    #[error("{} does not exist; name a folder of reports or a single file", .0.display())]
    Missing(PathBuf),
    /// Something is there that cannot be looked at, or is neither file nor folder.
    #[error("{}: {reason}", path.display())]
    Unusable {
        /// What was named.
        path: PathBuf,
        /// What is wrong, ending in what to do.
        reason: String,
    },
    /// `.jikenignore` has a mistake.
    #[error("{reason}; mend the pattern (gitignore syntax) or remove it")]
    Ignore {
        /// What is wrong, with file and line.
        reason: String,
    },
}

/// A file, or a line of one, that was left out, and why; orders by path and line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub struct SetAside {
    /// Path relative to the corpus, `/`-separated; bytes that are not UTF-8 appear as `\xNN`.
    pub path: String,
    /// Line, from 1, when only that line was left out.
    pub line: Option<u64>,
    /// What is wrong, ending in what to do.
    pub reason: String,
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl Corpus {
    /// Opens a folder, or a single file whose name then is its path within the corpus.
    ///
    /// A `.jikenignore` in the folder, in gitignore syntax, leaves files out.
    pub fn open(root: &Path) -> Result<Self, CorpusError> {
        let unusable = |reason: String| CorpusError::Unusable { path: root.to_owned(), reason };
        let metadata = match std::fs::metadata(root) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(CorpusError::Missing(root.to_owned()));
            }
            Err(error) => return Err(unusable(format!("{error}; make it readable"))),
        };
        let single = metadata.is_file();
        if !single && !metadata.is_dir() {
            return Err(unusable(
                "is neither a file nor a folder; name a folder of reports or a single file"
                    .to_owned(),
            ));
        }
        let ignored = if single { Gitignore::empty() } else { walk::ignore_rules(root)? };
        Ok(Self { root: root.to_owned(), single, ignored, columns: Columns::default() })
    }

    /// The corpus with the columns of its tables read as the user says.
    #[must_use]
    pub fn with_columns(self, columns: Columns) -> Self {
        Self { columns, ..self }
    }

    /// What the user said that changes how files are understood, as a hash; empty when nothing was
    /// said. An index of a corpus of another fingerprint holds other reports of the same files.
    pub fn fingerprint(&self) -> String {
        if self.columns.is_empty() {
            return String::new();
        }
        blake3::hash(format!("columns {}", self.columns).as_bytes()).to_hex().to_string()
    }

    /// The folder or file the corpus was opened at.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file that may hold reports, folder by folder in byte order of names, without opening any.
    pub fn walk(&self) -> Walk<'_> {
        Walk::new(self)
    }

    /// Whether a file's name, or else its first bytes, are of a format that is read. Only files whose
    /// name says nothing are opened; one that cannot be opened is left for [`Corpus::read`] to refuse.
    pub fn recognises(&self, entry: &Entry) -> bool {
        entry.format.is_some() || read::recognises(entry)
    }

    /// Hash of a file's bytes, to see whether it changed without reading it as text.
    pub fn hash(&self, entry: &Entry) -> Result<blake3::Hash, SetAside> {
        read::hash(entry)
    }

    /// Reads one file and hands its reports, and whatever is wrong with it, to `sink` in file order.
    pub fn read(
        &self,
        entry: &Entry,
        sink: &mut dyn FnMut(Result<Document, SetAside>),
    ) -> ReadOutcome {
        read::read(entry, &self.columns, sink)
    }
}

/// Reads a file or a whole folder, in the order of [`Corpus::walk`].
pub fn read_path(
    path: &Path,
    sink: &mut dyn FnMut(Result<Document, SetAside>),
) -> Result<(), CorpusError> {
    let corpus = Corpus::open(path)?;
    for found in corpus.walk() {
        match found {
            Ok(entry) => {
                corpus.read(&entry, sink);
            }
            Err(set_aside) => sink(Err(set_aside)),
        }
    }
    Ok(())
}

/// The reports of a text, as [`Corpus::read`] takes them from a file of plain text with this name.
pub fn reports_of_text(name: &str, text: &str) -> Vec<Document> {
    let mut found = Vec::new();
    let mut sink = |outcome: Result<Document, SetAside>| found.extend(outcome.ok());
    let columns = Columns::default();
    let mut bytes = text.as_bytes();
    let mut outlet = outlet::Outlet::new(name, text.len() as u64, &columns, &mut sink);
    read::item(read::Clues::of_name(name), &mut input::Input::new(&mut bytes), &mut outlet);
    found
}

/// The text of a file's bytes, in whatever encoding they are, without what disturbs; `None` when they
/// are no text. [`Corpus::read`] does the same with a file of plain text.
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let text = decode::decode(bytes, None).ok()?;
    Some(clean::clean(&text).into_owned())
}

#[cfg(test)]
mod tests;
