use proptest::prelude::*;

use super::*;

fn pairs(text: &str) -> Vec<(&str, &str)> {
    question_answer_pairs(text)
        .iter()
        .map(|pair| {
            (pair.question.of(text).expect("a question"), pair.answer.of(text).expect("an answer"))
        })
        .collect()
}

#[test]
fn marked_questions_find_their_answers() {
    fn check(text: &str, expected: &[(&str, &str)]) {
        assert_eq!(pairs(text), expected, "{text}");
    }
    let two = [("何が漏れた？", "氏名です。"), ("番号は？", "漏れていません。")];
    check(
        "◆内容\n\nQ1\n\n何が漏れた？\n\nA1\n\n氏名です。\n\nQ2\n\n番号は？\n\nA2\n\n漏れていません。",
        &two,
    );
    check("Q1. 何が漏れた？\nA1. 氏名です。\nQ2. 番号は？\nA2. 漏れていません。", &two);
    check("Ｑ１：何が漏れた？\nＡ１：氏名です。\nＱ２：番号は？\nＡ２：漏れていません。", &two);
    check("Q 何が漏れた？\nA 氏名です。\n\nQ 番号は？\nA漏れていません。", &two);
    check("Q何が漏れた？ A氏名です。\nQ番号は？A漏れていません。", &two);
    check(
        "【質問1】何が漏れた？\n【回答1】氏名です。\n【質問2】番号は？\n【回答2】漏れていません。",
        &two,
    );
    check("質問：何が漏れた？\n回答：氏名です。\n問２　番号は？\n答え：漏れていません。", &two);
    check("・Q.\n何が漏れた？\n・A.\n氏名です。\n・Q.\n番号は？\n・A.\n漏れていません。", &two);
    check("Q1 何が漏れた？\n氏名です。\nQ2 番号は？\n漏れていません。", &two);
    check("-Q 何が漏れた？\n-A 氏名です。\n-Q 番号は？\n-A 漏れていません。", &two);
}

#[test]
fn an_answer_ends_where_the_next_thing_begins() {
    fn check(text: &str, expected: &[&str]) {
        let answers: Vec<&str> = pairs(text).into_iter().map(|(_, answer)| answer).collect();
        assert_eq!(answers, expected, "{text}");
    }
    check(
        "Q1\n何が？\nA1\n氏名です。\n\n住所もです。\n\n◆対策について\n\nQ2\n策は？\nA2\n見直します。",
        &["氏名です。\n\n住所もです。", "見直します。"],
    );
    // Quoted within an article, a blank line ends the answer.
    check("Q 何が？\nA 氏名です。\n\nこの答えは分かりやすい。", &["氏名です。"]);
    check(
        "Q1 何が？\nA1 氏名です。\n住所もです。\n【お問い合わせ】\n電話",
        &["氏名です。\n住所もです。"],
    );
}

#[test]
fn questions_without_marks_are_paired_on_pages_of_them() {
    fn check(text: &str, expected: &[(&str, &str)]) {
        assert_eq!(pairs(text), expected, "{text}");
    }
    check(
        "-\nいつのことか?\n三月です。\n-\n何が漏れたか知りたい\n次のものです。\n- 氏名\n- 住所\n-\n番号は?\n漏れていません。",
        &[
            ("いつのことか?", "三月です。"),
            ("何が漏れたか知りたい", "次のものです。\n- 氏名\n- 住所"),
            ("番号は?", "漏れていません。"),
        ],
    );
    check(
        "・いつのことか？\n・三月です。\n・誰か。なぜか？\n・分かりません。\n・番号は？\n・漏れていません。",
        &[
            ("いつのことか？", "・三月です。"),
            ("誰か。なぜか？", "・分かりません。"),
            ("番号は？", "・漏れていません。"),
        ],
    );
}

#[test]
fn other_texts_have_no_questions() {
    fn check(text: &str) {
        assert_eq!(pairs(text), [], "{text}");
    }
    check("");
    check("お詫び\n1.経緯\n三月に検知しました。\n2.原因\n弱点です。");
    check("QRコードの誤印字について\nA社の担当者が誤りました。\n番号は含みません。");
    check("Q&Aはこちら\nお知らせの本文です。");
    check("なぜ起きたのか？\n調べています。");
    check("質問の内容は次のとおりです。\n回答は後日行います。");
}

proptest! {
    #[test]
    fn spans_fit_the_text_and_do_not_overlap(text in "([QＱAＡ質問回答か？?。 \n・-]|[1１あ漢x.：◆]){0,120}") {
        let mut end = 0;
        for pair in question_answer_pairs(&text) {
            prop_assert!(end <= pair.question.start);
            prop_assert!(pair.question.start < pair.question.end);
            prop_assert!(pair.question.end <= pair.answer.start);
            prop_assert!(pair.answer.start < pair.answer.end);
            prop_assert!(pair.question.of(&text).is_some() && pair.answer.of(&text).is_some());
            end = pair.answer.end;
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = question_answer_pairs(&text);
    }
}
