//! Folding and cutting: stable, and every offset leads back to characters of the original, in order.
#![no_main]

use std::sync::LazyLock;

use jiken::japanese::{Analyzer, Folder, characters};
use jiken::lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| {
    Analyzer::new(&Lexicon::embedded(), None).expect("the embedded lexicon is sound")
});

fuzz_target!(|text: &str| {
    fold(&Folder::default(), text);
    fold(ANALYZER.folder(), text);
    cut(text);
});

fn fold(folder: &Folder, text: &str) {
    let folded = folder.fold(text);
    assert_eq!(folder.fold(folded.text()).text(), folded.text(), "folding is not stable");
    assert_eq!(folded.original(0..folded.text().len()), 0..text.len());
    let places = folded.text().char_indices().map(|(at, c)| at..at + c.len_utf8());
    let mut before = 0..0;
    for place in places {
        let range = folded.original(place.clone());
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a character");
        assert!(before.start <= range.start && before.end <= range.end, "{before:?} {range:?}");
        let back = folded.folded(range.start);
        assert!(back <= place.start && folded.text().is_char_boundary(back));
        before = range;
    }
    let mut before = 0;
    for (at, _) in text.char_indices() {
        let place = folded.folded(at);
        assert!(before <= place && folded.text().is_char_boundary(place), "{at} goes to {place}");
        before = place;
    }
}

fn cut(text: &str) {
    let folded = ANALYZER.folder().fold(text);
    let words = ANALYZER.words_of(&folded).expect("the embedded dictionary cuts everything");
    let (mut end, mut position) = (0, 0);
    for word in words {
        assert!(!word.term.is_empty());
        assert!(end <= word.folded.start && word.folded.start < word.folded.end, "{word:?}");
        assert!(folded.text().get(word.folded.clone()).is_some(), "{word:?}");
        assert!(text.get(word.original.clone()).is_some(), "{word:?}");
        assert!(position <= word.position, "{word:?}");
        (end, position) = (word.folded.end, word.position);
    }
    for gram in characters(&folded) {
        assert_eq!(folded.text().get(gram.folded.clone()), Some(gram.term));
        assert!((1..=2).contains(&gram.term.chars().count()), "{gram:?}");
    }
}
