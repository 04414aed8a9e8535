//! Names of companies without a legal form: イセトー, 北都運輸, アルゴ・テクノ, さくら印刷, Narumi Europe.
//!
//! Nothing in such a word says for sure that it is a name, so these count only where words of a role
//! touch them. What is made of common words, ends as common nouns do, or says no more than who
//! somebody is (委託先の担当者) is none.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::{Beginnings, Folder};
use crate::lexicon::LexiconError;

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::name_parts::kana_behind_grammar;
use super::name_shape::{
    LONGEST, is_hiragana, is_name_char, joins_latin, joins_words, starts_with_function_word,
};
use super::names::NameAt;

/// The words of the table `trade` in `names.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeWords {
    common: Vec<Spanned<String>>,
    tails: Vec<Spanned<String>>,
    short_tails: Vec<Spanned<String>>,
    not_ends: Vec<Spanned<String>>,
    maybe_tails: Vec<Spanned<String>>,
    people: Vec<Spanned<String>>,
}

/// Ends of words, by their last character.
#[derive(Debug)]
struct Endings {
    by_last: FxHashMap<char, Vec<String>>,
}

impl Endings {
    fn new(ends: Vec<String>) -> Self {
        let mut by_last: FxHashMap<char, Vec<String>> = FxHashMap::default();
        for end in ends {
            by_last.entry(end.chars().next_back().unwrap_or_default()).or_default().push(end);
        }
        Self { by_last }
    }

    /// What stands before each end that a word has.
    fn stems<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let last = word.chars().next_back();
        let ends = last.and_then(|last| self.by_last.get(&last)).into_iter().flatten();
        ends.filter_map(move |end| word.strip_suffix(end.as_str()))
    }

    fn has(&self, word: &str) -> bool {
        self.stems(word).next().is_some()
    }
}

/// Common words, of which names are not made.
#[derive(Debug)]
struct CommonWords(Beginnings);

impl CommonWords {
    /// Those in a word, the longest at each place, none overlapping.
    fn find(&self, word: &str) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (start, end, _) = self.0.next_longest(word, at)?;
            at = end;
            Some(start..end)
        })
    }

    /// Whether one ends a word.
    fn end(&self, word: &str) -> bool {
        self.find(word).any(|found| found.end == word.len())
    }
}

/// A run of letters of names.
struct Run {
    range: Range<usize>,
    /// How many of its letters are katakana, Latin or digits.
    foreign: usize,
}

/// Finds names without a legal form.
#[derive(Debug)]
pub(super) struct TradeNames {
    common: CommonWords,
    tails: Endings,
    short_tails: Endings,
    not_ends: Endings,
    maybe_tails: Endings,
    people: Endings,
    /// The ends by which kanji may be a name, as they stand or behind what is left away.
    ends: Endings,
    not_before: CueSet,
}

