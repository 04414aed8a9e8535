//! `jiken generations` and `jiken rollback`: older states of the index.

use clap::{Args, ValueEnum};

use crate::index::{self, Generation};
use crate::wire;

use super::error::{Exit, Failure};
use super::global::Global;
use super::number::grouped;
use super::terminal::Output;
use super::text::{FAINT, PLAIN, Text};

/// List the states of the index that are kept
///
/// Every run of `jiken index` that changes something publishes a generation; `--keep N` keeps older ones.
/// `--generation N` of other commands searches one of them, `jiken rollback` makes it the current one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken index --keep 7                 keep a week of nightly runs
  jiken generations
  jiken search 漏えい --generation 41   ask again what was asked then")]
pub(super) struct GenerationsArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: GenerationsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GenerationsFormat {
    Text,
    Json,
}

/// Make an older state of the index the current one
///
/// Searches answer from it at once. The newer states stay until the next run of `jiken index`, which starts
/// from the state that was brought back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken rollback          the state before the current one
  jiken rollback 41       a state that `jiken generations` lists")]
pub(super) struct RollbackArgs {
    /// Number of the generation [default: the one before the current]
    #[arg(value_name = "GENERATION")]
    number: Option<u64>,
}

/// Runs `generations`.
pub(super) fn run(
    args: &GenerationsArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let generations = index::generations(&global.index)?;
    match args.format {
        GenerationsFormat::Json => {
            output.json(&wire::GenerationsAccount::new(&global.index, &generations))?;
        }
        GenerationsFormat::Text => {
            for generation in &generations {
                output.line(&line(generation))?;
            }
        }
    }
    Ok(Exit::Done)
}

/// Runs `rollback`.
pub(super) fn roll_back(
    args: &RollbackArgs,
    global: &Global,
    output: &Output,
) -> Result<Exit, Failure> {
    let manifest = index::roll_back(&global.index, args.number)?;
    output.note(&format!(
        "generation {} of {} answers searches now ({} reports)",
        manifest.generation,
        started(manifest.started),
        grouped(manifest.totals.reports)
    ));
    Ok(Exit::Done)
}

fn line(generation: &Generation) -> Text {
    let Generation { manifest, current } = generation;
    let mut line = Text::new(PLAIN, if *current { "* " } else { "  " });
    line.push(PLAIN, &format!("{:>6}  ", manifest.generation));
    line.push(FAINT, &format!("{}  ", started(manifest.started)));
    line.push(PLAIN, &format!("{:>9} reports", grouped(manifest.totals.reports)));
    line
}

/// When a run began, to the second, in UTC.
fn started(nanoseconds: i64) -> String {
    let second = nanoseconds.div_euclid(1_000_000_000);
    jiff::Timestamp::from_second(second).map_or_else(|_| "?".to_owned(), |time| time.to_string())
}
