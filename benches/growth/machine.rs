//! What the benchmark runs on and was built from. Nothing here names the machine or its user.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::results::Machine;

const LOCK: &str = include_str!("../../Cargo.lock");

/// Crates whose versions decide figures.
const CRATES: [&str; 4] = ["jiken", "lindera", "lindera-tantivy", "tantivy"];

/// The machine, as far as the system tells.
pub(crate) fn machine() -> Machine {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let processor = line("/proc/cpuinfo", "model name", ':');
    let memory = line("/proc/meminfo", "MemTotal", ':');
    let kibibytes =
        memory.as_deref().and_then(|memory| memory.trim_end_matches(" kB").parse().ok());
    let name = line("/etc/os-release", "PRETTY_NAME", '=');
    let name = name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.replace('"', ""));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").ok();
    let kernel = kernel.map_or_else(String::new, |kernel| format!(", Linux {}", kernel.trim()));
    Machine {
        cores,
        processor,
        memory: kibibytes.map(|kibibytes: u64| kibibytes * 1024),
        system: format!("{name}{kernel}, {}", std::env::consts::ARCH),
    }
}

/// What stands behind a key in a file of keys and values.
fn line(file: &str, key: &str, sign: char) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let found = text.lines().find_map(|line| {
        let (name, value) = line.split_once(sign)?;
        (name.trim() == key).then(|| value.trim().to_owned())
    });
    found.filter(|value| !value.is_empty())
}

/// Versions of the compiler and of the crates that decide figures.
pub(crate) fn versions() -> BTreeMap<String, String> {
    let mut versions = locked(LOCK);
    if let Some(rustc) = output("rustc", &["--version"]) {
        versions.insert("rustc".to_owned(), rustc.trim_start_matches("rustc ").to_owned());
    }
    versions
}

/// Versions in a lock file.
fn locked(lock: &str) -> BTreeMap<String, String> {
    let lock: toml::Table = lock.parse().unwrap_or_default();
    let packages = lock.get("package").and_then(|packages| packages.as_array());
    let field = |package: &toml::Value, key| {
        package.get(key).and_then(|value| value.as_str()).map(str::to_owned)
    };
    let known = packages.into_iter().flatten().filter_map(|package| {
        let name = field(package, "name").filter(|name| CRATES.contains(&name.as_str()))?;
        Some((name, field(package, "version")?))
    });
    known.collect()
}

/// The commit of the checkout, and whether files differ from it.
pub(crate) fn commit() -> (Option<String>, bool) {
    let commit = output("git", &["rev-parse", "HEAD"]);
    let changes = output("git", &["status", "--porcelain", "--untracked-files=no"]);
    (commit, changes.is_some_and(|changes| !changes.is_empty()))
}

/// What a program prints when it is there and succeeds.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(program).args(arguments).current_dir(root).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
