//! Dates as Japanese texts write them, with elided parts filled from what stands before.

use std::ops::Range;

use regex::Regex;

use crate::report::{Date, Precision};

use super::date_form::{Form, Written, written};
use super::date_shape::{Style, is_date, is_kanji_digit, is_plan, is_today, names, weekday};

/// Days ahead of publication up to which a bare day is a plan of the same month, not of the one before.
const SOON: i8 = 10;

/// Reads dates.
#[derive(Debug)]
pub(super) struct Calendar {
    joint: Option<Regex>,
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateAt {
    /// Bytes of the searched text, the day of the week included.
    pub(super) range: Range<usize>,
    /// The date, elided parts filled in.
    pub(super) date: Date,
    /// Whether the year is written.
    pub(super) is_full: bool,
    /// Whether the next date ends a range that this one begins.
    pub(super) opens_range: bool,
}

/// What was read before: fills 同日, 翌日.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memory {
    /// The page's own date.
    pub(super) published: Option<Date>,
    /// The last date of any sort.
    pub(super) last: Option<Date>,
    /// The last date with its month that bounds no range.
    anchor: Option<Date>,
    year: Option<i16>,
    /// Sentences since a date with its year was read.
    age: u32,
    /// Sentences since any date.
    since_last: u32,
    /// How days were written.
    style: Style,
}

impl Memory {
    /// A memory that knows the page's own date only.
    pub(super) fn of_page(published: Option<Date>) -> Self {
        Self { published, ..Self::default() }
    }

    /// Takes it that days are written in kanji, as that of the page is.
    pub(super) fn expect_kanji(&mut self, of_page: &str) {
        self.style.in_kanji = of_page.split('日').any(|head| head.ends_with(is_kanji_digit));
    }

    /// Takes a year for dates that come before any that writes one.
    pub(super) fn assume(&mut self, year: Option<i16>) {
        self.year = year;
    }
}

impl Calendar {
    pub(super) fn new() -> Self {
        let joint = Regex::new(concat!(
            r"^[午前後深夜未明早朝夕方昼正頃ごろ0-9時台分秒:半過ぎす度()月火水木金土日曜祝・の,上中下旬初末春夏秋冬\s]*",
            r"(?:~|〜|―|-|–|—|→|から|より|以降|に(?:始ま|開始)[ぁ-ん]*、?|と|及び|および)、?[年月日翌同の\s]*$",
        ));
        Self { joint: joint.ok() }
    }

    /// The dates of a sentence, in order; `memory` carries on from sentence to sentence.
    pub(super) fn find(&self, text: &str, memory: &mut Memory) -> Vec<DateAt> {
        let mut dates: Vec<DateAt> = Vec::new();
        memory.age = memory.age.saturating_add(1);
        memory.since_last = memory.since_last.saturating_add(1);
        for written in written(text) {
            let mut range = written.range.clone();
            let in_range =
                dates.last().is_some_and(|at| self.joins(text, at.range.end, range.start));
            // 10月31日(月曜日): the day of the week belongs to the date.
            let is_known = dates.last().is_some_and(|at| range.start <= at.range.end);
            let is_shaped = is_date(&written, text, in_range, memory.style);
            if !is_shaped || is_known && written.form == Form::Weekday {
                continue;
            }
            let in_sentence = dates.last().map(|at| at.date);
            let follows = in_sentence.is_some() && !in_range;
            if follows && written.form == Form::Month && names(text, range.end) {
                continue;
            }
            let is_plan = written.form == Form::Day && is_plan(text, range.end);
            let resolved = resolve(&written, in_sentence, in_range, is_plan, memory);
            let Some((mut date, is_full)) = resolved else {
                continue;
            };
            if !is_full && written.month.is_some() {
                let behind = text.get(range.end..).unwrap_or_default();
                date = of_weekday(date, behind, memory.published).unwrap_or(date);
            }
            memory.style.in_kanji |= written.form == Form::KanjiMonthDay;
            memory.style.in_slashes |=
                matches!(written.form, Form::Slashed | Form::BeforeWeekday | Form::Fraction);
            range.end += weekday(text.get(range.end..).unwrap_or_default());
            if is_full {
                memory.year = Some(date.year());
                if date.precision() == Precision::Day {
                    memory.age = 0;
                }
            }
            let is_of_page = written.form == Form::Relative && is_today(written.word);
            // A year alone is mostly that of something else: 2年前の修正, 2019年の事件.
            let is_vague = date.precision() == Precision::Year
                && memory.last.is_some_and(|last| last.precision() != Precision::Year);
            if !is_of_page && !is_vague {
                memory.last = Some(date);
                memory.since_last = 0;
            }
            if in_range && let Some(first) = dates.last_mut() {
                first.opens_range = true;
            }
            dates.push(DateAt { range, date, is_full, opens_range: false });
        }
        let mut closes = false;
        for at in &dates {
            if !closes && !at.opens_range && at.date.precision() == Precision::Day {
                memory.anchor = Some(at.date);
            }
            closes = at.opens_range;
        }
        dates
    }

