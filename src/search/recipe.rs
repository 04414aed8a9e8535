//! The score of a query as data: what scores, and how it is put together.
//!
//! Rankings and the account of a hit are both made from one recipe, so they cannot differ.
//!
//! Scores of many words are blended: not their sum, but one that more matching words raise further. For
//! scores s of the parts that match, the blend is (Σ s^p)^(1/p) with 0 < p ≤ 1, the power sum of the
//! extended Boolean model (Salton, Fox and Wu, "Extended Boolean Information Retrieval", CACM 26(11),
//! 1983), there with p ≥ 1 for OR. With p = 1 it is the sum; below, a report that matches all words a little
//! goes before one that repeats a rare one, and nothing has to be required of long questions.

use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::{DocAddress, Score, Term};

use super::condition::Condition;
use super::scorer::TermScorer;
use crate::index::Snapshot;

/// How the score of a report is made. `L` names what scores, `P` finds it, `C` is a condition.
#[derive(Debug, Clone)]
pub(super) enum Recipe<L, P = Part, C = Condition> {
    /// The score of a part.
    Part(L, P),
    /// A score times a weight.
    Weighted(Score, Box<Self>),
    /// The sum of those that match.
    Sum(Vec<Self>),
    /// The blend of those that match, by its exponent.
    Blend(Score, Vec<Self>),
    /// The best of those that match.
    Best(Vec<Self>),
    /// A score where a condition holds.
    Where(C, Box<Self>),
}

/// What scores.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A term, by BM25.
    Term(Term),
    /// A condition, with the same score wherever it holds.
    Fixed(Score, Condition),
}

/// What scores, weighed by how many reports of the index hold it.
#[derive(Clone)]
pub(super) enum WeighedPart<'r> {
    /// A term.
    Term(&'r Term, Box<Bm25Weight>),
    /// A condition.
    Fixed(Score, &'r Condition),
}

/// A recipe for one state of an index.
pub(super) type Weighed<'r, L> = Recipe<&'r L, WeighedPart<'r>, &'r Condition>;

impl<L, P, C> Recipe<L, P, C> {
    /// The same recipe of other parts and conditions.
    pub(super) fn map<'r, P2, C2, E>(
        &'r self,
        part: &mut impl FnMut(&'r P) -> Result<P2, E>,
        condition: &mut impl FnMut(&'r C) -> Result<C2, E>,
    ) -> Result<Recipe<&'r L, P2, C2>, E> {
        let mut all = |recipes: &'r [Self]| -> Result<Vec<_>, E> {
            recipes.iter().map(|recipe| recipe.map(part, condition)).collect()
        };
        Ok(match self {
            Self::Sum(recipes) => Recipe::Sum(all(recipes)?),
            Self::Blend(exponent, recipes) => Recipe::Blend(*exponent, all(recipes)?),
            Self::Best(recipes) => Recipe::Best(all(recipes)?),
            Self::Part(label, own) => Recipe::Part(label, part(own)?),
            Self::Weighted(weight, recipe) => {
                Recipe::Weighted(*weight, Box::new(recipe.map(part, condition)?))
            }
            Self::Where(own, recipe) => {
                let own = condition(own)?;
                Recipe::Where(own, Box::new(recipe.map(part, condition)?))
            }
        })
    }

    /// Whether any part matches.
    fn matches(&self, is_matched: &impl Fn(&L) -> bool) -> bool {
        match self {
            Self::Part(label, _) => is_matched(label),
            Self::Weighted(_, recipe) | Self::Where(_, recipe) => recipe.matches(is_matched),
            Self::Sum(recipes) | Self::Blend(_, recipes) | Self::Best(recipes) => {
                recipes.iter().any(|recipe| recipe.matches(is_matched))
            }
        }
    }

    /// Names what scores nothing, in order. Of several of which the best counts, the first is missed, and
    /// only where none of the others stands for it.
    pub(super) fn unmatched<'r>(
        &'r self,
        is_matched: &impl Fn(&L) -> bool,
        unmatched: &mut Vec<&'r L>,
    ) {
        match self {
            Self::Part(label, _) if is_matched(label) => {}
            Self::Part(label, _) => unmatched.push(label),
            Self::Weighted(_, recipe) | Self::Where(_, recipe) => {
                recipe.unmatched(is_matched, unmatched);
            }
            Self::Sum(recipes) | Self::Blend(_, recipes) => {
                recipes.iter().for_each(|recipe| recipe.unmatched(is_matched, unmatched));
            }
            Self::Best(recipes) => {
                let best = recipes.iter().position(|recipe| recipe.matches(is_matched));
                if let Some(first) = recipes.first().filter(|_| best.unwrap_or(0) == 0) {
                    first.unmatched(is_matched, unmatched);
                }
            }
        }
    }
}

