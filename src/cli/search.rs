//! `jiken search`: ranked reports with the sentences that show why, and facet counts.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::query::Query;
use crate::report::FacetField;
use crate::search::{Request, Response, Search, SnippetOptions, Sort};
use crate::wire;

use super::batch;
use super::error::{Exit, Failure};
use super::filters::{FilterArgs, parse_query};
use super::global::Global;
use super::hits;
use super::spreadsheet::Spreadsheet;
use super::terminal::Output;
use super::trec;

/// Hits of a page when nobody says so.
const DEFAULT_LIMIT: usize = 10;
/// Hits of a TREC run when nobody says so: as deep as such runs are judged.
const DEFAULT_TREC_LIMIT: usize = 1000;

/// Find reports and show the sentences that match
///
/// Every word must match; words match however they are spelled (漏洩 finds 漏えい, サーバ finds
/// サーバー), and no spaces are needed between Japanese words. When no report has them all, the
/// search relaxes and says so. Without a query, everything that the filters let through is listed.
///
/// Related words (流出 for 漏えい), other names (関電), readings (ろうえい, roei), and numbers and dates in
/// another notation (65万件, 令和5年1月) are found too, lower, and named above the hits. Where a word is
/// in no report, one that is spelled like it is proposed, and searched for if nothing else is found.
///
/// The same text found twice (crawled again, with another footer, as PDF and HTML, in a mail) is one hit that
/// names its copies; the number of reports above the hits and the counts below them count each.
///
/// Where there is no index yet, it is built from the corpus first. An index that is there is never
/// changed: when it was built with another lexicon, dictionary or version of jiken, the search fails
/// and names the command that rebuilds it.
#[derive(Debug, Args)]
#[command(after_help = "\
Query language:
  ペイメントアプリケーション 改ざん      both words, anywhere in the report
  \"不正アクセス\" 「復号化」              phrases: the words side by side
  ランサム OR マルウェア                 either word; also AND, NOT, ( )
  漏えい -メール誤送信                   without reports that have this word
  アプリケ*                              the beginning of a word
  原因:マルウェア vendor:ショーケース    facts: cause 原因, vendor 委託先,
                                         data 項目, org 組織, kind 種別
  published:2022-10..2023-01 件数:>=1万  dates and numbers; 公表:令和4年10月

Examples:
  jiken search ペイメントアプリケーション 改ざん
  jiken search クレジットカード --cause 不正アクセス --since 2022-07 --sort date
  jiken search --vendor ショーケース --format json | jq '.hits[].title'
  jiken search 漏えい -誤送信 --limit 0 --format csv --bom > leaks.csv
  jiken search --queries topics.tsv --format trec > run.txt

