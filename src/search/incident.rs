//! Reports on one incident: which belong together, and what changed between them.
//!
//! Two reports are linked when their parties meet and their dates allow it:
//!
//! - **Organisation**: both name the same sufferer. A step that both date (start, end, detection,
//!   containment) must agree once, or the times of the incident overlap; where one of them dates
//!   nothing, both must be published within a year. Two services, or causes of two sorts, keep them
//!   apart.
//! - **Vendor**: the sufferer of one is the third party of the other, or both name the same third
//!   party. Each customer learns of it on another day, so the times need only come near, but the
//!   cause must be of one sort.
//!
//! Links are followed on: a customer's notice leads to the vendor's and from there to the other
//! customers'. They are found when asked for, from the facts that the index holds, so a report that
//! is added or removed needs no other one to be indexed again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use tantivy::{DocAddress, Term, i64_to_u64};

use super::collect::{Candidate, Pass, PassPlan};
use super::condition::Condition;
use super::copies::Head;
use super::request::{Request, Sort};
use super::response::{Hit, Linked, Relaxation};
use super::tally::FacetPlan;
use super::widen::Wordings;
use super::{Search, SearchError};
use crate::index::days_since_epoch;
use crate::report::{Certainty, Date, Event, Facts, Kind, Report, VendorRole, revisions};

/// Most reports of one name that are looked at; of more, those published nearest in time.
const MOST_CANDIDATES: usize = 500;
/// Most reports of one incident.
const MOST_LINKED: usize = 100;
/// Hits that are ranked beyond twice the incidents of a page, so that few pages need more.
const WINDOW: usize = 20;
/// Days that reports without a common date may be published apart.
const YEAR: i32 = 366;
/// Days that the times of an incident may lie apart at a vendor and its customers.
const NEAR: i32 = 60;

/// The rank of the first report of an incident, its place in the ranking, and the others.
type Incident<'h> = (usize, &'h Head, Vec<Report>);

/// What decides whether a report is linked with another.
#[derive(Debug)]
struct Profile {
    /// Keys of the organisation and of the short names that the text gives it.
    own: BTreeSet<String>,
    /// Keys of third parties.
    vendors: BTreeSet<String>,
    /// Key of the service.
    service: Option<String>,
    /// First levels of the causes, routes and unknown ones left out.
    sorts: BTreeSet<String>,
    /// First dates of the steps that identify an incident.
    steps: BTreeMap<Event, Date>,
    /// First and last day that the text tells of.
    time: Option<(civil::Date, civil::Date)>,
    published: Option<civil::Date>,
}

/// Steps that happen on one day of an incident, whoever tells of it.
const IDENTIFYING: [Event; 4] =
    [Event::IncidentStart, Event::IncidentEnd, Event::Detected, Event::Contained];

impl Profile {
    /// The profile of a report on an incident; nothing is linked with a page that tells of none.
    fn of(report: &Report, key: impl Fn(&str) -> String) -> Option<Self> {
        let Facts { kind, organisation, service, aliases, causes, vendors, .. } = &report.facts;
        if *kind == Kind::None {
            return None;
        }
        let mut own = BTreeSet::new();
        if let Some(organisation) = organisation {
            own.insert(key(&organisation.name));
            let short = aliases.iter().filter(|alias| alias.name == organisation.name);
            own.extend(short.map(|alias| key(&alias.alias)));
        }
        let told = causes.iter().filter(|cause| cause.certainty != Certainty::Denied);
        let sorts = told
            .map(|cause| cause.value.parent().to_owned())
            .filter(|sort| sort != "supply-chain" && sort != "unknown");
        let steps: BTreeMap<Event, Date> = IDENTIFYING
            .into_iter()
            .filter_map(|event| Some((event, report.facts.milestone(event)?.date)))
            .collect();
        let first = steps.values().map(Date::first_day).min();
        let last = steps.values().map(Date::last_day).max();
        Some(Self {
            own,
            // A group company may be named for any reason; it is a party where it suffered itself.
            vendors: vendors
                .iter()
                .filter(|vendor| vendor.role != VendorRole::GroupCompany)
                .map(|vendor| key(&vendor.name))
                .collect(),
            service: service.as_ref().map(|service| key(&service.name)),
            sorts: sorts.collect(),
            steps,
            time: first.zip(last),
            published: report.published().map(|date| date.first_day()),
        })
    }

    fn is_linked(&self, other: &Self) -> bool {
        if meet(&self.own, &other.own) {
            return self.is_same_incident(other);
        }
        let through = meet(&self.own, &other.vendors)
            || meet(&self.vendors, &other.own)
            || meet(&self.vendors, &other.vendors);
        through && self.is_same_cause(other) && (self.agrees(other) || self.is_near(other, NEAR))
    }

