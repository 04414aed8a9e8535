//! Causes read again: whether each that anything on a page speaks for is one of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath, Facts, Rule};

use super::features::{Features, first, from};
use super::neighbours::{steps, up_to};
use super::places::{CausePlace, Caused, How};
use super::sentences::Tellings;
use super::stories::StoryReader;
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-causes.tsv";

/// What a cause may be: one of the page's own.
pub(in crate::extract) const CLASSES: [&str; 1] = ["told"];

/// Sentences of a cause that are read, those that speak for it most firmly.
const MOST_SENTENCES: usize = 2;

/// Characters of a sentence, of the part around a name, and of the title that are read.
const OF_SENTENCE: usize = 120;
const AROUND_NAME: usize = 80;
const OF_TITLE: usize = 60;

/// How far before the words of a role the part around them begins, in bytes.
const BEFORE_NAME: usize = 90;

/// Logarithm of the odds that a story makes a cause likely or unlikely at most, and what of both is the story's.
const SUREST_STORY: f32 = 3.0;
const SHARE_OF_STORY: f32 = 0.4;

/// Tells causes.
#[derive(Debug)]
pub(in crate::extract) struct CauseReader {
    weights: Weights,
    stories: StoryReader,
}

impl CauseReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let weights = Weights::read(lexicon, FILE, &CLASSES)?;
        Ok(Self { weights, stories: StoryReader::new(lexicon)? })
    }

    /// The causes of a page of which kind and third parties are known: those of its own, then denied ones.
    pub(in crate::extract) fn read(
        &self,
        page: &Page<'_>,
        facts: &Facts,
        caused: Caused<'_>,
        tellings: &Tellings<'_>,
    ) -> Vec<Categorised> {
        if self.weights.is_empty() {
            return caused.causes;
        }
        let mut scores = Scores::default();
        let mut added: Vec<Categorised> = Vec::new();
        let mut of_story = Scores::default();
        let story: BTreeMap<&FacetPath, f32> =
            self.stories.read(page, facts, &caused, tellings, &mut of_story).collect();
        let mut dropped = BTreeSet::new();
        each(page, facts, &caused, tellings, false, |place, by_rule, features| {
            let &[told] = self.weights.read_place(features, &mut scores) else { return };
            let told = story.get(place.value).map_or(told, |story| between(told, *story));
            let is_own = told >= least(place.value, by_rule);
            match by_rule {
                Some(Certainty::Stated | Certainty::Possible) => {
                    // Of a cause that a researcher added nothing has been learned, so the cue stands.
                    if !is_own && story.contains_key(place.value) {
                        dropped.insert(place.value);
                    }
                }
                Some(Certainty::Denied) | None if is_own => {
                    let Some(firmest) = place.spoken.first() else { return };
                    let evidence = page.evidence_by(firmest.sentence, || {
                        let mechanism = "causes: by its surroundings";
                        Some(Rule { mechanism, cue: None, matched: None })
                    });
                    let (value, certainty) = (place.value.clone(), firmest.certainty);
                    added.push(Categorised { value, certainty, evidence });
                }
                Some(Certainty::Denied) | None => {}
            }
        });
        let mut causes = caused.causes;
        causes.retain(|cause| match cause.certainty {
            Certainty::Denied => added.iter().all(|other| other.value != cause.value),
            _ => !dropped.contains(&cause.value),
        });
        let denied = causes.iter().position(|cause| cause.certainty == Certainty::Denied);
        let at = denied.unwrap_or(causes.len());
        causes.splice(at..at, added);
        causes
    }
}

/// The probability whose logarithm of the odds lies between those of a cause by itself and of the story.
///
/// A long story has many words, each of which speaks for one thing or against another, and is surer than it can be.
fn between(by_itself: f32, of_story: f32) -> f32 {
    let log_odds = |probability: f32| (probability / (1.0 - probability)).clamp(1e-5, 1e5).ln();
    let of_story = log_odds(of_story).clamp(-SUREST_STORY, SUREST_STORY);
    let odds = (1.0 - SHARE_OF_STORY) * log_odds(by_itself) + SHARE_OF_STORY * of_story;
    1.0 / (1.0 + (-odds).exp())
}

/// Least probability of a cause of which the rules say this. They were made on documents of companies and towns, of which
/// there are few among the tagged reports, so they are not overruled lightly.
fn least(value: &FacetPath, by_rule: Option<Certainty>) -> f32 {
    match by_rule {
        Some(Certainty::Stated | Certainty::Possible) => 0.2,
        Some(Certainty::Denied) => 0.5,
        // A third party that only is named has mostly nothing to do with it.
        None if value.parent() == "supply-chain" => 0.5,
        None => 0.4,
    }
}

