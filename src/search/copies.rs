//! Copies: the same notice crawled twice, with another footer, as PDF and HTML, or in a mail that forwards it.
//!
//! Nothing about them is stored but a sketch of each report's wording. Who is a copy of whom is decided when
//! it is asked, from the two reports alone, so an incremental index answers as one built from scratch. A
//! ranking is walked from its top: a report that is a copy of one above it stands beneath that one.
//! Sketches pick the few above it that are worth comparing; the texts (`wording.rs`) and the facts decide.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use super::collect::{Candidate, Pass};
use super::request::Request;
use super::response::Relaxation;
use super::widen::Wordings;
use super::wording::Wording;
use super::{Search, SearchError};
use crate::index::{Sketch, Sketches};
use crate::japanese::Folder;
use crate::report::{Event, Kind, Named, Report, Unit};

/// Bytes of twenty that the sketches of copies share. Reports of the sample corpus on different incidents
/// share at most eight; a notice with two thirds of its own length around it shares nine in 94 of 100 cases.
const LEAST_SHARED: usize = 9;
/// Reports above it that a report is compared with, those with the likest sketches.
const MOST_COMPARED: usize = 8;
/// Reports that two bytes of a sketch lead to, the best ranked: so a family of thousands costs no more.
const MOST_OF_PAIR: usize = 256;
/// Texts that are kept for the next comparison.
const MOST_KEPT: usize = 64;
/// Reports beyond a page that are ranked for it, so that copies on it seldom need a second pass, and copies
/// that rank a little lower are listed.
pub(super) const WINDOW: usize = 20;
/// Reports with a like sketch that are read when all copies of one are wanted.
const MOST_READ: usize = 1000;

/// A report of a ranking that stands for its copies; places in the ranking from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) at: usize,
    /// Its copies below it.
    pub(super) copies: Vec<usize>,
}

/// A report as it is compared; its wording is taken when facts do not decide.
struct Compared {
    wording: OnceCell<Wording>,
    report: Report,
}

impl Search {
    /// Ranks until `wanted` reports are found of which none is a copy of another.
    pub(super) fn distinct(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
        wanted: usize,
    ) -> Result<(Pass, Option<Relaxation>, Vec<Head>), SearchError> {
        let beyond = if request.all_copies || wanted == 0 { 0 } else { WINDOW };
        let mut window = wanted.saturating_add(beyond);
        loop {
            let ranked = Request { offset: 0, limit: window, ..request.clone() };
            let (pass, relaxed) = self.pass(&ranked, wordings)?;
            let heads = self.heads_of(request, &pass.top, wanted)?;
            if heads.len() < wanted && (pass.top.len() as u64) < pass.total {
                window = window.saturating_mul(4);
                continue;
            }
            return Ok((pass, relaxed, heads));
        }
    }

    /// The first `wanted` reports of a ranking that are no copies of one above them, each with its copies
    /// in the whole of `top`; all are taken for different ones where the request asks so.
    pub(super) fn heads_of(
        &self,
        request: &Request,
        top: &[Candidate],
        wanted: usize,
    ) -> Result<Vec<Head>, SearchError> {
        if request.all_copies {
            let heads = (0..top.len().min(wanted)).map(|at| Head { at, copies: Vec::new() });
            return Ok(heads.collect());
        }
        self.put_together(top, wanted)
    }

    /// The same for any reports, best first.
    pub(super) fn put_together(
        &self,
        top: &[Candidate],
        wanted: usize,
    ) -> Result<Vec<Head>, SearchError> {
        let mut walk = Walk {
            search: self,
            sketches: self.snapshot.sketches()?,
            known: Vec::new(),
            by_pair: FxHashMap::default(),
            kept: FxHashMap::default(),
        };
        let mut heads: Vec<Head> = Vec::new();
        for (at, candidate) in top.iter().enumerate() {
            let sketch = walk.sketches.at(candidate.address);
            let original = match &sketch {
                Some(sketch) => walk.original(candidate.address, sketch)?,
                None => None,
            };
            if let Some(head) = original.and_then(|head| heads.get_mut(head)) {
                head.copies.push(at);
            } else if heads.len() < wanted {
                walk.add(candidate.address, sketch.as_ref());
                heads.push(Head { at, copies: Vec::new() });
            }
        }
        Ok(heads)
    }

    /// The other reports of the index that are copies of `report`, latest publication first, then by id.
    ///
    /// Reads the sketches of all reports, and the texts of those that are like it (at most 1,000).
    ///
    /// # Errors
    /// Whatever reading the index may raise.
    pub fn copies(&self, report: &Report) -> Result<Vec<String>, SearchError> {
        let folded = self.analyzer.folder().fold(&report.document.text);
        let sketch = Sketch::of(report, &folded);
        let mut like = self.snapshot.sketches()?.like(&sketch, LEAST_SHARED);
        like.sort_by_key(|(address, shared)| (std::cmp::Reverse(*shared), *address));
        like.truncate(MOST_READ);
        let own = Compared::of(report.clone());
        let mut copies = BTreeSet::new();
        for (address, _) in like {
            let other = Compared::of(self.snapshot.report(address)?);
            let (id, published) = (&other.report.document.id, other.report.published());
            if *id != report.document.id && self.is_copy(&own, &other) {
                let first = published.map(|date| date.first_day());
                copies.insert((std::cmp::Reverse(first), id.to_string()));
            }
        }
        Ok(copies.into_iter().map(|(_, id)| id).collect())
    }

