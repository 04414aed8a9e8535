//! What happened: the facts that all reports on one incident share.

use crate::report::{Certainty, Event, VendorRole};

use super::affected::Number;
use super::calendar::Day;
use super::names::{Names, short};
use super::pattern::Needs;
use super::phrasebook::{Cause, Leak, Phrasebook, Scene};
use super::rng::Rng;

/// Streams of random numbers, by what they decide.
const INCIDENT: u64 = 1;
const ORGANISATION: u64 = 2;
const VENDOR: u64 = 3;

/// The trade that vendors are of: any whose words are those of companies.
const SERVICES: usize = 0;

/// How many vendors there are; a few serve many.
const VENDORS: usize = 20_000;
/// Organisations that may be hit more than once.
const FREQUENT: usize = 3_000;
/// Ways of drafting notices: those who use the same one share whole paragraphs.
const FAMILIES: usize = 400;

/// Somebody who publishes.
#[derive(Debug, Clone, Default)]
pub(super) struct Organisation {
    pub(super) name: String,
    /// Number of its trade.
    pub(super) trade: usize,
    pub(super) service: String,
    pub(super) we: String,
    pub(super) whom: String,
    pub(super) latin: String,
    /// How it drafts its texts.
    pub(super) family: u64,
}

impl Organisation {
    /// A vendor that speaks for itself.
    pub(super) fn vendor(third: &Third, customer: &Self) -> Self {
        let family = u64::try_from(third.name.len()).unwrap_or_default();
        let (we, whom) = ("弊社".to_owned(), "お客様".to_owned());
        Self { name: third.name.clone(), trade: SERVICES, we, whom, family, ..customer.clone() }
    }

    /// What it has for patterns: a short name, where that is another than the full one.
    pub(super) fn has(&self) -> Needs {
        if self.short() == self.name { Needs::default() } else { Needs::ALIAS }
    }

    /// The name without its legal form.
    pub(super) fn short(&self) -> &str {
        short(&self.name)
    }
}

/// The third party through which it happened.
#[derive(Debug, Clone)]
pub(super) struct Third {
    pub(super) name: String,
    /// Number among the sorts of vendors.
    pub(super) sort: usize,
    pub(super) role: VendorRole,
}

/// One incident, as one organisation sees it.
#[derive(Debug, Clone)]
pub(super) struct Incident {
    pub(super) number: u64,
    pub(super) cause: usize,
    pub(super) certainty: Certainty,
    /// What is said of the data; `None` where none is concerned.
    pub(super) leak: Option<Certainty>,
    /// A cause that is ruled out.
    pub(super) ruled_out: Option<usize>,
    pub(super) organisation: Organisation,
    pub(super) third: Option<Third>,
    /// Data categories, each with the number of its spelling.
    pub(super) items: Vec<(usize, usize)>,
    /// Those that are said not to be concerned.
    pub(super) apart: Vec<(usize, usize)>,
    pub(super) count: Option<Number>,
    pub(super) part: Option<Number>,
    /// What an earlier report said.
    pub(super) old_count: Option<Number>,
    days: [Option<Day>; 10],
    pub(super) published: Day,
}

impl Incident {
    /// The incident of this number; `sibling` 0 is whom it hit first, others are further customers
    /// of the same vendor.
    pub(super) fn new(book: &Phrasebook, seed: u64, number: u64, sibling: u64) -> Self {
        let mut rng = Rng::of(seed, INCIDENT, number);
        let cause = weighted(&book.causes, |cause| cause.weight, &mut rng);
        let told = book.causes.get(cause);
        let names = Names { book, seed };
        let third = told.and_then(|told| third(names, told, &mut rng));
        let detected =
            Day(rng.between(Day::FIRST.0, Day::LAST.0).max(rng.between(Day::FIRST.0, Day::LAST.0)));
        let leak = told.and_then(|told| match told.leak {
            Leak::Stated => Some(Certainty::Stated),
            Leak::Possible => Some(Certainty::Possible),
            Leak::Either if rng.chance(50) => Some(Certainty::Stated),
            Leak::Either => Some(Certainty::Possible),
            Leak::None => None,
        });
        let certainty = if rng.chance(78) { Certainty::Stated } else { Certainty::Possible };
        let ruled_out = rng.chance(14).then(|| rng.below(book.causes.len()));
        let mut timeline = rng.clone();
        // From here on each customer of the vendor has facts of its own.
        let mut rng = Rng::of(rng.next(), sibling, number);
        let organisation = organisation(names, told, number, &mut rng);
        let mut incident = Self {
            number,
            cause,
            certainty,
            leak,
            ruled_out: ruled_out.filter(|other| *other != cause),
            organisation,
            third,
            items: Vec::new(),
            apart: Vec::new(),
            count: None,
            part: None,
            old_count: None,
            days: [None; 10],
            published: detected,
        };
        if let Some(told) = told {
            incident.concern(book, told, &mut rng);
            incident.happen(told, detected, &mut timeline, &mut rng);
        }
        incident
    }

