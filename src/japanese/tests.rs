use super::*;
use crate::lexicon::Lexicon;

#[test]
fn spellings_of_one_word_give_one_term() {
    let analyzer = Analyzer::new(&Lexicon::embedded(), None).unwrap();
    let terms = |text: &str| -> Vec<String> {
        let words = analyzer.words(text).unwrap();
        words.into_iter().filter(|word| !word.stop).map(|word| word.term).collect()
    };
    for spelling in ["漏洩", "漏えい", "ろうえい"] {
        assert_eq!(terms(spelling), ["漏えい"]);
    }
}