    /// Of some reports, which are copies of one before them: for each, the place of that one.
    pub(super) fn originals(&self, reports: &[&Report]) -> Vec<Option<usize>> {
        let compared: Vec<Compared> =
            reports.iter().map(|report| Compared::of((*report).clone())).collect();
        let mut originals: Vec<Option<usize>> = Vec::new();
        for (at, own) in compared.iter().enumerate() {
            let mut before = compared.iter().zip(&originals).take(at);
            let original = before.position(|(other, of)| of.is_none() && self.is_copy(other, own));
            originals.push(original);
        }
        originals
    }

    /// Whether one report may stand for the other.
    fn is_copy(&self, own: &Compared, other: &Compared) -> bool {
        let folder = self.analyzer.folder();
        own.wording(folder).is_copy(other.wording(folder)) && self.agree(own, other)
    }

    /// Whether two reports contradict each other in nothing that tells one incident, or one state of its
    /// investigation, from another. What only one of them states is no contradiction, nor is the day of
    /// publication: a page that repeats a notice has its own. And where one text says what the other one is
    /// understood by, the two were only read in two ways.
    fn agree(&self, own: &Compared, other: &Compared) -> bool {
        let folder = self.analyzer.folder();
        let is_said = |mine: &str, theirs: &str| {
            other.wording(folder).says(mine, folder) || own.wording(folder).says(theirs, folder)
        };
        let key = |named: &Named| self.name_key(&named.name);
        let named = |mine: &Option<Named>, theirs: &Option<Named>| {
            mine.as_ref().zip(theirs.as_ref()).is_none_or(|(mine, theirs)| {
                key(mine) == key(theirs) || is_said(&mine.name, &theirs.name)
            })
        };
        let (facts, others) = (&own.report.facts, &other.report.facts);
        let counted = |unit: Unit| {
            let mut mine = facts.affected.iter().filter(|found| found.count.unit == unit);
            let mut theirs = others.affected.iter().filter(|found| found.count.unit == unit);
            mine.next().zip(theirs.next()).is_none_or(|(mine, theirs)| {
                mine.count == theirs.count || is_said(&mine.evidence.quote, &theirs.evidence.quote)
            })
        };
        let dated = |event: Event| {
            facts.milestone(event).zip(others.milestone(event)).is_none_or(|(mine, theirs)| {
                mine.date.agrees_with(&theirs.date)
                    || is_said(&mine.evidence.quote, &theirs.evidence.quote)
            })
        };
        // What only the title of the later one tells, as 第2報 does, sets it apart.
        let is_update = |later: &Compared, earlier: &Compared| {
            later.report.facts.kind == Kind::FollowUp
                && earlier.report.facts.kind == Kind::Notice
                && !earlier.wording(folder).says(&later.report.document.title, folder)
        };
        !is_update(own, other)
            && !is_update(other, own)
            && named(&facts.organisation, &others.organisation)
            && named(&facts.service, &others.service)
            && [Unit::People, Unit::Records].into_iter().all(counted)
            && Event::ALL.into_iter().filter(|event| *event != Event::Published).all(dated)
    }
}

impl Compared {
    fn of(report: Report) -> Self {
        Self { wording: OnceCell::new(), report }
    }

    fn wording(&self, folder: &Folder) -> &Wording {
        self.wording.get_or_init(|| Wording::of(&self.report, folder))
    }
}

/// The reports of a ranking that are known to be no copies of each other.
struct Walk<'s> {
    search: &'s Search,
    sketches: Sketches,
    known: Vec<(DocAddress, Option<Sketch>)>,
    /// Known reports by two bytes of their sketch and their place in it.
    by_pair: FxHashMap<(u8, [u8; 2]), Vec<usize>>,
    /// Texts of known reports that were read last.
    kept: FxHashMap<usize, Rc<Compared>>,
}

impl Walk<'_> {
    fn add(&mut self, address: DocAddress, sketch: Option<&Sketch>) {
        let place = self.known.len();
        for pair in sketch.iter().flat_map(|sketch| sketch.pairs()) {
            let places = self.by_pair.entry(pair).or_default();
            if places.len() < MOST_OF_PAIR {
                places.push(place);
            }
        }
        self.known.push((address, sketch.copied()));
    }

    /// The known report of which the one at `address` is a copy.
    fn original(
        &mut self,
        address: DocAddress,
        sketch: &Sketch,
    ) -> Result<Option<usize>, SearchError> {
        let mut like: Vec<usize> =
            sketch.pairs().filter_map(|pair| self.by_pair.get(&pair)).flatten().copied().collect();
        like.sort_unstable();
        like.dedup();
        let mut like: Vec<(usize, usize, DocAddress)> = like
            .into_iter()
            .filter_map(|place| {
                let (address, known) = self.known.get(place)?;
                Some((sketch.shared(known.as_ref()?), place, *address))
            })
            .filter(|(shared, ..)| *shared >= LEAST_SHARED)
            .collect();
        if like.is_empty() {
            return Ok(None);
        }
        like.sort_by_key(|(shared, place, _)| (std::cmp::Reverse(*shared), *place));
        let own = Compared::of(self.search.snapshot.report(address)?);
        for (_, place, address) in like.into_iter().take(MOST_COMPARED) {
            if self.search.is_copy(self.kept(place, address)?.as_ref(), &own) {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// A known report with its text.
    fn kept(&mut self, place: usize, address: DocAddress) -> Result<Rc<Compared>, SearchError> {
        if let Some(kept) = self.kept.get(&place) {
            return Ok(Rc::clone(kept));
        }
        let compared = Rc::new(Compared::of(self.search.snapshot.report(address)?));
        if self.kept.len() >= MOST_KEPT {
            self.kept.clear();
        }
        self.kept.insert(place, Rc::clone(&compared));
        Ok(compared)
    }
}
