//! Lines that sign a page: 2024年5月1日 青葉株式会社 総務部, 会社名 青葉商事, 北潮町長 山田太郎.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;

use super::cue::{CueSet, CueSetBuilder};
use super::lexicon_file::LexiconFile;
use super::name_shape::{is_hiragana, is_name_char};
use super::page::Page;

/// The words of the table `signature` in `organisations.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignatureWords {
    tail: Vec<Spanned<String>>,
    dateline: Vec<Spanned<String>>,
    department: Vec<Spanned<String>>,
    telling: Vec<Spanned<String>>,
    not_name: Vec<Spanned<String>>,
}

/// Tells signatures from other lines.
#[derive(Debug)]
pub(super) struct Signatures {
    tail: CueSet,
    dateline: CueSet,
    department: CueSet,
    telling: CueSet,
    not_name: CueSet,
}

impl Signatures {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &SignatureWords,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        Ok(Self {
            tail: cues(&words.tail)?,
            dateline: cues(&words.dateline)?,
            department: cues(&words.department)?,
            telling: cues(&words.telling)?,
            not_name: cues(&words.not_name)?,
        })
    }

    /// Whether a name between these parts of a line signs it.
    pub(super) fn signs(&self, head: &str, tail: &str) -> bool {
        self.is_dateline(head) && self.closes(tail)
    }

    /// Whether a line begins with no more than a date, a mark or a label: 最終更新:2025年1月24日, 会 社 名.
    pub(super) fn is_dateline(&self, head: &str) -> bool {
        if is_plain(Some(head)) {
            return true;
        }
        let head: String = head.split_whitespace().collect();
        let end = self
            .dateline
            .find(&head)
            .iter()
            .filter(|hit| is_plain(head.get(..hit.start)))
            .map(|hit| hit.end)
            .max();
        is_plain(head.get(end.unwrap_or(0)..))
    }

    /// Whether what follows a name on its line says who of it signs, when, or how to reach it.
    fn closes(&self, tail: &str) -> bool {
        let office =
            ["庁", "役所", "役場", "知事", "長"].iter().find_map(|word| tail.strip_prefix(word));
        let tail = office.filter(|rest| rest.is_empty() || rest.starts_with(' ')).unwrap_or(tail);
        let rest = tail.trim().trim_end_matches('。');
        if rest.is_empty() {
            return true;
        }
        if let Some(inside) = rest.strip_prefix('(') {
            let close = inside.find(')').map_or(inside.len(), |at| at + 1);
            return self.closes(inside.get(close..).unwrap_or_default());
        }
        // 環境課 2024年5月1日: the date at the end says nothing of who signs.
        let rest = match rest.rsplit_once(' ') {
            Some((head, date)) if is_plain(Some(date)) => head.trim_end(),
            _ => rest,
        };
        if self.tail.find(rest).first().is_some_and(|hit| hit.start <= 3)
            || self.is_department(rest)
        {
            return true;
        }
        // 青葉株式会社 2024/5/1, 青葉町 記者発表資料, 青葉株式会社 電話 0120-…: no sentence goes on.
        let is_apart = tail.starts_with([' ', '\t', '/', '|', ':', '・', '、', '「']);
        is_apart && !self.telling.is_in(rest) && !rest.contains('。')
    }

    /// Whether the rest of a signature names a department: 住民福祉課, こども未来部 子育て応援課.
    pub(super) fn is_department(&self, tail: &str) -> bool {
        let first = tail.split(['(', ':']).next().unwrap_or_default().trim_end();
        let ends = self.department.find(first).last().is_some_and(|hit| hit.end == first.len());
        let plain = first
            .chars()
            .all(|c| is_name_char(c) || is_hiragana(c) || matches!(c, '・' | ' ' | '、'));
        ends && plain && first.chars().count() <= 30 && !self.telling.is_in(first)
    }

    /// Whether a line tells something and so signs nothing.
    pub(super) fn tells(&self, line: &str) -> bool {
        self.telling.is_in(line)
    }

    /// Whether a line on its own is a sort of paper or an address to readers, and so no name.
    pub(super) fn is_no_name(&self, line: &str) -> bool {
        let line: String = line.split_whitespace().collect();
        self.not_name.is_in(&line)
    }
}

/// Whether a part of a line holds marks, digits and words of dates only.
fn is_plain(part: Option<&str>) -> bool {
    const OF_DATES: &str = "年月日令和平成昭元火水木金土";
    let is_letter = |c: char| (is_hiragana(c) || c.is_alphabetic()) && !OF_DATES.contains(c);
    part.is_some_and(|part| !part.chars().any(is_letter))
}

/// Words by which a page speaks of itself, and how names of such bodies end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnKindEntry {
    words: Vec<Spanned<String>>,
    ends: Vec<Spanned<String>>,
}

/// Tells what sort of body a page speaks for.
#[derive(Debug)]
pub(super) struct OwnKinds {
    cues: CueSet,
    /// For each cue, the number of its kind.
    of_cue: Vec<usize>,
    /// For each kind, how names of such bodies end.
    ends: Vec<Vec<String>>,
}

impl OwnKinds {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        entries: Vec<OwnKindEntry>,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        let fold = |word: &Spanned<String>| folder.fold(word.get_ref()).text().to_owned();
        let mut set = CueSetBuilder::default();
        let (mut of_cue, mut ends) = (Vec::new(), Vec::new());
        for entry in entries {
            let list = file.list(&mut set, &entry.words, folder)?;
            of_cue.extend(list.map(|_| ends.len()));
            ends.push(entry.ends.iter().map(fold).collect());
        }
        Ok(Self { cues: set.build(), of_cue, ends })
    }

    /// How a page speaks of itself.
    pub(super) fn of(&self, page: &Page<'_>) -> Own<'_> {
        let mut counts = vec![0_usize; self.ends.len()];
        let mut speaking = 0;
        for number in 0..page.sentences.len() {
            let text = page.sentence(number);
            let hits = self.cues.find(text);
            // 市は of 青葉市は is part of a name, 市は behind a gap or a particle is not.
            let hits = hits.iter().filter(|hit| {
                let before = text.get(..hit.start).unwrap_or_default().chars().next_back();
                let is_town = text.get(hit.start..).is_some_and(|cue| cue.starts_with(TOWNS));
                !is_town
                    || before.is_none_or(|c| {
                        !is_name_char(c) && (!is_hiragana(c) || "はがをにでとのもやら".contains(c))
                    })
            });
            let kinds: BTreeSet<usize> =
                hits.filter_map(|hit| self.of_cue.get(hit.cue).copied()).collect();
            speaking += usize::from(!kinds.is_empty());
            for kind in kinds {
                counts.get_mut(kind).into_iter().for_each(|count| *count += 1);
            }
        }
        let known = counts.iter().zip(&self.ends).filter(|(count, _)| **count > 0);
        let most = known.max_by_key(|(count, _)| **count);
        let ends = most.map(|(_, ends)| ends.iter().map(String::as_str).collect());
        let speaks = speaking >= 2 && speaking * LEAST_SHARE >= page.sentences.len();
        Own { ends: ends.unwrap_or_default(), speaks }
    }
}

/// How a page speaks of itself.
pub(super) struct Own<'k> {
    /// Ends of names that fit it: 大学 where it says 本学.
    pub(super) ends: Vec<&'k str>,
    /// Whether it does so throughout.
    pub(super) speaks: bool,
}

/// Letters that a town's word for itself begins with.
const TOWNS: [char; 7] = ['市', '町', '村', '県', '区', '府', '都'];

/// One sentence of so many has to speak of the page's organisation.
const LEAST_SHARE: usize = 12;
