//! Third parties that a page names and that had no part in it: 甲のサービスで、職員が宛先を誤った.
//!
//! Where a page tells what the organisation's own people did, one of whom nothing wrong is told is a
//! bystander. Words such as 委託先 and 同社 speak for whoever is named, so that doubt keeps a vendor.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;

use super::cue::{CueSet, CueSetBuilder, List};
use super::lexicon_file::LexiconFile;
use super::name_shape::is_name_char;
use super::page::Page;

/// Bytes behind those who act in which is told what they did.
const ACT: usize = 180;

/// Most places of one name that are looked at in a sentence.
const MOST_PLACES: usize = 8;

/// The words of the table `involvement` in `vendors.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvolvementWords {
    own: Vec<Spanned<String>>,
    staff: Vec<Spanned<String>>,
    parties: Vec<Spanned<String>>,
    trouble: Vec<Spanned<String>>,
}

/// Tells bystanders from those who had a part.
#[derive(Debug)]
pub(super) struct Involvement {
    /// Right before `staff` in the shared set.
    own: List,
    staff: List,
    parties: CueSet,
    trouble: CueSet,
}

impl Involvement {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &InvolvementWords,
        set: &mut CueSetBuilder,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        Ok(Self {
            own: file.list(set, &words.own, folder)?,
            staff: file.list(set, &words.staff, folder)?,
            parties: file.cues(&words.parties, folder)?,
            trouble: file.cues(&words.trouble, folder)?,
        })
    }

    /// Whether a page tells what went wrong in the organisation's own hands.
    pub(super) fn blames_own(&self, page: &Page<'_>) -> bool {
        (0..page.sentences.len()).any(|number| {
            let text = page.sentence(number);
            self.own_people(page, number).iter().any(|start| {
                let end = text.floor_char_boundary(start + ACT);
                text.get(*start..end).is_some_and(|act| self.trouble.is_in(act))
                    || self.is_cleft(text, *start)
            })
        })
    }

    /// Whether a page tells anything wrong of one whom it calls by these names.
    pub(super) fn had_part(&self, page: &Page<'_>, called: &[String]) -> bool {
        (0..page.sentences.len()).any(|number| {
            let text = page.sentence(number);
            let is_aside = page
                .sentences
                .get(number)
                .is_none_or(|sentence| sentence.section.is_advice() || sentence.question);
            let named = called.iter().flat_map(|name| {
                text.match_indices(name.as_str())
                    .take(MOST_PLACES)
                    .map(|(at, name)| at + name.len())
            });
            let mut parties: Vec<usize> = named.collect();
            parties.extend(self.parties.find(text).into_iter().map(|hit| hit.end));
            if is_aside || parties.is_empty() {
                return false;
            }
            let own = self.own_people(page, number);
            let troubles = self.trouble.find(text);
            parties.iter().any(|end| {
                troubles.iter().any(|trouble| {
                    let between = own.iter().any(|at| (*end..trouble.start).contains(at));
                    // 誤ったのは当社の担当者: who did it stands behind.
                    let is_cleft = own.iter().any(|at| {
                        let gap = text.get(trouble.end..*at).unwrap_or("-");
                        *at > trouble.end
                            && gap.len() <= 30
                            && gap.trim_end_matches('、').ends_with("のは")
                    });
                    trouble.start >= *end && !between && !is_cleft
                })
            })
        })
    }

    /// Whether a name stands only before what the organisation's own people did: 甲に送るはずの名簿を、職員が|誤って.
    pub(super) fn is_beside_own(&self, page: &Page<'_>, called: &[String]) -> bool {
        let mut beside = false;
        for number in 0..page.sentences.len() {
            let text = page.sentence(number);
            let last =
                called.iter().filter_map(|name| Some(text.rfind(name.as_str())? + name.len()));
            let Some(last) = last.max() else { continue };
            let own = self.own_people(page, number).into_iter().find(|start| *start >= last);
            let is_told = own.is_some_and(|start| {
                let between = text.get(last..start).unwrap_or_default();
                let end = text.floor_char_boundary(start + ACT);
                text.get(start..end).is_some_and(|act| self.trouble.is_in(act))
                    && !self.trouble.is_in(between)
                    || self.is_cleft(text, start)
            });
            if !is_told {
                return false;
            }
            beside = true;
        }
        beside
    }

    /// Whether people at `start` are those who did what stands before: 宛先を誤ったのは|当社の担当者.
    fn is_cleft(&self, text: &str, start: usize) -> bool {
        let head = text.get(..start).unwrap_or_default().trim_end_matches('、');
        let near = head.get(head.ceil_char_boundary(head.len().saturating_sub(60))..);
        head.ends_with("のは") && near.is_some_and(|near| self.trouble.is_in(near))
    }

    /// Where the organisation's own people stand in a sentence.
    fn own_people(&self, page: &Page<'_>, number: usize) -> Vec<usize> {
        let text = page.sentence(number);
        let people = self.own.start..self.staff.end;
        let hits = page.hits(number).iter().filter(|hit| people.contains(&hit.cue));
        hits.filter(|hit| {
            // 同社の社員が, 会社社員が: people of others.
            let is_free = || {
                let before = text.get(..hit.start).unwrap_or_default().chars().next_back();
                before.is_none_or(|c| c != 'の' && !is_name_char(c))
            };
            self.own.contains(&hit.cue) || self.staff.contains(&hit.cue) && is_free()
        })
        .map(|hit| hit.start)
        .collect()
    }
}
