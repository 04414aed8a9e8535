//! Numbers that look random and are the same on every machine.

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a counter whose values are scrambled.
///
/// Written out here because a corpus of a seed has to stay the same when a crate changes its
/// algorithm; nothing but integers is used, so no machine rounds otherwise.
#[derive(Debug, Clone)]
pub(super) struct Rng {
    state: u64,
}

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// A generator that begins at `state`.
    pub(super) fn new(state: u64) -> Self {
        Self { state }
    }

    /// The generator of one thing of a corpus: what it is, and which one.
    pub(super) fn of(seed: u64, what: u64, number: u64) -> Self {
        let mut rng = Self::new(seed);
        for part in [what, number] {
            rng.state = rng.next() ^ part.wrapping_mul(STEP);
        }
        let state = rng.next();
        Self::new(state)
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * n as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = usize::try_from(high - low).unwrap_or_default() + 1;
        low + i32::try_from(self.below(span)).unwrap_or_default()
    }

    /// A number below `n`, small ones far more often: its probability falls about as 1/(x + 1).
    pub(super) fn skewed(&mut self, n: usize) -> usize {
        // The upper bound is drawn by its order of magnitude, the number evenly below it.
        let bits = usize::try_from(usize::BITS - n.leading_zeros()).unwrap_or_default();
        let bound = (1_usize << self.below(bits + 1)).min(n);
        self.below(bound)
    }

    /// True in `percent` of a hundred cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list; `None` of an empty one.
    pub(super) fn one<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        list.get(self.below(list.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_published_algorithm() {
        let mut rng = Rng::new(1_234_567);
        let values: Vec<u64> = (0..3).map(|_| rng.next()).collect();
        assert_eq!(
            values,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut rng = Rng::of(1, 2, 3);
        for n in [1, 2, 3, 10, 1000] {
            let all: Vec<usize> = (0..2000).map(|_| rng.below(n)).collect();
            let skewed: Vec<usize> = (0..2000).map(|_| rng.skewed(n)).collect();
            assert!(all.iter().chain(&skewed).all(|x| *x < n), "{n}");
            let low = |numbers: &[usize]| numbers.iter().filter(|x| **x <= n / 10).count();
            assert!(n < 10 || low(&skewed) > 2 * low(&all), "{n}: {} {}", low(&skewed), low(&all));
        }
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.skewed(0), 0);
        assert!((0..200).all(|_| (-3..=4).contains(&rng.between(-3, 4))));
    }

    #[test]
    fn each_number_has_its_own_generator() {
        let first = |seed, what, number| Rng::of(seed, what, number).next();
        let mut seen: Vec<u64> = Vec::new();
        for seed in 0..8 {
            for what in 0..4 {
                seen.extend((0..64).map(|number| first(seed, what, number)));
            }
        }
        let many = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), many);
    }
}
