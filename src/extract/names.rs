//! Names of organisations in running text, recognised by their legal form or their last word.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;

/// Longest name, in characters, without its legal form.
const LONGEST: usize = 24;

/// Finds names.
#[derive(Debug)]
pub(super) struct NameFinder {
    forms: AhoCorasick,
    kinds: Vec<Form>,
    not_names: CueSet,
    not_before: CueSet,
    regulators: CueSet,
}

/// What a word tells about the name it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 株式会社: before or after the name.
    Either,
    /// 一般財団法人: before the name.
    Front,
    /// 市, 大学: the end of the name.
    Back,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    either: Vec<Spanned<String>>,
    front: Vec<Spanned<String>>,
    back: Vec<Spanned<String>>,
    not_names: Vec<Spanned<String>>,
    not_before: Vec<Spanned<String>>,
    uninvolved: Vec<Spanned<String>>,
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameAt {
    /// Bytes of the searched text.
    pub(super) range: Range<usize>,
    /// Whether it carries a legal form.
    pub(super) is_legal: bool,
}

impl NameFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<NameFile>(lexicon, "names.toml")?;
        let mut forms = Vec::new();
        let mut kinds = Vec::new();
        for (kind, words) in
            [(Form::Either, &words.either), (Form::Front, &words.front), (Form::Back, &words.back)]
        {
            file.cues(words, folder)?;
            for word in words {
                forms.push(folder.fold(word.get_ref()).text().to_owned());
                kinds.push(kind);
            }
        }
        let forms = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&forms)
            .map_err(|error| file.mistake(&Spanned::new(0..0, ()), error.to_string()))?;
        Ok(Self {
            forms,
            kinds,
            not_names: file.cues(&words.not_names, folder)?,
            not_before: file.cues(&words.not_before, folder)?,
            regulators: file.cues(&words.uninvolved, folder)?,
        })
    }

    /// The names in a folded sentence, in order, none overlapping.
    pub(super) fn find(&self, text: &str) -> Vec<NameAt> {
        let mut names: Vec<NameAt> = Vec::new();
        for found in self.forms.find_iter(text) {
            let Some(form) = self.kinds.get(found.pattern().as_usize()) else { continue };
            let floor = names.last().map_or(0, |name| name.range.end);
            if found.start() < floor {
                continue;
            }
            let range = match form {
                Form::Either => self
                    .before(text, floor, found.start())
                    .map(|start| start..found.end())
                    .or_else(|| {
                        signed(text, found.start(), found.end())
                            .or_else(|| after(text, found.end()))
                            .map(|end| found.start()..end)
                    }),
                Form::Front => signed(text, found.start(), found.end())
                    .or_else(|| after(text, found.end()))
                    .map(|end| found.start()..end),
                Form::Back => {
                    let ends = text.get(found.end()..).unwrap_or_default().chars().next();
                    let rest = text.get(found.end()..).unwrap_or_default();
                    let town = rest.trim_start_matches(|c| ('ぁ'..='ん').contains(&c));
                    let goes_on = rest.len() - town.len() <= 18
                        && town.len() < rest.len()
                        && text.get(found.range()).is_some_and(|form| form == "県")
                        && town.starts_with(['市', '町', '村']);
                    if goes_on || ends.is_some_and(is_name_char) {
                        None
                    } else {
                        self.before(text, floor, found.start()).map(|start| start..found.end())
                    }
                }
            };
            let Some(mut range) = range else { continue };
            if *form != Form::Back {
                range.end = self.with_facility(text, range.clone());
            }
            let name = text.get(range.clone()).unwrap_or_default();
            if !self.not_names.is_in(name) {
                names.push(NameAt { range, is_legal: *form != Form::Back });
            }
        }
        names
    }

    /// Whether a name is that of an authority or an uninvolved helper.
    pub(super) fn is_uninvolved(&self, name: &str) -> bool {
        self.regulators.is_in(name)
    }

    /// Start of the name that ends where its form begins.
    fn before(&self, text: &str, floor: usize, form: usize) -> Option<usize> {
        let head = text.get(floor..form)?;
        let solid: usize = head
            .chars()
            .rev()
            .take(LONGEST)
            .take_while(|c| is_name_char(*c))
            .map(char::len_utf8)
            .sum();
        let mut start = form - solid;
        // Leading kana belong to the name only where nothing else stands before them.
        let lead = text.get(floor..start)?;
        let kana: usize =
            lead.chars().rev().take_while(|c| ('ぁ'..='ん').contains(c)).map(char::len_utf8).sum();
        let before_kana = lead.get(..lead.len() - kana)?.chars().next_back();
        let in_prefecture = before_kana == Some('県') && kana > 0;
        let clear = before_kana.is_none_or(|c| !is_name_char(c)) || in_prefecture;
        if kana > 0
            && kana <= 6 * 3
            && clear
            && !starts_with_function_word(text.get(start - kana..start)?)
        {
            start -= kana;
            if in_prefecture {
                let prefecture = lead.get(..lead.len() - kana)?;
                start -= prefecture
                    .chars()
                    .rev()
                    .take_while(|c| is_name_char(*c))
                    .map(char::len_utf8)
                    .sum::<usize>();
            }
        }
        if start == form {
            // SHIGETA 株式会社: a lone word, a space, the form, a space.
            let word = head.strip_suffix(' ')?;
            let length: usize =
                word.chars().rev().take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
            let lone = word.get(..word.len() - length)?.trim_end_matches(' ').chars().next_back();
            let spaced = text.get(form..)?.find(' ').is_some_and(|at| at <= 12);
            let opens = lone.is_none_or(|c| matches!(c, '】' | ']' | '\n'));
            if length == 0 || !(opens && spaced) {
                return None;
            }
            start = form - 1 - length;
        }
        let name = text.get(start..form)?;
        // 委託先の, 同社, 弊: a word that leads to the name is not part of it.
        let skip = self.not_before.find(name).into_iter().map(|hit| hit.end).max().unwrap_or(0);
        let start = start + skip;
        (text.get(start..form)?.chars().count() >= 1 && start < form).then_some(start)
    }

    /// End of a name that goes on after a space: 医療法人社団清峰会 北川記念病院.
    fn with_facility(&self, text: &str, range: Range<usize>) -> usize {
        let rest = text.get(range.end..).unwrap_or_default();
        let Some(next) = rest.strip_prefix(' ') else { return range.end };
        let length: usize = next
            .chars()
            .take_while(|c| is_name_char(*c) || ('ぁ'..='ん').contains(c))
            .map(char::len_utf8)
            .sum();
        let word = next.get(..length).unwrap_or_default();
        let facility = [
            "病院",
            "大学",
            "クリニック",
            "高等学校",
            "幼稚園",
            "保育園",
            "協会",
            "総合事務所",
            "医療センター",
            "学園",
        ];
        if facility.iter().any(|end| word.ends_with(end)) {
            range.end + 1 + length
        } else {
            range.end
        }
    }
}

