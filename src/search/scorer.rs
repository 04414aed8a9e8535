//! Scores of the matching reports of a segment, many at a time.
//!
//! Each part of a recipe adds to a run of reports before the next part does, so what a part needs stays at
//! hand: its postings are read in order, and the compiler sees plain loops over numbers.

use fixedbitset::FixedBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

use super::recipe::{Recipe, Weighed, WeighedPart};

/// Reports that are scored at once.
pub(super) const RUN: usize = 2048;

/// Reports of a run for each of those that matched, up to which all of a run are scored: that is plain
/// reading, where to look for some is not.
const SPARSE: usize = 12;

/// A recipe that is open in a segment.
pub(super) struct ReportScorer(Recipe<(), OpenPart, FixedBitSet>);

/// Reports that are scored together, in order.
#[derive(Debug, Clone, Copy)]
enum Run<'d> {
    /// These.
    Listed(&'d [DocId]),
    /// All from the first on, so many.
    Range(DocId, usize),
}

enum OpenPart {
    Term(Box<TermScorer>),
    Fixed(Score, FixedBitSet),
    /// The segment does not hold it.
    Nothing,
}

impl ReportScorer {
    /// Opens a recipe in a segment. Only the reports that are `matched` are to be scored.
    pub(super) fn open<L>(
        recipe: &Weighed<'_, L>,
        segment: &SegmentReader,
        matched: &FixedBitSet,
    ) -> tantivy::Result<Self> {
        Ok(Self(open(recipe, segment, matched)?))
    }

    /// Scores the reports that matched, in order.
    pub(super) fn each(&mut self, matched: &FixedBitSet, mut scored: impl FnMut(DocId, Score)) {
        let mut scores = [0.0; RUN];
        let mut docs: Vec<DocId> = Vec::with_capacity(RUN);
        let end = matched.len();
        let mut start = 0;
        while start < end {
            let run = start..end.min(start + RUN);
            start = run.end;
            docs.clear();
            docs.extend(ones(matched, run.clone()));
            if docs.is_empty() {
                continue;
            }
            scores.fill(0.0);
            if docs.len() * SPARSE < run.len() {
                add(&mut self.0, Run::Listed(&docs), 1.0, &mut scores);
                docs.iter().zip(scores).for_each(|(doc, score)| scored(*doc, score));
            } else {
                let first = run.start as DocId;
                add(&mut self.0, Run::Range(first, run.len()), 1.0, &mut scores);
                for doc in &docs {
                    let score = scores.get((doc - first) as usize);
                    score.into_iter().for_each(|score| scored(*doc, *score));
                }
            }
        }
    }
}

/// The members of a set in a range.
fn ones(set: &FixedBitSet, range: std::ops::Range<usize>) -> impl Iterator<Item = DocId> {
    let words = set.as_slice();
    let bits = usize::BITS as usize;
    (range.start / bits..range.end.div_ceil(bits)).flat_map(move |at| {
        let mut word = words.get(at).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let next = (word != 0).then(|| (at * bits) as DocId + word.trailing_zeros());
            word &= word.wrapping_sub(1);
            next
        })
    })
}

impl Run<'_> {
    fn len(self) -> usize {
        match self {
            Self::Listed(docs) => docs.len(),
            Self::Range(_, len) => len,
        }
    }

    /// Calls with the place of each report in the run that is in a set.
    fn in_set(self, set: &FixedBitSet, mut found: impl FnMut(usize)) {
        match self {
            Self::Listed(docs) => {
                let places = docs.iter().enumerate();
                places
                    .filter(|(_, doc)| set.contains(**doc as usize))
                    .for_each(|(at, _)| found(at));
            }
            Self::Range(first, len) => {
                let first = first as usize;
                ones(set, first..first + len).for_each(|doc| found(doc as usize - first));
            }
        }
    }
}

