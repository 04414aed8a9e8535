//! The facet values of each report, ready to be counted.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentOrdinal};

use super::Tally;
use super::values::FieldValues;
use crate::index::Snapshot;
use crate::report::FacetField;
use crate::search::condition::alive;

/// The values of every facet field in all segments: four bytes for each report and each of its values, one
/// report's beside each other.
#[derive(Debug)]
pub(in crate::search) struct FacetRows {
    fields: Vec<FieldNumbers>,
    segments: Vec<SegmentRows>,
    /// Numbers of all fields together.
    numbers: usize,
}

/// A field whose values have numbers from `first` on, and their first levels those that follow.
#[derive(Debug)]
struct FieldNumbers {
    field: FacetField,
    values: Arc<FieldValues>,
    first: u32,
}

#[derive(Debug)]
struct SegmentRows {
    /// For each report where its numbers begin, and where those of the last one end.
    starts: Vec<u32>,
    /// Each once for a report.
    numbers: Vec<u32>,
    /// The reports that are there.
    alive: FixedBitSet,
    /// How many of them have each number.
    all: Vec<u32>,
}

impl FacetRows {
    /// Reads the values of these fields.
    pub(super) fn read(
        fields: Vec<(FacetField, Arc<FieldValues>)>,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Self> {
        let mut rows = Self { fields: Vec::new(), segments: Vec::new(), numbers: 0 };
        for (field, values) in fields {
            let first = rows.numbers as u32;
            rows.numbers += values.names.len() + values.parent_names.len();
            rows.fields.push(FieldNumbers { field, values, first });
        }
        for (segment, reader) in snapshot.searcher().segment_readers().iter().enumerate() {
            let column = |field: &FieldNumbers| reader.fast_fields().str(field.field.as_str());
            let columns = rows.fields.iter().map(column).collect::<tantivy::Result<Vec<_>>>()?;
            let mut of_segment = SegmentRows {
                starts: vec![0],
                numbers: Vec::new(),
                alive: alive(segment as SegmentOrdinal, snapshot),
                all: Vec::new(),
            };
            let mut row = Vec::new();
            for doc in 0..reader.max_doc() {
                for (field, column) in rows.fields.iter().zip(&columns) {
                    if let Some(column) = column {
                        field.add(segment, column, doc, &mut row);
                    }
                }
                row.sort_unstable();
                row.dedup();
                of_segment.numbers.append(&mut row);
                of_segment.starts.push(of_segment.numbers.len() as u32);
            }
            let mut all = rows.counts();
            of_segment.add(&of_segment.alive, &mut all);
            of_segment.all = all;
            rows.segments.push(of_segment);
        }
        Ok(rows)
    }

    /// No counts yet.
    pub(super) fn counts(&self) -> Vec<u32> {
        vec![0; self.numbers]
    }

    /// How many of the reports of a segment that matched have each value.
    ///
    /// Where most reports match, the others are taken from all.
    pub(super) fn count(&self, segment: SegmentOrdinal, matched: &FixedBitSet) -> Vec<u32> {
        let mut counts = self.counts();
        let Some(rows) = self.segments.get(segment as usize) else { return counts };
        if matched.count_ones(..) * 2 <= rows.alive.count_ones(..) {
            rows.add(matched, &mut counts);
            return counts;
        }
        let mut others = rows.alive.clone();
        others.difference_with(matched);
        rows.add(&others, &mut counts);
        for (count, all) in counts.iter_mut().zip(&rows.all) {
            *count = all - *count;
        }
        counts
    }

    /// The counts of a field.
    pub(super) fn tally(&self, field: FacetField, counts: &[u32]) -> Option<Tally> {
        let of_field = self.fields.iter().find(|of_field| of_field.field == field)?;
        let values = &of_field.values;
        let own = counts.get(of_field.first as usize..)?;
        let (counts, own) = own.split_at_checked(values.names.len())?;
        let parents = own.get(..values.parent_names.len())?;
        let wide = |counts: &[u32]| counts.iter().map(|count| u64::from(*count)).collect();
        Some(Tally::Numbered {
            values: Arc::clone(values),
            counts: wide(counts),
            parents: wide(parents),
        })
    }
}

impl FieldNumbers {
    /// The numbers of a report's values and of their first levels.
    fn add(&self, segment: usize, column: &StrColumn, doc: DocId, numbers: &mut Vec<u32>) {
        let global = self.values.numbers.get(segment);
        for ord in column.term_ords(doc) {
            let number = global.and_then(|global| global.get(ord as usize));
            let Some(number) = number else { continue };
            numbers.push(self.first + number);
            let parent = self.values.parents.get(*number as usize);
            let behind = self.first + self.values.names.len() as u32;
            numbers.extend(parent.map(|parent| behind + parent));
        }
    }
}

impl SegmentRows {
    fn add(&self, docs: &FixedBitSet, counts: &mut [u32]) {
        for doc in docs.ones() {
            for number in self.of(doc) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn of(&self, doc: usize) -> &[u32] {
        let ends = self.starts.get(doc).zip(self.starts.get(doc + 1));
        ends.and_then(|(start, end)| self.numbers.get(*start as usize..*end as usize))
            .unwrap_or_default()
    }
}
