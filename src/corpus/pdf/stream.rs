//! The filters of streams, each with a bound on what comes out.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};

use super::file::File;
use super::object::{Dict, Object};

/// Bytes a stream may decode to; no page of text comes near.
const MOST_DECODED: usize = 32 * 1024 * 1024;

/// Filters that may be applied to one stream, one after another.
const MOST_FILTERS: usize = 6;

/// What a stream holds once its filters are undone; `None` for images and unknown filters.
///
/// Damaged data count up to the damage. Where more comes out than a stream may hold, the file's
/// fuel is spent, since only a bomb does that.
pub(super) fn decode(file: &File<'_>, dict: &Dict, raw: &[u8]) -> Option<Vec<u8>> {
    let several = |long: &str, short: &str| -> Vec<Object> {
        match file.value(dict, long).or_else(|| file.value(dict, short)) {
            Some(Object::Array(items)) => items,
            Some(one) => vec![one],
            None => Vec::new(),
        }
    };
    let filters = several("Filter", "F");
    let params = several("DecodeParms", "DP");
    if filters.len() > MOST_FILTERS {
        return None;
    }
    let mut data = Cow::Borrowed(raw);
    for (index, filter) in filters.iter().enumerate() {
        let params = params.get(index).and_then(|params| file.resolve(params));
        let params = params.as_ref().and_then(Object::dict);
        let number = |key: &str, default: u32| {
            let value = params.and_then(|params| file.value(params, key)?.whole());
            value.unwrap_or(default) as usize
        };
        let decoded = match file.resolve(filter)?.name()? {
            "FlateDecode" | "Fl" => predict(inflate(&data), number),
            "LZWDecode" | "LZW" => predict(lzw(&data, number("EarlyChange", 1) != 0), number),
            "ASCIIHexDecode" | "AHx" => hex(&data),
            "ASCII85Decode" | "A85" => ascii85(&data),
            "RunLengthDecode" | "RL" => run_length(&data),
            "Crypt" => continue,
            _ => return None,
        };
        if decoded.len() > MOST_DECODED {
            file.fuel.spend();
        }
        if !file.fuel.burn(decoded.len()) {
            return None;
        }
        data = Cow::Owned(decoded);
    }
    Some(data.into_owned())
}

/// At most a little over [`MOST_DECODED`] bytes, up to the first damage.
fn inflate(data: &[u8]) -> Vec<u8> {
    let zlib = inflate_as(data, true);
    // Without the two bytes of header, or with wrong ones.
    if zlib.is_empty() && !data.is_empty() { inflate_as(data, false) } else { zlib }
}

fn inflate_as(data: &[u8], header: bool) -> Vec<u8> {
    let mut inflater = Decompress::new(header);
    let mut decoded = Vec::with_capacity(data.len().saturating_mul(3).min(MOST_DECODED));
    while decoded.len() <= MOST_DECODED {
        decoded.reserve(32 * 1024);
        let (before, input) = (decoded.len(), inflater.total_in());
        let rest = usize::try_from(input).ok().and_then(|read| data.get(read..));
        let status =
            inflater.decompress_vec(rest.unwrap_or_default(), &mut decoded, FlushDecompress::None);
        let stuck = decoded.len() == before && inflater.total_in() == input;
        if !matches!(status, Ok(Status::Ok | Status::BufError)) || stuck {
            break;
        }
    }
    decoded
}

fn lzw(data: &[u8], early: bool) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    // Each entry is a stretch of what was decoded.
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(4096);
    let mut decoded: Vec<u8> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        let known = 258 + table.len() + usize::from(early);
        let width = match known {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        bits &= (1 << held) - 1;
        if code == END || decoded.len() > MOST_DECODED {
            break;
        }
        if code == CLEAR {
            table.clear();
            last = None;
            continue;
        }
        // The entry that this code completes: the last one and the byte that follows it.
        if let Some((start, length)) = last
            && table.len() < 4096 - 258
        {
            table.push((start, length + 1));
        }
        let start = decoded.len();
        if code < CLEAR {
            decoded.push((code & 0xFF) as u8);
        } else {
            let Some((from, length)) = table.get(code - 258).copied() else { break };
            // May overlap with what is being written, by one byte.
            for place in from..from + length {
                let Some(byte) = decoded.get(place).copied() else { break };
                decoded.push(byte);
            }
        }
        last = Some((start, decoded.len() - start));
    }
    decoded
}

fn hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u8> =
        digits.filter_map(|byte| char::from(*byte).to_digit(16)?.try_into().ok()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let mut decoded = Vec::new();
    let mut group = Vec::with_capacity(5);
    for byte in data {
        match byte {
            b'z' if group.is_empty() => decoded.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            decoded.extend(base85(&group));
            group.clear();
        }
    }
    let left = group.len();
    if left > 1 {
        group.resize(5, 84);
        decoded.extend(base85(&group).into_iter().take(left - 1));
    }
    decoded
}

fn base85(group: &[u8]) -> [u8; 4] {
    let value = group
        .iter()
        .fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)));
    value.to_be_bytes()
}

fn run_length(data: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut rest = data;
    while let Some((length, after)) = rest.split_first() {
        match length {
            128 => break,
            0..=127 => {
                let (run, after) = after.split_at((usize::from(*length) + 1).min(after.len()));
                decoded.extend_from_slice(run);
                rest = after;
            }
            _ => {
                let Some((byte, after)) = after.split_first() else { break };
                decoded.extend(std::iter::repeat_n(*byte, 257 - usize::from(*length)));
                rest = after;
            }
        }
        if decoded.len() > MOST_DECODED {
            break;
        }
    }
    decoded
}

/// Undoes the differences between rows or pixels that were taken before compressing.
fn predict(data: Vec<u8>, number: impl Fn(&str, u32) -> usize) -> Vec<u8> {
    let predictor = number("Predictor", 1);
    let pixel_bits = number("Colors", 1).clamp(1, 32) * number("BitsPerComponent", 8).clamp(1, 16);
    let pixel = pixel_bits.div_ceil(8);
    let row = (number("Columns", 1).clamp(1, 1 << 20) * pixel_bits).div_ceil(8);
    match predictor {
        2 if number("BitsPerComponent", 8) == 8 => tiff(data, row, pixel),
        10..=15 => png(&data, row, pixel),
        _ => data,
    }
}

fn tiff(mut data: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for row in data.chunks_mut(row) {
        for place in pixel..row.len() {
            row[place] = row[place].wrapping_add(row[place - pixel]);
        }
    }
    data
}

fn png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut decoded: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; row];
    for chunk in data.chunks(row + 1) {
        let Some((filter, bytes)) = chunk.split_first() else { break };
        let mut current = vec![0_u8; row];
        for (place, byte) in bytes.iter().enumerate() {
            let left = if place < pixel { 0 } else { current[place - pixel] };
            let corner = if place < pixel { 0 } else { above[place - pixel] };
            let up = above[place];
            let guess = match filter {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            current[place] = byte.wrapping_add(guess);
        }
        decoded.extend(current.iter().take(bytes.len()));
        above = current;
    }
    decoded
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (to_left, to_up, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests;
