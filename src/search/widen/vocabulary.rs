//! The terms of an index, over all its segments.

use std::collections::BTreeMap;

use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::schema::Field;
use tantivy::{DocSet, TERMINATED, Term};

use super::super::chunk::bigrams;
use super::super::error::SearchError;
use crate::index::{Fields, Snapshot};
use crate::japanese::Analyzer;

/// The terms of a published index.
#[derive(Clone, Copy)]
pub(in crate::search) struct Vocabulary<'a> {
    snapshot: &'a Snapshot,
}

impl<'a> Vocabulary<'a> {
    pub(in crate::search) fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot }
    }

    /// The fields whose terms these are.
    pub(in crate::search) fn fields(&self) -> &'a Fields {
        self.snapshot.fields()
    }

    /// Whether any report holds a word.
    pub(in crate::search) fn holds(&self, word: &str) -> Result<bool, SearchError> {
        Ok(self.frequency(self.fields().words, word)? > 0
            || self.frequency(self.fields().aside, word)? > 0)
    }

    /// Number of reports that hold a term in a field.
    pub(in crate::search) fn frequency(
        &self,
        field: Field,
        term: &str,
    ) -> Result<u64, SearchError> {
        Ok(self.snapshot.statistics().frequency(&Term::from_field_text(field, term))?)
    }

    /// The terms of a field from `from` on for as long as `is_inside` holds, sorted, each with the number of
    /// reports that hold it.
    pub(in crate::search) fn from(
        &self,
        field: Field,
        from: &str,
        is_inside: impl Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, u64>, SearchError> {
        let mut terms: BTreeMap<String, u64> = BTreeMap::new();
        let statistics = self.snapshot.statistics();
        for (ord, segment) in self.snapshot.searcher().segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted
                .terms()
                .range()
                .ge(from)
                .into_stream()
                .map_err(tantivy::TantivyError::from)?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !is_inside(term) {
                    break;
                }
                let reports = statistics.frequency_in(ord, &inverted, stream.value())?;
                // A term of deleted reports alone is no term of the index.
                if reports > 0 {
                    *terms.entry(term.to_owned()).or_default() += reports;
                }
            }
        }
        Ok(terms)
    }

    /// The terms of a field that begin with `prefix`.
    pub(in crate::search) fn starting_with(
        &self,
        field: Field,
        prefix: &str,
    ) -> Result<BTreeMap<String, u64>, SearchError> {
        self.from(field, prefix, |term| term.starts_with(prefix))
    }

    /// Number of reports that hold a text as a run of characters, wherever words begin and end; of more than
    /// `most` it is told as that many, since nobody asks.
    pub(in crate::search) fn holding(
        &self,
        analyzer: &Analyzer,
        text: &str,
        most: u64,
    ) -> Result<u64, SearchError> {
        let grams = bigrams(analyzer, text);
        let mut total = 0;
        for field in [self.fields().characters, self.fields().aside_characters] {
            let terms = grams.iter().map(|(at, gram)| (*at, Term::from_field_text(field, gram)));
            total += match grams.as_slice() {
                [] => 0,
                [(_, only)] => self.frequency(field, only)?,
                _ => self.side_by_side(terms.collect(), most.saturating_sub(total))?,
            };
        }
        Ok(total.min(most))
    }

    /// Number of reports in which terms stand so, counted to `most`.
    fn side_by_side(&self, terms: Vec<(usize, Term)>, most: u64) -> Result<u64, SearchError> {
        let searcher = self.snapshot.searcher();
        let phrase = PhraseQuery::new_with_offset(terms);
        let weight = phrase.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut found = 0;
        for segment in searcher.segment_readers() {
            let mut reports = weight.scorer(segment, 1.0)?;
            while found < most && reports.doc() != TERMINATED {
                found += u64::from(!segment.is_deleted(reports.doc()));
                reports.advance();
            }
        }
        Ok(found)
    }
}
