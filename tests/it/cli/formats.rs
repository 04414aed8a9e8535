//! Real files of every format, indexed and found; `tests/it/formats/README.md` tells how each was made.

use std::path::Path;

use super::Place;

/// File, or a report of it, words from a sentence in its middle, and its title.
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
    (
        "notice-pandoc.docx",
        "予備の管理画面に残されていた初期パスワードが破られ、",
        "会員管理システムへの不正アクセスに関するお知らせ",
    ),
    (
        "notice-libreoffice.docx",
        "遠隔での消去を試みましたが、端末は一度も通信網につながっておりません。",
        "業務用パソコンの盗難に関するお詫びとお知らせ",
    ),
    (
        "notice.odt",
        "遠隔での消去を試みましたが、端末は一度も通信網につながっておりません。",
        "業務用パソコンの盗難に関するお詫びとお知らせ",
    ),
    (
        "book.epub",
        "公開の設定のまま共有の保管場所に一年近く置かれていたことが原因です。",
        "町立図書館の個人情報流出を振り返って",
    ),
    (
        "list.xlsx/令和5年度#5",
        "書き込みの経路は古い部品の弱点であったと結論づけました。",
        "通販サイトの改ざんについて（第二報）",
    ),
    (
        "list.ods/令和6年度#2",
        "不正な道具に感染し、出荷が四日間止まりました。",
        "合同会社みなも水産",
    ),
    (
        "list-cp932.csv#4",
        "入力されたカード番号が外部へ送られたおそれがあります。",
        "通販サイトの改ざんについて",
    ),
    ("sent.eml", "遠隔操作の道具が入り込んでおりました。", "会員名簿の流出のおそれについて"),
    ("sent.mbox/1", "遠隔操作の道具が入り込んでおりました。", "会員名簿の流出のおそれについて"),
    (
        "sent.mbox/1/page.html",
        "共有の設定を担当者が取り違えたことが原因です。",
        "予約台帳の誤公開について",
    ),
    ("page.html.zst", "共有の設定を担当者が取り違えたことが原因です。", "予約台帳の誤公開について"),
    (
        "crawl.warc.gz/3",
        "共有の設定を担当者が取り違えたことが原因です。",
        "予約台帳の誤公開について",
    ),
    (
        "parcel.zip/書類/伝票.txt",
        "付近を二日にわたって探しましたが、見つかっておりません。",
        "配送伝票の紛失について",
    ),
];

#[test]
fn a_sentence_in_the_middle_of_each_file_is_found_with_a_clean_snippet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/formats");
    let place = Place::new();
    for (report, ..) in FILES {
        let name = report.split(['/', '#']).next().unwrap_or_default();
        let bytes = std::fs::read(folder.join(name)).expect("a file of the repository");
        place.write(&format!("corpus/{name}"), bytes);
    }
    place.ok(&["index", "--quiet"]);
    for (name, sentence, title) in FILES {
        let query = format!("\"{sentence}\"");
        let json = place.json(&["search", "--format", "json", "--all-copies", &query]);
        let id = if name.contains('#') { (*name).to_owned() } else { format!("{name}#1") };
        let hits = json["hits"].as_array().expect("a list");
        let hit =
            hits.iter().find(|hit| hit["id"] == *id).unwrap_or_else(|| panic!("{id}: {json}"));
        assert_eq!(hit["title"].as_str(), Some(*title), "{name}: {json}");
        let snippets = hit["snippets"].as_array().expect("a list").iter();
        let texts: Vec<&str> = snippets.filter_map(|snippet| snippet["text"].as_str()).collect();
        assert!(texts.iter().any(|text| text.contains(sentence)), "{name}: {texts:?}");
    }
}

#[test]
fn columns_are_named_on_the_command_line() {
    let place = Place::new();
    place.write("tables/a.csv", "甲,乙\n船の名簿,港の倉庫で名簿を失いました。\n");
    let run = place.run(&["index", "tables"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("name its columns with --columns"), "{}", run.stderr);
    place.ok(&["index", "tables", "--full", "--columns", "title=甲,text=乙"]);
    let answer = place.json(&["search", "港の倉庫", "--format", "json"]);
    assert_eq!(answer["hits"][0]["title"], "船の名簿");
    let facts = place.ok(&["extract", "tables/a.csv", "--columns", "text=B,title=A"]);
    assert!(facts.contains("a.csv#2"), "{facts}");
    let run = place.run(&["extract", "tables/a.csv", "--columns", "題=甲"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("choose id, title, text"), "{}", run.stderr);
}
