//! Facet counts in aligned columns.

use std::io::{self, Write};

use crate::search::{Facet, FacetCount};

use super::number::grouped;
use super::terminal::Layout;
use super::text::{FAINT, PLAIN, STRONG, Text};

/// Spaces between a label and its count.
const GAP: usize = 3;
/// Spaces between two facets side by side.
const GUTTER: usize = 5;
/// The widest label that is shown whole.
const WIDEST_LABEL: usize = 44;

/// Writes every facet that has values, side by side where the page is wide enough, with at most so
/// many children below each value.
pub(super) fn write_facets(
    out: &mut dyn Write,
    facets: &[Facet],
    most_children: usize,
    layout: Layout,
) -> io::Result<()> {
    let counted = facets.iter().filter(|facet| !facet.values.is_empty());
    let blocks: Vec<Block> = counted.map(|facet| Block::new(facet, most_children)).collect();
    let mut rest = blocks.as_slice();
    while !rest.is_empty() {
        let (row, after) = rest.split_at(fitting(rest, layout.columns));
        writeln!(out)?;
        let height = row.iter().map(|block| block.lines.len()).max().unwrap_or(0);
        for at in 0..height {
            writeln!(out, "{}", across(row, at).render(layout.colour))?;
        }
        rest = after;
    }
    Ok(())
}

/// One facet as lines of one width.
struct Block {
    lines: Vec<Text>,
    width: usize,
}

impl Block {
    fn new(facet: &Facet, most_children: usize) -> Self {
        let mut rows: Vec<(Text, String)> = Vec::new();
        for value in &facet.values {
            rows.push(row(value, "  "));
            rows.extend(value.children.iter().take(most_children).map(|child| row(child, "    ")));
            let hidden = value.children.len().saturating_sub(most_children);
            if hidden > 0 {
                rows.push((more(hidden, "    "), String::new()));
            }
        }
        let labels = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
        let counts = rows.iter().map(|(_, count)| count.len()).max().unwrap_or(0);
        let mut lines = vec![Text::new(STRONG, facet.field.label())];
        for (mut label, count) in rows {
            if !count.is_empty() {
                label.pad_to(labels + GAP);
                label.push(PLAIN, &format!("{count:>counts$}"));
            }
            lines.push(label);
        }
        let hidden = facet.distinct.saturating_sub(facet.values.len());
        if hidden > 0 {
            lines.push(more(hidden, "  "));
        }
        let width = lines.iter().map(Text::width).max().unwrap_or(0);
        Self { lines, width }
    }
}

fn row(value: &FacetCount, indent: &str) -> (Text, String) {
    let mut label = Text::plain(indent);
    label.push(PLAIN, &value.label);
    label.cut_to(WIDEST_LABEL);
    (label, grouped(value.count))
}

fn more(hidden: usize, indent: &str) -> Text {
    Text::new(FAINT, &format!("{indent}{hidden} more …"))
}

/// How many of the blocks fit side by side, at least one.
fn fitting(blocks: &[Block], columns: usize) -> usize {
    let mut used = 0;
    let fits = blocks.iter().take_while(|block| {
        used += block.width;
        let fits = used <= columns;
        used += GUTTER;
        fits
    });
    fits.count().max(1)
}

/// One line through a row of blocks, without spaces at its end.
fn across(row: &[Block], at: usize) -> Text {
    let mut line = Text::default();
    let mut edge = 0;
    for block in row {
        if let Some(text) = block.lines.get(at) {
            line.pad_to(edge);
            line.append(text);
        }
        edge += block.width + GUTTER;
    }
    line
}

#[cfg(test)]
mod tests;
