//! A page's story: which causes all the sentences that speak for any of them tell together.
//!
//! One cause at a time is weighed by what speaks for it ([`super::causes`]); that another explains the same words better
//! shows only where all causes are told by one set of features. The two are averaged.

use std::collections::BTreeSet;

use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{FacetPath, Facts};

use super::features::{Features, first};
use super::neighbours::{steps, up_to};
use super::places::Caused;
use super::sentences::Tellings;
use super::weights::{Scores, Weights};

/// File of the weights, whose classes are causes.
pub(in crate::extract) const FILE: &str = "weights-stories.tsv";

/// Sentences that are read.
const MOST_SENTENCES: usize = 12;

/// Characters of a sentence and of the title that are read.
const OF_SENTENCE: usize = 120;
const OF_TITLE: usize = 60;

/// Tells the causes of stories.
#[derive(Debug)]
pub(super) struct StoryReader {
    weights: Weights,
    /// The causes that it tells, in the order of the classes.
    values: Vec<Option<FacetPath>>,
}

impl StoryReader {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let classes = Weights::classes_of(lexicon, FILE)?;
        let names: Vec<&str> = classes.iter().map(String::as_str).collect();
        let weights = Weights::read(lexicon, FILE, &names)?;
        // A class that is no path is of a lexicon of others, and tells nothing here.
        let values = classes.iter().map(|class| class.parse().ok()).collect();
        Ok(Self { weights, values })
    }

    /// The causes that it tells, each with how probable it makes them.
    pub(super) fn read<'s>(
        &self,
        page: &Page<'_>,
        facts: &Facts,
        caused: &Caused<'_>,
        tellings: &Tellings<'_>,
        scores: &'s mut Scores,
    ) -> impl Iterator<Item = (&FacetPath, f32)> + use<'s, '_> {
        let features = features_of(page, facts, caused, tellings, false);
        let told = self.weights.read_place(&features, scores);
        let values = self.values.iter().zip(told);
        values.filter_map(|(value, told)| Some((value.as_ref()?, *told)))
    }
}

/// The features of a story: what the rules say of causes, how much speaks for each, and the words that do.
pub(in crate::extract) fn features_of(
    page: &Page<'_>,
    facts: &Facts,
    caused: &Caused<'_>,
    tellings: &Tellings<'_>,
    is_named: bool,
) -> Features {
    let mut features = Features::new(is_named);
    features.flag("kind", facts.kind.as_str());
    for vendor in &facts.vendors {
        features.flag("role", vendor.role.as_str());
    }
    for cause in &caused.causes {
        features.flag(cause.certainty.as_str(), cause.value.as_str());
    }
    for place in &caused.places {
        let slug = place.value.as_str();
        steps(&mut features, slug, place.odds, -2.0, 2.0, 5);
        features.flag_of("alone", slug, up_to(place.namings, 3));
        features.flag_of("together", slug, up_to(place.meetings, 3));
        let rank = place.weighed.map_or("none", |(rank, _)| up_to(rank, 3));
        features.flag_of("rank", slug, rank);
    }
    tellings.of_story(&mut features);
    features.runs("title", first(page.sentence(0), OF_TITLE), 2..=3);
    let spoken = caused.places.iter().flat_map(|place| &place.spoken);
    let behind_title: BTreeSet<usize> =
        spoken.map(|spoken| spoken.sentence).filter(|number| *number > 0).collect();
    for number in behind_title.into_iter().take(MOST_SENTENCES) {
        features.runs("told", first(page.sentence(number), OF_SENTENCE), 2..=3);
    }
    features
}
