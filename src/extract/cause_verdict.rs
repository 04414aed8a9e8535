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

/// Where the first word of a list stands behind byte `end`, of words by start.
fn first_behind(words: &[Hit], list: &List, end: usize) -> Option<usize> {
    words.iter().find(|hit| hit.start >= end && list.contains(&hit.cue)).map(|hit| hit.start)
}

/// Whether the clause behind byte `end` says that no trace of the cause was found.
///
/// `said` are the hits of `words`.
pub(super) fn is_not_found(words: &Words, text: &str, end: usize, said: &[Hit]) -> bool {
    first_behind(said, &words.not_found, end).is_some_and(|at| at < clause_behind(text, end).end)
}

/// What the rest of the clause makes of a cause named before byte `end`; `None` when it only asks.
///
/// `said` are the hits of `words`. The clause ends where the sentence pauses, or where it goes on to
/// what leaked: in 「不正アクセスにより氏名が漏えいした可能性」 only the leak is uncertain.
pub(super) fn certainty(
    words: &Words,
    text: &str,
    end: usize,
    said: &[Hit],
    reading: &Reading<'_>,
) -> Option<Certainty> {
    let all = end..text.len();
    let hedges = [Signal::Negation, Signal::Denial, Signal::Possible];
    if !said.iter().any(|hit| hit.end >= end)
        && !hedges.iter().any(|hedge| reading.has_within(*hedge, &all))
    {
        return Some(Certainty::Stated);
    }
    let mut clause = clause_behind(text, end);
    let has = |list: &List, range: &Range<usize>| {
        first_behind(said, list, end).is_some_and(|at| at < range.end)
    };
    // 侵入された形跡や、漏れた形跡はありません; …とお伝えしましたが、その事実はございません.
    let all_ruled_out = first_behind(said, &words.ruled_out_all, end);
    if all_ruled_out.is_some_and(|at| at < rest_of_sentence(text, end))
        || has(&words.no_trace, &clause)
        || has(&words.taken_back, &all)
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
    let is_cut = |hit: &Hit| words.not_found.contains(&hit.cue) && hit.start < end && hit.end > end;
    let is_denied = has(&words.not_found, &behind) && is_named_last(text, end)
        || said.iter().any(is_cut)
        || reading.has_within(Signal::Negation, &clause)
        || reading.has_within(Signal::Denial, &clause)
        || has(&words.ruled_out, &clause);
    // A cue may end with the doubt itself: 廃棄した可能性.
    let is_doubted = said.iter().any(|hit| words.suspected.contains(&hit.cue) && hit.end == end);
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
    const PAUSES: [&str; 12] = [
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
    let limit = text.floor_char_boundary(end.saturating_add(REACH));
    let after = text.get(end..limit).unwrap_or_default();
    let mut names_cause = false;
    for (at, c) in after.char_indices() {
        match c {
            '、' => {
                let head = after.get(..at).unwrap_or_default();
                if PAUSES.iter().any(|pause| head.ends_with(pause)) {
                    return end..end + at + c.len_utf8();
                }
            }
            '。' => return end..end + at + c.len_utf8(),
            // Only the first of them counts.
            'に' | 'を' if !names_cause => {
                let rest = after.get(at..).unwrap_or_default();
                let behind = behind_by(rest);
                if behind.is_some_and(|behind| !is_about_itself(behind)) {
                    return end..end + at;
                }
                names_cause = behind.is_some();
            }
            _ => {}
        }
    }
    end..end + after.len()
}

/// What follows the words by which a text begins to tell what came of a cause.
fn behind_by(text: &str) -> Option<&str> {
    let words = ["により", "によって", "に伴", "を受け、", "に起因", "による"];
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// Whether what follows a cause is still the cause: による攻撃.
fn is_about_itself(text: &str) -> bool {
    ["もの", "可能性", "こと", "おそれ", "恐れ", "攻撃", "被害", "感染", "侵入", "データ", "暗号化"]
        .iter()
        .any(|word| text.starts_with(word))
}

/// Where the sentence turns or ends behind byte `end`.
fn rest_of_sentence(text: &str, end: usize) -> usize {
    let limit = text.floor_char_boundary(end.saturating_add(2 * REACH));
    let after = text.get(end..limit).unwrap_or_default();
    let turns = ["が、", "であり、", "もので、", "ですが", "ため、", "。"];
    let stop = after.char_indices().find(|(at, c)| {
        matches!(c, 'が' | 'で' | 'も' | 'た' | '。')
            && after.get(*at..).is_some_and(|rest| turns.iter().any(|turn| rest.starts_with(turn)))
    });
    end + stop.map_or(after.len(), |(at, _)| at)
}
