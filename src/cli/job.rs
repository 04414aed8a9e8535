//! One run of `jiken index`, with the account that it owes: to people on stderr, to programs on
//! stdout and in the file that `--report` names.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::corpus::Corpus;
use crate::index::Snapshot;
use crate::ingest::{self, IngestError, IngestOptions, Summary, Understanding, Unfinished};
use crate::wire::{Circumstances, IndexAccount, Outcome};

use super::clock;
use super::error::{Exit, Failure};
use super::global::Global;
use super::index::{IndexArgs, Run};
use super::interrupt::Interrupt;
use super::log::Level;
use super::progress::Progress;
use super::report::ReportFile;
use super::terminal::Output;

/// A run, once or again and again.
pub(super) struct Job<'a> {
    args: &'a IndexArgs,
    global: &'a Global,
    options: IngestOptions,
    interrupt: Interrupt,
    report: Option<ReportFile>,
    /// Kept from run to run, with a hash of the lexicon that it was made of.
    understanding: Option<(u64, Understanding)>,
}

/// How a run ended.
pub(super) struct Ended {
    pub(super) outcome: Outcome,
    pub(super) exit: Exit,
    /// What went wrong.
    pub(super) failure: Option<Failure>,
    /// What was done, as far as it came.
    pub(super) run: Option<Run>,
}

/// What is known of a run when it begins.
#[derive(Debug, Clone)]
struct Start {
    index: PathBuf,
    corpus: PathBuf,
    threads: usize,
    /// ISO 8601.
    time: String,
    began: Instant,
}

/// What went wrong, and what had been done until then.
struct Broken {
    outcome: Outcome,
    failure: Failure,
    so_far: Option<Box<Summary>>,
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self { outcome: Outcome::Failed, failure, so_far: None }
    }
}

impl<'a> Job<'a> {
    pub(super) fn new(
        args: &'a IndexArgs,
        global: &'a Global,
        options: IngestOptions,
        interrupt: Interrupt,
        report: Option<ReportFile>,
    ) -> Self {
        Self { args, global, options, interrupt, report, understanding: None }
    }

    /// What asks it to end.
    pub(super) fn interrupt(&self) -> &Interrupt {
        &self.interrupt
    }

    /// Runs, and hands the account to programs; what people are told is up to the caller.
    pub(super) fn run(&mut self, output: &mut Output, shows_bar: bool) -> Result<Ended, Failure> {
        let start = Start {
            index: self.global.index.clone(),
            corpus: self.args.corpus().to_owned(),
            threads: self.options.threads,
            time: clock::now(),
            began: Instant::now(),
        };
        if let Some(report) = self.report.as_ref().filter(|report| report.is_replaced()) {
            // So that a run that is killed is seen to have been, and a path that cannot be written
            // is noticed before the work.
            report.write(&start.account(Outcome::Running, None, None, None))?;
        }
        self.prepare_last_words(output, start.clone());
        let attempt = self.attempt(output, start.began, shows_bar);
        self.interrupt.ended();
        let mut ended = self.judge(attempt, start.began);
        // It reads the index, so it is made only for those who read it.
        let account = (self.report.is_some() || self.args.wants_json()).then(|| {
            start.account(
                ended.outcome,
                Some((ended.exit, ended.failure.as_ref())),
                self.understanding.as_ref().map(|(_, made)| made.fingerprint()),
                ended.run.as_ref().map(|run| &run.summary),
            )
        });
        let reported = match (&self.report, &account) {
            (Some(report), Some(account)) => report.write(account),
            _ => Ok(()),
        };
        if let Some(account) = account.as_ref().filter(|_| self.args.wants_json()) {
            output.json(account)?;
            output.flush()?;
        }
        drop(account);
        if let Err(failure) = reported {
            // The index is published, or not, whatever becomes of its account.
            output.fail(&failure);
            if ended.exit == Exit::Done {
                ended.exit = Exit::SetAside;
            }
        }
        Ok(ended)
    }

    fn attempt(
        &mut self,
        output: &Output,
        began: Instant,
        shows_bar: bool,
    ) -> Result<Summary, Broken> {
        let corpus = Corpus::open(self.args.corpus()).map_err(Failure::from)?;
        let corpus = corpus.with_columns(self.args.columns());
        let options = self.options.clone();
        let index = &self.global.index;
        let understanding = self.understand(output)?;
        let progress = Progress::new(output, &corpus, began, shows_bar);
        let outcome = ingest::ingest(&corpus, index, understanding, &options, &progress);
        progress.finish();
        outcome.map_err(|Unfinished { error, so_far }| match error {
            IngestError::Stopped => Broken {
                outcome: Outcome::Stopped,
                failure: stopped(self.interrupt.name(), &self.global.index),
                so_far,
            },
            IngestError::Exceeded(_) => {
                Broken { outcome: Outcome::Refused, failure: error.into(), so_far }
            }
            error => Broken { outcome: Outcome::Failed, failure: error.into(), so_far },
        })
    }

