//! Places of one sort, gathered from all reports, and what their features weigh.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustc_hash::FxHashMap;

use crate::extract::surroundings::{ALWAYS, Features};

use super::Learned;
use super::regression::{self, Sample};

/// Places in which a feature must have been seen to be learned.
const LEAST_SEEN: u32 = 3;

/// What weighs less in the end is left out.
const LEAST_WEIGHT: f64 = 0.05;

/// Places of one sort: their features, and for each class whether they are of it, if it is asked of them.
#[derive(Default)]
pub(super) struct Places {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
    seen: Vec<u32>,
    samples: Vec<Sample>,
    classes: Vec<Vec<Option<bool>>>,
    /// How often each sample counts.
    times: Vec<f64>,
    is_ready: bool,
}

impl Places {
    pub(super) fn add(&mut self, features: &Features, is: Vec<Option<bool>>, times: f64) {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for name in features.names() {
            let next = self.names.len() as u32;
            let number = *self.numbers.entry(name.clone()).or_insert(next);
            if number == next {
                self.names.push(name.clone());
                self.seen.push(0);
            }
            *counts.entry(number).or_default() += 1.0;
        }
        for number in counts.keys() {
            if let Some(seen) = self.seen.get_mut(*number as usize) {
                *seen += 1;
            }
        }
        self.samples.push(counts.into_iter().collect());
        self.classes.push(is);
        self.times.push(times);
    }

    /// Readies the places: leaves out what was seen too seldom, and adds one feature more, which every place has.
    pub(super) fn prepare(&mut self) {
        if std::mem::replace(&mut self.is_ready, true) {
            return;
        }
        let always = self.names.len() as u32;
        let is_known =
            |feature: u32| self.seen.get(feature as usize).is_some_and(|seen| *seen >= LEAST_SEEN);
        for sample in &mut self.samples {
            sample.retain(|(feature, _)| is_known(*feature));
            sample.push((always, 1.0));
        }
    }

    /// What each feature, and behind all of them what every place has, weighs for a class, learned from some places.
    fn weights_of(
        &self,
        class: usize,
        cost: f64,
        selected_from: f64,
        is_learned_from: impl Fn(usize) -> bool,
    ) -> Vec<f64> {
        let asked = self.samples.iter().zip(&self.classes).zip(&self.times).enumerate();
        let asked = asked.filter_map(|(place, ((sample, is), times))| {
            is_learned_from(place).then_some(())?;
            Some((sample, ((*is.get(class)?)?, cost * times)))
        });
        let (samples, outcomes): (Vec<&Sample>, Vec<(bool, f64)>) = asked.unzip();
        let (is, costs): (Vec<bool>, Vec<f64>) = outcomes.into_iter().unzip();
        let all = regression::learn(&samples, &is, self.names.len() + 1, &costs);
        let of_features = all.get(..self.names.len()).unwrap_or_default();
        let greatest = of_features.iter().fold(0.0, |most: f64, weight| most.max(weight.abs()));
        let least = selected_from.min(greatest / 4.0);
        let is_selected = |feature: u32| {
            let weight = of_features.get(feature as usize);
            weight.is_none_or(|weight| weight.abs() >= least)
        };
        let select = |sample: &&Sample| -> Sample {
            sample.iter().copied().filter(|(feature, _)| is_selected(*feature)).collect()
        };
        let selected: Vec<Sample> = samples.iter().map(select).collect();
        let selected: Vec<&Sample> = selected.iter().collect();
        regression::learn(&selected, &is, self.names.len() + 1, &costs)
    }

    /// For each place and class the logarithm of the odds, as what was learned from the other parts tells it: what a place
    /// was learned from tells it better than it tells any other.
    pub(super) fn told_by_others(
        &self,
        classes: usize,
        (cost, selected_from): (f64, f64),
        parts: &[usize],
    ) -> Vec<Vec<f32>> {
        let mut told = vec![vec![0.0; classes]; self.samples.len()];
        let count = parts.iter().max().map_or(0, |last| last + 1);
        for part in 0..count {
            let is_of = |place: usize| parts.get(place) == Some(&part);
            let of_classes: Vec<Vec<f64>> = of_each(classes, |class| {
                self.weights_of(class, cost, selected_from, |place| !is_of(place))
            });
            let places = told.iter_mut().zip(&self.samples).enumerate();
            for (_, (told, sample)) in places.filter(|(place, _)| is_of(*place)) {
                for (told, weights) in told.iter_mut().zip(&of_classes) {
                    *told = regression::dot(weights, sample) as f32;
                }
            }
        }
        told
    }

    /// Learns a file of weights for these classes; `cost` is C of the regression.
    ///
    /// It is learned twice: from all features, and from those whose weight then is at least `selected_from`, or a quarter
    /// of the greatest where few reports make all small. Most features weigh next to nothing each; without them the
    /// others take over what they said, and a place is read faster.
    pub(super) fn learn(
        mut self,
        file: &'static str,
        classes: &[&str],
        cost: f64,
        selected_from: f64,
    ) -> Learned {
        self.prepare();
        let mut rows: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
        let mut bias: Vec<(&str, f64)> = Vec::new();
        let learned =
            of_each(classes.len(), |class| self.weights_of(class, cost, selected_from, |_| true));
        for (name, weights) in classes.iter().zip(learned) {
            for (feature, weight) in weights.iter().enumerate() {
                match self.names.get(feature) {
                    Some(feature) if weight.abs() >= LEAST_WEIGHT => {
                        rows.entry(feature).or_default().push((name, *weight));
                    }
                    Some(_) => {}
                    None => bias.push((name, *weight)),
                }
            }
        }
        let mut text = String::from(
            "# What the surroundings of a place weigh, learned by `jiken lexicon learn` from training/: a feature, and for each class\n\
             # its weight, as a summand of the logarithm of the odds. Not written by hand: tag reports and learn anew.\n",
        );
        let mut line = |feature: &str, weights: &[(&str, f64)]| {
            text.push_str(feature);
            for (class, weight) in weights {
                // Writing to a string cannot fail.
                let _ = write!(text, "\t{class} {weight:.2}");
            }
            text.push('\n');
        };
        line(ALWAYS, &bias);
        for (feature, weights) in rows {
            line(feature, &weights);
        }
        Learned { file, text, places: self.samples.len() }
    }
}

/// What `work` makes of each of so many classes, on all processors.
fn of_each<T: Send>(classes: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let class = next.fetch_add(1, Ordering::Relaxed);
            if class >= classes {
                return done;
            }
            done.push((class, work(class)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut all: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(classes)).map(|_| scope.spawn(some)).collect();
        let done = workers.into_iter().map(|worker| worker.join());
        done.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    all.sort_by_key(|(class, _)| *class);
    all.into_iter().map(|(_, made)| made).collect()
}
