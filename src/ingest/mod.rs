//! Corpus to index: files are read, split, understood and analysed in parallel, and flow into one
//! writer in bounded memory. The only place that knows corpus, extract and index.

mod account;
mod compare;
mod group;
mod limits;
mod run;
mod stages;
mod understanding;

pub use account::{Change, Dealt, IngestError, IngestOptions, Observer, Summary, Unfinished};
pub use compare::{Comparison, Difference, compare};
pub use limits::{Exceeded, Limits, Removal};
pub use stages::{Stage, Stages};
pub use understanding::{Understanding, fingerprint};

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::corpus::Corpus;
use crate::index::{Base, IndexWriter, Opening, Snapshot, SourceState, WriterOptions};

use limits::Losses;
use run::{Ended, Run};
use stages::Stopwatch;

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
        WriterOptions {
            fingerprint: understanding.fingerprint().to_owned(),
            corpus: corpus.fingerprint(),
            full: options.full,
            memory: options.memory,
            threads: options.threads.div_ceil(2),
            keep: options.keep,
            steps: options.steps.clone(),
        },
    )?;
    if writer.base().opening() != Opening::Updated {
        // Every file will be read: a mistake in the lexicon is told before the work.
        understanding.extractor()?;
    }
    observer.opened(writer.base().opening());
    let held = if options.limits.need_counts() { held(writer.base()) } else { None };
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
    let Ended { mut summary, found, added, refusals, kept, failure } = pool.install(|| run.go());
    let unfinished = |error, summary| Unfinished { error, so_far: Some(Box::new(summary)) };
    if let Some(error) = failure {
        writer.abandon();
        return Err(unfinished(error, summary));
    }
    if options.stop.load(Ordering::Relaxed) {
        writer.abandon();
        return Err(unfinished(IngestError::Stopped, summary));
    }
    let gone: BTreeMap<&str, &SourceState> = writer
        .base()
        .sources()
        .iter()
        .filter(|(path, _)| !found.contains(*path))
        .map(|(path, state)| (path.as_str(), state))
        .collect();
    let renamed = compare::renamed(&gone, &added);
    let mut standing = found;
    standing.extend(renamed.into_values());
    summary.renamed =
        (standing.iter().filter(|path| gone.contains_key(path.as_str()))).count() as u64;
    summary.added -= summary.renamed;
    summary.removed = gone.len() as u64 - summary.renamed;
    for path in gone.keys() {
        if let Err(error) = writer.remove_source(path) {
            return Err(unfinished(error.into(), summary));
        }
        if !standing.contains(*path) {
            observer.file(&Dealt { path, change: Change::Removed, size: 0, reports: 0 });
        }
    }
    let losses = losses(writer.base(), &summary, held.as_ref(), &standing, kept);
    if let Err(exceeded) = options.limits.check(&losses) {
        writer.abandon();
        return Err(unfinished(exceeded.into(), summary));
    }
    let touched = summary.added + summary.changed + summary.removed + summary.renamed > 0;
    let as_before = !touched && refusals == *writer.base().refusals();
    if !as_before || summary.opening != Opening::Updated {
        observer.publishing();
        match stopwatch.time(Stage::Publish, observer, || writer.publish(&refusals)) {
            Ok(manifest) => summary.generation = manifest.generation,
            Err(error) => return Err(unfinished(error.into(), summary)),
        }
        summary.published = true;
        summary.stages = stopwatch.read();
    } else {
        writer.abandon();
    }
    Ok(summary)
}

/// How many reports the published index holds of each file; `None` when it cannot be read.
fn held(base: &Base) -> Option<BTreeMap<String, u64>> {
    match base.published() {
        Some(published) => published.reports_by_source().ok(),
        None => (base.opening() == Opening::Created).then(BTreeMap::new),
    }
}

/// What the run would change; `standing` are the files whose reports stand, under whatever name, and `kept`
/// reports are left as they are.
fn losses(
    base: &Base,
    summary: &Summary,
    held: Option<&BTreeMap<String, u64>>,
    standing: &BTreeSet<String>,
    kept: u64,
) -> Losses {
    let after = kept + summary.reports;
    let before = match held {
        _ if summary.opening == Opening::Created => Some(0),
        Some(held) => Some(held.values().sum()),
        // The count is wanted only where nothing would be left.
        None if after > 0 => None,
        None => base.published().map(Snapshot::reports),
    };
    let none = BTreeMap::new();
    let held = held.unwrap_or(&none);
    let removed = held.iter().filter(|(path, _)| !standing.contains(*path));
    Losses {
        before,
        removed: removed.map(|(_, reports)| reports).sum(),
        after,
        set_aside: limits::weight(&summary.set_aside, held, standing) + summary.unnamed,
    }
}

#[cfg(test)]
mod tests;
