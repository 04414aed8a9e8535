//! What scores and vocabulary count: reports that are there.
//!
//! The engine's own statistics count deleted reports until segments merge, so the same reports would score
//! otherwise after an update than in a fresh index.

use std::sync::OnceLock;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

use super::{Fields, Snapshot, Totals};

/// The deleted reports of each segment, in order; looked up when first asked for.
#[derive(Debug, Default)]
pub(super) struct Deleted(Vec<OnceLock<Vec<DocId>>>);

impl Deleted {
    pub(super) fn new(segments: usize) -> Self {
        Self((0..segments).map(|_| OnceLock::new()).collect())
    }

    pub(super) fn of(&self, ord: usize, segment: &SegmentReader) -> &[DocId] {
        let (Some(cell), Some(alive)) = (self.0.get(ord), segment.alive_bitset()) else {
            return &[];
        };
        cell.get_or_init(|| (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc)).collect())
    }
}

/// How many reports there are, how long they are, and how many hold a term.
#[derive(Clone, Copy)]
pub struct Statistics<'s> {
    pub(super) snapshot: &'s Snapshot,
}

impl Statistics<'_> {
    /// Number of reports that hold a term.
    pub fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let mut found = 0;
        for (ord, segment) in self.snapshot.searcher().segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(term.field())?;
            if let Some(info) = inverted.get_term_info(term)? {
                found += self.frequency_in(ord, &inverted, &info)?;
            }
        }
        Ok(found)
    }

    /// Number of reports of one segment, by its place, that hold the term with this entry of its
    /// dictionary.
    pub fn frequency_in(
        &self,
        ord: usize,
        inverted: &InvertedIndexReader,
        info: &TermInfo,
    ) -> tantivy::Result<u64> {
        let Some(segment) = self.snapshot.searcher().segment_readers().get(ord) else {
            return Ok(0);
        };
        let deleted = self.snapshot.deleted().of(ord, segment);
        let all = u64::from(info.doc_freq);
        if deleted.is_empty() {
            return Ok(all);
        }
        let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        let mut gone = 0;
        for doc in deleted {
            if postings.doc() < *doc && postings.seek(*doc) == TERMINATED {
                break;
            }
            gone += u64::from(postings.doc() == *doc);
        }
        Ok(all - gone)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let (fields, totals) = (self.snapshot.fields(), &self.snapshot.manifest().totals);
        let ranked = ranked(fields, totals).into_iter().find(|(ranked, _)| *ranked == field);
        // Fields without lengths count each report as one term.
        Ok(ranked.map_or(totals.reports, |(_, total)| total))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.snapshot.manifest().totals.reports)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // The engine ends the process over a frequency above the number of reports.
        Ok(self.frequency(term)?.min(self.snapshot.manifest().totals.reports))
    }
}

/// The fields whose lengths count, each with its total.
fn ranked(fields: &Fields, totals: &Totals) -> [(Field, u64); 5] {
    [
        (fields.words, totals.words),
        (fields.aside, totals.aside),
        (fields.title, totals.title),
        (fields.characters, totals.characters),
        (fields.aside_characters, totals.aside_characters),
    ]
}

/// A number of terms in the steps in which the engine keeps it.
pub(super) fn kept_length(terms: usize) -> u64 {
    let terms = u32::try_from(terms).unwrap_or(u32::MAX);
    u64::from(FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(terms)))
}

/// The totals of some reports of a segment.
pub(super) fn totals_of(
    segment: &SegmentReader,
    fields: &Fields,
    docs: impl Iterator<Item = DocId>,
) -> tantivy::Result<Totals> {
    let lengths = |field| segment.fieldnorms_readers().get_field(field);
    let readers = [
        lengths(fields.words)?,
        lengths(fields.aside)?,
        lengths(fields.title)?,
        lengths(fields.characters)?,
        lengths(fields.aside_characters)?,
    ];
    let mut sum = Totals::default();
    for doc in docs {
        let [words, aside, title, characters, aside_characters] = readers
            .each_ref()
            .map(|reader| reader.as_ref().map_or(0, |reader| u64::from(reader.fieldnorm(doc))));
        let one = Totals { reports: 1, words, aside, title, characters, aside_characters };
        sum = sum.plus(one);
    }
    Ok(sum)
}
