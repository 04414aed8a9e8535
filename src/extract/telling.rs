//! What the clause of a date tells: which step of the incident, or none.

use std::ops::Range;

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Event;

use super::awareness::{Awareness, AwarenessWords};
use super::clause::{
    becomes_known, comes_from, has_hour, is_data_window, is_denied, is_inflection, of_hour,
};
use super::cue::CueSet;
use super::dates::Rank;
use super::lexicon_file::LexiconFile;

/// Judges the clauses of dates.
#[derive(Debug)]
pub(super) struct Telling {
    cues: CueSet,
    events: Vec<(Event, Rank)>,
    customers: CueSet,
    outgoing: CueSet,
    incoming: CueSet,
    other_ranges: CueSet,
    planned: CueSet,
    earlier: CueSet,
    outage: CueSet,
    continuing: CueSet,
    announced: CueSet,
    announcing: CueSet,
    addressee: CueSet,
    awareness: Awareness,
    time_span: Option<Regex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DateFile {
    /// Words that make a range of dates something else than the time of the incident.
    not_exposure: Vec<Spanned<String>>,
    /// Words behind a range that make it the time when those concerned used something.
    customers: Vec<Spanned<String>>,
    /// Words of what the organisation tells others.
    outgoing: Vec<Spanned<String>>,
    /// Words of what others tell the organisation.
    incoming: Vec<Spanned<String>>,
    /// Words that make a date a plan.
    planned: Vec<Spanned<String>>,
    /// Sentences about other incidents.
    earlier: Vec<Spanned<String>>,
    /// Words that make the incident an outage, which ends with recovery.
    outage: Vec<Spanned<String>>,
    /// Beginnings of sentences that go on with the day before.
    continuing: Vec<Spanned<String>>,
    /// Words right behind the date of an earlier announcement.
    announced: Vec<Spanned<String>>,
    /// Words of a sentence that tells the page's own date.
    announcing: Vec<Spanned<String>>,
    /// Those who are told.
    addressee: Vec<Spanned<String>>,
    awareness: AwarenessWords,
    event: Vec<EventEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventEntry {
    name: Spanned<String>,
    /// Whether the cues count only where no others are found.
    #[serde(default)]
    weak: bool,
    cues: Vec<Spanned<String>>,
}

impl Telling {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<DateFile>(lexicon, "dates.toml")?;
        let mut cues = Vec::new();
        let mut events = Vec::new();
        for entry in content.event {
            let Some(event) = Event::parse(entry.name.get_ref()) else {
                let known: Vec<&str> = Event::ALL.iter().map(|event| event.as_str()).collect();
                file.refuse_name(&entry.name, "event", &known)?;
                continue;
            };
            let rank = if entry.weak { Rank::Weak } else { Rank::Sure };
            events.extend(std::iter::repeat_n((event, rank), entry.cues.len()));
            cues.extend(entry.cues);
        }
        let set = |words: &[Spanned<String>]| file.cues(words, folder);
        Ok(Self {
            cues: set(&cues)?,
            events,
            other_ranges: set(&content.not_exposure)?,
            customers: set(&content.customers)?,
            outgoing: set(&content.outgoing)?,
            incoming: set(&content.incoming)?,
            planned: set(&content.planned)?,
            earlier: set(&content.earlier)?,
            outage: set(&content.outage)?,
            continuing: set(&content.continuing)?,
            announced: set(&content.announced)?,
            announcing: set(&content.announcing)?,
            addressee: set(&content.addressee)?,
            awareness: Awareness::new(&file, &content.awareness, folder)?,
            time_span: Regex::new(
                "^の?[、\\s]*(?:午前|午後|深夜|未明|早朝|朝|夜|夕方|昼)?[0-9]{1,2}(?:時|:)[0-9分半:]*(?:頃|ごろ)?(?:から|より|~|-)[^、。]{0,4}[0-9]{1,2}(?:時|:)[0-9分半:]*(?:頃|ごろ)?(?:まで|の間|にかけ)",
            )
            .ok(),
        })
    }

    /// Whether a sentence is about another incident or the history of the organisation.
    pub(super) fn is_of_others(&self, text: &str) -> bool {
        self.earlier.is_in(text)
    }

    /// Whether a sentence tells that something could not be used.
    pub(super) fn is_outage(&self, text: &str) -> bool {
        self.outage.is_in(text)
    }

    /// Whether a sentence begins with a time of day or the like, and so goes on with the day before.
    pub(super) fn continues(&self, text: &str) -> bool {
        let text = text.trim_start();
        let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '約');
        let is_clock = digits.len() < text.len()
            && ["時", "分後", "時間後", ":"].iter().any(|unit| digits.starts_with(unit));
        is_clock || self.continuing.find(text).first().is_some_and(|hit| hit.start == 0)
    }

