//! Accounts of what was done and what there is.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use crate::corpus::SetAside;
use crate::index::{CopyCount, Coverage, Opening};
use crate::ingest::{Stage, Stages, Summary};
use crate::report::FacetField;
use crate::search::{Facet, FacetCount};

/// How a run ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is under way, or was killed.
    Running,
    /// A new generation answers searches.
    Published,
    /// The index was up to date.
    Unchanged,
    /// It would have lost more than allowed.
    Refused,
    /// A signal ended it.
    Stopped,
    /// An error ended it.
    Failed,
}

/// What is known of a run beside what it did.
#[derive(Debug, Clone)]
pub struct Circumstances<'r> {
    /// Folder of the index.
    pub index: &'r Path,
    /// Folder or file of the corpus.
    pub corpus: &'r Path,
    /// How it ended.
    pub outcome: Outcome,
    /// Exit code of the command, once it is known.
    pub exit_code: Option<u8>,
    /// What went wrong.
    pub error: Option<String>,
    /// When it began, ISO 8601 in UTC.
    pub started: &'r str,
    /// When it ended, ISO 8601 in UTC.
    pub finished: Option<String>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Generation that answers searches now.
    pub generation: Option<u64>,
    /// Reports in the index now.
    pub total: Option<u64>,
    /// Reports in the index now that are copies of others, where that was counted.
    pub copies: Option<CopyCount>,
    /// Hash of everything that decides what a text's terms and facts are.
    pub fingerprint: Option<&'r str>,
    /// Threads that read and analysed.
    pub threads: usize,
    /// Most memory the process held at once, in bytes.
    pub peak_memory: Option<u64>,
}

/// `index --format json` and `index --report`.
#[derive(Debug, Serialize)]
pub struct IndexAccount<'r> {
    jiken: &'static str,
    outcome: Outcome,
    exit_code: Option<u8>,
    error: Option<String>,
    started: &'r str,
    finished: Option<String>,
    seconds: f64,
    index: String,
    corpus: String,
    opening: Option<&'static str>,
    published: bool,
    generation: Option<u64>,
    /// Before the run.
    generation_before: Option<u64>,
    fingerprint: Option<&'r str>,
    files: Files,
    reports: Reports,
    duplicates: Option<Duplicates>,
    bytes: u64,
    threads: usize,
    /// Seconds of all threads together.
    stages: SecondsByStage,
    peak_memory: Option<u64>,
    set_aside: Vec<SetAsideLine<'r>>,
    /// Lines left out beyond the first hundred of a file.
    set_aside_unnamed: u64,
}

#[derive(Debug, Serialize)]
struct SecondsByStage {
    walk: f64,
    read: f64,
    extract: f64,
    analyse: f64,
    write: f64,
    publish: f64,
}

#[derive(Debug, Default, Serialize)]
struct Files {
    /// Of known formats.
    seen: u64,
    added: u64,
    changed: u64,
    removed: u64,
    renamed: u64,
    unchanged: u64,
    /// Left out as a whole.
    set_aside: u64,
    /// Of no known format.
    skipped: u64,
}

#[derive(Debug, Serialize)]
struct Reports {
    /// In this run.
    indexed: u64,
    /// In the index now.
    total: Option<u64>,
}

/// Reports that are copies of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Duplicates {
    /// With the same text.
    pub exact: u64,
    /// With nearly the same text.
    pub near: u64,
}

/// A file, or a line of one, that was left out.
#[derive(Debug, Serialize)]
pub struct SetAsideLine<'r> {
    path: &'r str,
    line: Option<u64>,
    reason: &'r str,
}

/// What is known of an index as a whole.
#[derive(Debug, Clone)]
pub struct Stats {
    /// Where it is.
    pub index: String,
    /// Its generation.
    pub generation: u64,
    /// How many reports state which facts.
    pub coverage: Coverage,
    /// Reports that say what another one says.
    pub copies: u64,
    /// Files that its reports came from.
    pub files: usize,
    /// Its size on disk.
    pub bytes: u64,
}

/// `stats --format json`.
#[derive(Debug, Serialize)]
pub struct StatsAccount<'r> {
    index: &'r str,
    generation: u64,
    reports: u64,
    copies: u64,
    files: usize,
    bytes: u64,
    kinds: Vec<Share<'r>>,
    years: Vec<Share<'r>>,
    undated: u64,
    with: With,
}

#[derive(Debug, Serialize)]
struct Share<'r> {
    value: &'r str,
    label: &'r str,
    count: u64,
}

