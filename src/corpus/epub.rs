//! Books (EPUB) as one page: the chapters in their order, through the reader of web pages.

use super::clean::clean;
use super::package::{MAX_PART, Package, resolved};
use super::page::{Line, Page};
use super::published::date_of;
use super::xml::Step;
use super::{decode, html};
use crate::report::Date;

/// Bytes that the chapters of a book may have together: 256 MiB.
const MAX_BOOK: usize = 256 * 1024 * 1024;

/// Reads a book: title, date and source from its package document, text from the chapters of its
/// spine. The navigation is left out.
pub(super) fn page(bytes: &[u8]) -> Result<Page, String> {
    let package = Package::open(bytes)?;
    let book = Book::read(&package)?;
    let locked = package.bytes("META-INF/encryption.xml")?.unwrap_or_default();
    let mut page = Page {
        title: book.title.filter(|title| !is_empty_title(title)),
        url: book.source.filter(|source| super::page::address(source).is_some()),
        published: book.published,
        lines: Vec::new(),
    };
    let mut size = 0_usize;
    for part in &book.spine {
        if memchr::memmem::find(&locked, part.as_bytes()).is_some() {
            return Err(
                "is protected against copying and cannot be read; get it without".to_owned()
            );
        }
        let Some(bytes) = package.bytes(part)? else { continue };
        size = size.saturating_add(bytes.len());
        if size > MAX_BOOK {
            let limit = MAX_BOOK / 1024 / 1024;
            return Err(format!("unpacks to more than {limit} MiB and was not read; split it"));
        }
        let declared = decode::declared_charset(&bytes);
        let Ok(text) = decode::decode(&bytes, declared.as_deref()) else { continue };
        let chapter = html::page(&clean(&marked(&closed(&text))));
        page.lines.push(Line::default());
        // The arrow of a note leads back into the text.
        let arrow = |c: char| c.is_whitespace() || matches!(c, '↩' | '\u{FE0E}' | '\u{FE0F}');
        page.lines.extend(
            chapter
                .lines
                .into_iter()
                .map(|line| Line { text: line.text.trim_end_matches(arrow).to_owned(), ..line }),
        );
    }
    if book.spine.is_empty() {
        return Err("is a book without chapters; get it again".to_owned());
    }
    Ok(page)
}

fn is_empty_title(title: &str) -> bool {
    ["untitled", "無題", "unknown", "no title"].contains(&title.trim().to_lowercase().as_str())
}

/// What a book says of itself.
#[derive(Default)]
struct Book {
    title: Option<String>,
    source: Option<String>,
    published: Option<Date>,
    /// Names of the parts that hold chapters, in reading order.
    spine: Vec<String>,
}

impl Book {
    fn read(package: &Package<'_>) -> Result<Self, String> {
        let missing = || "is a book without a table of its parts; get it again".to_owned();
        let root = root(package)?.ok_or_else(missing)?;
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let mut xml = package.xml(&root, MAX_PART)?.ok_or_else(missing)?;
        let mut book = Self::default();
        let mut parts = std::collections::BTreeMap::new();
        loop {
            match xml.next()? {
                Step::Over => break,
                Step::Open(tag) => match tag.name() {
                    "item" => {
                        let properties = tag.attr("properties").unwrap_or_default();
                        let kind = tag.attr("media-type").unwrap_or_default();
                        let text = kind.contains("html") || kind.contains("text");
                        if text && !properties.split(' ').any(|property| property == "nav") {
                            let name = unescaped(&tag.attr("href").unwrap_or_default());
                            parts.insert(
                                tag.attr("id").unwrap_or_default(),
                                resolved(&folder, &name),
                            );
                        }
                    }
                    "itemref" => {
                        let part = tag.attr("idref").and_then(|id| parts.remove(&id));
                        book.spine.extend(part);
                    }
                    name @ ("title" | "source" | "date") => {
                        let modified =
                            tag.attr("event").is_some_and(|event| event == "modification");
                        let name = name.to_owned();
                        let text = xml.text()?;
                        let text = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
                        match name.as_str() {
                            "title" => book.title = book.title.or(text),
                            "source" => book.source = book.source.or(text),
                            _ if modified => {}
                            _ => {
                                book.published =
                                    book.published.or_else(|| text.as_deref().and_then(date_of));
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(book)
    }
}

/// The name of the package document.
fn root(package: &Package<'_>) -> Result<Option<String>, String> {
    let Some(mut xml) = package.xml("META-INF/container.xml", MAX_PART)? else { return Ok(None) };
    loop {
        match xml.next()? {
            Step::Over => return Ok(None),
            Step::Open(tag) if tag.name() == "rootfile" => {
                return Ok(tag.attr("full-path").map(|name| resolved("", &name)));
            }
            _ => {}
        }
    }
}

/// A reference with its percent escapes undone, and without a fragment.
fn unescaped(reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(reference.len());
    let mut rest = reference.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| reference.to_owned())
}

/// XHTML with a sign before each reference to a note: `確認しました1。` would read as a number.
fn marked(xhtml: &str) -> String {
    let mut text = String::with_capacity(xhtml.len());
    let mut rest = xhtml;
    while let Some((before, after)) = rest.split_once("type=\"noteref\"") {
        let Some((tag, after)) = after.split_once('>') else { break };
        for piece in [before, "type=\"noteref\"", tag, ">※"] {
            text.push_str(piece);
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Elements that have no end in HTML either.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// XHTML with the ends that HTML wants: `<title/>` would swallow the page that follows.
fn closed(xhtml: &str) -> String {
    let mut text = String::with_capacity(xhtml.len());
    let mut rest = xhtml;
    while let Some((before, after)) = rest.split_once("/>") {
        let tag = before.rsplit_once('<').map(|(_, tag)| tag).filter(|tag| !tag.contains('>'));
        let name = tag.and_then(|tag| {
            tag.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '-')).next()
        });
        text.push_str(before);
        match name {
            Some(name) if !name.is_empty() && !VOID.contains(&name) => {
                text.push_str("></");
                text.push_str(name);
                text.push('>');
            }
            _ => text.push_str("/>"),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests;