    /// Whether the words between two dates make them a range: (木)10時頃から.
    fn joins(&self, text: &str, from: usize, to: usize) -> bool {
        text.get(from..to)
            .filter(|between| between.len() <= 90)
            .is_some_and(|between| self.joint.as_ref().is_some_and(|joint| joint.is_match(between)))
    }
}

/// The date that is meant, and whether its year is written.
fn resolve(
    written: &Written<'_>,
    in_sentence: Option<Date>,
    in_range: bool,
    is_plan: bool,
    memory: &Memory,
) -> Option<(Date, bool)> {
    let year = || small_number(written.year);
    let month = || written.month.and_then(small);
    let day = || written.day.and_then(small);
    let last = memory.last;
    let full = |date: Option<Date>| Some((date?, true));
    let elided = |date: Option<Date>| Some((date?, false));
    match written.form {
        Form::Era => {
            let base = if written.word == "平成" { 1988 } else { 2018 };
            let year = if written.year == "元" { 1 } else { year()? };
            full(make(base + year, month(), day()))
        }
        Form::Full | Form::Slashed => full(make(year()?, month(), day())),
        Form::ShortYear => {
            // 2021年9月30日から22年3月末: only near a year that is written out.
            let year = 2000 + year()?;
            let known = memory.year.or(memory.published.map(|date| date.year()))?;
            let latest = memory.published.map_or(known + 10, |date| date.year() + 1);
            full(make(year, month(), day())).filter(|_| (known - 10..=latest).contains(&year))
        }
        Form::Weekday => {
            let day = written.day?.chars().next()?;
            let day = "月火水木金土日".chars().position(|c| c == day)?;
            elided(on_weekday(memory.published?, day, written.word))
        }
        Form::Same => {
            let last = last?;
            match written.word {
                "日" => elided(Some(last)),
                "月" => elided(make(last.year(), last.month(), day())),
                _ => elided(make(last.year(), month(), day()))
                    .filter(|(date, _)| date.month().is_some()),
            }
        }
        Form::SameMonth => elided(make(last?.year(), Some(last?.month()?), Some(day()?))),
        Form::Relative => elided(relative(written.word, memory)),
        Form::Later => elided(shift(last?, i64::from(day()?))),
        Form::NextDay => {
            let (last, day) = (last?, day()?);
            let same_month = make(last.year(), last.month(), Some(day)).filter(|date| *date > last);
            elided(same_month.or_else(|| make_next_month(last, day)))
        }
        Form::OfYear => {
            let year = match written.word {
                "翌年" => last?.year() + 1,
                "前年" => last?.year() - 1,
                "昨年" | "去年" => memory.published?.year() - 1,
                "一昨年" | "おととし" => memory.published?.year() - 2,
                _ => memory.published.or(last)?.year(),
            };
            elided(make(year, month(), day()))
        }
        Form::OfMonth => {
            let (base, months) = match written.word {
                "今月" => (memory.published?, 0),
                "先月" => (memory.published?, -1),
                "来月" => (memory.published?, 1),
                "前月" => (last?, -1),
                _ => (last?, 1),
            };
            let (year, month) = month_from(base, months)?;
            elided(make(year, Some(month), day()))
        }
        Form::NextMonth
        | Form::BeforeWeekday
        | Form::Fraction
        | Form::MonthDay
        | Form::KanjiMonthDay
        | Form::Month
        | Form::KanjiMonth => {
            let (month, day) = (month()?, day());
            let year = year_for(month, day, in_sentence, in_range, memory)?;
            elided(make(year, Some(month), day))
        }
        Form::Day | Form::KanjiDay => {
            let day = day()?;
            // 対象者には17日から知らせる: not before the page.
            if is_plan
                && in_sentence.is_none()
                && let Some(published) = memory.published
                && let Some(date) = make(published.year(), published.month(), Some(day))
                && date >= published
            {
                return Some((date, false));
            }
            elided(bare_day(day, in_sentence, in_range, memory))
        }
    }
}

/// The date that a word means: 翌日, 昨日.
fn relative(word: &str, memory: &Memory) -> Option<Date> {
    match word {
        word if is_today(word) => memory.published,
        "昨日" | "きのう" | "昨夜" | "昨晩" | "ゆうべ" => shift(memory.published?, -1),
        "一昨日" => shift(memory.published?, -2),
        "翌日" | "翌朝" | "翌未明" | "翌晩" | "次の日" | "あくる日" => {
            shift(memory.last?, 1)
        }
        "翌々日" => shift(memory.last?, 2),
        "前日" | "前の日" | "前の晩" | "前夜" => shift(memory.last?, -1),
        _ => memory.last,
    }
}

/// The same day of the year before or the next where the day of the week behind it is that one's: 2月20日(月).
fn of_weekday(date: Date, behind: &str, published: Option<Date>) -> Option<Date> {
    let named = behind.trim_start_matches(' ').strip_prefix('(')?.chars().next()?;
    let named = "月火水木金土日".chars().position(|day| day == named)?;
    let fits = |date: &Date| {
        let weekday = date.first_day().weekday().to_monday_zero_offset();
        usize::try_from(weekday).is_ok_and(|weekday| weekday == named)
    };
    let may_be = |date: &Date| published.is_none_or(|published| *date <= published);
    let of_year = |years: i16| make(date.year() + years, date.month(), date.day());
    let others = [1, -1].into_iter().filter_map(of_year).filter(may_be);
    (date.precision() == Precision::Day && !fits(&date)).then_some(())?;
    others.into_iter().find(fits)
}

