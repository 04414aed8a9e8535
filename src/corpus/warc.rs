//! Crawls: WARC files, and WET files, which are WARC files of plain texts. Read as a stream, one
//! record held at a time.

mod http;

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use super::archive::Unpacking;
use super::clean::one_line;
use super::format::{Format, Named};
use super::input::Input;
use super::outlet::{Found, Outlet};
use super::published::date_of;
use super::read::{self, Clues, MAX_FILE, trouble};

/// Bytes of a record's header.
const LONGEST_HEADER: usize = 128 * 1024;

/// Failures in a row, with nothing read between them, after which a file is given up.
const MOST_FAILURES: u32 = 8;

/// Reads a crawl: every record of a page becomes reports under the path of the file and the number
/// of the record. A broken record is set aside by the place where it begins in the unpacked file,
/// and the next one is looked for.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    outlet.deeper(|outlet| {
        let mut crawl =
            Crawl { input: Counted { input, at: 0 }, start: 0, number: 0, mended: false };
        crawl.records(outlet);
    });
}

/// A crawl as far as it is read.
struct Crawl<'i, 'r> {
    input: Counted<'i, 'r>,
    /// Where the record that is read begins.
    start: u64,
    /// Number of the last record.
    number: u64,
    /// Whether it is what a record with a wrong length swallowed.
    mended: bool,
}

/// What is read, and how far.
struct Counted<'i, 'r> {
    input: &'i mut Input<'r>,
    at: u64,
}

/// The named fields of a record.
#[derive(Debug, Default)]
struct Fields {
    kind: String,
    media: String,
    url: Option<String>,
    date: Option<String>,
    length: Option<u64>,
}

/// What came of one record.
enum Outcome {
    Read,
    /// Nothing follows.
    End,
    /// No other record may be read.
    Enough,
    /// What is wrong with it; the next one must be looked for.
    Broken(String),
}

impl Crawl<'_, '_> {
    fn records(&mut self, outlet: &mut Outlet<'_>) {
        let mut failures = 0;
        loop {
            let before = self.input.at;
            let outcome = match self.record(outlet) {
                Ok(outcome) => outcome,
                // What is packed is damaged here; unpackers go on behind the damage.
                Err(error) if is_damage(&error) => Outcome::Broken("is damaged".to_owned()),
                Err(error) => return outlet.refuse(None, trouble(&error)),
            };
            match outcome {
                Outcome::Read => failures = 0,
                Outcome::End | Outcome::Enough => return,
                Outcome::Broken(what) => {
                    let place = match self.mended {
                        true => "a record swallowed by another".to_owned(),
                        false => format!("the record at byte {}", self.start),
                    };
                    outlet.refuse(None, format!("{place} {what}; crawl or fetch it again"));
                    failures = if self.input.at > before { 0 } else { failures + 1 };
                    if failures > MOST_FAILURES {
                        return;
                    }
                    match self.input.skip_to_record() {
                        Ok(()) => {}
                        Err(error) if is_damage(&error) => {}
                        Err(error) => return outlet.refuse(None, trouble(&error)),
                    }
                }
            }
        }
    }

    fn record(&mut self, outlet: &mut Outlet<'_>) -> io::Result<Outcome> {
        self.start = self.input.at;
        self.input.skip_blank()?;
        self.start = self.input.at;
        if self.input.head(1)?.is_empty() {
            return Ok(Outcome::End);
        }
        let Some(fields) = self.input.fields()? else {
            return Ok(Outcome::Broken("does not begin with a header".to_owned()));
        };
        self.number += 1;
        let Some(length) = fields.length else {
            return Ok(Outcome::Broken("does not give its length".to_owned()));
        };
        if !fields.may_be_page() || length > MAX_FILE {
            if fields.may_be_page() {
                let limit = MAX_FILE / 1024 / 1024;
                let reason = format!("is larger than {limit} MiB; fetch the page as a file");
                outlet.inside(&self.number.to_string(), |outlet| outlet.refuse(None, reason));
            }
            let skipped = self.input.skip(length)?;
            return match skipped == length && self.input.ends_record()? {
                true => Ok(Outcome::Read),
                false => Ok(Outcome::Broken("has a wrong length".to_owned())),
            };
        }
        let block = self.input.block(length)?;
        if block.len() as u64 != length {
            return Ok(Outcome::Broken("is cut off".to_owned()));
        }
        if !self.input.ends_record()? {
            self.swallowed(&block, outlet);
            return Ok(Outcome::Broken("has a wrong length".to_owned()));
        }
        if !outlet.opens_member() {
            return Ok(Outcome::Enough);
        }
        let found =
            Found { url: fields.url.clone(), crawled: fields.date.as_deref().and_then(date_of) };
        outlet.inside(&self.number.to_string(), |outlet| {
            outlet.found = found;
            page(&fields, &block, outlet);
        });
        Ok(if outlet.may_unpack() { Outcome::Read } else { Outcome::Enough })
    }

    /// Reads the records that a record with too large a length holds beside its own block.
    fn swallowed(&mut self, block: &[u8], outlet: &mut Outlet<'_>) {
        let at = memchr::memmem::find(block, b"\r\n\r\nWARC/1.");
        if let Some(mut rest) = at.and_then(|at| block.get(at + 4..))
            && !self.mended
        {
            let input = &mut Input::new(&mut rest);
            let input = Counted { input, at: 0 };
            let mut inner = Crawl { input, start: 0, number: self.number, mended: true };
            inner.records(outlet);
            self.number = inner.number;
        }
    }
}

fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}

impl Counted<'_, '_> {
    fn head(&mut self, length: usize) -> io::Result<&[u8]> {
        self.input.head(length)
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
        self.at += count as u64;
    }

