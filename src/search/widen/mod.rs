//! What a query may mean beside what it says: related words and other names, readings, numbers and dates
//! in another notation.
//!
//! Every [`Wording`] is an alternative of one leaf of the query, or of words inside it, and is found only
//! where the leaf stands; what is excluded is never widened. A wording that the index does not hold is
//! left out.

mod dates;
mod numbers;
mod readings;
mod vocabulary;

use std::ops::Range;

use super::chunk::{Chunk, chunks};
use super::error::SearchError;
use super::response::{How, Widened};
use crate::index::alias_prefix;
use crate::japanese::{Analyzer, Synonyms};
use crate::query::{Form, Node};
use crate::report::Date;

pub(super) use dates::spellings;
pub(super) use vocabulary::Vocabulary;

/// Weight of the name that a report defines something to be short for.
const ALIAS_WEIGHT: f32 = 0.8;
/// What is short for more names is none.
const MOST_NAMES: usize = 2;
/// Weight of a word that is read as what was typed in kana or Latin letters.
const READING_WEIGHT: f32 = 0.6;
/// Weight of a number that what was typed may round.
const NUMBER_WEIGHT: f32 = 0.5;
/// Weight of a date in another notation.
const DATE_WEIGHT: f32 = 0.8;
/// Most wordings of one leaf, the heaviest first.
const MOST: usize = 24;

/// Finds other wordings of the leaves of queries.
pub(super) struct Widener<'a> {
    pub(super) analyzer: &'a Analyzer,
    pub(super) synonyms: &'a Synonyms,
    pub(super) vocabulary: Vocabulary<'a>,
}

/// Another wording of a leaf, or of words inside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wording {
    /// By what it is another wording.
    pub(super) how: How,
    /// What it stands for, as typed and folded.
    pub(super) typed: String,
    /// Share of the weight of its words that it counts, above 0 and at most 1.
    pub(super) weight: f32,
    /// Which words of the chunk it stands for, counted from 0; all of them for a leaf.
    pub(super) words: Range<usize>,
    /// What is looked for.
    pub(super) target: Target,
}

/// What a wording looks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// Words side by side: those that replace `Wording::words` alone, and the whole chunk with them.
    Words {
        /// What replaces the words.
        part: Chunk,
        /// The chunk in which they are replaced.
        whole: Chunk,
    },
    /// A date that the text mentions.
    Date(Date),
}

impl Wording {
    /// The date it looks for, if it looks for one.
    pub(super) fn date(&self) -> Option<Date> {
        match &self.target {
            Target::Date(date) => Some(*date),
            Target::Words { .. } => None,
        }
    }

    /// The text it looks for in the place of what was typed, if it is one.
    pub(super) fn surface(&self) -> Option<&str> {
        match &self.target {
            Target::Words { whole, .. } => Some(&whole.surface),
            Target::Date(_) => None,
        }
    }

    /// What it looks for, as shown.
    fn shown(&self) -> String {
        match &self.target {
            Target::Words { part, .. } => part.surface.clone(),
            Target::Date(date) => date.to_string(),
        }
    }
}

