//! What a report must have, and which reports of a segment have it.
//!
//! A condition is answered for a whole segment at once, as a set of bits: words by their postings, cheap
//! conditions before costly ones, and positions, which cost most, only of reports that the rest leaves over.

use std::ops::RangeInclusive;

use fixedbitset::FixedBitSet;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocAddress, DocId, DocSet, InvertedIndexReader, SegmentOrdinal, SegmentReader, TERMINATED, Term,
};

use crate::index::Snapshot;

/// Postings for each report that is left over, from which on it is cheaper to look each of those up.
const SPARSE: usize = 8;

/// What a report must have.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// Every report has it.
    All,
    /// No report has it.
    Nothing,
    /// A term.
    Term(Term),
    /// A term of a field that begins so.
    Beginning(Field, String),
    /// Terms of one field that stand side by side.
    Phrase(Vec<PhraseTerm>),
    /// A value in a column of numbers; days are numbers in the order of [`tantivy::i64_to_u64`].
    Between(Field, RangeInclusive<u64>),
    /// All of these.
    Every(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
    /// So many of these.
    AtLeast(usize, Vec<Self>),
    /// The first, and none of the others.
    Except(Box<Self>, Vec<Self>),
}

/// A term of a phrase.
#[derive(Debug, Clone)]
pub(super) struct PhraseTerm {
    /// Its position, counted from a common start.
    pub(super) at: usize,
    pub(super) term: Term,
    /// Whether it stands there wherever the others of the phrase stand right, so that its positions need not
    /// be read: of pairs of characters, those between two that meet.
    pub(super) is_implied: bool,
}

/// How costly it is to answer a condition, cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cost {
    Postings,
    Columns,
    Dictionary,
    Positions,
}

/// Whether positions are looked at. Where they are not, more reports may be found than have it, and none is
/// missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Terms,
    Positions,
}

impl Condition {
    /// All of the conditions; of none, no report has it.
    pub(super) fn every(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(conditions.into_iter().collect(), Self::Every)
    }

