//! A report's facts in words for people, labels in Japanese as in the data.

use crate::report::{
    Categorised, Certainty, Count, Event, FacetField, Facts, Report, Unit, VendorRole,
};
use crate::taxonomy::Taxonomies;

use super::number;
use super::text::{FAINT, PLAIN, Text};

/// Most values of one fact in a hit's line; `…` stands for the others.
const MOST_VALUES: usize = 5;
/// Between facts on one line.
pub(super) const BETWEEN: &str = " · ";

/// Title as people read it; a report without one says so.
pub(super) fn title(report: &Report) -> &str {
    if report.document.title.is_empty() { "（無題）" } else { &report.document.title }
}

/// Organisation, date of publication and kind.
pub(super) fn origin(report: &Report) -> Text {
    let mut parts = Vec::new();
    if let Some(organisation) = &report.facts.organisation {
        parts.push(organisation.name.clone());
    }
    if let Some(date) = report.published() {
        parts.push(date.to_string());
    }
    parts.push(report.facts.kind.label().to_owned());
    Text::plain(&parts.join(BETWEEN))
}

/// Which reports say the same: 同じ文書 2件: a.html#1, b.html#1.
pub(super) fn copies(ids: &[String]) -> Text {
    let few: Vec<&str> = ids.iter().take(MOST_VALUES).map(String::as_str).collect();
    let more = if ids.len() > MOST_VALUES { " …" } else { "" };
    Text::new(FAINT, &format!("同じ文書 {}件: {}{more}", ids.len(), few.join(", ")))
}

/// Causes, third parties, data and numbers in one line; empty when none is stated.
pub(super) fn digest(facts: &Facts, taxonomies: &Taxonomies) -> Text {
    let last = |field: FacetField, fact: &Categorised| {
        let label = taxonomies.of(field).and_then(|all| all.last_label(fact.value.as_str()));
        label.unwrap_or(fact.value.as_str()).to_owned()
    };
    let held = |field: FacetField, facts: &[Categorised]| -> Vec<String> {
        let held = facts.iter().filter(|fact| fact.certainty != Certainty::Denied);
        held.map(|fact| last(field, fact)).collect()
    };
    let groups = [
        ("原因", held(FacetField::Cause, &facts.causes)),
        ("外部", facts.vendors.iter().map(|vendor| vendor.name.clone()).collect()),
        ("項目", held(FacetField::Data, &facts.data)),
        ("影響", totals(facts).map(|count| number::count(&count)).collect()),
    ];
    let mut line = Text::default();
    for (label, values) in groups {
        let values = few(values);
        if values.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(FAINT, BETWEEN);
        }
        line.push(FAINT, label);
        line.push(PLAIN, " ");
        line.push(PLAIN, &values);
    }
    line
}

/// The total of people, then that of records; the two are never added up.
fn totals(facts: &Facts) -> impl Iterator<Item = Count> {
    [Unit::People, Unit::Records].into_iter().filter_map(|unit| facts.total_of(unit))
}

/// The first few distinct values, joined.
fn few(values: Vec<String>) -> String {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    let more = kept.len() > MOST_VALUES;
    kept.truncate(MOST_VALUES);
    let mut joined = kept.join("、");
    if more {
        joined.push_str(" …");
    }
    joined
}

/// The part a third party played.
pub(super) fn role(role: VendorRole) -> &'static str {
    match role {
        VendorRole::Contractor => "委託先",
        VendorRole::Subcontractor => "再委託先",
        VendorRole::SaasProvider => "サービス提供元",
        VendorRole::PaymentProcessor => "決済代行",
        VendorRole::WebWidget => "サイト組込みサービス",
        VendorRole::GroupCompany => "グループ会社",
        VendorRole::Maintenance => "保守・運用",
        VendorRole::Hosting => "サーバー",
    }
}

/// A step in the life of an incident.
pub(super) fn event(event: Event) -> &'static str {
    match event {
        Event::IncidentStart => "発生",
        Event::IncidentEnd => "終了",
        Event::Detected => "発覚",
        Event::Contained => "停止・遮断",
        Event::Investigated => "調査完了",
        Event::Notified => "本人への連絡",
        Event::Reported => "当局への報告",
        Event::Police => "警察への相談",
        Event::Resumed => "再開",
        Event::Published => "公表",
    }
}
