//! `jiken completions`: completion scripts for shells.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::error::{Exit, Failure};
use super::terminal::Output;

/// Print a script that completes commands and options in a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken completions bash > ~/.local/share/bash-completion/completions/jiken
  jiken completions zsh > ~/.zfunc/_jiken
  jiken completions fish > ~/.config/fish/completions/jiken.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(args: &CompletionsArgs, output: &mut Output) -> Result<Exit, Failure> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "jiken", &mut script);
    output.results().write_all(&script)?;
    Ok(Exit::Done)
}
