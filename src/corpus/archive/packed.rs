//! Single files that are packed: gzip and Zstandard.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;

use super::Unpacking;
use crate::corpus::format::Format;
use crate::corpus::input::Input;
use crate::corpus::outlet::Outlet;
use crate::corpus::read::{self, Clues};

/// Memory that a Zstandard frame may ask for, as a power of two: 128 MiB is what `zstd` allows.
const WINDOW_LOG: u32 = 27;

/// Reads what gzip packed, member after member.
pub(in crate::corpus) fn gzip(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    packed(&mut MultiGzDecoder::new(input), outlet);
}

/// Reads what Zstandard packed, frame after frame.
pub(in crate::corpus) fn zstd(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    let decoder = zstd::stream::read::Decoder::with_buffer(input).and_then(|mut decoder| {
        decoder.window_log_max(WINDOW_LOG)?;
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
