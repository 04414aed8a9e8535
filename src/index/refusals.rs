//! What files could not give, remembered beside the segments.
//!
//! A file that cannot be read leaves no report that would tell of it. Without this list every run would read
//! it again, and a run over an unchanged corpus would not name the lines that an earlier one set aside.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{IndexError, SourceState};

/// Name of the list in the folder of a published state: a JSON object a line, one a file.
const NAME: &str = "refused.jsonl";

/// Files that gave no report, or not all they hold, by path.
pub type Refusals = BTreeMap<String, Refused>;

/// What was wrong with a file when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The file as it was.
    #[serde(flatten)]
    pub state: SourceState,
    /// The first reasons, in file order; none for a file that is simply of no known format.
    pub reasons: Vec<Refusal>,
    /// Further ones, only counted.
    pub more: u64,
}

/// Why a file, or a line of it, was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The file, or a file inside it.
    pub path: String,
    /// Line, from 1, when only that line was left out.
    pub line: Option<u64>,
    /// What is wrong, ending in what to do.
    pub reason: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    file: String,
    #[serde(flatten)]
    refused: Refused,
}

/// Writes the list durably, and returns its hash.
pub(super) fn write(folder: &Path, refusals: &Refusals) -> Result<String, IndexError> {
    let path = folder.join(NAME);
    // The name may stand for a file that an older state shares.
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(IndexError::Io { path, source: error });
        }
        _ => {}
    }
    let mut hasher = blake3::Hasher::new();
    let mut write = || -> std::io::Result<()> {
        let mut file = BufWriter::new(File::create_new(&path)?);
        for (name, refused) in refusals {
            let line = Line { file: name.clone(), refused: refused.clone() };
            let mut line = serde_json::to_vec(&line)?;
            line.push(b'\n');
            hasher.update(&line);
            file.write_all(&line)?;
        }
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
    };
    write().map_err(IndexError::io(&path))?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Reads the list, which must have this hash.
pub(super) fn read(root: &Path, folder: &Path, hash: &str) -> Result<Refusals, IndexError> {
    let damaged = || IndexError::Damaged {
        path: root.to_owned(),
        reason: format!(
            "the list {NAME} of the files that were set aside is not as it was written"
        ),
    };
    let path = folder.join(NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(damaged()),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => return Err(damaged()),
        Err(source) => return Err(IndexError::Io { path, source }),
    };
    if blake3::hash(text.as_bytes()).to_hex().as_str() != hash {
        return Err(damaged());
    }
    text.lines()
        .map(|line| {
            let Line { file, refused } = serde_json::from_str(line).map_err(|_| damaged())?;
            Ok((file, refused))
        })
        .collect()
}
