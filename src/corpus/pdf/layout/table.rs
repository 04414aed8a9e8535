//! Tables with ruled lines: what stands within the same four lines is a cell.

use super::super::glyph::Rule;
use super::order::Item;
use super::paragraph;
use super::run::Run;

/// How far lines may be apart that are meant to be one, in points.
const SLACK: f64 = 2.5;

/// Comparisons that one page is worth; tables of more lines are read as if they had none.
const MOST_WORK: usize = 4_000_000;

/// Left, right, bottom and top.
type Bounds = [f64; 4];

#[derive(Debug)]
struct Cell {
    bounds: Bounds,
    runs: Vec<Run>,
}

/// The rows of the tables of a page, cells parted by tabs, and the runs that are in none.
pub(super) fn rows(runs: Vec<Run>, rules: &[Rule]) -> (Vec<Item>, Vec<Run>) {
    if rules.len() < 4 || rules.len() * runs.len() > MOST_WORK {
        return (Vec::new(), runs);
    }
    let (upright, level): (Vec<Rule>, Vec<Rule>) =
        rules.iter().partition(|rule| rule.from.0 == rule.to.0);
    let mut cells: Vec<Cell> = Vec::new();
    let mut rest = Vec::new();
    for run in runs {
        let Some(bounds) = bounds(&run, &upright, &level) else {
            rest.push(run);
            continue;
        };
        let same =
            |cell: &&mut Cell| cell.bounds.iter().zip(bounds).all(|(a, b)| (a - b).abs() < SLACK);
        match cells.iter_mut().find(same) {
            Some(cell) => cell.runs.push(run),
            None => cells.push(Cell { bounds, runs: vec![run] }),
        }
    }
    // A frame around a text is no table.
    let framed: Vec<bool> = cells
        .iter()
        .map(|cell| !cells.iter().any(|other| is_beside(&cell.bounds, &other.bounds)))
        .collect();
    let mut tabled = Vec::new();
    for (cell, framed) in cells.into_iter().zip(framed) {
        if framed {
            rest.extend(cell.runs);
        } else {
            tabled.push(cell);
        }
    }
    tabled.sort_by(|a, b| {
        let [left, .., top] = a.bounds;
        let [left2, .., top2] = b.bounds;
        let row = |top: f64| (top / SLACK).round();
        row(top2).total_cmp(&row(top)).then(left.total_cmp(&left2))
    });
    let rows = tabled.chunk_by(|a, b| (a.bounds[3] - b.bounds[3]).abs() < SLACK);
    (rows.map(row).collect(), rest)
}

/// The nearest lines around a run that reach past it.
fn bounds(run: &Run, upright: &[Rule], level: &[Rule]) -> Option<Bounds> {
    let u = (run.u0 + run.u1) / 2.0;
    let across = level
        .iter()
        .filter(|rule| (rule.from.0 - SLACK..=rule.to.0 + SLACK).contains(&u))
        .map(|rule| rule.from.1);
    let along = upright
        .iter()
        .filter(|rule| (rule.from.1 - SLACK..=rule.to.1 + SLACK).contains(&run.v))
        .map(|rule| rule.from.0);
    Some([
        along.clone().filter(|at| *at <= u).max_by(f64::total_cmp)?,
        along.filter(|at| *at > u).min_by(f64::total_cmp)?,
        across.clone().filter(|at| *at <= run.v).max_by(f64::total_cmp)?,
        across.filter(|at| *at > run.v).min_by(f64::total_cmp)?,
    ])
}

/// Whether two cells share a side.
fn is_beside(a: &Bounds, b: &Bounds) -> bool {
    let [left, right, low, high] = *a;
    let [left2, right2, low2, high2] = *b;
    let near = |a: f64, b: f64| (a - b).abs() < SLACK;
    let level = low.max(low2) + SLACK < high.min(high2);
    let stacked = left.max(left2) + SLACK < right.min(right2);
    (level && (near(left, right2) || near(right, left2)))
        || (stacked && (near(low, high2) || near(high, low2)))
}

fn row(cells: &[Cell]) -> Item {
    let text: Vec<String> = cells.iter().map(|cell| cell_text(&cell.runs)).collect();
    let most = |of: fn(&Cell) -> f64| cells.iter().map(of).fold(f64::MIN, f64::max);
    let least = |of: fn(&Cell) -> f64| cells.iter().map(of).fold(f64::MAX, f64::min);
    let size = cells.iter().flat_map(|cell| &cell.runs).map(|run| run.size).fold(0.0, f64::max);
    Item {
        u0: least(|cell| cell.bounds[0]),
        u1: most(|cell| cell.bounds[1]),
        v: most(|cell| cell.bounds[3]) - size,
        size,
        text: text.join("\t"),
        row: true,
    }
}

/// The lines of a cell as one.
fn cell_text(runs: &[Run]) -> String {
    let mut runs: Vec<&Run> = runs.iter().collect();
    runs.sort_by(|a, b| b.v.total_cmp(&a.v));
    let mut text = String::new();
    for line in runs.chunk_by(|a, b| (a.v - b.v).abs() < 0.4 * a.size) {
        let mut line: Vec<&&Run> = line.iter().collect();
        line.sort_by(|a, b| a.u0.total_cmp(&b.u0));
        for (place, run) in line.iter().enumerate() {
            if text.is_empty() {
                text.clone_from(&run.text);
            } else if place > 0 || paragraph::is_start(&run.text) {
                text.push(' ');
                text.push_str(&run.text);
            } else {
                paragraph::join(&mut text, &run.text);
            }
        }
    }
    super::spelling::tightened(&text)
}

#[cfg(test)]
mod tests;
