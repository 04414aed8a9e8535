//! Days as numbers, and dates as Japanese texts write them.

use std::fmt::Write as _;

use crate::report::{Date, DateError};

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) i32);

/// How a report writes dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateStyle {
    /// 2023年4月5日
    Western,
    /// 令和5年4月5日
    Era,
    /// 2023年4月5日(水)
    Weekday,
    /// ２０２３年４月５日
    Wide,
    /// 2023/4/5
    Slashes,
}

impl Day {
    /// 2013-01-01.
    pub(super) const FIRST: Self = Self(15_706);
    /// 2025-12-31.
    pub(super) const LAST: Self = Self(20_453);

    /// Year, month and day of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms"), for days since 1970.
    pub(super) fn civil(self) -> (i32, i32, i32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        (year, month, day)
    }

    /// The same in the domain's type.
    pub(super) fn date(self) -> Result<Date, DateError> {
        let (year, month, day) = self.civil();
        let small = |number: i32| i8::try_from(number).unwrap_or_default();
        Date::day_of(i16::try_from(year).unwrap_or_default(), small(month), small(day))
    }

    /// Writes `2023-04-05`.
    pub(super) fn write_iso(self, out: &mut String) {
        let (year, month, day) = self.civil();
        let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    }

    /// Writes the day; the year may be left out where the text has just named it.
    pub(super) fn write(self, style: DateStyle, with_year: bool, out: &mut String) {
        let (year, month, day) = self.civil();
        if style == DateStyle::Slashes && with_year {
            let _ = write!(out, "{year}/{month}/{day}");
            return;
        }
        if with_year {
            match style {
                DateStyle::Era => write_era(self, year, out),
                DateStyle::Wide => write_wide(year, out),
                _ => write_number(year, out),
            }
            out.push('年');
        }
        for (number, sign) in [(month, '月'), (day, '日')] {
            match style {
                DateStyle::Wide => write_wide(number, out),
                _ => write_number(number, out),
            }
            out.push(sign);
        }
        if style == DateStyle::Weekday {
            const NAMES: [char; 7] = ['木', '金', '土', '日', '月', '火', '水'];
            let index = usize::try_from(self.0.rem_euclid(7)).unwrap_or_default();
            out.extend(['(', NAMES.get(index).copied().unwrap_or_default(), ')']);
        }
    }
}

/// 令和5 or 平成30; the first year of an era is 元.
fn write_era(day: Day, year: i32, out: &mut String) {
    /// 2019-05-01.
    const REIWA: Day = Day(18_017);
    let (era, number) =
        if day >= REIWA { ("令和", year - 2018) } else { ("平成", year - 1988) };
    out.push_str(era);
    if number == 1 {
        out.push('元');
    } else {
        write_number(number, out);
    }
}

fn write_number(number: i32, out: &mut String) {
    write_digits(u64::try_from(number).unwrap_or_default(), false, out);
}

fn write_wide(number: i32, out: &mut String) {
    for digit in number.to_string().chars() {
        out.push(char::from_u32(u32::from(digit) - u32::from('0') + 0xFF10).unwrap_or(digit));
    }
}

/// Writes a number, with commas between its thousands where wanted.
pub(super) fn write_digits(number: u64, commas: bool, out: &mut String) {
    let mut digits = [0_u8; 20];
    let mut count = 0;
    let mut rest = number;
    loop {
        if let Some(digit) = digits.get_mut(count) {
            *digit = u8::try_from(rest % 10).unwrap_or_default();
        }
        count += 1;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    for at in (0..count).rev() {
        out.push(char::from(b'0' + digits.get(at).copied().unwrap_or_default()));
        if commas && at > 0 && at % 3 == 0 {
            out.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        let epoch = jiff::civil::date(1970, 1, 1);
        let date: jiff::civil::Date = text.parse().expect("a date");
        Day((date - epoch).get_days())
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!((Day::FIRST, Day::LAST), (day("2013-01-01"), day("2025-12-31")));
        for number in Day::FIRST.0 - 800..Day::LAST.0 + 800 {
            let (year, month, date) = Day(number).civil();
            assert_eq!(day(&format!("{year:04}-{month:02}-{date:02}")).0, number);
        }
    }

    #[test]
    fn dates_are_written_as_texts_do() {
        for (text, style, with_year, expected) in [
            ("2023-04-05", DateStyle::Western, true, "2023年4月5日"),
            ("2023-04-05", DateStyle::Western, false, "4月5日"),
            ("2023-04-05", DateStyle::Weekday, true, "2023年4月5日(水)"),
            ("2023-04-05", DateStyle::Wide, true, "２０２３年４月５日"),
            ("2023-04-05", DateStyle::Slashes, true, "2023/4/5"),
            ("2023-04-05", DateStyle::Slashes, false, "4月5日"),
            ("2019-04-30", DateStyle::Era, true, "平成31年4月30日"),
            ("2019-05-01", DateStyle::Era, true, "令和元年5月1日"),
            ("2025-12-31", DateStyle::Era, true, "令和7年12月31日"),
        ] {
            let mut out = String::new();
            day(text).write(style, with_year, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn numbers_are_written() {
        for (number, commas, expected) in [
            (0, true, "0"),
            (999, true, "999"),
            (1000, true, "1,000"),
            (1_234_567, false, "1234567"),
        ] {
            let mut out = String::new();
            write_digits(number, commas, &mut out);
            assert_eq!(out, expected);
        }
    }
}
