//! Results as single values, one a row: for CSV, for comparing, and for what grows how.

use super::failure::Failure;
use super::results::{Growth, Measured, Results};
use super::statistics::{Percentiles, PowerLaw};

/// Which way a value should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// It is told, and not judged.
    Neither,
}

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value<'r> {
    /// Reports asked for.
    pub(crate) size: u64,
    /// Reports in the index.
    pub(crate) reports: u64,
    /// Threads of `jiken index`.
    pub(crate) threads: usize,
    /// What was measured.
    pub(crate) measure: &'static str,
    /// Kind of query, of update, or the stage; empty for others.
    pub(crate) kind: &'r str,
    /// The query, where the value is of one.
    pub(crate) query: &'r str,
    /// How much.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) unit: &'static str,
    /// Which way it should go.
    pub(crate) better: Better,
}

/// What measures are called.
pub(crate) mod measure {
    pub(crate) const INDEX_SECONDS: &str = "index_seconds";
    pub(crate) const INDEX_CPU: &str = "index_cpu_seconds";
    pub(crate) const INDEX_MEMORY: &str = "index_peak_memory";
    pub(crate) const INDEX_BYTES: &str = "index_bytes";
    pub(crate) const INDEX_TO_TEXT: &str = "index_to_text";
    pub(crate) const UPDATE_SECONDS: &str = "update_seconds";
    pub(crate) const FIND_SECONDS: &str = "find_seconds";
    pub(crate) const WARM: [&str; 3] = ["warm_p50", "warm_p95", "warm_p99"];
    pub(crate) const COLD: [&str; 3] = ["cold_p50", "cold_p95", "cold_p99"];
}

/// Measures that a power law is laid through.
const GROWING: [&str; 9] = [
    measure::INDEX_SECONDS,
    measure::INDEX_CPU,
    measure::INDEX_MEMORY,
    measure::INDEX_BYTES,
    measure::UPDATE_SECONDS,
    measure::FIND_SECONDS,
    "warm_p50",
    "warm_p99",
    "cold_p50",
];

/// Every value of one size and number of threads.
pub(crate) fn values(measured: &Measured) -> Vec<Value<'_>> {
    use Better::{Higher, Lower, Neither};
    let mut values = Vec::new();
    let mut push = |measure, (kind, query), value: f64, unit, better| {
        let Measured { size, reports, threads, .. } = *measured;
        values.push(Value { size, reports, threads, measure, kind, query, value, unit, better });
    };
    let none = ("", "");
    let index = &measured.index;
    push("files", none, measured.files as f64, "files", Neither);
    push("text_bytes", none, measured.text_bytes as f64, "bytes", Neither);
    push(measure::INDEX_SECONDS, none, index.seconds, "s", Lower);
    push(measure::INDEX_CPU, none, index.cpu_seconds, "s", Lower);
    push("index_cpu_to_wall", none, index.cpu_seconds / index.seconds, "1", Neither);
    push("index_throughput", none, index.mb_per_second, "MB/s", Higher);
    if let Some(bytes) = index.peak_memory {
        push(measure::INDEX_MEMORY, none, bytes as f64, "bytes", Lower);
    }
    push(measure::INDEX_BYTES, none, index.index_bytes as f64, "bytes", Lower);
    push(measure::INDEX_TO_TEXT, none, index.index_to_text, "1", Neither);
    push("segments", none, index.segments as f64, "segments", Neither);
    for (stage, seconds) in &index.stages {
        push("stage_seconds", (stage.as_str(), ""), *seconds, "s", Neither);
    }
    push("bare_throughput", none, measured.bare.mb_per_second, "MB/s", Neither);
    push("index_to_bare", none, measured.to_bare, "1", Higher);
    for update in &measured.updates {
        let kind = (update.share.name(), "");
        push("update_files", kind, update.files as f64, "files", Neither);
        push(measure::UPDATE_SECONDS, kind, update.seconds, "s", Lower);
        push("update_cpu_seconds", kind, update.cpu_seconds, "s", Lower);
        if let Some(bytes) = update.peak_memory {
            push("update_peak_memory", kind, bytes as f64, "bytes", Lower);
        }
    }
    if let Some(seconds) = measured.find_seconds {
        push(measure::FIND_SECONDS, none, seconds, "s", Neither);
    }
    if let Some(ratio) = measured.nothing_to_find() {
        push("update_nothing_to_find", none, ratio, "1", Neither);
    }
    for latency in &measured.latency {
        let kind = (latency.kind.as_str(), "");
        push("hits", kind, latency.mean_hits, "reports", Neither);
        for (of, names) in [(&latency.warm, measure::WARM), (&latency.cold, measure::COLD)] {
            let Some(of) = of else { continue };
            // A hundredth of the runs is too few to judge by.
            for ((name, value), better) in
                names.into_iter().zip(percentiles(of)).zip([Lower, Lower, Neither])
            {
                push(name, kind, value, "ms", better);
            }
        }
    }
    for query in &measured.queries {
        let kind = (query.kind.as_str(), query.query.as_str());
        push("hits", kind, query.hits as f64, "reports", Neither);
        for (of, names) in [(&query.warm, measure::WARM), (&query.cold, measure::COLD)] {
            let Some(of) = of else { continue };
            for (name, value) in names.into_iter().zip(percentiles(of)) {
                push(name, kind, value, "ms", Neither);
            }
        }
    }
    values
}

