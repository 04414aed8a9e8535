//! Mail: one message to its body, its attachments and the messages it forwards.
//!
//! Parts are slices of the message and are unpacked one at a time. Nothing recurses over what a
//! message nests but within [`DEEPEST_PART`]; forwarded messages count as boxes in boxes.

mod header;
pub(super) mod mbox;
mod transfer;

use std::borrow::Cow;

use super::archive::{self, Names, member_name};
use super::format::{Format, Named};
use super::outlet::Outlet;
use super::page::Page;
use super::read::{self, Clues};
use super::{decode, published};
use header::{Header, Parameters};

/// Multiparts that may lie in one another.
const DEEPEST_PART: usize = 16;

/// Parts that are looked at.
const MOST_PARTS: usize = 2_000;

/// Characters that make a plain body worth more than the HTML beside it.
const ENOUGH_TEXT: usize = 40;

/// Reads one message: its subject is the title, its date the date of publication.
pub(super) fn read(bytes: &[u8], outlet: &mut Outlet<'_>) {
    let message = Part::of(bytes);
    let mut found = Contents::default();
    found.gather(&message, 0);
    let subject = message.header.text("subject").map(|subject| without_marks(&subject));
    let published = message.header.text("date").as_deref().and_then(published::mail_date);
    let before = (outlet.reports, outlet.set_aside);
    let page = found.body();
    let any_text = page.lines.iter().any(|line| !line.text.is_empty());
    if any_text {
        let title = subject.filter(|subject| !subject.trim().is_empty()).or(page.title);
        let published = published.or(page.published);
        outlet.page(&Page { title, published, ..page });
    }
    let mut names = Names::new();
    outlet.deeper(|outlet| {
        for (number, part) in (1..).zip(&found.attachments) {
            if !part.read_attached(number, &mut names, outlet) {
                break;
            }
        }
    });
    if !any_text && before == (outlet.reports, outlet.set_aside) {
        outlet.refuse(None, "holds no text; remove it or fill it");
    }
}

/// A subject without the marks of answers and forwards before it.
fn without_marks(subject: &str) -> String {
    const MARKS: [&str; 7] = ["re", "fw", "fwd", "転送", "返信", "ｒｅ", "ｆｗ"];
    let mut rest = subject.trim();
    while let Some((mark, after)) = rest.split_once([':', '：']) {
        if !MARKS.contains(&mark.trim().to_lowercase().as_str()) || after.trim().is_empty() {
            break;
        }
        rest = after.trim();
    }
    rest.to_owned()
}

/// A part of a message, or the message: its header and what follows.
struct Part<'m> {
    header: Header<'m>,
    body: &'m [u8],
    kind: String,
    parameters: Parameters,
}

/// What a message consists of, in its order.
#[derive(Default)]
struct Contents<'m> {
    texts: Vec<Text>,
    attachments: Vec<Part<'m>>,
    parts: usize,
}

/// A part of the body, decoded.
struct Text {
    format: Format,
    text: String,
}

impl<'m> Part<'m> {
    fn of(bytes: &'m [u8]) -> Self {
        let (header, body) = Header::split(bytes);
        let (kind, parameters) = header.parameters("content-type");
        Self { header, body, kind, parameters }
    }

