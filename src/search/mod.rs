//! Requests to responses: lowering the tree, ranking, facets, snippets.

mod chunk;
mod collect;
mod condition;
mod copies;
mod correct;
mod error;
mod explain;
mod incident;
mod lower;
mod needle;
mod recipe;
mod request;
mod response;
mod score;
mod scorer;
mod similar;
mod snippet;
mod spread;
mod tally;
mod telling;
mod weights;
mod widen;
mod wording;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

pub use error::SearchError;
pub use explain::{Account, Explanation, MatchedPart, Place, Reading, View};
pub use request::{Request, SnippetOptions, Sort};
pub use response::{
    Correction, Facet, FacetCount, Hit, How, Linked, Relaxation, Response, Snippet, Widened,
};
pub use similar::{Shared, Similar, SimilarHit, SimilarRequest};
pub use weights::Weights;

use crate::index::Snapshot;
use crate::japanese::{Analyzer, LegalForms, Synonyms};
use crate::lexicon::Lexicon;
use crate::query::{Node, Query};
use crate::report::{FacetField, Kind};
use crate::taxonomy::{Crosswalk, Taxonomies};
use collect::{Candidate, Pass, PassPlan};
use condition::Condition;
use copies::Head;
use correct::Corrector;
use lower::Lowering;
use needle::Needles;
use recipe::Recipe;
use snippet::SnippetCutter;
use tally::{FacetPlan, FacetValues, Tally};
use widen::{Vocabulary, Widener, Wordings};

/// By how much the score of a report falls behind those that a stricter reading finds, at least.
const FALL: f32 = 0.999;

/// Most hits that are read one after another.
const PAGE: usize = 100;

/// Answers requests over one published state of an index.
pub struct Search {
    snapshot: Snapshot,
    analyzer: Arc<Analyzer>,
    legal_forms: LegalForms,
    taxonomies: Taxonomies,
    synonyms: Synonyms,
    weights: Weights,
    facet_values: FacetValues,
}

/// A request with what is known of its words.
struct Asked<'r> {
    /// As it came, or for the query that was meant.
    request: Cow<'r, Request>,
    /// Other wordings of the query; `None` where it is taken at its word.
    wordings: Option<Wordings>,
    meant: Option<Correction>,
}

/// A report's place in a ranking, without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The report's id.
    pub id: String,
    /// BM25 score, at least 0.
    pub score: f32,
}

impl Search {
    /// A search over `snapshot`, which must have been built with the same lexicon and dictionary.
    ///
    /// # Errors
    /// [`SearchError::Lexicon`] when a lexicon file has a mistake.
    pub fn new(
        snapshot: Snapshot,
        analyzer: Arc<Analyzer>,
        lexicon: &Lexicon,
    ) -> Result<Self, SearchError> {
        Ok(Self {
            legal_forms: LegalForms::new(lexicon)?,
            taxonomies: Taxonomies::new(lexicon)?,
            synonyms: Synonyms::read(lexicon, analyzer.folder())?,
            snapshot,
            analyzer,
            weights: Weights::default(),
            facet_values: FacetValues::default(),
        })
    }

    /// The same search with other weights, for measuring.
    #[must_use]
    pub fn with_weights(self, weights: Weights) -> Self {
        Self { weights, ..self }
    }

    /// The state that is searched.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The taxonomies that filters and labels are resolved by.
    pub fn taxonomies(&self) -> &Taxonomies {
        &self.taxonomies
    }

    /// Answers a request.
    ///
    /// # Errors
    /// [`SearchError::Query`] for a filter on a cause or category that does not exist, and
    /// whatever reading the index may raise.
    pub fn search(&self, request: &Request) -> Result<Response, SearchError> {
        let Asked { request, wordings, meant } = self.asked(request)?;
        let (request, wordings) = (request.as_ref(), wordings.as_ref());
        let (pass, relaxed, hits) = if request.by_incident {
            self.by_incident(request, wordings)?
        } else {
            let wanted = match request.limit {
                0 => 0,
                limit => request.offset.saturating_add(limit),
            };
            let (pass, relaxed, heads) = self.distinct(request, wordings, wanted)?;
            let hits = self.page(request, wordings, &pass.top, &heads)?;
            (pass, relaxed, hits)
        };
        let facets = request
            .facets
            .iter()
            .zip(pass.facets)
            .map(|(field, tally)| self.facet(*field, &tally, request))
            .collect();
        // One answer may take several passes, which are no reason to number all values.
        self.facet_values.asked(&request.facets);
        Ok(Response {
            interpreted: request.query.to_string(),
            total: pass.total,
            relaxed,
            widened: wordings.map_or_else(Vec::new, Wordings::account),
            meant,
            generation: self.snapshot.manifest().generation,
            reports: self.snapshot.reports(),
            by_incident: request.by_incident,
            hits,
            facets,
        })
    }

