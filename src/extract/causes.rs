//! Why it happened: mechanisms found by cues, and the route through a third party.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath, Vendor};

use super::cue::CueSet;
use super::lexicon_file::{GroupEntry, LexiconFile};
use super::page::Page;
use super::section::Section;
use super::stance::{Signal, Signals};

/// Finds causes.
#[derive(Debug)]
pub(super) struct CauseFinder {
    cues: CueSet,
    rules: Vec<Rule>,
    general: CueSet,
    ruled_out: CueSet,
    suspected: CueSet,
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
    /// Sentences that advise, compare or look back.
    general: Vec<Spanned<String>>,
    /// Words behind a cue that rule it out.
    ruled_out: Vec<Spanned<String>>,
    /// Words behind a cue that only suspect it.
    suspected: Vec<Spanned<String>>,
    group: Vec<GroupEntry<CauseEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseEntry {
    slug: Spanned<String>,
    #[serde(rename = "label")]
    _label: IgnoredAny,
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
    denied: Option<usize>,
}

impl CauseFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<CauseFile>(lexicon, "causes.toml")?;
        let mut cues = Vec::new();
        let mut rules = Vec::new();
        let mut values = Vec::new();
        let mut superfluous = Vec::new();
        for group in content.group {
            for entry in group.value {
                let value = values.len();
                values.push(file.path(&group.slug, &entry.slug)?);
                superfluous.push(entry.unless_found);
                let lists = [
                    (Weight::Strong, entry.cues),
                    (Weight::Weak, entry.weak),
                    (Weight::Unless, entry.unless),
                ];
                for (weight, list) in lists {
                    // The same phrase may serve several causes, but only once each.
                    file.cues(&list, folder)?;
                    rules.extend(std::iter::repeat_n(Rule { value, weight }, list.len()));
                    cues.extend(list);
                }
            }
        }
        let unless_found = superfluous
            .iter()
            .map(|slugs| known_paths(&file, &values, slugs))
            .collect::<Result<_, _>>()?;
        let compiled = CueSet::new(cues.iter().map(|cue| cue.get_ref().as_str()), folder).map_err(
            |(number, message)| match cues.get(number) {
                Some(cue) => file.mistake(cue, message),
                None => file.mistake(&Spanned::new(0..0, ()), message),
            },
        )?;
        Ok(Self {
            cues: compiled,
            rules,
            general: file.cues(&content.general, folder)?,
            ruled_out: file.cues(&content.ruled_out, folder)?,
            suspected: file.cues(&content.suspected, folder)?,
            values,
            unless_found,
        })
    }

    /// The causes of a page: mechanisms, then the routes that its vendors imply.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        signals: &Signals,
        vendors: &[Vendor],
    ) -> Vec<Categorised> {
        let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            if sentence.section.is_advice() || sentence.question {
                continue;
            }
            self.read_sentence(
                page.sentence(number),
                number,
                sentence.section,
                signals,
                &mut tallies,
            );
        }
        let any_strong = tallies
            .iter()
            .any(|(value, tally)| tally.strong.is_some() && self.is_mechanism(*value));
        let mut found: Vec<(FacetPath, Certainty, usize)> = Vec::new();
        for (value, tally) in &tallies {
            let Some(path) = self.values.get(*value) else { continue };
            let weak = tally.weak.filter(|_| !any_strong);
            match (tally.strong.or(weak), tally.denied) {
                (Some((certainty, sentence)), _) => found.push((path.clone(), certainty, sentence)),
                (None, Some(sentence)) => found.push((path.clone(), Certainty::Denied, sentence)),
                (None, None) => {}
            }
        }
        self.drop_superfluous(&mut found);
        self.drop_general(&mut found);
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

    fn read_sentence(
        &self,
        text: &str,
        number: usize,
        section: Section,
        signals: &Signals,
        tallies: &mut BTreeMap<usize, Tally>,
    ) {
        let hits = self.cues.find(text);
        if hits.is_empty() || self.general.is_in(text) {
            return;
        }
        let reading = signals.read(text);
        if reading.has(Signal::Request) && section != Section::Cause {
            return;
        }
        let unless: Vec<usize> = hits
            .iter()
            .filter_map(|hit| self.rules.get(hit.cue))
            .filter(|rule| rule.weight == Weight::Unless)
            .map(|rule| rule.value)
            .collect();
        for hit in &hits {
            let Some(rule) = self.rules.get(hit.cue) else { continue };
            if rule.weight == Weight::Unless || unless.contains(&rule.value) {
                continue;
            }
            if section == Section::Prevention && rule.weight == Weight::Weak {
                continue;
            }
            let certainty = self.certainty(text, hit.end);
            let tally = tallies.entry(rule.value).or_default();
            match certainty {
                Certainty::Denied => {
                    tally.denied.get_or_insert(number);
                }
                certainty => {
                    let slot = if rule.weight == Weight::Strong {
                        &mut tally.strong
                    } else {
                        &mut tally.weak
                    };
                    if slot.is_none_or(|(known, _)| certainty < known) {
                        *slot = Some((certainty, number));
                    }
                }
            }
        }
    }

    /// What the rest of the clause makes of a cause named before byte `end`.
    fn certainty(&self, text: &str, end: usize) -> Certainty {
        let limit = text.floor_char_boundary(end.saturating_add(160));
        let after = text.get(end..limit).unwrap_or_default();
        let clause = ["が、", "おり、", "あり、", "され、", "ため、", "て、", "し、", "。"]
            .iter()
            .filter_map(|stop| after.find(stop))
            .min()
            .and_then(|stop| after.get(..stop))
            .unwrap_or(after);
        if self.ruled_out.is_in(clause) {
            Certainty::Denied
        } else if self.suspected.is_in(clause) {
            Certainty::Possible
        } else {
            Certainty::Stated
        }
    }

    fn is_mechanism(&self, value: usize) -> bool {
        self.values.get(value).is_some_and(|path| {
            path.parent() != "supply-chain"
                && path.parent() != "unknown"
                && path.child() != Some("unspecified-intrusion")
        })
    }

    /// Values that say nothing more beside a more specific one that was found.
    fn drop_superfluous(&self, found: &mut Vec<(FacetPath, Certainty, usize)>) {
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

    /// Whether a sentence names a cause.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        self.cues
            .find(text)
            .iter()
            .any(|hit| self.rules.get(hit.cue).is_some_and(|rule| rule.weight == Weight::Strong))
    }

    /// 手口不明 and 調査中 stay only where nothing says more.
    fn drop_general(&self, found: &mut Vec<(FacetPath, Certainty, usize)>) {
        let explained = found.iter().any(|(path, certainty, _)| {
            *certainty != Certainty::Denied
                && !matches!(path.parent(), "supply-chain" | "unknown")
                && path.child() != Some("unspecified-intrusion")
        });
        let intruded = found.iter().any(|(path, certainty, _)| {
            *certainty != Certainty::Denied && !matches!(path.parent(), "supply-chain" | "unknown")
        });
        found.retain(|(path, certainty, _)| {
            let general = path.child() == Some("unspecified-intrusion")
                && explained
                && *certainty != Certainty::Denied;
            let unknown = path.parent() == "unknown" && intruded;
            !(general || unknown)
        });
    }
}

