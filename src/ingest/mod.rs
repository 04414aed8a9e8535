//! Corpus to index: files are read, split, understood and analysed in parallel, and flow into one
//! writer in bounded memory. The only place that knows corpus, extract and index.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::corpus::{Corpus, Entry, SetAside};
use crate::extract::Extractor;
use crate::index::{
    FORMAT, IndexError, IndexWriter, Opening, SourceState, Standing, WriterOptions, prepare,
};
use crate::japanese::{Analyzer, Folder, LegalForms, SYNONYMS};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Document, Facts, Report};

/// Version of the rules that turn a file into reports and facts; raised when they change what is
/// indexed, so that older indexes are rebuilt.
const RULES: u32 = 3;
/// Most reports of one file that wait for analysis.
const BATCH_REPORTS: usize = 64;
/// Most text of one file that waits for analysis, in bytes.
const BATCH_BYTES: usize = 2 << 20;

/// What turns texts into terms and facts.
pub struct Understanding {
    analyzer: Analyzer,
    extractor: Extractor,
    legal_forms: LegalForms,
    fingerprint: String,
}

/// How a run goes.
#[derive(Debug, Clone)]
pub struct IngestOptions {
    /// Rebuild instead of updating.
    pub full: bool,
    /// Memory for building segments, in bytes.
    pub memory: usize,
    /// Threads that read and analyse, at least 1.
    pub threads: usize,
}

/// Told what happens while a run goes on; called from many threads.
pub trait Observer: Sync {
    /// The run began, and from what.
    fn opened(&self, opening: Opening);
    /// A file was dealt with; `reports` of it were indexed now.
    fn file(&self, bytes: u64, reports: u64);
    /// Everything was read; segments are being committed and merged.
    fn publishing(&self);
}

/// The account of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    /// What the run started from.
    pub opening: Opening,
    /// Generation that answers searches now.
    pub generation: u64,
    /// Whether anything changed, so that a new generation was published.
    pub published: bool,
    /// Files that were not in the index.
    pub added: u64,
    /// Files whose content differed.
    pub changed: u64,
    /// Files that are gone, or hold no report any more.
    pub removed: u64,
    /// Files left as they were.
    pub unchanged: u64,
    /// Files whose name says they are of no known format.
    pub skipped: u64,
    /// Reports indexed in this run.
    pub reports: u64,
    /// Bytes of the files read in this run.
    pub bytes: u64,
    /// Files and lines left out, by path and line.
    pub set_aside: Vec<SetAside>,
}

/// A run failed; the published index stands.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The index could not be written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The worker threads could not be started.
    #[error("cannot start worker threads: {0}; try fewer with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl Understanding {
    /// Prepares analysis and extraction by a lexicon.
    pub fn new(analyzer: Analyzer, lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self {
            extractor: Extractor::new(lexicon, analyzer.folder())?,
            legal_forms: LegalForms::new(lexicon)?,
            fingerprint: fingerprint(&analyzer, lexicon)?,
            analyzer,
        })
    }

    /// The facts a document states.
    pub fn facts(&self, document: &Document) -> Facts {
        self.extractor.extract(document)
    }

    /// A document with the facts it states and its structure.
    pub fn report(&self, document: Document) -> Report {
        self.extractor.report(document)
    }

    /// What finds the facts, and can explain them.
    pub fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// Folds texts.
    pub fn folder(&self) -> &Folder {
        self.analyzer.folder()
    }
}

