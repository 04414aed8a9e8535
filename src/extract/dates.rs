//! When things happened: the page's own date, and dates whose clause names a step of the incident.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Date, Event, Milestone, Precision};

use super::calendar::{Calendar, DateAt, Memory};
use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::page::{Page, Shape};

/// Finds milestones.
#[derive(Debug)]
pub(super) struct DateFinder {
    calendar: Calendar,
    cues: CueSet,
    events: Vec<Event>,
    other_ranges: CueSet,
    planned: CueSet,
    earlier: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DateFile {
    /// Words that make a range of dates something else than the time of the incident.
    not_exposure: Vec<Spanned<String>>,
    /// Words that make a date a plan.
    planned: Vec<Spanned<String>>,
    /// Sentences about other incidents or earlier announcements.
    earlier: Vec<Spanned<String>>,
    event: Vec<EventEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventEntry {
    name: Spanned<String>,
    cues: Vec<Spanned<String>>,
}

impl DateFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<DateFile>(lexicon, "dates.toml")?;
        let mut cues = Vec::new();
        let mut events = Vec::new();
        for entry in content.event {
            let event = Event::parse(entry.name.get_ref()).ok_or_else(|| {
                let known: Vec<&str> = Event::ALL.iter().map(|event| event.as_str()).collect();
                let message = format!(
                    "`{}` is no event; use one of {}",
                    entry.name.get_ref(),
                    known.join(", ")
                );
                file.mistake(&entry.name, message)
            })?;
            events.extend(std::iter::repeat_n(event, entry.cues.len()));
            cues.extend(entry.cues);
        }
        Ok(Self {
            calendar: Calendar::new(),
            cues: file.cues(&cues, folder)?,
            events,
            other_ranges: file.cues(&content.not_exposure, folder)?,
            planned: file.cues(&content.planned, folder)?,
            earlier: file.cues(&content.earlier, folder)?,
        })
    }

