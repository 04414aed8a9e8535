//! What single sentences tell of causes, by their characters.
//!
//! Authors tell a cause in words that no cue foresees; a regression over tagged sentences weighs the runs of characters of
//! each sentence for every cause. The firmest sentence of each cause is one thing among others that [`super::causes`] and
//! [`super::stories`] weigh, and makes a cause one to weigh where nothing else speaks for it.

use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::FacetPath;

use super::features::{Features, first};
use super::neighbours::{place, steps};
use super::weights::{Scores, Weights};

/// File of the weights, whose classes are causes.
pub(in crate::extract) const FILE: &str = "weights-sentences.tsv";

/// Characters of a sentence that are read.
const OF_SENTENCE: usize = 160;

/// Logarithm of the odds below which a sentence says nothing of a cause.
const FAINTEST: f32 = -2.5;

/// The surest that a sentence may be, as a logarithm of odds.
const SUREST: f32 = 8.0;

/// What the sentences of a page tell of one cause.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Telling<'v> {
    /// Which.
    pub(in crate::extract) value: &'v FacetPath,
    /// The logarithm of the odds that the firmest sentence tells it, and that the second does.
    pub(in crate::extract) odds: f32,
    second: f32,
    /// Number of the firmest.
    pub(in crate::extract) sentence: usize,
}

/// What the sentences of a page tell, the firmest first.
#[derive(Debug, Default)]
pub(in crate::extract) struct Tellings<'v>(Vec<Telling<'v>>);

/// Gathers what one sentence after another tells.
#[derive(Debug)]
pub(in crate::extract) struct Gathering<'v>(Vec<Option<Telling<'v>>>);

impl<'v> Gathering<'v> {
    /// Nothing yet of these causes.
    pub(in crate::extract) fn of(values: &[Option<&'v FacetPath>]) -> Self {
        let none = |value| Telling { value, odds: FAINTEST, second: FAINTEST, sentence: 0 };
        Self(values.iter().map(|value| value.map(none)).collect())
    }

    /// A sentence, and for each cause the logarithm of the odds that it tells it.
    pub(in crate::extract) fn add(&mut self, sentence: usize, odds: &[f32]) {
        for (telling, odds) in self.0.iter_mut().zip(odds) {
            let Some(telling) = telling.as_mut().filter(|telling| *odds > telling.second) else {
                continue;
            };
            let odds = odds.min(SUREST);
            if odds > telling.odds {
                *telling = Telling { odds, second: telling.odds, sentence, ..*telling };
            } else {
                telling.second = odds;
            }
        }
    }

    /// What they tell.
    pub(in crate::extract) fn tellings(self) -> Tellings<'v> {
        let heard = self.0.into_iter().flatten().filter(|telling| telling.odds > FAINTEST);
        let mut heard: Vec<Telling<'v>> = heard.collect();
        heard.sort_by(|one, other| other.odds.total_cmp(&one.odds));
        Tellings(heard)
    }
}

impl<'v> Tellings<'v> {
    /// All of them, the firmest first.
    pub(in crate::extract) fn iter(&self) -> impl Iterator<Item = &Telling<'v>> {
        self.0.iter()
    }

    /// How firmly sentences tell a cause, by itself and beside others of its group and of other groups.
    pub(super) fn of_cause(&self, features: &mut Features, value: &FacetPath) {
        let Some(own) = self.0.iter().find(|telling| telling.value == value) else {
            features.flag("sentence", "none");
            return;
        };
        let firmest = |is_kin: bool| {
            let others = self.0.iter().filter(|telling| telling.value != value);
            let of_group =
                |telling: &&Telling<'_>| (telling.value.parent() == value.parent()) == is_kin;
            others.into_iter().find(of_group).map_or(FAINTEST, |telling| telling.odds)
        };
        steps(features, "sentence", own.odds, FAINTEST, 0.5, 22);
        steps(features, "second-sentence", own.second, FAINTEST, 0.5, 16);
        steps(features, "ahead-of-kin", own.odds - firmest(true), -5.0, 1.0, 12);
        steps(features, "ahead-of-others", own.odds - firmest(false), -5.0, 1.0, 12);
        steps(features, &format!("sentence {}", value.as_str()), own.odds, FAINTEST, 1.5, 7);
    }

    /// How firmly sentences tell every cause.
    pub(super) fn of_story(&self, features: &mut Features) {
        for telling in &self.0 {
            let template = format!("sentence {}", telling.value.as_str());
            steps(features, &template, telling.odds, FAINTEST, 1.0, 10);
        }
    }
}

/// Reads sentences.
#[derive(Debug)]
pub(in crate::extract) struct SentenceReader {
    weights: Weights,
    /// The causes that it tells, in the order of the classes.
    values: Vec<Option<FacetPath>>,
}

impl SentenceReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let classes = Weights::classes_of(lexicon, FILE)?;
        let names: Vec<&str> = classes.iter().map(String::as_str).collect();
        let weights = Weights::read(lexicon, FILE, &names)?;
        // A class that is no path is of a lexicon of others, and tells nothing here.
        let values = classes.iter().map(|class| class.parse().ok()).collect();
        Ok(Self { weights, values })
    }

    /// What these sentences of a page tell.
    pub(in crate::extract) fn read(&self, page: &Page<'_>, heard: &[usize]) -> Tellings<'_> {
        if self.weights.is_empty() {
            return Tellings::default();
        }
        let values: Vec<Option<&FacetPath>> = self.values.iter().map(Option::as_ref).collect();
        let mut features = Features::new(false);
        let mut scores = Scores::default();
        let mut gathering = Gathering::of(&values);
        for number in heard {
            of_sentence(&mut features, page, *number);
            gathering.add(*number, self.weights.read_odds(&features, &mut scores));
        }
        gathering.tellings()
    }
}

/// The features of a sentence, in place of those of another: where it stands and its runs of characters.
pub(in crate::extract) fn of_sentence(features: &mut Features, page: &Page<'_>, number: usize) {
    features.clear();
    place(features, page, number);
    if number == 0 {
        features.flag("title", "");
    }
    features.runs("told", first(page.sentence(number), OF_SENTENCE), 2..=3);
}