/// How many reports state each fact.
#[derive(Debug, Serialize)]
struct With {
    organisation: u64,
    cause: u64,
    vendor: u64,
    data: u64,
    affected: u64,
    published: u64,
}

/// What a run starts from, as programs read it.
pub(super) fn opening(opening: Opening) -> &'static str {
    match opening {
        Opening::Created => "created",
        Opening::Updated => "updated",
        Opening::Rebuilt => "rebuilt",
        Opening::Outdated => "outdated",
        Opening::Damaged => "damaged",
    }
}

impl<'r> IndexAccount<'r> {
    /// The account of a run; `summary` is what it did, as far as it came, or `None` when it did not begin.
    pub fn new(around: Circumstances<'r>, summary: Option<&'r Summary>) -> Self {
        let Circumstances { index, corpus, outcome, exit_code, error, .. } = around;
        let Circumstances { started, finished, seconds, fingerprint, .. } = around;
        Self {
            jiken: env!("CARGO_PKG_VERSION"),
            outcome,
            exit_code,
            error,
            started,
            finished,
            seconds: milliseconds(seconds),
            index: index.display().to_string(),
            corpus: corpus.display().to_string(),
            opening: summary.map(|summary| opening(summary.opening)),
            published: summary.is_some_and(|summary| summary.published),
            generation: around.generation,
            generation_before: summary.map(|summary| summary.previous),
            fingerprint,
            files: summary.map_or_else(Files::default, Files::from),
            reports: Reports {
                indexed: summary.map_or(0, |summary| summary.reports),
                total: around.total,
            },
            duplicates: around.copies.map(|CopyCount { exact, near }| Duplicates { exact, near }),
            bytes: summary.map_or(0, |summary| summary.bytes),
            threads: around.threads,
            stages: summary.map(|summary| summary.stages).unwrap_or_default().into(),
            peak_memory: around.peak_memory,
            set_aside: summary.map_or_else(Vec::new, |summary| {
                summary.set_aside.iter().map(SetAsideLine::from).collect()
            }),
            set_aside_unnamed: summary.map_or(0, |summary| summary.unnamed),
        }
    }
}

impl From<&Summary> for Files {
    fn from(summary: &Summary) -> Self {
        let whole = summary.set_aside.iter().filter(|set_aside| set_aside.line.is_none());
        let whole: BTreeSet<&str> = whole.map(|set_aside| set_aside.path.as_str()).collect();
        Self {
            seen: summary.seen,
            added: summary.added,
            changed: summary.changed,
            removed: summary.removed,
            renamed: summary.renamed,
            unchanged: summary.unchanged,
            set_aside: whole.len() as u64,
            skipped: summary.skipped,
        }
    }
}

impl From<Stages> for SecondsByStage {
    fn from(stages: Stages) -> Self {
        let seconds = |stage| milliseconds(stages.get(stage).as_secs_f64());
        Self {
            walk: seconds(Stage::Walk),
            read: seconds(Stage::Read),
            extract: seconds(Stage::Extract),
            analyse: seconds(Stage::Analyse),
            write: seconds(Stage::Write),
            publish: seconds(Stage::Publish),
        }
    }
}

/// Seconds, with no more digits than mean anything.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

impl<'r> StatsAccount<'r> {
    /// The account of an index, with its counts by kind and by year.
    pub fn new(stats: &'r Stats, facets: &'r [Facet]) -> Self {
        let Stats { index, generation, coverage, copies, files, bytes } = stats;
        let shares = |field: FacetField| {
            let facet = facets.iter().find(|facet| facet.field == field);
            facet.map_or_else(Vec::new, |facet| facet.values.iter().map(Share::from).collect())
        };
        Self {
            index,
            generation: *generation,
            reports: coverage.reports,
            copies: *copies,
            files: *files,
            bytes: *bytes,
            kinds: shares(FacetField::Kind),
            years: shares(FacetField::Year),
            undated: coverage.reports - coverage.published,
            with: With {
                organisation: coverage.organisation,
                cause: coverage.cause,
                vendor: coverage.vendor,
                data: coverage.data,
                affected: coverage.affected,
                published: coverage.published,
            },
        }
    }
}

impl<'r> From<&'r FacetCount> for Share<'r> {
    fn from(count: &'r FacetCount) -> Self {
        Self { value: &count.value, label: &count.label, count: count.count }
    }
}

impl<'r> From<&'r SetAside> for SetAsideLine<'r> {
    fn from(set_aside: &'r SetAside) -> Self {
        Self { path: &set_aside.path, line: set_aside.line, reason: &set_aside.reason }
    }
}