    fn skip_blank(&mut self) -> io::Result<()> {
        while let Some(b'\r' | b'\n') = self.head(1)?.first() {
            self.consume(1);
        }
        Ok(())
    }

    fn block(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut block = Vec::new();
        let read = self.input.by_ref().take(length).read_to_end(&mut block);
        self.at += block.len() as u64;
        read.map(|_| block)
    }

    fn skip(&mut self, length: u64) -> io::Result<u64> {
        let skipped = io::copy(&mut self.input.by_ref().take(length), &mut io::sink())?;
        self.at += skipped;
        Ok(skipped)
    }

    /// Whether a record ends here: by its two empty lines, or because another begins or nothing
    /// follows.
    fn ends_record(&mut self) -> io::Result<bool> {
        let head = self.head(16)?;
        let rest = head.trim_ascii_start();
        let next = rest.is_empty() || rest.starts_with(b"WARC/");
        Ok(head.starts_with(b"\r\n\r\n") || head.starts_with(b"\n\n") || next)
    }

    /// Goes on to the next line that begins a record.
    fn skip_to_record(&mut self) -> io::Result<()> {
        loop {
            let head = self.input.head(32 * 1024)?;
            if head.is_empty() || is_version(head) {
                return Ok(());
            }
            let next = memchr::memmem::find_iter(head, b"\nWARC/")
                .map(|at| at + 1)
                .find(|at| head.get(*at..).is_some_and(is_version));
            // Its beginning may stand at the end of what was looked at.
            let count = next.unwrap_or_else(|| head.len().saturating_sub(16).max(1));
            self.consume(count);
        }
    }

    /// The header of a record, or `None` when none begins here.
    fn fields(&mut self) -> io::Result<Option<Fields>> {
        if !is_version(self.head(16)?) {
            return Ok(None);
        }
        let mut fields = Fields::default();
        let (mut line, mut total) = (Vec::new(), 0);
        loop {
            line.clear();
            let room = (LONGEST_HEADER - total) as u64;
            let count = self.input.by_ref().take(room).read_until(b'\n', &mut line)?;
            self.at += count as u64;
            total += count;
            if count == 0 {
                return Ok(None);
            }
            if line.trim_ascii().is_empty() {
                return Ok(Some(fields));
            }
            fields.line(&String::from_utf8_lossy(&line));
        }
    }
}

fn is_version(line: &[u8]) -> bool {
    line.strip_prefix(b"WARC/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

impl Fields {
    fn line(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-type" => self.media = value.to_owned(),
            "content-length" => self.length = value.parse().ok(),
            // Some programs write it in angle brackets.
            "warc-target-uri" => self.url = Some(one_line(value.trim_matches(['<', '>']))),
            "warc-date" => self.date = Some(value.to_owned()),
            _ => {}
        }
    }

    /// Whether the record may be a page by its kind and address: crawlers keep their logs and answers
    /// about names beside the pages, as `metadata:`, `urn:` and `dns:`.
    fn may_be_page(&self) -> bool {
        const FETCHED: [&str; 4] = ["http", "https", "ftp", "file"];
        let scheme = self.url.as_deref().and_then(|url| url.split(':').next());
        let fetched = scheme.is_none_or(|scheme| {
            FETCHED.iter().any(|fetched| scheme.eq_ignore_ascii_case(fetched))
        });
        fetched && matches!(self.kind.as_str(), "response" | "resource" | "conversion")
    }
}

/// Reads the block of a record.
fn page(fields: &Fields, block: &[u8], outlet: &mut Outlet<'_>) {
    let (media, body) = match fields.kind.as_str() {
        "response" => {
            let Some(answer) = http::Answer::of(block) else { return };
            if !(200..300).contains(&answer.status) {
                return;
            }
            (answer.media.clone(), answer.body())
        }
        _ => (fields.media.clone(), http::Body { bytes: Cow::Borrowed(block), packed: None }),
    };
    let (kind, charset) = http::media_type(&media);
    let format = match Format::of_media_type(&kind) {
        Some(format) => Some(format),
        None if is_open(&kind) => match Named::of(last_part(fields.url.as_deref())) {
            Named::Foreign => return,
            Named::Known(format) => Some(format),
            Named::Open => None,
        },
        None => return,
    };
    // A page may hold JSON, but what a crawl fetched as data is no report.
    let clues = Clues { format, charset: charset.as_deref() };
    let mut plain = body.bytes.as_ref();
    match body.packed {
        Some(packing) if packing.begins(plain) => {
            let unpacked = packing.unpacker(plain).and_then(|unpacker| {
                Input::new(&mut Unpacking::new(unpacker, outlet)).whole(MAX_FILE)
            });
            match unpacked {
                Ok(Some(bytes)) => {
                    read::item(clues, &mut Input::new(&mut bytes.as_slice()), outlet)
                }
                Ok(None) => {
                    let limit = MAX_FILE / 1024 / 1024;
                    outlet.refuse(
                        None,
                        format!("is larger than {limit} MiB; fetch the page as a file"),
                    );
                }
                Err(error) => outlet.refuse(None, trouble(&error)),
            }
        }
        _ => read::item(clues, &mut Input::new(&mut plain), outlet),
    }
}

/// Whether a media type says nothing, so that the address may tell.
fn is_open(kind: &str) -> bool {
    matches!(kind, "" | "application/octet-stream" | "application/download" | "binary/octet-stream")
}

/// The last part of an address's path.
fn last_part(url: Option<&str>) -> &str {
    let url = url.unwrap_or_default();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.split("://").nth(1).and_then(|rest| rest.split('/').skip(1).last()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
