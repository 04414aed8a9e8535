//! Of what the sentences of a page tell, which day is that of each step: the milestones.

use crate::report::{Date, Event, Evidence, Milestone, Precision};

/// Most days after which an outage still ends with the recovery.
const LONGEST_OUTAGE: i32 = 7;

/// Most days between a deed and its finding for which the deed needs no words of an incident.
const LONGEST_UNKNOWN: i32 = 60;

/// What only those who know of it do.
pub(super) const ANSWERS: [Event; 4] =
    [Event::Contained, Event::Police, Event::Reported, Event::Notified];

/// An event that a sentence tells of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) event: Event,
    pub(super) date: Date,
    pub(super) sentence: usize,
    pub(super) rank: Rank,
    /// First byte of the date in its sentence.
    pub(super) at: usize,
    /// Whether it is an entry of a chronology.
    pub(super) is_entry: bool,
    /// Whether it bounds a time between two dates.
    pub(super) bounds: bool,
    /// Whether it tells that the organisation itself was told.
    pub(super) reaches: bool,
}

impl Told {
    /// How surely it is told, given how exactly the date is known: a year alone is that of another
    /// incident, a month that of a summary, where days are told.
    fn judged(mut self) -> Option<Self> {
        let is_time = matches!(self.event, Event::IncidentStart | Event::IncidentEnd);
        match self.date.precision() {
            Precision::Day => Some(self),
            Precision::Year if !(is_time && self.bounds) => None,
            Precision::Month if self.bounds => Some(self),
            _ => {
                self.rank = self.rank.min(Rank::Weak);
                Some(self)
            }
        }
    }
}

/// How surely a date is that of an event; of an event only the surest are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The words of the clause name no step; it is only the first thing that is told.
    Bare,
    /// Words that often mean something else, or the time when those concerned used a site.
    Weak,
    /// The date stands in a sentence before.
    Carried,
    /// The date stands in the clause itself.
    Sure,
}

impl Rank {
    /// Name among what is known of a date.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Weak => "weak",
            Self::Carried => "carried",
            Self::Sure => "sure",
        }
    }
}

