//! Third parties through which it happened, and the part they played.
//!
//! A name counts when words of a role stand right before or behind it; what is entrusted tells a
//! processor of payments or a maintainer from other contractors. Names without a legal form count
//! only where the words touch them. Investigators, authorities and card companies never do.

use std::cell::LazyCell;
use std::ops::Range;

use memchr::memmem;

use crate::japanese::{Folder, LegalForms};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Vendor, VendorRole};

use super::aliases::{Definition, tidy};
use super::clause::behind_brackets;
use super::cue::CueSetBuilder;
use super::entrusted_again::{entrusted_again, named_before};
use super::page::Page;
use super::page_names::Names;
use super::role_signs::Told;
use super::roles::{Found, Ground, Mention, RoleFinder, is_label};
use super::trade::without_branch;

/// Most vendors of a page; lists beyond that are no incident.
pub(super) const MOST_VENDORS: usize = 60;

/// Sentences in which companies of the organisation's own name are looked for.
const KIN_LEAD: usize = 12;

/// Bytes around a sentence in which a company is spoken of again.
const AROUND: usize = 3_000;

/// Most places of one short name that are looked at in a sentence.
const MOST_MENTIONS: usize = 20;

/// The company that was named last, which is 同社; looked up when asked for.
#[derive(Debug, Default)]
struct LastNamed {
    name: Option<String>,
    /// First sentence that has not been looked at.
    next: usize,
}

impl LastNamed {
    /// As of the sentences before `number`; `of_sentence` tells the last of one that names a company.
    fn before(
        &mut self,
        number: usize,
        of_sentence: impl Fn(usize) -> Option<String>,
    ) -> Option<&str> {
        let last = (self.next..number).rev().find_map(of_sentence);
        self.name = last.or_else(|| self.name.take());
        self.next = self.next.max(number);
        self.name.as_deref()
    }
}

/// Finds vendors.
#[derive(Debug)]
pub(super) struct VendorFinder {
    pub(super) roles: RoleFinder,
}

