//! The one place where Japanese analysis meets the engine.
//!
//! Terms reach the engine as lindera-tantivy's token stream. The stream is built here and not by
//! that crate's `LinderaTokenizer`, whose `token_stream` unwraps: a text that cannot be analysed
//! must be an error of that text, not a panic of an indexing thread.

use lindera::dictionary::WordId;
use lindera::token::Token as MorphologicalToken;
use lindera_tantivy::stream::LinderaTokenStream;
use tantivy::tokenizer::{PreTokenizedString, Token, TokenStream};

use crate::japanese::{Analyzer, Folded, Word, characters};

/// The content words of an analysed text, in the engine's shape. Stop words are left out; the
/// positions of the others are as the analyzer numbered them.
pub(super) fn words(analyzer: &Analyzer, words: &[Word]) -> PreTokenizedString {
    let dictionary = analyzer.dictionary();
    let tokens = words
        .iter()
        .filter(|word| !word.stop)
        .map(|word| {
            let position = usize::try_from(word.position).unwrap_or(usize::MAX);
            MorphologicalToken::new(
                word.term.as_str().into(),
                word.original.start,
                word.original.end,
                position,
                WordId::default(),
                dictionary,
                None,
            )
        })
        .collect();
    let mut token = Token::default();
    let mut stream = LinderaTokenStream { tokens, token: &mut token, current_index: 0 };
    let mut tokens = Vec::with_capacity(words.len());
    stream.process(&mut |token| tokens.push(token.clone()));
    PreTokenizedString { text: String::new(), tokens }
}

/// The character bigrams of a folded text, in the engine's shape.
pub(super) fn bigrams(folded: &Folded) -> PreTokenizedString {
    let tokens = characters(folded)
        .map(|gram| Token {
            offset_from: gram.folded.start,
            offset_to: gram.folded.end,
            position: usize::try_from(gram.position).unwrap_or(usize::MAX),
            text: gram.term.to_owned(),
            position_length: 1,
        })
        .collect();
    PreTokenizedString { text: String::new(), tokens }
}
