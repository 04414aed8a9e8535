//! Menus, names of sites and copyrights above and below a page.

use super::extract;

#[test]
fn what_a_site_stands_around_a_page_names_nobody_else() {
    fn check(head: &str, foot: &str) {
        let text = format!(
            "情報漏えいのお詫び\n{head}\n情報漏えいのお詫び\n2024年5月1日\nお客様各位\n株式会社なぎさ玩具\n\
             代表取締役 汐見 渚\nお客様の氏名が漏えいしました。深くお詫び申し上げます。\n{foot}"
        );
        let found = extract(&text).organisation.map(|organisation| organisation.name);
        assert_eq!(found.as_deref(), Some("株式会社なぎさ玩具"), "{text}");
    }
    let menu = "玩具 | 絵本 | 店舗案内 | 採用情報";
    check(menu, "以上");
    check(&format!("NAGISA TOYS\n{menu}"), "(C)NAGISA TOYS Inc.");
    check(
        &format!("文字サイズ 標準 拡大\n{menu}"),
        "Copyright © Nagisa Toys Co., Ltd. All Rights Reserved.",
    );
    let entries = "積み木\n木馬\n人形\n絵本\n文具\n菓子\n衣類\n店舗\n会員\n窓口\n求人\n沿革\nホーム > お知らせ";
    check(entries, "以上");
}

#[test]
fn a_copyright_names_who_is_named_nowhere_else() {
    let facts =
        extract("情報漏えいのお詫び\n弊社では、氏名が漏えいしました。\n(C)NAGISA TOYS Inc.");
    let found = facts.organisation.map(|organisation| organisation.name);
    assert_eq!(found.as_deref(), Some("NAGISA TOYS Inc."));
}
