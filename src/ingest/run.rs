//! One run, shared by its threads: every file of the corpus is compared with the index and, where it
//! differs, read, understood, analysed and handed to the writer.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rayon::prelude::*;

use super::Understanding;
use super::account::{Change, Dealt, IngestError, Observer, Summary};
use super::compare::{self, Verdict};
use super::group::{File, Waiting, groups, together};
use super::stages::{Stage, Stopwatch};
use crate::corpus::{Corpus, Entry, SetAside};
use crate::index::{IndexError, IndexWriter, Opening, Refusals, Refused, SourceState, prepare};
use crate::japanese::Folded;
use crate::report::{Document, Report};

/// Most reports that wait for analysis.
const BATCH_REPORTS: usize = 512;
/// Most text that waits for analysis, in bytes.
const BATCH_BYTES: usize = 2 << 20;
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
    /// Files that the starting state does not know, as they are; for telling which were renamed.
    added: Mutex<BTreeMap<String, SourceState>>,
    /// What files could not give.
    refusals: Mutex<Refusals>,
    /// What could not even be read.
    set_aside: Mutex<Vec<SetAside>>,
    failed: AtomicBool,
    failure: Mutex<Option<IngestError>>,
}

/// What the threads came to.
pub(super) struct Ended {
    /// The account, as far as the threads know it.
    pub(super) summary: Summary,
    /// Files whose reports stand in the index now.
    pub(super) found: BTreeSet<String>,
    /// Files that the starting state does not know, as they are.
    pub(super) added: BTreeMap<String, SourceState>,
    /// What the files of the corpus could not give.
    pub(super) refusals: Refusals,
    /// Reports of unchanged files.
    pub(super) kept: u64,
    /// Why the run cannot be published.
    pub(super) failure: Option<IngestError>,
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
            added: Mutex::default(),
            refusals: Mutex::default(),
            set_aside: Mutex::default(),
            failed: AtomicBool::new(false),
            failure: Mutex::default(),
        }
    }

    /// Goes through the corpus on the threads of the current pool.
    pub(super) fn go(self) -> Ended {
        let mut walk = self.corpus.walk();
        let found =
            std::iter::from_fn(|| self.stopwatch.time(Stage::Walk, self.observer, || walk.next()));
        let found = found.take_while(|_| self.goes_on());
        groups(found).par_bridge().for_each(|group| self.group(group));
        let skipped = walk.other_formats();
        let generation = self.writer.base().generation();
        let Self { writer, stopwatch, tally, found, added, refusals, set_aside, failure, .. } =
            self;
        let refusals = unpoisoned(refusals);
        let foreign = tally.foreign.into_inner();
        let mut set_aside = unpoisoned(set_aside);
        set_aside.extend(refusals.values().flat_map(compare::remembered));
        set_aside.sort();
        let summary = Summary {
            opening: writer.base().opening(),
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
            unnamed: refusals.values().map(|refused| refused.more).sum(),
            stages: stopwatch.read(),
        };
        let kept = tally.kept.into_inner();
        let (found, added) = (unpoisoned(found), unpoisoned(added));
        Ended { summary, found, added, refusals, kept, failure: unpoisoned(failure) }
    }

    /// Whether there is still something to do it for.
    fn goes_on(&self) -> bool {
        !self.failed.load(Ordering::Relaxed) && !self.stop.load(Ordering::Relaxed)
    }

    /// Reads a few files and indexes their reports together.
    fn group(&self, group: Vec<Result<Entry, SetAside>>) {
        let files: Vec<File<'_>> =
            group.into_iter().filter_map(|found| self.walked(found)).collect();
        let mut waiting = Waiting::default();
        for file in files.iter().take_while(|_| self.goes_on()) {
            self.read(file, &mut waiting);
        }
        self.index(waiting.reports);
        for file in files {
            self.deal_with(file);
        }
    }

    fn walked(&self, found: Result<Entry, SetAside>) -> Option<File<'a>> {
        if !self.goes_on() {
            return None;
        }
        self.tally.seen.fetch_add(1, Ordering::Relaxed);
        match found {
            Ok(entry) => self.entry(entry),
            Err(set_aside) => {
                self.set_aside(set_aside);
                None
            }
        }
    }

    /// The file of an entry, if it has to be read.
    fn entry(&self, entry: Entry) -> Option<File<'a>> {
        let base = self.writer.base();
        let judged = self.stopwatch.time(Stage::Read, self.observer, || {
            match compare::judge(self.corpus, base, &entry)? {
                Verdict::New => compare::state(self.corpus, &entry).map(Verdict::Changed),
                verdict => Ok(verdict),
            }
        });
        let state = match judged {
            Ok(Verdict::Changed(state)) => state,
            Ok(Verdict::Foreign) => {
                self.foreign(&entry);
                return None;
            }
            Ok(Verdict::Unchanged | Verdict::New) => {
                self.unchanged(&entry);
                return None;
            }
            Err(set_aside) => {
                self.set_aside(set_aside);
                return None;
            }
        };
        let extractor = self.understanding.extractor().map_err(|error| self.fail(error)).ok()?;
        let is_indexed = base.sources().contains_key(&entry.relative);
        if is_indexed {
            self.writer.remove_source(&entry.relative).map_err(|error| self.fail(error)).ok()?;
        }
        let refused = Refused { state, reasons: Vec::new(), more: 0 };
        Some(File {
            entry,
            state,
            extractor,
            is_indexed,
            indexed: AtomicU64::new(0),
            refused: Mutex::new(refused),
        })
    }

    /// Counts a file whose reports are indexed.
    fn deal_with(&self, file: File<'_>) {
        let File { entry, state, is_indexed, indexed, refused, .. } = file;
        let (reports, mut refused) = (indexed.into_inner(), unpoisoned(refused));
        let path = entry.relative.as_str();
        if reports == 0 && refused.reasons.is_empty() {
            self.tally.foreign.fetch_add(1, Ordering::Relaxed);
        }
        if reports == 0 || !refused.reasons.is_empty() {
            // The reports of a batch are analysed in any order.
            refused.reasons.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
            locked(&self.refusals).insert(path.to_owned(), refused);
        }
        self.tally.bytes.fetch_add(entry.size, Ordering::Relaxed);
        self.tally.reports.fetch_add(reports, Ordering::Relaxed);
        let change = match (is_indexed, reports) {
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
                if self.writer.base().opening() == Opening::Updated {
                    locked(&self.added).insert(path.to_owned(), state);
                }
                Change::Added
            }
        };
        self.observer.file(&Dealt { path, change, size: entry.size, reports });
    }

    /// Reads the reports of a file, and indexes what waits whenever that is much.
    fn read<'f>(&self, file: &'f File<'f>, waiting: &mut Waiting<'f>) {
        let mut ids = HashSet::new();
        let began = self.observer.clock();
        // Time in which other stages work.
        let mut elsewhere = Duration::ZERO;
        self.corpus.read(&file.entry, &mut |outcome| match outcome {
            // Hashes, because a file may hold millions of reports.
            Ok(document) if !ids.insert(hash_of(document.id.as_str())) => {
                file.refuse(repeated_id(&document));
            }
            Ok(document) => {
                waiting.bytes += document.text.len();
                waiting.reports.push((document, file));
                if waiting.reports.len() >= BATCH_REPORTS || waiting.bytes >= BATCH_BYTES {
                    let left = self.observer.clock();
                    self.index(std::mem::take(waiting).reports);
                    elsewhere += self.observer.clock().saturating_sub(left);
                }
            }
            Err(set_aside) => file.refuse(set_aside),
        });
        let spent = self.observer.clock().saturating_sub(began);
        self.stopwatch.add(Stage::Read, spent.saturating_sub(elsewhere));
    }

    fn index(&self, reports: Vec<(Document, &File<'_>)>) {
        let stage = together(reports.len());
        let batches = reports.into_par_iter().chunks(stage);
        batches.for_each(|batch| self.index_in_stages(batch));
    }

    /// Does one thing to all of a few reports before the next: extraction and segmentation each read
    /// tables that fill the processor's caches.
    fn index_in_stages(&self, batch: Vec<(Document, &File<'_>)>) {
        let Some(extractor) = batch.first().map(|(_, file)| file.extractor) else { return };
        let Understanding { analyzer, legal_forms, .. } = self.understanding;
        let (documents, files): (Vec<Document>, Vec<&File<'_>>) =
            batch.into_iter().take_while(|_| self.goes_on()).unzip();
        let understood: Vec<(Report, Folded)> =
            self.stopwatch.time(Stage::Extract, self.observer, || {
                let folded = documents.into_iter().map(|document| {
                    let folded = analyzer.folder().fold(&document.text);
                    (document, folded)
                });
                extractor.reports(folded.collect())
            });
        let fields = self.writer.fields();
        let prepared = self.stopwatch.time(Stage::Analyse, self.observer, || {
            let reports = understood.into_iter().zip(files).take_while(|_| self.goes_on());
            let prepared = reports.map(|((report, folded), file)| {
                let source = report.document.source.clone();
                let path = file.entry.relative.as_str();
                let prepared =
                    prepare(fields, analyzer, legal_forms, report, &folded, path, &file.state);
                (file, source, prepared)
            });
            prepared.collect::<Vec<_>>()
        });
        self.stopwatch.time(Stage::Write, self.observer, || {
            for (file, source, prepared) in prepared {
                match prepared.and_then(|prepared| self.writer.add(prepared)) {
                    Ok(()) => {
                        file.indexed.fetch_add(1, Ordering::Relaxed);
                    }
                    // One text that cannot be analysed must not stop the others.
                    Err(IndexError::Analysis(error)) => file.refuse(SetAside {
                        path: source.path,
                        line: None,
                        reason: format!("report {}: {error}", source.part),
                    }),
                    Err(error) => return self.fail(error),
                }
            }
        });
    }

    fn foreign(&self, entry: &Entry) {
        self.tally.foreign.fetch_add(1, Ordering::Relaxed);
        let path = entry.relative.as_str();
        self.observer.file(&Dealt { path, change: Change::Empty, size: entry.size, reports: 0 });
    }

    fn unchanged(&self, entry: &Entry) {
        let path = entry.relative.as_str();
        let base = self.writer.base();
        let refused = base.refusals().get(path);
        if let Some(refused) = refused {
            locked(&self.refusals).insert(path.to_owned(), refused.clone());
        }
        if compare::is_foreign(base, path) {
            return self.foreign(entry);
        }
        if base.sources().contains_key(path) {
            let reports = self.held.and_then(|held| held.get(path)).copied().unwrap_or(1);
            self.tally.kept.fetch_add(reports, Ordering::Relaxed);
            self.keep(path);
        }
        self.tally.unchanged.fetch_add(1, Ordering::Relaxed);
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

    fn set_aside(&self, set_aside: SetAside) {
        locked(&self.set_aside).push(set_aside);
    }

    fn fail(&self, error: impl Into<IngestError>) {
        self.failed.store(true, Ordering::Relaxed);
        locked(&self.failure).get_or_insert(error.into());
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

/// The data are plain collections that no panic leaves half changed.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn unpoisoned<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