impl TradeNames {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &TradeWords,
        not_before: &[Spanned<String>],
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        let folded = |words: &[Spanned<String>]| -> Result<Vec<String>, LexiconError> {
            file.cues(words, folder)?;
            Ok(words.iter().map(|word| folder.fold(word.get_ref()).text().to_owned()).collect())
        };
        let common = folded(&words.common)?;
        let (tails, short_tails) = (folded(&words.tails)?, folded(&words.short_tails)?);
        let people = folded(&words.people)?;
        let own = ["社"].into_iter().chain(BRANCHES).map(str::to_owned);
        let ends = tails.iter().chain(&short_tails).chain(&people).cloned().chain(own);
        Ok(Self {
            common: CommonWords(Beginnings::new(common.iter().map(String::as_str))),
            ends: Endings::new(ends.collect()),
            tails: Endings::new(tails),
            short_tails: Endings::new(short_tails),
            not_ends: Endings::new(folded(&words.not_ends)?),
            maybe_tails: Endings::new(folded(&words.maybe_tails)?),
            people: Endings::new(people),
            not_before: file.cues(not_before, folder)?,
        })
    }

    /// Words of a folded sentence that may be names, in order.
    pub(super) fn find(&self, text: &str) -> Vec<NameAt> {
        runs(text).filter_map(|run| self.name_in(text, &run)).map(bare).collect()
    }

    /// These, and behind them words that end as services and systems do and whose first part is none of the
    /// common words.
    pub(super) fn find_any(&self, text: &str, is_company: impl Fn(&str) -> bool) -> Vec<NameAt> {
        let runs: Vec<Run> = runs(text).collect();
        let named = runs.iter().filter_map(|run| self.name_in(text, run));
        let described = runs.iter().filter_map(|run| self.described_in(text, run, &is_company));
        named.chain(described).map(bare).collect()
    }

    /// The name in a run of letters that ends as services and systems do.
    fn described_in(
        &self,
        text: &str,
        run: &Run,
        is_company: impl Fn(&str) -> bool,
    ) -> Option<Range<usize>> {
        let word = text.get(run.range.clone())?;
        if !self.maybe_tails.has(word) || self.is_name(word) {
            return None;
        }
        let range = run.range.start + self.lead(word)..run.range.end;
        let name = text.get(range.clone())?;
        let stems = || self.maybe_tails.stems(name);
        let is_own_word = |stem: &str| {
            stem.chars().count() >= 2 && !self.is_common(stem) && !self.common.end(stem)
        };
        let is_placed = text.get(range.end..).is_some_and(opens_place);
        let kanji = name.chars().all(|c| !is_foreign(c));
        let fits = stems().any(is_own_word) && !kanji || is_placed && stems().next().is_some();
        let is_short = name.chars().count() <= 16;
        (is_short && fits && (is_placed || is_company(name))).then_some(range)
    }

    /// Bytes of what leads to a name: 委託先 in 委託先北都運輸.
    fn lead(&self, word: &str) -> usize {
        if !self.not_before.is_in(word) {
            return 0;
        }
        self.not_before.find(word).into_iter().map(|hit| hit.end).max().unwrap_or(0)
    }

    /// Whether a word ends as common nouns do.
    pub(super) fn is_described(&self, word: &str) -> bool {
        self.not_ends.has(word)
    }

    /// The name that a run of letters holds, without what leads to it and what is said of it.
    fn name_in(&self, text: &str, run: &Run) -> Option<Range<usize>> {
        let word = text.get(run.range.clone())?;
        // Letters of other scripts may make a name by themselves, kanji only by how they end.
        if run.foreign < 2 && !self.ends.has(word) {
            return None;
        }
        let skip = self.lead(word);
        let start = run.range.start + skip;
        let mut word = text.get(start..run.range.end)?;
        while let Some(rest) = self.people.stems(word).next() {
            word = rest;
        }
        let word = without_branch(word);
        let end = start + word.len();
        let start = if skip == 0 { self.with_kana(text, start..end) } else { start };
        let name = text.get(start..end)?;
        ((2..=LONGEST).contains(&name.chars().count()) && self.is_name(name)).then_some(start..end)
    }

    fn is_name(&self, name: &str) -> bool {
        let stem = name.strip_suffix('社').unwrap_or(name);
        let count = stem.chars().count();
        let foreign = stem.chars().filter(|c| is_foreign(*c)).count();
        if foreign == count {
            return count >= 3 && !self.is_common(stem);
        }
        let has_tail = |tails: &Endings| {
            tails.stems(name).any(|stem| stem.chars().count() >= 2 && !self.common.end(stem))
        };
        if has_tail(&self.tails) || count <= 8 && has_tail(&self.short_tails) {
            return true;
        }
        let is_company = || stem.len() < name.len() && count >= 2 && !self.is_common(stem);
        let is_word = || foreign >= 2 && count >= 4 && !self.is_foreign_common(name);
        !self.not_ends.has(name) && (is_company() || is_word())
    }

    /// Whether a word is made of common words and nothing else.
    fn is_common(&self, word: &str) -> bool {
        let covered: usize = self.common.find(word).map(|found| found.len()).sum();
        let plain = word.chars().filter(|c| c.is_ascii_digit() || *c == '-').count();
        covered + plain >= word.len()
    }

    /// Whether the parts of a word in katakana and Latin letters are all common.
    fn is_foreign_common(&self, word: &str) -> bool {
        word.split(|c| !is_foreign(c))
            .filter(|part| !part.is_empty())
            .all(|part| self.is_common(part) || part.chars().all(|c| c.is_ascii_digit()))
    }

    /// Start of a name whose tail alone is written in other letters than kana: さくら|印刷.
    fn with_kana(&self, text: &str, word: Range<usize>) -> usize {
        let tail = text.get(word.clone()).unwrap_or_default();
        let is_tail = |tails: &Endings| tails.stems(tail).any(str::is_empty);
        if !is_tail(&self.tails) && !is_tail(&self.short_tails) {
            return word.start;
        }
        let head = text.get(..word.start).unwrap_or_default();
        let length: usize =
            head.chars().rev().take(14).take_while(|c| is_hiragana(*c)).map(char::len_utf8).sum();
        let kana = head.get(head.len() - length..).unwrap_or_default();
        let before = head.get(..head.len() - length).unwrap_or_default().chars().next_back();
        let name = if before.is_some_and(is_name_char) {
            kana_behind_grammar(kana).unwrap_or_default()
        } else {
            kana
        };
        let is_word = (2..=8).contains(&name.chars().count()) && !starts_with_function_word(name);
        if is_word { word.start - name.len() } else { word.start }
    }
}

