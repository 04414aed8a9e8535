//! How well a report answers: two views of its text, words and pairs of characters, in one score.
//!
//! Whatever the query requires, every word of it that is not excluded counts, and so does every pair of
//! its characters that is not all hiragana: grammar tells no texts apart. Words see through inflection
//! and spelling; characters see parts of words, names that the dictionary cuts in pieces, and which
//! words stand side by side.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::schema::Field;

use super::chunk::{Chunk, ChunkWord, bigrams, chunks};
use super::condition::Condition;
use super::error::SearchError;
use super::explain::{Label, Place, View};
use super::lower::Lowering;
use super::recipe::{Part, Recipe};
use super::widen::{LeafWordings, Target, Wording};
use crate::index::date_term;
use crate::japanese::Script;
use crate::query::{Form, Node, TextLeaf};
use crate::report::Date;

/// How a query's text scores.
pub(super) type ScoreRecipe = Recipe<Label>;

/// What a query's text counts by.
#[derive(Default)]
struct Views {
    words: Vec<ScoreRecipe>,
    /// Pairs of characters, each once.
    characters: BTreeMap<String, ScoreRecipe>,
}

impl Lowering<'_> {
    /// The score of a tree, or nothing if it asks for no text.
    pub(super) fn score(&self, root: &Node) -> Result<Option<ScoreRecipe>, SearchError> {
        let mut views = Views::default();
        self.view(root, &mut views)?;
        let mut both = Vec::new();
        if !views.words.is_empty() {
            both.push(Recipe::Blend(self.weights.words_exponent, views.words));
        }
        if !views.characters.is_empty() {
            let characters = views.characters.into_values().collect();
            let blend = Recipe::Blend(self.weights.characters_exponent, characters);
            both.push(Recipe::Weighted(self.weights.characters, Box::new(blend)));
        }
        Ok((!both.is_empty()).then_some(Recipe::Sum(both)))
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
        let label = |view, term: &str| Label {
            typed: leaf.text.clone(),
            view,
            place: Place::Text,
            term: term.to_owned(),
            how: None,
            begins: leaf.form == Form::Prefix && view == View::Words,
        };
        let wide = self.wordings.and_then(|wordings| wordings.of(&leaf.text));
        if leaf.form == Form::Prefix {
            let folded = self.analyzer.folder().fold(&leaf.text);
            let begins = Condition::Beginning(self.fields.words, folded.text().to_owned());
            let begins = Part::Fixed(1.0, begins);
            let begins = Recipe::Part(label(View::Words, folded.text()), begins);
            views.words.push(Recipe::Weighted(self.weights.beginning, Box::new(begins)));
        } else {
            let chunks = chunks(self.analyzer, &leaf.text)?;
            if let Some((wording, date)) = wide.and_then(|wide| dated(&wide.whole)) {
                views.words.push(self.date(wording, date));
                return Ok(());
            }
            let single = matches!(chunks.as_slice(), [only] if only.words.len() == 1);
            let as_typed = |word: &ChunkWord| {
                let mut label = label(View::Words, &word.term);
                if !single {
                    label.typed.clone_from(&word.term);
                }
                label
            };
            let mut words = Vec::new();
            for (number, chunk) in chunks.iter().enumerate() {
                let wordings = wide.map_or(&[][..], |wide| wide.chunk(number));
                words.extend(self.chunk_words(chunk, wordings, &as_typed));
            }
            match wide.filter(|wide| !wide.whole.is_empty()) {
                Some(wide) => views.words.push(self.best(words, &wide.whole)),
                None => views.words.extend(words),
            }
        }
        if self.weights.characters <= 0.0 {
            return Ok(());
        }
        // Letters that no report holds say nothing; those of the word that stands for them do.
        let instead = wide.and_then(LeafWordings::instead);
        let surface = instead.and_then(Wording::surface);
        for (_, pair) in bigrams(self.analyzer, surface.unwrap_or(&leaf.text)) {
            if !pair.chars().all(|c| Script::of(c) == Script::Hiragana) {
                let how = surface.and(instead).map(|wording| wording.how);
                let label = Label { how, ..label(View::Characters, &pair) };
                views.characters.entry(pair).or_insert_with(|| self.pair(&label));
            }
        }
        Ok(())
    }

    /// The words of a chunk, each by itself; those that have other wordings with these, of which the best
    /// counts.
    fn chunk_words(
        &self,
        chunk: &Chunk,
        wordings: &[Wording],
        label: &impl Fn(&ChunkWord) -> Label,
    ) -> Vec<ScoreRecipe> {
        if let Some((wording, date)) = dated(wordings) {
            return vec![self.date(wording, date)];
        }
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(word) = chunk.words.get(at) {
            let here: Vec<Wording> =
                wordings.iter().filter(|wording| wording.words.start == at).cloned().collect();
            let end = here.iter().map(|wording| wording.words.end).max();
            match end.filter(|end| *end > at) {
                None => {
                    words.push(self.word(&label(word)));
                    at += 1;
                }
                Some(end) => {
                    let typed = chunk.words.iter().take(end).skip(at);
                    let typed = typed.map(|word| self.word(&label(word))).collect();
                    words.push(self.best(typed, &here));
                    at = end;
                }
            }
        }
        words
    }

    /// Words as typed or in another wording, whichever scores best.
    fn best(&self, as_typed: Vec<ScoreRecipe>, wordings: &[Wording]) -> ScoreRecipe {
        let blend = |words| Recipe::Blend(self.weights.words_exponent, words);
        let mut alternatives = vec![blend(as_typed)];
        for wording in wordings {
            let Target::Words { part, .. } = &wording.target else { continue };
            let words = part.words.iter().map(|word| self.word(&instead_of(wording, &word.term)));
            let scored = Recipe::Where(self.strictly(part), Box::new(blend(words.collect())));
            alternatives.push(weighted(wording.weight, scored));
        }
        Recipe::Best(alternatives)
    }

    /// A date wherever it is mentioned, and again where the incident's own steps fall on it.
    fn date(&self, wording: &Wording, date: Date) -> ScoreRecipe {
        let label = Label { view: View::Dates, ..instead_of(wording, &date.to_string()) };
        let of = |place, is_step| {
            let term = Term::from_field_text(self.fields.dates, &date_term(date, is_step));
            Recipe::Part(Label { place, ..label.clone() }, Part::Term(term))
        };
        Recipe::Sum(vec![of(Place::Text, false), of(Place::Steps, true)])
    }

    /// A word wherever it stands, weighed by where.
    fn word(&self, label: &Label) -> ScoreRecipe {
        Recipe::Sum(vec![
            in_place(label, Place::Text, self.fields.words),
            weighted(self.weights.title, in_place(label, Place::Title, self.fields.title)),
            weighted(self.weights.aside, in_place(label, Place::Aside, self.fields.aside)),
        ])
    }

    /// A pair of characters wherever it stands, weighed by where.
    fn pair(&self, label: &Label) -> ScoreRecipe {
        let aside = in_place(label, Place::Aside, self.fields.aside_characters);
        Recipe::Sum(vec![
            in_place(label, Place::Text, self.fields.characters),
            weighted(self.weights.aside, aside),
        ])
    }
}

/// The first wording that is a date.
fn dated(wordings: &[Wording]) -> Option<(&Wording, Date)> {
    wordings.iter().find_map(|wording| Some((wording, wording.date()?)))
}

/// Names a term that stands for what was typed.
fn instead_of(wording: &Wording, term: &str) -> Label {
    Label {
        typed: wording.typed.clone(),
        view: View::Words,
        place: Place::Text,
        term: term.to_owned(),
        how: Some(wording.how),
        begins: false,
    }
}

fn in_place(label: &Label, place: Place, field: Field) -> ScoreRecipe {
    let term = Term::from_field_text(field, &label.term);
    Recipe::Part(Label { place, ..label.clone() }, Part::Term(term))
}

fn weighted(weight: f32, recipe: ScoreRecipe) -> ScoreRecipe {
    Recipe::Weighted(weight, Box::new(recipe))
}
