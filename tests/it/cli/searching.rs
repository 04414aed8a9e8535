use super::Place;

#[test]
fn text_shows_title_facts_snippet_and_counts_without_escape_codes() {
    let place = Place::indexed();
    let run = place.run(&["search", "ペイメントアプリケーション", "改ざん"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stderr, "");
    for expected in [
        "1 of 2 reports\n",
        "1  不正アクセスによる個人情報漏えいに関するお詫びとお知らせ\n",
        "青空商店",
        "ペイメントアプリケーションの改ざんが行われた",
        "aozora.txt#1\n",
        "\n原因",
    ] {
        assert!(run.stdout.contains(expected), "{expected} in {}", run.stdout);
    }
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn colour_can_be_forced() {
    let place = Place::indexed();
    let args = ["search", "改ざん", "--color", "always"];
    assert!(place.ok(&args).contains("\u{1b}[1m\u{1b}[31m改ざん\u{1b}[0m"));
}

#[test]
fn json_is_one_object_with_the_promised_fields() {
    let place = Place::indexed();
    let json = place.json(&["search", "漏洩", "--format", "json"]);
    let fields: Vec<&String> = json.as_object().expect("an object").keys().collect();
    let expected = [
        "query",
        "interpreted",
        "total",
        "relaxed",
        "widened",
        "did_you_mean",
        "took_ms",
        "index",
        "hits",
        "facets",
    ];
    assert_eq!(fields, expected);
    // However it is spelled, both reports speak of a leak.
    assert_eq!((&json["query"], &json["total"]), (&"漏洩".into(), &2.into()));
    assert_eq!(json["index"]["reports"], 2);
    let hit = &json["hits"][0];
    let snippet = &hit["snippets"][0];
    let (text, highlight) = (snippet["text"].as_str().expect("a text"), &snippet["highlights"][0]);
    let at = |end: usize| {
        usize::try_from(highlight[end].as_u64().expect("a number")).expect("a small number")
    };
    let matched: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
    assert!(["漏えい", "漏洩"].contains(&matched.as_str()), "{matched}");
}

#[test]
fn jsonl_is_a_hit_a_line() {
    let place = Place::indexed();
    let lines = place.ok(&["search", "--format", "jsonl", "--sort", "oldest"]);
    let ids: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|hit| hit["id"].as_str().expect("an id").to_owned())
        .collect();
    assert_eq!(ids, ["aozora.txt#1", "midorikawa.txt#1"]);
}

#[test]
fn csv_has_a_header_and_a_row_a_hit() {
    let place = Place::indexed();
    let sheet = place.ok(&["search", "改ざん", "--format", "csv", "--bom"]);
    let sheet = sheet.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(&rows[0][column("id")], "aozora.txt#1");
    assert_eq!(&rows[0][column("published")], "2022-10-25");
    assert_eq!(&rows[0][column("path")], "aozora.txt");
}

#[test]
fn a_formula_in_a_title_is_disarmed_in_csv() {
    let place = Place::new();
    place.write("corpus/formula.jsonl", r#"{"id":"f","title":"=1+1","text":"改ざんの件"}"#);
    place.ok(&["index", "--quiet"]);
    let sheet = place.ok(&["search", "id:f", "--format", "csv"]);
    assert!(sheet.contains(",'=1+1,"), "{sheet}");
}

#[test]
fn trec_has_six_columns() {
    let place = Place::indexed();
    let run = place.ok(&["search", "改ざん", "--format", "trec"]);
    let columns: Vec<&str> = run.split_whitespace().collect();
    assert!(matches!(columns[..], ["1", "Q0", "aozora.txt#1", "1", _, "jiken"]), "{run}");
}

#[test]
fn flags_and_fields_of_the_query_narrow_alike() {
    let place = Place::indexed();
    for args in [
        &["--since", "2023"][..],
        &["公表:2023.."],
        &["--cause", "malware"],
        &["原因:ランサムウェア"],
        &["--org", "緑川製作所"],
        &["漏えい AND NOT 改ざん"],
        &["漏えい", "-改ざん"],
        &["-改ざん", "--until", "2023"],
        &["--", "-改ざん"],
    ] {
        let json = place.json(&[&["search", "--format", "json"], args].concat());
        assert_eq!(json["total"], 1, "{args:?}");
        assert_eq!(json["hits"][0]["id"], "midorikawa.txt#1", "{args:?}");
    }
}

#[test]
fn pages_follow_each_other() {
    let place = Place::indexed();
    let rank = |args: &[&str]| {
        let all = [&["search", "--format", "json", "--sort", "oldest"], args].concat();
        place.json(&all)["hits"][0]["rank"].clone()
    };
    assert_eq!(rank(&["-n", "1"]), 1);
    assert_eq!(rank(&["-n", "1", "--page", "2"]), 2);
    assert_eq!(rank(&["-n", "1", "--offset", "1"]), 2);
    assert_eq!(rank(&["-n", "1", "--page", "3"]), serde_json::Value::Null);
}

#[test]
fn finding_nothing_is_exit_1() {
    let place = Place::indexed();
    let run = place.run(&["search", "改ざん", "--since", "2030"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), "0 of 2 reports\n"));
    let json = place.run(&["search", "改ざん", "--since", "2030", "--format", "json"]);
    assert_eq!(json.code, Some(1));
    assert!(json.stdout.contains("\"total\":0"));
}

#[test]
fn a_relaxed_search_says_so_and_can_be_forbidden() {
    let place = Place::indexed();
    let run = place.run(&["search", "改ざん ランサムウェア"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("No report has all these words"), "{}", run.stdout);
    assert_eq!(place.run(&["search", "改ざん ランサムウェア", "--no-relax"]).code, Some(1));
}

#[test]
fn a_search_is_widened_and_corrected_and_says_so_unless_it_is_exact() {
    let place = Place::indexed();
    let related = place.ok(&["search", "流出"]);
    assert!(related.contains("流出: also 漏えい (related)"), "{related}");
    let read = place.ok(&["search", "kaizan"]);
    assert!(read.contains("kaizan: also 改ざん (read so)"), "{read}");
    for typed in ["流出", "kaizan"] {
        assert_eq!(place.run(&["search", typed, "--exact", "--no-relax"]).code, Some(1));
        assert_eq!(place.run(&["search", typed, "--exact"]).code, Some(1));
    }
    let facets = place.json(&["facets", "流出", "--exact", "--format", "json"]);
    assert_eq!((&facets["total"], &facets["widened"]), (&0.into(), &serde_json::json!([])));
}

#[test]
fn without_an_index_the_first_search_builds_it_and_says_so() {
    let place = Place::new();
    let first = place.run(&["search", "改ざん"]);
    assert_eq!(first.code, Some(0));
    assert!(first.stderr.starts_with("no index at index yet: building it from corpus\n"));
    let second = place.run(&["search", "改ざん"]);
    assert_eq!((second.code, second.stderr.as_str()), (Some(0), ""));
    assert_eq!(first.stdout, second.stdout);
}

#[test]
fn the_corpus_of_the_first_search_can_be_named_and_the_index_placed() {
    let place = Place::new();
    std::fs::rename(place.path("corpus"), place.path("reports")).expect("a renamed folder");
    let run = place.run(&["search", "改ざん", "--corpus", "reports", "--index", "idx", "-q"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(place.path("idx/CURRENT").is_file());
    let mut by_environment = place.command();
    by_environment.env("JIKEN_INDEX", "idx").args(["search", "改ざん"]).assert().success();
}

#[test]
fn a_hit_says_what_makes_up_its_score() {
    let place = Place::indexed();
    let answer = place.json(&["search", "漏洩 サーバ", "--explain", "--format", "json"]);
    let hit = &answer["hits"][0];
    let parts = hit["explanation"]["parts"].as_array().expect("parts");
    let sum: f64 = parts.iter().filter_map(|part| part["score"].as_f64()).sum();
    let score = hit["score"].as_f64().expect("a score");
    assert!((sum - score).abs() < 1e-3, "{sum} {score}");
    let share: f64 = parts.iter().filter_map(|part| part["share"].as_f64()).sum();
    assert!((share - 1.0).abs() < 1e-3, "{share}");
    let server = parts.iter().find(|part| part["typed"] == "サーバ" && part["view"] == "words");
    assert_eq!(server.expect("a part")["written"][0], "サーバー");
    let plain = place.json(&["search", "漏洩 サーバ", "--format", "json"]);
    assert_eq!(plain["hits"][0].get("explanation"), None);
    let text = place.ok(&["search", "漏洩 サーバ", "--explain"]);
    assert!(text.contains("   得点 "), "{text}");
    for refused in [["--sort", "date"], ["--format", "csv"]] {
        let run = place.run(&[&["search", "漏洩", "--explain"], &refused[..]].concat());
        assert_eq!(run.code, Some(2), "{refused:?}");
        assert!(run.stderr.contains("--explain"), "{}", run.stderr);
    }
}
