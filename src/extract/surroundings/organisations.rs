//! Names read again: which of those that may have suffered it did.

use crate::extract::candidate::{Placed, Suffered};
use crate::extract::page::{Page, Shape};
use crate::extract::page_ends::Ends;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Kind;

use super::features::{Features, first, last};
use super::neighbours::{steps, up_to};
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-organisations.tsv";

/// What a candidate may be: the one that suffered.
pub(in crate::extract) const CLASSES: [&str; 1] = ["suffered"];

/// Least probability with which the one that the rules choose suffered, and with which another did where they choose none.
const LEAST_KEPT: f32 = 0.05;
const LEAST_ADDED: f32 = 0.5;

/// How much likelier another must be to stand in place of the one that the rules choose.
const MORE_LIKELY: f32 = 0.3;

/// Characters of a line that is more likely a signature or a heading than a sentence.
const LONGEST_LINE: usize = 40;

/// Tells who suffered.
#[derive(Debug)]
pub(in crate::extract) struct OrganisationReader {
    weights: Weights,
}

impl OrganisationReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self { weights: Weights::read(lexicon, FILE, &CLASSES)? })
    }

    /// The place of the one that suffered among the candidates of a page whose kind is known.
    pub(in crate::extract) fn read(
        &self,
        page: &Page<'_>,
        kind: Kind,
        suffered: &Suffered,
    ) -> Option<usize> {
        if self.weights.is_empty() {
            return suffered.by_rule;
        }
        let mut scores = Scores::default();
        let mut likely: Vec<f32> = Vec::new();
        each(page, kind, suffered, false, |_, features| {
            likely.extend(self.weights.read_place(features, &mut scores));
        });
        let score_of = |place: usize| likely.get(place).copied().unwrap_or_default();
        let likeliest =
            (0..likely.len()).max_by(|one, other| score_of(*one).total_cmp(&score_of(*other)))?;
        match suffered.by_rule {
            Some(chosen) if score_of(likeliest) >= score_of(chosen) + MORE_LIKELY => {
                Some(likeliest)
            }
            Some(chosen) => (score_of(chosen) >= LEAST_KEPT).then_some(chosen),
            None => (score_of(likeliest) >= LEAST_ADDED).then_some(likeliest),
        }
    }
}

/// Shows the features of each candidate of a page.
pub(in crate::extract) fn each<'p>(
    page: &Page<'_>,
    kind: Kind,
    suffered: &'p Suffered,
    is_named: bool,
    mut see: impl FnMut(&'p Placed, &Features),
) {
    let mut features = Features::new(is_named);
    let ends = Ends::of(page);
    for place in 0..suffered.all.len() {
        let Some(placed) = suffered.all.get(place) else { continue };
        features.clear();
        features.flag("kind", kind.as_str());
        features.flag("candidates", up_to(suffered.all.len(), 8));
        beside(&mut features, kind, suffered, place);
        let key = placed.key.as_str();
        features.runs("name-end", last(key, 6), 1..=3);
        features.runs("name-begin", first(key, 4), 1..=3);
        for (number, range) in &placed.places {
            around(&mut features, page, kind, ends, *number, range);
        }
        let at = placed.places.first().map_or("none", |(number, _)| up_to(number / 2, 6));
        features.flag("first", at);
        see(placed, &features);
    }
}

/// What the rules make of a candidate beside the others.
fn beside(features: &mut Features, kind: Kind, suffered: &Suffered, place: usize) {
    let Some(Placed { key, candidate, .. }) = suffered.all.get(place) else { return };
    let others = || {
        let all = suffered.all.iter().enumerate();
        all.filter(|(other, _)| *other != place).map(|(_, other)| other)
    };
    let points = candidate.points as f32;
    let most = others().map(|other| other.candidate.points).max().unwrap_or(0);
    steps(features, "points", points, -20.0, 4.0, 16);
    steps(features, "lead", points - most as f32, -30.0, 4.0, 16);
    let before = others().filter(|other| other.candidate.points > candidate.points).count();
    features.flag("rank", up_to(before, 5));
    let mentions = candidate.mentions.max(0);
    features.flag("mentions", up_to(mentions as usize, 6));
    let most = others().map(|other| other.candidate.mentions).max().unwrap_or(0);
    steps(features, "more-mentions", (mentions - most) as f32, -6.0, 1.0, 13);
    let chosen = match suffered.by_rule {
        Some(chosen) if chosen == place => "this",
        Some(_) => "other",
        None => "none",
    };
    features.flag("chosen", chosen);
    features.flag_of("chosen", kind.as_str(), chosen);
    let flags = [
        ("own", candidate.is_own),
        ("head", candidate.is_head),
        ("vendor", candidate.is_vendor),
        ("outsider", candidate.is_outsider),
        ("legal", candidate.is_legal),
        ("other-own", others().any(|other| other.candidate.is_own)),
        ("other-legal", others().any(|other| other.candidate.is_legal)),
        ("part-of-other", others().any(|other| other.key.contains(key.as_str()))),
        ("other-is-part", others().any(|other| key.contains(other.key.as_str()))),
    ];
    for (name, _) in flags.iter().filter(|(_, holds)| *holds) {
        features.flag("is", name);
        features.flag_of("is", kind.as_str(), name);
    }
}

/// What stands around a name: in the title, in a line of its own, or in a sentence.
fn around(
    features: &mut Features,
    page: &Page<'_>,
    kind: Kind,
    ends: Ends,
    number: usize,
    range: &std::ops::Range<usize>,
) {
    let Some(sentence) = page.sentences.get(number) else { return };
    let text = page.sentence(number);
    let head = text.get(..range.start).unwrap_or_default();
    let tail = text.get(range.end..).unwrap_or_default();
    let is_line = sentence.shape != Shape::Prose && text.chars().nth(LONGEST_LINE).is_none();
    let (place, before, behind, near) = match number {
        0 => ("title", "title-before", "title-behind", "title-near"),
        _ if is_line => ("line", "line-before", "line-behind", "line-near"),
        _ => ("sentence", "before", "behind", "near"),
    };
    features.flag("in", place);
    features.flag_of("in", kind.as_str(), place);
    features.flag("section", sentence.section.as_str());
    if is_line {
        features.flag("from-top", up_to(ends.before(sentence.line) / 2, 6));
        features.flag("from-end", up_to(ends.behind(sentence.line) / 2, 6));
    }
    if head.trim().is_empty() {
        features.flag("opens", place);
        if tail.trim().is_empty() {
            features.flag("alone", place);
        }
    }
    features.runs(before, last(head, 12), 2..=3);
    features.runs(behind, first(tail, 20), 2..=3);
    features.runs(near, first(tail, 5), 1..=3);
}
