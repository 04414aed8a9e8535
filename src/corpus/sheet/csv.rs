//! CSV and TSV, read row by row.

use std::collections::VecDeque;
use std::io;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

use super::table::Table;
use super::{MOST_COLUMNS, Row};
use crate::corpus::clean::clean;
use crate::corpus::decode;
use crate::corpus::input::Input;
use crate::corpus::lines::{Lines, Raw, SAMPLE};
use crate::corpus::outlet::Outlet;
use crate::corpus::read::{MAX_LINE, trouble};

/// What may stand between cells.
const DELIMITERS: [char; 4] = [',', '\t', ';', '|'];

/// Records that tell the delimiter.
const SNIFFED: usize = 20;

/// Bytes of a record whose quotation mark is still open; beyond it the mark was a slip.
const MAX_OPEN: usize = 1024 * 1024;

/// Lines of such a record.
const MOST_OPEN: usize = 10_000;

/// Reads a table of text whose first rows hold its header.
///
/// A row is known by its number, as a spreadsheet counts it. A cell in quotation marks may hold line
/// breaks; a mark that is never closed costs its own row only. Rows that are too short are filled up.
pub(in crate::corpus) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    if let Err(error) = rows(input, outlet) {
        outlet.refuse(None, trouble(&error));
    }
}

fn rows(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let encoding = match lines.encoding()? {
        Ok(encoding) => encoding,
        Err(error) => {
            outlet.refuse(None, error.to_string());
            return Ok(());
        }
    };
    let mut source = Source { lines, encoding, again: VecDeque::new(), number: 0 };
    let delimiter = source.delimiter(outlet)?;
    let columns = outlet.columns;
    let mut table = Table::new(columns);
    let mut number = 0_u32;
    while let Some((line, cells)) = source.record(delimiter, outlet)? {
        number = number.saturating_add(1);
        if cells.count > MOST_COLUMNS {
            outlet.refuse(Some(line), format!("has more than {MOST_COLUMNS} cells; split it"));
            continue;
        }
        let mut row = Row { number, line: Some(line), ..Row::default() };
        for (column, cell) in (0..).zip(&cells.done) {
            row.push(column, &clean(cell));
        }
        table.take(row, outlet);
        if table.is_refused() {
            return source.lines.drain();
        }
    }
    if !table.finish(outlet) {
        outlet.refuse(None, "holds no text; remove it or fill it");
    }
    Ok(())
}

/// Lines with their numbers, some of them read once more.
struct Source<'i, 'r> {
    lines: Lines<'i, 'r>,
    encoding: &'static Encoding,
    again: VecDeque<(u64, String)>,
    /// Lines read so far.
    number: u64,
}

