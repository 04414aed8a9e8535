use super::super::{How, Request};
use super::{Fixture, report};
use crate::query;
use crate::report::{Alias, Date, Report};

fn dated(report: Report, date: &str) -> Report {
    let mentioned: Date = query::date(date).expect(date);
    Report { mentioned: vec![mentioned], ..report }
}

fn corpus() -> Fixture {
    let mut short = report("short", "フォーム改変の件", "ＦＭ社の案内を受けました。");
    let alias = Alias { alias: "FM社".to_owned(), name: "フォルミナ株式会社".to_owned() };
    short.facts.aliases.push(alias);
    let reports = [
        report("leak", "漏えいのお知らせ", "顧客情報が漏えいしました。"),
        report("outflow", "流出のお知らせ", "会員名簿が流出しました。"),
        report("virus", "業務停止", "身代金要求型ウイルスに感染しました。"),
        report("missent", "誤送信のお詫び", "ファクスを誤送信しました。"),
        report("theft", "車上荒らし", "車上荒らしの被害に遭いました。"),
        report("power", "報告徴収", "関西電力の社員が閲覧していました。"),
        report("token", "東建コーポレーションの件", "サイトが攻撃を受けました。"),
        report("count", "件数のご報告", "対象は計657,096件です。"),
        report("kanji", "件数の訂正", "対象は65万5488件でした。"),
        report("people", "対象者", "12,660人のお客様です。"),
        report("round", "概数", "およそ65万件の見込みです。"),
        dated(report("january", "令和5年1月17日の件", "令和５年１月１７日に判明。"), "2023-01-17"),
        dated(report("month", "年始", "2023年1月から調べています。"), "2023-01"),
        report("disposal", "誤廃棄", "帳票を誤廃棄しました。"),
        report("phishing", "フィッシング", "フィッシングの被害がありました。"),
        report("emotet", "感染", "Emotetに感染しました。"),
        report("kenshin", "健診結果", "健診の結果を紛失しました。"),
        report("former", "委託先", "フォルミナのサーバに侵入がありました。"),
        short,
    ];
    Fixture::new(&reports, 5)
}

#[test]
fn related_words_are_found_below_the_word_itself() {
    let corpus = corpus();
    corpus.check("流出", &["leak", "outflow"]);
    assert_eq!(corpus.ids("流出"), ["outflow", "leak"]);
    assert_eq!(corpus.ids("漏洩"), ["leak", "outflow"]);
    corpus.check("ランサムウェア", &["virus"]);
    corpus.check("leak", &["leak", "outflow"]);
    corpus.check("関電", &["power"]);
    corpus.check("東建コーポ", &["token"]);
    corpus.check("FM社", &["short", "former"]);
}

#[test]
fn what_is_excluded_or_quoted_is_not_widened() {
    let corpus = corpus();
    corpus.check("流出 -漏えい", &["outflow"]);
    corpus.check("漏えい -流出", &["leak"]);
    corpus.check("\"流出\"", &["outflow"]);
    corpus.check("流出*", &["outflow"]);
    corpus.check("title:流出", &["outflow"]);
    corpus.check("紛失 -ごそうしん", &["kenshin"]);
}

#[test]
fn kana_and_latin_letters_find_what_is_read_so() {
    let corpus = corpus();
    for typed in ["ごそうしん", "ゴソウシン", "gosoushin", "gososin"] {
        corpus.check(typed, &["missent"]);
    }
    for typed in ["しゃじょうあらし", "shajou arashi", "syazyouarasi"] {
        corpus.check(typed, &["theft"]);
    }
    for typed in ["トウケン", "toukenn", "touken"] {
        corpus.check(typed, &["token"]);
    }
    corpus.check("けんしん", &["kenshin"]);
    corpus.check("けん", &[]);
    // Folding must not go so far: 健 is no 件.
    corpus.check("健", &["kenshin"]);
}

#[test]
fn numbers_are_found_in_any_notation_and_round_ones_find_exact_ones() {
    let corpus = corpus();
    for typed in ["657096件", "６５７，０９６件", "65万7096件", "65万7,096件"] {
        corpus.check(typed, &["count"]);
    }
    corpus.check("1万2660人", &["people"]);
    corpus.check("12660人", &["people"]);
    corpus.check("65万件", &["round", "count", "kanji"]);
    assert_eq!(corpus.ids("65万件").first().map(String::as_str), Some("round"));
    corpus.check("64万件", &[]);
}

#[test]
fn dates_are_found_in_any_notation() {
    let corpus = corpus();
    for typed in ["令和5年1月", "2023年1月", "2023-01", "2023/01", "２０２３年１月"] {
        corpus.check(typed, &["january", "month"]);
    }
    for typed in ["2023/1/17", "2023年1月17日", "令和5年1月17日", "2023-01-17"] {
        corpus.check(typed, &["january"]);
    }
    corpus.check("2023-02", &[]);
}

