//! The chosen elements as lines.

use super::furniture;
use super::main_text::Selection;
use super::tree::{Event, Tree};
use crate::corpus::clean::clean;
use crate::corpus::page::{EMPHASISED, Line};

/// Characters a cell of a data table has at most; longer ones show a table that lays out a page.
const LONGEST_CELL: usize = 300;

/// The lines of the selected elements.
///
/// Every block is a line of its own, `<br>` ends one, list items begin with `・` or their number,
/// and a table row is one line: a heading cell and its value joined by `：`, others by tabs.
pub(super) fn lines(tree: &Tree<'_>, selection: &Selection) -> Vec<Line> {
    let mut writer = Writer { tree, lines: Vec::new(), ..Writer::new(tree) };
    for root in &selection.roots {
        let item = &tree.elements[*root];
        let mut at = item.open;
        while at <= item.close {
            match tree.events[at] {
                Event::Open(index) if selection.is_left_out(index) => {
                    writer.gap(index);
                    at = tree.elements[index].close;
                }
                Event::Open(index) => writer.open(index),
                Event::Close(index) => writer.close(index),
                Event::Text(text) => writer.text(text),
            }
            at += 1;
        }
        writer.end_line();
    }
    furniture::without(writer.lines)
}

/// A cell of a table row.
#[derive(Default)]
struct Cell {
    heads: bool,
    lines: Vec<String>,
}

struct Writer<'t> {
    tree: &'t Tree<'t>,
    lines: Vec<Line>,
    text: String,
    /// White space that awaits the next character; true when it holds a line end.
    space: Option<bool>,
    heading: Option<u8>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<i64>>,
    /// What the next line begins with.
    bullet: Option<String>,
    /// For each open table, whether its rows are data.
    tables: Vec<bool>,
    row: Option<Vec<Cell>>,
    preformatted: usize,
    strong: usize,
    /// Characters of the open line, and how many of them are strong.
    weight: (usize, usize),
}

impl<'t> Writer<'t> {
    fn new(tree: &'t Tree<'t>) -> Self {
        Self {
            tree,
            lines: Vec::new(),
            text: String::new(),
            space: None,
            heading: None,
            lists: Vec::new(),
            bullet: None,
            tables: Vec::new(),
            row: None,
            preformatted: 0,
            strong: 0,
            weight: (0, 0),
        }
    }

