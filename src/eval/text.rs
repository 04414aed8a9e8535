//! What a corpus is like as text: lengths, and how its vocabulary grows and is spread.
//!
//! Made-up corpora are held against real ones with it. Words come from the caller, so that this part
//! knows no analyzer.

use std::collections::HashMap;

use serde::Serialize;

/// Numbers of words after which types are counted.
pub const MARKS: [u64; 3] = [1_000, 10_000, 100_000];

/// Words before which the growth of the vocabulary is not fitted: short texts repeat less.
const FIRST_FITTED: u64 = 1_000;
/// The last rank of the head, for Zipf's law; the tail goes from there to the last word met twice.
const HEAD: usize = 200;

/// A word as it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Token<'t> {
    /// What makes two words the same type.
    pub term: &'t str,
    /// Characters of the word as written.
    pub characters: usize,
}

/// Takes in the reports of a corpus one after another.
#[derive(Debug, Default)]
pub struct TextMeasure {
    lengths: Vec<u64>,
    sentences: Vec<u64>,
    tokens: u64,
    characters: u64,
    counts: HashMap<String, u64>,
    /// Types after so many tokens, about eight times for each doubling.
    growth: Vec<(u64, u64)>,
    marks: [Option<u64>; 3],
    next: u64,
}

/// What was measured. Shares and exponents are `None` where there is too little text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextStatistics {
    /// Number of reports.
    pub reports: u64,
    /// Bytes of all texts.
    pub bytes: u64,
    /// Bytes of a report.
    pub report_bytes: Spread,
    /// Characters of a sentence, or of a line that is none.
    pub sentence_characters: Spread,
    /// Words.
    pub tokens: u64,
    /// Mean characters of a word.
    pub token_characters: Option<f64>,
    /// Different words.
    pub types: u64,
    /// Different words among the first 1,000, 10,000 and 100,000.
    pub types_at: [Option<u64>; 3],
    /// How fast the vocabulary grows: the exponent β of Heaps' law, types ~ tokens^β.
    pub heaps: Option<f64>,
    /// The exponent of Zipf's law, frequency ~ 1/rank^s, over the 200 commonest words.
    pub zipf_head: Option<f64>,
    /// The same over the others that occur more than once.
    pub zipf_tail: Option<f64>,
    /// The share of types that occur once.
    pub hapax: Option<f64>,
}

/// Mean, median and 95th percentile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The mean; 0 of nothing.
    pub mean: f64,
    /// The median.
    pub p50: u64,
    /// What 95 in 100 do not exceed.
    pub p95: u64,
}

impl TextMeasure {
    /// Takes in a report's text and its words.
    pub fn add<'t>(&mut self, text: &str, tokens: impl IntoIterator<Item = Token<'t>>) {
        self.lengths.push(wide(text.len()));
        let sentences =
            text.split(['\n', '。', '！', '？']).map(|part| part.trim().chars().count());
        self.sentences.extend(sentences.filter(|length| *length > 0).map(wide));
        for token in tokens {
            self.token(token);
        }
    }

    fn token(&mut self, token: Token<'_>) {
        self.tokens += 1;
        self.characters += wide(token.characters);
        match self.counts.get_mut(token.term) {
            Some(count) => *count += 1,
            None => {
                self.counts.insert(token.term.to_owned(), 1);
            }
        }
        let types = wide(self.counts.len());
        for (mark, at) in self.marks.iter_mut().zip(MARKS) {
            if self.tokens == at {
                *mark = Some(types);
            }
        }
        if self.tokens >= self.next.max(FIRST_FITTED) {
            self.growth.push((self.tokens, types));
            self.next = self.tokens + self.tokens / 11 + 1;
        }
    }

    /// How many words were taken in.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// What was measured so far.
    pub fn statistics(&self) -> TextStatistics {
        let mut counts: Vec<u64> = self.counts.values().copied().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let once = counts.iter().filter(|count| **count == 1).count();
        let repeated = counts.len() - once;
        let ranked = |from: usize, to: usize| {
            let ranks = counts.iter().enumerate().take(to).skip(from);
            slope(ranks.map(|(rank, count)| (float(wide(rank + 1)), float(*count)))).map(|s| -s)
        };
        let share = |part: u64, whole: u64| (whole > 0).then(|| float(part) / float(whole));
        TextStatistics {
            reports: wide(self.lengths.len()),
            bytes: self.lengths.iter().sum(),
            report_bytes: Spread::of(&self.lengths),
            sentence_characters: Spread::of(&self.sentences),
            tokens: self.tokens,
            token_characters: share(self.characters, self.tokens),
            types: wide(counts.len()),
            types_at: self.marks,
            heaps: slope(self.growth.iter().map(|(n, types)| (float(*n), float(*types)))),
            zipf_head: ranked(0, HEAD.min(counts.len())),
            zipf_tail: ranked(HEAD, repeated),
            hapax: share(wide(once), wide(counts.len())),
        }
    }
}

