//! Counting the values of facet fields over the matching reports: by number while reports pass, by name for
//! the few values that are shown.

mod crosswalk;
mod rows;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentOrdinal, SegmentReader};

use crate::index::Snapshot;
use crate::report::FacetField;
use crate::taxonomy::Crosswalk;
use crosswalk::CrosswalkTally;
use rows::FacetRows;
pub(super) use values::FacetValues;
use values::{FieldValues, path_of};

/// How the facets of a request are counted.
#[derive(Default)]
pub(super) struct FacetPlan {
    /// A way for each field.
    fields: Vec<Plan>,
    /// The values of all reports, where they are at hand; then the ways are not taken.
    rows: Option<Arc<FacetRows>>,
}

/// How a facet field is counted.
#[derive(Clone)]
pub(super) enum Plan {
    /// Values are numbered over all segments.
    Numbered(FacetField, Arc<FieldValues>),
    /// Values are numbered in each segment, and named where some report has them.
    Named(FacetField),
    /// Values stand for the terms of another standard.
    Crosswalk(FacetField, Arc<Crosswalk>),
}

impl FacetPlan {
    /// The best way to count some fields of the index that `values` is of.
    pub(super) fn new(
        fields: &[FacetField],
        crosswalk: Option<&Crosswalk>,
        values: &FacetValues,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Self> {
        if fields.is_empty() {
            return Ok(Self::default());
        }
        if let Some(crosswalk) = crosswalk {
            let crosswalk = Arc::new(crosswalk.clone());
            let plan = |field: &FacetField| Plan::Crosswalk(*field, Arc::clone(&crosswalk));
            return Ok(Self { fields: fields.iter().map(plan).collect(), rows: None });
        }
        let rows = values.rows(snapshot)?;
        let searcher = snapshot.searcher();
        let plan = |field: &FacetField| -> tantivy::Result<Plan> {
            let few = if rows.is_none() { values.few(*field, searcher)? } else { None };
            Ok(few.map_or(Plan::Named(*field), |values| Plan::Numbered(*field, values)))
        };
        Ok(Self { fields: fields.iter().map(plan).collect::<tantivy::Result<_>>()?, rows })
    }

    /// Counting by name, as a process does that asks once for fields of many values.
    #[cfg(test)]
    pub(super) fn by_name(fields: &[FacetField]) -> Self {
        Self { fields: fields.iter().copied().map(Plan::Named).collect(), rows: None }
    }

    /// Whether reports are counted by their values at hand.
    #[cfg(test)]
    pub(super) fn has_rows(&self) -> bool {
        self.rows.is_some()
    }

    /// Counts the reports of a segment that matched.
    pub(super) fn count(
        &self,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
        matched: &FixedBitSet,
    ) -> tantivy::Result<SegmentFacets> {
        if let Some(rows) = &self.rows {
            return Ok(SegmentFacets::Rows(rows.count(ord, matched)));
        }
        let counted = |plan: &Plan| SegmentTally::open(plan, ord, segment)?.counted(matched);
        Ok(SegmentFacets::Fields(self.fields.iter().map(counted).collect::<tantivy::Result<_>>()?))
    }

    /// Counts nothing yet.
    pub(super) fn counting(&self) -> Counting<'_> {
        match &self.rows {
            Some(rows) => Counting::Rows(self, rows, rows.counts()),
            None => Counting::Fields(self.fields.iter().map(Plan::tally).collect()),
        }
    }
}

/// Counts of the facets of a request over the segments that were seen so far.
pub(super) enum Counting<'p> {
    /// By the values of all reports.
    Rows(&'p FacetPlan, &'p FacetRows, Vec<u32>),
    /// Field by field.
    Fields(Vec<Tally>),
}

/// Counts of the facets of a request in one segment.
pub(super) enum SegmentFacets {
    Rows(Vec<u32>),
    Fields(Vec<SegmentCounts>),
}

impl Counting<'_> {
    /// Adds the counts of a segment.
    pub(super) fn add(&mut self, segment: SegmentFacets) {
        match (self, segment) {
            (Self::Rows(_, _, counts), SegmentFacets::Rows(own)) => {
                counts.iter_mut().zip(own).for_each(|(count, own)| *count += own);
            }
            (Self::Fields(tallies), SegmentFacets::Fields(own)) => {
                tallies.iter_mut().zip(own).for_each(|(tally, own)| tally.add(own));
            }
            // A segment is counted by the plan that counts all.
            _ => {}
        }
    }

    /// The counts of each field, in the order asked for.
    pub(super) fn tallies(self) -> Vec<Tally> {
        match self {
            Self::Fields(tallies) => tallies,
            Self::Rows(plan, rows, counts) => {
                let tally = |plan: &Plan| rows.tally(plan.field(), &counts);
                let none = || Tally::Named(Named::default());
                plan.fields.iter().map(|plan| tally(plan).unwrap_or_else(none)).collect()
            }
        }
    }
}

