//! Accounts of what was done and what there is.

use std::path::Path;

use serde::Serialize;

use crate::corpus::SetAside;
use crate::index::{Coverage, Opening};
use crate::ingest::Summary;
use crate::report::FacetField;
use crate::search::{Facet, FacetCount};

/// `index --format json`.
#[derive(Debug, Serialize)]
pub struct IndexAccount<'r> {
    index: String,
    corpus: String,
    opening: &'static str,
    published: bool,
    generation: u64,
    files: Files,
    reports: Reports,
    bytes: u64,
    seconds: f64,
    set_aside: Vec<SetAsideLine<'r>>,
}

#[derive(Debug, Serialize)]
struct Files {
    added: u64,
    changed: u64,
    removed: u64,
    unchanged: u64,
    /// Of no known format.
    skipped: u64,
}

#[derive(Debug, Serialize)]
struct Reports {
    /// In this run.
    indexed: u64,
    /// In the index now.
    total: u64,
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

impl<'r> IndexAccount<'r> {
    /// The account of a run over `corpus` that left `total` reports in `index`.
    pub fn new(
        index: &Path,
        corpus: &Path,
        summary: &'r Summary,
        total: u64,
        seconds: f64,
    ) -> Self {
        Self {
            index: index.display().to_string(),
            corpus: corpus.display().to_string(),
            opening: match summary.opening {
                Opening::Created => "created",
                Opening::Updated => "updated",
                Opening::Rebuilt => "rebuilt",
                Opening::Outdated => "outdated",
                Opening::Damaged => "damaged",
            },
            published: summary.published,
            generation: summary.generation,
            files: Files {
                added: summary.added,
                changed: summary.changed,
                removed: summary.removed,
                unchanged: summary.unchanged,
                skipped: summary.skipped,
            },
            reports: Reports { indexed: summary.reports, total },
            bytes: summary.bytes,
            seconds,
            set_aside: summary.set_aside.iter().map(SetAsideLine::from).collect(),
        }
    }
}

impl<'r> StatsAccount<'r> {
    /// The account of an index, with its counts by kind and by year.
    pub fn new(stats: &'r Stats, facets: &'r [Facet]) -> Self {
        let Stats { index, generation, coverage, files, bytes } = stats;
        let shares = |field: FacetField| {
            let facet = facets.iter().find(|facet| facet.field == field);
            facet.map_or_else(Vec::new, |facet| facet.values.iter().map(Share::from).collect())
        };
        Self {
            index,
            generation: *generation,
            reports: coverage.reports,
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
