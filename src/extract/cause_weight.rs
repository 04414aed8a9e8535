//! What the page as a whole makes of the causes that its sentences name or tell.
//!
//! One sentence may look at another incident, at a danger, or at what was thought first; the story of
//! the page comes back to its cause. So each value is weighed by all that speaks for it: how many
//! sentences name it, how firmly one tells it, where these stand, and its share beside other values.
//! The weights are those of a logistic regression over labelled pages; a weight of 0 is as likely as not.

use std::collections::BTreeMap;

use crate::report::Certainty;

use super::by_example::Found;
use super::cause_rules::CauseRules;
use super::cause_value::{Class, Value};
use super::surroundings::{CausePlace, How, Spoken, UNLIKE_ANY};

/// Last sentence of the lead, counted from the title.
const LEAD: usize = 4;

/// What a cause weighs before anything speaks for it.
const BASE: f32 = -1.8;

/// For each e-fold of sentences: a long page names more that is not its story.
const OF_LENGTH: f32 = -0.8;

/// For each e-fold of sentences that name it by words that need no others.
const OF_NAMINGS: f32 = 0.7;

/// For each e-fold of sentences that name it by words that meet.
const OF_MEETINGS: f32 = 1.5;

/// For words of it in a section on causes.
const OF_CAUSE_SECTION: f32 = 1.0;

/// For each unit of the odds by which the firmest sentence tells it, and the firmest of the lead.
const OF_ODDS: f32 = 0.16;

/// For its share beside the value that sentences tell most, and beside the one that words name most.
const OF_TOLD_SHARE: f32 = 1.6;
const OF_NAMED_SHARE: f32 = 0.7;

/// For the share of its sort of event among all that sentences tell.
const OF_CLASS: f32 = 0.9;

/// For an intrusion of unknown means, which goes with most attacks.
const OF_UNSPECIFIED: f32 = -2.2;

/// For what sentence-wise rules have found, and more the more words name it.
const OF_FOUND: f32 = 2.1;
const OF_FOUND_NAMINGS: f32 = 0.3;

/// For what sentence-wise rules have found denied.
const OF_DENIED: f32 = -2.0;

/// Least weight of the weightiest cause, which is better than none.
const LEAST_FIRST: f32 = -3.0;

/// Least weight of a mechanism in place of a general value.
const LEAST_INSTEAD: f32 = -0.85;

/// Least weight of a further cause that goes with one that is kept, and of any other.
const LEAST_BESIDE: f32 = -1.0;
const LEAST_FURTHER: f32 = 1.0;

/// Most causes of a page, without its route.
const MOST: usize = 4;

/// Bounds of the odds of one sentence.
const ODDS: (f32, f32) = (UNLIKE_ANY, 9.0);

/// Least odds of the firmest sentence where words name nothing.
const LEAST_ODDS: f32 = 2.0;

/// Least probability that makes a sentence speak for a value.
pub(super) const LEAST_SHARE: f32 = 0.05;

/// A value by its number, and what it weighs.
pub(super) type Weighed = (usize, f32);

/// All that speaks for one value.
#[derive(Debug, Clone)]
struct Proof {
    /// Sentences that name it by words that need no others.
    namings: f32,
    /// Sentences that name it by words that meet.
    meetings: f32,
    in_cause_section: bool,
    /// Odds of the firmest sentence that tells it, and of the firmest of the lead.
    odds: f32,
    lead_odds: f32,
    /// Sum of the probabilities that sentences tell it.
    told: f32,
    /// How good the best claim is, what it says, and where.
    claim: Option<(f32, Certainty, usize)>,
    /// The sentences that speak for it, in reading order of each way to do so.
    spoken: Vec<Spoken>,
}

impl Default for Proof {
    fn default() -> Self {
        Self {
            namings: 0.0,
            meetings: 0.0,
            in_cause_section: false,
            odds: ODDS.0,
            lead_odds: 0.0,
            told: 0.0,
            claim: None,
            spoken: Vec::new(),
        }
    }
}

impl Proof {
    fn named(&self) -> f32 {
        self.namings + 0.5 * self.meetings
    }

    fn claim(&mut self, goodness: f32, certainty: Certainty, sentence: usize) {
        if self.claim.is_none_or(|(known, _, _)| goodness > known) {
            self.claim = Some((goodness, certainty, sentence));
        }
    }
}

