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
mod bodies;
mod by_example;
mod bystanders;
mod calendar;
mod cause_rules;
mod cause_verdict;
mod cause_weight;
mod causes;
mod check;
mod choice;
mod claims;
mod clause;
mod clause_of_noun;
mod counted;
mod cue;
mod data;
mod dateline;
mod dates;
mod examples;
mod explain;
mod extent;
mod governor;
mod idle;
mod items;
mod kind;
mod lexicon_file;
mod likeness;
mod looks;
mod manner;
mod milestones;
mod name_shape;
mod names;
mod notation;
mod numbers;
mod organisation;
mod outline;
mod page;
mod particles;
mod plain_service;
mod role_marks;
mod remarks;
mod roles;
mod routes;
mod section;
mod service;
mod signal;
mod signature;
mod signing;
mod sufferer;
mod stance;
mod steps;
mod succession;
mod telling;
mod tone;
mod trade;
mod vendors;
mod windows;

pub use check::check;
pub use explain::{Explainer, Explanation};

use std::borrow::Cow;

use crate::japanese::{Folded, Folder, LegalForms};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Document, Facts, Kind, Report};
use crate::taxonomy::Taxonomies;

/// Finds the facts of reports.
#[derive(Debug)]
pub struct Extractor {
    folder: Folder,
    legal_forms: LegalForms,
    sections: section::Sections,
    outliner: outline::Outliner,
    /// The cues of kinds, causes, data, signals and vendors that are looked for in whole sentences, so that
    /// one pass finds them all.
    cues: cue::CueSet,
    signals: signal::Signals,
    kinds: kind::KindFinder,
    names: names::NameFinder,
    aliases: aliases::AliasFinder,
    organisations: organisation::OrganisationFinder,
    vendors: vendors::VendorFinder,
    causes: causes::CauseFinder,
    data: data::DataFinder,
    counts: affected::CountFinder,
    dates: dates::DateFinder,
}

/// What finds the cues of one pass.
struct Cued {
    cues: cue::CueSet,
    kinds: kind::KindFinder,
    causes: causes::CauseFinder,
    data: data::DataFinder,
    signals: signal::Signals,
    vendors: vendors::VendorFinder,
}

impl Cued {
    fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let mut set = cue::CueSetBuilder::default();
        let kinds = kind::KindFinder::new(lexicon, folder, &mut set)?;
        let causes = causes::CauseFinder::new(lexicon, folder, &mut set)?;
        let data = data::DataFinder::new(lexicon, folder, &mut set)?;
        let signals = signal::Signals::new(lexicon, folder, &mut set)?;
        let vendors = vendors::VendorFinder::new(lexicon, folder, &mut set)?;
        Ok(Self { cues: set.build(), kinds, causes, data, signals, vendors })
    }
}

impl Extractor {
    /// Reads the lexicon; a mistake in one of its files is reported with its place.
    pub fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
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
        let Cued { cues, kinds, causes, data, signals, vendors } = cued?;
        let (names, dates, counts, organisations) = names?;
        Ok(Self {
            folder: folder.clone(),
            legal_forms: LegalForms::new(lexicon)?,
            sections: section::Sections::new(lexicon, folder)?,
            outliner: outline::Outliner::new(lexicon, folder)?,
            cues,
            signals,
            kinds,
            names,
            aliases: aliases::AliasFinder::new(),
            organisations,
            vendors,
            causes,
            data,
            counts,
            dates,
        })
    }

    /// A document with its facts and its structure.
    ///
    /// A page that reports no incident ([`Kind::None`]) has its kind and nothing else for facts.
    pub fn report(&self, document: Document) -> Report {
        let folded = self.folder.fold(&document.text);
        self.report_of(document, &folded)
    }

    /// The same, of a document whose text the extractor's folder has made `folded` already.
    pub fn report_of(&self, document: Document, folded: &Folded) -> Report {
        let page = self.page_of(&document, Cow::Borrowed(folded));
        let facts = self.facts(&page);
        let outline = self.outliner.outline(&page, &facts);
        let mentioned = self.dates.mentioned(&page, &facts);
        drop(page);
        Report { document, facts, outline, mentioned }
    }

    /// The facts alone.
    pub fn extract(&self, document: &Document) -> Facts {
        self.facts(&self.page(document))
    }

    fn page<'d>(&'d self, document: &'d Document) -> page::Page<'d> {
        self.page_of(document, Cow::Owned(self.folder.fold(&document.text)))
    }

    fn page_of<'d>(&'d self, document: &'d Document, folded: Cow<'d, Folded>) -> page::Page<'d> {
        page::Page::new(document, folded, &self.folder, &self.sections, &self.signals, &self.cues)
    }

    fn facts(&self, page: &page::Page<'_>) -> Facts {
        let kind = self.kinds.find(page, &self.causes);
        if kind == Kind::None {
            return Facts::default();
        }
        let key = |name: &str| self.legal_forms.key(name, &self.folder);
        let definitions = self.aliases.find(page, &self.names);
        let mut vendors = self.vendors.find(page, &self.names, &definitions);
        let organisation = self.organisations.find(page, kind, &self.names, &definitions, &vendors);
        if let Some(organisation) = &organisation {
            let own = key(&organisation.name);
            vendors.retain(|vendor| key(&vendor.name) != own);
            self.vendors.add_kin(page, &self.names, &own, &mut vendors);
        }
        let sufferer = organisation.as_ref().map_or_else(String::new, |named| key(&named.name));
        let causes = self.causes.find(page, &mut vendors);
        let third_parties =
            vendors::called(&vendors, &definitions, &self.folder, &self.legal_forms);
        let dates = self.dates.find(page, kind, &causes, &third_parties);
        Facts {
            kind,
            service: self.organisations.service(
                page,
                &definitions,
                &sufferer,
                &self.names,
                &vendors,
            ),
            data: self.data.find(page, &causes),
            causes,
            affected: self.counts.find(page, kind),
            dates,
            aliases: definitions.into_iter().map(|definition| definition.alias).collect(),
            organisation,
            vendors,
        }
    }
}

#[cfg(test)]
mod tests;
