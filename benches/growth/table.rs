//! Tables for a terminal.

use std::fmt::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::results::{Results, Share};
use super::statistics::Percentiles;

/// Rows of cells under a header, in columns as wide as their widest cell.
#[derive(Debug)]
pub(crate) struct Table {
    /// Columns of words, which stand left; the others are numbers and stand right.
    words: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table whose first columns are words.
    pub(crate) fn new<const N: usize>(words: usize, header: [&str; N]) -> Self {
        Self { words, rows: vec![header.map(str::to_owned).to_vec()] }
    }

    /// Adds a row.
    pub(crate) fn push<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.to_vec());
    }

    /// Whether there is nothing but the header.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.first().map_or(0, Vec::len);
        let widths: Vec<usize> = (0..columns)
            .map(|at| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max())
            .map(Option::unwrap_or_default)
            .collect();
        for row in &self.rows {
            let mut line = String::new();
            for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let gap = " ".repeat(width - cell.width());
                let gutter = if at > 0 { "  " } else { "" };
                if at < self.words {
                    write!(line, "{gutter}{cell}{gap}")?;
                } else {
                    write!(line, "{gutter}{gap}{cell}")?;
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Everything that a person reads of results.
pub(crate) fn tables(results: &Results) -> String {
    let titled = [
        ("Indexing (seconds of wall time, text in 10⁶ bytes)", indexing(results)),
        ("Incremental runs (seconds)", updates(results)),
        ("Query latency (milliseconds)", latency(results)),
        ("Growth: cost = factor × reports ^ exponent", growth(results)),
    ];
    let shown = titled.into_iter().filter(|(_, table)| !table.is_empty());
    shown.map(|(title, table)| format!("\n{title}\n{table}")).collect()
}

fn indexing(results: &Results) -> Table {
    let header = [
        "reports",
        "threads",
        "files",
        "text MB",
        "seconds",
        "MB/s",
        "CPU s",
        "CPU/wall",
        "peak MB",
        "index/text",
        "segments",
        "bare MB/s",
        "of bare",
    ];
    let mut table = Table::new(0, header);
    for measured in &results.measured {
        let index = &measured.index;
        table.push([
            grouped(measured.reports),
            measured.threads.to_string(),
            grouped(measured.files),
            figure(measured.text_bytes as f64 / 1e6),
            figure(index.seconds),
            figure(index.mb_per_second),
            figure(index.cpu_seconds),
            figure(index.cpu_seconds / index.seconds),
            index.peak_memory.map_or_else(nothing, |bytes| figure(bytes as f64 / 1e6)),
            figure(index.index_to_text),
            index.segments.to_string(),
            figure(measured.bare.mb_per_second),
            figure(measured.to_bare),
        ]);
    }
    table
}

fn updates(results: &Results) -> Table {
    let header = ["reports", "threads", "no change", "÷ find", "1 file", "1% of files", "files"];
    let mut table = Table::new(0, header);
    for measured in results.measured.iter().filter(|measured| !measured.updates.is_empty()) {
        let update = |share| measured.updates.iter().find(|update| update.share == share);
        let seconds = |share| update(share).map_or_else(nothing, |update| figure(update.seconds));
        table.push([
            grouped(measured.reports),
            measured.threads.to_string(),
            seconds(Share::Nothing),
            measured.nothing_to_find().map_or_else(nothing, figure),
            seconds(Share::OneFile),
            seconds(Share::OnePercent),
            update(Share::OnePercent).map_or_else(nothing, |update| grouped(update.files as u64)),
        ]);
    }
    table
}

fn latency(results: &Results) -> Table {
    let header =
        ["kind", "reports", "threads", "hits", "warm p50", "p95", "p99", "cold p50", "p95", "p99"];
    let mut table = Table::new(1, header);
    let mut kinds: Vec<&str> = Vec::new();
    for latency in results.measured.iter().flat_map(|measured| &measured.latency) {
        if !kinds.contains(&latency.kind.as_str()) {
            kinds.push(&latency.kind);
        }
    }
    for kind in kinds {
        for measured in &results.measured {
            let Some(latency) = measured.latency.iter().find(|latency| latency.kind == kind) else {
                continue;
            };
            let [warm50, warm95, warm99] = percentiles(latency.warm.as_ref());
            let [cold50, cold95, cold99] = percentiles(latency.cold.as_ref());
            table.push([
                kind.to_owned(),
                grouped(measured.reports),
                measured.threads.to_string(),
                figure(latency.mean_hits),
                warm50,
                warm95,
                warm99,
                cold50,
                cold95,
                cold99,
            ]);
        }
    }
    table
}

fn growth(results: &Results) -> Table {
    let mut table = Table::new(2, ["measure", "kind", "threads", "exponent", "R²", "sizes"]);
    for growth in &results.growth {
        table.push([
            growth.measure.clone(),
            growth.kind.clone(),
            growth.threads.to_string(),
            format!("{:.2}", growth.law.exponent),
            format!("{:.3}", growth.law.r_squared),
            growth.law.points.to_string(),
        ]);
    }
    table
}

fn percentiles(of: Option<&Percentiles>) -> [String; 3] {
    of.map_or_else(|| std::array::from_fn(|_| nothing()), |of| [of.p50, of.p95, of.p99].map(figure))
}

fn nothing() -> String {
    "–".to_owned()
}

/// A number with three digits that count, thousands parted.
pub(crate) fn figure(number: f64) -> String {
    match number.abs() {
        size if !size.is_finite() => "–".to_owned(),
        size if size >= 99.95 => {
            let sign = if number < 0.0 { "-" } else { "" };
            format!("{sign}{}", grouped(size.round() as u64))
        }
        size if size >= 9.995 => format!("{number:.1}"),
        size if size >= 0.1 || size == 0.0 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

/// A number with its thousands parted.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
