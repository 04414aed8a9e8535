//! Everybody whom a page names beside the one that suffered, whatever part they played.

use super::aliases::Definition;
use super::page::Page;
use super::page_names::Names;
use super::surroundings::{NamePlace, Party};
use super::vendors::{MOST_VENDORS, VendorFinder, next_name};

/// Most places of a name that are looked at.
const MOST_PLACES: usize = 6;

impl VendorFinder {
    /// The parties of a page in reading order; `sufferer` is the key of who suffered.
    pub(super) fn parties(
        &self,
        page: &Page<'_>,
        names: Names<'_>,
        aliases: &[Definition],
        sufferer: &str,
        key: impl Fn(&str) -> String,
    ) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        for number in 0..page.sentences.len() {
            let text = page.sentence(number);
            let names_any = || {
                !names.of(number).is_empty()
                    || aliases.iter().any(|it| it.is_company && text.contains(it.folded.as_str()))
            };
            let told = self.roles.told(page, number);
            let is_told = told.before || told.after;
            if !is_told && !names_any() {
                continue;
            }
            let mentions = self.mentions(page, number, names, aliases);
            for mention in &mentions {
                let own = key(&mention.full);
                if own == sufferer {
                    continue;
                }
                let known = parties.iter().position(|party| party.key == own);
                if known.is_none() && parties.len() >= MOST_VENDORS {
                    continue;
                }
                let place = known.unwrap_or(parties.len());
                if known.is_none() {
                    let is_uninvolved = names.finder.is_uninvolved(&mention.full)
                        || self.roles.never.is_in(&mention.full);
                    let name = mention.full.clone();
                    parties.push(Party {
                        name,
                        key: own,
                        places: Vec::new(),
                        times: 0,
                        is_uninvolved,
                    });
                }
                let Some(party) = parties.get_mut(place) else { continue };
                party.times += 1;
                if party.places.len() >= MOST_PLACES {
                    continue;
                }
                let role = is_told.then(|| {
                    let next = next_name(&mentions, mention).unwrap_or(text.len());
                    self.roles.find(page, number, "", mention, next)
                });
                party.places.push(NamePlace {
                    sentence: number,
                    range: mention.range.clone(),
                    is_legal: mention.is_legal,
                    role: role.flatten().map(|found| found.role),
                });
            }
        }
        parties
    }
}
