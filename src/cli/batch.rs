//! A file of queries over one open index: answered on all cores, printed in the order of the file.
//!
//! Such files hold what people asked elsewhere, in no query language. A line that the language
//! refuses is searched for word by word, and a warning says so, rather than lost with all others.

use std::io::Read;
use std::path::Path;

use rayon::prelude::*;

use crate::query::{self, Query, QueryError};
use crate::search::{Request, Search, SearchError};
use crate::wire;

use super::error::{Exit, Failure};
use super::search::Format;
use super::spreadsheet::Spreadsheet;
use super::terminal::Output;
use super::trec;

/// Queries whose answers wait for their turn to be printed.
const BATCH: usize = 256;

/// A line of the file.
#[derive(Debug)]
pub(super) struct Numbered {
    pub(super) qid: String,
    pub(super) typed: String,
    query: Result<Query, QueryError>,
}

/// The answer to one query, ready to be printed.
struct Answer {
    lines: Vec<u8>,
    /// Why the query was taken word by word, if it was.
    warning: Option<String>,
}

/// Reads the file; `-` is standard input. A line without a usable name refuses them all, before
/// anything is printed.
pub(super) fn read(file: &Path) -> Result<Vec<Numbered>, Failure> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|error| Failure::unreadable(file, &error))?;
    let place = |line: usize| format!("{}:{line}", file.display());
    parse(&text).map_err(|(line, failure)| Failure {
        message: format!("{}: {}", place(line), failure.message),
        ..failure
    })
}

/// The queries of a text, or the line of the first that is wrong, and why.
fn parse(text: &str) -> Result<Vec<Numbered>, (usize, Failure)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut queries: Vec<Numbered> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let (qid, typed) = match line.split_once('\t') {
            Some((qid, typed)) => (qid.trim().to_owned(), typed),
            None => (number.to_string(), line),
        };
        if qid.is_empty() || qid.contains(char::is_whitespace) {
            let failure = Failure::new(format!("`{qid}` cannot name a query"))
                .hint("write a name without spaces, a tab, and then the query");
            return Err((number, failure));
        }
        let query = query::parse(typed);
        queries.push(Numbered { qid, typed: typed.to_owned(), query });
    }
    Ok(queries)
}

/// Answers every query as `plan` says.
pub(super) fn run(
    queries: &[Numbered],
    plan: &Request,
    format: Format,
    bom: bool,
    search: &Search,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if format == Format::Csv {
        Spreadsheet::new(output.results(), bom, true)?.finish()?;
    }
    let mut found = false;
    for batch in queries.chunks(BATCH) {
        let answers: Vec<Result<Answer, Failure>> =
            batch.par_iter().map(|query| query.answer(plan, format, search)).collect();
        for answer in answers {
            let Answer { lines, warning } = answer?;
            if let Some(warning) = warning {
                output.warn(&warning);
            }
            found |= !lines.is_empty();
            output.results().write_all(&lines)?;
        }
    }
    Ok(if found { Exit::Done } else { Exit::NothingFound })
}

impl Numbered {
    /// The request that asks this query as `plan` says, and a warning when the language, or the
    /// taxonomy, refuses the query and it is taken word by word.
    pub(super) fn request(
        &self,
        plan: &Request,
        search: &Search,
    ) -> Result<(Request, Option<String>), Failure> {
        let of = |query: Query| Request { query, ..plan.clone() };
        let checked = match &self.query {
            Ok(query) => search.check(query).map(|()| query.clone()),
            Err(error) => Err(error.clone().into()),
        };
        match checked {
            Ok(query) => Ok((of(query), None)),
            Err(SearchError::Query(error)) => {
                let qid = &self.qid;
                let warning = format!("query {qid}: {error}; it is searched for word by word");
                Ok((of(Query::plain(&self.typed)), Some(warning)))
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Why this query could not be answered.
    pub(super) fn failed(&self, error: SearchError) -> Failure {
        let failure = Failure::search(error, &self.typed);
        Failure { message: format!("query {}: {}", self.qid, failure.message), ..failure }
    }

    /// The lines that answer this query.
    fn answer(&self, plan: &Request, format: Format, search: &Search) -> Result<Answer, Failure> {
        let (request, warning) = self.request(plan, search)?;
        let failed = |error| self.failed(error);
        let mut lines = Vec::new();
        match format {
            Format::Trec => {
                let ranked = search.rank(&request).map_err(failed)?;
                for (rank, hit) in (request.offset + 1..).zip(&ranked) {
                    trec::write(&mut lines, &self.qid, &hit.id, rank, hit.score)?;
                }
            }
            Format::Csv => {
                let response = search.search(&request).map_err(failed)?;
                let mut sheet = Spreadsheet::without_header(&mut lines);
                for hit in &response.hits {
                    sheet.hit(Some(&self.qid), hit)?;
                }
                sheet.finish()?;
            }
            Format::Text | Format::Json | Format::Jsonl => {
                let response = search.search(&request).map_err(failed)?;
                for hit in &response.hits {
                    let hit = wire::Numbered { qid: &self.qid, hit: hit.into() };
                    serde_json::to_writer(&mut lines, &hit)?;
                    lines.push(b'\n');
                }
            }
        }
        Ok(Answer { lines, warning })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_and_a_query_or_a_query_alone() {
        let text = "\u{feff}q1\t改ざん 決済\r\n\n漏えい\nT-3\t\"不正 アクセス\"\n";
        let queries = parse(text).expect("every line is a query");
        let read: Vec<(&str, &str)> =
            queries.iter().map(|query| (query.qid.as_str(), query.typed.as_str())).collect();
        assert_eq!(read, [("q1", "改ざん 決済"), ("3", "漏えい"), ("T-3", "\"不正 アクセス\"")]);
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        for (text, line) in [("a\t改ざん\n\t漏えい", 2), ("my query\t改ざん", 1), ("\t改ざん", 1)]
        {
            let (found, _) = parse(text).expect_err(text);
            assert_eq!(found, line, "{text}");
        }
    }
}
