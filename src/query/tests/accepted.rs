use super::*;
use crate::report::{Date, Span};

fn check(query: &str, expected: &str) {
    let parsed = parse(query).unwrap_or_else(|error| panic!("{}", error.render(query)));
    assert_eq!(shape(&parsed.root), expected, "{query}");
}

#[test]
fn words_stand_as_typed() {
    check("", "*");
    check(" \u{3000}\t\n", "*");
    check("改ざん", "w(改ざん)");
    check("ペイメントアプリケーション 改ざん", "and(w(ペイメントアプリケーション), w(改ざん))");
    check("漏えい\u{3000}カード", "and(w(漏えい), w(カード))");
    check("漏えい\u{200b}カード\u{feff}", "and(w(漏えい), w(カード))");
    check("a\0b", "and(w(a), w(b))");
    check("ーword ｰx", "and(w(ーword), w(ｰx))");
    check("e-mail 2022-10", "and(w(e-mail), w(2022-10))");
    check("and or not And", "and(w(and), w(or), w(not), w(And))");
    check("ANDROID NOTE ORDER", "and(w(ANDROID), w(NOTE), w(ORDER))");
    check("& ! 、 +a c++", "and(w(&), w(!), w(、), w(+a), w(c++))");
    check("it's", "w(it's)");
    check("ＳＱＬインジェクション", "w(ＳＱＬインジェクション)");
}

#[test]
fn phrases_come_in_four_kinds_of_marks() {
    check("\"不正 アクセス\"", "p(不正 アクセス)");
    check("＂不正アクセス＂", "p(不正アクセス)");
    check("\"a＂", "p(a)");
    check("「不正アクセス」", "p(不正アクセス)");
    check("｢不正アクセス｣", "p(不正アクセス)");
    check("『不正アクセス』", "p(不正アクセス)");
    check("“不正アクセス”", "p(不正アクセス)");
    check("”不正アクセス”", "p(不正アクセス)");
    check("〝不正アクセス〟", "p(不正アクセス)");
    check("\"  a \u{3000}\n b \"", "p(a b)");
    check("「以下「A社」という」", "p(以下「A社」という)");
    check("『以下「A社』", "p(以下「A社)");
    check("\"a AND (b\"", "p(a AND (b)");
    check("\"a\"b", "and(p(a), w(b))");
    check("\"a\"\"b\"", "and(p(a), p(b))");
}

#[test]
fn corner_brackets_within_a_sentence_ask_for_nothing() {
    check("弊社「ショップ」への攻撃", "w(弊社「ショップ」への攻撃)");
    check("『黄金 の驢馬』は誰の作ですか", "w(『黄金 の驢馬』は誰の作ですか)");
    check("「甲」と「乙」 丙", "and(w(「甲」と「乙」), w(丙))");
    check("「甲」 と", "and(p(甲), w(と))");
    check("「甲」「乙」", "and(p(甲), p(乙))");
    check("-「甲」の社員", "not(w(「甲」の社員))");
    check("「甲」OR乙", "w(「甲」OR乙)");
    check("「甲」乙*", "and(p(甲), x(乙))");
}

#[test]
fn operators_bind_not_then_and_then_or() {
    check("a b OR c d", "or(and(w(a), w(b)), and(w(c), w(d)))");
    check("a AND b OR NOT c", "or(and(w(a), w(b)), not(w(c)))");
    check("a AND NOT b c", "and(w(a), not(w(b)), w(c))");
    check("(a OR b) c", "and(or(w(a), w(b)), w(c))");
    check("（a　ＯＲ　b）ＡＮＤ　ＮＯＴ　c", "and(or(w(a), w(b)), not(w(c)))");
    check("a|b｜c || d", "or(w(a), w(b), w(c), w(d))");
    check("NOT(a b)", "not(and(w(a), w(b)))");
    check("a AND(b)", "and(w(a), w(b))");
    check("a (b (c d))", "and(w(a), w(b), w(c), w(d))");
    check("((a)) OR (b OR c)", "or(w(a), w(b), w(c))");
    check("お知らせ(第2報)", "and(w(お知らせ), w(第2報))");
}

#[test]
fn a_minus_negates_what_it_is_glued_to() {
    check("a -b", "and(w(a), not(w(b)))");
    check("a　－b", "and(w(a), not(w(b)))");
    check("a −b ‐c", "and(w(a), not(w(b)), not(w(c)))");
    check("-a", "not(w(a))");
    check("-a -b", "and(not(w(a)), not(w(b)))");
    check("-(a b)", "not(and(w(a), w(b)))");
    check("－（a OR b）", "not(or(w(a), w(b)))");
    check("-\"a b\" -「c」", "and(not(p(a b)), not(p(c)))");
    check("-cause:malware", "not(cause=malware)");
    check("-漏え*", "not(x(漏え))");
    check("--a", "not(not(w(a)))");
    check("NOT -a", "not(not(w(a)))");
    check("(-a)", "not(w(a))");
}

