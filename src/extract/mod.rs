//! A report's text to its facts, each with the sentence that proves it.
//!
//! One [`Extractor`] reads the words of `lexicon/` once and serves any number of threads. For a
//! document it folds the text, cuts it into sentences with their sections (`page`), and lets one
//! finder per fact read them: `kind`, `names`, `aliases`, `vendors`, `organisation`, `service`, `causes`,
//! `data`, `affected`, `dates`. Words live in the lexicon, mechanisms here.
//!
//! Extraction is a pure function of the document and the lexicon, never fails on a text, and takes
//! time linear in it: look-behind and gaps are bounded, matching is by automata, and what free
//! sentences tell is counted over their characters (`examples`, `likeness`, `by_example`).

mod affected;
mod aliases;
mod awareness;
mod beside;
mod bodies;
mod by_example;
mod bystanders;
mod calendar;
mod candidate;
mod carry;
mod cause_kin;
mod cause_parts;
mod cause_rules;
mod cause_value;
mod cause_verdict;
mod cause_weight;
mod causes;
mod check;
mod choice;
mod claims;
mod clause;
mod clause_of_noun;
mod counted;
mod counting;
mod cue;
mod data;
mod dateline;
mod date_form;
mod date_shape;
mod dates;
mod draft;
mod entrusted_again;
mod examples;
mod explain;
mod extent;
mod features;
mod governor;
mod idle;
mod involvement;
mod items;
mod kind;
pub mod learn;
mod lexicon_file;
mod likeness;
mod lines;
mod looks;
mod manner;
mod milestones;
mod name_forms;
mod name_parts;
mod name_shape;
mod names;
mod near;
mod notation;
mod numbers;
mod organisation;
mod outline;
mod page;
mod page_ends;
mod page_names;
mod particles;
mod parties;
mod plain_service;
mod role_marks;
mod role_signs;
mod precedents;
mod predicate;
mod role_words;
mod remarks;
mod roles;
mod routes;
mod section;
mod service;
mod signal;
mod signature;
mod signing;
mod sufferer;
mod surroundings;
mod stance;
mod steps;
mod succession;
mod telling;
mod tone;
mod trade;
mod uninvolved;
mod vendors;
mod windows;
mod word_list;

pub use check::check;
pub use explain::{Explainer, Explanation};

use std::borrow::Cow;

use crate::japanese::{Folded, Folder, LegalForms};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Document, Facts, Kind, Named, Report, Rule};
use crate::taxonomy::Taxonomies;

use candidate::Suffered;
use draft::{Draft, Rest};
use surroundings::{Caused, CountPlace, Dated, Party, Surroundings};

/// Finds the facts of reports.
#[derive(Debug)]
pub struct Extractor {
    folder: Folder,
    legal_forms: LegalForms,
    sections: section::Sections,
    outliner: outline::Outliner,
    /// The cues of kinds, causes, data, signals, vendors and bodies that are looked for in whole sentences, so
    /// that one pass finds them all.
    cues: cue::CueSet,
    signals: signal::Signals,
    kinds: kind::KindFinder,
    own_kinds: signature::OwnKinds,
    names: names::NameFinder,
    aliases: aliases::AliasFinder,
    organisations: organisation::OrganisationFinder,
    vendors: vendors::VendorFinder,
    causes: causes::CauseFinder,
    data: data::DataFinder,
    counts: affected::CountFinder,
    dates: dates::DateFinder,
    /// What reads pages again, if anything does.
    surroundings: Option<Surroundings>,
}

/// What finds the cues of one pass.
struct Cued {
    cues: cue::CueSet,
    kinds: kind::KindFinder,
    causes: causes::CauseFinder,
    data: data::DataFinder,
    signals: signal::Signals,
    vendors: vendors::VendorFinder,
    own_kinds: signature::OwnKinds,
}