impl<L> Recipe<L> {
    /// That some part matches.
    pub(super) fn condition(&self) -> Condition {
        match self {
            Self::Part(_, Part::Term(term)) => Condition::Term(term.clone()),
            Self::Part(_, Part::Fixed(_, condition)) => condition.clone(),
            Self::Weighted(_, recipe) => recipe.condition(),
            Self::Sum(recipes) | Self::Blend(_, recipes) | Self::Best(recipes) => {
                Condition::any(recipes.iter().map(Self::condition))
            }
            Self::Where(condition, recipe) => {
                Condition::every([condition.clone(), recipe.condition()])
            }
        }
    }

    /// The recipe with the weight of each term.
    pub(super) fn weighed<'r>(&'r self, snapshot: &Snapshot) -> tantivy::Result<Weighed<'r, L>> {
        let statistics = snapshot.statistics();
        let reports = statistics.total_num_docs()?;
        let mut part = |part: &'r Part| -> tantivy::Result<WeighedPart<'r>> {
            Ok(match part {
                Part::Fixed(score, condition) => WeighedPart::Fixed(*score, condition),
                Part::Term(term) => {
                    let terms = statistics.total_num_tokens(term.field())?;
                    let mean = terms as Score / reports as Score;
                    let holding = statistics.doc_freq(term)?;
                    let weight = Bm25Weight::for_one_term_without_explain(holding, reports, mean);
                    WeighedPart::Term(term, Box::new(weight))
                }
            })
        };
        self.map(&mut part, &mut |condition| Ok(condition))
    }
}

impl<'r, L> Weighed<'r, L> {
    /// What each matching part adds to the score of the report at `address`; together they are the
    /// score. `None` where nothing matches.
    ///
    /// A blend is shared out as its parts, raised to its exponent, make it up.
    pub(super) fn shares(
        &self,
        address: DocAddress,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Option<Vec<(&'r L, Score)>>> {
        let matching = |recipes: &[Self]| -> tantivy::Result<Vec<Vec<(&'r L, Score)>>> {
            let shares = |recipe: &Self| recipe.shares(address, snapshot).transpose();
            recipes.iter().filter_map(shares).collect()
        };
        Ok(match self {
            Self::Part(label, part) => {
                part.score(address, snapshot)?.map(|score| vec![(*label, score)])
            }
            Self::Weighted(weight, recipe) => {
                recipe.shares(address, snapshot)?.map(|shares| scaled(shares, *weight))
            }
            Self::Sum(recipes) => joined(matching(recipes)?),
            Self::Blend(exponent, recipes) => {
                let parts = matching(recipes)?;
                let raised = |shares: &Vec<(&L, Score)>| total(shares).max(0.0).powf(*exponent);
                let sum: Score = parts.iter().map(raised).sum();
                let blend = sum.powf(exponent.recip());
                joined(
                    parts
                        .into_iter()
                        .map(|shares| {
                            let (own, raised) = (total(&shares), raised(&shares));
                            let factor = if own > 0.0 { blend * raised / sum / own } else { 0.0 };
                            scaled(shares, factor)
                        })
                        .collect(),
                )
            }
            Self::Best(recipes) => {
                let parts = matching(recipes)?.into_iter();
                parts.reduce(|best, next| if total(&next) > total(&best) { next } else { best })
            }
            Self::Where(condition, recipe) if condition.holds(address, snapshot)? => {
                Some(recipe.shares(address, snapshot)?.unwrap_or_default())
            }
            Self::Where(..) => None,
        })
    }

    /// The score of the report at `address`; `None` where nothing matches.
    pub(super) fn score(
        &self,
        address: DocAddress,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Option<Score>> {
        Ok(self.shares(address, snapshot)?.map(|shares| total(&shares)))
    }
}

impl WeighedPart<'_> {
    /// The score that the part gives the report at `address`; `None` where it does not match.
    pub(super) fn score(
        &self,
        address: DocAddress,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Option<Score>> {
        match self {
            Self::Fixed(score, condition) => {
                Ok(condition.holds(address, snapshot)?.then_some(*score))
            }
            Self::Term(term, weight) => {
                let segment = snapshot.searcher().segment_reader(address.segment_ord);
                let Some(mut scorer) = TermScorer::open(segment, term, weight)? else {
                    return Ok(None);
                };
                let mut score = [0.0];
                scorer.add(&[address.doc_id], 1.0, &mut score);
                Ok(Some(score[0]).filter(|score| *score > 0.0))
            }
        }
    }
}

fn total<L>(shares: &[(&L, Score)]) -> Score {
    shares.iter().map(|(_, score)| score).sum()
}

fn scaled<L>(shares: Vec<(&L, Score)>, factor: Score) -> Vec<(&L, Score)> {
    shares.into_iter().map(|(label, score)| (label, score * factor)).collect()
}

fn joined<L>(parts: Vec<Vec<L>>) -> Option<Vec<L>> {
    (!parts.is_empty()).then(|| parts.into_iter().flatten().collect())
}
