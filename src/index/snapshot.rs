//! A published state of the index, open for reading.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::columnar::StrColumn;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet, Index, ReloadPolicy, Searcher, SegmentOrdinal, TERMINATED,
    TantivyDocument, Term,
};

use super::changes::{self, SourceState};
use super::statistics::{Deleted, Statistics};
use super::{Fields, IndexError, Manifest, Refusals, folder, generations, refusals};
use crate::report::{Report, ReportId};

/// How often opening is tried again when a run sweeps the folder at the same moment.
const OPEN_ATTEMPTS: usize = 3;

/// One published state; later runs do not change what it answers.
#[derive(Clone)]
pub struct Snapshot {
    root: PathBuf,
    folder: PathBuf,
    searcher: Searcher,
    fields: Fields,
    manifest: Manifest,
    deleted: Arc<Deleted>,
    names: Arc<[OnceLock<Names>]>,
}

/// The columns that name the reports of a segment.
pub struct Names {
    ids: Option<StrColumn>,
    sources: Option<StrColumn>,
}

impl Names {
    /// Places of a report's id and source file among those of its segment; they sort as the names do.
    pub fn places(&self, doc: DocId) -> (u64, u64) {
        let place = |column| place(column, doc).unwrap_or(u64::MAX);
        (place(&self.ids), place(&self.sources))
    }

    fn id(&self, doc: DocId) -> Result<String, IndexError> {
        named(&self.ids, doc)
    }

    fn source(&self, doc: DocId) -> Result<String, IndexError> {
        named(&self.sources, doc)
    }
}

fn place(column: &Option<StrColumn>, doc: DocId) -> Option<u64> {
    column.as_ref()?.term_ords(doc).next()
}

fn named(column: &Option<StrColumn>, doc: DocId) -> Result<String, IndexError> {
    let mut name = String::new();
    if let (Some(column), Some(place)) = (column, place(column, doc)) {
        column.ord_to_str(place, &mut name).map_err(tantivy::TantivyError::from)?;
    }
    Ok(name)
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
            let folder = folder::current(root)?
                .ok_or_else(|| IndexError::Missing { path: root.to_owned() })?;
            match Self::open_folder(root, &folder) {
                Err(IndexError::Damaged { .. }) if attempt < OPEN_ATTEMPTS && !folder.exists() => {
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Opens an older state that the index keeps.
    ///
    /// # Errors
    /// [`IndexError::NoGeneration`] when it is not kept, and those of [`open`](Self::open).
    pub fn open_generation(root: &Path, generation: u64) -> Result<Self, IndexError> {
        let folder = generations::path_of(root, generation);
        if !folder.is_dir() {
            let what = format!("generation {generation}");
            return Err(IndexError::NoGeneration { path: root.to_owned(), what });
        }
        Self::open_folder(root, &folder)
    }

    /// The same state, refused when it was built by other rules than `fingerprint`.
    pub fn matching(self, fingerprint: &str) -> Result<Self, IndexError> {
        if self.manifest.fingerprint == fingerprint {
            Ok(self)
        } else {
            Err(IndexError::Outdated {
                path: self.root,
                what: "lexicon, dictionary or version of jiken",
            })
        }
    }

    pub(super) fn open_folder(root: &Path, folder: &Path) -> Result<Self, IndexError> {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if generations::is_of_older_layout(name) {
            return Err(IndexError::Outdated { path: root.to_owned(), what: "version of jiken" });
        }
        let damaged = |error: tantivy::TantivyError| IndexError::Damaged {
            path: root.to_owned(),
            reason: error.to_string(),
        };
        let index = Index::open_in_dir(folder).map_err(damaged)?;
        let metas = index.load_metas().map_err(damaged)?;
        let manifest = Manifest::of_payload(root, metas.payload.as_deref())?;
        let (schema, fields) = Fields::build();
        if index.schema() != schema {
            return Err(IndexError::Outdated { path: root.to_owned(), what: "set of fields" });
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let searcher = reader.map_err(damaged)?.searcher();
        let segments = searcher.segment_readers().len();
        let deleted = Arc::new(Deleted::new(segments));
        let names = (0..segments).map(|_| OnceLock::new()).collect();
        let (root, folder) = (root.to_owned(), folder.to_owned());
        Ok(Self { root, folder, searcher, fields, manifest, deleted, names })
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

    /// What scores and vocabulary count.
    pub fn statistics(&self) -> Statistics<'_> {
        Statistics { snapshot: self }
    }

    /// The folder of this state.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn deleted(&self) -> &Deleted {
        &self.deleted
    }

    /// The reports of a segment that are no longer there, in order; looked up once.
    pub fn deleted_in(&self, ord: SegmentOrdinal) -> &[DocId] {
        let segment = self.searcher.segment_reader(ord);
        self.deleted.of(ord as usize, segment)
    }

    /// Files that were set aside, as they were.
    pub fn refusals(&self) -> Result<Refusals, IndexError> {
        refusals::read(&self.root, &self.folder, &self.manifest.set_aside)
    }

    /// Number of reports.
    pub fn reports(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Every source file that reports came from, with its state when it was indexed. Files without a report
    /// are among the [`refusals`](Self::refusals).
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

    /// The report with this id, as a person may type it. Where several files give reports the same id, that
    /// of the first file.
    pub fn find(&self, typed: &str) -> Result<Option<Report>, IndexError> {
        for id in ReportId::candidates(typed) {
            let term = Term::from_field_text(self.fields.id, id.as_str());
            let mut found: Option<(String, DocAddress)> = None;
            for address in self.with_term(&term)? {
                let source = self.source_of(address)?;
                if found.as_ref().is_none_or(|(first, _)| source < *first) {
                    found = Some((source, address));
                }
            }
            if let Some((_, address)) = found {
                return self.report(address).map(Some);
            }
        }
        Ok(None)
    }

    /// Where a report with exactly this id stands.
    pub fn address_of(&self, id: &str) -> Result<Option<DocAddress>, IndexError> {
        let found = self.with_term(&Term::from_field_text(self.fields.id, id))?;
        Ok(found.into_iter().next())
    }

    /// The reports that hold a term.
    pub(super) fn with_term(&self, term: &Term) -> Result<Vec<DocAddress>, IndexError> {
        let mut found = Vec::new();
        for (ord, segment) in (0u32..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(term.field())?;
            let postings = inverted.read_postings(term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    found.push(DocAddress::new(ord, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    /// The columns that name the reports of a segment, opened once.
    pub fn names(&self, ord: SegmentOrdinal) -> Result<&Names, IndexError> {
        let cell = self.names.get(ord as usize).ok_or_else(|| self.damaged("no such segment"))?;
        if let Some(names) = cell.get() {
            return Ok(names);
        }
        let fast = self.searcher.segment_reader(ord).fast_fields();
        let names = Names { ids: fast.str("id")?, sources: fast.str("source")? };
        Ok(cell.get_or_init(|| names))
    }

    /// The id of the report at an address.
    pub fn id_of(&self, address: DocAddress) -> Result<String, IndexError> {
        self.names(address.segment_ord)?.id(address.doc_id)
    }

    /// Path of the file that a report came from.
    pub fn source_of(&self, address: DocAddress) -> Result<String, IndexError> {
        self.names(address.segment_ord)?.source(address.doc_id)
    }

    fn damaged(&self, reason: &str) -> IndexError {
        IndexError::Damaged { path: self.root.clone(), reason: reason.to_owned() }
    }
}
