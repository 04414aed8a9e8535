use super::*;

/// Lines of a block 20 ems wide, 15 points apart: what precedes the text moves it. `>` is an em to
/// the right, `v` a line further down.
fn block(lines: &[&str]) -> Block {
    let mut v = 700.0;
    let item = |line: &&str| {
        let text = line.trim_start_matches(['>', 'v']);
        let moved =
            |by: char| line.chars().take_while(|c| ">v".contains(*c)).filter(|c| *c == by).count();
        v -= 15.0 * (1 + moved('v')) as f64;
        let u0 = 50.0 + 10.0 * moved('>') as f64;
        let em = |c: char| if c.is_ascii() { 5.0 } else { 10.0 };
        let u1 = u0 + text.chars().map(em).sum::<f64>();
        Item { u0, u1, v, size: 10.0, text: text.to_owned(), row: text.contains('\t') }
    };
    Block { lines: lines.iter().map(item).collect() }
}

fn check(blocks: &[&[&str]], wanted: &[&str]) {
    let mut joiner = Joiner::new(10.0);
    for lines in blocks {
        joiner.block(block(lines));
    }
    let lines = joiner.finish();
    let texts: Vec<&str> =
        lines.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect();
    assert_eq!(texts, wanted, "{blocks:?}");
}

#[test]
fn wrapped_lines_are_one() {
    check(
        &[&[
            ">このたび弊社の窓口におきまして名簿の誤",
            "送信が起きましたことをお詫び申し上げます",
            "。",
        ]],
        &["このたび弊社の窓口におきまして名簿の誤送信が起きましたことをお詫び申し上げます。"],
    );
    // A new paragraph is indented, or follows a line that was not filled.
    check(
        &[&[
            ">このたび弊社の窓口におきまして名簿の誤送信が起きました。",
            ">お客様にはご心配をおかけしましたことをお詫び申し上げます。",
            "件数は十二件です。",
            "これは別の段落の文であり端まで続くものであって次の行に及ぶ。",
        ]],
        &[
            "このたび弊社の窓口におきまして名簿の誤送信が起きました。",
            "お客様にはご心配をおかけしましたことをお詫び申し上げます。件数は十二件です。",
            "これは別の段落の文であり端まで続くものであって次の行に及ぶ。",
        ],
    );
}

#[test]
fn items_and_headings_are_lines_of_their_own() {
    check(
        &[&[
            "1．経緯の説明を行う見出しの文で端まで届く",
            "・送信の前に二名で宛先を確かめる手順を必ず",
            ">守ることといたします。",
            "・添付を確かめます。",
            "【対象】",
            "（1）予約をされた方のうち四月に宿泊された皆",
            ">様",
            "①氏名",
            "②住所",
        ]],
        &[
            "1．経緯の説明を行う見出しの文で端まで届く",
            "・送信の前に二名で宛先を確かめる手順を必ず守ることといたします。",
            "・添付を確かめます。",
            "【対象】",
            "（1）予約をされた方のうち四月に宿泊された皆様",
            "①氏名",
            "②住所",
        ],
    );
    // What begins with a figure need not be an item.
    check(
        &[&[">このたび弊社の窓口で扱う記録媒体のうち", "12件の所在が分からなくなりました。"]],
        &["このたび弊社の窓口で扱う記録媒体のうち12件の所在が分からなくなりました。"],
    );
}

#[test]
fn lines_on_the_right_stand_alone() {
    check(
        &[&[
            ">>>>>>>>>>>>令和6年5月20日",
            ">>>>>>>>>>>>霧原商事株式会社",
            "お客様各位の皆様に広くお知らせいたします。",
        ]],
        &["令和6年5月20日", "霧原商事株式会社", "お客様各位の皆様に広くお知らせいたします。"],
    );
}

#[test]
fn rows_are_never_joined() {
    check(
        &[&["項目\t件数", "氏名\t12件", "以上の件数です"]],
        &["項目\t件数", "氏名\t12件", "以上の件数です"],
    );
}

#[test]
fn a_sentence_goes_on_in_the_next_column_or_page() {
    check(
        &[
            &[
                "前の頁の末尾の文はここで終わらずに次の頁",
                "へと続いていき、その先頭の行とつながること",
            ],
            &["になります。", "vv次の頁の別の段落です。"],
        ],
        &[
            "前の頁の末尾の文はここで終わらずに次の頁へと続いていき、その先頭の行とつながることになります。",
            "次の頁の別の段落です。",
        ],
    );
    // What ended does not go on; neither does an item.
    check(
        &[&["前の頁の文はこの行の端のところで終わった。"], &["次の頁の文です。"]],
        &["前の頁の文はこの行の端のところで終わった。", "次の頁の文です。"],
    );
    check(
        &[&["前の頁の文はこの行の端のところに来ている"], &["2．次の見出し"]],
        &["前の頁の文はこの行の端のところに来ている", "2．次の見出し"],
    );
}

#[test]
fn parts_are_joined_as_they_are_written() {
    for (first, second, wanted) in [
        ("名簿の", "件数", "名簿の件数"),
        ("data", "breach", "data breach"),
        ("noti-", "fication", "notification"),
        ("2024-", "04-01", "2024- 04-01"),
        ("件数は", "12件", "件数は12件"),
        ("https://example.com/a", "b.html", "https://example.com/ab.html"),
        ("窓口 info@", "kirihara.example", "窓口 info@kirihara.example"),
        ("", "件", "件"),
        ("件", "", "件"),
    ] {
        let mut text = first.to_owned();
        join(&mut text, second);
        assert_eq!(text, wanted);
    }
}

#[test]
fn marks_of_items() {
    for (text, start, mark) in [
        ("・", true, true),
        ("・氏名", true, false),
        ("①", true, true),
        ("（1）", true, true),
        ("1．", true, true),
        ("1.2 経緯", true, false),
        ("12件", false, false),
        ("3.5倍", false, false),
        ("2024年4月", false, false),
        ("Ｑ1．", true, true),
        ("第2報", true, false),
        ("ウ．対応", true, false),
        ("e-mail", false, false),
        ("", false, false),
    ] {
        assert_eq!((is_start(text), is_mark(text)), (start, mark), "{text}");
    }
}
