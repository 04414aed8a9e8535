use super::{EXTRACTOR, document};
use crate::report::Report;

fn read(text: &str) -> Report {
    EXTRACTOR.report(document(text))
}

/// Sections as `kind:heading`, in order.
fn sections(report: &Report) -> String {
    let text = &report.document.text;
    let sections = report.outline.sections.iter().map(|section| {
        let heading = section.heading.and_then(|span| span.of(text)).unwrap_or("-");
        format!("{}:{heading}", section.kind.as_str())
    });
    sections.collect::<Vec<_>>().join(" ")
}

#[test]
fn headings_of_every_shape_open_sections() {
    #[track_caller]
    fn check(headings: [&str; 5]) {
        let [course, cause, scope, prevention, contact] = headings;
        let report = read(&format!(
            "個人情報漏えいのお詫び\n株式会社あおばは不正アクセスを受け、お客様の氏名が漏えいしました。\n\
             {course}\n5月1日に気づきました。\n{cause}\n脆弱性を悪用されました。\n{scope}\n・氏名\n・住所\n\
             {prevention}\n監視を強めます。\n{contact}\n電話は0120-000-000です。"
        ));
        let kinds = ["course", "cause", "scope", "prevention", "contact"];
        let expected: Vec<String> =
            kinds.iter().zip(headings).map(|(kind, heading)| format!("{kind}:{heading}")).collect();
        assert_eq!(sections(&report), format!("body:- {}", expected.join(" ")));
    }
    check(["1.経緯", "2.原因", "3.対象となる情報", "4.再発防止策", "5.お問い合わせ先"]);
    check(["１．経緯", "２．原因", "３．漏えいした個人情報", "４．再発防止策", "５．お問い合わせ"]);
    check(["【経緯】", "【原因】", "【漏えいした情報】", "【再発防止策】", "【お問い合わせ窓口】"]);
    check(["■経緯", "■原因", "■対象者", "■再発防止に向けて", "■お問い合わせ"]);
    check(["(1)経緯", "(2)原因", "(3)対象情報", "(4)再発防止策", "(5)問い合わせ先"]);
    check(["経緯", "原因", "対象者", "再発防止策", "お問い合わせ先"]);
}

#[test]
fn questions_open_sections_of_their_own() {
    let report = read(
        "ご質問とご回答\n株式会社あおばの不正アクセスについて。\nQ1 原因は何ですか。\nA1 脆弱性を悪用されたためです。\n\
         Q2 カード番号は漏えいしましたか。\nA2 いいえ、保有しておりません。",
    );
    assert_eq!(
        sections(&report),
        "body:- cause:Q1 原因は何ですか。 body:Q2 カード番号は漏えいしましたか。"
    );
}

#[test]
fn sections_cover_every_sentence_and_do_not_overlap() {
    let report = read(
        "お詫び\n前文です。\n1.経緯\n5月1日、外部から不正アクセスを受けました。翌日に止めました。\n2.原因\n調査中です。\n以上",
    );
    let mut end = 0;
    for section in &report.outline.sections {
        assert!(section.span.start >= end, "{section:?} overlaps the one before");
        end = section.span.end;
    }
    assert_eq!(end, report.document.text.len());
}

#[test]
fn a_formula_is_known_unless_it_proves_something() {
    #[track_caller]
    fn check(sentence: &str, formula: bool) {
        let report = read(&format!(
            "不正アクセスのお詫び\n株式会社あおばの通販サイトが改ざんされました。\n{sentence}"
        ));
        let at = report.document.text.find(sentence).expect("the sentence");
        assert_eq!(report.outline.is_formula(at), formula, "{sentence}");
    }
    check("お客様には多大なるご迷惑とご心配をおかけし、深くお詫び申し上げます。", true);
    check("皆さまには心よりおわび申し上げます。", true);
    check("今後は再発防止に努めてまいります。", true);
    check("ご利用明細書に身に覚えのない請求がないか、今一度ご確認ください。", true);
    check("改めて氏名と住所が漏えいしたことをお詫び申し上げます。", false);
    check("通信の記録を調べました。", false);
}
