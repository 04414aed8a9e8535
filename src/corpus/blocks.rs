//! Paragraphs, rows of cells and boxes of a text document as lines.

use super::clean::clean;
use super::page::{EMPHASISED, Line};
use super::text;

/// Characters a cell of a row has at most; with longer ones the table lays out a page.
const LONGEST_CELL: usize = 300;

/// Writes lines from what a document opens and closes.
///
/// A paragraph is a line, or several where the author broke it. A row is one line, its cells apart
/// by tabs, unless a cell holds a text of its own. A box, and the notes that a
/// paragraph holds, come after the paragraph they are tied to.
#[derive(Default)]
pub(super) struct Blocks {
    paragraphs: Vec<Paragraph>,
    /// Where finished lines go; the document itself is below them all.
    places: Vec<Vec<Line>>,
    /// Cells of the open rows.
    rows: Vec<Vec<Vec<Line>>>,
    lines: Vec<Line>,
    notes: Vec<Line>,
}

/// A paragraph being written.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// Characters in all, and those of them that are strong.
    weight: (usize, usize),
    /// Lines of boxes within.
    after: Vec<Line>,
}

impl Blocks {
    /// Opens a paragraph, perhaps within another that holds a box.
    pub(super) fn begin_paragraph(&mut self) {
        self.paragraphs.push(Paragraph::default());
    }

    /// Adds text to the open paragraph; `\n` breaks the line.
    pub(super) fn push(&mut self, text: &str, strong: bool) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let text = clean(text);
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        paragraph.weight.0 += count;
        paragraph.weight.1 += if strong { count } else { 0 };
        paragraph.text.push_str(&text);
    }

    /// Text of the open paragraph so far.
    pub(super) fn so_far(&self) -> &str {
        self.paragraphs.last().map_or("", |paragraph| paragraph.text.as_str())
    }

    /// Closes the paragraph; its text on one line if it is a heading. `label` is the mark of a list
    /// item. Returns the text of the paragraph.
    pub(super) fn end_paragraph(&mut self, heading: Option<u8>, label: Option<&str>) -> String {
        let Some(paragraph) = self.paragraphs.pop() else { return String::new() };
        let Paragraph { text, weight: (all, strong), after } = paragraph;
        let text = if heading.is_some() { one_line(&text) } else { text.trim().to_owned() };
        let mut lines: Vec<Line> = Vec::new();
        if text.is_empty() {
            lines.push(Line::default());
        } else {
            if heading.is_some() {
                lines.push(Line::default());
            }
            let label = label.filter(|label| !text.starts_with(label.trim()));
            let emphasised = (all == strong && label.is_none()).then_some(EMPHASISED);
            let heading = heading.or(emphasised);
            let labelled = format!("{}{text}", label.unwrap_or_default());
            lines.extend(
                labelled.split('\n').map(|line| Line { text: line.trim().to_owned(), heading }),
            );
        }
        lines.extend(after);
        self.place().extend(lines);
        text
    }

    /// Closes the paragraph and forgets it.
    pub(super) fn drop_paragraph(&mut self) {
        self.paragraphs.pop();
    }

    /// Opens a box, or a note, whose lines are kept apart until it closes.
    pub(super) fn begin_box(&mut self) {
        self.places.push(Vec::new());
    }

    /// Closes a box; its lines follow the paragraph it is in.
    pub(super) fn end_box(&mut self) {
        let lines = self.places.pop().unwrap_or_default();
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.after.extend(lines),
            None => self.place().extend(lines),
        }
    }

    /// Closes a box that is a note to stand at the end of the document, under its mark.
    pub(super) fn end_note(&mut self, mark: &str) {
        let lines = self.places.pop().unwrap_or_default();
        let lines = lines.into_iter().filter(|line| !line.text.is_empty());
        self.notes.extend(lines.enumerate().map(|(index, line)| match index {
            0 => Line::plain(&format!("{mark} {}", line.text)),
            _ => Line::plain(&line.text),
        }));
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn begin_cell(&mut self) {
        self.places.push(Vec::new());
    }

    pub(super) fn end_cell(&mut self) {
        let lines = self.places.pop().unwrap_or_default();
        if let Some(row) = self.rows.last_mut() {
            row.push(lines);
        }
    }

    pub(super) fn end_row(&mut self) {
        let mut cells = self.rows.pop().unwrap_or_default();
        for cell in &mut cells {
            cell.retain(|line| !line.text.is_empty());
        }
        cells.retain(|cell| !cell.is_empty());
        let lays_out = cells.iter().any(|cell| {
            let count: usize = cell.iter().map(|line| line.text.chars().count()).sum();
            let headed = cell.iter().any(|line| line.heading.is_some_and(|h| h < EMPHASISED));
            count > LONGEST_CELL || headed || cell.iter().any(|line| line.text.contains('\t'))
        });
        let place = self.place();
        if lays_out {
            place.extend(cells.into_iter().flatten());
        } else if !cells.is_empty() {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    cell.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
                })
                .collect();
            place.push(Line::plain(&cells.join("\t")));
        }
    }

    /// The lines, the notes last.
    pub(super) fn finish(mut self) -> Vec<Line> {
        if !self.notes.is_empty() {
            self.lines.push(Line::default());
            self.lines.append(&mut self.notes);
        }
        self.lines
    }

    fn place(&mut self) -> &mut Vec<Line> {
        self.places.last_mut().unwrap_or(&mut self.lines)
    }
}

/// The title of a document: the one its style marks, a heading it begins with, else what its
/// properties say if that is more than the name of a file or a template.
pub(super) fn title(
    styled: Option<String>,
    lines: &[Line],
    property: Option<String>,
) -> Option<String> {
    let head: Vec<&Line> = lines.iter().filter(|line| !line.text.is_empty()).take(12).collect();
    let leading = head
        .first()
        .filter(|line| line.heading.is_some_and(|level| level < EMPHASISED))
        .map(|line| line.text.clone());
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let good = |title: &String| {
        text::is_telling(title) || head.iter().any(|line| dense(&line.text) == dense(title))
    };
    styled.or(leading).or(property.filter(good))
}

/// Text whose breaks were only there to fit it on the paper.
fn one_line(text: &str) -> String {
    let mut joined = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(joined.chars().next_back()) && latin(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// What the style of a paragraph says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A line of a table of contents.
    Contents,
}

impl Style {
    /// The style of this name, in English or Japanese, in any spelling of digits and spaces.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name: String = super::published::folded(name)
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '_')
            .flat_map(char::to_lowercase)
            .collect();
        if ["title", "表題", "標題", "題名", "タイトル"].contains(&name.as_str()) {
            return Some(Self::Title);
        }
        if ["toc", "目次", "contents"].iter().any(|word| name.starts_with(word)) {
            return Some(Self::Contents);
        }
        let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("見出し"))?;
        let level: u8 = level.parse().ok()?;
        (1..=9).contains(&level).then_some(Self::Heading(level.min(6)))
    }

    /// The level its lines have.
    pub(super) fn level(self) -> Option<u8> {
        match self {
            Self::Title => Some(1),
            Self::Heading(level) => Some(level),
            Self::Contents => None,
        }
    }
}
