//! The values of a facet field, numbered over all segments of an index.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tantivy::Searcher;
use tantivy::schema::Facet;

use super::rows::FacetRows;
use crate::index::Snapshot;
use crate::report::FacetField;

/// Most values of a field in all segments that are numbered for whoever asks once: some milliseconds.
const FEW: usize = 4_000;

/// The values of a facet field over all segments of an index.
#[derive(Debug)]
pub(in crate::search) struct FieldValues {
    /// Whole names in their order; levels are joined by `/`.
    pub(super) names: Vec<String>,
    /// For each value, the number of its first level, where the field has two.
    pub(super) parents: Vec<u32>,
    /// Names of the first levels in their order, where the field has two.
    pub(super) parent_names: Vec<String>,
    /// For each segment and each value by the segment's own numbering, its number.
    pub(super) numbers: Vec<Vec<u32>>,
}

impl FieldValues {
    fn read(field: FacetField, searcher: &Searcher) -> tantivy::Result<Self> {
        let mut keys: Vec<(Vec<u8>, usize, usize)> = Vec::new();
        let mut numbers = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let column = reader.fast_fields().str(field.as_str())?;
            numbers.push(vec![0; column.as_ref().map_or(0, |column| column.num_terms())]);
            let Some(column) = column else { continue };
            let mut stream = column.dictionary().stream()?;
            let mut place = 0;
            while stream.advance() {
                keys.push((stream.key().to_vec(), segment, place));
                place += 1;
            }
        }
        keys.sort_unstable();
        let mut values =
            Self { names: Vec::new(), parents: Vec::new(), parent_names: Vec::new(), numbers };
        for same in keys.chunk_by(|(one, ..), (other, ..)| one == other) {
            let Some((key, ..)) = same.first() else { continue };
            let number = values.names.len() as u32;
            for (_, segment, place) in same {
                let of_segment = values.numbers.get_mut(*segment);
                if let Some(slot) = of_segment.and_then(|numbers| numbers.get_mut(*place)) {
                    *slot = number;
                }
            }
            let path = path_of(key)?;
            if field.is_hierarchical() {
                let parent = path.first().map_or("", String::as_str);
                if values.parent_names.last().is_none_or(|last| last != parent) {
                    values.parent_names.push(parent.to_owned());
                }
                values.parents.push(values.parent_names.len() as u32 - 1);
            }
            values.names.push(path.join("/"));
        }
        Ok(values)
    }
}

/// The levels of an encoded facet.
pub(super) fn path_of(encoded: &[u8]) -> tantivy::Result<Vec<String>> {
    let facet = Facet::from_encoded(encoded.to_vec())
        .map_err(|_| tantivy::TantivyError::InternalError("a facet is not UTF-8".to_owned()))?;
    Ok(facet.to_path().into_iter().map(str::to_owned).collect())
}

/// The numbered values of each field of one published state, made when they pay.
///
/// To number the values of a field is to read all of them. A process that asks once names no more than it
/// has counted; one that asks again counts by numbers from then on, which lie ready for each report.
#[derive(Debug, Default)]
pub(in crate::search) struct FacetValues {
    fields: [OnceLock<Arc<FieldValues>>; FacetField::ALL.len()],
    rows: OnceLock<Arc<FacetRows>>,
    was_asked: AtomicBool,
}

impl FacetValues {
    /// Notes that fields were counted for an answer.
    pub(in crate::search) fn asked(&self, fields: &[FacetField]) {
        if !fields.is_empty() {
            self.was_asked.store(true, Ordering::Relaxed);
        }
    }

    /// The values of each report, if it is time to have them at hand.
    pub(super) fn rows(&self, snapshot: &Snapshot) -> tantivy::Result<Option<Arc<FacetRows>>> {
        if let Some(rows) = self.rows.get() {
            return Ok(Some(Arc::clone(rows)));
        }
        if !self.was_asked.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut fields = Vec::new();
        for (field, values) in FacetField::ALL.into_iter().zip(&self.fields) {
            fields.push((field, numbered(values, field, snapshot.searcher())?));
        }
        let rows = Arc::new(FacetRows::read(fields, snapshot)?);
        Ok(Some(Arc::clone(self.rows.get_or_init(|| rows))))
    }

    /// The values of a field, if there are so few that they are numbered for whoever asks once.
    pub(super) fn few(
        &self,
        field: FacetField,
        searcher: &Searcher,
    ) -> tantivy::Result<Option<Arc<FieldValues>>> {
        let place = FacetField::ALL.iter().position(|known| *known == field);
        match place.and_then(|place| self.fields.get(place)) {
            Some(values) if is_small(field, searcher)? => {
                Ok(Some(numbered(values, field, searcher)?))
            }
            _ => Ok(None),
        }
    }
}

fn numbered(
    known: &OnceLock<Arc<FieldValues>>,
    field: FacetField,
    searcher: &Searcher,
) -> tantivy::Result<Arc<FieldValues>> {
    if let Some(values) = known.get() {
        return Ok(Arc::clone(values));
    }
    let values = Arc::new(FieldValues::read(field, searcher)?);
    Ok(Arc::clone(known.get_or_init(|| values)))
}

/// Whether the values of a field are numbered in no time; those of two levels always are, because a first
/// level is counted once for each report.
fn is_small(field: FacetField, searcher: &Searcher) -> tantivy::Result<bool> {
    let mut values = 0;
    for reader in searcher.segment_readers() {
        let column = reader.fast_fields().str(field.as_str())?;
        values += column.map_or(0, |column| column.num_terms());
    }
    Ok(field.is_hierarchical() || values <= FEW)
}
