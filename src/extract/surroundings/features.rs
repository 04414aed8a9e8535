//! What is seen of a place: flags, and short runs of the characters around it.

use std::ops::RangeInclusive;

/// A feature by the hash of its name, the characters of a template's name, a blank and what was seen.
pub(in crate::extract) type Key = u64;

const BASIS: Key = 0xcbf2_9ce4_8422_2325;

/// The features of one place. A feature that was seen twice counts twice.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Features {
    pub(super) keys: Vec<Key>,
    /// Their names, which only those ask for who learn.
    pub(super) names: Option<Vec<String>>,
}

impl Features {
    /// None yet; `is_named` keeps the names of those to come.
    pub(in crate::extract) fn new(is_named: bool) -> Self {
        Self { keys: Vec::new(), names: is_named.then(Vec::new) }
    }

    /// The names of all features, if they are kept.
    pub(in crate::extract) fn names(&self) -> &[String] {
        self.names.as_deref().unwrap_or_default()
    }

    #[cfg(test)]
    pub(in crate::extract) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The keys that a file of weights with these names would have.
    #[cfg(test)]
    pub(in crate::extract) fn keys_by_name(&self) -> Vec<Key> {
        self.names().iter().map(|name| key(name)).collect()
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        if let Some(names) = &mut self.names {
            names.clear();
        }
    }

    /// That `value` holds of the place.
    pub(in crate::extract) fn flag(&mut self, template: &str, value: &str) {
        self.keys.push(spell(stem(template), value));
        if let Some(names) = &mut self.names {
            names.push(format!("{template} {}", value.chars().map(sign).collect::<String>()));
        }
    }

    /// Every run of so many characters of a text.
    pub(in crate::extract) fn runs(
        &mut self,
        template: &str,
        text: &str,
        lengths: RangeInclusive<usize>,
    ) {
        let stem = stem(template);
        let mut rest = text;
        while !rest.is_empty() {
            let mut key = stem;
            let mut characters = rest.char_indices();
            let mut length = 0;
            while length < *lengths.end()
                && let Some((_, character)) = characters.next()
            {
                key = step(key, sign(character));
                length += 1;
                if lengths.contains(&length) {
                    self.keys.push(key);
                    if let Some(names) = &mut self.names {
                        let run = rest.get(..characters.offset()).unwrap_or_default();
                        let run: String = run.chars().map(sign).collect();
                        names.push(format!("{template} {run}"));
                    }
                }
            }
            let mut characters = rest.chars();
            characters.next();
            rest = characters.as_str();
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

fn spell(key: Key, name: &str) -> Key {
    name.chars().fold(key, |key, character| step(key, sign(character)))
}

/// One step of FNV-1a, by characters instead of bytes.
fn step(key: Key, character: char) -> Key {
    (key ^ Key::from(u32::from(character))).wrapping_mul(0x0100_0000_01b3)
}

/// What a character counts as: a digit as any digit. Tabs and the like would break a line of the file of weights.
fn sign(character: char) -> char {
    match character {
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

/// The last characters of a text.
pub(super) fn last(text: &str, most: usize) -> &str {
    let Some(back) = most.checked_sub(1) else { return "" };
    text.char_indices().nth_back(back).map_or(text, |(start, _)| text.get(start..).unwrap_or(text))
}
