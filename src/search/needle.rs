//! What a query makes a reader look for in a text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::chunk::{Chunk, ChunkWord, chunks};
use super::error::SearchError;
use super::widen::{Target, Wording, Wordings, spellings};
use crate::japanese::{Analyzer, Folded, Script};
use crate::query::{Form, Node};

/// A folded string whose occurrences are highlighted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Needle {
    /// The string, folded.
    pub(super) text: String,
    /// Which word or phrase of the query it belongs to; a fragment is worth more when it shows
    /// several.
    pub(super) leaf: usize,
    /// Share of its leaf it stands for, above 0 to 1: a part of a compound shows less than all.
    pub(super) share: f32,
    /// The dictionary form it is a stem of; an occurrence then reaches to the end of the word.
    pub(super) base_form: Option<String>,
}

/// Finds needles in texts.
pub(super) struct Needles {
    needles: Vec<Needle>,
    automaton: Option<AhoCorasick>,
    leaves: usize,
}

/// An occurrence of a needle.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Occurrence<'n> {
    pub(super) needle: &'n Needle,
    /// Bytes of the folded text.
    pub(super) folded: Range<usize>,
    /// Bytes of the original text.
    pub(super) original: Range<usize>,
}

impl Needles {
    /// Prepares the search for `needles`; where several match at one place, the longest wins.
    pub(super) fn new(needles: Vec<Needle>) -> Self {
        let patterns = needles.iter().map(|needle| needle.text.as_str());
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .ok()
            .filter(|_| !needles.is_empty());
        let leaves = needles.iter().map(|needle| needle.leaf + 1).max().unwrap_or(0);
        Self { needles, automaton, leaves }
    }

    /// Number of words and phrases the needles stand for.
    pub(super) fn leaves(&self) -> usize {
        self.leaves
    }

    /// Every occurrence in a text, in order, apart.
    pub(super) fn find(&self, folded: &Folded) -> Vec<Occurrence<'_>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = folded.text();
        automaton
            .find_iter(text)
            .filter(|found| is_whole(text, found.range()))
            .filter_map(|found| {
                let needle = self.needles.get(found.pattern().as_usize())?;
                let original = folded.original(found.range());
                Some(Occurrence { needle, folded: found.range(), original })
            })
            .collect()
    }
}

/// Whether an occurrence does not begin or end inside a Latin word or a number: `pc` is not in
/// `pcf`, nor 15 in 2015. Japanese words have no such edges to see.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let joins = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => {
            let (a, b) = (Script::of(a), Script::of(b));
            a == b && matches!(a, Script::Latin | Script::Digit)
        }
        _ => false,
    };
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let inside = text.get(range).unwrap_or_default();
    !joins(before, inside.chars().next()) && !joins(inside.chars().next_back(), after)
}

/// What a reader should look for in the hits of a tree: the text it asks for, not what it excludes.
///
/// What another wording looks for is worth its weight.
pub(super) fn needles(
    analyzer: &Analyzer,
    root: &Node,
    wordings: Option<&Wordings>,
) -> Result<Vec<Needle>, SearchError> {
    let mut needles = Vec::new();
    let mut leaf = 0;
    collect_needles(analyzer, root, wordings, &mut leaf, &mut needles)?;
    // A word may be looked for by itself and for another; it is worth the most that it stands for.
    needles.sort_by(|a, b| a.text.cmp(&b.text).then_with(|| b.share.total_cmp(&a.share)));
    needles.dedup_by(|a, b| a.text == b.text);
    Ok(needles)
}

