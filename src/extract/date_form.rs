//! The forms in which dates are written, found from left to right: 令和3年5月2日, 2021/5/2, 翌日, 先週の月曜日.

use std::ops::Range;

use super::word_list::{Characters, WordList};

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// 令和3年5月2日, r3.5.2
    Era,
    /// 2021年5月2日
    Full,
    /// 2021/5/2
    Slashed,
    /// 21年5月2日
    ShortYear,
    /// 同日, 同月2日, 同年5月2日
    Same,
    /// 同2日
    SameMonth,
    /// 翌日
    Relative,
    /// 翌1月2日
    NextMonth,
    /// 翌2日
    NextDay,
    /// 2日後
    Later,
    /// 昨年5月2日
    OfYear,
    /// 先月2日
    OfMonth,
    /// 5/2(日)
    BeforeWeekday,
    /// 5/2
    Fraction,
    /// 5月2日
    MonthDay,
    /// 五月二日
    KanjiMonthDay,
    /// 5月
    Month,
    /// 2日
    Day,
    /// 五月
    KanjiMonth,
    /// 二日
    KanjiDay,
    /// 先週の日曜日
    Weekday,
}

/// What is written like a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written<'t> {
    pub(super) form: Form,
    /// Bytes of the text; of a day of the week in brackets nothing.
    pub(super) range: Range<usize>,
    /// The word that stands for a part of it: 令和, 年 of 同年, 翌日, 昨年, 先月, 先週.
    pub(super) word: &'t str,
    pub(super) year: &'t str,
    pub(super) month: Option<&'t str>,
    /// The day, or that of the week.
    pub(super) day: Option<&'t str>,
}

/// What dates begin with, roughly.
const BEGINNINGS: Characters = Characters::of(
    "0123456789令平r同翌次あ前当即そ本今け昨き一ゆお去こ先来二三四五六七八九十月火水木金土日の",
);

const RELATIVE: WordList = WordList::new(&[
    "翌々日",
    "翌日",
    "翌朝",
    "翌未明",
    "翌晩",
    "次の日",
    "あくる日",
    "前日",
    "前の日",
    "前の晩",
    "前夜",
    "当日",
    "即日",
    "その日",
    "その晩",
    "その夜",
    "本日",
    "今朝",
    "けさ",
    "昨日",
    "きのう",
    "一昨日",
    "昨夜",
    "昨晩",
    "ゆうべ",
    "同夜",
]);

const YEARS: WordList = WordList::new(&[
    "翌年",
    "昨年",
    "一昨年",
    "おととし",
    "去年",
    "前年",
    "今年",
    "ことし",
    "本年",
]);

const MONTHS: WordList = WordList::new(&["今月", "先月", "前月", "翌月", "来月"]);

/// What is written like dates in a text, in order.
pub(super) fn written(text: &str) -> impl Iterator<Item = Written<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let mut begun = rest.char_indices().filter(|(_, c)| BEGINNINGS.may_have(*c));
        let (written, end) = begun.find_map(|(at, first)| {
            let place = Place { text, at: from + at };
            place.date(first)
        })?;
        from = end;
        Some(written)
    })
}

