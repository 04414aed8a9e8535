//! Reports to the index on disk: schema, writer, change detection, publishing, reading.
//!
//! On disk an index is a folder:
//!
//! ```text
//! index/
//!   CURRENT              name of the engine folder that answers searches
//!   engine-000001/       a tantivy index; its last commit carries the manifest
//!   .jiken-writer.lock   held while a run writes; names the process
//! ```
//!
//! Invariants: a run publishes with one commit, so a search sees all of it or none; an engine
//! folder that `CURRENT` does not name is litter that the next run sweeps; nothing beside the
//! engine's own commit says which files are indexed, so the two cannot disagree.

mod analyzer;
mod changes;
mod coverage;
mod document;
mod error;
mod folder;
mod mentions;
mod schema;
mod snapshot;
mod writer;

pub use changes::{SourceState, Standing};
pub use coverage::Coverage;
pub(crate) use document::days_since_epoch;
pub use document::{Prepared, prepare};
pub use error::IndexError;
pub use folder::{Manifest, is_index};
pub(crate) use mentions::{alias_prefix, date_term, reading_prefix, split_reading};
pub use schema::Fields;
pub use snapshot::Snapshot;
pub use writer::{IndexWriter, Opening, WriterOptions};

/// Version of the layout on disk and of what the fields hold; part of every fingerprint.
pub const FORMAT: u32 = 4;

#[cfg(test)]
mod tests;
