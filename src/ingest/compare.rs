//! What a run would do: the files of a corpus beside those of an index.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::corpus::{Corpus, Entry, SetAside};
use crate::index::{Base, IndexError, Opening, Refusal, Refused, SourceState, Standing};

/// A file that a run would touch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It is not in the index.
    Added {
        /// Path within the corpus.
        path: String,
    },
    /// Its content differs.
    Changed {
        /// Path within the corpus.
        path: String,
    },
    /// It is gone.
    Removed {
        /// Path within the corpus.
        path: String,
    },
    /// It stands under another name.
    Renamed {
        /// Path that the index knows.
        from: String,
        /// Path within the corpus now.
        path: String,
    },
}

impl Difference {
    /// Path of the file in the corpus, or where it stood.
    pub fn path(&self) -> &str {
        match self {
            Self::Added { path }
            | Self::Changed { path }
            | Self::Removed { path }
            | Self::Renamed { path, .. } => path,
        }
    }
}

/// What a run over a corpus would do.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What it would start from; a rebuild adds every file.
    pub opening: Opening,
    /// Generation that answers searches, 0 when there is none.
    pub generation: u64,
    /// What it would touch, by path.
    pub changes: Vec<Difference>,
    /// Files it would leave as they are.
    pub unchanged: u64,
    /// Files whose name says they are of no known format.
    pub skipped: u64,
    /// What cannot be listed or read now, and what an earlier run could not read of files that are as they
    /// were.
    pub set_aside: Vec<SetAside>,
}

/// How a file of the corpus stands to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it was.
    Unchanged,
    /// Never read before.
    New,
    /// Never read before, and its first bytes say that it is of no format that is read. It is not even hashed:
    /// such a file may be large.
    Foreign,
    /// Read before, with another content.
    Changed(SourceState),
}

/// Compares a file with what the index knows of it, reading it only where size and time prove nothing.
pub(super) fn judge(corpus: &Corpus, base: &Base, entry: &Entry) -> Result<Verdict, SetAside> {
    let modified = nanoseconds(entry.modified);
    let known = base.state(&entry.relative);
    let changed = nanoseconds(entry.changed);
    let run_started = base.previous_start();
    let indexed = match Standing::of(known, entry.size, modified, changed, run_started) {
        Standing::Unchanged => return Ok(Verdict::Unchanged),
        Standing::New if !corpus.recognises(entry) => return Ok(Verdict::Foreign),
        Standing::New => return Ok(Verdict::New),
        Standing::Suspect { digest } => digest,
    };
    let state = state(corpus, entry)?;
    Ok(if state.digest == indexed { Verdict::Unchanged } else { Verdict::Changed(state) })
}

/// Whether an earlier run read a file and found nothing in it that is read, nor anything wrong.
pub(super) fn is_foreign(base: &Base, path: &str) -> bool {
    let refused = base.refusals().get(path);
    !base.sources().contains_key(path) && refused.is_none_or(|refused| refused.reasons.is_empty())
}

/// A file as it is now; reads all of it.
pub(super) fn state(corpus: &Corpus, entry: &Entry) -> Result<SourceState, SetAside> {
    let digest = first_64_bits(&corpus.hash(entry)?);
    Ok(SourceState { size: entry.size, modified: nanoseconds(entry.modified), digest })
}

/// What an earlier run set aside of a file that is as it was.
pub(super) fn remembered(refused: &Refused) -> impl Iterator<Item = SetAside> {
    refused.reasons.iter().cloned().map(|Refusal { path, line, reason }| SetAside {
        path,
        line,
        reason,
    })
}

