//! What one part of a query adds to the score of one report.

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, DocSet, Score, Searcher};

use crate::index::Snapshot;

/// A part of a query, ready to score reports one by one.
pub(super) struct ScoredPart<'s> {
    searcher: &'s Searcher,
    weight: Box<dyn Weight>,
}

impl<'s> ScoredPart<'s> {
    /// Prepares a part.
    pub(super) fn new(query: &dyn Query, snapshot: &'s Snapshot) -> tantivy::Result<Self> {
        let (statistics, searcher) = (snapshot.statistics(), snapshot.searcher());
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
        let weight = query.weight(scoring)?;
        Ok(Self { searcher, weight })
    }

    /// The score that the part gives the report at `address`; `None` where it does not match.
    pub(super) fn score(&self, address: DocAddress) -> tantivy::Result<Option<Score>> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let mut scorer = self.weight.scorer(segment, 1.0)?;
        let matches =
            scorer.doc() <= address.doc_id && scorer.seek(address.doc_id) == address.doc_id;
        Ok(matches.then(|| scorer.score()))
    }
}
