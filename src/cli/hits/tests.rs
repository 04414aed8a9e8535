use crate::lexicon::Lexicon;
use crate::wire::sample;

use super::*;

const PIPE: Layout = Layout { colour: false, columns: 100, wraps: false };

fn shown(response: &Response, layout: Layout) -> String {
    let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
    let mut out = Vec::new();
    write(&mut out, response, &taxonomies, layout).expect("a buffer takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn in_a_pipe_a_hit_has_whole_lines_and_no_escape_codes() {
    insta::assert_snapshot!(shown(&sample::response(), PIPE), @"
    2 of 1,200 reports, showing 1

    1  不正アクセスによる個人情報漏えいに関するお詫びとお知らせ
       株式会社見本 · 2022-10 · お知らせ
       原因 決済画面・ペイメントアプリ改ざん · 外部 株式会社委託 · 項目 クレジットカード番号、メールアドレス · 影響 1,244件
       > 第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。
       notices/sample.txt#1  https://example.jp/news/1

    原因                                         組織            公表年
      不正アクセス                         2       見本   1        2022   1,100
        決済画面・ペイメントアプリ改ざん   2       東玉   1
                                                   12 more …
    ");
}

#[test]
fn on_a_terminal_lines_are_wrapped_behind_their_margin() {
    let narrow = Layout { colour: false, columns: 48, wraps: true };
    let page = shown(&sample::response(), narrow);
    assert!(page.lines().all(|line| Text::plain(line).width() <= 48), "{page}");
    insta::assert_snapshot!(page, @"
    2 of 1,200 reports, showing 1

    1  不正アクセスによる個人情報漏えいに関するお詫
       びとお知らせ
       株式会社見本 · 2022-10 · お知らせ
       原因 決済画面・ペイメントアプリ改ざん · 外部
       株式会社委託 · 項目 クレジットカード番号、
       メールアドレス · 影響 1,244件
       > 第三者の不正アクセスにより、ペイメントアプ
         リケーションの改ざんが行われたためです。
       notices/sample.txt#1
       https://example.jp/news/1

    原因
      不正アクセス                         2
        決済画面・ペイメントアプリ改ざん   2

    組織            公表年
      見本   1        2022   1,100
      東玉   1
      12 more …
    ");
}

#[test]
fn colour_marks_titles_matches_and_what_is_faint() {
    let colourful = Layout { colour: true, ..PIPE };
    let page = shown(&sample::response(), colourful).replace('\u{1b}', "^");
    let lines: Vec<&str> = page.lines().skip(2).take(5).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    ^[2m1  ^[0m^[1m不正アクセスによる個人情報漏えいに関するお詫びとお知らせ^[0m
       株式会社見本 · 2022-10 · お知らせ
       ^[2m原因^[0m 決済画面・ペイメントアプリ改ざん^[2m · 外部^[0m 株式会社委託^[2m · 項目^[0m クレジットカード番号、メールアドレス^[2m · 影響^[0m 1,244件
       ^[2m> ^[0m第三者の不正アクセスにより、^[1m^[31mペイメントアプリケーション^[0mの^[1m^[31m改ざん^[0mが行われたためです。
       ^[2mnotices/sample.txt#1  https://example.jp/news/1^[0m
    ");
}

#[test]
fn the_first_line_says_which_hits_are_shown() {
    let sample = sample::response();
    let hits = |ranks: std::ops::Range<usize>| -> Vec<Hit> {
        ranks.map(|rank| Hit { rank, ..sample.hits[0].clone() }).collect()
    };
    for (total, ranks, expected) in [
        (0, 0..0, ""),
        (1, 1..2, ""),
        (2, 1..2, ", showing 1"),
        (12, 1..11, ", showing 1 to 10"),
        (12, 11..13, ", showing 11 to 12"),
        (12, 0..0, ", none of them on this page"),
    ] {
        let response = Response { total, hits: hits(ranks), ..sample.clone() };
        assert_eq!(page(&response), expected);
    }
}

#[test]
fn a_hit_names_its_copies_and_the_first_line_counts_them() {
    let mut response = sample::response();
    let names = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
    response.hits[0].copies = names(&["crawl/a.html#1"]);
    let one = shown(&response, PIPE);
    assert!(one.starts_with("2 of 1,200 reports, 1 of them a copy\n"), "{one}");
    assert!(one.contains("/news/1\n   同じ文書 1件: crawl/a.html#1\n\n"), "{one}");
    response.hits[0].copies = names(&["a", "b", "c", "d", "e", "f"]);
    assert!(shown(&response, PIPE).contains("   同じ文書 6件: a, b, c, d, e …\n"));
    response.total = 7;
    assert_eq!(page(&response), ", 6 of them copies");
    response.total = 8;
    assert_eq!(page(&response), ", showing 1");
}

#[test]
fn text_from_files_cannot_disturb_the_terminal() {
    let mut response = sample::response();
    response.hits[0].report.document.title = "題\u{1b}]0;名\u{7}\u{202e}".to_owned();
    response.hits[0].snippets[0].text = "改\u{9b}2Jざん\r\n".to_owned();
    let page = shown(&response, PIPE);
    assert!(!page.chars().any(|c| c.is_control() && c != '\n'), "{page:?}");
    assert!(!page.contains('\u{202e}'));
}
