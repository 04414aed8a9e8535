//! The words of `causes.toml`: which cues name which cause, alone or together.
//!
//! A cue that holds ` + ` is a meeting: its parts stand in one sentence in any order, none of those
//! behind ` - ` with them. Parts are shared by all meetings that name them, so a sentence is
//! searched once and a meeting costs a look at which parts are there.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{CuePlace, FacetPath, Span};

use super::cause_parts::Parts;
use super::cause_value::Value;
use super::cue::{CueSetBuilder, Hit, List};
use super::lexicon_file::{GroupEntry, LexiconFile, Sets};

/// The file of the causes.
const FILE: &str = "causes.toml";

/// Longest stretch in which the parts of a meeting may stand, in bytes.
const WITHIN: usize = 270;

/// The words of causes and their values.
#[derive(Debug)]
pub(super) struct CauseRules {
    /// For each cue of a value, from the first on, the value that it names and how much it proves.
    rules: Vec<(usize, Weight)>,
    first: usize,
    /// The parts of meetings.
    parts: List,
    meetings: Vec<Meeting>,
    /// For each part, the meetings that need it first.
    led_by: Vec<Vec<usize>>,
    /// The parts that lead any.
    leaders: Parts,
    pub(super) words: Words,
    pub(super) values: Vec<Value>,
    /// For each value, the more specific ones that make it superfluous.
    pub(super) unless_found: Vec<Vec<usize>>,
    /// For each value, those that one incident often has beside it; told of one of the two.
    goes_with: Vec<Vec<usize>>,
}

/// Words that decide what becomes of a cause that a sentence names.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) general: List,
    pub(super) ruled_out: List,
    pub(super) ruled_out_all: List,
    pub(super) asked: List,
    pub(super) suspected: List,
    pub(super) not_found: List,
    pub(super) items: List,
    pub(super) elsewhere: List,
    pub(super) no_trace: List,
    pub(super) taken_back: List,
}

impl Words {
    /// Whether a hit is of one of these lists, which are added one after the other.
    pub(super) fn has(&self, hit: &Hit) -> bool {
        (self.general.start..self.taken_back.end).contains(&hit.cue)
    }
}

/// How much a cue proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Names the cause.
    Strong,
    /// Counts only when nothing strong was found.
    Weak,
    /// Names the cause where a clause rules it out, and nowhere else.
    Denied,
    /// Names it beside a cause that goes with it, and nowhere else.
    Beside,
    /// Takes the value out of the sentence it stands in.
    Unless,
}

/// Cues that name a cause together.
#[derive(Debug)]
struct Meeting {
    value: usize,
    weight: Weight,
    needs: Vec<usize>,
    bars: Vec<usize>,
    place: CuePlace,
}

/// What names a cause in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fired {
    /// A cue.
    Alone(Hit),
    /// A meeting, and the bytes of the sentence in which its parts stand.
    Together(CuePlace, Range<usize>),
}

/// A cause that words of a sentence name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Naming {
    /// Number of the value.
    pub(super) value: usize,
    /// How much the words prove.
    pub(super) weight: Weight,
    /// Whether they name it only together.
    pub(super) is_meeting: bool,
    /// One past their last byte.
    pub(super) end: usize,
}

