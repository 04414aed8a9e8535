//! Tables, in which every row is a report: CSV and TSV, Excel and OpenDocument workbooks.
//!
//! [`columns`] tells what the columns are, [`table`] finds the header and turns rows into reports,
//! and the readers hand it rows one by one, so that no table is held as a whole.

mod columns;
pub(super) mod csv;
mod dates;
pub(super) mod ods;
mod table;
pub(super) mod xlsx;

pub use columns::{Columns, ColumnsError};

/// Columns a table may have; Excel has no more.
const MOST_COLUMNS: u32 = 16_384;

/// Bytes of text that the cells of a row may hold: 16 MiB.
const MAX_ROW: usize = 16 * 1024 * 1024;

/// Bytes of text that the cells of a workbook may hold together: 512 MiB. A few bytes of a file can
/// name the same long text again and again.
const MAX_CELLS: u64 = 512 * 1024 * 1024;

/// A row with what it says, blank cells left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    /// Number within its table, from 1, the header and blank rows counted.
    number: u32,
    /// First line in the file, of a text file.
    line: Option<u64>,
    /// Column from 0, and text.
    cells: Vec<(u32, String)>,
    /// Bytes of the texts.
    size: usize,
}

/// Merged cells that may reach down over one row.
const MOST_REACHING: usize = 256;

/// A cell that is filled in for those merged with it below.
#[derive(Debug, Clone)]
struct Merged {
    column: u32,
    /// The last row it reaches.
    last: u32,
    text: String,
}

impl Row {
    /// Adds a cell, unless it is blank. Of a row that is too large, which the table refuses, only
    /// the beginning is kept.
    fn push(&mut self, column: u32, text: &str) {
        let text = text.trim();
        let room = self.cells.len() < MOST_COLUMNS as usize && self.size <= MAX_ROW;
        if !text.is_empty() && column < MOST_COLUMNS && room {
            self.size += text.len();
            self.cells.push((column, text.to_owned()));
        }
    }

    /// Fills in what cells above reach down to, unless the row has something of its own there.
    /// A row of nothing else stays blank.
    fn fill(&mut self, merged: &mut Vec<Merged>) {
        merged.retain(|cell| cell.last >= self.number);
        merged.truncate(MOST_REACHING);
        if self.cells.is_empty() {
            return;
        }
        for cell in merged.iter() {
            if !self.cells.iter().any(|(column, _)| *column == cell.column) {
                self.push(cell.column, &cell.text);
            }
        }
        self.cells.sort_by_key(|(column, _)| *column);
    }
}

/// The name of a sheet as a part of a path.
fn path_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if matches!(c, '/' | '\\') { '／' } else { c })
        .collect();
    let name = name.trim().to_owned();
    if name.is_empty() || name == "." || name == ".." { "_".to_owned() } else { name }
}

#[cfg(test)]
mod tests;
