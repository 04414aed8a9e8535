//! What is answered.

use std::ops::Range;

use super::explain::Explanation;
use crate::report::{FacetField, Report, Revision, Span};

/// How far the rule that every word must match was loosened because it found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relaxation {
    /// The parts of a compound may stand apart, and parts of longer words count.
    Apart,
    /// Several of the words must match, a third of them.
    Several,
    /// Any word may match.
    Any,
}

impl Relaxation {
    /// Every step, in the order they are tried.
    pub const ALL: [Self; 3] = [Self::Apart, Self::Several, Self::Any];

    /// Stable name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::Several => "several",
            Self::Any => "any",
        }
    }
}

/// By what a word of the query was widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Related words, at a lower weight.
    Related,
    /// Other names of the same thing.
    Alias,
    /// Words that are read as what was typed in kana or Latin letters.
    Reading,
    /// Exact numbers that a round one may stand for.
    Number,
    /// The same date in another notation.
    Date,
}

impl How {
    /// Stable name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::Alias => "alias",
            Self::Reading => "reading",
            Self::Number => "number",
            Self::Date => "date",
        }
    }
}

/// What was looked for beside a word of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widened {
    /// The word, folded.
    pub typed: String,
    /// By what it was widened.
    pub how: How,
    /// What was looked for beside it; words of the index, or dates in ISO 8601.
    pub words: Vec<String>,
}

/// A query that may have been meant, with words of the index in place of some that no report holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The query, in canonical form.
    pub query: String,
    /// Each word that differs: as typed, folded, and as it may be meant.
    pub words: Vec<(String, String)>,
    /// Whether the answer is that query's, because nothing was found for the one typed.
    pub applied: bool,
}

/// The answer to one request.
#[derive(Debug, Clone)]
pub struct Response {
    /// The query as understood, in canonical form.
    pub interpreted: String,
    /// Number of matching reports, copies included.
    pub total: u64,
    /// How the search was loosened, if it was.
    pub relaxed: Option<Relaxation>,
    /// What was looked for beside the words of the query.
    pub widened: Vec<Widened>,
    /// What may have been meant.
    pub meant: Option<Correction>,
    /// Generation of the index that answered.
    pub generation: u64,
    /// Number of reports in that index.
    pub reports: u64,
    /// Whether hits are incidents, each with the reports on it.
    pub by_incident: bool,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// Counts over all matching reports, in the order asked for.
    pub facets: Vec<Facet>,
}

/// One matching report.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Place in the whole ranking, from 1; copies of a report above them have none.
    pub rank: usize,
    /// BM25 score, at least 0; 0 when hits are not ordered by score.
    pub score: f32,
    /// The report, text included.
    pub report: Report,
    /// The fragments that show why it matched, in text order.
    pub snippets: Vec<Snippet>,
    /// Ids of the reports below it that say the same: of those that are ranked up to this page and a little
    /// beyond; best first.
    pub copies: Vec<String>,
    /// The other reports on the same incident, matching or not; empty unless hits are put together
    /// by incident.
    pub linked: Vec<Linked>,
    /// What makes up the score, if that was asked for.
    pub explanation: Option<Explanation>,
}

/// A report on the same incident as another.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The report, text included.
    pub report: Report,
    /// Its place in the ranking, from 1, where it was looked for and matches.
    pub rank: Option<usize>,
    /// Ids of reports on the incident that say the same as this one and are left out beside it.
    pub copies: Vec<String>,
    /// What it says otherwise than the organisation's report before it.
    pub changes: Vec<Revision>,
}

/// A fragment of a report's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The fragment, on one line; `…` marks where a sentence was cut.
    pub text: String,
    /// What matched, as ranges of characters (Unicode scalar values) of `text`, in order, apart.
    pub highlights: Vec<Range<usize>>,
    /// Where the fragment stands in the report's text, in bytes.
    pub span: Span,
}

/// The counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Which facet.
    pub field: FacetField,
    /// The most frequent values, most frequent first; ties by name.
    pub values: Vec<FacetCount>,
    /// Number of distinct values at the first level, shown or not.
    pub distinct: usize,
}

/// One value of a facet and the number of matching reports that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value as filters take it: a slug path, a name, a kind or a year.
    pub value: String,
    /// The value as people read it.
    pub label: String,
    /// Reports. A parent counts a report once, however many of its children hold.
    pub count: u64,
    /// Second level, for hierarchical facets.
    pub children: Vec<FacetCount>,
}
