//! "Did you mean": words that no report holds, and words of the index that they may be mistyped for.
//!
//! Katakana and Latin letters are compared by the fewest letters to insert, drop, replace or swap; kanji by
//! words that are read alike, else by one other character. What is proposed stands in some report. Words
//! that are found, and what a query excludes, are left alone.

use std::cmp::Reverse;

use super::chunk::{Chunk, chunks};
use super::error::SearchError;
use super::widen::{Widener, Wordings};
use crate::index::{reading_prefix, split_reading};
use crate::japanese::Script;
use crate::query::{Form, Node, Query, TextLeaf};

/// Shorter words are like too many others.
const SHORTEST: usize = 4;
/// The same for katakana, of which each letter says more.
const SHORTEST_KATAKANA: usize = 3;
/// From so many letters on, two may differ.
const LONG: usize = 6;
/// Two characters, of which one is wrong, may be anything.
const SHORTEST_COMPOUND: usize = 3;
/// Most characters of a compound in kanji that is mended.
const LONGEST_COMPOUND: usize = 10;
/// Most characters that are tried in the place of one.
const MOST_TRIED: usize = 64;
/// A found word is doubted if so many times as many reports hold the other.
const DOUBT: u64 = 20;

/// Finds what was meant.
pub(super) struct Corrector<'a> {
    pub(super) widener: &'a Widener<'a>,
}

/// A query that may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meant {
    /// The query with other words.
    pub(super) query: Query,
    /// Each word as typed, and as it may be meant.
    pub(super) words: Vec<(String, String)>,
    /// Whether every typed word is one that no report holds.
    pub(super) certain: bool,
}

/// A word that may be meant.
struct Proposal {
    text: String,
    /// Whether no report holds the typed word.
    certain: bool,
}