/// Files that are gone and files that are new, with equal contents, as pairs; each file once.
pub(super) fn renamed(
    gone: &BTreeMap<&str, &SourceState>,
    new: &BTreeMap<String, SourceState>,
) -> BTreeMap<String, String> {
    let key = |state: &SourceState| (state.size, state.digest);
    let mut by_content: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for (path, state) in gone.iter().rev() {
        by_content.entry(key(state)).or_default().push(path);
    }
    let mut pairs = BTreeMap::new();
    for (path, state) in new {
        if let Some(from) = by_content.get_mut(&key(state)).and_then(Vec::pop) {
            pairs.insert(path.clone(), from.to_owned());
        }
    }
    pairs
}

/// Compares `corpus` with the index at `index`, and changes nothing.
///
/// # Errors
/// Whatever reading the index may raise, but for damage, which a run would mend.
pub fn compare(
    corpus: &Corpus,
    index: &Path,
    fingerprint: &str,
    full: bool,
) -> Result<Comparison, IndexError> {
    let base = Base::read(index, fingerprint, &corpus.fingerprint(), full)?;
    let mut comparison = Comparison {
        opening: base.opening(),
        generation: base.generation(),
        changes: Vec::new(),
        unchanged: 0,
        skipped: 0,
        set_aside: Vec::new(),
    };
    let mut found = BTreeSet::new();
    let mut added = Vec::new();
    let mut walk = corpus.walk();
    for entry in walk.by_ref() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(set_aside) => {
                comparison.set_aside.push(set_aside);
                continue;
            }
        };
        match judge(corpus, &base, &entry) {
            Ok(Verdict::Foreign) => comparison.skipped += 1,
            Ok(Verdict::Unchanged) if is_foreign(&base, &entry.relative) => comparison.skipped += 1,
            Ok(Verdict::Unchanged) => {
                comparison.unchanged += 1;
                let refused = base.refusals().get(&entry.relative);
                comparison.set_aside.extend(refused.into_iter().flat_map(remembered));
                found.insert(entry.relative);
            }
            Ok(Verdict::New) => added.push(entry),
            Ok(Verdict::Changed(_)) if base.sources().contains_key(&entry.relative) => {
                found.insert(entry.relative.clone());
                comparison.changes.push(Difference::Changed { path: entry.relative });
            }
            Ok(Verdict::Changed(_)) => {
                comparison.changes.push(Difference::Added { path: entry.relative });
            }
            Err(set_aside) => comparison.set_aside.push(set_aside),
        }
    }
    comparison.skipped += walk.other_formats();
    let gone: BTreeMap<&str, &SourceState> = base
        .sources()
        .iter()
        .filter(|(path, _)| !found.contains(*path))
        .map(|(path, state)| (path.as_str(), state))
        .collect();
    // Only a file of the size of one that is gone can be that file.
    let sizes: BTreeSet<u64> = gone.values().map(|state| state.size).collect();
    let mut new = BTreeMap::new();
    for entry in added {
        if sizes.contains(&entry.size)
            && let Ok(state) = state(corpus, &entry)
        {
            new.insert(entry.relative.clone(), state);
        }
        comparison.changes.push(Difference::Added { path: entry.relative });
    }
    let pairs = renamed(&gone, &new);
    let moved: BTreeSet<&str> = pairs.values().map(String::as_str).collect();
    for change in &mut comparison.changes {
        if let Difference::Added { path } = change
            && let Some(from) = pairs.get(path)
        {
            *change = Difference::Renamed { from: from.clone(), path: path.clone() };
        }
    }
    let removed = gone.keys().filter(|path| !moved.contains(**path));
    comparison.changes.extend(removed.map(|path| Difference::Removed { path: (*path).to_owned() }));
    comparison.changes.sort_by(|a, b| a.path().cmp(b.path()).then_with(|| a.cmp(b)));
    Ok(comparison)
}

/// Nanoseconds since 1970; saturates some 290 years away from it.
fn nanoseconds((seconds, nanoseconds): (i64, u32)) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(i64::from(nanoseconds))
}

fn first_64_bits(hash: &blake3::Hash) -> u64 {
    hash.as_bytes().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}