fn percentiles(of: &Percentiles) -> [f64; 3] {
    [of.p50, of.p95, of.p99]
}

impl Measured {
    /// Seconds of a run that finds nothing new by those of `find`.
    pub(crate) fn nothing_to_find(&self) -> Option<f64> {
        let nothing = self.updates.iter().find(|update| update.files == 0)?;
        Some(nothing.seconds / self.find_seconds?)
    }
}

/// How each measure grows with the number of reports, for each number of threads; nothing of a single size.
pub(crate) fn growth(measured: &[Measured]) -> Vec<Growth> {
    type Series<'m> = ((&'static str, &'m str, usize), Vec<(f64, f64)>);
    let mut all: Vec<Series<'_>> = Vec::new();
    for value in measured.iter().flat_map(values) {
        if !value.query.is_empty() || !GROWING.contains(&value.measure) {
            continue;
        }
        let key = (value.measure, value.kind, value.threads);
        let point = (value.reports as f64, value.value);
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some((_, points)) => points.push(point),
            None => all.push((key, vec![point])),
        }
    }
    // What differs in threads alone stands together.
    let order: Vec<_> = all.iter().map(|((measure, kind, _), _)| (*measure, *kind)).collect();
    all.sort_by_key(|((measure, kind, _), _)| order.iter().position(|of| *of == (*measure, *kind)));
    let growth = all.into_iter().filter_map(|((measure, kind, threads), points)| {
        let (measure, kind) = (measure.to_owned(), kind.to_owned());
        Some(Growth { measure, kind, threads, law: PowerLaw::fit(&points)? })
    });
    growth.collect()
}

/// Every value as a row of CSV, with what it takes to put files of several runs together.
pub(crate) fn to_csv(results: &Results) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("results.csv: {error}"));
    let mut csv = csv::Writer::from_writer(Vec::new());
    let header = [
        "date", "commit", "corpus", "size", "reports", "threads", "measure", "kind", "query",
        "value", "unit",
    ];
    csv.write_record(header).map_err(|error| failed(&error))?;
    for value in results.measured.iter().flat_map(values) {
        let record = [
            results.date.clone(),
            results.commit.clone().unwrap_or_default(),
            results.setting.corpus.clone(),
            value.size.to_string(),
            value.reports.to_string(),
            value.threads.to_string(),
            value.measure.to_owned(),
            value.kind.to_owned(),
            value.query.to_owned(),
            value.value.to_string(),
            value.unit.to_owned(),
        ];
        csv.write_record(record).map_err(|error| failed(&error))?;
    }
    let bytes = csv.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
