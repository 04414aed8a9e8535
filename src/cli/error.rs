//! The one place that judges errors: what is said, what may help, and the exit code.

use std::error::Error;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::corpus::CorpusError;
use crate::index::IndexError;
use crate::ingest::{IngestError, Unfinished};
use crate::japanese::AnalyzerError;
use crate::lexicon::LexiconError;
use crate::query::QueryError;
use crate::search::SearchError;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// It did what it was asked to: 0.
    Done,
    /// A search found nothing: 1.
    NothingFound,
    /// An index run left something out: 1.
    SetAside,
    /// A check found damage: 1.
    Damaged,
    /// It failed, or was asked for something that makes no sense: 2.
    Failed,
}

impl Exit {
    /// The number that the process ends with.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NothingFound | Self::SetAside | Self::Damaged => 1,
            Self::Failed => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command failed, as its user reads it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// What is wrong; may have several lines.
    pub(super) message: String,
    /// What led to it, nearest first.
    pub(super) causes: Vec<String>,
    /// What to type instead, when the message does not already say so.
    pub(super) hint: Option<String>,
    /// Whether nobody reads the output any more, which is no failure.
    pub(super) is_broken_pipe: bool,
}

impl Failure {
    /// A failure with nothing but a message.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), causes: Vec::new(), hint: None, is_broken_pipe: false }
    }

    /// The same failure with a hint.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// A command line that cannot be read, as clap tells it.
    pub(super) fn usage(told: &str) -> Self {
        Self::new(told.trim().trim_start_matches("error: "))
    }

    /// A query that cannot be read, with a caret under the place.
    pub(super) fn query(error: &QueryError, query: &str) -> Self {
        let rendered = error.render(query);
        match rendered.rsplit_once("\nhint: ") {
            Some((message, hint)) => Self::new(message).hint(hint),
            None => Self::new(rendered),
        }
    }

    /// A search that cannot be answered; `query` is what was typed.
    pub(super) fn search(error: SearchError, query: &str) -> Self {
        match error {
            SearchError::Query(error) if error.span.start < error.span.end => {
                Self::query(&error, query)
            }
            // The value came from a flag: there is no place in the query to show.
            SearchError::Query(error) => Self::new(error.kind.to_string()).hint(error.kind.hint()),
            other => other.into(),
        }
    }

    /// A file that the command line names and that cannot be read.
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot read {}: {error}", path.display()))
            .hint("name a file that exists and that you may read")
    }

    /// An error whose own message ends in what to do.
    fn of(error: &dyn Error) -> Self {
        let message = error.to_string();
        let mut causes = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            let cause_message = cause.to_string();
            // Most messages already quote their cause.
            if !message.contains(&cause_message) {
                causes.push(cause_message);
            }
            source = cause.source();
        }
        Self { causes, ..Self::new(message) }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let is_broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { is_broken_pipe, ..Self::new(format!("cannot write the output: {error}")) }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self::new(format!("cannot write the output as csv: {other:?}")),
        }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Index(error) => error.into(),
            other => Self::of(&other),
        }
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Index(error) => error.into(),
            other => Self::of(&other),
        }
    }
}

impl From<Unfinished> for Failure {
    fn from(unfinished: Unfinished) -> Self {
        unfinished.error.into()
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::of(&error)
    }
}

impl From<CorpusError> for Failure {
    fn from(error: CorpusError) -> Self {
        Self::of(&error)
    }
}

impl From<LexiconError> for Failure {
    fn from(error: LexiconError) -> Self {
        Self::of(&error)
    }
}

impl From<AnalyzerError> for Failure {
    fn from(error: AnalyzerError) -> Self {
        Self::of(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_left_is_no_failure() {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(Failure::from(gone()).is_broken_pipe);
        assert!(Failure::from(serde_json::Error::io(gone())).is_broken_pipe);
        assert!(Failure::from(csv::Error::from(gone())).is_broken_pipe);
        assert!(!Failure::from(io::Error::from(io::ErrorKind::StorageFull)).is_broken_pipe);
    }

    #[test]
    fn a_query_error_keeps_its_caret_and_tells_its_hint_apart() {
        let query = "改ざん AND";
        let error = crate::query::parse(query).expect_err("nothing follows AND");
        let failure = Failure::query(&error, query);
        insta::assert_snapshot!(failure.message, @"
        `AND` has nothing on its right
          改ざん AND
                 ^^^
        ");
        insta::assert_snapshot!(failure.hint.unwrap_or_default(), @r#"write a word after it, or `"AND"` to search for the word itself"#);
    }
}
