//! Why it happened: mechanisms found by cues, and the route through a third party.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath, Vendor};

use super::cue::{CueSetBuilder, Hit, List};
use super::lexicon_file::{GroupEntry, LexiconFile, Sets};
use super::page::{Page, Shape};
use super::routes::add_routes;
use super::section::Section;
use super::signal::Signal;
use super::stance::Reading;

/// How far behind a cue its predicate is looked for, in bytes.
const REACH: usize = 180;

/// Finds causes.
#[derive(Debug)]
pub(super) struct CauseFinder {
    /// The cues of all values, one after the other, and what each says.
    cues: List,
    rules: Vec<Rule>,
    general: List,
    ruled_out: List,
    ruled_out_all: List,
    asked: List,
    suspected: List,
    values: Vec<FacetPath>,
    /// For each value, the more specific ones that make it superfluous.
    unless_found: Vec<Vec<FacetPath>>,
}

/// What a cue says.
#[derive(Debug, Clone, Copy)]
struct Rule {
    value: usize,
    weight: Weight,
}

/// How much a cue proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Names the cause.
    Strong,
    /// Counts only when nothing strong was found.
    Weak,
    /// Takes the value out of the sentence it stands in.
    Unless,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseFile {
    general: Vec<Spanned<String>>,
    ruled_out: Vec<Spanned<String>>,
    ruled_out_all: Vec<Spanned<String>>,
    asked: Vec<Spanned<String>>,
    suspected: Vec<Spanned<String>>,
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
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    unless_found: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Sentence and certainty of the firmest strong claim.
    strong: Option<(Certainty, usize)>,
    weak: Option<(Certainty, usize)>,
    /// The heading that names it, for want of a sentence.
    titled: Option<(Certainty, usize)>,
    denied: Option<usize>,
}

/// A cause with its certainty and the sentence that says so.
type Found = (FacetPath, Certainty, usize);

