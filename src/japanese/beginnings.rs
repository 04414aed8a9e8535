//! Many strings, found in a text wherever they stand.
//!
//! A place of a text is looked up by its first character, then by its first bytes: one, two, three, then six at
//! a time, two characters of Japanese, for as long as a string goes on so. What a table has of as many bytes is
//! compared. Bitmaps small enough for the nearest cache answer for nearly every place, so a text costs a few
//! nanoseconds a character for each set, and a set is built in the time it takes to sort it.

/// Lengths in bytes by which strings are looked up at once.
const SHORT: [usize; 3] = [1, 2, 3];

/// Bytes by which longer ones are looked up, step by step.
const STEP: usize = 6;

/// Bits of a bitmap for each key; more make fewer places look like one.
const BITS: usize = 16;

/// Fewest and most bits of a bitmap, as powers of two.
const LEAST_BITS: u32 = 9;
const MOST_BITS: u32 = 18;

/// Bytes that are compared at once.
const AT_ONCE: usize = 16;

/// Strings, each with its number in the order given, to be found wherever they stand.
#[derive(Debug)]
pub(crate) struct Beginnings {
    /// Which first characters there are.
    firsts: Bitmap,
    /// The strings that are shorter than a step, by their length.
    short: Vec<(u64, Table)>,
    /// The others, by how many whole steps they have.
    long: Vec<Table>,
}

/// A set of hashes, roughly: one that is not among these bits is not in the set.
#[derive(Debug)]
struct Bitmap {
    words: Vec<u64>,
    /// How far a hash is shifted to number a bit.
    shift: u32,
}

/// The strings that are looked up by as many bytes.
#[derive(Debug)]
struct Table {
    bitmap: Bitmap,
    /// Keys, each once, at the first free place from that of their hash on.
    keys: Vec<Key>,
    /// How far a hash is shifted to number a key.
    shift: u32,
    strings: Vec<Held>,
    tails: Vec<u8>,
}

/// The hash of first bytes and the strings that have them and end before the next step, those from `start`
/// to `end`.
#[derive(Debug, Clone, Copy)]
struct Key {
    hash: u64,
    start: u32,
    end: u32,
}

impl Key {
    /// No key.
    const FREE: Self = Self { hash: 0, start: u32::MAX, end: u32::MAX };

    fn is_free(&self) -> bool {
        self.start == u32::MAX
    }
}

/// A string in a form that is compared without a call: half a line of the cache.
#[derive(Debug)]
struct Held {
    /// Its first bytes.
    head: u128,
    length: u32,
    number: u32,
    /// Where what does not fit into `head` begins among the tails.
    tail: u32,
}

/// A string on its way into a table.
struct Keyed<'s> {
    hash: u64,
    /// Nothing where the string goes on for another step.
    string: Option<(&'s str, u32)>,
}