#[test]
fn a_star_ends_a_prefix_or_stands_for_everything() {
    check("漏え*", "x(漏え)");
    check("ペイメント＊ アプリ**", "and(x(ペイメント), x(アプリ))");
    check("AND*", "x(AND)");
    check("*", "*");
    check("* 漏えい", "w(漏えい)");
    check("-*", "not(*)");
    check("(*) OR a", "or(*, w(a))");
    check("\"*\" 「a*」", "and(p(*), p(a*))");
}

#[test]
fn a_colon_after_no_field_is_text() {
    check("https://example.jp/a?b=c", "w(https://example.jp/a?b=c)");
    check("12:30", "w(12:30)");
    check("Q:", "w(Q:)");
    check("Q：漏えいですか", "w(Q：漏えいですか)");
    check(":a", "w(:a)");
    check("ip:10.0.0.1 Dear: arg:x", "and(w(ip:10.0.0.1), w(Dear:), w(arg:x))");
    check("被害の原因:x", "w(被害の原因:x)");
    check("a:cause:b", "w(a:cause:b)");
    check("\"cause:malware\"", "p(cause:malware)");
    check("::", "w(::)");
}

#[test]
fn fields_have_names_in_two_languages() {
    check("cause:malware/ransomware", "cause=malware/ransomware");
    check("原因：「不正アクセス」", "cause=不正アクセス");
    check("CAUSE:malware", "cause=malware");
    check("ｃａｕｓｅ：malware", "cause=malware");
    check("vendor:ショーケース", "vendor=ショーケース");
    check("委託先:\"日東 電工\"", "vendor=日東 電工");
    check("data:payment 項目:氏名", "and(data=payment, data=氏名)");
    check("org:日東電工株式会社", "organisation=日東電工株式会社");
    check("organisation:A organization:B", "and(organisation=A, organisation=B)");
    check("組織:『A　社』", "organisation=A 社");
    check("kind:follow-up", "kind=follow-up");
    check("種別:続報", "kind=follow-up");
    check("kind:Q＆A", "kind=qa");
    check("title:お詫び", "title=w(お詫び)");
    check("題名:「情報 漏えい」", "title=p(情報 漏えい)");
    check("title:漏え*", "title=x(漏え)");
    check("title:AND", "title=w(AND)");
    check("id:reports/a.txt#2", "id=reports/a.txt#2");
    check("id:\"a  b*.txt\"", "id=a  b*.txt");
    check("id:a*", "id=a*");
    check(
        "(cause:malware OR cause:loss) -org:A",
        "and(or(cause=malware, cause=loss), not(organisation=A))",
    );
    check("cause:a|b", "or(cause=a, w(b))");
}

#[test]
fn dates_come_as_points_and_ranges() {
    fn check_published(value: &str, expected: &str) {
        check(&format!("published:{value}"), &format!("published={expected}"));
    }
    check_published("2022", "2022..2022");
    check_published("2022-10", "2022-10..2022-10");
    check_published("2022/1/5", "2022-01-05..2022-01-05");
    check_published("2022.10", "2022-10..2022-10");
    check_published("2022年", "2022..2022");
    check_published("2022年10月", "2022-10..2022-10");
    check_published("２０２２年１０月５日", "2022-10-05..2022-10-05");
    check_published("\"2022年 10 月\"", "2022-10..2022-10");
    check_published("令和5年1月", "2023-01..2023-01");
    check_published("令和元年", "2019..2019");
    check_published("R5", "2023..2023");
    check_published("r5.1.13", "2023-01-13..2023-01-13");
    check_published("Ｈ３０/4", "2018-04..2018-04");
    check_published("昭和64年", "1989..1989");
    check_published("2022-10..2023-01", "2022-10..2023-01");
    check_published("2022-10...2023-01", "2022-10..2023-01");
    check_published("2022-10‥2023-01", "2022-10..2023-01");
    check_published("2022年10月～2023年1月", "2022-10..2023-01");
    check_published("令和4年〜", "2022.._");
    check_published("2022-10..", "2022-10.._");
    check_published("..2023-01", "_..2023-01");
    check_published("2022-10..2022", "2022-10..2022");
    check_published("2022ー10", "2022-10..2022-10");
    check_published(">=2022-10", "2022-10.._");
    check_published("≧2022-10", "2022-10.._");
    check_published("＞＝２０２２", "2022.._");
    check_published("<=2022-10", "_..2022-10");
    check_published("≦2022", "_..2022");
    check_published("<2023", "_..2022");
    check_published("<2023-01", "_..2022-12");
    check_published("<2024-03-01", "_..2024-02-29");
    check_published(">2022", "2023.._");
    check_published(">2022-12", "2023-01.._");
    check_published(">2022-10", "2022-11.._");
    check_published("<2022-10", "_..2022-09");
    check_published(">2022-12-31", "2023-01-01.._");
    check_published("2022年10月以降", "2022-10.._");
    check_published("2022年より前", "_..2021");
    check("公表：2022", "published=2022..2022");
    check("year:2022", "published=2022..2022");
}

