//! Processes of the program that is measured, and what they cost.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::Deserialize;
use wait4::Wait4;

use super::failure::Failure;

/// The binary that was built with this benchmark.
const JIKEN: &str = env!("CARGO_BIN_EXE_jiken");

/// What has run this long is not run again.
const LONG: f64 = 10.0;

/// What a process cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// From start to end.
    pub(crate) seconds: f64,
    /// User and system time of all threads.
    pub(crate) cpu_seconds: f64,
}

/// A process that ended.
#[derive(Debug)]
struct Ended {
    cost: Cost,
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs the program, and keeps what it prints in files meanwhile.
#[derive(Debug)]
pub(crate) struct Runner {
    folder: PathBuf,
}

/// A run of `jiken index`.
#[derive(Debug)]
pub(crate) struct Indexed {
    /// What it cost.
    pub(crate) cost: Cost,
    /// What it says of itself.
    pub(crate) account: Account,
}

/// The part of the account of a run that is looked at.
#[derive(Debug, Deserialize)]
pub(crate) struct Account {
    /// Most bytes held at once, where the system tells. Taken from here and not from the parent's accounting of its
    /// child: that begins, on Linux, with what the parent held when it forked.
    pub(crate) peak_memory: Option<u64>,
    /// Files by what was done with them.
    pub(crate) files: BTreeMap<String, u64>,
    /// Seconds of all threads in each stage.
    pub(crate) stages: BTreeMap<String, f64>,
    /// Reports taken in and in all.
    pub(crate) reports: Reports,
}

/// Reports of a run.
#[derive(Debug, Deserialize)]
pub(crate) struct Reports {
    /// In the index after the run.
    pub(crate) total: Option<u64>,
}

/// The part of an answer that is looked at.
#[derive(Debug, Deserialize)]
struct Answer {
    total: u64,
}

impl Runner {
    /// A runner that keeps its files in this folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Makes a corpus.
    pub(crate) fn synth(
        &self,
        reports: u64,
        seed: u64,
        per_file: u64,
        folder: &Path,
    ) -> Result<(), Failure> {
        let mut command = jiken();
        command.arg("synth").arg("--reports").arg(reports.to_string());
        command.arg("--seed").arg(seed.to_string()).arg("--out").arg(folder);
        if per_file > 1 {
            command.arg("--per-file").arg(per_file.to_string());
        }
        self.run(&mut command, &[0])?;
        Ok(())
    }

    /// Brings an index up to date with a corpus.
    pub(crate) fn index(
        &self,
        corpus: &Path,
        index: &Path,
        threads: usize,
    ) -> Result<Indexed, Failure> {
        let account = self.folder.join("account.json");
        let mut command = jiken();
        command.arg("index").arg(corpus).arg("--index").arg(index).arg("--quiet");
        command.arg("--threads").arg(threads.to_string()).arg("--report").arg(&account);
        // 1 stands for files that were set aside: in a corpus of one's own there may be some.
        let ended = self.run(&mut command, &[0, 1])?;
        let text = fs::read_to_string(&account).map_err(Failure::at(&account))?;
        let account = serde_json::from_str(&text)
            .map_err(|error| Failure::new(format!("the account of `jiken index`: {error}")))?;
        Ok(Indexed { cost: ended.cost, account })
    }

    /// Asks one query of a new process: its cost and the number of hits.
    pub(crate) fn search(&self, index: &Path, query: &str) -> Result<(Cost, u64), Failure> {
        let mut command = jiken();
        command.arg("search").arg("--index").arg(index).arg("--format").arg("json");
        command.arg("--").arg(query);
        // 1 stands for nothing found.
        let ended = self.run(&mut command, &[0, 1])?;
        let answer: Answer = serde_json::from_str(&ended.stdout)
            .map_err(|error| Failure::new(format!("the answer to “{query}”: {error}")))?;
        Ok((ended.cost, answer.total))
    }

    /// Lists size and time of every file below a folder with `find`; `None` where there is none that can.
    pub(crate) fn find(&self, folder: &Path) -> Option<Cost> {
        let mut command = Command::new("find");
        command.arg(folder).arg("-printf").arg("%s %T@ %p\n");
        self.run(&mut command, &[0]).ok().map(|ended| ended.cost)
    }

    fn run(&self, command: &mut Command, good: &[i32]) -> Result<Ended, Failure> {
        let name = command.get_program().to_string_lossy().into_owned();
        let [stdout, stderr] = ["stdout", "stderr"].map(|name| self.folder.join(name));
        let create = |path: &Path| File::create(path).map_err(Failure::at(path));
        command.stdin(Stdio::null()).stdout(create(&stdout)?).stderr(create(&stderr)?);
        let failed = |error: std::io::Error| Failure::new(format!("cannot run {name}: {error}"));
        let began = Instant::now();
        let child = command.spawn().map_err(failed)?;
        let used = child.wait4().map_err(failed)?;
        let seconds = began.elapsed().as_secs_f64();
        let cpu_seconds = (used.rusage.utime + used.rusage.stime).as_secs_f64();
        let read = |path: &Path| fs::read(path).map_err(Failure::at(path));
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let ended = Ended {
            cost: Cost { seconds, cpu_seconds },
            code: used.status.code(),
            stdout: text(read(&stdout)?),
            stderr: text(read(&stderr)?),
        };
        if ended.code.is_some_and(|code| good.contains(&code)) {
            return Ok(ended);
        }
        let arguments: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy()).collect();
        Err(Failure::new(format!(
            "`{name} {}` ended with {}:\n{}",
            arguments.join(" "),
            used.status,
            ended.stderr.trim_end()
        )))
    }
}

/// The program, whatever the environment says of it.
fn jiken() -> Command {
    let mut command = Command::new(JIKEN);
    for variable in ["JIKEN_INDEX", "JIKEN_LOG", "JIKEN_LOG_FORMAT"] {
        command.env_remove(variable);
    }
    command
}

/// The fastest of several runs: what disturbs a run only makes it slower. What takes long is run once.
pub(crate) fn fastest<T>(
    runs: usize,
    cost: impl Fn(&T) -> Cost,
    mut run: impl FnMut(usize) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut best = run(0)?;
    for number in 1..runs {
        if cost(&best).seconds >= LONG {
            break;
        }
        let next = run(number)?;
        if cost(&next).seconds < cost(&best).seconds {
            best = next;
        }
    }
    Ok(best)
}
