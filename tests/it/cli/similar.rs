use super::Place;

const FIRST: &str = "不正アクセスに関するお知らせ\n2023年4月10日\n株式会社あおば書店\n\n当社が運営する通販サイト「あおばブックス」において、2023年3月28日に第三者による不正アクセスを検知しました。\n他社から流出したIDとパスワードを使ったリスト型攻撃が原因です。\n会員のポイント5,200件分が閲覧された可能性があります。\n";

const SECOND: &str = "不正アクセスに関するお知らせ（第2報）\n2023年6月2日\n株式会社あおば書店\n\n2023年3月28日に検知した通販サイト「あおばブックス」への不正アクセスについて、調査が完了しました。\n他社から流出したパスワードを使ったリスト型攻撃が原因です。\n閲覧された可能性がある会員のポイントは4,870件分です。\n";

const ALIKE: &str = "不正ログインのお知らせ\n2021年5月2日\nみどり旅行株式会社\n\n2021年5月1日、会員のログイン画面に、他社から流出したパスワードを使ったリスト型攻撃がありました。会員のポイントが閲覧された可能性があります。\n";

fn place() -> Place {
    let place = Place::new();
    place.write("corpus/first.txt", FIRST);
    place.write("corpus/second.txt", SECOND);
    place.write("corpus/alike.txt", ALIKE);
    place.ok(&["index", "--quiet"]);
    place
}

#[test]
fn similar_finds_reports_and_marks_those_on_the_same_incident() {
    let place = place();
    let answer = place.json(&["similar", "first.txt", "--format", "json"]);
    assert_eq!(answer["id"], "first.txt#1");
    let shape = |answer: &serde_json::Value| -> Vec<(String, bool)> {
        let hits = answer["hits"].as_array().expect("hits").iter();
        let shape = |hit: &serde_json::Value| {
            (hit["id"].as_str().unwrap_or_default().to_owned(), hit["same_incident"] == true)
        };
        hits.map(shape).take(2).collect()
    };
    let (second, alike) = ("second.txt#1".to_owned(), "alike.txt#1".to_owned());
    assert_eq!(shape(&answer), [(second, true), (alike.clone(), false)]);
    let others = place.json(&["similar", "first.txt", "--other-incidents", "--format", "json"]);
    assert_eq!(shape(&others).first(), Some(&(alike, false)));
    assert_eq!(others["hits"][0]["shared"]["causes"][0], "account-attack/credential-stuffing");
    let text = place.ok(&["similar", "first.txt#1", "-n", "1"]);
    assert!(text.starts_with("不正アクセスに関するお知らせ\n特徴 "), "{text}");
    assert!(text.contains(" · 同じ事案 · 共通の語 "), "{text}");
    assert!(text.contains("\n   > "), "{text}");
    let lines = place.ok(&["similar", "first.txt", "--format", "jsonl"]);
    assert!(lines.lines().all(|line| line.starts_with("{\"rank\":")), "{lines}");
    let table = place.ok(&["similar", "first.txt", "--format", "csv", "-n", "1"]);
    assert_eq!(table.lines().count(), 2, "{table}");
}

#[test]
fn similar_tells_nothing_alike_from_an_unknown_id() {
    let place = Place::indexed();
    let run = place.run(&["similar", "aozora.txt", "--other-incidents", "-n", "1"]);
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    place.write("lone/lone.txt", "雪かき\n雪が積もった。\n");
    place.ok(&["index", "lone", "--index", "lone-index", "--quiet"]);
    let run = place.run(&["similar", "lone.txt", "--index", "lone-index"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), "雪かき\nNo report is like it.\n"));
    let run = place.run(&["similar", "aosora.txt"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("did you mean aozora.txt?"), "{}", run.stderr);
}
