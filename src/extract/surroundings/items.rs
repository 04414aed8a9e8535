//! Items of data read again: whether each leaked, may have leaked, or is said not to have.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath, Facts, Rule};

use super::features::{Features, first, last};
use super::neighbours::{above, place, up_to};
use super::places::{ItemPlace, Listed};
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-data.tsv";

/// What a place may say of an item: that it leaked, surely or possibly; of one that did, that this is sure; that it did not.
pub(in crate::extract) const CLASSES: [&str; 3] = ["leaked", "sure", "denied"];

/// Card data without saying which, and what says which.
const GENERAL_CARD: &str = "payment/card-unspecified";
const CARD: [&str; 5] =
    ["card-number", "card-expiry", "security-code", "cardholder-name", "card-partial"];

/// Tells what is said of items.
#[derive(Debug)]
pub(in crate::extract) struct ItemReader {
    weights: Weights,
}

/// What is known of an item from all its places.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    leaked: f32,
    /// Whether a leak is sure where it is likeliest.
    sure: f32,
    denied: f32,
    leaked_at: (usize, usize),
    denied_at: (usize, usize),
}

/// Least probabilities with which an item leaked, with which that is sure, and with which it did not leak.
#[derive(Debug, Clone, Copy)]
struct Least {
    leaked: f32,
    sure: f32,
    denied: f32,
}

impl Least {
    /// What suffices given what the rules say of the item: less where they say the same. They were made on documents of
    /// companies and towns, of which there are few among the tagged reports, so they are not overruled lightly.
    fn given(by_rule: Option<Certainty>) -> Self {
        match by_rule {
            Some(Certainty::Denied) => Self { leaked: 0.6, sure: 0.5, denied: 0.15 },
            Some(Certainty::Stated) => Self { leaked: 0.3, sure: 0.3, denied: 0.5 },
            Some(Certainty::Possible) => Self { leaked: 0.3, sure: 0.7, denied: 0.5 },
            None => Self { leaked: 0.4, sure: 0.5, denied: 0.4 },
        }
    }
}

impl ItemReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self { weights: Weights::read(lexicon, FILE, &CLASSES)? })
    }

    /// The items of a page of which kind and causes are known: leaked ones first, in reading order, then denied ones.
    pub(in crate::extract) fn read(
        &self,
        page: &Page<'_>,
        facts: &Facts,
        listed: Listed<'_>,
    ) -> Vec<Categorised> {
        if self.weights.is_empty() {
            return listed.data;
        }
        let mut known: BTreeMap<&FacetPath, Known> = BTreeMap::new();
        let mut scores = Scores::default();
        each(page, facts, &listed, false, |item, features| {
            let scores = self.weights.read_place(features, &mut scores);
            let &[leaked, sure, denied] = scores else { return };
            let known = known.entry(item.value).or_default();
            let at = (item.sentence, item.range.start);
            if leaked > known.leaked {
                (known.leaked, known.sure, known.leaked_at) = (leaked, sure, at);
            }
            if denied > known.denied {
                (known.denied, known.denied_at) = (denied, at);
            }
        });
        let mut found: Vec<(bool, (usize, usize), Categorised)> = Vec::new();
        for (value, known) in known {
            let by_rule = listed.data.iter().find(|one| one.value == *value);
            let least = Least::given(by_rule.map(|one| one.certainty));
            // What one group lost and another did not is lost; what is said of all is the likelier of the two.
            let is_leaked = known.leaked >= least.leaked && known.leaked >= known.denied;
            let (certainty, at) = if is_leaked {
                let certainty =
                    if known.sure >= least.sure { Certainty::Stated } else { Certainty::Possible };
                (certainty, known.leaked_at)
            } else if known.denied >= least.denied {
                (Certainty::Denied, known.denied_at)
            } else {
                continue;
            };
            let is_denied = certainty == Certainty::Denied;
            let by_rule = by_rule.filter(|one| (one.certainty == Certainty::Denied) == is_denied);
            let evidence = match by_rule {
                Some(by_rule) => by_rule.evidence.clone(),
                None => page.evidence_by(at.0, || {
                    Some(Rule { mechanism: "data: by its surroundings", cue: None, matched: None })
                }),
            };
            found.push((is_denied, at, Categorised { value: value.clone(), certainty, evidence }));
        }
        // What no place of its own names, such as the item that only a question names, is left to the rules.
        let named = listed.places.iter().filter(|place| !is_asked(page, place));
        let named: BTreeSet<&FacetPath> = named.map(|place| place.value).collect();
        let others = listed.data.iter().filter(|one| !named.contains(&one.value));
        found.extend(
            others.map(|one| (one.certainty == Certainty::Denied, (usize::MAX, 0), one.clone())),
        );
        drop_general(&mut found);
        found.sort_by_key(|(is_denied, at, _)| (*is_denied, *at));
        found.into_iter().map(|(_, _, found)| found).collect()
    }
}