impl Plan {
    fn field(&self) -> FacetField {
        let (Self::Numbered(field, _) | Self::Named(field) | Self::Crosswalk(field, _)) = self;
        *field
    }

    /// No counts yet.
    pub(super) fn tally(&self) -> Tally {
        match self {
            Self::Numbered(_, values) => Tally::Numbered {
                counts: vec![0; values.names.len()],
                parents: vec![0; values.parent_names.len()],
                values: Arc::clone(values),
            },
            Self::Named(_) | Self::Crosswalk(..) => Tally::Named(Named::default()),
        }
    }
}

/// Counts by name.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// First-level values.
    parents: BTreeMap<String, u64>,
    /// Second-level values by their parent and whole name.
    children: BTreeMap<(String, String), u64>,
}

/// Counts of one facet field over all segments.
pub(super) enum Tally {
    /// By name.
    Named(Named),
    /// By number of the values, and by number of their first levels where there are two.
    Numbered { values: Arc<FieldValues>, counts: Vec<u64>, parents: Vec<u64> },
}

/// A value with its count and its second-level values, the most frequent first.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) value: String,
    pub(super) count: u64,
    pub(super) children: Vec<(String, u64)>,
}

impl Tally {
    /// Adds the counts of a segment.
    pub(super) fn add(&mut self, segment: SegmentCounts) {
        match (self, segment) {
            (Self::Named(all), SegmentCounts::Named(named)) => {
                for (value, count) in named.parents {
                    *all.parents.entry(value).or_default() += count;
                }
                for (value, count) in named.children {
                    *all.children.entry(value).or_default() += count;
                }
            }
            (
                Self::Numbered { values, counts, parents },
                SegmentCounts::Numbered { segment, counts: own, parents: own_parents },
            ) => {
                let numbers = values.numbers.get(segment as usize).into_iter().flatten();
                for (number, count) in numbers.zip(own) {
                    if let Some(sum) = counts.get_mut(*number as usize) {
                        *sum += u64::from(count);
                    }
                }
                parents.iter_mut().zip(own_parents).for_each(|(sum, own)| *sum += u64::from(own));
            }
            // A segment is counted by the plan that made the tally.
            _ => {}
        }
    }

    /// How many first-level values some report has.
    pub(super) fn distinct(&self) -> usize {
        match self {
            Self::Named(named) => named.parents.len(),
            Self::Numbered { values, counts, parents } => {
                let first = if values.parent_names.is_empty() { counts } else { parents };
                first.iter().filter(|count| **count > 0).count()
            }
        }
    }

    /// The most frequent first-level values, ties by name, at most so many.
    pub(super) fn top(&self, most: usize) -> Vec<Counted> {
        match self {
            Self::Named(named) => named.top(most),
            Self::Numbered { values, counts, .. } if values.parent_names.is_empty() => {
                let named = |(number, count)| {
                    let value = values.names.get(number).cloned().unwrap_or_default();
                    Counted { value, count, children: Vec::new() }
                };
                most_frequent(counts, most).into_iter().map(named).collect()
            }
            Self::Numbered { values, counts, parents } => most_frequent(parents, most)
                .into_iter()
                .map(|(parent, count)| {
                    let value = values.parent_names.get(parent).cloned().unwrap_or_default();
                    let own = values.parents.iter().map(|own| *own as usize == parent);
                    let own = values.names.iter().zip(counts).zip(own);
                    let mut children: Vec<(String, u64)> = own
                        .filter(|((name, count), own)| *own && **count > 0 && **name != value)
                        .map(|((name, count), _)| (name.clone(), *count))
                        .collect();
                    children.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                    Counted { value, count, children }
                })
                .collect(),
        }
    }
}

impl Named {
    fn top(&self, most: usize) -> Vec<Counted> {
        let mut top: Vec<(&String, u64)> =
            self.parents.iter().map(|(name, count)| (name, *count)).collect();
        top.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        top.truncate(most);
        top.into_iter()
            .map(|(value, count)| {
                let children = self.children.range((value.clone(), String::new())..);
                let children = children.take_while(|((parent, _), _)| parent == value);
                let mut children: Vec<(String, u64)> =
                    children.map(|((_, name), count)| (name.clone(), *count)).collect();
                children.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                Counted { value: value.clone(), count, children }
            })
            .collect()
    }
}

/// Numbers of the greatest counts above zero with them, greatest first, ties by number.
fn most_frequent(counts: &[u64], most: usize) -> Vec<(usize, u64)> {
    let order = |(number, count): &(usize, u64)| (std::cmp::Reverse(*count), *number);
    let counted = counts.iter().copied().enumerate().filter(|(_, count)| *count > 0);
    let mut top: Vec<(usize, u64)> = counted.collect();
    if most > 0 && most < top.len() {
        top.select_nth_unstable_by_key(most - 1, order);
    }
    top.truncate(most);
    top.sort_unstable_by_key(order);
    top
}

/// Counts of one facet field in one segment, while its reports pass.
pub(super) enum SegmentTally {
    /// The field has no column there.
    Nothing,
    /// By the segment's own numbers.
    Ordinals(Ordinals),
    /// By terms of another standard.
    Crosswalk(CrosswalkTally),
}

