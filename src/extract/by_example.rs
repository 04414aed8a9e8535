//! Causes told in free words: sentences that are like the examples, weighed over the page.
//!
//! Cues name a cause whatever surrounds them; a sentence may tell it without any. Each sentence that may
//! tell of the incident is sorted by [`Likeness`]; how sure that is, in logarithms of odds, and the place
//! where it stands make its weight. A value weighs as much as its weightiest sentence, and more if cues
//! name it too. Values that weigh little, or little beside the weightiest, are left out, so that
//! one word of a cue does not stand against a page that tells another story.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::japanese::{Folder, Script};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Certainty, FacetPath};

use super::examples::{self, Example};
use super::likeness::Likeness;
use super::page::{Page, Sentence, Shape};
use super::section::Section;
use super::signal::Signal;
use super::stance::Reading;

/// Fewest letters of a sentence that tells anything.
const FEWEST_LETTERS: usize = 16;

/// Most that one sentence weighs by its wording.
const MOST_ODDS: f32 = 9.0;

/// What a value weighs that cues name.
const NAMED: f32 = 4.0;

/// Least weight of a cause.
const LEAST: f32 = 4.0;

/// Least weight of a cause that is ruled out in so many words.
const LEAST_RULED_OUT: f32 = 3.0;

/// Least share of the weightiest cause's weight.
const LEAST_SHARE: f32 = 0.5;

/// A cause with its certainty and the sentence that says so.
pub(super) type Found = (FacetPath, Certainty, usize);

/// Finds causes by example sentences.
#[derive(Debug)]
pub(super) struct ByExample {
    values: Vec<FacetPath>,
    examples: Vec<Example>,
    /// Learned when the first page needs it.
    likeness: OnceLock<Likeness>,
}

/// What the sentences of a page tell about one value.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    /// Weight, certainty and number of the weightiest sentence.
    claim: Option<(f32, Certainty, usize)>,
    denial: Option<(f32, usize)>,
}

impl ByExample {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        values: &[FacetPath],
    ) -> Result<Self, LexiconError> {
        Ok(Self {
            values: values.to_vec(),
            examples: examples::read(lexicon, folder, values)?,
            likeness: OnceLock::new(),
        })
    }

    /// Adds what the sentences tell to what cues found, and takes out what does not fit the rest.
    ///
    /// `may_tell` says whether a sentence may speak of this incident.
    pub(super) fn join(
        &self,
        page: &Page<'_>,
        may_tell: impl Fn(usize) -> bool,
        found: &mut Vec<Found>,
    ) {
        let told = self.told(page, may_tell);
        let mut weights: BTreeMap<usize, f32> = BTreeMap::new();
        for (value, told) in &told {
            if let Some((weight, _, _)) = told.claim {
                weights.insert(*value, weight);
            }
        }
        for (path, certainty, _) in found.iter() {
            if let Some(value) = self.number(path).filter(|_| *certainty != Certainty::Denied) {
                *weights.entry(value).or_default() += NAMED;
            }
        }
        let most = weights.values().copied().fold(0.0_f32, f32::max);
        let stays = |value: usize| {
            let weight = weights.get(&value).copied().unwrap_or(0.0);
            weight >= LEAST && weight >= LEAST_SHARE * most
        };
        found.retain(|(path, certainty, _)| {
            *certainty == Certainty::Denied || self.number(path).is_none_or(stays)
        });
        for (value, told) in told {
            let Some(path) = self.values.get(value) else { continue };
            let known = found.iter().position(|(found, _, _)| found == path);
            match (told.claim.filter(|_| stays(value)), told.denial, known) {
                (Some((_, certainty, sentence)), _, known) => {
                    // A denial beside a firm claim speaks of another part of the story.
                    let claim = (path.clone(), certainty, sentence);
                    match known.and_then(|at| found.get_mut(at)) {
                        Some(denied) if denied.1 == Certainty::Denied => *denied = claim,
                        Some(_) => {}
                        None => found.push(claim),
                    }
                }
                (None, Some((_, sentence)), None) => {
                    found.push((path.clone(), Certainty::Denied, sentence));
                }
                _ => {}
            }
        }
    }

    /// The number of a value that is weighed; a route is told by its vendor, and that nobody knows the
    /// cause stands beside any cause.
    fn number(&self, path: &FacetPath) -> Option<usize> {
        self.values
            .iter()
            .position(|value| value == path)
            .filter(|_| !matches!(path.parent(), "supply-chain" | "unknown"))
    }

    fn told(&self, page: &Page<'_>, may_tell: impl Fn(usize) -> bool) -> BTreeMap<usize, Told> {
        let mut all: BTreeMap<usize, Told> = BTreeMap::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
            let text = page.sentence(number);
            if sentence.question || is_aside || !is_long_enough(text) || !may_tell(number) {
                continue;
            }
            let likeness =
                self.likeness.get_or_init(|| Likeness::learn(&self.examples, self.values.len()));
            let Some(sorted) = likeness.sort(text) else { continue };
            let weight = sorted.odds.min(MOST_ODDS) + of_place(sentence, number, text);
            let told = all.entry(sorted.value).or_default();
            let is_fact =
                self.values.get(sorted.value).is_some_and(|path| path.parent() != "unknown");
            match saying(text, &page.reading(number)) {
                Saying::Claim(certainty) => {
                    if weight > 0.0 && told.claim.is_none_or(|(known, _, _)| weight > known) {
                        told.claim = Some((weight, certainty, number));
                    }
                }
                Saying::Ruling => {
                    let is_firmer = told.denial.is_none_or(|(known, _)| weight > known);
                    if is_fact && is_firmer && weight >= LEAST_RULED_OUT {
                        told.denial = Some((weight, number));
                    }
                }
                Saying::Beside => {}
            }
        }
        all
    }
}

