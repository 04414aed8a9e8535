//! A page as the finder of items reads it: what is asked of each sentence more than once, asked once.

use super::cue::{Hit, List};
use super::items::{ItemWords, Row};
use super::page::{Page, Sentence};
use super::stance::{Reading, Stance};

/// The lines of a page.
#[derive(Debug)]
pub(super) struct Lines<'p> {
    /// The page itself.
    pub(super) page: &'p Page<'p>,
    /// The words of `data.toml` in all sentences, by sentence, then start.
    hits: Vec<Hit>,
    /// For each sentence, where its words end among these, and what it says as a whole.
    ends: Vec<(usize, Option<Stance>)>,
}

/// A sentence as the finder reads it.
#[derive(Debug)]
pub(super) struct Line<'p> {
    /// Where it stands.
    pub(super) sentence: &'p Sentence,
    /// Its text.
    pub(super) text: &'p str,
    /// The words of `data.toml` in it.
    pub(super) hits: &'p [Hit],
    /// What it says.
    pub(super) reading: Reading<'p>,
    /// What it says as a whole.
    pub(super) whole: Option<Stance>,
    /// The items it names.
    pub(super) rows: &'p [Row<'p>],
    /// Whether the line is little else than items.
    pub(super) is_bare: bool,
}

impl<'p> Lines<'p> {
    /// The lines of a page.
    pub(super) fn of(page: &'p Page<'p>, words: &ItemWords) -> Self {
        let mut lines =
            Self { page, hits: Vec::new(), ends: Vec::with_capacity(page.sentences.len()) };
        for number in 0..page.sentences.len() {
            let own = page.hits(number).iter().filter(|hit| words.all.contains(&hit.cue));
            lines.hits.extend(own);
            lines.ends.push((lines.hits.len(), page.reading(number).whole()));
        }
        lines
    }

    /// The words of `data.toml` in a sentence, by start.
    pub(super) fn hits(&self, number: usize) -> &[Hit] {
        let end = |number: usize| self.ends.get(number).map_or(0, |(end, _)| *end);
        let start = number.checked_sub(1).map_or(0, end);
        self.hits.get(start..end(number)).unwrap_or_default()
    }

    /// What a sentence says as a whole.
    pub(super) fn whole(&self, number: usize) -> Option<Stance> {
        self.ends.get(number).and_then(|(_, whole)| *whole)
    }

    /// Whether a word of a list stands in a sentence.
    pub(super) fn has(&self, number: usize, list: &List) -> bool {
        self.hits(number).iter().any(|hit| list.contains(&hit.cue))
    }
}
