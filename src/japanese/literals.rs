//! Literals looked for together: few by their beginnings, many by an automaton.

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::beginnings::Beginnings;

/// So many are quicker found by an automaton, which looks at one or two of its states a character however
/// many literals there are. Its table of characters fills a cache by itself, so few are not.
const MANY: usize = 2_000;

/// Strings, each with its number in the order given, to be found wherever they stand.
pub(crate) struct Literals {
    matcher: Matcher,
    /// Bytes of the longest.
    longest: usize,
}

enum Matcher {
    Few(Beginnings),
    Many(CharwiseDoubleArrayAhoCorasick<u32>),
}

impl Literals {
    /// Literals to look for; an empty one is never found.
    pub(crate) fn new<'s>(literals: impl Iterator<Item = &'s str> + Clone) -> Self {
        let longest = literals.clone().map(str::len).max().unwrap_or(0);
        let automaton = || {
            let numbered = literals.clone().zip(0_u32..).filter(|(literal, _)| !literal.is_empty());
            CharwiseDoubleArrayAhoCorasick::with_values(numbered).ok()
        };
        let is_many = literals.clone().nth(MANY).is_some();
        let matcher = match is_many.then(automaton).flatten() {
            Some(automaton) => Matcher::Many(automaton),
            None => Matcher::Few(Beginnings::new(literals)),
        };
        Self { matcher, longest }
    }

    /// Bytes of the longest.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Hands over start, end and number of every one in `text`, in no order that counts, until `take` has
    /// had enough.
    #[inline]
    pub(crate) fn each(&self, text: &str, mut take: impl FnMut(usize, usize, usize) -> bool) {
        match &self.matcher {
            Matcher::Few(beginnings) => beginnings.each(text, take),
            Matcher::Many(automaton) => {
                for found in automaton.find_overlapping_iter(text) {
                    if !take(found.start(), found.end(), found.value() as usize) {
                        return;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Literals, MANY, Matcher};

    #[test]
    fn few_and_many_are_found_alike() {
        let base = ["", "漏えい", "漏", "えい", "個人情報", "個人情報の", "id"];
        let fill: Vec<String> = (0..MANY).map(|number| format!("第{number}号")).collect();
        let many = base.iter().copied().chain(fill.iter().map(String::as_str));
        let sets = [Literals::new(base.iter().copied()), Literals::new(many)];
        assert!(matches!(sets[0].matcher, Matcher::Few(_)));
        assert!(matches!(sets[1].matcher, Matcher::Many(_)));
        let text = "個人情報の漏えいと漏水、idとえい";
        let [few, many] = sets.map(|set| {
            let mut found = Vec::new();
            set.each(text, |start, end, number| {
                assert_eq!(text.get(start..end), base.get(number).copied());
                found.push((start, end));
                true
            });
            found.sort_unstable();
            found
        });
        let wanted = [(0, 12), (0, 15), (15, 18), (15, 24), (18, 24), (27, 30), (36, 38), (41, 47)];
        assert_eq!(few, wanted);
        assert_eq!(many, wanted);
    }

    #[test]
    fn who_has_had_enough_is_left_alone() {
        let fill: Vec<String> = (0..=MANY).map(|number| format!("{number}号")).collect();
        for set in
            [Literals::new(["号"].into_iter()), Literals::new(fill.iter().map(String::as_str))]
        {
            let mut count = 0;
            set.each("1号2号3号", |_, _, _| {
                count += 1;
                count < 2
            });
            assert_eq!(count, 2);
        }
    }
}