/// Whether a sentence is more than a name or an item.
fn is_long_enough(text: &str) -> bool {
    let is_letter = |c: &char| !matches!(Script::of(*c), Script::Other);
    text.chars().filter(is_letter).take(FEWEST_LETTERS).count() == FEWEST_LETTERS
}

/// What the place of a sentence adds to its weight.
fn of_place(sentence: &Sentence, number: usize, text: &str) -> f32 {
    let of_section = match sentence.section {
        Section::Cause => 1.0,
        Section::Course => 0.5,
        Section::Scope | Section::Response | Section::Delay => -1.0,
        _ => 0.0,
    };
    let of_shape = match sentence.shape {
        _ if number == 0 => 2.0,
        Shape::Prose => 0.0,
        _ if text.contains('。') => 0.0,
        _ => -2.0,
    };
    of_section + of_shape
}

/// What a sentence makes of the cause it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saying {
    /// It happened, or may have.
    Claim(Certainty),
    /// It did not happen: …した形跡はありません.
    Ruling,
    /// It asks, speaks of damage or of what is not kept, or only ends with a negative: what did not
    /// happen may be another thing.
    Beside,
}

fn saying(text: &str, reading: &Reading<'_>) -> Saying {
    /// What rules out a cause wherever it stands.
    const RULINGS: [&str; 14] = [
        "ものではな",
        "ものではあ",
        "ものではござ",
        "わけではな",
        "わけではあ",
        "わけではござ",
        "ことではな",
        "ことではあ",
        "ではなく、",
        "形跡はな",
        "事実はな",
        "痕跡はな",
        "否定され",
        "無関係",
    ];
    if ["のか、", "のかは", "のかを", "かどうか", "か否か"].iter().any(|asks| text.contains(asks))
    {
        return Saying::Beside;
    }
    let rules = RULINGS.iter().any(|ruling| text.contains(ruling));
    let last = last_clause(text);
    let denies = rules
        || reading.has_within(Signal::Denial, &last)
        || reading.has_within(Signal::Negation, &last);
    if denies && !reading.has(Signal::CannotExclude) {
        let is_beside = reading.has(Signal::Damage) || reading.has(Signal::NotHeld);
        return if rules && !is_beside { Saying::Ruling } else { Saying::Beside };
    }
    let all = 0..text.len();
    let leak = reading.first_within(Signal::Leak, &all);
    let doubt = reading.first_within(Signal::Possible, &all);
    let is_doubted = doubt.is_some_and(|doubt| leak.is_none_or(|leak| doubt < leak));
    Saying::Claim(if is_doubted { Certainty::Possible } else { Certainty::Stated })
}

/// What stands behind the last pause after a verb.
fn last_clause(text: &str) -> Range<usize> {
    let pause = text.rmatch_indices('、').find(|(at, _)| {
        let head = text.get(..*at).unwrap_or_default();
        head.ends_with(['が', 'て', 'り', 'ず', 'め', 'し', 'で', 'く', 'の'])
    });
    let start = pause.map_or(0, |(at, pause)| at + pause.len());
    start..text.len()
}
