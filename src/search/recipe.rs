//! The score of a query as data: what scores, and how it is put together.
//!
//! The query that ranks and the account of a hit are both made from one recipe, so they cannot differ.

use tantivy::query::{BooleanQuery, DisjunctionMaxQuery, Occur, Query};
use tantivy::{DocAddress, Score};

use super::blend::Blend;
use super::lower::{EngineQuery, boosted, unscored};
use super::part::ScoredPart;
use crate::index::Snapshot;

/// How the score of a report is made. `L` names what scores, `Q` finds it.
#[derive(Debug)]
pub(super) enum Recipe<L, Q> {
    /// The score of a query.
    Part(L, Q),
    /// A score times a weight.
    Weighted(Score, Box<Self>),
    /// The sum of those that match.
    Sum(Vec<Self>),
    /// The blend of those that match, by its exponent; see [`Blend`].
    Blend(Score, Vec<Self>),
    /// The best of those that match.
    Best(Vec<Self>),
    /// A score where a condition holds.
    Where(Q, Box<Self>),
}

impl<L, Q> Recipe<L, Q> {
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

impl<L> Recipe<L, EngineQuery> {
    /// The query that scores by the recipe.
    pub(super) fn query(&self) -> EngineQuery {
        let all = |recipes: &[Self]| recipes.iter().map(Self::query).collect::<Vec<_>>();
        match self {
            Self::Part(_, query) => query.box_clone(),
            Self::Weighted(weight, recipe) => boosted(recipe.query(), *weight),
            Self::Sum(recipes) => Box::new(BooleanQuery::union(all(recipes))),
            Self::Blend(exponent, recipes) => Box::new(Blend::new(all(recipes), *exponent)),
            Self::Best(recipes) => Box::new(DisjunctionMaxQuery::new(all(recipes))),
            Self::Where(condition, recipe) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, unscored(condition.box_clone())),
                (Occur::Should, recipe.query()),
            ])),
        }
    }

    /// The recipe, ready to account for reports one by one.
    pub(super) fn prepared<'s>(
        &self,
        snapshot: &'s Snapshot,
    ) -> tantivy::Result<Recipe<&L, ScoredPart<'s>>> {
        let part = |query: &dyn Query| ScoredPart::new(query, snapshot);
        Ok(match self {
            Self::Part(label, query) => Recipe::Part(label, part(query.as_ref())?),
            Self::Weighted(weight, recipe) => {
                Recipe::Weighted(*weight, Box::new(recipe.prepared(snapshot)?))
            }
            Self::Sum(recipes) => Recipe::Sum(prepared(recipes, snapshot)?),
            Self::Blend(exponent, recipes) => {
                Recipe::Blend(*exponent, prepared(recipes, snapshot)?)
            }
            Self::Best(recipes) => Recipe::Best(prepared(recipes, snapshot)?),
            Self::Where(condition, recipe) => {
                Recipe::Where(part(condition.as_ref())?, Box::new(recipe.prepared(snapshot)?))
            }
        })
    }
}

impl<'l, L> Recipe<&'l L, ScoredPart<'_>> {
    /// What each matching part adds to the score of the report at `address`; together they are the
    /// score. `None` where nothing matches.
    ///
    /// A blend is shared out as its parts, raised to its exponent, make it up.
    pub(super) fn shares(
        &self,
        address: DocAddress,
    ) -> tantivy::Result<Option<Vec<(&'l L, Score)>>> {
        let matching = |recipes: &[Self]| -> tantivy::Result<Vec<Vec<(&'l L, Score)>>> {
            recipes.iter().filter_map(|recipe| recipe.shares(address).transpose()).collect()
        };
        Ok(match self {
            Self::Part(label, part) => part.score(address)?.map(|score| vec![(*label, score)]),
            Self::Weighted(weight, recipe) => {
                recipe.shares(address)?.map(|shares| scaled(shares, *weight))
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
            Self::Where(condition, recipe) => match condition.score(address)? {
                Some(_) => Some(recipe.shares(address)?.unwrap_or_default()),
                None => None,
            },
        })
    }
}

fn prepared<'l, 's, L>(
    recipes: &'l [Recipe<L, EngineQuery>],
    snapshot: &'s Snapshot,
) -> tantivy::Result<Vec<Recipe<&'l L, ScoredPart<'s>>>> {
    recipes.iter().map(|recipe| recipe.prepared(snapshot)).collect()
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
