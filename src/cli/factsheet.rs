//! One report's facts beside the sentences that state them, and its text.

use std::io::{self, Write};

use crate::extract::Explanation;
use crate::report::{Categorised, Certainty, Evidence, FacetField, Report};
use crate::search::Linked;
use crate::taxonomy::Taxonomies;

use super::facts::{self, BETWEEN};
use super::hits::{indented, put};
use super::linked;
use super::number;
use super::terminal::Layout;
use super::text::{FAINT, PLAIN, STRONG, Text};

/// Columns of the labels on the left.
const LABEL_COLUMNS: usize = 10;

/// What is said in one sentence.
struct Row<'r> {
    label: &'static str,
    values: Vec<String>,
    evidence: Option<&'r Evidence>,
    /// Why each value was found, where that is asked.
    rules: Vec<String>,
}

/// Why the fact of some evidence was found, where that is asked.
pub(super) type Explain<'e> = &'e dyn Fn(&Evidence) -> Option<Explanation>;

/// Writes title, origin and facts.
pub(super) fn write(
    out: &mut dyn Write,
    report: &Report,
    taxonomies: &Taxonomies,
    explain: Explain<'_>,
    layout: Layout,
) -> io::Result<()> {
    put(out, &Text::new(STRONG, facts::title(report)), layout)?;
    let mut origin = Text::new(FAINT, report.document.id.as_str());
    origin.push(FAINT, BETWEEN);
    origin.push(PLAIN, report.facts.kind.label());
    if let Some(url) = &report.document.url {
        origin.push(FAINT, BETWEEN);
        origin.push(FAINT, url);
    }
    put(out, &origin, layout)?;
    let rows = rows(report, taxonomies, explain);
    if !rows.is_empty() {
        writeln!(out)?;
    }
    let margin = " ".repeat(LABEL_COLUMNS);
    let mut label_before = "";
    for row in rows {
        let mut label = Text::new(FAINT, if row.label == label_before { "" } else { row.label });
        label.pad_to(LABEL_COLUMNS);
        label_before = row.label;
        indented(out, &label, &margin, &Text::plain(&row.values.join("、")), layout)?;
        if let Some(evidence) = row.evidence.filter(|evidence| !evidence.quote.is_empty()) {
            let mut mark = Text::plain(&margin);
            mark.push(FAINT, "> ");
            let quote = Text::new(FAINT, &evidence.quote);
            indented(out, &mark, &format!("{margin}  "), &quote, layout)?;
        }
        for rule in &row.rules {
            let mut mark = Text::plain(&margin);
            mark.push(FAINT, "= ");
            indented(out, &mark, &format!("{margin}  "), &Text::new(FAINT, rule), layout)?;
        }
    }
    Ok(())
}

/// Writes the ids of reports that say the same.
pub(super) fn write_copies(
    out: &mut dyn Write,
    copies: &[String],
    layout: Layout,
) -> io::Result<()> {
    if copies.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    put(out, &facts::copies(copies), layout)
}

/// Writes the other reports on the incident; what changed stands below the later one, this one
/// included.
pub(super) fn write_incident(
    out: &mut dyn Write,
    incident: &[Linked],
    taxonomies: &Taxonomies,
    layout: Layout,
) -> io::Result<()> {
    if incident.len() < 2 {
        return Ok(());
    }
    writeln!(out)?;
    let all = incident.len();
    put(out, &Text::new(STRONG, &format!("同じ事件の報告 {all}件（この報告を含む）")), layout)?;
    linked::write(out, incident, 0, taxonomies, layout)
}

/// Writes the text as it was read.
pub(super) fn write_text(out: &mut dyn Write, report: &Report, layout: Layout) -> io::Result<()> {
    writeln!(out)?;
    for line in report.document.text.lines() {
        if line.is_empty() {
            writeln!(out)?;
        } else {
            put(out, &Text::plain(line), layout)?;
        }
    }
    Ok(())
}

fn rows<'r>(report: &'r Report, taxonomies: &Taxonomies, explain: Explain<'_>) -> Vec<Row<'r>> {
    let facts = &report.facts;
    let mut rows = Vec::new();
    let mut say = |label: &'static str, value: String, evidence: Option<&'r Evidence>| {
        let rule = evidence.and_then(explain).map(|why| format!("{value}: {}", reason(&why)));
        match rows.last_mut() {
            // One sentence that states several values is quoted once.
            Some(Row { label: last, values, evidence: Some(same), rules })
                if *last == label && evidence.is_some_and(|own| own.span == same.span) =>
            {
                if !values.contains(&value) {
                    values.push(value);
                    rules.extend(rule);
                }
            }
            _ => {
                rows.push(Row { label, values: vec![value], evidence, rules: Vec::from_iter(rule) })
            }
        }
    };
    for (label, named) in [("組織", &facts.organisation), ("サービス", &facts.service)] {
        if let Some(named) = named {
            say(label, named.name.clone(), Some(&named.evidence));
        }
    }
    for alias in &facts.aliases {
        say("略称", format!("{} = {}", alias.alias, alias.name), None);
    }
    for cause in &facts.causes {
        say("原因", categorised(FacetField::Cause, cause, taxonomies), Some(&cause.evidence));
    }
    for vendor in &facts.vendors {
        let role = facts::role(vendor.role);
        say("外部", format!("{}（{role}）", vendor.name), Some(&vendor.evidence));
    }
    for data in &facts.data {
        say("項目", categorised(FacetField::Data, data, taxonomies), Some(&data.evidence));
    }
    for affected in &facts.affected {
        let count = number::count(&affected.count);
        let value =
            if affected.what.is_empty() { count } else { format!("{} {count}", affected.what) };
        say("影響", value, Some(&affected.evidence));
    }
    for milestone in &facts.dates {
        let event = facts::event(milestone.event);
        say("日付", format!("{event} {}", milestone.date), Some(&milestone.evidence));
    }
    if let Some(days) = report.delay() {
        say("公表まで", format!("発覚から{days}日"), None);
    }
    rows
}

fn categorised(field: FacetField, fact: &Categorised, taxonomies: &Taxonomies) -> String {
    let label = taxonomies.of(field).and_then(|taxonomy| taxonomy.label(&fact.value));
    let label = label.unwrap_or_else(|| fact.value.to_string());
    match fact.certainty {
        Certainty::Stated => label,
        Certainty::Possible => format!("{label}（可能性）"),
        Certainty::Denied => format!("{label}（否定）"),
    }
}

/// The rule that found a fact, in one line: where its cue is written, what it matched, and what the
/// sentence signals.
fn reason(why: &Explanation) -> String {
    let mut parts = vec![why.mechanism.to_owned()];
    if let Some(cue) = &why.cue {
        parts.push(format!("{}:{} `{}`", cue.file, cue.line, cue.text));
    }
    if let Some(matched) = &why.matched {
        parts.push(format!("「{matched}」"));
    }
    parts.push(format!("section {}", why.section.as_str()));
    let signals: Vec<String> =
        why.signals.iter().map(|(signal, words)| format!("{signal} {words}")).collect();
    if !signals.is_empty() {
        parts.push(signals.join(", "));
    }
    parts.join(BETWEEN)
}
