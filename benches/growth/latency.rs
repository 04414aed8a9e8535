//! What queries take: of an open index, and of a new process.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiken::index::Snapshot;
use jiken::japanese::Analyzer;
use jiken::lexicon::Lexicon;
use jiken::query;
use jiken::search::{Request, Search};

use super::failure::Failure;
use super::process::Runner;
use super::results::{Latency, QueryLatency};
use super::statistics::Percentiles;

/// The queries that are measured when nobody names others.
const QUERIES: &str = include_str!("queries.tsv");

/// Runs of a query before it is measured.
const WARM_UP: usize = 3;
/// Seconds after which a slow query is not asked again, once it was asked often enough.
const ENOUGH: f64 = 3.0;
/// Times that even a slow query is asked.
const LEAST: usize = 10;

/// A query with the kind it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Its kind.
    pub(crate) kind: String,
    /// As a person types it.
    pub(crate) typed: String,
}

/// Seconds of every run of one query.
#[derive(Debug)]
struct Taken {
    hits: u64,
    seconds: Vec<f64>,
}

/// The usual queries, or those of a file.
pub(crate) fn queries(file: Option<&Path>) -> Result<Vec<Asked>, Failure> {
    let Some(file) = file else { return parse(QUERIES) };
    let text = std::fs::read_to_string(file).map_err(Failure::at(file))?;
    parse(&text).map_err(|failure| Failure::new(format!("{}:{failure}", file.display())))
}

/// Lines of a kind, a tab and a query. Lines that are empty or begin with `#` say nothing.
pub(crate) fn parse(text: &str) -> Result<Vec<Asked>, Failure> {
    let mut queries = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((kind, typed)) = line.split_once('\t') else {
            return Err(Failure::new(format!("{number}: write a kind, a tab and a query")));
        };
        if let Err(error) = query::parse(typed) {
            return Err(Failure::new(format!("{number}: {error}")));
        }
        queries.push(Asked { kind: kind.trim().to_owned(), typed: typed.trim().to_owned() });
    }
    if queries.is_empty() {
        return Err(Failure::new("1: there are no queries; write a kind, a tab and a query"));
    }
    Ok(queries)
}

/// Asks every query of the index at `index`, in this process and in new ones, and tells of kinds and of queries.
///
/// # Errors
/// When a query that is asked again has another number of hits.
pub(crate) fn measure(
    queries: &[Asked],
    index: &Path,
    runner: &Runner,
    (repetitions, cold_runs): (usize, usize),
) -> Result<(Vec<Latency>, Vec<QueryLatency>), Failure> {
    let search = open(index)?;
    let mut each = Vec::new();
    for asked in queries {
        let warm = warm(&search, asked, repetitions)?;
        let mut cold = Vec::new();
        for _ in 0..cold_runs {
            let (cost, hits) = runner.search(index, &asked.typed)?;
            same(asked, warm.hits, hits)?;
            cold.push(cost.seconds);
        }
        each.push((asked, warm, cold));
    }
    let mut kinds: Vec<&str> = Vec::new();
    for asked in queries {
        if !kinds.contains(&asked.kind.as_str()) {
            kinds.push(&asked.kind);
        }
    }
    let pooled = kinds.into_iter().map(|kind| {
        let of_kind = || each.iter().filter(|(asked, ..)| asked.kind == kind);
        let warm: Vec<f64> =
            of_kind().flat_map(|(_, warm, _)| warm.seconds.iter().copied()).collect();
        let cold: Vec<f64> = of_kind().flat_map(|(.., cold)| cold.iter().copied()).collect();
        let hits: u64 = of_kind().map(|(_, warm, _)| warm.hits).sum();
        Latency {
            kind: kind.to_owned(),
            queries: of_kind().count(),
            mean_hits: hits as f64 / of_kind().count().max(1) as f64,
            warm: Percentiles::of(&warm),
            cold: Percentiles::of(&cold),
        }
    });
    let single = each.iter().map(|(asked, warm, cold)| QueryLatency {
        kind: asked.kind.clone(),
        query: asked.typed.clone(),
        hits: warm.hits,
        warm: Percentiles::of(&warm.seconds),
        cold: Percentiles::of(cold),
    });
    Ok((pooled.collect(), single.collect()))
}

/// The number of hits of every query, to see that an index still answers as it did.
pub(crate) fn hits(queries: &[Asked], index: &Path) -> Result<Vec<u64>, Failure> {
    let search = open(index)?;
    queries.iter().map(|asked| ask(&search, asked).map(|(hits, _)| hits)).collect()
}

/// Number of the engine's segments.
pub(crate) fn segments(index: &Path) -> Result<usize, Failure> {
    let snapshot = Snapshot::open(index).map_err(|error| Failure::new(error.to_string()))?;
    Ok(snapshot.searcher().segment_readers().len())
}

/// Refuses two counts that differ.
pub(crate) fn same(asked: &Asked, before: u64, now: u64) -> Result<(), Failure> {
    if before == now {
        return Ok(());
    }
    Err(Failure::new(format!(
        "“{}” ({}) found {before} reports, and {now} when it was asked again",
        asked.typed, asked.kind
    )))
}

fn open(index: &Path) -> Result<Search, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(error.to_string());
    let lexicon = Lexicon::embedded();
    let analyzer = Analyzer::new(&lexicon, None).map_err(|error| failed(&error))?;
    let snapshot = Snapshot::open(index).map_err(|error| failed(&error))?;
    Search::new(snapshot, Arc::new(analyzer), &lexicon).map_err(|error| failed(&error))
}

fn warm(search: &Search, asked: &Asked, repetitions: usize) -> Result<Taken, Failure> {
    let (hits, _) = ask(search, asked)?;
    for _ in 1..WARM_UP {
        ask(search, asked)?;
    }
    let mut seconds = Vec::with_capacity(repetitions);
    let mut total = 0.0;
    while seconds.len() < repetitions && (total < ENOUGH || seconds.len() < LEAST) {
        let (again, took) = ask(search, asked)?;
        same(asked, hits, again)?;
        seconds.push(took);
        total += took;
    }
    Ok(Taken { hits, seconds })
}

/// One search as the command makes it: parsed, ranked, counted by every facet, with snippets for ten hits.
fn ask(search: &Search, asked: &Asked) -> Result<(u64, f64), Failure> {
    let failed =
        |error: &dyn std::fmt::Display| Failure::new(format!("“{}”: {error}", asked.typed));
    let began = Instant::now();
    let query = query::parse(&asked.typed).map_err(|error| failed(&error))?;
    let response = search.search(&Request::new(query)).map_err(|error| failed(&error))?;
    Ok((response.total, began.elapsed().as_secs_f64()))
}
