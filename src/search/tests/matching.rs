use super::super::Relaxation;
use super::{Fixture, ids, report};
use crate::report::Date;
use crate::search::Sort;

fn corpus() -> Fixture {
    let reports = [
        report("pay", "決済のお知らせ", "第三者によりペイメントアプリケーションが改竄されました。"),
        report(
            "mail",
            "メール誤送信",
            "ＢＣＣで送るべき一斉メールをＣＣで送信し、メールアドレスが漏洩しました。",
        ),
        report(
            "server",
            "サーバー侵入",
            "当社のサーバに不正アクセスがあり、個人情報の漏えいを確認しました。",
        ),
        report(
            "token",
            "東建コーポレーションの件",
            "東建コーポレーションのウェブサイトが攻撃を受けました。",
        ),
        report(
            "tokyo",
            "東京都の文書紛失",
            "東京都庁の職員が書類を紛失しました。健康保険の書類でした。",
        ),
        report("power", "報告徴収", "関西電力の社員が閲覧していました。"),
        report("count", "件数のご報告", "対象は計657,096件です。見込みより少ない結果でした。"),
    ];
    Fixture::new(&reports, 2)
}

#[test]
fn a_word_is_found_however_it_is_spelled() {
    let corpus = corpus();
    for spelling in ["漏洩", "漏えい", "ろうえい"] {
        corpus.check(spelling, &["mail", "server"]);
    }
    for spelling in ["改ざん", "改竄", "かいざん"] {
        corpus.check(spelling, &["pay"]);
    }
    for spelling in ["サーバ", "サーバー", "ｻｰﾊﾞ", "ｻｰﾊﾞｰ", "サ-バ"] {
        corpus.check(spelling, &["server"]);
    }
    for spelling in ["ウェブサイト", "webサイト", "ＷＥＢサイト", "Webサイト"] {
        corpus.check(spelling, &["token"]);
    }
    for spelling in ["BCC", "bcc", "ＢＣＣ"] {
        corpus.check(spelling, &["mail"]);
    }
    for spelling in ["657,096件", "657096", "６５７，０９６件"] {
        corpus.check(spelling, &["count"]);
    }
}

#[test]
fn parts_of_words_are_found_where_boundaries_cannot_be_trusted() {
    let corpus = corpus();
    corpus.check("アプリケーション", &["pay"]);
    corpus.check("ペイメントアプリケーション", &["pay"]);
    corpus.check("東建", &["token"]);
    corpus.check("コーポレーション", &["token"]);
    corpus.check("済", &["pay"]);
    corpus.check("関西", &["power"]);
    corpus.check("「ントアプリ」", &["pay"]);
}

#[test]
fn words_that_only_look_alike_are_not_found() {
    let corpus = corpus();
    // 京都 stands in 東京都 as characters, not as a word.
    corpus.check("京都", &[]);
    corpus.check("見", &["count"]);
    corpus.check("健", &["tokyo"]);
}

/// Where positions are to be looked at, reports are told by terms first: what is excluded by terms stays out.
#[test]
fn not_excludes_beside_several_phrases() {
    let corpus = corpus();
    corpus.check("「一斉メール」 「メールアドレス」 ((送信 -警察) OR 書類)", &["mail"]);
    corpus.check("「一斉メール」 「メールアドレス」 ((送信 -漏洩) OR 書類)", &[]);
    corpus.check("「一斉メール」 「メールアドレス」 ((送信 -「漏洩しました」) OR 書類)", &[]);
}

#[test]
fn not_excludes_whatever_way_a_word_was_found() {
    let corpus = corpus();
    let rest = ["mail", "server", "token", "tokyo", "power", "count"];
    corpus.check("-アプリケーション", &rest);
    corpus.check("-「ントアプリ」", &rest);
    corpus.check("NOT 改竄", &rest);
    corpus.check("漏えい -bcc", &["server"]);
    corpus.check("-(漏洩 OR 紛失)", &["pay", "token", "power", "count"]);
}