impl Beginnings {
    /// Beginnings to look for; an empty one is never found.
    pub(crate) fn new<'s>(strings: impl Iterator<Item = &'s str>) -> Self {
        let mut short: [Vec<Keyed<'s>>; SHORT.len()] = Default::default();
        let mut long: Vec<Vec<Keyed<'s>>> = Vec::new();
        let mut firsts = Vec::new();
        for (number, string) in (0_u32..).zip(strings) {
            let bytes = string.as_bytes();
            let Some(&first) = bytes.first() else { continue };
            let word = lowest_first(bytes) as u64;
            firsts.push(hash(word & mask(length_of(first))));
            if bytes.len() < STEP {
                let class = SHORT.iter().zip(&mut short).rev();
                if let Some((length, of_length)) =
                    class.into_iter().find(|(length, _)| bytes.len() >= **length)
                {
                    let hash = hash(word & mask(*length));
                    of_length.push(Keyed { hash, string: Some((string, number)) });
                }
                continue;
            }
            let mut hash = 0;
            let steps = bytes.chunks_exact(STEP);
            let last = steps.len() - 1;
            for (step, bytes) in steps.enumerate() {
                hash = further(hash, lowest_first(bytes) as u64);
                if long.len() == step {
                    long.push(Vec::new());
                }
                if let Some(table) = long.get_mut(step) {
                    let string = (step == last).then_some((string, number));
                    table.push(Keyed { hash, string });
                }
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        let short = SHORT.iter().zip(short).filter(|(_, strings)| !strings.is_empty());
        Self {
            firsts: Bitmap::new(firsts.len(), firsts.iter().copied()),
            short: short.map(|(length, keyed)| (mask(*length), Table::new(keyed))).collect(),
            long: long.into_iter().map(Table::new).collect(),
        }
    }

    /// Hands over start, end and number of every one in `text`, by start, until `take` has had enough.
    #[inline]
    pub(crate) fn each(&self, text: &str, mut take: impl FnMut(usize, usize, usize) -> bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let length = length_of(first);
            let rest = bytes.get(at..).unwrap_or_default();
            let goes_on = self
                .at(rest, length, |held| take(at, at + held.length as usize, held.number as usize));
            if !goes_on {
                return;
            }
            at += length;
        }
    }

    /// Start, end and number of the first one from byte `from` of `text` on, the longest of those that begin
    /// there.
    pub(crate) fn next_longest(&self, text: &str, from: usize) -> Option<(usize, usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(&first) = bytes.get(at) {
            let length = length_of(first);
            let rest = bytes.get(at..).unwrap_or_default();
            let mut longest: Option<(u32, u32)> = None;
            self.at(rest, length, |held| {
                longest = longest.max(Some((held.length, held.number)));
                true
            });
            if let Some((length, number)) = longest {
                return Some((at, at + length as usize, number as usize));
            }
            at += length;
        }
        None
    }

    /// Hands over those that a text begins with, whose first character has so many bytes, until `take` has
    /// had enough; whether it never had.
    #[inline]
    fn at(&self, rest: &[u8], length: usize, mut take: impl FnMut(&Held) -> bool) -> bool {
        let word = lowest_first_eight(rest);
        if !self.firsts.may_have(hash(word & mask(length))) {
            return true;
        }
        for (mask, table) in &self.short {
            let Some(key) = table.key(hash(word & mask)) else { continue };
            for held in table.standing(key, rest) {
                if !take(held) {
                    return false;
                }
            }
        }
        let mut hash = 0;
        let mut left = rest;
        for table in &self.long {
            if left.len() < STEP {
                break;
            }
            hash = further(hash, lowest_first_eight(left) & mask(STEP));
            let Some(key) = table.key(hash) else { break };
            for held in table.standing(key, rest) {
                if !take(held) {
                    return false;
                }
            }
            left = left.get(STEP..).unwrap_or_default();
        }
        true
    }
}

impl Bitmap {
    fn new(count: usize, hashes: impl Iterator<Item = u64>) -> Self {
        let bits = (count * BITS).next_power_of_two().ilog2().clamp(LEAST_BITS, MOST_BITS);
        let mut bitmap = Self { words: vec![0; 1 << (bits - 6)], shift: u64::BITS - bits };
        for hash in hashes {
            let bit = (hash >> bitmap.shift) as usize;
            if let Some(word) = bitmap.words.get_mut(bit >> 6) {
                *word |= 1 << (bit & 63);
            }
        }
        bitmap
    }

    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        let bit = (hash >> self.shift) as usize;
        self.words.get(bit >> 6).is_some_and(|word| word & 1 << (bit & 63) != 0)
    }
}

impl Table {
    fn new(mut keyed: Vec<Keyed<'_>>) -> Self {
        keyed.sort_unstable_by_key(|keyed| (keyed.hash, keyed.string));
        let by_hash = keyed.chunk_by(|one, other| one.hash == other.hash);
        let count = by_hash.clone().count();
        // At least twice as many places as keys, so that a search ends soon.
        let places = (2 * count).next_power_of_two().max(2);
        let hashes = by_hash.clone().filter_map(|same| same.first()).map(|keyed| keyed.hash);
        let mut table = Self {
            bitmap: Bitmap::new(count, hashes),
            keys: vec![Key::FREE; places],
            shift: u64::BITS - places.ilog2(),
            strings: Vec::new(),
            tails: Vec::new(),
        };
        for same in by_hash {
            let Some(hash) = same.first().map(|keyed| keyed.hash) else { continue };
            let start = table.strings.len() as u32;
            for (string, number) in same.iter().filter_map(|keyed| keyed.string) {
                table.hold(string.as_bytes(), number);
            }
            let end = table.strings.len() as u32;
            let mut place = (hash >> table.shift) as usize;
            while table.keys.get(place).is_some_and(|known| !known.is_free()) {
                place = (place + 1) & (places - 1);
            }
            if let Some(free) = table.keys.get_mut(place) {
                *free = Key { hash, start, end };
            }
        }
        table
    }

    fn hold(&mut self, string: &[u8], number: u32) {
        let (length, tail) = (string.len() as u32, self.tails.len() as u32);
        self.strings.push(Held {
            head: lowest_first(string) & head_mask(length),
            length,
            number,
            tail,
        });
        self.tails.extend(string.get(AT_ONCE..).unwrap_or_default());
    }

