//! Learns what the surroundings of a place weigh, from tagged reports.
//!
//! The rules read each report first, as they do when facts are found, and what they say is among the features; so
//! reports on which rules were tuned teach to trust them too much, and are not to be learned from. What is learned
//! depends on the reports, the lexicon and nothing else.

mod regression;
mod tagged;

pub use tagged::{Mark, Tag, TagError, Tagged, parse};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Certainty, Document, Event, FacetPath, Kind, Span, VendorRole};

use super::candidate::Placed;
use super::kind::KindFinder;
use super::surroundings::{
    ALWAYS, Features, Gathering, Tellings, causes, counts, dates, items, kinds, organisations,
    sentences, stories, vendors,
};
use super::{Draft, Extractor};
use regression::Sample;

/// Places in which a feature must have been seen to be learned.
const LEAST_SEEN: u32 = 3;

/// Characters from which a report is as long as pages mostly are, and how often it counts: few tagged ones are so long.
const LONG: usize = 2_000;
const TIMES_IF_LONG: f64 = 3.0;

/// Parts of the reports, each of whose sentences is told by what was learned from the others.
const PARTS: usize = 4;

/// C of the regression of sentences, and the least weight that a feature of theirs is selected with.
const OF_SENTENCES: f64 = 0.3;
const SELECTED_SENTENCES: f64 = 0.15;

/// One in so many of the sentences that tell nothing is learned from.
const IDLE_ASKED: usize = 2;

/// What weighs less in the end is left out.
const LEAST_WEIGHT: f64 = 0.05;

/// A file of weights that was learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// Its name in a lexicon.
    pub file: &'static str,
    /// Its text.
    pub text: String,
    /// Places that it was learned from.
    pub places: usize,
}

/// Learns every file of weights from reports, each with its document.
///
/// # Errors
///
/// If the lexicon is not sound.
pub fn learn(
    lexicon: &Lexicon,
    folder: &Folder,
    reports: &[(Document, Tagged)],
) -> Result<Vec<Learned>, LexiconError> {
    let extractor = Extractor::by_rules(lexicon, folder)?;
    let causes = reports.iter().flat_map(|(_, tagged)| &tagged.causes);
    let slugs: BTreeSet<&str> = causes.map(|(slug, _)| slug.as_str()).collect();
    let slugs: Vec<&str> = slugs.into_iter().collect();
    let paths: Vec<Option<FacetPath>> = slugs.iter().map(|slug| slug.parse().ok()).collect();
    let values: Vec<Option<&FacetPath>> = paths.iter().map(Option::as_ref).collect();
    let placed: Vec<_> = reports
        .iter()
        .filter_map(|(document, tagged)| Some((document, tagged, placed(document, tagged)?)))
        .collect();
    let mut heard = Heard::default();
    for (report, (document, tagged, marks)) in placed.iter().enumerate() {
        heard.add(
            &extractor,
            document,
            marks,
            &slugs,
            PARTS * report / placed.len(),
            times(tagged),
        );
    }
    heard.sentences.prepare();
    let told = heard.sentences.told_by_others(slugs.len(), OF_SENTENCES, &heard.parts);
    let mut told = heard.numbers.iter().copied().zip(&told);
    let mut lessons = Lessons { slugs: slugs.clone(), ..Lessons::default() };
    for ((document, tagged, marks), sentences) in placed.iter().zip(&heard.of_report) {
        let mut gathering = Gathering::of(&values);
        for (number, odds) in told.by_ref().take(*sentences) {
            gathering.add(number, odds);
        }
        lessons.add(&extractor, document, tagged, marks, &gathering.tellings());
    }
    Ok(vec![
        heard.sentences.learn(sentences::FILE, &slugs, OF_SENTENCES, SELECTED_SENTENCES),
        lessons.dates.learn(dates::FILE, &Event::ALL.map(Event::as_str), 0.8, 0.1),
        lessons.items.learn(items::FILE, &items::CLASSES, 0.3, 0.08),
        lessons.counts.learn(counts::FILE, &counts::CLASSES, 0.9, 0.08),
        lessons.kinds.learn(kinds::FILE, &kinds::classes(), 0.1, 0.02),
        lessons.stories.learn(stories::FILE, &lessons.slugs, 0.2, 0.08),
        lessons.organisations.learn(organisations::FILE, &organisations::CLASSES, 0.3, 0.05),
        lessons.causes.learn(causes::FILE, &causes::CLASSES, 0.3, 0.03),
        lessons.vendors.learn(vendors::FILE, &vendors::classes(), 0.2, 0.05),
    ])
}

/// How often a report counts.
fn times(tagged: &Tagged) -> f64 {
    let is_long = tagged.text.chars().nth(LONG - 1).is_some();
    if is_long { TIMES_IF_LONG } else { 1.0 }
}

