//! How reports are built: their blocks, and how they write dates, headings and lists.

use super::calendar::DateStyle;
use super::rng::Rng;

/// What a block of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Title,
    Heading,
    Paragraph,
    /// A line by itself: a date, an address.
    Line,
    /// An entry of a list; its sign is part of the text.
    Entry,
    /// What a site puts around a page.
    Furniture,
}

/// A block of a page and where its text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// How a report is drafted; the same within a family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) dates: DateStyle,
    pub(super) repeats_year: bool,
    pub(super) heading: HeadingStyle,
    pub(super) bullet: &'static str,
    pub(super) spaced: bool,
    pub(super) indented: bool,
}

/// How headings are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingStyle {
    Plain,
    Numbers,
    WideNumbers,
    Squares,
    Brackets,
    Parentheses,
}

impl Layout {
    /// The layout of a family.
    pub(super) fn draw(rng: &mut Rng) -> Self {
        let dates = match rng.below(20) {
            0..=9 => DateStyle::Western,
            10..=13 => DateStyle::Era,
            14..=16 => DateStyle::Weekday,
            17 | 18 => DateStyle::Wide,
            _ => DateStyle::Slashes,
        };
        let heading = match rng.below(6) {
            0 => HeadingStyle::Plain,
            1 => HeadingStyle::Numbers,
            2 => HeadingStyle::WideNumbers,
            3 => HeadingStyle::Squares,
            4 => HeadingStyle::Brackets,
            _ => HeadingStyle::Parentheses,
        };
        Self {
            dates,
            repeats_year: rng.chance(50),
            heading,
            bullet: ["・", "・", "・", "● ", "- ", "○"][rng.below(6)],
            spaced: rng.chance(75),
            indented: rng.chance(20),
        }
    }
}
