//! The site or service that was hit.
//!
//! Every quoted name collects points for what leads to it, what it ends in, what follows and where
//! it stands; a vendor's tool loses them. Where nothing quoted is found, a plain compound
//! (健診予約サーバー) counts if the text says of it that it was hit.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;
use crate::report::{Named, Vendor};

use super::aliases::{Definition, tidy};
use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::names::NameFinder;
use super::page::Page;

/// Sentences at the beginning of a page in which the service is introduced.
const LEAD: usize = 30;

/// Most names that are held against each other.
const MOST_COMPARED: usize = 60;

/// Most characters of a name.
const LONGEST: usize = 32;

/// Points that make a name the service.
const ENOUGH: i32 = 6;

/// Finds the service.
#[derive(Debug)]
pub(super) struct ServiceFinder {
    pub(super) kinds: CueSet,
    pub(super) endings: CueSet,
    events: CueSet,
    pub(super) running: CueSet,
    pub(super) hit: CueSet,
    pub(super) own_alias: CueSet,
    pub(super) foreign: CueSet,
    pub(super) elsewhere: CueSet,
    pub(super) not_service: CueSet,
    pub(super) plain: CueSet,
    pub(super) plain_hit: CueSet,
    pub(super) audience: CueSet,
    pub(super) struck: CueSet,
    pub(super) general: Vec<String>,
}

/// The words of the table `service` in `organisations.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceWords {
    kinds: Vec<Spanned<String>>,
    endings: Vec<Spanned<String>>,
    events: Vec<Spanned<String>>,
    running: Vec<Spanned<String>>,
    hit: Vec<Spanned<String>>,
    own_alias: Vec<Spanned<String>>,
    foreign: Vec<Spanned<String>>,
    elsewhere: Vec<Spanned<String>>,
    not_service: Vec<Spanned<String>>,
    plain: Vec<Spanned<String>>,
    plain_hit: Vec<Spanned<String>>,
    audience: Vec<Spanned<String>>,
    struck: Vec<Spanned<String>>,
    general: Vec<Spanned<String>>,
}

#[derive(Debug, Default)]
pub(super) struct Candidate {
    pub(super) points: i32,
    pub(super) sentence: usize,
    pub(super) range: Range<usize>,
    pub(super) mentions: i32,
}

