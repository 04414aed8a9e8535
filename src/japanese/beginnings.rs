//! Many strings, found in a text wherever they stand.
//!
//! A place of a text is looked up by its first character, then by its first bytes, two characters of
//! Japanese where a beginning has as many. Bitmaps small enough for the nearest cache answer for nearly
//! every place, so a text costs about a nanosecond a character for each set, and a set is built in the
//! time it takes to sort it.

/// Lengths in bytes by which beginnings are looked up: a beginning by the greatest that it reaches.
const KEY_LENGTHS: [usize; 4] = [6, 3, 2, 1];

/// Bits of a bitmap for each beginning; more make fewer places look like one.
const BITS: usize = 16;

/// Fewest and most bits of a bitmap, as powers of two.
const LEAST_BITS: u32 = 9;
const MOST_BITS: u32 = 18;

/// Bits for first characters.
const FIRSTS: usize = 512;

/// Bytes that are compared at once.
const AT_ONCE: usize = 16;

/// Strings, each with its number in the order given, to be found wherever they stand.
#[derive(Debug)]
pub(crate) struct Beginnings {
    /// Which hashes of a first character there are.
    firsts: [u64; FIRSTS / 64],
    tables: Vec<Table>,
    /// Bytes of the longest.
    longest: usize,
}

/// The strings that are looked up by as many bytes.
#[derive(Debug)]
struct Table {
    /// Which bytes of a word make the key.
    mask: u64,
    bitmap: Vec<u64>,
    /// How far a hash is shifted to number a bit.
    shift: u32,
    /// Keys, each once, at the first free place from that of their hash on.
    keys: Vec<Key>,
    /// How far a hash is shifted to number a key.
    keys_shift: u32,
    strings: Vec<Held>,
}

/// A key and its strings, those from `start` to `end`; none where the place is free.
#[derive(Debug, Clone, Copy, Default)]
struct Key {
    key: u64,
    start: u32,
    end: u32,
}

/// A string in a form that is compared without a call.
#[derive(Debug)]
struct Held {
    /// Its first bytes, and which there are.
    head: u128,
    mask: u128,
    length: u32,
    number: u32,
    /// What does not fit into `head`.
    tail: Box<[u8]>,
}

impl Held {
    fn new(string: &str, number: u32) -> Self {
        let bytes = string.as_bytes();
        let (head, tail) = bytes.split_at(bytes.len().min(AT_ONCE));
        let mask = u128::MAX.checked_shr(8 * (AT_ONCE - head.len()) as u32).unwrap_or(0);
        let (length, head) = (bytes.len() as u32, lowest_first(head));
        Self { head, mask, length, number, tail: tail.into() }
    }

    /// Whether a text begins with it.
    #[inline]
    fn begins(&self, rest: &[u8]) -> bool {
        lowest_first(rest) & self.mask == self.head
            && rest.len() >= self.length as usize
            && (self.tail.is_empty()
                || rest.get(AT_ONCE..).is_some_and(|rest| rest.starts_with(&self.tail)))
    }
}

impl Beginnings {
    /// Beginnings to look for; an empty one is never found.
    pub(crate) fn new<'s>(strings: impl Iterator<Item = &'s str>) -> Self {
        let mut by_length: [Vec<(u64, &str, u32)>; KEY_LENGTHS.len()] = Default::default();
        let mut longest = 0;
        let mut firsts = [0; FIRSTS / 64];
        for (number, string) in (0_u32..).zip(strings) {
            longest = longest.max(string.len());
            if let Some(&first) = string.as_bytes().first() {
                let bit = bit_of_first(lowest_first(string.as_bytes()) as u64, length_of(first));
                if let Some(word) = firsts.get_mut(bit >> 6) {
                    *word |= 1 << (bit & 63);
                }
            }
            let class = KEY_LENGTHS.iter().zip(&mut by_length);
            if let Some((length, of_length)) =
                class.into_iter().find(|(length, _)| string.len() >= **length)
            {
                let key = lowest_first(string.as_bytes()) as u64 & mask(*length);
                of_length.push((key, string, number));
            }
        }
        let tables = KEY_LENGTHS
            .iter()
            .zip(by_length)
            .filter(|(_, strings)| !strings.is_empty())
            .map(|(length, strings)| Table::new(mask(*length), strings))
            .collect();
        Self { firsts, tables, longest }
    }

    /// Bytes of the longest.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Hands over start, end and number of every one in `text`, by start, until `take` has had enough.
    pub(crate) fn each(&self, text: &str, mut take: impl FnMut(usize, usize, usize) -> bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let length = length_of(first);
            let rest = bytes.get(at..).unwrap_or_default();
            let word = lowest_first_eight(rest);
            if self.may_begin(word, length) {
                for table in &self.tables {
                    for held in table.at(word) {
                        if held.begins(rest)
                            && !take(at, at + held.length as usize, held.number as usize)
                        {
                            return;
                        }
                    }
                }
            }
            at += length;
        }
    }
}

