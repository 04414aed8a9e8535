//! Third parties through which it happened, and the part they played.
//!
//! A name counts when words of a role stand right before or behind it; what is entrusted tells a
//! processor of payments or a maintainer from other contractors. Names without a legal form count
//! only where the words touch them. Investigators, authorities and card companies never do.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::{Folder, LegalForms};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{CuePlace, Rule, Vendor, VendorRole};

use super::aliases::{Definition, tidy};
use super::clause::behind_brackets;
use super::cue::{CueSet, Hit};
use super::lexicon_file::LexiconFile;
use super::names::NameFinder;
use super::page::Page;

/// How far from a name the words of its role may stand, in bytes.
const NEAR: usize = 135;

/// Bytes between a name and the words of its role up to which they touch.
const ADJACENT: usize = 6;

/// Most vendors of a page; lists beyond that are no incident.
const MOST_VENDORS: usize = 60;

/// Most places of one short name that are looked at in a sentence.
const MOST_MENTIONS: usize = 20;

/// Finds vendors.
#[derive(Debug)]
pub(super) struct VendorFinder {
    before: CueSet,
    before_roles: Vec<(VendorRole, bool)>,
    after: CueSet,
    after_roles: Vec<(VendorRole, bool)>,
    tasks: CueSet,
    task_roles: Vec<VendorRole>,
    more: CueSet,
    widgets: CueSet,
    carts: CueSet,
    reject: CueSet,
    reject_after: CueSet,
    never: CueSet,
    elsewhere: CueSet,
}

/// How well a text founds a role: the greatest wins, and the first of equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ground {
    /// Not only 利用している.
    is_firm: bool,
    /// The words touch the name.
    is_adjacent: bool,
}

/// A name, or a short name that the text has defined.
struct Mention {
    range: Range<usize>,
    /// The full name for display.
    full: String,
    /// Whether the name carries a legal form.
    is_legal: bool,
}

/// The cue beside a name that gives it its role, and its place in the sentence.
#[derive(Debug, Clone, Copy)]
struct Fired {
    cue: Option<CuePlace>,
    start: usize,
    end: usize,
}

impl Fired {
    /// A hit in a part of the sentence that begins at byte `at`.
    fn new(cues: &CueSet, hit: &Hit, at: usize) -> Self {
        Self { cue: cues.place(hit.cue), start: at + hit.start, end: at + hit.end }
    }

    fn rule(self, page: &Page<'_>, number: usize) -> Rule {
        let matched = Some(page.span_in(number, self.start..self.end));
        Rule { mechanism: "vendors: beside a name", cue: self.cue, matched }
    }
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
    /// Parts of names of parties that never count.
    never: Vec<Spanned<String>>,
    tasks: Tasks,
    role: Vec<RoleEntry>,
}