    /// What has this hash.
    #[inline]
    fn key(&self, hash: u64) -> Option<&Key> {
        if !self.bitmap.may_have(hash) {
            return None;
        }
        let mut place = (hash >> self.shift) as usize;
        while let Some(known) = self.keys.get(place).filter(|known| !known.is_free()) {
            if known.hash == hash {
                return Some(known);
            }
            place = (place + 1) & (self.keys.len() - 1);
        }
        None
    }

    /// The strings of a key that a text begins with.
    #[inline]
    fn standing<'t>(&'t self, key: &Key, rest: &'t [u8]) -> impl Iterator<Item = &'t Held> {
        let strings = self.strings.get(key.start as usize..key.end as usize).unwrap_or(&[]);
        let head = lowest_first(rest);
        strings.iter().filter(move |held| {
            head & head_mask(held.length) == held.head
                && rest.len() >= held.length as usize
                && self.tail_stands(held, rest)
        })
    }

    /// Whether what does not fit into the head of a string stands behind that of a text.
    #[inline]
    fn tail_stands(&self, held: &Held, rest: &[u8]) -> bool {
        let (start, length) = (held.tail as usize, held.length as usize);
        length <= AT_ONCE
            || rest.get(AT_ONCE..length) == self.tails.get(start..start + length - AT_ONCE)
    }
}

/// Fibonacci hashing; the upper bits are the better ones.
#[inline]
fn hash(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of bytes and a step behind them.
#[inline]
fn further(before: u64, step: u64) -> u64 {
    hash(before.rotate_left(23) ^ step)
}

/// The length of a character by its first byte.
#[inline]
fn length_of(first: u8) -> usize {
    match first {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The first eight bytes, the first one lowest; what is missing is 0.
#[inline]
fn lowest_first_eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The first sixteen bytes, the first one lowest; what is missing is 0.
#[inline]
fn lowest_first(bytes: &[u8]) -> u128 {
    if let Some(sixteen) = bytes.first_chunk::<AT_ONCE>() {
        return u128::from_le_bytes(*sixteen);
    }
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u128::from(*byte))
}

fn mask(length: usize) -> u64 {
    (1 << (8 * length)) - 1
}

/// Which of sixteen bytes a string of so many has.
#[inline]
fn head_mask(length: u32) -> u128 {
    u128::MAX.checked_shr(8 * (AT_ONCE as u32).saturating_sub(length)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Beginnings;

    #[track_caller]
    fn check(strings: &[&str], text: &str, wanted: &[(usize, &str)]) {
        let mut found = Vec::new();
        Beginnings::new(strings.iter().copied()).each(text, |start, end, number| {
            assert_eq!(text.get(start..end), Some(strings[number]));
            found.push((start, strings[number]));
            true
        });
        found.sort_unstable();
        assert_eq!(found, wanted, "{strings:?} in {text}");
    }

    #[test]
    fn each_beginning_is_found_wherever_it_stands() {
        check(
            &["漏えい", "漏", "えい"],
            "漏えいと漏水",
            &[(0, "漏"), (0, "漏えい"), (3, "えい"), (12, "漏")],
        );
        check(&["id", "i", "idと"], "idとi", &[(0, "i"), (0, "id"), (0, "idと"), (5, "i")]);
        check(&["", "ア"], "アa", &[(0, "ア")]);
        check(&["侵入され"], "侵入さ", &[]);
        check(&["𠮷野"], "𠮷野𠮷", &[(0, "𠮷野")]);
        check(
            &["個人情報", "個人情報の漏えい", "個人情報の流出", "個人情報の"],
            "個人情報の漏え、個人情報の漏えい",
            &[
                (0, "個人情報"),
                (0, "個人情報の"),
                (24, "個人情報"),
                (24, "個人情報の"),
                (24, "個人情報の漏えい"),
            ],
        );
    }

    #[test]
    fn who_has_had_enough_is_left_alone() {
        let mut count = 0;
        Beginnings::new(["あ"].into_iter()).each("あああ", |_, _, _| {
            count += 1;
            count < 2
        });
        assert_eq!(count, 2);
    }

    proptest! {
        #[test]
        fn nothing_is_found_that_is_not_there_and_nothing_is_missed(
            strings in prop::collection::btree_set("[あいaé𠮷]{1,9}", 1..12),
            text in "[あいaé𠮷]{0,40}",
        ) {
            let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
            let mut wanted: Vec<(usize, &str)> = Vec::new();
            for string in &strings {
                let stands = |at: &usize| text.get(*at..).is_some_and(|t| t.starts_with(string));
                wanted.extend((0..text.len()).filter(stands).map(|at| (at, *string)));
            }
            wanted.sort_unstable();
            check(&strings, &text, &wanted);
        }
    }
}
