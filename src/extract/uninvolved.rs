//! Takes from the vendors of a page those that had no part in it: what it clears, and bystanders.

use crate::report::{Vendor, VendorRole};

use super::aliases::Definition;
use super::page::Page;
use super::page_names::Names;
use super::vendors::{MOST_VENDORS, VendorFinder, is_same};

impl VendorFinder {
    /// Drops vendors that had no part. `spoken` holds their full names beside what the page calls them.
    pub(super) fn drop_uninvolved(
        &self,
        page: &Page<'_>,
        names: Names<'_>,
        aliases: &[Definition],
        spoken: &[(String, String)],
        vendors: &mut Vec<Vendor>,
    ) {
        if vendors.is_empty() {
            return;
        }
        let cleared = self.cleared(page, names, aliases);
        vendors.retain(|vendor| !cleared.iter().any(|name| is_same(&vendor.name, name)));
        let involvement = &self.roles.involvement;
        if vendors.is_empty() || !involvement.blames_own(page) {
            return;
        }
        vendors.retain(|vendor| {
            let short = aliases.iter().filter(|it| it.alias.name == vendor.name);
            let words = spoken.iter().filter(|(full, _)| is_same(full, &vendor.name));
            let called: Vec<String> = short
                .map(|it| it.folded.clone())
                .chain(words.map(|(_, word)| word.clone()))
                .filter(|word| !word.is_empty())
                .collect();
            // Work is entrusted to somebody in the telling of what became of it; a service is only used.
            let is_used = matches!(vendor.role, VendorRole::SaasProvider | VendorRole::WebWidget);
            let had_part = !is_used || involvement.had_part(page, &called);
            had_part && !involvement.is_beside_own(page, &called)
        });
    }

    /// Names of which the page says that nothing was wrong with them.
    fn cleared(&self, page: &Page<'_>, names: Names<'_>, aliases: &[Definition]) -> Vec<String> {
        let mut cleared = Vec::new();
        for number in 0..page.sentences.len() {
            if !page.has(number, &self.roles.any_cleared) {
                continue;
            }
            let text = page.sentence(number);
            let mentions = self.mentions(page, number, names, aliases);
            let found = mentions.into_iter().filter(|mention| self.roles.clears(text, mention));
            cleared.extend(found.map(|mention| mention.full).take(MOST_VENDORS));
        }
        cleared
    }
}
