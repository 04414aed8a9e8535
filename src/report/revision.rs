//! What a later report on an incident says otherwise than an earlier one.

use super::{Categorised, Certainty, Count, Date, Event, FacetPath, Facts, Unit};

/// One thing that changed between two reports on the same incident.
///
/// What the later report leaves out is no change: a short update does not take back what was said
/// before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revision {
    /// The total of people or of records.
    Affected {
        /// As the earlier report had it; `None` when it gave none.
        from: Option<Count>,
        /// As it is now.
        to: Count,
    },
    /// A cause is told, or told with another certainty.
    Cause {
        /// The cause.
        value: FacetPath,
        /// Certainty before; `None` when it was not told.
        from: Option<Certainty>,
        /// Certainty now.
        to: Certainty,
    },
    /// A data category is told, or told with another certainty.
    Data {
        /// The category.
        value: FacetPath,
        /// Certainty before; `None` when it was not told.
        from: Option<Certainty>,
        /// Certainty now.
        to: Certainty,
    },
    /// A step of the incident is dated otherwise.
    Date {
        /// The step.
        event: Event,
        /// Date before.
        from: Date,
        /// Date now.
        to: Date,
    },
}

/// What `later` says otherwise than `earlier`: numbers, then causes, data and dates, each in the
/// order of `later`.
pub fn revisions(earlier: &Facts, later: &Facts) -> Vec<Revision> {
    let mut found = Vec::new();
    for unit in [Unit::People, Unit::Records] {
        let from = earlier.total_of(unit);
        if let Some(to) = later.total_of(unit)
            && from != Some(to)
        {
            found.push(Revision::Affected { from, to });
        }
    }
    for (value, from, to) in changed(&earlier.causes, &later.causes) {
        found.push(Revision::Cause { value, from, to });
    }
    for (value, from, to) in changed(&earlier.data, &later.data) {
        found.push(Revision::Data { value, from, to });
    }
    for event in Event::ALL {
        // Every page has its own day, and an end that moves on is what follow-ups are for.
        if event == Event::Published {
            continue;
        }
        let dates = (earlier.milestone(event), later.milestone(event));
        if let (Some(before), Some(now)) = dates
            && !before.date.agrees_with(&now.date)
        {
            found.push(Revision::Date { event, from: before.date, to: now.date });
        }
    }
    found
}

/// Values with their certainty before and now, where the two differ.
fn changed(
    earlier: &[Categorised],
    later: &[Categorised],
) -> Vec<(FacetPath, Option<Certainty>, Certainty)> {
    let before = |value: &FacetPath| {
        earlier.iter().find(|fact| fact.value == *value).map(|fact| fact.certainty)
    };
    later
        .iter()
        .map(|fact| (fact.value.clone(), before(&fact.value), fact.certainty))
        .filter(|(_, from, to)| *from != Some(*to))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Affected, Evidence, Milestone, Qualifier, Span};

    fn evidence() -> Evidence {
        Evidence::new(Span { start: 0, end: 0 }, String::new())
    }

    fn affected(unit: Unit, number: u64, qualifier: Qualifier) -> Affected {
        Affected {
            what: String::new(),
            count: Count::new(unit, number, qualifier),
            evidence: evidence(),
        }
    }

    fn told(value: &str, certainty: Certainty) -> Categorised {
        Categorised { value: value.parse().expect(value), certainty, evidence: evidence() }
    }

    #[test]
    fn numbers_causes_data_and_dates_are_compared() {
        let at = |event, date: &str| Milestone {
            event,
            date: date.parse().expect(date),
            evidence: evidence(),
        };
        let first = Facts {
            affected: vec![affected(Unit::Records, 657_096, Qualifier::Exact)],
            causes: vec![told("unknown/under-investigation", Certainty::Stated)],
            data: vec![
                told("contact/name", Certainty::Possible),
                told("contact/phone", Certainty::Possible),
            ],
            dates: vec![at(Event::Detected, "2020-10"), at(Event::Contained, "2020-10-20")],
            ..Facts::default()
        };
        let second = Facts {
            affected: vec![
                affected(Unit::Records, 655_488, Qualifier::AtMost),
                affected(Unit::People, 12, Qualifier::Exact),
            ],
            causes: vec![told("malware/ransomware", Certainty::Stated)],
            data: vec![
                told("contact/name", Certainty::Stated),
                told("payment/card-number", Certainty::Denied),
            ],
            dates: vec![at(Event::Detected, "2020-10-20"), at(Event::Contained, "2020-10-21")],
            ..Facts::default()
        };
        let count = |unit, number, qualifier| Count::new(unit, number, qualifier);
        let path = |value: &str| value.parse::<FacetPath>().expect(value);
        let date = |text: &str| text.parse::<Date>().expect(text);
        assert_eq!(
            revisions(&first, &second),
            [
                Revision::Affected { from: None, to: count(Unit::People, 12, Qualifier::Exact) },
                Revision::Affected {
                    from: Some(count(Unit::Records, 657_096, Qualifier::Exact)),
                    to: count(Unit::Records, 655_488, Qualifier::AtMost),
                },
                Revision::Cause {
                    value: path("malware/ransomware"),
                    from: None,
                    to: Certainty::Stated
                },
                Revision::Data {
                    value: path("contact/name"),
                    from: Some(Certainty::Possible),
                    to: Certainty::Stated
                },
                Revision::Data {
                    value: path("payment/card-number"),
                    from: None,
                    to: Certainty::Denied
                },
                // A more precise date is no contradiction.
                Revision::Date {
                    event: Event::Contained,
                    from: date("2020-10-20"),
                    to: date("2020-10-21")
                },
            ]
        );
        assert_eq!(revisions(&first, &first), []);
        assert_eq!(revisions(&first, &Facts::default()), []);
    }
}
