//! One file, from bytes to documents: what it is, and who reads that.

use std::fs::{File, Metadata};
use std::io;

use super::clean::clean;
use super::format::{self, Format};
use super::input::{Hashing, Input, Refusal};
use super::outlet::Outlet;
use super::page::Page;
use super::walk::Entry;
use super::{
    Columns, SetAside, archive, decode, docx, epub, html, json, jsonl, mail, markdown, mojibake,
    odt, ole, pdf, sheet, text, warc,
};
use crate::report::Document;

/// Bytes a file may have when it must be read as a whole: 32 MiB. JSON lines, crawls, mailboxes and
/// archives are not bounded by it, their members are.
pub const MAX_FILE: u64 = 32 * 1024 * 1024;

/// Bytes a line of a JSONL file may have: 16 MiB.
pub const MAX_LINE: u64 = 16 * 1024 * 1024;

/// Lines a text may have: each takes some 60 bytes beside its text.
const MOST_LINES: usize = 1_000_000;

/// What reading one file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOutcome {
    /// Hash of every byte of the file; `None` when it could not be read to its end.
    pub hash: Option<blake3::Hash>,
    /// Bytes read.
    pub bytes: u64,
    /// Documents handed on.
    pub reports: u64,
    /// Files, members or lines set aside. A file that gave neither reports nor complaints is of a
    /// format that is not read.
    pub set_aside: u64,
}

/// What is known of bytes before they are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Clues<'c> {
    /// Format that the name, or whoever sent it, claims.
    pub(super) format: Option<Format>,
    /// Encoding that whoever sent it claims.
    pub(super) charset: Option<&'c str>,
}

impl Clues<'_> {
    /// What the extension of a name says.
    pub(super) fn of_name(name: &str) -> Self {
        Self { format: Format::of(name), charset: None }
    }
}

/// Reads one file; see [`Corpus::read`](super::Corpus::read).
pub(super) fn read(
    entry: &Entry,
    columns: &Columns,
    sink: &mut dyn FnMut(Result<Document, SetAside>),
) -> ReadOutcome {
    let mut outlet = Outlet::new(&entry.relative, entry.size, columns, sink);
    let (hash, bytes) = match open(entry) {
        Ok((file, before)) => file_of(entry, &file, &before, &mut outlet),
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
        .and_then(|(mut file, _)| io::copy(&mut file, &mut hasher).map_err(|e| trouble(&e)))
        .map_err(|reason| SetAside { path: entry.relative.clone(), line: None, reason })?;
    Ok(hasher.finalize())
}

/// Whether a file is of a format that is read; see [`Corpus::recognises`](super::Corpus::recognises).
pub(super) fn recognises(entry: &Entry) -> bool {
    let sniffed = open(entry).and_then(|(mut file, _)| {
        let mut input = Input::new(&mut file);
        let head = input.head(format::HEAD).map_err(|error| trouble(&error))?;
        Ok(format::sniff(head, entry.format).is_some())
    });
    sniffed.unwrap_or(true)
}

fn open(entry: &Entry) -> Result<(File, Metadata), String> {
    // A pipe would block for ever when opened.
    if !std::fs::metadata(&entry.path).map_err(|error| trouble(&error))?.is_file() {
        return Err("is no longer a file and was not opened; index again".to_owned());
    }
    let file = File::open(&entry.path).map_err(|error| trouble(&error))?;
    let metadata = file.metadata().map_err(|error| trouble(&error))?;
    Ok((file, metadata))
}

fn file_of(
    entry: &Entry,
    file: &File,
    before: &Metadata,
    outlet: &mut Outlet<'_>,
) -> (Option<blake3::Hash>, u64) {
    let mut reader = file;
    let mut hashing = Hashing::new(&mut reader);
    let clues = Clues { format: entry.format, charset: None };
    item(clues, &mut Input::of_file(file, &mut hashing), outlet);
    let changed = match file.metadata() {
        Ok(after) => after.len() != before.len() || after.modified().ok() != before.modified().ok(),
        Err(_) => true,
    };
    if changed {
        outlet.refuse(None, "changed while it was read; index again when it is complete");
        return (None, hashing.bytes);
    }
    (hashing.hash(), hashing.bytes)
}

/// Why bytes could not be read, ending in what to do.
pub(super) fn trouble(error: &io::Error) -> String {
    if let Some(refusal) = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
        return refusal.to_string();
    }
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            format!("is damaged ({error}); fetch or pack it again")
        }
        io::ErrorKind::NotFound => "was removed meanwhile; index again".to_owned(),
        _ => format!("{error}; make it readable"),
    }
}

