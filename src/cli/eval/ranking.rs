//! `jiken eval search`: the answers to a file of queries, held against judgements.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;

use super::why::Why;
use super::{EvalFormat, share, text_of};
use crate::cli::batch::{self, Numbered};
use crate::cli::error::{Exit, Failure};
use crate::cli::global::Global;
use crate::cli::terminal::Output;
use crate::cli::text::{FAINT, PLAIN, STRONG, Text};
use crate::cli::trec as printing;
use crate::eval::paired::{self, Moved, Paired};
use crate::eval::ranking::{Evaluation, Measure, Values};
use crate::eval::trec::{self, Qrels, Run, TrecError};
use crate::query::{Node, Query};
use crate::search::{Request, Search, Weights};
use crate::wire;

/// Relevant and returned documents shown of a query among the worst.
const MOST_DOCUMENTS: usize = 3;

/// Hold the answers to a file of queries against judgements
///
/// Asks every query of --queries over the index, or reads another system's run, and prints nDCG@10,
/// RR@10, R@10, R@100 and AP as ir_measures computes them, over all queries and over each type of
/// query. A query's type comes from --types, or from its id: `kana` of `kana-12`. A judged query
/// that was not asked counts 0. A query that no report answers is judged by a line `QID 0 - 0`; it
/// is left out of the means and told apart.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken eval search --qrels qrels.txt --queries queries.tsv --worst 10
  jiken search --queries queries.tsv --format trec > before.txt
  jiken eval search --qrels qrels.txt --queries queries.tsv --compare before.txt
  jiken eval search --qrels qrels.txt --run lucene.txt --format json | jq .means")]
pub(super) struct RankingArgs {
    /// Judgements in TREC form: QID 0 DOCID GRADE
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,

    /// Queries: a line is `QID<Tab>QUERY`; - reads standard input
    #[arg(long, value_name = "FILE", required_unless_present = "run")]
    queries: Option<PathBuf>,

    /// Measure this run (QID Q0 DOCID RANK SCORE TAG) instead of searching the index
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,

    /// Test the difference to this run
    #[arg(long, value_name = "RUN")]
    compare: Option<PathBuf>,

    /// Types of queries: a line is QID TYPE
    #[arg(long, value_name = "FILE")]
    types: Option<PathBuf>,

    /// Show so many of the queries with the lowest nDCG@10, and of those that moved most; where the index
    /// is searched, with what makes up the scores of a relevant report and of the first wrong one
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,

    /// Most documents to return for a query, 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 1000)]
    limit: usize,

    /// Measure with another weight of the ranking, such as characters=0; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    weight: Vec<String>,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: EvalFormat,
}

impl From<TrecError> for Failure {
    fn from(error: TrecError) -> Self {
        Self::new(error.to_string())
    }
}

/// Runs the command.
pub(super) fn run(
    args: &RankingArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let read = |path: &PathBuf| Ok::<_, Failure>((path.display().to_string(), text_of(path)?));
    let read_run = |path: &PathBuf| {
        let (name, text) = read(path)?;
        Ok::<_, Failure>(Run::parse(&name, &text)?)
    };
    let (name, text) = read(&args.qrels)?;
    let qrels = Qrels::parse(&name, &text)?;
    let types = match &args.types {
        Some(path) => {
            let (name, text) = read(path)?;
            trec::parse_types(&name, &text)?
        }
        None => BTreeMap::new(),
    };
    let other = args.compare.as_ref().map(read_run).transpose()?;
    let queries = args.queries.as_deref().map(batch::read).transpose()?.unwrap_or_default();
    let mut relaxed = None;
    let mut opened = None;
    let run = match &args.run {
        Some(path) => read_run(path)?,
        None => {
            tell_differences(&qrels, &queries, output);
            let mut weights = Weights::default();
            for weight in &args.weight {
                weights
                    .set(weight)
                    .map_err(|message| Failure::new(format!("--weight: {message}")))?;
            }
            let search = global.open()?.with_weights(weights);
            relaxed = Some(relaxed_without_answer(&qrels, &queries, &search)?);
            let run = searched(&queries, args.limit, &search, output)?;
            opened = Some(search);
            run
        }
    };
    let mut report = Report {
        evaluation: Evaluation::of(&qrels, &run, &types),
        before: other.as_ref().map(|other| Evaluation::of(&qrels, other, &types)),
        typed: queries.iter().map(|query| (query.qid.as_str(), query.typed.as_str())).collect(),
        run: &run,
        relaxed,
        worst: args.worst,
        why: BTreeMap::new(),
    };
    if report.evaluation.queries.is_empty() {
        return Err(Failure::new(format!("{name} judges no document relevant"))
            .hint("a grade of 1 and more means relevant"));
    }
    match args.format {
        EvalFormat::Json => {
            output.json(&wire::RankingEvaluation::new(&report.evaluation, &report.compared()))?;
        }
        EvalFormat::Text => {
            if let Some(search) = &opened {
                report.why = report.account(&queries, search)?;
            }
            report.write(output)?;
        }
    }
    Ok(Exit::Done)
}