/// Counts by a segment's own numbers of values.
pub(super) struct Ordinals {
    segment: SegmentOrdinal,
    column: StrColumn,
    counts: Vec<u32>,
    /// The values of all segments, where they are known.
    values: Option<Arc<FieldValues>>,
    parents: Vec<u32>,
    /// The last report counted for each first level, so that it counts once.
    last: Vec<Option<DocId>>,
}

/// What a segment came to.
pub(super) enum SegmentCounts {
    /// By name.
    Named(Named),
    /// By the segment's own numbers.
    Numbered { segment: SegmentOrdinal, counts: Vec<u32>, parents: Vec<u32> },
}

impl SegmentTally {
    /// Counts in a segment as planned.
    pub(super) fn open(
        plan: &Plan,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let field = plan.field();
        let Some(column) = reader.fast_fields().str(field.as_str())? else {
            return Ok(Self::Nothing);
        };
        let values = match plan {
            Plan::Crosswalk(field, crosswalk) => {
                let tally = CrosswalkTally::open(*field, column, Arc::clone(crosswalk))?;
                return Ok(Self::Crosswalk(tally));
            }
            Plan::Numbered(_, values) => Some(Arc::clone(values)),
            Plan::Named(_) => None,
        };
        let parents = values.as_ref().map_or(0, |values| values.parent_names.len());
        let counts = vec![0; column.num_terms()];
        let (parents, last) = (vec![0; parents], vec![None; parents]);
        Ok(Self::Ordinals(Ordinals { segment, column, counts, values, parents, last }))
    }

    /// Counts the reports that matched.
    pub(super) fn counted(self, matched: &FixedBitSet) -> tantivy::Result<SegmentCounts> {
        let docs = matched.ones().map(|doc| doc as DocId);
        match self {
            Self::Nothing => Ok(SegmentCounts::Named(Named::default())),
            Self::Ordinals(mut ordinals) => {
                docs.for_each(|doc| ordinals.count(doc));
                ordinals.harvest()
            }
            Self::Crosswalk(mut tally) => {
                docs.for_each(|doc| tally.count(doc));
                Ok(SegmentCounts::Named(tally.harvest()))
            }
        }
    }
}

impl Ordinals {
    fn count(&mut self, doc: DocId) {
        let parent_of = self.values.as_ref().filter(|_| !self.parents.is_empty());
        for ord in self.column.term_ords(doc) {
            let ord = ord as usize;
            if let Some(count) = self.counts.get_mut(ord) {
                *count += 1;
            }
            let Some(values) = parent_of else { continue };
            let numbers = values.numbers.get(self.segment as usize);
            let number = numbers.and_then(|numbers| numbers.get(ord));
            let parent = number.and_then(|number| values.parents.get(*number as usize));
            let Some(parent) = parent.map(|parent| *parent as usize) else { continue };
            if let (Some(last), Some(count)) =
                (self.last.get_mut(parent), self.parents.get_mut(parent))
                && last.replace(doc) != Some(doc)
            {
                *count += 1;
            }
        }
    }

    fn harvest(self) -> tantivy::Result<SegmentCounts> {
        let Self { segment, column, counts, values, parents, .. } = self;
        if values.is_some() {
            return Ok(SegmentCounts::Numbered { segment, counts, parents });
        }
        let mut counted =
            (0..).zip(counts).filter(|(_, count)| *count > 0).collect::<Vec<(u64, u32)>>();
        let mut named = Named::default();
        let mut failure = None;
        let ords: Vec<u64> = counted.iter().map(|(ord, _)| *ord).collect();
        let mut of_ords = counted.drain(..);
        column.dictionary().sorted_ords_to_term_cb(ords.into_iter(), |encoded| {
            match (path_of(encoded), of_ords.next()) {
                (Ok(path), Some((_, count))) => {
                    *named.parents.entry(path.join("/")).or_default() += u64::from(count);
                }
                (Err(error), _) => failure = Some(error),
                _ => {}
            }
            Ok(())
        })?;
        failure.map_or(Ok(SegmentCounts::Named(named)), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::most_frequent;

    #[test]
    fn the_most_frequent_come_first_and_ties_by_number() {
        #[track_caller]
        fn check(counts: &[u64], most: usize, expected: &[(usize, u64)]) {
            assert_eq!(most_frequent(counts, most), expected);
        }
        check(&[], 3, &[]);
        check(&[0, 0], 3, &[]);
        check(&[1, 5, 0, 5, 2], 3, &[(1, 5), (3, 5), (4, 2)]);
        check(&[1, 5, 0, 5, 2], 1, &[(1, 5)]);
        check(&[1, 5, 0, 5, 2], 0, &[]);
        check(&[3, 3, 3, 3], 2, &[(0, 3), (1, 3)]);
        check(&[1, 2], usize::MAX, &[(1, 2), (0, 1)]);
    }
}
