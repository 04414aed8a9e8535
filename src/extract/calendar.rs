//! Dates as Japanese texts write them, with elided parts filled from what stands before.

use std::ops::Range;

use regex::{Captures, Regex};

use crate::report::{Date, Precision};

/// Reads dates.
#[derive(Debug)]
pub(super) struct Calendar {
    pattern: Option<Regex>,
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateAt {
    /// Bytes of the searched text.
    pub(super) range: Range<usize>,
    /// The date, elided parts filled in.
    pub(super) date: Date,
    /// Whether the year is written.
    pub(super) is_full: bool,
}

/// What was read before: fills 同日, 9月12日, 翌日.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memory {
    /// The page's own date.
    pub(super) published: Option<Date>,
    last: Option<Date>,
    year: Option<i16>,
    /// Sentences since a date with its year was read.
    age: u32,
}

impl Memory {
    /// A memory that knows the page's own date only.
    pub(super) fn of_page(published: Option<Date>) -> Self {
        Self { published, ..Self::default() }
    }
}

impl Calendar {
    pub(super) fn new() -> Self {
        let pattern = Regex::new(concat!(
            r"(?P<era>令和|平成|r)\s?(?P<ey>元|[0-9]{1,2})\s?(?:年|\.)\s?(?:(?P<em>[0-9]{1,2})\s?(?:月|\.)\s?(?:(?P<ed>[0-9]{1,2})\s?日?)?)?",
            r"|(?P<y>(?:19|20)[0-9]{2})\s?年(?:\((?:令和|平成)[0-9元]+年\))?\s?(?:(?P<m>[0-9]{1,2})\s?月\s?(?:(?P<d>[0-9]{1,2})\s?日)?)?",
            r"|(?P<sy>20[0-9]{2})[/.\-](?P<sm>[0-9]{1,2})[/.\-](?P<sd>[0-9]{1,2})",
            r"|同(?P<same>日|月|年)(?:\s?(?P<xm>[0-9]{1,2})\s?月)?(?:\s?(?P<xd>[0-9]{1,2})\s?日)?",
            r"|(?P<rel>翌々日|翌日|本日|昨日)|翌(?P<nd>[0-9]{1,2})日",
            r"|(?P<nextyear>翌年|昨年|今年|本年)\s?(?P<nm>[0-9]{1,2})\s?月\s?(?:(?P<nyd>[0-9]{1,2})\s?日)?",
            r"|(?P<pm>[0-9]{1,2})\s?月\s?(?P<pd>[0-9]{1,2})\s?日",
            r"|(?P<om>[0-9]{1,2})月(?P<omend>[^0-9間分額々])",
            r"|(?P<od>[0-9]{1,2})日(?P<odend>[^間程以])?",
        ));
        Self { pattern: pattern.ok() }
    }

    /// The dates of a sentence, in order; `memory` carries on from sentence to sentence.
    pub(super) fn find(&self, text: &str, memory: &mut Memory) -> Vec<DateAt> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        let mut dates: Vec<DateAt> = Vec::new();
        memory.age = memory.age.saturating_add(1);
        for captures in pattern.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            let in_sentence = dates.last().map(|at| at.date);
            let Some((date, is_full)) = resolve(&captures, in_sentence, memory) else { continue };
            let mut range = whole.range();
            for tail in ["omend", "odend"] {
                if let Some(tail) = captures.name(tail) {
                    range.end = tail.start();
                }
            }
            let is_word_of_day = captures.name("od").is_some()
                && text
                    .get(..range.start)
                    .unwrap_or_default()
                    .ends_with(|c: char| c.is_numeric() || matches!(c, '.' | ',' | '第' | '月'));
            if is_word_of_day {
                continue;
            }
            if text.get(range.end..).is_some_and(|rest| rest.starts_with('度')) {
                continue;
            }
            if is_full {
                memory.year = Some(date.year());
                if date.precision() == Precision::Day {
                    memory.age = 0;
                }
            }
            if captures.name("rel").is_none_or(|word| word.as_str() != "本日") {
                memory.last = Some(date);
            }
            dates.push(DateAt { range, date, is_full });
        }
        dates
    }
}