/// Of what was told, the milestones: the earliest beginning and awareness, the latest end.
pub(super) fn choose(
    told: &[Told],
    published: Option<Date>,
    mut evidence: impl FnMut(Told) -> Evidence,
) -> Vec<Milestone> {
    let mut found: Vec<Milestone> = Vec::new();
    let mut begun = Rank::Weak;
    let exact = |one: &&Told| one.date.precision() == Precision::Day;
    let findings: Vec<Date> =
        told.iter().filter(|one| one.event == Event::Detected).map(|one| one.date).collect();
    let told = &own_awareness(told);
    let surely =
        |event: Event| told.iter().filter(move |one| one.event == event && one.rank == Rank::Sure);
    let aware = surely(Event::Detected).filter(exact).map(|one| one.date).min();
    let reported = surely(Event::Reported).filter(exact).map(|one| one.date).min();
    for event in Event::ALL {
        let mut of_event: Vec<Told> = told
            .iter()
            .copied()
            .filter(|one| one.event == event)
            .filter_map(Told::judged)
            .collect();
        // Nobody is told before it is known: what was sent before was the mistake.
        let before = |one: &Told| aware.is_some_and(|day| one.date.last_day() < day.first_day());
        if event == Event::IncidentStart {
            let sent = told.iter().copied().filter(|one| one.event == Event::Notified);
            of_event.extend(sent.filter(|one| exact(&one) && before(one)).map(|one| Told {
                event,
                rank: Rank::Bare,
                ..one
            }));
        }
        if matches!(event, Event::Notified | Event::Investigated | Event::Resumed) {
            of_event.retain(|one| !before(one));
        }
        let may_follow = matches!(event, Event::Notified | Event::Resumed);
        of_event.retain(|one| {
            may_follow || published.is_none_or(|day| one.date.first_day() <= day.last_day())
        });
        if event == Event::IncidentStart {
            let first_of = |events: &[Event]| {
                let of = told.iter().filter(|one| events.contains(&one.event));
                of.filter(exact).map(|one| one.date).min()
            };
            // Whoever answered knew.
            let known = first_of(&[Event::Detected]).or_else(|| first_of(&ANSWERS));
            of_event.retain(|one| {
                one.rank > Rank::Bare
                    || known.is_some_and(|known| is_shortly_before(one.date, known))
            });
            // Nothing is detected before it began.
            let is_earlier =
                |one: &Told| aware.is_some_and(|day| one.date.first_day() <= day.last_day());
            let has_earlier = of_event.iter().any(is_earlier);
            of_event.retain(|one| {
                is_earlier(one) || !has_earlier && (aware.is_none() || one.rank > Rank::Weak)
            });
        }
        if event == Event::Detected {
            // What is found after the authority was told is one more finding.
            of_event
                .retain(|one| reported.is_none_or(|day| one.date.first_day() <= day.last_day()));
        }
        let rank = of_event.iter().map(|one| one.rank).max();
        let surest = of_event.iter().filter(|one| Some(one.rank) == rank);
        let day = |one: &&Told| (one.date.first_day(), one.sentence);
        let chosen: Vec<Told> = match event {
            Event::IncidentStart | Event::Detected => {
                let first = surest.min_by_key(day).copied();
                // 2022年7月 yields to 2022年7月17日 of the same month.
                let finer = first.and_then(|first| {
                    of_event.iter().filter(|one| is_within(one.date, first.date)).min_by_key(day)
                });
                // On the day of the finding, what is told is mostly what was found; a deed told of a day
                // before is rather the beginning.
                let same_day = |one: &Told| {
                    aware.is_some_and(|day| one.date == day) || findings.contains(&one.date)
                };
                let earlier = of_event
                    .iter()
                    .filter(|one| {
                        one.date.precision() == Precision::Day
                            && one.rank <= Rank::Weak
                            && aware.is_some_and(|day| {
                                let days = (day.first_day() - one.date.first_day()).get_days();
                                days > 0 && (one.bounds || days <= LONGEST_UNKNOWN)
                            })
                    })
                    .max_by_key(|one| {
                        (one.rank, std::cmp::Reverse(one.date), std::cmp::Reverse(one.sentence))
                    });
                let finer = match earlier {
                    Some(earlier)
                        if event == Event::IncidentStart
                            && first.as_ref().is_some_and(same_day) =>
                    {
                        Some(earlier)
                    }
                    _ => finer,
                };
                if event == Event::IncidentStart {
                    begun = finer.or(first.as_ref()).map_or(Rank::Weak, |first| first.rank);
                }
                finer.copied().or(first).into_iter().collect()
            }
            // The end of a time of use is none of an incident that began on a day told.
            Event::IncidentEnd if rank == Some(Rank::Weak) && begun > Rank::Weak => Vec::new(),
            Event::IncidentEnd => {
                surest.max_by_key(|one| one.date.last_day()).copied().into_iter().collect()
            }
            Event::Reported
            | Event::Police
            | Event::Notified
            | Event::Contained
            | Event::Resumed => {
                // 5月下旬に, 12日までに: only where no day is told on which it began.
                let may_be_vague = event == Event::Notified && rank == Some(Rank::Weak);
                let lowest = if event == Event::Police { Rank::Bare } else { Rank::Weak };
                of_event.retain(|one| one.rank > lowest || may_be_vague);
                let first = |one: &Told| (event == Event::Contained).then_some(one.date);
                of_event.sort_by_key(|one| (std::cmp::Reverse(one.rank), first(one), one.sentence));
                let mut chosen: Vec<Told> = Vec::new();
                for one in of_event {
                    let many = matches!(event, Event::Reported | Event::Notified)
                        || one.is_entry && chosen.iter().all(|known| known.is_entry)
                        || chosen.iter().all(|known| known.sentence == one.sentence);
                    let is_new = chosen.iter().all(|known| known.date != one.date);
                    if chosen.is_empty() || many && is_new {
                        chosen.push(one);
                    }
                }
                chosen
            }
            // What was first found out may be one of several inquiries.
            _ => surest
                .max_by_key(|one| (one.date.last_day(), std::cmp::Reverse(one.sentence)))
                .copied()
                .into_iter()
                .collect(),
        };
        found.extend(chosen.into_iter().map(|one| Milestone {
            event,
            date: one.date,
            evidence: evidence(one),
        }));
    }
    found
}

