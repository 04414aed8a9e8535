//! Reports to the index on disk: schema, writer, change detection, publishing, reading.
//!
//! On disk an index is a folder:
//!
//! ```text
//! index/
//!   CURRENT              name of the generation that answers searches
//!   generation-000012/   a tantivy index, whose last commit carries the manifest, and refused.jsonl
//!   generation-000011/   an older one that is kept; what both hold they share by hard links
//!   building-000013/     what a run is writing, or left behind when it was killed
//!   .jiken-writer.lock   held while a run writes; names the process
//! ```
//!
//! Invariants: a generation never changes once it has its name; renaming a new `CURRENT` over the old is
//! the one step that publishes, so a search sees all of a run or none; every other folder is litter that
//! the next run sweeps; nothing beside a generation's own files says which files are indexed, so the two
//! cannot disagree.

mod analyzer;
mod base;
mod changes;
mod check;
mod copies;
mod coverage;
mod document;
mod error;
mod folder;
mod generations;
mod manifest;
mod mentions;
mod refusals;
mod schema;
mod sketch;
mod snapshot;
mod statistics;
mod writer;

pub use base::{Base, Opening};
pub use changes::{SourceState, Standing};
pub use check::{Check, check};
pub use copies::{CopyCount, Sketches};
pub use coverage::Coverage;
pub(crate) use document::days_since_epoch;
pub use document::{Prepared, prepare};
pub use error::IndexError;
pub use folder::is_index;
pub use generations::{Generation, generations, roll_back};
pub use manifest::{Manifest, Totals};
pub(crate) use mentions::{alias_prefix, date_term, reading_prefix, split_reading};
pub use refusals::{Refusal, Refusals, Refused};
pub use schema::Fields;
pub use sketch::{SHINGLE, SHORT, Sketch, letters, shingles};
pub use snapshot::{Names, Snapshot};
pub use statistics::Statistics;
pub use writer::{IndexWriter, Step, Steps, WriterOptions};

/// Version of the layout on disk and of what the fields hold; part of every fingerprint.
pub const FORMAT: u32 = 6;

#[cfg(test)]
mod tests;
