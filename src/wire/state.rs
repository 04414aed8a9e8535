//! States of an index: what is kept, what a check found, what a run would change.

use std::path::Path;

use serde::Serialize;

use super::account::SetAsideLine;
use crate::index::{Check, Generation};
use crate::ingest::{Comparison, Difference};

/// `generations --format json`.
#[derive(Debug, Serialize)]
pub struct GenerationsAccount<'r> {
    index: String,
    generations: Vec<GenerationLine<'r>>,
}

#[derive(Debug, Serialize)]
struct GenerationLine<'r> {
    generation: u64,
    current: bool,
    /// When the run began, in UTC.
    started: Option<String>,
    reports: u64,
    fingerprint: &'r str,
}

/// `check --format json`.
#[derive(Debug, Serialize)]
pub struct CheckAccount<'r> {
    index: String,
    whole: bool,
    generation: u64,
    segments: usize,
    files: usize,
    reports: u64,
    damage: &'r [String],
}

/// `index --dry-run --format json`.
#[derive(Debug, Serialize)]
pub struct ComparisonAccount<'r> {
    opening: &'static str,
    generation: u64,
    changes: Vec<ChangeLine<'r>>,
    unchanged: u64,
    /// Of no known format.
    skipped: u64,
    set_aside: Vec<SetAsideLine<'r>>,
}

#[derive(Debug, Serialize)]
struct ChangeLine<'r> {
    change: &'static str,
    path: &'r str,
    /// Where a renamed file stood.
    from: Option<&'r str>,
}

impl<'r> GenerationsAccount<'r> {
    /// The states that the index at `index` keeps, newest first.
    pub fn new(index: &Path, generations: &'r [Generation]) -> Self {
        let line = |generation: &'r Generation| {
            let manifest = &generation.manifest;
            let second = manifest.started.div_euclid(1_000_000_000);
            GenerationLine {
                generation: manifest.generation,
                current: generation.current,
                started: jiff::Timestamp::from_second(second).ok().map(|time| time.to_string()),
                reports: manifest.totals.reports,
                fingerprint: &manifest.fingerprint,
            }
        };
        let generations = generations.iter().map(line).collect();
        Self { index: index.display().to_string(), generations }
    }
}

impl<'r> CheckAccount<'r> {
    /// What a check of the index at `index` found.
    pub fn new(index: &Path, check: &'r Check) -> Self {
        Self {
            index: index.display().to_string(),
            whole: check.damage.is_empty(),
            generation: check.generation,
            segments: check.segments,
            files: check.files,
            reports: check.reports,
            damage: &check.damage,
        }
    }
}

impl<'r> ComparisonAccount<'r> {
    /// What a run would change.
    pub fn new(comparison: &'r Comparison) -> Self {
        let line = |change: &'r Difference| {
            let (change, path, from) = match change {
                Difference::Added { path } => ("added", path, None),
                Difference::Changed { path } => ("changed", path, None),
                Difference::Removed { path } => ("removed", path, None),
                Difference::Renamed { from, path } => ("renamed", path, Some(from.as_str())),
            };
            ChangeLine { change, path, from }
        };
        Self {
            opening: super::account::opening(comparison.opening),
            generation: comparison.generation,
            changes: comparison.changes.iter().map(line).collect(),
            unchanged: comparison.unchanged,
            skipped: comparison.skipped,
            set_aside: comparison.set_aside.iter().map(SetAsideLine::from).collect(),
        }
    }
}
