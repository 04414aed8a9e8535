//! One file, from bytes to documents.

use std::fs::File;
use std::io::{BufReader, Read};

use super::clean::{clean, one_line};
use super::page::{Page, Part, address};
use super::walk::{Entry, Format};
use super::{SetAside, decode, html, json, jsonl, markdown, split, text};
use crate::report::{Date, Document, ReportId, Source};

/// Bytes a file may have when it must be read as a whole (every format but JSONL): 32 MiB.
pub const MAX_FILE: u64 = 32 * 1024 * 1024;

/// Bytes a line of a JSONL file may have: 16 MiB.
pub const MAX_LINE: u64 = 16 * 1024 * 1024;

/// What reading one file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOutcome {
    /// Hash of every byte of the file; `None` when it could not be read to its end.
    pub hash: Option<blake3::Hash>,
    /// Bytes read.
    pub bytes: u64,
    /// Documents handed on.
    pub reports: u64,
    /// Files or lines set aside.
    pub set_aside: u64,
}

/// Where documents and complaints of one file go; counts them on the way.
pub(super) struct Outlet<'a> {
    relative: &'a str,
    sink: &'a mut dyn FnMut(Result<Document, SetAside>),
    reports: u64,
    set_aside: u64,
}

/// A report as a JSON object gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) url: Option<String>,
    pub(super) published: Option<Date>,
}

impl Outlet<'_> {
    /// Sets the file aside, or one of its lines.
    pub(super) fn refuse(&mut self, line: Option<u64>, reason: impl Into<String>) {
        self.set_aside += 1;
        let path = self.relative.to_owned();
        (self.sink)(Err(SetAside { path, line, reason: reason.into() }));
    }

    /// Hands on the report of a JSON object, which is one report whatever its text looks like.
    pub(super) fn record(&mut self, number: u32, record: Record) {
        let lines = text::lines(&clean(&record.text));
        let page = Page { title: record.title, lines, ..Page::default() };
        let title = text::title(&page);
        let part = Part {
            published: record.published.or(title.published),
            text: super::page::joined(&title.text, &page.lines),
            title: title.text,
        };
        self.part(number, record.id, record.url, part, false);
    }

    fn page(&mut self, page: &Page) {
        let parts = split::parts(page);
        let in_digest = parts.len() > 1;
        for (number, part) in (1..).zip(parts) {
            self.part(number, None, page.url.clone(), part, in_digest);
        }
    }

    fn part(
        &mut self,
        number: u32,
        id: Option<String>,
        url: Option<String>,
        part: Part,
        in_digest: bool,
    ) {
        let source = Source { path: self.relative.to_owned(), part: number };
        let id = id
            .map(|id| one_line(&id))
            .filter(|id| !id.is_empty())
            .map_or_else(|| ReportId::of_source(&source), ReportId::assigned);
        let url = url.as_deref().and_then(address);
        let Part { title, published, text } = part;
        self.reports += 1;
        (self.sink)(Ok(Document { id, source, title, text, url, published, in_digest }));
    }
}

/// Reads one file; see [`Corpus::read`](super::Corpus::read).
pub(super) fn read(entry: &Entry, sink: &mut dyn FnMut(Result<Document, SetAside>)) -> ReadOutcome {
    let mut outlet = Outlet { relative: &entry.relative, sink, reports: 0, set_aside: 0 };
    let (hash, bytes) = match open(entry) {
        Ok(file) if entry.format == Format::JsonLines => jsonl::read(file, &mut outlet),
        Ok(file) => whole(entry.format, file, &mut outlet),
        Err(reason) => {
            outlet.refuse(None, reason);
            (None, 0)
        }
    };
    ReadOutcome { hash, bytes, reports: outlet.reports, set_aside: outlet.set_aside }
}

/// Hash of a file's bytes.
pub(super) fn hash(entry: &Entry) -> Result<blake3::Hash, SetAside> {
    let mut hasher = blake3::Hasher::new();
    open(entry)
        .and_then(|mut file| {
            std::io::copy(&mut file, &mut hasher)
                .map_err(|error| format!("{error}; make it readable"))
        })
        .map_err(|reason| SetAside { path: entry.relative.clone(), line: None, reason })?;
    Ok(hasher.finalize())
}

fn open(entry: &Entry) -> Result<File, String> {
    let unreadable = |error: std::io::Error| format!("{error}; make it readable");
    // A pipe would block for ever when opened.
    if !std::fs::metadata(&entry.path).map_err(unreadable)?.is_file() {
        return Err("is no longer a file and was not opened; index again".to_owned());
    }
    File::open(&entry.path).map_err(unreadable)
}

fn whole(format: Format, file: File, outlet: &mut Outlet<'_>) -> (Option<blake3::Hash>, u64) {
    let mut bytes = Vec::new();
    match BufReader::new(file).take(MAX_FILE + 1).read_to_end(&mut bytes) {
        Err(error) => {
            outlet.refuse(None, format!("{error}; make it readable"));
            return (None, 0);
        }
        Ok(read) if read as u64 > MAX_FILE => {
            let limit = MAX_FILE / 1024 / 1024;
            let reason = format!("is larger than {limit} MiB; split it, or turn it into JSONL");
            outlet.refuse(None, reason);
            return (None, 0);
        }
        Ok(_) => {}
    }
    let declared = (format == Format::Html).then(|| decode::declared_charset(&bytes)).flatten();
    match decode::decode(&bytes, declared.as_deref()) {
        Err(error) => outlet.refuse(None, error.to_string()),
        Ok(text) => documents(format, &text, outlet),
    }
    (Some(blake3::hash(&bytes)), bytes.len() as u64)
}

fn documents(format: Format, text: &str, outlet: &mut Outlet<'_>) {
    if format == Format::Json {
        // Cleaned later, string by string: a line separator is allowed within one, `\n` is not.
        return json::read(text, outlet);
    }
    let text = &clean(text);
    let page = match format {
        Format::Html => html::page(text),
        Format::Markdown => markdown::page(text),
        Format::Text | Format::Json | Format::JsonLines => {
            Page { lines: text::lines(text), ..Page::default() }
        }
    };
    if page.lines.iter().all(|line| line.text.is_empty()) {
        return outlet.refuse(None, "holds no text; remove it or fill it");
    }
    outlet.page(&page);
}