    fn open(&mut self, index: usize) {
        let tree = self.tree;
        let item = &tree.elements[index];
        let name = item.name();
        match name {
            "br" => return self.line_break(),
            "b" | "strong" => self.strong += 1,
            _ if !is_block(name) => {}
            _ => self.end_line(),
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.row.is_none() => {
                self.lines.push(Line::default());
                self.heading = name.as_bytes().get(1).map(|digit| digit - b'0');
            }
            "ul" | "menu" => self.lists.push(None),
            "ol" => self.lists.push(Some(number(item.attr("start")).unwrap_or(1))),
            "li" => self.item(number(item.attr("value"))),
            "pre" => self.preformatted += 1,
            "table" => self.tables.push(self.row.is_none() && self.holds_data(index)),
            "tr" if self.tables.last() == Some(&true) => self.row = Some(Vec::new()),
            "td" | "th" => {
                if let Some(row) = &mut self.row {
                    row.push(Cell { heads: name == "th", lines: Vec::new() });
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, index: usize) {
        let tree = self.tree;
        let name = tree.elements[index].name();
        match name {
            "b" | "strong" => self.strong = self.strong.saturating_sub(1),
            _ if is_block(name) => self.end_line(),
            _ => {}
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            "ul" | "ol" | "menu" => {
                self.lists.pop();
            }
            "li" => self.bullet = None,
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "table" => {
                self.tables.pop();
            }
            "tr" => {
                if let Some(row) = self.row.take() {
                    self.lines.extend(row_lines(row).iter().map(|text| Line::plain(text)));
                }
            }
            _ => {}
        }
    }

    /// An element that is left out still ends the line if it is a block, and a block of links takes
    /// the heading right above it (あわせて読みたい) with it.
    fn gap(&mut self, index: usize) {
        let item = &self.tree.elements[index];
        if !is_block(item.name()) {
            return;
        }
        self.end_line();
        let headed = self.lines.last().is_some_and(|line| matches!(line.heading, Some(2..=6)));
        if headed && item.links >= 2 && item.sentences == 0 {
            self.lines.pop();
        }
    }

    fn item(&mut self, value: Option<i64>) {
        self.bullet = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "・".to_owned(),
        });
    }

    /// Text with white space collapsed; beside a Japanese character a line end of the source is none.
    fn text(&mut self, text: &str) {
        for c in clean(text).chars() {
            if self.preformatted > 0 && c == '\n' {
                self.end_line();
            } else if matches!(c, ' ' | '\t' | '\n') {
                self.space = Some(self.space.unwrap_or(false) || c == '\n');
            } else {
                self.push(c);
            }
        }
    }

    fn push(&mut self, c: char) {
        if let Some(wrapped) = self.space.take()
            && let Some(last) = self.text.chars().next_back()
            && !(wrapped && (is_wide(last) || is_wide(c)))
        {
            self.text.push(' ');
        }
        self.text.push(c);
        self.weight.0 += 1;
        if self.strong > 0 {
            self.weight.1 += 1;
        }
    }

    fn line_break(&mut self) {
        if self.heading.is_some() {
            // A heading wrapped over two lines is one heading.
            self.space = Some(true);
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.space = None;
        let text = std::mem::take(&mut self.text);
        let (all, strong) = std::mem::take(&mut self.weight);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let bullet = self.bullet.take().filter(|bullet| !marks_itself(text, bullet));
        let in_list = bullet.is_some();
        let text = format!("{}{text}", bullet.unwrap_or_default());
        if let Some(row) = &mut self.row {
            if let Some(cell) = row.last_mut() {
                cell.lines.push(text);
            }
            return;
        }
        let emphasised = (all == strong && !in_list).then_some(EMPHASISED);
        self.lines.push(Line { text, heading: self.heading.or(emphasised) });
    }

    /// Whether a table shows data: no table in it, no headings, no long cells.
    fn holds_data(&self, index: usize) -> bool {
        let item = &self.tree.elements[index];
        let within = self.tree.events.get(item.open + 1..item.close).unwrap_or_default();
        item.attr("role") != Some("presentation")
            && within.iter().all(|event| match event {
                Event::Open(index) => {
                    let item = &self.tree.elements[*index];
                    match item.name() {
                        "table" | "h1" | "h2" | "h3" | "h4" => false,
                        "td" | "th" => item.text <= LONGEST_CELL,
                        _ => true,
                    }
                }
                _ => true,
            })
    }
}

/// The lines of a table row: one, unless it pairs headings with values.
fn row_lines(row: Vec<Cell>) -> Vec<String> {
    let row: Vec<Cell> = row.into_iter().filter(|cell| !cell.lines.is_empty()).collect();
    let paired = row.len() >= 2
        && row.len().is_multiple_of(2)
        && row.chunks(2).all(|pair| pair[0].heads && !pair[1].heads);
    if !paired {
        let cells: Vec<String> = row.iter().map(|cell| cell.lines.join(" ")).collect();
        return if cells.is_empty() { Vec::new() } else { vec![cells.join("\t")] };
    }
    let mut lines = Vec::new();
    for pair in row.chunks(2) {
        let head = pair[0].lines.join(" ");
        let head = head.trim_end_matches(['：', ':']);
        match pair[1].lines.as_slice() {
            [only] => lines.push(format!("{head}：{only}")),
            many => {
                lines.push(format!("{head}："));
                lines.extend(many.iter().cloned());
            }
        }
    }
    lines
}

/// Whether a list item brings its own mark, so that another would double it.
fn marks_itself(text: &str, bullet: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    let numbered = bullet != "・";
    let own = "・■□◆◇●○※-–•①②③④⑤⑥⑦⑧⑨⑩(（【".contains(first);
    own || (numbered && text.starts_with(bullet.trim_end_matches(['.', ' '])))
}

fn number(value: Option<&str>) -> Option<i64> {
    value?.trim().parse().ok()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    BLOCKS.contains(&name)
}