    /// Whether a query can be answered: a cause or data category it names may not exist.
    ///
    /// # Errors
    /// [`SearchError::Query`] with the place of the first that does not.
    pub fn check(&self, query: &Query) -> Result<(), SearchError> {
        self.lowering(None, None).condition(&query.root, None).map(|_| ())
    }

    /// Ranks without reading any text: ids and scores of the page asked for.
    ///
    /// A ranking is for measuring, so it goes on below what the query requires: reports that only a looser
    /// reading finds follow those that a stricter one does, down to the limit.
    pub fn rank(&self, request: &Request) -> Result<Vec<Ranked>, SearchError> {
        let request = Request { facets: Vec::new(), ..request.clone() };
        let Asked { request, wordings, .. } = self.asked(&request)?;
        let wanted = request.offset.saturating_add(request.limit);
        let mut ranked: Vec<Ranked> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let may_relax = request.relax && has_text(&request.query.root);
        let looser = Relaxation::ALL.into_iter().filter(|_| may_relax).map(Some);
        for relaxation in std::iter::once(None).chain(looser) {
            if ranked.len() >= wanted {
                break;
            }
            let pass = self.pass_at(&request, wordings.as_ref(), relaxation)?;
            let floor = ranked.last().map(|last| last.score);
            let mut highest = None;
            for candidate in pass.top {
                let id = self.snapshot.id_of(candidate.address)?;
                if ranked.len() < wanted && seen.insert(id.clone()) {
                    // Scores fall over a ranking, though another reading may give more of them.
                    let highest = *highest.get_or_insert(candidate.score.max(f32::MIN_POSITIVE));
                    let score = floor
                        .map_or(candidate.score, |floor| FALL * floor * candidate.score / highest);
                    ranked.push(Ranked { id, score });
                }
            }
        }
        Ok(ranked.split_off(request.offset.min(ranked.len())))
    }

    /// Runs the strict reading and, while nothing is found, each looser one.
    fn pass(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
    ) -> Result<(Pass, Option<Relaxation>), SearchError> {
        let strict = self.pass_at(request, wordings, None)?;
        if strict.total > 0 || !request.relax || !has_text(&request.query.root) {
            return Ok((strict, None));
        }
        for relaxation in Relaxation::ALL {
            let pass = self.pass_at(request, wordings, Some(relaxation))?;
            if pass.total > 0 {
                return Ok((pass, Some(relaxation)));
            }
        }
        Ok((strict, None))
    }

    fn pass_at(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
        relaxation: Option<Relaxation>,
    ) -> Result<Pass, SearchError> {
        let lowering = self.lowering(relaxation, wordings);
        let condition = lowering.condition(&request.query.root, request.filter.as_ref())?;
        let recipe = lowering.score(&request.query.root)?;
        let (values, snapshot) = (&self.facet_values, &self.snapshot);
        let plan = PassPlan {
            keep: request.offset.saturating_add(request.limit),
            sort: request.sort,
            no_incident: self.no_incident()?,
            facets: FacetPlan::new(&request.facets, self.crosswalk(request), values, snapshot)?,
        };
        self.collect(&condition, recipe.as_ref(), &plan)
    }

    /// Passes over the reports that a condition leaves.
    fn collect<L: Sync>(
        &self,
        condition: &Condition,
        recipe: Option<&Recipe<L>>,
        plan: &PassPlan,
    ) -> Result<Pass, SearchError> {
        Ok(collect::pass(&self.snapshot, condition, recipe, plan)?)
    }

    /// Share of its score that a page keeps which tells of no incident.
    #[expect(clippy::cast_precision_loss, reason = "a share of reports needs few digits")]
    fn no_incident(&self) -> Result<f32, SearchError> {
        let path = tantivy::schema::Facet::from_path([Kind::None.as_str()]);
        let term = tantivy::Term::from_facet(self.snapshot.fields().kind, &path);
        let others = self.snapshot.statistics().frequency(&term)?;
        let share = others as f32 / (self.snapshot.reports().max(1)) as f32;
        Ok(1.0 - self.weights.no_incident * (1.0 - share.min(1.0)))
    }

