//! Running headers, footers and page numbers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::super::glyph::Flow;
use super::PageRuns;
use super::run::Run;

/// How far from the upper and lower edge furniture stands: a share of the page's height, and points
/// for small pages.
const EDGE: f64 = 0.13;
const LEAST_EDGE: f64 = 72.0;

/// How much furniture may move from page to page, in points.
const DRIFT: f64 = 6.0;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[-‐‑–—―−~〜・|<(\[\s]*(p(age)?\.?\s*)?[0-9]{1,4}(\s*(/|of|／|-)\s*[0-9]{1,4})?\s*(ページ|頁|/)?[-‐‑–—―−~〜・|>)\]\s]*$",
    )
    .expect("the pattern is a constant that the tests compile")
});

/// On how many pages something stands at about a height, and the last of them.
type Seen = BTreeMap<(String, i64), (usize, usize)>;

/// Takes away what stands at the edge of several pages in the same place, and page numbers.
///
/// Digits do not count, so that a running `3/12` is the same on every page.
pub(super) fn remove(pages: &mut [PageRuns]) {
    let mut seen = Seen::new();
    for (number, page) in (1..).zip(pages.iter()) {
        for run in across(page).filter(|run| is_at_edge(run, page.height)) {
            let (count, last) = seen.entry((pattern(&run.text), level(run))).or_default();
            *count += usize::from(*last != number);
            *last = number;
        }
    }
    let enough = (pages.len() * 2 / 5).max(2);
    let repeats = |run: &Run| {
        let (pattern, level) = (pattern(&run.text), level(run));
        let count = |level| seen.get(&(pattern.clone(), level)).map_or(0, |(count, _)| *count);
        (level - 1..=level + 1).map(count).sum::<usize>() >= enough
    };
    for page in pages {
        let height = page.height;
        let lowest = across(page).map(|run| run.v).fold(f64::MAX, f64::min);
        let highest = across(page).map(|run| run.v).fold(f64::MIN, f64::max);
        let alone =
            |v: f64| across(page).filter(|run| (run.v - v).abs() < run.size / 2.0).count() == 1;
        let (low, high) = (alone(lowest), alone(highest));
        let is_number = |run: &Run| {
            ((low && run.v <= lowest) || (high && run.v >= highest)) && is_page_number(&run.text)
        };
        for (_, runs) in page.flows.iter_mut().filter(|(flow, _)| *flow == Flow::Right) {
            runs.retain(|run| !is_at_edge(run, height) || !(is_number(run) || repeats(run)));
        }
    }
}

/// What runs across a page; vertical pages have their furniture so, too.
fn across(page: &PageRuns) -> impl Iterator<Item = &Run> {
    page.flows.iter().filter(|(flow, _)| *flow == Flow::Right).flat_map(|(_, runs)| runs)
}

/// The height of a run in steps that it may drift by.
fn level(run: &Run) -> i64 {
    (run.v / DRIFT).round() as i64
}

fn is_at_edge(run: &Run, height: f64) -> bool {
    let edge = (height * EDGE).max(LEAST_EDGE);
    run.v > height - edge || run.v < edge
}

fn is_page_number(text: &str) -> bool {
    PAGE_NUMBER.is_match(&text.nfkc().collect::<String>())
}

/// The text without spaces, every digit the same.
fn pattern(text: &str) -> String {
    let folded = text.nfkc().filter(|c| !c.is_whitespace());
    let mut pattern = String::new();
    for c in folded {
        // 9 and 10 are the same, too.
        match c.is_ascii_digit() {
            true if pattern.ends_with('0') => {}
            true => pattern.push('0'),
            false => pattern.push(c),
        }
    }
    pattern
}

#[cfg(test)]
mod tests;
