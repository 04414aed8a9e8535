//! A published state of the index, open for reading.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::changes::{self, SourceState};
use super::folder::{self, Manifest};
use super::{Fields, IndexError};
use crate::report::{Report, ReportId};

/// How often opening is tried again when a run swaps the engine folder at the same moment.
const OPEN_ATTEMPTS: usize = 3;

/// One published state; later runs do not change what it answers.
#[derive(Clone)]
pub struct Snapshot {
    root: PathBuf,
    searcher: Searcher,
    fields: Fields,
    manifest: Manifest,
}

impl Snapshot {
    /// Opens the index in `root`.
    ///
    /// # Errors
    /// [`IndexError::Missing`] when there is none, [`IndexError::Outdated`] when this program
    /// reads another layout, [`IndexError::Damaged`] when it does not hold together.
    pub fn open(root: &Path) -> Result<Self, IndexError> {
        let mut attempt = 1;
        loop {
            let engine = folder::current_engine(root)?
                .ok_or_else(|| IndexError::Missing { path: root.to_owned() })?;
            match Self::open_engine(root, &engine) {
                Err(IndexError::Engine(_)) if attempt < OPEN_ATTEMPTS && !engine.exists() => {
                    attempt += 1;
                }
                Err(IndexError::Engine(error)) => {
                    let reason = error.to_string();
                    return Err(IndexError::Damaged { path: root.to_owned(), reason });
                }
                outcome => return outcome,
            }
        }
    }

    /// Opens the index and refuses it when it was built by other rules than `fingerprint`.
    pub fn open_matching(root: &Path, fingerprint: &str) -> Result<Self, IndexError> {
        let snapshot = Self::open(root)?;
        if snapshot.manifest.fingerprint == fingerprint {
            Ok(snapshot)
        } else {
            Err(IndexError::Outdated {
                path: root.to_owned(),
                what: "lexicon, dictionary or version of jiken",
            })
        }
    }

    pub(super) fn open_engine(root: &Path, engine: &Path) -> Result<Self, IndexError> {
        let index = Index::open_in_dir(engine)?;
        let manifest = Manifest::of_payload(root, index.load_metas()?.payload.as_deref())?;
        manifest.check_format(root)?;
        let (schema, fields) = Fields::build();
        if index.schema() != schema {
            return Err(IndexError::Outdated { path: root.to_owned(), what: "set of fields" });
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { root: root.to_owned(), searcher: reader.searcher(), fields, manifest })
    }

    /// The engine's view of the state.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Handles to the fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// What the commit says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Number of reports.
    pub fn reports(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Every source file that reports came from, with its state when it was indexed.
    pub fn sources(&self) -> Result<BTreeMap<String, SourceState>, IndexError> {
        changes::sources(self)
    }

    /// How many reports came from each source file.
    pub fn reports_by_source(&self) -> Result<BTreeMap<String, u64>, IndexError> {
        changes::reports_by_source(self)
    }

    /// The report at an address.
    pub fn report(&self, address: DocAddress) -> Result<Report, IndexError> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let record = document.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let mut report: Report = record
            .and_then(|record| serde_json::from_slice(record).ok())
            .ok_or_else(|| self.damaged("a stored report cannot be read"))?;
        let text = document.get_first(self.fields.text).and_then(|value| value.as_str());
        report.document.text =
            text.ok_or_else(|| self.damaged("a stored text is missing"))?.to_owned();
        report.facts.restore_quotes(&report.document.text);
        Ok(report)
    }

    /// The report with this id, as a person may type it.
    pub fn find(&self, typed: &str) -> Result<Option<Report>, IndexError> {
        for id in ReportId::candidates(typed) {
            let term = Term::from_field_text(self.fields.id, id.as_str());
            for (ord, segment) in (0u32..).zip(self.searcher.segment_readers()) {
                let inverted = segment.inverted_index(self.fields.id)?;
                let option = tantivy::schema::IndexRecordOption::Basic;
                let Some(mut postings) =
                    inverted.read_postings(&term, option).map_err(tantivy::TantivyError::from)?
                else {
                    continue;
                };
                let mut doc = tantivy::DocSet::doc(&postings);
                while doc != tantivy::TERMINATED {
                    let alive = segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
                    if alive {
                        return self.report(DocAddress::new(ord, doc)).map(Some);
                    }
                    doc = tantivy::DocSet::advance(&mut postings);
                }
            }
        }
        Ok(None)
    }

    fn damaged(&self, reason: &str) -> IndexError {
        IndexError::Damaged { path: self.root.clone(), reason: reason.to_owned() }
    }
}