    /// The milestones of a page, in the order of [`Event::ALL`].
    pub(super) fn find(&self, page: &Page<'_>) -> Vec<Milestone> {
        let mut found: Vec<Milestone> = Vec::new();
        let published = self.published(page);
        let mut memory = Memory::of_page(published.as_ref().map(|milestone| milestone.date));
        let mut key: Option<Vec<Event>> = None;
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let dates = self.calendar.find(text, &mut memory);
            let is_dateline = published
                .as_ref()
                .is_some_and(|milestone| milestone.evidence == page.evidence(number));
            if sentence.section.is_advice() || is_dateline || self.earlier.is_in(text) {
                key = None;
                continue;
            }
            if dates.is_empty() {
                // A short line may be the label of the date on the next one.
                key = (text.chars().count() <= 20).then(|| self.events_in(text, 0..text.len()));
                continue;
            }
            let ranges = self.ranges(text, &dates, &mut found, page, number);
            let clauses = clauses(text, &dates);
            let mut later: Vec<Event> = Vec::new();
            for (at, clause) in dates.iter().zip(clauses).rev() {
                let tail = text.get(at.range.end..clause.end).unwrap_or_default();
                if ranges.iter().any(|range| range.contains(&at.range.start))
                    || self.planned.is_in(tail)
                    || is_data_window(tail)
                {
                    continue;
                }
                let mut events = self.events_near(text, clause, at);
                if events.is_empty() && text.trim().chars().count() <= 20 {
                    // A date on its own line: the lines below tell what happened.
                    events = self.events_below(page, number);
                    if events.is_empty() {
                        events = key.take().unwrap_or_default();
                    }
                }
                if events.is_empty() && tail.trim_end_matches('、').chars().count() <= 2 {
                    // 甲の方には7月20日に、乙の方には8月3日にお送りしました: one verb for both.
                    events = later;
                }
                for event in &events {
                    push(&mut found, *event, at.date, page, number);
                }
                later = events;
            }
            key = None;
        }
        if let Some(published) = published {
            found.push(published);
        }
        found.sort_by_key(|milestone| milestone.event);
        found
    }

    /// The page's own date.
    fn published(&self, page: &Page<'_>) -> Option<Milestone> {
        let last = page.sentences.len();
        let milestone = |number: usize, date: Date| Milestone {
            event: Event::Published,
            date,
            evidence: page.evidence(number),
        };
        let read =
            |number: usize| self.calendar.find(page.sentence(number), &mut Memory::default());
        let is_dateline = |number: usize| {
            let text = page.sentence(number).trim();
            let dates = read(number);
            let date =
                dates.first().filter(|at| at.is_full && at.date.precision() == Precision::Day)?;
            let rest = text.len().saturating_sub(date.range.len());
            let alone = dates.len() == 1
                && rest <= 60
                && !text.contains('。')
                && page
                    .sentences
                    .get(number)
                    .is_some_and(|sentence| sentence.shape != Shape::Heading || rest <= 30);
            let quiet = self.events_in(text, 0..text.len()).is_empty() || rest <= 24;
            (alone && quiet).then_some(date.date)
        };
        if let Some(date) = page.document.published {
            let number = (0..last)
                .find(|number| read(*number).iter().any(|at| at.date == date))
                .unwrap_or(0);
            return Some(milestone(number, date));
        }
        if let Some(at) =
            read(0).into_iter().rfind(|at| at.is_full && at.date.precision() == Precision::Day)
        {
            return Some(milestone(0, at.date));
        }
        (0..last.min(12))
            .chain((last.saturating_sub(10)..last).rev())
            .find_map(|number| Some(milestone(number, is_dateline(number)?)))
    }

    /// Ranges of dates that are the time of the incident; returns where they stand.
    fn ranges(
        &self,
        text: &str,
        dates: &[DateAt],
        found: &mut Vec<Milestone>,
        page: &Page<'_>,
        number: usize,
    ) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        for pair in dates.windows(2) {
            let [from, to] = pair else { continue };
            let between = text.get(from.range.end..to.range.start).unwrap_or_default();
            let joined = between.chars().count() <= 24
                && ["~", "〜", "から", "より", "―", "-", "–", "→", "まで"]
                    .iter()
                    .any(|sign| between.contains(sign))
                && !between.contains(['。', '、']);
            if !joined {
                continue;
            }
            ranges.push(from.range.start..to.range.end);
            if !self.other_ranges.is_in(text) {
                let known = found.iter().any(|milestone| milestone.event == Event::IncidentStart);
                if !known {
                    push(found, Event::IncidentStart, from.date, page, number);
                    push(found, Event::IncidentEnd, to.date, page, number);
                }
            }
        }
        ranges
    }

    /// The events that the clause of a date names: cues that end behind it, or a key right before.
    fn events_near(&self, text: &str, window: Range<usize>, at: &DateAt) -> Vec<Event> {
        let part = text.get(window.clone()).unwrap_or_default();
        let date_start = at.range.start - window.start;
        let date_end = at.range.end - window.start;
        let mut events = Vec::new();
        let mut keyed = Vec::new();
        for hit in self.cues.find(part) {
            let Some(event) = self.events.get(hit.cue) else { continue };
            if hit.end > date_end {
                if !events.contains(event) {
                    events.push(*event);
                }
            } else if hit.end <= date_start {
                let gap = part.get(hit.end..date_start).unwrap_or_default();
                let addressed = matches!(event, Event::Reported | Event::Police);
                let is_key = addressed
                    || gap.chars().count() <= 14 && gap.contains([':', '日', '(', ' ', 'は']);
                if is_key && !keyed.contains(event) {
                    keyed.push(*event);
                }
            }
        }
        if events.is_empty()
            || keyed.iter().any(|event| matches!(event, Event::Reported | Event::Police))
        {
            events.extend(keyed);
        }
        if events.contains(&Event::Reported) || events.contains(&Event::Police) {
            // 第一報, 相談 to an authority is no discovery.
            events.retain(|event| *event != Event::Detected && *event != Event::Notified);
        }
        if events.contains(&Event::Detected) {
            // 連絡を受け is the other side's notice.
            events.retain(|event| *event != Event::Notified);
        }
        events.dedup();
        events
    }

    fn events_in(&self, text: &str, range: Range<usize>) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for hit in self.cues.find(text.get(range).unwrap_or_default()) {
            if let Some(event) = self.events.get(hit.cue).filter(|event| !events.contains(event)) {
                events.push(*event);
            }
        }
        events
    }

    fn events_below(&self, page: &Page<'_>, number: usize) -> Vec<Event> {
        let mut events = Vec::new();
        for below in number + 1..(number + 3).min(page.sentences.len()) {
            let text = page.sentence(below);
            if !self.calendar.find(text, &mut Memory::default()).is_empty()
                || text.trim_start().starts_with(|c: char| c.is_numeric())
            {
                break;
            }
            for event in self.events_in(text, 0..text.len()) {
                if !events.contains(&event) {
                    events.push(event);
                }
            }
        }
        events
    }
}

/// Records an event; of several dates the first told counts, for incidents and detection the earliest.
fn push(found: &mut Vec<Milestone>, event: Event, date: Date, page: &Page<'_>, number: usize) {
    let milestone = Milestone { event, date, evidence: page.evidence(number) };
    let Some(known) = found.iter().find(|known| known.event == event).cloned() else {
        found.push(milestone);
        return;
    };
    let many = matches!(event, Event::Reported | Event::Notified | Event::Police);
    if many
        && date != known.date
        && found.iter().all(|known| known.event != event || known.date != date)
    {
        let milestone = Milestone { event, date, evidence: page.evidence(number) };
        found.push(milestone);
        return;
    }
    let finer = date.precision() > known.date.precision();
    let earlier =
        event == Event::Detected && date < known.date && date.precision() >= known.date.precision();
    if (finer || earlier)
        && let Some(known) = found.iter_mut().find(|known| known.event == event)
    {
        *known = milestone;
    }
}

/// The clause of each date: cut at the last comma between two dates.
fn clauses(text: &str, dates: &[DateAt]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (order, at) in dates.iter().enumerate() {
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

/// Whether a date only bounds whose data it was: 4月以降にご注文くださった.
fn is_data_window(tail: &str) -> bool {
    let tail = tail.trim_start();
    let open = ["以降に", "以前に", "以降の", "以前の", "までに", "までの"];
    open.iter().any(|word| {
        tail.strip_prefix(word).is_some_and(|rest| {
            ["ご", "お", "会員", "登録", "購入", "利用", "注文", "買", "申", "応募", "入会"]
                .iter()
                .any(|verb| rest.starts_with(verb))
        })
    })
}