#[test]
fn the_language_combines() {
    let corpus = corpus();
    corpus.check("", &["pay", "mail", "server", "token", "tokyo", "power", "count"]);
    corpus.check("漏えい　サーバー", &["server"]);
    corpus.check("改ざん OR 紛失", &["pay", "tokyo"]);
    corpus.check("(改ざん OR 漏えい) サーバ", &["server"]);
    corpus.check("個人情報漏えい", &["server"]);
    corpus.check("「個人情報の漏えい」", &["server"]);
    corpus.check("「個人情報漏えい」", &[]);
    corpus.check("コーポ*", &["token"]);
    corpus.check("題名:誤送信", &["mail"]);
    corpus.check("title:漏えい", &[]);
    corpus.check("id:token", &["token"]);
    corpus.check("の 紛失", &["tokyo"]);
}

#[test]
fn a_search_that_finds_nothing_is_loosened_step_by_step() {
    #[track_caller]
    fn check(corpus: &Fixture, typed: &str, relaxed: Option<Relaxation>, first: Option<&str>) {
        let response = corpus.ask(typed);
        let found = ids(&response);
        assert_eq!(response.relaxed, relaxed, "{typed}: {found:?}");
        assert_eq!(found.first().map(String::as_str), first, "{typed}");
    }
    let corpus = corpus();
    check(&corpus, "漏えい", None, Some("server"));
    check(&corpus, "確認情報", Some(Relaxation::Apart), Some("server"));
    check(
        &corpus,
        "メールアドレス 漏えい 送信 紛失 飛行機",
        Some(Relaxation::Several),
        Some("mail"),
    );
    // Of a word that stands alone on its side, no second one can be asked.
    check(
        &corpus,
        "漏えい 個人情報 飛行機 (紛失 OR サーバー)",
        Some(Relaxation::Several),
        Some("server"),
    );
    check(&corpus, "書類 飛行機 宇宙船", Some(Relaxation::Any), Some("tokyo"));
    check(&corpus, "飛行機", None, None);
    // What was excluded stays excluded.
    check(&corpus, "書類 飛行機 宇宙船 -紛失", None, None);
}

#[test]
fn ties_and_sorts_do_not_depend_on_segments() {
    let dated = |id: &str, date: Option<&str>| {
        let mut report = report(id, "同じ題", "同じ本文。");
        report.document.published = date.map(|date| date.parse::<Date>().expect(date));
        report
    };
    let reports = [
        dated("c", None),
        dated("b", Some("2023-01")),
        dated("a", Some("2023-01-01")),
        dated("e", Some("2021")),
        dated("d", Some("2024-05-06")),
    ];
    for per_commit in [1, 2, 5] {
        let corpus = Fixture::new(&reports, per_commit);
        assert_eq!(corpus.ids("同じ"), ["d", "a", "b", "e", "c"]);
        let mut request = super::request("");
        request.sort = Sort::Oldest;
        assert_eq!(ids(&corpus.request(&request)), ["e", "a", "b", "d", "c"]);
        request.offset = 1;
        request.limit = 2;
        assert_eq!(ids(&corpus.request(&request)), ["a", "b"]);
    }
}

#[test]
fn a_date_range_takes_what_may_fall_into_it() {
    let dated = |id: &str, date: &str| {
        let mut report = report(id, "題", "本文。");
        report.document.published = Some(date.parse().expect(date));
        report
    };
    let corpus =
        Fixture::new(&[dated("y", "2022"), dated("m", "2022-07"), dated("d", "2022-07-28")], 3);
    corpus.check("published:2022", &["y", "m", "d"]);
    corpus.check("公表:2022-07", &["y", "m", "d"]);
    corpus.check("published:2022-07-29..", &["y", "m"]);
    corpus.check("published:..2021", &[]);
    corpus.check("published:2022-01..2022-06", &["y"]);
}