/// A place in a text. What follows it is read greedily: nothing that may follow a part of a date could go
/// on that part.
#[derive(Debug, Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Place<'t> {
    fn rest(self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn ahead(self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..self }
    }

    fn past(self, sign: char) -> Option<Self> {
        self.rest().starts_with(sign).then(|| self.ahead(sign.len_utf8()))
    }

    fn past_any(self, signs: &[char]) -> Option<Self> {
        let sign = self.rest().chars().next().filter(|sign| signs.contains(sign))?;
        Some(self.ahead(sign.len_utf8()))
    }

    /// Past a sign if it stands here.
    fn maybe(self, sign: char) -> Self {
        self.past(sign).unwrap_or(self)
    }

    /// Past a space if one stands here.
    fn spaced(self) -> Self {
        let space = self.rest().chars().next().filter(|c| c.is_whitespace());
        self.ahead(space.map_or(0, char::len_utf8))
    }

    /// A word of a list that stands here.
    fn word(self, list: &WordList) -> Option<(&'t str, Self)> {
        let length = list.opening(self.rest())?.len();
        Some((self.rest().get(..length)?, self.ahead(length)))
    }

    /// Up to so many characters of a sort.
    fn run(self, most: usize, sort: impl Fn(char) -> bool) -> Option<(&'t str, Self)> {
        let rest = self.rest();
        let run = rest.chars().take(most).take_while(|c| sort(*c)).map(char::len_utf8).sum();
        (run > 0).then(|| Some((rest.get(..run)?, self.ahead(run)))).flatten()
    }

    fn digits(self, most: usize) -> Option<(&'t str, Self)> {
        self.run(most, |c| c.is_ascii_digit())
    }

    /// A number of two digits or so many kanji.
    fn number(self, most: usize) -> Option<(&'t str, Self)> {
        self.digits(2).or_else(|| self.run(most, is_numeral))
    }

    fn written(self, form: Form, end: Self) -> Written<'t> {
        Written { form, range: self.at..end.at, word: "", year: "", month: None, day: None }
    }

    /// 5月
    fn month(self) -> Option<(&'t str, Self)> {
        let (month, next) = self.digits(2)?;
        Some((month, next.spaced().past('月')?))
    }

    /// 2日
    fn day(self) -> Option<(&'t str, Self)> {
        let (day, next) = self.digits(2)?;
        Some((day, next.spaced().past('日')?))
    }

    /// 5月2日, 5月
    fn month_and_day(self) -> Option<(&'t str, Option<&'t str>, Self)> {
        let (month, next) = self.month()?;
        let next = next.spaced();
        Some(match next.day() {
            Some((day, end)) => (month, Some(day), end),
            None => (month, None, next),
        })
    }

    /// The digits of a day behind a slash.
    fn slashed_day(self) -> Option<(&'t str, Self)> {
        let tens = self.rest().starts_with(|c: char| ('0'..='3').contains(&c));
        self.digits(if tens { 2 } else { 1 })
    }

    /// The date that begins here with a character, and from where on others may.
    #[inline]
    fn date(self, first: char) -> Option<(Written<'t>, usize)> {
        let found = match first {
            'の' => self.past('の').and_then(|day| self.weekday("", day)),
            '月' | '火' | '水' | '木' | '金' | '土' | '日' => self.weekday("", self),
            '0'..='9' => {
                if let Some(with_weekday) = self.before_weekday() {
                    return Some(with_weekday);
                }
                self.numbered()
            }
            '令' | '平' | 'r' => self.era(),
            '同' => self.same().or_else(|| self.relative()),
            '翌' => self.relative().or_else(|| self.next()).or_else(|| self.of_year_or_month()),
            '今' | '先' => self.relative().or_else(|| self.of_year_or_month()).or_else(|| {
                const WEEKS: WordList = WordList::new(&["先週", "今週"]);
                let (word, next) = self.word(&WEEKS)?;
                self.weekday(word, next.maybe('の'))
            }),
            '次' | 'あ' | '当' | '即' | 'そ' | 'け' | 'き' | 'ゆ' => self.relative(),
            'お' | '去' | 'こ' | '来' => self.of_year_or_month(),
            '前' | '本' | '昨' => self.relative().or_else(|| self.of_year_or_month()),
            '一' => {
                let by_word = self.relative().or_else(|| self.of_year_or_month());
                by_word.or_else(|| self.in_kanji())
            }
            _ if is_numeral(first) => self.in_kanji(),
            _ => None,
        }?;
        let end = found.range.end;
        Some((found, end))
    }

    fn era(self) -> Option<Written<'t>> {
        const ERAS: WordList = WordList::new(&["令和", "平成", "r"]);
        let (era, next) = self.word(&ERAS)?;
        let next = next.spaced();
        let (year, next) = next.run(1, |c| c == '元').or_else(|| next.number(3))?;
        let next = next.spaced().past_any(&['年', '.', '/'])?;
        let gloss = || {
            let (year, end) = next.past('(')?.digits(4)?;
            end.maybe('年').past(')').filter(|_| year.len() == 4)
        };
        let next = gloss().unwrap_or(next).maybe('の').spaced();
        let found = Written { word: era, year, ..self.written(Form::Era, next) };
        let month = || {
            let (month, end) = next.number(2)?;
            Some((month, end.spaced().past_any(&['月', '.', '/'])?.spaced()))
        };
        let Some((month, next)) = month() else { return Some(found) };
        let found = Written { month: Some(month), range: self.at..next.at, ..found };
        let Some((day, end)) = next.number(3) else { return Some(found) };
        Some(Written { day: Some(day), range: self.at..end.spaced().maybe('日').at, ..found })
    }

    /// What begins with a number.
    fn numbered(self) -> Option<Written<'t>> {
        if let Some(full) = self.full() {
            return Some(full);
        }
        let (number, next) = self.digits(2)?;
        let spaced = next.spaced();
        match spaced.rest().chars().next()? {
            '年' if number.len() == 2 => {
                let next = spaced.past('年')?.maybe('の').spaced();
                let (month, day, end) = next.month_and_day()?;
                let found = self.written(Form::ShortYear, end);
                Some(Written { year: number, month: Some(month), day, ..found })
            }
            '月' => {
                let end = spaced.past('月')?;
                let (day, end) = match end.spaced().day() {
                    Some((day, end)) => (Some(day), end),
                    None => (None, end),
                };
                let form = if day.is_some() { Form::MonthDay } else { Form::Month };
                Some(Written { month: Some(number), day, ..self.written(form, end) })
            }
            '日' => {
                let end = spaced.past('日')?;
                let later = end.past('後').map(|end| self.written(Form::Later, end));
                let found = later.unwrap_or(self.written(Form::Day, end));
                Some(Written { day: Some(number), ..found })
            }
            '/' if number.len() == 1 || number.starts_with(['0', '1']) => {
                let (day, end) = next.past('/')?.slashed_day()?;
                let found = self.written(Form::Fraction, end);
                Some(Written { month: Some(number), day: Some(day), ..found })
            }
            _ => None,
        }
    }

    /// 2021年5月2日, 2021/5/2
    fn full(self) -> Option<Written<'t>> {
        let rest = self.rest();
        let in_2000 = rest.starts_with("20");
        if !in_2000 && !rest.starts_with("19") {
            return None;
        }
        let (year, next) = self.digits(4).filter(|(year, _)| year.len() == 4)?;
        let next = next.spaced();
        let Some(next) = next.past('年') else {
            let signs = ['/', '.', '-'];
            let (month, next) = next.past_any(&signs).filter(|_| in_2000)?.spaced().digits(2)?;
            let (day, end) = next.spaced().past_any(&signs)?.spaced().digits(2)?;
            let found = self.written(Form::Slashed, end);
            return Some(Written { year, month: Some(month), day: Some(day), ..found });
        };
        let gloss = || {
            const ERAS: WordList = WordList::new(&["令和", "平成"]);
            let (_, next) = next.past('(')?.word(&ERAS)?;
            let (_, end) = next.run(usize::MAX, |c| c.is_ascii_digit() || c == '元')?;
            end.maybe('年').past(')')
        };
        let next = gloss().unwrap_or(next).maybe('の').spaced();
        let found = Written { year, ..self.written(Form::Full, next) };
        let Some((month, day, end)) = next.month_and_day() else { return Some(found) };
        Some(Written { month: Some(month), day, range: self.at..end.at, ..found })
    }

    /// 5/2(日), up to the bracket.
    fn before_weekday(self) -> Option<(Written<'t>, usize)> {
        let (month, next) = self.digits(2)?;
        let next = next.past('/').filter(|_| month.len() == 1 || month.starts_with('1'))?;
        let (day, next) = next.slashed_day()?;
        let end = next.spaced();
        let behind = end.past('(')?.run(1, is_weekday)?.1;
        let found = self.written(Form::BeforeWeekday, end);
        Some((Written { month: Some(month), day: Some(day), ..found }, behind.at))
    }

    /// 同日, 同年5月2日, 同2日
    fn same(self) -> Option<Written<'t>> {
        let next = self.past('同')?.maybe('じ');
        let Some((word, next)) = next.run(1, |c| matches!(c, '日' | '月' | '年')) else {
            let (day, next) = next.spaced().number(3)?;
            let found = self.written(Form::SameMonth, next.spaced().past('日')?);
            return Some(Written { day: Some(day), ..found });
        };
        let next = next.maybe('の');
        let (month, next) =
            next.spaced().month().map_or((None, next), |(month, end)| (Some(month), end));
        let day = || {
            let (day, end) = next.spaced().number(3)?;
            Some((day, end.spaced().past('日')?))
        };
        let (day, next) = day().map_or((None, next), |(day, end)| (Some(day), end));
        Some(Written { word, month, day, ..self.written(Form::Same, next) })
    }

    fn relative(self) -> Option<Written<'t>> {
        let (word, end) = self.word(&RELATIVE)?;
        Some(Written { word, ..self.written(Form::Relative, end) })
    }

    /// 翌1月2日, 翌2日
    fn next(self) -> Option<Written<'t>> {
        let next = self.past('翌')?.spaced();
        let in_month = || {
            let (month, next) = next.month()?;
            let (day, end) = next.spaced().day()?;
            let found = self.written(Form::NextMonth, end);
            Some(Written { month: Some(month), day: Some(day), ..found })
        };
        in_month().or_else(|| {
            let (day, next) = next.number(3)?;
            let found = self.written(Form::NextDay, next.spaced().past('日')?);
            Some(Written { day: Some(day), ..found })
        })
    }

    /// 昨年5月2日, 先月2日
    fn of_year_or_month(self) -> Option<Written<'t>> {
        if let Some((word, next)) = self.word(&YEARS) {
            let (month, day, end) = next.maybe('の').spaced().month_and_day()?;
            return Some(Written {
                word,
                month: Some(month),
                day,
                ..self.written(Form::OfYear, end)
            });
        }
        let (word, next) = self.word(&MONTHS)?;
        let next = next.maybe('の');
        let (day, end) = next.spaced().day().map_or((None, next), |(day, end)| (Some(day), end));
        Some(Written { word, day, ..self.written(Form::OfMonth, end) })
    }

    /// 五月二日, 五月, 二日
    fn in_kanji(self) -> Option<Written<'t>> {
        let in_month = || {
            let (month, next) = self.run(2, is_numeral)?;
            let next = next.past('月')?;
            let day = || {
                let (day, end) = next.run(3, is_numeral)?;
                Some((day, end.past('日')?))
            };
            let (found, day) = match day() {
                Some((day, end)) => (self.written(Form::KanjiMonthDay, end), Some(day)),
                None => (self.written(Form::KanjiMonth, next), None),
            };
            Some(Written { month: Some(month), day, ..found })
        };
        in_month().or_else(|| {
            let (day, next) = self.run(3, is_numeral)?;
            Some(Written { day: Some(day), ..self.written(Form::KanjiDay, next.past('日')?) })
        })
    }

    /// 月曜, 先週の月曜日: from the day on.
    #[inline]
    fn weekday(self, word: &'t str, day: Self) -> Option<Written<'t>> {
        let name = day.rest().chars().next().filter(|c| is_weekday(*c))?;
        let next = day.ahead(name.len_utf8());
        let end = next.past('曜')?.maybe('日');
        let day = self.text.get(day.at..next.at);
        Some(Written { word, day, ..self.written(Form::Weekday, end) })
    }
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn is_weekday(c: char) -> bool {
    matches!(c, '月' | '火' | '水' | '木' | '金' | '土' | '日')
}
