//! Why a search cannot be answered.

use crate::index::IndexError;
use crate::japanese::AnalysisError;
use crate::lexicon::LexiconError;
use crate::report::FacetField;

/// A search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A filter asks for a value that the taxonomy does not have.
    #[error("no {field} is called `{value}`; {}", suggest(suggestions, *field))]
    UnknownValue {
        /// Name of the field.
        field: &'static str,
        /// What was asked for.
        value: String,
        /// Values that may have been meant.
        suggestions: Vec<String>,
    },
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

impl SearchError {
    pub(super) fn unknown(field: FacetField, value: &str, suggestions: &[String]) -> Self {
        Self::UnknownValue {
            field: field.as_str(),
            value: value.to_owned(),
            suggestions: suggestions.to_vec(),
        }
    }
}

fn suggest(suggestions: &[String], field: &str) -> String {
    if suggestions.is_empty() {
        format!("list them with `jiken facets --field {field}`")
    } else {
        format!("did you mean {}?", suggestions.join(", "))
    }
}
