//! The query tree turned into the engine's queries: the last step before the index is asked.
//!
//! Every leaf is widened in place (title, words, characters), so NOT, OR and filters around it
//! mean what they say whatever it was widened by.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Facet, Field, IndexRecordOption};

use super::chunk::{Chunk, bigrams, chunks};
use super::error::SearchError;
use super::response::Relaxation;
use super::weights::Weights;
use super::widen::{LeafWordings, Target, Wording, Wordings};
use crate::index::{Fields, date_term, days_since_epoch};
use crate::japanese::{Analyzer, LegalForms, Script};
use crate::query::{self, ErrorKind, Filter, FilterLeaf, Form, Node, QueryError, TextLeaf};
use crate::report::{DateRange, FacetField, ReportId, Span, Unit};
use crate::taxonomy::Taxonomies;

pub(super) type EngineQuery = Box<dyn Query>;

/// Turns trees into engine queries.
pub(super) struct Lowering<'a> {
    pub(super) fields: &'a Fields,
    pub(super) analyzer: &'a Analyzer,
    pub(super) legal_forms: &'a LegalForms,
    pub(super) taxonomies: &'a Taxonomies,
    pub(super) weights: &'a Weights,
    /// How loosely text is matched; `None` is the strict reading.
    pub(super) relaxation: Option<Relaxation>,
    /// Other wordings of the leaves; none where the query is taken at its word.
    pub(super) wordings: Option<&'a Wordings>,
}

/// A lowered condition.
enum Lowered {
    /// Everything satisfies it.
    All,
    /// Text made of stop words alone: a condition only when nothing else is.
    Weak(EngineQuery),
    /// A condition.
    Must(EngineQuery),
    /// Words whose number of matches decides, when the search is relaxed.
    Pool(Vec<EngineQuery>),
    /// A condition that must not hold.
    MustNot(EngineQuery),
}

