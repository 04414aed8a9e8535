//! Dates of one sentence that share what only one of them names: 委員会 5月11日、7月10日,
//! 委員会には3日に速報し、27日に詳しい報告をしました.

use crate::report::{Event, Precision};

use super::calendar::DateAt;
use super::milestones::Rank;
use super::telling::Telling;
use super::word_list::WordList;

impl Telling {
    /// What dates that name no step of their own take from the one before them, by their number.
    pub(super) fn shared(
        &self,
        text: &str,
        dates: &[DateAt],
        of_date: &[Vec<(Event, Rank)>],
    ) -> Vec<(usize, Event, Rank)> {
        let mut shared = Vec::new();
        let mut before: Vec<(Event, Rank)> = of_date.first().cloned().unwrap_or_default();
        for (order, pair) in dates.windows(2).enumerate() {
            let [from, at] = pair else { continue };
            let order = order + 1;
            let own = of_date.get(order).cloned().unwrap_or_default();
            if !own.is_empty() || from.opens_range || at.date.precision() != Precision::Day {
                before = own;
                continue;
            }
            let between = text.get(from.range.end..at.range.start).unwrap_or_default();
            let next = dates.get(order + 1).map_or(text.len(), |next| next.range.start);
            let tail = text.get(at.range.end..next).unwrap_or_default();
            let taken: Vec<(Event, Rank)> = before
                .iter()
                .copied()
                .filter(|(event, _)| match event {
                    Event::Reported | Event::Police => {
                        is_row(between) || !has_addressee(between) && self.acts.is_in(tail)
                    }
                    Event::Notified => {
                        is_row(between)
                            || self.outgoing.is_in(tail)
                                && !self.incoming.is_in(tail)
                                && !self.is_again(tail)
                    }
                    Event::Contained | Event::Resumed => is_row(between),
                    _ => false,
                })
                .collect();
            shared.extend(taken.iter().map(|(event, rank)| (order, *event, *rank)));
            before = taken;
        }
        shared
    }
}

/// Whether nothing but a bracket or a comma stands between two dates: (速報)、.
fn is_row(between: &str) -> bool {
    let mut depth = 0_u32;
    let rest = between.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0 && c.is_alphanumeric(),
        }
        false
    });
    let rest: String = rest.take(6).collect();
    ["", "と", "に", "にも", "および", "及び", "また", "の", "速報", "に速報"]
        .contains(&rest.as_str())
}

/// Whether the words up to the next date turn to somebody else: 、取引先には.
fn has_addressee(between: &str) -> bool {
    let near = between.rfind('、').and_then(|comma| between.get(comma..)).unwrap_or(between);
    ["には", "へは", "へも", "にも", "へ、"].iter().any(|particle| near.contains(particle))
}

/// Whether whoever finds keeps it to himself, so that the organisation knows only later: 自力で捜索, 申告なし.
pub(super) fn finds_alone(tail: &str) -> bool {
    const ALONE: WordList = WordList::new(&[
        "自力で",
        "一人で",
        "自分で探",
        "自分で捜",
        "報告せ",
        "申告せ",
        "申告なし",
        "報告なし",
        "報告しな",
        "言い出せ",
        "未読",
        "見過ご",
        "放置",
    ]);
    let near = tail.get(..tail.floor_char_boundary(150)).unwrap_or_default();
    let near = near.find('。').and_then(|stop| near.get(..stop)).unwrap_or(near);
    ALONE.is_in(near)
}

/// Whether something reaches the organisation: 手紙が届き, 声が寄せられ.
pub(super) fn has_come(words: &str) -> bool {
    const COMES: WordList = WordList::new(&["が届き", "通届き", "が寄せられ"]);
    COMES.is_in(words)
}
