//! Words that name a cause only together: which of them stand in a stretch of text.

/// Which parts of meetings stand in a stretch of text: a bit for each.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts(Vec<u64>);

impl Parts {
    /// None of so many parts.
    pub(super) fn none_of(parts: usize) -> Self {
        Self(vec![0; parts.div_ceil(64)])
    }

    pub(super) fn add(&mut self, part: usize) {
        if let Some(word) = self.0.get_mut(part / 64) {
            *word |= 1 << (part % 64);
        }
    }

    pub(super) fn has(&self, part: usize) -> bool {
        self.0.get(part / 64).is_some_and(|word| word & 1 << (part % 64) != 0)
    }

    /// Those of some parts that stand there, in order.
    pub(super) fn each_of(&self, some: &Self) -> impl Iterator<Item = usize> {
        self.0.iter().zip(&some.0).zip(0..).flat_map(|((word, some), at)| {
            let mut left = word & some;
            std::iter::from_fn(move || {
                let part = 64 * at + left.trailing_zeros() as usize;
                left &= left.checked_sub(1)?;
                Some(part)
            })
        })
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Adds the parts of another stretch.
    pub(super) fn join(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }
}
