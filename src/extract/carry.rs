//! The date that sentences without one belong to: the entry of a chronology, or the one before.

use crate::report::{Date, Precision};

use super::calendar::DateAt;
use super::page::Page;
use super::predicate::behind_clock;

/// The date that sentences without one belong to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carry {
    pub(super) date: Date,
    pub(super) line: usize,
    pub(super) sentence: usize,
    /// The sentence that the date stands in.
    pub(super) dated: usize,
    /// The date opens its line, as in a chronology.
    pub(super) opens_line: bool,
    /// The date stands alone on its line.
    pub(super) is_alone: bool,
    /// A sentence that goes on from it tells that a third party became aware.
    pub(super) is_foreign: bool,
}

/// The date that the sentences after a dated one may belong to.
pub(super) fn carry_of(page: &Page<'_>, number: usize, dates: &[DateAt]) -> Option<Carry> {
    let at = dates.last().filter(|at| at.date.precision() == Precision::Day)?;
    let single = dates.len() == 1;
    let text = page.sentence(number);
    let line = page.sentences.get(number)?.line;
    let head = text.get(..at.range.start).unwrap_or_default();
    let tail = text.get(at.range.end..).unwrap_or_default();
    Some(Carry {
        date: at.date,
        line,
        sentence: number,
        dated: number,
        opens_line: single
            && head.chars().count() <= 8
            && behind_clock(tail).starts_with([' ', '\t', ':', ')', '】', '」', '　']),
        is_alone: single && is_alone(text, at),
        is_foreign: false,
    })
}

/// Whether a line holds a date and nothing else to speak of.
pub(super) fn is_alone(text: &str, at: &DateAt) -> bool {
    let is_short = text.chars().nth(36).is_none();
    let head = text.get(..at.range.start).unwrap_or_default();
    let tail = text.get(at.range.end..).unwrap_or_default();
    let has_more =
        |part: &str, most| part.chars().filter(|c| c.is_alphabetic()).nth(most).is_some();
    is_short && !has_more(head, 2) && !has_more(tail, 6)
}