    /// One of the conditions.
    pub(super) fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(conditions.into_iter().collect(), Self::Any)
    }

    fn joined(mut conditions: Vec<Self>, several: fn(Vec<Self>) -> Self) -> Self {
        match conditions.len() {
            0 => Self::Nothing,
            1 => conditions.swap_remove(0),
            _ => several(conditions),
        }
    }

    /// Terms side by side.
    pub(super) fn phrase(terms: impl IntoIterator<Item = PhraseTerm>) -> Self {
        let mut terms: Vec<PhraseTerm> = terms.into_iter().collect();
        match terms.len() {
            0 => Self::Nothing,
            1 => Self::Term(terms.swap_remove(0).term),
            _ => Self::Phrase(terms),
        }
    }

    /// The reports of a segment that have it, of those `within`.
    ///
    /// # Errors
    /// Whatever reading the segment may raise.
    pub(super) fn matches(
        &self,
        segment: &SegmentReader,
        within: &FixedBitSet,
    ) -> tantivy::Result<FixedBitSet> {
        self.reports(segment, within, Depth::Positions)
    }

    /// Whether one report has it.
    ///
    /// # Errors
    /// Whatever reading the index may raise.
    pub(super) fn holds(&self, address: DocAddress, snapshot: &Snapshot) -> tantivy::Result<bool> {
        let segment = snapshot.searcher().segment_reader(address.segment_ord);
        let mut only = FixedBitSet::with_capacity(segment.max_doc() as usize);
        only.insert(address.doc_id as usize);
        Ok(!self.matches(segment, &only)?.is_clear())
    }

    fn cost(&self) -> Cost {
        let most =
            |conditions: &[Self]| conditions.iter().map(Self::cost).max().unwrap_or(Cost::Postings);
        match self {
            Self::All | Self::Nothing | Self::Term(_) => Cost::Postings,
            Self::Between(..) => Cost::Columns,
            Self::Beginning(..) => Cost::Dictionary,
            Self::Phrase(_) => Cost::Positions,
            Self::Every(conditions) | Self::Any(conditions) | Self::AtLeast(_, conditions) => {
                most(conditions)
            }
            Self::Except(condition, others) => condition.cost().max(most(others)),
        }
    }

    fn reports(
        &self,
        segment: &SegmentReader,
        within: &FixedBitSet,
        depth: Depth,
    ) -> tantivy::Result<FixedBitSet> {
        match self {
            Self::All => Ok(within.clone()),
            Self::Nothing => Ok(FixedBitSet::with_capacity(within.len())),
            Self::Term(term) => with_term(segment, term, within),
            Self::Beginning(field, prefix) => beginning(segment, *field, prefix, within),
            Self::Between(field, values) => between(segment, *field, values, within),
            Self::Phrase(terms) => {
                let mut candidates = within.clone();
                for PhraseTerm { term, .. } in terms {
                    candidates = with_term(segment, term, &candidates)?;
                }
                match depth {
                    Depth::Terms => Ok(candidates),
                    Depth::Positions => side_by_side(segment, terms, &candidates),
                }
            }
            Self::Every(conditions) => {
                // What each leaves by its terms bounds what the others look at positions of.
                let mut left = within.clone();
                let (costly, cheap): (Vec<&Self>, Vec<&Self>) =
                    conditions.iter().partition(|condition| condition.cost() == Cost::Positions);
                for condition in cheapest_first(cheap) {
                    left = condition.reports(segment, &left, Depth::Positions)?;
                }
                if depth == Depth::Terms || costly.len() > 1 {
                    for condition in &costly {
                        left = condition.reports(segment, &left, Depth::Terms)?;
                    }
                }
                if depth == Depth::Positions {
                    for condition in costly {
                        left = condition.reports(segment, &left, Depth::Positions)?;
                    }
                }
                Ok(left)
            }
            Self::Any(conditions) => {
                let mut found = FixedBitSet::with_capacity(within.len());
                let mut left = within.clone();
                for condition in cheapest_first(conditions) {
                    let more = condition.reports(segment, &left, depth)?;
                    left.difference_with(&more);
                    found.union_with(&more);
                }
                Ok(found)
            }
            Self::AtLeast(required, conditions) => {
                // Reports with one of those so far, with two, and so on.
                let mut having = vec![FixedBitSet::with_capacity(within.len()); *required];
                for condition in conditions {
                    let mut more = condition.reports(segment, within, depth)?;
                    for with in &mut having {
                        let mut next = with.clone();
                        next.intersect_with(&more);
                        with.union_with(&more);
                        more = next;
                    }
                }
                Ok(having.pop().unwrap_or_else(|| within.clone()))
            }
            Self::Except(condition, others) => {
                let mut left = condition.reports(segment, within, depth)?;
                if depth == Depth::Positions {
                    for other in cheapest_first(others) {
                        let out = other.reports(segment, &left, depth)?;
                        left.difference_with(&out);
                    }
                }
                Ok(left)
            }
        }
    }
}

fn cheapest_first<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Vec<&'c Condition> {
    let mut ordered: Vec<&Condition> = conditions.into_iter().collect();
    ordered.sort_by_key(|condition| condition.cost());
    ordered
}

/// The reports of a segment that are there.
pub(super) fn alive(ord: SegmentOrdinal, snapshot: &Snapshot) -> FixedBitSet {
    let segment = snapshot.searcher().segment_reader(ord);
    let mut alive = FixedBitSet::with_capacity(segment.max_doc() as usize);
    alive.insert_range(..);
    snapshot.deleted_in(ord).iter().for_each(|doc| alive.remove(*doc as usize));
    alive
}

fn with_term(
    segment: &SegmentReader,
    term: &Term,
    within: &FixedBitSet,
) -> tantivy::Result<FixedBitSet> {
    let mut found = FixedBitSet::with_capacity(within.len());
    let inverted = segment.inverted_index(term.field())?;
    let Some(info) = inverted.get_term_info(term)? else { return Ok(found) };
    let left = within.count_ones(..);
    if left * SPARSE < info.doc_freq as usize {
        let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        for doc in within.ones() {
            if reaches(&mut postings, doc as DocId) {
                found.insert(doc);
            }
        }
        return Ok(found);
    }
    add_all(&inverted, &info, &mut found)?;
    found.intersect_with(within);
    Ok(found)
}

