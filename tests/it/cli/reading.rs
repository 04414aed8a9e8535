use super::Place;

#[test]
fn show_puts_facts_beside_their_sentences_and_then_the_text() {
    let place = Place::indexed();
    let shown = place.ok(&["show", "aozora.txt"]);
    assert!(
        shown.starts_with("不正アクセスによる個人情報漏えいに関するお詫びとお知らせ\naozora.txt#1")
    );
    assert!(shown.contains("\n組織      株式会社青空商店\n"), "{shown}");
    assert!(shown.contains("\n          > 第三者の不正アクセスにより、"), "{shown}");
    assert!(shown.contains("\n原因\n"));
    let short = place.ok(&["show", "aozora.txt#1", "--no-text"]);
    assert!(shown.starts_with(&short));
    assert!(!short.contains("\n原因\n"));
}

#[test]
fn show_as_json_has_evidence_that_fits_the_text() {
    let place = Place::indexed();
    let json = place.json(&["show", "aozora.txt", "--format", "json"]);
    let text = json["text"].as_str().expect("a text");
    let evidence = &json["causes"][0]["evidence"];
    let at = |name: &str| {
        usize::try_from(evidence[name].as_u64().expect("a number")).expect("a small number")
    };
    assert_eq!(text.get(at("start")..at("end")), evidence["quote"].as_str());
}

#[test]
fn an_unknown_id_is_answered_with_one_that_is_close() {
    let place = Place::indexed();
    let run = place.run(&["show", "aosora.txt"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        run.stderr,
        "error: no report is called `aosora.txt`\nhint: did you mean aozora.txt?\n"
    );
    let run = place.run(&["show", "aozora.txt#7"]);
    assert!(run.stderr.contains("`jiken search 'id:aozora.txt'`"), "{}", run.stderr);
}

#[test]
fn facets_count_in_every_format() {
    let place = Place::indexed();
    let text = place.ok(&["facets", "--field", "year"]);
    assert_eq!(text, "2 of 2 reports\n\n公表年\n  2022   1\n  2023   1\n");
    let json = place.json(&["facets", "改ざん", "--field", "cause", "--format", "json"]);
    let fields: Vec<&String> = json["facets"].as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["cause"]);
    assert_eq!(json["hits"], serde_json::Value::Null);
    let csv = place.ok(&["facets", "--field", "year", "--format", "csv"]);
    assert_eq!(csv, "field,value,label,count\nyear,2022,2022,1\nyear,2023,2023,1\n");
    // Counting nothing is an answer.
    assert_eq!(place.run(&["facets", "--since", "2030"]).code, Some(0));
}

#[test]
fn facets_count_in_the_terms_of_other_standards() {
    let place = Place::new();
    let both = "弊社が業務を委託している株式会社北空印刷のサーバーがランサムウェアに感染し、第三者の不正アクセスにより\
                脆弱性を突いて侵入されたことを確認しました。お客様の氏名および住所が漏えいしたおそれがあります。\n";
    place.write(
        "corpus/kitazora.txt",
        format!("委託先における情報漏えいに関するお詫び\n2024年3月4日\n株式会社夕凪\n{both}"),
    );
    place.ok(&["index", "--quiet"]);
    let json = place.json(&["facets", "--crosswalk", "veris", "--format", "json"]);
    assert_eq!(json["crosswalk"], "veris");
    let fields: Vec<&String> = json["facets"].as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["cause", "data"]);
    let counts = |field: &str| -> Vec<(String, u64)> {
        let values = json["facets"][field].as_array().expect("values").iter();
        let flat = values.flat_map(|value| {
            std::iter::once(value).chain(value["children"].as_array().expect("children"))
        });
        flat.map(|value| {
            let name = value["value"].as_str().expect("a term").to_owned();
            (name, value["count"].as_u64().expect("a number"))
        })
        .collect()
    };
    let causes = counts("cause");
    let count = |term: &str| causes.iter().find(|(name, _)| name == term).map(|(_, count)| *count);
    assert_eq!(count("action.malware"), Some(3));
    assert_eq!(count("action.malware.variety.Ransomware"), Some(2));
    assert_eq!(count("action.malware.vector.Partner"), Some(1), "the route fills in the action");
    assert_eq!(count("action.hacking.vector.Partner"), Some(1));
    assert_eq!(count("action.hacking.variety.Exploit vuln"), Some(2));
    let data = counts("data");
    let personal = "attribute.confidentiality.data.variety.Personal".to_owned();
    assert!(data.contains(&(personal, 2)), "name and address are one term: {data:?}");

    let tsr = place.ok(&["facets", "--crosswalk", "tsr", "--format", "csv"]);
    assert_eq!(tsr, "field,value,label,count\ncause,intrusion,ウイルス感染・不正アクセス,3\n");
    let text = place.ok(&["facets", "--crosswalk", "jnsa"]);
    assert!(text.contains("ワーム・ウイルス"), "{text}");

    let run = place.run(&["facets", "--crosswalk", "tsr", "--field", "data"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "error: tsr has no terms for `data`\nhint: count cause in it, or leave out --crosswalk\n"
    );
}

