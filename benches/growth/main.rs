//! How cost grows with the number of reports: `cargo bench --bench growth -- --help`.
//!
//! Indexing, incremental runs and cold queries are processes of the real binary; warm queries run in this process
//! over an open index. Answers are asserted: a query finds as many reports every time, whatever the threads of
//! the run that indexed, and after files have changed and changed back. `docs/growth.md` tells how to read the
//! figures.

mod arguments;
mod bare;
mod command;
mod compare;
mod corpus;
mod failure;
mod figure;
mod latency;
mod machine;
mod plot;
mod process;
mod results;
mod run;
mod statistics;
mod table;
mod values;

use std::io::{self, Write};
use std::process::ExitCode;

/// Nothing could be measured or compared.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    // `cargo test --all-targets` runs it, too, and says nothing; `tests.rs` is what tests it.
    if !std::env::args_os().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let arguments = clap::Parser::parse();
    // On stderr, where nobody may be to read it.
    let tell = |message: &str| {
        let _ = writeln!(io::stderr(), "{message}");
    };
    match command::obey(&arguments, &mut io::stdout().lock(), &tell) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            tell(&format!("error: {failure}"));
            ExitCode::from(FAILED)
        }
    }
}
