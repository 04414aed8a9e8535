//! OpenDocument texts as a page.

mod styles;

use std::collections::BTreeMap;

use super::blocks::{self, Blocks, Style};
use super::package::{MAX_PART, Package};
use super::page::Page;
use super::xml::{Step, Tag, Xml};
use styles::{Known, Styles};

/// Levels a list may have.
const LEVELS: usize = 10;

/// Spaces that one `text:s` may stand for.
const MOST_SPACES: usize = 64;

/// Reads a document as its reader sees it; see [`docx`](super::docx) for what that means.
pub(super) fn page(bytes: &[u8]) -> Result<Page, String> {
    let package = Package::open(bytes)?;
    unlocked(&package)?;
    let mut body = Body::default();
    for part in ["styles.xml", "content.xml"] {
        if let Some(xml) = package.xml(part, MAX_PART)? {
            body.styles.read(xml)?;
        }
    }
    let Some(xml) = package.xml("content.xml", MAX_PART)? else {
        return Err("holds no document; save it again as .odt".to_owned());
    };
    body.read(xml)?;
    let property = package.property("meta.xml", "title");
    let lines = body.blocks.finish();
    let title = blocks::title(body.title, &lines, property);
    Ok(Page { title, lines, ..Page::default() })
}

/// Whether an OpenDocument file can be read without a password, or what to do.
pub(super) fn unlocked(package: &Package<'_>) -> Result<(), String> {
    let manifest = package.bytes("META-INF/manifest.xml")?.unwrap_or_default();
    match memchr::memmem::find(&manifest, b"encryption-data") {
        Some(_) => Err("is locked with a password; save it without one".to_owned()),
        None => Ok(()),
    }
}

/// Elements that hold nothing a reader sees, what was deleted, and lists of contents.
const UNSEEN: &[&str] = &[
    "tracked-changes",
    "annotation",
    "ruby-text",
    "note-citation",
    "table-of-content",
    "alphabetical-index",
    "illustration-index",
    "table-index",
    "object-index",
    "user-index",
    "desc",
    "forms",
    "event-listeners",
    "binary-data",
    "automatic-styles",
    "font-face-decls",
    "scripts",
];

/// Shapes that hold paragraphs of their own.
const BOXES: &[&str] = &["text-box", "custom-shape", "rect", "ellipse", "caption", "polygon"];

/// What is known of an open paragraph.
struct Paragraph {
    known: Known,
    /// Level the heading itself names.
    outline: Option<u8>,
    /// Whether the last character was white space that the file itself wrote.
    spaced: bool,
}

#[derive(Default)]
struct Body {
    blocks: Blocks,
    styles: Styles,
    paragraphs: Vec<Paragraph>,
    /// Whether each open span is strong.
    spans: Vec<bool>,
    /// Style of each open list.
    lists: Vec<String>,
    /// How far lists are counted, by style.
    counts: BTreeMap<String, [u32; LEVELS]>,
    /// What the next paragraph begins with.
    label: Option<String>,
    title: Option<String>,
    notes: usize,
}

impl Body {
    fn read(&mut self, mut xml: Xml<'_>) -> Result<(), String> {
        loop {
            match xml.next()? {
                Step::Over => return Ok(()),
                Step::Text(text) => self.text(&text),
                Step::Close(end) => self.close(end.name()),
                Step::Open(tag) => {
                    if UNSEEN.contains(&tag.name()) || tag.full_name() == "svg:title" {
                        xml.skip()?;
                    } else {
                        self.open(&tag);
                    }
                }
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "p" | "h" => {
                self.blocks.begin_paragraph();
                let outline: Option<u8> = tag.number("outline-level");
                let outline = outline.filter(|_| tag.name() == "h").map(|level| level.clamp(1, 6));
                let known = tag.attr("style-name").map(|name| self.styles.resolve(&name));
                let known = known.unwrap_or_default();
                self.paragraphs.push(Paragraph { known, outline, spaced: true });
            }
            "span" => {
                let strong =
                    tag.attr("style-name").is_some_and(|name| self.styles.resolve(&name).strong);
                self.spans.push(strong || self.is_strong());
            }
            "s" => {
                let count = tag.number("c").unwrap_or(1_usize).min(MOST_SPACES);
                self.push(&" ".repeat(count));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "list" => {
                let outer = self.lists.last().cloned();
                let style = tag.attr("style-name").or(outer).unwrap_or_default();
                let goes_on = tag.attr("continue-list").is_some()
                    || tag.attr("continue-numbering").as_deref() == Some("true");
                let level = self.lists.len();
                let counts = self.counts.entry(style.clone()).or_default();
                let kept = if goes_on { LEVELS } else { level };
                counts.iter_mut().skip(kept).for_each(|count| *count = 0);
                self.lists.push(style);
            }
            "list-item" => self.item(tag.number("start-value")),
            "note" => self.notes += 1,
            "note-body" => {
                self.push(&format!("※{}", self.notes));
                self.blocks.begin_box();
            }
            "table-row" => self.blocks.begin_row(),
            "table-cell" | "covered-table-cell" => self.blocks.begin_cell(),
            name if BOXES.contains(&name) => self.blocks.begin_box(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" => {
                self.spans.pop();
            }
            "list" => {
                self.lists.pop();
            }
            "list-item" => self.label = None,
            "note-body" => self.blocks.end_note(&format!("※{}", self.notes)),
            "table-row" => self.blocks.end_row(),
            "table-cell" | "covered-table-cell" => self.blocks.end_cell(),
            name if BOXES.contains(&name) => self.blocks.end_box(),
            _ => {}
        }
    }

    fn is_strong(&self) -> bool {
        self.spans.last().copied().unwrap_or(false)
            || self.paragraphs.last().is_some_and(|paragraph| paragraph.known.strong)
    }

    /// Text as the file has it: a run of white space is one space.
    fn text(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let mut collapsed = String::with_capacity(text.len());
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !(space && paragraph.spaced) {
                collapsed.push(if space { ' ' } else { c });
            }
            paragraph.spaced = space;
        }
        self.blocks.push(&collapsed, self.is_strong());
    }

    fn push(&mut self, text: &str) {
        self.blocks.push(text, self.is_strong());
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.spaced = false;
        }
    }

    /// Counts an item of the innermost list.
    fn item(&mut self, start: Option<u32>) {
        let Some(level) = self.lists.len().checked_sub(1) else { return };
        let Some(style) = self.lists.last() else { return };
        let counts = self.counts.entry(style.clone()).or_default();
        let Some(count) = counts.get_mut(level) else { return };
        let first = start.or_else(|| (*count == 0).then(|| self.styles.first(style, level)));
        *count = first.unwrap_or_else(|| count.saturating_add(1)).max(1);
        counts.iter_mut().skip(level + 1).for_each(|count| *count = 0);
        self.label = self.styles.label(style, level, counts);
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { known, outline, .. }) = self.paragraphs.pop() else { return };
        if known.style == Some(Style::Contents) {
            return self.blocks.drop_paragraph();
        }
        let empty = self.blocks.so_far().trim().is_empty();
        let level = outline.or(known.outline).or(known.style.and_then(Style::level));
        let label = self.label.take_if(|_| !empty);
        let text = self.blocks.end_paragraph(level.filter(|_| !empty), label.as_deref());
        if known.style == Some(Style::Title) && self.title.is_none() && !empty {
            self.title = Some(text);
        }
    }
}

#[cfg(test)]
mod tests;
