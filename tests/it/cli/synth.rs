//! `jiken synth`: what it writes can be read, indexed and held against its labels; what it refuses.

use super::Place;

fn reports(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_file_has_a_report_a_line() {
    let place = Place::new();
    place.ok(&["synth", "--reports", "50", "--seed", "3", "--out", "a.jsonl", "--quiet"]);
    let text = std::fs::read_to_string(place.path("a.jsonl")).expect("the file");
    let lines = reports(&text);
    assert_eq!(lines.len(), 50);
    for key in ["id", "title", "text", "url"] {
        assert!(lines.iter().all(|line| line[key].is_string()), "{key}");
    }
    let printed = place.ok(&["synth", "--reports", "50", "--seed", "3", "--out", "-"]);
    assert_eq!(printed, text);
    let other = place.ok(&["synth", "--reports", "50", "--seed", "4", "--out", "-"]);
    assert_ne!(other, text);
}

#[test]
fn the_summary_is_json_where_wanted() {
    let place = Place::new();
    let told = place.json(&[
        "synth",
        "--reports",
        "30",
        "--out",
        "made",
        "--per-file",
        "20",
        "--format",
        "json",
    ]);
    assert_eq!(told["reports"], 30);
    assert_eq!(told["files"], 2);
    assert_eq!(told["seed"], 0);
    assert!(told["bytes"].as_u64() > Some(10_000));
}

#[test]
fn every_encoding_can_be_indexed() {
    for encoding in ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "mixed"] {
        let place = Place::new();
        place.ok(&[
            "synth",
            "--reports",
            "150",
            "--seed",
            "5",
            "--out",
            "made",
            "--encoding",
            encoding,
        ]);
        let run = place.run(&["index", "made"]);
        assert_eq!(run.code, Some(0), "{encoding}: {}", run.stderr);
        let stats = place.json(&["stats", "--format", "json"]);
        assert_eq!(stats["reports"], 150, "{encoding}: {stats}");
    }
}

#[test]
fn labels_are_those_of_the_files() {
    let place = Place::new();
    let made = ["synth", "--reports", "200", "--seed", "6"];
    let folder = ["--out", "made", "--labels", "labels.jsonl", "--encoding", "mixed"];
    place.ok(&[&made[..], &folder].concat());
    let run =
        place.run(&["eval", "extract", "labels.jsonl", "--corpus", "made", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    // A report that the corpus lacks would be named.
    assert_eq!(run.stderr, "");
    let lines = ["--out", "lines/a.jsonl", "--labels", "b.jsonl"];
    place.ok(&[&made[..], &lines].concat());
    let run = place.run(&["eval", "extract", "b.jsonl", "--corpus", "lines", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn what_is_there_is_not_written_over() {
    let place = Place::new();
    place.ok(&["synth", "--reports", "5", "--out", "a.jsonl", "--quiet"]);
    let refused = |args: &[&str], expected: &str| {
        let run = place.run(args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    };
    let five = ["synth", "--reports", "5"];
    let with = |more: &[&'static str]| [five.as_slice(), more].concat();
    refused(&with(&["--out", "a.jsonl"]), "a.jsonl is there already");
    refused(&with(&["--out", "corpus"]), "corpus is there already");
    refused(&with(&["--out", "b", "--labels", "a.jsonl"]), "a.jsonl is there already");
    refused(&with(&["--out", "corpus/aozora.txt"]), "corpus/aozora.txt is a file");
    refused(&with(&["--out", "c.jsonl", "--per-file", "2"]), "--per-file parts a folder");
    refused(&with(&["--out", "c.jsonl", "--encoding", "mixed"]), "JSONL files have one encoding");
    refused(&with(&["--out", "c", "--per-file", "0"]), "0 is not in 1..");
    refused(&["synth", "--reports", "0", "--out", "c"], "0 is not in 1..");
    refused(&["synth", "--reports", "5"], "--out");
    assert!(!place.path("b").exists() && !place.path("c").exists());
    place.ok(&["synth", "--reports", "6", "--out", "a.jsonl", "--force", "--quiet"]);
    let text = std::fs::read_to_string(place.path("a.jsonl")).expect("the file");
    assert_eq!(text.lines().count(), 6);
    place.ok(&["synth", "--reports", "6", "--out", "corpus", "--force", "--quiet"]);
    assert!(place.path("corpus/aozora.txt").is_file(), "files of other names stay");
}

#[test]
fn texts_are_measured_side_by_side() {
    let place = Place::new();
    place.ok(&["synth", "--reports", "40", "--out", "made", "--quiet"]);
    let told = place.json(&["eval", "text", "corpus", "made", "--format", "json"]);
    assert_eq!(told[0]["path"], "corpus");
    assert_eq!(told[0]["reports"], 2);
    assert_eq!(told[1]["reports"], 40);
    assert!(told[1]["types_at"][0].as_u64() > Some(150), "{told}");
    assert!(told[1]["types_at"][2].is_null());
    let few = place.json(&["eval", "text", "made", "--tokens", "2000", "--format", "json"]);
    assert!(few[0]["tokens"].as_u64() < told[1]["tokens"].as_u64());
    let table = place.ok(&["eval", "text", "corpus", "made"]);
    assert!(table.contains("growth (Heaps)"), "{table}");
    let run = place.run(&["eval", "text", "nowhere"]);
    assert_eq!(run.code, Some(2));
}