fn beginning(
    segment: &SegmentReader,
    field: Field,
    prefix: &str,
    within: &FixedBitSet,
) -> tantivy::Result<FixedBitSet> {
    let mut found = FixedBitSet::with_capacity(within.len());
    let inverted = segment.inverted_index(field)?;
    let mut terms = inverted.terms().range().ge(prefix).into_stream()?;
    while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
        add_all(&inverted, terms.value(), &mut found)?;
    }
    found.intersect_with(within);
    Ok(found)
}

/// Adds all reports of a segment that hold a term.
fn add_all(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    found: &mut FixedBitSet,
) -> tantivy::Result<()> {
    let mut blocks = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    while !blocks.docs().is_empty() {
        found.extend(blocks.docs().iter().map(|doc| *doc as usize));
        blocks.advance();
    }
    Ok(())
}

fn between(
    segment: &SegmentReader,
    field: Field,
    values: &RangeInclusive<u64>,
    within: &FixedBitSet,
) -> tantivy::Result<FixedBitSet> {
    let mut found = FixedBitSet::with_capacity(within.len());
    let column = segment.schema().get_field_name(field);
    if let Some((column, _)) = segment.fast_fields().u64_lenient(column)? {
        let mut docs = Vec::new();
        // Columns answer for values that they may hold.
        let held =
            *values.start().max(&column.min_value())..=*values.end().min(&column.max_value());
        if !held.is_empty() {
            column.get_docids_for_value_range(held, 0..segment.max_doc(), &mut docs);
        }
        found.extend(docs.into_iter().map(|doc| doc as usize));
    }
    found.intersect_with(within);
    Ok(found)
}

/// The candidates, each of which has all the terms, in which they stand as the phrase says.
fn side_by_side(
    segment: &SegmentReader,
    terms: &[PhraseTerm],
    candidates: &FixedBitSet,
) -> tantivy::Result<FixedBitSet> {
    let mut found = FixedBitSet::with_capacity(candidates.len());
    let last = terms.iter().map(|term| term.at).max().unwrap_or(0);
    let mut postings: Vec<(u32, SegmentPostings)> = Vec::with_capacity(terms.len());
    for PhraseTerm { at, term, .. } in terms.iter().filter(|term| !term.is_implied) {
        let inverted = segment.inverted_index(term.field())?;
        let read = inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
        let Some(read) = read else { return Ok(found) };
        // A term so far from the others is not there.
        let Ok(shift) = u32::try_from(last - at) else { return Ok(found) };
        postings.push((shift, read));
    }
    // Rare terms stand in few places, and decide soonest.
    postings.sort_by_key(|(_, postings)| postings.doc_freq());
    let (mut common, mut places) = (Vec::new(), Vec::new());
    for doc in candidates.ones() {
        let mut terms = postings.iter_mut();
        let Some((shift, rarest)) = terms.next() else { return Ok(found) };
        if !reaches(rarest, doc as DocId) {
            continue;
        }
        rarest.positions_with_offset(*shift, &mut common);
        for (shift, term) in terms {
            if common.is_empty() || !reaches(term, doc as DocId) {
                common.clear();
                break;
            }
            term.positions_with_offset(*shift, &mut places);
            keep_common(&mut common, &places);
        }
        if !common.is_empty() {
            found.insert(doc);
        }
    }
    Ok(found)
}

/// Moves postings on to a report, and tells whether they hold it.
fn reaches(postings: &mut SegmentPostings, doc: DocId) -> bool {
    let mut at = postings.doc();
    if at < doc && at != TERMINATED {
        at = postings.seek(doc);
    }
    at == doc
}

/// Keeps those places that are among the others, too; both are in order.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter().copied().peekable();
    places.retain(|place| {
        while others.next_if(|other| other < place).is_some() {}
        others.peek() == Some(place)
    });
}
