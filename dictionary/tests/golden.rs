//! How the dictionary cuts sentences of the domain, held against `golden.txt`.
//!
//! A block is a sentence after `# ` and its tokens, a line each: surface, byte range, position and the
//! first two levels of the part of speech. `GOLDEN=write cargo test -p jiken-dictionary` writes the file
//! again; read what changed before committing it.

use std::fmt::Write as _;

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::mode::Mode;
use lindera_dictionary::viterbi::Lattice;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.txt");

#[test]
fn sentences_are_cut_as_expected() {
    let dictionary = jiken_dictionary::load().unwrap();
    let golden = std::fs::read_to_string(GOLDEN).unwrap();
    let sentences: Vec<&str> = golden.lines().filter_map(|line| line.strip_prefix("# ")).collect();
    assert!(sentences.len() >= 40, "{} sentences are too few", sentences.len());

    let mut found = String::new();
    for sentence in sentences {
        write!(found, "# {sentence}\n{}\n", tokens(&dictionary, sentence)).unwrap();
    }
    if std::env::var("GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::write(GOLDEN, found).unwrap();
        return;
    }
    for (line, (expected, found)) in (1..).zip(golden.lines().zip(found.lines())) {
        assert_eq!(found, expected, "golden.txt:{line}");
    }
    assert_eq!(found.lines().count(), golden.lines().count());
}

#[test]
fn the_dictionary_is_whole() {
    let dictionary = jiken_dictionary::load().unwrap();
    // 392,126 words of IPADIC 2.7.0-20070801, and the spellings that folding makes of some.
    let words = dictionary.prefix_dictionary.words_idx_data.len() / 4;
    assert!(words > 392_126, "{words} words");
    for word in ["漏えい", "サーバー", "サーバ", "カレンダ", "ブァイオリン", "バイオリン", "("]
    {
        let known = !dictionary.prefix_dictionary.find_surface(word).is_empty();
        assert_eq!(known, word != "ブァイオリン", "{word}");
    }
    assert!(jiken_dictionary::NOTICE.contains("Nara Institute of Science and Technology"));
}

fn tokens(dictionary: &Dictionary, sentence: &str) -> String {
    let mut lattice = Lattice::default();
    lattice.set_text(
        &dictionary.prefix_dictionary,
        &None,
        &dictionary.character_definition,
        &dictionary.unknown_dictionary,
        &dictionary.connection_cost_matrix,
        sentence,
        &Mode::Normal,
    );
    let cuts = lattice.tokens_offset();
    let mut lines = String::new();
    for (position, &(start, word)) in cuts.iter().enumerate() {
        let end = cuts.get(position + 1).map_or(sentence.len(), |next| next.0);
        let id = usize::try_from(word.id()).expect("a word number");
        let details = if word.is_unknown() {
            dictionary.unknown_word_details(id)
        } else {
            dictionary.word_details(id)
        };
        let surface = sentence.get(start..end).expect("a token");
        let unknown = if word.is_unknown() { " 未知" } else { "" };
        writeln!(
            lines,
            "{surface} {start}..{end} {position} {}-{}{unknown}",
            details[0], details[1]
        )
        .expect("writing to a string");
    }
    lines
}