    /// Whether a date is a plan, a bound of whose data it was, or the date of an earlier announcement.
    pub(super) fn is_no_step(&self, text: &str, date_start: usize, tail: &str) -> bool {
        let head = text.get(..date_start).unwrap_or_default();
        let clause = head.rfind(['、', '。']).and_then(|at| head.get(at..)).unwrap_or(head);
        let announced = self.announced.find(tail).first().is_some_and(|hit| hit.start <= 3)
            && !self.addressee.is_in(clause)
            && !self.addressee.is_in(tail.get(..tail.floor_char_boundary(30)).unwrap_or_default());
        // 12月27日付の依頼に基づき: the date of a paper.
        let is_paper = tail.starts_with("付の") || tail.starts_with("付けの");
        is_paper || self.planned.is_in(tail) || is_data_window(tail) || announced
    }

    /// Whether a time of day right behind the date begins a span of hours: 13時20分頃から15時頃まで.
    pub(super) fn is_time_span(&self, tail: &str) -> bool {
        self.time_span.as_ref().is_some_and(|span| span.is_match(tail))
    }

    /// Whether the date of a sentence is the day on which its subject announced: 甲は1月12日、…と発表した.
    pub(super) fn announces(&self, text: &str, date: Range<usize>) -> bool {
        let head = text.get(..date.start).unwrap_or_default().trim_end_matches('、');
        let tail = text.get(date.end..).unwrap_or_default();
        let leads = head.is_empty() || head.ends_with(['は', 'が']);
        let follows = tail.starts_with(['、', 'に']) || tail.starts_with("付");
        leads && follows && self.announcing.is_in(tail)
    }

    /// The events that a label names, by whichever words.
    pub(super) fn keys(&self, text: &str) -> Vec<Event> {
        let mut told: Vec<(Event, Rank)> = self
            .cues
            .find(text)
            .into_iter()
            .filter_map(|hit| self.events.get(hit.cue).copied())
            .collect();
        self.settle(&mut told, text);
        told.into_iter().map(|(event, _)| event).collect()
    }

    /// The events that a part of a sentence tells of.
    pub(super) fn events(
        &self,
        text: &str,
        part: Range<usize>,
        third: &[String],
    ) -> Vec<(Event, Rank)> {
        let words = text.get(part.clone()).unwrap_or_default();
        let mut told = self.told(text, words, 0, |at| part.start + at, third);
        self.settle(&mut told, words);
        told
    }

    /// The events of a sentence that belongs to the date of one before.
    ///
    /// 感染した端末を隔離 is no second infection: what only describes a noun is left out.
    pub(super) fn carried(&self, text: &str, third: &[String]) -> Vec<(Event, Rank)> {
        let mut told = self.events(text, 0..text.len(), third);
        let describes = |hit: &super::cue::Hit| {
            let tail = text.get(hit.end..).unwrap_or_default();
            let rest = tail.trim_start_matches(is_inflection);
            rest.len() < tail.len() && rest.starts_with(super::name_shape::is_name_char)
        };
        let mut starts = self.cues.find(text).into_iter().filter(|hit| {
            self.events.get(hit.cue).is_some_and(|(event, _)| *event == Event::IncidentStart)
        });
        if starts.all(|hit| describes(&hit)) {
            told.retain(|(event, _)| *event != Event::IncidentStart);
        }
        told
    }

    /// Whether a sentence tells that a third party became aware.
    pub(super) fn is_foreign(&self, text: &str, third: &[String]) -> bool {
        self.cues.find(text).iter().any(|hit| {
            self.events.get(hit.cue).is_some_and(|(event, _)| *event == Event::Detected)
                && self.awareness.is_foreign(text, hit.start, third)
        })
    }

