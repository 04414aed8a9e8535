//! What the clause of a date tells: which step of the incident, or none.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{CuePlace, Event};

use super::awareness::{Awareness, AwarenessWords, Others};
use super::clause::{
    bare, becomes_known, close, comes_from, has_hour, is_committee, is_inflection, of_hour, unbare,
};
use super::clause_of_noun::describes_next;
use super::cue::{CueSet, Hit};
use super::lexicon_file::LexiconFile;
use super::milestones::{ANSWERS, Rank};
use super::predicate::{
    is_asked_of, is_denied, is_known_by, is_lure, is_meant, is_no_message, is_only_said,
    is_repaired, is_setting,
};
use super::succession::{finds_alone, has_come};

/// Judges the clauses of dates.
#[derive(Debug)]
pub(super) struct Telling {
    pub(super) cues: CueSet,
    pub(super) events: Vec<(Event, Rank)>,
    pub(super) customers: CueSet,
    pub(super) outgoing: CueSet,
    pub(super) incoming: CueSet,
    pub(super) other_ranges: CueSet,
    pub(super) planned: CueSet,
    pub(super) earlier: CueSet,
    pub(super) outage: CueSet,
    pub(super) continuing: CueSet,
    pub(super) announced: CueSet,
    pub(super) announcing: CueSet,
    pub(super) addressee: CueSet,
    pub(super) awareness: Awareness,
    pub(super) time_span: Option<Regex>,
    labels: BTreeMap<String, Event>,
    pub(super) acts: CueSet,
    pub(super) visits: CueSet,
    pub(super) online: CueSet,
    pub(super) dateline: CueSet,
    pub(super) repeats: CueSet,
    pub(super) open_until: CueSet,
    pub(super) lasting: Vec<String>,
    pub(super) moments: CueSet,
    pub(super) again: CueSet,
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
    /// What is done before an authority.
    acts: Vec<Spanned<String>>,
    /// Words of visits, after which data is kept.
    visits: Vec<Spanned<String>>,
    /// Words of sites and the like.
    online: Vec<Spanned<String>>,
    /// Words of a line that tells the date of publication.
    dateline: Vec<Spanned<String>>,
    /// Words behind two days that make them the first and the last of a deed.
    repeats: Vec<Spanned<String>>,
    /// Words behind the end of a time that is none of the incident.
    open_until: Vec<Spanned<String>>,
    /// Words of a moment shortly after what was told.
    moments: Vec<Spanned<String>>,
    /// Words of what is told those concerned once more.
    again: Vec<Spanned<String>>,
    /// Causes whose harm lasts until it is contained.
    lasting: Vec<String>,
    awareness: AwarenessWords,
    event: Vec<EventEntry>,
    /// By event, the words that name it when they stand alone before a date.
    label: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
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

/// The event of a name in the file; a mistake in it is reported.
fn event_named(
    file: &LexiconFile<'_>,
    name: &Spanned<String>,
) -> Result<Option<Event>, LexiconError> {
    let event = Event::parse(name.get_ref());
    if event.is_none() {
        let known: Vec<&str> = Event::ALL.iter().map(|event| event.as_str()).collect();
        file.refuse_name(name, "event", &known)?;
    }
    Ok(event)
}

impl Telling {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<DateFile>(lexicon, "dates.toml")?;
        let mut cues = Vec::new();
        let mut events = Vec::new();
        for entry in content.event {
            let Some(event) = event_named(&file, &entry.name)? else { continue };
            let rank = if entry.weak { Rank::Weak } else { Rank::Sure };
            events.extend(std::iter::repeat_n((event, rank), entry.cues.len()));
            cues.extend(entry.cues);
        }
        let set = |words: &[Spanned<String>]| file.cues(words, folder);
        let mut labels = BTreeMap::new();
        for (name, words) in &content.label {
            let Some(event) = event_named(&file, name)? else { continue };
            for word in words {
                labels.insert(folder.fold(word.get_ref()).text().to_owned(), event);
            }
        }
        Ok(Self {
            labels,
            acts: set(&content.acts)?,
            visits: set(&content.visits)?,
            online: set(&content.online)?,
            dateline: set(&content.dateline)?,
            repeats: set(&content.repeats)?,
            open_until: set(&content.open_until)?,
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
            lasting: content.lasting,
            moments: set(&content.moments)?,
            again: set(&content.again)?,
            awareness: Awareness::new(&file, &content.awareness, folder)?,
            time_span: Regex::new(
                "^の?[、\\s]*(?:午前|午後|深夜|未明|早朝|朝|夜|夕方|昼)?[0-9]{1,2}(?:時|:)[0-9分半:]*(?:頃|ごろ)?(?:から|より|~|-)[^、。]{0,4}[0-9]{1,2}(?:時|:)[0-9分半:]*(?:頃|ごろ)?(?:まで|の間|にかけ|$|[\\s)])",
            )
            .ok(),
        })
    }

