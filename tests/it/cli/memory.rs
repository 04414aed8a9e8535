//! How much memory a run takes, under a hard limit: of some reports with every test run, of two gigabytes when
//! asked.
//!
//! ```sh
//! JIKEN_MEMORY_TEST=2000MB cargo test --release --test it memory -- --nocapture
//! ```

mod corpus;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{BARE, Place};

/// What `--memory` is given, in MB.
const MEMORY: u64 = 256;
/// Threads that read and analyse.
const THREADS: u64 = 2;
/// What a run takes beyond `--memory`, as docs/unattended.md tells it, in MB: by itself, and for
/// each thread.
const ITSELF: u64 = 200;
const EACH_THREAD: u64 = 600;

/// The most that a process held while it was watched, in MB.
#[derive(Debug, Default, Clone, Copy)]
struct Held {
    /// Private memory in use (`RssAnon`).
    used: u64,
    /// Private memory asked for (`VmData`), which the limit is on.
    asked: u64,
}

#[test]
fn reports_are_indexed_within_the_stated_memory() {
    let place = Place::new();
    let size = std::env::var("JIKEN_MEMORY_TEST")
        .map_or(8, |size| size.trim_end_matches("MB").parse().expect("a size such as 200MB"));
    let reports = corpus::write(&place.path("corpus"), size * 1_000_000);
    let limit = MEMORY + ITSELF + THREADS * EACH_THREAD;
    let began = Instant::now();
    let mut child = limited(&place, limit);
    let stdout = child.stdout.take().expect("a pipe");
    let stderr = child.stderr.take().expect("a pipe");
    let told =
        thread::spawn(move || BufReader::new(stderr).lines().map_while(Result::ok).collect());
    let account = thread::spawn(move || std::io::read_to_string(stdout).expect("UTF-8"));
    let held = watch(&mut child);
    let status = child.wait().expect("the program ends");
    let told: Vec<String> = told.join().expect("lines");
    println!(
        "{size} MB, {reports} reports: {held:?} MB of {limit}, {:.0} s\n{}",
        began.elapsed().as_secs_f64(),
        told.join("\n")
    );
    assert!(status.success(), "{status}");
    let account: Value = serde_json::from_str(&account.join().expect("an account")).expect("JSON");
    assert_eq!(account["reports"]["indexed"], reports, "{account:#}");
    assert!(held.used > MEMORY / 4 && held.used < limit, "{held:?}");
}

/// The program, unable to hold more than `limit` MB of private memory; what is mapped from files,
/// such as the index, does not count.
fn limited(place: &Place, limit: u64) -> Child {
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"ulimit -d "$1" && shift && exec "$@""#, "sh", &(limit * 1000).to_string()])
        .arg(assert_cmd::cargo::cargo_bin("jiken"))
        .args(["index", "--format", "json", "--memory", &format!("{MEMORY}MB")])
        .args(["--threads", &THREADS.to_string()])
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in BARE {
        command.env_remove(name);
    }
    command.spawn().expect("sh runs")
}

/// Looks at a process until it ends.
fn watch(child: &mut Child) -> Held {
    let status = format!("/proc/{}/status", child.id());
    let mut held = Held::default();
    while child.try_wait().expect("a child").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let megabytes = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            let digits = line.trim_matches(|c: char| !c.is_ascii_digit());
            digits.parse::<u64>().unwrap_or_default() / 1000
        };
        held.used = held.used.max(megabytes("RssAnon:"));
        held.asked = held.asked.max(megabytes("VmData:"));
        thread::sleep(Duration::from_millis(50));
    }
    held
}
