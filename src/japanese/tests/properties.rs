use proptest::prelude::*;

use super::super::{Folder, characters};
use super::ANALYZER;

/// Any string, and strings of the pieces that folding and cutting look at.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "漏洩",
        "ろうえい",
        "の",
        "お詫",
        "び",
        "サ",
        "ー",
        "-",
        "バ",
        "ヴ",
        "ァ",
        "ウ",
        "イ",
        "ィ",
        "ルス",
        "フ",
        "オ",
        "テ",
        "ﾊ",
        "ﾞ",
        "ﾟ",
        "PW",
        "Web",
        "クレカ",
        "pc",
        "ス",
        "マホ",
        "Ａ",
        "１",
        "，",
        "000",
        ".",
        "㈱",
        "①",
        "\u{3099}",
        "\u{30C}",
        "\u{200B}",
        "\u{FEFF}",
        "\0",
        "J",
        "İ",
        "ẞ",
        "😀",
        "・",
        "。",
        "\n",
        " ",
        "　",
        "〜",
        "カード",
        "ペイメント",
        "健",
        "が",
        "セキュリティー",
        "HP",
        "上",
        "申込",
        "む",
    ]);
    prop_oneof![
        any::<String>(),
        "\\PC{0,60}",
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat()),
    ]
}

fn check_fold(folder: &Folder, text: &str) {
    let folded = folder.fold(text);
    let again = folder.fold(folded.text());
    assert_eq!(again.text(), folded.text(), "folding is not stable");
    assert_eq!(folded.original(0..folded.text().len()), 0..text.len());

    let mut places: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).collect();
    places.push(folded.text().len());
    let mut before = 0..0;
    for pair in places.windows(2) {
        let range = folded.original(pair[0]..pair[1]);
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a character");
        assert!(before.start <= range.start && before.end <= range.end, "{before:?} {range:?}");
        let place = folded.folded(range.start);
        assert!(place <= pair[0] && folded.text().is_char_boundary(place));
        before = range;
    }
}

fn check_words(text: &str) {
    let folded = ANALYZER.folder().fold(text);
    let words = ANALYZER.words_of(&folded).expect("the embedded dictionary");
    let (mut end, mut position) = (0, 0);
    for word in words {
        assert!(!word.term.is_empty());
        assert!(end <= word.folded.start && word.folded.start < word.folded.end);
        assert!(folded.text().get(word.folded.clone()).is_some());
        assert!(text.get(word.original.clone()).is_some());
        assert!(position <= word.position);
        (end, position) = (word.folded.end, word.position);
    }
    let mut starts = characters(&folded).map(|gram| gram.folded.start);
    for (at, character) in folded.text().char_indices() {
        if super::super::Script::of(character).is_letter_or_digit() {
            assert_eq!(starts.next(), Some(at));
        }
    }
    assert_eq!(starts.next(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn folding_is_stable_and_leads_back(text in texts()) {
        check_fold(ANALYZER.folder(), &text);
        check_fold(&Folder::default(), &text);
    }

    #[test]
    fn any_text_is_cut(text in texts()) {
        check_words(&text);
    }
}

#[test]
fn long_runs_are_cut() {
    let unbroken = [
        "漢", "あ", "ア", "ー", "a", "1", "、", "-", "ﾞ", "\u{3099}", "\0", "😀", "サ-", " ", "1,",
        "漏洩",
    ];
    for piece in unbroken {
        let text = piece.repeat(100_000 / piece.len());
        check_words(&text);
        let folded = ANALYZER.folder().fold(&text);
        assert_eq!(folded.original(0..folded.text().len()), 0..text.len(), "{piece}");
    }
}
