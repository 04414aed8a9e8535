//! Writing a new state beside the published one, and publishing it in one step.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, Term};

use super::analyzer::PackedTokenizer;
use super::document::Prepared;
use super::folder::{self, WriteLock};
use super::{
    Base, FORMAT, Fields, IndexError, Manifest, Refusals, Totals, generations, refusals, statistics,
};

/// The least memory an engine thread works with.
const MIN_BYTES_PER_THREAD: usize = 15_000_000;

/// How a run writes.
#[derive(Debug, Clone, Default)]
pub struct WriterOptions {
    /// Hash of everything that decides what a text's terms and facts are.
    pub fingerprint: String,
    /// Hash of how the corpus is read; empty for the usual way.
    pub corpus: String,
    /// Rebuild even if the index could be updated.
    pub full: bool,
    /// Memory for building segments, in bytes, over all threads; at least 15 MB.
    pub memory: usize,
    /// Engine threads, 1 to 8.
    pub threads: usize,
    /// Older states to keep; `None` keeps as many as the last run did.
    pub keep: Option<usize>,
    /// Told of each durable step.
    pub steps: Steps,
}

/// The durable steps of a run that publishes, in their order. Whatever ends a run between two of them, the
/// index answers as before, or from [`Published`](Self::Published) on as after it, and the next run sweeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The folder that is written has what the run starts from.
    Based,
    /// Everything was added and removed, and the engine has committed.
    Committed,
    /// The folder has its published name.
    Sealed,
    /// The pointer names it: searches see it.
    Published,
    /// Older states are gone.
    Swept,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Based, Self::Committed, Self::Sealed, Self::Published, Self::Swept];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Based => "based",
            Self::Committed => "committed",
            Self::Sealed => "sealed",
            Self::Published => "published",
            Self::Swept => "swept",
        }
    }
}

/// Told of each durable step once it is done. An error it returns ends the run there, as a full disk would.
#[derive(Clone, Default)]
pub struct Steps(Option<Arc<Told>>);

type Told = dyn Fn(Step) -> std::io::Result<()> + Send + Sync;

impl Steps {
    /// Calls `told` after each step.
    pub fn telling(told: impl Fn(Step) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(told)))
    }

    fn done(&self, step: Step, path: &Path) -> Result<(), IndexError> {
        self.0.as_ref().map_or(Ok(()), |told| told(step)).map_err(IndexError::io(path))
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Steps").field(&self.0.is_some()).finish()
    }
}

/// A run that writes. Dropping it without [`publish`](Self::publish) changes nothing.
pub struct IndexWriter {
    root: PathBuf,
    base: Base,
    options: WriterOptions,
    fields: Fields,
    generation: u64,
    /// Made when the first change comes: a run that finds none writes nothing.
    building: OnceLock<Building>,
    starting: Mutex<()>,
    added: Mutex<Totals>,
    removed: Mutex<Removed>,
    // Last, so that it is released after the engine's writer is gone.
    lock: WriteLock,
}

/// What a run takes out.
#[derive(Default)]
struct Removed {
    sources: HashSet<String>,
    totals: Totals,
}

/// The state that is being written.
struct Building {
    folder: PathBuf,
    engine: tantivy::IndexWriter,
}

/// How segments are written. Texts take most of an index, and Zstandard makes them a third smaller than the
/// engine's default does.
fn settings() -> IndexSettings {
    let compressor = ZstdCompressor { compression_level: Some(3) };
    IndexSettings { docstore_compression: Compressor::Zstd(compressor), ..Default::default() }
}

impl IndexWriter {
    /// Takes the write lock and reads what is published.
    ///
    /// # Errors
    /// [`IndexError::Locked`] when another process writes.
    pub fn open(root: &Path, options: WriterOptions) -> Result<Self, IndexError> {
        let lock = WriteLock::take(root)?;
        generations::sweep(root, None);
        let base = Base::read(root, &options.fingerprint, &options.corpus, options.full)?;
        let generation = generations::next_number(root)?.max(base.generation() + 1);
        let (_, fields) = Fields::build();
        Ok(Self {
            root: root.to_owned(),
            base,
            options,
            fields,
            generation,
            building: OnceLock::new(),
            starting: Mutex::default(),
            added: Mutex::default(),
            removed: Mutex::default(),
            lock,
        })
    }

