use proptest::prelude::*;

use crate::extract::date_form::{Form, written};

#[track_caller]
fn check(text: &str, wanted: &[(Form, &str)]) {
    let found: Vec<_> =
        written(text).map(|date| (date.form, text.get(date.range).unwrap_or("none"))).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn every_form_is_read_to_its_end() {
    check("去る令和3年5月2日に", &[(Form::Era, "令和3年5月2日")]);
    check("令和元年の5月頃", &[(Form::Era, "令和元年の5月")]);
    check("r3.5.2付", &[(Form::Era, "r3.5.2")]);
    check("2021年(令和3年)5月2日に", &[(Form::Full, "2021年(令和3年)5月2日")]);
    check("2021年度", &[(Form::Full, "2021年")]);
    check("2021/5/2更新", &[(Form::Slashed, "2021/5/2")]);
    check("21年5月2日", &[(Form::ShortYear, "21年5月2日")]);
    check("同月2日と同2日", &[(Form::Same, "同月2日"), (Form::SameMonth, "同2日")]);
    check("同年5月、同日", &[(Form::Same, "同年5月"), (Form::Same, "同日")]);
    check("翌日と翌々日", &[(Form::Relative, "翌日"), (Form::Relative, "翌々日")]);
    check("翌1月2日、翌2日", &[(Form::NextMonth, "翌1月2日"), (Form::NextDay, "翌2日")]);
    check("3日後、3日", &[(Form::Later, "3日後"), (Form::Day, "3日")]);
    check("昨年5月2日、先月2日", &[(Form::OfYear, "昨年5月2日"), (Form::OfMonth, "先月2日")]);
    check("5/2(日)、5/2", &[(Form::BeforeWeekday, "5/2"), (Form::Fraction, "5/2")]);
    check("5月2日から6月", &[(Form::MonthDay, "5月2日"), (Form::Month, "6月")]);
    check(
        "五月二日、五月、二日",
        &[(Form::KanjiMonthDay, "五月二日"), (Form::KanjiMonth, "五月"), (Form::KanjiDay, "二日")],
    );
    check("先週の月曜日、火曜", &[(Form::Weekday, "先週の月曜日"), (Form::Weekday, "火曜")]);
}

#[test]
fn what_only_begins_like_a_date_is_none() {
    for text in
        ["", "第3回のご案内", "日本語", "3年生と12年生", "1,234件", "翌", "昨年の春", "同社"]
    {
        check(text, &[]);
    }
}

proptest! {
    #[test]
    fn dates_stand_one_behind_the_other(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "令和", "元", "平成", "r", "20", "21", "3", "1", "年", "月", "日", "/", ".", "-", "(", ")", " ",
                "の", "同", "翌", "前", "昨", "先", "週", "曜", "後", "五", "十", "火", "𠮷", "a",
            ]),
            0..24,
        ),
    ) {
        let text = parts.concat();
        let mut end = 0;
        for date in written(&text) {
            prop_assert!(date.range.start >= end && !date.range.is_empty());
            prop_assert!(text.get(date.range.clone()).is_some());
            end = date.range.end;
        }
    }
}
