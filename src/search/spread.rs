//! How many other reports a wording stands in: what families of notices copy from each other.
//!
//! A wording is a run of characters of fixed length. Runs are compared by their hashes, folded, without
//! white space and with one digit for all, so that a date or a number in a formula hides nothing.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashSet};
use std::hash::BuildHasher;

/// Characters of a run: longer than names and compounds, which many reports share without having
/// copied anything, and shorter than the sentences that are copied.
const RUN: usize = 12;

/// The runs of one text, each with the number of other texts that hold it.
#[derive(Debug)]
pub(super) struct Spread {
    /// Byte of the text at which each of its characters stands, white space left out; a run begins at
    /// each but the last few.
    starts: Vec<usize>,
    /// Texts that hold each run.
    others: Vec<usize>,
}

impl Spread {
    /// Counts, for each run of the folded text `own`, which of the folded texts `others` hold it.
    pub(super) fn of<'t>(own: &str, others: impl Iterator<Item = &'t str>) -> Self {
        let starts = kept(own).map(|(at, _)| at).collect();
        let own = runs(own);
        let mut counts = vec![0; own.len()];
        for other in others {
            let other: FxHashSet<u64> = runs(other).into_iter().collect();
            for (run, count) in own.iter().zip(&mut counts) {
                *count += usize::from(other.contains(run));
            }
        }
        Self { starts, others: counts }
    }

    /// The number of texts that hold a run with all of the bytes `place`; where several runs do, that
    /// of the most copied.
    pub(super) fn at(&self, place: &Range<usize>) -> usize {
        let first = self.starts.partition_point(|start| *start < place.start);
        let end = self.starts.partition_point(|start| *start < place.end);
        let from = end.saturating_sub(RUN);
        self.others.iter().take(first + 1).skip(from).copied().max().unwrap_or(0)
    }
}

/// The characters that runs are made of, each with its byte.
fn kept(text: &str) -> impl Iterator<Item = (usize, char)> {
    let kept = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    kept.map(|(at, c)| (at, if c.is_ascii_digit() { '0' } else { c }))
}

/// The hash of every run, in order.
fn runs(text: &str) -> Vec<u64> {
    let characters: Vec<char> = kept(text).map(|(_, c)| c).collect();
    characters.windows(RUN).map(|run| FxBuildHasher.hash_one(run)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_spreads_as_far_as_the_wording_around_it() {
        const OWN: &str = "カード明細に身に覚えのない請求がないかご確認ください。釣具の在庫を狙われました。2024年5月1日にお送りします。";
        const OTHERS: [&str; 3] = [
            "お手元の明細に身に覚えのない請求がないかご確認ください。",
            "身に覚えのない 請求がないか\nご確認ください。2023年4月3日にお送りします。",
            "釣具を買いました。",
        ];
        #[track_caller]
        fn check(word: &str, expected: usize) {
            let spread = Spread::of(OWN, OTHERS.into_iter());
            let start = OWN.find(word).expect(word);
            assert_eq!(spread.at(&(start..start + word.len())), expected, "{word}");
        }
        check("請求", 2);
        check("身に覚え", 2);
        check("明細", 1);
        check("カード", 0);
        check("釣具", 0);
        check("在庫", 0);
        // Numbers differ from notice to notice.
        check("お送り", 1);
        check("送りします。", 1);
    }

    #[test]
    fn what_is_shorter_than_a_run_is_copied_from_nowhere() {
        assert_eq!(Spread::of("短い文", ["短い文"].into_iter()).at(&(0..6)), 0);
        assert_eq!(Spread::of("", ["短い文"].into_iter()).at(&(0..0)), 0);
    }
}