fn open<L>(
    recipe: &Weighed<'_, L>,
    segment: &SegmentReader,
    matched: &FixedBitSet,
) -> tantivy::Result<Recipe<(), OpenPart, FixedBitSet>> {
    let all = |recipes: &[Weighed<'_, L>]| -> tantivy::Result<Vec<_>> {
        recipes.iter().map(|recipe| open(recipe, segment, matched)).collect()
    };
    Ok(match recipe {
        Recipe::Part(_, WeighedPart::Term(term, weight)) => {
            let scorer = TermScorer::open(segment, term, weight)?;
            Recipe::Part(
                (),
                scorer.map_or(OpenPart::Nothing, |scorer| OpenPart::Term(Box::new(scorer))),
            )
        }
        Recipe::Part(_, WeighedPart::Fixed(score, condition)) => {
            Recipe::Part((), OpenPart::Fixed(*score, condition.matches(segment, matched)?))
        }
        Recipe::Weighted(weight, recipe) => {
            Recipe::Weighted(*weight, Box::new(open(recipe, segment, matched)?))
        }
        Recipe::Sum(recipes) => Recipe::Sum(all(recipes)?),
        // A blend of one is that one.
        Recipe::Blend(_, recipes) if recipes.len() == 1 => Recipe::Sum(all(recipes)?),
        Recipe::Blend(exponent, recipes) => Recipe::Blend(*exponent, all(recipes)?),
        Recipe::Best(recipes) => Recipe::Best(all(recipes)?),
        Recipe::Where(condition, recipe) => Recipe::Where(
            condition.matches(segment, matched)?,
            Box::new(open(recipe, segment, matched)?),
        ),
    })
}

/// Adds what a recipe gives to each score, times a factor.
fn add(
    recipe: &mut Recipe<(), OpenPart, FixedBitSet>,
    run: Run<'_>,
    factor: Score,
    scores: &mut [Score; RUN],
) {
    match recipe {
        Recipe::Part((), OpenPart::Nothing) => {}
        Recipe::Part((), OpenPart::Term(term)) => match run {
            Run::Listed(docs) => term.add(docs, factor, scores),
            Run::Range(first, len) => term.add_range(first, factor, &mut scores[..len]),
        },
        Recipe::Part((), OpenPart::Fixed(fixed, holds)) => {
            run.in_set(holds, |at| scores[at] += factor * *fixed);
        }
        Recipe::Weighted(weight, recipe) => add(recipe, run, factor * *weight, scores),
        Recipe::Sum(recipes) => {
            for recipe in recipes {
                add(recipe, run, factor, scores);
            }
        }
        Recipe::Blend(exponent, recipes) => {
            let mut sum: [Score; RUN] = [0.0; RUN];
            let mut own: [Score; RUN] = [0.0; RUN];
            for recipe in recipes {
                add(recipe, run, 1.0, &mut own);
                raise(&mut own[..run.len()], *exponent);
                for (sum, own) in sum.iter_mut().zip(&mut own).take(run.len()) {
                    *sum += *own;
                    *own = 0.0;
                }
            }
            raise(&mut sum[..run.len()], exponent.recip());
            for (score, sum) in scores.iter_mut().zip(sum).take(run.len()) {
                *score += factor * sum;
            }
        }
        Recipe::Best(recipes) => {
            let mut best: [Score; RUN] = [0.0; RUN];
            for recipe in recipes {
                let own = of_one(recipe, run);
                best.iter_mut().zip(own).for_each(|(best, own)| *best = best.max(own));
            }
            scores.iter_mut().zip(best).for_each(|(score, best)| *score += factor * best);
        }
        Recipe::Where(holds, recipe) => {
            let own = of_one(recipe, run);
            run.in_set(holds, |at| scores[at] += factor * own[at]);
        }
    }
}

fn of_one(recipe: &mut Recipe<(), OpenPart, FixedBitSet>, run: Run<'_>) -> [Score; RUN] {
    let mut scores = [0.0; RUN];
    add(recipe, run, 1.0, &mut scores);
    scores
}

/// Raises scores, which are at least 0, to a power. Those in use by default are square roots of some sort,
/// which processors take of many numbers at once.
#[expect(clippy::float_cmp, reason = "short ways of exact exponents")]
fn raise(scores: &mut [Score], exponent: Score) {
    let each = |raised: fn(Score) -> Score| move |score: &mut Score| *score = raised(*score);
    let scores = scores.iter_mut();
    if exponent == 1.0 {
    } else if exponent == 0.5 {
        scores.for_each(each(Score::sqrt));
    } else if exponent == 0.75 {
        scores.for_each(each(|score| (score * score.sqrt()).sqrt()));
    } else if exponent == 2.0 {
        scores.for_each(each(|score| score * score));
    } else {
        for score in scores.filter(|score| **score > 0.0) {
            *score = score.powf(exponent);
        }
    }
}