/// What is entrusted, by the role it makes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Tasks {
    payment_processor: Vec<Spanned<String>>,
    maintenance: Vec<Spanned<String>>,
    hosting: Vec<Spanned<String>>,
    web_widget: Vec<Spanned<String>>,
    /// Words beside which a provider is none of a widget.
    cart: Vec<Spanned<String>>,
    /// Words beside which the work is more than upkeep.
    more: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    name: Spanned<String>,
    /// Whether the words count only where nothing better is said.
    #[serde(default)]
    weak: bool,
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
            let Some(role) = VendorRole::parse(entry.name.get_ref()) else {
                let known: Vec<&str> = VendorRole::ALL.iter().map(|role| role.as_str()).collect();
                file.refuse_name(&entry.name, "vendor role", &known)?;
                continue;
            };
            before_roles.extend(std::iter::repeat_n((role, entry.weak), entry.before.len()));
            before.extend(entry.before);
            after_roles.extend(std::iter::repeat_n((role, entry.weak), entry.after.len()));
            after.extend(entry.after);
        }
        let groups = [
            (VendorRole::PaymentProcessor, content.tasks.payment_processor),
            (VendorRole::Maintenance, content.tasks.maintenance),
            (VendorRole::Hosting, content.tasks.hosting),
        ];
        let mut tasks = Vec::new();
        let mut task_roles = Vec::new();
        for (role, words) in groups {
            task_roles.extend(std::iter::repeat_n(role, words.len()));
            tasks.extend(words);
        }
        Ok(Self {
            tasks: file.cues(&tasks, folder)?,
            task_roles,
            more: file.cues(&content.tasks.more, folder)?,
            widgets: file.cues(&content.tasks.web_widget, folder)?,
            carts: file.cues(&content.tasks.cart, folder)?,
            never: file.cues(&content.never, folder)?,
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
        let mut vendors: Vec<(Ground, Vendor)> = Vec::new();
        let widgets = self.widget_sentences(page);
        for (number, sentence) in page.sentences.iter().enumerate() {
            let is_heading_of_digest = number == 0 && page.document.in_digest;
            let text = page.sentence(number);
            let is_silent = sentence.section.is_advice() || sentence.question;
            if is_silent || is_heading_of_digest || self.elsewhere.is_in(text) {
                continue;
            }
            let mentions = self.mentions(page, number, names, aliases);
            let roles: Vec<_> = mentions.iter().map(|mention| self.role(text, mention)).collect();
            for (order, mention) in mentions.iter().enumerate() {
                if names.is_uninvolved(&mention.full) || self.never.is_in(&mention.full) {
                    continue;
                }
                let role = roles.get(order).copied().flatten().or_else(|| {
                    // 甲および乙に委託: the words behind the last are of all.
                    let close = behind_brackets(text.get(mention.range.end..)?);
                    let end = mention.range.end + close;
                    let next = mentions.iter().position(|next| next.range.start >= end)?;
                    let range = &mentions.get(next)?.range;
                    let role = roles.get(next).copied().flatten()?;
                    text.get(end..range.start).is_some_and(joins_names).then_some(role)
                });
                let Some((ground, mut role, fired)) = role else { continue };
                if role == VendorRole::SaasProvider && is_told_of(mention, text, aliases, &widgets)
                {
                    role = VendorRole::WebWidget;
                }
                let evidence = page.evidence(number).by(Some(fired.rule(page, number)));
                let vendor = Vendor { name: mention.full.clone(), role, evidence };
                let is_full = vendors.len() >= MOST_VENDORS;
                match vendors.iter_mut().find(|(_, known)| is_same(&known.name, &vendor.name)) {
                    None if is_full => {}
                    None => vendors.push((ground, vendor)),
                    Some(known) if ground > known.0 => {
                        let name = std::mem::take(&mut known.1.name);
                        *known = (ground, Vendor { name, ..vendor });
                    }
                    Some(_) => {}
                }
            }
        }
        vendors.into_iter().map(|(_, vendor)| vendor).collect()
    }

    /// Sentences that tell of a widget.
    fn widget_sentences<'p>(&self, page: &'p Page<'_>) -> Vec<&'p str> {
        (0..page.sentences.len())
            .map(|number| page.sentence(number))
            .filter(|text| self.widgets.is_in(text) && !self.carts.is_in(text))
            .take(MOST_MENTIONS)
            .collect()
    }

    /// Names and defined short names in a sentence.
    fn mentions(
        &self,
        page: &Page<'_>,
        number: usize,
        names: &NameFinder,
        aliases: &[Definition],
    ) -> Vec<Mention> {
        let text = page.sentence(number);
        let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
        let display = |range: &Range<usize>| tidy(page.original(at + range.start..at + range.end));
        let named = names.find(text);
        let mut mentions = Vec::new();
        for definition in aliases {
            let is_company = names.find(&definition.folded_name).iter().any(|name| name.is_legal);
            if is_company {
                let places = text.match_indices(definition.folded.as_str()).take(MOST_MENTIONS);
                mentions.extend(places.map(|(start, short)| Mention {
                    range: start..start + short.len(),
                    full: definition.alias.name.clone(),
                    is_legal: true,
                }));
            }
        }
        for name in names.trade(text) {
            let behind = text.get(name.range.end..).unwrap_or_default();
            if behind.starts_with(['」', '』', ':']) {
                // A quoted word is a product, not a company.
                continue;
            }
            let is_free = |range: &Range<usize>| {
                name.range.end <= range.start || range.end <= name.range.start
            };
            let known = named.iter().all(|known| is_free(&known.range))
                && mentions.iter().all(|known| is_free(&known.range));
            if known {
                let full = display(&name.range);
                mentions.push(Mention { range: name.range, full, is_legal: false });
            }
        }
        mentions.extend(named.into_iter().filter(|name| name.is_legal).map(|name| Mention {
            full: display(&name.range),
            range: name.range,
            is_legal: true,
        }));
        mentions.sort_by_key(|mention| mention.range.start);
        // More names than that are a table, in which no words tell what each is.
        mentions.truncate(2 * MOST_MENTIONS);
        mentions
    }

    /// The role that the words around a name give it.
    fn role(&self, text: &str, mention: &Mention) -> Option<(Ground, VendorRole, Fired)> {
        let name = mention.range.clone();
        let from = text.floor_char_boundary(name.start.saturating_sub(NEAR));
        let before = text.get(from..name.start)?;
        let before = before.rfind("。").and_then(|stop| before.get(stop..)).unwrap_or(before);
        let tail = text.get(name.end..)?;
        let bracket_end = behind_brackets(tail);
        let (bracket, tail) = tail.split_at_checked(bracket_end)?;
        let after = tail.get(..tail.floor_char_boundary(NEAR))?;
        let after = after.find('。').and_then(|stop| after.get(..stop)).unwrap_or(after);
        let rejected_before =
            self.reject.find(before).last().is_some_and(|hit| before.len() - hit.end <= 12);
        let near = |cues: &CueSet, reach: usize| cues.begins(after, reach).is_some();
        let rejected_after = near(&self.reject, 18) || near(&self.reject_after, 0);
        if rejected_before || rejected_after {
            return None;
        }
        let reach = if mention.is_legal { 45 } else { ADJACENT };
        let from_before = self
            .before
            .find(before)
            .into_iter()
            .filter_map(|hit| {
                let fired = Fired::new(&self.before, &hit, name.start - before.len());
                Some((before.len() - hit.end, *self.before_roles.get(hit.cue)?, fired))
            })
            .filter(|(distance, ..)| *distance <= reach);
        let attached = |hit: &Hit, part: &str| {
            let cue = part.get(hit.start..hit.end).unwrap_or_default();
            // Beside a bare word only に委託, が提供する and the like are sure to mean a company.
            let is_sure = cue.len() <= 30 && cue.starts_with(['に', 'へ', 'が', '社', '製']);
            hit.start <= ADJACENT / 2 && (mention.is_legal || hit.start == 0 && is_sure)
        };
        let behind = [(after, name.end + bracket_end), (bracket, name.end)];
        let from_after = behind.into_iter().flat_map(|(part, at)| {
            let hits = self.after.find(part).into_iter().filter(move |hit| attached(hit, part));
            hits.filter_map(move |hit| {
                let fired = Fired::new(&self.after, &hit, at);
                Some((hit.start, *self.after_roles.get(hit.cue)?, fired))
            })
        });
        let order = |(distance, (role, weak), _): &(usize, (VendorRole, bool), Fired)| {
            (*weak, *distance > ADJACENT, rank(*role), *distance)
        };
        let (distance, (role, weak), fired) = from_before.chain(from_after).min_by_key(order)?;
        if weak && !mention.is_legal {
            return None;
        }
        let role = match role {
            VendorRole::Contractor => self.by_task(before, after),
            role => role,
        };
        Some((Ground { is_firm: !weak, is_adjacent: distance <= ADJACENT }, role, fired))
    }

    /// The role of one to whom something is entrusted: by what it is.
    fn by_task(&self, before: &str, after: &str) -> VendorRole {
        let clause = before.rfind('、').and_then(|comma| before.get(comma..)).unwrap_or(before);
        let ahead = after.get(..after.floor_char_boundary(60)).unwrap_or(after);
        let ahead = ahead.find('、').and_then(|comma| ahead.get(..comma)).unwrap_or(ahead);
        for part in [clause, ahead] {
            let Some(task) = self.tasks.find(part).last().copied() else { continue };
            let role = self.task_roles.get(task.cue).copied();
            if role != Some(VendorRole::Maintenance) || !self.more.is_in(part) {
                return role.unwrap_or(VendorRole::Contractor);
            }
        }
        VendorRole::Contractor
    }
}

