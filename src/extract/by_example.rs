//! Causes told in free words: sentences that are like the examples, weighed over the page.
//!
//! Cues name a cause whatever surrounds them; a sentence may tell it without any. Each sentence that may
//! tell of the incident is sorted by [`Likeness`]; how sure that is, in logarithms of odds, and the place
//! where it stands make its weight. A value weighs as much as its weightiest sentence. Where cues named
//! a mechanism, sentences must weigh more to add another, and take one out that none of them is near
//! beside a firm story of another kind; where cues named none, they tell it alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::japanese::{Beginnings, Folder, Script};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Certainty, FacetPath, Rule};

use super::cause_value::Value;
use super::cause_weight::{LEAST_SHARE, Weighing};
use super::examples::{self, Example};
use super::features::script;
use super::likeness::Likeness;
use super::page::{Page, Sentence, Shape};
use super::section::Section;
use super::signal::Signal;
use super::stance::Reading;

/// Fewest Japanese letters of a sentence that tells anything.
const FEWEST_LETTERS: usize = 16;

/// Most that one sentence weighs by its wording.
const MOST_ODDS: f32 = 9.0;

/// Least weight of a cause where cues name no mechanism, and least share of the weightiest one's weight.
const LEAST_ALONE: (f32, f32) = (4.0, 0.5);

/// The same where cues name a mechanism.
const LEAST_BESIDE_CUES: (f32, f32) = (8.0, 0.7);

/// How much more a cause must weigh that cues find denied.
const AGAINST_DENIAL: f32 = 3.0;

/// Weight of a story beside which a cause that no sentence tells is taken out.
const FIRM: f32 = 9.0;

/// How far the sentence in which a cue names a cause must at least be from telling it, for it to be
/// taken out.
const FAR: f32 = 4.0;

/// Least weight of a cause that is ruled out.
const LEAST_RULED_OUT: f32 = 6.0;

/// The number of a cause with its certainty and the sentence that says so.
pub(super) type Found = (usize, Certainty, usize);

