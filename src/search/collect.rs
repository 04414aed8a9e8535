//! One pass over the matching reports: the best of them, how many there are, and facet counts.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::condition::{self, Condition};
use super::recipe::{Recipe, Weighed};
use super::request::Sort;
use super::scorer::{RUN, ReportScorer};
use super::tally::{FacetPlan, SegmentFacets, Tally};
use crate::index::{IndexError, Names, Snapshot};

/// Scores closer than this are ties: no reader means a difference in the fifth digit.
const SCORE_STEP: f64 = 1e-4;

/// Most reports whose segments are passed over one after another.
const MANY: u64 = 30_000;

/// What one pass collects.
pub(super) struct PassPlan {
    /// How many of the best to keep.
    pub(super) keep: usize,
    pub(super) sort: Sort,
    pub(super) facets: FacetPlan,
    /// Share of its score that a page keeps which tells of no incident.
    pub(super) no_incident: Score,
}

/// The outcome of a pass.
pub(super) struct Pass {
    pub(super) total: u64,
    /// Best first.
    pub(super) top: Vec<Candidate>,
    /// Counts by field, in the order asked for.
    pub(super) facets: Vec<Tally>,
}

/// A report that may make the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) score: Score,
    pub(super) address: DocAddress,
}

/// What orders hits before their ids do; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    primary: i64,
    published: i64,
}

/// Passes over the reports that a condition leaves, scored by the recipe if the order asks for scores.
pub(super) fn pass<L: Sync>(
    snapshot: &Snapshot,
    condition: &Condition,
    recipe: Option<&Recipe<L>>,
    plan: &PassPlan,
) -> Result<Pass, IndexError> {
    let scored = recipe.filter(|_| plan.sort == Sort::Score && plan.keep > 0);
    let weighed = scored.map(|recipe| recipe.weighed(snapshot)).transpose()?;
    let of_segment = |(ord, segment): (usize, &SegmentReader)| -> Result<_, IndexError> {
        let ord = ord as SegmentOrdinal;
        let alive = condition::alive(ord, snapshot);
        let matched = condition.matches(segment, &alive)?;
        SegmentPass::over((ord, segment), &matched, weighed.as_ref(), plan, snapshot.names(ord)?)
    };
    let segments = snapshot.searcher().segment_readers();
    // Threads take a moment to wake up.
    let passes: Vec<SegmentPass> = if snapshot.reports() > MANY {
        segments.par_iter().enumerate().map(of_segment).collect::<Result<_, _>>()?
    } else {
        segments.iter().enumerate().map(of_segment).collect::<Result<_, _>>()?
    };
    let mut total = 0;
    let mut counting = plan.facets.counting();
    let mut kept = Vec::new();
    for (ord, pass) in (0..).zip(passes) {
        total += pass.total;
        counting.add(pass.facets);
        kept.extend(pass.top.into_iter().map(|one| (ord, one)));
    }
    let top = best(kept, snapshot, plan.keep)?;
    Ok(Pass { total, top, facets: counting.tallies() })
}

/// The outcome of the pass over one segment.
struct SegmentPass {
    total: u64,
    top: Vec<Kept>,
    facets: SegmentFacets,
}

impl SegmentPass {
    fn over<L>(
        (ord, segment): (SegmentOrdinal, &SegmentReader),
        matched: &FixedBitSet,
        recipe: Option<&Weighed<'_, L>>,
        plan: &PassPlan,
        names: &Names,
    ) -> Result<Self, IndexError> {
        let total = matched.count_ones(..) as u64;
        let facets = plan.facets.count(ord, segment, matched)?;
        let mut top = Vec::new();
        if plan.keep > 0 && total > 0 {
            let scorer = recipe.map(|recipe| ReportScorer::open(recipe, segment, matched));
            top = Top::open(plan, segment, names)?.of(matched, scorer.transpose()?);
        }
        Ok(Self { total, top, facets })
    }
}

/// The best reports of one segment.
struct Top<'s> {
    keep: usize,
    sort: Sort,
    /// The best so far, worst on top.
    heap: BinaryHeap<Reverse<Kept>>,
    /// A lower score than this makes no page.
    least: Score,
    published: Column<i64>,
    /// What the order counts, where it counts something.
    number: Column<u64>,
    no_incident: Score,
    incident: Column<u64>,
    names: &'s Names,
}

