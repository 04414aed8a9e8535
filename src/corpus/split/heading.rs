//! Which lines are headings that name an incident.

use std::ops::Range;

use super::name::{echoed, leading_organisation};
use super::{EMPHASISED, Line};
use crate::corpus::clean::one_line;
use crate::corpus::published::{dates, folded};
use crate::report::Date;

/// Characters a heading has at most.
const LONGEST: usize = 160;

/// Characters of a heading with a name and no date.
const LONGEST_NAMED: usize = 60;

/// Characters of a line below a heading that begins with its date.
const LONGEST_DATE_LINE: usize = 60;

/// Letters and digits that say something beside a date.
const FEWEST_SAID: usize = 4;

/// What headings of one digest have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    /// The name of a numbered series.
    Series(String),
    /// A date and an organisation.
    Dated {
        /// The sign before it: ■, ◆ …
        mark: Option<char>,
        /// Heading level in the markup.
        level: Option<u8>,
        /// Whether the date comes first.
        date_first: bool,
    },
    /// An organisation alone on the line, or before a title of its incident.
    Named {
        /// The sign before it.
        mark: Option<char>,
        /// Heading level in the markup.
        level: Option<u8>,
    },
}

/// A heading that names an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Heading {
    /// The heading without series mark, leading sign and trailing date.
    pub(in crate::corpus) title: String,
    /// The date in it, or in the line after it.
    pub(in crate::corpus) published: Option<Date>,
    pub(super) pattern: Pattern,
    pub(super) organisation: Option<String>,
}

/// The heading on a line, if it names an incident; `after` are the lines that follow, `year` the
/// year that the page's title names, by which a heading may give a month and a day alone.
pub(super) fn of(line: &Line, after: &[Line], year: Option<i16>) -> Option<Heading> {
    let text = line.text.trim();
    if text.chars().count() > LONGEST || text.is_empty() {
        return None;
    }
    series_heading(text).or_else(|| dated(line, after, year)).or_else(|| named(line, after))
}

/// The heading `text` if it bears the mark of a numbered series.
pub(in crate::corpus) fn series_heading(text: &str) -> Option<Heading> {
    let text = unsigned(text);
    let (open, close) =
        text.chars().next().and_then(|c| BRACKETS.iter().find(|(open, _)| *open == c))?;
    let (mark, rest) = text.strip_prefix(*open)?.split_once(*close)?;
    let mark = folded(mark);
    let at = mark.find(['#', '♯']).or_else(|| mark.find("No.")).or_else(|| mark.find("Vol."))?;
    let (name, number) = mark.split_at(at);
    let rest = rest.trim();
    let numbered = number.chars().any(|c| c.is_ascii_digit());
    let named = name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    if !numbered || !named || rest.chars().count() < 4 || rest.chars().count() > LONGEST {
        return None;
    }
    let (title, published) = without_trailing_date(rest);
    let organisation = title.split_whitespace().next().map(str::to_owned);
    Some(Heading {
        title,
        published,
        pattern: Pattern::Series(name.trim().to_owned()),
        organisation,
    })
}

const BRACKETS: &[(char, char)] = &[
    ('【', '】'),
    ('［', '］'),
    ('[', ']'),
    ('〔', '〕'),
    ('《', '》'),
    ('≪', '≫'),
    ('＜', '＞'),
    ('<', '>'),
];

/// A heading without the sign before it.
fn unsigned(text: &str) -> &str {
    text.trim().trim_start_matches(is_sign).trim_start()
}

/// The sign before a heading; any number stands for all.
fn mark_of(text: &str) -> Option<char> {
    let first = text.trim().chars().next()?;
    match first {
        '0'..='9' | '０'..='９' => {
            let rest = text.trim().trim_start_matches(|c: char| c.is_numeric());
            rest.starts_with(['.', '．', ')', '）', '、', ' ', '\u{3000}']).then_some('1')
        }
        '①'..='⑳' => Some('①'),
        '(' | '（' | '【' | '〔' | '《' | '≪' | '〈' | '［' | '[' => Some(first),
        c => is_sign(c).then_some(c),
    }
}

fn is_sign(c: char) -> bool {
    "■□◆◇●○◎▼▽▲△★☆▶►・※".contains(c)
}

