//! Excel workbooks (Office Open XML), sheet by sheet and row by row.

use super::dates::{self, Shown};
use super::table::Table;
use super::{MAX_CELLS, Merged, Row, columns, path_name};
use crate::corpus::clean::clean;
use crate::corpus::outlet::Outlet;
use crate::corpus::package::{MAX_PART, MAX_STREAM, Package};
use crate::corpus::xml::{Step, Tag, Xml};

/// Ranges of merged cells that are heeded in a sheet.
const MOST_MERGED: usize = 100_000;

/// Reads every sheet that is shown; its path is the workbook's and its name.
pub(in crate::corpus) fn read(bytes: &[u8], outlet: &mut Outlet<'_>) {
    if let Err(reason) = sheets(bytes, outlet) {
        outlet.refuse(None, reason);
    }
}

fn sheets(bytes: &[u8], outlet: &mut Outlet<'_>) -> Result<(), String> {
    let package = Package::open(bytes)?;
    let mut workbook = Workbook::read(&package)?;
    let mut any = false;
    for (name, part) in std::mem::take(&mut workbook.sheets) {
        outlet.inside(&path_name(&name), |outlet| match workbook.sheet(&package, &part, outlet) {
            Ok(filled) => any |= filled,
            Err(reason) => {
                any = true;
                outlet.refuse(None, reason);
            }
        });
    }
    if any { Ok(()) } else { Err("holds no text; remove it or fill it".to_owned()) }
}

/// What the cells of all sheets refer to.
#[derive(Default)]
struct Workbook {
    /// Name and part of each sheet that is shown.
    sheets: Vec<(String, String)>,
    texts: Vec<Box<str>>,
    /// How numbers are shown, by style.
    shown: Vec<Shown>,
    from_1904: bool,
    /// Bytes of text handed on so far.
    handed: u64,
}

impl Workbook {
    fn read(package: &Package<'_>) -> Result<Self, String> {
        let main = package.relations("")?;
        let main = main.into_iter().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
        let relations = package.relations(&main)?;
        let part = |kind: &str| {
            relations.iter().find(|relation| relation.kind == kind).map(|relation| &relation.part)
        };
        let mut workbook = Self::default();
        let Some(mut xml) = package.xml(&main, MAX_PART)? else {
            return Err("holds no workbook; save it again as .xlsx".to_owned());
        };
        loop {
            match xml.next()? {
                Step::Over => break,
                Step::Open(tag) if tag.name() == "workbookPr" => {
                    workbook.from_1904 =
                        matches!(tag.attr("date1904").as_deref(), Some("1" | "true" | "on"));
                }
                Step::Open(tag)
                    if tag.name() == "sheet"
                        && tag.attr("state").is_none_or(|s| s == "visible") =>
                {
                    let id = tag.attr("id").unwrap_or_default();
                    let found = relations
                        .iter()
                        .find(|relation| relation.id == id && relation.kind == "worksheet");
                    let name = tag.attr("name").unwrap_or_default();
                    workbook.sheets.extend(found.map(|relation| (name, relation.part.clone())));
                }
                _ => {}
            }
        }
        if let Some(name) = part("sharedStrings")
            && let Some(xml) = package.xml(name, MAX_PART)?
        {
            workbook.texts = texts(xml)?;
        }
        if let Some(name) = part("styles")
            && let Some(xml) = package.xml(name, MAX_PART)?
        {
            workbook.shown = styles(xml)?;
        }
        Ok(workbook)
    }

