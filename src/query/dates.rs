//! Dates as typed in queries: ISO 8601, slashes, 年月日 and Japanese eras.

use super::values::plain;
use crate::report::{Date, DateError, Precision};

/// Reads one date as the query language does: `2022`, `2022/10`, `２０２２年１０月５日`, `令和4年10月`, `R4.10.5`.
pub fn date(text: &str) -> Result<Date, DateError> {
    plain_date(&plain(text)).map_err(|error| match error {
        DateError::Syntax(_) => DateError::Syntax(text.to_owned()),
        DateError::NoSuchDay(date) => DateError::NoSuchDay(date),
    })
}

pub(super) fn plain_date(text: &str) -> Result<Date, DateError> {
    read_date(text).unwrap_or_else(|| Err(DateError::Syntax(text.to_owned())))
}

/// `None` where the text has not the form of a date.
fn read_date(text: &str) -> Option<Result<Date, DateError>> {
    let (year, rest) = read_year(text)?;
    if matches!(rest, "" | "年") {
        return Some(Date::year_only(year));
    }
    let (month, rest) = read_part(rest.strip_prefix(['年', '-', '/', '.'])?)?;
    if matches!(rest, "" | "月") {
        return Some(Date::month_of(year, month));
    }
    let (day, rest) = read_part(rest.strip_prefix(['月', '-', '/', '.'])?)?;
    matches!(rest, "" | "日").then(|| Date::day_of(year, month, day))
}

/// A year of four digits or of an era, and what follows it.
fn read_year(text: &str) -> Option<(i16, &str)> {
    /// Names of an era, and the year before its first.
    const ERAS: [(&[&str], i16); 3] =
        [(&["令和", "R", "r"], 2018), (&["平成", "H", "h"], 1988), (&["昭和", "S", "s"], 1925)];
    let era = ERAS.iter().find_map(|(names, before)| {
        names.iter().find_map(|name| Some((text.strip_prefix(name)?, before)))
    });
    let Some((rest, before)) = era else {
        let (digits, rest) = digits(text);
        return (digits.len() == 4).then_some((digits.parse().ok()?, rest));
    };
    if let Some(rest) = rest.strip_prefix('元') {
        return Some((before + 1, rest));
    }
    let (year, rest) = read_part(rest)?;
    (year > 0).then_some((before + i16::from(year), rest))
}

/// A number of one or two digits, and what follows it.
fn read_part(text: &str) -> Option<(i8, &str)> {
    let (digits, rest) = digits(text);
    (digits.len() <= 2).then_some((digits.parse().ok()?, rest))
}

/// The date of the same precision right after (1) or right before (-1).
pub(super) fn neighbour(date: Date, step: i16) -> Result<Date, DateError> {
    let month = date.month().unwrap_or(1);
    match date.precision() {
        Precision::Year => Date::year_only(date.year() + step),
        Precision::Month if step > 0 && month == 12 => Date::month_of(date.year() + 1, 1),
        Precision::Month if step < 0 && month == 1 => Date::month_of(date.year() - 1, 12),
        Precision::Month if step > 0 => Date::month_of(date.year(), month + 1),
        Precision::Month => Date::month_of(date.year(), month - 1),
        Precision::Day => {
            let day = date.first_day();
            let beside = if step > 0 { day.tomorrow() } else { day.yesterday() };
            let none = |_| DateError::NoSuchDay(format!("day beside {date}"));
            Date::from_day(beside.map_err(none)?)
        }
    }
}

fn digits(text: &str) -> (&str, &str) {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(len).unwrap_or((text, ""))
}
