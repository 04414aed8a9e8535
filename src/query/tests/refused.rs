use super::*;

/// Checks the message and the text it points at.
fn check(query: &str, place: &str, message: &str) {
    let error = parse(query).expect_err(query);
    assert_eq!(error.kind.to_string(), message, "{query}");
    assert_eq!(error.span.of(query), Some(place), "{query}");
}

fn rendered(query: &str) -> String {
    parse(query).expect_err(query).render(query)
}

#[test]
fn marks_and_parentheses_come_in_pairs() {
    check("a \"b c", "\"", "nothing closes this `\"`");
    check("a 「b", "「", "nothing closes this `「`");
    check("「a「b」", "「", "nothing closes this `「`");
    check("『a」", "『", "nothing closes this `『`");
    check("“a\"", "“", "nothing closes this `“`");
    check("a」 b", "」", "nothing opens this `」`");
    check("』", "』", "nothing opens this `』`");
    check("\"\"", "\"\"", "these quotation marks hold nothing");
    check("a 「　」", "「　」", "these quotation marks hold nothing");
    check("(a OR b", "(", "nothing closes this parenthesis");
    check("a (", "(", "nothing closes this parenthesis");
    check("（a", "（", "nothing closes this parenthesis");
    check("a) b", ")", "nothing opens this parenthesis");
    check(")", ")", "nothing opens this parenthesis");
    check("a ( )", "( )", "these parentheses hold nothing");
    check("main()", "()", "these parentheses hold nothing");
}

#[test]
fn operators_want_their_operands() {
    check("a AND", "AND", "`AND` has nothing on its right");
    check("AND", "AND", "`AND` has nothing on its left");
    check("ＡＮＤ　a", "ＡＮＤ", "`ＡＮＤ` has nothing on its left");
    check("OR b", "OR", "`OR` has nothing on its left");
    check("a OR", "OR", "`OR` has nothing on its right");
    check("a OR OR b", "OR", "`OR` has nothing on its right");
    check("a AND OR b", "AND", "`AND` has nothing on its right");
    check("(a OR) b", "OR", "`OR` has nothing on its right");
    check("(AND a)", "AND", "`AND` has nothing on its left");
    check("a |", "|", "`|` has nothing on its right");
    check("NOT", "NOT", "`NOT` has nothing on its right");
    check("NOT AND a", "NOT", "`NOT` has nothing on its right");
    check("-", "-", "this minus belongs to no word");
    check("a - b", "-", "this minus belongs to no word");
    check("(a －)", "－", "this minus belongs to no word");
    check("-AND a", "-", "this minus belongs to no word");
}

#[test]
fn a_star_works_only_at_the_end_of_a_word() {
    for query in ["*a", "a*b", "*^2", "**a*", ".*", "title:a*b", "title:**"] {
        let error = parse(query).expect_err(query);
        assert_eq!(error.kind, ErrorKind::MisplacedStar, "{query}");
    }
    check("\"a\"*", "*", "`*` works only at the end of a word");
    check("(a)＊", "＊", "`*` works only at the end of a word");
    check("*\"a\"", "*", "`*` works only at the end of a word");
    check("cause:mal*", "mal*", "`cause:` takes whole values, without `*`");
    check("org:*", "*", "`org:` takes whole values, without `*`");
}

#[test]
fn a_slip_in_a_field_name_is_pointed_out() {
    fn check(query: &str, meant: &str) {
        let error = parse(query).expect_err(query);
        let hint = format!("did you mean `{meant}:`? to search for the text, quote it");
        assert_eq!(error.kind.hint(), hint, "{query}");
    }
    check("cuase:malware", "cause");
    check("acuse:malware", "cause");
    check("causes:malware", "cause");
    check("Vender：A", "vendor");
    check("dat:a", "data");
    check("date:2022", "published");
    check("publishd:2022", "published");
    check("effected:1", "affected");
    check("organisaton:A", "organisation");
    check("a -tittle:b", "title");
}

