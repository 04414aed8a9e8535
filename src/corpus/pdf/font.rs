//! Fonts: how their strings are cut into codes, what the codes stand for, and how wide they are.
//!
//! Outlines are never looked at; what a code means comes from `ToUnicode`, from the encoding, or
//! from the character collection, in that order.

use super::cmap::CMap;
use super::encoding::{self, Coding, Predefined, predefined};
use super::file::File;
use super::japan1;
use super::object::{Dict, Object};

/// Glyphs that a composite font may have; codes have two bytes.
const MOST_GLYPHS: u32 = 0x1_0000;

/// A font as far as its text goes.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    unicode: Option<CMap>,
    widths: Widths,
    /// Written from top to bottom.
    pub(super) vertical: bool,
}

/// One code of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// What it stands for; `None` if the file does not say.
    pub(super) text: Option<String>,
    /// Advance in ems.
    pub(super) width: f64,
    /// A single byte 32, which word spacing widens.
    pub(super) space: bool,
}

#[derive(Debug)]
enum Codes {
    Simple(Vec<Option<String>>),
    Predefined(Predefined, Collection),
    Embedded(CMap, Collection),
}

/// What the numbers of a font's glyphs mean.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Collection {
    Japan1,
    /// Only the font's outlines tell.
    Other,
}

/// Widths in ems.
#[derive(Debug, Default)]
struct Widths {
    /// First and last code or glyph, sorted, and their width.
    ranges: Vec<(u32, u32, f64)>,
    default: f64,
    /// Widths of Helvetica by what a code stands for, for fonts without any of their own.
    guessed: bool,
}

impl Font {
    /// Reads a font; what is missing gets a likely default.
    pub(super) fn read(file: &File<'_>, dict: &Dict) -> Self {
        let unicode = match file.value(dict, "ToUnicode") {
            Some(Object::Stream(stream)) => file.data(&stream).map(|data| CMap::read(&data)),
            _ => None,
        };
        let kind = file.value(dict, "Subtype");
        match kind.as_ref().and_then(Object::name) {
            Some("Type0") => Self::composite(file, dict, unicode),
            kind => Self::simple(file, dict, unicode, kind == Some("Type3")),
        }
    }

