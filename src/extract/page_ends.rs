//! Where a page begins and ends among what its site stands around it.

use super::page::{Page, Shape};

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

/// Most sentences above the title in the text of a page.
const MOST_ABOVE: usize = 40;

/// The sentence with which a page begins where its site stands above: the one below the last menu above the title.
pub(super) fn beginning(page: &Page<'_>) -> usize {
    let title = page.sentence(0).trim();
    let again = (1..page.sentences.len()).take(MOST_ABOVE).find(|number| {
        let is_heading = page.sentences.get(*number).map(|it| it.shape) != Some(Shape::Prose);
        is_heading && page.sentence(*number).trim() == title
    });
    let menu = (1..again.unwrap_or(0)).rev().find(|number| is_menu(page.sentence(*number)));
    menu.map_or(0, |menu| menu + 1)
}

/// Whether a line above a title is a menu, or tells where in a site the page stands.
fn is_menu(line: &str) -> bool {
    let is_dated = line.contains(|c: char| c.is_ascii_digit());
    line.contains(['|', '>', '»']) || !is_dated && line.split_whitespace().count() >= 4
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
