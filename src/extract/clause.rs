//! What the words around an event say of it in a Japanese clause, where predicates come last.

use std::ops::Range;

use super::calendar::DateAt;

/// Whether a predicate is denied: 再開しない, 見つかっていない.
pub(super) fn is_denied(tail: &str) -> bool {
    let near = tail.get(..tail.floor_char_boundary(24)).unwrap_or_default();
    ["ない", "なかった", "ません", "せず", "らず"]
        .iter()
        .any(|word| near.find(word).is_some_and(|at| at <= 12))
}

/// Whether words behind an authority make it the one that asks, itself or in a list: (以下…)および…から.
pub(super) fn comes_from(tail: &str) -> bool {
    let near = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
    let rest = near.strip_prefix('署').unwrap_or(near);
    let asks = ["から報告徴収", "より報告徴収", "からの", "からご指導", "から指導", "から要請"];
    rest.starts_with("から")
        || rest.starts_with("より")
        || asks.iter().any(|word| near.contains(word))
}

/// Whether a character goes on a verb: 感染|した|端末.
pub(super) fn is_inflection(c: char) -> bool {
    "したさせられていうるれま".contains(c)
}

/// Whether a time of day opens a clause: の深夜、.
pub(super) fn has_hour(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['の', ' ', '、']);
    ["深夜", "未明", "夜", "早朝", "朝", "夕方", "午前", "午後"]
        .iter()
        .any(|word| tail.starts_with(word))
}

/// Whether the clause that a cue stands in tells the hour of the deed and ends in ことが: not in ことを検知.
pub(super) fn of_hour(words: &str, from: usize, cue: &Range<usize>) -> bool {
    has_hour(words.get(from..).unwrap_or_default())
        && words.get(cue.end..).is_some_and(|tail| tail.find("ことが").is_some_and(|at| at <= 24))
}

/// Whether what follows makes the event the object of becoming aware: …が行われたことを検知.
pub(super) fn becomes_known(tail: &str) -> bool {
    let near = tail.get(..tail.floor_char_boundary(60)).unwrap_or_default();
    let at_once = ["に気", "を覚知", "を検知", "を確認", "を把握", "を発見", "を知"];
    if at_once.iter().any(|word| near.starts_with(word)) {
        return true;
    }
    let object = ["こと", "旨", "との", "可能性", "疑い", "被害", "形跡", "痕跡", "事実", "懸念"]
        .iter()
        .filter_map(|word| near.find(word))
        .min();
    let known = [
        "を検知",
        "検知し",
        "確認",
        "覚知",
        "把握",
        "判明",
        "発見",
        "発覚",
        "察知",
        "わかり",
        "分かり",
        "連絡",
        "報告",
        "通報",
        "指摘",
        "一報",
        "受領",
        "知らせ",
        "公表",
    ]
    .iter()
    .filter_map(|word| near.find(word))
    .min();
    object.zip(known).is_some_and(|(object, known)| object < known && known - object <= 36)
}

/// Whether a date only bounds whose data it was: 4月以降にご注文くださった.
pub(super) fn is_data_window(tail: &str) -> bool {
    let tail = tail.trim_start();
    let open = ["以降に", "以前に", "以降の", "以前の", "までに", "までの", "以降、", "以前、"];
    open.iter().any(|word| {
        tail.strip_prefix(word).is_some_and(|rest| {
            let near = rest.get(..rest.floor_char_boundary(42)).unwrap_or_default();
            [
                "ご注文",
                "お申",
                "会員",
                "登録",
                "購入",
                "利用",
                "注文",
                "買",
                "申し込",
                "応募",
                "入会",
                "受診",
                "受検",
                "届いた",
                "入学",
                "契約",
                "来院",
                "宿泊",
                "予約",
                "サイトに",
                "退職",
                "在籍",
            ]
            .iter()
            .any(|verb| near.contains(verb))
        })
    })
}

/// The clause of each date: cut at the last comma between two dates.
pub(super) fn clauses(text: &str, dates: &[DateAt]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (order, at) in dates.iter().enumerate() {
        if let Some(bracket) = bracket_around(text, at) {
            // 新しいストア(2022年8月3日に公開)については: what follows is not of that date.
            start = bracket.end;
            clauses.push(bracket);
            continue;
        }
        let end = match dates.get(order + 1) {
            None => text.len(),
            Some(next) => {
                let between = text.get(at.range.end..next.range.start).unwrap_or_default();
                let comma = between.rfind('、').map(|comma| comma + '、'.len_utf8());
                at.range.end + comma.unwrap_or(between.len())
            }
        };
        clauses.push(start..end);
        start = end;
    }
    clauses
}

/// The short bracket that a date stands in.
fn bracket_around(text: &str, at: &DateAt) -> Option<Range<usize>> {
    let head = text.get(..at.range.start)?;
    let open = head.rfind('(').filter(|open| head.rfind(')').is_none_or(|close| close < *open))?;
    let tail = text.get(at.range.end..)?;
    let close = tail.find(')').filter(|close| *close <= 60)?;
    let is_first = head.get(open..).is_some_and(|inside| inside.chars().count() <= 20);
    // What the bracket belongs to stands right before it: 調べてもらった結果(2月17日終了).
    let from = head.floor_char_boundary(open.saturating_sub(60));
    let topic =
        head.get(from..open)?.rfind(['、', '。']).map_or(from, |at| from + at + '、'.len_utf8());
    is_first.then(|| topic..at.range.end + close)
}

/// Length of the bracket that follows a name, if one does.
pub(super) fn behind_brackets(tail: &str) -> usize {
    if !tail.starts_with('(') {
        return 0;
    }
    tail.char_indices().take(120).find(|(_, c)| *c == ')').map_or(0, |(at, c)| at + c.len_utf8())
}
