//! Where the reports of one file go, and the complaints about it.

use std::cell::Cell;
use std::rc::Rc;

use super::clean::{clean, one_line};
use super::page::{Page, Part, address};
use super::{Columns, SetAside, mojibake, split, text};
use crate::report::{Date, Document, ReportId, Source};

/// Complaints that are kept until something that may be no report gives one.
const MOST_KEPT: usize = 1000;

/// Bytes that whatever is packed may hold beyond [`RATIO`] times the file: 64 MiB.
const SLACK: u64 = 64 * 1024 * 1024;

/// How many times the size of a file may be unpacked from it.
const RATIO: u64 = 200;

/// Files, mails and records that may lie in one file, at any depth.
pub(super) const MOST_MEMBERS: u64 = 1_000_000;

/// Bytes the text of one report may have: 4 MiB, several novels. Reading facts and words of a text
/// takes some fifty times its size.
pub const MAX_TEXT: usize = 4 * 1024 * 1024;

/// Boxes that may lie in one another.
pub(super) const DEEPEST: usize = 6;

/// Where documents and complaints of one file go; counts them on the way.
///
/// It also keeps what bounds the reading of boxes in boxes: how deep it is, how many members were
/// opened, how much was unpacked.
pub(super) struct Outlet<'a> {
    path: String,
    sink: &'a mut dyn FnMut(Result<Document, SetAside>),
    pub(super) reports: u64,
    pub(super) set_aside: u64,
    doubtful: Option<Vec<SetAside>>,
    /// Where and when the page was found, when a crawl says so.
    pub(super) found: Found,
    pub(super) limits: Limits,
    /// What the columns of tables hold, as far as the user says.
    pub(super) columns: &'a Columns,
}

/// What bounds the reading of boxes in boxes.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    /// Boxes around what is read now.
    pub(super) depth: usize,
    /// Members that may still be opened.
    pub(super) members: u64,
    /// Bytes that may still be unpacked; shared with the readers that unpack.
    pub(super) unpacked: Rc<Cell<u64>>,
    /// Bytes of boxes that are held in memory while their members are read.
    pub(super) held: u64,
}

/// Where and when a crawl found a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// Address it was fetched from.
    pub(super) url: Option<String>,
    /// When it was fetched.
    pub(super) crawled: Option<Date>,
}

/// A report as a JSON object or a row of a table gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) url: Option<String>,
    pub(super) published: Option<Date>,
}

impl<'a> Outlet<'a> {
    /// For the file at `path` within the corpus, of `size` bytes.
    pub(super) fn new(
        path: &str,
        size: u64,
        columns: &'a Columns,
        sink: &'a mut dyn FnMut(Result<Document, SetAside>),
    ) -> Self {
        let unpacked = Rc::new(Cell::new(size.saturating_mul(RATIO).saturating_add(SLACK)));
        Self {
            path: path.to_owned(),
            sink,
            reports: 0,
            set_aside: 0,
            doubtful: None,
            found: Found::default(),
            limits: Limits { depth: 0, members: MOST_MEMBERS, unpacked, held: 0 },
            columns,
        }
    }
}

