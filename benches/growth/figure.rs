//! What plots show, before anything is drawn.

use super::results::{Measured, Results, Share};
use super::statistics::{Percentiles, PowerLaw};

/// Panels side by side under one title.
#[derive(Debug)]
pub(crate) struct Figure {
    /// Name of its files, without extension.
    pub(crate) name: &'static str,
    /// What it shows, and where that was measured.
    pub(crate) title: String,
    /// Panels in a row.
    pub(crate) columns: usize,
    /// The panels, row by row.
    pub(crate) panels: Vec<Panel>,
}

/// Curves over the number of reports, which stands on a log axis.
#[derive(Debug)]
pub(crate) struct Panel {
    /// What it shows, with the unit.
    pub(crate) title: String,
    /// Whether the upright axis is a log axis; else it begins at 0.
    pub(crate) is_log: bool,
    /// Powers of ten between which a log axis stands; else they are around what is shown.
    pub(crate) range: Option<(i32, i32)>,
    /// The curves.
    pub(crate) curves: Vec<Curve>,
}

/// Points that belong together.
#[derive(Debug)]
pub(crate) struct Curve {
    /// What the legend says.
    pub(crate) label: String,
    /// Number of its colour and mark, so that the same thing looks the same in every panel.
    pub(crate) style: usize,
    /// Reports and values.
    pub(crate) points: Vec<(f64, f64)>,
    /// The law through them.
    pub(crate) law: Option<PowerLaw>,
}

/// Every figure of these results that has something to show.
pub(crate) fn figures(results: &Results) -> Vec<Figure> {
    let processor = results.machine.processor.as_deref().unwrap_or("unknown processor");
    let place = format!("{processor}, {} cores", results.machine.cores);
    let day = results.date.get(..10).unwrap_or_default();
    let indexing = Figure {
        name: "indexing",
        title: format!("Indexing: {place}, {day}"),
        columns: 2,
        panels: indexing(results),
    };
    let latency = Figure {
        name: "latency",
        title: format!("Query latency in ms: {place}, {day}"),
        columns: 4,
        panels: latency(results),
    };
    let mut figures = vec![indexing, latency];
    for figure in &mut figures {
        figure.panels.retain(|panel| !panel.curves.is_empty());
    }
    figures.retain(|figure| !figure.panels.is_empty());
    figures
}

fn indexing(results: &Results) -> Vec<Panel> {
    let by_threads = |of: &dyn Fn(&Measured) -> Option<f64>, fitted: bool| -> Vec<Curve> {
        let curves = results.threads().into_iter().enumerate().map(|(style, threads)| {
            let points = points(results, threads, of);
            let unit = if threads == 1 { "thread" } else { "threads" };
            Curve::new(format!("{threads} {unit}"), style, points, fitted)
        });
        curves.filter(|curve| !curve.points.is_empty()).collect()
    };
    let seconds = by_threads(&|measured| Some(measured.index.seconds), true);
    let megabytes = |measured: &Measured| Some(measured.index.peak_memory? as f64 / 1e6);
    let memory = by_threads(&megabytes, true);
    let ratio = by_threads(&|measured| Some(measured.index.index_to_text), false);
    let panel = |title: &str, is_log, curves| {
        let title = title.to_owned();
        Panel { title, is_log, range: None, curves }
    };
    vec![
        panel("index time (s)", true, seconds),
        panel("peak memory (MB)", true, memory),
        panel("incremental run (s)", true, updates(results)),
        panel("index size / text size", false, ratio),
    ]
}

/// Incremental runs on as many threads as there were, beside `find`.
fn updates(results: &Results) -> Vec<Curve> {
    let Some(threads) = results.threads().last().copied() else { return Vec::new() };
    let shares = [Share::Nothing, Share::OneFile, Share::OnePercent];
    let mut curves: Vec<Curve> = Vec::new();
    for (style, share) in shares.into_iter().enumerate() {
        let seconds = |measured: &Measured| {
            let update = measured.updates.iter().find(|update| update.share == share)?;
            Some(update.seconds)
        };
        let points = points(results, threads, &seconds);
        curves.push(Curve::new(share.name().to_owned(), style, points, true));
    }
    let find = points(results, threads, &|measured| measured.find_seconds);
    curves.push(Curve::new("find".to_owned(), 3, find, false));
    curves.retain(|curve| !curve.points.is_empty());
    curves
}

