//! The numbers and bullets of a Word document's lists, counted as Word counts them.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::numeral::Numeral;
use crate::corpus::xml::{Step, Xml};

/// Levels a list may have.
const LEVELS: usize = 9;

/// Bytes of a label; what is longer is none.
const LONGEST: usize = 120;

/// What a paragraph says of its place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Id of the list; `0` for none.
    pub(super) number: String,
    /// Level from 0.
    pub(super) level: usize,
}

/// The lists of a document and how far each is counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by id of the definition.
    definitions: BTreeMap<String, Vec<Level>>,
    lists: BTreeMap<String, List>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<String>,
}

#[derive(Debug, Default, Clone)]
struct List {
    definition: String,
    /// First numbers of levels that this list begins anew.
    starts: Vec<(usize, u32)>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    numeral: Numeral,
    /// The label, with `%1` for the number of the first level and so on.
    text: String,
}

impl Numbering {
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, String> {
        let mut numbering = Self::default();
        let (mut definition, mut levels) = (String::new(), Vec::new());
        let (mut id, mut list) = (String::new(), List::default());
        let (mut at, mut in_list) = (0_usize, false);
        loop {
            match xml.next()? {
                Step::Over => return Ok(numbering),
                Step::Text(_) => {}
                Step::Open(tag) => match tag.name() {
                    "abstractNum" => {
                        definition = tag.attr("abstractNumId").unwrap_or_default();
                        levels = vec![Level::default(); LEVELS];
                    }
                    "num" => {
                        id = tag.attr("numId").unwrap_or_default();
                        list = List::default();
                        in_list = true;
                    }
                    "abstractNumId" => list.definition = tag.attr("val").unwrap_or_default(),
                    "lvl" | "lvlOverride" => at = tag.number("ilvl").unwrap_or(0),
                    "startOverride" => list.starts.extend(tag.number("val").map(|n| (at, n))),
                    "rPr" | "pPr" => xml.skip()?,
                    name => {
                        if !in_list && let Some(level) = levels.get_mut(at) {
                            let value = tag.attr("val").unwrap_or_default();
                            match name {
                                "start" => level.start = value.parse().ok(),
                                "numFmt" => level.numeral = Numeral::of_word(&value),
                                "lvlText" if value.len() <= LONGEST => level.text = value,
                                _ => {}
                            }
                        }
                    }
                },
                Step::Close(end) => match end.name() {
                    "abstractNum" => {
                        let definition = std::mem::take(&mut definition);
                        numbering.definitions.insert(definition, std::mem::take(&mut levels));
                    }
                    "num" => {
                        in_list = false;
                        numbering.lists.insert(std::mem::take(&mut id), std::mem::take(&mut list));
                    }
                    _ => {}
                },
            }
        }
    }

    /// The mark of the next item of a list, with a space after it where one is needed.
    pub(super) fn label(&mut self, item: Item) -> Option<String> {
        let list = self.lists.get(&item.number)?;
        let levels = self.definitions.get(&list.definition)?;
        let level = levels.get(item.level)?;
        let counts = self.counts.entry(list.definition.clone()).or_default();
        if self.begun.insert(item.number) {
            for (at, start) in &list.starts {
                if let Some(count) = counts.get_mut(*at) {
                    *count = start.checked_sub(1);
                }
            }
        }
        let first = level.start.unwrap_or(1);
        let count = counts.get_mut(item.level)?;
        *count = Some(count.map_or(first, |count| count.saturating_add(1)));
        for deeper in counts.iter_mut().skip(item.level + 1) {
            *deeper = None;
        }
        match level.numeral {
            Numeral::None => return None,
            Numeral::Bullet => return Some("・".to_owned()),
            _ => {}
        }
        let mut label = level.text.clone();
        for (at, level) in levels.iter().enumerate() {
            let place = format!("%{}", at + 1);
            if label.contains(&place) {
                let count = counts.get(at).copied().flatten().or(level.start).unwrap_or(1);
                label = label.replace(&place, &level.numeral.write(count));
            }
        }
        let label = label.trim();
        (!label.is_empty()).then(|| format!("{label} "))
    }
}
