use crate::extract::calendar::{Calendar, Memory};
use crate::report::Date;
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

/// The dates of a page of 2023-03-10, sentence by sentence.
fn filled_in(sentences: &str) -> Vec<String> {
    let calendar = Calendar::new();
    let mut memory = Memory::of_page(Date::day_of(2023, 3, 10).ok());
    let dates = sentences.split('/').flat_map(|sentence| {
        // A slash parts sentences here, so that of dates is written as a bar.
        calendar.find(&sentence.replace('|', "/"), &mut memory)
    });
    dates.map(|at| at.date.to_string()).collect()
}

#[test]
fn what_is_elided_is_what_the_page_shows() {
    let rows = [
        ("2月6日に知らせを受けた/即日止めた", "2023-02-06 2023-02-06"),
        // Of a day ahead of the page, the month before.
        ("3月8日に公表/気づいたのは28日だった", "2023-03-08 2023-02-28"),
        ("3月8日に公表/気づいたのは2日だった", "2023-03-08 2023-03-02"),
        // The day of the week tells the year, if one of the next does.
        ("2021年の暮れ/2月20日(日)に始まる", "2021 2022-02-20"),
        ("2月20日(月)に始まる", "2023-02-20"),
        ("2月20日(水)に始まる", "2023-02-20"),
        ("2017年4月から23年1月まで", "2017-04 2023-01"),
        ("2017年4月から31年1月まで", "2017-04"),
        // 1/4 of a page that writes its days so is one.
        (
            "2023|1|8 検知/届け出(1|10、2|3)、県警(2|4)",
            "2023-01-08 2023-01-10 2023-02-03 2023-02-04",
        ),
        ("2月6日に検知/届け出(1|10、2|3)", "2023-02-06"),
        ("2023|1|8 検知/3|15/10.1|2", "2023-01-08"),
    ];
    for (sentences, expected) in rows {
        assert_eq!(filled_in(sentences).join(" "), expected, "{sentences}");
    }
}
