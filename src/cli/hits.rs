//! A page of hits as a person reads it.

use std::io::{self, Write};

use crate::report::Report;
use crate::search::{Hit, Relaxation, Response};
use crate::taxonomy::Taxonomies;

use super::explained;
use super::facts;
use super::linked;
use super::number::{grouped, plural};
use super::tables;
use super::terminal::Layout;
use super::text::{FAINT, PLAIN, STRONG, Text};
use super::widening;

/// Writes totals, hits and facets.
pub(super) fn write(
    out: &mut dyn Write,
    response: &Response,
    taxonomies: &Taxonomies,
    layout: Layout,
) -> io::Result<()> {
    write_totals(out, response, &page(response), layout)?;
    let last_rank = response.hits.last().map_or(0, |hit| hit.rank);
    let rank_width = last_rank.to_string().len();
    for hit in &response.hits {
        writeln!(out)?;
        write_hit(out, hit, rank_width, &[], taxonomies, layout)?;
    }
    let most = response.facets.iter().map(|facet| facet.values.len()).max().unwrap_or(0);
    tables::write_facets(out, &response.facets, most, layout)
}

/// Writes how many reports match, which of them a page shows where it is not all, and whether the
/// search was widened, corrected or relaxed.
pub(super) fn write_totals(
    out: &mut dyn Write,
    response: &Response,
    page: &str,
    layout: Layout,
) -> io::Result<()> {
    let all = plural(response.reports, "report");
    put(out, &Text::plain(&format!("{} of {all}{page}", grouped(response.total))), layout)?;
    widening::write(out, response, layout)?;
    match response.relaxed {
        Some(relaxation) => put(out, &Text::plain(relaxed(relaxation)), layout),
        None => Ok(()),
    }
}

/// Which of the matching reports are shown; nothing where it is all of them.
fn page(response: &Response) -> String {
    if response.by_incident {
        let incidents = u64::try_from(response.hits.len()).unwrap_or(u64::MAX);
        return format!(", {} shown", plural(incidents, "incident"));
    }
    let copies: usize = response.hits.iter().map(|hit| hit.copies.len()).sum();
    match (response.hits.first(), response.hits.last()) {
        _ if u64::try_from(response.hits.len() + copies) == Ok(response.total) => match copies {
            0 => String::new(),
            1 => ", 1 of them a copy".to_owned(),
            _ => format!(", {copies} of them copies"),
        },
        (Some(first), Some(last)) if first.rank < last.rank => {
            format!(", showing {} to {}", first.rank, last.rank)
        }
        (Some(only), _) => format!(", showing {}", only.rank),
        _ => ", none of them on this page".to_owned(),
    }
}

fn relaxed(relaxation: Relaxation) -> &'static str {
    match relaxation {
        Relaxation::Apart => {
            "No report has all these words as written; these have their parts somewhere."
        }
        Relaxation::Several => "No report has all these words; these have several of them.",
        Relaxation::Any => "No report has all these words; these have at least one of them.",
    }
}

/// Writes one hit, with notes on it between its facts and its snippets.
pub(super) fn write_hit(
    out: &mut dyn Write,
    hit: &Hit,
    rank_width: usize,
    notes: &[Text],
    taxonomies: &Taxonomies,
    layout: Layout,
) -> io::Result<()> {
    let Hit { rank, report, snippets, .. } = hit;
    let indent = " ".repeat(rank_width + 2);
    let rank = Text::new(FAINT, &format!("{rank:>rank_width$}  "));
    indented(out, &rank, &indent, &Text::new(STRONG, facts::title(report)), layout)?;
    let margin = Text::plain(&indent);
    indented(out, &margin, &indent, &facts::origin(report), layout)?;
    let digest = facts::digest(&report.facts, taxonomies);
    if !digest.is_empty() {
        indented(out, &margin, &indent, &digest, layout)?;
    }
    for note in notes {
        indented(out, &margin, &indent, note, layout)?;
    }
    let mut mark = margin.clone();
    mark.push(FAINT, "> ");
    for snippet in snippets {
        let text = Text::highlighted(&snippet.text, &snippet.highlights);
        indented(out, &mark, &format!("{indent}  "), &text, layout)?;
    }
    for line in hit.explanation.iter().flat_map(|why| explained::lines(hit.score, why)) {
        indented(out, &margin, &format!("{indent}     "), &line, layout)?;
    }
    indented(out, &margin, &indent, &id(report), layout)?;
    if !hit.copies.is_empty() {
        let line = facts::copies(&hit.copies);
        indented(out, &margin, &format!("{indent}  "), &line, layout)?;
    }
    linked::write(out, &hit.linked, indent.len(), taxonomies, layout)
}

fn id(report: &Report) -> Text {
    let mut line = Text::new(FAINT, report.document.id.as_str());
    if let Some(url) = &report.document.url {
        line.push(FAINT, "  ");
        line.push(FAINT, url);
    }
    line
}

/// Writes a text behind a margin, its further lines behind as many spaces.
pub(super) fn indented(
    out: &mut dyn Write,
    first_margin: &Text,
    margin: &str,
    text: &Text,
    layout: Layout,
) -> io::Result<()> {
    let lines = if layout.wraps {
        text.wrap(layout.columns.saturating_sub(first_margin.width()))
    } else {
        vec![text.clone()]
    };
    let mut before = first_margin.clone();
    for line in lines {
        before.append(&line);
        writeln!(out, "{}", before.render(layout.colour))?;
        before = Text::new(PLAIN, margin);
    }
    Ok(())
}

/// Writes a text from the left edge.
pub(super) fn put(out: &mut dyn Write, text: &Text, layout: Layout) -> io::Result<()> {
    indented(out, &Text::default(), "", text, layout)
}

#[cfg(test)]
mod tests;