/// The slug paths of a list, each of which must be a value of the file.
fn known_paths(
    file: &LexiconFile<'_>,
    values: &[FacetPath],
    slugs: &[Spanned<String>],
) -> Result<Vec<FacetPath>, LexiconError> {
    slugs
        .iter()
        .map(|slug| {
            let typed = slug.get_ref();
            values.iter().find(|path| path.as_str() == typed).cloned().ok_or_else(|| {
                let message =
                    format!("`{typed}` is no value of this file; write level-one/level-two");
                file.mistake(slug, message)
            })
        })
        .collect()
}

/// Adds `supply-chain/ROLE` for each causal vendor.
fn add_routes(causes: &mut Vec<Categorised>, vendors: &[Vendor]) {
    for vendor in vendors {
        let Ok(value) = format!("supply-chain/{}", vendor.role.as_str()).parse::<FacetPath>()
        else {
            continue;
        };
        let at = causes.iter().position(|cause| cause.value == value);
        match at.and_then(|at| causes.get_mut(at)) {
            Some(known) if known.certainty != Certainty::Denied => {}
            Some(known) => known.certainty = Certainty::Stated,
            None => {
                let denied = causes.iter().position(|cause| cause.certainty == Certainty::Denied);
                let cause = Categorised {
                    value,
                    certainty: Certainty::Stated,
                    evidence: vendor.evidence.clone(),
                };
                causes.insert(denied.unwrap_or(causes.len()), cause);
            }
        }
    }
}
