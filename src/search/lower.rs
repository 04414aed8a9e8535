//! The query tree turned into conditions on the fields of the index: the last step before it is asked.
//!
//! Every leaf is widened in place (title, words, characters), so NOT, OR and filters around it
//! mean what they say whatever it was widened by.

use tantivy::schema::{Facet, Field};
use tantivy::{Term, i64_to_u64};

use super::chunk::{Chunk, ChunkWord, bigrams, chunks};
use super::condition::{Condition, PhraseTerm};
use super::error::SearchError;
use super::response::Relaxation;
use super::weights::Weights;
use super::widen::{LeafWordings, Target, Wording, Wordings};
use crate::index::{Fields, date_term, days_since_epoch};
use crate::japanese::{Analyzer, LegalForms, Script};
use crate::query::{self, ErrorKind, Filter, FilterLeaf, Form, Node, QueryError, TextLeaf};
use crate::report::{DateRange, FacetField, ReportId, Span, Unit};
use crate::taxonomy::Taxonomies;

/// Turns trees into conditions.
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

/// A lowered part of a tree.
enum Lowered {
    /// Everything satisfies it.
    All,
    /// Text made of stop words alone: a condition only when nothing else is.
    Weak(Condition),
    /// A condition.
    Must(Condition),
    /// Words whose number of matches decides, when the search is relaxed.
    Pool(Vec<Condition>),
    /// A condition that must not hold.
    MustNot(Condition),
}

