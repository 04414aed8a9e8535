use super::{Fixture, report};
use crate::report::{Categorised, Certainty, Evidence, Report, Section, SectionKind, Span};
use crate::search::{Request, Snippet, SnippetOptions};

/// A snippet with its highlights in brackets.
fn marked(snippet: &Snippet) -> String {
    let characters: Vec<char> = snippet.text.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    for highlight in &snippet.highlights {
        text.extend(&characters[at..highlight.start]);
        text.push('[');
        text.extend(&characters[highlight.clone()]);
        text.push(']');
        at = highlight.end;
    }
    text.extend(&characters[at..]);
    text
}

#[track_caller]
fn check_with(report: Report, typed: &str, columns: usize, expected: &[&str]) {
    let corpus = Fixture::new(&[report], 1);
    let mut request = Request::new(crate::query::parse(typed).expect(typed));
    request.snippets = Some(SnippetOptions { columns, fragments: 3 });
    let response = corpus.request(&request);
    let hit = response.hits.first().expect("the report is found");
    let found: Vec<String> = hit.snippets.iter().map(marked).collect();
    assert_eq!(found, expected, "query: {typed}");
}

#[track_caller]
fn check(body: &str, typed: &str, expected: &[&str]) {
    check_with(report("r", "題名", body), typed, 160, expected);
}

#[test]
fn a_match_is_highlighted_as_it_was_written() {
    check("情報が漏洩しました。", "漏えい", &["情報が[漏洩]しました。"]);
    check("情報が漏えいしました。", "漏洩", &["情報が[漏えい]しました。"]);
    check("ＷＥＢサイトとｻｰﾊﾞｰの件。", "webサイト サーバ", &["[ＷＥＢサイト]と[ｻｰﾊﾞｰ]の件。"]);
    check(
        "ペイメントアプリケーションの改竄。",
        "アプリケーション",
        &["ペイメント[アプリケーション]の改竄。"],
    );
    check("不正アクセスを受けた。", "不正アクセス", &["[不正アクセス]を受けた。"]);
    check("データを持ち出しました。", "持ち出す", &["データを[持ち出し]ました。"]);
    check("対象は計657,096件です。", "657096", &["対象は計[657,096]件です。"]);
    check("机上PCFとPC。", "pc", &["机上PCFと[PC]。"]);
}

#[test]
fn a_fragment_is_the_sentence_that_shows_most() {
    let body = "不正アクセスがありました。\nお詫び申し上げます。\n原因は改ざんです。\n不正アクセスによる改ざんでした。";
    check(body, "不正アクセス 改ざん", &["[不正アクセス]による[改ざん]でした。"]);
    check(
        "紛失しました。遺失物です。届け出は警察へ。",
        "紛失 警察",
        &["[紛失]しました。", "届け出は[警察]へ。"],
    );
    // A sentence that is said twice is shown once.
    check("改ざんがありました。\n改ざんがありました。", "改ざん", &["[改ざん]がありました。"]);
}

#[test]
fn the_title_is_not_shown_again() {
    let body = "【事件簿#1】題名 2024年1月2日\n題\n題名の改ざん。";
    check_with(report("r", "題名", body), "題名", 160, &["[題名]の改ざん。"]);
    check_with(report("r", "題名", "本文の一文目。\n題名"), "題名", 160, &["本文の一文目。"]);
}