/// The sentences of all reports that may tell causes.
#[derive(Default)]
struct Heard {
    sentences: Places,
    /// For each sentence its number in its page, and the part of the reports that it is of.
    numbers: Vec<usize>,
    parts: Vec<usize>,
    /// How many each report has.
    of_report: Vec<usize>,
    /// How many tell nothing.
    idle: usize,
}

impl Heard {
    fn add(
        &mut self,
        extractor: &Extractor,
        document: &Document,
        marks: &[(Span, &Mark)],
        slugs: &[&str],
        part: usize,
        times: f64,
    ) {
        let page = extractor.page(document);
        let mut features = Features::new(true);
        let before = self.numbers.len();
        for number in extractor.causes.heard(&page) {
            let span = page.evidence_span(number);
            let told: Vec<&str> = marks
                .iter()
                .filter(|(mark, _)| mark.start < span.end && span.start < mark.end)
                .filter_map(|(_, mark)| match mark {
                    Mark::Cause(slug) => Some(slug.as_str()),
                    _ => None,
                })
                .collect();
            sentences::of_sentence(&mut features, &page, number);
            self.idle += usize::from(told.is_empty());
            // Most sentences tell nothing, and some of them show that as well as all.
            let is_asked = !told.is_empty() || self.idle.is_multiple_of(IDLE_ASKED);
            let is = slugs.iter().map(|slug| is_asked.then(|| told.contains(slug)));
            self.sentences.add(&features, is.collect(), times);
            self.numbers.push(number);
            self.parts.push(part);
        }
        self.of_report.push(self.numbers.len() - before);
    }
}

/// What there is to learn from.
#[derive(Default)]
struct Lessons<'s> {
    dates: Places,
    items: Places,
    counts: Places,
    vendors: Places,
    organisations: Places,
    causes: Places,
    kinds: Places,
    stories: Places,
    /// The causes that stories may tell.
    slugs: Vec<&'s str>,
}

impl Lessons<'_> {
    fn add(
        &mut self,
        extractor: &Extractor,
        document: &Document,
        tagged: &Tagged,
        marks: &[(Span, &Mark)],
        tellings: &Tellings<'_>,
    ) {
        let times = times(tagged);
        let mut draft = Draft::of(extractor.page(document));
        let looks = extractor.kinds.look(&draft.page, &extractor.causes);
        let by_rule = KindFinder::judge(&draft.page, &looks);
        let features = kinds::features_of(&draft.page, &looks, by_rule, true);
        // An entry of a digest that stands alone is told from what is none, and from nothing else.
        let is_asked = !matches!(tagged.kind, Kind::None | Kind::DigestEntry);
        let is = |kind: Kind| (kind == Kind::None || is_asked).then_some(kind == tagged.kind);
        self.kinds.add(&features, kinds::KINDS.map(is).to_vec(), times);
        if tagged.kind == Kind::None {
            return;
        }
        // A page that the rules take for none would show nothing to learn from.
        draft.facts.kind = if by_rule == Kind::None { tagged.kind } else { by_rule };
        let key = |name: &str| extractor.legal_forms.key(name, &extractor.folder);
        extractor.find_aliases(&mut draft);
        extractor.find_vendors(&mut draft);
        let suffered = extractor.suffered(&draft);
        let own = tagged.organisation.as_deref().map(key);
        let is_own = |placed: &Placed| Some(key(&placed.candidate.display)) == own;
        organisations::each(&draft.page, draft.facts.kind, &suffered, true, |placed, features| {
            self.organisations.add(features, vec![Some(is_own(placed))], times);
        });
        let by_rule = suffered.by_rule.and_then(|chosen| suffered.named(&draft.page, chosen));
        extractor.set_organisation(&mut draft, by_rule);
        let known: Vec<(String, &str)> =
            tagged.vendors.iter().map(|(name, role)| (key(name), role.as_str())).collect();
        let parties = extractor.parties(&draft);
        vendors::each(&draft.page, &draft.facts, &parties, key, true, |party, features| {
            let role = known.iter().find(|(known, _)| *known == party.key).map(|(_, role)| *role);
            let mut is = vec![Some(role.is_some())];
            is.extend(VendorRole::ALL.map(|known| role.map(|role| role == known.as_str())));
            self.vendors.add(features, is, times);
        });
        let mut caused = extractor.caused(&mut draft);
        caused.hear(tellings, |number| extractor.causes.claimed(&draft.page, number));
        causes::each(&draft.page, &draft.facts, &caused, tellings, true, |place, _, features| {
            let is = is_cause(tagged, place.value.as_str());
            self.causes.add(features, vec![Some(is)], times);
        });
        let story = stories::features_of(&draft.page, &draft.facts, &caused, tellings, true);
        let is_told = self.slugs.iter().map(|slug| Some(is_cause(tagged, slug)));
        self.stories.add(&story, is_told.collect(), times);
        draft.facts.causes = caused.causes;
        let Draft { page, facts, .. } = &draft;
        let at = |number: usize, range: &std::ops::Range<usize>| {
            let span = page.span_in(number, range.clone());
            marks.iter().filter(move |(mark, _)| mark.start < span.end && span.start < mark.end)
        };
        let dated = extractor.dated(&draft);
        dates::each(page, facts.kind, &dated, true, |mention, features| {
            let mut is = [Some(false); Event::ALL.len()];
            for (_, mark) in at(mention.sentence, &mention.at.range) {
                let Mark::Date(events) = mark else { continue };
                for (event, date) in events {
                    let place = Event::ALL.iter().position(|known| known == event);
                    if *date == mention.at.date.to_string()
                        && let Some(slot) = place.and_then(|place| is.get_mut(place))
                    {
                        *slot = Some(true);
                    }
                }
            }
            self.dates.add(features, is.to_vec(), times);
        });
        let listed = extractor.data.find(page, &facts.causes);
        items::each(page, facts, &listed, true, |item, features| {
            let claim = at(item.sentence, &item.range).find_map(|(_, mark)| match mark {
                Mark::Item(slug, claim) if slug == item.value.as_str() => Some(*claim),
                _ => None,
            });
            let claim = claim.flatten();
            let leaked = matches!(claim, Some(Certainty::Stated | Certainty::Possible));
            let sure = leaked.then_some(claim == Some(Certainty::Stated));
            let is = vec![Some(leaked), sure, Some(claim == Some(Certainty::Denied))];
            // Lists of items are alike in short and long pages.
            self.items.add(features, is, 1.0);
        });
        let counted = extractor.counts.find(page, facts.kind);
        counts::each(page, facts, &counted, true, |place, features| {
            let is = at(place.sentence, &place.quantity.range)
                .any(|(_, mark)| **mark == Mark::Count(true));
            self.counts.add(features, vec![Some(is)], times);
        });
    }
}

