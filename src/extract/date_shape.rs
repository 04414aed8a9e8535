//! What is written like a date and what only looks like one.

use std::ops::Range;

use regex::Captures;

/// Whether a text has signs without which no date is written, so that most sentences need no search: a
/// digit, an era, or 日, 月, 年, 朝, 夜 behind what makes a date of them (同日, その日, 先月, 三月).
pub(super) fn may_hold_date(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        let is_sign = match c {
            '0'..='9' | '翌' | '曜' => true,
            '晩' | 'さ' | 'う' | 'べ' => matches!(before, 'の' | '昨' | 'け' | 'う'),
            '日' | '月' | '年' | '朝' | '夜' => {
                "同前当のじ本昨今先来元次る〇一二三四五六七八九十".contains(before)
            }
            '和' => before == '令',
            '成' => before == '平',
            _ => false,
        };
        if is_sign {
            return true;
        }
        before = c;
    }
    false
}

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

/// Whether what looks like a date is one: no span of days, no number of a larger word.
pub(super) fn is_date(
    captures: &Captures<'_>,
    text: &str,
    range: &Range<usize>,
    in_range: bool,
    in_kanji: bool,
) -> bool {
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let after = text.get(range.end..).unwrap_or_default();
    let starts = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    if let Some(rest) = after.strip_prefix('度') {
        // 平成29年度から令和3年度にかけて: a year is known only of what lasted for years.
        let is_year = captures.name("era").is_some() && captures.name("em").is_none()
            || captures.name("y").is_some() && captures.name("m").is_none();
        return is_year && (in_range || ["から", "~"].iter().any(|word| rest.starts_with(word)));
    }
    if captures.name("yy").is_some() {
        // 昭和60年4月, 第22年: a number that something else begins.
        return before.is_none_or(|c| !c.is_alphanumeric() || ('ぁ'..='ん').contains(&c));
    }
    if captures.name("sameday").is_some_and(|day| day.as_str() == "一") {
        return false;
    }
    if captures.name("wday").is_some() {
        // 平日の月曜日から金曜日まで, 毎週水曜日: only a day on which something is told by the hour.
        let hour = after.strip_prefix('の').unwrap_or(after);
        let has_hour = ["朝", "昼", "夕", "夜", "晩", "午前", "午後", "未明", "深夜", "早朝"]
            .iter()
            .any(|word| hour.starts_with(word));
        let opens = before.is_none_or(|c| !"毎週日第・、~祝らと".contains(c));
        return captures.name("week").is_some() || has_hour && opens;
    }
    if captures.name("kom").is_some() {
        let is_part = ["上旬", "中旬", "下旬", "初", "末", "頃", "ごろ"];
        let is_part = is_part.iter().any(|word| after.starts_with(word));
        return is_part && before.is_none_or(|c| !is_kanji_digit(c));
    }
    if captures.name("kod").is_some() {
        let hour =
            ["午前", "午後", "朝", "夕", "夜", "未明", "深夜", "早朝", "の朝", "の夜", "(", "付"];
        let is_timed = hour.iter().any(|word| after.starts_with(word));
        let spans =
            "曜 間 目 市 町 前 後 以 程 ほど 余 分 も 中 でも 月 酔 常 かけ あまり たっ 経 ご 置";
        let is_span = spans.split(' ').any(|word| after.starts_with(word));
        let glued = before.is_some_and(|c| is_kanji_digit(c) || "第約計数月".contains(c));
        return (in_kanji || is_timed) && !is_span && !glued;
    }
    if captures.name("era").is_some_and(|era| era.as_str() == "r") {
        return before.is_none_or(|c| !c.is_ascii_alphanumeric());
    }
    if captures.name("od").is_some() || captures.name("om").is_some() {
        let glued = before.is_some_and(|c| {
            c.is_numeric() || matches!(c, '.' | ',' | '第' | '月' | '/' | '約' | '計' | '数')
        });
        let spans = "間 程 以内 以上 目 分 ごと 毎 号 額 々 生 あたり 前 ほど 経 かけて かかっ";
        // 毎年10月から11月に訪ねる: a custom.
        let is_custom = text
            .get(..range.start)
            .is_some_and(|head| ["毎年", "例年", "毎月"].iter().any(|word| head.ends_with(word)));
        let is_span = is_custom || spans.split(' ').any(|word| after.starts_with(word));
        let is_number =
            captures.name("om").is_some() && after.starts_with(|c: char| c.is_ascii_digit());
        return !glued && !is_span && !is_number;
    }
    if captures.name("lqm").is_some() {
        // 09/18 14:10 opens a line; 7/24に in one may not be a fraction.
        let head = text.get(..range.start).unwrap_or_default();
        let opens = head.chars().all(|c| !c.is_alphanumeric());
        let is_free = before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"/.,-約".contains(c));
        let day = captures.name("lqd").is_some_and(|day| day.len() == 2);
        let binds = day
            && starts(&[
                "に", "から", "まで", "付", "頃", "ごろ", "朝", "夜", "午", "未明", "深夜",
            ]);
        return opens && starts(&[" ", "\t", "、", "に", "の", ":", "\u{3000}", "～", "~"])
            || is_free && (in_range || binds)
            || opens && binds;
    }
    if captures.name("pm").is_some() {
        let head = text.get(..range.start).unwrap_or_default();
        // A1.5月13日: the number of an answer.
        let number = head.strip_suffix(['.', '/']).filter(|head| head.chars().count() > 3);
        return number.is_none_or(|head| !head.ends_with(|c: char| c.is_ascii_digit()));
    }
    if let Some(word) = captures.name("rel") {
        // In speech, 昨日 is the speaker's.
        let head = text.get(..range.start).unwrap_or_default();
        let is_spoken =
            head.rfind('「').is_some_and(|open| head.rfind('」').is_none_or(|close| close < open));
        // 調査が完了した翌日: counts from an event, not from the date before.
        let of_event =
            word.as_str() == "翌日" && head.ends_with(['た', 'の']) && !head.ends_with("その");
        let is_bound = word.as_str() == "前日" && starts(&["まで", "比"]);
        // 発表と同じ日
        let of_other = word.as_str() == "同じ日" && head.ends_with('と');
        return !(is_spoken || of_event || is_bound || of_other);
    }
    true
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
