//! What is said on stderr beside the results: at which level, as text for people or as one JSON
//! object a line for machines.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::error::Failure;
use super::text::{ADVICE, ALARM, FAINT, Text, sanitised};
use crate::corpus::SetAside;

/// How much a message matters; a log shows its level and those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// Why a command failed
    Error,
    /// What was left out
    Warning,
    /// What was done
    #[default]
    Info,
    /// Every file that was taken in or dropped, and what took how long
    Debug,
    /// Every file that was looked at
    Trace,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Where messages go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Log {
    /// The last level that is shown.
    pub(super) level: Level,
    pub(super) format: LogFormat,
    /// Whether the words that announce a level are coloured.
    pub(super) colour: bool,
}

/// A message as a machine reads it.
#[derive(Debug, Default, Serialize)]
struct Line<'m> {
    time: String,
    level: Level,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    causes: &'m [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// A log as machines read it, for what goes wrong before the options are known.
pub(super) const JSON: Log = Log { level: Level::Info, format: LogFormat::Json, colour: false };

/// Whether JSON was asked for, as far as a command line tells that cannot be read.
pub(super) fn wants_json(args: &[OsString]) -> bool {
    let asked = args
        .windows(2)
        .any(|pair| matches!(pair, [name, value] if name == "--log-format" && value == "json"));
    asked
        || args.iter().any(|arg| arg == "--log-format=json")
        || std::env::var_os("JIKEN_LOG_FORMAT").is_some_and(|format| format == "json")
}

impl Log {
    /// Whether messages of this level are shown.
    pub(super) fn shows(&self, level: Level) -> bool {
        level <= self.level
    }

    /// Says something of no file in particular.
    pub(super) fn say(&self, level: Level, message: &str) {
        self.put(level, message, Line::default());
    }

    /// Says something of a file.
    pub(super) fn say_of(&self, level: Level, message: &str, path: &str) {
        if self.shows(level) {
            match self.format {
                LogFormat::Text => self.say(level, &format!("{message} {path}")),
                LogFormat::Json => {
                    self.put(level, message, Line { path: Some(path), ..Line::default() });
                }
            }
        }
    }

    /// Says that a file, or a line of one, was left out.
    pub(super) fn set_aside(&self, set_aside: &SetAside) {
        match self.format {
            LogFormat::Text => self.say(Level::Warning, &format!("set aside {set_aside}")),
            LogFormat::Json => {
                let line = Line {
                    path: Some(&set_aside.path),
                    line: set_aside.line,
                    reason: Some(flat(&set_aside.reason)),
                    ..Line::default()
                };
                self.put(Level::Warning, "set aside", line);
            }
        }
    }

    /// Says why the command failed.
    pub(super) fn fail(&self, failure: &Failure) {
        let Failure { message, causes, hint, .. } = failure;
        match self.format {
            LogFormat::Text => {
                let mut text = message.clone();
                for cause in causes {
                    text.push_str(&format!("\n  caused by: {cause}"));
                }
                self.say(Level::Error, &text);
                if let Some(hint) = hint {
                    to_stderr(&format!("{} {}", self.announced(ADVICE, "hint:"), sanitised(hint)));
                }
            }
            LogFormat::Json => {
                let hint = hint.as_deref().map(flat);
                self.put(Level::Error, message, Line { causes, hint, ..Line::default() });
            }
        }
    }

    fn put(&self, level: Level, message: &str, line: Line<'_>) {
        if !self.shows(level) {
            return;
        }
        if self.format == LogFormat::Json {
            let time = super::clock::now();
            let line = Line { time, level, message: flat(message), ..line };
            // Strings and numbers always serialise.
            return to_stderr(&serde_json::to_string(&line).unwrap_or_default());
        }
        let message = sanitised(message);
        to_stderr(&match level {
            Level::Error => format!("{} {message}", self.announced(ALARM, "error:")),
            Level::Warning => format!("{} {message}", self.announced(ADVICE, "warning:")),
            Level::Info => message,
            Level::Debug | Level::Trace => self.announced(FAINT, &message),
        });
    }

    fn announced(&self, style: anstyle::Style, word: &str) -> String {
        Text::new(style, word).render(self.colour)
    }
}

/// Text in one line, harmless to a terminal.
fn flat(text: &str) -> String {
    sanitised(text).replace('\n', "; ")
}

/// A message that cannot be delivered has nobody to be reported to.
fn to_stderr(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