fn collect_needles(
    analyzer: &Analyzer,
    node: &Node,
    wordings: Option<&Wordings>,
    leaf: &mut usize,
    needles: &mut Vec<Needle>,
) -> Result<(), SearchError> {
    match node {
        Node::All | Node::Filter(_) | Node::Not(_) => {}
        Node::And(children) | Node::Or(children) => {
            for child in children {
                collect_needles(analyzer, child, wordings, leaf, needles)?;
            }
        }
        Node::Text(text) => {
            let whole = |text: &str, leaf| Needle {
                text: text.to_owned(),
                leaf,
                share: 1.0,
                base_form: None,
            };
            let wide = wordings.filter(|_| text.form == Form::Word);
            let wide = wide.and_then(|wordings| wordings.of(&text.text));
            for wording in wide.into_iter().flat_map(|wide| &wide.whole) {
                wording_needles(wording, *leaf, needles);
            }
            if wide.is_some_and(|wide| wide.date().is_some()) {
                *leaf += 1;
                return Ok(());
            }
            let chunks = chunks(analyzer, &text.text)?;
            if text.form != Form::Word || chunks.is_empty() {
                let folded = analyzer.folder().fold(text.text.trim());
                needles.extend(Some(whole(folded.text(), *leaf)).filter(|n| !n.text.is_empty()));
                *leaf += 1;
                return Ok(());
            }
            for (number, chunk) in chunks.iter().enumerate() {
                for wording in wide.map_or(&[][..], |wide| wide.chunk(number)) {
                    wording_needles(wording, *leaf, needles);
                }
                chunk_needles(chunk, *leaf, needles);
                *leaf += 1;
            }
        }
    }
    Ok(())
}

fn wording_needles(wording: &Wording, leaf: usize, needles: &mut Vec<Needle>) {
    match &wording.target {
        Target::Date(date) => {
            let needle = |text| Needle { text, leaf, share: 1.0, base_form: None };
            needles.extend(spellings(*date).into_iter().map(needle));
        }
        Target::Words { part, .. } => {
            let first = needles.len();
            chunk_needles(part, leaf, needles);
            // The parts of another wording are none by themselves: 情報 of 顧客情報 for 個人情報.
            if part.words.len() > 1 {
                needles.truncate(first + 1);
            }
            for needle in needles.iter_mut().skip(first) {
                needle.share *= wording.weight;
            }
        }
    }
}

fn chunk_needles(chunk: &Chunk, leaf: usize, needles: &mut Vec<Needle>) {
    let [only] = chunk.words.as_slice() else {
        let surface = chunk.surface.clone();
        needles.push(Needle { text: surface, leaf, share: 1.0, base_form: None });
        #[expect(clippy::cast_precision_loss, reason = "a chunk has a handful of words")]
        let share = 0.9 / chunk.words.len() as f32;
        // A single character of a compound would light up everywhere.
        let parts = chunk.words.iter().filter(|word| word.stem.chars().count() > 1);
        parts.for_each(|word| word_needles(word, leaf, share, needles));
        return;
    };
    word_needles(only, leaf, 1.0, needles);
}

fn word_needles(word: &ChunkWord, leaf: usize, share: f32, needles: &mut Vec<Needle>) {
    let base_form = word.inflects.then(|| word.term.clone());
    let needle = |text: String| Needle { text, leaf, share, base_form: base_form.clone() };
    // A number is one term with and without its commas, but a text has them or not.
    let is_number = word.term.len() > 3 && word.term.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        needles.push(needle(word.term.clone()));
        needles.push(needle(with_commas(&word.term)));
        needles.extend(with_powers(&word.term).map(needle));
    } else {
        needles.push(needle(word.stem.clone()));
    }
}

/// Digits in groups of four: 65万7096, 650万. `None` for less than 1万.
fn with_powers(digits: &str) -> Option<String> {
    let number: u64 = digits.parse().ok()?;
    let (hundreds, rest) = (number / 100_000_000, number % 100_000_000);
    let (thousands, ones) = (rest / 10_000, rest % 10_000);
    let mut spelled = String::new();
    for (part, mark) in [(hundreds, "億"), (thousands, "万"), (ones, "")] {
        if part > 0 {
            spelled.push_str(&format!("{part}{mark}"));
        }
    }
    (number >= 10_000).then_some(spelled)
}

/// Digits in groups of three: 657,096.
fn with_commas(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
