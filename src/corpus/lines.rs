//! The lines of a file of any size, one at a time, in any encoding.

use std::io::{self, BufRead, Read};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::decode::{self, DecodeError};
use super::input::Input;
use super::read::MAX_LINE;

/// Bytes from the beginning that tell the encoding.
pub(super) const SAMPLE: usize = 64 * 1024;

/// The lines of what is left of an input.
pub(super) struct Lines<'i, 'r> {
    input: &'i mut Input<'r>,
}

/// A line as read.
pub(super) enum Raw {
    End,
    Line,
    TooLong,
}

impl<'i, 'r> Lines<'i, 'r> {
    pub(super) fn new(input: &'i mut Input<'r>) -> Self {
        Self { input }
    }

    /// The encoding by the beginning of the file; passes over a byte order mark.
    pub(super) fn encoding(&mut self) -> io::Result<Result<&'static Encoding, DecodeError>> {
        let head = self.input.head(SAMPLE)?;
        let mark = Encoding::for_bom(head).map_or(0, |(_, length)| length);
        let encoding = decode::detect(head, None);
        if encoding.is_ok() {
            self.input.consume(mark);
        }
        Ok(encoding)
    }

    /// Some of what follows the lines read so far.
    pub(super) fn ahead(&mut self) -> io::Result<&[u8]> {
        self.input.head(SAMPLE)
    }

    /// Reads to the end without keeping anything, so that the file's hash is known.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        io::copy(self.input, &mut io::sink()).map(|_| ())
    }

    /// The next line, with its end, of at most [`MAX_LINE`] bytes.
    pub(super) fn next(
        &mut self,
        encoding: &'static Encoding,
        line: &mut Vec<u8>,
    ) -> io::Result<Raw> {
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
