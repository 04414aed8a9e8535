//! Searches over small indexes built for the test.

mod conditions;
mod copies;
mod explain;
mod incidents;
mod matching;
mod ranking;
mod similar;
mod snippets;
mod widening;

use std::collections::BTreeSet;
use std::sync::Arc;

use tempfile::TempDir;

use super::{Request, Response, Search};
use crate::index::{IndexWriter, Refusals, Snapshot, SourceState, WriterOptions, prepare};
use crate::japanese::{Analyzer, LegalForms};
use crate::lexicon::Lexicon;
use crate::query;
use crate::report::{Document, Facts, Outline, Report, ReportId, Source};

/// An index of a few reports. The folder goes with it.
pub(super) struct Fixture {
    search: Search,
    _folder: TempDir,
}

/// A report whose text is `title` and `body`, and whose id is `id`.
pub(super) fn report(id: &str, title: &str, body: &str) -> Report {
    let source = Source { path: id.to_owned(), part: 1 };
    let document = Document {
        id: ReportId::assigned(id),
        source,
        title: title.to_owned(),
        text: format!("{title}\n{body}"),
        url: None,
        published: None,
        crawled: None,
        in_digest: false,
    };
    Report { document, facts: Facts::default(), outline: Outline::default(), mentioned: Vec::new() }
}

impl Fixture {
    /// Indexes `reports`, committing after every `per_commit` of them, so that segments differ.
    pub(super) fn new(reports: &[Report], per_commit: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let lexicon = Lexicon::embedded();
        let analyzer = Analyzer::new(&lexicon, None).expect("the embedded dictionary");
        let legal_forms = LegalForms::new(&lexicon).expect("the embedded lexicon");
        let options = WriterOptions {
            fingerprint: "test".to_owned(),
            memory: 15_000_000,
            threads: 1,
            ..WriterOptions::default()
        };
        for part in reports.chunks(per_commit) {
            let writer =
                IndexWriter::open(folder.path(), options.clone()).expect("the index opens");
            for report in part {
                let state = SourceState { size: 1, modified: 1, digest: 1 };
                let folded = analyzer.folder().fold(&report.document.text);
                let prepared = prepare(
                    writer.fields(),
                    &analyzer,
                    &legal_forms,
                    report.clone(),
                    &folded,
                    &report.document.source.path,
                    &state,
                );
                writer.add(prepared.expect("the text can be analysed")).expect("the engine adds");
            }
            writer.publish(&Refusals::new()).expect("the index is published");
        }
        let snapshot = Snapshot::open(folder.path()).expect("the index opens");
        let search = Search::new(snapshot, Arc::new(analyzer), &lexicon).expect("a search");
        Self { search, _folder: folder }
    }

    /// The answer to a query under default settings.
    pub(super) fn ask(&self, typed: &str) -> Response {
        self.request(&request(typed))
    }

    /// The answer to a request.
    pub(super) fn request(&self, request: &Request) -> Response {
        self.search.search(request).expect("the search runs")
    }

    /// Ids of the hits, best first.
    pub(super) fn ids(&self, typed: &str) -> Vec<String> {
        ids(&self.ask(typed))
    }

    /// Checks which reports a query finds without being relaxed, in any order.
    #[track_caller]
    pub(super) fn check(&self, typed: &str, expected: &[&str]) {
        let mut request = request(typed);
        request.relax = false;
        let found: BTreeSet<String> = ids(&self.request(&request)).into_iter().collect();
        let expected: BTreeSet<String> = expected.iter().map(|&id| id.to_owned()).collect();
        assert_eq!(found, expected, "query: {typed}");
    }
}

/// A request under default settings, but that reports of the same wording, as fixtures are, are told apart.
fn request(typed: &str) -> Request {
    Request { all_copies: true, ..Request::new(query::parse(typed).expect(typed)) }
}

fn ids(response: &Response) -> Vec<String> {
    response.hits.iter().map(|hit| hit.report.document.id.to_string()).collect()
}
