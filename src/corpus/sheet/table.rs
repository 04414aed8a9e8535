//! Rows as they come to reports: the header is looked for, then each row is one.

use super::columns::{Columns, Field, Header};
use super::dates::published;
use super::{MAX_ROW, Row};
use crate::corpus::outlet::{Outlet, Record};
use crate::corpus::page::address;

/// Rows that are not blank among which the header must be.
const HEAD: usize = 20;

/// A table being read.
pub(super) struct Table<'c> {
    columns: &'c Columns,
    /// Rows seen before the header.
    waiting: Vec<Row>,
    header: Option<Header>,
    refused: bool,
    any: bool,
    reports: bool,
}

impl<'c> Table<'c> {
    pub(super) fn new(columns: &'c Columns) -> Self {
        Self {
            columns,
            waiting: Vec::new(),
            header: None,
            refused: false,
            any: false,
            reports: false,
        }
    }

    /// Whether nothing more will come of it.
    pub(super) fn is_refused(&self) -> bool {
        self.refused
    }

    /// Takes the next row; a blank one is passed over.
    pub(super) fn take(&mut self, row: Row, outlet: &mut Outlet<'_>) {
        if row.cells.is_empty() || self.refused {
            return;
        }
        self.any = true;
        if row.size > MAX_ROW {
            let limit = MAX_ROW / 1024 / 1024;
            return outlet.refuse(
                row.line,
                format!("row {} holds more than {limit} MiB; split it", row.number),
            );
        }
        if self.header.is_some() {
            return self.report(&row, outlet);
        }
        self.waiting.push(row);
        if self.waiting.len() >= HEAD {
            self.settle(outlet);
        }
    }

    /// Ends the table; false when it was blank.
    pub(super) fn finish(mut self, outlet: &mut Outlet<'_>) -> bool {
        if self.any && self.header.is_none() && !self.refused {
            self.settle(outlet);
        }
        if self.header.is_some() && !self.reports {
            outlet.refuse(None, "has a header and no rows; fill it or remove it");
        }
        self.any
    }

    /// Finds the header among the rows so far, and reads those below it.
    fn settle(&mut self, outlet: &mut Outlet<'_>) {
        let rows = std::mem::take(&mut self.waiting);
        let single = rows.iter().all(|row| row.cells.len() == 1);
        let found = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| single || row.cells.len() > 1)
            .find_map(|(at, row)| Some((at + 1, self.columns.header(&row.cells)?)));
        let found = found.or_else(|| Some((0, self.columns.by_letters()?)));
        let Some((below, header)) = found else {
            self.refused = true;
            return outlet.refuse(
                None,
                "has no header that names a text or a title; name its columns with --columns, as in \
                 title=件名,text=概要 or title=A,text=C",
            );
        };
        self.header = Some(header);
        for row in rows.iter().skip(below) {
            self.report(row, outlet);
        }
    }

    fn report(&mut self, row: &Row, outlet: &mut Outlet<'_>) {
        let Some(header) = &self.header else { return };
        self.reports = true;
        let beyond = row.cells.iter().any(|(column, _)| *column >= header.width());
        if row.line.is_some() && beyond {
            let (cells, named) = (row.cells.last().map_or(0, |(at, _)| at + 1), header.width());
            return outlet.refuse(
                row.line,
                format!(
                    "has {cells} cells under a header of {named}; put a cell that holds a delimiter in \
                     quotation marks"
                ),
            );
        }
        if let Some(record) = record(header, row) {
            outlet.record(row.number, record);
        }
    }
}

/// The report of a row; `None` when it says nothing.
///
/// Text is the organisation under the name of its column, the columns of text, and every column that
/// is nothing else as `name：value`, so that nothing is lost.
fn record(header: &Header, row: &Row) -> Option<Record> {
    let cell = |field: Field| -> Option<&str> {
        let column = header.columns(field).first()?;
        row.cells.iter().find(|(at, _)| at == column).map(|(_, text)| text.as_str())
    };
    let named = |column: u32, text: &str| match header.name(column) {
        Some(name) => format!("{name}：{text}"),
        None => text.to_owned(),
    };
    let date = cell(Field::Published).and_then(published);
    let url = cell(Field::Url).and_then(address);
    let mut lines = Vec::new();
    let mut other = Vec::new();
    for (column, text) in &row.cells {
        let is = |field| header.columns(field).contains(column);
        if is(Field::Organisation) {
            lines.insert(0, named(*column, text));
        } else if (is(Field::Published) && date.is_none())
            || (is(Field::Url) && url.is_none())
            || !header.is_mapped(*column)
        {
            other.push(named(*column, text));
        }
    }
    for column in header.columns(Field::Text) {
        let text = row.cells.iter().find(|(at, _)| at == column);
        lines.extend(text.map(|(_, text)| text.clone()));
    }
    lines.append(&mut other);
    let title = cell(Field::Title).or(cell(Field::Organisation)).map(str::to_owned);
    if lines.is_empty() && title.is_none() {
        return None;
    }
    let id = cell(Field::Id).map(str::to_owned);
    Some(Record { id, title, text: lines.join("\n"), url, published: date })
}
