//! Weights by feature and class, laid out for looking up many features of which few weigh anything.

use super::features::Key;

/// Bits by which features are told from those that weigh nothing, for each feature: one in so many of the others passes.
const BITS_PER_FEATURE: usize = 12;

/// Slots for each cell at least, so that a run of full ones is short.
const SLOTS_PER_CELL: usize = 2;

/// What a feature weighs for a class.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// A part of the feature's key, and in the lowest byte the class.
    tag: u32,
    weight: f32,
}

/// The tag of no cell, since its class is none.
const EMPTY: u32 = u32::MAX;

impl Slot {
    const NONE: Self = Self { tag: EMPTY, weight: 0.0 };
}

/// Room for the features of a place that may weigh something, and for the slots where their cells begin.
#[derive(Debug, Default)]
pub(super) struct Passing {
    keys: Vec<Key>,
    firsts: Vec<(u64, Slot)>,
}

/// An open hash table whose cells lie in the slots themselves, so that most features cost one line of the cache.
///
/// Of a key 24 bits are kept, of which the slot is independent: a feature that weighs nothing is taken for one that does
/// once in some ten million times.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// For each feature two bits of a word that its key gives. Most runs of characters weigh nothing, and this tells it of
    /// nearly all of them within memory that stays in a near cache.
    known: Vec<u64>,
    /// A power of two of them, or none.
    slots: Vec<Slot>,
}

impl Table {
    /// An empty one with room for so many features and cells.
    pub(super) fn with_room(features: usize, cells: usize) -> Self {
        let words = (features * BITS_PER_FEATURE / 64).next_power_of_two();
        let slots = (cells * SLOTS_PER_CELL).next_power_of_two();
        Self { known: vec![0; words], slots: vec![Slot::NONE; slots] }
    }

    /// Adds a cell; `class` is at most [`Table::LAST_CLASS`]. One for which there is no room is lost.
    pub(super) fn insert(&mut self, key: Key, class: u8, weight: f32) {
        let (word, bits) = self.bits_of(key);
        if let Some(word) = self.known.get_mut(word) {
            *word |= bits;
        }
        let spread = spread(key);
        let first = spread as usize;
        for at in 0..self.slots.len() {
            let at = self.wrapped(first + at);
            if let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.tag == EMPTY) {
                *slot = Slot { tag: tag_of(spread) | u32::from(class), weight };
                return;
            }
        }
    }

    /// The last class that a cell may have.
    pub(super) const LAST_CLASS: u8 = u8::MAX - 1;

    /// Adds to the scores of classes what the features weigh.
    pub(super) fn add(&self, keys: &[Key], passing: &mut Passing, scores: &mut [f32]) {
        // Whether a key passes cannot be foretold, so the processor is not made to: every key is written, and the next
        // one over it unless it passed.
        let Passing { keys: passing, firsts } = passing;
        passing.clear();
        passing.resize(keys.len(), 0);
        let mut count = 0;
        for key in keys {
            let (word, bits) = self.bits_of(*key);
            if let Some(slot) = passing.get_mut(count) {
                *slot = *key;
            }
            count += usize::from(self.known.get(word).is_some_and(|word| word & bits == bits));
        }
        passing.truncate(count);
        // Their first slots are all asked for before any is looked at, so that the memory is waited for once and not
        // for each of them.
        firsts.clear();
        firsts.extend(passing.iter().map(|key| {
            let spread = spread(*key);
            (spread, self.slots.get(self.wrapped(spread as usize)).copied().unwrap_or(Slot::NONE))
        }));
        for (spread, first) in firsts {
            let tag = tag_of(*spread);
            let mut at = *spread as usize;
            let mut slot = *first;
            while slot.tag != EMPTY {
                if slot.tag & TAG == tag
                    && let Some(score) = scores.get_mut((slot.tag & !TAG) as usize)
                {
                    *score += slot.weight;
                }
                at += 1;
                slot = self.slots.get(self.wrapped(at)).copied().unwrap_or(Slot::NONE);
            }
        }
    }

    /// Word and bits of a feature: of its key the highest bits, which all characters of its name have an effect on.
    fn bits_of(&self, key: Key) -> (usize, u64) {
        let place = key >> 34;
        let bits = 1 << (place & 63) | 1 << (place >> 6 & 63);
        ((place >> 12) as usize & self.known.len().wrapping_sub(1), bits)
    }

    fn wrapped(&self, slot: usize) -> usize {
        slot & self.slots.len().wrapping_sub(1)
    }
}

/// The bits of a slot's tag that are of the key.
const TAG: u32 = !0xff;

/// A key whose lowest bits, which choose the slot, and highest bits, which the slot keeps, all of its bits have an effect
/// on; the last characters of a name reach some bits of its key only.
fn spread(key: Key) -> u64 {
    // The fraction of the golden ratio, as in Fibonacci hashing.
    let product = u128::from(key) * 0x9e37_79b9_7f4a_7c15;
    (product >> 64) as u64 ^ product as u64
}

/// The bits of a spread key that a slot keeps.
fn tag_of(spread: u64) -> u32 {
    (spread >> 32) as u32 & TAG
}
