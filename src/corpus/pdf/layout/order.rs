//! Runs to blocks in reading order: columns one after another, each from top to bottom.

use super::paragraph;
use super::run::Run;
use super::spelling;

/// How deep columns may lie within columns.
const DEEPEST: usize = 4;

/// Places that are tried as the left edge of a column.
const MOST_EDGES: usize = 12;

/// A run, a row of a table, or a line put together from runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) u0: f64,
    pub(super) u1: f64,
    pub(super) v: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// Has cells, and so is a line of its own.
    pub(super) row: bool,
}

impl Item {
    pub(super) fn of(run: Run) -> Self {
        let Run { u0, u1, v, size, text } = run;
        Self { u0, u1, v, size, text, row: false }
    }
}

/// The lines of one column, or of what is above and below columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<Item>,
}

/// The blocks of a page in reading order.
pub(super) fn blocks(mut items: Vec<Item>) -> Vec<Block> {
    items.sort_by(|a, b| b.v.total_cmp(&a.v).then(a.u0.total_cmp(&b.u0)));
    let mut blocks = Vec::new();
    divide(items, 0, &mut blocks);
    blocks
}

fn divide(items: Vec<Item>, depth: usize, blocks: &mut Vec<Block>) {
    let found = if depth < DEEPEST { columns(&items) } else { None };
    let Some((edge, from, to)) = found else {
        if !items.is_empty() {
            blocks.push(Block { lines: lines(items) });
        }
        return;
    };
    let mut above = items;
    let mut between = above.split_off(from);
    let below = between.split_off(to - from);
    let (left, right) = between.into_iter().partition(|item| item.u0 < edge);
    for part in [above, left, right, below] {
        divide(part, depth + 1, blocks);
    }
}

/// Where a column begins that has another to its left: its left edge, and the stretch of items
/// that makes up the two.
fn columns(items: &[Item]) -> Option<(f64, usize, usize)> {
    let mut best: Option<(f64, usize, usize)> = None;
    for edge in edges(items) {
        let crosses = |item: &Item| item.u0 < edge && item.u1 > edge - 0.5 * item.size;
        let mut from = 0;
        while from < items.len() {
            let rest = items.get(from..).unwrap_or_default();
            let length = rest.iter().take_while(|item| !crosses(item)).count();
            let stretch = rest.get(..length).unwrap_or_default();
            let longer = best.is_none_or(|(_, from, to)| length > to - from);
            if longer && are_columns(stretch, edge) {
                best = Some((edge, from, from + length));
            }
            from += length + 1;
        }
    }
    best
}

/// Where several items begin one below another, most frequent first, the leftmost left out.
fn edges(items: &[Item]) -> Vec<f64> {
    let mut starts: Vec<(f64, f64)> =
        items.iter().filter(|item| !item.row).map(|item| (item.u0, item.size)).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let groups = starts.chunk_by(|a, b| b.0 - a.0 < 0.3 * a.1);
    let mut edges: Vec<(usize, f64)> = groups
        .skip(1)
        .filter_map(|group| Some((group.len(), group.first()?.0 - 0.5)))
        .filter(|(count, _)| *count >= 3)
        .collect();
    edges.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    edges.into_iter().map(|(_, edge)| edge).take(MOST_EDGES).collect()
}

/// Whether the items on both sides of an edge are running text: filled lines, several of them,
/// beside each other. Cells of a table are short, or far from filling their column.
fn are_columns(items: &[Item], edge: f64) -> bool {
    let side = |right: bool| -> Option<(f64, f64)> {
        let side: Vec<&Item> = items.iter().filter(|item| (item.u0 >= edge) == right).collect();
        let rows = side.chunk_by(|a, b| (a.v - b.v).abs() < 0.6 * a.size).count();
        let left = side.iter().map(|item| item.u0).fold(f64::MAX, f64::min);
        let end = side.iter().map(|item| item.u1).fold(f64::MIN, f64::max);
        let size = side.iter().map(|item| item.size).fold(f64::MAX, f64::min);
        let filled: f64 = side.iter().map(|item| item.u1 - item.u0).sum();
        let width = end - left;
        let running = rows >= 3 && width >= 8.0 * size && filled >= 0.6 * width * rows as f64;
        running.then(|| {
            let top = side.first().map_or(0.0, |item| item.v);
            (top, side.last().map_or(0.0, |item| item.v))
        })
    };
    let (Some(left), Some(right)) = (side(false), side(true)) else { return false };
    let shared = left.0.min(right.0) - left.1.max(right.1);
    shared > 0.4 * (left.0 - left.1).min(right.0 - right.1)
}

/// Items without columns to lines, those on one line as cells.
fn lines(items: Vec<Item>) -> Vec<Item> {
    let mut lines: Vec<Item> = Vec::new();
    let mut beginnings: Vec<f64> = Vec::new();
    let groups: Vec<Vec<Item>> = items
        .chunk_by(|a, b| (a.v - b.v).abs() < 0.4 * a.size.min(b.size))
        .map(<[Item]>::to_vec)
        .collect();
    for mut group in groups {
        group.sort_by(|a, b| a.u0.total_cmp(&b.u0));
        if group.len() == 1
            && let Some(item) = group.first()
            && let Some(last) = lines.last_mut()
            && continues(last, &beginnings, item)
        {
            paragraph::join(&mut last.text, &item.text);
            last.v = item.v;
            last.u1 = last.u1.max(item.u1);
            continue;
        }
        beginnings = group.iter().map(|item| item.u0).collect();
        lines.extend(line(group));
    }
    lines
}

/// Whether an item goes on with the last cell of the row above it.
fn continues(last: &Item, beginnings: &[f64], item: &Item) -> bool {
    let [_, .., beginning] = beginnings else { return false };
    last.row
        && !item.row
        && (item.u0 - beginning).abs() < 0.5 * item.size
        && last.v - item.v < 1.9 * item.size
        && !paragraph::is_start(&item.text)
}

fn line(group: Vec<Item>) -> Option<Item> {
    let mut group = group.into_iter();
    let mut line = group.next()?;
    for item in group {
        let mark = !line.row && paragraph::is_mark(&line.text);
        // A list's mark stands apart from the text it belongs to.
        line.text.push(if mark { ' ' } else { '\t' });
        line.text.push_str(&item.text);
        line.row |= !mark || item.row;
        line.u1 = line.u1.max(item.u1);
        line.size = line.size.max(item.size);
    }
    if !line.row {
        line.text = spelling::tightened(&line.text);
    }
    Some(line)
}

#[cfg(test)]
mod tests;
