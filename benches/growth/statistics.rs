//! Percentiles, and the power law through measurements.

use serde::{Deserialize, Serialize};

/// How long many runs of the same thing took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Percentiles {
    /// Runs.
    pub(crate) samples: usize,
    /// Milliseconds that half of the runs stay within.
    pub(crate) p50: f64,
    /// Milliseconds that 95 of 100 runs stay within.
    pub(crate) p95: f64,
    /// Milliseconds that 99 of 100 runs stay within.
    pub(crate) p99: f64,
}

impl Percentiles {
    /// Of durations in seconds; `None` of none.
    pub(crate) fn of(seconds: &[f64]) -> Option<Self> {
        let mut sorted = seconds.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |share| nearest_rank(&sorted, share).map(|seconds| seconds * 1000.0);
        Some(Self { samples: sorted.len(), p50: at(0.5)?, p95: at(0.95)?, p99: at(0.99)? })
    }
}

/// The smallest value that at least this share of the sorted values does not exceed.
fn nearest_rank(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

/// The power law `y = factor * x ^ exponent` that lies nearest to some points on log axes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct PowerLaw {
    /// How `y` grows: 1 in proportion to `x`, 0 not at all.
    pub(crate) exponent: f64,
    /// `y` at an `x` of 1.
    pub(crate) factor: f64,
    /// Share of the variance of `ln y` that the law explains, up to 1.
    pub(crate) r_squared: f64,
    /// Points it was laid through.
    pub(crate) points: usize,
}

impl PowerLaw {
    /// Least squares of `ln y` on `ln x`, leaving out points that have no logarithm; `None` where fewer than
    /// two different `x` are left.
    pub(crate) fn fit(points: &[(f64, f64)]) -> Option<Self> {
        let logs: Vec<(f64, f64)> = points
            .iter()
            .filter(|(x, y)| *x > 0.0 && *y > 0.0 && x.is_finite() && y.is_finite())
            .map(|(x, y)| (x.ln(), y.ln()))
            .collect();
        let count = logs.len() as f64;
        let mean_x = logs.iter().map(|(x, _)| x).sum::<f64>() / count;
        let mean_y = logs.iter().map(|(_, y)| y).sum::<f64>() / count;
        let spread_x: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let spread_y: f64 = logs.iter().map(|(_, y)| (y - mean_y).powi(2)).sum();
        let shared: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        if logs.len() < 2 || spread_x < 1e-12 {
            return None;
        }
        let exponent = shared / spread_x;
        // Of points that are all as high there is nothing to explain.
        let r_squared = if spread_y < 1e-12 { 1.0 } else { shared.powi(2) / (spread_x * spread_y) };
        let factor = (mean_y - exponent * mean_x).exp();
        Some(Self { exponent, factor, r_squared, points: logs.len() })
    }

    /// What the law says at `x`.
    pub(crate) fn at(&self, x: f64) -> f64 {
        self.factor * x.powf(self.exponent)
    }
}