/// The day of the week (Monday is 0) that a page means: of the week before its own or of its own,
/// else the last one before it.
fn on_weekday(published: Date, day: usize, week: &str) -> Option<Date> {
    if published.precision() != Precision::Day {
        return None;
    }
    let today = i64::from(published.first_day().weekday().to_monday_zero_offset());
    let ahead = i64::try_from(day).ok()? - today;
    let days = match week {
        "先週" => ahead - 7,
        "" if ahead > 0 => ahead - 7,
        _ => ahead,
    };
    shift(published, days)
}

/// A day without its month: of the date before it in the sentence, else of the nearest date before
/// that bounds no range, else of the page.
fn bare_day(day: i8, in_sentence: Option<Date>, in_range: bool, memory: &Memory) -> Option<Date> {
    let in_month = |base: Date| make(base.year(), Some(base.month()?), Some(day));
    if let Some(before) = in_sentence.filter(|date| date.month().is_some()) {
        let date = in_month(before);
        let is_back = before.day().is_some_and(|from| from > day);
        return if in_range && is_back { make_next_month(before, day) } else { date };
    }
    let published = memory.published.filter(|date| date.precision() == Precision::Day);
    // 25日から28日まで止めました。29日に再開: goes on from the range just told.
    if memory.since_last <= 1
        && let Some(published) = published
        && let Some(last) = memory.last.filter(|last| last.day().is_some_and(|from| from <= day))
        && let Some(next) = in_month(last).filter(|date| *date <= published)
    {
        return Some(next);
    }
    if let Some(anchor) = memory.anchor {
        let near = in_month(anchor);
        let Some(published) = published else { return near };
        let of_page = in_month(published);
        // A tale goes forward: 26日に暗号化 … 対象者には17日から知らせる, told on the 13th of the next month.
        let goes_on = near.is_some_and(|date| date < anchor)
            && of_page.is_some_and(|date| (anchor..=published).contains(&date))
            && (published.first_day() - anchor.first_day()).get_days() <= 45;
        if goes_on {
            return of_page;
        }
        // What happened did so before the page told of it: 5月20日に公表 … 気づいたのは28日.
        let is_ahead = near.is_some_and(|date| date > published);
        let (year, month) = month_from(anchor, -1)?;
        let before = || make(year, Some(month), Some(day));
        return if is_ahead { before().or(near) } else { near };
    }
    let published = published?;
    if day <= published.day()?.saturating_add(SOON) {
        return in_month(published);
    }
    let (year, month) = month_from(published, -1)?;
    make(year, Some(month), Some(day))
}

/// The year of a date that gives only month and day: the one that the sentence goes on from, else
/// the latest that is not after publication, else the year last written.
fn year_for(
    month: i8,
    day: Option<i8>,
    in_sentence: Option<Date>,
    in_range: bool,
    memory: &Memory,
) -> Option<i16> {
    if let Some(before) = in_sentence {
        let follows = make(before.year(), Some(month), day)
            .is_some_and(|date| date >= before || before.month() == Some(month));
        // 12月30日から1月4日 goes on; 12月1日にお伝えしたとおり、10月20日に goes back.
        let back = before.month().map_or(0, |from| (from - month).rem_euclid(12));
        let next = before.year() + 1;
        let next_fits = memory.published.is_none_or(|published| {
            make(next, Some(month), day).is_some_and(|date| date <= published)
        });
        let goes_on = next_fits && (in_range || back > 6);
        return Some(if follows || !goes_on { before.year() } else { next });
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

/// A number of at most four digits, or of kanji below a hundred: 二十三.
fn small_number(text: &str) -> Option<i16> {
    if text.is_ascii() {
        return text.parse().ok();
    }
    super::numbers::parse_number(text).and_then(|number| i16::try_from(number).ok())
}

fn small(text: &str) -> Option<i8> {
    small_number(text).and_then(|number| i8::try_from(number).ok())
}

fn make(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Date> {
    match (month, day) {
        (None, Some(_)) => None,
        (None, None) => Date::year_only(year).ok(),
        (Some(month), None) => Date::month_of(year, month).ok(),
        (Some(month), Some(day)) => Date::day_of(year, month, day).ok(),
    }
}

fn month_from(date: Date, months: i16) -> Option<(i16, i8)> {
    let month = date.year().checked_mul(12)? + i16::from(date.month()?) - 1 + months;
    Some((month.div_euclid(12), i8::try_from(month.rem_euclid(12) + 1).ok()?))
}

fn make_next_month(last: Date, day: i8) -> Option<Date> {
    let (year, month) = month_from(last, 1)?;
    make(year, Some(month), Some(day))
}

fn shift(date: Date, days: i64) -> Option<Date> {
    if date.precision() != Precision::Day {
        return None;
    }
    let day = date.first_day().checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Date::from_day(day).ok()
}
