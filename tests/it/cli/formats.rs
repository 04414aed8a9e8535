//! Real files of every format, indexed and found; `tests/it/formats/README.md` tells how each was made.

use std::path::Path;

use super::Place;

/// File, words from a sentence in its middle, and its title.
const FILES: &[(&str, &str, &str)] = &[
    (
        "chromium.pdf",
        "送信先の皆様へ名簿の削除をお願いいたしました。",
        "名簿の誤送信に関するお詫び",
    ),
    (
        "columns.pdf",
        "使われていない利用者番号を自動で停止する仕組みを八月までに設けます。",
        "不正アクセスに関するお知らせ",
    ),
    (
        "shift-jis.pdf",
        "媒体には試供品の応募者の氏名と住所が含まれており、",
        "記録媒体の紛失に関するお詫び",
    ),
];

#[test]
fn a_sentence_in_the_middle_of_each_file_is_found_with_a_clean_snippet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/formats");
    let place = Place::new();
    for (name, ..) in FILES {
        let bytes = std::fs::read(folder.join(name)).expect("a file of the repository");
        place.write(&format!("corpus/{name}"), bytes);
    }
    place.ok(&["index", "--quiet"]);
    for (name, sentence, title) in FILES {
        let query = format!("\"{sentence}\"");
        let json = place.json(&["search", "--format", "json", &query]);
        let hit = &json["hits"][0];
        assert_eq!(hit["title"].as_str(), Some(*title), "{name}: {json}");
        let snippets = hit["snippets"].as_array().expect("a list").iter();
        let texts: Vec<&str> = snippets.filter_map(|snippet| snippet["text"].as_str()).collect();
        assert!(texts.iter().any(|text| text.contains(sentence)), "{name}: {texts:?}");
    }
}
