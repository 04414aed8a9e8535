//! OpenDocument spreadsheets, sheet by sheet and row by row.

use super::dates;
use super::table::Table;
use super::{MAX_CELLS, MOST_COLUMNS, Merged, Row, path_name};
use crate::corpus::clean::clean;
use crate::corpus::odt::unlocked;
use crate::corpus::outlet::Outlet;
use crate::corpus::package::{MAX_STREAM, Package};
use crate::corpus::published::date_of;
use crate::corpus::xml::{Step, Tag, Xml};

/// How often a filled cell may be repeated beside itself.
const MOST_REPEATED: u32 = 64;

/// Reads every sheet; its path is the file's and its name.
pub(in crate::corpus) fn read(bytes: &[u8], outlet: &mut Outlet<'_>) {
    if let Err(reason) = sheets(bytes, outlet) {
        outlet.refuse(None, reason);
    }
}

fn sheets(bytes: &[u8], outlet: &mut Outlet<'_>) -> Result<(), String> {
    let package = Package::open(bytes)?;
    unlocked(&package)?;
    let Some(mut xml) = package.xml("content.xml", MAX_STREAM)? else {
        return Err("holds no sheets; save it again as .ods".to_owned());
    };
    let mut any = false;
    let mut handed = 0_u64;
    loop {
        match xml.next()? {
            Step::Over => break,
            Step::Open(tag) if tag.name() == "table" => {
                let name = path_name(&tag.attr("name").unwrap_or_default());
                let mut outcome = Ok(false);
                outlet.inside(&name, |outlet| outcome = sheet(&mut xml, &mut handed, outlet));
                any |= outcome?;
            }
            Step::Open(tag) if UNSEEN.contains(&tag.name()) => xml.skip()?,
            _ => {}
        }
    }
    if any { Ok(()) } else { Err("holds no text; remove it or fill it".to_owned()) }
}

/// Elements that hold no cells, or what was deleted.
const UNSEEN: &[&str] = &[
    "tracked-changes",
    "annotation",
    "shapes",
    "forms",
    "named-expressions",
    "database-ranges",
    "ruby-text",
    "automatic-styles",
    "font-face-decls",
    "scripts",
];

/// Reads the sheet just opened; false when it is blank.
fn sheet(xml: &mut Xml<'_>, handed: &mut u64, outlet: &mut Outlet<'_>) -> Result<bool, String> {
    let mut table = Table::new(outlet.columns);
    let mut reaching: Vec<Merged> = Vec::new();
    let mut row = Row { number: 1, ..Row::default() };
    let mut repeated = 1_u32;
    let mut column = 0_u32;
    loop {
        match xml.next()? {
            Step::Over => break,
            Step::Open(tag) => match tag.name() {
                "table-row" => {
                    repeated = tag.number("number-rows-repeated").unwrap_or(1).max(1);
                    column = 0;
                }
                "table-cell" | "covered-table-cell" => {
                    let cell = Cell::of(&tag);
                    let text = cell.text(xml)?;
                    let count = cell.repeated.max(1);
                    if cell.rows > 1 && !text.trim().is_empty() {
                        let last = row.number.saturating_add(cell.rows - 1);
                        reaching.push(Merged { column, last, text: text.trim().to_owned() });
                    }
                    if !text.trim().is_empty() {
                        for at in 0..count.min(MOST_REPEATED) {
                            row.push(column.saturating_add(at), &text);
                        }
                    }
                    column = column.saturating_add(count).min(MOST_COLUMNS);
                }
                name if UNSEEN.contains(&name) => xml.skip()?,
                _ => {}
            },
            Step::Close(end) if end.name() == "table-row" => {
                row.fill(&mut reaching);
                *handed += row.size as u64;
                if *handed > MAX_CELLS {
                    let limit = MAX_CELLS / 1024 / 1024;
                    return Err(format!("holds more than {limit} MiB of text; split it"));
                }
                // Rows that are wholly alike are one.
                let number = row.number.saturating_add(repeated).min(u32::MAX - 1);
                let next = Row { number, ..Row::default() };
                table.take(std::mem::replace(&mut row, next), outlet);
            }
            Step::Close(end) if end.name() == "table" => break,
            _ => {}
        }
    }
    Ok(table.finish(outlet))
}

/// What a cell says of itself.
struct Cell {
    date: Option<String>,
    repeated: u32,
    rows: u32,
}

impl Cell {
    fn of(tag: &Tag<'_>) -> Self {
        Self {
            date: tag.attr("date-value"),
            repeated: tag.number("number-columns-repeated").unwrap_or(1),
            rows: tag.number("number-rows-spanned").unwrap_or(1),
        }
    }

    /// The text of the cell just opened, up to its end: as it is shown, but for dates.
    fn text(&self, xml: &mut Xml<'_>) -> Result<String, String> {
        let mut text = String::new();
        let mut open = 1_usize;
        let mut paragraphs = 0_usize;
        while open > 0 {
            match xml.next()? {
                Step::Over => break,
                Step::Open(tag) if UNSEEN.contains(&tag.name()) => xml.skip()?,
                Step::Open(tag) => {
                    open += 1;
                    match tag.name() {
                        "p" => {
                            paragraphs += 1;
                            if !text.is_empty() {
                                text.push('\n');
                            }
                        }
                        "s" => text.push(' '),
                        "tab" => text.push('\t'),
                        "line-break" => text.push('\n'),
                        _ => {}
                    }
                }
                Step::Close(end) => {
                    open -= 1;
                    paragraphs -= usize::from(end.name() == "p" && paragraphs > 0);
                }
                Step::Text(piece) if paragraphs > 0 => text.push_str(&piece),
                Step::Text(_) => {}
            }
        }
        let date = self.date.as_deref().and_then(date_of);
        Ok(date.map_or_else(|| clean(&text).into_owned(), dates::written))
    }
}
