//! From incidents to reports: who writes about one, when, and what belongs to one file.

use std::path::Path;

use crate::report::{Facts, Kind};

use super::calendar::Day;
use super::incident::{Incident, Organisation};
use super::layout::{Block, BlockKind};
use super::names::Names;
use super::page::{Page, url};
use super::phrasebook::{PhraseError, Phrasebook};
use super::rng::Rng;

/// Streams of random numbers, by what they decide.
const PLAN: u64 = 20;
const PAGE: u64 = 21;

/// A digest page tells of the incidents since the one before.
const DIGEST_EVERY: u64 = 16;

/// Writes the reports of a corpus; the same for the same seed, on every machine.
#[derive(Debug)]
pub struct Generator {
    book: Phrasebook,
    seed: u64,
}

/// A report as it was made up, with what it states.
#[derive(Debug, Clone)]
pub struct Written {
    /// Number of the incident and of the report on it: `synth-00000012-3`.
    pub id: String,
    /// The title, on one line.
    pub title: String,
    /// The whole text; the title stands in it.
    pub text: String,
    /// Where a crawl would have found it.
    pub url: String,
    /// ISO 8601, where the page's metadata say it.
    pub published: Option<String>,
    /// What the text states; of a part of a digest page as that of the page.
    pub facts: Option<Facts>,
    pub(super) blocks: Vec<Block>,
    /// Decides format and encoding of its file.
    pub(super) draw: u64,
}

/// The reports of one file: one, or the entries of a digest page.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The reports, in the order of the page.
    pub reports: Vec<Written>,
    /// Title of the digest page; `None` where the file is the report.
    pub digest: Option<String>,
    /// What the file is called after, such as `notice`.
    pub(super) name: &'static str,
}

impl Generator {
    /// The generator of a seed. Phrases are those of a folder where one is given and has them, else
    /// those built into the program.
    ///
    /// # Errors
    /// The phrases cannot be read, or have a mistake.
    pub fn new(seed: u64, phrases: Option<&Path>) -> Result<Self, PhraseError> {
        Ok(Self { book: Phrasebook::read(phrases)?, seed })
    }

    /// Slugs of the causes that are told of.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.book.causes.iter().map(|cause| cause.slug.as_str())
    }

    /// Slugs of the data categories that are told of.
    pub fn data(&self) -> impl Iterator<Item = &str> {
        self.book.items.iter().map(|item| item.slug.as_str())
    }

    /// The reports on the incident of this number (from 0), and the digest page that follows it, if
    /// one does. They depend on seed and number alone. `labelled` says whether to gather facts.
    pub fn incident(&self, number: u64, labelled: bool) -> Vec<Sheet> {
        let mut writer = Writer {
            names: Names { book: &self.book, seed: self.seed },
            number,
            labelled,
            written: 0,
            sheets: Vec::new(),
        };
        writer.write();
        writer.sheets
    }
}

/// How one page is drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Genre {
    Notice,
    VendorNotice,
    FollowUp,
    Questions,
    News,
    Commentary,
    Guidance,
}

impl Genre {
    fn kind(self) -> Kind {
        match self {
            Self::Notice | Self::VendorNotice => Kind::Notice,
            Self::FollowUp => Kind::FollowUp,
            Self::Questions => Kind::Qa,
            Self::News => Kind::News,
            Self::Commentary => Kind::Commentary,
            Self::Guidance => Kind::None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Notice | Self::VendorNotice => "notice",
            Self::FollowUp => "follow-up",
            Self::Questions => "qa",
            Self::News => "news",
            Self::Commentary => "commentary",
            Self::Guidance => "guidance",
        }
    }
}

struct Writer<'g> {
    names: Names<'g>,
    number: u64,
    labelled: bool,
    /// Reports on this incident so far.
    written: u64,
    sheets: Vec<Sheet>,
}

impl<'g> Writer<'g> {
    fn write(&mut self) {
        let mut plan = Rng::of(self.names.seed, PLAN, self.number);
        let incident = self.told(0);
        if let Some(third) = incident.third.as_ref().filter(|_| plan.chance(25)) {
            let vendor = Organisation::vendor(third, &incident.organisation);
            self.page(&incident, &vendor, Genre::VendorNotice, 0);
        }
        self.about(&incident, &mut plan);
        if incident.third.is_some() {
            // A vendor's trouble is that of many.
            for sibling in 1..=u64::try_from(plan.skewed(7)).unwrap_or_default() {
                let other = self.told(sibling);
                self.page(&other, &other.organisation, Genre::Notice, 0);
                if plan.chance(15) {
                    self.page(&other, &other.organisation, Genre::FollowUp, 40);
                }
            }
        }
        if plan.chance(7) {
            self.page(&incident, &incident.organisation, Genre::Guidance, 0);
        }
        if self.number % DIGEST_EVERY == DIGEST_EVERY - 1 {
            self.digest(&mut plan);
        }
    }

    fn told(&self, sibling: u64) -> Incident {
        Incident::new(self.names.book, self.names.seed, self.number, sibling)
    }

