//! What a clause makes of a cause that it names: that it was so, may have been, or was not.

use std::ops::Range;

use crate::report::Certainty;

use super::cause_rules::Words;
use super::cue::{Hit, List};
use super::signal::Signal;
use super::stance::Reading;

/// How far behind a cue its predicate is looked for, in bytes.
const REACH: usize = 180;

/// Whether what ends at byte `end` is a topic or stands in a list of things: 侵入や…は確認されていません.
fn is_named_last(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    ["や", "も", "は", "、", "・", "等", "など", "および", "及び"]
        .iter()
        .any(|word| after.starts_with(word))
}

/// Whether the clause behind byte `end` says that no trace of the cause was found.
pub(super) fn is_not_found(words: &Words, text: &str, end: usize, hits: &[Hit]) -> bool {
    let clause = clause_behind(text, end);
    hits.iter().any(|hit| words.not_found.contains(&hit.cue) && is_within(hit, &clause))
}

/// What the rest of the clause makes of a cause named before byte `end`; `None` when it only asks.
///
/// The clause ends where the sentence pauses, or where it goes on to what leaked: in
/// 「不正アクセスにより氏名が漏えいした可能性」 only the leak is uncertain.
pub(super) fn certainty(
    words: &Words,
    text: &str,
    end: usize,
    hits: &[Hit],
    reading: &Reading<'_>,
) -> Option<Certainty> {
    let mut clause = clause_behind(text, end);
    let hits: Vec<&Hit> = hits.iter().filter(|hit| words.has(hit)).collect();
    let has = |list: &List, range: &Range<usize>| {
        hits.iter().any(|hit| list.contains(&hit.cue) && is_within(hit, range))
    };
    let rest = end..rest_of_sentence(text, end);
    // 侵入された形跡や、漏れた形跡はありません; …とお伝えしましたが、その事実はございません.
    if has(&words.ruled_out_all, &rest)
        || has(&words.no_trace, &clause)
        || has(&words.taken_back, &(end..text.len()))
    {
        return Some(Certainty::Denied);
    }
    if has(&words.asked, &clause) {
        return None;
    }
    let behind = clause.clone();
    if let Some(leak) = reading.first_within(Signal::Leak, &clause) {
        clause.end = leak;
    }
    // A cue may take the beginning of what says so: マルウェアは見つか|りませんでした.
    let is_cut =
        |hit: &&&Hit| words.not_found.contains(&hit.cue) && hit.start < end && hit.end > end;
    let is_denied = is_named_last(text, end) && has(&words.not_found, &behind)
        || hits.iter().any(|hit| is_cut(&hit))
        || reading.has_within(Signal::Negation, &clause)
        || reading.has_within(Signal::Denial, &clause)
        || has(&words.ruled_out, &clause);
    // A cue may end with the doubt itself: 廃棄した可能性.
    let is_doubted = hits.iter().any(|hit| words.suspected.contains(&hit.cue) && hit.end == end);
    Some(if is_denied && !reading.has_within(Signal::CannotExclude, &clause) {
        Certainty::Denied
    } else if is_doubted
        || has(&words.suspected, &clause)
        || reading.has_within(Signal::Possible, &clause)
    {
        Certainty::Possible
    } else {
        Certainty::Stated
    })
}

/// The clause behind byte `end`: to where the sentence pauses, or goes on to what came of the cause.
fn clause_behind(text: &str, end: usize) -> Range<usize> {
    let limit = text.floor_char_boundary(end.saturating_add(REACH));
    let after = text.get(end..limit).unwrap_or_default();
    let pauses = [
        "が",
        "おり",
        "あり",
        "され",
        "ため",
        "ことで",
        "もので",
        "て",
        "し",
        "れ",
        "ず",
        "ことが",
    ];
    let ends_clause = |at: usize, sign: char| {
        let head = after.get(..at).unwrap_or_default();
        sign == '。' || pauses.iter().any(|pause| head.ends_with(pause))
    };
    let mut length = after
        .char_indices()
        .find(|(at, c)| matches!(c, '、' | '。') && ends_clause(*at, *c))
        .map_or(after.len(), |(at, c)| at + c.len_utf8());
    let by = first_of(after, &["により", "によって", "に伴", "を受け、", "に起因", "による"]);
    if let Some((at, behind)) = by {
        let rest = after.get(behind..).unwrap_or_default();
        let is_about_itself = [
            "もの",
            "可能性",
            "こと",
            "おそれ",
            "恐れ",
            "攻撃",
            "被害",
            "感染",
            "侵入",
            "データ",
            "暗号化",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
        if at < length && !is_about_itself {
            length = at;
        }
    }
    end..end + length
}

/// Where the sentence turns or ends behind byte `end`.
fn rest_of_sentence(text: &str, end: usize) -> usize {
    let limit = text.floor_char_boundary(end.saturating_add(2 * REACH));
    let after = text.get(end..limit).unwrap_or_default();
    let stop = first_of(after, &["が、", "であり、", "もので、", "ですが", "ため、", "。"]);
    end + stop.map_or(after.len(), |(at, _)| at)
}

/// Where the first of some words stands in a text.
fn first_of(text: &str, words: &[&str]) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        let word = words.iter().find(|word| rest.starts_with(**word))?;
        Some((at, at + word.len()))
    })
}

fn is_within(hit: &Hit, range: &Range<usize>) -> bool {
    hit.start >= range.start && hit.start < range.end
}