impl Outlet<'_> {
    /// Path of what is read now, within the corpus.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Sets aside what is read now, or one of its lines.
    pub(super) fn refuse(&mut self, line: Option<u64>, reason: impl Into<String>) {
        let set_aside = SetAside { path: self.path.clone(), line, reason: reason.into() };
        match &mut self.doubtful {
            Some(kept) if kept.len() < MOST_KEPT => kept.push(set_aside),
            Some(_) => {}
            None => self.complain(set_aside),
        }
    }

    fn complain(&mut self, set_aside: SetAside) {
        self.set_aside += 1;
        (self.sink)(Err(set_aside));
    }

    /// Reads something that may turn out to be no report at all: complaints about it are dropped
    /// when it gives none.
    pub(super) fn doubting(&mut self, read: impl FnOnce(&mut Self)) {
        let around = self.doubtful.replace(Vec::new());
        read(self);
        self.doubtful = around;
    }

    /// Reads a member under its own path: `name` below what is read now.
    pub(super) fn inside(&mut self, name: &str, read: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let doubtful = self.doubtful.take();
        let found = self.found.clone();
        self.path.push('/');
        self.path.push_str(name);
        read(self);
        self.path.truncate(length);
        self.doubtful = doubtful;
        self.found = found;
    }

    /// Reads the content of a box, unless it lies in too many others.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self)) {
        if self.limits.depth >= DEEPEST {
            return self.refuse(None, "lies in too many archives within archives; unpack them");
        }
        self.limits.depth += 1;
        read(self);
        self.limits.depth -= 1;
    }

    /// Counts a member that is opened; false, with a complaint, when there were too many.
    pub(super) fn opens_member(&mut self) -> bool {
        if self.limits.members == 0 {
            self.refuse(None, "holds more files than are read of one; split it");
            return false;
        }
        self.limits.members -= 1;
        true
    }

    /// Whether more may be unpacked of the file; complains when not.
    pub(super) fn may_unpack(&mut self) -> bool {
        let may = self.limits.unpacked.get() > 0;
        if !may {
            self.refuse(None, "unpacks to far more than its size; unpack it if it is no trap");
        }
        may
    }

    /// Hands on the report of a JSON object or a row, which is one report whatever its text looks
    /// like.
    pub(super) fn record(&mut self, number: u32, record: Record) {
        if self.is_too_long(number, &record.text) {
            return;
        }
        let text = match mojibake::mended(&record.text) {
            Ok(text) => text,
            Err(error) => return self.refuse(None, format!("report {number} {error}")),
        };
        let title = record.title.map(|title| match mojibake::mended(&title) {
            Ok(mended) => mended.into_owned(),
            Err(_) => title,
        });
        let lines = text::lines(&clean(&text));
        let page = Page { title, lines, ..Page::default() };
        let title = text::title(&page);
        let part = Part {
            published: record.published.or(title.published),
            text: super::page::joined(&title.text, &page.lines),
            title: title.text,
        };
        self.part(number, record.id, record.url, part, false);
    }

    /// Hands on the reports of a page; one without text is set aside.
    pub(super) fn page(&mut self, page: &Page) {
        if page.lines.iter().all(|line| line.text.is_empty()) {
            return self.refuse(None, "holds no text; remove it or fill it");
        }
        let parts = split::parts(page);
        let in_digest = parts.len() > 1;
        for (number, part) in (1..).zip(parts) {
            self.part(number, None, page.url.clone(), part, in_digest);
        }
    }

    /// Whether a report has too much text; complains when it has.
    fn is_too_long(&mut self, number: u32, text: &str) -> bool {
        let long = text.len() > MAX_TEXT;
        if long {
            let limit = MAX_TEXT / 1024 / 1024;
            let reason = format!("report {number} is longer than {limit} MiB of text; split it");
            self.refuse(None, reason);
        }
        long
    }

    fn part(
        &mut self,
        number: u32,
        id: Option<String>,
        url: Option<String>,
        part: Part,
        in_digest: bool,
    ) {
        if self.is_too_long(number, &part.text) {
            return;
        }
        for kept in self.doubtful.take().into_iter().flatten() {
            self.complain(kept);
        }
        let source = Source { path: self.path.clone(), part: number };
        let id = id
            .map(|id| one_line(&id))
            .filter(|id| !id.is_empty())
            .map_or_else(|| ReportId::of_source(&source), ReportId::assigned);
        // What a crawl fetched is certain; what a page says of itself may be wrong.
        let fetched = self.found.url.as_deref().and_then(address);
        let url = fetched.or_else(|| url.as_deref().and_then(address));
        let Part { title, published, text } = part;
        let crawled = self.found.crawled;
        self.reports += 1;
        (self.sink)(Ok(Document { id, source, title, text, url, published, crawled, in_digest }));
    }
}
