use serde_json::{Value, json};

use super::Place;

const TITLE: &str = "書庫システムへの不正アクセスについて";
const BODY: [&str; 5] = [
    "2024年5月20日",
    "しらさぎ大学",
    "本学の書庫システムが外部から不正アクセスを受け、利用者の氏名と電子メールアドレス1,830件が流出しました。",
    "2024年4月8日に図書館員が見慣れない管理者の登録に気づき、回線を切り離して調べたところ、更新を怠っていた部品の脆弱性を突かれ、利用者の一覧を写し取られたことが分かりました。",
    "部品を新しくし、管理画面に学外からつながらないようにしました。利用者の皆様には電子メールでお知らせしております。",
];
const MENU: &str = "トップ 蔵書をさがす 開館のご案内";
const FOOTER: &str = "このページの先頭へ\n学内の方へ 卒業生の方へ 地域の方へ\nしらさぎ大学の四季";

fn text() -> String {
    format!("{TITLE}\n{}\n", BODY.join("\n\n"))
}

fn page() -> String {
    let body: String = BODY.iter().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<html><head><title>{TITLE}</title></head><body><nav>{MENU}</nav><main><h1>{TITLE}</h1>\n{body}</main><footer>{FOOTER}</footer></body></html>"
    )
}

fn mail() -> String {
    let quoted = text().lines().map(|line| format!("> {line}\n")).collect::<String>();
    format!("Fwd: {TITLE}\n差出人: 磯野\n\nご参考までに転送します。\n\n{quoted}")
}

/// A notice as text, as a page, in a mail and with another footer; its second report; two other reports.
fn place() -> Place {
    let place = Place::new();
    place.write("corpus/a/notice.txt", text());
    place.write("corpus/b/notice.html", page());
    place.write("corpus/c/mail.txt", mail());
    place.write("corpus/d/mirror.txt", format!("{}{FOOTER}\n", text()));
    let second = text().replace("1,830件", "1,796件").replace("2024年5月20日", "2024年7月1日");
    place.write("corpus/second.txt", second.replacen(TITLE, &format!("{TITLE}（第2報）"), 1));
    place.ok(&["index", "--quiet"]);
    place
}

/// Ids of the hits, each with the number of its copies.
fn hits(answer: &Value) -> Vec<(String, usize)> {
    let hits = answer["hits"].as_array().expect("hits").iter();
    let hit = |hit: &Value| {
        let copies = hit["copies"].as_array().expect("copies").len();
        (hit["id"].as_str().unwrap_or_default().to_owned(), copies)
    };
    hits.map(hit).collect()
}

#[test]
fn copies_are_one_hit_that_names_them_unless_all_are_asked_for() {
    let place = place();
    let search = ["search", "書庫", "--format", "json"];
    let answer = place.json(&search);
    assert_eq!(answer["total"], 5);
    let found = hits(&answer);
    let shape: Vec<usize> = found.iter().map(|(_, copies)| *copies).collect();
    assert!(shape == [3, 0] || shape == [0, 3], "{found:?}");
    assert!(found.contains(&("second.txt#1".to_owned(), 0)), "{found:?}");
    // Every report is counted.
    assert_eq!(answer["facets"]["kind"].as_array().map(Vec::len), Some(2), "{answer}");
    let second_page = place.json(&[&search[..], &["-n", "1", "--page", "2"]].concat());
    assert_eq!(
        (hits(&second_page), &second_page["hits"][0]["rank"]),
        (found[1..].to_vec(), &json!(2))
    );
    let all = place.json(&[&search[..], &["--all-copies"]].concat());
    assert_eq!(hits(&all).len(), 5);
    assert_eq!(place.ok(&["search", "書庫", "--format", "trec"]).lines().count(), 5);
    let text = place.ok(&["search", "書庫"]);
    assert!(text.starts_with("5 of 7 reports, 3 of them copies\n"), "{text}");
    assert!(text.contains("   同じ文書 3件: "), "{text}");
}

#[test]
fn exports_name_copies_in_a_column_or_have_a_row_each() {
    let place = place();
    let rows = |args: &[&str]| {
        let sheet = place.ok(&[&["search", "書庫", "--format", "csv"], args].concat());
        let mut reader = csv::Reader::from_reader(sheet.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let column = header.iter().position(|name| name == "copies").expect("a column");
        let mut cells: Vec<usize> = reader
            .records()
            .map(|row| row.expect("a row")[column].split("; ").filter(|id| !id.is_empty()).count())
            .collect();
        cells.sort_unstable();
        cells
    };
    assert_eq!(rows(&[]), [0, 3]);
    assert_eq!(rows(&["--limit", "0"]), [0, 3]);
    assert_eq!(rows(&["--all-copies"]), [0; 5]);
    assert_eq!(place.ok(&["search", "書庫", "--format", "jsonl"]).lines().count(), 2);
}

#[test]
fn show_similar_and_stats_know_copies() {
    let place = place();
    let copies = json!(["a/notice.txt#1", "b/notice.html#1", "d/mirror.txt#1"]);
    assert_eq!(place.json(&["show", "c/mail.txt", "--format", "json"])["copies"], copies);
    assert_eq!(place.json(&["show", "second.txt", "--format", "json"])["copies"], json!([]));
    let shown = place.ok(&["show", "c/mail.txt", "--no-text"]);
    let line = "\n同じ文書 3件: a/notice.txt#1, b/notice.html#1, d/mirror.txt#1\n";
    assert!(shown.contains(line), "{shown}");
    let similar = place.json(&["similar", "c/mail.txt", "--format", "json"]);
    assert_eq!(similar["copies"], copies);
    assert_eq!(similar["hits"][0]["id"], "second.txt#1");
    let all = place.json(&["similar", "c/mail.txt", "--format", "json", "--all-copies"]);
    assert!(all["hits"].as_array().map_or(0, Vec::len) >= 4, "{all}");
    // By their wording alone, the second report says what the first one says, but for its number.
    assert_eq!(place.json(&["stats", "--format", "json"])["copies"], 3);
}

#[test]
fn an_index_that_grew_answers_as_one_built_at_once() {
    let place = Place::new();
    place.ok(&["index", "--quiet"]);
    place.write("corpus/d/mirror.txt", format!("{}{FOOTER}\n", text()));
    place.ok(&["index", "--quiet"]);
    place.write("corpus/a/notice.txt", text());
    place.ok(&["index", "--quiet"]);
    let ask = |index: &str| {
        let mut answer = place.json(&["search", "書庫", "--format", "json", "--index", index]);
        for field in ["took_ms", "index"] {
            answer[field].take();
        }
        answer
    };
    place.ok(&["index", "--quiet", "--index", "fresh"]);
    assert_eq!(hits(&ask("index")).first().map(|(_, copies)| *copies), Some(1));
    assert_eq!(ask("index"), ask("fresh"));
    // The copy stands for itself when the other is gone.
    std::fs::remove_file(place.path("corpus/a/notice.txt")).expect("the file is there");
    place.ok(&["index", "--quiet"]);
    assert_eq!(hits(&ask("index")), [("d/mirror.txt#1".to_owned(), 0)]);
}
