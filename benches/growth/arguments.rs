//! What may be asked of the benchmark, and what is asked once the gaps are filled.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Sizes when nobody names any: enough to see that everything works.
const QUICK_SIZES: [u64; 2] = [100, 1000];

/// How indexing and search cost grows with the number of reports
///
/// Makes corpora of each size (or takes the first reports of your own), runs the real binary over them, and
/// measures index time, memory, size, incremental runs and query latency. docs/growth.md tells how each figure
/// is measured and how to read it. Without --sizes, a quick run that shows that everything works.
#[derive(Debug, Parser)]
#[command(
    name = "growth",
    bin_name = "cargo bench --bench growth --",
    args_conflicts_with_subcommands = true,
    max_term_width = 110
)]
pub(crate) struct Arguments {
    /// What to do instead of measuring.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// What to measure.
    #[command(flatten)]
    pub(crate) measuring: Measuring,

    /// Cargo says so when it is no test.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

/// What is done with results.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compare two result files; exit code 1 when something got worse by more than the threshold, 2 when
    /// they cannot be compared
    Compare {
        /// results.json of the state before
        before: PathBuf,
        /// results.json of the state after
        after: PathBuf,
        /// How much worse is too much, in percent
        #[arg(long, value_name = "PERCENT", default_value = "10%", value_parser = percent)]
        threshold: f64,
    },
    /// Draw the plots of a result file again
    Plot {
        /// results.json
        results: PathBuf,
        /// Folder for the plots
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// What is measured, as typed.
#[derive(Debug, Args)]
pub(crate) struct Measuring {
    /// Numbers of reports, parted by commas [default: 100,1000]
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    sizes: Vec<NonZeroU64>,

    /// Numbers of threads to index with
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = two())]
    threads: Vec<NonZeroUsize>,

    /// Folder for results.json, results.csv and the plots; without it, the table is all
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Measure over the first reports of this folder or file instead of generated ones; it is copied, never
    /// changed
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,

    /// Seed of the generated corpora
    #[arg(long, value_name = "SEED", default_value_t = 1, conflicts_with = "corpus")]
    seed: u64,

    /// Reports in each file of a generated corpus, and of JSON lines of your own; 1 gives a folder with one
    /// file for each report
    #[arg(long, value_name = "N", default_value = "100")]
    per_file: NonZeroU64,

    /// File of queries to measure instead of benches/growth/queries.tsv; a line is a kind, a tab and a query
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,

    /// Folder to build corpora and indexes in, on the disk that is to be measured [default: below target]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,

    /// Leave corpora and indexes in place
    #[arg(long)]
    keep: bool,

    /// Few repetitions, as in a quick run, whatever the sizes
    #[arg(long)]
    quick: bool,

    /// Runs of everything that takes less than ten seconds; the fastest counts [default: 3]
    #[arg(long, value_name = "N")]
    runs: Option<NonZeroUsize>,

    /// Times that each query is asked of the open index [default: 50]
    #[arg(long, value_name = "N")]
    repetitions: Option<NonZeroUsize>,

    /// Processes that each query is asked of [default: 3]
    #[arg(long, value_name = "N")]
    cold_runs: Option<NonZeroUsize>,

    /// Do not start a process for each query
    #[arg(long)]
    skip_cold: bool,

    /// Ask no queries at all
    #[arg(long)]
    skip_queries: bool,

    /// Do not measure incremental runs
    #[arg(long)]
    skip_updates: bool,
}

/// Where reports come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `jiken synth` makes them.
    Synthetic {
        /// What makes two corpora the same.
        seed: u64,
    },
    /// Somebody has them.
    Own(PathBuf),
}

/// What is measured.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Where reports come from.
    pub(crate) origin: Origin,
    /// Numbers of reports, ascending, each once.
    pub(crate) sizes: Vec<u64>,
    /// Numbers of threads, ascending, each once.
    pub(crate) threads: Vec<usize>,
    /// Reports in a file.
    pub(crate) per_file: u64,
    /// Queries other than the usual ones.
    pub(crate) queries: Option<PathBuf>,
    /// Where to build.
    pub(crate) work: Option<PathBuf>,
    /// Whether what was built stays.
    pub(crate) keep: bool,
    /// Most runs of one measurement.
    pub(crate) runs: usize,
    /// Times that a query is asked of the open index; 0 for not at all.
    pub(crate) repetitions: usize,
    /// Processes that a query is asked of; 0 for none.
    pub(crate) cold_runs: usize,
    /// Whether incremental runs are measured.
    pub(crate) updates: bool,
}

impl Measuring {
    /// With every gap filled.
    pub(crate) fn plan(&self) -> Plan {
        let is_quick = self.quick || self.sizes.is_empty();
        let or = |given: Option<NonZeroUsize>, usual: usize, quick: usize| {
            given.map_or(if is_quick { quick } else { usual }, NonZeroUsize::get)
        };
        let mut sizes: Vec<u64> = self.sizes.iter().map(|size| size.get()).collect();
        if sizes.is_empty() {
            sizes.extend(QUICK_SIZES);
        }
        sizes.sort_unstable();
        sizes.dedup();
        let mut threads: Vec<usize> = self.threads.iter().map(|threads| threads.get()).collect();
        threads.sort_unstable();
        threads.dedup();
        let origin = match &self.corpus {
            Some(path) => Origin::Own(path.clone()),
            None => Origin::Synthetic { seed: self.seed },
        };
        let repetitions = or(self.repetitions, 50, 10);
        let cold_runs = or(self.cold_runs, 3, 1);
        Plan {
            origin,
            sizes,
            threads,
            per_file: self.per_file.get(),
            queries: self.queries.clone(),
            work: self.work.clone(),
            keep: self.keep,
            runs: or(self.runs, 3, 1),
            repetitions: if self.skip_queries { 0 } else { repetitions },
            cold_runs: if self.skip_queries || self.skip_cold { 0 } else { cold_runs },
            updates: !self.skip_updates,
        }
    }
}

fn two() -> [NonZeroUsize; 2] {
    [NonZeroUsize::MIN, NonZeroUsize::MIN.saturating_add(1)]
}

/// Percent, with or without the sign.
fn percent(typed: &str) -> Result<f64, String> {
    let number = typed.trim().trim_end_matches(['%', '％']).trim_end();
    match number.parse::<f64>() {
        Ok(percent) if percent.is_finite() && percent >= 0.0 => Ok(percent),
        _ => Err("is no percentage; write 10% or 7.5".to_owned()),
    }
}
