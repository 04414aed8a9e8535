//! Trees of phrases, held against a reading of the texts themselves.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;

use super::{Fixture, report};
use crate::query;
use crate::search::Request;

/// What texts and phrases are made of; some begin or end like others.
const PIECES: [&str; 12] = [
    "不正",
    "アクセス",
    "メール",
    "アドレス",
    "ルール",
    "個人情報",
    "人情",
    "漏えい",
    "停止",
    "正午",
    "警察",
    "a1",
];

/// Reports in three segments, and the folded text of each.
struct Read {
    corpus: Fixture,
    texts: Vec<(String, String)>,
}

static READ: LazyLock<Read> = LazyLock::new(|| {
    let mut state = 7_u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % below
    };
    let reports: Vec<_> = (0..120)
        .map(|number| {
            let mut body = String::new();
            for _ in 0..next(24) {
                body.push_str(PIECES[next(PIECES.len())]);
                body.push_str(["", "", "", "、", "。\n"][next(5)]);
            }
            report(&format!("n{number}"), "件名", &body)
        })
        .collect();
    let corpus = Fixture::new(&reports, 40);
    let folder = corpus.search.analyzer.folder();
    let folded = |text: &str| folder.fold(text).text().to_owned();
    let texts = reports
        .iter()
        .map(|report| (report.document.id.to_string(), folded(&report.document.text)))
        .collect();
    Read { corpus, texts }
});

#[derive(Debug, Clone)]
enum Tree {
    Phrase(String),
    Every(Vec<Tree>),
    Any(Vec<Tree>),
    Except(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn typed(&self) -> String {
        let all = |trees: &[Self], between: &str| {
            let typed: Vec<String> = trees.iter().map(Self::typed).collect();
            format!("({})", typed.join(between))
        };
        match self {
            Self::Phrase(text) => format!("「{text}」"),
            Self::Every(trees) => all(trees, " "),
            Self::Any(trees) => all(trees, " OR "),
            Self::Except(tree, other) => format!("({} -{})", tree.typed(), other.typed()),
        }
    }

    fn holds(&self, text: &str, folded: &impl Fn(&str) -> String) -> bool {
        match self {
            Self::Phrase(phrase) => text.contains(&folded(phrase)),
            Self::Every(trees) => trees.iter().all(|tree| tree.holds(text, folded)),
            Self::Any(trees) => trees.iter().any(|tree| tree.holds(text, folded)),
            Self::Except(tree, other) => tree.holds(text, folded) && !other.holds(text, folded),
        }
    }
}

/// A stretch of two or more letters from pieces side by side.
fn phrase() -> impl Strategy<Value = Tree> {
    (prop::collection::vec(select(&PIECES[..]), 1..4), 0..3_usize, 0..3_usize).prop_map(
        |(pieces, front, back)| {
            let letters: Vec<char> = pieces.concat().chars().collect();
            let front = front.min(letters.len() - 2);
            let end = (letters.len() - back.min(letters.len() - 2)).max(front + 2);
            Tree::Phrase(letters.iter().take(end).skip(front).collect())
        },
    )
}

fn tree() -> impl Strategy<Value = Tree> {
    phrase().prop_recursive(3, 12, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some().prop_map(Tree::Every),
            some().prop_map(Tree::Any),
            (inner.clone(), inner.clone())
                .prop_map(|(tree, other)| Tree::Except(Box::new(tree), Box::new(other))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whatever a tree asks for, just those reports are found that hold it, and each scores what its parts
    /// add up to, whether many reports are scored together or few.
    #[test]
    fn a_tree_finds_what_a_reader_would(tree in tree()) {
        let Read { corpus, texts } = &*READ;
        let folder = corpus.search.analyzer.folder();
        let folded = |phrase: &str| folder.fold(phrase).text().to_owned();
        let expected: BTreeSet<&str> = texts
            .iter()
            .filter(|(_, text)| tree.holds(text, &folded))
            .map(|(id, _)| id.as_str())
            .collect();
        let typed = tree.typed();
        let request = Request {
            all_copies: true,
            relax: false,
            explain: true,
            limit: 200,
            ..Request::new(query::parse(&typed).expect("a tree that can be typed"))
        };
        let response = corpus.request(&request);
        let found: BTreeSet<&str> =
            response.hits.iter().map(|hit| hit.report.document.id.as_str()).collect();
        prop_assert_eq!(found, expected, "{}", typed);
        for hit in &response.hits {
            let parts = hit.explanation.iter().flat_map(|explanation| &explanation.parts);
            let sum: f32 = parts.map(|part| part.score).sum();
            prop_assert!((sum - hit.score).abs() < 1e-3 * hit.score.max(1.0), "{typed}: {sum} {hit:?}");
        }
    }
}
