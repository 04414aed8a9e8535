//! What a page claims about each item of data, and which of several claims stays.

use std::collections::BTreeMap;

use crate::report::{Categorised, Certainty, FacetPath, Rule};

use super::lines::Lines;
use super::stance::Stance;

/// What a text says about one value, as found so far.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// Stated, possible or denied, and how it is said.
    pub(super) stance: Stance,
    /// Number of the sentence.
    pub(super) sentence: usize,
    /// First byte within it.
    pub(super) place: usize,
}

/// Claims by value.
pub(super) type Claims<'w> = BTreeMap<&'w FacetPath, Claim>;

/// Keeps the firmest claim: stated before possible before denied, and of equals the first.
pub(super) fn record<'w>(
    claims: &mut Claims<'w>,
    value: &'w FacetPath,
    stance: Stance,
    sentence: usize,
    place: usize,
) {
    let claim = Claim { stance, sentence, place };
    match claims.get_mut(value) {
        None => {
            claims.insert(value, claim);
        }
        Some(known) => {
            let weak = known.stance.certainty != Certainty::Denied && !known.stance.is_leak;
            let denies = stance.certainty == Certainty::Denied;
            let firmer = stance.certainty < known.stance.certainty
                && (stance.is_leak || known.stance.certainty != Certainty::Denied);
            if (weak && denies) || firmer {
                *known = claim;
            }
        }
    }
}

/// Denies an item that a list named, once the sentence below says that it was not there.
pub(super) fn retract<'w>(
    claims: &mut Claims<'w>,
    value: &'w FacetPath,
    sentence: usize,
    place: usize,
) {
    if claims.get(value).is_none_or(|known| known.sentence == sentence) {
        let stance = Stance::announced(Certainty::Denied);
        claims.insert(value, Claim { stance, sentence, place });
    }
}

/// Makes a leak that a list stated a possible one, once the sentence below says so.
pub(super) fn doubt<'w>(claims: &mut Claims<'w>, value: &'w FacetPath, sentence: usize) {
    if let Some(known) = claims.get_mut(value)
        && known.sentence == sentence
        && known.stance.certainty == Certainty::Stated
    {
        known.stance.certainty = Certainty::Possible;
    }
}

/// Makes a possible leak of an item that a list named a fact, once a line right below says so.
pub(super) fn assure<'w>(
    claims: &mut Claims<'w>,
    value: &'w FacetPath,
    sentence: usize,
    place: usize,
) {
    if let Some(known) = claims.get_mut(value)
        && known.stance.certainty == Certainty::Possible
    {
        *known = Claim { stance: Stance::announced(Certainty::Stated), sentence, place };
    }
}

/// Drops general values that a specific one makes superfluous, and puts claims in reading order.
pub(super) fn settle(mut claims: Claims<'_>, lines: &Lines<'_>) -> Vec<Categorised> {
    let is_leaked = |claim: &Claim| claim.stance.certainty != Certainty::Denied;
    let specific = |path: &FacetPath| path.parent() != "unspecified";
    let card_items =
        ["card-number", "card-expiry", "security-code", "cardholder-name", "card-partial"];
    let any_card = claims.iter().any(|(path, claim)| {
        path.parent() == "payment"
            && path.child().is_some_and(|child| card_items.contains(&child))
            && is_leaked(claim)
    });
    // クレジットカード情報(38件)、個人情報(60件): two heaps, one of them without a list.
    let any_specific = claims.iter().any(|(path, claim)| {
        specific(path) && is_leaked(claim) && path.as_str() != "payment/card-unspecified"
    });
    // 氏名や住所など、その他の個人情報…: the general word only sums up what is denied beside it.
    let denied: Vec<usize> = claims
        .iter()
        .filter(|(path, claim)| specific(path) && !is_leaked(claim))
        .map(|(_, claim)| claim.sentence)
        .collect();
    let sums_up = |claim: &Claim| is_leaked(claim) || denied.contains(&claim.sentence);
    claims.retain(|path, claim| {
        let general_card = path.as_str() == "payment/card-unspecified";
        !(general_card && any_card || !specific(path) && any_specific && sums_up(claim))
    });
    let mut ordered: Vec<(&FacetPath, Claim)> = claims.into_iter().collect();
    ordered.sort_by_key(|(_, claim)| (!is_leaked(claim), claim.sentence, claim.place));
    ordered
        .into_iter()
        .map(|(value, claim)| Categorised {
            value: value.clone(),
            certainty: claim.stance.certainty,
            evidence: lines.page.evidence_by(claim.sentence, || fired(lines, &claim)),
        })
        .collect()
}

/// The word that names an item: the longest that begins where its claim does.
fn fired(lines: &Lines<'_>, claim: &Claim) -> Option<Rule> {
    let hits = lines.hits(claim.sentence).iter().filter(|hit| hit.start == claim.place);
    let longest = hits.max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.cue)))?;
    Some(lines.page.rule("data: item", claim.sentence, longest))
}