impl Widener<'_> {
    /// Other wordings of all that a leaf says: a date, a word by its reading.
    pub(super) fn leaf(&self, text: &str) -> Result<Vec<Wording>, SearchError> {
        if let Some(date) = dates::read(text) {
            return Ok(vec![Wording {
                how: How::Date,
                typed: text.to_owned(),
                weight: DATE_WEIGHT,
                words: 0..usize::MAX,
                target: Target::Date(date),
            }]);
        }
        let mut wordings = Vec::new();
        for chunk in readings::read(self, text)?.into_iter().take(MOST) {
            wordings.push(Wording {
                how: How::Reading,
                typed: text.to_owned(),
                weight: READING_WEIGHT,
                words: 0..usize::MAX,
                target: Target::Words { part: chunk.clone(), whole: chunk },
            });
        }
        // What is typed by its reading has related words, too: juki is 住基, and that 住民基本台帳.
        let first = wordings.first().and_then(|first| match &first.target {
            Target::Words { whole, .. } => Some(whole.clone()),
            Target::Date(_) => None,
        });
        if let Some(chunk) = first {
            let related = self.related(&chunk)?.into_iter();
            let of_all = related.filter(|wording| wording.words.len() == chunk.words.len());
            wordings.extend(of_all.map(|wording| Wording {
                typed: text.to_owned(),
                weight: READING_WEIGHT * wording.weight,
                words: 0..usize::MAX,
                ..wording
            }));
        }
        Ok(wordings)
    }

    /// Other wordings of words inside a chunk: related ones, other names, nearby numbers.
    pub(super) fn chunk(&self, chunk: &Chunk) -> Result<Vec<Wording>, SearchError> {
        if let Some(date) = dates::read(&chunk.surface) {
            return Ok(vec![Wording {
                how: How::Date,
                typed: chunk.surface.clone(),
                weight: DATE_WEIGHT,
                words: 0..chunk.words.len(),
                target: Target::Date(date),
            }]);
        }
        let mut wordings = self.related(chunk)?;
        let everything = 0..chunk.words.len();
        for name in self.defined(&chunk.surface)? {
            let how = How::Alias;
            wordings.extend(self.replaced(chunk, everything.clone(), &name, how, ALIAS_WEIGHT)?);
        }
        for (index, word) in chunk.words.iter().enumerate() {
            for number in numbers::near(&self.vocabulary, &word.term)? {
                let range = index..index + 1;
                wordings.extend(self.replaced(
                    chunk,
                    range,
                    &number,
                    How::Number,
                    NUMBER_WEIGHT,
                )?);
            }
        }
        wordings.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        wordings.truncate(MOST);
        Ok(wordings)
    }

    /// The names that reports define a text to be short for; none if it is short for too many.
    fn defined(&self, surface: &str) -> Result<Vec<String>, SearchError> {
        let prefix = alias_prefix(surface);
        let terms = self.vocabulary.starting_with(self.vocabulary.fields().aliases, &prefix)?;
        let names = terms.into_keys().filter_map(|term| {
            let name = term.strip_prefix(prefix.as_str())?;
            (name != surface).then(|| name.to_owned())
        });
        let names: Vec<String> = names.collect();
        Ok(if names.len() > MOST_NAMES { Vec::new() } else { names })
    }

    fn related(&self, chunk: &Chunk) -> Result<Vec<Wording>, SearchError> {
        let starts = |at: usize| chunk.words.iter().any(|word| word.range.start == at);
        let ends = |at: usize| chunk.words.iter().any(|word| word.range.end == at);
        let is_word = |range: &Range<usize>| starts(range.start) && ends(range.end);
        let mut wordings = Vec::new();
        for (range, synonyms) in self.synonyms.of(&chunk.surface, is_word) {
            let first =
                chunk.words.iter().take_while(|word| word.range.start < range.start).count();
            let inside =
                chunk.words.iter().skip(first).take_while(|word| word.range.start < range.end);
            let words = first..first + inside.count();
            for synonym in synonyms {
                let how = if synonym.alias { How::Alias } else { How::Related };
                let weight = synonym.weight;
                wordings.extend(self.replaced(chunk, words.clone(), &synonym.word, how, weight)?);
            }
        }
        Ok(wordings)
    }

    /// A wording in which some words of a chunk are replaced; `None` where the index lacks a word of it.
    fn replaced(
        &self,
        chunk: &Chunk,
        words: Range<usize>,
        by: &str,
        how: How,
        weight: f32,
    ) -> Result<Option<Wording>, SearchError> {
        let from = chunk.words.get(words.start).map_or(0, |word| word.range.start);
        let to = chunk.words.get(words.end.saturating_sub(1)).map_or(0, |word| word.range.end);
        let surface = &chunk.surface;
        let (before, after) = (surface.get(..from), surface.get(to..));
        let typed = surface.get(from..to).unwrap_or_default().to_owned();
        let text = format!("{}{by}{}", before.unwrap_or_default(), after.unwrap_or_default());
        let Some(part) = self.only_chunk(by)? else { return Ok(None) };
        let Some(whole) = self.only_chunk(&text)? else { return Ok(None) };
        Ok(self.holds(&part)?.then_some(Wording {
            how,
            typed,
            weight,
            words,
            target: Target::Words { part, whole },
        }))
    }

    /// A text that is one chunk; its words lie side by side.
    fn only_chunk(&self, text: &str) -> Result<Option<Chunk>, SearchError> {
        let mut found = chunks(self.analyzer, text)?;
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    /// Whether each word of a chunk is in some report, or all of it inside longer words.
    fn holds(&self, chunk: &Chunk) -> Result<bool, SearchError> {
        for word in &chunk.words {
            if !self.vocabulary.holds(&word.term)? {
                // Longer words may hold it: 関電 of 関電送配電.
                return Ok(chunk.uncertain
                    && self.vocabulary.holding(self.analyzer, &chunk.surface, 1)? > 0);
            }
        }
        Ok(true)
    }

    /// Other wordings of every leaf of a tree but those that are excluded, by the leaf's text.
    pub(super) fn of_tree(&self, root: &Node) -> Result<Wordings, SearchError> {
        let mut wordings = Wordings::default();
        self.collect(root, &mut wordings)?;
        Ok(wordings)
    }

    fn leaf_wordings(&self, text: &str) -> Result<LeafWordings, SearchError> {
        let mut whole = self.leaf(text)?;
        let typed = chunks(self.analyzer, text)?;
        let mut chunks = Vec::new();
        let mut is_held = true;
        for chunk in &typed {
            let holds = self.holds(chunk)?;
            is_held &= holds;
            if whole.is_empty() {
                let mut wordings = self.chunk(chunk)?;
                if !holds {
                    lift(&mut wordings);
                }
                chunks.push(wordings);
            }
        }
        if !is_held {
            lift(&mut whole);
        }
        Ok(LeafWordings { whole, chunks, is_held })
    }

    fn collect(&self, node: &Node, wordings: &mut Wordings) -> Result<(), SearchError> {
        match node {
            Node::All | Node::Filter(_) | Node::Not(_) => {}
            Node::And(children) | Node::Or(children) => {
                for child in children {
                    self.collect(child, wordings)?;
                }
            }
            Node::Text(leaf) if leaf.form == Form::Word => {
                if wordings.of(&leaf.text).is_none() {
                    let found = self.leaf_wordings(&leaf.text)?;
                    wordings.leaves.push((leaf.text.clone(), found));
                }
            }
            Node::Text(_) => {}
        }
        Ok(())
    }
}

