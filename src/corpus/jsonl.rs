//! JSON lines: a report on every line, read one line at a time.

use std::io::{BufRead, Read};

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::input::Input;
use super::outlet::Outlet;
use super::read::{MAX_LINE, trouble};
use super::{decode, json};

/// Bytes from the beginning that tell the encoding.
const SAMPLE: usize = 64 * 1024;

/// Reads a JSONL file; a bad line is set aside and the others go on.
///
/// A report's number is the number of its line, so that mending one line renames no other.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    let mut lines = Lines { input };
    if let Err(error) = lines.reports(outlet) {
        outlet.refuse(None, trouble(&error));
    }
}

struct Lines<'i, 'r> {
    input: &'i mut Input<'r>,
}

/// A line as read.
enum Raw {
    End,
    Line,
    TooLong,
}

impl Lines<'_, '_> {
    fn reports(&mut self, outlet: &mut Outlet<'_>) -> std::io::Result<()> {
        let head = self.input.head(SAMPLE)?;
        let mark = Encoding::for_bom(head).map_or(0, |(_, length)| length);
        let encoding = match decode::detect(head, None) {
            Ok(encoding) => encoding,
            Err(error) => {
                outlet.refuse(None, error.to_string());
                return Ok(());
            }
        };
        self.input.consume(mark);
        let mut line = Vec::new();
        let mut any = false;
        for number in 1_u32.. {
            line.clear();
            match self.next(encoding, &mut line)? {
                Raw::End => break,
                Raw::TooLong => {
                    any = true;
                    let limit = MAX_LINE / 1024 / 1024;
                    let reason = format!("is longer than {limit} MiB; split the report");
                    outlet.refuse(Some(number.into()), reason);
                }
                Raw::Line => any |= report(number, encoding, &line, outlet),
            }
        }
        if !any {
            outlet.refuse(None, "holds no text; remove it or fill it");
        }
        Ok(())
    }

    /// The next line, without its end, of at most [`MAX_LINE`] bytes.
    fn next(&mut self, encoding: &'static Encoding, line: &mut Vec<u8>) -> std::io::Result<Raw> {
        let mut too_long = false;
        loop {
            // Read through a limit, so that a file without line ends is never held as a whole.
            let count = self.input.by_ref().take(MAX_LINE).read_until(b'\n', line)?;
            if count == 0 {
                return Ok(match (too_long, line.is_empty()) {
                    (true, _) => Raw::TooLong,
                    (false, true) => Raw::End,
                    (false, false) => Raw::Line,
                });
            }
            let mut ended = line.last() == Some(&b'\n');
            if ended && encoding == UTF_16LE {
                // The byte is the low half of a line feed when it stands on an even place and
                // the next is zero; that next one belongs to this line.
                ended = line.len() % 2 == 1;
                if ended {
                    let high = self.input.fill_buf()?.first().copied();
                    line.extend(high);
                    self.input.consume(usize::from(high.is_some()));
                    ended = high.is_none_or(|high| high == 0);
                }
            } else if ended && encoding == UTF_16BE {
                ended =
                    line.len().is_multiple_of(2) && line.len() >= 2 && line[line.len() - 2] == 0;
            }
            too_long |= line.len() as u64 > MAX_LINE;
            if ended {
                return Ok(if too_long { Raw::TooLong } else { Raw::Line });
            }
            if too_long {
                // Only the parity of the length matters from here on.
                let odd = line.len() % 2;
                line.truncate(odd);
            }
        }
    }
}

/// Hands on the report of one line; false for a blank line.
fn report(number: u32, encoding: &'static Encoding, line: &[u8], outlet: &mut Outlet<'_>) -> bool {
    // Crawls append to one file what was written by several programs: a line that is UTF-8 is
    // UTF-8 whatever the others are, and one that is not is judged on its own.
    let superset = encoding.is_ascii_compatible() && encoding != ISO_2022_JP;
    let line_encoding = match superset && std::str::from_utf8(line).is_ok() {
        true => UTF_8,
        false => encoding,
    };
    let (mut text, broken) = line_encoding.decode_without_bom_handling(line);
    if broken && superset {
        match decode::decode(line, None) {
            Ok(decoded) => text = decoded,
            Err(error) => {
                outlet.refuse(Some(number.into()), error.to_string());
                return true;
            }
        }
    }
    if text.trim().is_empty() {
        return false;
    }
    match json::parse(text.trim()) {
        Err(error) => outlet.refuse(Some(number.into()), json::syntax(&error, "line")),
        Ok(value) => match json::record(value) {
            Ok(record) => outlet.record(number, record),
            Err(reason) => outlet.refuse(Some(number.into()), reason),
        },
    }
    true
}