    /// Draws what leaked and how much.
    fn concern(&mut self, book: &Phrasebook, told: &Cause, rng: &mut Rng) {
        let wanted = |name: &str| told.profiles.iter().find(|p| is_profile(book, **p, name));
        let at_home = match self.trade_profile() {
            Some(name) if rng.chance(70) => wanted(name).copied(),
            _ => None,
        };
        let drawn = at_home.or_else(|| rng.one(&told.profiles).copied());
        let Some(profile) = drawn.and_then(|number| book.profiles.get(number)) else {
            return;
        };
        let spelt = |item: usize, rng: &mut Rng| {
            let spellings = book.items.get(item).map_or(0, |item| item.spellings.len());
            (item, rng.skewed(spellings))
        };
        if self.leak.is_some() {
            for item in &profile.always {
                self.items.push(spelt(*item, rng));
            }
            for item in &profile.often {
                if rng.chance(45) {
                    self.items.push(spelt(*item, rng));
                }
            }
        }
        if self.items.is_empty() {
            self.leak = None;
        }
        if rng.chance(60) {
            for item in &profile.apart {
                if rng.chance(60) {
                    self.apart.push(spelt(*item, rng));
                }
            }
        }
        if self.leak.is_some() && rng.chance(88) {
            let people = rng.chance(62);
            let count = Number::draw(people, rng);
            let number = count.count.number();
            if number >= 20 && rng.chance(30) {
                let share = u64::try_from(2 + rng.below(60)).unwrap_or(2);
                self.part = Some(count.exactly((number * share / 100).max(1)));
            }
            let more = u64::try_from(1 + rng.below(40)).unwrap_or(1);
            let old = count.like(number + number * more / 100 + 1);
            self.old_count = Some(old).filter(|old| old.count.number() != number);
            self.count = Some(count);
        }
    }

    /// The data that organisations of its sort keep.
    fn trade_profile(&self) -> Option<&'static str> {
        match self.organisation.whom.as_str() {
            "患者様" | "患者さま" | "受診者" => Some("patient"),
            "生徒" | "児童" | "学生" | "受験生" | "保護者" => Some("student"),
            "市民" | "住民" => Some("tax"),
            _ => None,
        }
    }

    /// Draws when it happened.
    fn happen(&mut self, told: &Cause, detected: Day, shared: &mut Rng, rng: &mut Rng) {
        let slow = matches!(told.scene, Scene::Site | Scene::System | Scene::Account)
            && told.leak != Leak::None;
        let before = if slow { shared.between(5, 420) } else { shared.between(0, 12) };
        let start = Day(detected.0 - before);
        let end = Day(start.0 + shared.between(0, before.max(1) - 1).max(before / 2));
        let delay = if slow { rng.between(20, 160) } else { rng.between(1, 25) };
        self.published = Day(detected.0 + delay);
        let within = |rng: &mut Rng, low: i32, high: i32| {
            Day(detected.0 + rng.between(low, high).min(delay))
        };
        let draws: [(Event, usize, Day); 8] = [
            (Event::IncidentStart, 80, start),
            (Event::Detected, 92, detected),
            (Event::Contained, if slow { 60 } else { 15 }, within(rng, 0, 3)),
            (Event::Investigated, if slow { 50 } else { 5 }, within(rng, delay / 2, delay)),
            (Event::Notified, 45, within(rng, 1, delay)),
            (Event::Reported, 60, within(rng, 1, 8)),
            (Event::Police, if slow { 45 } else { 15 }, within(rng, 1, 12)),
            (Event::Resumed, 20, Day(self.published.0 + rng.between(8, 60))),
        ];
        for (event, percent, day) in draws {
            if rng.chance(percent) {
                self.set(event, day);
            }
        }
        // A period is told as a whole.
        if slow && end > start && self.day(Event::IncidentStart).is_some() {
            self.set(Event::IncidentEnd, end);
        }
    }

    fn set(&mut self, event: Event, day: Day) {
        if let Some(place) = place(event).and_then(|at| self.days.get_mut(at)) {
            *place = Some(day);
        }
    }

    /// When something happened, where it is known.
    pub(super) fn day(&self, event: Event) -> Option<Day> {
        place(event).and_then(|at| self.days.get(at).copied().flatten())
    }

    /// What the incident has for patterns that a report of `published` may use.
    pub(super) fn has(&self, published: Day) -> Needs {
        let mut has = Needs::SERVICE.and(Needs::event(Event::Published));
        for event in Event::ALL {
            if self.day(event).is_some_and(|day| day <= published) {
                has = has.and(Needs::event(event));
            }
        }
        let facts = [
            (self.third.is_some(), Needs::VENDOR),
            (self.count.is_some(), Needs::COUNT),
            (self.part.is_some(), Needs::PART),
            (self.old_count.is_some(), Needs::OLD_COUNT),
            (!self.items.is_empty(), Needs::ITEMS),
            (!self.apart.is_empty(), Needs::DENIED),
            (self.ruled_out.is_some(), Needs::RULED),
        ];
        facts.into_iter().filter(|(there, _)| *there).fold(has, |has, (_, need)| has.and(need))
    }
}

