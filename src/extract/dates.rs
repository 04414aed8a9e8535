//! When things happened: the page's own date, and dates whose clause names a step of the incident.
//!
//! A date takes the events that its own clause names. In a chronology, and where a sentence goes on
//! with a time of day (午前9時に停止), sentences without a date belong to the one before. `telling`
//! judges clauses; this module walks the page and chooses among what was told.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Date, Event, Facts, Kind, Precision, Rule};

use super::awareness::{Others, Topics};
use super::calendar::{Calendar, Memory};
use super::carry::{Carry, carry_of, is_alone};
use super::clause::clauses;
use super::clause_of_noun::{deed, describes_noun, looks_back};
use super::cue::Hit;
use super::milestones::{Rank, Told, aware_as_answered, choose, end_of_exposure, end_of_outage};
use super::page::{Page, Shape};
use super::predicate::{behind_clock, is_done};
use super::section::Section;
use super::surroundings::{Dated, Mention};
use super::telling::Telling;

/// Most milestones that are told of on a page; longer chronologies are no report of an incident.
const MOST: usize = 400;

/// Most characters of a line that names the event of the date below.
const LONGEST_LABEL: usize = 20;

/// Finds milestones.
#[derive(Debug)]
pub(super) struct DateFinder {
    pub(super) calendar: Calendar,
    pub(super) telling: Telling,
}

