//! One pass over the matching reports: the best of them, how many there are, and facet counts.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::rc::Rc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::request::Sort;
use super::tally::{Plan, SegmentCounts, SegmentTally, Tally};

/// Scores closer than this are ties: the order in which the engine sums the parts of a score
/// depends on how reports are spread over segments, and a ranking must not.
const SCORE_STEP: f64 = 1e-4;

/// What one pass collects.
pub(super) struct PassCollector {
    /// How many of the best to keep.
    pub(super) keep: usize,
    pub(super) sort: Sort,
    pub(super) facets: Vec<Plan>,
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
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    key: Key,
    pub(super) id: String,
    /// Path of the file it came from: several files may give reports the same id.
    source: String,
    pub(super) score: Score,
    pub(super) address: DocAddress,
}

/// What orders hits before their ids do; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    primary: i64,
    published: i64,
}

impl Candidate {
    fn best_first(&self, other: &Self) -> Ordering {
        let by_name = || (&self.id, &self.source).cmp(&(&other.id, &other.source));
        other.key.cmp(&self.key).then_with(by_name)
    }
}

impl Collector for PassCollector {
    type Fruit = Pass;
    type Child = SegmentPass;

    fn for_segment(
        &self,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentPass> {
        let fast = segment.fast_fields();
        let facets = self
            .facets
            .iter()
            .map(|plan| SegmentTally::open(plan, ord, segment))
            .collect::<tantivy::Result<_>>()?;
        Ok(SegmentPass {
            keep: self.keep,
            sort: self.sort,
            total: 0,
            heap: BinaryHeap::with_capacity(self.keep.min(1024).saturating_add(1)),
            published: fast.i64("published_first")?,
            number: fast.u64(if self.sort == Sort::Delay { "delay" } else { "affected" })?,
            no_incident: self.no_incident,
            incident: fast.u64("incident")?,
            names: Names { ord, ids: fast.str("id")?, sources: fast.str("source")? },
            facets,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Score && self.keep > 0
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<SegmentFruit>>) -> tantivy::Result<Pass> {
        let facets = self.facets.iter().map(Plan::tally).collect();
        let mut merged = Pass { total: 0, top: Vec::new(), facets };
        let mut kept = Vec::new();
        for segment in segments {
            let segment = segment?;
            merged.total += segment.total;
            let of_segment = Rc::new(segment.names);
            kept.extend(segment.top.into_iter().map(|one| (one, Rc::clone(&of_segment))));
            for (into, from) in merged.facets.iter_mut().zip(segment.facets) {
                into.add(from);
            }
        }
        merged.top = best(kept, self.keep)?;
        Ok(merged)
    }
}

/// The outcome of the pass over one segment.
pub(super) struct SegmentFruit {
    total: u64,
    top: Vec<Kept>,
    names: Names,
    facets: Vec<SegmentCounts>,
}

/// The pass over one segment.
pub(super) struct SegmentPass {
    keep: usize,
    sort: Sort,
    total: u64,
    /// The best so far, worst on top.
    heap: BinaryHeap<Reverse<Kept>>,
    published: Column<i64>,
    /// What the order counts, where it counts something.
    number: Column<u64>,
    no_incident: Score,
    incident: Column<u64>,
    names: Names,
    facets: Vec<SegmentTally>,
}

/// The columns that name the reports of a segment.
struct Names {
    ord: SegmentOrdinal,
    ids: Option<StrColumn>,
    sources: Option<StrColumn>,
}

impl Names {
    fn candidate(&self, kept: &Kept) -> tantivy::Result<Candidate> {
        let named = |column: &Option<StrColumn>, ord: u64| -> tantivy::Result<String> {
            let mut name = String::new();
            if let Some(column) = column {
                column.ord_to_str(ord, &mut name)?;
            }
            Ok(name)
        };
        Ok(Candidate {
            key: kept.key,
            id: named(&self.ids, kept.id_ord)?,
            source: named(&self.sources, kept.source_ord)?,
            score: kept.score,
            address: DocAddress::new(self.ord, kept.doc),
        })
    }
}

/// The best of what the segments kept, best first. To name a report is to unpack a block of a dictionary, so
/// only those are named that come in, or that nothing but their name keeps out.
fn best(mut kept: Vec<(Kept, Rc<Names>)>, keep: usize) -> tantivy::Result<Vec<Candidate>> {
    kept.sort_unstable_by_key(|(one, _)| Reverse(one.key));
    if let Some(last) = keep.checked_sub(1).and_then(|last| kept.get(last)) {
        let worst = last.0.key;
        kept.retain(|(one, _)| one.key >= worst);
    }
    let named = kept.iter().map(|(one, names)| names.candidate(one));
    let mut best: Vec<Candidate> = named.collect::<tantivy::Result<_>>()?;
    best.sort_by(Candidate::best_first);
    best.truncate(keep);
    Ok(best)
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

impl SegmentPass {
    fn primary(&self, doc: DocId, score: Score) -> i64 {
        match self.sort {
            #[expect(clippy::cast_possible_truncation, reason = "scores are far below 2^63 steps")]
            Sort::Score => (f64::from(score) / SCORE_STEP).round() as i64,
            Sort::Newest => self.published.first(doc).unwrap_or(i64::MIN),
            Sort::Oldest => self.published.first(doc).map_or(i64::MIN, |day| -day),
            Sort::Affected | Sort::Delay => {
                let number = self.number.first(doc);
                number.map_or(-1, |number| i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    }

    fn offer(&mut self, doc: DocId, score: Score) {
        if self.keep == 0 {
            return;
        }
        let tells = self.incident.first(doc) != Some(0);
        let score = if tells { score } else { score * self.no_incident };
        let primary = self.primary(doc, score);
        let full = self.heap.len() >= self.keep;
        if full
            && let Some(Reverse(worst)) = self.heap.peek()
            && primary < worst.key.primary
        {
            return;
        }
        let published = self.published.first(doc).unwrap_or(i64::MIN);
        let ord = |column: &Option<StrColumn>| {
            column.as_ref().and_then(|column| column.term_ords(doc).next()).unwrap_or(u64::MAX)
        };
        let (id_ord, source_ord) = (ord(&self.names.ids), ord(&self.names.sources));
        let key = Key { primary, published };
        self.heap.push(Reverse(Kept { key, id_ord, source_ord, doc, score }));
        if full {
            self.heap.pop();
        }
    }
}

impl SegmentCollector for SegmentPass {
    type Fruit = tantivy::Result<SegmentFruit>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.offer(doc, score);
        for facet in &mut self.facets {
            facet.count(doc);
        }
    }

    fn harvest(self) -> tantivy::Result<SegmentFruit> {
        let top = self.heap.into_iter().map(|Reverse(kept)| kept).collect();
        let facets = self.facets.into_iter().map(SegmentTally::harvest);
        let facets = facets.collect::<tantivy::Result<_>>()?;
        Ok(SegmentFruit { total: self.total, top, names: self.names, facets })
    }
}