A word of Latin letters to leave out goes after --, as in: jiken search -- -USB
Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(super) struct SearchArgs {
    /// What to look for; several arguments are joined by spaces
    query: Vec<String>,

    /// Run every query of a file over one open index: a line is a name, a tab and a query, or just a
    /// query that its line number then names; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    queries: Option<PathBuf>,

    /// Corpus to build the index from where there is none [default: corpus]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,

    #[command(flatten)]
    filters: FilterArgs,

    /// Order of the hits: best match, latest publication (date), earliest publication (oldest), most
    /// people or records (affected), or longest from detection to publication (delay) first
    #[arg(long, value_name = "ORDER", default_value = "score", help_heading = "Results")]
    sort: SortArg,

    /// Most hits to show, 0 for all [default: 10; 1000 with --format trec]
    #[arg(long, short = 'n', value_name = "N", help_heading = "Results")]
    limit: Option<usize>,

    /// Hits to skip
    #[arg(long, value_name = "N", conflicts_with = "page", help_heading = "Results")]
    offset: Option<usize>,

    /// Page to show, from 1; a page has --limit hits
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Results")]
    page: Option<u32>,

    /// Most values to show of each facet, 0 for no facets
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Results")]
    facets: usize,

    /// Most snippets to show of each hit, 0 for none
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Results")]
    snippets: usize,

    /// Widest snippet, in terminal columns; a kanji takes two
    #[arg(long, value_name = "COLUMNS", default_value_t = 240, value_parser = clap::value_parser!(u16).range(20..), help_heading = "Results")]
    width: u16,

    /// Put hits together: incident shows the best report of each incident with the others beneath it,
    /// and what changed between them; --limit, --offset and --page then count incidents
    #[arg(long, value_name = "BY", help_heading = "Results")]
    group: Option<GroupArg>,

    /// Show every copy of a report as a hit of its own; else the best stands for the others, whose ids are
    /// named below it
    #[arg(long, help_heading = "Results")]
    all_copies: bool,

    /// Find nothing rather than relax when no report has every word
    #[arg(long, help_heading = "Results")]
    no_relax: bool,

    /// Say what makes up the score of each hit: which words of the query stand where in it, how it spells
    /// them, and what share of the score each has
    #[arg(long, help_heading = "Results")]
    explain: bool,

    /// Take the query at its word: no related words, other names, readings in kana or Latin letters, nearby
    /// numbers, other notations of dates, corrections
    #[arg(long, help_heading = "Results")]
    exact: bool,

    /// How to print: text, json, jsonl (a hit a line), csv or trec [default: text; trec with --queries]
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, help_heading = "Results")]
    format: Option<Format>,

    /// Begin csv with a byte order mark, so that Excel reads it as UTF-8
    #[arg(long, help_heading = "Results")]
    bom: bool,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Trec,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupArg {
    Incident,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortArg {
    Score,
    Date,
    Oldest,
    Affected,
    Delay,
}

/// Runs the command.
pub(super) fn run(
    args: &SearchArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let format = args.format()?;
    if let Some(file) = &args.queries {
        let queries = batch::read(file)?;
        let plan = args.request(Query { root: crate::query::Node::All }, format)?;
        let search = global.open_or_build(args.corpus.as_deref(), output)?;
        return batch::run(&queries, &plan, format, args.bom, &search, output);
    }
    // What is typed is judged before an index is built for it.
    let (typed, query) = parse_query(&args.query)?;
    let request = args.request(query, format)?;
    let search = global.open_or_build(args.corpus.as_deref(), output)?;
    let answer = Answer::of(&search, &request, &typed)?;
    answer.print(format, args.bom, &search, output)?;
    Ok(if answer.response.total > 0 { Exit::Done } else { Exit::NothingFound })
}

impl SearchArgs {
    fn format(&self) -> Result<Format, Failure> {
        let default = if self.queries.is_some() { Format::Trec } else { Format::Text };
        let format = self.format.unwrap_or(default);
        if self.queries.is_some() && matches!(format, Format::Text | Format::Json) {
            return Err(Failure::new("--queries prints one kind of line for all queries")
                .hint("use --format trec, jsonl or csv"));
        }
        if self.bom && format != Format::Csv {
            return Err(Failure::new("--bom is for csv").hint("add --format csv, or remove --bom"));
        }
        if format == Format::Trec && self.sort != SortArg::Score {
            return Err(Failure::new("a TREC run is ranked by score").hint("remove --sort"));
        }
        if self.explain && self.sort != SortArg::Score {
            return Err(Failure::new(
                "--explain tells what makes up a score, and hits have none here",
            )
            .hint("remove --sort"));
        }
        if self.explain && matches!(format, Format::Trec | Format::Csv) {
            return Err(Failure::new("--explain is for text, json and jsonl")
                .hint("use --format json, or remove --explain"));
        }
        if self.group.is_some() && matches!(format, Format::Trec | Format::Csv) {
            return Err(Failure::new("--group is for text, json and jsonl")
                .hint("a table has a row a report; remove --group"));
        }
        Ok(format)
    }

    fn request(&self, query: Query, format: Format) -> Result<Request, Failure> {
        let default = if format == Format::Trec { DEFAULT_TREC_LIMIT } else { DEFAULT_LIMIT };
        let limit = match self.limit.unwrap_or(default) {
            0 => usize::MAX,
            limit => limit,
        };
        let page = self.page.and_then(|page| usize::try_from(page).ok()).unwrap_or(1);
        let offset = self.offset.unwrap_or_else(|| (page - 1).saturating_mul(limit));
        let counts_facets = self.facets > 0 && matches!(format, Format::Text | Format::Json);
        let columns = usize::from(self.width);
        Ok(Request {
            filter: self.filters.condition()?,
            sort: match self.sort {
                SortArg::Score => Sort::Score,
                SortArg::Date => Sort::Newest,
                SortArg::Oldest => Sort::Oldest,
                SortArg::Affected => Sort::Affected,
                SortArg::Delay => Sort::Delay,
            },
            offset,
            limit,
            facets: if counts_facets { FacetField::ALL.to_vec() } else { Vec::new() },
            facet_values: self.facets,
            snippets: (self.snippets > 0)
                .then_some(SnippetOptions { fragments: self.snippets, columns }),
            by_incident: self.group.is_some(),
            // A ranking that is measured is measured as it is.
            all_copies: self.all_copies || format == Format::Trec,
            relax: !self.no_relax,
            explain: self.explain,
            exact: self.exact,
            ..Request::new(query)
        })
    }
}

/// A response with what is only known outside the search.
struct Answer<'q> {
    typed: &'q str,
    response: Response,
    took_ms: f64,
}

impl<'q> Answer<'q> {
    fn of(search: &Search, request: &Request, typed: &'q str) -> Result<Self, Failure> {
        let began = Instant::now();
        let response = search.search(request).map_err(|error| Failure::search(error, typed))?;
        Ok(Self { typed, response, took_ms: milliseconds(began) })
    }

    fn print(
        &self,
        format: Format,
        bom: bool,
        search: &Search,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Self { typed, response, took_ms } = self;
        let layout = output.layout();
        match format {
            Format::Text => hits::write(output.results(), response, search.taxonomies(), layout)?,
            Format::Json => output.json(&wire::SearchResponse::new(typed, response, *took_ms))?,
            Format::Jsonl => {
                for hit in &response.hits {
                    output.json_line(&wire::Hit::from(hit))?;
                }
            }
            Format::Csv => {
                let mut sheet = Spreadsheet::new(output.results(), bom, false)?;
                for hit in &response.hits {
                    sheet.hit(None, hit)?;
                }
                sheet.finish()?;
            }
            Format::Trec => {
                for hit in &response.hits {
                    let id = hit.report.document.id.as_str();
                    trec::write(output.results(), "1", id, hit.rank, hit.score)?;
                }
            }
        }
        Ok(())
    }
}

/// Milliseconds since a moment, to the microsecond.
pub(super) fn milliseconds(began: Instant) -> f64 {
    (began.elapsed().as_secs_f64() * 1e6).round() / 1e3
}
