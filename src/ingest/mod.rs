//! Corpus to index: files are read, split, understood and analysed in parallel, and flow into one
//! writer in bounded memory. The only place that knows corpus, extract and index.

mod account;
mod limits;
mod run;
mod stages;

pub use account::{Change, Dealt, IngestError, IngestOptions, Observer, Summary, Unfinished};
pub use limits::{Exceeded, Limits, Removal};
pub use stages::{Stage, Stages};

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::corpus::Corpus;
use crate::extract::Extractor;
use crate::index::{FORMAT, IndexError, IndexWriter, Opening, Snapshot, WriterOptions};
use crate::japanese::{Analyzer, Folder, LegalForms, SYNONYMS};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Document, Facts, Report};

use limits::Losses;
use run::{Ended, Run};
use stages::Stopwatch;

/// Version of the rules that turn a file into reports and facts; raised when they change what is
/// indexed, so that older indexes are rebuilt.
const RULES: u32 = 4;

/// What turns texts into terms and facts.
pub struct Understanding {
    analyzer: Analyzer,
    extractor: Extractor,
    legal_forms: LegalForms,
    fingerprint: String,
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

    /// Hash of everything that decides what it makes of a text; see [`fingerprint`].
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
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
///
/// # Errors
/// [`Unfinished`] when nothing was published: the index could not be written, too much would be
/// lost, or the run was asked to stop.
pub fn ingest(
    corpus: &Corpus,
    index: &Path,
    understanding: &Understanding,
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<Summary, Unfinished> {
    if options.stop.load(Ordering::Relaxed) {
        return Err(IngestError::Stopped.into());
    }
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
    let held = if options.limits.need_counts() { held(index) } else { None };
    let stopwatch = Stopwatch::default();
    let run = Run::new(
        corpus,
        understanding,
        &writer,
        observer,
        held.as_ref(),
        &options.stop,
        &stopwatch,
    );
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build()?;
    let Ended { mut summary, found, kept, failure } = pool.install(|| run.go());
    let unfinished = |error, summary| Unfinished { error, so_far: Some(Box::new(summary)) };
    if let Some(error) = failure {
        writer.abandon()?;
        return Err(unfinished(error.into(), summary));
    }
    if options.stop.load(Ordering::Relaxed) {
        writer.abandon()?;
        return Err(unfinished(IngestError::Stopped, summary));
    }
    let gone: Vec<&String> =
        writer.sources().keys().filter(|path| !found.contains(*path)).collect();
    for path in &gone {
        writer.remove_source(path);
        observer.file(&Dealt { path, change: Change::Removed, size: 0, reports: 0 });
    }
    summary.removed = gone.len() as u64;
    let losses = losses(index, &summary, held.as_ref(), &found, kept);
    if let Err(exceeded) = options.limits.check(&losses) {
        writer.abandon()?;
        return Err(unfinished(exceeded.into(), summary));
    }
    let touched = summary.added + summary.changed + summary.removed > 0;
    if touched || summary.opening != Opening::Updated {
        observer.publishing();
        match stopwatch.time(Stage::Publish, observer, || writer.publish()) {
            Ok(manifest) => summary.generation = manifest.generation,
            Err(error) => return Err(unfinished(error.into(), summary)),
        }
        summary.published = true;
        summary.stages = stopwatch.read();
    } else {
        writer.abandon()?;
    }
    Ok(summary)
}

/// How many reports the published index holds of each file; `None` when it cannot be read.
fn held(index: &Path) -> Option<BTreeMap<String, u64>> {
    match Snapshot::open(index) {
        Ok(snapshot) => snapshot.reports_by_source().ok(),
        Err(IndexError::Missing { .. }) => Some(BTreeMap::new()),
        Err(_) => None,
    }
}

/// What the run would change; `kept` reports are left as they are.
fn losses(
    index: &Path,
    summary: &Summary,
    held: Option<&BTreeMap<String, u64>>,
    found: &BTreeSet<String>,
    kept: u64,
) -> Losses {
    let after = kept + summary.reports;
    let before = match held {
        _ if summary.opening == Opening::Created => Some(0),
        Some(held) => Some(held.values().sum()),
        // The count is wanted only where nothing would be left.
        None if after > 0 => None,
        None => Snapshot::open(index).ok().map(|snapshot| snapshot.reports()),
    };
    let none = BTreeMap::new();
    let held = held.unwrap_or(&none);
    let removed = held.iter().filter(|(path, _)| !found.contains(*path));
    Losses {
        before,
        removed: removed.map(|(_, reports)| reports).sum(),
        after,
        set_aside: limits::weight(&summary.set_aside, held, found) + summary.unnamed,
    }
}

#[cfg(test)]
mod tests;
