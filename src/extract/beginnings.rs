//! The beginnings of a set of cues, found in a text.
//!
//! A place of a text is looked up by its first bytes, two characters of Japanese where a beginning has
//! as many. A bitmap small enough for the nearest cache answers for nearly every place, so a text costs
//! about a nanosecond a character for each set, and a set is built in the time it takes to sort it.

/// Lengths in bytes by which beginnings are looked up: a beginning by the greatest that it reaches.
const KEY_LENGTHS: [usize; 4] = [6, 3, 2, 1];

/// Bits of a bitmap for each beginning; more make fewer places look like one.
const BITS: usize = 16;

/// Fewest and most bits of a bitmap, as powers of two.
const LEAST_BITS: u32 = 9;
const MOST_BITS: u32 = 18;

/// Strings, each with its number in the order given, to be found wherever they stand.
#[derive(Debug)]
pub(super) struct Beginnings {
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
    /// Keys, sorted, each once.
    keys: Vec<u64>,
    /// For each key, where its strings begin among `strings`; one more for the end.
    starts: Vec<u32>,
    strings: Vec<(Box<str>, u32)>,
}

impl Beginnings {
    /// Beginnings to look for; an empty one is never found.
    pub(super) fn new<'s>(strings: impl Iterator<Item = &'s str>) -> Self {
        let mut by_length: [Vec<(u64, Box<str>, u32)>; KEY_LENGTHS.len()] = Default::default();
        let mut longest = 0;
        for (number, string) in (0_u32..).zip(strings) {
            longest = longest.max(string.len());
            let class = KEY_LENGTHS.iter().zip(&mut by_length);
            if let Some((length, of_length)) =
                class.into_iter().find(|(length, _)| string.len() >= **length)
            {
                let key = word(string.as_bytes()) & mask(*length);
                of_length.push((key, string.into(), number));
            }
        }
        let tables = KEY_LENGTHS
            .iter()
            .zip(by_length)
            .filter(|(_, strings)| !strings.is_empty())
            .map(|(length, strings)| Table::new(mask(*length), strings))
            .collect();
        Self { tables, longest }
    }

    /// Bytes of the longest.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Hands over start, end and number of every one in `text`, by start, until `take` has had enough.
    pub(super) fn each(&self, text: &str, mut take: impl FnMut(usize, usize, usize) -> bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let word = word(rest);
            for table in &self.tables {
                for (string, number) in table.at(word) {
                    if rest.starts_with(string.as_bytes())
                        && !take(at, at + string.len(), *number as usize)
                    {
                        return;
                    }
                }
            }
            // The length of a character by its first byte.
            at += match word & 0xFF {
                0..0xC0 => 1,
                0xC0..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            };
        }
    }
}

impl Table {
    fn new(mask: u64, mut strings: Vec<(u64, Box<str>, u32)>) -> Self {
        strings.sort_unstable();
        let wanted = (strings.len() * BITS).next_power_of_two().ilog2();
        let bits = wanted.clamp(LEAST_BITS, MOST_BITS);
        let mut table = Self {
            mask,
            bitmap: vec![0; 1 << (bits - 6)],
            shift: u64::BITS - bits,
            keys: Vec::new(),
            starts: Vec::new(),
            strings: Vec::with_capacity(strings.len()),
        };
        for (key, string, number) in strings {
            if table.keys.last() != Some(&key) {
                table.keys.push(key);
                table.starts.push(table.strings.len() as u32);
                let bit = table.bit(key);
                if let Some(word) = table.bitmap.get_mut(bit >> 6) {
                    *word |= 1 << (bit & 63);
                }
            }
            table.strings.push((string, number));
        }
        table.starts.push(table.strings.len() as u32);
        table
    }

    /// The strings that share the first bytes of a word.
    fn at(&self, word: u64) -> &[(Box<str>, u32)] {
        let key = word & self.mask;
        let bit = self.bit(key);
        if self.bitmap.get(bit >> 6).is_none_or(|word| word & 1 << (bit & 63) == 0) {
            return &[];
        }
        let Ok(place) = self.keys.binary_search(&key) else { return &[] };
        let range = self.starts.get(place).zip(self.starts.get(place + 1));
        range
            .and_then(|(start, end)| self.strings.get(*start as usize..*end as usize))
            .unwrap_or_default()
    }

    /// The bit of a key, by Fibonacci hashing.
    fn bit(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }
}

/// The first eight bytes, the first one lowest; what is missing is 0.
fn word(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
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
