//! The one place where Japanese analysis meets the engine.
//!
//! Terms come from lindera-tantivy's token stream. The stream is built here and not by that
//! crate's `LinderaTokenizer`, whose `token_stream` unwraps: a text that cannot be analysed must be
//! an error of that text, not a panic of an indexing thread.
//!
//! They travel to the indexing thread packed into one string, because the engine would carry a
//! pre-tokenised text as JSON; [`PackedTokenizer`] takes the string apart there without allocating.

use lindera::dictionary::WordId;
use lindera::token::Token as MorphologicalToken;
use lindera_tantivy::stream::LinderaTokenStream;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::japanese::{Analyzer, Folded, Word, characters};

/// The content words of an analysed text, packed. Stop words are left out; the positions of the
/// others are as the analyzer numbered them.
pub(super) fn words(analyzer: &Analyzer, words: &[Word]) -> String {
    let dictionary = analyzer.dictionary();
    let tokens = words
        .iter()
        .filter(|word| !word.stop)
        .map(|word| {
            MorphologicalToken::new(
                word.term.as_str().into(),
                word.original.start,
                word.original.end,
                position(word.position),
                WordId::default(),
                dictionary,
                None,
            )
        })
        .collect();
    let mut token = Token::default();
    let mut stream = LinderaTokenStream { tokens, token: &mut token, current_index: 0 };
    let mut packed = Packed::default();
    stream.process(&mut |token| packed.push(&token.text, token.position));
    packed.text
}

/// The character bigrams of a folded text, packed: those that tell, and those of asides.
///
/// `is_aside` is asked for the original byte at which each unbroken run of letters begins, because what
/// is aside is whole sentences.
pub(super) fn bigrams(folded: &Folded, is_aside: impl Fn(usize) -> bool) -> (String, String) {
    let (mut telling, mut asides) = (Packed::default(), Packed::default());
    let mut is_in_aside = false;
    let mut next = None;
    for gram in characters(folded) {
        if next != Some(gram.position) {
            is_in_aside = is_aside(folded.original(gram.folded.clone()).start);
        }
        next = gram.position.checked_add(1);
        let packed = if is_in_aside { &mut asides } else { &mut telling };
        packed.push(gram.term, position(gram.position));
    }
    (telling.text, asides.text)
}

/// Terms that only are there or not, packed.
pub(super) fn listed(terms: impl IntoIterator<Item = String>) -> String {
    let mut packed = Packed::default();
    for term in terms {
        packed.push(&term, 0);
    }
    packed.text
}

/// How many terms a packed string holds.
pub(super) fn terms(packed: &str) -> usize {
    packed.bytes().filter(|byte| *byte == END as u8).count()
}

fn position(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Ends a packed term; no term holds white space.
const END: char = '\n';
/// Stands for a step of no position; a step of `n` is the character `n` after it.
const STEP_ZERO: u32 = 0x100;
/// The longest step that is kept apart from longer ones: far beyond any phrase, and below the
/// surrogates.
const LONGEST_STEP: usize = 0xC000;

/// Terms and positions in one string: for each, its step in position as one character, the term,
/// and [`END`].
#[derive(Default)]
struct Packed {
    text: String,
    position: usize,
}

impl Packed {
    fn push(&mut self, term: &str, position: usize) {
        let step = position.saturating_sub(self.position).min(LONGEST_STEP);
        self.position = position.max(self.position);
        let step = u32::try_from(step).unwrap_or(0);
        self.text.push(char::from_u32(STEP_ZERO + step).unwrap_or(char::REPLACEMENT_CHARACTER));
        if term.as_bytes().contains(&(END as u8)) {
            self.text.extend(term.chars().filter(|c| *c != END));
        } else {
            self.text.push_str(term);
        }
        self.text.push(END);
    }
}

/// Reads packed terms.
#[derive(Debug, Clone, Default)]
pub(super) struct PackedTokenizer {
    token: Token,
}

/// Terms of one packed string.
pub(super) struct PackedStream<'a> {
    rest: &'a str,
    position: usize,
    token: &'a mut Token,
}

impl PackedTokenizer {
    /// What the schema calls it.
    pub(super) const NAME: &'static str = "packed";
}

impl Tokenizer for PackedTokenizer {
    type TokenStream<'a> = PackedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PackedStream<'a> {
        self.token.reset();
        PackedStream { rest: text, position: 0, token: &mut self.token }
    }
}

impl TokenStream for PackedStream<'_> {
    fn advance(&mut self) -> bool {
        let mut characters = self.rest.chars();
        let Some(step) = characters.next() else { return false };
        let packed = characters.as_str();
        // Terms are a few bytes long: a loop is faster than any search.
        let Some(end) = packed.bytes().position(|byte| byte == END as u8) else { return false };
        let (Some(term), Some(rest)) = (packed.get(..end), packed.get(end + 1..)) else {
            return false;
        };
        let step = u32::from(step).saturating_sub(STEP_ZERO);
        self.position = self.position.saturating_add(usize::try_from(step).unwrap_or(0));
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.position;
        self.rest = rest;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        #[track_caller]
        fn check(terms: &[(&str, usize)], expected: &[(&str, usize)]) {
            let mut packed = Packed::default();
            for (term, position) in terms {
                packed.push(term, *position);
            }
            let mut tokenizer = PackedTokenizer::default();
            let mut stream = tokenizer.token_stream(&packed.text);
            let mut found = Vec::new();
            while stream.advance() {
                found.push((stream.token().text.clone(), stream.token().position));
            }
            let expected: Vec<_> = expected.iter().map(|(t, p)| ((*t).to_owned(), *p)).collect();
            assert_eq!(found, expected);
        }
        check(&[], &[]);
        let terms = [("不正", 0), ("アクセス", 1), ("漏えい", 12), ("漏れる", 12), ("a", 5000)];
        check(&terms, &terms);
        check(&[("a\nb", 3)], &[("ab", 3)]);
        check(&[("a", 0), ("b", 1_000_000)], &[("a", 0), ("b", LONGEST_STEP)]);
        check(&[("a", 7), ("b", 3), ("c", 8)], &[("a", 7), ("b", 7), ("c", 8)]);
    }
}