    /// Reads a sheet; false when it is blank.
    fn sheet(
        &mut self,
        package: &Package<'_>,
        part: &str,
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, String> {
        let mut ranges = match package.xml(part, MAX_STREAM)? {
            Some(xml) => merged(xml)?.into_iter().peekable(),
            None => return Ok(false),
        };
        let Some(mut xml) = package.xml(part, MAX_STREAM)? else { return Ok(false) };
        let mut table = Table::new(outlet.columns);
        let mut reaching: Vec<Merged> = Vec::new();
        let mut row = Row::default();
        let mut column = 0_u32;
        loop {
            match xml.next()? {
                Step::Over => break,
                Step::Open(tag) if tag.name() == "row" => {
                    let number = tag.number("r").unwrap_or(row.number + 1).min(u32::MAX - 1);
                    row = Row { number, ..Row::default() };
                    column = 0;
                }
                Step::Open(tag) if tag.name() == "c" => {
                    column = tag.attr("r").and_then(|name| place(&name)).map_or(column, |(c, _)| c);
                    let cell = Cell::of(&tag);
                    let text = self.text(cell, &mut xml)?;
                    row.push(column, &text);
                    column = column.saturating_add(1);
                }
                Step::Close(end) if end.name() == "row" => {
                    while let Some((at, top, last)) =
                        ranges.next_if(|(_, top, _)| *top <= row.number)
                    {
                        let cell = row.cells.iter().find(|(column, _)| *column == at);
                        if let Some((_, text)) = cell.filter(|_| top == row.number) {
                            reaching.push(Merged { column: at, last, text: text.clone() });
                        }
                    }
                    row.fill(&mut reaching);
                    self.handed += row.size as u64;
                    if self.handed > MAX_CELLS {
                        let limit = MAX_CELLS / 1024 / 1024;
                        return Err(format!(
                            "is in a workbook of more than {limit} MiB of text and was read to row {} \
                             only; split the workbook",
                            row.number
                        ));
                    }
                    let next = Row { number: row.number, ..Row::default() };
                    table.take(std::mem::replace(&mut row, next), outlet);
                    if table.is_refused() {
                        return Ok(true);
                    }
                }
                _ => {}
            }
        }
        Ok(table.finish(outlet))
    }

    /// The text of the cell just opened, up to its end.
    fn text(&self, cell: Cell, xml: &mut Xml<'_>) -> Result<String, String> {
        let (mut value, mut inline) = (String::new(), String::new());
        loop {
            match xml.next()? {
                Step::Open(tag) => match tag.name() {
                    "v" => value = xml.text()?,
                    "t" => inline.push_str(&xml.text()?),
                    // Formulas, and readings of kanji.
                    "f" | "rPh" | "phoneticPr" | "extLst" => xml.skip()?,
                    _ => {}
                },
                Step::Close(end) if end.name() == "c" => break,
                Step::Over => break,
                _ => {}
            }
        }
        let text = match cell.kind {
            Kind::Shared => {
                let text = value.trim().parse().ok().and_then(|at: usize| self.texts.get(at));
                text.map(|text| text.to_string()).unwrap_or_default()
            }
            Kind::Inline => readable(&inline),
            Kind::Text => readable(&value),
            Kind::Date => {
                let date = crate::corpus::published::date_of(&value);
                date.map_or_else(|| value.clone(), dates::written)
            }
            Kind::Other => String::new(),
            Kind::Number if value.is_empty() => String::new(),
            Kind::Number => {
                let shown = self.shown.get(cell.style).copied().unwrap_or_default();
                dates::shown(&value, shown, self.from_1904)
            }
        };
        Ok(text)
    }
}

/// What a cell says of its value.
struct Cell {
    kind: Kind,
    style: usize,
}

enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Date,
    /// Errors (`#N/A`).
    Other,
}

impl Cell {
    fn of(tag: &Tag<'_>) -> Self {
        let kind = match tag.attr("t").as_deref() {
            Some("s") => Kind::Shared,
            Some("inlineStr") => Kind::Inline,
            Some("str" | "b") => Kind::Text,
            Some("d") => Kind::Date,
            Some("e") => Kind::Other,
            _ => Kind::Number,
        };
        Self { kind, style: tag.number("s").unwrap_or(usize::MAX) }
    }
}

/// The texts that cells share.
fn texts(mut xml: Xml<'_>) -> Result<Vec<Box<str>>, String> {
    let mut texts = Vec::new();
    let mut text = String::new();
    loop {
        match xml.next()? {
            Step::Over => return Ok(texts),
            Step::Open(tag) => match tag.name() {
                "si" => text.clear(),
                "t" => text.push_str(&xml.text()?),
                "rPh" | "phoneticPr" | "rPr" => xml.skip()?,
                _ => {}
            },
            Step::Close(end) if end.name() == "si" => texts.push(readable(&text).into()),
            _ => {}
        }
    }
}

/// How the cells of each style show numbers.
fn styles(mut xml: Xml<'_>) -> Result<Vec<Shown>, String> {
    let mut own = std::collections::BTreeMap::new();
    let mut shown = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Step::Over => return Ok(shown),
            Step::Open(tag) => match tag.name() {
                "numFmt" => {
                    let id: Option<u32> = tag.number("numFmtId");
                    let code = tag.attr("formatCode").unwrap_or_default();
                    own.extend(id.map(|id| (id, dates::of_format(&code))));
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = tag.number("numFmtId").unwrap_or(0);
                    let format = own.get(&id).copied().unwrap_or_else(|| dates::of_builtin(id));
                    shown.push(format);
                }
                _ => {}
            },
            Step::Close(end) if end.name() == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
}

/// Cells merged over several rows: column, first and last row, in the order of first rows.
fn merged(mut xml: Xml<'_>) -> Result<Vec<(u32, u32, u32)>, String> {
    let mut ranges = Vec::new();
    loop {
        match xml.next()? {
            Step::Over => break,
            Step::Open(tag) if tag.name() == "mergeCell" => {
                let range = tag.attr("ref").unwrap_or_default();
                let ends = range.split_once(':').and_then(|(a, b)| Some((place(a)?, place(b)?)));
                if let Some(((column, top), (_, last))) = ends.filter(|(a, b)| b.1 > a.1)
                    && ranges.len() < MOST_MERGED
                {
                    ranges.push((column, top, last));
                }
            }
            _ => {}
        }
    }
    ranges.sort_unstable_by_key(|(column, top, _)| (*top, *column));
    Ok(ranges)
}

/// Column (from 0) and row (from 1) of a cell by its name: `AB12`.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.trim_start_matches('$');
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    Some((columns::letter(letters)?, row.parse().ok()?))
}

/// A text without what Excel writes for the returns of other systems.
fn readable(text: &str) -> String {
    clean(&text.replace("_x000D_", "")).into_owned()
}