/// Places of one sort: their features, and for each class whether they are of it, if it is asked of them.
#[derive(Default)]
struct Places {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
    seen: Vec<u32>,
    samples: Vec<Sample>,
    classes: Vec<Vec<Option<bool>>>,
    /// How often each sample counts.
    times: Vec<f64>,
    is_ready: bool,
}

impl Places {
    fn add(&mut self, features: &Features, is: Vec<Option<bool>>, times: f64) {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for name in features.names() {
            let next = self.names.len() as u32;
            let number = *self.numbers.entry(name.clone()).or_insert(next);
            if number == next {
                self.names.push(name.clone());
                self.seen.push(0);
            }
            *counts.entry(number).or_default() += 1.0;
        }
        for number in counts.keys() {
            if let Some(seen) = self.seen.get_mut(*number as usize) {
                *seen += 1;
            }
        }
        self.samples.push(counts.into_iter().collect());
        self.classes.push(is);
        self.times.push(times);
    }

    /// Readies the places: leaves out what was seen too seldom, and adds one feature more, which every place has.
    fn prepare(&mut self) {
        if std::mem::replace(&mut self.is_ready, true) {
            return;
        }
        let always = self.names.len() as u32;
        let is_known =
            |feature: u32| self.seen.get(feature as usize).is_some_and(|seen| *seen >= LEAST_SEEN);
        for sample in &mut self.samples {
            sample.retain(|(feature, _)| is_known(*feature));
            sample.push((always, 1.0));
        }
    }

    /// What each feature, and behind all of them what every place has, weighs for a class, learned from some places.
    fn weights_of(
        &self,
        class: usize,
        cost: f64,
        selected_from: f64,
        is_learned_from: impl Fn(usize) -> bool,
    ) -> Vec<f64> {
        let asked = self.samples.iter().zip(&self.classes).zip(&self.times).enumerate();
        let asked = asked.filter_map(|(place, ((sample, is), times))| {
            is_learned_from(place).then_some(())?;
            Some((sample, ((*is.get(class)?)?, cost * times)))
        });
        let (samples, outcomes): (Vec<&Sample>, Vec<(bool, f64)>) = asked.unzip();
        let (is, costs): (Vec<bool>, Vec<f64>) = outcomes.into_iter().unzip();
        let all = regression::learn(&samples, &is, self.names.len() + 1, &costs);
        let of_features = all.get(..self.names.len()).unwrap_or_default();
        let greatest = of_features.iter().fold(0.0, |most: f64, weight| most.max(weight.abs()));
        let least = selected_from.min(greatest / 4.0);
        let is_selected = |feature: u32| {
            let weight = of_features.get(feature as usize);
            weight.is_none_or(|weight| weight.abs() >= least)
        };
        let select = |sample: &&Sample| -> Sample {
            sample.iter().copied().filter(|(feature, _)| is_selected(*feature)).collect()
        };
        let selected: Vec<Sample> = samples.iter().map(select).collect();
        let selected: Vec<&Sample> = selected.iter().collect();
        regression::learn(&selected, &is, self.names.len() + 1, &costs)
    }