#[test]
fn values_must_make_sense() {
    check("cause:", "cause:", "`cause:` has no value");
    check("原因： malware", "原因：", "`cause:` has no value");
    check("(org:)", "org:", "`org:` has no value");
    check("cause:(a OR b)", "cause:(", "`cause:` takes one value, not a group");
    check("org:株式会社(東京)", "org:株式会社(", "it is unclear where the value of `org:` ends");
    check("org:A「B」", "org:A「", "it is unclear where the value of `org:` ends");
    check("org:「A", "「", "nothing closes this `「`");
    check("org:\"\"", "\"\"", "these quotation marks hold nothing");
    check("org:」", "」", "nothing opens this `」`");
    check("kind:notise", "notise", "`kind:` has no value `notise`");
    for value in
        ["昨年", "22", "2022-10-", "2022-10..x", "..", ">=", "202210", "2022-10-05-1", "令和年"]
    {
        let message = format!("`{value}` is not a date or a range of dates");
        check(&format!("published:{value}"), value, &message);
    }
    check("published:2022-13", "2022-13", "the calendar has no 2022-13");
    check("published:2023年2月29日", "2023年2月29日", "the calendar has no 2023-02-29");
    check("published:>9999", ">9999", "the calendar has no 10000");
    check("published:<0001-01-01", "<0001-01-01", "the calendar has no 0000-12-31");
    check("published:2023..2022", "2023..2022", "the range `2023..2022` is empty");
    for value in
        ["多数", "-1", "1,00", ",100", "1.55", "1.", ".5万", "万", "1万億", "人", "..", "1..2..3"]
    {
        let message = format!("`{value}` is not a number or a range of numbers");
        check(&format!("affected:{value}"), value, &message);
    }
    for value in ["18446744073709551616", "99999999999999999999億"] {
        let message = format!("`{value}` is not a number or a range of numbers");
        check(&format!("affected:{value}"), value, &message);
    }
    check("affected:5000..1000", "5000..1000", "the range `5000..1000` is empty");
    check("affected:<0", "<0", "the range `<0` is empty");
    check("affected:1人..5件", "1人..5件", "the ends of `1人..5件` count different things");
}

