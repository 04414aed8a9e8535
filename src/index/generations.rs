//! The published states of an index: which there are, which answers searches, which are swept.
//!
//! Each is a folder of its own. One that grows out of another shares its files by hard links, because the
//! engine never changes a file once it is written; so older states cost what has changed since.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{self, WriteLock};
use super::{IndexError, Manifest, Snapshot};

/// Names a published state's folder, with its number.
const PUBLISHED: &str = "generation-";
/// Names a folder that a run is writing.
const BUILDING: &str = "building-";
/// Names a folder that is being removed.
const SWEPT: &str = "swept-";
/// Names an engine folder of layouts before 5.
const ENGINE: &str = "engine-";

/// A published state that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Whether it answers searches.
    pub current: bool,
}

/// The published states on disk that this program reads, newest first.
///
/// # Errors
/// [`IndexError::Missing`] when there is no index.
pub fn generations(root: &Path) -> Result<Vec<Generation>, IndexError> {
    let current = folder::current(root)?;
    let current = current.ok_or_else(|| IndexError::Missing { path: root.to_owned() })?;
    let mut found = Vec::new();
    for (_, path) in published(root)?.into_iter().rev() {
        if let Ok(snapshot) = Snapshot::open_folder(root, &path) {
            let manifest = snapshot.manifest().clone();
            found.push(Generation { manifest, current: path == current });
        }
    }
    Ok(found)
}

/// Makes an older state answer searches: that of the number, or the one before the current.
///
/// # Errors
/// [`IndexError::NoGeneration`] when it is not kept, [`IndexError::Locked`] while a run writes.
pub fn roll_back(root: &Path, number: Option<u64>) -> Result<Manifest, IndexError> {
    let _lock = WriteLock::take(root)?;
    let current = folder::current(root)?;
    let current = current.ok_or_else(|| IndexError::Missing { path: root.to_owned() })?;
    let kept = published(root)?;
    let chosen = match number {
        Some(number) => kept.into_iter().find(|(kept, _)| *kept == number),
        None => kept.into_iter().rev().skip_while(|(_, path)| *path != current).nth(1),
    };
    let (_, path) = chosen.ok_or_else(|| IndexError::NoGeneration {
        path: root.to_owned(),
        what: number.map_or("older generation".to_owned(), |number| format!("generation {number}")),
    })?;
    let snapshot = Snapshot::open_folder(root, &path)?;
    folder::point_to(root, &path)?;
    Ok(snapshot.manifest().clone())
}

/// Whether a name that `CURRENT` holds is that of a published state.
pub(super) fn is_published(name: &str) -> bool {
    number(name, PUBLISHED).is_some() || is_of_older_layout(name)
}

/// Whether a name is that of a state which an older version of this program published.
pub(super) fn is_of_older_layout(name: &str) -> bool {
    number(name, ENGINE).is_some()
}

/// Folder of the published state with a number.
pub(super) fn path_of(root: &Path, generation: u64) -> PathBuf {
    root.join(format!("{PUBLISHED}{generation:06}"))
}

/// Number for the next state: above all that are, or were about to be.
pub(super) fn next_number(root: &Path) -> Result<u64, IndexError> {
    let mut highest = 0;
    for name in names(root)? {
        let found = [PUBLISHED, BUILDING, ENGINE].iter().find_map(|prefix| number(&name, prefix));
        highest = highest.max(found.unwrap_or(0));
    }
    Ok(highest + 1)
}

/// A new, empty folder for a state to be written.
pub(super) fn start(root: &Path, generation: u64) -> Result<PathBuf, IndexError> {
    let path = root.join(format!("{BUILDING}{generation:06}"));
    fs::create_dir(&path).map_err(IndexError::io(&path))?;
    Ok(path)
}

/// Gives `building` all files of the published state `base`: by links, or as copies where the file system
/// has none. Locks stay behind.
pub(super) fn share(base: &Path, building: &Path) -> Result<(), IndexError> {
    for entry in fs::read_dir(base).map_err(IndexError::io(base))? {
        let entry = entry.map_err(IndexError::io(base))?;
        let name = entry.file_name();
        if name.as_encoded_bytes().ends_with(b".lock") {
            continue;
        }
        let (from, to) = (entry.path(), building.join(&name));
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to).map_err(IndexError::io(&to))?;
            fs::File::open(&to).and_then(|file| file.sync_all()).map_err(IndexError::io(&to))?;
        }
    }
    Ok(())
}

/// Gives a folder that was written its published name, and returns it.
pub(super) fn seal(root: &Path, building: &Path, generation: u64) -> Result<PathBuf, IndexError> {
    let path = path_of(root, generation);
    folder::sync(building)?;
    fs::rename(building, &path).map_err(IndexError::io(&path))?;
    folder::sync(root)?;
    Ok(path)
}

/// Removes what no run and no search will ask for: unfinished folders, and published states but the
/// current and the `keep` newest others. A pointer that cannot be read keeps them all.
///
/// What cannot be removed now is left to the next run: the index is whole with it.
pub(super) fn sweep(root: &Path, keep: Option<usize>) {
    let Ok(current) = folder::current(root) else { return };
    let Ok(names) = names(root) else { return };
    let mut litter: Vec<PathBuf> = names
        .iter()
        .filter(|name| [BUILDING, SWEPT, ENGINE].iter().any(|prefix| name.starts_with(prefix)))
        .map(|name| root.join(name))
        .collect();
    if let Some(keep) = keep
        && let Ok(published) = published(root)
    {
        let others = published.into_iter().rev().map(|(_, path)| path);
        litter.extend(others.filter(|path| Some(path) != current.as_ref()).skip(keep));
    }
    for path in litter.iter().filter(|path| Some(*path) != current.as_ref()) {
        remove(root, path);
    }
}

/// Removes a folder. It loses its name first, so that nobody opens half of it.
pub(super) fn remove(root: &Path, path: &Path) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let doomed = match name.starts_with(SWEPT) {
        true => path.to_owned(),
        false => root.join(format!("{SWEPT}{name}")),
    };
    if doomed == path || fs::rename(path, &doomed).is_ok() {
        let _ = fs::remove_dir_all(&doomed);
    }
}

/// The published states by number, oldest first.
fn published(root: &Path) -> Result<Vec<(u64, PathBuf)>, IndexError> {
    let mut found: Vec<(u64, PathBuf)> = names(root)?
        .iter()
        .filter_map(|name| Some((number(name, PUBLISHED)?, root.join(name))))
        .collect();
    found.sort_unstable();
    Ok(found)
}

/// Names in the index folder; none when it does not exist.
fn names(root: &Path) -> Result<Vec<String>, IndexError> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(IndexError::Io { path: root.to_owned(), source }),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(IndexError::io(root))?;
        names.extend(entry.file_name().to_str().map(str::to_owned));
    }
    Ok(names)
}

fn number(name: &str, prefix: &str) -> Option<u64> {
    let digits = name.strip_prefix(prefix)?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}