    /// Whether two reports on one organisation tell of one incident.
    fn is_same_incident(&self, other: &Self) -> bool {
        if self.agrees(other) {
            return true;
        }
        let apart =
            |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a != b);
        if apart(&self.service, &other.service) || !self.is_same_cause(other) {
            return false;
        }
        match (self.time, other.time) {
            // Both date it, on different days: one incident only where its time overlaps.
            (Some(_), Some(_)) => self.is_near(other, 0),
            _ => match (self.published, other.published) {
                (Some(a), Some(b)) => days(a, b) <= YEAR,
                _ => self.service.is_some() && self.service == other.service,
            },
        }
    }

    /// Whether a step that both date is dated alike, to the day.
    fn agrees(&self, other: &Self) -> bool {
        self.steps.iter().any(|(event, date)| {
            date.day().is_some()
                && other
                    .steps
                    .get(event)
                    .is_some_and(|other| other.day().is_some() && other == date)
        })
    }

    /// Whether the times of both lie at most so many days apart; publication stands in where no
    /// step is dated.
    fn is_near(&self, other: &Self, most: i32) -> bool {
        let time = |profile: &Self| profile.time.or(profile.published.map(|day| (day, day)));
        let (Some(own), Some(other)) = (time(self), time(other)) else { return false };
        let gap = (other.0 - own.1).get_days().max((own.0 - other.1).get_days());
        gap <= most
    }

    fn is_same_cause(&self, other: &Self) -> bool {
        self.sorts.is_empty() || other.sorts.is_empty() || meet(&self.sorts, &other.sorts)
    }
}

fn meet(some: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    !some.is_disjoint(other)
}

fn days(a: civil::Date, b: civil::Date) -> i32 {
    (a - b).get_days().abs()
}

impl Search {
    /// The other reports on the incident that `report` tells of, each with what it says otherwise
    /// than the one before it; in the order of publication, undated ones last.
    ///
    /// At most 100 are followed; a page that tells of no incident has none.
    ///
    /// # Errors
    /// Whatever reading the index may raise.
    pub fn incident(&self, report: &Report) -> Result<Vec<Linked>, SearchError> {
        Ok(self.in_order(report, self.linked(report)?))
    }

    /// The reports on an incident in order, each with what it says otherwise than the one before it.
    fn in_order(&self, report: &Report, mut reports: Vec<Report>) -> Vec<Linked> {
        reports.push(report.clone());
        reports.sort_by_cached_key(by_publication);
        let mut linked = Vec::new();
        for (at, later) in reports.iter().enumerate() {
            let earlier = reports.iter().take(at).rev().find(|earlier| self.is_one(earlier, later));
            let changes =
                earlier.map_or_else(Vec::new, |earlier| revisions(&earlier.facts, &later.facts));
            let copies = Vec::new();
            linked.push(Linked { report: later.clone(), rank: None, copies, changes });
        }
        linked
    }

    /// The best report of each incident, with the others beneath.
    pub(super) fn by_incident(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
    ) -> Result<(Pass, Option<Relaxation>, Vec<Hit>), SearchError> {
        let wanted = request.offset.saturating_add(request.limit);
        let mut window = wanted.saturating_mul(2).saturating_add(WINDOW);
        loop {
            let (pass, relaxed) =
                self.pass(&Request { offset: 0, limit: window, ..request.clone() }, wordings)?;
            let distinct = self.heads_of(request, &pass.top, usize::MAX)?;
            let heads = self.heads(&pass.top, &distinct, wanted)?;
            if heads.len() < wanted && (pass.top.len() as u64) < pass.total {
                window = window.saturating_mul(4);
                continue;
            }
            let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
            for (rank, head) in (1..).zip(&distinct) {
                if let Some(found) = pass.top.get(head.at) {
                    ranks.insert(self.snapshot.id_of(found.address)?, rank);
                }
            }
            let page = || heads.iter().skip(request.offset);
            let ranked: Vec<(usize, &Candidate)> = page()
                .filter_map(|(rank, head, _)| Some((*rank, pass.top.get(head.at)?)))
                .collect();
            let mut hits = self.hits(request, wordings, &ranked)?;
            for (hit, (_, head, others)) in hits.iter_mut().zip(page()) {
                hit.copies = self.ids(&pass.top, &head.copies)?;
                let mut linked = self.in_order(&hit.report, others.clone());
                linked.retain(|other| other.report.document.id != hit.report.document.id);
                if !request.all_copies {
                    linked = self.without_copies(hit, linked);
                }
                for other in &mut linked {
                    let own = other.report.document.id.as_str();
                    let ids = other.copies.iter().map(String::as_str).chain([own]);
                    other.rank = ids.filter_map(|id| ranks.get(id).copied()).min();
                }
                hit.linked = linked;
            }
            return Ok((pass, relaxed, hits));
        }
    }

