//! Dates of publication as metadata and headings write them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::report::Date;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?P<y>[12][0-9]{3})|(?P<era>令和|平成|昭和)\s*(?P<e>元|[0-9]{1,2}))\s*年\s*(?P<m>[0-9]{1,2})\s*月",
        r"(?:\s*(?P<d>[0-9]{1,2})\s*日)?(?:\s*\([月火水木金土日]\))?",
        r"|(?P<y2>[12][0-9]{3})\s*[/.-]\s*(?P<m2>[0-9]{1,2})(?:\s*[/.-]\s*(?P<d2>[0-9]{1,2}))?",
        r"(?:\s*\([月火水木金土日]\))?",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// The dates in a folded text (see [`folded`]) with their places.
pub(super) fn dates(folded: &str) -> Vec<(Range<usize>, Date)> {
    DATE.captures_iter(folded)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let touches_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let before = folded.get(..whole.start()).and_then(|text| text.chars().next_back());
            let after = folded.get(whole.end()..).and_then(|text| text.chars().next());
            if touches_digit(before) || touches_digit(after) {
                return None;
            }
            let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
            let year = number("y").or_else(|| number("y2")).or_else(|| {
                let first = match found.name("era")?.as_str() {
                    "令和" => 2019,
                    "平成" => 1989,
                    _ => 1926,
                };
                Some(first - 1 + number("e").unwrap_or(1))
            })?;
            let small = |a: &str, b: &str| {
                number(a).or_else(|| number(b)).and_then(|n| i8::try_from(n).ok())
            };
            let month = small("m", "m2")?;
            let date = match small("d", "d2") {
                Some(day) => Date::day_of(year, month, day),
                None => Date::month_of(year, month),
            };
            Some((whole.range(), date.ok()?))
        })
        .collect()
}

/// The date a metadata value gives: ISO 8601 with or without a time, `2024/6/17`, `2023年1月11日`,
/// `令和5年1月11日`.
pub(super) fn date_of(value: &str) -> Option<Date> {
    let folded = folded(value.trim());
    // An ISO time directly after the date would hide that the date has ended.
    let day = folded.split(['T', 't']).next().unwrap_or(&folded);
    if let Ok(date) = day.parse() {
        return Some(date);
    }
    dates(day).into_iter().next().filter(|(range, _)| range.start == 0).map(|(_, date)| date)
}

/// The day of a mail's date, in the zone of its sender: `Thu, 7 Mar 2024 10:00:00 +0900`.
pub(super) fn mail_date(value: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> =
        value.split([' ', ',', '\t', '-']).filter(|word| !word.is_empty()).take(6).collect();
    let (day, rest) = words.windows(3).find_map(|three| {
        let day: i8 = three.first()?.parse().ok().filter(|day| (1..=31).contains(day))?;
        Some((day, three.get(1..)?))
    })?;
    let name = rest.first()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| **month == name)?;
    let year: i16 = rest.get(1)?.parse().ok()?;
    // Years of two digits, as RFC 5322 reads them.
    let year = match year {
        0..=49 => 2000 + year,
        50..=999 => 1900 + year,
        _ => year,
    };
    Date::day_of(year, i8::try_from(month + 1).ok()?, day).ok()
}

/// Text with full-width digits, letters, signs and spaces as ASCII.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\t' => ' ',
            '−' | '‐' | '–' => '-',
            c => c,
        })
        .collect()
}
