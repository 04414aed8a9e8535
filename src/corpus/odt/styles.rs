//! Styles and list styles of an OpenDocument file, as far as they tell headings, bold text and numbers.

use std::collections::BTreeMap;

use super::LEVELS;
use crate::corpus::blocks::Style;
use crate::corpus::numeral::Numeral;
use crate::corpus::xml::{Step, Xml};

/// How far a style's parents are followed.
const DEEPEST: usize = 16;

/// Styles by name; those of `content.xml` have parents in `styles.xml`.
#[derive(Debug, Default)]
pub(super) struct Styles {
    named: BTreeMap<String, Entry>,
    lists: BTreeMap<String, Vec<Level>>,
}

#[derive(Debug, Default)]
struct Entry {
    parent: Option<String>,
    known: Known,
}

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    pub(super) style: Option<Style>,
    /// Level of the heading, 1 to 6.
    pub(super) outline: Option<u8>,
    /// Whether the text is bold.
    pub(super) strong: bool,
}

#[derive(Debug, Clone, Default)]
struct Level {
    numeral: Numeral,
    prefix: String,
    suffix: String,
    start: u32,
    /// Levels shown, this one included.
    shown: usize,
}

impl Styles {
    /// Adds the styles of a part, up to its text.
    pub(super) fn read(&mut self, mut xml: Xml<'_>) -> Result<(), String> {
        let mut open = String::new();
        let mut list = String::new();
        loop {
            match xml.next()? {
                Step::Over => return Ok(()),
                Step::Open(tag) => match tag.name() {
                    "body" | "master-styles" => return Ok(()),
                    "style" => {
                        open = tag.attr("name").unwrap_or_default();
                        let shown = tag.attr("display-name").unwrap_or_else(|| decoded(&open));
                        let outline: Option<u8> = tag.number("default-outline-level");
                        let known = Known {
                            style: Style::named(&shown).or_else(|| Style::named(&decoded(&open))),
                            outline: outline.map(|level| level.clamp(1, 6)),
                            strong: false,
                        };
                        let parent = tag.attr("parent-style-name");
                        self.named.insert(open.clone(), Entry { parent, known });
                    }
                    "text-properties" => {
                        let bold = |name: &str| tag.attr(name).as_deref() == Some("bold");
                        if let Some(entry) = self.named.get_mut(&open) {
                            entry.known.strong |= bold("font-weight") || bold("font-weight-asian");
                        }
                    }
                    "list-style" => {
                        list = tag.attr("name").unwrap_or_default();
                        self.lists.insert(list.clone(), vec![Level::default(); LEVELS]);
                    }
                    name @ ("list-level-style-number"
                    | "list-level-style-bullet"
                    | "list-level-style-image") => {
                        let pattern = tag.attr("num-format").unwrap_or_default();
                        let affix = |name: &str| {
                            tag.attr(name).filter(|affix| affix.len() <= 40).unwrap_or_default()
                        };
                        let level = Level {
                            numeral: match name {
                                "list-level-style-number" => Numeral::of_pattern(&pattern),
                                _ => Numeral::Bullet,
                            },
                            prefix: affix("num-prefix"),
                            suffix: affix("num-suffix"),
                            start: tag.number("start-value").unwrap_or(1),
                            shown: tag.number("display-levels").unwrap_or(1),
                        };
                        let at: usize = tag.number("level").unwrap_or(1);
                        let place = self.lists.get_mut(&list);
                        if let Some(slot) = place.and_then(|list| list.get_mut(at.wrapping_sub(1)))
                        {
                            *slot = level;
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// What a style says, by itself or through its parents.
    pub(super) fn resolve(&self, name: &str) -> Known {
        let mut known = Known::default();
        let mut next = Some(name);
        for _ in 0..DEEPEST {
            let Some(entry) = next.and_then(|name| self.named.get(name)) else { break };
            known.style = known.style.or(entry.known.style);
            known.outline = known.outline.or(entry.known.outline);
            known.strong |= entry.known.strong;
            next = entry.parent.as_deref();
        }
        known
    }

    /// The first number of a list's level (from 0).
    pub(super) fn first(&self, list: &str, level: usize) -> u32 {
        self.lists.get(list).and_then(|levels| levels.get(level)).map_or(1, |level| level.start)
    }

    /// The mark of an item, given how far each level is counted.
    pub(super) fn label(&self, list: &str, level: usize, counts: &[u32]) -> Option<String> {
        let levels = self.lists.get(list)?;
        let own = levels.get(level)?;
        match own.numeral {
            Numeral::None => return None,
            Numeral::Bullet => return Some("・".to_owned()),
            _ => {}
        }
        let from = (level + 1).saturating_sub(own.shown.max(1));
        let numbers: Vec<String> = levels
            .iter()
            .zip(counts)
            .take(level + 1)
            .skip(from)
            .map(|(level, count)| level.numeral.write((*count).max(1)))
            .collect();
        Some(format!("{}{}{} ", own.prefix, numbers.join("."), own.suffix))
    }
}

/// A style's name with its escapes (`Heading_20_1`) undone.
fn decoded(name: &str) -> String {
    let mut decoded = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('_') {
        decoded.push_str(before);
        let escaped = after.split_once('_').and_then(|(code, after)| {
            let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
            Some((c, after))
        });
        match escaped {
            Some((c, after)) => {
                decoded.push(c);
                rest = after;
            }
            None => {
                decoded.push('_');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}