    /// The reports on whom the incident hit first.
    fn about(&mut self, incident: &Incident, plan: &mut Rng) {
        let who = &incident.organisation;
        let notice = self.written;
        self.page(incident, who, Genre::Notice, 0);
        if plan.chance(9) {
            self.copy(incident, who, notice);
        }
        if plan.chance(24) {
            let later = plan.between(14, 90);
            self.page(incident, who, Genre::FollowUp, later);
        }
        if plan.chance(12) {
            self.page(incident, who, Genre::Questions, plan.between(0, 6));
        }
        if plan.chance(32) {
            for _ in 0..=plan.skewed(3) {
                self.page(incident, who, Genre::News, plan.between(0, 3));
            }
        }
        if plan.chance(6) {
            self.page(incident, who, Genre::Commentary, plan.between(20, 200));
        }
    }

    /// Writes a page that appears so many days after the first notice.
    fn page(&mut self, incident: &Incident, who: &Organisation, genre: Genre, after: i32) {
        let rng = self.rng(self.written);
        let draw = rng.clone().next();
        let page = self.drafted(incident, who, genre, after, rng);
        let written = self.finished(page, genre.kind(), draw);
        self.sheets.push(Sheet { reports: vec![written], digest: None, name: genre.name() });
    }

    fn rng(&self, report: u64) -> Rng {
        Rng::of(self.names.seed, PAGE + (report << 8), self.number)
    }

    fn drafted<'i>(
        &self,
        incident: &'i Incident,
        who: &'i Organisation,
        genre: Genre,
        after: i32,
        rng: Rng,
    ) -> Page<'i>
    where
        'g: 'i,
    {
        let published = Day(incident.published.0 + after);
        let mut page = Page::new(self.names, incident, who, published, rng);
        match genre {
            Genre::Notice => page.notice(),
            Genre::VendorNotice => {
                page.is_vendor = true;
                page.notice();
            }
            Genre::FollowUp => page.follow_up(),
            Genre::Questions => page.questions(),
            Genre::News => page.news(),
            Genre::Commentary => page.commentary(),
            Genre::Guidance => page.guidance(),
        }
        page
    }

    /// The same notice as another crawl met it: with what the site puts around it.
    fn copy(&mut self, incident: &Incident, who: &Organisation, notice: u64) {
        let mut rng = self.rng(self.written);
        let draw = rng.next();
        let mut page = Page::new(self.names, incident, who, incident.published, self.rng(notice));
        let mut around = rng;
        let (above, below) = (around.below(3), 1 + around.below(5));
        std::mem::swap(&mut page.rng, &mut around);
        page.furniture(false, above);
        std::mem::swap(&mut page.rng, &mut around);
        page.notice();
        page.rng = around;
        page.furniture(true, below);
        let written = self.finished(page, Kind::Notice, draw);
        self.sheets.push(Sheet { reports: vec![written], digest: None, name: "notice" });
    }

    fn finished(&mut self, page: Page<'_>, kind: Kind, draw: u64) -> Written {
        let facts = self.labelled.then(|| page.facts(kind));
        let id = format!("synth-{:08}-{}", self.number, self.written);
        self.written += 1;
        let title = page.blocks.iter().find(|block| block.kind == BlockKind::Title);
        let title = title.and_then(|block| page.text.get(block.start..block.end));
        let title = title.unwrap_or_default().to_owned();
        let published = (!draw.is_multiple_of(3)).then(|| {
            let mut iso = String::new();
            page.published.write_iso(&mut iso);
            iso
        });
        let url = url(page.who, page.published, self.number);
        Written { id, title, text: page.text, url, published, facts, blocks: page.blocks, draw }
    }

    /// A page that tells of several incidents since the one before it.
    fn digest(&mut self, plan: &mut Rng) {
        let rng = self.rng(self.written);
        let mut name = String::new();
        if let Some(pattern) = plan.one(&self.names.book.rules.digest_name) {
            self.names.write_pieces(&pattern.pieces, plan, &mut name);
        }
        let first = self.number + 1 - DIGEST_EVERY;
        let mut reports = Vec::new();
        let mut draw = rng.clone();
        let own = self.number;
        for number in (first..=own).filter(|_| plan.chance(45)) {
            let incident = Incident::new(self.names.book, self.names.seed, number, 0);
            let rng = self.rng(self.written);
            let day = Day(incident.published.0 + 1);
            let mut page = Page::new(self.names, &incident, &incident.organisation, day, rng);
            let (year, _, _) = day.civil();
            page.digest_entry(&format!("【{name}#{year}-{:03}】", number % 900 + 1));
            reports.push(self.finished(page, Kind::DigestEntry, draw.next()));
        }
        if !reports.is_empty() {
            let digest = Some(format!("{name}　まとめ"));
            self.sheets.push(Sheet { reports, digest, name: "digest" });
        }
    }
}

impl Written {
    /// The label where the report stands alone: an entry of a digest page is then an article.
    pub(super) fn facts_alone(&self) -> Option<Facts> {
        let mut facts = self.facts.clone()?;
        if facts.kind == Kind::DigestEntry {
            facts.kind = Kind::News;
        }
        Some(facts)
    }
}
