//! The folder an index lives in: which published state is current, and who may write.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{IndexError, generations};

const CURRENT: &str = "CURRENT";
const LOCK: &str = ".jiken-writer.lock";

/// Whether the folder holds a published index.
pub fn is_index(root: &Path) -> bool {
    root.join(CURRENT).is_file()
}

/// The folder of the published state that answers searches.
pub(super) fn current(root: &Path) -> Result<Option<PathBuf>, IndexError> {
    let pointer = root.join(CURRENT);
    let name = match fs::read_to_string(&pointer) {
        Ok(name) => name,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => String::new(),
        Err(source) => return Err(IndexError::Io { path: pointer, source }),
    };
    let name = name.trim();
    // The name is read from disk: it must not lead out of the folder.
    if !generations::is_published(name) {
        return Err(IndexError::Damaged {
            path: root.to_owned(),
            reason: format!("{CURRENT} names no generation"),
        });
    }
    Ok(Some(root.join(name)))
}

/// Makes a published state the one that answers searches: atomically, and durably before it returns.
pub(super) fn point_to(root: &Path, published: &Path) -> Result<(), IndexError> {
    let name = published.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let staged = root.join(format!("{CURRENT}.new"));
    let mut file = File::create(&staged).map_err(IndexError::io(&staged))?;
    writeln!(file, "{name}").map_err(IndexError::io(&staged))?;
    file.sync_all().map_err(IndexError::io(&staged))?;
    let pointer = root.join(CURRENT);
    fs::rename(&staged, &pointer).map_err(IndexError::io(&pointer))?;
    sync(root)
}

/// Makes the names in a folder durable.
#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> Result<(), IndexError> {
    let handle = File::open(folder).map_err(IndexError::io(folder))?;
    handle.sync_all().map_err(IndexError::io(folder))
}

/// Makes the names in a folder durable, where the system offers it.
#[cfg(not(unix))]
pub(super) fn sync(_folder: &Path) -> Result<(), IndexError> {
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
