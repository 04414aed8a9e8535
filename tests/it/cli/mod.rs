//! The binary from end to end: a small corpus made in a temporary folder, a clean environment, the
//! exit code and both streams of every run.

mod batch;
mod copies;
mod crashes;
mod errors;
mod generations;
mod evaluating;
mod formats;
mod incidents;
mod indexing;
mod judgements;
mod lexicon;
mod memory;
mod reading;
mod searching;
mod similar;
mod synth;
mod unattended;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder in which the program runs; gone when dropped.
pub(crate) struct Place {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What the program reads of its environment.
pub(crate) const BARE: [&str; 7] = [
    "JIKEN_INDEX",
    "JIKEN_LOG",
    "JIKEN_LOG_FORMAT",
    "NO_COLOR",
    "TERM",
    "COLUMNS",
    "CLICOLOR_FORCE",
];

/// Title, then a text that names cause, data and a count.
const TAMPERING: &str = "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ\n\
2022年10月25日\n株式会社青空商店\n\
弊社が運営する「青空オンライン」におきまして、第三者による不正アクセスを受け、お客様のクレジットカード情報1,244件が漏えいした可能性があることが判明いたしました。\n\
原因\n第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。\n";
const RANSOMWARE: &str = "ランサムウェア感染に関するお知らせ\n\
2023年5月8日\n株式会社緑川製作所\n\
弊社のサーバーがランサムウェアに感染し、取引先の氏名およびメールアドレスが漏洩したおそれがあります。\n";

impl Place {
    /// A place with a corpus of two reports and no index.
    pub(crate) fn new() -> Self {
        let place = Self { folder: TempDir::new().expect("a temporary folder") };
        place.write("corpus/aozora.txt", TAMPERING);
        place.write("corpus/midorikawa.txt", RANSOMWARE);
        place
    }

    /// A place with an index, too.
    pub(crate) fn indexed() -> Self {
        let place = Self::new();
        place.ok(&["index", "--quiet"]);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The program with nothing of the caller's environment that it reads.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("jiken").expect("the program is built");
        command.current_dir(self.folder.path());
        for name in BARE {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command().args(args).output().expect("the program runs"))
    }

    /// Runs what must end with 0, and returns what it printed.
    #[track_caller]
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.code, Some(0), "{args:?}: {}", run.stderr);
        run.stdout
    }

    /// Runs what must end with 0, and reads what it printed as JSON.
    #[track_caller]
    pub(crate) fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(args)).expect("JSON")
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}