/// Raises the weights of wordings of what no report holds, so that the heaviest counts as typed.
fn lift(wordings: &mut [Wording]) {
    let heaviest = wordings.iter().map(|wording| wording.weight).fold(0.0, f32::max);
    for wording in wordings.iter_mut().filter(|_| heaviest > 0.0) {
        wording.weight /= heaviest;
    }
}

/// Other wordings of the leaves of a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Wordings {
    /// By the text of the leaf, in the order of the query.
    leaves: Vec<(String, LeafWordings)>,
}

/// Other wordings of one leaf.
#[derive(Debug, Clone, Default)]
pub(super) struct LeafWordings {
    /// Of all it says.
    pub(super) whole: Vec<Wording>,
    /// Of each of its chunks; empty where there are some of the whole.
    chunks: Vec<Vec<Wording>>,
    /// Whether the index has every word of the leaf as typed.
    is_held: bool,
}

impl LeafWordings {
    /// Other wordings of words in the chunk of this number, from 0.
    pub(super) fn chunk(&self, number: usize) -> &[Wording] {
        self.chunks.get(number).map_or(&[], Vec::as_slice)
    }

    /// The wording that stands for the leaf where the index lacks its words.
    pub(super) fn instead(&self) -> Option<&Wording> {
        let single = self.chunks.iter().map(Vec::as_slice).filter(|_| self.chunks.len() == 1);
        let first = self.whole.first().or_else(|| single.flatten().next());
        first.filter(|_| !self.is_held)
    }

    /// The date that the leaf is, if it is one.
    pub(super) fn date(&self) -> Option<Date> {
        self.whole.iter().find_map(Wording::date)
    }
}

impl Wordings {
    /// Those of a leaf with this text.
    pub(super) fn of(&self, text: &str) -> Option<&LeafWordings> {
        self.leaves.iter().find(|(leaf, _)| leaf == text).map(|(_, wordings)| wordings)
    }

    /// What is said of them, each once.
    pub(super) fn account(&self) -> Vec<Widened> {
        let mut account: Vec<Widened> = Vec::new();
        let leaves = self.leaves.iter().map(|(_, leaf)| leaf);
        for wording in leaves.flat_map(|leaf| leaf.whole.iter().chain(leaf.chunks.iter().flatten()))
        {
            let shown = wording.shown();
            let same = |w: &&mut Widened| w.typed == wording.typed && w.how == wording.how;
            match account.iter_mut().find(same) {
                Some(widened) if widened.words.contains(&shown) => {}
                Some(widened) => widened.words.push(shown),
                None => account.push(Widened {
                    typed: wording.typed.clone(),
                    how: wording.how,
                    words: vec![shown],
                }),
            }
        }
        account
    }
}