impl Lowering<'_> {
    /// The condition for a tree and, if any, an outside filter.
    pub(super) fn condition(
        &self,
        root: &Node,
        filter: Option<&Node>,
    ) -> Result<Condition, SearchError> {
        let all = std::iter::once(root).chain(filter);
        let all = all.map(|node| self.all_of(std::slice::from_ref(node)));
        Ok(Condition::every(all.collect::<Result<Vec<_>, _>>()?))
    }

    fn all_of(&self, nodes: &[Node]) -> Result<Condition, SearchError> {
        let nodes = match nodes {
            [Node::And(children)] => children.as_slice(),
            other => other,
        };
        let lowered = nodes.iter().map(|node| self.lower(node)).collect::<Result<Vec<_>, _>>()?;
        let (mut required, mut excluded) = (Vec::new(), Vec::new());
        let mut weak = Vec::new();
        let mut pool = Vec::new();
        for lowered in lowered {
            match lowered {
                Lowered::All => {}
                Lowered::Weak(condition) => weak.push(condition),
                Lowered::Must(condition) => required.push(condition),
                Lowered::MustNot(condition) => excluded.push(condition),
                Lowered::Pool(chunks) => pool.extend(chunks),
            }
        }
        if !pool.is_empty() {
            required.push(self.pooled(pool));
        }
        if required.is_empty() {
            required = weak;
        }
        let required = match required.is_empty() {
            true => Condition::All,
            false => Condition::every(required),
        };
        Ok(match excluded.is_empty() {
            true => required,
            false => Condition::Except(Box::new(required), excluded),
        })
    }

    fn lower(&self, node: &Node) -> Result<Lowered, SearchError> {
        Ok(match node {
            Node::All => Lowered::All,
            Node::Text(leaf) => self.text(leaf)?,
            Node::Filter(leaf) => Lowered::Must(self.filter(leaf)?),
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
                Lowered::Must(Condition::any(alternatives))
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
                let whole: Vec<Condition> = wide
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
                    Condition::every(as_typed)
                };
                let any = Condition::any(std::iter::once(as_typed).chain(whole));
                Ok(if pools { Lowered::Pool(vec![any]) } else { Lowered::Must(any) })
            }
        }
    }

    /// What another wording looks for.
    fn wording(&self, wording: &Wording) -> Condition {
        match &wording.target {
            Target::Date(date) => {
                Condition::Term(Term::from_field_text(self.fields.dates, &date_term(*date, false)))
            }
            Target::Words { whole, .. } => self.strictly(whole),
        }
    }

    /// A chunk's words side by side, however loosely other text is read.
    pub(super) fn strictly(&self, chunk: &Chunk) -> Condition {
        Lowering { relaxation: None, ..*self }.chunk(chunk, &[])
    }

    /// A chunk's words side by side, or anywhere when the search is relaxed; or other wordings of it.
    fn chunk(&self, chunk: &Chunk, wordings: &[Wording]) -> Condition {
        let mut alternatives = self.everywhere(|field| self.side_by_side(field, chunk));
        let relaxed = self.relaxation >= Some(Relaxation::Apart);
        if relaxed && chunk.words.len() > 1 {
            let words = chunk.words.iter().map(|word| self.term(&word.term));
            alternatives.push(Condition::every(words));
        }
        if chunk.uncertain || relaxed {
            alternatives.push(self.substring(&chunk.surface));
        }
        if let ([word], true) = (chunk.words.as_slice(), chunk.name) {
            for field in [self.fields.words, self.fields.aside] {
                alternatives.push(Condition::Beginning(field, word.term.clone()));
            }
        }
        for wording in wordings {
            alternatives.push(self.wording(wording));
            if let (true, Target::Words { part, .. }) = (relaxed, &wording.target) {
                let outside = (0..).zip(&chunk.words).filter(|(at, _)| !wording.words.contains(at));
                let mut parts: Vec<Condition> =
                    outside.map(|(_, word)| self.term(&word.term)).collect();
                parts.push(self.strictly(part));
                alternatives.push(Condition::every(parts));
            }
        }
        Condition::any(alternatives)
    }

    fn side_by_side(&self, field: Field, chunk: &Chunk) -> Condition {
        let term = |term: &str| Term::from_field_text(field, term);
        let word = |word: &ChunkWord| PhraseTerm {
            at: word.position,
            term: term(&word.term),
            is_implied: false,
        };
        Condition::phrase(chunk.words.iter().map(word))
    }

    fn term(&self, term: &str) -> Condition {
        Condition::any(self.everywhere(|field| Condition::Term(Term::from_field_text(field, term))))
    }

    /// The same condition on every field of words that holds other text than `words` does.
    fn everywhere(&self, condition: impl Fn(Field) -> Condition) -> Vec<Condition> {
        vec![condition(self.fields.words), condition(self.fields.aside)]
    }

    /// The words of chunks, each by itself, or the wordings of it.
    fn units(&self, chunks: &[Chunk], wide: Option<&LeafWordings>) -> Vec<Condition> {
        let mut units: Vec<Condition> = Vec::new();
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
                units.push(Condition::any(alternatives));
            }
        }
        units
    }

    /// Enough of the words of all leaves.
    fn pooled(&self, words: Vec<Condition>) -> Condition {
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
        // One word alone has to be there.
        Condition::AtLeast(required.min(words.len()), words)
    }

    fn prefix(&self, text: &str) -> Condition {
        let folded = self.analyzer.folder().fold(text);
        let prefix = folded.text();
        let words =
            Condition::any(self.everywhere(|field| Condition::Beginning(field, prefix.to_owned())));
        // `ec*` must not find the middle of `spec`; a Japanese word has no edge to begin at.
        let latin = prefix
            .chars()
            .next()
            .is_none_or(|first| matches!(Script::of(first), Script::Latin | Script::Digit));
        if latin {
            return words;
        }
        Condition::any([words, self.substring(text)])
    }

    /// Texts that hold `text` as a substring, as far as letters and digits go.
    fn substring(&self, text: &str) -> Condition {
        let grams = bigrams(self.analyzer, text);
        let folded = self.analyzer.folder().fold(text);
        let only = folded.text().chars().find(|c| Script::of(*c) != Script::Other);
        let of = |field: Field| -> Condition {
            match only {
                None => Condition::Nothing,
                Some(only) if grams.is_empty() => Condition::Beginning(field, only.to_string()),
                Some(_) => {
                    let implied = between_others(&grams);
                    let terms = grams.iter().zip(implied).map(|((at, gram), is_implied)| {
                        PhraseTerm { at: *at, term: Term::from_field_text(field, gram), is_implied }
                    });
                    Condition::phrase(terms)
                }
            }
        };
        let fields = [self.fields.characters, self.fields.aside_characters];
        Condition::any(fields.map(of))
    }

    fn filter(&self, leaf: &FilterLeaf) -> Result<Condition, SearchError> {
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
                Condition::every(chunks)
            }
            Filter::Id(typed) => {
                let ids = ReportId::candidates(typed)
                    .into_iter()
                    .map(|id| Condition::Term(Term::from_field_text(self.fields.id, id.as_str())));
                Condition::any(ids)
            }
        })
    }

    fn facet(&self, field: FacetField, value: &str, span: Span) -> Result<Condition, SearchError> {
        let exactly = |path: &[&str]| {
            Condition::Term(Term::from_facet(self.fields.facet(field), &Facet::from_path(path)))
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
            FacetField::Vendor => {
                Condition::Term(Term::from_field_text(self.fields.vendor_key, &key()))
            }
            FacetField::Organisation => {
                Condition::Term(Term::from_field_text(self.fields.organisation_key, &key()))
            }
            FacetField::Kind | FacetField::Year => exactly(&[value]),
        })
    }

    /// Reports whose publication may fall into the range, as far as their date is known.
    fn published(&self, range: &DateRange) -> Condition {
        let (first, last) = (self.fields.published_first, self.fields.published_last);
        let day =
            |day: Option<jiff::civil::Date>, open| i64_to_u64(day.map_or(open, days_since_epoch));
        let since = day(range.since.map(|since| since.first_day()), i64::MIN);
        let until = day(range.until.map(|until| until.last_day()), i64::MAX);
        Condition::every([
            Condition::Between(last, since..=u64::MAX),
            Condition::Between(first, 0..=until),
        ])
    }
}

