//! How many people or records were affected.
//!
//! Every number with a counter is a candidate; it counts only where the sentence or the section
//! speaks of leaked data, and not where the words around make it views, mails, yen or branches.

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Affected, Certainty, Count, Qualifier, Unit};

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::names::is_name_char;
use super::numbers::parse_number;
use super::page::{Page, Shape};
use super::section::Section;
use super::stance::{Signal, Signals};

/// Finds counts of people and records.
#[derive(Debug)]
pub(super) struct CountFinder {
    number: Option<Regex>,
    not_victims_before: CueSet,
    not_victims_after: CueSet,
    not_victims_in: CueSet,
    subjects: CueSet,
    keys: CueSet,
    people: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    people: Vec<Spanned<String>>,
    records: Vec<Spanned<String>>,
    subjects: Vec<Spanned<String>>,
    keys: Vec<Spanned<String>>,
    persons: Vec<Spanned<String>>,
    not_victims_before: Vec<Spanned<String>>,
    not_victims_after: Vec<Spanned<String>>,
    not_victims_in: Vec<Spanned<String>>,
}

impl CountFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "counts.toml")?;
        let units = |words: &[Spanned<String>]| {
            let mut units: Vec<String> = words
                .iter()
                .map(|word| regex::escape(folder.fold(word.get_ref()).text()))
                .collect();
            units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
            units.join("|")
        };
        file.cues(&words.people, folder)?;
        file.cues(&words.records, folder)?;
        let pattern = format!(
            "(最大で?|少なくとも|のべ|延べ)?(?:計|合計|合わせて|あわせて)?(約|およそ|おおよそ|おおむね|最大で?|少なくとも)?\\s*([0-9][0-9,、]*(?:\\.[0-9]+)?(?:[万千百億][0-9,]*)*|[一二三四五六七八九十百千万〇]+|数[十百千万]+)\\s?(?:(?P<people>{})|(?P<records>{}))(以上|超|余り|あまり|近く|近い|前後|程度|ほど|未満|以下|を超え|を上回|弱|強)?",
            units(&words.people),
            units(&words.records),
        );
        Ok(Self {
            number: Regex::new(&pattern).ok(),
            not_victims_before: file.cues(&words.not_victims_before, folder)?,
            not_victims_after: file.cues(&words.not_victims_after, folder)?,
            not_victims_in: file.cues(&words.not_victims_in, folder)?,
            subjects: file.cues(&words.subjects, folder)?,
            keys: file.cues(&words.keys, folder)?,
            people: file.cues(&words.persons, folder)?,
        })
    }

    /// The counts of a page, largest first.
    pub(super) fn find(&self, page: &Page<'_>, signals: &Signals) -> Vec<Affected> {
        let Some(pattern) = &self.number else { return Vec::new() };
        let mut found: Vec<Affected> = Vec::new();
        let mut heading_denies = false;
        let mut heading_leaks = false;
        let mut heading = String::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let reading = signals.read(text);
            if sentence.shape == Shape::Heading {
                let stance = reading.whole();
                heading_denies = stance.is_some_and(|stance| stance.certainty == Certainty::Denied);
                heading_leaks = stance
                    .is_some_and(|stance| stance.is_leak && stance.certainty != Certainty::Denied);
                heading = text.to_owned();
            }
            if sentence.section.is_advice()
                || sentence.question
                || heading_denies
                || matches!(sentence.section, Section::Prevention | Section::Delay)
                || self.not_victims_in.is_in(text)
            {
                continue;
            }
            for captures in pattern.captures_iter(text) {
                let (Some(whole), Some(digits)) = (captures.get(0), captures.get(3)) else {
                    continue;
                };
                let Some(value) = parse_number(digits.as_str())
                    .filter(|value| *value > 0 && (*value > 9 || digits.as_str().is_ascii()))
                else {
                    continue;
                };
                let is_people = captures.name("people").is_some();
                let head = text.get(..whole.start()).unwrap_or_default();
                let tail = text.get(whole.end()..).unwrap_or_default();
                if !self.is_victims(head, tail) {
                    continue;
                }
                let about_data = self.subjects.is_in(text)
                    || self.subjects.is_in(&heading)
                    || self.keys.is_in(head);
                let leaks = reading.has(Signal::Leak)
                    || reading.has(Signal::Content)
                    || reading.has(Signal::Possible)
                    || reading.has(Signal::CannotExclude);
                let in_scope = sentence.section == Section::Scope || heading_leaks;
                let keyed = self.keys.is_in(near_head(head));
                let owner = near_head(head);
                let counted = self.subjects.is_in(owner)
                    && (sentence.shape == Shape::Item || is_people && self.people.is_in(owner));
                if !(counted
                    || leaks && about_data
                    || in_scope && (sentence.shape != Shape::Prose || about_data)
                    || keyed)
                {
                    continue;
                }
                if reading
                    .after(whole.end())
                    .is_some_and(|stance| stance.certainty == Certainty::Denied)
                {
                    continue;
                }
                let unit = if is_people { Unit::People } else { Unit::Records };
                let qualifier = qualifier(&captures, tail);
                let count = Count::new(unit, value, qualifier);
                if found
                    .iter()
                    .any(|known| known.count.unit == unit && known.count.number() == value)
                {
                    continue;
                }
                let what = noun_before(head).or_else(|| noun_after(tail)).unwrap_or_default();
                let what = page_spelling(page, number, &what);
                found.push(Affected { what, count, evidence: page.evidence(number) });
            }
        }
        found.sort_by_key(|affected| std::cmp::Reverse(affected.count.number()));
        found
    }

    fn is_victims(&self, head: &str, tail: &str) -> bool {
        let near = near_head(head);
        let glued = near.chars().next_back().is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '第' | '-' | '/' | '.' | '年' | '条')
        });
        let before =
            self.not_victims_before.find(near).last().is_some_and(|hit| near.len() - hit.end <= 6);
        let after = self
            .not_victims_after
            .find(tail.get(..tail.floor_char_boundary(60)).unwrap_or_default())
            .first()
            .is_some_and(|hit| hit.start <= 3);
        !glued && !before && !after
    }
}