/// Whether an item stands in a question, which claims nothing.
fn is_asked(page: &Page<'_>, place: &ItemPlace<'_>) -> bool {
    page.sentences.get(place.sentence).is_some_and(|sentence| sentence.question)
}

/// Drops the general word where what it sums up is told, as the rules do.
fn drop_general(found: &mut Vec<(bool, (usize, usize), Categorised)>) {
    let specific: Vec<(bool, (usize, usize))> = found
        .iter()
        .filter(|(_, _, one)| !is_general(&one.value))
        .map(|(is_denied, at, _)| (*is_denied, *at))
        .collect();
    let leaks = specific.iter().any(|(is_denied, _)| !is_denied);
    let is_denied_beside =
        |sentence: usize| specific.iter().any(|(is_denied, at)| *is_denied && at.0 == sentence);
    let any_card = found.iter().any(|(is_denied, _, one)| {
        !is_denied
            && one.value.parent() == "payment"
            && CARD.contains(&one.value.child().unwrap_or_default())
    });
    found.retain(|(is_denied, at, one)| match one.value.parent() {
        "unspecified" => !leaks || *is_denied && !is_denied_beside(at.0),
        _ => one.value.as_str() != GENERAL_CARD || !any_card,
    });
}

fn is_general(value: &FacetPath) -> bool {
    value.parent() == "unspecified" || value.as_str() == GENERAL_CARD
}

/// Shows the features of each item of a page that does not stand in a question.
pub(in crate::extract) fn each<'p, 'w>(
    page: &Page<'_>,
    facts: &Facts,
    listed: &'p Listed<'w>,
    is_named: bool,
    mut see: impl FnMut(&'p ItemPlace<'w>, &Features),
) {
    let mut features = Features::new(is_named);
    let mut times: BTreeMap<&FacetPath, usize> = BTreeMap::new();
    for item in &listed.places {
        *times.entry(item.value).or_default() += 1;
    }
    let said: BTreeMap<&FacetPath, Certainty> =
        listed.data.iter().map(|one| (&one.value, one.certainty)).collect();
    let any: BTreeSet<Certainty> = said.values().copied().collect();
    let mut rest = listed.places.as_slice();
    while let Some(head) = rest.first() {
        let is_same =
            |item: &&ItemPlace<'_>| item.sentence == head.sentence && item.row == head.row;
        let (row, behind) = rest.split_at(rest.iter().take_while(is_same).count());
        rest = behind;
        if row.iter().all(|item| is_asked(page, item)) {
            continue;
        }
        features.clear();
        of_row(&mut features, page, facts, row);
        for certainty in &any {
            features.flag("page-says", certainty.as_str());
        }
        features.share();
        for item in row.iter().filter(|item| !is_asked(page, item)) {
            features.next();
            let text = page.sentence(item.sentence);
            let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
            features.runs("next", first(part(item.range.end..text.len()), 8), 1..=3);
            features.runs("last", last(part(0..item.range.start), 6), 1..=3);
            features.flag("value", item.value.as_str());
            features.flag("group", item.value.parent());
            features.flag("times", up_to(times.get(item.value).copied().unwrap_or(0), 4));
            let claim = item.claim.map_or("nothing", |claim| claim.certainty.as_str());
            features.flag("claims", claim);
            if let Some(claim) = item.claim {
                let manner = match (claim.is_leak, claim.is_predicate) {
                    (true, true) => "leak predicate",
                    (true, false) => "leak",
                    (false, true) => "predicate",
                    (false, false) => "",
                };
                features.flag("claims", &format!("{} {manner}", claim.certainty.as_str()));
            }
            let said = said.get(item.value).map_or("nothing", |said| said.as_str());
            features.flag("said", said);
            see(item, &features);
        }
    }
}

/// What holds of all items of a row: what stands around it, where that is, and what is
/// claimed of any of them.
fn of_row(features: &mut Features, page: &Page<'_>, facts: &Facts, row: &[ItemPlace<'_>]) {
    let Some(head) = row.first() else { return };
    let text = page.sentence(head.sentence);
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let behind = first(part(head.row.end..text.len()), 40);
    let before = last(part(0..head.row.start), 30);
    features.runs("behind", behind, 2..=3);
    features.runs("before", before, 2..=3);
    features.runs("end", last(text, 25), 2..=3);
    above(features, page, head.sentence);
    place(features, page, head.sentence);
    let kinds: BTreeSet<&FacetPath> = row.iter().map(|item| item.value).collect();
    features.flag("row", up_to(kinds.len(), 4));
    features.flag("kind", facts.kind.as_str());
    for cause in facts.causes.iter().filter(|it| it.certainty != Certainty::Denied) {
        features.flag("cause", cause.value.as_str());
        features.flag("cause", cause.value.parent());
    }
    for claim in row.iter().filter_map(|item| item.claim) {
        features.flag("row-claims", claim.certainty.as_str());
    }
}
