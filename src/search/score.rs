//! How well a report answers: two views of its text, words and pairs of characters, in one score.
//!
//! Whatever the query requires, every word of it that is not excluded counts, and so does every pair of
//! its characters that is not all hiragana: grammar tells no texts apart. Words see through inflection
//! and spelling; characters see parts of words, names that the dictionary cuts in pieces, and which
//! words stand side by side.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, DisjunctionMaxQuery, Occur};

use super::blend::Blend;
use super::chunk::{Chunk, bigrams, chunks};
use super::error::SearchError;
use super::lower::{EngineQuery, Lowering, boosted, starting_with, term_query, union, unscored};
use super::widen::{LeafWordings, Target, Wording};
use crate::index::date_term;
use crate::japanese::Script;
use crate::query::{Form, Node, TextLeaf};
use crate::report::Date;

/// What a query's text counts by.
#[derive(Default)]
struct Views {
    words: Vec<EngineQuery>,
    /// Pairs of characters, each once.
    characters: BTreeMap<String, EngineQuery>,
}

impl Lowering<'_> {
    /// The score of a tree, or nothing if it asks for no text.
    pub(super) fn score(&self, root: &Node) -> Result<Option<EngineQuery>, SearchError> {
        let mut views = Views::default();
        self.view(root, &mut views)?;
        let mut both: Vec<(Occur, EngineQuery)> = Vec::new();
        if !views.words.is_empty() {
            both.push((
                Occur::Should,
                Box::new(Blend::new(views.words, self.weights.words_exponent)),
            ));
        }
        if !views.characters.is_empty() {
            let characters = views.characters.into_values().collect();
            let blend = Blend::new(characters, self.weights.characters_exponent);
            both.push((Occur::Should, boosted(Box::new(blend), self.weights.characters)));
        }
        Ok((!both.is_empty()).then(|| Box::new(BooleanQuery::new(both)) as EngineQuery))
    }

    fn view(&self, node: &Node, views: &mut Views) -> Result<(), SearchError> {
        match node {
            Node::All | Node::Filter(_) | Node::Not(_) => Ok(()),
            Node::And(children) | Node::Or(children) => {
                children.iter().try_for_each(|child| self.view(child, views))
            }
            Node::Text(leaf) => self.view_leaf(leaf, views),
        }
    }

    fn view_leaf(&self, leaf: &TextLeaf, views: &mut Views) -> Result<(), SearchError> {
        if leaf.form == Form::Prefix {
            let folded = self.analyzer.folder().fold(&leaf.text);
            let begins = starting_with(self.fields.words, folded.text());
            views.words.push(boosted(begins, self.weights.beginning));
        } else {
            let wide = self.wordings.and_then(|wordings| wordings.of(&leaf.text));
            let chunks = chunks(self.analyzer, &leaf.text)?;
            if let Some(date) = wide.and_then(LeafWordings::date) {
                views.words.push(self.date(date));
                return Ok(());
            }
            let mut as_typed = Vec::new();
            for (number, chunk) in chunks.iter().enumerate() {
                as_typed
                    .extend(self.chunk_words(chunk, wide.map_or(&[], |wide| wide.chunk(number))));
            }
            match wide.filter(|wide| !wide.whole.is_empty()) {
                Some(wide) => views.words.push(self.best(as_typed, &wide.whole)),
                None => views.words.extend(as_typed),
            }
        }
        if self.weights.characters <= 0.0 {
            return Ok(());
        }
        // Letters that no report holds say nothing; those of the word that stands for them do.
        let wide = self.wordings.and_then(|wordings| wordings.of(&leaf.text));
        let instead = wide.and_then(LeafWordings::instead).and_then(Wording::surface);
        for (_, pair) in bigrams(self.analyzer, instead.unwrap_or(&leaf.text)) {
            if !pair.chars().all(|c| Script::of(c) == Script::Hiragana) {
                let of = |field| term_query(Term::from_field_text(field, &pair));
                let aside = boosted(of(self.fields.aside_characters), self.weights.aside);
                let anywhere = BooleanQuery::union(vec![of(self.fields.characters), aside]);
                views.characters.entry(pair).or_insert_with(|| Box::new(anywhere));
            }
        }
        Ok(())
    }

    /// The words of a chunk, each by itself; those that have other wordings with these, of which the best
    /// counts.
    fn chunk_words(&self, chunk: &Chunk, wordings: &[Wording]) -> Vec<EngineQuery> {
        if let Some(date) = wordings.iter().find_map(Wording::date) {
            return vec![self.date(date)];
        }
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(word) = chunk.words.get(at) {
            let here: Vec<Wording> =
                wordings.iter().filter(|wording| wording.words.start == at).cloned().collect();
            let end = here.iter().map(|wording| wording.words.end).max();
            match end.filter(|end| *end > at) {
                None => {
                    words.push(self.word(&word.term));
                    at += 1;
                }
                Some(end) => {
                    let typed = chunk.words.iter().take(end).skip(at);
                    let typed = typed.map(|word| self.word(&word.term)).collect();
                    words.push(self.best(typed, &here));
                    at = end;
                }
            }
        }
        words
    }

    /// Words as typed or in another wording, whichever scores best.
    fn best(&self, as_typed: Vec<EngineQuery>, wordings: &[Wording]) -> EngineQuery {
        let blend =
            |words| -> EngineQuery { Box::new(Blend::new(words, self.weights.words_exponent)) };
        let mut alternatives = vec![blend(as_typed)];
        for wording in wordings {
            let Target::Words { part, .. } = &wording.target else { continue };
            let words = part.words.iter().map(|word| self.word(&word.term)).collect();
            let together = self.strictly(part);
            let scored = BooleanQuery::new(vec![
                (Occur::Must, unscored(together)),
                (Occur::Should, blend(words)),
            ]);
            alternatives.push(boosted(Box::new(scored), wording.weight));
        }
        Box::new(DisjunctionMaxQuery::new(alternatives))
    }

    /// A date wherever it is mentioned, and again where the incident's own steps fall on it.
    fn date(&self, date: Date) -> EngineQuery {
        let of = |key| term_query(Term::from_field_text(self.fields.dates, &date_term(date, key)));
        union(vec![of(false), of(true)])
    }

    /// A word wherever it stands, weighed by where.
    fn word(&self, term: &str) -> EngineQuery {
        let of = |field| term_query(Term::from_field_text(field, term));
        Box::new(BooleanQuery::union(vec![
            of(self.fields.words),
            boosted(of(self.fields.title), self.weights.title),
            boosted(of(self.fields.aside), self.weights.aside),
        ]))
    }
}
