//! How well the sample corpus is searched: floors over the project's own judgements that may only rise.
//!
//! When a change makes a type of query better, raise its floor to the new figure, rounded down to .01:
//! `jiken eval search --queries corpus/queries.tsv --qrels corpus/qrels.txt` prints it. A change that needs
//! a floor lowered is not an improvement; a judgement that was wrong is mended in a commit of its own.

use serde_json::Value;

use super::Place;

/// Lowest mean nDCG@10 by type of query.
const FLOORS: [(&str, f64); 10] = [
    ("filter", 0.96),
    ("kana", 0.85),
    ("keywords", 0.88),
    ("name", 0.99),
    ("number", 0.97),
    ("partial", 0.97),
    ("question", 0.75),
    ("romaji", 0.87),
    ("typo", 0.94),
    ("variant", 0.88),
];

/// Lowest mean over all queries that some report answers.
const LOWEST_MEAN: f64 = 0.90;

#[test]
fn the_sample_corpus_is_ranked_as_well_as_before() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let place = Place::new();
    place.ok(&["index", corpus, "--index", "sample", "--quiet"]);
    let judged = place.ok(&[
        "eval",
        "search",
        "--index",
        "sample",
        "--queries",
        &format!("{corpus}/queries.tsv"),
        "--qrels",
        &format!("{corpus}/qrels.txt"),
        "--format",
        "json",
    ]);
    let judged: Value = serde_json::from_str(&judged).expect("JSON");
    let of = |means: &Value| means["means"]["nDCG@10"].as_f64().unwrap_or_default();
    let mut below = Vec::new();
    let types = FLOORS.iter().map(|(kind, floor)| (*kind, of(&judged["types"][kind]), *floor));
    for (kind, found, floor) in types.chain([("all", of(&judged), LOWEST_MEAN)]) {
        if found < floor {
            below.push(format!("{kind}: nDCG@10 {found:.4} is below {floor:.2}"));
        }
    }
    assert!(below.is_empty(), "{below:#?}");
}
