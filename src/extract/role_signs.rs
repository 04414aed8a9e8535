//! Where a sentence holds words that could give a name a role, as the one search for all cues has found them.

use std::ops::Range;

use crate::report::VendorRole;

use super::page::Page;
use super::roles::RoleFinder;

/// Which words that could give a name a role stand in a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    /// Those that stand before a name.
    pub(super) before: bool,
    /// Those that stand behind one.
    pub(super) after: bool,
}

impl RoleFinder {
    /// Which words that could give a name a role stand in a sentence.
    pub(super) fn told(&self, page: &Page<'_>, number: usize) -> Told {
        let mut told = Told::default();
        let either = self.any_before.start..self.any_after.end;
        for hit in page.hits(number).iter().filter(|hit| either.contains(&hit.cue)) {
            told.before |= self.any_before.contains(&hit.cue);
            told.after |= self.any_after.contains(&hit.cue);
        }
        told
    }

    /// The words of roles in a sentence: which role, and where they begin.
    pub(super) fn roles_in<'a>(
        &'a self,
        page: &'a Page<'_>,
        number: usize,
    ) -> impl Iterator<Item = (VendorRole, usize)> + 'a {
        page.hits(number).iter().filter_map(|hit| {
            let role = if self.any_before.contains(&hit.cue) {
                self.before_roles.get(hit.cue - self.any_before.start)
            } else if self.any_after.contains(&hit.cue) {
                self.after_roles.get(hit.cue - self.any_after.start)
            } else {
                None
            };
            role.map(|(role, _)| (*role, hit.start))
        })
    }

    /// Whether words of a role that stand before a name begin in a part of a sentence.
    pub(super) fn leads_in(&self, page: &Page<'_>, number: usize, part: Range<usize>) -> bool {
        let mut hits = page.hits(number).iter();
        hits.any(|hit| self.any_before.contains(&hit.cue) && part.contains(&hit.start))
    }

    /// Whether words of a role that stand behind a name begin in a part of a sentence.
    pub(super) fn follows_in(&self, page: &Page<'_>, number: usize, part: Range<usize>) -> bool {
        let mut hits = page.hits(number).iter();
        hits.any(|hit| self.any_after.contains(&hit.cue) && part.contains(&hit.start))
    }
}