fn near_head(head: &str) -> &str {
    head.get(head.floor_char_boundary(head.len().saturating_sub(60))..).unwrap_or_default()
}

fn qualifier(captures: &regex::Captures<'_>, tail: &str) -> Qualifier {
    let word = |group: usize| captures.get(group).map_or("", |found| found.as_str());
    let first = word(1);
    let second = word(2);
    let last = captures.iter().last().flatten().map_or("", |found| found.as_str());
    let after = if matches!(
        last,
        "以上"
            | "超"
            | "余り"
            | "あまり"
            | "近く"
            | "近い"
            | "前後"
            | "程度"
            | "ほど"
            | "未満"
            | "以下"
            | "を超え"
            | "を上回"
            | "弱"
            | "強"
    ) {
        last
    } else {
        ""
    };
    if first.starts_with("最大")
        || second.starts_with("最大")
        || matches!(after, "近く" | "近い" | "未満" | "以下" | "弱")
    {
        Qualifier::AtMost
    } else if first == "少なくとも"
        || second == "少なくとも"
        || matches!(after, "以上" | "超" | "余り" | "あまり" | "を超え" | "を上回" | "強")
    {
        Qualifier::AtLeast
    } else if !second.is_empty()
        || matches!(after, "前後" | "程度" | "ほど")
        || word(3).starts_with('数')
        || tail.starts_with("程度")
    {
        Qualifier::About
    } else {
        Qualifier::Exact
    }
}

/// The noun that a number counts when it stands before: クレジットカード情報(38件), 会員様 265名.
fn noun_before(head: &str) -> Option<String> {
    let head = head.trim_end_matches(|c: char| {
        matches!(c, '(' | ' ' | ':' | '、' | 'は' | 'が' | 'の' | 'を' | '計') || c.is_whitespace()
    });
    let length: usize = head
        .chars()
        .rev()
        .take(16)
        .take_while(|c| is_name_char(*c) || matches!(c, 'お' | 'ご' | 'さ' | 'ま' | '・'))
        .map(char::len_utf8)
        .sum();
    let noun = head.get(head.len() - length..)?.trim_start_matches(['さ', 'ま', '・', '-']);
    let counts =
        ["件数", "人数", "対象者数", "対象件数", "対象", "合計", "最大", "総数", "うち", "約"];
    (noun.chars().count() >= 2 && !counts.contains(&noun) && !noun.chars().all(|c| c.is_numeric()))
        .then(|| noun.to_owned())
}

/// The noun behind: 657,096件の個人情報.
fn noun_after(tail: &str) -> Option<String> {
    let tail = tail.strip_prefix('の')?;
    let length: usize = tail
        .chars()
        .take(16)
        .take_while(|c| is_name_char(*c) || matches!(c, 'お' | 'ご'))
        .map(char::len_utf8)
        .sum();
    let noun = tail.get(..length)?;
    (noun.chars().count() >= 2).then(|| noun.to_owned())
}

/// The noun as the document itself spells it, where its folded form can be found again.
fn page_spelling(page: &Page<'_>, number: usize, noun: &str) -> String {
    let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
    match page.sentence(number).find(noun).filter(|_| !noun.is_empty()) {
        Some(start) => page.original(at + start..at + start + noun.len()).to_owned(),
        None => noun.to_owned(),
    }
}
