//! Word documents (Office Open XML) as a page.

mod numbering;
mod styles;

use std::collections::BTreeMap;

use super::blocks::{self, Blocks, Style};
use super::package::{MAX_PART, Package};
use super::page::Page;
use super::xml::{Step, Xml};
use numbering::{Item, Numbering};
use styles::Styles;

/// Reads a document as its reader sees it: what was inserted stays, what was deleted is gone, fields
/// show their results, ruby its base. Headers, footers, comments and tables of contents are left out;
/// notes stand at the end under their marks.
pub(super) fn page(bytes: &[u8]) -> Result<Page, String> {
    let package = Package::open(bytes)?;
    let main = package
        .relations("")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), |relation| relation.part);
    let relations = package.relations(&main)?;
    let part = |kind: &str| {
        relations.iter().find(|relation| relation.kind == kind).map(|relation| &relation.part)
    };
    let mut body = Body::default();
    if let Some(name) = part("styles")
        && let Some(xml) = package.xml(name, MAX_PART)?
    {
        body.styles = Styles::read(xml)?;
    }
    if let Some(name) = part("numbering")
        && let Some(xml) = package.xml(name, MAX_PART)?
    {
        body.numbering = Numbering::read(xml)?;
    }
    let Some(xml) = package.xml(&main, MAX_PART)? else {
        return Err("holds no document; save it again as .docx".to_owned());
    };
    body.read(xml)?;
    for kind in ["footnotes", "endnotes"] {
        if let Some(name) = part(kind)
            && body.marks.keys().any(|(of, _)| kind.starts_with(of))
            && let Some(xml) = package.xml(name, MAX_PART)?
        {
            body.read(xml)?;
        }
    }
    let property = package.property("docProps/core.xml", "title");
    let lines = body.blocks.finish();
    let title = blocks::title(body.title, &lines, property);
    Ok(Page { title, lines, ..Page::default() })
}

/// Elements that hold nothing a reader sees, or what was deleted.
const UNSEEN: &[&str] = &[
    "del",
    "moveFrom",
    // The same once more for older programs.
    "Fallback",
    "tblPr",
    "tblPrEx",
    "tblGrid",
    "trPr",
    "tcPr",
    "sectPr",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
    "rubyPr",
    "sdtPr",
    "sdtEndPr",
    "rPrChange",
    "pPrChange",
];

/// What is known of an open paragraph.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    /// Heading level given to it alone.
    outline: Option<u8>,
    item: Option<Item>,
}

/// How an open run looks.
#[derive(Default, Clone, Copy)]
struct Run {
    strong: bool,
    hidden: bool,
}

