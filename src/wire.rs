//! What leaves the program as JSON: serializable twins of responses, reports and accounts.
//!
//! The field names are a promise to those who read them: fields may be added, none renamed or
//! dropped. The twins borrow from what they show and only serialize.

mod account;
mod evaluation;
mod explain;
mod explained;
mod extract;
mod gold;
mod lexicon;
mod linked;
mod response;
mod similar;
mod state;

pub use account::{
    Circumstances, Duplicates, IndexAccount, Outcome, SetAsideLine, Stats, StatsAccount,
};
pub use evaluation::{ExtractionEvaluation, RankingEvaluation};
pub use extract::{ExtractedReport, ShownReport};
pub use gold::GoldLabel;
pub use lexicon::LexiconAccount;
pub use linked::LinkedReport;
pub use response::{FacetsResponse, Hit, Numbered, SearchResponse};
pub use similar::{SimilarHit, SimilarResponse};
pub use state::{CheckAccount, ComparisonAccount, GenerationsAccount};

use serde::Serialize;

use crate::report::Count;

/// Where a report came from.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Source<'r> {
    path: &'r str,
    part: u32,
}

impl<'r> From<&'r crate::report::Source> for Source<'r> {
    fn from(source: &'r crate::report::Source) -> Self {
        Self { path: &source.path, part: source.part }
    }
}

/// The bounds of a count and how it is qualified.
#[derive(Debug, Clone, Copy, Serialize)]
struct Bounds {
    unit: &'static str,
    min: Option<u64>,
    max: Option<u64>,
    qualifier: &'static str,
}

impl From<Count> for Bounds {
    fn from(count: Count) -> Self {
        Self {
            unit: count.unit.as_str(),
            min: count.min,
            max: count.max,
            qualifier: count.qualifier.as_str(),
        }
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
