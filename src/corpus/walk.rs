//! The files of a corpus, in a fixed order, none of them opened.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::format::{Format, Named};
use super::{Corpus, CorpusError, SetAside};

/// Name of the file that leaves others out, at the corpus root.
const IGNORE_FILE: &str = ".jikenignore";

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where to open it.
    pub path: PathBuf,
    /// Path within the corpus, `/`-separated.
    pub relative: String,
    /// Format that its name stands for; `None` when only its bytes can tell.
    pub format: Option<Format>,
    /// Bytes.
    pub size: u64,
    /// Last change, seconds and nanoseconds since 1970; zero where the system does not say.
    pub modified: (i64, u32),
    /// Last change of content, name or owner, in the same way, where the system tells it; else as `modified`. A
    /// file that takes the place of another keeps its time of modification and gets a new one of these.
    pub changed: (i64, u32),
}

/// Iterator over a corpus; see [`Corpus::walk`].
///
/// Hidden files and folders, files left out by `.jikenignore` and files whose name says that they
/// hold no report (pictures, programs …) are passed over in silence. Symbolic links are followed. Loops of links, links to nothing, folders
/// that cannot be listed, sockets, pipes and devices, and names that are not UTF-8 or hold control
/// characters are set aside.
#[derive(Debug)]
pub struct Walk<'c> {
    corpus: &'c Corpus,
    files: walkdir::IntoIter,
    other_formats: u64,
}

impl<'c> Walk<'c> {
    pub(super) fn new(corpus: &'c Corpus) -> Self {
        let files = walkdir::WalkDir::new(&corpus.root).follow_links(true).sort_by_file_name();
        Self { corpus, files: files.into_iter(), other_formats: 0 }
    }

    /// How many files have been passed over by their name so far.
    pub fn other_formats(&self) -> u64 {
        self.other_formats
    }

    /// Whether a path is hidden or ignored and so not part of the corpus.
    fn is_left_out(&self, path: &Path, is_dir: bool) -> bool {
        let Ok(relative) = path.strip_prefix(&self.corpus.root) else { return false };
        let Some(name) = relative.file_name() else { return false };
        name.as_encoded_bytes().starts_with(b".")
            || self.corpus.ignored.matched(path, is_dir).is_ignore()
    }

    fn judge(&mut self, found: &walkdir::DirEntry) -> Option<Result<Entry, SetAside>> {
        let path = found.path();
        let aside = |reason: &str| {
            Some(Err(SetAside { path: self.shown(path), line: None, reason: reason.to_owned() }))
        };
        if found.file_type().is_dir() {
            return None;
        }
        if !found.file_type().is_file() {
            return aside(
                "is a pipe, socket or device and was not opened; remove it from the corpus",
            );
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = match (self.corpus.single, Named::of(&name)) {
            (_, Named::Known(format)) => Some(format),
            // Who names a single file means it.
            (true, Named::Foreign | Named::Open) => Some(Format::Text),
            (false, Named::Open) => None,
            (false, Named::Foreign) => {
                self.other_formats += 1;
                return None;
            }
        };
        let Some(relative) = self.relative(path) else {
            return aside("has a name that is not UTF-8; rename it");
        };
        if relative.contains(char::is_control) {
            return aside("has control characters in its name; rename it");
        }
        let metadata = match found.metadata() {
            Ok(metadata) => metadata,
            Err(error) => return aside(&format!("{error}; make it readable")),
        };
        let modified =
            metadata.modified().ok().map_or((0, 0), |time| match time.duration_since(UNIX_EPOCH) {
                Ok(after) => {
                    (i64::try_from(after.as_secs()).unwrap_or(i64::MAX), after.subsec_nanos())
                }
                Err(before) => {
                    (i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s), 0)
                }
            });
        let changed = changed(&metadata).unwrap_or(modified);
        let (path, size) = (path.to_owned(), metadata.len());
        Some(Ok(Entry { path, relative, format, size, modified, changed }))
    }

    /// The path within the corpus, or `None` when it is not UTF-8.
    fn relative(&self, path: &Path) -> Option<String> {
        if self.corpus.single {
            return path.file_name()?.to_str().map(str::to_owned);
        }
        let relative = path.strip_prefix(&self.corpus.root).ok()?;
        let names: Option<Vec<&str>> =
            relative.components().map(|part| part.as_os_str().to_str()).collect();
        Some(names?.join("/"))
    }

    /// A path for a message, with every byte that is not UTF-8 or a control character escaped.
    fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.corpus.root).unwrap_or(path);
        let relative = if relative.as_os_str().is_empty() { path } else { relative };
        let mut shown = String::new();
        for chunk in relative.as_os_str().as_encoded_bytes().utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    std::path::MAIN_SEPARATOR => shown.push('/'),
                    c if c.is_control() => shown.extend(c.escape_default()),
                    c => shown.push(c),
                }
            }
            for byte in chunk.invalid() {
                shown.push_str(&format!("\\x{byte:02X}"));
            }
        }
        shown
    }

    fn trouble(&self, error: &walkdir::Error) -> Option<SetAside> {
        let path = error.path().unwrap_or(&self.corpus.root);
        if self.is_left_out(path, false) {
            return None;
        }
        let reason = match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => {
                format!("is a symbolic link back to {}; remove the loop", self.shown(ancestor))
            }
            (None, Some(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                "is a symbolic link to nothing, or was removed meanwhile; mend or remove it"
                    .to_owned()
            }
            (None, Some(error)) => format!("{error}; make it readable"),
            (None, None) => "cannot be listed; make it readable".to_owned(),
        };
        Some(SetAside { path: self.shown(path), line: None, reason })
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Entry, SetAside>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match self.files.next()? {
                Ok(found) => found,
                Err(error) => match self.trouble(&error) {
                    Some(set_aside) => return Some(Err(set_aside)),
                    None => continue,
                },
            };
            let is_dir = found.file_type().is_dir();
            if found.depth() > 0 && self.is_left_out(found.path(), is_dir) {
                if is_dir {
                    self.files.skip_current_dir();
                }
                continue;
            }
            if let Some(item) = self.judge(&found) {
                return Some(item);
            }
        }
    }
}

/// When a file's content, name or owner last changed.
#[cfg(unix)]
fn changed(metadata: &std::fs::Metadata) -> Option<(i64, u32)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ctime(), u32::try_from(metadata.ctime_nsec()).ok()?))
}

/// The system does not tell.
#[cfg(not(unix))]
fn changed(_metadata: &std::fs::Metadata) -> Option<(i64, u32)> {
    None
}

/// The rules of a folder's `.jikenignore`, none when there is no such file.
pub(super) fn ignore_rules(root: &Path) -> Result<Gitignore, CorpusError> {
    let file = root.join(IGNORE_FILE);
    if !file.exists() {
        return Ok(Gitignore::empty());
    }
    let mistake = |error: ignore::Error| CorpusError::Ignore { reason: error.to_string() };
    let mut builder = GitignoreBuilder::new(root);
    if let Some(error) = builder.add(&file) {
        return Err(mistake(error));
    }
    builder.build().map_err(mistake)
}
