//! One run, shared by its threads: every file of the corpus is compared with the index and, where it
//! differs, read, understood, analysed and handed to the writer.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rayon::prelude::*;

use super::Understanding;
use super::account::{Change, Dealt, Observer, Summary};
use super::stages::{Stage, Stopwatch};
use crate::corpus::{Corpus, Entry, SetAside};
use crate::index::{IndexError, IndexWriter, SourceState, Standing, prepare};
use crate::report::Document;

/// Most reports of one file that wait for analysis.
const BATCH_REPORTS: usize = 64;
/// Most text of one file that waits for analysis, in bytes.
const BATCH_BYTES: usize = 2 << 20;
/// Most complaints about one file that are kept; the others are counted.
const COMPLAINTS: u64 = 100;

#[derive(Default)]
struct Tally {
    seen: AtomicU64,
    added: AtomicU64,
    changed: AtomicU64,
    unchanged: AtomicU64,
    /// Files that turned out to be of no format that is read.
    foreign: AtomicU64,
    reports: AtomicU64,
    bytes: AtomicU64,
    /// Reports of unchanged files: as many as the index holds where that was counted, else one a file.
    kept: AtomicU64,
    /// Lines left out that are not named.
    unnamed: AtomicU64,
}

/// One run, shared by its threads.
pub(super) struct Run<'a> {
    corpus: &'a Corpus,
    understanding: &'a Understanding,
    writer: &'a IndexWriter,
    observer: &'a dyn Observer,
    /// Reports that the published index holds of each file, where limits ask for it.
    held: Option<&'a BTreeMap<String, u64>>,
    stop: &'a AtomicBool,
    stopwatch: &'a Stopwatch,
    tally: Tally,
    /// Paths whose reports stand in the index when the run ends.
    found: Mutex<BTreeSet<String>>,
    set_aside: Mutex<Vec<SetAside>>,
    failed: AtomicBool,
    failure: Mutex<Option<IndexError>>,
}