impl Corrector<'_> {
    /// What a query may have meant, if some word of it may be mistyped.
    pub(super) fn correct(
        &self,
        query: &Query,
        wordings: &Wordings,
    ) -> Result<Option<Meant>, SearchError> {
        let mut words = Vec::new();
        let mut certain = true;
        let root = self.node(&query.root, wordings, &mut words, &mut certain)?;
        Ok((!words.is_empty()).then_some(Meant { query: Query { root }, words, certain }))
    }

    fn node(
        &self,
        node: &Node,
        wordings: &Wordings,
        words: &mut Vec<(String, String)>,
        certain: &mut bool,
    ) -> Result<Node, SearchError> {
        let mut each = |nodes: &[Node]| -> Result<Vec<Node>, SearchError> {
            nodes.iter().map(|node| self.node(node, wordings, words, certain)).collect()
        };
        Ok(match node {
            Node::And(nodes) => Node::And(each(nodes)?),
            Node::Or(nodes) => Node::Or(each(nodes)?),
            Node::Text(leaf) if leaf.form == Form::Word => {
                let is_read = wordings.of(&leaf.text).is_some_and(|wide| !wide.whole.is_empty());
                let text = if is_read { None } else { self.leaf(&leaf.text, words, certain)? };
                Node::Text(match text {
                    Some(text) => TextLeaf { text, ..leaf.clone() },
                    None => leaf.clone(),
                })
            }
            other => other.clone(),
        })
    }

    /// A leaf's folded text with the words that are meant.
    fn leaf(
        &self,
        text: &str,
        words: &mut Vec<(String, String)>,
        certain: &mut bool,
    ) -> Result<Option<String>, SearchError> {
        let folded = self.widener.analyzer.folder().fold(text);
        let mut mended = folded.text().to_owned();
        let mut changed = false;
        for run in runs(folded.text()) {
            let Some(proposal) = self.letters(run)? else { continue };
            *certain &= proposal.certain;
            mended = mended.replacen(run, &proposal.text, 1);
            words.push((run.to_owned(), proposal.text));
            changed = true;
        }
        for chunk in chunks(self.widener.analyzer, folded.text())? {
            let Some(meant) = self.compound(&chunk)? else { continue };
            mended = mended.replacen(&chunk.surface, &meant, 1);
            words.push((chunk.surface, meant));
            changed = true;
        }
        Ok(changed.then_some(mended))
    }

    /// Another word for a run of katakana or Latin letters.
    fn letters(&self, run: &str) -> Result<Option<Proposal>, SearchError> {
        let letters: Vec<char> = run.chars().collect();
        let script = letters.first().map_or(Script::Other, |first| Script::of(*first));
        let shortest = if script == Script::Katakana { SHORTEST_KATAKANA } else { SHORTEST };
        if letters.len() < shortest {
            return Ok(None);
        }
        let known = if script == Script::Latin {
            let words = self.widener.vocabulary.fields().words;
            let synonym =
                !self.widener.synonyms.of(run, |range| range.len() == run.len()).is_empty();
            self.widener.vocabulary.frequency(words, run)?.max(u64::from(synonym) * DOUBT)
        } else {
            self.widener.vocabulary.holding(self.widener.analyzer, run, 2)?
        };
        if known > 1 {
            return Ok(None);
        }
        let allowed = if letters.len() < LONG { 1 } else { 2 };
        // Few mistype the first letter, and without this rule ドローン would be ローン.
        let Some(first) = run.chars().next().map(String::from) else { return Ok(None) };
        let vocabulary = &self.widener.vocabulary;
        let edits_of = |word: &str| {
            let word: Vec<char> = word.chars().collect();
            let fits = word.len().abs_diff(letters.len()) <= allowed
                && word.len() >= shortest
                && word != letters;
            if fits { edits(&letters, &word, allowed) } else { None }
        };
        let mut offered: Vec<(usize, Reverse<u64>, String)> = Vec::new();
        for (word, reports) in vocabulary.starting_with(vocabulary.fields().words, &first)? {
            offered.extend(edits_of(&word).map(|edits| (edits, Reverse(reports), word)));
        }
        for (word, meant) in self.widener.analyzer.folder().spellings() {
            let edits = edits_of(word).filter(|_| word.starts_with(&first));
            if let Some(edits) = edits
                && vocabulary.holding(self.widener.analyzer, meant, 1)? > 0
            {
                offered.push((edits, Reverse(1), word.to_owned()));
            }
        }
        let best = offered.into_iter().min();
        let Some((edits, Reverse(reports), text)) = best else { return Ok(None) };
        let doubtful = known > 0 && (edits > 1 || reports < DOUBT);
        Ok((!doubtful).then_some(Proposal { text, certain: known == 0 }))
    }

    /// Another compound for one in kanji that no report holds and that is no run of known words.
    fn compound(&self, chunk: &Chunk) -> Result<Option<String>, SearchError> {
        let letters: Vec<char> = chunk.surface.chars().collect();
        let is_japanese = letters
            .iter()
            .all(|letter| matches!(Script::of(*letter), Script::Kanji | Script::Hiragana));
        let has_kanji = letters.iter().any(|letter| Script::of(*letter) == Script::Kanji);
        let is_name = |range: &std::ops::Range<usize>| range.len() == chunk.surface.len();
        let is_known = !self.widener.synonyms.of(&chunk.surface, is_name).is_empty();
        let fits = (2..=LONGEST_COMPOUND).contains(&letters.len());
        if !is_japanese || !has_kanji || is_known || !fits {
            return Ok(None);
        }
        let mut lacks = false;
        let mut single = 0;
        let mut pieces = 0;
        for word in &chunk.words {
            lacks |= !self.widener.vocabulary.holds(&word.term)?;
            single = if word.range.len() <= 3 { single + 1 } else { 0 };
            pieces = pieces.max(single);
        }
        if !(lacks || pieces > 1)
            || self.widener.vocabulary.holding(self.widener.analyzer, &chunk.surface, 1)? > 0
        {
            return Ok(None);
        }
        let alike = self.read_alike(chunk)?;
        if alike.is_some() || letters.len() < SHORTEST_COMPOUND {
            return Ok(alike);
        }
        self.one_other(&letters)
    }

    /// The compound with one of its words replaced by one that is read alike.
    fn read_alike(&self, chunk: &Chunk) -> Result<Option<String>, SearchError> {
        let mut best: Option<(u64, String)> = None;
        for word in &chunk.words {
            let surface = chunk.surface.get(word.range.clone()).unwrap_or_default();
            for reading in self.widener.analyzer.readings(surface) {
                let field = self.widener.vocabulary.fields().readings;
                let terms =
                    self.widener.vocabulary.starting_with(field, &reading_prefix(&reading))?;
                for term in terms.keys().take(MOST_TRIED) {
                    let Some(other) = split_reading(term) else { continue };
                    if other.reading != reading || other.word == surface {
                        continue;
                    }
                    let before = chunk.surface.get(..word.range.start).unwrap_or_default();
                    let after = chunk.surface.get(word.range.end..).unwrap_or_default();
                    let text = format!("{before}{}{after}", other.word);
                    let reports =
                        self.widener.vocabulary.holding(self.widener.analyzer, &text, u64::MAX)?;
                    if reports > best.as_ref().map_or(0, |(most, _)| *most) {
                        best = Some((reports, text));
                    }
                }
            }
        }
        Ok(best.map(|(_, text)| text))
    }

    /// The compound with one kanji replaced; one that may be read as the typed one goes first, then what more
    /// reports hold.
    fn one_other(&self, letters: &[char]) -> Result<Option<String>, SearchError> {
        let mut best: Option<((bool, u64), String)> = None;
        // The first has no pair that begins before it; words that are read alike have been tried.
        for at in 1..letters.len() {
            let (Some(before), Some(typed)) = (letters.get(at - 1), letters.get(at)) else {
                continue;
            };
            if Script::of(*typed) != Script::Kanji {
                continue;
            }
            let field = self.widener.vocabulary.fields().characters;
            let pairs = self.widener.vocabulary.starting_with(field, &before.to_string())?;
            let mut others: Vec<(Reverse<u64>, char)> = pairs
                .iter()
                .filter_map(|(pair, reports)| Some((Reverse(*reports), pair.chars().nth(1)?)))
                .filter(|(_, other)| Script::of(*other) == Script::Kanji && other != typed)
                .collect();
            others.sort_unstable();
            let readings = self.widener.analyzer.readings(&typed.to_string());
            for (_, other) in others.into_iter().take(MOST_TRIED) {
                let mut text = letters.to_vec();
                if let Some(place) = text.get_mut(at) {
                    *place = other;
                }
                let text: String = text.into_iter().collect();
                let reports =
                    self.widener.vocabulary.holding(self.widener.analyzer, &text, u64::MAX)?;
                if reports == 0 {
                    continue;
                }
                let alike = self
                    .widener
                    .analyzer
                    .readings(&other.to_string())
                    .iter()
                    .any(|reading| readings.contains(reading));
                let worth = (alike, reports);
                if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                    best = Some((worth, text));
                }
            }
        }
        Ok(best.map(|(_, text)| text))
    }
}