impl Spread {
    fn of(values: &[u64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        let at = |percent: usize| {
            let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted.get(index).copied().unwrap_or_default()
        };
        let sum: u64 = values.iter().sum();
        let mean = if values.is_empty() { 0.0 } else { float(sum) / float(wide(values.len())) };
        Self { mean, p50: at(50), p95: at(95) }
    }
}

/// Least squares of log y over log x, each decade of x weighing the same; `None` of fewer than five
/// points.
fn slope(points: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut number, mut sum, mut x_mean, mut y_mean, mut xy, mut xx) =
        (0_u32, 0.0, 0.0, 0.0, 0.0, 0.0);
    let points: Vec<(f64, f64)> = points.map(|(x, y)| (x.ln(), y.ln())).collect();
    let weight = |at: usize| {
        let before = points.get(at.saturating_sub(1)).or(points.get(at));
        let after = points.get(at + 1).or(points.get(at));
        before.zip(after).map_or(0.0, |((a, _), (b, _))| b - a)
    };
    for (at, (x, y)) in points.iter().enumerate() {
        let w = weight(at);
        number += 1;
        sum += w;
        x_mean += w * x;
        y_mean += w * y;
        xy += w * x * y;
        xx += w * x * x;
    }
    let spread = xx - x_mean * x_mean / sum;
    (number >= 5 && spread > 0.0).then(|| (xy - x_mean * y_mean / sum) / spread)
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a few digits are shown")]
fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(words: impl Iterator<Item = usize>) -> TextStatistics {
        let words: Vec<String> = words.map(|word| word.to_string()).collect();
        let mut measure = TextMeasure::default();
        measure.add("", words.iter().map(|term| Token { term, characters: term.len() }));
        measure.statistics()
    }

    #[test]
    fn lengths_are_those_of_reports_sentences_and_words() {
        let mut measure = TextMeasure::default();
        let tokens = [("お", 1), ("知らせ", 3), ("お", 1)];
        let tokens = tokens.map(|(term, characters)| Token { term, characters });
        measure.add("お知らせ\n\n一文です。二文目はもっと長いです。", tokens);
        measure.add("短い", []);
        let told = measure.statistics();
        assert_eq!((told.reports, told.bytes), (2, 65 + 6));
        assert_eq!(told.report_bytes, Spread { mean: 35.5, p50: 6, p95: 65 });
        // 4, 4, 11 and 2 characters.
        assert_eq!(told.sentence_characters, Spread { mean: 5.25, p50: 4, p95: 11 });
        assert_eq!((told.tokens, told.types), (3, 2));
        assert_eq!(told.hapax, Some(0.5));
        assert!((told.token_characters.unwrap_or_default() - 5.0 / 3.0).abs() < 1e-9);
        assert_eq!(told.heaps, None);
        assert_eq!(TextMeasure::default().statistics().token_characters, None);
    }

    #[test]
    fn growth_is_that_of_the_words() {
        // Every word is new: the vocabulary grows as the text does.
        let all_new = measured(0..20_000);
        assert_eq!(all_new.types_at, [Some(1_000), Some(10_000), None]);
        assert!((all_new.heaps.unwrap_or_default() - 1.0).abs() < 1e-6);
        assert_eq!(all_new.hapax, Some(1.0));
        // A hundred words over and over.
        let none_new = measured((0..20_000).map(|at| at % 100));
        assert!(none_new.heaps.unwrap_or(1.0).abs() < 1e-9);
        assert_eq!(none_new.hapax, Some(0.0));
    }

    #[test]
    fn a_vocabulary_by_zipfs_law_has_its_exponent() {
        // Word r occurs 60,000 / r times.
        let words = (1..3000_usize).flat_map(|rank| std::iter::repeat_n(rank, 60_000 / rank));
        let told = measured(words);
        assert!((told.zipf_head.unwrap_or_default() - 1.0).abs() < 0.01, "{told:?}");
        assert!((told.zipf_tail.unwrap_or_default() - 1.0).abs() < 0.02, "{told:?}");
    }
}
