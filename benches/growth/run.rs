//! The benchmark from plan to results.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::arguments::{Origin, Plan};
use super::bare;
use super::corpus::{self, Changes, Prepared};
use super::failure::Failure;
use super::latency::{self, Asked};
use super::machine;
use super::process::{Indexed, Runner, fastest};
use super::results::{Bare, FORMAT, IndexCost, Measured, Results, Setting, Share, Update};
use super::values::growth;

/// Where corpora and indexes are built when nobody says where.
const WORK: &str = env!("CARGO_TARGET_TMPDIR");

/// How long files must lie until their times prove that they are unchanged, and a little more.
const SETTLING: Duration = Duration::from_millis(2_500);

/// Where a run builds what it measures.
struct Site<'p> {
    plan: &'p Plan,
    folder: PathBuf,
    runner: Runner,
    queries: Vec<Asked>,
    /// Told how far the run is.
    tell: &'p dyn Fn(&str),
}

/// Measures everything, and tells how far it is.
pub(crate) fn run(plan: &Plan, tell: &dyn Fn(&str)) -> Result<Results, Failure> {
    let queries = latency::queries(plan.queries.as_deref())?;
    let base = plan.work.clone().unwrap_or_else(|| PathBuf::from(WORK));
    fs::create_dir_all(&base).map_err(Failure::at(&base))?;
    let made = tempfile::Builder::new().prefix("growth-").tempdir_in(&base);
    let made = made.map_err(Failure::at(&base))?;
    let site = Site {
        plan,
        folder: made.path().to_owned(),
        runner: Runner::new(made.path()),
        queries,
        tell,
    };
    let measured = site.sizes()?;
    if plan.keep {
        tell(&format!("corpora and indexes are in {}", made.keep().display()));
    }
    let (commit, modified) = machine::commit();
    Ok(Results {
        format: FORMAT,
        date: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        commit,
        modified,
        machine: machine::machine(),
        versions: machine::versions(),
        setting: plan.setting(),
        growth: growth(&measured),
        measured,
    })
}