/// Gathers what speaks for each value, by its number.
#[derive(Debug)]
pub(super) struct Weighing {
    proofs: Vec<Proof>,
}

impl Weighing {
    /// Nothing that speaks for any of so many values.
    pub(super) fn of(values: usize) -> Self {
        Self { proofs: vec![Proof::default(); values] }
    }

    /// Words of a sentence name a value, alone or only together.
    pub(super) fn name(
        &mut self,
        value: usize,
        is_meeting: bool,
        certainty: Certainty,
        sentence: usize,
        is_of_cause: bool,
    ) {
        let Some(proof) = self.proofs.get_mut(value) else { return };
        if is_meeting {
            proof.meetings += 1.0;
        } else {
            proof.namings += 1.0;
            proof.in_cause_section |= is_of_cause && sentence > LEAD;
        }
        let goodness = if is_meeting { ODDS.1 } else { ODDS.1 + 1.0 };
        proof.claim(goodness, certainty, sentence);
        let how = if is_meeting { How::Together } else { How::Alone };
        proof.spoken.push(Spoken { sentence, how, certainty, goodness, at: 0 });
    }

    /// Words of a sentence hint at a value without naming it for sure; `at` is where they begin.
    pub(super) fn hint(
        &mut self,
        value: usize,
        how: How,
        certainty: Certainty,
        (sentence, at): (usize, usize),
    ) {
        let Some(proof) = self.proofs.get_mut(value) else { return };
        proof.spoken.push(Spoken { sentence, how, certainty, goodness: ODDS.1 - 1.0, at });
    }

    /// A sentence tells values with some probability, which is of [`LEAST_SHARE`].
    pub(super) fn tell(
        &mut self,
        shares: impl Iterator<Item = (usize, f32)>,
        certainty: Certainty,
        sentence: usize,
    ) {
        for (value, share) in shares {
            let Some(proof) = self.proofs.get_mut(value) else { continue };
            let odds = (share / (1.0 - share).max(1e-5)).ln().clamp(ODDS.0, ODDS.1);
            proof.odds = proof.odds.max(odds);
            proof.told += share;
            if (1..=LEAD).contains(&sentence) {
                proof.lead_odds = proof.lead_odds.max(odds);
            }
            proof.claim(odds.min(ODDS.1 - 0.1), certainty, sentence);
            let how = How::Like;
            proof.spoken.push(Spoken { sentence, how, certainty, goodness: odds, at: 0 });
        }
    }

    /// Keeps and adds what weighs enough; what is denied stays as it is.
    pub(super) fn settle(&self, rules: &CauseRules, weighed: &[Weighed], found: &mut Vec<Found>) {
        let is_stated = |certainty: Certainty| certainty != Certainty::Denied;
        let is_mechanism =
            |value: usize| rules.values.get(value).is_some_and(|value| value.is_mechanism);
        let mut kept: Vec<usize> = Vec::new();
        for (value, weight) in weighed {
            let is_superfluous = rules
                .unless_found
                .get(*value)
                .is_some_and(|values| values.iter().any(|other| kept.contains(other)));
            let only_general = kept.iter().all(|other| !is_mechanism(*other));
            if is_superfluous || !only_general && !is_mechanism(*value) {
                continue;
            }
            let is_denied = found.iter().any(|(known, it, _)| known == value && !is_stated(*it));
            if is_denied && *weight < LEAST_FURTHER {
                continue;
            }
            if kept.is_empty() {
                if *weight >= LEAST_FIRST {
                    kept.push(*value);
                }
            } else if only_general && is_mechanism(*value) && *weight >= LEAST_INSTEAD {
                kept = vec![*value];
            } else if kept.len() < MOST {
                let least = if kept.iter().any(|other| rules.go_together(*value, *other)) {
                    LEAST_BESIDE
                } else {
                    LEAST_FURTHER
                };
                if *weight >= least {
                    kept.push(*value);
                }
            }
        }
        found.retain(|(value, certainty, _)| {
            !is_stated(*certainty)
                || rules.values.get(*value).is_some_and(|value| value.is_route)
                || kept.contains(value)
        });
        for value in kept {
            let claim = self.proofs.get(value).and_then(|proof| proof.claim);
            let known = found.iter().any(|(known, as_is, _)| *known == value && is_stated(*as_is));
            if let Some((_, certainty, sentence)) = claim.filter(|_| !known) {
                found.retain(|(known, _, _)| *known != value);
                found.push((value, certainty, sentence));
            }
        }
    }

