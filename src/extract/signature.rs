//! Lines that sign a page: 2024年5月1日 青葉株式会社 総務部, 会社名 青葉商事, 北潮町長 山田太郎.

use std::borrow::Cow;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};

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
        let head: Cow<'_, str> = if head.contains(char::is_whitespace) {
            head.split_whitespace().collect()
        } else {
            head.into()
        };
        // Only marks and digits stand before a label.
        let first = head.find(is_letter).unwrap_or(head.len());
        if self.dateline.begins(&head, first).is_none() {
            return false;
        }
        let hits = self.dateline.find(&head).into_iter();
        let end = hits.filter(|hit| hit.start <= first).map(|hit| hit.end).max();
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
    part.is_some_and(|part| !part.chars().any(is_letter))
}

/// Whether a letter stands in other words than those of dates.
fn is_letter(c: char) -> bool {
    const OF_DATES: &str = "年月日令和平成昭元火水木金土";
    (is_hiragana(c) || c.is_alphabetic()) && !OF_DATES.contains(c)
}

/// Words by which a page speaks of itself, and how names of such bodies end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnKindEntry {
    words: Vec<Spanned<String>>,
    ends: Vec<Spanned<String>>,
}

/// Of the words of organisations, those by which pages speak of themselves.
#[derive(Deserialize)]
struct OwnKindFile {
    own_kind: Vec<OwnKindEntry>,
}

/// Tells what sort of body a page speaks for.
#[derive(Debug)]
pub(super) struct OwnKinds {
    /// The first of the cues in the shared set.
    first: usize,
    /// For each cue from there on, the number of its kind.
    of_cue: Vec<usize>,
    /// For each kind, how names of such bodies end.
    ends: Vec<Vec<String>>,
}

impl OwnKinds {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<OwnKindFile>(lexicon, "organisations.toml")?;
        let fold = |word: &Spanned<String>| folder.fold(word.get_ref()).text().to_owned();
        let mut first = None;
        let (mut of_cue, mut ends) = (Vec::new(), Vec::new());
        for entry in words.own_kind {
            let list = file.list(set, &entry.words, folder)?;
            first = first.or(Some(list.start));
            of_cue.extend(list.map(|_| ends.len()));
            ends.push(entry.ends.iter().map(fold).collect());
        }
        Ok(Self { first: first.unwrap_or(0), of_cue, ends })
    }

    /// How a page speaks of itself.
    pub(super) fn of(&self, page: &Page<'_>) -> Own<'_> {
        // For each kind, in how many sentences it stands, and the last of them.
        let mut counts = vec![(0_usize, None); self.ends.len()];
        let mut speaking = 0;
        for number in 0..page.sentences.len() {
            let mut speaks = false;
            for hit in page.hits(number) {
                let place = hit.cue.checked_sub(self.first);
                let Some(kind) = place.and_then(|place| self.of_cue.get(place)) else { continue };
                if !is_own(page.sentence(number), hit.start) {
                    continue;
                }
                speaks = true;
                if let Some((count, last)) = counts.get_mut(*kind).filter(|it| it.1 != Some(number))
                {
                    *count += 1;
                    *last = Some(number);
                }
            }
            speaking += usize::from(speaks);
        }
        let known = counts.iter().zip(&self.ends).filter(|((count, _), _)| *count > 0);
        let most = known.max_by_key(|((count, _), _)| *count);
        let ends = most.map(|(_, ends)| ends.iter().map(String::as_str).collect());
        let speaks = speaking >= 2 && speaking * LEAST_SHARE >= page.sentences.len();
        Own { ends: ends.unwrap_or_default(), speaks }
    }
}

/// Whether a word by which a page may speak of itself is no part of a name: 市は behind a gap or a particle,
/// but not that of 青葉市は.
fn is_own(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().chars().next_back();
    let is_apart = |c| !is_name_char(c) && (!is_hiragana(c) || "はがをにでとのもやら".contains(c));
    before.is_none_or(is_apart) || !text.get(start..).is_some_and(|cue| cue.starts_with(TOWNS))
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
