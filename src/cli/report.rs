//! The file that `--report` names: an account for programs, replaced as a whole each time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::Failure;

/// Where the account of a run is written.
#[derive(Debug, Clone)]
pub(super) struct ReportFile {
    path: PathBuf,
    /// Renamed over `path`; `None` where a pipe or device is written to as it is.
    staged: Option<PathBuf>,
}

impl ReportFile {
    /// Prepares to write to `path`; nothing is written yet.
    pub(super) fn new(path: &Path) -> Self {
        // A link stays a link: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let is_replaced = fs::metadata(&path).map_or(true, |found| found.is_file());
        let staged = path.file_name().filter(|_| is_replaced).map(|name| {
            let mut staged = std::ffi::OsString::from(".");
            staged.push(name);
            staged.push(format!(".{}.tmp", std::process::id()));
            path.with_file_name(staged)
        });
        Self { path, staged }
    }

    /// The file, and the one beside it that is written first.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.path.as_path()).chain(self.staged.as_deref())
    }

    /// Whether an account at the beginning of a run can be replaced by that at its end.
    pub(super) fn is_replaced(&self) -> bool {
        self.staged.is_some()
    }

    /// Replaces the account; readers see the old one or the new one, whole.
    pub(super) fn write(&self, account: &impl serde::Serialize) -> Result<(), Failure> {
        self.try_write(account).map_err(|error| {
            Failure::new(format!("cannot write the report {}: {error}", self.path.display()))
                .hint("name a file in a folder that exists and that you may write to")
        })
    }

    fn try_write(&self, account: &impl serde::Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(account)?;
        text.push('\n');
        let Some(staged) = &self.staged else {
            return File::options().write(true).open(&self.path)?.write_all(text.as_bytes());
        };
        let written = File::create(staged)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(staged, &self.path));
        if written.is_err() {
            let _ = fs::remove_file(staged);
        }
        written
    }
}