/// The best of what the segments kept, best first.
///
/// To name a report is to unpack a block of a dictionary, so only those are named that nothing but their name
/// orders, and not where the order of names within a segment tells.
fn best(
    mut kept: Vec<(SegmentOrdinal, Kept)>,
    snapshot: &Snapshot,
    keep: usize,
) -> Result<Vec<Candidate>, IndexError> {
    kept.sort_unstable_by(|(segment, one), (other_segment, other)| {
        other
            .key
            .cmp(&one.key)
            .then_with(|| segment.cmp(other_segment))
            .then_with(|| other.cmp(one))
    });
    if let Some((_, last)) = keep.checked_sub(1).and_then(|last| kept.get(last)) {
        let worst = last.key;
        kept.retain(|(_, one)| one.key >= worst);
    }
    for ties in kept.chunk_by_mut(|(_, one), (_, other)| one.key == other.key) {
        if ties.iter().any(|(segment, _)| Some(segment) != ties.first().map(|(first, _)| first)) {
            let mut named = Vec::new();
            for (ord, tie) in &*ties {
                let address = DocAddress::new(*ord, tie.doc);
                let names = (snapshot.id_of(address)?, snapshot.source_of(address)?);
                named.push((names, (*ord, *tie)));
            }
            named.sort_by(|(one, _), (other, _)| one.cmp(other));
            ties.iter_mut().zip(named).for_each(|(tie, (_, named))| *tie = named);
        }
    }
    kept.truncate(keep);
    let candidate = |(segment, one): (SegmentOrdinal, Kept)| Candidate {
        score: one.score,
        address: DocAddress::new(segment, one.doc),
    };
    Ok(kept.into_iter().map(candidate).collect())
}

/// A report kept by a segment's pass; the better one is greater.
#[derive(Debug, Clone, Copy)]
struct Kept {
    key: Key,
    /// Ids sort as their ordinals do within a segment.
    id_ord: u64,
    source_ord: u64,
    doc: DocId,
    /// Carried along; [`Key`] decides the order.
    score: Score,
}

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> Ordering {
        let name = |kept: &Self| (kept.id_ord, kept.source_ord, kept.doc);
        self.key.cmp(&other.key).then_with(|| name(other).cmp(&name(self)))
    }
}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Kept {}

impl<'s> Top<'s> {
    fn open(plan: &PassPlan, segment: &SegmentReader, names: &'s Names) -> tantivy::Result<Self> {
        let PassPlan { keep, sort, no_incident, .. } = *plan;
        let fast = segment.fast_fields();
        Ok(Self {
            keep,
            sort,
            heap: BinaryHeap::with_capacity(keep.min(1024).saturating_add(1)),
            least: Score::MIN,
            published: fast.i64("published_first")?,
            number: fast.u64(if sort == Sort::Delay { "delay" } else { "affected" })?,
            no_incident,
            incident: fast.u64("incident")?,
            names,
        })
    }

    /// The best of the reports that matched.
    fn of(mut self, matched: &FixedBitSet, scorer: Option<ReportScorer>) -> Vec<Kept> {
        match scorer {
            Some(mut scorer) => scorer.each(matched, |doc, score| {
                if score >= self.least {
                    self.offer_scored(doc, score);
                }
            }),
            None => {
                let mut docs = Vec::with_capacity(RUN);
                let mut matched = matched.ones().map(|doc| doc as DocId);
                loop {
                    docs.clear();
                    docs.extend(matched.by_ref().take(RUN));
                    if docs.is_empty() {
                        break;
                    }
                    self.offer_unscored(&docs);
                }
            }
        }
        self.heap.into_iter().map(|Reverse(kept)| kept).collect()
    }

    fn offer_scored(&mut self, doc: DocId, score: Score) {
        let tells = self.incident.first(doc) != Some(0);
        let score = if tells { score } else { score * self.no_incident };
        #[expect(clippy::cast_possible_truncation, reason = "scores are far below 2^63 steps")]
        let primary = (f64::from(score) / SCORE_STEP).round() as i64;
        if self.worst().is_some_and(|worst| primary < worst.primary) {
            return;
        }
        let published = self.published.first(doc).unwrap_or(i64::MIN);
        self.offer(doc, score, Key { primary, published });
        // A step lower, since scores were rounded.
        let worst = self.worst().map(|worst| worst.primary as f64 - 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "rounding is allowed for")]
        let least = worst.map_or(Score::MIN, |worst| (worst * SCORE_STEP) as Score);
        self.least = least;
    }

    fn offer_unscored(&mut self, docs: &[DocId]) {
        let mut published = [None; RUN];
        let published = published.get_mut(..docs.len()).unwrap_or_default();
        self.published.first_vals(docs, published);
        for (doc, published) in docs.iter().zip(published) {
            let primary = match self.sort {
                Sort::Score => 0,
                Sort::Newest => published.unwrap_or(i64::MIN),
                Sort::Oldest => published.map_or(i64::MIN, |day| -day),
                Sort::Affected | Sort::Delay => {
                    let number = self.number.first(*doc);
                    number.map_or(-1, |number| i64::try_from(number).unwrap_or(i64::MAX))
                }
            };
            self.offer(*doc, 0.0, Key { primary, published: published.unwrap_or(i64::MIN) });
        }
    }

    /// The key of the worst that is kept, once there are enough.
    fn worst(&self) -> Option<Key> {
        let full = self.heap.len() >= self.keep;
        self.heap.peek().filter(|_| full).map(|Reverse(worst)| worst.key)
    }

    fn offer(&mut self, doc: DocId, score: Score, key: Key) {
        if self.worst().is_some_and(|worst| key < worst) {
            return;
        }
        let (id_ord, source_ord) = self.names.places(doc);
        self.heap.push(Reverse(Kept { key, id_ord, source_ord, doc, score }));
        if self.heap.len() > self.keep {
            self.heap.pop();
        }
    }
}