/// The runs of katakana and of Latin letters in a folded text.
fn runs(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let script = Script::of(first);
        let end = rest.find(|c| Script::of(c) != script).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if matches!(script, Script::Katakana | Script::Latin) {
            found.push(run);
        }
        rest = after;
    }
    found
}

/// Fewest letters to insert, drop, replace or swap with their neighbour to make `word` from `typed`; `None`
/// if more than `most`.
fn edits(typed: &[char], word: &[char], most: usize) -> Option<usize> {
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    let mut letter_before = None;
    for (index, &letter) in word.iter().enumerate() {
        let mut next = vec![index + 1];
        for (column, other) in typed.iter().enumerate() {
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&row, column) + usize::from(*other != letter);
            let mut least = replaced.min(at(&row, column + 1) + 1).min(at(&next, column) + 1);
            let other_before = column.checked_sub(1).and_then(|before| typed.get(before));
            if letter_before == Some(*other) && other_before == Some(&letter) {
                least = least.min(at(&above, column - 1) + 1);
            }
            next.push(least);
        }
        if next.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        above = std::mem::replace(&mut row, next);
        letter_before = Some(letter);
    }
    row.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_with_swaps() {
        #[track_caller]
        fn check(typed: &str, word: &str, expected: Option<usize>) {
            let letters = |text: &str| text.chars().collect::<Vec<char>>();
            assert_eq!(edits(&letters(typed), &letters(word), 2), expected, "{word}");
        }
        check("emtoet", "emotet", Some(1));
        check("フィシング", "フィッシング", Some(1));
        check("ransomwear", "ransomware", Some(2));
        check("abc", "abc", Some(0));
        check("abc", "xyz", None);
        check("", "ab", Some(2));
        check("ログン", "ログイン", Some(1));
    }

    #[test]
    fn runs_are_of_one_script() {
        assert_eq!(runs("不正ログン"), ["ログン"]);
        assert_eq!(runs("ransomwear攻撃とフィシング"), ["ransomwear", "フィシング"]);
        assert!(runs("漏えい").is_empty());
    }
}