/// The text being gathered.
#[derive(Default)]
struct Body {
    blocks: Blocks,
    styles: Styles,
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    runs: Vec<Run>,
    title: Option<String>,
    /// Marks of the notes referred to, by kind (`footnote`, `endnote`) and id.
    marks: BTreeMap<(&'static str, String), String>,
    /// Mark of the open note.
    note: Option<String>,
}

impl Body {
    fn read(&mut self, mut xml: Xml<'_>) -> Result<(), String> {
        loop {
            match xml.next()? {
                Step::Over => return Ok(()),
                Step::Text(_) => {}
                Step::Close(end) => self.close(end.name()),
                Step::Open(tag) => match tag.name() {
                    name if UNSEEN.contains(&name) => xml.skip()?,
                    "p" => {
                        self.blocks.begin_paragraph();
                        self.paragraphs.push(Paragraph::default());
                    }
                    "pPr" => self.paragraph_properties(&mut xml)?,
                    "r" => self.runs.push(Run::default()),
                    "rPr" => self.run_properties(&mut xml)?,
                    "t" => {
                        let text = xml.text()?;
                        self.push(&text);
                    }
                    "tab" | "ptab" => self.push("\t"),
                    "br" | "cr" => self.push("\n"),
                    "noBreakHyphen" => self.push("-"),
                    "footnoteReference" => self.refer("footnote", tag.attr("id")),
                    "endnoteReference" => self.refer("endnote", tag.attr("id")),
                    "footnote" | "endnote" => {
                        let kind = if tag.name() == "footnote" { "footnote" } else { "endnote" };
                        let id = tag.attr("id").unwrap_or_default();
                        match self.marks.get(&(kind, id)) {
                            Some(mark) => {
                                self.note = Some(mark.clone());
                                self.blocks.begin_box();
                            }
                            None => xml.skip()?,
                        }
                    }
                    "tr" => self.blocks.begin_row(),
                    "tc" => self.blocks.begin_cell(),
                    "txbxContent" => self.blocks.begin_box(),
                    _ => {}
                },
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "r" => {
                self.runs.pop();
            }
            "tr" => self.blocks.end_row(),
            "tc" => self.blocks.end_cell(),
            "txbxContent" => self.blocks.end_box(),
            "footnote" | "endnote" => {
                let mark = self.note.take().unwrap_or_default();
                self.blocks.end_note(&mark);
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Paragraph { style, outline, item } = self.paragraphs.pop().unwrap_or_default();
        let known = style.as_deref().map(|id| self.styles.resolve(id)).unwrap_or_default();
        if known.style == Some(Style::Contents) {
            return self.blocks.drop_paragraph();
        }
        let empty = self.blocks.so_far().trim().is_empty();
        let item = item.or(known.item).filter(|_| !empty);
        let label = item.and_then(|item| self.numbering.label(item));
        let level = outline.or(known.outline).or(known.style.and_then(Style::level));
        let text = self.blocks.end_paragraph(level.filter(|_| !empty), label.as_deref());
        if known.style == Some(Style::Title) && self.title.is_none() && !empty {
            self.title = Some(text);
        }
    }

    fn push(&mut self, text: &str) {
        let run = self.runs.last().copied().unwrap_or_default();
        if !run.hidden {
            self.blocks.push(text, run.strong);
        }
    }

    /// Puts the mark of a note where the text refers to it.
    fn refer(&mut self, kind: &'static str, id: Option<String>) {
        let next = format!("※{}", self.marks.len() + 1);
        let mark = self.marks.entry((kind, id.unwrap_or_default())).or_insert(next).clone();
        self.push(&mark);
    }

    fn paragraph_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut paragraph = Paragraph::default();
        let (mut number, mut level) = (None, None);
        loop {
            match xml.next()? {
                Step::Open(tag) => match tag.name() {
                    "rPr" | "sectPr" | "pPrChange" => xml.skip()?,
                    "pStyle" => paragraph.style = tag.attr("val"),
                    "outlineLvl" => paragraph.outline = outline(tag.number("val")),
                    "numId" => number = tag.attr("val"),
                    "ilvl" => level = tag.number("val"),
                    _ => {}
                },
                Step::Close(end) if end.name() == "pPr" => break,
                Step::Over => break,
                _ => {}
            }
        }
        paragraph.item = number.map(|number| Item { number, level: level.unwrap_or(0) });
        if let Some(open) = self.paragraphs.last_mut() {
            *open = paragraph;
        }
        Ok(())
    }

    fn run_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut run = Run::default();
        loop {
            match xml.next()? {
                Step::Open(tag) => {
                    let on = !matches!(tag.attr("val").as_deref(), Some("0" | "false" | "off"));
                    match tag.name() {
                        "rPrChange" => xml.skip()?,
                        "b" => run.strong = on,
                        "vanish" => run.hidden = on,
                        _ => {}
                    }
                }
                Step::Close(end) if end.name() == "rPr" => break,
                Step::Over => break,
                _ => {}
            }
        }
        if let Some(open) = self.runs.last_mut() {
            *open = run;
        }
        Ok(())
    }
}

/// The level of a heading by its outline level from 0; 9 is running text.
fn outline(level: Option<u8>) -> Option<u8> {
    level.filter(|level| *level < 9).map(|level| (level + 1).min(6))
}

#[cfg(test)]
mod tests;
