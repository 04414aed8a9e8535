//! The two places output goes: results to stdout, everything else to stderr.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use clap::ValueEnum;

use super::error::Failure;
use super::log::{Level, Log, LogFormat};
use super::text::Text;

/// Columns of a page when nobody says how wide it is.
const DEFAULT_COLUMNS: usize = 100;
/// Lines longer than this are tiring to read, however wide the terminal.
const WIDEST: usize = 120;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

/// How text for people is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Whether escape codes are written.
    pub(super) colour: bool,
    /// Columns of a table.
    pub(super) columns: usize,
    /// Whether running text is wrapped at `columns`; in a pipe a line stays whole, for grep.
    pub(super) wraps: bool,
}

/// Where a command writes.
pub(super) struct Output {
    stdout: BufWriter<Stdout>,
    layout: Layout,
    stdout_is_terminal: bool,
    stderr_is_terminal: bool,
    log: Log,
}

impl Output {
    /// The process's own streams.
    pub(super) fn new(color: ColorWhen, level: Level, format: LogFormat) -> Self {
        let stdout_is_terminal = io::stdout().is_terminal();
        let stderr_is_terminal = io::stderr().is_terminal();
        let plain_wanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let colour = |is_terminal: bool| coloured(color, is_terminal, plain_wanted);
        let columns = terminal_size::terminal_size_of(io::stdout())
            .map_or(DEFAULT_COLUMNS, |(width, _)| usize::from(width.0));
        Self {
            stdout: BufWriter::new(io::stdout()),
            layout: Layout {
                colour: colour(stdout_is_terminal),
                columns: columns.clamp(20, WIDEST),
                wraps: stdout_is_terminal,
            },
            stdout_is_terminal,
            stderr_is_terminal,
            log: Log { level, format, colour: colour(stderr_is_terminal) },
        }
    }

    /// How text for people is laid out.
    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    /// Where results go.
    pub(super) fn results(&mut self) -> &mut dyn Write {
        &mut self.stdout
    }

    /// One line of text for people.
    pub(super) fn line(&mut self, text: &Text) -> io::Result<()> {
        writeln!(self.stdout, "{}", text.render(self.layout.colour))
    }

    /// One JSON value: spread over lines where a person looks on, else on one line.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        if self.stdout_is_terminal {
            serde_json::to_writer_pretty(&mut self.stdout, value)?;
        } else {
            serde_json::to_writer(&mut self.stdout, value)?;
        }
        Ok(writeln!(self.stdout)?)
    }

    /// One JSON value on one line.
    pub(super) fn json_line(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.stdout, value)?;
        Ok(writeln!(self.stdout)?)
    }

    /// Whether a progress bar would be seen and is wanted.
    pub(super) fn shows_progress(&self) -> bool {
        self.stderr_is_terminal
            && self.log.level == Level::Info
            && self.log.format == LogFormat::Text
    }

    /// Where messages go.
    pub(super) fn log(&self) -> Log {
        self.log
    }

    /// Says something that is good to know; silent under `--quiet`.
    pub(super) fn note(&self, message: &str) {
        self.log.say(Level::Info, message);
    }

    /// Says that something was left out.
    pub(super) fn warn(&self, message: &str) {
        self.log.say(Level::Warning, message);
    }

    /// Says why the command failed.
    pub(super) fn fail(&self, failure: &Failure) {
        self.log.fail(failure);
    }

    /// Hands over what is still buffered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

fn coloured(when: ColorWhen, is_terminal: bool, plain_wanted: bool) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => is_terminal && !plain_wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_needs_a_terminal_and_no_objection() {
        for (when, is_terminal, plain_wanted, expected) in [
            (ColorWhen::Auto, true, false, true),
            (ColorWhen::Auto, true, true, false),
            (ColorWhen::Auto, false, false, false),
            (ColorWhen::Always, false, true, true),
            (ColorWhen::Never, true, false, false),
        ] {
            assert_eq!(coloured(when, is_terminal, plain_wanted), expected, "{when:?}");
        }
    }
}