    /// The event that a label which is nothing else names: 発生, いつ:.
    pub(super) fn label(&self, text: &str) -> Option<(Event, Rank)> {
        let word = text.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
        self.labels.get(word).map(|event| (*event, Rank::Sure))
    }

    /// Whether what stands before a date is a label that names an event: 発生時期.
    pub(super) fn is_label(&self, head: &str) -> bool {
        self.label(head).is_some()
    }

    /// Of the cues of a sentence that of an event that stands nearest to byte `at`, and its place.
    pub(super) fn cue(
        &self,
        hits: &[Hit],
        event: Event,
        at: usize,
    ) -> Option<(Option<CuePlace>, Range<usize>)> {
        let hits = hits
            .iter()
            .filter(|hit| self.events.get(hit.cue).is_some_and(|(named, _)| *named == event));
        let hit = hits.min_by_key(|hit| hit.start.abs_diff(at))?;
        Some((self.cues.place(hit.cue), hit.start..hit.end))
    }

    /// The events that a label names, by whichever words.
    pub(super) fn keys(&self, text: &str) -> Vec<Event> {
        if let Some((event, _)) = self.label(text) {
            return vec![event];
        }
        let mut told: Vec<(Event, Rank)> = self
            .cues
            .find(text)
            .into_iter()
            .filter_map(|hit| self.events.get(hit.cue).copied())
            .collect();
        self.settle(&mut told, text);
        told.into_iter().map(|(event, _)| event).collect()
    }

    /// The events of a date that stands alone below a label, by what the label names.
    pub(super) fn labelled(&self, label: &str) -> Vec<(Event, Rank)> {
        if self.is_of_others(label) {
            return Vec::new();
        }
        self.keys(label).into_iter().map(|event| (event, Rank::Sure)).collect()
    }

    /// The events that a part of a sentence tells of.
    pub(super) fn events(
        &self,
        text: &str,
        part: Range<usize>,
        third: &Others<'_>,
    ) -> Vec<(Event, Rank)> {
        let (mut words, moves) = bare(text.get(part.clone()).unwrap_or_default());
        close(&mut words, part.end == text.len());
        let mut told = self.told(text, &words, 0, |at| part.start + unbare(&moves, at), third);
        self.settle(&mut told, &words);
        told
    }

    /// The events of a sentence, of which `hits` are the cues, that belongs to the date of one before.
    ///
    /// 感染した端末を隔離 is no second infection: what only describes a noun is left out.
    pub(super) fn carried(
        &self,
        text: &str,
        hits: &[Hit],
        third: &Others<'_>,
    ) -> Vec<(Event, Rank)> {
        let mut told = self.events(text, 0..text.len(), third);
        let describes = |hit: &Hit| {
            let tail = text.get(hit.end..).unwrap_or_default();
            let rest = tail.trim_start_matches(is_inflection);
            rest.len() < tail.len() && rest.starts_with(super::name_shape::is_name_char)
        };
        let mut starts = hits.iter().filter(|hit| {
            self.events.get(hit.cue).is_some_and(|(event, _)| *event == Event::IncidentStart)
        });
        if starts.all(describes) {
            told.retain(|(event, _)| *event != Event::IncidentStart);
        }
        told
    }

    /// Whether a sentence tells that a third party became aware.
    pub(super) fn tells_foreign(&self, text: &str, third: &Others<'_>) -> bool {
        self.is_foreign(text, &self.cues.find(text), third)
    }

    /// Whether a sentence, of which `hits` are the cues, tells that a third party became aware.
    pub(super) fn is_foreign(&self, text: &str, hits: &[Hit], third: &Others<'_>) -> bool {
        hits.iter().any(|hit| {
            self.events.get(hit.cue).is_some_and(|(event, _)| *event == Event::Detected)
                && self.awareness.is_foreign(text, hit.start, third)
        })
    }