    /// What the run starts from.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Handles to the fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Removes every report of a source file that the starting state holds; once, however often it is called.
    pub fn remove_source(&self, path: &str) -> Result<(), IndexError> {
        let Some(snapshot) = self.base.snapshot() else { return Ok(()) };
        let mut removed = self.removed.lock().unwrap_or_else(PoisonError::into_inner);
        if !removed.sources.insert(path.to_owned()) {
            return Ok(());
        }
        let term = Term::from_field_text(self.fields.source, path);
        let mut gone = Totals::default();
        for address in snapshot.with_term(&term)? {
            let segment = snapshot.searcher().segment_reader(address.segment_ord);
            let report = std::iter::once(address.doc_id);
            gone = gone.plus(statistics::totals_of(segment, &self.fields, report)?);
        }
        self.building()?.engine.delete_term(term);
        removed.totals = removed.totals.plus(gone);
        Ok(())
    }

    /// Adds a report; may wait until the engine has taken in earlier ones.
    pub fn add(&self, prepared: Prepared) -> Result<(), IndexError> {
        self.building()?.engine.add_document(prepared.document)?;
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        *added = added.plus(prepared.totals);
        Ok(())
    }

    /// Makes all that was added and removed visible at once, and durable before it returns. `refusals` are
    /// those of all files that stand in the corpus now.
    ///
    /// When it fails, the previously published state stands.
    pub fn publish(self, refusals: &Refusals) -> Result<Manifest, IndexError> {
        self.building()?;
        let Self { root, base, options, generation, building, added, removed, lock, .. } = self;
        let Some(Building { folder, mut engine }) = building.into_inner() else {
            return Err(IndexError::Missing { path: root });
        };
        let keep = options.keep.unwrap_or(base.keep());
        let totals = base.totals().plus(inner(added)).minus(inner(removed).totals);
        let manifest = Manifest {
            format: FORMAT,
            fingerprint: options.fingerprint,
            corpus: options.corpus,
            generation,
            started: lock.taken,
            keep,
            totals,
            set_aside: refusals::write(&folder, refusals)?,
        };
        let payload = serde_json::to_string(&manifest).map_err(|error| IndexError::Damaged {
            path: root.clone(),
            reason: error.to_string(),
        })?;
        let mut commit = engine.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        engine.wait_merging_threads()?;
        options.steps.done(Step::Committed, &root)?;
        // The files of the old state must not be held when its folder is removed.
        drop(base);
        let published = generations::seal(&root, &folder, generation)?;
        options.steps.done(Step::Sealed, &root)?;
        folder::point_to(&root, &published)?;
        options.steps.done(Step::Published, &root)?;
        generations::sweep(&root, Some(keep));
        options.steps.done(Step::Swept, &root)?;
        Ok(manifest)
    }

    /// Gives up the run; the published state stands.
    pub fn abandon(self) {
        let Self { root, building, lock, .. } = self;
        if let Some(Building { folder, engine }) = building.into_inner() {
            drop(engine);
            generations::remove(&root, &folder);
        }
        drop(lock);
    }

    fn building(&self) -> Result<&Building, IndexError> {
        if let Some(building) = self.building.get() {
            return Ok(building);
        }
        let _one_starts = self.starting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(building) = self.building.get() {
            return Ok(building);
        }
        let building = self.start()?;
        Ok(self.building.get_or_init(|| building))
    }

    fn start(&self) -> Result<Building, IndexError> {
        let folder = generations::start(&self.root, self.generation)?;
        let index = match self.base.snapshot() {
            Some(snapshot) => {
                generations::share(snapshot.folder(), &folder)?;
                Index::open_in_dir(&folder)?
            }
            None => {
                let directory =
                    MmapDirectory::open(&folder).map_err(tantivy::TantivyError::from)?;
                let (schema, _) = Fields::build();
                Index::create(directory, schema, settings())?
            }
        };
        self.options.steps.done(Step::Based, &self.root)?;
        index.tokenizers().register(PackedTokenizer::NAME, PackedTokenizer::default());
        let threads = self.options.threads.clamp(1, 8);
        let memory = self.options.memory.max(MIN_BYTES_PER_THREAD * threads);
        let engine = index.writer_with_num_threads(threads, memory)?;
        Ok(Building { folder, engine })
    }
}

fn inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
