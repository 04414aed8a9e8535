//! Answers of web servers as crawls keep them.

use std::borrow::Cow;
use std::io::{self, Read};

/// Fields of an answer that are looked at.
const MOST_FIELDS: usize = 500;

/// Memory that a body packed by Zstandard may ask for, as a power of two: what RFC 9659 allows.
const WINDOW_LOG: u32 = 23;

/// An answer of a web server.
pub(super) struct Answer<'b> {
    pub(super) status: u16,
    /// Value of `Content-Type`.
    pub(super) media: String,
    encoding: String,
    chunked: bool,
    body: &'b [u8],
}

/// The body of an answer, without the marks of its transfer.
pub(super) struct Body<'b> {
    pub(super) bytes: Cow<'b, [u8]>,
    /// How it is packed, when it is.
    pub(super) packed: Option<Packing>,
}

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Deflate,
    Zstd,
}

impl<'b> Answer<'b> {
    /// The answer in a record, `None` when it is none.
    pub(super) fn of(block: &'b [u8]) -> Option<Self> {
        let mut rest = block;
        let mut next_line = || {
            let end = memchr::memchr(b'\n', rest)?;
            let line = rest.get(..end)?;
            rest = rest.get(end + 1..)?;
            Some(line.trim_ascii())
        };
        let first = next_line()?;
        let status = first.strip_prefix(b"HTTP/")?.split(|byte| *byte == b' ').nth(1)?;
        let status = std::str::from_utf8(status).ok()?.parse().ok()?;
        let mut answer = Self {
            status,
            media: String::new(),
            encoding: String::new(),
            chunked: false,
            body: b"",
        };
        for _ in 0..MOST_FIELDS {
            let line = next_line()?;
            if line.is_empty() {
                break;
            }
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => answer.media = value.to_owned(),
                "content-encoding" => answer.encoding = value.to_ascii_lowercase(),
                "transfer-encoding" => {
                    answer.chunked = value.to_ascii_lowercase().contains("chunked");
                }
                _ => {}
            }
        }
        answer.body = rest;
        Some(answer)
    }

    /// The body, put together from its chunks. Many crawlers have done that and left the field.
    pub(super) fn body(&self) -> Body<'b> {
        let whole = self.chunked.then(|| unchunked(self.body)).flatten();
        let packed = match self.encoding.as_str() {
            "gzip" | "x-gzip" => Some(Packing::Gzip),
            "deflate" => Some(Packing::Deflate),
            "zstd" => Some(Packing::Zstd),
            _ => None,
        };
        Body { bytes: whole.map_or(Cow::Borrowed(self.body), Cow::Owned), packed }
    }
}

impl Packing {
    /// Whether bytes are packed so: crawlers unpack and leave the field, too.
    pub(super) fn begins(self, bytes: &[u8]) -> bool {
        match self {
            Self::Gzip => bytes.starts_with(b"\x1F\x8B"),
            Self::Deflate => bytes.first().is_some_and(|byte| byte & 0x0F == 8),
            Self::Zstd => bytes.starts_with(b"\x28\xB5\x2F\xFD"),
        }
    }

    /// Unpacks what it packed.
    pub(super) fn unpacker<'b>(self, bytes: &'b [u8]) -> io::Result<Box<dyn Read + 'b>> {
        Ok(match self {
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
            Self::Deflate => Box::new(flate2::bufread::ZlibDecoder::new(bytes)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes)?;
                decoder.window_log_max(WINDOW_LOG)?;
                Box::new(decoder)
            }
        })
    }
}

/// `text/html; charset=EUC-JP` as type, in lower case, and encoding.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut pieces = value.split(';');
    let kind = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = pieces.find_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    (kind, charset.map(|charset| charset.trim().trim_matches('"').to_owned()))
}

/// The bytes of chunks, or `None` when they are none.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.get(..rest.len().min(256))?)?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = size.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            break;
        }
        // The last chunk of a page that was cut off is kept.
        bytes.extend_from_slice(rest.get(..size).unwrap_or(rest));
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    Some(bytes)
}
