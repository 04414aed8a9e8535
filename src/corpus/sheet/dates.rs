//! Dates as spreadsheets keep and people type them.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::published::{date_of, folded};
use crate::report::Date;

/// Days that a number in a column of dates may stand for: 1954 to 2119.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 20_000.0..=80_000.0;

/// `R5.5.12`, `令5/5/12`, `H30-1-2`.
static SHORT_ERA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(R|r|令|令和)|(?:H|h|平|平成))\.?\s*([0-9]{1,2}|元)\s*[./-]\s*([0-9]{1,2})\s*[./-]\s*([0-9]{1,2})$")
        .expect("the pattern is a constant that the tests compile")
});

/// How the number of a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    #[default]
    Number,
    Date,
    /// Year and month.
    Month,
    Time,
    Percent,
}

/// The date of publication that a cell gives.
pub(super) fn published(text: &str) -> Option<Date> {
    let text = folded(text.trim());
    if let Ok(number) = text.parse::<f64>() {
        if PLAUSIBLE.contains(&number) {
            return day(number, false);
        }
        let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
        let date = Date::day_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        return date.ok().filter(|_| text.len() == 8);
    }
    if let Some(found) = SHORT_ERA.captures(&text) {
        let first = if found.get(1).is_some() { 2018 } else { 1988 };
        let number = |at: usize| found.get(at)?.as_str().parse::<i8>().ok();
        let year = first + i16::from(number(2).unwrap_or(1));
        return Date::day_of(year, number(3)?, number(4)?).ok();
    }
    date_of(&text)
}

/// The number of a cell as it is shown; `from_1904` is how old workbooks of the Mac count.
pub(super) fn shown(number: &str, shown: Shown, from_1904: bool) -> String {
    let Ok(value) = number.trim().parse::<f64>() else { return number.trim().to_owned() };
    // Without the digits that binary fractions add.
    let plain = |value: f64| match value.abs() < 1e15 {
        true => format!("{}", (value * 1e9).round() / 1e9),
        false => number.trim().to_owned(),
    };
    let dated = || day(value, from_1904);
    match shown {
        Shown::Percent => format!("{}%", plain(value * 100.0)),
        Shown::Date if value >= 1.0 => dated().map_or_else(
            || plain(value),
            |date| {
                let time = clock(value).filter(|_| value.fract() > 1e-6);
                let space = if time.is_some() { " " } else { "" };
                format!("{}{space}{}", written(date), time.unwrap_or_default())
            },
        ),
        Shown::Month => dated().map_or_else(
            || plain(value),
            |date| format!("{}年{}月", date.year(), date.month().unwrap_or(1)),
        ),
        Shown::Date | Shown::Time => clock(value).unwrap_or_else(|| plain(value)),
        Shown::Number => plain(value),
    }
}

/// A date as a Japanese text writes it.
pub(super) fn written(date: Date) -> String {
    let mut text = format!("{}年", date.year());
    if let Some(month) = date.month() {
        text.push_str(&format!("{month}月"));
    }
    if let Some(day) = date.day() {
        text.push_str(&format!("{day}日"));
    }
    text
}

/// The day of a serial number. Excel counts from 1900 and believes that year had a 29 February.
fn day(serial: f64, from_1904: bool) -> Option<Date> {
    let (year, month, first) = match (from_1904, serial < 60.0) {
        (true, _) => (1904, 1, 1),
        (false, true) => (1899, 12, 31),
        (false, false) => (1899, 12, 30),
    };
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked just above")]
    let days = jiff::Span::new().days(serial.floor() as i64);
    let date = jiff::civil::Date::new(year, month, first).ok()?.checked_add(days).ok()?;
    Date::day_of(date.year(), date.month(), date.day()).ok()
}

/// Hours and minutes of a serial number.
fn clock(serial: f64) -> Option<String> {
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked just above")]
    let minutes = (serial.fract() * 24.0 * 60.0).round() as i64;
    Some(format!("{}:{:02}", minutes / 60, minutes % 60))
}

/// How a number format (`yyyy"年"m"月"d"日"`, `[$-411]ggge年m月d日`, `0.0%`) shows a number.
pub(super) fn of_format(code: &str) -> Shown {
    if code.eq_ignore_ascii_case("general") || code.eq_ignore_ascii_case("standard") {
        return Shown::Number;
    }
    // Only the first section, for positive numbers, counts.
    let (mut year, mut day, mut time, mut percent) = (false, false, false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let within: String = chars.by_ref().take_while(|c| *c != ']').collect();
                time |=
                    matches!(within.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s");
            }
            'y' | 'Y' | 'e' | 'g' => year = true,
            // 1.5E+03
            'E' if !matches!(chars.clone().next(), Some('+' | '-')) => year = true,
            'd' | 'D' => day = true,
            'h' | 'H' | 's' | 'S' => time = true,
            '%' => percent = true,
            _ => {}
        }
    }
    match (year, day, time) {
        (_, true, _) | (true, false, true) => Shown::Date,
        (true, false, false) => Shown::Month,
        (false, false, true) => Shown::Time,
        (false, false, false) if percent => Shown::Percent,
        (false, false, false) => Shown::Number,
    }
}

/// How one of the formats that Excel has built in shows a number, by its id.
pub(super) fn of_builtin(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percent,
        17 | 34 | 52 | 55 => Shown::Month,
        18..=21 | 32 | 33 | 45..=47 => Shown::Time,
        14..=16 | 22 | 27..=31 | 35 | 36 | 50 | 51 | 53 | 54 | 56..=58 => Shown::Date,
        _ => Shown::Number,
    }
}

#[cfg(test)]
mod tests;