    fn simple(file: &File<'_>, dict: &Dict, unicode: Option<CMap>, drawn: bool) -> Self {
        let value = file.value(dict, "Encoding");
        let own = value.as_ref().and_then(Object::dict);
        let base = own.and_then(|own| file.value(own, "BaseEncoding")).or_else(|| value.clone());
        let mut texts = encoding::simple(base.as_ref().and_then(Object::name));
        let differences = own.and_then(|own| file.value(own, "Differences"));
        let mut code = 0_usize;
        for item in differences.as_ref().and_then(Object::array).unwrap_or_default() {
            match item {
                Object::Number(number) => code = *number as usize,
                Object::Name(name) => {
                    if let Some(text) = texts.get_mut(code) {
                        *text = encoding::named(name);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
        let widths = Widths::simple(file, dict, drawn);
        Self { codes: Codes::Simple(texts), unicode, widths, vertical: false }
    }

    fn composite(file: &File<'_>, dict: &Dict, unicode: Option<CMap>) -> Self {
        let descendant = match file.value(dict, "DescendantFonts") {
            Some(Object::Array(fonts)) => fonts.first().and_then(|font| file.resolve(font)),
            other => other,
        };
        let descendant = descendant.as_ref().and_then(Object::dict).cloned().unwrap_or_default();
        let collection =
            file.dict(&descendant, "CIDSystemInfo")
                .and_then(|info| Some(file.value(&info, "Ordering")?.string()? == b"Japan1"))
                .map_or(Collection::Other, |japan| {
                    if japan { Collection::Japan1 } else { Collection::Other }
                });
        let identity = Predefined { coding: Coding::Identity, vertical: false, half_width: false };
        let (codes, vertical) = match file.value(dict, "Encoding") {
            Some(Object::Stream(stream)) => {
                let map = CMap::read(&file.data(&stream).unwrap_or_default());
                let mode = file.value(&stream.dict, "WMode").and_then(|mode| mode.number());
                let vertical = map.vertical || mode == Some(1.0);
                match map.parent.as_deref().and_then(predefined) {
                    Some(parent) => (Codes::Predefined(parent, collection), parent.vertical),
                    None => (Codes::Embedded(map, collection), vertical),
                }
            }
            Some(Object::Name(name)) => {
                let map = predefined(&name).unwrap_or(identity);
                (Codes::Predefined(map, collection), map.vertical)
            }
            _ => (Codes::Predefined(identity, collection), false),
        };
        Self { codes, unicode, widths: Widths::composite(file, &descendant), vertical }
    }

    /// About how many entries its maps have.
    pub(super) fn weight(&self) -> usize {
        let embedded = match &self.codes {
            Codes::Embedded(map, _) => map.entries(),
            Codes::Simple(_) | Codes::Predefined(..) => 256,
        };
        embedded + self.unicode.as_ref().map_or(0, CMap::entries) + self.widths.ranges.len()
    }

    /// Cuts a string into codes and hands each on.
    pub(super) fn show(&self, bytes: &[u8], mut each: impl FnMut(Shown)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, after) = rest.split_at(self.length(rest).clamp(1, rest.len()));
            each(self.shown(code));
            rest = after;
        }
    }

    fn length(&self, bytes: &[u8]) -> usize {
        match &self.codes {
            Codes::Simple(_) => 1,
            Codes::Predefined(map, _) => map.coding.length(bytes),
            Codes::Embedded(map, _) => map.length(bytes).or_else(|| map.shortest()).unwrap_or(2),
        }
    }

    fn shown(&self, bytes: &[u8]) -> Shown {
        let code = bytes.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
        let given = self.unicode.as_ref().and_then(|map| map.text(code)).filter(|text| tells(text));
        let of_glyph = |cid: u32, collection: Collection| match collection {
            Collection::Japan1 => japan1::text(cid).map(str::to_owned),
            Collection::Other => None,
        };
        let (text, glyph) = match &self.codes {
            Codes::Simple(texts) => (texts.get(code as usize).cloned().flatten(), code),
            Codes::Predefined(map, collection) if map.coding == Coding::Identity => {
                (of_glyph(code, *collection), code)
            }
            Codes::Predefined(map, _) => {
                let text = map.coding.text(bytes);
                let glyph = text.as_deref().and_then(|text| glyph_of(text, map.half_width));
                (text, glyph.unwrap_or(u32::MAX))
            }
            Codes::Embedded(map, collection) => {
                let cid = map.cid(code).unwrap_or(code);
                (of_glyph(cid, *collection), cid)
            }
        };
        let text = given.or(text);
        let width = self.widths.of(glyph, text.as_deref());
        Shown { text, width, space: bytes == [b' '] }
    }
}

/// Whether `ToUnicode` gives text, not the zeros and private codes of careless programs.
fn tells(text: &str) -> bool {
    !text.is_empty()
        && !text.chars().all(|c| matches!(c, '\0' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}'))
}

/// The glyph of Adobe-Japan1 that a character gets.
fn glyph_of(text: &str, half_width: bool) -> Option<u32> {
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    match u32::from(c) {
        code @ 0x20..=0x7E if half_width => Some(231 + code - 0x20),
        _ => japan1::cid(c),
    }
}

impl Widths {
    fn simple(file: &File<'_>, dict: &Dict, drawn: bool) -> Self {
        let first = file.value(dict, "FirstChar").and_then(|first| first.whole());
        let first = first.unwrap_or(0).min(255);
        let given = file.numbers_at(dict, "Widths").unwrap_or_default();
        let scale = if drawn {
            let matrix = file.numbers_at(dict, "FontMatrix").unwrap_or_default();
            matrix.first().copied().unwrap_or(0.001).abs()
        } else {
            0.001
        };
        let descriptor = file.dict(dict, "FontDescriptor").unwrap_or_default();
        let missing = file.value(&descriptor, "MissingWidth").and_then(|width| width.number());
        let ranges = (first..).zip(given.iter().take(256));
        Self {
            ranges: ranges.map(|(code, width)| (code, code, width * scale)).collect(),
            default: missing.unwrap_or(0.0) * scale,
            guessed: given.is_empty(),
        }
    }

    fn composite(file: &File<'_>, dict: &Dict) -> Self {
        let default = file.value(dict, "DW").and_then(|width| width.number()).unwrap_or(1000.0);
        let items = match file.value(dict, "W") {
            Some(Object::Array(items)) => items,
            _ => Vec::new(),
        };
        let mut ranges = Vec::new();
        let mut items = items.iter().filter_map(|item| file.resolve(item));
        while let Some(first) = items.next() {
            let Some(first) = first.whole().map(|first| first.min(MOST_GLYPHS)) else { continue };
            match items.next() {
                Some(Object::Array(widths)) => {
                    let each = (first..).zip(&widths);
                    ranges.extend(each.filter_map(|(cid, width)| {
                        Some((cid, cid, file.resolve(width)?.number()? / 1000.0))
                    }));
                }
                Some(last) => {
                    let width = items.next().and_then(|width| width.number());
                    if let (Some(last), Some(width)) = (last.whole(), width) {
                        ranges.push((first, last, width / 1000.0));
                    }
                }
                None => break,
            }
        }
        ranges.sort_by_key(|(first, ..)| *first);
        Self { ranges, default: default / 1000.0, guessed: false }
    }

    fn of(&self, glyph: u32, text: Option<&str>) -> f64 {
        let after = self.ranges.partition_point(|(first, ..)| *first <= glyph);
        let range = after.checked_sub(1).and_then(|place| self.ranges.get(place));
        match range.filter(|(_, last, _)| glyph <= *last) {
            Some((.., width)) => *width,
            None if self.guessed => text.and_then(|text| text.chars().next()).map_or(0.5, likely),
            None => self.default,
        }
    }
}

/// About the width of a character in Helvetica, whose widths files need not give.
fn likely(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '!' | '/' | 'I' | 'f' | 't' => 0.28,
        'i' | 'j' | 'l' | '\'' | '|' => 0.22,
        '(' | ')' | '-' | 'r' => 0.333,
        'm' | 'M' | '%' => 0.85,
        'W' | '@' => 0.95,
        'w' => 0.72,
        c if c.is_ascii_uppercase() => 0.68,
        _ => 0.556,
    }
}

#[cfg(test)]
mod tests;
