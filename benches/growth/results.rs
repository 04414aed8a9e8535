//! What was measured, as it is written to files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::statistics::{Percentiles, PowerLaw};

/// Version of the layout of result files.
pub(crate) const FORMAT: u32 = 1;

/// One run of the benchmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Results {
    /// Version of this layout.
    pub(crate) format: u32,
    /// When it ended, ISO 8601 in UTC.
    pub(crate) date: String,
    /// The commit that was measured, where git tells.
    pub(crate) commit: Option<String>,
    /// Whether files differed from that commit.
    pub(crate) modified: bool,
    /// What it ran on.
    pub(crate) machine: Machine,
    /// What it was built from.
    pub(crate) versions: BTreeMap<String, String>,
    /// What it was told.
    pub(crate) setting: Setting,
    /// By size, then by threads.
    pub(crate) measured: Vec<Measured>,
    /// How costs grow.
    pub(crate) growth: Vec<Growth>,
}

/// The machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// Threads that run at once.
    pub(crate) cores: usize,
    /// Model of the processor, where the system tells.
    pub(crate) processor: Option<String>,
    /// Bytes of memory, where the system tells.
    pub(crate) memory: Option<u64>,
    /// Operating system.
    pub(crate) system: String,
}

/// What decides the figures beside machine and program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Setting {
    /// `synthetic`, or the name of the folder or file.
    pub(crate) corpus: String,
    /// Seed of a synthetic corpus.
    pub(crate) seed: Option<u64>,
    /// Reports in a file of JSON lines.
    pub(crate) per_file: u64,
    /// Most runs of one measurement; the fastest counts.
    pub(crate) runs: usize,
    /// Times that each query was asked of an open index, unless it was slow.
    pub(crate) repetitions: usize,
    /// Processes that each query was asked of.
    pub(crate) cold_runs: usize,
}

/// One size, indexed by one number of threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// Reports asked for.
    pub(crate) size: u64,
    /// Threads of `jiken index`.
    pub(crate) threads: usize,
    /// Reports in the index.
    pub(crate) reports: u64,
    /// Files of the corpus.
    pub(crate) files: u64,
    /// Bytes of UTF-8 text of the reports.
    pub(crate) text_bytes: u64,
    /// The first run, from nothing.
    pub(crate) index: IndexCost,
    /// Segmentation alone on the same number of threads.
    pub(crate) bare: Bare,
    /// Throughput of indexing by that of segmentation alone.
    pub(crate) to_bare: f64,
    /// Runs over the corpus after changes.
    pub(crate) updates: Vec<Update>,
    /// Seconds that `find` takes to list size and time of every file, where there is one.
    pub(crate) find_seconds: Option<f64>,
    /// Latency by kind of query.
    pub(crate) latency: Vec<Latency>,
    /// Latency by query.
    pub(crate) queries: Vec<QueryLatency>,
}

/// What indexing from nothing costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IndexCost {
    /// From start to end of the process.
    pub(crate) seconds: f64,
    /// User and system time.
    pub(crate) cpu_seconds: f64,
    /// Megabytes (10⁶) of text a second.
    pub(crate) mb_per_second: f64,
    /// Most bytes held at once, where the system tells.
    pub(crate) peak_memory: Option<u64>,
    /// Bytes of the index on disk.
    pub(crate) index_bytes: u64,
    /// Bytes of the index by bytes of text.
    pub(crate) index_to_text: f64,
    /// Segments of the index.
    pub(crate) segments: usize,
    /// Seconds of all threads by stage.
    pub(crate) stages: BTreeMap<String, f64>,
}

/// Segmentation alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Bare {
    /// Bytes of the texts that were segmented.
    pub(crate) bytes: u64,
    /// What it took.
    pub(crate) seconds: f64,
    /// Megabytes (10⁶) of text a second.
    pub(crate) mb_per_second: f64,
}

/// How much of a corpus changed before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Share {
    /// Nothing.
    Nothing,
    /// One file.
    OneFile,
    /// One file in a hundred.
    OnePercent,
}

impl Share {
    /// As tables and measures name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "no change",
            Self::OneFile => "1 file",
            Self::OnePercent => "1% of files",
        }
    }
}

/// An incremental run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Update {
    /// What had changed.
    pub(crate) share: Share,
    /// Files that had changed.
    pub(crate) files: usize,
    /// From start to end of the process.
    pub(crate) seconds: f64,
    /// User and system time.
    pub(crate) cpu_seconds: f64,
    /// Most bytes held at once, where the system tells.
    pub(crate) peak_memory: Option<u64>,
}

/// Latency of all queries of a kind together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Latency {
    /// The kind.
    pub(crate) kind: String,
    /// Queries.
    pub(crate) queries: usize,
    /// Hits of a query, on average.
    pub(crate) mean_hits: f64,
    /// Of an open index.
    pub(crate) warm: Option<Percentiles>,
    /// From start to end of a process.
    pub(crate) cold: Option<Percentiles>,
}

/// Latency of one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct QueryLatency {
    /// Its kind.
    pub(crate) kind: String,
    /// As typed.
    pub(crate) query: String,
    /// Reports that it finds.
    pub(crate) hits: u64,
    /// Of an open index.
    pub(crate) warm: Option<Percentiles>,
    /// From start to end of a process.
    pub(crate) cold: Option<Percentiles>,
}

/// How one measure grows with the number of reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Growth {
    /// The measure, as in the table of values.
    pub(crate) measure: String,
    /// Kind of query or of update; empty for others.
    pub(crate) kind: String,
    /// Threads of `jiken index`.
    pub(crate) threads: usize,
    /// The law.
    #[serde(flatten)]
    pub(crate) law: PowerLaw,
}

impl Results {
    /// Reads a result file.
    ///
    /// # Errors
    /// When it cannot be read, or is of another layout than this program's.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Versioned {
            format: u32,
        }
        let text = fs::read_to_string(path).map_err(Failure::at(path))?;
        let unusable = |error: serde_json::Error| {
            let path = path.display();
            Failure::new(format!("{path}: {error}; name a results.json of this benchmark"))
        };
        let Versioned { format } = serde_json::from_str(&text).map_err(unusable)?;
        if format != FORMAT {
            let path = path.display();
            return Err(Failure::new(format!(
                "{path}: is of layout {format}, and this program reads {FORMAT}; measure again"
            )));
        }
        serde_json::from_str(&text).map_err(unusable)
    }

    /// As JSON, ending in a line break.
    pub(crate) fn to_json(&self) -> Result<String, Failure> {
        let json = serde_json::to_string_pretty(self);
        Ok(json.map_err(|error| Failure::new(format!("results: {error}")))? + "\n")
    }

    /// The numbers of threads, ascending.
    pub(crate) fn threads(&self) -> Vec<usize> {
        let mut threads: Vec<usize> =
            self.measured.iter().map(|measured| measured.threads).collect();
        threads.sort_unstable();
        threads.dedup();
        threads
    }
}
