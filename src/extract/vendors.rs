//! Third parties through which it happened, and the part they played.
//!
//! A name counts when words of a role stand right before or behind it; investigators, authorities
//! and card companies never do.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Vendor, VendorRole};

use super::aliases::{Definition, tidy};
use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::names::NameFinder;
use super::page::Page;

/// How far from a name the words of its role may stand, in bytes.
const NEAR: usize = 135;

/// Finds vendors.
#[derive(Debug)]
pub(super) struct VendorFinder {
    before: CueSet,
    before_roles: Vec<VendorRole>,
    after: CueSet,
    after_roles: Vec<VendorRole>,
    reject: CueSet,
    reject_after: CueSet,
    elsewhere: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorFile {
    /// Words near a name that make it no vendor.
    reject: Vec<Spanned<String>>,
    /// Words right behind the name of one that entrusts or owns.
    reject_after: Vec<Spanned<String>>,
    /// Sentences that say that the incident was not there.
    elsewhere: Vec<Spanned<String>>,
    role: Vec<RoleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    name: Spanned<String>,
    before: Vec<Spanned<String>>,
    after: Vec<Spanned<String>>,
}

impl VendorFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<VendorFile>(lexicon, "vendors.toml")?;
        let mut before = Vec::new();
        let mut before_roles = Vec::new();
        let mut after = Vec::new();
        let mut after_roles = Vec::new();
        for entry in content.role {
            let role = VendorRole::parse(entry.name.get_ref()).ok_or_else(|| {
                let known: Vec<&str> = VendorRole::ALL.iter().map(|role| role.as_str()).collect();
                let message = format!(
                    "`{}` is no vendor role; use one of {}",
                    entry.name.get_ref(),
                    known.join(", ")
                );
                file.mistake(&entry.name, message)
            })?;
            before_roles.extend(std::iter::repeat_n(role, entry.before.len()));
            before.extend(entry.before);
            after_roles.extend(std::iter::repeat_n(role, entry.after.len()));
            after.extend(entry.after);
        }
        Ok(Self {
            before: file.cues(&before, folder)?,
            before_roles,
            after: file.cues(&after, folder)?,
            after_roles,
            reject: file.cues(&content.reject, folder)?,
            reject_after: file.cues(&content.reject_after, folder)?,
            elsewhere: file.cues(&content.elsewhere, folder)?,
        })
    }

    /// The vendors of a page in reading order.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        names: &NameFinder,
        aliases: &[Definition],
    ) -> Vec<Vendor> {
        let mut vendors: Vec<Vendor> = Vec::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let is_heading_of_digest = number == 0 && page.document.in_digest;
            if sentence.section.is_advice()
                || is_heading_of_digest
                || self.elsewhere.is_in(page.sentence(number))
            {
                continue;
            }
            let text = page.sentence(number);
            for (range, full) in self.mentions(page, number, names, aliases) {
                if vendors.iter().any(|vendor| vendor.name == full) || names.is_uninvolved(&full) {
                    continue;
                }
                if let Some(role) = self.role(text, range) {
                    vendors.push(Vendor { name: full, role, evidence: page.evidence(number) });
                }
            }
        }
        vendors
    }

    /// Names and defined short names in a sentence with the full name for display.
    fn mentions(
        &self,
        page: &Page<'_>,
        number: usize,
        names: &NameFinder,
        aliases: &[Definition],
    ) -> Vec<(Range<usize>, String)> {
        let text = page.sentence(number);
        let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
        let mut mentions: Vec<(Range<usize>, String)> = names
            .find(text)
            .into_iter()
            .filter(|name| name.is_legal)
            .map(|name| {
                let full = tidy(page.original(at + name.range.start..at + name.range.end));
                (name.range, full)
            })
            .collect();
        for definition in aliases {
            let is_company = names.find(&definition.folded_name).iter().any(|name| name.is_legal);
            if is_company
                && definition.sentence != number
                && let Some(start) = text.find(&definition.folded)
            {
                mentions
                    .push((start..start + definition.folded.len(), definition.alias.name.clone()));
            }
        }
        mentions
    }

    /// The role that the words around a name give it: the nearest wins.
    fn role(&self, text: &str, name: Range<usize>) -> Option<VendorRole> {
        let from = text.floor_char_boundary(name.start.saturating_sub(NEAR));
        let before = text.get(from..name.start)?;
        let before = before.rfind("。").and_then(|stop| before.get(stop..)).unwrap_or(before);
        let tail = text.get(name.end..)?;
        let after_start = behind_brackets(tail);
        let tail = tail.get(after_start..)?;
        let after = tail.get(..tail.floor_char_boundary(NEAR))?;
        let rejected_before =
            self.reject.find(before).last().is_some_and(|hit| before.len() - hit.end <= 12);
        let near = |cues: &CueSet, reach: usize| {
            cues.find(after).first().is_some_and(|hit| hit.start <= reach)
        };
        let rejected_after = near(&self.reject, 18) || near(&self.reject_after, 0);
        if rejected_before || rejected_after {
            return None;
        }
        let from_before = self
            .before
            .find(before)
            .into_iter()
            .filter_map(|hit| Some((before.len() - hit.end, *self.before_roles.get(hit.cue)?)))
            .filter(|(distance, _)| *distance <= 45);
        let from_after = self
            .after
            .find(after)
            .into_iter()
            .filter(|hit| hit.start <= 75)
            .filter_map(|hit| Some((hit.start, *self.after_roles.get(hit.cue)?)));
        from_before
            .chain(from_after)
            .min_by_key(|(distance, role)| (rank(*role), *distance))
            .map(|(_, role)| role)
    }
}

/// Roles that say more win over general ones.
fn rank(role: VendorRole) -> u8 {
    match role {
        VendorRole::Subcontractor => 0,
        VendorRole::WebWidget => 1,
        VendorRole::PaymentProcessor => 2,
        VendorRole::Hosting => 3,
        VendorRole::Maintenance => 4,
        VendorRole::GroupCompany => 5,
        VendorRole::SaasProvider => 6,
        VendorRole::Contractor => 7,
    }
}

/// Length of the bracket that follows a name, if one does.
fn behind_brackets(tail: &str) -> usize {
    if !tail.starts_with('(') {
        return 0;
    }
    tail.char_indices().take(120).find(|(_, c)| *c == ')').map_or(0, |(at, c)| at + c.len_utf8())
}
