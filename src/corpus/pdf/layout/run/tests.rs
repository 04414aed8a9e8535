use super::*;

/// Glyphs of a text from a place on: wide ones an em, others half, `_` an em of nothing.
fn glyphs(x: f64, y: f64, size: f64, text: &str) -> Vec<Glyph> {
    let mut x = x;
    let mut glyphs = Vec::new();
    for c in text.chars() {
        let advance =
            if spelling::is_wide(c) || c == '_' || c == '\u{3000}' || ('ぁ'..='ヿ').contains(&c) {
                size
            } else {
                size / 2.0
            };
        if c != '_' {
            glyphs.push(Glyph { text: c.to_string(), x, y, advance, size, flow: Flow::Right });
        }
        x += advance;
    }
    glyphs
}

fn texts(glyphs: &[Glyph], rules: &[Rule]) -> Vec<String> {
    flows(glyphs, rules).into_iter().flat_map(|(_, runs)| runs).map(|run| run.text).collect()
}

#[test]
fn gaps_part_words_and_cells() {
    let check = |text: &str, wanted: &[&str]| {
        assert_eq!(texts(&glyphs(50.0, 700.0, 10.0, text), &[]), wanted, "{text}");
    };
    check("名簿の件数", &["名簿の件数"]);
    // Letters set a little apart, and far apart.
    check("名_簿_の_件_数", &["名簿の件数"]);
    check("お__知__ら__せ", &["お知らせ"]);
    check("項目___件数", &["項目", "件数"]);
    check("2024_04_01", &["2024 04 01"]);
    check("第_2_報", &["第2報"]);
    check("a b 件", &["a b 件"]);
    // Spaces that align, and spaces that do not.
    check("項目\u{3000}件数", &["項目\u{3000}件数"]);
    check("各位\u{3000}\u{3000}\u{3000}\u{3000}四月", &["各位", "四月"]);
    check("\u{3000}\u{3000}", &[]);
}

#[test]
fn lines_come_from_the_top_whatever_the_order() {
    let mut all = glyphs(50.0, 680.0, 10.0, "二行目");
    all.extend(glyphs(50.0, 700.0, 10.0, "一行目"));
    // A little higher or lower is the same line: a note's number, a mark of another font.
    all.extend(glyphs(80.0, 703.0, 5.0, "1"));
    assert_eq!(texts(&all, &[]), ["一行目1", "二行目"]);
}

#[test]
fn bold_by_drawing_twice_is_read_once() {
    let mut all = glyphs(50.0, 700.0, 10.0, "見出し");
    all.extend(glyphs(50.4, 700.0, 10.0, "見出し"));
    assert_eq!(texts(&all, &[]), ["見出し"]);
}

#[test]
fn readings_above_a_line_are_left_out() {
    let mut all = glyphs(50.0, 700.0, 10.0, "霧原市の件");
    all.extend(glyphs(52.0, 710.5, 5.0, "きりはら"));
    assert_eq!(texts(&all, &[]), ["霧原市の件"]);
    // Small print that is no reading, or above nothing, stays.
    let mut all = glyphs(50.0, 700.0, 10.0, "霧原市の件");
    all.extend(glyphs(52.0, 710.5, 5.0, "注記"));
    all.extend(glyphs(300.0, 710.5, 5.0, "かな"));
    assert_eq!(texts(&all, &[]), ["注記", "かな", "霧原市の件"]);
}

#[test]
fn a_wall_parts_cells_that_touch() {
    let wall = Rule { from: (72.0, 690.0), to: (72.0, 720.0) };
    let line = glyphs(50.0, 700.0, 10.0, "氏名");
    let all = [line, glyphs(73.5, 700.0, 10.0, "番号")].concat();
    assert_eq!(texts(&all, &[]), ["氏名番号"]);
    assert_eq!(texts(&all, &[wall]), ["氏名", "番号"]);
}

#[test]
fn upright_glyphs_below_one_another_are_vertical() {
    let column = |x: f64, text: &str| -> Vec<Glyph> {
        let place = |(number, c): (usize, char)| {
            glyphs(x, 700.0 - 10.0 * number as f64, 10.0, &c.to_string())
        };
        text.chars().enumerate().flat_map(place).collect()
    };
    let mut all = column(500.0, "縦に組んだ一行目の");
    all.extend(column(480.0, "文と次の行。"));
    all.extend(glyphs(50.0, 800.0, 10.0, "横の柱です"));
    let flows = flows(&all, &[]);
    let shape: Vec<(Flow, Vec<&str>)> = flows
        .iter()
        .map(|(flow, runs)| (*flow, runs.iter().map(|run| run.text.as_str()).collect()))
        .collect();
    assert_eq!(
        shape,
        [
            (Flow::Down, vec!["縦に組んだ一行目の", "文と次の行。"]),
            (Flow::Right, vec!["横の柱です"]),
        ]
    );
}