fn place(event: Event) -> Option<usize> {
    Event::ALL.iter().position(|other| *other == event)
}

fn is_profile(book: &Phrasebook, number: usize, name: &str) -> bool {
    book.profiles.get(number).is_some_and(|profile| profile.name == name)
}

/// The number of one of a list whose members have weights.
fn weighted<T>(list: &[T], weight: impl Fn(&T) -> usize, rng: &mut Rng) -> usize {
    let mut left = rng.below(list.iter().map(&weight).sum());
    let found = list.iter().position(|member| {
        let here = left < weight(member);
        left = left.saturating_sub(weight(member));
        here
    });
    found.unwrap_or_default()
}

fn organisation(
    names: Names<'_>,
    told: Option<&Cause>,
    number: u64,
    rng: &mut Rng,
) -> Organisation {
    // Some are hit again: those have a number of their own.
    let again = rng.chance(18);
    let known = u64::try_from(rng.skewed(FREQUENT)).unwrap_or_default();
    let identity = if again { known } else { rng.next() ^ number };
    let mut own = Rng::of(names.seed, ORGANISATION, identity);
    let buys = |told: &Cause| told.profiles.iter().any(|p| is_profile(names.book, *p, "card"));
    let trades = &names.book.trades;
    let mut trade = weighted(trades, |trade| trade.weight, &mut own);
    if told.is_some_and(buys) {
        let sells = |key: &str| matches!(key, "shop" | "services" | "body");
        let shop = |at: &usize| trades.get(*at).is_some_and(|trade| sells(&trade.key));
        trade = Some(trade).filter(shop).unwrap_or_default();
    }
    let Some(sort) = trades.get(trade) else {
        return Organisation::default();
    };
    let mut latin = String::new();
    names.latin(false, &mut own, &mut latin);
    Organisation {
        name: names.compose(&sort.name, &mut own),
        trade,
        service: names.compose(&sort.services, &mut own),
        we: own.one(&sort.we).cloned().unwrap_or_default(),
        whom: rng.one(&sort.whom).cloned().unwrap_or_default(),
        latin,
        family: u64::try_from(own.skewed(FAMILIES)).unwrap_or_default(),
    }
}

/// Draws through whom it happened, if through anybody.
fn third(names: Names<'_>, told: &Cause, rng: &mut Rng) -> Option<Third> {
    let slug = told.slug.as_str();
    let percent = match told.scene {
        _ if slug.ends_with("third-party-script-tampering") => 100,
        Scene::People | Scene::Account => 12,
        _ => 30,
    };
    if !rng.chance(percent) {
        return None;
    }
    let roles: &[VendorRole] = match told.scene {
        _ if slug.ends_with("third-party-script-tampering") => &[VendorRole::WebWidget],
        Scene::Site => &[
            VendorRole::SaasProvider,
            VendorRole::PaymentProcessor,
            VendorRole::Maintenance,
            VendorRole::Hosting,
        ],
        Scene::System | Scene::Cloud | Scene::Account => &[
            VendorRole::Contractor,
            VendorRole::SaasProvider,
            VendorRole::GroupCompany,
            VendorRole::Maintenance,
            VendorRole::Hosting,
        ],
        Scene::Mail | Scene::Paper | Scene::Device | Scene::People => {
            &[VendorRole::Contractor, VendorRole::Contractor, VendorRole::Subcontractor]
        }
    };
    let role = rng.one(roles).copied()?;
    let sort = names.book.vendors.iter().position(|sort| sort.role == role)?;
    let number = u64::try_from(rng.skewed(VENDORS)).unwrap_or_default();
    let mut own =
        Rng::of(names.seed, VENDOR + (u64::try_from(sort).unwrap_or_default() << 8), number);
    let name = names.compose(&names.book.vendors.get(sort)?.name, &mut own);
    Some(Third { name, sort, role })
}
