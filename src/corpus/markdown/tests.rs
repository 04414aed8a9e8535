use proptest::prelude::*;

use super::*;
use crate::corpus::page::joined;

#[test]
fn markup_becomes_lines() {
    fn check(markdown: &str, expected: &str) {
        assert_eq!(joined("", &page(markdown).lines), expected, "{markdown}");
    }
    check("# 題\n\n本文**太字**です。", "題\n\n本文太字です。");
    check("- 氏名\n- 住所\n", "・氏名\n・住所");
    check("1. 停止\n2. 調査\n", "1. 停止\n2. 調査");
    check("3. 届出\n\n   続き\n", "3. 届出\n続き");
    check("| 項目 | 件数 |\n|---|---|\n| 氏名 | 2件 |\n", "項目：件数\n氏名：2件");
    check("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n", "a\tb\tc\n1\t2\t3");
    check("2024年3月5日\n株式会社渚文具", "2024年3月5日\n株式会社渚文具");
    check(
        "長い文を編集の都合で三十字より後のところで折り返したときには、次の\n行とつなげる。",
        "長い文を編集の都合で三十字より後のところで折り返したときには、次の行とつなげる。",
    );
    check("3月1日~3月5日と4月1日~4月2日", "3月1日~3月5日と4月1日~4月2日");
    check("[詳しく](https://nagisa.example.jp/) ![絵](x.png)", "詳しく");
    check("> 引用の文。\n\n続き。", "引用の文。\n\n続き。");
    check("一<br>二 <span>三</span>", "一\n二 三");
    check("<div>\n囲み\n</div>\n\n後", "囲み\n\n後");
    check("前&#x202E;後&amp;", "前後&");
    check("```\n記録\n二行\n```", "記録\n二行");
}

#[test]
fn front_matter_is_read_and_is_no_text() {
    fn check(markdown: &str, expected: (Option<&str>, Option<&str>, Option<&str>), body: &str) {
        let page = page(markdown);
        let published = page.published.map(|date| date.to_string());
        assert_eq!(
            (page.title.as_deref(), page.url.as_deref(), published.as_deref()),
            expected,
            "{markdown}"
        );
        assert_eq!(joined("", &page.lines), body, "{markdown}");
    }
    let url = "https://nagisa.example.jp/1";
    check(
        &format!("---\ntitle: 侵入について\ndate: 2024-03-05\nurl: {url}\n---\n本文。"),
        (Some("侵入について"), Some(url), Some("2024-03-05")),
        "本文。",
    );
    check(
        &format!(
            "+++\ntitle = \"侵入について\"\npublished = 2024-03-05\ncanonical = \"{url}\"\n+++\n本文。"
        ),
        (Some("侵入について"), Some(url), Some("2024-03-05")),
        "本文。",
    );
    check(
        "---\ntitle: 前: 後: \"半分\nother: [\n---\n本文。",
        (Some("前: 後: \"半分"), None, None),
        "本文。",
    );
    check(
        "---\ndate: 令和6年3月5日\n---\n# 題の行\n\n本文。",
        (Some("題の行"), None, Some("2024-03-05")),
        "題の行\n\n本文。",
    );
    check(
        "---\nこれは前書きではない\n---\n本文。",
        (Some("これは前書きではない"), None, None),
        "これは前書きではない\n\n本文。",
    );
    check("---\ntitle: 閉じない\n本文。", (None, None, None), "title: 閉じない\n本文。");
    check("本文だけ。", (None, None, None), "本文だけ。");
}

#[test]
fn an_anchor_bomb_is_survived() {
    let mut bomb = String::from("---\na: &a [x,x,x,x,x,x,x,x,x]\n");
    for (name, before) in ('b'..='j').zip('a'..) {
        bomb.push_str(&format!(
            "{name}: &{name} [*{before},*{before},*{before},*{before},*{before},*{before}]\n"
        ));
    }
    bomb.push_str("---\n本文。");
    assert!(joined("", &page(&bomb).lines).contains("本文。"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = page(&text);
    }

    #[test]
    fn no_markup_makes_it_panic(text in "(---|\\+\\+\\+|[#*_`>|~\\[\\](){}<>&;:=.0-9 \n-]|あ|title: ){0,80}") {
        let _ = page(&text);
    }
}
