//! Dates typed as a word of the query, and how texts may write them.

use crate::query;
use crate::report::{Date, Precision};

/// The date that a text is, if it is one known at least to its month.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    // 1.5 and 5/8 are none, and r5.1 is a version as often as a date.
    let begins = text.starts_with(|first: char| first.is_numeric() || !first.is_ascii());
    let date = query::date(text).ok().filter(|_| begins)?;
    (date.precision() != Precision::Year).then_some(date)
}

/// How texts write a date, folded: with its year in both calendars, and by its day alone.
pub(in crate::search) fn spellings(date: Date) -> Vec<String> {
    let year = date.year();
    let Some(month) = date.month() else { return Vec::new() };
    let mut years = vec![format!("{year}年")];
    for (era, before) in [("令和", 2018), ("平成", 1988)] {
        if let Some(number) = year.checked_sub(before).filter(|number| (1..=31).contains(number)) {
            years.push(format!("{era}{number}年"));
            if number == 1 {
                years.push(format!("{era}元年"));
            }
        }
    }
    let Some(day) = date.day() else {
        let mut found: Vec<String> = years.iter().map(|year| format!("{year}{month}月")).collect();
        for mark in ['/', '-', '.'] {
            found.push(format!("{year}{mark}{month}"));
            found.push(format!("{year}{mark}{month:02}"));
        }
        found.push(format!("{month}月"));
        return found;
    };
    let mut found: Vec<String> =
        years.iter().map(|year| format!("{year}{month}月{day}日")).collect();
    for mark in ['/', '-', '.'] {
        found.push(format!("{year}{mark}{month}{mark}{day}"));
        found.push(format!("{year}{mark}{month:02}{mark}{day:02}"));
    }
    found.push(format!("{month}月{day}日"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_any_notation() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(read(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
        check("令和5年1月", Some("2023-01"));
        check("2023年1月", Some("2023-01"));
        check("２０２３年１月", Some("2023-01"));
        check("2023-01", Some("2023-01"));
        check("2023/1/17", Some("2023-01-17"));
        check("平成27年6月1日", Some("2015-06-01"));
        check("2023", None);
        check("2023年", None);
        check("1.5", None);
        check("r5.1", None);
        check("漏えい", None);
    }

    #[test]
    fn dates_are_written_in_both_calendars() {
        let month = read("2019-05").expect("a month");
        assert!(spellings(month).contains(&"令和元年5月".to_owned()));
        assert!(spellings(month).contains(&"2019/05".to_owned()));
        let day = read("2023/1/17").expect("a day");
        assert!(spellings(day).contains(&"令和5年1月17日".to_owned()));
        assert!(spellings(day).contains(&"1月17日".to_owned()));
    }
}