#[test]
fn counts_come_as_points_and_ranges() {
    fn check_affected(value: &str, expected: &str) {
        check(&format!("affected:{value}"), &format!("affected={expected}"));
    }
    check_affected("1000", "1000..1000");
    check_affected("1,000,000", "1000000..1000000");
    check_affected("１，０００", "1000..1000");
    check_affected(">=1000", "1000.._");
    check_affected(">1000", "1001.._");
    check_affected("<=1000", "_..1000");
    check_affected("<1000", "_..999");
    check_affected("≧1000", "1000.._");
    check_affected("≦1000", "_..1000");
    check_affected("1000..5000", "1000..5000");
    check_affected("1000～5000", "1000..5000");
    check_affected("1000..", "1000.._");
    check_affected("..5000", "_..5000");
    check_affected("1万", "10000..10000");
    check_affected("１．５万", "15000..15000");
    check_affected("65万5488", "655488..655488");
    check_affected("1万2千", "12000..12000");
    check_affected("5千万", "50000000..50000000");
    check_affected("1億2000万", "120000000..120000000");
    check_affected("1.0", "1..1");
    check_affected("1.5万..3万人", "15000..30000人");
    check_affected(">=1000人", "1000.._人");
    check_affected("1000名以上", "1000.._人");
    check_affected("500件", "500..500件");
    check_affected("500件未満", "_..499件");
    check_affected("100人..200名", "100..200人");
    check_affected(">=1000records", "1000.._件");
    check_affected("18446744073709551615", "18446744073709551615..18446744073709551615");
    check("件数：６５万", "affected=650000..650000");
    check("delay:>=30", "delay=30.._");
    check("delay:1..7日", "delay=1..7");
    check("遅れ:９０日以上", "delay=90.._");
    check("日数：<100days", "delay=_..99");
}

#[test]
fn a_leaf_knows_where_it_was_typed() {
    fn check(query: &str, expected: &[&str]) {
        fn collect(node: &Node, spans: &mut Vec<Span>) {
            match node {
                Node::All => {}
                Node::Text(leaf) => spans.push(leaf.span),
                Node::Filter(leaf) => spans.push(leaf.span),
                Node::Not(child) => collect(child, spans),
                Node::And(children) | Node::Or(children) => {
                    children.iter().for_each(|child| collect(child, spans));
                }
            }
        }
        let mut spans = Vec::new();
        collect(&parse(query).expect(query).root, &mut spans);
        let found: Vec<_> = spans.iter().map(|span| span.of(query)).collect();
        let expected: Vec<_> = expected.iter().map(|text| Some(*text)).collect();
        assert_eq!(found, expected, "{query}");
    }
    check("改ざん -「漏 えい」 (foo*)", &["改ざん", "「漏 えい」", "foo*"]);
    check("原因：「A」OR 件数:1万", &["原因：「A」", "件数:1万"]);
}

#[test]
fn a_tree_prints_in_its_canonical_form() {
    fn check(query: &str, expected: &str) {
        assert_eq!(parse(query).expect(query).to_string(), expected, "{query}");
    }
    check("", "*");
    check("ａ　ＡＮＤ　（b｜c）", "ａ (b OR c)");
    check("NOT (a b)", "-(a b)");
    check("(a b) OR c", "a b OR c");
    check("「a」 『b\"』 “c」\"”", "\"a\" 「b\"」 『c」\"』");
    check("原因：「不正アクセス」", "cause:不正アクセス");
    check("組織:「A 社」", "org:\"A 社\"");
    check("cause:\"a*\" id:a*", "cause:\"a*\" id:a*");
    check("公表:R4年10月～R5", "published:2022-10..2023");
    check("公表:<2023", "published:<=2022");
    check("件数:1万人以上", "affected:>=10000人");
    check("件数:..5千", "affected:<=5000");
    check("遅れ:30日以上", "delay:>=30");
    check("題名:\"a\" title:b*", "title:\"a\" title:b*");
}

#[test]
fn a_tree_made_by_hand_prints_what_can_be_typed() {
    fn check(form: Form, text: &str, expected: &str) {
        let span = Span { start: 0, end: 0 };
        let leaf = TextLeaf { form, text: text.to_owned(), span };
        assert_eq!(Node::Text(leaf).to_string(), expected);
    }
    check(Form::Word, "a b", "\"a b\"");
    check(Form::Word, "AND", "\"AND\"");
    check(Form::Word, "-a", "\"-a\"");
    check(Form::Word, "cause:a", "\"cause:a\"");
    check(Form::Prefix, "a b", "\"a b\"");
    check(Form::Phrase, "\"」』”", "*");
    check(Form::Phrase, "a\"」』”b", "\"a b\"");
    assert_eq!(Node::And(Vec::new()).to_string(), "*");
    assert_eq!(Node::any_of(Vec::new()).to_string(), "-*");
}

#[test]
fn single_values_are_read_alike_outside_queries() {
    assert_eq!(date("令和４年１０月"), Date::month_of(2022, 10));
    assert!(date("昨年").is_err());
    assert_eq!(number("１．５万"), Some(15_000));
    assert_eq!(number("多数"), None);
}
