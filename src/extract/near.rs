//! What the clause of a date tells, with the words on either side of the date read as one.

use std::ops::Range;

use crate::report::Event;

use super::awareness::Others;
use super::clause::{bare, close, comes_from, is_committee, is_hearsay, unbare};
use super::clause_of_noun::describes_noun;
use super::milestones::Rank;
use super::predicate::{behind_clock, is_complement, is_predicate, last_noun};
use super::telling::Telling;

impl Telling {
    /// The events of the clause of a date: cues that end behind it, or a key right before.
    pub(super) fn near(
        &self,
        text: &str,
        clause: Range<usize>,
        date: Range<usize>,
        third: &Others<'_>,
    ) -> Vec<(Event, Rank)> {
        let head = text.get(clause.start..date.start).unwrap_or_default();
        let tail = text.get(date.end..clause.end).unwrap_or_default();
        // 最初に入られたのは11月9日と分かりました: what came out is named before.
        let tail = if is_hearsay(tail) { "" } else { self.bounded(tail) };
        // きっかけは8月26日に届いた連絡です: the noun is what is told.
        let names = head.ends_with("発端は") || head.ends_with("きっかけは");
        let verb = describes_noun(tail).filter(|_| !names);
        let tail = verb.and_then(|end| tail.get(..end)).unwrap_or(tail);
        let (head, back) = bare(head);
        // 委員会へは|3日に|報告 reads 委員会へは報告.
        let led =
            !head.is_empty() && head.trim_end_matches('、').ends_with(['は', 'へ', 'に', 'も']);
        let skip = if led && tail.starts_with('に') { 'に'.len_utf8() } else { 0 };
        let read = |skip: usize| {
            let (tail, ahead) = bare(tail.get(skip..).unwrap_or_default());
            // Without the date, 解析が10月20日に完了 reads 解析がに完了 and one cue finds both ends.
            let mut words = String::with_capacity(head.len() + tail.len() + '。'.len_utf8());
            words.push_str(&head);
            words.push_str(&tail);
            close(&mut words, clause.end == text.len() && verb.is_none());
            let place = |at: usize| match at.checked_sub(head.len()) {
                None => clause.start + unbare(&back, at),
                Some(at) => date.end + skip + unbare(&ahead, at),
            };
            (self.told(text, &words, head.len(), place, third), words, tail)
        };
        let (mut told, mut words, bare_tail) = read(skip);
        // 異常を|4月3日の夕方に|検知 reads 異常を検知.
        if told.is_empty() && !head.is_empty() {
            let clock = behind_clock(tail.strip_prefix('の').unwrap_or(tail));
            let bound = tail.len() - clock.strip_prefix('に').unwrap_or(clock).len();
            if bound > skip {
                (told, words, _) = read(bound);
            }
        }
        let tail = bare_tail;
        let place = |at: usize| clause.start + unbare(&back, at);
        let mut keyed: Vec<(Event, Rank)> = Vec::new();
        // 知らせが入ったのは9月20日です: what happened stands before.
        let is_cleft =
            ["のは", "のは、", "のが", "日は", "日:"].iter().any(|end| head.ends_with(end));
        let is_predicate = is_predicate(&head, &tail);
        // 事態を知ったのは、入金がないと買い手に尋ねた|8月21日|のことです。
        let cleft = || ["のは、", "のは"].iter().find_map(|word| head.find(word));
        let cleft = is_complement(&tail).then(cleft).flatten();
        for hit in self.cues.find(&head) {
            let Some((event, rank)) = self.events.get(hit.cue).copied() else { continue };
            let gap = head.get(hit.end..).unwrap_or_default();
            let count = gap.chars().count();
            let is_authority = matches!(event, Event::Reported | Event::Police);
            // 委員会への確報は7月31日に: not the authority acts.
            let is_paper =
                head.get(..hit.end).is_some_and(|head| head.ends_with(['届', '報', '告', '書']));
            let is_named = is_predicate && gap.chars().nth(1).is_none();
            if is_authority
                && (!is_paper && !is_named && comes_from(gap) || is_committee(&head, hit.start))
            {
                continue;
            }
            let is_key = is_authority
                || is_predicate && count <= 8
                || is_cleft && count <= 16
                || cleft.is_some_and(|cleft| {
                    head.get(hit.end..cleft).is_some_and(|gap| gap.chars().count() <= 8)
                })
                || count <= 14 && gap.contains([':', '日', '(', ' ', '\t', 'は'])
                || count <= 3 && head.get(..hit.end).is_some_and(|head| head.ends_with('は'));
            let is_foreign = event == Event::Detected
                && self.awareness.is_foreign(text, place(hit.start), third);
            if is_key && !is_foreign {
                keyed.push((event, rank));
            }
        }
        let is_addressed =
            keyed.iter().any(|(event, _)| matches!(event, Event::Reported | Event::Police));
        if told.is_empty() || is_addressed {
            told.extend(keyed);
        }
        if told.is_empty() {
            // 届出 6月22日(個人情報保護委員会)、6月24日(警察): the bracket says to whom.
            let raw = text.get(date.end..).unwrap_or_default();
            let inside =
                raw.strip_prefix('(').and_then(|raw| raw.find(')').and_then(|end| raw.get(..end)));
            let inside = inside.filter(|inside| inside.chars().count() <= 16).unwrap_or_default();
            told.extend(self.cues.find(inside).iter().filter(|hit| hit.start == 0).filter_map(
                |hit| {
                    let known = self.events.get(hit.cue).copied();
                    known.filter(|(event, _)| matches!(event, Event::Reported | Event::Police))
                },
            ));
        }
        if told.is_empty() {
            told.extend(self.label(if is_predicate { last_noun(&head) } else { &head }));
        }
        self.settle(&mut told, &words);
        told
    }

    /// 1月8日から発生し、…が判明しました: a day from which something went on is not that of what follows.
    fn bounded<'t>(&self, tail: &'t str) -> &'t str {
        if !(tail.starts_with("から") || tail.starts_with("より")) {
            return tail;
        }
        let first = tail.find('、').and_then(|comma| tail.get(..comma)).unwrap_or(tail);
        let starts = self.cues.find(first).iter().any(|hit| {
            self.events.get(hit.cue).is_some_and(|(event, _)| *event == Event::IncidentStart)
        });
        if starts { first } else { tail }
    }
}
