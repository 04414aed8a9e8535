//! Logistic regression with a quadratic penalty, by coordinate descent in the dual.
//!
//! Minimises |w|²/2 + sum of C ln(1 + exp(-y w·x)), where each sample has its own C, after Yu, Huang and Lin, "Dual
//! coordinate descent methods for logistic regression and maximum entropy models" (Machine Learning 85, 2011),
//! algorithm 5. Samples are taken in an order that depends on nothing but their number, so every machine learns the same.

/// A sample: numbers of features, each with how often it was seen.
pub(super) type Sample = Vec<(u32, f32)>;

/// Rounds over all samples at most.
const MOST_ROUNDS: usize = 60;

/// Steps of Newton's method for one sample at most.
const MOST_STEPS: usize = 50;

/// Change of a sample's multiplier, in shares of C, below which a round changed nothing to speak of.
const SETTLED: f64 = 0.001;

/// Learns the weights of `features` features: `is` says which samples are of the class, `costs` is C of each.
pub(super) fn learn(samples: &[&Sample], is: &[bool], features: usize, costs: &[f64]) -> Vec<f64> {
    let mut weights = vec![0.0_f64; features];
    let norms: Vec<f64> = samples
        .iter()
        .map(|sample| sample.iter().map(|(_, value)| f64::from(*value).powi(2)).sum())
        .collect();
    // The multiplier of each sample, between 0 and C.
    let mut multipliers: Vec<f64> = costs.iter().map(|cost| (0.001 * cost).min(1e-8)).collect();
    for (sample, (is, multiplier)) in samples.iter().zip(is.iter().zip(&multipliers)) {
        add(&mut weights, sample, sign(*is) * multiplier);
    }
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = Shuffle(0x9e37_79b9_7f4a_7c15);
    for _ in 0..MOST_ROUNDS {
        random.shuffle(&mut order);
        let mut largest = 0.0_f64;
        for number in &order {
            let (Some(sample), Some(is), Some(norm), Some(cost), Some(multiplier)) = (
                samples.get(*number),
                is.get(*number),
                norms.get(*number),
                costs.get(*number),
                multipliers.get_mut(*number),
            ) else {
                continue;
            };
            let margin = sign(*is) * dot(&weights, sample);
            let new = best(*multiplier, margin, *norm, *cost);
            let change = new - *multiplier;
            largest = largest.max(change.abs() / cost);
            add(&mut weights, sample, sign(*is) * change);
            *multiplier = new;
        }
        if largest < SETTLED {
            break;
        }
    }
    weights
}

/// The multiplier that minimises the dual along one sample: the root of
/// norm·(z - now) + margin + ln(z / (C - z)), which rises with z.
fn best(now: f64, margin: f64, norm: f64, cost: f64) -> f64 {
    let slope = |z: f64| norm * (z - now) + margin + (z / (cost - z)).ln();
    let (mut low, mut high) = (0.0, cost);
    let mut z = now.clamp(cost * 1e-9, cost * (1.0 - 1e-9));
    for _ in 0..MOST_STEPS {
        let at = slope(z);
        if at.abs() < 1e-6 {
            break;
        }
        if at > 0.0 {
            high = z
        } else {
            low = z
        }
        let newton = z - at / (norm + cost / (z * (cost - z)));
        z = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
    }
    z
}

fn sign(is: bool) -> f64 {
    if is { 1.0 } else { -1.0 }
}

/// What a sample weighs.
pub(super) fn dot(weights: &[f64], sample: &Sample) -> f64 {
    let weight = |feature: u32| weights.get(feature as usize).copied().unwrap_or(0.0);
    sample.iter().map(|(feature, value)| weight(*feature) * f64::from(*value)).sum()
}

fn add(weights: &mut [f64], sample: &Sample, by: f64) {
    for (feature, value) in sample {
        if let Some(weight) = weights.get_mut(*feature as usize) {
            *weight += by * f64::from(*value);
        }
    }
}

/// A xorshift generator, enough to shuffle.
struct Shuffle(u64);

impl Shuffle {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the minimum, each weight is the sum of C times what its samples leave unexplained.
    #[test]
    fn weights_are_at_the_minimum() {
        let samples: Vec<Sample> = (0..40_u32)
            .map(|n| vec![(0, 1.0), (1 + n % 3, 1.0), (4 + n % 5, 1.0 + (n % 2) as f32)])
            .collect();
        let is: Vec<bool> = (0..40).map(|n| n % 3 == 0 || n % 7 == 1).collect();
        let all: Vec<&Sample> = samples.iter().collect();
        let costs: Vec<f64> = (0..40).map(|n| if n % 4 == 0 { 1.5 } else { 0.5 }).collect();
        let weights = learn(&all, &is, 9, &costs);
        let mut gradient = weights.clone();
        for ((sample, is), cost) in samples.iter().zip(is).zip(costs) {
            let miss = 1.0 / (1.0 + (sign(is) * dot(&weights, sample)).exp());
            add(&mut gradient, sample, -cost * sign(is) * miss);
        }
        for (feature, slope) in gradient.iter().enumerate() {
            assert!(slope.abs() < 0.01, "feature {feature}: {slope} of {weights:?}");
        }
    }
}
