//! Counting in the terms of another standard, for which a report's values fill in each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::Named;
use super::values::path_of;
use crate::report::FacetField;
use crate::taxonomy::Crosswalk;

/// Counts of one facet field in one segment.
///
/// A value stands for terms and their first levels, and a report counts once for each that any of its
/// values stands for.
pub(in crate::search) struct CrosswalkTally {
    column: StrColumn,
    names: Names,
    /// For each facet value of the segment, the names it stands for.
    names_of: Vec<Vec<usize>>,
    /// For each facet value, the open terms that the report's other names fill in.
    open: Vec<Vec<String>>,
    crosswalk: Arc<Crosswalk>,
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

impl CrosswalkTally {
    /// Counts the values of `field` in a segment, whose column is `column`.
    pub(super) fn open(
        field: FacetField,
        column: StrColumn,
        crosswalk: Arc<Crosswalk>,
    ) -> tantivy::Result<Self> {
        let mut names = Names::default();
        let mut names_of = Vec::with_capacity(column.num_terms());
        let mut open = Vec::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let path = path_of(stream.key())?;
            let mut own = Vec::new();
            let mut open_terms = Vec::new();
            for term in crosswalk.terms(field, &path.join("/")) {
                if Crosswalk::is_open(term) {
                    open_terms.push(term.clone());
                } else {
                    own.extend(names.term(term));
                }
            }
            names_of.push(own);
            open.push(open_terms);
        }
        Ok(Self { column, names, names_of, open, crosswalk, current: Vec::new() })
    }

    /// Counts one report.
    pub(super) fn count(&mut self, doc: DocId) {
        self.current.clear();
        let mut open: Vec<&str> = Vec::new();
        for ord in self.column.term_ords(doc) {
            let Ok(ord) = usize::try_from(ord) else { continue };
            self.current.extend(self.names_of.get(ord).into_iter().flatten());
            open.extend(self.open.get(ord).into_iter().flatten().map(String::as_str));
        }
        for &number in &self.current {
            self.names.count(number, doc);
        }
        if open.is_empty() {
            return;
        }
        let filled: Vec<String> = self
            .names
            .numbers
            .iter()
            .filter(|(_, number)| self.current.contains(number))
            .flat_map(|(name, _)| {
                open.iter().filter_map(|term| self.crosswalk.filled(term, name.term()))
            })
            .collect();
        for term in filled {
            for number in self.names.term(&term) {
                self.names.count(number, doc);
            }
        }
    }

    /// The counts by name.
    pub(super) fn harvest(self) -> Named {
        let mut tally = Named::default();
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