/// Which pairs of characters lie between two others that meet in their middle, so that all their characters
/// are told by those.
fn between_others(pairs: &[(usize, String)]) -> Vec<bool> {
    let mut before: Option<(usize, bool)> = None;
    let mut implied = Vec::with_capacity(pairs.len());
    for (index, (at, _)) in pairs.iter().enumerate() {
        let follows = before.is_some_and(|(last, is_implied)| last + 1 == *at && !is_implied);
        let goes_on = pairs
            .get(index + 1)
            .is_some_and(|(next, pair)| *next == at + 1 && pair.chars().count() == 2);
        implied.push(follows && goes_on);
        before = Some((*at, follows && goes_on));
    }
    implied
}

/// Numbers in an inclusive range. A report without the number is in no range, not even in an open
/// one.
fn within(field: Field, min: Option<u64>, max: Option<u64>) -> Condition {
    Condition::Between(field, min.unwrap_or(0)..=max.unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::between_others;

    #[test]
    fn pairs_between_pairs_that_meet_are_implied() {
        #[track_caller]
        fn check(pairs: &[(usize, &str)], expected: &[bool]) {
            let pairs: Vec<_> = pairs.iter().map(|(at, pair)| (*at, (*pair).to_owned())).collect();
            assert_eq!(between_others(&pairs), expected);
        }
        check(&[], &[]);
        check(&[(0, "漏え")], &[false]);
        check(&[(0, "漏え"), (1, "えい")], &[false, false]);
        check(&[(0, "不正"), (1, "正ア"), (2, "アク")], &[false, true, false]);
        check(
            &[(0, "メー"), (1, "ール"), (2, "ルア"), (3, "アド"), (4, "ドレ")],
            &[false, true, false, true, false],
        );
        // A run that ends inside says so by its last character alone.
        check(&[(0, "メー"), (1, "ール"), (2, "ル"), (20, "宛先")], &[false, false, false, false]);
    }
}
