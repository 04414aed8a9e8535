//! Checking a lexicon: everything that is wrong with it or does nothing, not only the first mistake.

use crate::japanese::{Analyzer, AnalyzerError, Synonyms};
use crate::lexicon::{Finding, Lexicon};

use super::Extractor;

/// All that should be mended in a lexicon, by file and place: what it is refused for, and warnings.
pub fn check(lexicon: &Lexicon) -> Vec<Finding> {
    let lexicon = lexicon.lenient();
    lexicon.warn_of_strangers();
    let outcome = match Analyzer::new(&lexicon, None) {
        Ok(analyzer) => Extractor::new(&lexicon, analyzer.folder())
            .and_then(|_| Synonyms::read(&lexicon, analyzer.folder()).map(|_| ())),
        Err(AnalyzerError::Lexicon(mistake)) => Err(mistake),
        // The embedded dictionary is whole.
        Err(_) => Ok(()),
    };
    if let Err(mistake) = outcome {
        // It is kept, not raised: a lenient lexicon refuses nothing.
        let _ = lexicon.refuse(mistake);
    }
    lexicon.findings()
}
