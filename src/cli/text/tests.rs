use super::*;

#[test]
fn columns_are_counted_as_terminals_do() {
    for (text, expected) in [
        ("", 0),
        ("abc", 3),
        ("漏えい", 6),
        ("ﾛｳｴｲ", 4),
        ("ＷＥＢ", 6),
        ("か\u{3099}", 2),
        ("a\tb\nc", 5),
    ] {
        assert_eq!(Text::plain(text).width(), expected, "{text:?}");
    }
}

#[test]
fn what_would_disturb_a_terminal_is_replaced_one_for_one() {
    for (text, expected) in [
        ("\u{1b}[31m赤\u{1b}[0m", "\u{fffd}[31m赤\u{fffd}[0m"),
        ("\u{9b}31m", "\u{fffd}31m"),
        ("a\u{202e}b\u{2066}c", "a\u{fffd}b\u{fffd}c"),
        ("\u{7}\u{8}\u{7f}\0", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ("一\t二\r\n三", "一 二  三"),
        ("漏\u{200b}洩", "漏\u{fffd}洩"),
        ("「東玉」オンライン", "「東玉」オンライン"),
    ] {
        assert_eq!(Text::plain(text).render(false), expected, "{text:?}");
    }
    assert_eq!(sanitised("一\n\u{1b}二"), "一\n\u{fffd}二");
}

#[test]
fn lines_break_as_japanese_breaks() {
    fn check(text: &str, width: usize, expected: &[&str]) {
        let lines: Vec<String> =
            Text::plain(text).wrap(width).iter().map(|line| line.render(false)).collect();
        assert_eq!(lines, expected, "{text} at {width}");
        assert!(Text::plain(text).wrap(width).iter().all(|line| line.width() <= width));
    }
    check("", 10, &[]);
    check("短い", 10, &["短い"]);
    check("個人情報漏えい", 8, &["個人情報", "漏えい"]);
    check("個人情報漏えい", 9, &["個人情報", "漏えい"]);
    // A closing mark takes the character before it along.
    check("個人情報。漏えい", 8, &["個人情", "報。漏え", "い"]);
    check("個人情「漏えい」", 8, &["個人情", "「漏え", "い」"]);
    // A word of Latin letters stays whole where it fits a line.
    check("弊社のpayment画面", 10, &["弊社の", "payment画", "面"]);
    check("aaaaaaaaaaaa", 5, &["aaaaa", "aaaaa", "aa"]);
    check("one two three", 7, &["one two", "three"]);
    check("全角　空白の行", 4, &["全角", "空白", "の行"]);
    check("か\u{3099}か\u{3099}か\u{3099}", 4, &["か\u{3099}か\u{3099}", "か\u{3099}"]);
}

#[test]
fn a_cut_text_ends_in_an_ellipsis_and_fits() {
    fn check(text: &str, width: usize, expected: &str) {
        let mut line = Text::plain(text);
        line.cut_to(width);
        assert_eq!(line.render(false), expected, "{text} at {width}");
    }
    check("漏えい", 6, "漏えい");
    check("漏えい", 5, "漏え…");
    check("漏えい", 4, "漏…");
    check("abc", 2, "a…");
}

#[test]
fn highlights_are_ranges_of_characters() {
    let text = Text::highlighted("情報漏えい、改ざん", &[2..5, 6..9]);
    assert_eq!(text.render(false), "情報漏えい、改ざん");
    assert_eq!(
        text.render(true),
        "情報\u{1b}[1m\u{1b}[31m漏えい\u{1b}[0m、\u{1b}[1m\u{1b}[31m改ざん\u{1b}[0m"
    );
}

#[test]
fn a_highlight_survives_wrapping() {
    let lines = Text::highlighted("情報漏えい", std::slice::from_ref(&(1..4))).wrap(4);
    let shown: Vec<String> = lines.iter().map(|line| line.render(true)).collect();
    let on = "\u{1b}[1m\u{1b}[31m";
    let off = "\u{1b}[0m";
    assert_eq!(shown, [format!("情{on}報{off}"), format!("{on}漏え{off}"), "い".to_owned()]);
}

#[test]
fn padding_counts_columns() {
    let mut line = Text::plain("漏え");
    line.pad_to(6);
    assert_eq!(line.render(false), "漏え  ");
    line.pad_to(2);
    assert_eq!(line.render(false), "漏え  ");
}
