//! The `jiken` command: arguments in, text or JSON out. The only code that prints, and that reads
//! environment and clock.

mod check;
mod completions;
mod eval;
mod extract;
mod facets;
mod generations;
mod index;
mod lexicon;
mod linked;
mod search;
mod show;
mod similar;
mod stats;
mod synth;

mod batch;
mod clock;
mod closest;
mod count;
mod dry_run;
mod error;
mod explained;
mod facts;
mod factsheet;
mod filters;
mod global;
mod hits;
mod interrupt;
mod job;
mod log;
mod minus;
mod number;
mod progress;
mod report;
mod spreadsheet;
mod tables;
mod terminal;
mod text;
mod widening;
mod trec;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::{Exit, Failure};
use global::Global;
use terminal::Output;

/// Search incident reports in Japanese: notices, Q&A, follow-ups and digests of data breaches
///
/// jiken indexes a folder of reports, understands who was hit, why, through whom and what leaked,
/// and finds the sentence that says so.
#[derive(Debug, Parser)]
#[command(
    name = "jiken",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  jiken search ペイメントアプリケーション 改ざん
  jiken search 漏えい --cause 不正アクセス --since 2022-10
  jiken show notices/hanamori-efo.html    one report and the proof of its facts
  jiken index reports --index idx         index another folder in another place

The first search builds ./index from ./corpus where there is no index yet.

Results go to stdout, everything else to stderr. `jiken help COMMAND` tells more."
)]
struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Search(Box<search::SearchArgs>),
    Facets(Box<facets::FacetsArgs>),
    Show(show::ShowArgs),
    Similar(similar::SimilarArgs),
    Index(index::IndexArgs),
    Extract(extract::ExtractArgs),
    Check(check::CheckArgs),
    Generations(generations::GenerationsArgs),
    Rollback(generations::RollbackArgs),
    Stats(stats::StatsArgs),
    Eval(eval::EvalArgs),
    Lexicon(lexicon::LexiconArgs),
    Synth(synth::SynthArgs),
    Completions(completions::CompletionsArgs),
}

/// Runs the command that `args`, the program's name first, ask for.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(minus::disguised(args.iter().cloned())) {
        Ok(cli) => cli,
        Err(usage) => {
            // Help is an answer, anything else a complaint; neither can be delivered to a closed pipe.
            if !usage.use_stderr() {
                let _ = usage.print();
                return Exit::Done.into();
            }
            if log::wants_json(&args) {
                log::JSON.fail(&Failure::usage(&usage.to_string()));
            } else {
                let _ = usage.print();
            }
            return Exit::Failed.into();
        }
    };
    let mut output = Output::new(cli.global.color, cli.global.level(), cli.global.log_format);
    let outcome = dispatch(&cli, &mut output);
    // What was found before a failure is still handed over.
    let flushed = output.flush().map_err(Failure::from);
    let exit = match outcome.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        Err(failure) if failure.is_broken_pipe => Exit::Done,
        Err(failure) => {
            output.fail(&failure);
            Exit::Failed
        }
    };
    exit.into()
}

fn dispatch(cli: &Cli, output: &mut Output) -> Result<Exit, Failure> {
    let Cli { global, command } = cli;
    match command {
        Command::Search(args) => search::run(args, global, output),
        Command::Facets(args) => facets::run(args, global, output),
        Command::Show(args) => show::run(args, global, output),
        Command::Similar(args) => similar::run(args, global, output),
        Command::Index(args) => index::run(args, global, output),
        Command::Extract(args) => extract::run(args, global, output),
        Command::Check(args) => check::run(args, global, output),
        Command::Generations(args) => generations::run(args, global, output),
        Command::Rollback(args) => generations::roll_back(args, global, output),
        Command::Stats(args) => stats::run(args, global, output),
        Command::Eval(args) => eval::run(args, global, output),
        Command::Lexicon(args) => lexicon::run(args, global, output),
        Command::Synth(args) => synth::run(args, output),
        Command::Completions(args) => completions::run(args, output),
    }
}

#[cfg(test)]
mod tests;