/// The BM25 scores of one term in one segment.
pub(super) struct TermScorer {
    postings: BlockSegmentPostings,
    lengths: FieldNormReader,
    weight: Bm25Weight,
    /// Place in the block of postings.
    at: usize,
    /// Whether all postings were read.
    is_over: bool,
}

impl TermScorer {
    /// The scorer of a term; `None` where the segment does not hold it.
    pub(super) fn open(
        segment: &SegmentReader,
        term: &Term,
        weight: &Bm25Weight,
    ) -> tantivy::Result<Option<Self>> {
        let inverted = segment.inverted_index(term.field())?;
        let postings = inverted.read_block_postings(term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = postings else { return Ok(None) };
        let lengths = segment.fieldnorms_readers().get_field(term.field())?;
        // A field without lengths counts each report as one term.
        let lengths = lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1));
        Ok(Some(Self { postings, lengths, weight: weight.clone(), at: 0, is_over: false }))
    }

    /// Adds to the score of each report that holds the term, times a factor; the reports come after those of
    /// the last call, all in order.
    pub(super) fn add(&mut self, docs: &[DocId], factor: Score, scores: &mut [Score]) {
        for (doc, score) in docs.iter().zip(scores) {
            if self.is_over {
                return;
            }
            self.at = self.postings.seek(*doc);
            match self.postings.docs().get(self.at) {
                Some(held) if held == doc => {
                    let length = self.lengths.fieldnorm_id(*doc);
                    *score += factor * self.weight.score(length, self.postings.freq(self.at));
                }
                Some(_) => {}
                None => self.is_over = true,
            }
        }
    }

    /// Adds to the scores of all reports from the first on.
    fn add_range(&mut self, first: DocId, factor: Score, scores: &mut [Score]) {
        let end = first + scores.len() as DocId;
        if !self.is_over && self.postings.docs().get(self.at).is_none_or(|doc| *doc < first) {
            self.at = self.postings.seek(first);
        }
        while !self.is_over {
            let (docs, freqs) = (self.postings.docs(), self.postings.freqs());
            let held = docs.get(self.at..).unwrap_or_default();
            let held = held.iter().zip(freqs.get(self.at..).unwrap_or_default());
            let mut seen = 0;
            for (doc, freq) in held {
                let Some(score) = scores.get_mut((doc.wrapping_sub(first)) as usize) else { break };
                let length = self.lengths.fieldnorm_id(*doc);
                *score += factor * self.weight.score(length, *freq);
                seen += 1;
            }
            self.at += seen;
            if docs.get(self.at).is_some_and(|doc| *doc >= end) {
                return;
            }
            if docs.is_empty() {
                self.is_over = true;
            } else {
                self.postings.advance();
                self.at = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ways_of_powers_come_to_the_same() {
        for exponent in [0.5, 0.7, 0.75, 1.0, 4.0 / 3.0, 2.0] {
            let scores = [0.0, 1e-6, 0.5, 1.0, 7.25, 4096.0];
            let mut raised = scores;
            raise(&mut raised, exponent);
            for (score, raised) in scores.iter().zip(raised) {
                let exact = f64::from(*score).powf(f64::from(exponent));
                assert!((f64::from(raised) - exact).abs() <= exact * 1e-6, "{score}^{exponent}");
            }
        }
    }

    #[test]
    fn members_of_a_range_are_found() {
        let set: FixedBitSet = [0, 1, 63, 64, 130, 191].into_iter().collect();
        let of = |range| ones(&set, range).collect::<Vec<_>>();
        assert_eq!(of(0..192), [0, 1, 63, 64, 130, 191]);
        assert_eq!(of(64..128), [64]);
        assert_eq!(of(128..192), [130, 191]);
        assert!(of(192..256).is_empty());
    }
}