impl Cued {
    fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let mut set = cue::CueSetBuilder::default();
        let kinds = kind::KindFinder::new(lexicon, folder, &mut set)?;
        let causes = causes::CauseFinder::new(lexicon, folder, &mut set)?;
        let data = data::DataFinder::new(lexicon, folder, &mut set)?;
        let signals = signal::Signals::new(lexicon, folder, &mut set)?;
        let vendors = vendors::VendorFinder::new(lexicon, folder, &mut set)?;
        let own_kinds = signature::OwnKinds::new(lexicon, folder, &mut set)?;
        Ok(Self { cues: set.build(), kinds, causes, data, signals, vendors, own_kinds })
    }
}

impl Extractor {
    /// Reads the lexicon; a mistake in one of its files is reported with its place.
    pub fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        std::thread::scope(|scope| {
            let surroundings = scope.spawn(|| Surroundings::new(lexicon));
            let by_rules = Self::by_rules(lexicon, folder)?;
            let surroundings = surroundings.join();
            let surroundings =
                surroundings.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok(Self { surroundings: Some(surroundings), ..by_rules })
        })
    }

    /// The same without the weights of surroundings: what the words of the lexicon tell stands.
    pub fn by_rules(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        // What the taxonomies refuse would fail those who read what is extracted.
        Taxonomies::new(lexicon)?;
        // Half of the words at a time on a second thread: a run that has one new file waits for little else.
        let (cued, names) = std::thread::scope(|scope| {
            let cued = scope.spawn(|| Cued::new(lexicon, folder));
            let names = names::NameFinder::new(lexicon, folder).and_then(|names| {
                let dates = dates::DateFinder::new(lexicon, folder)?;
                let counts = affected::CountFinder::new(lexicon, folder)?;
                let organisations = organisation::OrganisationFinder::new(lexicon, folder)?;
                Ok((names, dates, counts, organisations))
            });
            let cued = cued.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (cued, names)
        });
        let Cued { cues, kinds, causes, data, signals, vendors, own_kinds } = cued?;
        let (names, dates, counts, organisations) = names?;
        Ok(Self {
            folder: folder.clone(),
            legal_forms: LegalForms::new(lexicon)?,
            sections: section::Sections::new(lexicon, folder)?,
            outliner: outline::Outliner::new(lexicon, folder)?,
            cues,
            signals,
            kinds,
            own_kinds,
            names,
            aliases: aliases::AliasFinder::new(),
            organisations,
            vendors,
            causes,
            data,
            counts,
            dates,
            surroundings: None,
        })
    }

    /// A document with its facts, each with the rule that found it, and its structure.
    ///
    /// A page that reports no incident ([`Kind::None`]) has its kind and nothing else for facts.
    pub fn report(&self, document: Document) -> Report {
        let folded = self.folder.fold(&document.text);
        let drafts = self.drafts([(&document, Cow::Owned(folded))], true);
        let rest = drafts.into_iter().next().map(|draft| self.rest(draft)).unwrap_or_default();
        rest.of(document)
    }

    /// The same of several documents, whose texts the extractor's folder has folded already, without rules:
    /// quicker than one after another.
    pub fn reports(&self, documents: Vec<(Document, Folded)>) -> Vec<(Report, Folded)> {
        let texts = documents.iter().map(|(document, folded)| (document, Cow::Borrowed(folded)));
        let drafts = self.drafts(texts, false);
        let rests: Vec<Rest> = drafts.into_iter().map(|draft| self.rest(draft)).collect();
        let both = documents.into_iter().zip(rests);
        both.map(|((document, folded), rest)| (rest.of(document), folded)).collect()
    }

    /// The facts alone, without rules.
    pub fn extract(&self, document: &Document) -> Facts {
        self.extract_all(std::slice::from_ref(document)).pop().unwrap_or_default()
    }

    /// The facts of several documents: quicker than one after another.
    pub fn extract_all(&self, documents: &[Document]) -> Vec<Facts> {
        let folded = |document: &Document| Cow::Owned(self.folder.fold(&document.text));
        let texts = documents.iter().map(|document| (document, folded(document)));
        self.drafts(texts, false).into_iter().map(|draft| draft.facts).collect()
    }

    fn page<'d>(&'d self, document: &'d Document) -> page::Page<'d> {
        self.page_of(document, Cow::Owned(self.folder.fold(&document.text)), true)
    }

    fn page_of<'d>(
        &'d self,
        document: &'d Document,
        folded: Cow<'d, Folded>,
        explains: bool,
    ) -> page::Page<'d> {
        let Self { folder, sections, signals, cues, .. } = self;
        page::Page::new(document, folded, folder, sections, signals, cues, explains)
    }

    /// Pages with their facts. Each finder reads all of them before the next one does, since each has
    /// tables that fill the processor's caches.
    fn drafts<'d>(
        &'d self,
        texts: impl IntoIterator<Item = (&'d Document, Cow<'d, Folded>)>,
        explains: bool,
    ) -> Vec<Draft<'d>> {
        const FINDERS: [fn(&Extractor, &mut Draft<'_>); 9] = [
            Extractor::find_aliases,
            Extractor::find_vendors,
            Extractor::find_organisation,
            Extractor::weigh_vendors,
            Extractor::find_causes,
            Extractor::find_dates,
            Extractor::find_service,
            Extractor::find_data,
            Extractor::find_counts,
        ];
        let pages =
            texts.into_iter().map(|(document, folded)| self.page_of(document, folded, explains));
        let mut drafts: Vec<Draft<'d>> = pages.map(Draft::of).collect();
        for draft in &mut drafts {
            draft.facts.kind = self.kind(&draft.page);
        }
        for find in FINDERS {
            for draft in drafts.iter_mut().filter(|draft| draft.facts.kind != Kind::None) {
                find(self, draft);
            }
        }
        drafts
    }

    /// What a report has beside its document.
    fn rest(&self, draft: Draft<'_>) -> Rest {
        let Draft { page, facts, .. } = draft;
        let outline = self.outliner.outline(&page, &facts);
        let mentioned = self.dates.mentioned(&page, &facts);
        Rest { facts, outline, mentioned }
    }

    fn kind(&self, page: &page::Page<'_>) -> Kind {
        let looks = self.kinds.look(page, &self.causes);
        let by_rule = kind::KindFinder::judge(page, &looks);
        match &self.surroundings {
            Some(surroundings) => surroundings.kinds.read(page, &looks, by_rule),
            None => by_rule,
        }
    }

    fn find_aliases(&self, draft: &mut Draft<'_>) {
        draft.names = page_names::PageNames::new(&draft.page, &self.names);
        draft.definitions = self.aliases.find(&draft.page, &self.names);
        let aliases = draft.definitions.iter().map(|definition| definition.alias.clone());
        draft.facts.aliases = aliases.collect();
    }

    fn find_vendors(&self, draft: &mut Draft<'_>) {
        let names = page_names::Names { finder: &self.names, of_page: &draft.names };
        draft.facts.vendors = self.vendors.find(&draft.page, names, &draft.definitions);
    }

    /// The organisation, which is none of the vendors.
    fn find_organisation(&self, draft: &mut Draft<'_>) {
        let suffered = self.suffered(draft);
        let chosen = match &self.surroundings {
            Some(surroundings) => {
                surroundings.organisations.read(&draft.page, draft.facts.kind, &suffered)
            }
            None => suffered.by_rule,
        };
        let mut named = chosen.and_then(|chosen| suffered.named(&draft.page, chosen));
        if let Some(named) = named.as_mut().filter(|_| chosen != suffered.by_rule) {
            let page = &draft.page;
            named.evidence = page.evidence_by(page.number_of(&named.evidence), || {
                let mechanism = "organisation: by its surroundings";
                Some(Rule { mechanism, cue: None, matched: None })
            });
        }
        self.set_organisation(draft, named);
    }

    /// Who may have suffered it, given the third parties that the rules tell.
    fn suffered(&self, draft: &Draft<'_>) -> Suffered {
        let Draft { page, facts, names, definitions, .. } = draft;
        let names = page_names::Names { finder: &self.names, of_page: names };
        let own = self.own_kinds.of(page);
        self.organisations.find(page, &own, facts.kind, names, definitions, &facts.vendors)
    }

    /// Says who suffered it, who is no third party.
    fn set_organisation(&self, draft: &mut Draft<'_>, named: Option<Named>) {
        let Draft { page, facts, names, sufferer, .. } = draft;
        if let Some(organisation) = &named {
            let names = page_names::Names { finder: &self.names, of_page: names };
            let key = |name: &str| self.legal_forms.key(name, &self.folder);
            *sufferer = key(&organisation.name);
            facts.vendors.retain(|vendor| key(&vendor.name) != *sufferer);
            self.vendors.add_kin(page, names, sufferer, &mut facts.vendors);
        }
        facts.organisation = named;
    }

    /// The vendors, once more by what surrounds their names.
    fn weigh_vendors(&self, draft: &mut Draft<'_>) {
        let Some(surroundings) = &self.surroundings else { return };
        let parties = self.parties(draft);
        surroundings.vendors.read(&draft.page, &parties, &mut draft.facts, |name| {
            self.legal_forms.key(name, &self.folder)
        });
    }

    /// Everybody whom a page names beside who suffered.
    fn parties(&self, draft: &Draft<'_>) -> Vec<Party> {
        let Draft { page, names, definitions, sufferer, .. } = draft;
        let names = page_names::Names { finder: &self.names, of_page: names };
        let key = |name: &str| self.legal_forms.key(name, &self.folder);
        self.vendors.parties(page, names, definitions, sufferer, key)
    }

    fn find_causes(&self, draft: &mut Draft<'_>) {
        let mut caused = self.caused(draft);
        let Draft { page, facts, .. } = draft;
        facts.causes = match &self.surroundings {
            Some(surroundings) => {
                let tellings = surroundings.sentences.read(page, &caused.heard);
                caused.hear(&tellings, |number| self.causes.claimed(page, number));
                surroundings.causes.read(page, facts, caused, &tellings)
            }
            None => caused.causes,
        };
    }

    /// The causes of a page whose third parties are known, of which some get a more specific role.
    fn caused<'e>(&'e self, draft: &mut Draft<'_>) -> Caused<'e> {
        self.causes.find(&draft.page, &mut draft.facts.vendors, &self.vendors.roles)
    }

    fn find_dates(&self, draft: &mut Draft<'_>) {
        let dated = self.dated(draft);
        draft.facts.dates = match &self.surroundings {
            Some(surroundings) => surroundings.dates.read(&draft.page, draft.facts.kind, dated),
            None => dated.milestones,
        };
    }

    /// The dates of a page whose third parties and causes are known.
    fn dated(&self, draft: &Draft<'_>) -> Dated {
        let Draft { page, facts, definitions, .. } = draft;
        let third_parties =
            vendors::called(&facts.vendors, definitions, &self.folder, &self.legal_forms);
        self.dates.find(page, facts.kind, &facts.causes, &third_parties)
    }

    fn find_service(&self, draft: &mut Draft<'_>) {
        let Draft { page, facts, definitions, sufferer, .. } = draft;
        facts.service =
            self.organisations.service(page, definitions, sufferer, &self.names, &facts.vendors);
    }

    fn find_data(&self, draft: &mut Draft<'_>) {
        let listed = self.data.find(&draft.page, &draft.facts.causes);
        draft.facts.data = match &self.surroundings {
            Some(surroundings) => surroundings.items.read(&draft.page, &draft.facts, listed),
            None => listed.data,
        };
    }

    fn find_counts(&self, draft: &mut Draft<'_>) {
        let Draft { page, facts, .. } = draft;
        let counted = self.counts.find(page, facts.kind);
        facts.affected = match &self.surroundings {
            Some(surroundings) => {
                let what = |place: &CountPlace| affected::what_of(page, place);
                surroundings.counts.read(page, facts, counted, what)
            }
            None => counted.affected,
        };
    }
}

#[cfg(test)]
mod tests;