    /// For each place and class the logarithm of the odds, as what was learned from the other parts tells it: what a place
    /// was learned from tells it better than it tells any other.
    fn told_by_others(&self, classes: usize, cost: f64, parts: &[usize]) -> Vec<Vec<f32>> {
        let mut told = vec![vec![0.0; classes]; self.samples.len()];
        for part in 0..PARTS {
            let is_of = |place: usize| parts.get(place) == Some(&part);
            let of_classes: Vec<Vec<f64>> = (0..classes)
                .into_par_iter()
                .map(|class| {
                    self.weights_of(class, cost, SELECTED_SENTENCES, |place| !is_of(place))
                })
                .collect();
            let places = told.iter_mut().zip(&self.samples).enumerate();
            for (_, (told, sample)) in places.filter(|(place, _)| is_of(*place)) {
                for (told, weights) in told.iter_mut().zip(&of_classes) {
                    *told = regression::dot(weights, sample) as f32;
                }
            }
        }
        told
    }

    /// Learns a file of weights for these classes; `cost` is C of the regression.
    ///
    /// It is learned twice: from all features, and from those whose weight then is at least `selected_from`, or a quarter
    /// of the greatest where few reports make all small. Most features weigh next to nothing each; without them the
    /// others take over what they said, and a place is read faster.
    fn learn(
        mut self,
        file: &'static str,
        classes: &[&str],
        cost: f64,
        selected_from: f64,
    ) -> Learned {
        self.prepare();
        let mut rows: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
        let mut bias: Vec<(&str, f64)> = Vec::new();
        let learned: Vec<Vec<f64>> = (0..classes.len())
            .into_par_iter()
            .map(|class| self.weights_of(class, cost, selected_from, |_| true))
            .collect();
        for (name, weights) in classes.iter().zip(learned) {
            for (feature, weight) in weights.iter().enumerate() {
                match self.names.get(feature) {
                    Some(feature) if weight.abs() >= LEAST_WEIGHT => {
                        rows.entry(feature).or_default().push((name, *weight));
                    }
                    Some(_) => {}
                    None => bias.push((name, *weight)),
                }
            }
        }
        let mut text = String::from(
            "# What the surroundings of a place weigh, learned by `jiken lexicon learn` from training/: a feature, and for each class\n\
             # its weight, as a summand of the logarithm of the odds. Not written by hand: tag reports and learn anew.\n",
        );
        let mut line = |feature: &str, weights: &[(&str, f64)]| {
            text.push_str(feature);
            for (class, weight) in weights {
                // Writing to a string cannot fail.
                let _ = write!(text, "\t{class} {weight:.2}");
            }
            text.push('\n');
        };
        line(ALWAYS, &bias);
        for (feature, weights) in rows {
            line(feature, &weights);
        }
        Learned { file, text, places: self.samples.len() }
    }
}

/// Whether a cause is among those of a report that are not denied.
fn is_cause(tagged: &Tagged, slug: &str) -> bool {
    let own = tagged.causes.iter().filter(|(_, certainty)| *certainty != Certainty::Denied);
    own.into_iter().any(|(known, _)| known == slug)
}

/// The tags of a report by their place in its document, whose text may have its title above and other blanks.
fn placed<'t>(document: &Document, tagged: &'t Tagged) -> Option<Vec<(Span, &'t Mark)>> {
    let solid = |text: &str| -> Vec<(usize, char)> {
        text.char_indices().filter(|(_, character)| !character.is_whitespace()).collect()
    };
    let (of_document, of_text) = (solid(&document.text), solid(&tagged.text));
    let of_document = of_document.get(of_document.len().checked_sub(of_text.len())?..)?;
    if of_document.iter().zip(&of_text).any(|(one, other)| one.1 != other.1) {
        return None;
    }
    let place = |tag: &'t Tag| {
        let first = of_text.partition_point(|(at, _)| *at < tag.range.start);
        let end = of_text.partition_point(|(at, _)| *at < tag.range.end);
        let (start, _) = of_document.get(first)?;
        let (last, character) = of_document.get(end.checked_sub(1)?)?;
        Some((Span { start: *start, end: last + character.len_utf8() }, &tag.mark))
    };
    tagged.tags.iter().map(place).collect()
}