impl CauseFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<CauseFile>(lexicon, "causes.toml")?;
        let mut rules = Vec::new();
        let mut values = Vec::new();
        let mut superfluous = Vec::new();
        let mut cues: Option<List> = None;
        let mut claims = Vec::new();
        for group in content.group {
            for entry in group.value {
                let value = values.len();
                values.push(file.path(&group.slug, &entry.slug)?);
                superfluous.push(entry.unless_found);
                claims.extend(entry.cues.iter().map(|cue| (cue.clone(), value)));
                let lists = [
                    (Weight::Strong, entry.cues),
                    (Weight::Weak, entry.weak),
                    (Weight::Unless, entry.unless),
                ];
                for (weight, mut list) in lists {
                    file.insert_sets(&mut list, &content.sets)?;
                    // The same phrase may serve several causes, but only once each.
                    let added = file.list(set, &list, folder)?;
                    rules.extend(std::iter::repeat_n(Rule { value, weight }, added.len()));
                    cues = Some(cues.map_or(added.clone(), |cues| cues.start..added.end));
                }
            }
        }
        file.warn_of_claims(&claims, &content.shared, folder, |value| {
            values.get(*value).map(ToString::to_string).unwrap_or_default()
        });
        let unless_found = superfluous
            .iter()
            .map(|slugs| known_paths(&file, &values, slugs))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            cues: cues.unwrap_or(0..0),
            rules,
            general: file.list(set, &content.general, folder)?,
            ruled_out: file.list(set, &content.ruled_out, folder)?,
            ruled_out_all: file.list(set, &content.ruled_out_all, folder)?,
            asked: file.list(set, &content.asked, folder)?,
            suspected: file.list(set, &content.suspected, folder)?,
            values,
            unless_found,
        })
    }

    /// The causes of a page: mechanisms, then the routes that its vendors imply.
    pub(super) fn find(&self, page: &Page<'_>, vendors: &[Vendor]) -> Vec<Categorised> {
        let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            if !sentence.question {
                self.read_sentence(page, number, &mut tallies);
            }
        }
        let any_strong = tallies.iter().any(|(value, tally)| {
            (tally.strong.or(tally.titled)).is_some() && self.is_mechanism(*value)
        });
        let mut found: Vec<Found> = Vec::new();
        for (value, tally) in &tallies {
            let Some(path) = self.values.get(*value) else { continue };
            let weak = tally.weak.filter(|_| !any_strong);
            match (tally.strong.or(tally.titled).or(weak), tally.denied) {
                (Some((certainty, sentence)), _) => found.push((path.clone(), certainty, sentence)),
                (None, Some(sentence)) => found.push((path.clone(), Certainty::Denied, sentence)),
                (None, None) => {}
            }
        }
        self.drop_superfluous(&mut found);
        drop_general(&mut found);
        found.sort_by_key(|(_, certainty, sentence)| (*certainty == Certainty::Denied, *sentence));
        let mut causes: Vec<Categorised> = found
            .into_iter()
            .map(|(value, certainty, sentence)| Categorised {
                value,
                certainty,
                evidence: page.evidence(sentence),
            })
            .collect();
        add_routes(&mut causes, vendors);
        causes
    }

    /// Whether a sentence with these hits names a cause.
    pub(super) fn is_named(&self, hits: &[Hit]) -> bool {
        hits.iter().any(|hit| self.rule(hit).is_some_and(|rule| rule.weight == Weight::Strong))
    }

    fn rule(&self, hit: &Hit) -> Option<Rule> {
        self.cues.contains(&hit.cue).then(|| self.rules.get(hit.cue - self.cues.start).copied())?
    }

    fn read_sentence(&self, page: &Page<'_>, number: usize, tallies: &mut BTreeMap<usize, Tally>) {
        let hits = page.hits(number);
        let has = |list: &List| hits.iter().any(|hit| list.contains(&hit.cue));
        let is_named = hits.iter().any(|hit| self.rule(hit).is_some());
        if !is_named || has(&self.general) {
            return;
        }
        let reading = page.reading(number);
        let Some(sentence) = page.sentences.get(number) else { return };
        if reading.has(Signal::Request) && sentence.section != Section::Cause {
            return;
        }
        let unless: Vec<usize> = hits
            .iter()
            .filter_map(|hit| self.rule(hit))
            .filter(|rule| rule.weight == Weight::Unless)
            .map(|rule| rule.value)
            .collect();
        // Of several cues for one value the last stands nearest to the predicate.
        let mut claims: BTreeMap<usize, (Weight, Certainty)> = BTreeMap::new();
        for hit in hits {
            let Some(rule) = self.rule(hit) else { continue };
            if rule.weight == Weight::Unless || unless.contains(&rule.value) {
                continue;
            }
            let text = page.sentence(number);
            let Some(certainty) = self.certainty(text, hit.end, hits, &reading) else { continue };
            claims.insert(rule.value, (rule.weight, certainty));
        }
        let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
        for (value, (weight, certainty)) in claims {
            let tally = tallies.entry(value).or_default();
            if certainty == Certainty::Denied {
                tally.denied.get_or_insert(number);
                continue;
            }
            if is_aside {
                continue;
            }
            let slot = match weight {
                _ if number == 0 || sentence.shape == Shape::Heading => &mut tally.titled,
                Weight::Strong => &mut tally.strong,
                _ => &mut tally.weak,
            };
            if slot.is_none_or(|(known, _)| certainty < known) {
                *slot = Some((certainty, number));
            }
        }
    }

    /// What the rest of the clause makes of a cause named before byte `end`.
    ///
    /// The clause ends where the sentence pauses, or where it goes on to what leaked: in
    /// 「不正アクセスにより氏名が漏えいした可能性」 only the leak is uncertain.
    fn certainty(
        &self,
        text: &str,
        end: usize,
        hits: &[Hit],
        reading: &Reading<'_>,
    ) -> Option<Certainty> {
        let mut clause = clause_behind(text, end);
        let has = |list: &List, range: &Range<usize>| {
            hits.iter().any(|hit| list.contains(&hit.cue) && is_within(hit, range))
        };
        let rest = end..rest_of_sentence(text, end);
        if has(&self.ruled_out_all, &rest) {
            return Some(Certainty::Denied);
        }
        if has(&self.asked, &clause) {
            return None;
        }
        if let Some(leak) = reading.first_within(Signal::Leak, &clause) {
            clause.end = leak;
        }
        let is_denied = reading.has_within(Signal::Negation, &clause)
            || reading.has_within(Signal::Denial, &clause)
            || has(&self.ruled_out, &clause);
        Some(if is_denied && !reading.has_within(Signal::CannotExclude, &clause) {
            Certainty::Denied
        } else if has(&self.suspected, &clause) || reading.has_within(Signal::Possible, &clause) {
            Certainty::Possible
        } else {
            Certainty::Stated
        })
    }

    fn is_mechanism(&self, value: usize) -> bool {
        self.values.get(value).is_some_and(is_mechanism)
    }

    /// Drops values that say nothing more beside a more specific one that was found.
    fn drop_superfluous(&self, found: &mut Vec<Found>) {
        let present: Vec<FacetPath> = found
            .iter()
            .filter(|(_, certainty, _)| *certainty != Certainty::Denied)
            .map(|(path, _, _)| path.clone())
            .collect();
        found.retain(|(path, certainty, _)| {
            let at = self.values.iter().position(|value| value == path);
            let specific = at.and_then(|at| self.unless_found.get(at));
            *certainty == Certainty::Denied
                || specific
                    .is_none_or(|specific| !specific.iter().any(|path| present.contains(path)))
        });
    }
}