/// Reads a file or a member, whatever it is; what is of no format that is read is passed over.
pub(super) fn item(clues: Clues<'_>, input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    let format = match input.head(format::HEAD) {
        Ok(head) => format::sniff(head, clues.format),
        Err(error) => return outlet.refuse(None, trouble(&error)),
    };
    let Some(format) = format else { return };
    // Bytes that merely look like text or JSON, under a name that says nothing, promise nothing.
    let weak = matches!(format, Format::Text | Format::Json | Format::JsonLines);
    if weak && clues.format.is_none() {
        outlet.doubting(|outlet| dispatch(format, clues, input, outlet));
    } else {
        dispatch(format, clues, input, outlet);
    }
}

fn dispatch(format: Format, clues: Clues<'_>, input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    match format {
        Format::JsonLines => jsonl::read(input, outlet),
        Format::Csv | Format::Tsv => sheet::csv::read(input, outlet),
        Format::Zip => archive::zip::read(clues, input, outlet),
        Format::Gzip => archive::gzip(input, outlet),
        Format::Zstd => archive::zstd(input, outlet),
        Format::Tar => archive::tar(input, outlet),
        Format::Mbox => mail::mbox::read(input, outlet),
        Format::Warc => warc::read(input, outlet),
        _ => as_a_whole(format, clues, input, outlet),
    }
}

/// Reads what must be held in memory as a whole.
pub(super) fn as_a_whole(
    format: Format,
    clues: Clues<'_>,
    input: &mut Input<'_>,
    outlet: &mut Outlet<'_>,
) {
    match input.whole(MAX_FILE) {
        Err(error) => outlet.refuse(None, trouble(&error)),
        Ok(None) => {
            let limit = MAX_FILE / 1024 / 1024;
            let reason = format!("is larger than {limit} MiB; split it, or turn it into JSONL");
            outlet.refuse(None, reason);
        }
        Ok(Some(bytes)) => whole(format, clues, &bytes, outlet),
    }
}

/// Reads a document that is held in memory.
pub(super) fn whole(format: Format, clues: Clues<'_>, bytes: &[u8], outlet: &mut Outlet<'_>) {
    match format {
        Format::Pdf => page(pdf::page(bytes), outlet),
        Format::Docx => page(docx::page(bytes), outlet),
        Format::Odt => page(odt::page(bytes), outlet),
        Format::Epub => page(epub::page(bytes), outlet),
        Format::Xlsx => sheet::xlsx::read(bytes, outlet),
        Format::Ods => sheet::ods::read(bytes, outlet),
        Format::OldOffice => outlet.refuse(None, ole::reason(bytes)),
        Format::Csv | Format::Tsv => sheet::csv::read(&mut Input::new(&mut &*bytes), outlet),
        Format::Mail => mail::read(bytes, outlet),
        Format::Zip | Format::Gzip | Format::Zstd | Format::Tar | Format::Mbox | Format::Warc => {
            item(Clues { format: Some(format), ..clues }, &mut Input::new(&mut &*bytes), outlet);
        }
        Format::Text | Format::Markdown | Format::Html | Format::Json | Format::JsonLines => {
            textual(format, clues, bytes, outlet);
        }
    }
}

/// Hands on the reports of a page, or why it could not be read.
fn page(page: Result<Page, String>, outlet: &mut Outlet<'_>) {
    match page {
        Ok(page) => outlet.page(&page),
        Err(reason) => outlet.refuse(None, reason),
    }
}

fn textual(format: Format, clues: Clues<'_>, bytes: &[u8], outlet: &mut Outlet<'_>) {
    let declared = (format == Format::Html).then(|| decode::declared_charset(bytes)).flatten();
    let text = match decode::decode(bytes, declared.as_deref().or(clues.charset)) {
        Ok(text) => text,
        Err(error) => return outlet.refuse(None, error.to_string()),
    };
    if matches!(format, Format::Json | Format::JsonLines) {
        // Cleaned and mended later, string by string: a line separator is allowed within one, `\n` is not.
        return json::read(&text, outlet);
    }
    let ends = |c: &char| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if text.chars().filter(ends).count() > MOST_LINES {
        return outlet
            .refuse(None, "has more than a million lines; split it, or turn it into JSONL");
    }
    match mojibake::mended(&text) {
        Ok(text) => outlet.page(&text_page(format, &text)),
        Err(error) => outlet.refuse(None, error.to_string()),
    }
}

/// The page of a decoded text.
pub(super) fn text_page(format: Format, text: &str) -> Page {
    let text = &clean(text);
    match format {
        Format::Html => html::page(text),
        Format::Markdown => markdown::page(text),
        _ => Page { lines: text::lines(text), ..Page::default() },
    }
}
