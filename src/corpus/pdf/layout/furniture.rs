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

/// Takes away what stands at the edge of several pages in the same place, and page numbers.
///
/// Digits do not count, so that a running `3/12` is the same on every page.
pub(super) fn remove(pages: &mut [PageRuns]) {
    // Vertical pages have theirs across, too.
    let across = |(flow, _): &&(Flow, Vec<Run>)| *flow == Flow::Right;
    let mut seen: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for run in page.flows.iter().filter(across).flat_map(|(_, runs)| runs) {
            if is_at_edge(run, page.height) {
                seen.entry(pattern(&run.text)).or_default().push((number, run.v));
            }
        }
    }
    let enough = (pages.len() * 2 / 5).max(2);
    let repeats = |run: &Run| {
        let places = seen.get(&pattern(&run.text)).map(Vec::as_slice).unwrap_or_default();
        let mut pages: Vec<usize> = places
            .iter()
            .filter(|(_, v)| (v - run.v).abs() < DRIFT)
            .map(|(number, _)| *number)
            .collect();
        pages.dedup();
        pages.len() >= enough
    };
    for page in pages {
        let height = page.height;
        let Some((_, runs)) = page.flows.iter_mut().find(|flow| across(&&**flow)) else { continue };
        let alone = |run: &Run, runs: &[Run]| {
            runs.iter().filter(|other| (other.v - run.v).abs() < run.size / 2.0).count() == 1
        };
        let kept = runs
            .iter()
            .filter(|run| {
                let edge = is_at_edge(run, height);
                let outermost = runs.iter().all(|other| other.v >= run.v - 1.0)
                    || runs.iter().all(|other| other.v <= run.v + 1.0);
                let number = outermost && alone(run, runs) && is_page_number(&run.text);
                !(edge && (number || repeats(run)))
            })
            .cloned()
            .collect();
        *runs = kept;
    }
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
