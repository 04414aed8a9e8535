//! Dates read again: which step of the incident each is the day of.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::milestones::Told;
use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Date, Event, Kind, Milestone, Precision, Rule};

use super::features::{Features, first, last};
use super::neighbours::{above, place, up_to};
use super::places::{Dated, Mention};
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-dates.tsv";

/// Least probability with which a day that the rules tell stays.
const LEAST_KEPT: f32 = 0.1;

/// Least probability of the day of an event of which the rules tell none.
const LEAST_ADDED: f32 = 0.15;

/// How much likelier another day must be to stand in place of the one that the rules tell.
const MORE_LIKELY: f32 = 0.05;

/// Least probability of a second day of the same event: 速報 and 確報.
const LEAST_AGAIN: f32 = 0.6;

/// Bytes beside a date from which its sentence says what happened on it.
const LEAST_OWN: usize = 12;

/// Days from the page's own up to which a date is told to be so near.
const NEARNESS: [(i32, &str); 5] =
    [(0, "same"), (3, "days"), (14, "weeks"), (60, "months"), (365, "year")];

/// Tells the steps that dates are the days of.
#[derive(Debug)]
pub(in crate::extract) struct DateReader {
    weights: Weights,
}

impl DateReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let classes = Event::ALL.map(Event::as_str);
        Ok(Self { weights: Weights::read(lexicon, FILE, &classes)? })
    }

    /// The milestones of a page, in the order of [`Event::ALL`]; its own date is left to the rules.
    pub(in crate::extract) fn read(
        &self,
        page: &Page<'_>,
        kind: Kind,
        dated: Dated,
    ) -> Vec<Milestone> {
        if self.weights.is_empty() {
            return dated.milestones;
        }
        // For each event, how likely each date is its day, and where it is likeliest.
        let mut days: [BTreeMap<Date, (f32, usize)>; Event::ALL.len()] = Default::default();
        let mut scores = Scores::default();
        each(page, kind, &dated, false, |mention, features| {
            let scores = self.weights.read_place(features, &mut scores);
            for (days, score) in days.iter_mut().zip(scores) {
                let day = days.entry(mention.at.date).or_default();
                if *score > day.0 {
                    *day = (*score, mention.sentence);
                }
            }
        });
        let mut milestones: Vec<Milestone> = Vec::new();
        let of_rules = |event: Event| dated.milestones.iter().filter(move |one| one.event == event);
        for (event, days) in Event::ALL.into_iter().zip(days) {
            if event == Event::Published {
                milestones.extend(of_rules(event).cloned());
                continue;
            }
            let mut of_event: Vec<(Date, f32, usize)> =
                days.into_iter().map(|(date, (score, sentence))| (date, score, sentence)).collect();
            of_event.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            let by_rule: Vec<Date> = of_rules(event).map(|one| one.date).collect();
            let mut chosen = choose(event, &by_rule, &of_event);
            if event == Event::IncidentEnd {
                // What was over within a day is told by that day.
                let begins = |date: &Date| {
                    let starts = |one: &&Milestone| one.event == Event::IncidentStart;
                    milestones.iter().filter(starts).any(|one| one.date == *date)
                };
                chosen.retain(|(date, _)| !begins(date));
            }
            let mut of_event: Vec<Milestone> = chosen
                .iter()
                .map(|(date, sentence)| {
                    let known = of_rules(event).find(|known| known.date == *date);
                    known.cloned().unwrap_or_else(|| Milestone {
                        event,
                        date: *date,
                        evidence: page.evidence_by(sentence.unwrap_or_default(), || {
                            Some(Rule {
                                mechanism: "dates: by its surroundings",
                                cue: None,
                                matched: None,
                            })
                        }),
                    })
                })
                .collect();
            of_event.sort_by_key(|milestone| milestone.date);
            milestones.extend(of_event);
        }
        milestones
    }
}

/// The days of an event and the sentences that tell them, given those that the rules tell and, likeliest first, how
/// likely each date of the page is one.
fn choose(
    event: Event,
    by_rule: &[Date],
    likely: &[(Date, f32, usize)],
) -> Vec<(Date, Option<usize>)> {
    // A day that no sentence names by itself, such as one that only a list of others gives, is the rules' own.
    let score_of = |date: Date| {
        likely.iter().find(|(known, ..)| *known == date).map_or(1.0, |(_, score, _)| *score)
    };
    let may_recur = matches!(event, Event::Reported | Event::Notified);
    let kept = by_rule.iter().filter(|date| score_of(**date) >= LEAST_KEPT);
    let mut chosen: Vec<(Date, Option<usize>)> = kept.map(|date| (*date, None)).collect();
    for (date, score, sentence) in likely.iter().filter(|(date, ..)| !by_rule.contains(date)) {
        match chosen.as_mut_slice() {
            [] if *score >= LEAST_ADDED => chosen.push((*date, Some(*sentence))),
            [] => {}
            _ if may_recur && *score >= LEAST_AGAIN => chosen.push((*date, Some(*sentence))),
            _ if may_recur => {}
            [only] if *score >= score_of(only.0) + MORE_LIKELY => *only = (*date, Some(*sentence)),
            _ => {}
        }
    }
    chosen
}

