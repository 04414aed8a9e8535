//! Counting the values of one facet field over the matching reports of a segment, in the words of
//! the taxonomies or of another standard.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::schema::Facet;
use tantivy::{DocId, SegmentReader};

use crate::report::FacetField;
use crate::taxonomy::Crosswalk;

/// Counts of one facet field.
#[derive(Debug, Default, Clone)]
pub(super) struct Tally {
    /// First-level values.
    pub(super) parents: BTreeMap<String, u64>,
    /// Second-level values by their parent and whole name.
    pub(super) children: BTreeMap<(String, String), u64>,
}

impl Tally {
    /// Adds the counts of other reports.
    pub(super) fn merge(&mut self, other: Self) {
        for (value, count) in other.parents {
            *self.parents.entry(value).or_default() += count;
        }
        for (value, count) in other.children {
            *self.children.entry(value).or_default() += count;
        }
    }
}

/// Counts of one facet field in one segment, by the segment's own numbering of values.
///
/// A value stands for names, its own, its parent's, or those of a standard, and a report counts
/// once for each name that any of its values stands for.
pub(super) struct SegmentTally {
    column: Option<StrColumn>,
    names: Names,
    /// For each facet value of the segment, the names it stands for.
    names_of: Vec<Vec<usize>>,
    /// For each facet value, the open terms that the report's other names fill in.
    open: Vec<Vec<String>>,
    crosswalk: Option<Arc<Crosswalk>>,
    /// The names of the report that is being counted.
    current: Vec<usize>,
}

/// Names with their counts.
#[derive(Default)]
struct Names {
    numbers: BTreeMap<Name, usize>,
    counts: Vec<u64>,
    /// The last report counted for each name, so that it counts once.
    last: Vec<Option<DocId>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Parent(String),
    Child(String, String),
}

impl Names {
    fn number(&mut self, name: Name) -> usize {
        let next = self.counts.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.counts.push(0);
            self.last.push(None);
        }
        number
    }

    fn count(&mut self, number: usize, doc: DocId) {
        if let (Some(last), Some(count)) = (self.last.get_mut(number), self.counts.get_mut(number))
            && last.replace(doc) != Some(doc)
        {
            *count += 1;
        }
    }

    /// The numbers of a standard's term and of its first level.
    fn term(&mut self, term: &str) -> Vec<usize> {
        let parent = Crosswalk::parent(term).to_owned();
        let mut numbers = vec![self.number(Name::Parent(parent.clone()))];
        if parent != term {
            numbers.push(self.number(Name::Child(parent, term.to_owned())));
        }
        numbers
    }
}

impl SegmentTally {
    /// Counts `field` in a segment, in the terms of `crosswalk` if there is one.
    pub(super) fn open(
        field: FacetField,
        crosswalk: Option<Arc<Crosswalk>>,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(field.as_str())?;
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        let mut names = Names::default();
        let mut names_of = Vec::with_capacity(values);
        let mut open = Vec::new();
        for ord in 0..values {
            let Some(column) = &column else { break };
            let facet = facet_of(column, ord as u64)?;
            let path = facet.to_path();
            let mut own = Vec::new();
            let mut open_terms = Vec::new();
            if let Some(crosswalk) = &crosswalk {
                for term in crosswalk.terms(field, &path.join("/")) {
                    if Crosswalk::is_open(term) {
                        open_terms.push(term.clone());
                    } else {
                        own.extend(names.term(term));
                    }
                }
            } else if let Some(parent) = path.first() {
                own.push(names.number(Name::Parent((*parent).to_owned())));
                if path.get(1).is_some() {
                    own.push(names.number(Name::Child((*parent).to_owned(), path.join("/"))));
                }
            }
            names_of.push(own);
            open.push(open_terms);
        }
        Ok(Self { column, names, names_of, open, crosswalk, current: Vec::new() })
    }

    /// Counts one report.
    pub(super) fn count(&mut self, doc: DocId) {
        let Some(column) = &self.column else { return };
        self.current.clear();
        let mut open: Vec<&str> = Vec::new();
        for ord in column.term_ords(doc) {
            let Ok(ord) = usize::try_from(ord) else { continue };
            self.current.extend(self.names_of.get(ord).into_iter().flatten());
            open.extend(self.open.get(ord).into_iter().flatten().map(String::as_str));
        }
        for &number in &self.current {
            self.names.count(number, doc);
        }
        let Some(crosswalk) = self.crosswalk.as_ref().filter(|_| !open.is_empty()) else { return };
        let filled: Vec<String> = self
            .names
            .numbers
            .iter()
            .filter(|(_, number)| self.current.contains(number))
            .flat_map(|(name, _)| {
                open.iter().filter_map(|term| crosswalk.filled(term, name.term()))
            })
            .collect();
        for term in filled {
            for number in self.names.term(&term) {
                self.names.count(number, doc);
            }
        }
    }

    /// The counts by name.
    pub(super) fn harvest(self) -> Tally {
        let mut tally = Tally::default();
        let Names { numbers, counts, .. } = self.names;
        for (name, number) in numbers {
            let Some(&count) = counts.get(number).filter(|count| **count > 0) else { continue };
            match name {
                Name::Parent(name) => {
                    tally.parents.insert(name, count);
                }
                Name::Child(parent, name) => {
                    tally.children.insert((parent, name), count);
                }
            }
        }
        tally
    }
}

impl Name {
    fn term(&self) -> &str {
        match self {
            Self::Parent(name) | Self::Child(_, name) => name,
        }
    }
}

fn facet_of(column: &StrColumn, ord: u64) -> tantivy::Result<Facet> {
    let mut encoded = String::new();
    column.ord_to_str(ord, &mut encoded)?;
    Facet::from_encoded(encoded.into_bytes())
        .map_err(|_| tantivy::TantivyError::InternalError("a facet is not UTF-8".to_owned()))
}
