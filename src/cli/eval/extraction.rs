//! `jiken eval extract`: the facts that are found in a labelled corpus, held against the labels.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::{EvalFormat, share, text_of};
use crate::cli::error::{Exit, Failure};
use crate::cli::global::Global;
use crate::cli::number::plural;
use crate::cli::terminal::Output;
use crate::cli::text::{PLAIN, STRONG, Text};
use crate::corpus;
use crate::eval::changes::{Comparison, Run, compare};
use crate::eval::facts::{Field, Verdict, judge};
use crate::eval::labels::{self, Label, Split};
use crate::eval::scores::{Scores, Tally};
use crate::ingest::Understanding;
use crate::japanese::LegalForms;
use crate::report::Document;
use crate::wire;

/// Hold the facts that are found in a labelled corpus against its labels
///
/// Prints how many facts were labelled, found and right, precision, recall and F1 over all facts of
/// each field, and the mean F1 over its values. Names agree when they do without legal form and
/// spelling variants; evidence is not judged. The test split is reported apart, and its misses are
/// listed only with --split test, so that nobody tunes rules on it by accident.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken eval extract
  jiken eval extract --split dev --misses --field vendor --field vendor-role
  jiken eval extract --values --field cause
  jiken eval extract --format json > before.json
  jiken eval extract --compare before.json")]
pub(super) struct ExtractionArgs {
    /// Gold labels, in the shape of `jiken extract`
    #[arg(default_value = "corpus/labels.jsonl")]
    labels: PathBuf,

    /// The labelled corpus [default: the folder of LABELS]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,

    /// Reports to judge
    #[arg(long, value_name = "SPLIT", default_value = "all")]
    split: SplitArg,

    /// Only this field (kind, cause, vendor-role …); repeat for several
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Vec<Field>,

    /// Count each value of a field, too
    #[arg(long)]
    values: bool,

    /// List every fact that was missed or invented, with its sentence
    #[arg(long)]
    misses: bool,

    /// Say what changed since a run whose --format json was kept in this file
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: EvalFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SplitArg {
    Dev,
    Test,
    All,
}

impl SplitArg {
    fn has(self, split: Split) -> bool {
        match self {
            Self::Dev => split == Split::Dev,
            Self::Test => split == Split::Test,
            Self::All => true,
        }
    }
}

fn field(name: &str) -> Result<Field, String> {
    Field::parse(name)
        .ok_or_else(|| format!("write one of {}", Field::ALL.map(Field::as_str).join(", ")))
}

/// Runs the command.
pub(super) fn run(
    args: &ExtractionArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let name = args.labels.display().to_string();
    let mut labels = labels::parse(&name, &text_of(&args.labels)?)
        .map_err(|error| Failure::new(error.to_string()))?;
    labels.retain(|label| args.split.has(label.split));
    if labels.is_empty() {
        return Err(Failure::new(format!("{name} has no label of this split"))
            .hint("name another file, or another --split"));
    }
    let earlier = args.compare.as_deref().map(earlier).transpose()?;
    let beside = args.labels.parent().filter(|folder| *folder != Path::new(""));
    let folder = args.corpus.as_deref().or(beside).unwrap_or(Path::new("."));
    let documents = documents(folder, &labels, output)?;
    let run = extracted(&labels, &documents, global, output)?;
    if run.reports.is_empty() {
        return Err(Failure::new(format!("{} has none of the labelled reports", folder.display()))
            .hint("name the folder that the ids of the labels are relative to with --corpus"));
    }
    let compared: Vec<Comparison> = earlier.map_or_else(Vec::new, |earlier| {
        let splits = Split::ALL.into_iter().filter(|split| args.split.has(*split));
        splits.map(|split| compare(&earlier, &run, split)).collect()
    });
    match args.format {
        EvalFormat::Json => output.json(&wire::ExtractionEvaluation::new(&run, &compared))?,
        EvalFormat::Text => args.write(&run, &compared, output)?,
    }
    Ok(Exit::Done)
}

fn earlier(file: &Path) -> Result<Run, Failure> {
    serde_json::from_str(&text_of(file)?).map_err(|error| {
        Failure::new(format!("{} is no earlier run: {error}", file.display()))
            .hint("keep one with: jiken eval extract --format json > FILE")
    })
}

/// The labelled documents of a corpus, by id.
fn documents(
    folder: &Path,
    labels: &[Label],
    output: &Output,
) -> Result<BTreeMap<String, Document>, Failure> {
    let wanted: BTreeSet<&str> = labels.iter().map(|label| label.id.as_str()).collect();
    let mut documents = BTreeMap::new();
    corpus::read_path(folder, &mut |read| match read {
        Ok(document) if wanted.contains(document.id.as_str()) => {
            documents.insert(document.id.to_string(), document);
        }
        Ok(_) => {}
        Err(left_out) => output.log().set_aside(&left_out),
    })?;
    Ok(documents)
}

fn extracted(
    labels: &[Label],
    documents: &BTreeMap<String, Document>,
    global: &Global,
    output: &Output,
) -> Result<Run, Failure> {
    let lexicon = global.lexicon()?;
    let understanding = Understanding::new(global.analyzer(&lexicon)?, &lexicon)?;
    let extractor = understanding.extractor()?;
    let legal_forms = LegalForms::new(&lexicon)?;
    let normalise = |name: &str| legal_forms.key(name, understanding.folder());
    let judgement = |label: &Label| {
        let document = documents.get(&label.id)?;
        Some(judge(label, &extractor.extract(document), &normalise))
    };
    let reports: Vec<_> = labels.par_iter().filter_map(judgement).collect();
    if !reports.is_empty() {
        for label in labels.iter().filter(|label| !documents.contains_key(&label.id)) {
            output.warn(&format!("{} is labelled, but the corpus has no such report", label.id));
        }
    }
    Ok(Run { reports })
}

impl ExtractionArgs {
    fn write(&self, run: &Run, compared: &[Comparison], output: &mut Output) -> io::Result<()> {
        if self.misses {
            self.write_misses(run, output)?;
        }
        for split in Split::ALL {
            let scores = Scores::of(run.reports.iter().filter(|report| report.split == split));
            if scores.reports > 0 {
                self.write_scores(split, &scores, output)?;
            }
        }
        let judged =
            |comparison: &&Comparison| comparison.after.reports + comparison.not_compared.len() > 0;
        for comparison in compared.iter().filter(judged) {
            self.write_changes(comparison, output)?;
        }
        Ok(())
    }

