//! Whether a published state is whole.

use std::path::Path;

use tantivy::Index;

use super::{IndexError, Refusals, Snapshot, Totals, statistics};

/// Reports that are named one by one when they cannot be read; the others are counted.
const MOST_NAMED: usize = 20;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// Generation that was checked.
    pub generation: u64,
    /// Segments of the state.
    pub segments: usize,
    /// Files whose checksums were compared.
    pub files: usize,
    /// Reports that were read.
    pub reports: u64,
    /// What is wrong, in words; empty for a whole index.
    pub damage: Vec<String>,
}

/// Reads everything that a published state holds: compares checksums and counts, and reads every report.
///
/// `generation` chooses an older state than the current. `progress` is told how many reports have been read
/// so far.
///
/// # Errors
/// [`IndexError::Missing`], [`IndexError::NoGeneration`] and [`IndexError::Outdated`]. Damage is no error
/// but the result.
pub fn check(
    root: &Path,
    generation: Option<u64>,
    progress: &dyn Fn(u64),
) -> Result<Check, IndexError> {
    let opened = match generation {
        None => Snapshot::open(root),
        Some(generation) => Snapshot::open_generation(root, generation),
    };
    let snapshot = match opened {
        Ok(snapshot) => snapshot,
        Err(IndexError::Damaged { reason, .. }) => {
            return Ok(Check { damage: vec![reason], ..Check::default() });
        }
        Err(error) => return Err(error),
    };
    let mut check = Check {
        generation: snapshot.manifest().generation,
        segments: snapshot.searcher().segment_readers().len(),
        ..Check::default()
    };
    files(&snapshot, &mut check)?;
    if check.damage.is_empty() {
        totals(&snapshot, &mut check)?;
        reports(&snapshot, &mut check, progress);
        if let Err(IndexError::Damaged { reason, .. }) = snapshot.refusals().map(|_: Refusals| ()) {
            check.damage.push(reason);
        }
    }
    Ok(check)
}

fn files(snapshot: &Snapshot, check: &mut Check) -> Result<(), IndexError> {
    let index = Index::open_in_dir(snapshot.folder())?;
    for segment in index.searchable_segment_metas()? {
        let files = segment.list_files().into_iter();
        check.files += files.filter(|file| snapshot.folder().join(file).exists()).count();
    }
    let mut damaged: Vec<_> = index.validate_checksum()?.into_iter().collect();
    damaged.sort_unstable();
    let damaged = damaged.iter().map(|file| format!("{} has another checksum", file.display()));
    check.damage.extend(damaged);
    Ok(())
}

fn totals(snapshot: &Snapshot, check: &mut Check) -> Result<(), IndexError> {
    let mut counted = Totals::default();
    for segment in snapshot.searcher().segment_readers() {
        let alive = segment.doc_ids_alive();
        counted = counted.plus(statistics::totals_of(segment, snapshot.fields(), alive)?);
    }
    let stated = snapshot.manifest().totals;
    if counted != stated {
        check.damage.push(format!(
            "the manifest states {} reports and their lengths, the segments hold {} with others",
            stated.reports, counted.reports
        ));
    }
    Ok(())
}

fn reports(snapshot: &Snapshot, check: &mut Check, progress: &dyn Fn(u64)) {
    let mut unreadable = 0_usize;
    for (ord, segment) in (0u32..).zip(snapshot.searcher().segment_readers()) {
        for doc in segment.doc_ids_alive() {
            check.reports += 1;
            progress(check.reports);
            if let Err(error) = snapshot.report(tantivy::DocAddress::new(ord, doc)) {
                unreadable += 1;
                if unreadable <= MOST_NAMED {
                    check.damage.push(format!("report {doc} of segment {ord}: {error}"));
                }
            }
        }
    }
    if unreadable > MOST_NAMED {
        check.damage.push(format!("{} further reports cannot be read", unreadable - MOST_NAMED));
    }
}
