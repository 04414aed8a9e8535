//! `jiken stats`: what an index holds.

use std::io;
use std::path::Path;

use clap::{Args, ValueEnum};

use crate::query::{Node, Query};
use crate::report::FacetField;
use crate::search::{Facet, Request};
use crate::wire;

use super::error::{Exit, Failure};
use super::global::Global;
use super::number::{grouped, human_bytes};
use super::tables;
use super::terminal::Output;
use super::text::{FAINT, PLAIN, Text};

/// Show what the index holds
///
/// Counts reports and files, reports by kind and year, how many reports state which facts, and how many
/// say what another one says (told by their wording alone), and says how much room the index takes on disk.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken stats
  jiken stats --index idx --format json | jq .reports")]
pub(super) struct StatsArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: StatsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    Text,
    Json,
}

/// Runs the command.
pub(super) fn run(args: &StatsArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let search = global.open()?;
    let snapshot = search.snapshot();
    let request = Request {
        limit: 0,
        facets: vec![FacetField::Kind, FacetField::Year],
        facet_values: usize::MAX,
        snippets: None,
        ..Request::new(Query { root: Node::All })
    };
    let mut facets = search.search(&request)?.facets;
    for facet in &mut facets {
        if facet.field == FacetField::Year {
            facet.values.sort_by(|a, b| a.value.cmp(&b.value));
        }
    }
    let stats = wire::Stats {
        index: global.index.display().to_string(),
        generation: snapshot.manifest().generation,
        coverage: snapshot.coverage()?,
        copies: snapshot.count_copies()?.all(),
        files: snapshot.sources()?.len(),
        bytes: size_on_disk(&global.index)
            .map_err(|error| Failure::unreadable(&global.index, &error))?,
    };
    match args.format {
        StatsFormat::Json => output.json(&wire::StatsAccount::new(&stats, &facets))?,
        StatsFormat::Text => write(&stats, &facets, output)?,
    }
    Ok(Exit::Done)
}

fn write(stats: &wire::Stats, facets: &[Facet], output: &mut Output) -> io::Result<()> {
    let coverage = &stats.coverage;
    let share = |count: u64| match (count * 100).checked_div(coverage.reports) {
        Some(percent) => format!("{} ({percent}%)", grouped(count)),
        None => grouped(count),
    };
    let rows = [
        ("index", format!("{}, generation {}", stats.index, stats.generation)),
        ("size", human_bytes(stats.bytes)),
        ("files", grouped(u64::try_from(stats.files).unwrap_or(u64::MAX))),
        ("reports", grouped(coverage.reports)),
        ("  copies of another", share(stats.copies)),
        ("  dated", share(coverage.published)),
        ("  with organisation", share(coverage.organisation)),
        ("  with cause", share(coverage.cause)),
        ("  with vendor", share(coverage.vendor)),
        ("  with data", share(coverage.data)),
        ("  with number affected", share(coverage.affected)),
    ];
    let label_columns = rows.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
    for (label, value) in rows {
        let mut line = Text::new(FAINT, label);
        line.pad_to(label_columns);
        line.push(PLAIN, &value);
        output.line(&line)?;
    }
    let layout = output.layout();
    tables::write_facets(output.results(), facets, usize::MAX, layout)
}

/// Bytes of all files below a folder. A file that a run removes meanwhile counts nothing.
fn size_on_disk(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        bytes += match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size_on_disk(&entry.path()).unwrap_or(0),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        };
    }
    Ok(bytes)
}
