//! How well a report answers: two views of its text, words and pairs of characters, in one score.
//!
//! Whatever the query requires, every word of it that is not excluded counts, and so does every pair of
//! its characters that is not all hiragana: grammar tells no texts apart. Words see through inflection
//! and spelling; characters see parts of words, names that the dictionary cuts in pieces, and which
//! words stand side by side.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur};

use super::blend::Blend;
use super::chunk::{bigrams, chunks};
use super::error::SearchError;
use super::lower::{EngineQuery, Lowering, boosted, starting_with, term_query};
use crate::japanese::Script;
use crate::query::{Form, Node, TextLeaf};

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
            for word in chunks(self.analyzer, &leaf.text)?.iter().flat_map(|chunk| &chunk.words) {
                views.words.push(self.word(&word.term));
            }
        }
        if self.weights.characters <= 0.0 {
            return Ok(());
        }
        for (_, pair) in bigrams(self.analyzer, &leaf.text) {
            if !pair.chars().all(|c| Script::of(c) == Script::Hiragana) {
                let of = |field| term_query(Term::from_field_text(field, &pair));
                let aside = boosted(of(self.fields.aside_characters), self.weights.aside);
                let anywhere = BooleanQuery::union(vec![of(self.fields.characters), aside]);
                views.characters.entry(pair).or_insert_with(|| Box::new(anywhere));
            }
        }
        Ok(())
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