/// What the threads came to.
pub(super) struct Ended {
    /// The account, as far as the threads know it.
    pub(super) summary: Summary,
    /// Files whose reports stand in the index now.
    pub(super) found: BTreeSet<String>,
    /// Reports of unchanged files.
    pub(super) kept: u64,
    /// Why the run cannot be published.
    pub(super) failure: Option<IndexError>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        corpus: &'a Corpus,
        understanding: &'a Understanding,
        writer: &'a IndexWriter,
        observer: &'a dyn Observer,
        held: Option<&'a BTreeMap<String, u64>>,
        stop: &'a AtomicBool,
        stopwatch: &'a Stopwatch,
    ) -> Self {
        Self {
            corpus,
            understanding,
            writer,
            observer,
            held,
            stop,
            stopwatch,
            tally: Tally::default(),
            found: Mutex::default(),
            set_aside: Mutex::default(),
            failed: AtomicBool::new(false),
            failure: Mutex::default(),
        }
    }

    /// Goes through the corpus on the threads of the current pool.
    pub(super) fn go(self) -> Ended {
        let mut walk = self.corpus.walk();
        std::iter::from_fn(|| self.stopwatch.time(Stage::Walk, self.observer, || walk.next()))
            .take_while(|_| self.goes_on())
            .par_bridge()
            .for_each(|found| self.walked(found));
        let skipped = walk.other_formats();
        let generation = self.writer.published_generation();
        let Self { writer, stopwatch, tally, found, set_aside, failure, .. } = self;
        let foreign = tally.foreign.into_inner();
        let mut set_aside = unpoisoned(set_aside);
        set_aside.sort();
        let summary = Summary {
            opening: writer.opening(),
            generation,
            previous: generation,
            published: false,
            seen: tally.seen.into_inner() - foreign,
            added: tally.added.into_inner(),
            changed: tally.changed.into_inner(),
            removed: 0,
            renamed: 0,
            unchanged: tally.unchanged.into_inner(),
            skipped: skipped + foreign,
            reports: tally.reports.into_inner(),
            bytes: tally.bytes.into_inner(),
            set_aside,
            unnamed: tally.unnamed.into_inner(),
            stages: stopwatch.read(),
        };
        let kept = tally.kept.into_inner();
        Ended { summary, found: unpoisoned(found), kept, failure: unpoisoned(failure) }
    }

    /// Whether there is still something to do it for.
    fn goes_on(&self) -> bool {
        !self.failed.load(Ordering::Relaxed) && !self.stop.load(Ordering::Relaxed)
    }

    fn walked(&self, entry: Result<Entry, SetAside>) {
        if !self.goes_on() {
            return;
        }
        self.tally.seen.fetch_add(1, Ordering::Relaxed);
        match entry {
            Ok(entry) => self.entry(&entry),
            Err(set_aside) => self.set_aside(set_aside),
        }
    }

    fn entry(&self, entry: &Entry) {
        let path = entry.relative.as_str();
        let modified = nanoseconds(entry.modified);
        let indexed = self.writer.sources().get(path);
        let standing = Standing::of(indexed, entry.size, modified, self.writer.previous_start());
        if standing == Standing::Unchanged {
            return self.unchanged(entry);
        }
        // Not even hashed: such a file may be large, and no run remembers it.
        if indexed.is_none() && !self.corpus.recognises(entry) {
            return self.foreign(entry);
        }
        let hash = self.stopwatch.time(Stage::Read, self.observer, || self.corpus.hash(entry));
        let digest = match hash {
            Ok(hash) => first_64_bits(&hash),
            Err(set_aside) => return self.set_aside(set_aside),
        };
        if standing == (Standing::Suspect { digest }) {
            return self.unchanged(entry);
        }
        if indexed.is_some() {
            self.writer.remove_source(path);
        }
        let state = SourceState { size: entry.size, modified, digest };
        let reports = self.read(entry, &state);
        self.tally.bytes.fetch_add(entry.size, Ordering::Relaxed);
        self.tally.reports.fetch_add(reports, Ordering::Relaxed);
        let change = match (indexed.is_some(), reports) {
            // A file that lost all its reports counts as removed when the run ends.
            (_, 0) => Change::Empty,
            (true, _) => {
                self.tally.changed.fetch_add(1, Ordering::Relaxed);
                self.keep(path);
                Change::Changed
            }
            (false, _) => {
                self.tally.added.fetch_add(1, Ordering::Relaxed);
                self.keep(path);
                Change::Added
            }
        };
        self.observer.file(&Dealt { path, change, size: entry.size, reports });
    }

    /// Reads a file and indexes its reports; returns how many.
    fn read(&self, entry: &Entry, state: &SourceState) -> u64 {
        let indexed = AtomicU64::new(0);
        let mut batch: Vec<Document> = Vec::new();
        let mut bytes = 0;
        let mut ids = HashSet::new();
        let mut complaints = 0;
        let began = self.observer.clock();
        // Time in which other stages work.
        let mut elsewhere = Duration::ZERO;
        let outcome = self.corpus.read(entry, &mut |outcome| match outcome {
            // Hashes, because a file may hold millions of reports.
            Ok(document) if !ids.insert(hash_of(document.id.as_str())) => {
                self.complain(repeated_id(&document), &mut complaints);
            }
            Ok(document) => {
                bytes += document.text.len();
                batch.push(document);
                if batch.len() >= BATCH_REPORTS || bytes >= BATCH_BYTES {
                    let left = self.observer.clock();
                    self.index(std::mem::take(&mut batch), state, &indexed);
                    elsewhere += self.observer.clock().saturating_sub(left);
                    bytes = 0;
                }
            }
            Err(set_aside) => self.complain(set_aside, &mut complaints),
        });
        let spent = self.observer.clock().saturating_sub(began);
        self.stopwatch.add(Stage::Read, spent.saturating_sub(elsewhere));
        self.index(batch, state, &indexed);
        if outcome.reports == 0 && outcome.set_aside == 0 {
            self.tally.foreign.fetch_add(1, Ordering::Relaxed);
        }
        indexed.into_inner()
    }

    fn foreign(&self, entry: &Entry) {
        self.tally.foreign.fetch_add(1, Ordering::Relaxed);
        let path = entry.relative.as_str();
        self.observer.file(&Dealt { path, change: Change::Empty, size: entry.size, reports: 0 });
    }

    fn index(&self, batch: Vec<Document>, state: &SourceState, indexed: &AtomicU64) {
        batch.into_par_iter().for_each(|document| {
            if !self.goes_on() {
                return;
            }
            let source = document.source.clone();
            let report = self
                .stopwatch
                .time(Stage::Extract, self.observer, || self.understanding.report(document));
            let Understanding { analyzer, legal_forms, .. } = self.understanding;
            let prepared = self.stopwatch.time(Stage::Analyse, self.observer, || {
                prepare(self.writer.fields(), analyzer, legal_forms, report, state)
            });
            let added = prepared.and_then(|prepared| {
                self.stopwatch.time(Stage::Write, self.observer, || self.writer.add(prepared))
            });
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

    fn unchanged(&self, entry: &Entry) {
        let path = entry.relative.as_str();
        let reports = self.held.and_then(|held| held.get(path)).copied().unwrap_or(1);
        self.tally.kept.fetch_add(reports, Ordering::Relaxed);
        self.tally.unchanged.fetch_add(1, Ordering::Relaxed);
        self.keep(path);
        self.observer.file(&Dealt {
            path,
            change: Change::Unchanged,
            size: entry.size,
            reports: 0,
        });
    }

    fn keep(&self, path: &str) {
        locked(&self.found).insert(path.to_owned());
    }

    /// Sets aside what is wrong with a file that has had so many complaints before.
    fn complain(&self, set_aside: SetAside, complaints: &mut u64) {
        *complaints += 1;
        if *complaints > COMPLAINTS {
            self.tally.unnamed.fetch_add(1, Ordering::Relaxed);
        } else {
            self.set_aside(set_aside);
        }
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
