//! Other incidents that a report tells of: a past year, then a body that the page names nowhere else.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::name_shape::is_name_char;
use super::page::Page;

/// Most bytes between a time and the body of which it is told.
const LONGEST_GAP: usize = 60;

/// Most names of a page that are looked for in the whole of it.
const MOST_LOOKUPS: usize = 12;

/// First sentence that can tell of another incident; those before it tell of this one.
const FIRST: usize = 2;

/// The words of `counts.toml` that tell of other incidents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrecedentWords {
    bodies: Vec<Spanned<String>>,
    past: Vec<Spanned<String>>,
}

/// Tells sentences of other incidents.
#[derive(Debug)]
pub(super) struct Precedents {
    bodies: CueSet,
    past: CueSet,
}

impl Precedents {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &PrecedentWords,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        Ok(Self {
            bodies: file.cues(&words.bodies, folder)?,
            past: file.cues(&words.past, folder)?,
        })
    }

    /// Whether the numbers of a sentence from byte `first` on are those of another incident.
    ///
    /// `lookups` counts how often the whole page was searched, which happens only so often.
    pub(super) fn are_told(
        &self,
        page: &Page<'_>,
        number: usize,
        first: usize,
        lookups: &mut usize,
    ) -> bool {
        let text = page.sentence(number);
        let head = text.get(..first).unwrap_or_default();
        if number < FIRST || !head.contains(['年', '前', 'か', '過']) {
            return false;
        }
        let year = head.match_indices('年').filter(|(at, _)| is_year(head, *at));
        let Some(time) = year
            .map(|(at, year)| at + year.len())
            .chain(self.past.find(head).iter().map(|hit| hit.end))
            .min()
        else {
            return false;
        };
        let behind = head.get(time..).unwrap_or_default();
        let near = behind.get(..behind.floor_char_boundary(LONGEST_GAP)).unwrap_or_default();
        let Some(name) = self.bodies.find(near).iter().find_map(|hit| body(near, hit.end)) else {
            return false;
        };
        *lookups += 1;
        let body_text = page.text();
        *lookups <= MOST_LOOKUPS && body_text.matches(name).count() == text.matches(name).count()
    }
}

/// Whether the sign 年 at a byte ends a year: 2019年, 令和元年.
fn is_year(head: &str, at: usize) -> bool {
    let before = head.get(..at).unwrap_or_default();
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    let era = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '元');
    digits == 4 || digits <= 2 && ["令和", "平成"].iter().any(|name| era.ends_with(name))
}

/// The name of a body that ends at a byte and acts or is a place of what is told; none that stands for
/// the announcer itself.
fn body(near: &str, end: usize) -> Option<&str> {
    let tail = near.get(end..)?;
    let acts = ["で", "が", "の", "、", "から", "にも"].iter().any(|word| tail.starts_with(word));
    let head = near.get(..end)?;
    let length: usize =
        head.chars().rev().take(16).take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
    let name = head.get(end - length..)?;
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '月' || c == '日');
    // 千葉県松戸市: the page may name the town alone.
    let name =
        name.split_once('県').map_or(name, |(_, town)| if town.is_empty() { name } else { town });
    let is_own = name.starts_with(['当', '本', '弊', '同', '各', '全', '両', '御', '小']);
    (acts && !is_own && name.chars().count() >= 3).then_some(name)
}
