//! Where a page begins and ends among what its site stands around it.

use super::page::Page;

/// Whether a line reserves the rights in a site.
pub(super) fn reserves_rights(line: &str) -> bool {
    ["(c)", "©", "copyright", "all rights reserved"].iter().any(|mark| line.contains(mark))
}

/// The lines between which a page stands, see [`beginning`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    first: usize,
    last: usize,
}

/// The sentence with which a page begins below the menus of its site.
pub(super) fn beginning(page: &Page<'_>) -> usize {
    let at = page.document.beginning();
    page.sentences.partition_point(|sentence| page.span(sentence.range.clone()).start < at)
}

impl Ends {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let line = |number: usize| page.sentences.get(number).map_or(0, |sentence| sentence.line);
        let last = page.sentences.last().map_or(0, |sentence| sentence.line);
        Self { first: line(beginning(page)), last }
    }

    /// Whether a line stands above the beginning.
    pub(super) fn is_above(self, line: usize) -> bool {
        line < self.first
    }

    /// Lines between the beginning and a line.
    pub(super) fn before(self, line: usize) -> usize {
        line.saturating_sub(self.first)
    }

    /// Lines between a line and the end.
    pub(super) fn behind(self, line: usize) -> usize {
        self.last.saturating_sub(line)
    }
}