/// End of a name that opens a short line and ends at its first gap: a signature.
fn signed(text: &str, start: usize, form: usize) -> Option<usize> {
    let opens_line = text.get(..start)?.trim().is_empty();
    let tail = text.get(form..)?;
    if !opens_line || text.chars().take(50).count() >= 50 || text.contains('。') {
        return None;
    }
    let skipped = tail.len() - tail.trim_start().len();
    let name = tail.trim_start();
    let end = name.find([' ', '(', '、', '「', ':']).unwrap_or(name.trim_end().len());
    let word = name.get(..end)?;
    let plain = word.chars().all(|c| is_name_char(c) || ('ぁ'..='ん').contains(&c) || c == '・');
    let clause = ["は", "が", "を", "に", "について", "における"]
        .iter()
        .any(|word| name.ends_with(word) || name.contains("について"));
    (plain && !clause && (2..=20).contains(&word.chars().count())).then_some(form + skipped + end)
}

/// End of the name that begins after its form.
fn after(text: &str, form: usize) -> Option<usize> {
    let tail = text.get(form..)?;
    let skipped = tail.len() - tail.strip_prefix(' ').unwrap_or(tail).len();
    let name = tail.get(skipped..)?;
    let mut end = 0;
    let mut solid = false;
    for (count, (at, c)) in name.char_indices().enumerate() {
        let is_hiragana = ('ぁ'..='ん').contains(&c);
        if count >= LONGEST || !(is_name_char(c) || is_hiragana) {
            break;
        }
        if is_hiragana && solid {
            break;
        }
        if !is_hiragana {
            solid = true;
        }
        end = at + c.len_utf8();
    }
    let mut word = name.get(..end)?;
    if !solid {
        // Only kana: a particle at the end is not part of the name.
        for particle in [
            "において",
            "により",
            "から",
            "より",
            "では",
            "には",
            "は",
            "が",
            "を",
            "に",
            "へ",
            "と",
            "の",
            "で",
        ] {
            if let Some(rest) = word.strip_suffix(particle).filter(|rest| rest.chars().count() >= 2)
            {
                word = rest;
                break;
            }
        }
        if word.chars().count() > 10 {
            return None;
        }
    }
    for tail in [
        "等",
        "様",
        "宛",
        "殿",
        "製",
        "内",
        "側",
        "社員",
        "代表取締役",
        "お客様相談窓口",
        "個人情報",
        "コールセンター",
        "担当",
    ] {
        if let Some(rest) = word.strip_suffix(tail).filter(|rest| rest.chars().count() >= 2) {
            word = rest;
        }
    }
    (word.chars().count() >= 1).then_some(form + skipped + word.len())
}

fn starts_with_function_word(kana: &str) -> bool {
    [
        "この",
        "その",
        "また",
        "なお",
        "さらに",
        "および",
        "ならびに",
        "する",
        "した",
        "いる",
        "ある",
        "による",
        "の",
        "は",
        "が",
        "を",
        "に",
        "と",
        "で",
        "ご",
        "お",
        "たび",
    ]
    .iter()
    .any(|word| kana.starts_with(word))
}

/// Whether a character belongs to names: kanji, katakana, Latin, digits and the marks inside names.
pub(super) fn is_name_char(c: char) -> bool {
    matches!(c, '一'..='龥' | 'ァ'..='ヺ' | 'ー' | '々' | '〆' | '&' | '-')
        || c.is_ascii_alphanumeric()
}