#[test]
fn a_word_that_no_report_holds_is_taken_for_one_that_is_like_it() {
    let corpus = corpus();
    #[track_caller]
    fn check(corpus: &Fixture, typed: &str, meant: Option<(&str, bool)>, first: Option<&str>) {
        let answer = corpus.ask(typed);
        let found = answer.meant.as_ref().map(|meant| (meant.query.as_str(), meant.applied));
        assert_eq!(found, meant, "{typed}");
        let id = answer.hits.first().map(|hit| hit.report.document.id.as_str());
        assert_eq!(id, first, "{typed}");
    }
    check(&corpus, "フィシング", Some(("フィッシング", true)), Some("phishing"));
    check(&corpus, "Emtoet", Some(("emotet", true)), Some("emotet"));
    check(&corpus, "phisihng", Some(("phishing", true)), Some("phishing"));
    check(&corpus, "誤廃気", Some(("誤廃棄", true)), Some("disposal"));
    check(&corpus, "漏えい OR フィシング", Some(("漏えい OR フィッシング", false)), Some("leak"));
    check(&corpus, "漏えい -フィシング", None, Some("leak"));
    check(&corpus, "フィッシング", None, Some("phishing"));
    check(&corpus, "個情委", None, None);
}

#[test]
fn an_exact_search_finds_what_is_typed() {
    let corpus = corpus();
    #[track_caller]
    fn check(corpus: &Fixture, typed: &str, expected: &[&str]) {
        let query = query::parse(typed).expect(typed);
        let request = Request { exact: true, relax: false, ..Request::new(query) };
        let answer = corpus.request(&request);
        let found: Vec<&str> =
            answer.hits.iter().map(|hit| hit.report.document.id.as_str()).collect();
        assert_eq!(found, expected, "{typed}");
        assert!(answer.widened.is_empty() && answer.meant.is_none(), "{typed}");
    }
    check(&corpus, "流出", &["outflow"]);
    check(&corpus, "漏洩", &["leak"]);
    check(&corpus, "ごそうしん", &[]);
    check(&corpus, "65万件", &["round"]);
    check(&corpus, "2023-01", &[]);
    check(&corpus, "関電", &[]);
    check(&corpus, "フィシング", &[]);
}

#[test]
fn what_was_looked_for_beside_the_query_is_told() {
    let corpus = corpus();
    #[track_caller]
    fn check(corpus: &Fixture, typed: &str, expected: &[(&str, How, &[&str])]) {
        let answer = corpus.ask(typed);
        let told: Vec<(&str, How, Vec<&str>)> = answer
            .widened
            .iter()
            .map(|w| (w.typed.as_str(), w.how, w.words.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(typed, how, words)| (*typed, *how, words.to_vec())).collect();
        assert_eq!(told, expected, "{typed}");
    }
    check(&corpus, "流出", &[("流出", How::Related, &["漏えい"])]);
    check(&corpus, "関電", &[("関電", How::Alias, &["関西電力"])]);
    check(&corpus, "gosoushin", &[("gosoushin", How::Reading, &["誤送信"])]);
    check(&corpus, "65万件", &[("65万", How::Number, &["655488", "657096"])]);
    check(&corpus, "令和5年1月", &[("令和5年1月", How::Date, &["2023-01"])]);
    check(&corpus, "感染", &[]);
}

#[test]
fn what_a_widening_found_is_highlighted() {
    let corpus = corpus();
    #[track_caller]
    fn check(corpus: &Fixture, typed: &str, id: &str, expected: &str) {
        let answer = corpus.ask(typed);
        let hit = answer.hits.iter().find(|hit| hit.report.document.id.as_str() == id);
        let marked: Vec<String> = hit
            .into_iter()
            .flat_map(|hit| &hit.snippets)
            .flat_map(|snippet| {
                let text: Vec<char> = snippet.text.chars().collect();
                let of = move |range: &std::ops::Range<usize>| -> String {
                    text.get(range.clone()).into_iter().flatten().collect()
                };
                snippet.highlights.iter().map(of).collect::<Vec<_>>()
            })
            .collect();
        assert!(marked.iter().any(|marked| marked == expected), "{typed}: {marked:?}");
    }
    check(&corpus, "流出", "leak", "漏えい");
    check(&corpus, "ごそうしん", "missent", "誤送信");
    check(&corpus, "65万件", "count", "657,096");
    check(&corpus, "655488件", "kanji", "65万5488");
    check(&corpus, "2023-01-17", "january", "令和５年１月１７日");
    check(&corpus, "2023-01", "month", "2023年1月");
    check(&corpus, "関電", "power", "関西電力");
    check(&corpus, "Emtoet", "emotet", "Emotet");
}