#[test]
fn the_cause_comes_before_the_apology() {
    let apology = "このたびの漏えいにつきお詫び申し上げます。";
    let mut told = report("r", "題名", &format!("{apology}\n漏えいは誤送信によるものです。"));
    let start = told.document.text.find(apology).expect("the apology");
    told.outline.formulas = vec![Span { start, end: start + apology.len() }];
    check_with(told, "漏えい", 160, &["[漏えい]は誤送信によるものです。"]);
    let body = "漏えいの経過です。\n漏えいの原因は脆弱性です。";
    let mut told = report("r", "題名", body);
    let start = told.document.text.find("漏えいの原因").expect("the sentence");
    let quote = "漏えいの原因は脆弱性です。";
    told.facts.causes.push(Categorised {
        value: "unauthorized-access/vulnerability-exploit".parse().expect("a slug"),
        certainty: Certainty::Stated,
        evidence: Evidence::new(Span { start, end: start + quote.len() }, quote.to_owned()),
    });
    check_with(told.clone(), "漏えい", 160, &["[漏えい]の原因は脆弱性です。"]);
    // What did not happen comes after what did.
    let mut denied = told.clone();
    for cause in &mut denied.facts.causes {
        cause.certainty = Certainty::Denied;
    }
    check_with(denied, "漏えい", 160, &["[漏えい]の経過です。"]);
    // Without words to look for, the cause is what a reader wants to see.
    check_with(told, "", 160, &["漏えいの原因は脆弱性です。"]);
}

#[test]
fn a_question_is_shown_with_its_answer() {
    let body = "Q1\nカード番号は漏えいしましたか。\nA1\n保有していないため、ございません。ご安心ください。\nQ2\n原因は何ですか。\nA2\n不正アクセスです。";
    let mut page = report("r", "よくあるご質問", body);
    page.facts.kind = crate::report::Kind::Qa;
    check_with(
        page,
        "カード番号 漏えい",
        160,
        &["[カード番号]は[漏えい]しましたか。", "保有していないため、ございません。"],
    );
}

#[test]
fn a_long_sentence_is_cut_around_its_matches() {
    let long = format!("{}紛失した書類は{}見つかった。", "前".repeat(60), "後".repeat(60));
    check_with(
        report("r", "題名", &long),
        "紛失 書類",
        40,
        &["…前前前前前前[紛失]した[書類]は後後後後後…"],
    );
}

mod properties {
    use proptest::prelude::*;

    use super::{Fixture, Request, SnippetOptions, report};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn snippets_fit_and_highlights_lie_inside(
            body in "[漏洩えい情報ｻｰﾊﾞ、。a1 \u{1F469}\u{200D}\u{1F4BB}\n]{1,400}",
            typed in "[漏洩情報サーバa]{1,4}",
            columns in 20_usize..80,
        ) {
            let corpus = Fixture::new(&[report("r", "題名", &format!("{body}漏洩"))], 1);
            let mut request = Request::new(crate::query::parse(&typed).expect("plain words parse"));
            request.snippets = Some(SnippetOptions { columns, fragments: 3 });
            for hit in corpus.request(&request).hits {
                let text = &hit.report.document.text;
                for snippet in hit.snippets {
                    prop_assert!(unicode_width::UnicodeWidthStr::width(snippet.text.as_str()) <= columns);
                    prop_assert!(snippet.span.of(text).is_some());
                    let length = snippet.text.chars().count();
                    let mut last = 0;
                    for highlight in snippet.highlights {
                        prop_assert!(last <= highlight.start && highlight.start < highlight.end);
                        prop_assert!(highlight.end <= length);
                        last = highlight.end;
                    }
                }
            }
        }
    }
}

/// A report whose text from `aside` on is advice.
fn with_advice(body: &str, aside: &str) -> Report {
    let mut report = report("r", "題名", body);
    let text = &report.document.text;
    let start = text.find(aside).expect("the advice");
    let section = |kind, start, end| Section { kind, heading: None, span: Span { start, end } };
    report.outline.sections = vec![
        section(SectionKind::Body, 0, start),
        section(SectionKind::Request, start, text.len()),
    ];
    report
}

#[test]
fn what_happened_comes_before_advice() {
    let advice = "改ざんのおそれがあるサイトの改ざんにご注意ください。";
    let body = format!("サイトの改ざんがありました。\n{advice}");
    check_with(
        with_advice(&body, advice),
        "サイト 改ざん",
        160,
        &["[サイト]の[改ざん]がありました。"],
    );
    // Advice that alone has a word is shown all the same.
    check_with(
        with_advice(&body, advice),
        "ご注意",
        160,
        &["改ざんのおそれがあるサイトの改ざんにご[注意]ください。"],
    );
}
