use proptest::prelude::*;

use super::*;

fn titled(text: &str) -> Title {
    title(&Page { lines: lines(text), ..Page::default() })
}

#[test]
fn the_title_is_found_among_the_first_lines() {
    fn check(text: &str, expected: &str) {
        assert_eq!(titled(text).text, expected, "{text}");
    }
    check("\n\n侵入に関するQ&A\n\n◆経緯\n\nQ1\n何が？", "侵入に関するQ&A");
    check(
        "2024年3月5日\n\n会員の皆様へ\n\n株式会社渚文具\n\n個人情報の漏えいに関するお詫び\n\n本文です。",
        "個人情報の漏えいに関するお詫び",
    );
    check(
        "「渚ストア」への不正アクセスによる\n会員情報の漏えいに関するお知らせ\n\n本文です。",
        "「渚ストア」への不正アクセスによる会員情報の漏えいに関するお知らせ",
    );
    check(
        "渚法律事務所 03-0000-0000\n\n会報 第三号\n\n二万件の流出から学ぶ備え\n\n二万件の流出から学ぶ備え\n\n本文です。",
        "二万件の流出から学ぶ備え",
    );
    check("Q1\n何が起きたか。\nA1\n侵入です。", "");
    check("本文だけの文です。続きます。", "");
    check("記\n株式会社渚文具\n本文です。", "株式会社渚文具");
    check("", "");
    // Menus, and where in a site a page stands.
    check(
        "渚ゲームズ\nログイン　新規登録　お知らせ　ヘルプ\nHOME > お知らせ > 2024年\n\n会員情報の漏えいについて\n本文です。",
        "会員情報の漏えいについて",
    );
    check("会社情報｜お知らせ｜採用\n名簿の紛失について\n本文です。", "名簿の紛失について");
    check("渚市 > 報道発表 > 紛失について\n名簿の紛失について\n本文です。", "名簿の紛失について");
    check(
        "お客様各位\n会員情報の漏えいに関する　お詫びと　お知らせ\n本文です。",
        "会員情報の漏えいに関する　お詫びと　お知らせ",
    );
    let site = "会員情報の流出に関するお詫びとお知らせ｜渚文具｜公式";
    check(&format!("{site}\n本文です。"), site);
    check(
        "ある町の図書館で名簿が見つからない\n\n町は五日に発表した。",
        "ある町の図書館で名簿が見つからない",
    );
}

#[test]
fn a_series_mark_is_taken_off_a_single_report() {
    let found = titled(
        "【渚の事件帳#2024-007】株式会社汐見台 名簿の紛失について 2024年3月5日\n\n本文です。",
    );
    assert_eq!(found.text, "株式会社汐見台 名簿の紛失について");
    assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
}

#[test]
fn a_text_begins_with_its_title_once() {
    use crate::corpus::page::joined;
    fn check(title: &str, text: &str, expected: &str) {
        assert_eq!(joined(title, &lines(text)), expected, "{text}");
    }
    check("題名", "題名\n\n\n\n本文。", "題名\n\n本文。");
    check("題名", "題 名\n本文。", "題名\n本文。");
    check("題名の続き", "\n題名の\n続き\n本文。", "題名の続き\n本文。");
    check("題名", "別の行\n本文。", "題名\n別の行\n本文。");
    check("題名", "題名と続く行\n本文。", "題名\n題名と続く行\n本文。");
    check("", "\n\n本文。 \n", "本文。");
    check("題名", "", "題名");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = titled(&text);
    }
}