fn tell_differences(qrels: &Qrels, queries: &[Numbered], output: &Output) {
    let asked: BTreeSet<&str> = queries.iter().map(|query| query.qid.as_str()).collect();
    let not_asked = qrels.queries().filter(|(qid, _)| !asked.contains(qid)).count();
    if not_asked > 0 {
        output.warn(&format!("judged queries that are not asked, and so count 0: {not_asked}"));
    }
    let not_judged = queries.iter().filter(|query| !qrels.contains(&query.qid)).count();
    if not_judged > 0 {
        output.note(&format!("queries without judgements, left out: {not_judged}"));
    }
}

fn plan(limit: usize) -> Request {
    Request { limit, facets: Vec::new(), snippets: None, ..Request::new(Query { root: Node::All }) }
}

/// Documents with their scores, as a run shows both.
type Scored = Vec<(f32, String)>;

/// Asks every query; the same run as `jiken search --format trec` prints.
fn searched(
    queries: &[Numbered],
    limit: usize,
    search: &Search,
    output: &Output,
) -> Result<Run, Failure> {
    let plan = plan(if limit == 0 { usize::MAX } else { limit });
    let ask = |query: &Numbered| {
        let (request, warning) = query.request(&plan, search)?;
        let ranked = search.rank(&request).map_err(|error| query.failed(error))?;
        let printed = ranked.into_iter().map(|hit| {
            let score = printing::printed(hit.score).parse().unwrap_or(hit.score);
            (score, printing::one_word(&hit.id))
        });
        Ok((printed.collect(), warning))
    };
    let answers: Vec<(Scored, Option<String>)> =
        queries.par_iter().map(ask).collect::<Result<_, Failure>>()?;
    let mut run = Run::default();
    for (query, (answer, warning)) in queries.iter().zip(answers) {
        if let Some(warning) = warning {
            output.warn(&warning);
        }
        run.insert(query.qid.clone(), answer);
    }
    Ok(run)
}

/// How many queries that no report answers said that they were relaxed.
fn relaxed_without_answer(
    qrels: &Qrels,
    queries: &[Numbered],
    search: &Search,
) -> Result<usize, Failure> {
    let unanswerable: BTreeSet<&str> = qrels
        .queries()
        .filter(|(_, grades)| grades.values().all(|grade| *grade <= 0))
        .map(|(qid, _)| qid)
        .collect();
    let plan = plan(1);
    let mut relaxed = 0;
    for query in queries.iter().filter(|query| unanswerable.contains(query.qid.as_str())) {
        let (request, _) = query.request(&plan, search)?;
        let answer = search.search(&request).map_err(|error| query.failed(error))?;
        relaxed += usize::from(
            answer.relaxed.is_some() || answer.meant.is_some_and(|meant| meant.applied),
        );
    }
    Ok(relaxed)
}

/// All that is said about a run.
struct Report<'a> {
    evaluation: Evaluation,
    /// The run it is compared with.
    before: Option<Evaluation>,
    /// Queries as they were typed, by id.
    typed: BTreeMap<&'a str, &'a str>,
    run: &'a Run,
    /// Queries that no report answers and that said they were relaxed; known when searched here.
    relaxed: Option<usize>,
    worst: usize,
    /// What makes up the scores of the worst queries, by id; known when searched here.
    why: BTreeMap<String, Why>,
}

