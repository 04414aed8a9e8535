//! A page as lines: what every format is turned into before it is split into reports.

use crate::report::Date;

/// Heading level of a line that is emphasised as a whole but is no heading: one below `h6`.
pub(super) const EMPHASISED: u8 = 7;

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// The text, trimmed; empty between paragraphs.
    pub(super) text: String,
    /// Heading level the markup gives it, 1 to 6, or [`EMPHASISED`].
    pub(super) heading: Option<u8>,
}

impl Line {
    /// A line of running text.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.trim().to_owned(), heading: None }
    }
}

/// A page and what its own metadata says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Page {
    /// Title by metadata or markup; `None` leaves it to the lines.
    pub(super) title: Option<String>,
    /// Canonical address.
    pub(super) url: Option<String>,
    /// Date of publication.
    pub(super) published: Option<Date>,
    /// The text.
    pub(super) lines: Vec<Line>,
}

/// One report of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Title on one line; empty when nothing serves as one.
    pub(super) title: String,
    /// Date of publication.
    pub(super) published: Option<Date>,
    /// The text, title line first.
    pub(super) text: String,
}

/// An address that is safe to keep: absolute http(s), one word.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let web = text.starts_with("https://") || text.starts_with("http://");
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    (web && plain && text.len() <= 2048).then(|| super::clean::one_line(text))
}

/// The text of `lines` under `title`: trimmed, at most one blank line in a row, title line first.
///
/// When the text already begins with the title, perhaps wrapped over a few lines or spaced
/// differently, those lines become the title line; otherwise the title is put before it.
pub(super) fn joined(title: &str, lines: &[Line]) -> String {
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first() {
        if !first.text.is_empty() {
            break;
        }
        rest = after;
    }
    if !title.is_empty() {
        rest = rest.get(lines_of_title(title, rest)..).unwrap_or_default();
    }
    let mut text = title.to_owned();
    let mut blank = false;
    for line in rest {
        if line.text.is_empty() {
            blank = !text.is_empty();
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        if blank {
            text.push('\n');
        }
        blank = false;
        text.push_str(&line.text);
    }
    text
}

/// How many leading lines spell the title and nothing else, blank ones between them included.
fn lines_of_title(title: &str, lines: &[Line]) -> usize {
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = dense(title);
    let mut found = String::new();
    for (index, line) in lines.iter().enumerate().take(6) {
        found.push_str(&dense(&line.text));
        if found == wanted {
            return index + 1;
        }
        if !wanted.starts_with(found.as_str()) {
            return 0;
        }
    }
    0
}