/// Shows the features of each date of a page.
pub(in crate::extract) fn each<'p>(
    page: &Page<'_>,
    kind: Kind,
    dated: &'p Dated,
    is_named: bool,
    mut see: impl FnMut(&'p Mention, &Features),
) {
    let mut features = Features::new(is_named);
    let all: BTreeSet<Date> = dated.mentions.iter().map(|mention| mention.at.date).collect();
    let all: Vec<Date> = all.into_iter().collect();
    let own = dated.milestones.iter().find(|one| one.event == Event::Published);
    let own = own.map(|milestone| milestone.date);
    for (order, mention) in dated.mentions.iter().enumerate() {
        features.clear();
        let before = order.checked_sub(1).and_then(|order| dated.mentions.get(order));
        let before = before.filter(|before| before.sentence == mention.sentence);
        let next = dated.mentions.get(order + 1);
        let next = next.filter(|next| next.sentence == mention.sentence);
        words(&mut features, page, mention, before, next);
        place(&mut features, page, mention.sentence);
        above(&mut features, page, mention.sentence);
        features.flag("kind", kind.as_str());
        let date = mention.at.date;
        let precision = match date.precision() {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
        };
        features.flag("precision", precision);
        features.flag("nearness", own.map_or("unknown", |own| nearness(date, own)));
        let rank = all.partition_point(|other| *other < date);
        features.flag("from-first", up_to(rank, 3));
        features.flag("from-last", up_to(all.len() - 1 - rank.min(all.len() - 1), 3));
        rules(&mut features, mention, dated);
        see(mention, &features);
    }
}

/// What stands around a date in its sentence.
fn words(
    features: &mut Features,
    page: &Page<'_>,
    mention: &Mention,
    before: Option<&Mention>,
    next: Option<&Mention>,
) {
    let text = page.sentence(mention.sentence);
    let range = &mention.at.range;
    let end = next.map_or(text.len(), |next| next.at.range.start);
    let start = before.map_or(0, |before| before.at.range.end);
    let behind = text.get(range.end..end).unwrap_or_default();
    let head = text.get(start..range.start).unwrap_or_default();
    features.runs("behind", first(behind, 36), 2..=3);
    features.runs("near", first(behind, 10), 1..=2);
    features.runs("end", last(behind, 12), 2..=3);
    features.runs("before", last(head, 16), 2..=3);
    if next.is_some() && behind.chars().nth(5).is_none() {
        let rest = text.get(range.end..).unwrap_or_default();
        features.runs("beyond", first(rest, 36), 2..=3);
    }
    if mention.at.opens_range {
        features.flag("opens-range", "");
    }
    if before.is_some_and(|before| before.at.opens_range) {
        features.flag("ends-range", "");
    }
    if range.start == 0 {
        features.flag("first", "");
    }
    if text.len() - range.len() < LEAST_OWN {
        features.flag("alone", "");
        // A table as lines: what happened stands below its day.
        let below = page.sentence(mention.sentence + 1);
        features.runs("below", first(below, 36), 2..=3);
        features.runs("below-end", last(below.trim_end(), 12), 2..=3);
    }
    if mention.sentence < 4 {
        features.flag("head", "");
    }
    if mention.sentence + 4 >= page.sentences.len() {
        features.flag("tail", "");
    }
}

/// What the rules make of a date.
fn rules(features: &mut Features, mention: &Mention, dated: &Dated) {
    let date = mention.at.date;
    let of_sentence = dated.told.partition_point(|told| told.sentence < mention.sentence);
    let told = dated.told.get(of_sentence..).unwrap_or_default();
    let here = || {
        let of_sentence = told.iter().take_while(|told| told.sentence == mention.sentence);
        of_sentence.filter(|told| told.date == date)
    };
    for Told { event, rank, .. } in here() {
        features.flag("told", event.as_str());
        features.flag("told", &format!("{} {}", event.as_str(), rank.as_str()));
    }
    if here().next().is_none() {
        features.flag("untold", "");
    }
    // What sentences below tell of the same day.
    let below = told.iter().take_while(|told| told.sentence <= mention.sentence + 4);
    for told in below.filter(|told| told.sentence > mention.sentence && told.date == date) {
        features.flag("told-below", told.event.as_str());
    }
    for milestone in &dated.milestones {
        let event = milestone.event.as_str();
        features.flag("has", event);
        if milestone.date == date {
            features.flag("chosen", event);
            if here().any(|told| told.event == milestone.event) {
                features.flag("chosen-here", event);
            }
        }
    }
}

/// How far a date lies from the page's own.
fn nearness(date: Date, own: Date) -> &'static str {
    let days = (own.first_day() - date.first_day()).get_days();
    if days < 0 {
        return "later";
    }
    NEARNESS.iter().find(|(most, _)| days <= *most).map_or("older", |(_, name)| name)
}
