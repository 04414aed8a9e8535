//! Positioned glyphs to lines of text in reading order.
//!
//! `run` puts glyphs on lines, `furniture` takes away what every page repeats, `table` finds cells
//! between ruled lines, `order` reads columns one after another, `paragraph` joins what is only
//! wrapped. `spelling` mends the characters themselves.

mod furniture;
mod order;
mod paragraph;
mod run;
mod spelling;
mod table;

use super::glyph::{Flow, Sheet};
use crate::corpus::page::Line;
use order::Item;
use paragraph::Joiner;
use run::Run;

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) lines: Vec<Line>,
    /// The text of the first page that is set larger than all others.
    pub(super) largest: Option<String>,
}

/// The pages of a document, before what they share is known.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pages: Vec<PageRuns>,
}

/// The lines of a page, those that run the same way together, what runs most first.
#[derive(Debug)]
struct PageRuns {
    height: f64,
    flows: Vec<(Flow, Vec<Run>)>,
    /// Rows of tables with ruled lines, whose runs are not among the others.
    rows: Vec<Item>,
}

impl Layout {
    /// Adds a page.
    pub(super) fn add(&mut self, sheet: &Sheet) {
        let mut flows = run::flows(&sheet.glyphs, &sheet.rules);
        let mut rows = Vec::new();
        if let Some((_, runs)) = flows.iter_mut().find(|(flow, _)| *flow == Flow::Right) {
            (rows, *runs) = table::rows(std::mem::take(runs), &sheet.rules);
        }
        self.pages.push(PageRuns { height: sheet.height, flows, rows });
    }

    /// The text of all pages.
    pub(super) fn finish(mut self) -> Text {
        furniture::remove(&mut self.pages);
        let body = body_size(&self.pages);
        let largest = self.pages.first().and_then(|page| largest(page, body));
        let mut joiner = Joiner::new(body);
        for mut page in self.pages {
            for (flow, runs) in page.flows {
                let mut items: Vec<Item> = runs.into_iter().map(Item::of).collect();
                if flow == Flow::Right {
                    items.append(&mut page.rows);
                }
                for block in order::blocks(items) {
                    joiner.block(block);
                }
            }
        }
        Text { lines: joiner.finish(), largest }
    }
}

/// The size most characters have.
fn body_size(pages: &[PageRuns]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = pages
        .iter()
        .flat_map(|page| &page.flows)
        .flat_map(|(_, runs)| runs)
        .map(|run| (run.size, run.text.chars().count()))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, count)| {
        seen += count;
        seen > half
    });
    middle.map_or(10.0, |(size, _)| *size)
}

/// The largest lines of a page, joined, if they stand out.
fn largest(page: &PageRuns, body: f64) -> Option<String> {
    let (_, runs) = page.flows.first()?;
    let telling = |run: &&Run| run.text.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
    let size = runs.iter().filter(telling).map(|run| run.size).max_by(f64::total_cmp)?;
    if size < body * 1.15 {
        return None;
    }
    let mut lines = runs.iter().filter(|run| run.size > size * 0.97).peekable();
    let mut title = lines.next()?.text.clone();
    let mut last = runs.iter().find(|run| run.size > size * 0.97)?.v;
    for run in lines {
        // Lines of one title follow each other closely.
        if last - run.v > size * 2.2 || title.len() > 600 {
            break;
        }
        last = run.v;
        paragraph::join(&mut title, &run.text);
    }
    let title = spelling::tightened(&title);
    (4..=120).contains(&title.chars().count()).then_some(title)
}