    /// The other reports on an incident without copies of the hit and of each other, which are named there.
    fn without_copies(&self, hit: &mut Hit, linked: Vec<Linked>) -> Vec<Linked> {
        let reports = std::iter::once(&hit.report).chain(linked.iter().map(|other| &other.report));
        let originals = self.originals(&reports.collect::<Vec<_>>());
        let mut kept: BTreeMap<usize, Linked> = BTreeMap::new();
        for ((at, other), original) in (1..).zip(linked).zip(originals.into_iter().skip(1)) {
            let id = || other.report.document.id.to_string();
            match original {
                None => {
                    kept.insert(at, other);
                }
                Some(0) if !hit.copies.contains(&id()) => hit.copies.push(id()),
                Some(0) => {}
                Some(place) => {
                    if let Some(first) = kept.get_mut(&place) {
                        first.copies.push(id());
                    }
                }
            }
        }
        kept.into_values().collect()
    }

    /// The first report of each incident in a ranking with its rank, and the others on it, until there are
    /// enough.
    fn heads<'h>(
        &self,
        top: &[Candidate],
        distinct: &'h [Head],
        wanted: usize,
    ) -> Result<Vec<Incident<'h>>, SearchError> {
        let mut beneath: BTreeSet<String> = BTreeSet::new();
        let mut heads = Vec::new();
        for (rank, head) in (1..).zip(distinct) {
            let Some(candidate) = top.get(head.at) else { continue };
            if heads.len() >= wanted {
                break;
            }
            let report = self.snapshot.report(candidate.address)?;
            if beneath.contains(report.document.id.as_str()) {
                continue;
            }
            let linked = self.linked(&report)?;
            beneath.extend(linked.iter().map(|report| report.document.id.to_string()));
            heads.push((rank, head, linked));
        }
        Ok(heads)
    }

    /// Whether two reports speak of the same organisation.
    fn is_one(&self, one: &Report, other: &Report) -> bool {
        let key = |report: &Report| Some(self.name_key(&report.facts.organisation.as_ref()?.name));
        key(one).is_some_and(|name| Some(name) == key(other))
    }

    pub(super) fn name_key(&self, name: &str) -> String {
        self.legal_forms.key(name, self.analyzer.folder())
    }

    /// Reports that are linked with `report`, directly or through others.
    fn linked(&self, report: &Report) -> Result<Vec<Report>, SearchError> {
        let profile = |report: &Report| Profile::of(report, |name| self.name_key(name));
        let Some(own) = profile(report) else { return Ok(Vec::new()) };
        let mut known = BTreeSet::from([report.document.id.clone()]);
        let mut linked: Vec<Report> = Vec::new();
        let mut waiting = vec![own];
        while let Some(from) = waiting.pop() {
            for address in self.candidates(&from)? {
                let candidate = self.snapshot.report(address)?;
                if linked.len() >= MOST_LINKED || known.contains(&candidate.document.id) {
                    continue;
                }
                let Some(to) = profile(&candidate) else { continue };
                if from.is_linked(&to) {
                    known.insert(candidate.document.id.clone());
                    linked.push(candidate);
                    waiting.push(to);
                }
            }
        }
        Ok(linked)
    }

    /// Reports that share a party with `profile`.
    fn candidates(&self, profile: &Profile) -> Result<Vec<DocAddress>, SearchError> {
        let fields = self.snapshot.fields();
        let keys: BTreeSet<&String> = profile.own.union(&profile.vendors).collect();
        let terms = [fields.organisation_key, fields.vendor_key]
            .into_iter()
            .flat_map(|field| keys.iter().map(move |key| Term::from_field_text(field, key)));
        let parties = Condition::any(terms.map(Condition::Term));
        let newest = |condition: &Condition| -> Result<(u64, Vec<Candidate>), SearchError> {
            let plan = PassPlan {
                keep: MOST_CANDIDATES,
                no_incident: 1.0,
                sort: Sort::Newest,
                facets: FacetPlan::default(),
            };
            let pass = self.collect::<()>(condition, None, &plan)?;
            Ok((pass.total, pass.top))
        };
        let (total, mut top) = newest(&parties)?;
        if total > MOST_CANDIDATES as u64
            && let Some(published) = profile.published
        {
            let day = |shift: i32| i64_to_u64(days_since_epoch(published) + i64::from(shift));
            let around = Condition::Between(fields.published_first, day(-YEAR)..=day(YEAR));
            (_, top) = newest(&Condition::every([parties, around]))?;
        }
        Ok(top.into_iter().map(|candidate| candidate.address).collect())
    }
}

/// Publication, undated reports last; then who writes first of an incident; then the id.
fn by_publication(report: &Report) -> (bool, Option<civil::Date>, Kind, String) {
    let published = report.published().map(|date| date.first_day());
    let kind = report.facts.kind;
    (published.is_none(), published, kind, report.document.id.to_string())
}