/// A name without a legal form.
fn bare(range: Range<usize>) -> NameAt {
    NameAt { range, is_legal: false }
}

/// Runs of letters of names: dots inside katakana and spaces between Latin words belong to them.
fn runs(text: &str) -> impl Iterator<Item = Run> + '_ {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = letters.find(|(_, c)| is_name_char(*c))?;
        let mut end = start + first.len_utf8();
        let mut foreign = usize::from(is_foreign(first));
        let inside = |(at, c): &(usize, char)| {
            is_name_char(*c)
                || matches!(c, '・' | '.') && joins_words(text, *at, *c)
                || *c == ' ' && joins_latin(text, *at)
        };
        while let Some((at, c)) = letters.next_if(inside) {
            end = at + c.len_utf8();
            foreign += usize::from(is_foreign(c));
        }
        Some(Run { range: start..end, foreign })
    })
}

/// Last words of the names of branches.
const BRANCHES: [&str; 7] = ["支店", "支社", "営業所", "事業所", "事業部", "工場", "出張所"];

/// A name without the branch that acted: イセトー|横浜支店.
pub(super) fn without_branch(name: &str) -> &str {
    let Some(rest) = BRANCHES.iter().find_map(|end| name.strip_suffix(end)) else { return name };
    let place: usize = rest.chars().rev().take_while(|c| !is_foreign(*c)).map(char::len_utf8).sum();
    let head = rest.get(..rest.len() - place).unwrap_or_default();
    // Between names in one script nothing shows where the place begins.
    let is_short = rest.len() - head.len() <= 12 && place > 0;
    if is_short && head.chars().count() >= 3 { head } else { name }
}

/// Whether a place in brackets follows: (東京都江東区).
fn opens_place(tail: &str) -> bool {
    let inside = tail.strip_prefix('(').and_then(|rest| rest.split(')').next());
    inside.is_some_and(|place| {
        place.chars().count() <= 16
            && (place.ends_with(['市', '区', '町', '村', '都']) || place.starts_with("本社"))
    })
}

fn is_foreign(c: char) -> bool {
    ('ァ'..='ー').contains(&c)
        || c.is_ascii_alphanumeric()
        || matches!(c, '・' | '.' | ' ' | '&' | '-')
}
