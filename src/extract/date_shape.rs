//! What is written like a date and what only looks like one.

use super::date_form::{Form, Written};
use super::word_list::WordList;

/// Whether a month is a part of a name: 6月3日、7月|の説明会, 4月|分の請求.
pub(super) fn names(text: &str, end: usize) -> bool {
    let tail = text.get(end..).unwrap_or_default();
    let noun = tail.strip_prefix('の').unwrap_or_default();
    tail.starts_with(['分', '号', '期'])
        || noun.starts_with(super::clause_of_noun::is_noun_start)
            && !noun.starts_with(['上', '中', '下', '初', '末', '時', '間'])
}

/// Whether a word means the page's own day.
pub(super) fn is_today(word: &str) -> bool {
    matches!(word, "本日" | "今朝" | "けさ")
}

/// How a page was seen to write days.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// In kanji, so that 四日 is one.
    pub(super) in_kanji: bool,
    /// With slashes, so that 7/22 is one.
    pub(super) in_slashes: bool,
}

/// Whether what looks like a date is one: no span of days, no number of a larger word.
pub(super) fn is_date(written: &Written<'_>, text: &str, in_range: bool, style: Style) -> bool {
    let head = text.get(..written.range.start).unwrap_or_default();
    let before = head.chars().next_back();
    let after = text.get(written.range.end..).unwrap_or_default();
    if let Some(rest) = after.strip_prefix('度') {
        // 平成29年度から令和3年度にかけて: a year is known only of what lasted for years.
        let is_year = matches!(written.form, Form::Era | Form::Full) && written.month.is_none();
        return is_year && (in_range || ["から", "~"].iter().any(|word| rest.starts_with(word)));
    }
    match written.form {
        // 昭和60年4月, 第22年: a number that something else begins.
        Form::ShortYear => {
            before.is_none_or(|c| !c.is_alphanumeric() || ('ぁ'..='ん').contains(&c))
        }
        Form::SameMonth => written.day != Some("一"),
        Form::Weekday => !written.word.is_empty() || is_timed_weekday(before, after),
        Form::KanjiMonth => {
            const PARTS: WordList =
                WordList::new(&["上旬", "中旬", "下旬", "初", "末", "頃", "ごろ"]);
            PARTS.opens(after) && before.is_none_or(|c| !is_kanji_digit(c))
        }
        Form::KanjiDay => is_kanji_day(before, after, style.in_kanji),
        Form::Era => written.word != "r" || before.is_none_or(|c| !c.is_ascii_alphanumeric()),
        Form::Day | Form::Month => is_bare_number(written.form, head, after),
        Form::Fraction => is_month_by_day(written, head, after, in_range, style.in_slashes),
        Form::MonthDay => {
            // A1.5月13日: the number of an answer.
            let number = head.strip_suffix(['.', '/']).filter(|head| head.chars().nth(3).is_some());
            number.is_none_or(|head| !head.ends_with(|c: char| c.is_ascii_digit()))
        }
        Form::Relative => {
            // In speech, 昨日 is the speaker's.
            let is_spoken = head
                .rfind('「')
                .is_some_and(|open| head.rfind('」').is_none_or(|close| close < open));
            // 調査が完了した翌日: counts from an event, not from the date before.
            let of_event =
                written.word == "翌日" && head.ends_with(['た', 'の']) && !head.ends_with("その");
            let is_bound =
                written.word == "前日" && ["まで", "比"].iter().any(|word| after.starts_with(word));
            !(is_spoken || of_event || is_bound)
        }
        _ => true,
    }
}

/// Whether a day of the week is one on which something is told by the hour: not in 平日の月曜日から金曜日まで,
/// 毎週水曜日.
fn is_timed_weekday(before: Option<char>, after: &str) -> bool {
    const HOURS: WordList =
        WordList::new(&["朝", "昼", "夕", "夜", "晩", "午前", "午後", "未明", "深夜", "早朝"]);
    let hour = after.strip_prefix('の').unwrap_or(after);
    HOURS.opens(hour) && before.is_none_or(|c| !"毎週日第・、~祝らと".contains(c))
}

