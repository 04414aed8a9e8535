//! Single files that are packed: gzip and Zstandard.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::Unpacking;
use crate::corpus::format::Format;
use crate::corpus::input::Input;
use crate::corpus::outlet::Outlet;
use crate::corpus::read::{self, Clues};

/// Memory that a Zstandard frame may ask for, as a power of two: 128 MiB is what `zstd` allows.
const WINDOW_LOG: u32 = 27;

/// The same within other boxes, which have memory of their own: 8 MiB serves all but extreme levels.
const INNER_WINDOW_LOG: u32 = 23;

/// How a member of gzip begins.
const GZIP: &[u8] = b"\x1F\x8B\x08";

/// Reads what gzip packed.
pub(in crate::corpus) fn gzip(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    packed(&mut Members::Between(input), outlet);
}

/// Reads what Zstandard packed, frame after frame.
pub(in crate::corpus) fn zstd(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    let window = if outlet.limits.depth == 0 { WINDOW_LOG } else { INNER_WINDOW_LOG };
    let decoder = zstd::stream::read::Decoder::with_buffer(input).and_then(|mut decoder| {
        decoder.window_log_max(window)?;
        Ok(decoder)
    });
    match decoder {
        Ok(mut decoder) => packed(&mut decoder, outlet),
        Err(error) => outlet.refuse(None, read::trouble(&error)),
    }
}

/// What is packed keeps the path of the file, since it is one: `a.jsonl.gz` gives `a.jsonl.gz#3`.
fn packed(from: &mut dyn Read, outlet: &mut Outlet<'_>) {
    let format = inner_format(outlet.path());
    let mut unpacking = Unpacking::new(from, outlet);
    outlet.deeper(|outlet| {
        let clues = Clues { format, charset: None };
        read::item(clues, &mut Input::new(&mut unpacking), outlet);
    });
}

/// The format that a packed file's name stands for below its last extension.
fn inner_format(path: &str) -> Option<Format> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "tgz" | "tzst" => Some(Format::Tar),
        _ => Format::of(stem),
    }
}

/// The members of a gzip file as one stream.
///
/// A damaged member is an error once ([`io::ErrorKind::InvalidData`]); who reads on gets what
/// follows from the next member that begins. Crawls have a member for each record.
enum Members<'i, 'r> {
    /// Between members.
    Between(&'i mut Input<'r>),
    In(GzDecoder<&'i mut Input<'r>>),
    Ended,
}

impl Read for Members<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(self, Self::Ended) {
                Self::Ended => return Ok(0),
                Self::Between(input) => {
                    if next_member(input)? {
                        *self = Self::In(GzDecoder::new(input));
                    }
                }
                Self::In(mut decoder) => match decoder.read(into) {
                    Ok(0) if !into.is_empty() => *self = Self::Between(decoder.into_inner()),
                    Ok(count) => {
                        *self = Self::In(decoder);
                        return Ok(count);
                    }
                    Err(error) => {
                        *self = Self::Between(decoder.into_inner());
                        let data = match error.kind() {
                            io::ErrorKind::InvalidInput => {
                                io::Error::new(io::ErrorKind::InvalidData, error)
                            }
                            _ => error,
                        };
                        return Err(data);
                    }
                },
            }
        }
    }
}

/// Goes on to the next member; false when there is none. What stands between is no member's.
fn next_member(input: &mut Input<'_>) -> io::Result<bool> {
    loop {
        let head = input.head(32 * 1024)?;
        if let Some(at) = memchr::memmem::find(head, GZIP) {
            input.consume(at);
            return Ok(true);
        }
        if head.len() < GZIP.len() {
            return Ok(false);
        }
        let count = head.len() + 1 - GZIP.len();
        input.consume(count);
    }
}
