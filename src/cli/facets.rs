//! `jiken facets`: how many reports have which cause, vendor, category, organisation, kind and year.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::report::FacetField;
use crate::search::Request;
use crate::taxonomy::Standard;
use crate::wire;

use super::error::{Exit, Failure};
use super::filters::{FilterArgs, parse_query};
use super::global::Global;
use super::hits;
use super::search::milliseconds;
use super::spreadsheet;
use super::tables;
use super::terminal::Output;

/// Count the reports of each cause, vendor, data category, organisation, kind and year
///
/// Counts the reports that match QUERY and the filters; without either, all of them. The values in
/// the json and csv output are what the filters of `search` take.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken facets                                     everything there is
  jiken facets ペイメントアプリケーション 改ざん   among the reports that match
  jiken facets --field cause --field year --limit 0
  jiken facets --cause マルウェア --since 2023 --format csv
  jiken facets --crosswalk veris --format json     in the terms of VERIS")]
pub(super) struct FacetsArgs {
    /// What to look for; several arguments are joined by spaces
    query: Vec<String>,

    /// Field to count: cause, vendor, data, organisation, kind or year; repeat for several
    /// [default: all]
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Vec<FacetField>,

    /// Count in the terms of another standard: veris (VERIS 1.4.1, causes and data), tsr or jnsa (the
    /// yearly surveys of Tokyo Shoko Research and of JNSA, causes); a report counts once a term
    #[arg(long, value_name = "STANDARD", value_parser = standard)]
    crosswalk: Option<Standard>,

    /// Corpus to build the index from where there is none [default: corpus]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,

    #[command(flatten)]
    filters: FilterArgs,

    /// Most values to show of each field, 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, help_heading = "Results")]
    limit: usize,

    /// Count nothing rather than relax when no report has every word
    #[arg(long, help_heading = "Results")]
    no_relax: bool,

    /// Take the query at its word: no related words, other names, readings in kana or Latin letters, nearby
    /// numbers, other notations of dates, corrections
    #[arg(long, help_heading = "Results")]
    exact: bool,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Results")]
    format: FacetsFormat,

    /// Begin csv with a byte order mark, so that Excel reads it as UTF-8
    #[arg(long, help_heading = "Results")]
    bom: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FacetsFormat {
    Text,
    Json,
    Csv,
}

/// Runs the command.
pub(super) fn run(
    args: &FacetsArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if args.bom && args.format != FacetsFormat::Csv {
        return Err(Failure::new("--bom is for csv").hint("add --format csv, or remove --bom"));
    }
    let (typed, query) = parse_query(&args.query)?;
    let mut fields = args.crosswalk.map_or(&FacetField::ALL[..], Standard::fields).to_vec();
    if let Some(other) = args.field.iter().find(|field| !fields.contains(field)) {
        let has: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
        let standard = args.crosswalk.map_or("", Standard::as_str);
        return Err(Failure::new(format!("{standard} has no terms for `{}`", other.as_str()))
            .hint(format!("count {} in it, or leave out --crosswalk", has.join(" or "))));
    }
    fields.retain(|field| args.field.is_empty() || args.field.contains(field));
    let request = Request {
        filter: args.filters.condition()?,
        limit: 0,
        facets: fields,
        facet_values: if args.limit == 0 { usize::MAX } else { args.limit },
        crosswalk: args.crosswalk,
        snippets: None,
        relax: !args.no_relax,
        exact: args.exact,
        ..Request::new(query)
    };
    let search = global.open_or_build(args.corpus.as_deref(), output)?;
    let began = Instant::now();
    let response = search.search(&request).map_err(|error| Failure::search(error, &typed))?;
    let took_ms = milliseconds(began);
    let layout = output.layout();
    match args.format {
        FacetsFormat::Text => {
            hits::write_totals(output.results(), &response, "", layout)?;
            tables::write_facets(output.results(), &response.facets, request.facet_values, layout)?;
        }
        FacetsFormat::Json => {
            output.json(&wire::FacetsResponse::new(&typed, &response, args.crosswalk, took_ms))?
        }
        FacetsFormat::Csv => {
            spreadsheet::write_facets(output.results(), &response.facets, args.bom)?;
        }
    }
    Ok(Exit::Done)
}

fn field(text: &str) -> Result<FacetField, String> {
    FacetField::parse(text).ok_or_else(|| {
        let names: Vec<&str> = FacetField::ALL.iter().map(|field| field.as_str()).collect();
        format!("write one of {}", names.join(", "))
    })
}

fn standard(text: &str) -> Result<Standard, String> {
    Standard::parse(text).ok_or_else(|| {
        let names: Vec<&str> = Standard::ALL.iter().map(|standard| standard.as_str()).collect();
        format!("write one of {}", names.join(", "))
    })
}