/// What a text calls its vendors: folded names and short names.
pub(super) fn called(
    vendors: &[Vendor],
    aliases: &[Definition],
    folder: &Folder,
    legal_forms: &LegalForms,
) -> Vec<String> {
    let short = aliases
        .iter()
        .filter(|definition| vendors.iter().any(|vendor| vendor.name == definition.alias.name))
        .map(|definition| definition.folded.clone());
    let full = vendors.iter().map(|vendor| folder.fold(&vendor.name).text().to_owned());
    let bare = vendors
        .iter()
        .map(|vendor| folder.fold(&legal_forms.strip(&vendor.name)).text().to_owned());
    short.chain(full).chain(bare.filter(|name| name.chars().count() >= 2)).collect()
}

/// Whether words between two names make a list of them.
fn joins_names(between: &str) -> bool {
    matches!(between.trim(), "および" | "及び" | "ならびに" | "並びに" | "と" | "や" | "、" | "・")
}

/// Whether sentences tell of a company or of the quoted product beside its name in `text`.
fn is_told_of(mention: &Mention, text: &str, aliases: &[Definition], sentences: &[&str]) -> bool {
    let name = text.get(mention.range.clone()).unwrap_or_default();
    let short = aliases.iter().filter(|definition| definition.alias.name == mention.full);
    let head = text.get(..mention.range.start).unwrap_or_default();
    let product = head
        .rsplit_once('」')
        .filter(|(_, between)| between.chars().count() <= 12)
        .and_then(|(quoted, _)| quoted.rsplit_once('「'))
        .map(|(_, product)| product);
    let keys: Vec<&str> =
        short.map(|definition| definition.folded.as_str()).chain([name]).chain(product).collect();
    sentences.iter().any(|sentence| keys.iter().any(|key| sentence.contains(key)))
}

/// Whether two names differ in nothing but 社, spaces and a legal form that one leaves out.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |name: &str| name.trim_end_matches('社').replace(' ', "");
    let (one, other) = (bare(one), bare(other));
    let is_short = |name: &str| !name.contains("会社") && !name.contains("法人");
    one == other
        || is_short(&other) && one.contains(&other)
        || is_short(&one) && other.contains(&one)
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
