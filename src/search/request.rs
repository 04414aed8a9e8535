//! What is asked.

use crate::query::{Node, Query};
use crate::report::FacetField;
use crate::taxonomy::Standard;

/// The order of hits. Ties break by date (newest first), then by id, so two runs print the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first.
    #[default]
    Score,
    /// Latest publication first; undated reports last.
    Newest,
    /// Earliest publication first; undated reports last.
    Oldest,
    /// Most people or records first; uncounted reports last.
    Affected,
    /// Longest from detection to publication first; reports that do not tell both dates last.
    Delay,
}

/// One search.
#[derive(Debug, Clone)]
pub struct Request {
    /// The parsed query.
    pub query: Query,
    /// Filters from outside the query text, which hits must also pass.
    pub filter: Option<Node>,
    /// The order of hits.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Most hits to return.
    pub limit: usize,
    /// Facets to count, and the most values to return of each.
    pub facets: Vec<FacetField>,
    /// The most values to return of each facet.
    pub facet_values: usize,
    /// The standard in whose terms facets are counted, if not in those of the taxonomies; only the
    /// fields of [`Standard::fields`] have any.
    pub crosswalk: Option<Standard>,
    /// How to cut snippets; `None` cuts none.
    pub snippets: Option<SnippetOptions>,
    /// Whether hits on one incident are put together: each hit is then the best report of another
    /// incident, with the others beneath it; `offset` and `limit` count incidents.
    pub by_incident: bool,
    /// Whether every copy of a report is a hit of its own. Else the best ranked stands for the others, and
    /// `offset` and `limit` count what is left.
    pub all_copies: bool,
    /// Whether a search that finds nothing is tried again under looser rules.
    pub relax: bool,
    /// Whether each hit says what makes up its score; meant for [`Sort::Score`].
    pub explain: bool,
    /// Whether the query is taken at its word: no related words, other names, readings, nearby numbers,
    /// other notations of dates, corrections.
    pub exact: bool,
}

/// How snippets are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnippetOptions {
    /// Most fragments of one report, at least 1; answers that go with questions come on top.
    pub fragments: usize,
    /// Widest fragment in terminal columns, where a kanji takes two; at least 20.
    pub columns: usize,
}

impl Default for SnippetOptions {
    fn default() -> Self {
        Self { fragments: 3, columns: 240 }
    }
}

impl Request {
    /// A request for the first ten hits of `query`, with every facet and default snippets.
    pub fn new(query: Query) -> Self {
        Self {
            query,
            filter: None,
            sort: Sort::Score,
            offset: 0,
            limit: 10,
            facets: FacetField::ALL.to_vec(),
            facet_values: 10,
            crosswalk: None,
            snippets: Some(SnippetOptions::default()),
            by_incident: false,
            all_copies: false,
            relax: true,
            explain: false,
            exact: false,
        }
    }
}