    fn shows(&self, field: Field) -> bool {
        self.field.is_empty() || self.field.contains(&field)
    }

    fn may_list(&self, split: Split) -> bool {
        split == Split::Dev || self.split == SplitArg::Test
    }

    fn write_misses(&self, run: &Run, output: &mut Output) -> io::Result<()> {
        for report in run.reports.iter().filter(|report| self.may_list(report.split)) {
            for outcome in &report.outcomes {
                if outcome.verdict != Verdict::Matched && self.shows(outcome.field) {
                    output.line(&Text::plain(&format!("{}  {outcome}", report.id)))?;
                }
            }
        }
        output.line(&Text::default())
    }

    fn write_scores(&self, split: Split, scores: &Scores, output: &mut Output) -> io::Result<()> {
        let reports = u64::try_from(scores.reports).unwrap_or(u64::MAX);
        let title = format!("{} · {}", split.as_str(), plural(reports, "report"));
        output.line(&Text::new(
            STRONG,
            &format!("{title:<42} labels  found  right  precision  recall     F1  macro F1"),
        ))?;
        for (field, scores) in &scores.fields {
            if *field == Field::DeniedAsLeaked || !self.shows(*field) {
                continue;
            }
            let macro_f1 =
                if field.has_values() { share(scores.macro_f1()) } else { String::new() };
            output.line(&row(field.as_str(), &scores.all, &macro_f1))?;
            if self.values {
                for (value, tally) in &scores.values {
                    output.line(&row(&format!("    {value}"), tally, ""))?;
                }
            }
        }
        if self.shows(Field::DeniedAsLeaked) {
            let (leaking, share) = (scores.leaking, share(scores.leaking_share()));
            output.line(&Text::plain(&format!(
                "reports of which a denied data category was found as leaked: {leaking} ({share})"
            )))?;
        }
        output.line(&Text::default())
    }

    fn write_changes(&self, comparison: &Comparison, output: &mut Output) -> io::Result<()> {
        let Comparison { split, before, after, not_compared, changes } = comparison;
        let title = format!("{} · since the earlier run", split.as_str());
        if changes.is_empty() && not_compared.is_empty() {
            return output.line(&Text::plain(&format!("{title}: nothing changed")));
        }
        output.line(&Text::new(STRONG, &format!("{title:<42} F1 before  after  difference")))?;
        for field in Field::ALL.into_iter().filter(|field| self.shows(*field)) {
            let (old, new) = (before.field(field).all.f1(), after.field(field).all.f1());
            let difference = match (old, new) {
                (Some(old), Some(new)) if old != new => format!("{:+.3}", new - old),
                _ if old == new => continue,
                _ => String::new(),
            };
            let (old, new) = (share(old), share(new));
            output.line(&Text::plain(&format!(
                "{:<42} {old:>9}  {new:>5}  {difference:>10}",
                field.as_str()
            )))?;
        }
        if !not_compared.is_empty() {
            let list = not_compared.join(", ");
            output.line(&Text::plain(&format!("judged in one of the runs only: {list}")))?;
        }
        let shown = changes.iter().filter(|change| self.shows(change.field));
        for change in shown.filter(|_| self.may_list(*split)) {
            let sign = match change.shift.is_better() {
                Some(true) => '+',
                Some(false) => '-',
                None => ' ',
            };
            let (id, field, what) = (&change.id, change.field, change.shift.label());
            let (fact, quote) = (&change.fact, &change.quote);
            let line = format!("{sign} {id}  {field}  {what}  {fact}  「{quote}」");
            output.line(&Text::new(PLAIN, &line))?;
        }
        output.line(&Text::default())
    }
}

fn row(name: &str, tally: &Tally, macro_f1: &str) -> Text {
    let Tally { expected, found, matched } = tally;
    let (precision, recall, f1) =
        (share(tally.precision()), share(tally.recall()), share(tally.f1()));
    let line = format!(
        "{name:<42} {expected:>6}  {found:>5}  {matched:>5}  {precision:>9}  {recall:>6}  {f1:>5}  {macro_f1:>8}"
    );
    Text::plain(line.trim_end())
}