impl Beginnings {
    /// Start, end and number of the first one from byte `from` of `text` on, the longest of those that begin
    /// there.
    pub(crate) fn next_longest(&self, text: &str, from: usize) -> Option<(usize, usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(&first) = bytes.get(at) {
            let length = length_of(first);
            let rest = bytes.get(at..).unwrap_or_default();
            let word = lowest_first_eight(rest);
            if self.may_begin(word, length) {
                let there = self.tables.iter().flat_map(|table| table.at(word));
                let longest = there.filter(|held| held.begins(rest)).max_by_key(|held| held.length);
                if let Some(held) = longest {
                    return Some((at, at + held.length as usize, held.number as usize));
                }
            }
            at += length;
        }
        None
    }

    /// Whether any begins with the first character of a word, which has so many bytes.
    #[inline]
    fn may_begin(&self, word: u64, length: usize) -> bool {
        let bit = bit_of_first(word, length);
        self.firsts.get(bit >> 6).is_some_and(|word| word & 1 << (bit & 63) != 0)
    }
}

impl Table {
    fn new(mask: u64, mut strings: Vec<(u64, &str, u32)>) -> Self {
        strings.sort_unstable();
        let keys = strings.chunk_by(|(one, ..), (other, ..)| one == other);
        // At least twice as many places as keys, so that a search ends soon.
        let places = (2 * keys.clone().count()).next_power_of_two().max(2);
        let wanted = (strings.len() * BITS).next_power_of_two().ilog2();
        let bits = wanted.clamp(LEAST_BITS, MOST_BITS);
        let mut table = Self {
            mask,
            bitmap: vec![0; 1 << (bits - 6)],
            shift: u64::BITS - bits,
            keys: vec![Key::default(); places],
            keys_shift: u64::BITS - places.ilog2(),
            strings: Vec::with_capacity(strings.len()),
        };
        for of_key in keys {
            let Some((key, ..)) = of_key.first().copied() else { continue };
            let start = table.strings.len() as u32;
            let held = of_key.iter().map(|(_, string, number)| Held::new(string, *number));
            table.strings.extend(held);
            let end = table.strings.len() as u32;
            let hash = hash(key);
            let bit = (hash >> table.shift) as usize;
            if let Some(word) = table.bitmap.get_mut(bit >> 6) {
                *word |= 1 << (bit & 63);
            }
            let mut place = (hash >> table.keys_shift) as usize;
            while table.keys.get(place).is_some_and(|known| known.end > known.start) {
                place = (place + 1) & (places - 1);
            }
            if let Some(free) = table.keys.get_mut(place) {
                *free = Key { key, start, end };
            }
        }
        table
    }

    /// The strings that share the first bytes of a word.
    #[inline]
    fn at(&self, word: u64) -> &[Held] {
        let key = word & self.mask;
        let hash = hash(key);
        let bit = (hash >> self.shift) as usize;
        if self.bitmap.get(bit >> 6).is_none_or(|word| word & 1 << (bit & 63) == 0) {
            return &[];
        }
        let mut place = (hash >> self.keys_shift) as usize;
        while let Some(known) = self.keys.get(place).filter(|known| known.end > known.start) {
            if known.key == key {
                return self.strings.get(known.start as usize..known.end as usize).unwrap_or(&[]);
            }
            place = (place + 1) & (self.keys.len() - 1);
        }
        &[]
    }
}

/// Fibonacci hashing; the upper bits are the better ones.
fn hash(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The bit of a first character of so many bytes.
#[inline]
fn bit_of_first(word: u64, length: usize) -> usize {
    (hash(word & mask(length)) >> (u64::BITS - FIRSTS.ilog2())) as usize
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
            strings in prop::collection::btree_set("[あいaé𠮷]{1,4}", 1..12),
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