#[test]
fn size_is_limited() {
    fn check_at(query: &str, expected: ErrorKind, at: usize) {
        let error = parse(query).expect_err("too much");
        assert_eq!((error.kind, error.span.start), (expected, at));
    }
    check_at(&"(".repeat(5_000), ErrorKind::TooDeep, MAX_DEPTH);
    check_at(&"-(".repeat(2_500), ErrorKind::TooDeep, MAX_DEPTH);
    check_at(&format!("{}a", "-".repeat(5_000)), ErrorKind::TooDeep, MAX_DEPTH);
    check_at(&"NOT ".repeat(2_000), ErrorKind::TooDeep, 4 * MAX_DEPTH);
    check_at(&"漏 ".repeat(MAX_TERMS + 1), ErrorKind::TooManyTerms, 4 * MAX_TERMS);
    check_at(
        &"漏".repeat(MAX_CHARS + 1),
        ErrorKind::TooLong { chars: MAX_CHARS + 1 },
        3 * MAX_CHARS,
    );

    let deep = format!("{}a{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
    for fits in [deep, "漏 ".repeat(MAX_TERMS), "漏".repeat(MAX_CHARS)] {
        assert!(parse(&fits).is_ok());
    }
}

#[test]
fn messages_say_in_one_line_what_to_type() {
    let error = parse("a AND").expect_err("no operand");
    insta::assert_snapshot!(error, @r#"`AND` has nothing on its right; write a word after it, or `"AND"` to search for the word itself"#);
}

#[test]
fn an_error_shows_the_place_and_what_to_type() {
    insta::assert_snapshot!(rendered("不正アクセス 「改ざん"), @r"
    nothing closes this `「`
      不正アクセス 「改ざん
                   ^^
    hint: write `」` after the phrase
    ");
    insta::assert_snapshot!(rendered("改ざん」 カード"), @r"
    nothing opens this `」`
      改ざん」 カード
            ^^
    hint: write `「` before the phrase, or remove the mark
    ");
    insta::assert_snapshot!(rendered("（カード OR 口座　漏えい"), @r"
    nothing closes this parenthesis
      （カード OR 口座　漏えい
      ^^
    hint: write `)` after the group, or quote text that holds a parenthesis
    ");
    insta::assert_snapshot!(rendered("漏えい ()"), @r"
    these parentheses hold nothing
      漏えい ()
             ^^
    hint: write words between the parentheses, or remove them
    ");
    insta::assert_snapshot!(rendered("漏えい OR"), @r#"
    `OR` has nothing on its right
      漏えい OR
             ^^
    hint: write a word after it, or `"OR"` to search for the word itself
    "#);
    insta::assert_snapshot!(rendered("｜漏えい"), @r"
    `｜` has nothing on its left
      ｜漏えい
      ^^
    hint: write a word before it, or remove it
    ");
    insta::assert_snapshot!(rendered("ペイメント － 改ざん"), @r"
    this minus belongs to no word
      ペイメント － 改ざん
                 ^^
    hint: write it right before what to leave out, as in `-word`, or remove it
    ");
    insta::assert_snapshot!(rendered("ペイメント*アプリ"), @r"
    `*` works only at the end of a word
      ペイメント*アプリ
      ^^^^^^^^^^^^^^^^^
    hint: write the beginning of a word and then `*`, as in `漏え*`, or quote the text
    ");
    insta::assert_snapshot!(rendered("漏えい cuase:malware"), @r"
    there is no field `cuase:`
      漏えい cuase:malware
             ^^^^^^
    hint: did you mean `cause:`? to search for the text, quote it
    ");
    insta::assert_snapshot!(rendered("原因： 不正アクセス"), @r"
    `cause:` has no value
      原因： 不正アクセス
      ^^^^^^
    hint: write it right after the colon, as in `cause:malware`
    ");
    insta::assert_snapshot!(rendered("cause:(malware OR loss)"), @r"
    `cause:` takes one value, not a group
      cause:(malware OR loss)
      ^^^^^^^
    hint: name the field each time, as in `(cause:… OR cause:…)`
    ");
    insta::assert_snapshot!(rendered("組織：株式会社（東京）"), @r#"
    it is unclear where the value of `org:` ends
      組織：株式会社（東京）
      ^^^^^^^^^^^^^^^^
    hint: quote the whole value, as in `org:"…"`, or put a space after it
    "#);
    insta::assert_snapshot!(rendered("委託先:ショー＊"), @r"
    `vendor:` takes whole values, without `*`
      委託先:ショー＊
             ^^^^^^^^
    hint: write the whole value, as in `vendor:ショーケース`
    ");
    insta::assert_snapshot!(rendered("種別:告知"), @r"
    `kind:` has no value `告知`
      種別:告知
           ^^^^
    hint: write one of notice, follow-up, qa, digest-entry, commentary, news, none
    ");
    insta::assert_snapshot!(rendered("公表:昨年"), @r"
    `昨年` is not a date or a range of dates
      公表:昨年
           ^^^^
    hint: write `2022`, `2022-10`, `2022年10月5日`, `令和4年10月`, `2022-10..2023-01` or `>=2022-10`
    ");
    insta::assert_snapshot!(rendered("公表:2023年2月30日"), @r"
    the calendar has no 2023-02-30
      公表:2023年2月30日
           ^^^^^^^^^^^^^
    hint: write a date that exists, as in `2022-10`
    ");
    insta::assert_snapshot!(rendered("件数:1000..500人"), @r"
    the range `1000..500人` is empty
      件数:1000..500人
           ^^^^^^^^^^^
    hint: write the smaller or earlier end first, as in `1000..5000`
    ");
    insta::assert_snapshot!(rendered("件数：１０００人～５０００件"), @r"
    the ends of `１０００人～５０００件` count different things
      件数：１０００人～５０００件
            ^^^^^^^^^^^^^^^^^^^^^^
    hint: write one unit, as in `1000..5000人`
    ");
    insta::assert_snapshot!(rendered("件数:多数"), @r"
    `多数` is not a number or a range of numbers
      件数:多数
           ^^^^
    hint: write `1000`, `1,000`, `1.5万`, `1000..5000`, `>=1000` or `>=1000人`
    ");
}

#[test]
fn what_disturbs_a_terminal_is_replaced() {
    insta::assert_snapshot!(rendered("a\n\u{1b}[31m\tb\u{202e} 「c"), @r"
    nothing closes this `「`
      a␊␛[31m b� 「c
                 ^^
    hint: write `」` after the phrase
    ");
    insta::assert_snapshot!(rendered("公表:\"\u{1b}[2J\u{202e}\""), @r#"
    `␛[2J�` is not a date or a range of dates
      公表:"␛[2J�"
           ^^^^^^^
    hint: write `2022`, `2022-10`, `2022年10月5日`, `令和4年10月`, `2022-10..2023-01` or `>=2022-10`
    "#);
}

#[test]
fn a_long_query_is_shown_around_the_place() {
    let words = "漏えい ".repeat(40);
    insta::assert_snapshot!(rendered(&format!("{words}cuase:a {words}")), @r"
    there is no field `cuase:`
      …い 漏えい 漏えい 漏えい cuase:a 漏えい 漏えい 漏えい 漏えい 漏えい 漏え…
                               ^^^^^^
    hint: did you mean `cause:`? to search for the text, quote it
    ");
    insta::assert_snapshot!(rendered(&"漏".repeat(MAX_CHARS + 1)), @r"
    the query has 8193 characters, 8192 are allowed
      …漏漏漏漏漏漏漏漏漏漏漏漏漏
                               ^^
    hint: keep the words that matter, or ask in several queries
    ");
}