impl ServiceFinder {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &ServiceWords,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        cues(&words.general)?;
        let general = words.general.iter();
        Ok(Self {
            kinds: cues(&words.kinds)?,
            endings: cues(&words.endings)?,
            events: cues(&words.events)?,
            running: cues(&words.running)?,
            hit: cues(&words.hit)?,
            own_alias: cues(&words.own_alias)?,
            foreign: cues(&words.foreign)?,
            elsewhere: cues(&words.elsewhere)?,
            not_service: cues(&words.not_service)?,
            plain: cues(&words.plain)?,
            plain_hit: cues(&words.plain_hit)?,
            audience: cues(&words.audience)?,
            struck: cues(&words.struck)?,
            general: general.map(|word| folder.fold(word.get_ref()).text().to_owned()).collect(),
        })
    }

    /// The service of a page, if it names one.
    ///
    /// `organisation` is the folded name of the one that suffered it: that alone is no service.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        aliases: &[Definition],
        organisation: &str,
        names: &NameFinder,
        vendors: &[Vendor],
    ) -> Option<Named> {
        let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
        let lead = page.sentences.get(..page.sentences.len().min(LEAD)).unwrap_or_default();
        let quotes = quotes(page.part(0..lead.last().map_or(0, |last| last.range.end)));
        for (number, sentence) in lead.iter().enumerate() {
            let from = quotes.partition_point(|quote| *quote < sentence.range.start);
            let is_quoting = quotes.get(from).is_some_and(|quote| *quote < sentence.range.end);
            if !is_quoting || sentence.section.is_advice() {
                continue;
            }
            let text = page.sentence(number);
            let is_elsewhere = OnceCell::new();
            for range in quoted(text) {
                let name = text.get(range.clone()).unwrap_or_default();
                // みどり屋(https://…): the address is no part of the name.
                let bare = without_address(name);
                let points_of = range.clone();
                let range = range.start..range.start + bare.len();
                if !self.can_be_name(bare) {
                    continue;
                }
                let name = bare;
                let mut points = self.points(text, &points_of);
                if number == 0 && points > 0 {
                    points += 3;
                }
                if points > 0 && *is_elsewhere.get_or_init(|| self.elsewhere.is_in(text)) {
                    points = 0;
                }
                let candidate = candidates.entry(name.replace(' ', "")).or_insert_with(|| {
                    Candidate { sentence: number, range: range.clone(), ..Candidate::default() }
                });
                candidate.mentions += 1;
                candidate.points = match points {
                    points if points < 0 => candidate.points + points,
                    points => candidate.points.max(points),
                };
            }
        }
        let kinds = self.kinds_in_lead(page);
        self.unquoted(page, &kinds, organisation, names, &mut candidates);
        for definition in aliases {
            if let Some(candidate) = candidates.get_mut(&definition.folded_name.replace(' ', "")) {
                let own = self.own_alias.is_in(&definition.folded);
                let is_short = definition.folded_name.ends_with(definition.folded.as_str());
                candidate.points += if own { 8 } else { 0 } + if is_short { 4 } else { 0 };
            }
        }
        gather(&mut candidates);
        let best = candidates
            .values()
            .map(|candidate| {
                let often = (candidate.mentions - 1).clamp(0, 3);
                (candidate, if candidate.points > 2 { candidate.points + often } else { 0 })
            })
            .filter(|(_, points)| *points >= ENOUGH)
            .filter(|(candidate, _)| {
                vendors.is_empty() || {
                    let name = named(page, candidate.sentence, candidate.range.clone()).name;
                    vendors.iter().all(|vendor| vendor.name != name)
                }
            })
            .max_by_key(|(candidate, points)| (*points, std::cmp::Reverse(candidate.sentence)))
            .map(|(candidate, _)| candidate);
        match best {
            Some(best) => Some(named(page, best.sentence, best.range.clone())),
            None => self.plain(page, &kinds),
        }
    }

    /// What the surroundings of a quoted name say for it.
    fn points(&self, text: &str, range: &Range<usize>) -> i32 {
        let quote = '「'.len_utf8();
        let head = text.get(..range.start - quote).unwrap_or_default();
        let near = head
            .get(head.floor_char_boundary(head.len().saturating_sub(120))..)
            .unwrap_or_default();
        let tail = text.get(range.end + quote..).unwrap_or_default();
        let tail = tail.get(super::clause::behind_brackets(tail)..).unwrap_or_default();
        let name = text.get(range.clone()).unwrap_or_default();
        let ends_with =
            |cues: &CueSet, part: &str| cues.find(part).iter().any(|hit| hit.end == part.len());
        let mut points = 0;
        if ends_with(&self.kinds, near.trim_end()) {
            points += 6;
        }
        let is_event = || ends_with(&self.events, name);
        if ends_with(&self.kinds, name) || ends_with(&self.endings, name) || is_event() {
            points += 4;
        }
        if self.kinds.begins(tail, 0).is_some() {
            points += 6;
        }
        let clause = near.rfind(['、', '。']).and_then(|at| near.get(at..)).unwrap_or(near);
        // 株式会社甲が提供する「…」: the tool of somebody else.
        let is_foreign = ["社が提供", "社)が提供", "社の提供", "会社が運営", "社が開発"]
            .iter()
            .any(|word| clause.contains(word));
        if is_foreign {
            points -= 3;
        } else if self.running.is_in(clause) {
            let is_own = tail.starts_with(['で', 'に', 'が', 'の', 'は']);
            points += if is_own && ends_with(&self.running, clause) { 6 } else { 4 };
        }
        if self.audience.begins(tail, 0).is_some() {
            points += 5;
        }
        if self.hit.begins(tail, 0).is_some() {
            points += 3;
        }
        if self.foreign.begins(tail, 0).is_some() {
            points -= 6;
        }
        points
    }

    pub(super) fn can_be_name(&self, name: &str) -> bool {
        let is_short = name.chars().nth(1).is_some() && name.chars().nth(LONGEST).is_none();
        let is_speech = || {
            name.contains(['。', '、', '?', '!', 'を'])
                || ["た", "ます", "です", "ない", "せん", "たい", "れる", "ある", "ださい"]
                    .iter()
                    .any(|ending| name.ends_with(ending))
        };
        let is_alias =
            || self.own_alias.find(name).iter().any(|hit| hit.end - hit.start == name.len());
        is_short
            && !name.contains('@')
            && !is_speech()
            && !name.ends_with('社')
            && !is_alias()
            && !self.not_service.is_in(name)
    }
}

pub(super) fn named(page: &Page<'_>, number: usize, range: Range<usize>) -> Named {
    let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
    let name = tidy(page.original(at + range.start..at + range.end));
    Named { name, evidence: page.evidence(number) }
}

/// Lets the fullest form of a name have what its parts have gained: 総合窓口システム beside 窓口システム.
fn gather(candidates: &mut BTreeMap<String, Candidate>) {
    if candidates.len() > MOST_COMPARED {
        return;
    }
    let points: Vec<(String, i32)> =
        candidates.iter().map(|(name, candidate)| (name.clone(), candidate.points)).collect();
    for (name, candidate) in candidates.iter_mut().filter(|(_, candidate)| candidate.points > 0) {
        let parts = points
            .iter()
            .filter(|(part, _)| part.len() < name.len() && name.ends_with(part.as_str()));
        let best = parts.map(|(_, points)| points + 1).max().unwrap_or(0);
        candidate.points = candidate.points.max(best);
    }
}

/// A name without the address of its page: みどり屋 of みどり屋(https://…), みどり屋 [ https://… ].
pub(super) fn without_address(name: &str) -> &str {
    let open = name.find(['(', '[', '<']).filter(|open| {
        let inside = name.get(open + 1..).unwrap_or_default().trim_start();
        inside.starts_with("http") || inside.starts_with("www.") || inside.starts_with("url")
    });
    let open = open.or_else(|| name.find("http"));
    open.and_then(|open| name.get(..open)).map_or(name, str::trim_end)
}

/// Where quotes open in a text, in order.
fn quotes(text: &str) -> Vec<usize> {
    let places = |sign: &'static str| memchr::memmem::find_iter(text.as_bytes(), sign);
    let mut quotes: Vec<usize> = places("「").chain(places("『")).collect();
    quotes.sort_unstable();
    quotes
}

/// Ranges of what stands in 「」 or 『』, without nesting.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '「' | '『' => open = Some(at + c.len_utf8()),
            '」' | '』' => {
                if let Some(start) = open.take() {
                    ranges.push(start..at);
                }
            }
            _ => {}
        }
    }
    ranges
}
