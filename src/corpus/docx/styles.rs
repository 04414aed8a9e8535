//! The named styles of a Word document, as far as they tell headings and list items.

use std::collections::BTreeMap;

use super::numbering::Item;
use super::outline;
use crate::corpus::blocks::Style;
use crate::corpus::xml::{Step, Xml};

/// How far a style's ancestors are followed; Word itself stops at eleven.
const DEEPEST: usize = 16;

/// Styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Entry>);

#[derive(Debug, Default)]
struct Entry {
    based_on: Option<String>,
    known: Known,
}

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub(super) style: Option<Style>,
    /// Level of the heading, 1 to 6.
    pub(super) outline: Option<u8>,
    pub(super) item: Option<Item>,
}

impl Styles {
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, String> {
        let mut styles = BTreeMap::new();
        let mut id = String::new();
        let mut entry = Entry::default();
        let (mut number, mut level) = (None, None);
        loop {
            match xml.next()? {
                Step::Over => return Ok(Self(styles)),
                Step::Open(tag) => match tag.name() {
                    "style" => {
                        id = tag.attr("styleId").unwrap_or_default();
                        entry = Entry::default();
                        (number, level) = (None, None);
                    }
                    "name" => {
                        entry.known.style = Style::named(&tag.attr("val").unwrap_or_default());
                    }
                    "basedOn" => entry.based_on = tag.attr("val"),
                    "outlineLvl" => entry.known.outline = outline(tag.number("val")),
                    "numId" => number = tag.attr("val"),
                    "ilvl" => level = tag.number("val"),
                    "rPr" | "tblStylePr" => xml.skip()?,
                    _ => {}
                },
                Step::Close(end) if end.name() == "style" => {
                    let level = level.take().unwrap_or(0);
                    entry.known.item = number.take().map(|number| Item { number, level });
                    styles.insert(std::mem::take(&mut id), std::mem::take(&mut entry));
                }
                _ => {}
            }
        }
    }

    /// What a style says, by itself or through those it is based on.
    pub(super) fn resolve(&self, id: &str) -> Known {
        let mut known = Known::default();
        let mut next = Some(id);
        for _ in 0..DEEPEST {
            let Some(entry) = next.and_then(|id| self.0.get(id)) else { break };
            known.style = known.style.or(entry.known.style);
            known.outline = known.outline.or(entry.known.outline);
            known.item = known.item.or_else(|| entry.known.item.clone());
            next = entry.based_on.as_deref();
        }
        known
    }
}
