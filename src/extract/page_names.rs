//! The names on a page, found once for all who ask which stand in a sentence.

use super::names::{NameAt, NameFinder};
use super::page::Page;

/// For each sentence of a page, the names in it.
#[derive(Debug, Default)]
pub(super) struct PageNames {
    of_sentences: Vec<Vec<NameAt>>,
}

impl PageNames {
    pub(super) fn new(page: &Page<'_>, finder: &NameFinder) -> Self {
        let sentences = 0..page.sentences.len();
        Self { of_sentences: sentences.map(|number| finder.find(page.sentence(number))).collect() }
    }
}

/// What tells names, with those of one page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'p> {
    pub(super) finder: &'p NameFinder,
    pub(super) of_page: &'p PageNames,
}

impl<'p> Names<'p> {
    /// The names in a sentence, in order, none overlapping.
    pub(super) fn of(self, number: usize) -> &'p [NameAt] {
        self.of_page.of_sentences.get(number).map_or(&[], Vec::as_slice)
    }
}
