//! The folder an index lives in: which engine folder is current, who may write, what the last
//! commit says of itself.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::{FORMAT, IndexError};

const CURRENT: &str = "CURRENT";
const LOCK: &str = ".jiken-writer.lock";
const ENGINE_PREFIX: &str = "engine-";

/// What a commit says of itself; travels inside the commit, so it is always about these segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout version: see [`FORMAT`].
    pub format: u32,
    /// Hash of everything that decides what a text's terms and facts are.
    pub fingerprint: String,
    /// Number of the published state, from 1; grows by one with every run that changed something.
    pub generation: u64,
    /// When the run began, nanoseconds since the epoch by the file system's clock.
    pub started: i64,
}

/// Whether the folder holds a published index.
pub fn is_index(root: &Path) -> bool {
    root.join(CURRENT).is_file()
}

/// The engine folder that answers searches.
pub(super) fn current_engine(root: &Path) -> Result<Option<PathBuf>, IndexError> {
    let pointer = root.join(CURRENT);
    let name = match fs::read_to_string(&pointer) {
        Ok(name) => name,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(IndexError::Io { path: pointer, source }),
    };
    let name = name.trim();
    // The name is read from disk: it must not lead out of the folder.
    let is_engine = name.strip_prefix(ENGINE_PREFIX).is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !is_engine {
        return Err(IndexError::Damaged {
            path: root.to_owned(),
            reason: format!("{CURRENT} names no engine folder"),
        });
    }
    Ok(Some(root.join(name)))
}

/// A new, empty engine folder; numbered by the generation, or by the next free number after it.
pub(super) fn fresh_engine(root: &Path, generation: u64) -> Result<PathBuf, IndexError> {
    let mut number = generation;
    loop {
        let path = root.join(format!("{ENGINE_PREFIX}{number:06}"));
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(source) => return Err(IndexError::Io { path, source }),
        }
    }
}

/// Makes `engine` the one that answers searches: atomically, and durably before it returns.
pub(super) fn publish(root: &Path, engine: &Path) -> Result<(), IndexError> {
    let name = engine.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let staged = root.join(format!("{CURRENT}.new"));
    let mut file = File::create(&staged).map_err(IndexError::io(&staged))?;
    writeln!(file, "{name}").map_err(IndexError::io(&staged))?;
    file.sync_all().map_err(IndexError::io(&staged))?;
    let pointer = root.join(CURRENT);
    fs::rename(&staged, &pointer).map_err(IndexError::io(&pointer))?;
    sync_folder(root)
}

/// Removes engine folders that nothing points to. A pointer that cannot be read keeps them all:
/// a rebuild replaces it, and the next run sweeps.
pub(super) fn sweep(root: &Path) -> Result<(), IndexError> {
    let current = match current_engine(root) {
        Err(IndexError::Damaged { .. }) => return Ok(()),
        current => current?,
    };
    for entry in fs::read_dir(root).map_err(IndexError::io(root))? {
        let path = entry.map_err(IndexError::io(root))?.path();
        let is_engine = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(ENGINE_PREFIX));
        if is_engine && Some(&path) != current.as_ref() {
            fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), IndexError> {
    let handle = File::open(folder).map_err(IndexError::io(folder))?;
    handle.sync_all().map_err(IndexError::io(folder))
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> Result<(), IndexError> {
    Ok(())
}

/// The right to write, held while the value lives; the system releases it with the process.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
    /// When the lock was taken, by the file system's clock.
    pub(super) taken: i64,
}

impl WriteLock {
    pub(super) fn take(root: &Path) -> Result<Self, IndexError> {
        fs::create_dir_all(root).map_err(IndexError::io(root))?;
        let path = root.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(IndexError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let noted = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
                let holder = if noted { holder.trim().to_owned() } else { "unknown".to_owned() };
                return Err(IndexError::Locked { path: root.to_owned(), holder });
            }
            Err(fs::TryLockError::Error(source)) => return Err(IndexError::Io { path, source }),
        }
        file.set_len(0).map_err(IndexError::io(&path))?;
        file.seek(SeekFrom::Start(0)).map_err(IndexError::io(&path))?;
        writeln!(file, "{}", std::process::id()).map_err(IndexError::io(&path))?;
        let modified = file.metadata().and_then(|data| data.modified());
        let modified = modified.map_err(IndexError::io(&path))?;
        let taken = modified
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_nanos()).ok())
            .unwrap_or(0);
        Ok(Self { _file: file, taken })
    }
}

impl Manifest {
    /// Reads the manifest that a commit carries.
    pub(super) fn of_payload(root: &Path, payload: Option<&str>) -> Result<Self, IndexError> {
        let manifest: Self = payload
            .and_then(|payload| serde_json::from_str(payload).ok())
            .ok_or_else(|| IndexError::Damaged {
                path: root.to_owned(),
                reason: "the last commit carries no manifest".to_owned(),
            })?;
        Ok(manifest)
    }

    /// Refuses a layout this program does not read.
    pub(super) fn check_format(&self, root: &Path) -> Result<(), IndexError> {
        if self.format == FORMAT {
            Ok(())
        } else {
            Err(IndexError::Outdated { path: root.to_owned(), what: "version of jiken" })
        }
    }
}
