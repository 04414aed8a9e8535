use super::Place;

/// The label of the report in `corpus/aozora.txt`.
fn label(cause: &str) -> String {
    serde_json::json!({
        "id": "aozora.txt#1", "kind": "notice",
        "organisation": {"name": "青空商店", "evidence": {"quote": ""}},
        "service": null, "aliases": {},
        "causes": [{"value": cause, "certainty": "stated", "evidence": {"quote": "改ざん"}}],
        "vendors": [], "data": [], "affected": [], "dates": [],
    })
    .to_string()
}

fn labelled(cause: &str) -> Place {
    let place = Place::new();
    place.write("corpus/labels.jsonl", label(cause));
    place
}

#[test]
fn facts_are_held_against_the_labels_beside_the_corpus() {
    let place = labelled("unauthorized-access/payment-page-tampering");
    let run = place.json(&["eval", "extract", "--format", "json"]);
    let fields = &run["scores"]["dev"]["fields"];
    assert_eq!(fields["organisation"]["all"]["f1"], 1.0);
    assert_eq!(fields["cause"]["all"]["recall"], 1.0);
    assert_eq!(run["scores"]["dev"]["reports"], 1);
    assert_eq!(run["scores"].get("test"), None);
}

#[test]
fn misses_are_listed_with_their_sentences() {
    let place = labelled("malware/emotet");
    let text = place.ok(&["eval", "extract", "--misses", "--field", "cause"]);
    let missed = "aozora.txt#1  cause  missed  malware/emotet  「改ざん」\n";
    assert!(text.starts_with(missed), "{text}");
    assert!(text.contains("\ncause "), "{text}");
    assert!(!text.contains("\ndates "), "{text}");
}

#[test]
fn misses_of_the_test_split_are_listed_only_when_it_is_named() {
    let place = labelled("malware/emotet");
    let test = label("malware/emotet").replace("\"kind\"", "\"split\":\"test\",\"kind\"");
    place.write("corpus/labels.jsonl", test);
    let all = place.ok(&["eval", "extract", "--misses"]);
    assert!(all.contains("test · 1 report") && !all.contains("missed"), "{all}");
    let test = place.ok(&["eval", "extract", "--misses", "--split", "test"]);
    assert!(test.contains("missed  malware/emotet"), "{test}");
}

#[test]
fn two_extraction_runs_are_compared() {
    let place = labelled("unauthorized-access/payment-page-tampering");
    let now = place.ok(&["eval", "extract", "--format", "json"]);
    place.write("now.json", &now);
    let same = place.ok(&["eval", "extract", "--compare", "now.json"]);
    assert!(same.contains("nothing changed"), "{same}");
    place.write("before.json", now.replace("\"matched\",\"quote\"", "\"missed\",\"quote\""));
    let better = place.ok(&["eval", "extract", "--compare", "before.json"]);
    assert!(better.contains("+ aozora.txt#1  organisation  now right  青空商店"), "{better}");
}

#[test]
fn a_run_of_the_index_and_its_file_are_measured_alike() {
    let place = Place::indexed();
    place.write("topics.tsv", "word-1\tランサムウェア\nword-2\t改ざん\nnone-1\t改ざん -改ざん\n");
    let qrels = "word-1 0 midorikawa.txt#1 2\nword-2 0 midorikawa.txt#1 1\nnone-1 0 - 0\n";
    place.write("qrels.txt", qrels);
    place.write("run.txt", place.ok(&["search", "--queries", "topics.tsv"]));
    let searched = ["eval", "search", "--qrels", "qrels.txt", "--queries", "topics.tsv"];
    let measured = ["eval", "search", "--qrels", "qrels.txt", "--run", "run.txt"];
    let json = |args: &[&str]| place.json(&[args, &["--format", "json"]].concat());
    let run = json(&searched);
    assert_eq!(run, json(&measured));
    assert_eq!(run["means"]["nDCG@10"], 0.5);
    assert_eq!(run["types"]["word"]["queries"], 2);
    assert_eq!(run["unanswerable"]["none-1"], 0);
    let text = place.ok(&[&searched[..], &["--worst", "1", "--compare", "run.txt"]].concat());
    assert!(text.contains("\n0.000  word-2  改ざん\n"), "{text}");
    assert!(text.contains("– midorikawa.txt#1 (grade 1)"), "{text}");
    let why = "why       midorikawa.txt#1 beside aozora.txt#1\n                –  ";
    assert!(text.contains(why), "{text}");
    assert!(text.contains("             none  strict  reading that finds it\n"), "{text}");
    assert!(text.contains("nDCG@10  0.5000  0.5000     +0.0000       0      0      2   1.0000"));
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let place = labelled("malware/emotet");
    place.write("empty", "");
    place.write("bad.txt", "q 0 a\n");
    place.write("other/labels.jsonl", label("malware/emotet"));
    #[track_caller]
    fn check(place: &Place, args: &[&str], expected: &str) {
        let run = place.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    }
    check(&place, &["eval", "extract", "bad.txt"], "bad.txt:1:1: expected value");
    check(&place, &["eval", "extract", "none"], "cannot read none");
    check(&place, &["eval", "extract", "--split", "test"], "has no label of this split");
    check(&place, &["eval", "extract", "other/labels.jsonl"], "other has none of the labelled");
    check(&place, &["eval", "extract", "--field", "causes"], "write one of kind, organisation");
    check(&place, &["eval", "extract", "--compare", "empty"], "empty is no earlier run");
    let search = |qrels, run| ["eval", "search", "--qrels", qrels, "--run", run];
    check(&place, &search("bad.txt", "empty"), "bad.txt:1: a judgement has 4 columns");
    check(&place, &search("empty", "bad.txt"), "bad.txt:1: a line of a run has 6 columns");
    check(&place, &search("empty", "empty"), "empty judges no document relevant");
    check(&place, &["eval", "search", "--qrels", "empty"], "--queries <FILE>");
}
