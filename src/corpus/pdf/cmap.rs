//! Character maps: which codes a font's strings hold and what they stand for.

use super::lexer::Lexer;
use super::object::Object;

/// Entries that one map may have.
const MOST_ENTRIES: usize = 200_000;

/// Stretches of codes that one map may have.
const MOST_SPACES: usize = 64;

/// A map from a font's `ToUnicode`, or one embedded as its encoding.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CMap {
    /// Length in bytes, first and last code.
    spaces: Vec<(usize, u32, u32)>,
    /// Sorted by first code.
    texts: Vec<Range<Vec<u16>>>,
    /// Sorted by first code.
    cids: Vec<Range<u32>>,
    pub(super) vertical: bool,
    /// The map that this one adds to.
    pub(super) parent: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Range<T> {
    first: u32,
    last: u32,
    /// What the first code stands for; the others count up from it.
    to: T,
}

impl CMap {
    /// Reads a map; what is not understood is skipped.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::of_content(bytes);
        let mut held: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(word) = object else {
                held.push(object);
                continue;
            };
            match word.as_str() {
                "endcodespacerange" => map.spaces.extend(held.chunks_exact(2).filter_map(|pair| {
                    let (length, first) = code(&pair[0])?;
                    Some((length, first, code(&pair[1])?.1))
                })),
                "endbfchar" => map.texts.extend(held.chunks_exact(2).filter_map(|pair| {
                    let (_, first) = code(&pair[0])?;
                    Some(Range { first, last: first, to: units(&pair[1])? })
                })),
                "endbfrange" => map.text_ranges(&held),
                "endcidchar" => map.cids.extend(held.chunks_exact(2).filter_map(|pair| {
                    let (_, first) = code(&pair[0])?;
                    Some(Range { first, last: first, to: pair[1].whole()? })
                })),
                "endcidrange" => map.cids.extend(held.chunks_exact(3).filter_map(|three| {
                    let (_, first) = code(&three[0])?;
                    Some(Range { first, last: code(&three[1])?.1, to: three[2].whole()? })
                })),
                "usecmap" => {
                    map.parent = held.last().and_then(Object::name).map(str::to_owned);
                }
                "def" => {
                    if let [.., Object::Name(key), Object::Number(mode)] = held.as_slice()
                        && key == "WMode"
                    {
                        map.vertical = *mode == 1.0;
                    }
                }
                _ => {}
            }
            held.clear();
            if map.texts.len() + map.cids.len() > MOST_ENTRIES {
                break;
            }
        }
        // Each code is compared with all of them.
        map.spaces.truncate(MOST_SPACES);
        map.texts.sort_by_key(|range| range.first);
        map.cids.sort_by_key(|range| range.first);
        map
    }

    fn text_ranges(&mut self, held: &[Object]) {
        for three in held.chunks_exact(3) {
            let (Some((_, first)), Some((_, last))) = (code(&three[0]), code(&three[1])) else {
                continue;
            };
            match &three[2] {
                Object::Array(texts) => {
                    let codes = first..=last;
                    self.texts.extend(codes.zip(texts).filter_map(|(code, text)| {
                        Some(Range { first: code, last: code, to: units(text)? })
                    }));
                }
                text => {
                    self.texts.extend(units(text).map(|to| Range { first, last, to }));
                }
            }
        }
    }

    /// How many entries it has.
    pub(super) fn entries(&self) -> usize {
        self.spaces.len() + self.texts.len() + self.cids.len()
    }

    /// Bytes of the code that `bytes` begins with, if the map says how long its codes are.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let within = |length: usize, first: u32, last: u32| {
            let Some(code) = bytes.get(..length) else { return false };
            // Each byte has a range of its own.
            code.iter().rev().enumerate().all(|(place, byte)| {
                let at = |bound: u32| (bound >> (8 * place) & 0xFF) as u8;
                (at(first)..=at(last)).contains(byte)
            })
        };
        let found = self.spaces.iter().find(|(length, first, last)| within(*length, *first, *last));
        found.map(|(length, ..)| *length)
    }

    /// The length of the shortest codes, if the map has code spaces.
    pub(super) fn shortest(&self) -> Option<usize> {
        self.spaces.iter().map(|(length, ..)| *length).min()
    }

    /// What a code stands for as text.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        let range = find(&self.texts, code)?;
        let mut units = range.to.clone();
        let last = units.last_mut()?;
        *last = last.checked_add(u16::try_from(code - range.first).ok()?)?;
        String::from_utf16(&units).ok()
    }

    /// The glyph that a code stands for.
    pub(super) fn cid(&self, code: u32) -> Option<u32> {
        let range = find(&self.cids, code)?;
        range.to.checked_add(code - range.first)
    }
}

fn find<T>(ranges: &[Range<T>], code: u32) -> Option<&Range<T>> {
    let after = ranges.partition_point(|range| range.first <= code);
    ranges.get(after.checked_sub(1)?).filter(|range| code <= range.last)
}

/// A code of up to four bytes: its length and value.
fn code(object: &Object) -> Option<(usize, u32)> {
    let bytes = object.string().filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some((bytes.len(), bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))))
}

fn units(object: &Object) -> Option<Vec<u16>> {
    match object.string()? {
        [] => None,
        [one] => Some(vec![u16::from(*one)]),
        bytes => Some(
            bytes
                .chunks_exact(2)
                .map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1]))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests;