impl Lowering<'_> {
    /// The engine query for a tree and, if any, an outside filter.
    pub(super) fn query(
        &self,
        root: &Node,
        filter: Option<&Node>,
    ) -> Result<EngineQuery, SearchError> {
        let mut clauses = vec![(Occur::Must, unscored(self.all_of(std::slice::from_ref(root))?))];
        clauses.extend(self.score(root)?.map(|score| (Occur::Should, score.query())));
        if let Some(filter) = filter {
            let filter = self.all_of(std::slice::from_ref(filter))?;
            clauses.push((Occur::Must, unscored(filter)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn all_of(&self, nodes: &[Node]) -> Result<EngineQuery, SearchError> {
        let nodes = match nodes {
            [Node::And(children)] => children.as_slice(),
            other => other,
        };
        let lowered = nodes.iter().map(|node| self.lower(node)).collect::<Result<Vec<_>, _>>()?;
        let mut clauses: Vec<(Occur, EngineQuery)> = Vec::new();
        let mut weak = Vec::new();
        let mut pool = Vec::new();
        for condition in lowered {
            match condition {
                Lowered::All => {}
                Lowered::Weak(query) => weak.push(query),
                Lowered::Must(query) => clauses.push((Occur::Must, query)),
                Lowered::MustNot(query) => clauses.push((Occur::MustNot, query)),
                Lowered::Pool(chunks) => pool.extend(chunks),
            }
        }
        if !pool.is_empty() {
            clauses.push((Occur::Must, self.pooled(pool)));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.extend(weak.into_iter().map(|query| (Occur::Must, query)));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
        }
        if clauses.len() == 1
            && let Some((_, query)) = clauses.pop()
        {
            return Ok(query);
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn lower(&self, node: &Node) -> Result<Lowered, SearchError> {
        Ok(match node {
            Node::All => Lowered::All,
            Node::Text(leaf) => self.text(leaf)?,
            Node::Filter(leaf) => Lowered::Must(unscored(self.filter(leaf)?)),
            Node::Not(child) => {
                // What is excluded is read strictly, however loosely the rest is.
                let strict = Lowering { relaxation: None, wordings: None, ..*self };
                Lowered::MustNot(strict.all_of(std::slice::from_ref(child.as_ref()))?)
            }
            Node::And(children) => Lowered::Must(self.all_of(children)?),
            Node::Or(children) => {
                let alternatives = children
                    .iter()
                    .map(|child| self.all_of(std::slice::from_ref(child)))
                    .collect::<Result<Vec<_>, _>>()?;
                Lowered::Must(Box::new(BooleanQuery::union(alternatives)))
            }
        })
    }

    fn text(&self, leaf: &TextLeaf) -> Result<Lowered, SearchError> {
        match leaf.form {
            // The characters side by side, wherever words begin and end.
            Form::Phrase => Ok(Lowered::Must(self.substring(&leaf.text))),
            Form::Prefix => Ok(Lowered::Must(self.prefix(&leaf.text))),
            Form::Word => {
                let chunks = chunks(self.analyzer, &leaf.text)?;
                let wide = self.wordings.and_then(|wordings| wordings.of(&leaf.text));
                let whole: Vec<EngineQuery> = wide
                    .into_iter()
                    .flat_map(|wide| &wide.whole)
                    .map(|wording| self.wording(wording))
                    .collect();
                if chunks.is_empty() && whole.is_empty() {
                    return Ok(Lowered::Weak(self.substring(&leaf.text)));
                }
                let pools = self.relaxation >= Some(Relaxation::Several);
                if pools && whole.is_empty() {
                    return Ok(Lowered::Pool(self.units(&chunks, wide)));
                }
                // A date is no bag of digits, nor a reading one of syllables, however loosely they are read.
                let strict = Lowering { relaxation: None, ..*self };
                let reading = if whole.is_empty() { self } else { &strict };
                let as_typed = chunks.iter().enumerate().map(|(number, chunk)| {
                    reading.chunk(chunk, wide.map_or(&[], |wide| wide.chunk(number)))
                });
                let as_typed = if chunks.is_empty() {
                    self.substring(&leaf.text)
                } else {
                    intersection(as_typed.collect())
                };
                let any = union(std::iter::once(as_typed).chain(whole).collect());
                Ok(if pools { Lowered::Pool(vec![any]) } else { Lowered::Must(any) })
            }
        }
    }

    /// What another wording looks for.
    fn wording(&self, wording: &Wording) -> EngineQuery {
        match &wording.target {
            Target::Date(date) => {
                term_query(Term::from_field_text(self.fields.dates, &date_term(*date, false)))
            }
            Target::Words { whole, .. } => self.strictly(whole),
        }
    }

    /// A chunk's words side by side, however loosely other text is read.
    pub(super) fn strictly(&self, chunk: &Chunk) -> EngineQuery {
        Lowering { relaxation: None, ..*self }.chunk(chunk, &[])
    }

    /// A chunk's words side by side, or anywhere when the search is relaxed; or other wordings of it.
    fn chunk(&self, chunk: &Chunk, wordings: &[Wording]) -> EngineQuery {
        let mut alternatives = self.everywhere(|field| self.side_by_side(field, chunk));
        let relaxed = self.relaxation >= Some(Relaxation::Apart);
        if relaxed && chunk.words.len() > 1 {
            let words = chunk.words.iter().map(|word| self.term(&word.term)).collect();
            alternatives.push(intersection(words));
        }
        if chunk.uncertain || relaxed {
            alternatives.push(self.substring(&chunk.surface));
        }
        if let ([word], true) = (chunk.words.as_slice(), chunk.name) {
            for field in [self.fields.words, self.fields.aside] {
                alternatives.push(starting_with(field, &word.term));
            }
        }
        for wording in wordings {
            alternatives.push(self.wording(wording));
            if let (true, Target::Words { part, .. }) = (relaxed, &wording.target) {
                let outside = (0..).zip(&chunk.words).filter(|(at, _)| !wording.words.contains(at));
                let mut parts: Vec<EngineQuery> =
                    outside.map(|(_, word)| self.term(&word.term)).collect();
                parts.push(self.strictly(part));
                alternatives.push(intersection(parts));
            }
        }
        union(alternatives)
    }

    fn side_by_side(&self, field: Field, chunk: &Chunk) -> EngineQuery {
        phrase_of(
            chunk
                .words
                .iter()
                .map(|word| (word.position, Term::from_field_text(field, &word.term))),
        )
    }

    fn term(&self, term: &str) -> EngineQuery {
        let of = |field| term_query(Term::from_field_text(field, term));
        Box::new(BooleanQuery::union(self.everywhere(of)))
    }

    /// The same condition on every field of words that holds other text than `words` does.
    fn everywhere(&self, condition: impl Fn(Field) -> EngineQuery) -> Vec<EngineQuery> {
        vec![condition(self.fields.words), condition(self.fields.aside)]
    }

    /// The words of chunks, each by itself, or the wordings of it.
    fn units(&self, chunks: &[Chunk], wide: Option<&LeafWordings>) -> Vec<EngineQuery> {
        let mut units: Vec<EngineQuery> = Vec::new();
        for (number, chunk) in chunks.iter().enumerate() {
            let wordings = wide.map_or(&[][..], |wide| wide.chunk(number));
            let single = chunk.words.len() == 1;
            for (at, word) in chunk.words.iter().enumerate() {
                let mut alternatives = vec![self.term(&word.term)];
                if single && chunk.uncertain {
                    alternatives.push(self.substring(&chunk.surface));
                }
                for wording in wordings.iter().filter(|wording| wording.words.contains(&at)) {
                    alternatives.push(match &wording.target {
                        Target::Date(_) => self.wording(wording),
                        Target::Words { part, .. } => self.strictly(part),
                    });
                }
                units.push(union(alternatives));
            }
        }
        units
    }

    /// Enough of the words of all leaves.
    fn pooled(&self, words: Vec<EngineQuery>) -> EngineQuery {
        let required = match self.relaxation {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a query has at most a few hundred words"
            )]
            Some(Relaxation::Several) => {
                ((words.len() as f64) * f64::from(self.weights.several)).ceil().max(2.0) as usize
            }
            _ => 1,
        };
        Box::new(BooleanQuery::union_with_minimum_required_clauses(words, required))
    }

    fn prefix(&self, text: &str) -> EngineQuery {
        let folded = self.analyzer.folder().fold(text);
        let prefix = folded.text();
        let words =
            [self.fields.words, self.fields.aside].map(|field| starting_with(field, prefix));
        let words: EngineQuery = Box::new(BooleanQuery::union(words.into()));
        // `ec*` must not find the middle of `spec`; a Japanese word has no edge to begin at.
        let latin = prefix
            .chars()
            .next()
            .is_none_or(|first| matches!(Script::of(first), Script::Latin | Script::Digit));
        if latin {
            return words;
        }
        Box::new(BooleanQuery::union(vec![words, self.substring(text)]))
    }

    /// Texts that hold `text` as a substring, as far as letters and digits go.
    fn substring(&self, text: &str) -> EngineQuery {
        let grams = bigrams(self.analyzer, text);
        let folded = self.analyzer.folder().fold(text);
        let only = folded.text().chars().find(|c| Script::of(*c) != Script::Other);
        let of = |field: Field| -> EngineQuery {
            match only {
                None => Box::new(EmptyQuery),
                Some(only) if grams.is_empty() => {
                    starting_with(field, only.encode_utf8(&mut [0; 4]))
                }
                Some(_) => phrase_of(
                    grams.iter().map(|(at, gram)| (*at, Term::from_field_text(field, gram))),
                ),
            }
        };
        let fields = [self.fields.characters, self.fields.aside_characters];
        Box::new(BooleanQuery::union(fields.map(of).into()))
    }

    fn filter(&self, leaf: &FilterLeaf) -> Result<EngineQuery, SearchError> {
        Ok(match &leaf.filter {
            Filter::Facet { field, value } => self.facet(*field, value, leaf.span)?,
            Filter::Published(range) => self.published(range),
            Filter::Affected { min, max, unit } => {
                let field = match unit {
                    None => self.fields.affected,
                    Some(Unit::People) => self.fields.people,
                    Some(Unit::Records) => self.fields.records,
                };
                within(field, *min, *max)
            }
            Filter::Delay { min, max } => within(self.fields.delay, *min, *max),
            Filter::Title(leaf) => {
                let chunks = chunks(self.analyzer, &leaf.text)?;
                let chunks = chunks.iter().map(|c| self.side_by_side(self.fields.title, c));
                intersection(chunks.collect())
            }
            Filter::Id(typed) => {
                let ids = ReportId::candidates(typed)
                    .into_iter()
                    .map(|id| term_query(Term::from_field_text(self.fields.id, id.as_str())));
                Box::new(BooleanQuery::union(ids.collect()))
            }
        })
    }

    fn facet(
        &self,
        field: FacetField,
        value: &str,
        span: Span,
    ) -> Result<EngineQuery, SearchError> {
        let exactly = |path: &[&str]| {
            term_query(Term::from_facet(self.fields.facet(field), &Facet::from_path(path)))
        };
        let key = || self.legal_forms.key(value, self.analyzer.folder());
        Ok(match field {
            FacetField::Cause | FacetField::Data => {
                let taxonomy = self.taxonomies.of(field);
                let folder = self.analyzer.folder();
                let path = taxonomy.and_then(|taxonomy| taxonomy.resolve(value, folder));
                let path = path.ok_or_else(|| {
                    let known = taxonomy.map(|taxonomy| taxonomy.suggestions(value, folder));
                    let kind = ErrorKind::UnknownValue {
                        field: query::Field::Facet(field),
                        value: value.to_owned(),
                        known: known.unwrap_or_default(),
                    };
                    QueryError::new(kind, span)
                })?;
                exactly(&path.as_str().split('/').collect::<Vec<_>>())
            }
            FacetField::Vendor => term_query(Term::from_field_text(self.fields.vendor_key, &key())),
            FacetField::Organisation => {
                term_query(Term::from_field_text(self.fields.organisation_key, &key()))
            }
            FacetField::Kind | FacetField::Year => exactly(&[value]),
        })
    }

    /// Reports whose publication may fall into the range, as far as their date is known.
    fn published(&self, range: &DateRange) -> EngineQuery {
        let day = |field, day| Bound::Included(Term::from_field_i64(field, days_since_epoch(day)));
        let (first, last) = (self.fields.published_first, self.fields.published_last);
        let earliest = Bound::Included(Term::from_field_i64(last, i64::MIN));
        let latest = Bound::Included(Term::from_field_i64(first, i64::MAX));
        let since = range.since.map_or(earliest, |since| day(last, since.first_day()));
        let until = range.until.map_or(latest, |until| day(first, until.last_day()));
        intersection(vec![
            Box::new(RangeQuery::new(since, Bound::Unbounded)),
            Box::new(RangeQuery::new(Bound::Unbounded, until)),
        ])
    }
}

/// Numbers in an inclusive range. A report without the number is in no range, not even in an open
/// one.
fn within(field: Field, min: Option<u64>, max: Option<u64>) -> EngineQuery {
    let bound = |number| Bound::Included(Term::from_field_u64(field, number));
    Box::new(RangeQuery::new(bound(min.unwrap_or(0)), bound(max.unwrap_or(u64::MAX))))
}

pub(super) fn term_query(term: Term) -> EngineQuery {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn phrase_of(terms: impl Iterator<Item = (usize, Term)>) -> EngineQuery {
    let mut terms: Vec<(usize, Term)> = terms.collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => term_query(terms.swap_remove(0).1),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

/// Documents with a term that begins with `prefix`.
pub(super) fn starting_with(field: Field, prefix: &str) -> EngineQuery {
    let from = Bound::Included(Term::from_field_text(field, prefix));
    let successor = prefix.char_indices().rev().find_map(|(at, last)| {
        let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32)?;
        Some(format!("{}{next}", prefix.get(..at)?))
    });
    let to = successor.map_or(Bound::Unbounded, |successor| {
        Bound::Excluded(Term::from_field_text(field, &successor))
    });
    Box::new(RangeQuery::new(from, to))
}

/// Documents that any of the queries matches.
pub(super) fn union(mut queries: Vec<EngineQuery>) -> EngineQuery {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

fn intersection(mut queries: Vec<EngineQuery>) -> EngineQuery {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

pub(super) fn boosted(query: EngineQuery, weight: f32) -> EngineQuery {
    Box::new(BoostQuery::new(query, weight))
}

/// The same condition without a share in the score.
pub(super) fn unscored(query: EngineQuery) -> EngineQuery {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