/// Hash of everything that decides what a text's terms and facts are.
pub fn fingerprint(analyzer: &Analyzer, lexicon: &Lexicon) -> Result<String, LexiconError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&FORMAT.to_le_bytes());
    hasher.update(&RULES.to_le_bytes());
    hasher.update(analyzer.fingerprint().as_bytes());
    for (name, text) in lexicon.files()? {
        // What only searches read does not change an index.
        if name == SYNONYMS {
            continue;
        }
        hasher.update(name.as_bytes());
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Brings the index at `index` up to date with `corpus`.
///
/// Files that are new or changed are read; reports of changed and missing files are removed;
/// nothing else is touched. All of it becomes visible at once, or, on an error, none.
pub fn ingest(
    corpus: &Corpus,
    index: &Path,
    understanding: &Understanding,
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<Summary, IngestError> {
    let writer = IndexWriter::open(
        index,
        &WriterOptions {
            fingerprint: understanding.fingerprint.clone(),
            full: options.full,
            memory: options.memory,
            threads: options.threads.div_ceil(2),
        },
    )?;
    observer.opened(writer.opening());
    let run = Run {
        corpus,
        understanding,
        writer: &writer,
        observer,
        tally: Tally::default(),
        found: Mutex::default(),
        set_aside: Mutex::default(),
        failed: AtomicBool::new(false),
        failure: Mutex::default(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build()?;
    let mut walk = corpus.walk();
    pool.install(|| {
        walk.by_ref().take_while(|_| !run.failed.load(Ordering::Relaxed)).par_bridge().for_each(
            |entry| match entry {
                Ok(entry) => run.entry(&entry),
                Err(set_aside) => run.set_aside(set_aside),
            },
        );
    });
    let skipped = walk.other_formats();
    let Run { tally, found, set_aside, failure, .. } = run;
    if let Some(error) = unpoisoned(failure) {
        writer.abandon()?;
        return Err(error.into());
    }
    let found = unpoisoned(found);
    let gone: Vec<&String> =
        writer.sources().keys().filter(|path| !found.contains(*path)).collect();
    for path in &gone {
        writer.remove_source(path);
    }
    let mut set_aside = unpoisoned(set_aside);
    set_aside.sort_by(|a, b| (&a.path, a.line, &a.reason).cmp(&(&b.path, b.line, &b.reason)));
    let mut summary = Summary {
        opening: writer.opening(),
        generation: 0,
        published: false,
        added: tally.added.into_inner(),
        changed: tally.changed.into_inner(),
        removed: gone.len() as u64,
        unchanged: tally.unchanged.into_inner(),
        skipped,
        reports: tally.reports.into_inner(),
        bytes: tally.bytes.into_inner(),
        set_aside,
    };
    let touched = summary.added + summary.changed + summary.removed > 0;
    if touched || summary.opening != Opening::Updated {
        observer.publishing();
        summary.generation = writer.publish()?.generation;
        summary.published = true;
    } else {
        summary.generation = writer.published_generation();
        writer.abandon()?;
    }
    Ok(summary)
}

#[derive(Default)]
struct Tally {
    added: AtomicU64,
    changed: AtomicU64,
    unchanged: AtomicU64,
    reports: AtomicU64,
    bytes: AtomicU64,
}

/// One run, shared by its threads.
struct Run<'a> {
    corpus: &'a Corpus,
    understanding: &'a Understanding,
    writer: &'a IndexWriter,
    observer: &'a dyn Observer,
    tally: Tally,
    /// Paths whose reports stand in the index when the run ends.
    found: Mutex<BTreeSet<String>>,
    set_aside: Mutex<Vec<SetAside>>,
    failed: AtomicBool,
    failure: Mutex<Option<IndexError>>,
}

impl Run<'_> {
    fn entry(&self, entry: &Entry) {
        if self.failed.load(Ordering::Relaxed) {
            return;
        }
        let path = entry.relative.as_str();
        let modified = nanoseconds(entry.modified);
        let indexed = self.writer.sources().get(path);
        let standing = Standing::of(indexed, entry.size, modified, self.writer.previous_start());
        if standing == Standing::Unchanged {
            return self.unchanged(path);
        }
        let digest = match self.corpus.hash(entry) {
            Ok(hash) => first_64_bits(&hash),
            Err(set_aside) => return self.set_aside(set_aside),
        };
        if standing == (Standing::Suspect { digest }) {
            return self.unchanged(path);
        }
        if indexed.is_some() {
            self.writer.remove_source(path);
        }
        let state = SourceState { size: entry.size, modified, digest };
        let reports = self.read(entry, &state);
        self.tally.bytes.fetch_add(entry.size, Ordering::Relaxed);
        self.tally.reports.fetch_add(reports, Ordering::Relaxed);
        match (indexed.is_some(), reports) {
            // A file that lost all its reports counts as removed when the run ends.
            (_, 0) => {}
            (true, _) => {
                self.tally.changed.fetch_add(1, Ordering::Relaxed);
                self.keep(path);
            }
            (false, _) => {
                self.tally.added.fetch_add(1, Ordering::Relaxed);
                self.keep(path);
            }
        }
        self.observer.file(entry.size, reports);
    }

    /// Reads a file and indexes its reports; returns how many.
    fn read(&self, entry: &Entry, state: &SourceState) -> u64 {
        let indexed = AtomicU64::new(0);
        let mut batch: Vec<Document> = Vec::new();
        let mut bytes = 0;
        let mut ids = HashSet::new();
        self.corpus.read(entry, &mut |outcome| match outcome {
            // Hashes, because a file may hold millions of reports.
            Ok(document) if !ids.insert(hash_of(document.id.as_str())) => {
                self.set_aside(repeated_id(&document));
            }
            Ok(document) => {
                bytes += document.text.len();
                batch.push(document);
                if batch.len() >= BATCH_REPORTS || bytes >= BATCH_BYTES {
                    self.index(std::mem::take(&mut batch), state, &indexed);
                    bytes = 0;
                }
            }
            Err(set_aside) => self.set_aside(set_aside),
        });
        self.index(batch, state, &indexed);
        indexed.into_inner()
    }

    fn index(&self, batch: Vec<Document>, state: &SourceState, indexed: &AtomicU64) {
        batch.into_par_iter().for_each(|document| {
            if self.failed.load(Ordering::Relaxed) {
                return;
            }
            let source = document.source.clone();
            let report = self.understanding.report(document);
            let Understanding { analyzer, legal_forms, .. } = self.understanding;
            let added = prepare(self.writer.fields(), analyzer, legal_forms, report, state)
                .and_then(|prepared| self.writer.add(prepared));
            match added {
                Ok(()) => {
                    indexed.fetch_add(1, Ordering::Relaxed);
                }
                // One text that cannot be analysed must not stop the others.
                Err(IndexError::Analysis(error)) => self.set_aside(SetAside {
                    path: source.path,
                    line: None,
                    reason: format!("report {}: {error}", source.part),
                }),
                Err(error) => self.fail(error),
            }
        });
    }

    fn unchanged(&self, path: &str) {
        self.tally.unchanged.fetch_add(1, Ordering::Relaxed);
        self.keep(path);
        self.observer.file(0, 0);
    }

    fn keep(&self, path: &str) {
        locked(&self.found).insert(path.to_owned());
    }

    fn set_aside(&self, set_aside: SetAside) {
        locked(&self.set_aside).push(set_aside);
    }

    fn fail(&self, error: IndexError) {
        self.failed.store(true, Ordering::Relaxed);
        locked(&self.failure).get_or_insert(error);
    }
}

fn hash_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn repeated_id(document: &Document) -> SetAside {
    SetAside {
        path: document.source.path.clone(),
        line: Some(u64::from(document.source.part)),
        reason: format!(
            "the id `{}` names an earlier report of this file; give each its own",
            document.id
        ),
    }
}

/// Nanoseconds since 1970; saturates some 290 years away from it.
fn nanoseconds((seconds, nanoseconds): (i64, u32)) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(i64::from(nanoseconds))
}

fn first_64_bits(hash: &blake3::Hash) -> u64 {
    hash.as_bytes().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}

/// The data are plain collections that no panic leaves half changed.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn unpoisoned<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
