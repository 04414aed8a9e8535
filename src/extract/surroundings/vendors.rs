//! Names read again: whether each is that of a third party through which it happened, and in which part.

use crate::extract::page::Page;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Facts, Rule, Vendor, VendorRole};

use super::features::{Features, first, last};
use super::neighbours::up_to;
use super::places::Party;
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-vendors.tsv";

/// Least probability with which a vendor that the rules tell stays, and with which another name is one.
const LEAST_KEPT: f32 = 0.4;
const LEAST_ADDED: f32 = 0.35;

/// How much likelier another role must be to stand in place of the one that the rules tell.
const MORE_LIKELY: f32 = 0.2;

/// What a name may be: a third party, and of one that is, each role.
pub(in crate::extract) fn classes() -> [&'static str; 9] {
    let mut classes = ["vendor"; 9];
    for (class, role) in classes.iter_mut().skip(1).zip(VendorRole::ALL) {
        *class = role.as_str();
    }
    classes
}

/// Tells third parties.
#[derive(Debug)]
pub(in crate::extract) struct VendorReader {
    weights: Weights,
}

impl VendorReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self { weights: Weights::read(lexicon, FILE, &classes())? })
    }

    /// Mends the vendors of a page whose kind is known; `key` is what names are compared by.
    pub(in crate::extract) fn read(
        &self,
        page: &Page<'_>,
        parties: &[Party],
        facts: &mut Facts,
        key: impl Fn(&str) -> String,
    ) {
        if self.weights.is_empty() {
            return;
        }
        let mut vendors = facts.vendors.clone();
        let mut scores = Scores::default();
        each(page, facts, parties, &key, false, |party, features| {
            let scores = self.weights.read_place(features, &mut scores);
            let Some((score, roles)) = scores.split_first() else { return };
            let of = |role: VendorRole| {
                let place = VendorRole::ALL.iter().position(|known| *known == role);
                place.and_then(|place| roles.get(place)).copied().unwrap_or_default()
            };
            let likeliest =
                VendorRole::ALL.into_iter().max_by(|one, other| of(*one).total_cmp(&of(*other)));
            let Some(likeliest) = likeliest else { return };
            let known = vendors.iter().position(|vendor| key(&vendor.name) == party.key);
            match known.and_then(|known| vendors.get_mut(known)) {
                Some(_) if *score < LEAST_KEPT => {
                    vendors.retain(|vendor| key(&vendor.name) != party.key);
                }
                Some(vendor) if of(likeliest) >= of(vendor.role) + MORE_LIKELY => {
                    vendor.role = likeliest;
                }
                Some(_) => {}
                None if *score >= LEAST_ADDED && !party.is_uninvolved => {
                    let sentence = party.places.first().map_or(0, |place| place.sentence);
                    let evidence = page.evidence_by(sentence, || {
                        Some(Rule {
                            mechanism: "vendors: by its surroundings",
                            cue: None,
                            matched: None,
                        })
                    });
                    vendors.push(Vendor { name: party.name.clone(), role: likeliest, evidence });
                }
                None => {}
            }
        });
        facts.vendors = vendors;
    }
}

/// Shows the features of each party of a page whose kind is known, and what the rules take for its vendors.
pub(in crate::extract) fn each<'p>(
    page: &Page<'_>,
    facts: &Facts,
    parties: &'p [Party],
    key: impl Fn(&str) -> String,
    is_named: bool,
    mut see: impl FnMut(&'p Party, &Features),
) {
    let mut features = Features::new(is_named);
    let by_rule: Vec<(String, VendorRole)> =
        facts.vendors.iter().map(|vendor| (key(&vendor.name), vendor.role)).collect();
    for party in parties {
        features.clear();
        for place in &party.places {
            let text = page.sentence(place.sentence);
            let before = last(text.get(..place.range.start).unwrap_or_default(), 16);
            let behind = first(text.get(place.range.end..).unwrap_or_default(), 24);
            features.runs("before", before, 2..=3);
            features.runs("behind", behind, 2..=3);
            features.runs("near", first(behind, 6), 1..=3);
            if let Some(role) = place.role {
                features.flag("role", role.as_str());
            }
            if place.is_legal {
                features.flag("legal", "");
            }
            if let Some(sentence) = page.sentences.get(place.sentence) {
                features.flag("section", sentence.section.as_str());
            }
        }
        if let Some(place) = party.places.first() {
            features.flag("first", up_to(place.sentence / 2, 5));
            let text = page.sentence(place.sentence);
            let before = last(text.get(..place.range.start).unwrap_or_default(), 20);
            let behind = first(text.get(place.range.end..).unwrap_or_default(), 30);
            features.runs("around", before, 2..=2);
            features.runs("around", behind, 2..=2);
        }
        features.flag("times", up_to(party.times, 4));
        features.runs("name-end", last(&party.name, 5), 2..=3);
        features.runs("name-begin", first(&party.name, 3), 2..=3);
        if party.is_uninvolved {
            features.flag("uninvolved", "");
        }
        match by_rule.iter().find(|(known, _)| *known == party.key) {
            Some((_, role)) => {
                features.flag("by-rule", "yes");
                features.flag("by-rule", role.as_str());
            }
            None => features.flag("by-rule", "no"),
        }
        features.flag("vendors", up_to(by_rule.len(), 3));
        features.flag("kind", facts.kind.as_str());
        see(party, &features);
    }
}
