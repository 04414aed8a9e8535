//! `jiken index --dry-run`: what a run would do.

use crate::ingest::{Comparison, Difference};
use crate::wire;

use super::error::{Exit, Failure};
use super::number::grouped;
use super::terminal::Output;
use super::text::{PLAIN, Text};

/// Prints what a run would do: a line a file, or one JSON object.
pub(super) fn tell(
    comparison: &Comparison,
    as_json: bool,
    output: &mut Output,
) -> Result<Exit, Failure> {
    for set_aside in &comparison.set_aside {
        output.warn(&format!("set aside {set_aside}"));
    }
    if as_json {
        output.json(&wire::ComparisonAccount::new(comparison))?;
    } else {
        for change in &comparison.changes {
            output.line(&Text::new(PLAIN, &line(change)))?;
        }
    }
    let count = |is: fn(&Difference) -> bool| {
        grouped(comparison.changes.iter().filter(|change| is(change)).count() as u64)
    };
    output.note(&format!(
        "files: {} to add, {} changed, {} renamed, {} to remove, {} unchanged; nothing was done",
        count(|change| matches!(change, Difference::Added { .. })),
        count(|change| matches!(change, Difference::Changed { .. })),
        count(|change| matches!(change, Difference::Renamed { .. })),
        count(|change| matches!(change, Difference::Removed { .. })),
        grouped(comparison.unchanged),
    ));
    Ok(if comparison.set_aside.is_empty() { Exit::Done } else { Exit::SetAside })
}

fn line(change: &Difference) -> String {
    match change {
        Difference::Added { path } => format!("+ {path}"),
        Difference::Changed { path } => format!("~ {path}"),
        Difference::Removed { path } => format!("- {path}"),
        Difference::Renamed { from, path } => format!("> {from} -> {path}"),
    }
}
