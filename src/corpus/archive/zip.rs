//! ZIP archives, and which of them are documents of an office.

use std::fs::File;
use std::io::{self, BufReader, Read};

use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, ErrorKind, RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipArchive,
    ZipArchiveEntryWayfinder, ZipLocator,
};

use super::{Names, Unpacking, member, member_name};
use crate::corpus::format::{Format, Named};
use crate::corpus::input::{Input, Refusal};
use crate::corpus::outlet::Outlet;
use crate::corpus::read::{self, Clues, MAX_FILE, trouble};

/// Members looked at to tell a document from an archive.
const MOST_LOOKED_AT: usize = 4096;

/// Bytes of the part that names an OpenDocument's or EPUB's type.
const LONGEST_MIMETYPE: u64 = 256;

/// Where a member lies, how it is packed, and whether it is encrypted.
type Found = (ZipArchiveEntryWayfinder, CompressionMethod, bool);

/// Reads an archive's members, or the document that it is.
pub(in crate::corpus) fn read(clues: Clues<'_>, input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    if let Some(file) = input.file() {
        let format = match file.metadata().map_err(|error| trouble(&error)).and_then(|metadata| {
            let archive = open(At(file), metadata.len())?;
            let format = kind(&archive);
            if format == Format::Zip {
                members(&archive, outlet);
            }
            Ok(format)
        }) {
            Ok(format) => format,
            Err(reason) => return outlet.refuse(None, reason),
        };
        return match format {
            // Only so that its hash is known.
            Format::Zip => drop(io::copy(input, &mut io::sink())),
            document => read::as_a_whole(document, clues, input, outlet),
        };
    }
    let room = MAX_FILE.saturating_sub(outlet.limits.held);
    let bytes = match input.whole(room) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return outlet.refuse(None, "is too large within another archive; unpack that"),
        Err(error) => return outlet.refuse(None, trouble(&error)),
    };
    match open(bytes.as_slice(), bytes.len() as u64) {
        Err(reason) => outlet.refuse(None, reason),
        Ok(archive) => match kind(&archive) {
            Format::Zip => {
                outlet.limits.held += bytes.len() as u64;
                members(&archive, outlet);
                outlet.limits.held -= bytes.len() as u64;
            }
            document => read::whole(document, clues, &bytes, outlet),
        },
    }
}

/// An archive by its directory, which is searched for at the end of `length` bytes.
pub(in crate::corpus) fn open<R: ReaderAt>(from: R, length: u64) -> Result<ZipArchive<R>, String> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    ZipLocator::new()
        .locate_in_reader(from, &mut buffer, length)
        .map_err(|(_, error)| damaged(&error))
}

/// The content of the member with exactly this name, `None` when there is none; of a document that
/// is held in memory.
///
/// Errors say what is wrong and what to do: the part is damaged, or larger than `limit` bytes.
pub(in crate::corpus) fn part<R: ReaderAt>(
    archive: &ZipArchive<R>,
    name: &str,
    limit: u64,
) -> Result<Option<Vec<u8>>, String> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let mut entries = archive.entries(&mut buffer);
    let found = loop {
        match entries.next_entry().map_err(|error| damaged(&error))? {
            None => return Ok(None),
            Some(entry) if entry.file_path().as_bytes() == name.as_bytes() => {
                break (
                    entry.wayfinder(),
                    entry.compression_method(),
                    entry.flags().is_encrypted(),
                );
            }
            Some(_) => {}
        }
    };
    content(archive, found, |content| {
        let mut bytes = Vec::new();
        content.take(limit + 1).read_to_end(&mut bytes).map_err(|error| trouble(&error))?;
        match bytes.len() as u64 > limit {
            true => Err(format!("holds a part, {name}, that is too large; split it")),
            false => Ok(Some(bytes)),
        }
    })?
}

