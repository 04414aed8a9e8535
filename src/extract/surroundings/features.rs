//! What is seen of a place: flags, and short runs of the characters around it.

use std::ops::RangeInclusive;

/// A feature by the hash of its name, the characters of a template's name, a blank and what was seen.
pub(in crate::extract) type Key = u64;

/// Characters of a run at most.
const LONGEST_RUN: usize = 3;

const BASIS: Key = 0xcbf2_9ce4_8422_2325;

/// The features of one place. A feature that was seen twice counts twice.
///
/// Places of a sentence share many of theirs, which are seen and weighed once: [`Features::share`].
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Features {
    keys: Vec<Key>,
    /// How many of them, the first, are of all places until the next [`Features::clear`].
    shared: usize,
    /// How often those that are shared were others.
    round: usize,
    /// Their names, which only those ask for who learn.
    pub(super) names: Option<Vec<String>>,
}

impl Features {
    /// None yet; `is_named` keeps the names of those to come.
    pub(in crate::extract) fn new(is_named: bool) -> Self {
        Self { names: is_named.then(Vec::new), ..Self::default() }
    }

    /// The names of all features, if they are kept.
    pub(in crate::extract) fn names(&self) -> &[String] {
        self.names.as_deref().unwrap_or_default()
    }

    /// All of them.
    #[cfg(test)]
    pub(in crate::extract) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Those that places share, and the number of the round, by which others are told from them.
    pub(super) fn shared(&self) -> (usize, &[Key]) {
        (self.round, self.keys.get(..self.shared).unwrap_or_default())
    }

    /// Those of this place alone.
    pub(super) fn own(&self) -> &[Key] {
        self.keys.get(self.shared..).unwrap_or_default()
    }

    /// The keys that a file of weights with these names would have.
    #[cfg(test)]
    pub(in crate::extract) fn keys_by_name(&self) -> Vec<Key> {
        self.names().iter().map(|name| key(name)).collect()
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.shared = 0;
        self.round += 1;
        self.next();
    }

    /// Makes those that were seen since [`Features::clear`] those of all places to come.
    pub(super) fn share(&mut self) {
        self.shared = self.keys.len();
        self.round += 1;
    }

    /// Turns to the next place: forgets what is not shared.
    pub(super) fn next(&mut self) {
        self.keys.truncate(self.shared);
        if let Some(names) = &mut self.names {
            names.truncate(self.shared);
        }
    }

    /// That `value` holds of the place.
    pub(in crate::extract) fn flag(&mut self, template: &str, value: &str) {
        self.push(spell(stem(template), value), || format!("{template} {}", signs(value)));
    }

    /// The same where the name of the template has two parts.
    pub(super) fn flag_of(&mut self, template: &str, of: &str, value: &str) {
        let key = spell(stem_of(template, of), value);
        self.push(key, || format!("{template} {of} {}", signs(value)));
    }

    fn push(&mut self, key: Key, name: impl FnOnce() -> String) {
        self.keys.push(key);
        if let Some(names) = &mut self.names {
            names.push(name());
        }
    }

    /// The same of several values, each a character: the template is spelled once.
    pub(super) fn flags(&mut self, template: &str, values: impl Iterator<Item = char>) {
        let stem = stem(template);
        for value in values {
            self.push(step(stem, sign(value)), || format!("{template} {}", sign(value)));
        }
    }

    /// Every run of so many characters of a text, [`LONGEST_RUN`] at most.
    pub(in crate::extract) fn runs(
        &mut self,
        template: &str,
        text: &str,
        lengths: RangeInclusive<usize>,
    ) {
        // The keys of the runs that end here, by how many characters they have.
        let mut ending = [stem(template); LONGEST_RUN + 1];
        let longest = LONGEST_RUN.min(*lengths.end());
        for (before, (at, character)) in text.char_indices().enumerate() {
            let sign = sign(character);
            for length in (1..=longest.min(before + 1)).rev() {
                ending[length] = step(ending[length - 1], sign);
            }
            let ending = ending.iter().enumerate().take(longest.min(before + 1) + 1);
            for (length, key) in ending.skip(*lengths.start()) {
                self.keys.push(*key);
                if let Some(names) = &mut self.names {
                    let seen = text.get(..at + character.len_utf8()).unwrap_or_default();
                    names.push(format!("{template} {}", signs(last(seen, length))));
                }
            }
        }
    }
}

/// The key of a name as it is written in a file of weights.
pub(super) fn key(name: &str) -> Key {
    spell(BASIS, name)
}

fn stem(template: &str) -> Key {
    step(spell(BASIS, template), ' ')
}

fn stem_of(template: &str, of: &str) -> Key {
    step(spell(stem(template), of), ' ')
}

fn spell(key: Key, name: &str) -> Key {
    name.chars().fold(key, |key, character| step(key, sign(character)))
}

/// One step of FNV-1a, by characters instead of bytes.
fn step(key: Key, character: char) -> Key {
    (key ^ Key::from(u32::from(character))).wrapping_mul(0x0100_0000_01b3)
}

fn signs(text: &str) -> String {
    text.chars().map(sign).collect()
}

/// What a character counts as: a digit as any digit. Tabs and the like would break a line of the file of weights.
fn sign(character: char) -> char {
    match character {
        // Most are, and need no table to tell.
        '\u{3041}'..='\u{9fff}' => character,
        '0'..='9' => '0',
        ' ' => ' ',
        _ if character.is_whitespace() || character.is_control() => '_',
        _ => character,
    }
}

/// The first characters of a text.
pub(super) fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// A text from the character on that holds a byte.
pub(super) fn from(text: &str, byte: usize) -> &str {
    text.get(text.floor_char_boundary(byte)..).unwrap_or_default()
}

/// The last characters of a text.
pub(super) fn last(text: &str, most: usize) -> &str {
    let Some(back) = most.checked_sub(1) else { return "" };
    text.char_indices().nth_back(back).map_or(text, |(start, _)| text.get(start..).unwrap_or(text))
}
