//! The counts of a page brought together: which of equal ones stays, which yields to others, and which
//! stands first.

use crate::report::{Affected, Count, Qualifier, Unit};

/// A count that has been found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) affected: Affected,
    /// Whether the text gives it as the correction of another.
    pub(super) is_newest: bool,
    /// Whether it only counts if nothing else does.
    pub(super) is_weak: bool,
}

/// Adds a count; of equal ones the first stays, but a rounded title yields to the body, and what would
/// count for nothing to what counts.
pub(super) fn push(found: &mut Vec<Found>, new: Found, in_title: bool) {
    let key = |affected: &Affected| (affected.count.unit, affected.count.number());
    let same = found.iter_mut().find(|known| key(&known.affected) == key(&new.affected));
    match same {
        None => found.push(new),
        Some(known)
            if known.is_weak && !new.is_weak
                || !in_title
                    && known.affected.evidence.span.start == 0
                    && new.affected.count.qualifier != Qualifier::Exact =>
        {
            let is_newest = known.is_newest;
            *known = Found { is_newest, is_weak: known.is_weak && new.is_weak, ..new };
        }
        Some(_) => {}
    }
}

/// Drops counts that are others rounded down for a title or a summary: 65万件 beside 657,096件.
pub(super) fn drop_rounded<T>(found: &mut Vec<T>, count: impl Fn(&T) -> Count) {
    let known: Vec<(Unit, u64)> =
        found.iter().map(&count).map(|count| (count.unit, count.number())).collect();
    found.retain(|found| {
        let count = count(found);
        let number = count.number();
        let mut steps = (0..7).map(|power| 100_000_000 / 10_u64.pow(power));
        // Two digits that are said to be rounded are: 500人余 beside 512名.
        let least = if count.qualifier == Qualifier::Exact { 10_000 } else { 100 };
        let step = steps.find(|step| number.is_multiple_of(*step)).filter(|step| *step >= least);
        let Some(step) = step else { return true };
        !known.iter().any(|(unit, exact)| {
            *unit == count.unit && *exact != number && exact / step * step == number
        })
    });
}

/// The counts that stand: the newest first, then the largest.
pub(super) fn settle(mut found: Vec<Found>) -> Vec<Affected> {
    drop_rounded(&mut found, |found| found.affected.count);
    // Who was written to, or how large a group is, is the extent only where no other is told.
    if found.iter().any(|found| !found.is_weak) {
        found.retain(|found| !found.is_weak);
    }
    found.sort_by_key(|found| (!found.is_newest, std::cmp::Reverse(found.affected.count.number())));
    found.into_iter().map(|found| found.affected).collect()
}
