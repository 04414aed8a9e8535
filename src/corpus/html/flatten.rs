//! Pages whose tree would take too long to make: made flat.

/// The page without tags: one element that holds the text, with a line for each block.
pub(super) fn flattened(html: &str) -> String {
    let mut flat = String::from("<html><head></head><body><pre>\n");
    let mut at = 0;
    for tag in Tags::new(html) {
        push(&mut flat, html.get(at..tag.start).unwrap_or_default());
        at = tag.end;
        if !INLINE.contains(&tag.name.as_str()) && !flat.ends_with('\n') {
            flat.push('\n');
        }
    }
    push(&mut flat, html.get(at..).unwrap_or_default());
    flat.push_str("</pre></body></html>");
    flat
}

/// Text in which nothing is a tag, though what stood in it is gone, and no line ends.
fn push(flat: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => flat.push_str("&lt;"),
            '\n' => flat.push(' '),
            c => flat.push(c),
        }
    }
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

    /// Place after the next tag that closes `name`, or the end of the page.
    fn after_closing(&self, from: usize, name: &str) -> usize {
        let mut at = from;
        loop {
            at = self.after(at, "</");
            let rest = self.html.as_bytes().get(at..).unwrap_or_default();
            let found = rest.get(..name.len());
            if found.is_none_or(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
                return self.after(at, ">");
            }
        }
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
                return Some(Tag { name: "!".into(), start, end });
            }
            let closes = rest.first() == Some(&b'/');
            let name: String = rest
                .iter()
                .skip(usize::from(closes))
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"!?".contains(byte))
                .map(|byte| char::from(byte.to_ascii_lowercase()))
                .collect();
            if name.is_empty() {
                self.at = start + 1;
                continue;
            }
            let mut end = self.after(start, ">");
            if !closes && (name == "script" || name == "style") {
                end = self.after_closing(end, &name);
            }
            self.at = end;
            return Some(Tag { name, start, end });
        }
    }
}

/// Elements within a line.
const INLINE: &[&str] = &[
    "!", "a", "abbr", "b", "big", "code", "em", "font", "i", "img", "mark", "ruby", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