#[test]
fn extract_explains_each_fact_by_the_rule_that_found_it() {
    let place = Place::new();
    let plain = place.json(&["extract", "corpus/aozora.txt", "--format", "json"]);
    assert!(!plain.to_string().contains("\"rule\""));
    let json = place.json(&["extract", "corpus/aozora.txt", "--format", "json", "--explain"]);
    let report = &json[0];
    let text = std::fs::read_to_string(place.path("corpus/aozora.txt")).expect("the text");
    let mut facts: Vec<&serde_json::Value> = vec![&report["organisation"], &report["service"]];
    for field in ["causes", "data", "affected", "dates"] {
        facts.extend(report[field].as_array().expect("a list"));
    }
    for fact in facts {
        let rule = &fact["rule"];
        assert!(rule["mechanism"].as_str().is_some_and(|name| name.contains(": ")), "{fact}");
        assert!(rule["section"].is_string() && rule["signals"].is_array(), "{fact}");
        assert!(rule["matched"].as_str().is_none_or(|words| text.contains(words)), "{fact}");
        let Some(file) = rule["file"].as_str() else { continue };
        let lexicon = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let lexicon = std::fs::read_to_string(lexicon).expect("the lexicon file");
        let line = usize::try_from(rule["line"].as_u64().expect("a line")).expect("a small number");
        let cue = rule["cue"].as_str().expect("a cue");
        let written = lexicon.lines().nth(line - 1).expect("the line");
        assert!(written.contains(&format!("\"{cue}\"")), "{fact}");
    }
    let cause = &report["causes"][0]["rule"];
    assert_eq!(cause["mechanism"], "causes: cue");
    assert_eq!(cause["file"], "lexicon/causes.toml");
    assert_eq!(cause["section"], "cause");
    assert_eq!(report["organisation"]["rule"]["mechanism"], "names: legal form");
    let card = &report["data"][0];
    assert_eq!(
        (&card["rule"]["matched"], &card["certainty"]),
        (&"クレジットカード情報".into(), &"possible".into())
    );
    let signals = card["rule"]["signals"].as_array().expect("signals");
    assert!(signals.iter().any(|signal| signal["signal"] == "possible"), "{card}");
    let shown = place.ok(&["extract", "corpus/aozora.txt", "--format", "text", "--explain"]);
    assert!(
        shown.contains("\n          = 株式会社青空商店: names: legal form · 「株式会社青空商店」"),
        "{shown}"
    );
}

#[test]
fn extract_needs_no_index_and_prints_an_object_a_report() {
    let place = Place::new();
    place.write("broken.json", "{");
    let run = place.run(&["extract", "corpus", "broken.json"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.starts_with("warning: set aside broken.json"), "{}", run.stderr);
    let reports: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: Vec<&str> = reports.iter().filter_map(|report| report["id"].as_str()).collect();
    assert_eq!(ids, ["aozora.txt#1", "midorikawa.txt#1"]);
    assert_eq!(reports[0]["organisation"]["name"], "株式会社青空商店");
    let fields: Vec<&String> = reports[0].as_object().expect("an object").keys().collect();
    let expected = [
        "id",
        "source",
        "title",
        "kind",
        "organisation",
        "service",
        "aliases",
        "causes",
        "vendors",
        "data",
        "affected",
        "dates",
        "delay_days",
        "sections",
    ];
    assert_eq!(fields, expected);
    assert!(!place.path("index").exists());
    let array = place.json(&["extract", "corpus", "--format", "json"]);
    assert_eq!(array, serde_json::Value::Array(reports));
    assert_eq!(place.run(&["extract", "broken.json"]).code, Some(2));
}

#[test]
fn completions_are_printed_for_every_shell() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(place.ok(&["completions", shell]).contains("jiken"), "{shell}");
    }
}