/// What was told, without the awareness of those who only told the organisation later.
fn own_awareness(told: &[Told]) -> Vec<Told> {
    let reached = told.iter().filter(|one| one.event == Event::Detected && one.reaches);
    let first = reached.map(|one| one.date).min();
    let is_of_others = |one: &&Told| {
        one.event == Event::Detected && !one.reaches && first.is_some_and(|first| one.date < first)
    };
    told.iter().filter(|one| !is_of_others(one)).copied().collect()
}

/// Whether a date is not after another, nor more than a year before it.
fn is_shortly_before(date: Date, known: Date) -> bool {
    let days = (known.last_day() - date.first_day()).get_days();
    (0..=366).contains(&days) && date.precision() == Precision::Day
}

/// An outage of a few days ends when things run again; `is_outage` is asked where it matters.
pub(super) fn end_of_outage(found: &mut Vec<Milestone>, is_outage: impl Fn() -> bool) {
    let first = |event: Event| found.iter().find(|milestone| milestone.event == event);
    if first(Event::IncidentEnd).is_some() {
        return;
    }
    let begun = first(Event::IncidentStart).map(|milestone| milestone.date);
    let resumed = first(Event::Resumed).cloned();
    if let Some(resumed) = resumed {
        let begun = begun.unwrap_or(resumed.date);
        let days = (resumed.date.first_day() - begun.first_day()).get_days();
        let is_exact = resumed.date.precision() == Precision::Day;
        if is_exact && (0..=LONGEST_OUTAGE).contains(&days) && is_outage() {
            found.push(Milestone { event: Event::IncidentEnd, ..resumed });
        }
    }
}

/// Where no awareness is told, whoever answered on the day of the incident knew of it on that day; so
/// did who first answered otherwise than by a report and went on, where no beginning is told.
pub(super) fn aware_as_answered(found: &mut Vec<Milestone>) {
    if found.iter().any(|milestone| milestone.event == Event::Detected) {
        return;
    }
    let exact = |milestone: &&Milestone| milestone.date.precision() == Precision::Day;
    let answered = found.iter().filter(|milestone| ANSWERS.contains(&milestone.event));
    let first = answered.filter(exact).min_by_key(|milestone| milestone.date.first_day()).cloned();
    let begun = found.iter().find(|milestone| milestone.event == Event::IncidentStart);
    let goes_on = |first: &Milestone| {
        let later = |one: &Milestone| ANSWERS.contains(&one.event) && one.date > first.date;
        first.event != Event::Reported && found.iter().any(later)
    };
    if let Some(first) = first
        && begun.map_or_else(|| goes_on(&first), |begun| begun.date == first.date)
    {
        found.push(Milestone { event: Event::Detected, ..first });
    }
}

/// What lay open, or was used by others, did so until it was contained.
pub(super) fn end_of_exposure(found: &mut Vec<Milestone>) {
    let first = |event: Event| found.iter().find(|milestone| milestone.event == event);
    if first(Event::IncidentEnd).is_some() {
        return;
    }
    let begun = first(Event::IncidentStart).map(|milestone| milestone.date);
    let contained = first(Event::Contained).cloned();
    if let Some((begun, contained)) = begun.zip(contained)
        && contained.date.precision() == Precision::Day
        && begun.first_day() <= contained.date.first_day()
    {
        found.push(Milestone { event: Event::IncidentEnd, ..contained });
    }
}

/// Whether `date` is a part of the month or year that is all that `whole` knows.
fn is_within(date: Date, whole: Date) -> bool {
    date.precision() > whole.precision()
        && whole.first_day() <= date.first_day()
        && date.last_day() <= whole.last_day()
}
