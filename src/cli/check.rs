//! `jiken check`: whether the index is whole.

use clap::{Args, ValueEnum};

use crate::index;
use crate::wire;

use super::count::Count;
use super::error::{Exit, Failure};
use super::global::Global;
use super::number::grouped;
use super::terminal::Output;
use super::text::{ALARM, PLAIN, Text};

/// Check that the index is whole
///
/// Compares the checksums of all its files and its counts, and reads every report. Damage is told with what
/// to do about it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken check
  jiken check --index idx --format json | jq .damage

Exit codes: 0 whole, 1 damaged, 2 could not be checked.")]
pub(super) struct CheckArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
}

/// Runs the command.
pub(super) fn run(args: &CheckArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let count = Count::new(output, "reports read");
    let check = index::check(&global.index, global.generation, &|reports| count.reached(reports))?;
    count.finish();
    match args.format {
        CheckFormat::Json => output.json(&wire::CheckAccount::new(&global.index, &check))?,
        CheckFormat::Text => write(&check, output)?,
    }
    Ok(if check.damage.is_empty() { Exit::Done } else { Exit::Damaged })
}

fn write(check: &index::Check, output: &mut Output) -> Result<(), Failure> {
    for damage in &check.damage {
        let mut line = Text::new(ALARM, "damaged: ");
        line.push(PLAIN, damage);
        output.line(&line)?;
    }
    let verdict = match check.damage.is_empty() {
        true => "whole",
        false => {
            "damaged; `jiken index --full` builds the index anew, `jiken generations` lists older \
             states that `jiken rollback` brings back"
        }
    };
    let sum = format!(
        "generation {}: {} reports in {} segments, {} files compared: {verdict}",
        check.generation,
        grouped(check.reports),
        check.segments,
        check.files,
    );
    Ok(output.line(&Text::new(PLAIN, &sum))?)
}