    /// What a request asks, once its words are known to be in the index or not.
    fn asked<'r>(&self, request: &'r Request) -> Result<Asked<'r>, SearchError> {
        let as_typed = Cow::Borrowed(request);
        if request.exact {
            return Ok(Asked { request: as_typed, wordings: None, meant: None });
        }
        let vocabulary = Vocabulary::new(&self.snapshot);
        let widener = Widener { analyzer: &self.analyzer, synonyms: &self.synonyms, vocabulary };
        let wordings = widener.of_tree(&request.query.root)?;
        let corrector = Corrector { widener: &widener };
        let Some(meant) = corrector.correct(&request.query, &wordings)? else {
            return Ok(Asked { request: as_typed, wordings: Some(wordings), meant: None });
        };
        let mut applied = meant.certain && request.relax;
        if applied {
            let count = Request { limit: 0, offset: 0, facets: Vec::new(), ..request.clone() };
            applied = self.pass_at(&count, Some(&wordings), None)?.total == 0;
        }
        let (query, words) = (meant.query.to_string(), meant.words);
        let corrected = meant.query;
        let meant = Some(Correction { query, words, applied });
        if !applied {
            return Ok(Asked { request: as_typed, wordings: Some(wordings), meant });
        }
        let wordings = Some(widener.of_tree(&corrected.root)?);
        let request = Cow::Owned(Request { query: corrected, ..request.clone() });
        Ok(Asked { request, wordings, meant })
    }

    fn lowering<'a>(
        &'a self,
        relaxation: Option<Relaxation>,
        wordings: Option<&'a Wordings>,
    ) -> Lowering<'a> {
        Lowering {
            fields: self.snapshot.fields(),
            analyzer: &self.analyzer,
            legal_forms: &self.legal_forms,
            taxonomies: &self.taxonomies,
            weights: &self.weights,
            relaxation,
            wordings,
        }
    }

    /// The reports of a page of those that stand for their copies.
    fn page(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
        top: &[Candidate],
        heads: &[Head],
    ) -> Result<Vec<Hit>, SearchError> {
        let page = || (1..).zip(heads).skip(request.offset);
        let ranked = page().filter_map(|(rank, head)| Some((rank, top.get(head.at)?)));
        let mut hits = self.hits(request, wordings, &ranked.collect::<Vec<_>>())?;
        for (hit, (_, head)) in hits.iter_mut().zip(page()) {
            hit.copies = self.ids(top, &head.copies)?;
        }
        Ok(hits)
    }

    /// The ids of some reports of a ranking, by their places in it.
    fn ids(&self, top: &[Candidate], places: &[usize]) -> Result<Vec<String>, SearchError> {
        let reports = places.iter().filter_map(|at| top.get(*at));
        Ok(reports.map(|copy| self.snapshot.id_of(copy.address)).collect::<Result<_, _>>()?)
    }

    /// The reports of a page, each with its rank.
    fn hits(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
        page: &[(usize, &Candidate)],
    ) -> Result<Vec<Hit>, SearchError> {
        let needles = Needles::new(needle::needles(&self.analyzer, &request.query.root, wordings)?);
        let hit = |(rank, candidate): &(usize, &Candidate)| {
            let report = self.snapshot.report(candidate.address)?;
            let snippets = request.snippets.map_or_else(Vec::new, |options| {
                let cutter = SnippetCutter { needles: &needles, analyzer: &self.analyzer, options };
                cutter.cut(&report)
            });
            let score = candidate.score;
            let (copies, linked, explanation) = (Vec::new(), Vec::new(), None);
            Ok(Hit { rank: *rank, score, report, snippets, copies, linked, explanation })
        };
        // Starting threads costs more than reading a page; an export is worth it.
        let mut hits: Vec<Hit> = if page.len() > PAGE {
            page.par_iter().map(hit).collect::<Result<_, SearchError>>()?
        } else {
            page.iter().map(hit).collect::<Result<_, SearchError>>()?
        };
        if request.explain {
            self.explain(request, wordings, page, &mut hits)?;
        }
        Ok(hits)
    }

    fn crosswalk(&self, request: &Request) -> Option<&Crosswalk> {
        request.crosswalk.map(|standard| self.taxonomies.crosswalk(standard))
    }

    fn facet(&self, field: FacetField, tally: &Tally, request: &Request) -> Facet {
        let crosswalk = self.crosswalk(request);
        let named = |value: String, count: u64, children: Vec<FacetCount>| {
            let label = match crosswalk {
                Some(crosswalk) => crosswalk.label(&value).to_owned(),
                None => self.label(field, &value),
            };
            FacetCount { label, value, count, children }
        };
        let values = tally.top(request.facet_values).into_iter().map(|counted| {
            let children = counted.children.into_iter();
            let children = children.map(|(value, count)| named(value, count, Vec::new()));
            named(counted.value, counted.count, children.collect())
        });
        Facet { field, values: values.collect(), distinct: tally.distinct() }
    }

    /// What people read for a facet value: the last level's label, the kind's label, or the value.
    fn label(&self, field: FacetField, value: &str) -> String {
        let taxonomy = self.taxonomies.of(field);
        let from_taxonomy = taxonomy.and_then(|taxonomy| taxonomy.last_label(value));
        let from_kind = || Kind::parse(value).filter(|_| field == FacetField::Kind);
        match from_taxonomy {
            Some(label) => label.to_owned(),
            None => from_kind().map_or_else(|| value.to_owned(), |kind| kind.label().to_owned()),
        }
    }
}

/// Whether a tree asks for any text that could be read more loosely.
fn has_text(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::And(children) | Node::Or(children) => children.iter().any(has_text),
        Node::All | Node::Filter(_) | Node::Not(_) => false,
    }
}

#[cfg(test)]
mod tests;