impl Site<'_> {
    fn sizes(&self) -> Result<Vec<Measured>, Failure> {
        let mut all: Vec<Measured> = Vec::new();
        for &size in &self.plan.sizes {
            let whole = all.last().is_some_and(|last| last.reports < last.size);
            if whole && matches!(self.plan.origin, Origin::Own(_)) {
                (self.tell)(&format!("{size} reports: left out, the corpus does not hold so many"));
                continue;
            }
            (self.tell)(&format!("{size} reports: making the corpus"));
            let folder = self.folder.join(format!("corpus-{size}"));
            let corpus = corpus::prepare(self.plan, size, folder, &self.runner)?;
            // A file as young as the clock is coarse is told by its content: that is not what a night finds.
            std::thread::sleep(SETTLING);
            let mut hits: Option<Vec<u64>> = None;
            for &threads in &self.plan.threads {
                let measured = self.measure(&corpus, size, threads)?;
                let now: Vec<u64> = measured.queries.iter().map(|query| query.hits).collect();
                self.same(hits.get_or_insert_with(|| now.clone()), &now)?;
                all.push(measured);
            }
            if !self.plan.keep {
                remove(&corpus.folder)?;
            }
        }
        Ok(all)
    }

    fn measure(&self, corpus: &Prepared, size: u64, threads: usize) -> Result<Measured, Failure> {
        let stage = |what: &str| (self.tell)(&format!("{size} reports, {threads} threads: {what}"));
        let index = self.folder.join(format!("index-{size}-{threads}"));

        stage("bare segmentation");
        let bare = bare::measure(&corpus.sample, threads, self.plan.runs)?;
        stage("indexing");
        let cost = self.index(corpus, &index, threads)?;

        let (mut latency, mut queries) = (Vec::new(), Vec::new());
        if self.plan.repetitions > 0 {
            stage("queries");
            let times = (self.plan.repetitions, self.plan.cold_runs);
            (latency, queries) = latency::measure(&self.queries, &index, &self.runner, times)?;
        }
        let (mut updates, mut find_seconds) = (Vec::new(), None);
        if self.plan.updates {
            stage("incremental runs");
            updates = self.updates(corpus, &index, threads)?;
            find_seconds = self.find(corpus);
            if find_seconds.is_none() {
                stage(
                    "no `find` with -printf here, so nothing to compare a run without changes with",
                );
            }
            if !queries.is_empty() {
                let before: Vec<u64> = queries.iter().map(|query| query.hits).collect();
                self.same(&before, &latency::hits(&self.queries, &index)?)?;
            }
        }
        if !self.plan.keep {
            remove(&index)?;
        }
        let Prepared { reports, files, text_bytes, .. } = *corpus;
        let to_bare = cost.mb_per_second / bare.mb_per_second;
        Ok(Measured {
            size,
            threads,
            reports,
            files,
            text_bytes,
            index: cost,
            bare: Bare { ..bare },
            to_bare,
            updates,
            find_seconds,
            latency,
            queries,
        })
    }

    /// Indexes from nothing, and leaves the index of the last run.
    fn index(&self, corpus: &Prepared, index: &Path, threads: usize) -> Result<IndexCost, Failure> {
        let indexed = fastest(self.plan.runs, cost, |_| {
            remove(index)?;
            let indexed = self.runner.index(&corpus.folder, index, threads)?;
            match indexed.account.reports.total {
                Some(total) if total == corpus.reports => Ok(indexed),
                total => Err(Failure::new(format!(
                    "the index holds {} reports of {}",
                    total.unwrap_or(0),
                    corpus.reports
                ))),
            }
        })?;
        let index_bytes = size_on_disk(index)?;
        let text_bytes = corpus.text_bytes as f64;
        Ok(IndexCost {
            seconds: indexed.cost.seconds,
            cpu_seconds: indexed.cost.cpu_seconds,
            mb_per_second: text_bytes / 1e6 / indexed.cost.seconds,
            peak_memory: indexed.account.peak_memory,
            index_bytes,
            index_to_text: index_bytes as f64 / text_bytes,
            segments: latency::segments(index)?,
            stages: indexed.account.stages,
        })
    }

    /// Runs after changes of each extent; corpus and index hold the same as before when it is done.
    fn updates(
        &self,
        corpus: &Prepared,
        index: &Path,
        threads: usize,
    ) -> Result<Vec<Update>, Failure> {
        let extents =
            [(Share::Nothing, 0), (Share::OneFile, 1), (Share::OnePercent, corpus.one_percent())];
        let mut updates = Vec::new();
        for (share, count) in extents {
            let changes = corpus.choose(count)?;
            if changes.len() < count {
                (self.tell)(&format!(
                    "{}: only {} files can be changed",
                    share.name(),
                    changes.len()
                ));
            }
            let files = changes.len();
            let indexed = self.update(corpus, index, threads, &changes);
            changes.restore()?;
            let indexed = indexed?;
            if files > 0 {
                self.runner.index(&corpus.folder, index, threads)?;
            }
            updates.push(Update {
                share,
                files,
                seconds: indexed.cost.seconds,
                cpu_seconds: indexed.cost.cpu_seconds,
                peak_memory: indexed.account.peak_memory,
            });
        }
        Ok(updates)
    }

    fn update(
        &self,
        corpus: &Prepared,
        index: &Path,
        threads: usize,
        changes: &Changes<'_>,
    ) -> Result<Indexed, Failure> {
        fastest(self.plan.runs, cost, |number| {
            changes.append(number)?;
            let indexed = self.runner.index(&corpus.folder, index, threads)?;
            let changed = indexed.account.files.get("changed").copied().unwrap_or(0);
            if changed != changes.len() as u64 {
                let appended = changes.len();
                return Err(Failure::new(format!(
                    "{appended} files were changed, and the run found {changed}"
                )));
            }
            Ok(indexed)
        })
    }

    fn find(&self, corpus: &Prepared) -> Option<f64> {
        let runs = (0..self.plan.runs.max(2)).map(|_| self.runner.find(&corpus.folder));
        let costs: Option<Vec<f64>> = runs.map(|cost| cost.map(|cost| cost.seconds)).collect();
        costs?.into_iter().reduce(f64::min)
    }

    /// Refuses answers that depend on threads or on how an index came to be.
    fn same(&self, before: &[u64], now: &[u64]) -> Result<(), Failure> {
        for ((asked, before), now) in self.queries.iter().zip(before).zip(now) {
            latency::same(asked, *before, *now)?;
        }
        Ok(())
    }
}

impl Plan {
    fn setting(&self) -> Setting {
        let (corpus, seed) = match &self.origin {
            Origin::Synthetic { seed } => ("synthetic".to_owned(), Some(*seed)),
            // Where it lies is nobody else's business.
            Origin::Own(path) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                (name.unwrap_or_else(|| "own".to_owned()), None)
            }
        };
        let Self { per_file, runs, repetitions, cold_runs, .. } = *self;
        Setting { corpus, seed, per_file, runs, repetitions, cold_runs }
    }
}

fn cost(indexed: &Indexed) -> super::process::Cost {
    indexed.cost
}

/// Bytes of all files below a folder.
fn size_on_disk(folder: &Path) -> Result<u64, Failure> {
    let mut bytes = 0;
    for entry in walkdir::WalkDir::new(folder) {
        let metadata = entry.and_then(|entry| entry.metadata());
        let metadata = metadata.map_err(|error| Failure::new(error.to_string()))?;
        bytes += if metadata.is_file() { metadata.len() } else { 0 };
    }
    Ok(bytes)
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::at(folder)(error)),
        _ => Ok(()),
    }
}
