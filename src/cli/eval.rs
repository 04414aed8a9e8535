//! `jiken eval`: how right facts are, how good rankings, and what texts are like.

mod extraction;
mod ranking;
mod text;
mod why;

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};

use super::error::{Exit, Failure};
use super::global::Global;
use super::terminal::Output;

/// Measure extraction, a ranking, or what texts are like
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Extract(extraction::ExtractionArgs),
    Search(ranking::RankingArgs),
    Text(text::TextArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EvalFormat {
    Text,
    Json,
}

/// Runs the command.
pub(super) fn run(args: &EvalArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    match &args.what {
        What::Extract(args) => extraction::run(args, global, output),
        What::Search(args) => ranking::run(args, global, output),
        What::Text(args) => text::run(args, global, output),
    }
}

/// The text of a file that the command line names.
fn text_of(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))
}

/// A share with three decimals, or a dash where there is nothing to share.
fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}
