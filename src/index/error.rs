//! What can go wrong with an index on disk.

use std::path::{Path, PathBuf};

/// An index could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The folder holds no index.
    #[error("no index at {}; run `jiken index`, or name another with --index", path.display())]
    Missing {
        /// The folder looked at.
        path: PathBuf,
    },
    /// The state that was asked for is not on disk.
    #[error("the index at {} keeps no {what}; `jiken generations` lists those it has, and `jiken index --keep N` keeps more", path.display())]
    NoGeneration {
        /// The index.
        path: PathBuf,
        /// What was asked for.
        what: String,
    },
    /// Another process is writing.
    #[error("the index at {} is being written by process {holder}; wait for it to end", path.display())]
    Locked {
        /// The index.
        path: PathBuf,
        /// Process id of the writer as it noted it, or `unknown`.
        holder: String,
    },
    /// The index was built by other rules than this program's: results would be wrong.
    #[error("the index at {} was built with another {what}; run `jiken index` to rebuild it", path.display())]
    Outdated {
        /// The index.
        path: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// The index does not hold together.
    #[error("the index at {} is damaged ({reason}); run `jiken index --full` to rebuild it", path.display())]
    Damaged {
        /// The index.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A file operation failed.
    #[error("{}: {source}; check that the disk has room and the folder may be written", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The engine refused.
    #[error(
        "the search engine failed: {0}; see that the disk has room and the folder may be written, and run `jiken index --full` if it happens again"
    )]
    Engine(#[from] tantivy::TantivyError),
    /// A text could not be analysed.
    #[error(transparent)]
    Analysis(#[from] crate::japanese::AnalysisError),
}

impl IndexError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}