    /// What turns texts into terms and facts: made once, and again when the lexicon has changed.
    fn understand(&mut self, output: &Output) -> Result<&Understanding, Failure> {
        let lexicon = self.global.lexicon()?;
        let mut hasher = DefaultHasher::new();
        lexicon.files()?.hash(&mut hasher);
        let hash = hasher.finish();
        let kept = self.understanding.take().filter(|(made_of, _)| *made_of == hash);
        let made = match kept {
            Some(kept) => kept,
            None => {
                output.log().say(Level::Debug, "reading lexicon and dictionary");
                let analyzer = self.global.analyzer(&lexicon)?;
                (hash, Understanding::new(analyzer, &lexicon)?)
            }
        };
        Ok(&self.understanding.insert(made).1)
    }

    fn judge(&self, attempt: Result<Summary, Broken>, began: Instant) -> Ended {
        let total = || Snapshot::open(&self.global.index).map_or(0, |snapshot| snapshot.reports());
        let run = |summary| Run { summary, total: total(), took: began.elapsed() };
        match attempt {
            Ok(summary) => Ended {
                outcome: if summary.published { Outcome::Published } else { Outcome::Unchanged },
                exit: if summary.set_aside.is_empty() { Exit::Done } else { Exit::SetAside },
                failure: None,
                run: Some(run(summary)),
            },
            Err(Broken { outcome, failure, so_far }) => Ended {
                outcome,
                exit: Exit::Failed,
                failure: Some(failure),
                run: so_far.map(|summary| run(*summary)),
            },
        }
    }

    /// What is said and written if a signal has to end the process in the middle of a run.
    fn prepare_last_words(&self, output: &Output, start: Start) {
        let (report, log) = (self.report.clone(), output.log());
        self.interrupt.at_last(move |signal| {
            let failure = cut_off(signal, &start.index);
            let ended = Some((Exit::Failed, Some(&failure)));
            let written = report.map_or(Ok(()), |report| {
                report.write(&start.account(Outcome::Stopped, ended, None, None))
            });
            if let Err(unwritten) = written {
                log.fail(&unwritten);
            }
            log.fail(&failure);
        });
    }
}

impl Start {
    /// The account of the run as it stands now.
    fn account<'r>(
        &'r self,
        outcome: Outcome,
        ended: Option<(Exit, Option<&Failure>)>,
        fingerprint: Option<&'r str>,
        summary: Option<&'r Summary>,
    ) -> IndexAccount<'r> {
        let standing = Snapshot::open(&self.index).ok();
        let failure = ended.and_then(|(_, failure)| failure);
        let around = Circumstances {
            index: &self.index,
            corpus: &self.corpus,
            outcome,
            exit_code: ended.map(|(exit, _)| exit.code()),
            error: failure.map(|failure| failure.message.clone()),
            started: &self.time,
            finished: ended.map(|_| clock::now()),
            seconds: self.began.elapsed().as_secs_f64(),
            generation: standing.as_ref().map(|standing| standing.manifest().generation),
            total: standing.as_ref().map(Snapshot::reports),
            // Only where there is time to count: not while a run goes on, nor when it has to end.
            copies: standing
                .as_ref()
                .filter(|_| !matches!(outcome, Outcome::Running | Outcome::Stopped))
                .and_then(|standing| standing.count_copies().ok()),
            fingerprint,
            threads: self.threads,
            peak_memory: clock::peak_memory(),
        };
        IndexAccount::new(around, summary)
    }
}

/// That a signal ended a run before it published anything.
fn stopped(signal: &str, index: &Path) -> Failure {
    let standing = standing(index);
    Failure::new(format!("stopped by {signal}: nothing was published, {standing}; index again"))
}

/// That a signal ended the process while the run could not be asked.
fn cut_off(signal: &str, index: &Path) -> Failure {
    let standing = standing(index);
    Failure::new(format!(
        "stopped by {signal} before the run could end by itself; {standing}; index again"
    ))
}

/// What answers searches now.
fn standing(index: &Path) -> String {
    match Snapshot::open(index) {
        Ok(snapshot) => {
            format!("the index stands at generation {}", snapshot.manifest().generation)
        }
        Err(_) => "there is no index yet".to_owned(),
    }
}
