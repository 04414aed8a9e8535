//! Gold labels: what a page states, in the domain's types, each fact with the sentence that states it.

use crate::report::{
    Affected, Alias, Categorised, Certainty, Evidence, FacetPath, Facts, Kind, Milestone, Named,
    Span, Vendor,
};

use super::affected::Number;
use super::names::short;
use super::page::{Page, Stated, Statement};

impl Page<'_> {
    /// The facts that the text states. A fact that is told twice is labelled once, by the sentence
    /// that tells it first.
    pub(super) fn facts(&self, kind: Kind) -> Facts {
        let mut facts = Facts { kind, ..Facts::default() };
        if kind == Kind::None {
            return facts;
        }
        for statement in &self.stated {
            let evidence = self.evidence(statement);
            match statement.what {
                Stated::Organisation => {
                    let name = self.who.name.clone();
                    facts.organisation.get_or_insert(Named { name, evidence });
                }
                Stated::Service => {
                    let name = self.who.service.clone();
                    facts.service.get_or_insert(Named { name, evidence });
                }
                Stated::OwnAlias => {
                    add_alias(&mut facts.aliases, self.who.short().to_owned(), &self.who.name);
                }
                Stated::VendorAlias => {
                    if let Some(third) = &self.incident.third {
                        let alias = format!("{}社", short(&third.name));
                        add_alias(&mut facts.aliases, alias, &third.name);
                    }
                }
                Stated::Cause(cause, certainty) => {
                    let slug = self.names.book.causes.get(cause).map(|told| told.slug.clone());
                    add(&mut facts.causes, slug, certainty, evidence);
                }
                Stated::Route => {
                    if let Some(third) = &self.incident.third {
                        let slug = format!("supply-chain/{}", third.role.as_str()).parse().ok();
                        add(&mut facts.causes, slug, Certainty::Stated, evidence.clone());
                        if facts.vendors.is_empty() {
                            let (name, role) = (third.name.clone(), third.role);
                            facts.vendors.push(Vendor { name, role, evidence });
                        }
                    }
                }
                Stated::Item(item, certainty) => {
                    let slug = self.names.book.items.get(item).map(|item| item.slug.clone());
                    add(&mut facts.data, slug, certainty, evidence);
                }
                Stated::Count => self.count(&mut facts, self.incident.count, evidence),
                Stated::Part => self.count(&mut facts, self.incident.part, evidence),
                Stated::Date(event, day) => {
                    let known = |other: &Milestone| other.event == event;
                    if let Ok(date) = day.date()
                        && !facts.dates.iter().any(known)
                    {
                        facts.dates.push(Milestone { event, date, evidence });
                    }
                }
            }
        }
        facts.affected.sort_by_key(|affected| std::cmp::Reverse(affected.count.number()));
        facts
    }

    fn evidence(&self, statement: &Statement) -> Evidence {
        let span = Span { start: statement.start, end: statement.end };
        let quote = span.of(&self.text).unwrap_or_default();
        Evidence::new(span, quote.trim().to_owned())
    }

    fn count(&self, facts: &mut Facts, number: Option<Number>, evidence: Evidence) {
        if let Some(number) = number {
            let count = number.count;
            if facts.affected.iter().all(|affected| affected.count != count) {
                let what = self.who.whom.clone();
                facts.affected.push(Affected { what, count, evidence });
            }
        }
    }
}

fn add_alias(aliases: &mut Vec<Alias>, alias: String, name: &str) {
    let known = |other: &Alias| other.alias == alias;
    if alias != name && !aliases.iter().any(known) {
        aliases.push(Alias { alias, name: name.to_owned() });
    }
}

fn add(
    facts: &mut Vec<Categorised>,
    slug: Option<FacetPath>,
    certainty: Certainty,
    evidence: Evidence,
) {
    if let Some(value) = slug
        && facts.iter().all(|fact| fact.value != value)
    {
        facts.push(Categorised { value, certainty, evidence });
    }
}