/// Shows each cause that anything on a page speaks for, what the rules say of it, and its features.
pub(in crate::extract) fn each<'p, 'v>(
    page: &Page<'_>,
    facts: &Facts,
    caused: &'p Caused<'v>,
    tellings: &Tellings<'_>,
    is_named: bool,
    mut see: impl FnMut(&'p CausePlace<'v>, Option<Certainty>, &Features),
) {
    let mut features = Features::new(is_named);
    let is_stated = |cause: &&Categorised| cause.certainty != Certainty::Denied;
    let stated: Vec<&FacetPath> =
        caused.causes.iter().filter(is_stated).map(|cause| &cause.value).collect();
    features.flag("kind", facts.kind.as_str());
    let sentences = page.sentences.len().max(1).ilog2() as usize;
    features.flag("sentences", up_to(sentences, 9));
    for vendor in &facts.vendors {
        features.flag("role", vendor.role.as_str());
    }
    features.share();
    for place in &caused.places {
        features.next();
        let by_rule = caused.causes.iter().find(|cause| cause.value == *place.value);
        let by_rule = by_rule.map(|cause| cause.certainty);
        of_page(&mut features, facts, place, &stated, by_rule);
        of_strength(&mut features, place);
        tellings.of_cause(&mut features, place.value);
        of_words(&mut features, page, place);
        see(place, by_rule, &features);
    }
}

/// What the rules say of a cause and of others.
fn of_page(
    features: &mut Features,
    facts: &Facts,
    place: &CausePlace<'_>,
    stated: &[&FacetPath],
    by_rule: Option<Certainty>,
) {
    let (slug, group) = (place.value.as_str(), place.value.parent());
    let said = by_rule.map_or("nothing", Certainty::as_str);
    features.flag("said", said);
    features.flag(slug, said);
    features.flag("value", slug);
    features.flag("group", group);
    let mut others = 0;
    for other in stated.iter().filter(|other| **other != place.value) {
        others += 1;
        features.flag(slug, other.as_str());
        features.flag(group, other.parent());
        if other.parent() == group {
            features.flag("sibling", said);
        }
    }
    features.flag("others", up_to(others, 4));
    for vendor in &facts.vendors {
        features.flag(slug, vendor.role.as_str());
    }
}

/// How much speaks for a cause.
fn of_strength(features: &mut Features, place: &CausePlace<'_>) {
    features.flag("alone", up_to(place.namings, 5));
    features.flag("together", up_to(place.meetings, 5));
    if place.in_cause_section {
        features.flag("cause-section", "");
    }
    steps(features, "odds", place.odds, -2.0, 1.0, 10);
    steps(features, "lead-odds", place.lead_odds, -2.0, 1.0, 10);
    steps(features, "told-share", place.told_share, 0.1, 0.15, 6);
    steps(features, "named-share", place.named_share, 0.1, 0.2, 5);
    match place.weighed {
        Some((rank, weight)) => {
            steps(features, "weight", weight, -4.0, 0.5, 18);
            features.flag("rank", up_to(rank, 5));
        }
        None => features.flag("rank", "none"),
    }
}

/// The words of the title and of the sentences that speak for a cause.
fn of_words(features: &mut Features, page: &Page<'_>, place: &CausePlace<'_>) {
    let (slug, group) = (place.value.as_str(), place.value.parent());
    let title = first(page.sentence(0), OF_TITLE);
    features.runs(&format!("title {slug}"), title, 2..=3);
    features.runs(&format!("title {group}"), title, 2..=3);
    for how in [How::Weakly, How::Beside, How::Like, How::Told, How::Role, How::Vendor] {
        let times = place.spoken.iter().filter(|spoken| spoken.how == how).count();
        features.flag(how.as_str(), up_to(times, 3));
    }
    let mut read = Vec::new();
    for spoken in &place.spoken {
        if read.contains(&spoken.sentence) || read.len() == MOST_SENTENCES {
            continue;
        }
        read.push(spoken.sentence);
        let text = page.sentence(spoken.sentence);
        let text = match spoken.how {
            How::Role | How::Vendor => {
                first(from(text, spoken.at.saturating_sub(BEFORE_NAME)), AROUND_NAME)
            }
            _ => first(text, OF_SENTENCE),
        };
        features.runs(slug, text, 1..=3);
        if read.len() > 1 {
            continue;
        }
        features.runs("best", text, 2..=3);
        features.flag("best", spoken.certainty.as_str());
        features.flag("best-how", spoken.how.as_str());
        features.flag("at", up_to(spoken.sentence / 2, 6));
        if let Some(sentence) = page.sentences.get(spoken.sentence) {
            features.flag("section", sentence.section.as_str());
        }
    }
    features.flag("spoken", up_to(read.len(), 4));
}