impl VendorFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        Ok(Self { roles: RoleFinder::new(lexicon, folder, set)? })
    }

    /// The vendors of a page in reading order.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        names: Names<'_>,
        aliases: &[Definition],
    ) -> Vec<Vendor> {
        let mut vendors: Vec<(Ground, Vendor)> = Vec::new();
        let widgets = LazyCell::new(|| self.widget_sentences(page));
        let mut last_named = LastNamed::default();
        let mut above = Told::default();
        // What the page calls those that it names.
        let mut spoken: Vec<(String, String)> = Vec::new();
        for number in 0..page.sentences.len() {
            let told = self.roles.told(page, number);
            let above = std::mem::replace(&mut above, told);
            if !told.before && !told.after && !above.before {
                continue;
            }
            let text = page.sentence(number);
            let line = if number == 0 { "" } else { page.sentence(number - 1).trim() };
            let label = if above.before && is_label(line) { line } else { "" };
            let is_told = told.before || told.after || !label.is_empty();
            if !is_told || self.is_silent(page, number) {
                continue;
            }
            let mentions = self.mentions(page, number, names, aliases);
            let roles: Vec<Option<Found>> = mentions
                .iter()
                .map(|mention| {
                    let next = next_name(&mentions, mention).unwrap_or(text.len());
                    self.roles.find(page, number, label, mention, next)
                })
                .collect();
            for (order, mention) in mentions.iter().enumerate() {
                let word = text.get(mention.range.clone()).unwrap_or_default();
                let is_no_party =
                    |name: &str| names.finder.is_uninvolved(name) || self.roles.never.is_in(name);
                if is_no_party(&mention.full) || is_no_party(word) {
                    continue;
                }
                // 厨房みどり(医療法人甲): the bracket tells whose it is, not another party.
                let is_owner = order > 0
                    && mentions.get(order - 1).is_some_and(|named| {
                        let between = text.get(named.range.end..mention.range.start);
                        let is_closed =
                            text.get(mention.range.end..).is_some_and(|tail| tail.starts_with(')'));
                        between == Some("(") && is_closed
                    })
                    && roles.get(order - 1).is_some_and(Option::is_some);
                if is_owner {
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
                let Some(Found { ground, mut role, is_entrusted, fired }) = role else { continue };
                if role == VendorRole::SaasProvider && is_told_of(mention, text, aliases, &widgets)
                {
                    role = VendorRole::WebWidget;
                }
                let may_pass_on = matches!(
                    role,
                    VendorRole::Contractor | VendorRole::Maintenance | VendorRole::Hosting
                );
                if may_pass_on && is_entrusted {
                    let head = text.get(..mention.range.start).unwrap_or_default();
                    let known = |name: &str| {
                        name != mention.full
                            && vendors.iter().any(|(_, vendor)| is_same(&vendor.name, name))
                    };
                    let last = last_named
                        .before(number, |number| self.last_in(page, number, names, aliases));
                    // 同社は甲に委託: whoever 同社 is, it is not 甲.
                    let is_vendor_last = last.is_some_and(known);
                    if self.is_passed_on(head, &mentions, is_vendor_last, known) {
                        role = VendorRole::Subcontractor;
                    }
                }
                if spoken.len() < MOST_VENDORS {
                    let bare = word.trim_start_matches("株式会社").trim_end_matches("株式会社");
                    spoken.push((mention.full.clone(), bare.to_owned()));
                }
                let evidence = page.evidence_by(number, || Some(fired.rule(page, number)));
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
            if let Some((start, role)) = entrusted_again(&self.roles, text) {
                let mut last = || {
                    let last_in = |number| self.last_in(page, number, names, aliases);
                    last_named.before(number, last_in).map(str::to_owned)
                };
                let named = mentions.iter().any(|it| it.is_legal && it.range.end <= start);
                let name = if named { named_before(text, &mentions, start) } else { last() };
                let is_new = |name: &String| {
                    !names.finder.is_uninvolved(name)
                        && !self.roles.never.is_in(name)
                        && vendors.len() < MOST_VENDORS
                        && vendors.iter().all(|(_, known)| !is_same(&known.name, name))
                };
                if let Some(name) = name.filter(is_new) {
                    let ground = Ground { is_firm: true, is_adjacent: false };
                    let evidence = page.evidence(number);
                    vendors.push((ground, Vendor { name, role, evidence }));
                }
            }
        }
        let mut vendors: Vec<Vendor> = vendors.into_iter().map(|(_, vendor)| vendor).collect();
        self.drop_uninvolved(page, names, aliases, &spoken, &mut vendors);
        vendors
    }

    /// The last company that a sentence names, unless it tells of no vendor.
    fn last_in(
        &self,
        page: &Page<'_>,
        number: usize,
        names: Names<'_>,
        aliases: &[Definition],
    ) -> Option<String> {
        if self.is_silent(page, number) {
            return None;
        }
        let mentions = self.mentions(page, number, names, aliases);
        mentions.into_iter().rfind(|mention| mention.is_legal).map(|mention| mention.full)
    }

    /// Whether a sentence tells of no vendor, whoever it names.
    fn is_silent(&self, page: &Page<'_>, number: usize) -> bool {
        let is_aside = page
            .sentences
            .get(number)
            .is_none_or(|sentence| sentence.section.is_advice() || sentence.question);
        let is_heading_of_digest = number == 0 && page.document.in_digest;
        is_aside || is_heading_of_digest || page.has(number, &self.roles.elsewhere)
    }

    /// Whether one to whom something had been entrusted hands it on: 委託先が…を乙に出している.
    fn is_passed_on(
        &self,
        head: &str,
        mentions: &[Mention],
        is_vendor_last: bool,
        known: impl Fn(&str) -> bool,
    ) -> bool {
        let acts = |end: usize| {
            let tail = head.get(end..).unwrap_or_default();
            let tail = tail.get(behind_brackets(tail)..).unwrap_or_default();
            ["は", "が", "から", "では", "より", "も"].iter().any(|word| tail.starts_with(word))
        };
        let is_subject = |words: &[&str]| {
            words.iter().any(|word| {
                memmem::rfind(head.as_bytes(), word.as_bytes())
                    .is_some_and(|at| acts(at + word.len()))
            })
        };
        let before = || mentions.iter().filter(|mention| mention.range.end <= head.len());
        let entrusted = [
            "受託者",
            "受託業者",
            "受託事業者",
            "受託会社",
            "委託先",
            "委託業者",
            "委託事業者",
            "委託会社",
            "元請け",
        ];
        let speaks_of_last = before().next_back().map_or(is_vendor_last, |last| known(&last.full));
        is_subject(&entrusted)
            || before().any(|mention| known(&mention.full) && acts(mention.range.end))
            || speaks_of_last && is_subject(&["同社", "同事業者", "同業者", "同法人"])
    }

    /// Adds companies that bear the organisation's name and keep what leaked: 青葉電力送配電が管理する, of 青葉電力.
    pub(super) fn add_kin(
        &self,
        page: &Page<'_>,
        names: Names<'_>,
        organisation: &str,
        vendors: &mut Vec<Vendor>,
    ) {
        if organisation.chars().count() < 3 {
            return;
        }
        for (number, sentence) in page.sentences.iter().enumerate().take(KIN_LEAD) {
            let legal = || names.of(number).iter().filter(|name| name.is_legal);
            if legal().next().is_none() || number == 0 && page.document.in_digest {
                continue;
            }
            let text = page.sentence(number);
            for name in legal() {
                let word = text.get(name.range.clone()).unwrap_or_default();
                let bare = word.trim_start_matches("株式会社").trim_end_matches("株式会社");
                let tail = text.get(name.range.end..).unwrap_or_default();
                let tail = tail.get(behind_brackets(tail)..).unwrap_or_default();
                let keeps = ["が管理", "が保有", "の顧客", "が運用", "の端末"];
                let is_kin = bare.len() > organisation.len() && bare.starts_with(organisation);
                if !is_kin || !keeps.iter().any(|word| tail.starts_with(word)) {
                    continue;
                }
                let at = sentence.range.start;
                let name = tidy(page.original(at + name.range.start..at + name.range.end));
                if vendors.iter().all(|known| !is_same(&known.name, &name)) {
                    let role = VendorRole::GroupCompany;
                    vendors.push(Vendor { name, role, evidence: page.evidence(number) });
                }
            }
        }
    }

    /// Sentences that tell of a widget.
    fn widget_sentences<'p>(&self, page: &'p Page<'_>) -> Vec<&'p str> {
        (0..page.sentences.len())
            .filter(|number| page.has(*number, &self.roles.widgets))
            .map(|number| page.sentence(number))
            .filter(|text| !self.roles.carts.is_in(text))
            .take(MOST_MENTIONS)
            .collect()
    }

    /// Names and defined short names in a sentence.
    pub(super) fn mentions(
        &self,
        page: &Page<'_>,
        number: usize,
        names: Names<'_>,
        aliases: &[Definition],
    ) -> Vec<Mention> {
        let text = page.sentence(number);
        let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
        let display = |range: &Range<usize>| tidy(page.original(at + range.start..at + range.end));
        let named = names.of(number);
        let mut mentions = Vec::new();
        for definition in aliases.iter().filter(|definition| definition.is_company) {
            let short = definition.folded.as_str();
            let places = memmem::find_iter(text.as_bytes(), short).take(MOST_MENTIONS);
            mentions.extend(places.map(|start| Mention {
                range: start..start + short.len(),
                full: definition.alias.name.clone(),
                is_legal: true,
            }));
        }
        for range in self.roles.quoted(page, number) {
            mentions.push(Mention { full: display(&range), range, is_legal: true });
        }
        // What stands around the sentence tells whether a word is a company's name.
        let around = page.around(number, AROUND).as_bytes();
        let of_company = LazyCell::new(|| memmem::find(around, "同社".as_bytes()).is_some());
        let is_company =
            |word: &str| *of_company || memmem::find_iter(around, word).nth(1).is_some();
        for name in names.finder.any_trade(text, is_company) {
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
        // A town is not a company, though a foundation or a hospital may be entrusted with something.
        let is_town = |name: &str| name.ends_with(['市', '町', '村', '県', '区', '府', '都']);
        for name in named {
            let word = text.get(name.range.clone()).unwrap_or_default();
            if !name.is_legal && (is_town(word) || is_authority(word)) {
                continue;
            }
            let range = name.range.start..name.range.start + without_branch(word).len();
            mentions.push(Mention { full: display(&range), range, is_legal: name.is_legal });
        }
        mentions.sort_by_key(|mention| mention.range.start);
        // More names than that are a table, in which no words tell what each is.
        mentions.truncate(2 * MOST_MENTIONS);
        mentions
    }
}

/// Whether a name is that of an authority, to which nothing is entrusted.
fn is_authority(name: &str) -> bool {
    let ends = [
        "局",
        "庁",
        "省",
        "署",
        "裁判所",
        "議会",
        "領事館",
        "大使館",
        "教育委員会",
        "教委",
        "県警",
        "警察",
    ];
    let own = ["薬局", "放送局", "郵便局"];
    ends.iter().any(|end| name.ends_with(end)) && !own.iter().any(|end| name.ends_with(end))
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

/// Where the next name of another begins behind a mention.
pub(super) fn next_name(mentions: &[Mention], mention: &Mention) -> Option<usize> {
    let behind = mentions.iter().filter(|other| {
        other.range.start >= mention.range.end && !is_same(&other.full, &mention.full)
    });
    behind.filter(|other| other.is_legal).map(|other| other.range.start).min()
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
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let bare = |name: &str| name.trim_end_matches('社').replace(' ', "");
    let (one, other) = (bare(one), bare(other));
    let is_short = |name: &str| !name.contains("会社") && !name.contains("法人");
    one == other
        || is_short(&other) && one.contains(&other)
        || is_short(&one) && other.contains(&one)
}