fn resolve(
    captures: &Captures<'_>,
    in_sentence: Option<Date>,
    memory: &Memory,
) -> Option<(Date, bool)> {
    let number =
        |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<i16>().ok());
    let small = |name: &str| number(name).and_then(|n| i8::try_from(n).ok());
    if let Some(era) = captures.name("era") {
        let base = if era.as_str() == "平成" { 1988 } else { 2018 };
        let year = match captures.name("ey")?.as_str() {
            "元" => 1,
            digits => digits.parse::<i16>().ok()?,
        };
        return Some((make(base + year, small("em"), small("ed"))?, true));
    }
    if let Some(year) = number("y") {
        return Some((make(year, small("m"), small("d"))?, true));
    }
    if let Some(year) = number("sy") {
        return Some((make(year, small("sm"), small("sd"))?, true));
    }
    let last = memory.last;
    if let Some(same) = captures.name("same") {
        let last = last?;
        return match same.as_str() {
            "日" => Some((last, false)),
            "月" => Some((make(last.year(), last.month(), small("xd"))?, false)),
            _ => Some((make(last.year(), small("xm"), small("xd"))?, false))
                .filter(|(date, _)| date.month().is_some()),
        };
    }
    if let Some(word) = captures.name("rel") {
        let date = match word.as_str() {
            "本日" => memory.published?,
            "昨日" => shift(memory.published?, -1)?,
            "翌日" => shift(last?, 1)?,
            _ => shift(last?, 2)?,
        };
        return Some((date, false));
    }
    if let Some(day) = small("nd") {
        let last = last?;
        let same_month = make(last.year(), last.month(), Some(day)).filter(|date| *date > last);
        return Some((same_month.or_else(|| make_next_month(last, day))?, false));
    }
    if let Some(word) = captures.name("nextyear") {
        let year = match word.as_str() {
            "翌年" => last?.year() + 1,
            "昨年" => memory.published?.year() - 1,
            _ => memory.published.or(last)?.year(),
        };
        return Some((make(year, small("nm"), small("nyd"))?, false));
    }
    if let Some(month) = small("pm").or_else(|| small("om")) {
        let year = year_for(month, small("pd"), in_sentence, memory)?;
        return Some((make(year, Some(month), small("pd"))?, false));
    }
    let day = small("od")?;
    let base = in_sentence
        .or(last)
        .or(memory.published)
        .filter(|date| date.precision() != Precision::Year)?;
    Some((make(base.year(), base.month(), Some(day))?, false))
}

/// The year of a date that gives only month and day: the one that the sentence goes on from, else
/// the latest that is not after publication, else the year last written.
fn year_for(month: i8, day: Option<i8>, in_sentence: Option<Date>, memory: &Memory) -> Option<i16> {
    if let Some(before) = in_sentence {
        let follows = make(before.year(), Some(month), day)
            .is_some_and(|date| date >= before || before.month() == Some(month));
        let next = before.year() + 1;
        let next_fits = memory.published.is_none_or(|published| next <= published.year());
        return Some(if follows || !next_fits { before.year() } else { next });
    }
    let written = memory.last.map(|date| date.year()).or(memory.year);
    let Some(published) = memory.published else { return written };
    let this_year = make(published.year(), Some(month), day)?;
    // A date up to two months ahead is a plan of the page's own year.
    let ahead =
        i32::from(this_year.month().unwrap_or(1)) - i32::from(published.month().unwrap_or(12));
    let latest =
        if this_year <= published || ahead <= 2 { published.year() } else { published.year() - 1 };
    match written {
        // The sentence before wrote a year that this date goes on from.
        Some(year)
            if year < latest
                && memory.age <= 1
                && memory.last.is_some_and(|last| {
                    make(year, Some(month), day).is_some_and(|date| date >= last)
                }) =>
        {
            Some(year)
        }
        _ => Some(latest),
    }
}

fn make(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Date> {
    match (month, day) {
        (None, _) => Date::year_only(year).ok(),
        (Some(month), None) => Date::month_of(year, month).ok(),
        (Some(month), Some(day)) => Date::day_of(year, month, day).ok(),
    }
}

fn make_next_month(last: Date, day: i8) -> Option<Date> {
    match last.month()? {
        12 => make(last.year() + 1, Some(1), Some(day)),
        month => make(last.year(), Some(month + 1), Some(day)),
    }
}

fn shift(date: Date, days: i64) -> Option<Date> {
    if date.precision() != Precision::Day {
        return None;
    }
    let day = date.first_day().checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Date::from_day(day).ok()
}
