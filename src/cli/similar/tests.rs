use crate::lexicon::Lexicon;
use crate::wire::sample;

use super::*;

const PIPE: Layout = Layout { colour: false, columns: 100, wraps: false };

fn shown(similar: &Similar, layout: Layout) -> String {
    let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
    let mut out = Vec::new();
    let report = sample::report();
    write(&mut out, &report, similar, &taxonomies, layout).expect("a buffer takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn reports_alike_are_shown_with_what_they_share() {
    insta::assert_snapshot!(shown(&sample::similar(), PIPE), @"
    不正アクセスによる個人情報漏えいに関するお詫びとお知らせ
    特徴 ペイメント、改ざん

    1  不正アクセスによる個人情報漏えいに関するお詫びとお知らせ
       株式会社見本 · 2022-10 · お知らせ
       原因 決済画面・ペイメントアプリ改ざん · 外部 株式会社委託 · 項目 クレジットカード番号、メールアドレス · 影響 1,244件
       類似 0.62 · 同じ事案 · 共通の語 改ざん · 原因 決済画面・ペイメントアプリ改ざん · 外部 株式会社委託 · 項目 クレジットカード番号、メールアドレス
       > 第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。
       notices/sample.txt#1  https://example.jp/news/1
    ");
}

#[test]
fn on_a_terminal_lines_are_wrapped_behind_their_margin() {
    let page = shown(&sample::similar(), Layout { colour: false, columns: 48, wraps: true });
    assert!(page.lines().all(|line| Text::plain(line).width() <= 48), "{page}");
}

#[test]
fn nothing_alike_is_said() {
    let similar = Similar { hits: Vec::new(), ..sample::similar() };
    insta::assert_snapshot!(shown(&similar, PIPE), @"
    不正アクセスによる個人情報漏えいに関するお詫びとお知らせ
    特徴 ペイメント、改ざん
    No report is like it.
    ");
}
