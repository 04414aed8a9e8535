use super::Place;

const FIRST: &str = "不正アクセスに関するお知らせ\n2023年4月10日\n株式会社あおば書店\n\n当社が運営する通販サイト「あおばブックス」において、2023年3月28日に第三者による不正アクセスを検知しました。\nサイトの脆弱性を悪用されたことが原因です。\nお客様の個人情報最大5,200件が漏えいした可能性があります。\n対象は氏名、住所です。\n";

const SECOND: &str = "不正アクセスに関するお知らせ（第2報）\n2023年6月2日\n株式会社あおば書店\n\n2023年3月28日に検知した通販サイト「あおばブックス」への不正アクセスについて、調査が完了しました。\nサイトの脆弱性を悪用されたことが原因です。\n漏えいした可能性があるお客様の個人情報は4,870件です。\n対象は氏名、住所、電話番号です。\n";

const OTHER: &str = "メール誤送信のお詫び\n2023年5月2日\nみどり市\n\n2023年5月1日、職員がメールの宛先を誤って送信し、参加者12名のメールアドレスが漏えいしました。同日、受信者からの連絡により判明しました。\n";

fn place() -> Place {
    let place = Place::new();
    place.write("corpus/first.txt", FIRST);
    place.write("corpus/second.txt", SECOND);
    place.write("corpus/other.txt", OTHER);
    for unrelated in ["corpus/aozora.txt", "corpus/midorikawa.txt"] {
        std::fs::remove_file(place.path(unrelated)).expect("the file is there");
    }
    place.ok(&["index"]);
    place
}

#[test]
fn show_lists_the_reports_on_the_incident_and_what_changed() {
    let place = place();
    let shown = place.json(&["show", "first.txt", "--format", "json"]);
    let ids: Vec<_> =
        shown["incident"].as_array().expect("a list").iter().map(|r| &r["id"]).collect();
    assert_eq!(ids, ["first.txt#1", "second.txt#1"]);
    let changes = shown["incident"][1]["changes"].as_array().expect("a list");
    let affected = changes.iter().find(|change| change["field"] == "affected").expect("a number");
    assert_eq!(affected["from"]["max"], 5_200);
    assert_eq!(affected["to"]["max"], 4_870);
    let text = place.ok(&["show", "second.txt", "--no-text"]);
    assert!(text.contains("影響 最大5,200件 → 4,870件"), "{text}");
    assert_eq!(
        place.json(&["show", "other.txt", "--format", "json"])["incident"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn hits_are_grouped_by_incident() {
    let place = place();
    let answer = place.json(&["search", "--group", "incident", "--format", "json"]);
    let shape: Vec<(usize, usize)> = answer["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| {
            let beneath = hit["incident"].as_array().map_or(0, Vec::len);
            (hit["rank"].as_u64().and_then(|rank| usize::try_from(rank).ok()).unwrap_or(0), beneath)
        })
        .collect();
    assert_eq!(answer["total"], 3);
    assert_eq!(shape.iter().map(|(_, beneath)| beneath).sum::<usize>(), 1, "{answer}");
    assert_eq!(shape.len(), 2);
    let text = place.ok(&["search", "--group", "incident"]);
    assert!(text.contains("3 of 3 reports, 2 incidents shown"), "{text}");
    assert_eq!(place.run(&["search", "--group", "incident", "--format", "csv"]).code, Some(2));
}

#[test]
fn the_days_to_publication_are_shown_filtered_and_sorted_by() {
    let place = place();
    let answer = place.json(&["search", "--sort", "delay", "--format", "json"]);
    let delays: Vec<_> =
        answer["hits"].as_array().expect("hits").iter().map(|hit| &hit["delay_days"]).collect();
    assert_eq!(delays, [66, 13, 1]);
    assert_eq!(place.json(&["search", "遅れ:>=30日", "--format", "json"])["total"], 1);
    assert_eq!(place.json(&["search", "--max-delay", "13", "--format", "json"])["total"], 2);
    assert!(place.ok(&["show", "second.txt", "--no-text"]).contains("発覚から66日"));
}
