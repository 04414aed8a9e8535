//! Tape archives, read as a stream.

use std::io::{self, Read};

use super::{Names, member, member_name};
use crate::corpus::format::Named;
use crate::corpus::input::Input;
use crate::corpus::outlet::Outlet;
use crate::corpus::read::{Clues, trouble};

const BLOCK: usize = 512;

/// Bytes of a record that gives a member its long name.
const LONGEST_NAME: u64 = 64 * 1024;

/// Reads the members of a tape archive.
pub(in crate::corpus) fn tar(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    outlet.deeper(|outlet| {
        if let Err(error) = members(input, outlet) {
            outlet.refuse(None, trouble(&error));
        }
    });
}

fn members(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> io::Result<()> {
    let mut names = Names::new();
    let (mut at, mut damaged) = (0_u64, false);
    // A name that a record of its own gives to the next member.
    let mut long_name: Option<Vec<u8>> = None;
    let mut block = [0; BLOCK];
    for number in 1_u64.. {
        match input.read_exact(&mut block) {
            // Some programs leave out the two blocks of zeros at the end.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            read => read?,
        }
        let start = at;
        at += BLOCK as u64;
        if block.iter().all(|byte| *byte == 0) {
            damaged = false;
            continue;
        }
        let Some(header) = Header::of(&block) else {
            // The next header that is whole is looked for block by block; told once.
            if !std::mem::replace(&mut damaged, true) {
                let reason = format!("is damaged at byte {start}; fetch or pack it again");
                outlet.refuse(None, reason);
            }
            continue;
        };
        damaged = false;
        let mut content = input.by_ref().take(header.size);
        let mut goes_on = true;
        match header.kind {
            b'L' | b'x' if header.size <= LONGEST_NAME => {
                let mut record = Vec::new();
                content.read_to_end(&mut record)?;
                long_name = match header.kind {
                    b'L' => Some(record),
                    _ => pax_path(&record).or(long_name),
                };
            }
            b'0' | 0 | b'7' => {
                let raw = long_name.take().unwrap_or(header.name);
                let end = memchr::memchr(0, &raw).unwrap_or(raw.len());
                let name = member_name(raw.get(..end).unwrap_or_default());
                let hidden = name.split('/').any(|part| part.starts_with('.'));
                if !hidden
                    && Named::of(name.rsplit('/').next().unwrap_or_default()) != Named::Foreign
                {
                    let name = if name.is_empty() { format!("member {number}") } else { name };
                    let name = names.unique(name);
                    let clues = Clues::of_name(&name);
                    goes_on = member(&name, clues, &mut content, outlet);
                }
            }
            _ => long_name = None,
        }
        if !goes_on {
            return Ok(());
        }
        let left = content.limit();
        let padding = (BLOCK as u64 - header.size % BLOCK as u64) % BLOCK as u64;
        io::copy(&mut input.by_ref().take(left.saturating_add(padding)), &mut io::sink())?;
        at = at.saturating_add(header.size).saturating_add(padding);
    }
    Ok(())
}

struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    /// A header whose checksum holds.
    fn of(block: &[u8; BLOCK]) -> Option<Self> {
        let stated = number(block.get(148..156)?)?;
        let sum: u64 = block
            .iter()
            .enumerate()
            .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) })
            .sum();
        let field = |from: usize, to: usize| {
            let field = block.get(from..to).unwrap_or_default();
            field.get(..memchr::memchr(0, field).unwrap_or(field.len())).unwrap_or_default()
        };
        let prefix = if block.get(257..262)? == b"ustar" { field(345, 500) } else { b"" };
        let name = match prefix {
            b"" => field(0, 100).to_vec(),
            prefix => [prefix, b"/", field(0, 100)].concat(),
        };
        let size = number(block.get(124..136)?)?;
        (stated == sum).then_some(Self { name, size, kind: *block.get(156)? })
    }
}

/// Octal digits, or, when the first bit is set, a number in base 256.
fn number(field: &[u8]) -> Option<u64> {
    let (first, rest) = field.split_first()?;
    if first & 0x80 != 0 {
        let start = u64::from(first & 0x7F);
        return rest
            .iter()
            .try_fold(start, |sum, byte| sum.checked_mul(256)?.checked_add(u64::from(*byte)));
    }
    let text = std::str::from_utf8(field).ok()?;
    let text = text.trim_matches(['\0', ' ']);
    if text.is_empty() { Some(0) } else { u64::from_str_radix(text, 8).ok() }
}

/// The `path` of an extended header: lines of `length key=value`.
fn pax_path(record: &[u8]) -> Option<Vec<u8>> {
    record
        .split(|byte| *byte == b'\n')
        .filter_map(|line| line.split(|byte| *byte == b' ').nth(1).map(|first| (line, first)))
        .find(|(_, first)| first.starts_with(b"path="))
        .and_then(|(line, _)| {
            let at = memchr::memmem::find(line, b" path=")? + 6;
            line.get(at..).map(<[u8]>::to_vec)
        })
}
