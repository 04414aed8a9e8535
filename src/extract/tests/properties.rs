use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{EXTRACTOR, document};
use crate::report::{Evidence, Facts};

fn evidence(facts: &Facts) -> Vec<&Evidence> {
    let named = facts.organisation.iter().chain(&facts.service).map(|named| &named.evidence);
    let categorised = facts.causes.iter().chain(&facts.data).map(|found| &found.evidence);
    named
        .chain(categorised)
        .chain(facts.vendors.iter().map(|vendor| &vendor.evidence))
        .chain(facts.affected.iter().map(|affected| &affected.evidence))
        .chain(facts.dates.iter().map(|milestone| &milestone.evidence))
        .collect()
}

fn check(text: &str) {
    let document = document(text);
    let facts = EXTRACTOR.extract(&document);
    for evidence in evidence(&facts) {
        assert_eq!(evidence.span.of(&document.text), Some(evidence.quote.as_str()));
    }
    assert_eq!(EXTRACTOR.extract(&document), facts);
    // Among others, and with the rules looked up.
    let several = [document.clone(), super::document("お知らせ"), document.clone()];
    assert_eq!(EXTRACTOR.extract_all(&several).pop().as_ref(), Some(&facts));
    assert_eq!(EXTRACTOR.report(document).facts, facts);
}

/// Pieces of notices, put together in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "株式会社",
        "あおば",
        "青葉商店",
        "(以下「",
        "」といいます)",
        "。",
        "\n",
        "、",
        "・",
        "Q1 ",
        "漏えいした",
        "可能性",
        "ありません",
        "氏名",
        "カード番号",
        "2024年",
        "5月",
        "31日",
        "令和元年",
        "同日",
        "翌日",
        "から",
        "~",
        "１２３",
        "万",
        "件",
        "名",
        "最大",
        "不正アクセス",
        "ランサムウェア",
        "委託先である",
        "が提供する",
        "「",
        "」",
        "(",
        ")",
        "【原因】",
        "お問い合わせ",
        "ｶﾞ",
        "㈱",
        "が、",
        "か?",
        "9999999999999999999件",
        "本日",
        "  ",
        "※",
        "①",
        "委託先のイト",
        "Co., Ltd. ",
        "アド・ワークス",
        "同12日",
        "4/3(水)",
        "午前9時",
        "直ちに停止",
        "のうち",
        "→",
        "としておりましたが",
        "ました。",
        "場合は",
        "お詫び申し上げます。",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_notice_has_quotes_where_its_spans_say(text in pieces()) {
        check(&format!("情報漏えいのお詫び\n2024年5月1日に氏名が漏えいしました。\n{text}"));
    }
}

#[test]
fn time_is_linear_in_repetitive_text() {
    let units = [
        "以下「",
        "(以下「甲」という",
        "株式会社",
        "漏えい",
        "2024年",
        "「",
        "第三者",
        "1",
        "株式会社甲(以下「乙社」)、",
        "委託先の丙社が",
        "同日、翌日に",
        "1名から2名",
        "「丁」を",
        "Co., Ltd. ",
        "A・B・",
        "5月1日に検知。",
        "データまる",
    ];
    for unit in units {
        check_time(unit, &unit.repeat(1_000_000 / unit.len()));
    }
}

#[test]
fn time_is_linear_in_ever_new_names() {
    let letters: Vec<char> = ('一'..='龥').step_by(300).collect();
    let mut text =
        "会員情報の漏えいに関するお詫び\n株式会社渚堂\n深くお詫び申し上げます。\n".to_owned();
    for number in 0..6_000 {
        let places = [1, letters.len(), letters.len().pow(2)].map(|place| number / place);
        let name: String = places.map(|place| letters[place % letters.len()]).iter().collect();
        text.push_str(&format!("株式会社{name}のお客様の氏名が漏えいしました。\n"));
    }
    check_time("new names", &text);
}

#[track_caller]
fn check_time(name: &str, text: &str) {
    let begun = Instant::now();
    check(text);
    // Generous: tests are not optimised and the machine may be busy.
    assert!(begun.elapsed() < Duration::from_secs(40), "{name} took {:?}", begun.elapsed());
}
