//! Numbers read again: whether each counts those affected.

use crate::extract::extent::drop_rounded;
use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Affected, Certainty, Count, Facts, Rule};

use super::features::{Features, first, last};
use super::neighbours::{above, place, up_to};
use super::places::{CountPlace, Counted, Verdict};
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-counts.tsv";

/// What a number may count.
pub(in crate::extract) const CLASSES: [&str; 1] = ["affected"];

/// Least probability with which a number counts those affected of which the rules say so, and of another.
const LEAST_KEPT: f32 = 0.5;
const LEAST_ADDED: f32 = 0.5;

/// Tells what numbers count.
#[derive(Debug)]
pub(in crate::extract) struct CountReader {
    weights: Weights,
}

impl CountReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self { weights: Weights::read(lexicon, FILE, &CLASSES)? })
    }

    /// The counts of a page of which kind and causes are known: the newest first where the text corrects one,
    /// then the largest. `what` says what the number at a place counts.
    pub(in crate::extract) fn read(
        &self,
        page: &Page<'_>,
        facts: &Facts,
        counted: Counted,
        what: impl Fn(&CountPlace) -> String,
    ) -> Vec<Affected> {
        if self.weights.is_empty() {
            return counted.affected;
        }
        let mut found: Vec<Affected> = Vec::new();
        let mut scores = Scores::default();
        each(page, facts, &counted, false, |place, features| {
            let scores = self.weights.read_place(features, &mut scores);
            let count = place.quantity.count;
            let by_rule = counted.affected.iter().find(|known| is_same(known.count, count));
            let least = if by_rule.is_some() { LEAST_KEPT } else { LEAST_ADDED };
            if scores.first().is_none_or(|score| *score < least) {
                return;
            }
            if found.iter().any(|known| is_same(known.count, count)) {
                return;
            }
            found.push(by_rule.cloned().unwrap_or_else(|| Affected {
                what: what(place),
                count,
                evidence: page.evidence_by(place.sentence, || {
                    let matched = Some(page.span_in(place.sentence, place.quantity.range.clone()));
                    Some(Rule { mechanism: "counts: by its surroundings", cue: None, matched })
                }),
            }));
        });
        drop_rounded(&mut found, |affected| affected.count);
        // A number that the text gives as the newest stays first.
        let newest = |affected: &Affected| {
            let is_its = |place: &&CountPlace| is_same(place.quantity.count, affected.count);
            counted.places.iter().filter(is_its).any(|place| place.verdict == Verdict::Newest)
        };
        found.sort_by_cached_key(|affected| {
            (!newest(affected), std::cmp::Reverse(affected.count.number()))
        });
        found
    }
}

fn is_same(one: Count, other: Count) -> bool {
    one.unit == other.unit && one.number() == other.number()
}

/// Shows the features of each number of a page.
pub(in crate::extract) fn each<'p>(
    page: &Page<'_>,
    facts: &Facts,
    counted: &'p Counted,
    is_named: bool,
    mut see: impl FnMut(&'p CountPlace, &Features),
) {
    let mut features = Features::new(is_named);
    let most = counted.places.iter().map(|place| place.quantity.count.number()).max();
    let told = counted.places.iter().filter(|place| place.verdict.is_told()).count();
    for (order, number) in counted.places.iter().enumerate() {
        let of_sentence = |place: &&CountPlace| place.sentence == number.sentence;
        let before = order.checked_sub(1).and_then(|order| counted.places.get(order));
        let before = before.filter(of_sentence);
        if before.is_none() {
            features.clear();
            features.runs("end", last(page.sentence(number.sentence), 20), 2..=3);
            above(&mut features, page, number.sentence);
            place(&mut features, page, number.sentence);
            features.flag("kind", facts.kind.as_str());
            for cause in facts.causes.iter().filter(|it| it.certainty != Certainty::Denied) {
                features.flag("cause", cause.value.parent());
            }
            features.flag("all-told", up_to(told, 3));
            features.share();
        }
        features.next();
        words(&mut features, page, number);
        let count = number.quantity.count;
        features.flag("unit", count.unit.as_str());
        features.flag("qualifier", count.qualifier.as_str());
        features.flag("digits", up_to(count.number().checked_ilog10().unwrap_or(0) as usize, 8));
        if Some(count.number()) == most {
            features.flag("most", "");
        }
        if let Some(before) = before {
            features.flag("before-told", before.verdict.as_str());
        }
        let same = || counted.places.iter().filter(|place| is_same(place.quantity.count, count));
        features.flag("times", up_to(same().count(), 3));
        if same().any(|place| place.verdict.is_told()) {
            features.flag("told-somewhere", "");
        }
        features.flag("verdict", number.verdict.as_str());
        if number.verdict.is_told() {
            features.flag("told", "");
        }
        let is_chosen = counted.affected.iter().any(|known| is_same(known.count, count));
        features.flag("chosen", if is_chosen { "yes" } else { "no" });
        see(number, &features);
    }
}

/// What stands around a number in its sentence.
fn words(features: &mut Features, page: &Page<'_>, place: &CountPlace) {
    let text = page.sentence(place.sentence);
    let range = &place.quantity.range;
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let own: String = part(range.clone()).chars().filter(|c| !is_digit(*c)).collect();
    features.runs("own", &own, 1..=3);
    let behind = first(part(range.end..text.len()), 30);
    let before = last(part(0..range.start), 25);
    features.runs("behind", behind, 2..=3);
    features.runs("near", first(behind, 6), 1..=3);
    features.runs("before", before, 2..=3);
}