impl DateFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        Ok(Self { calendar: Calendar::new(), telling: Telling::new(lexicon, folder)? })
    }

    /// What is told of when. What third parties became aware of is no discovery of the page's own organisation.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        kind: Kind,
        causes: &[Categorised],
        third_parties: &[String],
    ) -> Dated {
        let from_outside = matches!(kind, Kind::News | Kind::Commentary | Kind::DigestEntry);
        let third_parties = &Others { names: third_parties, from_outside };
        let mut told: Vec<Told> = Vec::new();
        let mut mentions: Vec<Mention> = Vec::new();
        let (dateline, published) = self.published(page).unzip();
        let known = published.as_ref().map(|milestone| milestone.date);
        let mut memory = Memory::of_page(known.or(page.document.published));
        if known.is_none() {
            memory.assume(self.latest_year(page));
        }
        if let Some(published) = &published {
            memory.expect_kanji(&published.evidence.quote);
        }
        let any = |tells: &dyn Fn(&str) -> bool| {
            (0..page.sentences.len()).any(|number| tells(page.sentence(number)))
        };
        let online = LazyCell::new(|| any(&|text| self.telling.is_online(text)));
        // The label above, which may name the event of a date that stands alone.
        let mut label: Option<usize> = None;
        let mut carry: Option<Carry> = None;
        let mut topics = Topics::default();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let present = memory.last;
            // A sentence without a topic goes on with what a third party did: its own finding.
            let mut judged = |event: Event, rank: Rank| {
                let is_theirs = event == Event::Detected
                    && topics.goes_on(&self.telling.awareness, page, number, third_parties);
                if is_theirs { rank.min(Rank::Weak) } else { rank }
            };
            let dates = self.calendar.find(text, &mut memory);
            if mentions.len() < MOST {
                mentions
                    .extend(dates.iter().map(|at| Mention { sentence: number, at: at.clone() }));
            }
            carry = carry.filter(|carry| !dates.is_empty() || number <= carry.sentence + 4);
            let is_label = text.chars().nth(LONGEST_LABEL).is_none();
            if dates.is_empty() && carry.is_none() && !is_label {
                label = None;
                continue;
            }
            let flashes_back = dates.first().is_some_and(|at| {
                let head = text.get(..at.range.start).unwrap_or_default();
                looks_back(head) && present.is_some_and(|present| at.date < present)
            });
            if flashes_back {
                memory.last = present;
            }
            let is_dateline = dateline == Some(number);
            let is_related = sentence.section == Section::Related;
            // (1月6日・7日発生分) in a title tells no step.
            let is_title =
                number == 0 && sentence.shape != Shape::Prose && page.sentences.len() > 3;
            if is_related
                || is_title
                || sentence.question
                || is_dateline
                || told.len() >= MOST
                || (carry.is_some() || !dates.is_empty()) && self.telling.is_of_others(text)
            {
                label = None;
                carry = None;
                continue;
            }
            if dates.is_empty() {
                let is_advice = sentence.section.is_advice();
                if let Some(carry) = carry
                    .as_mut()
                    .filter(|_| !is_advice)
                    .filter(|carry| self.goes_on(page, number, carry))
                {
                    let hits = self.telling.cues.find(text);
                    let is_foreign = self.telling.is_foreign(text, &hits, third_parties);
                    let is_theirs = |carry: &Carry| {
                        let dated = page.sentence(carry.dated);
                        carry.is_foreign || self.telling.tells_foreign(dated, third_parties)
                    };
                    for (event, rank) in self.telling.carried(text, &hits, third_parties) {
                        if event == Event::Detected && !is_foreign && is_theirs(carry) {
                            // その後の調査により判明: still the third party's tale.
                            continue;
                        }
                        let in_line = carry.opens_line && carry.line == sentence.line;
                        let rank = if in_line { rank } else { rank.min(Rank::Carried) };
                        let rank = judged(event, rank);
                        told.push(Told {
                            event,
                            date: carry.date,
                            sentence: number,
                            rank,
                            at: 0,
                            is_entry: carry.opens_line,
                            bounds: false,
                            reaches: event == Event::Detected
                                && self.telling.awareness.reaches(text),
                        });
                    }
                    carry.sentence = number;
                    carry.is_foreign |= is_foreign;
                } else {
                    label = is_label.then_some(number);
                }
                continue;
            }
            // A date that opens an item, or a line on which a blank follows it.
            let is_entry = dates.first().is_some_and(|at| {
                let head = text.get(..at.range.start).unwrap_or_default();
                let tail = text.get(at.range.end..).unwrap_or_default();
                let is_row = sentence.shape == Shape::Item
                    || behind_clock(tail)
                        .starts_with([' ', '\t', ':', ')', '】', '」', '\u{3000}']);
                is_row && head.chars().count() <= 4
            });
            let mut clauses = clauses(text, &dates);
            // 直ちに回線を抜き、翌8日に警察へ届けました: what comes first is of the day before.
            let before = dates.first().and_then(|at| text.get(..at.range.start));
            let before = before.filter(|head| is_done(head));
            let carried =
                carry.filter(|carry| before.is_some() && self.goes_on(page, number, carry));
            if let Some((before, clause)) =
                before.zip(clauses.first_mut()).filter(|_| carried.is_some())
            {
                clause.start = before.len().min(clause.end);
            }
            let mut add = |event: Event, date: Date, rank: Rank, at: usize, bounds: bool| {
                // Among advice and addresses stands when people were told, and nothing else.
                if !sentence.section.is_advice() || event == Event::Notified {
                    let (sentence, rank) = (number, judged(event, rank));
                    let reaches = event == Event::Detected && {
                        let clause = clauses.iter().find(|clause| clause.contains(&at));
                        let clause = clause.and_then(|clause| text.get(clause.clone()));
                        clause.is_some_and(|clause| self.telling.awareness.reaches(clause))
                    };
                    told.push(Told { event, date, sentence, rank, at, is_entry, bounds, reaches });
                }
            };
            if let Some((carried, before)) = carried.zip(before) {
                for (event, rank) in self.telling.events(text, 0..before.len(), third_parties) {
                    add(event, carried.date, rank.min(Rank::Carried), 0, false);
                }
            }
            let mut of_date: Vec<Vec<(Event, Rank)>> = vec![Vec::new(); dates.len()];
            let mut bare: Vec<usize> = Vec::new();
            let mut has_step = false;
            let mut later: Vec<(Event, Rank)> = Vec::new();
            for (order, (at, clause)) in dates.iter().zip(clauses.iter().cloned()).enumerate().rev()
            {
                let from = order.checked_sub(1).and_then(|before| dates.get(before));
                if from.is_some_and(|from| {
                    let between = text.get(from.range.end..at.range.start).unwrap_or_default();
                    from.opens_range && !between.contains("始ま")
                }) {
                    continue;
                }
                let tail = text.get(at.range.end..clause.end).unwrap_or_default();
                if at.opens_range {
                    if let Some(to) = dates.get(order + 1) {
                        let whole = at.range.start..to.range.end;
                        let between = text.get(at.range.end..to.range.start).unwrap_or_default();
                        let behind = text.get(to.range.end..).unwrap_or_default();
                        let is_pair = ["と", "及び", "および"]
                            .iter()
                            .any(|word| between.trim_start_matches('の').starts_with(word));
                        let bounded = if self.telling.is_announced(text, at.range.start, behind) {
                            Vec::new()
                        } else if is_pair {
                            self.telling.pair(text, clause.start, whole, third_parties)
                        } else {
                            let from = clause.start;
                            self.telling.range(text, from, whole, third_parties, || *online)
                        };
                        for (event, rank, is_end) in bounded {
                            add(
                                event,
                                if is_end { to.date } else { at.date },
                                rank,
                                at.range.start,
                                !is_pair,
                            );
                            has_step = true;
                            if let Some(events) = of_date.get_mut(order + 1) {
                                events.push((event, rank));
                            }
                        }
                    }
                    continue;
                }
                if self.telling.is_no_step(text, at.range.start, tail)
                    || self.telling.announces(text, at.range.clone(), clause.end)
                        && !(dates.len() == 1 && self.telling.tells_hour(text, tail))
                {
                    continue;
                }
                let head = text.get(..at.range.start).unwrap_or_default();
                if let Some(end) = deed(head, tail) {
                    add(Event::IncidentStart, at.date, Rank::Sure, at.range.start, false);
                    // What follows belongs to the day that the text is at: …ことが分かり、線を抜いた.
                    let rest = at.range.end + end..clause.end;
                    if let Some(carry) = &carry {
                        for (event, rank) in self.telling.events(text, rest, third_parties) {
                            add(event, carry.date, rank.min(Rank::Carried), at.range.start, false);
                        }
                    }
                    continue;
                }
                let mut events = self.telling.near(text, clause, at.range.clone(), third_parties);
                if self.telling.ends_deed(head, tail) && describes_noun(tail).is_none() {
                    let ends = |(event, _): &(Event, Rank)| *event == Event::IncidentStart;
                    events.retain(|event| !ends(event));
                    if events.is_empty() {
                        events.push((Event::IncidentEnd, Rank::Sure));
                    }
                }
                if self.telling.is_time_span(tail) {
                    events.push((Event::IncidentStart, Rank::Sure));
                    events.push((Event::IncidentEnd, Rank::Sure));
                }
                if events.is_empty()
                    && is_alone(text, at)
                    && let Some(label) = label.take()
                {
                    events = self.telling.labelled(page.sentence(label));
                }
                if events.is_empty() && awaits_verb(tail) {
                    // 甲の方には7月20日に、乙の方には8月3日にお送りしました: one verb for both.
                    events = later;
                }
                // 12日までに: when it was done at last.
                let is_late =
                    || ["までに", "まで、", "中に"].iter().any(|word| tail.starts_with(word));
                let mut notified = events.iter_mut().filter(|(event, _)| *event == Event::Notified);
                if let Some((_, rank)) = notified.next()
                    && (is_late() || self.telling.is_again(tail))
                {
                    *rank = Rank::Weak;
                    notified.for_each(|(_, rank)| *rank = Rank::Weak);
                }
                for (event, rank) in &events {
                    add(*event, at.date, *rank, at.range.start, false);
                }
                let is_tale = matches!(sentence.section, Section::Body | Section::Course);
                let is_bare = events.is_empty()
                    && is_tale
                    && self.telling.tells_past(text, tail)
                    && !self.telling.tells_foreign(text, third_parties);
                has_step |= is_bare;
                if is_bare {
                    bare.push(order);
                }
                has_step |= !events.is_empty();
                if let Some(of_date) = of_date.get_mut(order) {
                    of_date.clone_from(&events);
                }
                later = events;
            }
            for (order, event, rank) in self.telling.shared(text, &dates, &of_date) {
                let Some(at) = dates.get(order) else { continue };
                add(event, at.date, rank, at.range.start, false);
                bare.retain(|bare| *bare != order);
                has_step = true;
            }
            for at in bare.into_iter().filter_map(|order| dates.get(order)) {
                add(Event::IncidentStart, at.date, Rank::Bare, at.range.start, false);
            }
            label = None;
            if flashes_back {
                if let Some(carry) = &mut carry {
                    carry.sentence = number;
                }
                continue;
            }
            carry = carry_of(page, number, &dates)
                .filter(|carry| has_step || carry.is_alone || carry.opens_line);
        }
        told.sort_by_key(|one| (one.sentence, one.at));
        let day = published.as_ref().map(|milestone| milestone.date);
        let mut hits: BTreeMap<usize, Vec<Hit>> = BTreeMap::new();
        let mut fired = |one: Told| {
            let search = || self.telling.cues.find(page.sentence(one.sentence));
            self.fired(page, one, hits.entry(one.sentence).or_insert_with(search))
        };
        let mut found =
            choose(&told, day, |one| page.evidence_by(one.sentence, || Some(fired(one))));
        end_of_outage(&mut found, || any(&|text| self.telling.is_outage(text)));
        aware_as_answered(&mut found);
        if self.telling.lasts(causes) {
            end_of_exposure(&mut found);
        }
        found.extend(published);
        found.sort_by_key(|milestone| milestone.event);
        Dated { milestones: found, mentions, told }
    }

    /// Every date of a page that is known at least to its month, elided years filled in; in order, each
    /// once. Pages that link to others mention the dates of those too, which are left out.
    pub(super) fn mentioned(&self, page: &Page<'_>, facts: &Facts) -> Vec<Date> {
        let published = facts.milestone(Event::Published).map(|milestone| milestone.date);
        let published = published.or(page.document.published);
        let mut memory = Memory::of_page(published);
        if published.is_none() {
            memory.assume(self.latest_year(page));
        }
        let mut mentioned: Vec<Date> = facts.dates.iter().map(|milestone| milestone.date).collect();
        for (number, sentence) in page.sentences.iter().enumerate() {
            if sentence.section == Section::Related {
                continue;
            }
            let found = self.calendar.find(page.sentence(number), &mut memory);
            mentioned.extend(found.into_iter().map(|at| at.date));
        }
        mentioned.extend(published);
        mentioned.retain(|date| date.precision() != Precision::Year);
        mentioned.sort_unstable();
        mentioned.dedup();
        mentioned
    }

    /// By which words, of the cues of its sentence, and from where a date has its event.
    fn fired(&self, page: &Page<'_>, told: Told, hits: &[Hit]) -> Rule {
        let mechanism = match told.rank {
            _ if told.at > 0 || told.is_entry => "dates: in its clause",
            Rank::Carried => "dates: same day as before",
            _ => "dates: in its line",
        };
        let cue = self.telling.cue(hits, told.event, told.at);
        let matched = cue.as_ref().map(|(_, place)| page.span_in(told.sentence, place.clone()));
        Rule { mechanism, cue: cue.and_then(|(cue, _)| cue), matched }
    }

    /// Whether a sentence without a date belongs to the date before.
    fn goes_on(&self, page: &Page<'_>, number: usize, carry: &Carry) -> bool {
        let Some(sentence) = page.sentences.get(number) else { return false };
        let text = page.sentence(number);
        let in_line = carry.opens_line && carry.line == sentence.line;
        let below = carry.is_alone
            && sentence.line <= carry.line + 4
            && number <= carry.sentence + 3
            && sentence.shape != Shape::Heading;
        let near = carry.line == sentence.line
            || number == carry.sentence + 1
            || number <= carry.sentence + 3 && sentence.line <= carry.line + 3;
        let fresh = !text.trim_start().starts_with("その後、");
        fresh && (in_line || below)
            || near && (self.telling.continues(text) || self.telling.is_moment(text))
    }
}

/// Whether a clause ends before its verb: 9月5日に、, 4月17日に財務局へ、.
fn awaits_verb(tail: &str) -> bool {
    if tail.starts_with('/') {
        return false;
    }
    let words = tail.trim_end_matches('、');
    let ends = words.len() < tail.len() && words.ends_with(['に', 'へ', 'を', 'で']);
    words.chars().count() <= 3 || ends && words.chars().count() <= 16 && !words.contains('、')
}