    /// The events whose cues end behind byte `from` of `words`; `place` leads back into the sentence.
    pub(super) fn told(
        &self,
        text: &str,
        words: &str,
        from: usize,
        place: impl Fn(usize) -> usize,
        third: &Others<'_>,
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
                && (words.get(range.end..).is_some_and(comes_from)
                    || is_committee(words, range.start));
            // 10月30日の深夜、…ログインしていたことがわかりました: the hour is that of the deed.
            let of_deed = *event == Event::Detected
                && has_hour(words.get(from..).unwrap_or_default())
                && words
                    .get(..range.start)
                    .is_some_and(|head| head.ends_with("ことが") || head.ends_with("こと"))
                && hits.iter().any(|(_, known, _)| *known == Event::IncidentStart);
            let is_idle = matches!(event, Event::Police | Event::Reported)
                && words.chars().count() > 24
                && !self.acts.is_in(words);
            // 削除したとの返信: not done on that day; 切り離した別のサーバ: describes a noun.
            let rest = words.get(range.end..).unwrap_or_default();
            let is_asked = matches!(event, Event::Contained | Event::Resumed)
                && (is_only_said(rest)
                    || is_setting(rest)
                    || describes_next(rest)
                    || is_asked_of(rest));
            let is_answer = ANSWERS.contains(event) && is_meant(rest)
                || *event == Event::IncidentStart
                    && ["します", "いたします"].iter().any(|end| rest.starts_with(end));
            if !(is_foreign
                || is_idle
                || is_asked
                || is_answer
                || is_embedded && !of_hour(words, from, range)
                || is_undated
                || comes
                || of_deed)
            {
                let alone = *event == Event::Detected
                    && finds_alone(text.get(place(range.start)..).unwrap_or_default());
                told.push((*event, if alone { Rank::Weak } else { *rank }));
            }
        }
        told
    }

    /// Leaves out what other events of the same clause explain.
    pub(super) fn settle(&self, told: &mut Vec<(Event, Rank)>, words: &str) {
        if told.is_empty() {
            return;
        }
        let tells =
            |told: &[(Event, Rank)], event: Event| told.iter().any(|(known, _)| *known == event);
        if tells(told, Event::Reported) || tells(told, Event::Police) {
            // 第1報, 相談 to an authority is no discovery, and 報告書を提出 to one no end of an inquiry.
            let is_paper = words.contains("報告書を")
                && ["庁に", "省に", "局に", "委員会に", "庁へ", "省へ", "局へ", "委員会へ"]
                    .iter()
                    .any(|to| words.contains(to));
            told.retain(|(event, rank)| match event {
                Event::Detected | Event::Notified => false,
                Event::Investigated => !is_paper,
                Event::IncidentStart => !is_paper || *rank > Rank::Weak,
                _ => true,
            });
        }
        if tells(told, Event::Detected) && tells(told, Event::Notified) {
            let is_told =
                self.outgoing.is_in(words) && !self.incoming.is_in(words) && !is_known_by(words);
            let other = if is_told { Event::Detected } else { Event::Notified };
            told.retain(|(event, _)| *event != other);
        }
        if told.contains(&(Event::Notified, Rank::Sure)) {
            // 一覧に載っている方へ文書を発送: the letter is no deed.
            told.retain(|found| *found != (Event::IncidentStart, Rank::Weak));
        }
        if tells(told, Event::Detected) && is_lure(words) {
            told.retain(|(event, _)| *event != Event::Detected);
            told.push((Event::IncidentStart, Rank::Sure));
        }
        if tells(told, Event::Resumed) && is_repaired(words) {
            told.retain(|(event, _)| *event != Event::Contained);
        }
        if tells(told, Event::Investigated) {
            // 調査が完了し、漏えいした可能性があることを確認: known before.
            told.retain(|found| *found != (Event::Detected, Rank::Weak));
        }
        // 匿名の手紙が届き: it comes, and nobody is told.
        if tells(told, Event::Reported) && words.contains("報告徴収を受") {
            told.retain(|(event, _)| *event != Event::Reported);
        }
        if tells(told, Event::Notified)
            && (is_no_message(words) || has_come(words) && !self.outgoing.is_in(words))
        {
            told.retain(|(event, _)| *event != Event::Notified);
        }
        told.sort_by_key(|(event, rank)| (*event, std::cmp::Reverse(*rank)));
        told.dedup_by_key(|(event, _)| *event);
    }
}