    /// Its bytes as they were before the mail packed them.
    fn content(&self) -> Cow<'m, [u8]> {
        let encoding = self.header.text("content-transfer-encoding").unwrap_or_default();
        transfer::decoded(self.body, encoding.trim())
    }

    /// The name of the file that it was, made harmless.
    fn name(&self) -> Option<String> {
        let (_, disposition) = self.header.parameters("content-disposition");
        let name = disposition.get("filename").or_else(|| self.parameters.get("name"))?;
        Some(member_name(name.as_bytes())).filter(|name| !name.is_empty())
    }

    fn is_attached(&self) -> bool {
        let (disposition, _) = self.header.parameters("content-disposition");
        disposition == "attachment" || self.name().is_some()
    }

    /// The format that its type names; text that is not attached is the body.
    fn format(&self) -> Option<Format> {
        Format::of_media_type(&self.kind)
    }

    /// Whether it is plain text, or a multipart that does not say where its parts begin.
    fn is_plain(&self) -> bool {
        matches!(self.kind.as_str(), "" | "text" | "text/plain")
            || self.kind.starts_with("multipart/")
    }

    fn text(&self) -> Option<Text> {
        let format = match self.kind.as_str() {
            "text/html" => Format::Html,
            _ if self.is_plain() => Format::Text,
            _ => return None,
        };
        let content = self.content();
        let html = (format == Format::Html).then(|| decode::declared_charset(&content)).flatten();
        let declared = self.parameters.get("charset").or(html.as_deref());
        let text = decode::decode(&content, declared).ok()?.into_owned();
        Some(Text { format, text })
    }

    /// Reads it as a file of its own; false when no more may be read.
    fn read_attached(&self, number: usize, names: &mut Names, outlet: &mut Outlet<'_>) -> bool {
        let forwarded = self.kind == "message/rfc822";
        let name = match self.name() {
            Some(name) => name,
            None if forwarded => format!("message-{number}.eml"),
            None => format!("part-{number}"),
        };
        let clues = Clues { format: self.format(), charset: self.parameters.get("charset") };
        let nameless = clues.format.is_none() && self.name().is_none();
        if nameless || Named::of(&name) == Named::Foreign {
            return true;
        }
        archive::member(&names.unique(name), clues, &mut self.content().as_ref(), outlet)
    }
}

impl<'m> Contents<'m> {
    /// Sorts a part, or the parts that it consists of, into body and attachments.
    fn gather(&mut self, part: &Part<'m>, depth: usize) {
        let Some(boundary) =
            part.kind.strip_prefix("multipart/").and(part.parameters.get("boundary"))
        else {
            return self.leaf(part, depth == 0);
        };
        if depth >= DEEPEST_PART {
            return;
        }
        let alternative = part.kind == "multipart/alternative";
        let texts_before = self.texts.len();
        for bytes in transfer::parts(part.body, boundary) {
            self.parts += 1;
            if self.parts > MOST_PARTS {
                return;
            }
            self.gather(&Part::of(bytes), depth + 1);
        }
        if alternative {
            let choice = self.texts.split_off(texts_before);
            self.texts.extend(chosen(choice));
        }
    }

    fn leaf(&mut self, part: &Part<'m>, whole: bool) {
        if !part.is_attached() || whole {
            if let Some(text) = part.text() {
                return self.texts.push(text);
            }
            if part.is_plain() || part.kind == "text/html" {
                return;
            }
        }
        self.attachments.push(Part::of_parsed(part));
    }

    /// The page of the body; its parts stand one below the other.
    fn body(&self) -> Page {
        let mut pages = self.texts.iter().map(|text| read::text_page(text.format, &text.text));
        let mut page = pages.next().unwrap_or_default();
        for next in pages {
            page.lines.extend(next.lines);
        }
        page
    }
}

impl<'m> Part<'m> {
    fn of_parsed(part: &Self) -> Self {
        Self {
            header: part.header.clone(),
            body: part.body,
            kind: part.kind.clone(),
            parameters: part.parameters.clone(),
        }
    }
}

/// Of the same text in several forms, the one to read: plain text, unless it only points at the
/// other one.
fn chosen(choice: Vec<Text>) -> Option<Text> {
    let length = |text: &Text| text.text.chars().filter(|c| !c.is_whitespace()).count();
    let plain =
        choice.iter().position(|text| text.format == Format::Text && length(text) >= ENOUGH_TEXT);
    let html = choice.iter().rposition(|text| text.format == Format::Html);
    let index = plain.or(html).unwrap_or_default();
    choice.into_iter().nth(index)
}

#[cfg(test)]
mod tests;