impl Report<'_> {
    fn compared(&self) -> Vec<Paired> {
        let before = self.before.as_ref();
        before.map_or_else(Vec::new, |before| paired::compare(before, &self.evaluation))
    }

    /// Accounts for the worst queries.
    fn account(
        &self,
        queries: &[Numbered],
        search: &Search,
    ) -> Result<BTreeMap<String, Why>, Failure> {
        let mut why = BTreeMap::new();
        let plan = plan(1);
        for scores in self.evaluation.worst(self.worst) {
            let query = queries.iter().find(|query| query.qid == scores.qid);
            let returned = self.run.documents(&scores.qid);
            let account = query.map(|query| Why::of(query, &plan, scores, returned, search));
            if let Some(account) = account.transpose()?.flatten() {
                why.insert(scores.qid.clone(), account);
            }
        }
        Ok(why)
    }

    fn write(&self, output: &mut Output) -> io::Result<()> {
        let measures: String =
            Measure::ALL.iter().map(|measure| format!("  {measure:>7}")).collect();
        output.line(&Text::new(STRONG, &format!("{:<24} {:>7}{measures}", "type", "queries")))?;
        let types = self.evaluation.by_type();
        if types.len() > 1 {
            for (kind, (queries, values)) in &types {
                let kind = if kind.is_empty() { "(none)" } else { kind };
                output.line(&row(kind, *queries, values))?;
            }
        }
        if let Some(means) = self.evaluation.means() {
            output.line(&row("all", self.evaluation.queries.len(), &means))?;
        }
        self.write_unanswerable(output)?;
        self.write_worst(output)?;
        if let Some(before) = &self.before {
            self.write_comparison(before, output)?;
        }
        Ok(())
    }

    fn write_unanswerable(&self, output: &mut Output) -> io::Result<()> {
        let unanswerable = &self.evaluation.unanswerable;
        if unanswerable.is_empty() {
            return Ok(());
        }
        let silent = unanswerable.values().filter(|returned| **returned == 0).count();
        let mut line = format!(
            "queries that no report answers: {}, of which {silent} returned nothing",
            unanswerable.len()
        );
        if let Some(relaxed) = self.relaxed {
            line.push_str(&format!(" and {relaxed} said that they were relaxed"));
        }
        output.line(&Text::plain(&line))
    }

    fn write_worst(&self, output: &mut Output) -> io::Result<()> {
        if self.worst == 0 {
            return Ok(());
        }
        output.line(&Text::default())?;
        output.line(&Text::new(STRONG, "worst queries by nDCG@10"))?;
        for query in self.evaluation.worst(self.worst) {
            let value = share(Some(query.values.get(Measure::Ndcg10)));
            output.line(&self.named(&value, &query.qid))?;
            let wanted: Vec<String> = query
                .relevant
                .iter()
                .take(MOST_DOCUMENTS)
                .map(|document| match document.rank {
                    Some(rank) => format!("{rank} {} (grade {})", document.id, document.grade),
                    None => format!("– {} (grade {})", document.id, document.grade),
                })
                .collect();
            let returned: Vec<String> = (1..)
                .zip(self.run.documents(&query.qid))
                .take(MOST_DOCUMENTS)
                .map(|(rank, id)| format!("{rank} {id}"))
                .collect();
            for (name, documents) in [("relevant", wanted), ("returned", returned)] {
                let documents =
                    if documents.is_empty() { "–".to_owned() } else { documents.join(" · ") };
                let mut line = Text::new(FAINT, &format!("       {name}  "));
                line.push(PLAIN, &documents);
                output.line(&line)?;
            }
            for line in self.why.get(&query.qid).map(Why::lines).unwrap_or_default() {
                output.line(&line)?;
            }
        }
        Ok(())
    }

    /// A value, a query's id, and what was typed.
    fn named(&self, value: &str, qid: &str) -> Text {
        let typed = self.typed.get(qid).copied().unwrap_or_default();
        Text::plain(format!("{value}  {qid}  {typed}").trim_end())
    }

    fn write_comparison(&self, before: &Evaluation, output: &mut Output) -> io::Result<()> {
        output.line(&Text::default())?;
        let heading = "measure  before   after  difference  better  worse   same  p-value";
        output.line(&Text::new(STRONG, heading))?;
        for paired in paired::compare(before, &self.evaluation) {
            let Paired { measure, before, after, wins, losses, ties, p_value, .. } = paired;
            let difference = format!("{:+.4}", after - before);
            output.line(&Text::plain(&format!(
                "{measure:<7}  {before:>6.4}  {after:>6.4}  {difference:>10}  {wins:>6}  {losses:>5}  {ties:>5}  {p_value:>7.4}"
            )))?;
        }
        let moved = paired::moved(before, &self.evaluation);
        let gains = moved.iter().filter(|moved| moved.after > moved.before);
        let losses = moved.iter().rev().filter(|moved| moved.after < moved.before);
        let gains: Vec<&Moved<'_>> = gains.take(self.worst).collect();
        let losses: Vec<&Moved<'_>> = losses.take(self.worst).collect();
        for (title, moved) in [("gained most", gains), ("lost most", losses)] {
            if moved.is_empty() {
                continue;
            }
            output.line(&Text::default())?;
            output.line(&Text::new(STRONG, title))?;
            for Moved { qid, before, after } in moved {
                output.line(&self.named(&format!("{before:.3} → {after:.3}"), qid))?;
            }
        }
        Ok(())
    }
}

fn row(name: &str, queries: usize, values: &Values) -> Text {
    let values: String = Measure::ALL
        .iter()
        .map(|measure| format!("  {:>7}", share(Some(values.get(*measure)))))
        .collect();
    let mut line = Text::plain(name);
    line.cut_to(24);
    line.pad_to(24);
    line.push(PLAIN, &format!(" {queries:>7}{values}"));
    line
}
