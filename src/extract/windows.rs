//! What times that two dates bound are: the time of the incident, that in which those concerned used
//! a site, a pair of days, or whose data it was.

use std::ops::Range;

use crate::report::Event;

use super::awareness::Others;
use super::clause_of_noun::{describes_noun, names_data};
use super::milestones::Rank;
use super::telling::Telling;
use super::word_list::WordList;

/// What an organisation does to have the data of others.
const COLLECTED: WordList = WordList::new(&[
    "受け取",
    "受け付け",
    "受付け",
    "取得",
    "収集",
    "預か",
    "提出",
    "交付",
    "作成",
]);

/// What nobody does online.
const VISITS: WordList = WordList::new(&[
    "受診",
    "検査を受け",
    "来院",
    "入院し",
    "入院さ",
    "入院中",
    "通院し",
    "通院さ",
    "健診を",
    "検診を",
    "接種を受け",
]);

impl Telling {
    /// The events that a range of dates bounds, and whether at its end.
    pub(super) fn range(
        &self,
        text: &str,
        from: usize,
        range: Range<usize>,
        third: &Others<'_>,
        is_online: impl Fn() -> bool,
    ) -> Vec<(Event, Rank, bool)> {
        let tail = text.get(range.end..).unwrap_or_default();
        let tail = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
        let head = text.get(..range.start).unwrap_or_default();
        let near = head.get(head.floor_char_boundary(head.len().saturating_sub(45))..);
        let near = near.unwrap_or_default();
        // 2022年度から2024年度にお届けした方: years are known of what lasted for years only.
        let is_of_years = text.get(range.clone()).is_some_and(|range| range.contains("年度"));
        let lasts = || {
            ["にかけ", "までの間", "の間", "にわた", "まで、"]
                .iter()
                .any(|word| tail.starts_with(word))
        };
        // 7月16日から8月18日までの仕訳: whose data, not when.
        if names_data(tail) || is_of_years && !lasts() {
            return Vec::new();
        }
        let mut behind = self.events(text, range.end..range.end + tail.len(), third);
        if !behind.contains(&(Event::IncidentStart, Rank::Sure)) {
            // 最初の方々へは10月3日から7日にかけてご連絡済み: who is told stands before.
            let whole = from.min(range.start)..range.end + tail.len();
            let around = self.near(text, whole, range.clone(), third);
            behind.extend(around.into_iter().filter(|(event, _)| {
                matches!(event, Event::Notified | Event::Reported | Event::Police)
            }));
        }
        // 方に書状を発送: the sending is what is told, not a deed.
        if behind.contains(&(Event::Notified, Rank::Sure)) {
            behind.retain(|told| *told != (Event::IncidentStart, Rank::Weak));
        }
        let tells = |event: Event| behind.iter().any(|(known, _)| *known == event);
        let is_told = tells(Event::Notified) && !tells(Event::IncidentStart);
        if !is_told && (self.other_ranges.is_in(tail) || self.other_ranges.is_in(near)) {
            return Vec::new();
        }
        let lasted = text.get(range).is_some_and(|range| range.contains("始ま"));
        if !tells(Event::IncidentStart) && !lasted {
            for event in [Event::Notified, Event::Reported, Event::Contained, Event::Detected] {
                let fits = event != Event::Detected || tail.contains("相次");
                let is_told = tells(event) && fits;
                if is_told && !tail.contains("の期間") {
                    return vec![(event, Rank::Sure, false)];
                }
            }
        }
        let used = tail.find('、').filter(|comma| *comma >= 15).and_then(|comma| tail.get(..comma));
        let used = used.unwrap_or(tail);
        let used = if tail.starts_with("にかけて、") { "" } else { used };
        // 1月から3月の間に受診された: whose data was lost, unless it leaked as they used a site.
        let is_deed =
            behind.contains(&(Event::IncidentStart, Rank::Sure)) || tells(Event::IncidentEnd);
        let whose =
            used.trim_start_matches("まで").trim_start_matches("の間").trim_start_matches("の期間");
        let is_data = describes_noun(whose).is_some() && !is_deed;
        // までに受け取った37件, までに取得した情報: whose data it was, wherever it leaked.
        let is_kept = is_data && COLLECTED.is_in(whose);
        const ASKED: WordList = WordList::new(&["調べたところ", "が調べ", "の調査"]);
        let is_visit = || VISITS.is_in(used);
        if is_kept
            || ASKED.is_in(tail)
            || is_visit()
            || (is_data || self.visits.is_in(used)) && !is_online()
        {
            return Vec::new();
        }
        let rank = if is_data || self.customers.is_in(used) { Rank::Weak } else { Rank::Sure };
        vec![(Event::IncidentStart, rank, false), (Event::IncidentEnd, rank, true)]
    }

    /// The events of two days that are told as a pair: 8月21日と28日の2回, 30日と31日に訪ね.
    pub(super) fn pair(
        &self,
        text: &str,
        from: usize,
        range: Range<usize>,
        third: &Others<'_>,
    ) -> Vec<(Event, Rank, bool)> {
        let tail = text.get(range.end..).unwrap_or_default();
        let tail = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
        let mut behind = self.events(text, range.end..range.end + tail.len(), third);
        let whole = from.min(range.start)..range.end + tail.len();
        let around = self.near(text, whole, range.clone(), third);
        if around.iter().any(|(event, _)| matches!(event, Event::Reported | Event::Police)) {
            behind = around;
        }
        let is_deed = behind.iter().all(|(event, _)| *event == Event::IncidentStart);
        if is_deed && (self.repeats.is_in(tail) || !behind.is_empty()) {
            let rank = behind.first().map_or(Rank::Sure, |(_, rank)| *rank);
            return vec![(Event::IncidentStart, rank, false), (Event::IncidentEnd, rank, true)];
        }
        let mut told = Vec::new();
        for (event, rank) in behind {
            told.push((event, rank, false));
            if matches!(event, Event::Reported | Event::Police) {
                told.push((event, rank, true));
            }
        }
        told
    }

    /// Whether a date ends what went on: 12月1日まで他人のログインが続き, 16日朝までの間に.
    pub(super) fn ends_deed(&self, head: &str, tail: &str) -> bool {
        let rest = tail.trim_start_matches(|c: char| {
            c.is_ascii_digit() || "午前後深夜未明早朝夕方昼正時分半頃ごろの: ".contains(c)
        });
        let Some(rest) = rest.strip_prefix("まで") else { return false };
        // 保存期間は3月31日まで
        let near = head.get(head.floor_char_boundary(head.len().saturating_sub(30))..);
        !rest.starts_with('に')
            && !near.is_some_and(|near| self.other_ranges.is_in(near))
            && !names_data(rest)
            && !self.open_until.is_in(rest)
            && !names_data(tail)
    }
}