    /// The events of the clause of a date: cues that end behind it, or a key right before.
    pub(super) fn near(
        &self,
        text: &str,
        clause: Range<usize>,
        date: Range<usize>,
        third: &[String],
    ) -> Vec<(Event, Rank)> {
        let head = text.get(clause.start..date.start).unwrap_or_default();
        let tail = text.get(date.end..clause.end).unwrap_or_default();
        let tail = self.bounded(tail);
        // Without the date, 解析が10月20日に完了 reads 解析がに完了 and one cue finds both ends.
        let words = format!("{head}{tail}");
        let place = |at: usize| {
            if at < head.len() { clause.start + at } else { date.end + at - head.len() }
        };
        let mut told = self.told(text, &words, head.len(), place, third);
        let mut keyed: Vec<(Event, Rank)> = Vec::new();
        // 知らせが入ったのは9月20日です: what happened stands before.
        let is_cleft =
            ["のは", "のは、", "のが", "日は", "日:"].iter().any(|end| head.ends_with(end));
        for hit in self.cues.find(head) {
            let Some((event, rank)) = self.events.get(hit.cue).copied() else { continue };
            let gap = head.get(hit.end..).unwrap_or_default();
            let count = gap.chars().count();
            let addressed = matches!(event, Event::Reported | Event::Police) && !comes_from(gap);
            let is_key = addressed
                || is_cleft && count <= 16
                || count <= 14 && gap.contains([':', '日', '(', ' ', '\t', 'は']);
            let is_foreign = event == Event::Detected
                && self.awareness.is_foreign(text, clause.start + hit.start, third);
            if is_key && !is_foreign {
                keyed.push((event, rank));
            }
        }
        let is_addressed =
            keyed.iter().any(|(event, _)| matches!(event, Event::Reported | Event::Police));
        if told.is_empty() || is_addressed {
            told.extend(keyed);
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

    /// The events whose cues end behind byte `from` of `words`; `place` leads back into the sentence.
    fn told(
        &self,
        text: &str,
        words: &str,
        from: usize,
        place: impl Fn(usize) -> usize,
        third: &[String],
    ) -> Vec<(Event, Rank)> {
        let hits: Vec<(Range<usize>, Event, Rank)> = self
            .cues
            .find(words)
            .into_iter()
            .filter(|hit| hit.end > from && !is_denied(words.get(hit.end..).unwrap_or_default()))
            .filter_map(|hit| {
                let (event, rank) = self.events.get(hit.cue).copied()?;
                Some((hit.start..hit.end, event, rank))
            })
            .collect();
        let mut told = Vec::new();
        for (range, event, rank) in &hits {
            let is_foreign = *event == Event::Detected
                && self.awareness.is_foreign(text, place(range.start), third);
            let is_embedded =
                *event == Event::IncidentStart && words.get(range.end..).is_some_and(becomes_known);
            let is_undated = *event == Event::Police
                && hits.iter().any(|(other, known, _)| {
                    *known == Event::Reported
                        && words.get(other.end..range.start).is_some_and(|gap| gap.contains('、'))
                })
                && words
                    .get(range.end..)
                    .is_some_and(|tail| tail.find("にも").is_some_and(|at| at <= 15));
            // 警察から照会があり, 委員会から報告徴収を受領: they came to us.
            let comes = matches!(event, Event::Police | Event::Reported)
                && words.get(range.end..).is_some_and(comes_from);
            // 10月30日の深夜、…ログインしていたことがわかりました: the hour is that of the deed.
            let of_deed = *event == Event::Detected
                && has_hour(words.get(from..).unwrap_or_default())
                && words.get(..range.start).is_some_and(|head| head.ends_with("ことが"))
                && hits.iter().any(|(_, known, _)| *known == Event::IncidentStart);
            if !(is_foreign
                || is_embedded && !of_hour(words, from, range)
                || is_undated
                || comes
                || of_deed)
            {
                told.push((*event, *rank));
            }
        }
        told
    }

    /// The events that a range of dates bounds, and whether at its end.
    pub(super) fn range(
        &self,
        text: &str,
        range: Range<usize>,
        third: &[String],
    ) -> Vec<(Event, Rank, bool)> {
        let tail = text.get(range.end..).unwrap_or_default();
        let tail = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
        let head = text.get(..range.start).unwrap_or_default();
        let near = head.get(head.floor_char_boundary(head.len().saturating_sub(45))..);
        let near = near.unwrap_or_default();
        if self.other_ranges.is_in(tail) || self.other_ranges.is_in(near) {
            return Vec::new();
        }
        let behind = self.events(text, range.end..range.end + tail.len(), third);
        let tells = |event: Event| behind.iter().any(|(known, _)| *known == event);
        let lasted = text.get(range).is_some_and(|range| range.contains("始ま"));
        if !tells(Event::IncidentStart) && !lasted {
            for event in [Event::Notified, Event::Contained, Event::Detected] {
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
        let rank = if self.customers.is_in(used) { Rank::Weak } else { Rank::Sure };
        vec![(Event::IncidentStart, rank, false), (Event::IncidentEnd, rank, true)]
    }

    /// Leaves out what other events of the same clause explain.
    fn settle(&self, told: &mut Vec<(Event, Rank)>, words: &str) {
        let tells =
            |told: &[(Event, Rank)], event: Event| told.iter().any(|(known, _)| *known == event);
        if tells(told, Event::Reported) || tells(told, Event::Police) {
            // 第1報, 相談 to an authority is no discovery.
            told.retain(|(event, _)| *event != Event::Detected && *event != Event::Notified);
        }
        if tells(told, Event::Detected) && tells(told, Event::Notified) {
            let is_told = self.outgoing.is_in(words) && !self.incoming.is_in(words);
            let other = if is_told { Event::Detected } else { Event::Notified };
            told.retain(|(event, _)| *event != other);
        }
        if tells(told, Event::Investigated) {
            // 調査が完了し、漏えいした可能性があることを確認: known before.
            told.retain(|found| *found != (Event::Detected, Rank::Weak));
        }
        let is_mistake = words.contains("誤って") || words.contains("誤送信");
        if words.contains("ご不便") || words.contains("ご迷惑") || is_mistake {
            told.retain(|(event, _)| *event != Event::Notified);
        }
        told.sort_by_key(|(event, rank)| (*event, std::cmp::Reverse(*rank)));
        told.dedup_by_key(|(event, _)| *event);
    }
}