/// Whether a number of kanji before 日 is that of a day: not in 三日間, 十日市, 百二十日.
fn is_kanji_day(before: Option<char>, after: &str, in_kanji: bool) -> bool {
    const HOURS: WordList = WordList::new(&[
        "午前", "午後", "朝", "夕", "夜", "未明", "深夜", "早朝", "の朝", "の夜", "(", "付",
    ]);
    const SPANS: WordList = WordList::new(&[
        "曜",
        "間",
        "目",
        "市",
        "町",
        "前",
        "後",
        "以",
        "程",
        "ほど",
        "余",
        "分",
        "も",
        "中",
        "でも",
        "月",
        "酔",
        "常",
        "かけ",
        "あまり",
        "たっ",
        "経",
        "ご",
        "置",
    ]);
    (in_kanji || HOURS.opens(after))
        && !SPANS.opens(after)
        && before.is_none_or(|c| !is_kanji_digit(c) && !"第約計数月".contains(c))
}

/// Whether a number before 月 or 日 is that of a month or day: not in 3日間, 約10日, 毎年10月.
fn is_bare_number(form: Form, head: &str, after: &str) -> bool {
    const SPANS: WordList = WordList::new(&[
        "間",
        "程",
        "以内",
        "以上",
        "目",
        "分",
        "ごと",
        "毎",
        "号",
        "額",
        "々",
        "生",
        "あたり",
        "前",
        "ほど",
        "経",
        "かけて",
        "かかっ",
    ]);
    let is_glued = head.ends_with(|c: char| {
        c.is_numeric() || matches!(c, '.' | ',' | '第' | '月' | '/' | '約' | '計' | '数')
    });
    // 毎年10月から11月に訪ねる: a custom.
    let is_custom = || ["毎年", "例年", "毎月"].iter().any(|word| head.ends_with(word));
    let is_number = form == Form::Month && after.starts_with(|c: char| c.is_ascii_digit());
    !is_glued && !is_number && !SPANS.opens(after) && !is_custom()
}

/// Whether 9/18 is a date: 09/18 14:10 opens a line; 7/24に in one may not be a fraction, nor may any beside words on a
/// page that writes its dates so.
fn is_month_by_day(
    written: &Written<'_>,
    head: &str,
    after: &str,
    in_range: bool,
    in_slashes: bool,
) -> bool {
    const OPENING: WordList =
        WordList::new(&[" ", "\t", "、", "に", "の", ":", "\u{3000}", "～", "~"]);
    const BINDING: WordList = WordList::new(&[
        "に", "から", "まで", "付", "頃", "ごろ", "朝", "夜", "午", "未明", "深夜",
    ]);
    let opens = || !head.contains(char::is_alphanumeric);
    let is_free = || !head.ends_with(|c: char| c.is_ascii_alphanumeric() || "/.,-約".contains(c));
    let binds = written.day.is_some_and(|day| day.len() == 2) && BINDING.opens(after);
    // 3/15 alone is the number of a page.
    let is_alone = || head.trim().is_empty() && after.trim().is_empty();
    let ends = || !after.starts_with(|c: char| c.is_ascii_alphanumeric() || "/.%,".contains(c));
    let is_of_style = || in_slashes && is_free() && ends() && !is_alone();
    (OPENING.opens(after) || binds) && opens() || (in_range || binds) && is_free() || is_of_style()
}

/// Length of the day of the week behind a date: (木), (月・祝), 木曜日.
pub(super) fn weekday(after: &str) -> usize {
    if let Some(inside) = after.trim_start_matches(' ').strip_prefix('(') {
        let length = inside.find(')').filter(|length| *length <= 18);
        let is_day = inside.starts_with(|c: char| "月火水木金土日祝".contains(c));
        if let Some(length) = length.filter(|_| is_day) {
            return after.len() - inside.len() + length + 1;
        }
    }
    0
}

pub(super) fn is_kanji_digit(c: char) -> bool {
    "一二三四五六七八九十百千〇".contains(c)
}

/// Whether a sentence tells what will be done from a day on: 17日から順に知らせる.
pub(super) fn is_plan(text: &str, end: usize) -> bool {
    let tail = text.get(end..).unwrap_or_default();
    let text = text.trim_end().trim_end_matches('。');
    let is_present = text.ends_with('る')
        && !["ている", "てある", "とある"].iter().any(|end| text.ends_with(end));
    is_present && ["から", "以降", "より", "に", "、"].iter().any(|word| tail.starts_with(word))
}