/// One panel for each kind of query, over the index that most threads made.
fn latency(results: &Results) -> Vec<Panel> {
    let Some(threads) = results.threads().last().copied() else { return Vec::new() };
    let mut kinds: Vec<&str> = Vec::new();
    for latency in results.measured.iter().flat_map(|measured| &measured.latency) {
        if !kinds.contains(&latency.kind.as_str()) {
            kinds.push(&latency.kind);
        }
    }
    type Pick = fn(&Percentiles) -> f64;
    let rows: [(&str, bool, Pick); 3] = [
        ("p50", true, |of| of.p50),
        ("p99", true, |of| of.p99),
        ("p50 of a process", false, |of| of.p50),
    ];
    let panel = |kind: &str| {
        let curves = rows.iter().enumerate().map(|(style, (label, is_warm, pick))| {
            let value = |measured: &Measured| {
                let latency = measured.latency.iter().find(|latency| latency.kind == kind)?;
                let of = if *is_warm { &latency.warm } else { &latency.cold };
                of.as_ref().map(pick)
            };
            let points = points(results, threads, &value);
            Curve::new((*label).to_owned(), style, points, style == 0)
        });
        let curves = curves.filter(|curve| !curve.points.is_empty()).collect();
        Panel { title: kind.to_owned(), is_log: true, range: None, curves }
    };
    let mut panels: Vec<Panel> = kinds.into_iter().map(panel).collect();
    // One height means the same in all of them.
    let curves = panels.iter().flat_map(|panel| &panel.curves);
    let range =
        decades(curves.flat_map(|curve| &curve.points).map(|(_, milliseconds)| *milliseconds));
    for panel in &mut panels {
        panel.range = range;
    }
    panels
}

fn points(
    results: &Results,
    threads: usize,
    of: &dyn Fn(&Measured) -> Option<f64>,
) -> Vec<(f64, f64)> {
    let measured = results.measured.iter().filter(|measured| measured.threads == threads);
    measured.filter_map(|measured| Some((measured.reports as f64, of(measured)?))).collect()
}

impl Curve {
    /// The line through the curve: its law, or else from point to point.
    pub(crate) fn line(&self) -> Vec<(f64, f64)> {
        let Some(law) = &self.law else { return self.points.clone() };
        let ends = [self.points.first(), self.points.last()].into_iter().flatten();
        ends.map(|(x, _)| (*x, law.at(*x))).collect()
    }

    /// A curve whose legend tells how it grows, if that is wanted and can be told.
    fn new(label: String, style: usize, points: Vec<(f64, f64)>, fitted: bool) -> Self {
        let law = if fitted { PowerLaw::fit(&points) } else { None };
        let label = match &law {
            Some(law) => format!("{label}, exponent {:.2}", law.exponent),
            None => label,
        };
        Self { label, style, points, law }
    }
}

/// The powers of ten around some positive values, at least two; `None` of none.
pub(crate) fn decades(values: impl Iterator<Item = f64> + Clone) -> Option<(i32, i32)> {
    let positive = values.filter(|value| *value > 0.0 && value.is_finite());
    let least = positive.clone().reduce(f64::min)?;
    let most = positive.reduce(f64::max)?;
    // A value on the edge itself gets no decade of its own.
    let low = (least.log10() + 1e-9).floor() as i32;
    let high = (most.log10() - 1e-9).ceil() as i32;
    Some((low, high.max(low + 1)))
}

/// A power of ten as axes name it; nothing of what is between two.
pub(crate) fn power_name(power: f64) -> String {
    if (power - power.round()).abs() > 1e-6 {
        return String::new();
    }
    match power.round() as i32 {
        power @ ..=-1 => format!("{:.*}", power.unsigned_abs() as usize, 10_f64.powi(power)),
        power @ 0..=2 => format!("{:.0}", 10_f64.powi(power)),
        power @ 3..=5 => format!("{:.0}k", 10_f64.powi(power - 3)),
        power => format!("{:.0}M", 10_f64.powi(power - 6)),
    }
}
