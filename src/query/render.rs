//! The place of an error, for a terminal: one line of the query and carets under it.

use unicode_width::UnicodeWidthChar;

use crate::report::Span;

/// The widest excerpt, in columns.
const COLUMNS: usize = 72;

/// How much of a long query is shown before the place, in columns.
const LEAD: usize = 24;

/// How much of a typed value a message repeats, in characters.
const QUOTED: usize = 40;

/// A character as shown: where it stands in the query, what stands for it, and its columns.
struct Cell {
    at: usize,
    shown: char,
    columns: usize,
}

/// The part of `query` around `span`, and the carets that mark the span under it.
pub(super) fn excerpt(query: &str, span: Span) -> (String, String) {
    let cells: Vec<Cell> = query
        .char_indices()
        .map(|(at, c)| {
            let shown = harmless(c);
            Cell { at, shown, columns: shown.width().unwrap_or(0) }
        })
        .collect();
    let (from, to) = window(&cells, span);
    let kept = cells.get(from..to).unwrap_or_default();

    let mut line = String::new();
    let mut indent = 0;
    let mut marked = 0;
    if from > 0 {
        line.push('…');
        indent += 1;
    }
    for cell in kept {
        line.push(cell.shown);
        if cell.at < span.start {
            indent += cell.columns;
        } else if cell.at < span.end {
            marked += cell.columns;
        }
    }
    if to < cells.len() {
        line.push('…');
    }
    (line, format!("{}{}", " ".repeat(indent), "^".repeat(marked.max(1))))
}

/// Which cells to show: all of a short query, else those around the place.
fn window(cells: &[Cell], span: Span) -> (usize, usize) {
    let width = |cells: &[Cell]| cells.iter().map(|cell| cell.columns).sum::<usize>();
    if width(cells) <= COLUMNS {
        return (0, cells.len());
    }
    let place = cells.iter().take_while(|cell| cell.at < span.start).count();
    let before = cells.get(..place).unwrap_or_default();
    let from = place - fitting(before.iter().rev(), LEAD);
    let to = from + fitting(cells.iter().skip(from), COLUMNS);
    (from, to)
}

/// How many of `cells` fit into so many columns.
fn fitting<'c>(cells: impl Iterator<Item = &'c Cell>, columns: usize) -> usize {
    let mut used = 0;
    cells
        .take_while(|cell| {
            used += cell.columns;
            used <= columns
        })
        .count()
}

/// `text` as a message may repeat it: short, and harmless in a terminal.
pub(super) fn quotable(text: &str) -> String {
    let mut shown: String = text.chars().take(QUOTED).map(harmless).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

/// What stands for `c` in a terminal: controls are pictured, marks that reorder or hide text replaced.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        _ => c,
    }
}
