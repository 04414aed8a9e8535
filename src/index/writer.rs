//! Writing a new state beside the published one, and publishing it in one step.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::{Index, IndexSettings, Term};

use super::analyzer::PackedTokenizer;
use super::document::Prepared;
use super::folder::{self, Manifest, WriteLock};
use super::{FORMAT, Fields, IndexError, Snapshot, SourceState};

/// The least memory an engine thread works with.
const MIN_BYTES_PER_THREAD: usize = 15_000_000;

/// How a run writes.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Hash of everything that decides what a text's terms and facts are.
    pub fingerprint: String,
    /// Rebuild even if the index could be updated.
    pub full: bool,
    /// Memory for building segments, in bytes, over all threads; at least 15 MB.
    pub memory: usize,
    /// Engine threads, 1 to 8.
    pub threads: usize,
}

/// What a run starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// There was no index.
    Created,
    /// The published index is updated.
    Updated,
    /// A rebuild was asked for.
    Rebuilt,
    /// The published index was built by other rules, so it is rebuilt.
    Outdated,
    /// The published index could not be read, so it is rebuilt.
    Damaged,
}

/// A run that writes. Dropping it without [`publish`](Self::publish) changes nothing.
pub struct IndexWriter {
    root: PathBuf,
    engine: PathBuf,
    opening: Opening,
    fields: Fields,
    sources: BTreeMap<String, SourceState>,
    previous_start: i64,
    manifest: Manifest,
    writer: tantivy::IndexWriter,
    // Last, so that it is released after the engine's writer is gone.
    _lock: WriteLock,
}

impl IndexWriter {
    /// Takes the write lock and opens the published index for update, or a fresh one beside it.
    ///
    /// # Errors
    /// [`IndexError::Locked`] when another process writes.
    pub fn open(root: &Path, options: &WriterOptions) -> Result<Self, IndexError> {
        let lock = WriteLock::take(root)?;
        let published = match Snapshot::open(root) {
            Ok(snapshot) => Ok(Some(snapshot)),
            Err(IndexError::Missing { .. }) => Ok(None),
            Err(IndexError::Outdated { .. }) => Err(Opening::Outdated),
            Err(IndexError::Damaged { .. } | IndexError::Engine(_)) => Err(Opening::Damaged),
            Err(error) => return Err(error),
        };
        folder::sweep(root)?;
        let (opening, base) = match published {
            Err(opening) => (opening, None),
            Ok(None) => (Opening::Created, None),
            Ok(Some(snapshot)) if options.full => (Opening::Rebuilt, Some(snapshot)),
            Ok(Some(snapshot)) if snapshot.manifest().fingerprint != options.fingerprint => {
                (Opening::Outdated, Some(snapshot))
            }
            Ok(Some(snapshot)) => (Opening::Updated, Some(snapshot)),
        };
        let generation = base.as_ref().map_or(0, |snapshot| snapshot.manifest().generation) + 1;
        let (schema, fields) = Fields::build();
        let (index, engine, sources, previous_start) = match base {
            Some(snapshot) if opening == Opening::Updated => {
                let engine = folder::current_engine(root)?
                    .ok_or_else(|| IndexError::Missing { path: root.to_owned() })?;
                let started = snapshot.manifest().started;
                (Index::open_in_dir(&engine)?, engine, snapshot.sources()?, started)
            }
            _ => {
                let engine = folder::fresh_engine(root, generation)?;
                let directory = tantivy::directory::MmapDirectory::open(&engine)
                    .map_err(tantivy::TantivyError::from)?;
                let index = Index::create(directory, schema, IndexSettings::default())?;
                (index, engine, BTreeMap::new(), 0)
            }
        };
        index.tokenizers().register(PackedTokenizer::NAME, PackedTokenizer::default());
        let threads = options.threads.clamp(1, 8);
        let memory = options.memory.max(MIN_BYTES_PER_THREAD * threads);
        let writer = index.writer_with_num_threads(threads, memory)?;
        Ok(Self {
            root: root.to_owned(),
            engine,
            opening,
            fields,
            sources,
            previous_start,
            manifest: Manifest {
                format: FORMAT,
                fingerprint: options.fingerprint.clone(),
                generation,
                started: lock.taken,
            },
            writer,
            _lock: lock,
        })
    }

    /// What the run starts from.
    pub fn opening(&self) -> Opening {
        self.opening
    }

    /// The files whose reports the run starts with; empty for a rebuild.
    pub fn sources(&self) -> &BTreeMap<String, SourceState> {
        &self.sources
    }

    /// When the run that wrote the starting state began; see [`super::Standing::of`].
    pub fn previous_start(&self) -> i64 {
        self.previous_start
    }

    /// Generation of the state the run started from; 0 when there was none.
    pub fn published_generation(&self) -> u64 {
        self.manifest.generation - 1
    }

    /// Handles to the fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Removes every report of a source file that the starting state holds.
    pub fn remove_source(&self, path: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.source, path));
    }

    /// Adds a report; may wait until the engine has taken in earlier ones.
    pub fn add(&self, prepared: Prepared) -> Result<(), IndexError> {
        self.writer.add_document(prepared.0)?;
        Ok(())
    }

    /// Makes all that was added and removed visible at once, and durable before it returns.
    ///
    /// When it fails, the previously published state stands.
    pub fn publish(mut self) -> Result<Manifest, IndexError> {
        let payload = serde_json::to_string(&self.manifest).map_err(|error| {
            IndexError::Damaged { path: self.root.clone(), reason: error.to_string() }
        })?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.writer.wait_merging_threads()?;
        if folder::current_engine(&self.root).ok().flatten().as_ref() != Some(&self.engine) {
            folder::publish(&self.root, &self.engine)?;
            folder::sweep(&self.root)?;
        }
        Ok(self.manifest)
    }

    /// Gives up the run; the published state stands.
    pub fn abandon(mut self) -> Result<(), IndexError> {
        self.writer.rollback()?;
        Ok(())
    }
}
