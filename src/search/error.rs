//! Why a search cannot be answered.

use crate::index::IndexError;
use crate::japanese::AnalysisError;
use crate::lexicon::LexiconError;
use crate::query::QueryError;

/// A search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query asks for something that does not exist, such as a cause the taxonomy lacks.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The lexicon could not be read.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The query's text could not be analysed.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.into())
    }
}