/// The clause behind byte `end`: to where the sentence pauses, or goes on to what came of the cause.
fn clause_behind(text: &str, end: usize) -> Range<usize> {
    let limit = text.floor_char_boundary(end.saturating_add(REACH));
    let after = text.get(end..limit).unwrap_or_default();
    let mut length = [
        "が、",
        "おり、",
        "あり、",
        "され、",
        "ため、",
        "ことで、",
        "もので、",
        "て、",
        "し、",
        "られ、",
        "ず、",
        "ことが、",
        "。",
    ]
    .iter()
    .filter_map(|stop| after.find(stop).map(|at| at + stop.len()))
    .min()
    .unwrap_or(after.len());
    let by = ["により", "によって", "に伴", "を受け、", "に起因", "による"]
        .iter()
        .filter_map(|word| after.find(word).map(|at| (at, at + word.len())))
        .min();
    if let Some((at, behind)) = by {
        let rest = after.get(behind..).unwrap_or_default();
        let is_about_itself = [
            "もの",
            "可能性",
            "こと",
            "おそれ",
            "恐れ",
            "攻撃",
            "被害",
            "感染",
            "侵入",
            "データ",
            "暗号化",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
        if at < length && !is_about_itself {
            length = at;
        }
    }
    end..end + length
}

/// Where the sentence turns or ends behind byte `end`.
fn rest_of_sentence(text: &str, end: usize) -> usize {
    let limit = text.floor_char_boundary(end.saturating_add(2 * REACH));
    let after = text.get(end..limit).unwrap_or_default();
    let stop = ["が、", "であり、", "もので、", "ですが", "ため、", "。"]
        .iter()
        .filter_map(|stop| after.find(stop))
        .min();
    end + stop.unwrap_or(after.len())
}

fn is_within(hit: &Hit, range: &Range<usize>) -> bool {
    hit.start >= range.start && hit.start < range.end
}

/// Whether a value says what was done, rather than through whom or that nobody knows.
fn is_mechanism(path: &FacetPath) -> bool {
    !matches!(path.parent(), "supply-chain" | "unknown")
        && path.child() != Some("unspecified-intrusion")
}

/// 手口不明 and 調査中 stay only where nothing says more.
fn drop_general(found: &mut Vec<Found>) {
    let explained = found
        .iter()
        .any(|(path, certainty, _)| *certainty != Certainty::Denied && is_mechanism(path));
    found.retain(|(path, certainty, _)| {
        let is_general = path.child() == Some("unspecified-intrusion")
            || path.child() == Some("under-investigation");
        !(is_general && explained && *certainty != Certainty::Denied)
    });
}

/// The slug paths of a list, each of which must be a value of the file.
fn known_paths(
    file: &LexiconFile<'_>,
    values: &[FacetPath],
    slugs: &[Spanned<String>],
) -> Result<Vec<FacetPath>, LexiconError> {
    let mut known = Vec::new();
    for slug in slugs {
        let typed = slug.get_ref();
        match values.iter().find(|path| path.as_str() == typed) {
            Some(path) => known.push(path.clone()),
            None => {
                let message =
                    format!("`{typed}` is no value of this file; write level-one/level-two");
                file.refuse(slug, message)?;
            }
        }
    }
    Ok(known)
}