fn without_trailing_date(text: &str) -> (String, Option<Date>) {
    let flat = folded(text);
    let found = dates(&flat).pop().filter(|(range, _)| {
        flat.get(range.end..)
            .is_some_and(|after| after.chars().all(|c| c.is_whitespace() || ")）]】".contains(c)))
    });
    let Some((range, date)) = found else {
        return (one_line(text), dates(&flat).pop().map(|(_, date)| date));
    };
    // Folding keeps the number of characters, though not of bytes.
    let kept = flat.get(..range.start).map_or(0, |before| before.chars().count());
    let title: String = text.chars().take(kept).collect();
    let title = title.trim_end().trim_end_matches(['(', '（', '[', '【']);
    let title = one_line(title);
    if title.is_empty() { (one_line(text), Some(date)) } else { (title, Some(date)) }
}

/// A date with an organisation, nothing else of weight: `■ 2023年5月 株式会社…`.
///
/// In markup, where the date comes first and so the heading has the shape of its neighbours, the
/// organisation may be one that is not recognised; enough of the others must be.
fn dated(line: &Line, after: &[Line], year: Option<i16>) -> Option<Heading> {
    let text = line.text.trim();
    if text.contains('。') || text.chars().count() > 100 {
        return None;
    }
    let mark = mark_of(text);
    let bare = unsigned(text);
    let flat = folded(bare);
    let level = line.heading;
    let mut found = dates(&flat);
    let stands_out = level.is_some() || mark.is_some();
    if let (true, true, Some(year)) = (found.is_empty(), stands_out, year) {
        found.extend(month_and_day(&flat, year));
    }
    // A period (から, ~) belongs to a story, not to a heading.
    let (first, organisation_text, date) = match found.as_slice() {
        [(range, date)] => {
            let before = flat.get(..range.start)?;
            let after = flat.get(range.end..)?;
            let date_first = before.chars().all(|c| !c.is_alphanumeric());
            let rest = if date_first { after } else { before };
            (date_first, rest.to_owned(), *date)
        }
        [] if stands_out => (false, flat.clone(), date_line(after, year)?),
        _ => return None,
    };
    let organisation =
        leading_organisation(&organisation_text).or_else(|| echoed(&organisation_text, after));
    let said = organisation_text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_alike = level.is_some() && (first || ends_in_date(&flat)) || mark.is_some() && first;
    if organisation.is_none() && !(is_alike && said >= FEWEST_SAID) {
        return None;
    }
    let (title, _) = if first { (one_line(bare), None) } else { without_trailing_date(bare) };
    let pattern = Pattern::Dated { mark, level, date_first: first };
    Some(Heading { title, published: Some(date), pattern, organisation })
}

/// The month and day that a folded text begins with, in a year known from elsewhere.
fn month_and_day(folded: &str, year: i16) -> Option<(Range<usize>, Date)> {
    let (month, rest) = folded.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let number = |text: &str| text.trim().parse::<i8>().ok();
    let date = Date::day_of(year, number(month)?, number(day)?).ok()?;
    Some((0..folded.len() - rest.len(), date))
}

/// Whether a folded text has a date and nothing behind it.
fn ends_in_date(folded: &str) -> bool {
    dates(folded).last().is_some_and(|(range, _)| {
        folded.get(range.end..).is_some_and(|after| !after.contains(char::is_alphanumeric))
    })
}

/// The date of a short line right below a heading: `公表日：2023年5月12日`, `5月12日公表　名簿を紛失`.
fn date_line(after: &[Line], year: Option<i16>) -> Option<Date> {
    let line = after.iter().find(|line| !line.text.is_empty())?;
    let flat = folded(&line.text);
    let length = flat.chars().count();
    if flat.contains('。') || length > LONGEST_DATE_LINE {
        return None;
    }
    let found = dates(&flat);
    match found.as_slice() {
        [(range, date)] if length <= 30 || range.start == 0 => Some(*date),
        [] => month_and_day(&flat, year?).map(|(_, date)| date),
        _ => None,
    }
}

/// An organisation alone on a heading or an emphasised line; or one behind a sign or on a heading, whose
/// name the text below repeats.
fn named(line: &Line, after: &[Line]) -> Option<Heading> {
    let level = line.heading.filter(|level| (2..=EMPHASISED).contains(level));
    let mark = mark_of(&line.text);
    if level.is_none() && line.text.contains('。') {
        return None;
    }
    let bare = unsigned(&line.text);
    let flat = folded(bare);
    if flat.chars().count() > LONGEST_NAMED {
        return None;
    }
    let alone = || {
        let name = leading_organisation(&flat)?;
        (level.is_some() && flat.trim() == name).then_some(name)
    };
    let organisation = alone().or_else(|| echoed(&flat, after))?;
    let title = one_line(bare);
    let pattern = Pattern::Named { mark, level };
    Some(Heading { title, published: None, pattern, organisation: Some(organisation) })
}
