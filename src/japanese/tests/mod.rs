mod fold;
mod lexicon;
mod properties;
mod words;

use std::sync::LazyLock;

use super::Analyzer;
use crate::lexicon::Lexicon;

static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::new(&Lexicon::embedded(), None).expect("the embedded lexicon"));