impl Source<'_, '_> {
    /// The next line, without its end.
    fn next(&mut self, outlet: &mut Outlet<'_>) -> io::Result<Option<(u64, String)>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let raw = self.lines.next(self.encoding, &mut bytes)?;
            self.number += 1;
            match raw {
                Raw::End => return Ok(None),
                Raw::TooLong => {
                    let limit = MAX_LINE / 1024 / 1024;
                    let reason = format!("is longer than {limit} MiB; split the row");
                    outlet.refuse(Some(self.number), reason);
                }
                Raw::Line => match self.decoded(&bytes) {
                    Ok(text) => return Ok(Some((self.number, text))),
                    Err(error) => outlet.refuse(Some(self.number), error.to_string()),
                },
            }
        }
    }

    /// A line as text. Where the beginning of the file was ASCII, the first line that is more tells
    /// the encoding, together with what follows it.
    fn decoded(&mut self, bytes: &[u8]) -> Result<String, decode::DecodeError> {
        let superset = self.encoding.is_ascii_compatible() && self.encoding != ISO_2022_JP;
        if superset && let Ok(text) = std::str::from_utf8(bytes) {
            return Ok(without_end(text).to_owned());
        }
        if self.encoding == UTF_8 {
            let mut sample = bytes.to_vec();
            sample.extend(self.lines.ahead().unwrap_or_default());
            self.encoding = decode::detect(&sample, None)?;
        }
        Ok(without_end(&self.encoding.decode_without_bom_handling(bytes).0).to_owned())
    }

    /// The delimiter with which the first records have most cells, all alike.
    fn delimiter(&mut self, outlet: &mut Outlet<'_>) -> io::Result<char> {
        let mut head = Vec::new();
        let mut size = 0;
        while head.len() < 2 * SNIFFED && size < SAMPLE {
            let Some((number, line)) = self.next(outlet)? else { break };
            size += line.len();
            head.push((number, line));
        }
        // Excel reads and writes this line itself.
        let said = head.first().and_then(|(_, line)| {
            let mut rest = line.strip_prefix("sep=")?.chars();
            rest.next().filter(|_| rest.next().is_none())
        });
        if said.is_some() {
            head.remove(0);
        }
        let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| {
            let mut counts = Vec::new();
            let mut cells = Cells::default();
            for (_, line) in &head {
                if cells.feed(line, *delimiter) {
                    counts.push(std::mem::take(&mut cells).count);
                }
            }
            counts.truncate(SNIFFED);
            let usual = counts.iter().copied().filter(|count| *count > 1).max_by_key(|count| {
                (counts.iter().filter(|other| *other == count).count(), *count)
            });
            let alike = usual.map(|usual| counts.iter().filter(|count| **count == usual).count());
            (alike, usual)
        });
        for line in head.into_iter().rev() {
            self.again.push_front(line);
        }
        Ok(said.or(best).unwrap_or(','))
    }

    /// The next record and the number of its first line.
    fn record(
        &mut self,
        delimiter: char,
        outlet: &mut Outlet<'_>,
    ) -> io::Result<Option<(u64, Cells)>> {
        let Some((at, first)) = self.next(outlet)? else { return Ok(None) };
        let mut cells = Cells::default();
        if cells.feed(&first, delimiter) {
            return Ok(Some((at, cells)));
        }
        let mut held = VecDeque::new();
        let mut size = first.len();
        while size <= MAX_OPEN && held.len() < MOST_OPEN {
            let Some((number, line)) = self.next(outlet)? else { break };
            size += line.len();
            let done = cells.feed(&line, delimiter);
            held.push_back((number, line));
            if done {
                return Ok(Some((at, cells)));
            }
        }
        // The rows after it were swallowed and are read once more.
        held.append(&mut self.again);
        self.again = held;
        outlet.refuse(Some(at), "opens a quotation mark that is never closed; close or double it");
        Ok(Some((at, Cells::default())))
    }
}

/// A record as far as it was read.
#[derive(Default)]
struct Cells {
    done: Vec<String>,
    /// Cells in all, also those beyond what a table may have.
    count: u32,
    open: String,
    within: Within,
}

/// Where in a cell a record breaks off.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    #[default]
    Start,
    Bare,
    Quoted,
    /// After a mark that closes the cell, unless another follows.
    Closed,
}

impl Cells {
    /// Adds a line; true when the record ends with it.
    fn feed(&mut self, line: &str, delimiter: char) -> bool {
        for c in line.chars() {
            self.within = match (self.within, c) {
                (Within::Quoted, '"') => Within::Closed,
                (Within::Quoted, c) => {
                    self.open.push(c);
                    Within::Quoted
                }
                (Within::Start, '"') => Within::Quoted,
                (Within::Closed, '"') => {
                    self.open.push('"');
                    Within::Quoted
                }
                (_, c) if c == delimiter => {
                    self.end_cell();
                    Within::Start
                }
                (Within::Start, ' ') => Within::Start,
                (_, c) => {
                    self.open.push(c);
                    Within::Bare
                }
            };
        }
        if self.within == Within::Quoted {
            self.open.push('\n');
            return false;
        }
        self.end_cell();
        true
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.open);
        if self.count < MOST_COLUMNS {
            self.done.push(cell);
        }
        self.count = self.count.saturating_add(1);
    }
}

fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}
