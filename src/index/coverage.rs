//! How many reports state which facts, counted from columns without reading any text.

use super::{IndexError, Snapshot};

/// How many reports there are, and how many of them state each fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// All of them.
    pub reports: u64,
    /// Those with an organisation.
    pub organisation: u64,
    /// Those with a cause that is not denied.
    pub cause: u64,
    /// Those with a third party.
    pub vendor: u64,
    /// Those with a data category that is not denied.
    pub data: u64,
    /// Those with a number of people or records.
    pub affected: u64,
    /// Those with a date of publication.
    pub published: u64,
}

impl Snapshot {
    /// Counts over the whole index.
    pub fn coverage(&self) -> Result<Coverage, IndexError> {
        let mut coverage = Coverage::default();
        for segment in self.searcher().segment_readers() {
            let fast = segment.fast_fields();
            let names = [
                ("organisation", &mut coverage.organisation),
                ("cause", &mut coverage.cause),
                ("vendor", &mut coverage.vendor),
                ("data", &mut coverage.data),
            ];
            for (field, count) in names {
                if let Some(column) = fast.str(field)? {
                    let alive = segment.doc_ids_alive();
                    *count += sum(alive.filter(|doc| column.term_ords(*doc).next().is_some()));
                }
            }
            let affected = fast.u64("affected")?;
            let published = fast.i64("published_first")?;
            let alive = || segment.doc_ids_alive();
            coverage.reports += sum(alive());
            coverage.affected += sum(alive().filter(|doc| affected.first(*doc).is_some()));
            coverage.published += sum(alive().filter(|doc| published.first(*doc).is_some()));
        }
        Ok(coverage)
    }
}

fn sum<T>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |count, _| count + 1)
}