/// What the words of one sentence say of causes.
#[derive(Debug)]
pub(super) struct Named {
    /// The causes that they name, in the order of its words.
    pub(super) namings: Vec<Naming>,
    /// The hits of [`Words`].
    pub(super) said: Vec<Hit>,
    parts: Parts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseFile {
    general: Vec<Spanned<String>>,
    ruled_out: Vec<Spanned<String>>,
    ruled_out_all: Vec<Spanned<String>>,
    asked: Vec<Spanned<String>>,
    suspected: Vec<Spanned<String>>,
    not_found: Vec<Spanned<String>>,
    items: Vec<Spanned<String>>,
    elsewhere: Vec<Spanned<String>>,
    no_trace: Vec<Spanned<String>>,
    taken_back: Vec<Spanned<String>>,
    /// Cues that name several causes on purpose.
    #[serde(default)]
    shared: Vec<Spanned<String>>,
    #[serde(default)]
    sets: Sets,
    group: Vec<GroupEntry<CauseEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseEntry {
    slug: Spanned<String>,
    #[serde(rename = "label")]
    _label: IgnoredAny,
    #[serde(default, rename = "veris")]
    _veris: IgnoredAny,
    #[serde(default, rename = "tsr")]
    _tsr: IgnoredAny,
    #[serde(default, rename = "jnsa")]
    _jnsa: IgnoredAny,
    #[serde(default)]
    cues: Vec<Spanned<String>>,
    #[serde(default)]
    weak: Vec<Spanned<String>>,
    #[serde(default)]
    denied: Vec<Spanned<String>>,
    #[serde(default)]
    beside: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    unless_found: Vec<Spanned<String>>,
    #[serde(default)]
    goes_with: Vec<Spanned<String>>,
}

/// Parts and meetings as they are read.
#[derive(Default)]
struct Meetings {
    parts: Vec<Spanned<String>>,
    known: BTreeMap<String, usize>,
    all: Vec<Meeting>,
}

impl Meetings {
    /// Takes the meetings out of a list and leaves the cues that stand alone.
    fn take(
        &mut self,
        list: Vec<Spanned<String>>,
        value: usize,
        weight: Weight,
    ) -> Vec<Spanned<String>> {
        let (together, alone): (Vec<_>, Vec<_>) = list
            .into_iter()
            .partition(|cue| [" + ", " - "].iter().any(|sign| cue.get_ref().contains(sign)));
        for cue in &together {
            let span = Span { start: cue.span().start, end: cue.span().end };
            let place = CuePlace { file: FILE, span };
            let mut meeting = Meeting { value, weight, needs: Vec::new(), bars: Vec::new(), place };
            for need in cue.get_ref().split(" + ") {
                for (order, part) in need.split(" - ").enumerate() {
                    let part = self.part(part, cue);
                    if order == 0 { meeting.needs.push(part) } else { meeting.bars.push(part) }
                }
            }
            meeting.needs.sort_unstable();
            meeting.needs.dedup();
            self.all.push(meeting);
        }
        alone
    }

    fn part(&mut self, text: &str, of: &Spanned<String>) -> usize {
        let text = text.trim();
        *self.known.entry(text.to_owned()).or_insert_with(|| {
            self.parts.push(Spanned::new(of.span(), text.to_owned()));
            self.parts.len() - 1
        })
    }
}

impl CauseRules {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<CauseFile>(lexicon, FILE)?;
        let mut rules = Vec::new();
        let mut values = Vec::new();
        let mut superfluous = Vec::new();
        let mut company = Vec::new();
        let mut meetings = Meetings::default();
        let mut claims = Vec::new();
        let mut add = |mut list: Vec<Spanned<String>>| {
            file.insert_sets(&mut list, &content.sets)?;
            // The same phrase may serve several causes, but only once each.
            file.list(set, &list, folder)
        };
        for group in content.group {
            for entry in group.value {
                let value = values.len();
                values.push(file.path(&group.slug, &entry.slug)?);
                superfluous.push(entry.unless_found);
                company.push(entry.goes_with);
                claims.extend(entry.cues.iter().map(|cue| (cue.clone(), value)));
                let lists = [
                    (Weight::Strong, entry.cues),
                    (Weight::Weak, entry.weak),
                    (Weight::Denied, entry.denied),
                    (Weight::Beside, entry.beside),
                    (Weight::Unless, entry.unless),
                ];
                for (weight, list) in lists {
                    let added = add(meetings.take(list, value, weight))?;
                    rules.extend(std::iter::repeat_n((value, weight), added.len()));
                }
            }
        }
        file.warn_of_claims(&claims, &content.shared, folder, |value| {
            values.get(*value).map(ToString::to_string).unwrap_or_default()
        });
        // They come right behind the cues of values.
        let parts = add(meetings.parts)?;
        let mut led_by = vec![Vec::new(); parts.len()];
        for (number, meeting) in meetings.all.iter().enumerate() {
            let leader = meeting.needs.first().and_then(|part| led_by.get_mut(*part));
            leader.into_iter().for_each(|led| led.push(number));
        }
        let mut leaders = Parts::none_of(parts.len());
        let leading = led_by.iter().enumerate().filter(|(_, led)| !led.is_empty());
        leading.for_each(|(part, _)| leaders.add(part));
        let numbers_of = |lists: &[Vec<Spanned<String>>]| {
            let number = |path: FacetPath| values.iter().position(|value| *value == path);
            let numbers = |slugs: &Vec<Spanned<String>>| -> Result<Vec<usize>, LexiconError> {
                let paths = file.known_paths(&values, slugs)?;
                Ok(paths.into_iter().filter_map(number).collect())
            };
            lists.iter().map(numbers).collect::<Result<Vec<_>, _>>()
        };
        let (unless_found, goes_with) = (numbers_of(&superfluous)?, numbers_of(&company)?);
        Ok(Self {
            first: parts.start - rules.len(),
            rules,
            parts,
            meetings: meetings.all,
            led_by,
            leaders,
            words: Words {
                general: file.list(set, &content.general, folder)?,
                ruled_out: file.list(set, &content.ruled_out, folder)?,
                ruled_out_all: file.list(set, &content.ruled_out_all, folder)?,
                asked: file.list(set, &content.asked, folder)?,
                suspected: file.list(set, &content.suspected, folder)?,
                not_found: file.list(set, &content.not_found, folder)?,
                items: file.list(set, &content.items, folder)?,
                elsewhere: file.list(set, &content.elsewhere, folder)?,
                no_trace: file.list(set, &content.no_trace, folder)?,
                taken_back: file.list(set, &content.taken_back, folder)?,
            },
            values: values.into_iter().map(Value::new).collect(),
            unless_found,
            goes_with,
        })
    }

    /// Whether one incident often has both values, by their numbers.
    pub(super) fn go_together(&self, one: usize, other: usize) -> bool {
        self.lists(one, other) || self.lists(other, one)
    }

    /// Whether one value itself says that it goes with the other, by their numbers.
    pub(super) fn lists(&self, one: usize, other: usize) -> bool {
        self.goes_with.get(one).is_some_and(|list| list.contains(&other))
    }

    /// Room for what a sentence says.
    pub(super) fn named(&self) -> Named {
        Named { namings: Vec::new(), said: Vec::new(), parts: Parts::none_of(self.parts.len()) }
    }

    /// Reads what a sentence with these hits says of causes into `named`.
    pub(super) fn read(&self, hits: &[Hit], named: &mut Named) {
        let Named { namings, said, parts } = named;
        namings.clear();
        said.clear();
        parts.clear();
        for hit in hits {
            if let Some((value, weight)) = self.rule(hit) {
                namings.push(Naming { value, weight, is_meeting: false, end: hit.end });
            } else if let Some(part) = self.part(hit) {
                parts.add(part);
            } else if self.words.has(hit) {
                said.push(*hit);
            }
        }
        namings.extend(self.met(parts).filter_map(|meeting| {
            let end = self.end_of(meeting, hits)?;
            Some(Naming { value: meeting.value, weight: meeting.weight, is_meeting: true, end })
        }));
        let is_unless = |naming: &Naming| naming.weight == Weight::Unless;
        if namings.iter().any(is_unless) {
            let out: Vec<usize> =
                namings.iter().filter(|it| is_unless(it)).map(|it| it.value).collect();
            namings.retain(|naming| match naming.weight {
                Weight::Unless => false,
                Weight::Strong | Weight::Weak => !out.contains(&naming.value),
                Weight::Denied | Weight::Beside => true,
            });
        }
        namings.sort_by_key(|naming| naming.end);
    }

    /// By which words a sentence with these hits names a value: of several cues by the last, which
    /// stands nearest to the predicate, and by words that meet only where no cue does.
    pub(super) fn fired(&self, hits: &[Hit], value: usize) -> Option<Fired> {
        let names_it = |hit: &&Hit| {
            let rule = self.rule(hit);
            rule.is_some_and(|(named, weight)| named == value && weight != Weight::Unless)
        };
        if let Some(hit) = hits.iter().rfind(names_it) {
            return Some(Fired::Alone(*hit));
        }
        let parts = self.parts(hits);
        self.met(&parts).filter(|meeting| meeting.value == value).find_map(|meeting| {
            let end = self.end_of(meeting, hits)?;
            let is_needed =
                |hit: &&Hit| self.part(hit).is_some_and(|part| meeting.needs.contains(&part));
            let first = hits.iter().find(is_needed)?;
            Some(Fired::Together(meeting.place, first.start..end))
        })
    }

    /// Whether a sentence with these hits names a cause by words that need no others.
    pub(super) fn is_named_outright(&self, hits: &[Hit]) -> bool {
        let rules = || hits.iter().filter_map(|hit| self.rule(hit));
        rules().any(|(value, weight)| {
            let is_out = || rules().any(|rule| rule == (value, Weight::Unless));
            weight == Weight::Strong && !is_out()
        })
    }

    /// Which parts of meetings stand in a sentence with these hits.
    pub(super) fn parts(&self, hits: &[Hit]) -> Parts {
        let mut parts = Parts::none_of(self.parts.len());
        hits.iter().filter_map(|hit| self.part(hit)).for_each(|part| parts.add(part));
        parts
    }

    /// The values that parts spread over neighbouring sentences name.
    pub(super) fn named_by(&self, parts: &Parts) -> impl Iterator<Item = usize> {
        self.met(parts)
            .filter(|meeting| meeting.weight == Weight::Strong)
            .map(|meeting| meeting.value)
    }

    fn met(&self, parts: &Parts) -> impl Iterator<Item = &Meeting> {
        let led = parts.each_of(&self.leaders).filter_map(|part| self.led_by.get(part)).flatten();
        led.filter_map(|number| self.meetings.get(*number)).filter(|meeting| {
            meeting.needs.iter().all(|need| parts.has(*need))
                && !meeting.bars.iter().any(|bar| parts.has(*bar))
        })
    }

    /// One past the last byte of the first stretch that is short enough and holds every part.
    fn end_of(&self, meeting: &Meeting, hits: &[Hit]) -> Option<usize> {
        let mut last: Vec<Option<usize>> = vec![None; meeting.needs.len()];
        let mut end = 0;
        for hit in hits {
            let Some(part) = self.part(hit) else { continue };
            let Some(place) = meeting.needs.iter().position(|need| *need == part) else { continue };
            if let Some(slot) = last.get_mut(place) {
                *slot = Some(hit.start);
            }
            end = end.max(hit.end);
            let first = last.iter().copied().min().flatten();
            if first.is_some_and(|first| end <= first + WITHIN) {
                return Some(end);
            }
        }
        None
    }

    /// The value that a cue names, and how much it proves.
    fn rule(&self, hit: &Hit) -> Option<(usize, Weight)> {
        self.rules.get(hit.cue.checked_sub(self.first)?).copied()
    }

    /// The number of a part of meetings.
    fn part(&self, hit: &Hit) -> Option<usize> {
        self.parts.contains(&hit.cue).then(|| hit.cue - self.parts.start)
    }
}