/// Finds causes by example sentences.
#[derive(Debug)]
pub(super) struct ByExample {
    /// How many there are to tell apart.
    values: usize,
    examples: Vec<Example>,
    /// What asks whether it was so, then what rules out a cause wherever it stands.
    asides: Beginnings,
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
            values: values.len(),
            examples: examples::read(lexicon, folder, values)?,
            asides: Beginnings::new(ASKS.iter().chain(&RULINGS).copied()),
            likeness: OnceLock::new(),
        })
    }

    /// Adds what the sentences tell to what cues found, and takes out what does not fit the rest.
    ///
    /// `may_tell` says which sentences may speak of this incident; `weighing` is told what each tells.
    pub(super) fn join(
        &self,
        page: &Page<'_>,
        may_tell: &[bool],
        values: &[Value],
        weighing: &mut Weighing,
        found: &mut Vec<Found>,
    ) {
        let told = self.told(page, may_tell, values, weighing);
        let weight = |value: usize| {
            told.get(&value).and_then(|told| told.claim).map_or(0.0, |(weight, _, _)| weight)
        };
        let most = told.keys().map(|value| weight(*value)).fold(0.0_f32, f32::max);
        let tells_firmly = |sentence: usize| {
            told.values()
                .filter_map(|told| told.claim)
                .any(|(weight, _, number)| number == sentence && weight >= FIRM)
        };
        let is_mechanism = |value: usize| values.get(value).is_some_and(|value| value.is_mechanism);
        found.retain(|(value, certainty, sentence)| {
            let distance = || self.likeness().distance(page.sentence(*sentence), *value);
            // A sentence that tells a firm story may tell of two deeds: 脆弱性を突かれ、…が改ざんされ.
            most < FIRM
                || *certainty == Certainty::Denied
                || !is_mechanism(*value)
                || weight(*value) > 0.0
                || tells_firmly(*sentence)
                || distance() < FAR
        });
        let is_named = found
            .iter()
            .any(|(value, certainty, _)| *certainty != Certainty::Denied && is_mechanism(*value));
        let (least, share) = if is_named { LEAST_BESIDE_CUES } else { LEAST_ALONE };
        for (value, told) in &told {
            let known = found.iter_mut().find(|(found, _, _)| found == value);
            let is_denied = known.as_ref().is_some_and(|known| known.1 == Certainty::Denied);
            let needed = least + if is_denied { AGAINST_DENIAL } else { 0.0 };
            let claim = told.claim.filter(|(weight, _, _)| *weight >= needed.max(share * most));
            match (claim, told.denial, known) {
                (Some((_, certainty, sentence)), _, Some(known)) if is_denied => {
                    *known = (*value, certainty, sentence);
                }
                (Some((_, certainty, sentence)), _, None) => {
                    found.push((*value, certainty, sentence));
                }
                (None, Some((_, sentence)), None) => {
                    found.push((*value, Certainty::Denied, sentence));
                }
                _ => {}
            }
        }
    }

    /// The example of a value that a sentence is most like: why it was found.
    pub(super) fn likest(&self, text: &str, value: usize) -> Option<Rule> {
        self.likeness().sort(text).filter(|sorted| sorted.value == value)?;
        let example = self.likeness().nearest(text, value, &self.examples)?;
        let example = self.examples.get(example)?;
        let mechanism = "causes: example sentence";
        Some(Rule { mechanism, cue: Some(example.place), matched: None })
    }

    fn likeness(&self) -> &Likeness {
        self.likeness.get_or_init(|| Likeness::learn(&self.examples, self.values))
    }

    fn told(
        &self,
        page: &Page<'_>,
        may_tell: &[bool],
        values: &[Value],
        weighing: &mut Weighing,
    ) -> BTreeMap<usize, Told> {
        let mut all: BTreeMap<usize, Told> = BTreeMap::new();
        let mut reader = self.likeness().reader();
        for ((number, sentence), may_tell) in page.sentences.iter().enumerate().zip(may_tell) {
            let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
            let text = page.sentence(number);
            if !may_tell || is_aside || !is_long_enough(text) {
                continue;
            }
            let chances = reader.read(text);
            let sorted = chances.sorted();
            if sorted.is_none() && chances.shares(LEAST_SHARE).next().is_none() {
                continue;
            }
            let saying = self.saying(text, &page.reading(number));
            if let Saying::Claim(certainty) = saying
                && sentence.section != Section::Delay
            {
                weighing.tell(chances.shares(LEAST_SHARE), certainty, number);
            }
            let Some(sorted) = sorted else { continue };
            let weight = sorted.odds.min(MOST_ODDS) + of_place(sentence, number, text);
            let told = all.entry(sorted.value).or_default();
            match saying {
                Saying::Claim(certainty) => {
                    if weight > 0.0 && told.claim.is_none_or(|(known, _, _)| weight > known) {
                        told.claim = Some((weight, certainty, number));
                    }
                }
                Saying::Ruling => {
                    let is_firmer = told.denial.is_none_or(|(known, _)| weight > known);
                    let is_fact = || {
                        let value = values.get(sorted.value);
                        value.is_some_and(|value| value.path.parent() != "unknown")
                    };
                    if is_firmer && weight >= LEAST_RULED_OUT && is_fact() {
                        told.denial = Some((weight, number));
                    }
                }
                Saying::Beside => {}
            }
        }
        all
    }

    /// What a sentence makes of the cause it tells, if it claims one.
    pub(super) fn claimed(&self, text: &str, reading: &Reading<'_>) -> Option<Certainty> {
        match self.saying(text, reading) {
            Saying::Claim(certainty) => Some(certainty),
            Saying::Ruling | Saying::Beside => None,
        }
    }

    /// What a sentence makes of the cause it tells.
    fn saying(&self, text: &str, reading: &Reading<'_>) -> Saying {
        let (mut asks, mut rules) = (false, false);
        self.asides.each(text, |_, _, number| {
            asks |= number < ASKS.len();
            rules |= number >= ASKS.len();
            !asks
        });
        if asks {
            return Saying::Beside;
        }
        let all = 0..text.len();
        let negatives = [Signal::Denial, Signal::Negation];
        let has_negative =
            |range: &Range<usize>| negatives.iter().any(|it| reading.has_within(*it, range));
        let denies = rules || has_negative(&all) && has_negative(&last_clause(text));
        if denies && !reading.has(Signal::CannotExclude) {
            let is_beside = reading.has(Signal::Damage) || reading.has(Signal::NotHeld);
            return if rules && !is_beside { Saying::Ruling } else { Saying::Beside };
        }
        let doubt = reading.first_within(Signal::Possible, &all);
        // 侵入により漏えいした可能性 doubts the leak; 盗み見られた可能性があり、…漏れ what came before it.
        let is_doubted = doubt.is_some_and(|doubt| {
            let leak = reading.first_within(Signal::Leak, &all);
            leak.is_none_or(|leak| doubt < leak)
                || reading.has_within(Signal::Leak, &(doubt..text.len()))
        });
        Saying::Claim(if is_doubted { Certainty::Possible } else { Certainty::Stated })
    }
}

/// Whether a sentence is more than a name or an item; the banner of a page in Latin letters is not.
fn is_long_enough(text: &str) -> bool {
    let is_letter =
        |c: &char| matches!(script(*c), Script::Hiragana | Script::Katakana | Script::Kanji);
    text.chars().filter(is_letter).nth(FEWEST_LETTERS - 1).is_some()
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
        _ if number == 0 => 0.0,
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

/// What asks.
const ASKS: [&str; 5] = ["のか、", "のかは", "のかを", "かどうか", "か否か"];

/// What rules out a cause wherever it stands.
const RULINGS: [&str; 18] = [
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
    "のではありません",
    "のではございません",
    "線は消え",
    "退けられ",
];

/// What stands behind the last pause after a verb.
fn last_clause(text: &str) -> Range<usize> {
    let pause = text.rmatch_indices('、').find(|(at, _)| {
        let head = text.get(..*at).unwrap_or_default();
        head.ends_with(['が', 'て', 'り', 'ず', 'め', 'し', 'で', 'く', 'の'])
    });
    let start = pause.map_or(0, |(at, pause)| at + pause.len());
    start..text.len()
}