/// What kind of file an archive is: [`Format::Zip`] when it is no document of a known kind.
pub(super) fn kind<R: ReaderAt>(archive: &ZipArchive<R>) -> Format {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let mut entries = archive.entries(&mut buffer);
    let (mut types, mut found, mut mimetype) = (false, None, false);
    for _ in 0..MOST_LOOKED_AT {
        let Ok(Some(entry)) = entries.next_entry() else { break };
        match entry.file_path().as_bytes() {
            b"[Content_Types].xml" => types = true,
            b"word/document.xml" => found = Some(Format::Docx),
            b"xl/workbook.xml" => found = Some(Format::Xlsx),
            b"META-INF/container.xml" if found.is_none() => found = Some(Format::Epub),
            b"mimetype" => mimetype = true,
            _ => {}
        }
    }
    let named = match mimetype {
        true => part(archive, "mimetype", LONGEST_MIMETYPE).ok().flatten().unwrap_or_default(),
        false => Vec::new(),
    };
    match (named.trim_ascii(), found) {
        (b"application/vnd.oasis.opendocument.text", _) => Format::Odt,
        (b"application/vnd.oasis.opendocument.spreadsheet", _) => Format::Ods,
        (b"application/epub+zip", _) | (_, Some(Format::Epub)) => Format::Epub,
        (_, Some(document)) if types => document,
        _ => Format::Zip,
    }
}

fn members<R: ReaderAt>(archive: &ZipArchive<R>, outlet: &mut Outlet<'_>) {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let mut entries = archive.entries(&mut buffer);
    let mut names = Names::new();
    outlet.deeper(|outlet| {
        for number in 1_u64.. {
            let (name, found) = match entries.next_entry() {
                Ok(None) => break,
                Err(error) => return outlet.refuse(None, damaged(&error)),
                Ok(Some(entry)) if entry.is_dir() => continue,
                Ok(Some(entry)) => (
                    // The flag that says that a name is UTF-8 is not asked: many programs forget it.
                    member_name(entry.file_path().as_bytes()),
                    (entry.wayfinder(), entry.compression_method(), entry.flags().is_encrypted()),
                ),
            };
            let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            let last = name.rsplit('/').next().unwrap_or_default();
            if hidden || Named::of(last) == Named::Foreign {
                continue;
            }
            let name = if name.is_empty() { format!("member {number}") } else { name };
            let name = names.unique(name);
            let goes_on = content(archive, found, |content| {
                let mut content = Unpacking::new(content, outlet);
                member(&name, Clues::of_name(&name), &mut content, outlet)
            });
            match goes_on {
                Ok(true) => {}
                Ok(false) => return,
                Err(reason) => outlet.inside(&name, |outlet| outlet.refuse(None, reason)),
            }
        }
    });
}

/// Opens a member and hands its content, unpacked and checked at its end, to `read`.
fn content<R: ReaderAt, T>(
    archive: &ZipArchive<R>,
    (way, method, encrypted): Found,
    read: impl FnOnce(&mut dyn Read) -> T,
) -> Result<T, String> {
    if encrypted {
        return Err("is encrypted; pack it without a password".to_owned());
    }
    let entry = archive.get_entry(way).map_err(|error| damaged(&error))?;
    let packed = BufReader::new(entry.reader());
    match method {
        CompressionMethod::STORE => Ok(read(&mut Checked(entry.verifying_reader(packed)))),
        CompressionMethod::DEFLATE => {
            Ok(read(&mut Checked(entry.verifying_reader(DeflateDecoder::new(packed)))))
        }
        other => {
            Err(format!("is packed by a method that is not read ({other}); pack it by deflate"))
        }
    }
}

/// Words an error of the archive.
fn damaged(error: &rawzip::Error) -> String {
    match error.kind() {
        ErrorKind::IO(error) => trouble(error),
        _ => format!("is damaged ({error}); fetch or pack it again"),
    }
}

/// Marks what goes wrong at the end of a member as damage.
struct Checked<R>(R);

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Other => {
                Refusal::error(format!("is damaged ({error}); fetch or pack it again"))
            }
            _ => error,
        })
    }
}

/// A file that is read at any place.
struct At<'f>(&'f File);

impl ReaderAt for At<'_> {
    #[cfg(unix)]
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self.0, into, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self.0, into, offset)
    }
}
