//! The parts of an office document or book: a ZIP archive read by the names of its parts, within
//! limits that a bomb cannot pass.

use std::collections::BTreeMap;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::ole;
use super::xml::{Step, Xml};

/// Parts a package may have; books of a thousand pictures stay far below.
const MOST_PARTS: usize = 20_000;

/// Bytes that a part may unpack to: 64 MiB.
pub(super) const MAX_PART: u64 = 64 * 1024 * 1024;

/// Bytes that a part that is streamed, a sheet, may unpack to: 1 GiB.
pub(super) const MAX_STREAM: u64 = 1024 * 1024 * 1024;

/// How many times its packed size a part may unpack to, once it is larger than [`SMALL`].
const MAX_RATIO: u64 = 400;

/// Bytes that any part may unpack to whatever its ratio: blank forms pack very well.
const SMALL: u64 = 4 * 1024 * 1024;

/// A package in memory.
pub(super) struct Package<'b> {
    archive: ZipSliceArchive<&'b [u8]>,
    parts: BTreeMap<String, Entry>,
}

/// Where a part is, and how it is packed.
struct Entry {
    way: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

impl<'b> Package<'b> {
    /// Opens the archive, or says why it cannot be read.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, String> {
        if ole::is_ole(bytes) {
            return Err(ole::reason(bytes));
        }
        let archive = ZipArchive::from_slice(bytes).map_err(|_| damaged())?;
        let mut parts = BTreeMap::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(|_| damaged())? {
            if parts.len() >= MOST_PARTS {
                return Err(format!("has more than {MOST_PARTS} parts; save it again"));
            }
            let name = String::from_utf8_lossy(entry.file_path().as_bytes()).replace('\\', "/");
            let way = entry.wayfinder();
            let method = entry.compression_method();
            let encrypted = entry.flags().is_encrypted();
            parts.entry(name).or_insert(Entry { way, method, encrypted });
        }
        Ok(Self { archive, parts })
    }

    /// A part as XML; `None` when the package has none of this name. Parts over `limit` bytes break
    /// off with an error.
    pub(super) fn xml(&self, name: &str, limit: u64) -> Result<Option<Xml<'_>>, String> {
        Ok(self.part(name, limit)?.map(Xml::new))
    }

    /// The bytes of a part of at most [`MAX_PART`].
    pub(super) fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(mut part) = self.part(name, MAX_PART)? else { return Ok(None) };
        let mut bytes = Vec::new();
        match part.read_to_end(&mut bytes) {
            Ok(_) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::Other => Err(error.to_string()),
            Err(_) => Err(damaged()),
        }
    }

    /// The relations of a part: id, last word of the type, and name of the part related to.
    pub(super) fn relations(&self, part: &str) -> Result<Vec<Relation>, String> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        let mut relations = Vec::new();
        let Some(mut xml) = self.xml(&name, MAX_PART)? else { return Ok(relations) };
        loop {
            match xml.next()? {
                Step::Open(tag) if tag.name() == "Relationship" => {
                    if tag.attr("TargetMode").as_deref() == Some("External") {
                        continue;
                    }
                    let kind = tag.attr("Type").unwrap_or_default();
                    relations.push(Relation {
                        id: tag.attr("Id").unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        part: resolved(folder, &tag.attr("Target").unwrap_or_default()),
                    });
                }
                Step::Over => return Ok(relations),
                _ => {}
            }
        }
    }

    /// The text of the first element of this name in a part, trimmed; `None` when it is empty.
    pub(super) fn property(&self, part: &str, element: &str) -> Option<String> {
        let mut xml = self.xml(part, MAX_PART).ok()??;
        loop {
            match xml.next().ok()? {
                Step::Open(tag) if tag.name() == element => break,
                Step::Over => return None,
                _ => {}
            }
        }
        let text = xml.text().ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn part(&self, name: &str, limit: u64) -> Result<Option<Part<'_>>, String> {
        let Some(entry) = self.parts.get(name) else { return Ok(None) };
        if entry.encrypted {
            return Err("is locked with a password; save it without one".to_owned());
        }
        let found = self.archive.get_entry(entry.way).map_err(|_| damaged())?;
        let packed = found.data();
        let unpacked: Box<dyn Read + '_> = match entry.method {
            CompressionMethod::STORE => Box::new(found.verifying_reader(packed)),
            CompressionMethod::DEFLATE => {
                Box::new(found.verifying_reader(DeflateDecoder::new(packed)))
            }
            _ => return Err("is packed in a way that is not read; save it again".to_owned()),
        };
        let most = (packed.len() as u64).saturating_mul(MAX_RATIO).max(SMALL).min(limit);
        Ok(Some(Part { unpacked, limit, most, read: 0 }))
    }
}

/// How one part of a package points to another.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) part: String,
}

/// A name as written in a part of `folder`, from the top of the package.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let mut names: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|name| !name.is_empty()).collect(),
    };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

fn damaged() -> String {
    "is damaged; get or save it again".to_owned()
}

/// A part that stops when it grows beyond what is allowed.
struct Part<'p> {
    unpacked: Box<dyn Read + 'p>,
    limit: u64,
    most: u64,
    read: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // What the archive says of itself is damage; only the limits below are `Other`.
        let count = self
            .unpacked
            .read(buffer)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        self.read += count as u64;
        if self.read > self.most {
            let reason = if self.most < self.limit {
                format!(
                    "unpacks to more than {MAX_RATIO} times its size and was not read; save it again"
                )
            } else {
                let limit = self.limit / 1024 / 1024;
                format!("unpacks to more than {limit} MiB and was not read; split it")
            };
            return Err(io::Error::other(reason));
        }
        Ok(count)
    }
}
