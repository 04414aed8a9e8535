//! The `jiken` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    jiken::cli::run(std::env::args_os())
}
