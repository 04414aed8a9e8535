//! Pages nested so deeply that parsing them would take for ever: measured, and made flat.

use std::collections::BTreeMap;

/// Whether more than `limit` elements are open at once, as far as tags tell.
pub(super) fn deeper_than(html: &str, limit: usize) -> bool {
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut depth = 0_usize;
    for tag in Tags::new(html) {
        if tag.closes {
            if let Some(count) = open.get_mut(&tag.name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
            }
        } else if tag.stays_open {
            *open.entry(tag.name).or_default() += 1;
            depth += 1;
            if depth > limit {
                return true;
            }
        }
    }
    false
}

/// The page without tags, a paragraph for each block, under its own title.
pub(super) fn flattened(html: &str) -> String {
    let mut flat = String::from("<html><head></head><body><p>");
    let mut at = 0;
    for tag in Tags::new(html) {
        flat.push_str(html.get(at..tag.start).unwrap_or_default());
        at = tag.end;
        if !INLINE.contains(&tag.name.as_str()) {
            flat.push_str("</p>\n<p>");
        }
    }
    flat.push_str(html.get(at..).unwrap_or_default());
    flat.push_str("</p></body></html>");
    flat
}

/// The tags of a page, found without a parser; a script or style counts as one tag.
struct Tags<'h> {
    html: &'h str,
    at: usize,
}

struct Tag {
    name: String,
    start: usize,
    end: usize,
    closes: bool,
    stays_open: bool,
}

impl<'h> Tags<'h> {
    fn new(html: &'h str) -> Self {
        Self { html, at: 0 }
    }

    /// Place after the next `needle`, or the end of the page.
    fn after(&self, from: usize, needle: &str) -> usize {
        let rest = self.html.as_bytes().get(from..).unwrap_or_default();
        memchr::memmem::find(rest, needle.as_bytes())
            .map_or(self.html.len(), |found| from + found + needle.len())
    }
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + memchr::memchr(b'<', bytes.get(self.at..)?)?;
            let rest = bytes.get(start + 1..)?;
            if rest.starts_with(b"!--") {
                let end = self.after(start + 4, "-->");
                self.at = end;
                return Some(Tag {
                    name: "!".into(),
                    start,
                    end,
                    closes: false,
                    stays_open: false,
                });
            }
            let closes = rest.first() == Some(&b'/');
            let name: String = rest
                .iter()
                .skip(usize::from(closes))
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'!')
                .map(|byte| char::from(byte.to_ascii_lowercase()))
                .collect();
            if name.is_empty() {
                self.at = start + 1;
                continue;
            }
            let mut end = self.after(start, ">");
            let slash = end >= 2 && bytes.get(end - 2) == Some(&b'/');
            if !closes && (name == "script" || name == "style") {
                end = self.after(self.after(end, &format!("</{name}")), ">");
            }
            self.at = end;
            let stays_open = !closes
                && !SHORT_LIVED.contains(&name.as_str())
                && (!slash || NESTING.contains(&name.as_str()));
            return Some(Tag { name, start, end, closes, stays_open });
        }
    }
}

/// Elements that are empty or end by themselves.
const SHORT_LIVED: &[&str] = &[
    "!", "!doctype", "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li",
    "link", "meta", "option", "p", "param", "rp", "rt", "script", "source", "style", "tbody", "td",
    "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that stay open although their tag ends in a slash.
const NESTING: &[&str] = &[
    "a",
    "article",
    "b",
    "big",
    "blockquote",
    "center",
    "code",
    "dl",
    "div",
    "em",
    "font",
    "form",
    "i",
    "nobr",
    "ol",
    "section",
    "small",
    "span",
    "strong",
    "table",
    "tt",
    "u",
    "ul",
];

const INLINE: &[&str] = &[
    "!", "a", "abbr", "b", "big", "code", "em", "font", "i", "img", "mark", "ruby", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