    /// The values without routes, with their numbers and what speaks for them.
    fn causes<'v>(&self, values: &'v [Value]) -> impl Iterator<Item = (usize, &'v Value, &Proof)> {
        let all = values.iter().zip(&self.proofs).enumerate();
        all.filter(|(_, (value, _))| !value.is_route)
            .map(|(number, (value, proof))| (number, value, proof))
    }

    /// How much words name and sentences tell the value that they name and tell most.
    fn most(&self, values: &[Value]) -> (f32, f32) {
        self.causes(values).fold((1.0, 1e-6), |(named, told), (_, _, proof)| {
            (proof.named().max(named), proof.told.max(told))
        })
    }

    /// The values that anything speaks for and what does; `weighed` is what [`Weighing::weigh`] makes of them.
    pub(super) fn into_places<'v>(
        self,
        values: &'v [Value],
        weighed: &[Weighed],
    ) -> Vec<CausePlace<'v>> {
        let (most_named, most_told) = self.most(values);
        let all = values.iter().zip(self.proofs).enumerate();
        let spoken = all.filter(|(_, (_, proof))| !proof.spoken.is_empty());
        spoken
            .map(|(number, (value, proof))| {
                let named_share = proof.named() / most_named;
                let mut spoken = proof.spoken;
                spoken.sort_by(|one, other| {
                    let firmness = other.goodness.total_cmp(&one.goodness);
                    firmness.then(one.sentence.cmp(&other.sentence))
                });
                let rank = weighed.iter().position(|(known, _)| *known == number);
                CausePlace {
                    value: &value.path,
                    weighed: rank.and_then(|rank| Some((rank, weighed.get(rank)?.1))),
                    namings: proof.namings as usize,
                    meetings: proof.meetings as usize,
                    in_cause_section: proof.in_cause_section,
                    odds: proof.odds,
                    lead_odds: proof.lead_odds,
                    told_share: proof.told / most_told,
                    named_share,
                    spoken,
                }
            })
            .collect()
    }

    /// The mechanisms that anything speaks for or that were found, the weightiest first; `sentences` is how many the page
    /// has.
    pub(super) fn weigh(
        &self,
        values: &[Value],
        sentences: usize,
        found: &[Found],
    ) -> Vec<Weighed> {
        let (most_named, most_told) = self.most(values);
        let mut of_class: BTreeMap<Option<Class>, f32> = BTreeMap::new();
        for (_, value, proof) in self.causes(values).filter(|(_, _, proof)| proof.told > 0.0) {
            *of_class.entry(value.class).or_default() += proof.told;
        }
        let all_told = of_class.values().sum::<f32>().max(1e-6);
        let base = BASE + OF_LENGTH * (sentences.max(1) as f32).ln();
        let mut weighed: Vec<Weighed> = Vec::new();
        for (number, value, proof) in self.causes(values) {
            let found = found.iter().find(|(known, _, _)| *known == number);
            let is_denied = found.is_some_and(|found| found.1 == Certainty::Denied);
            let is_found = found.is_some() && !is_denied;
            if !is_found && proof.named() == 0.0 && proof.odds < LEAST_ODDS {
                continue;
            }
            let share_of_class = of_class.get(&value.class).copied().unwrap_or(0.0) / all_told;
            let namings = proof.namings.ln_1p();
            let mut weight = base
                + OF_NAMINGS * namings
                + OF_MEETINGS * proof.meetings.ln_1p()
                + OF_ODDS * (proof.odds + proof.lead_odds)
                + OF_TOLD_SHARE * proof.told / most_told
                + OF_NAMED_SHARE * proof.named() / most_named
                + OF_CLASS * share_of_class;
            if proof.in_cause_section {
                weight += OF_CAUSE_SECTION;
            }
            if value.is_unspecified {
                weight += OF_UNSPECIFIED;
            }
            if is_denied {
                weight += OF_DENIED;
            }
            if is_found {
                weight += OF_FOUND + OF_FOUND_NAMINGS * namings;
            }
            weighed.push((number, weight));
        }
        weighed.sort_by(|(one, this), (other, that)| that.total_cmp(this).then(one.cmp(other)));
        weighed
    }
}
