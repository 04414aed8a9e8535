use super::*;

/// A line of 20 ems at most, each character one.
fn item(u0: f64, v: f64, text: &str) -> Item {
    let u1 = u0 + 10.0 * text.chars().count() as f64;
    Item { u0, u1, v, size: 10.0, text: text.to_owned(), row: false }
}

fn check(items: Vec<Item>, wanted: &[&[&str]]) {
    let blocks = blocks(items);
    let texts: Vec<Vec<&str>> = blocks
        .iter()
        .map(|block| block.lines.iter().map(|line| line.text.as_str()).collect())
        .collect();
    assert_eq!(texts, wanted);
}

const LEFT: [&str; 4] = [
    "左の段の一行目であり端まで続く文",
    "左の段の二行目であり端まで続く文",
    "左の段の三行目であり端まで続く文",
    "左の段の末尾。",
];
const RIGHT: [&str; 4] = [
    "右の段の一行目であり端まで続く文",
    "右の段の二行目であり端まで続く文",
    "右の段の三行目であり端まで続く文",
    "右の段の末尾。",
];

/// Two columns, the right one a little lower.
fn columns(top: f64) -> Vec<Item> {
    (0..4)
        .flat_map(|line| {
            let v = top - 15.0 * f64::from(line);
            let line = line as usize;
            [item(50.0, v, LEFT[line]), item(250.0, v - 4.0, RIGHT[line])]
        })
        .collect()
}

#[test]
fn columns_are_read_one_after_another() {
    check(columns(600.0), &[&LEFT, &RIGHT]);
}

#[test]
fn what_is_above_and_below_columns_is_read_before_and_after() {
    let mut items = columns(600.0);
    let wide = "両方の段にまたがる見出しがここにあり右の段の上まで届く";
    items.push(item(50.0, 640.0, wide));
    items.push(item(50.0, 500.0, wide));
    check(items, &[&[wide], &LEFT, &RIGHT, &[wide]]);
}

#[test]
fn three_columns() {
    let mut items = columns(600.0);
    items.extend((0..4).map(|line| {
        item(450.0, 600.0 - 15.0 * f64::from(line), "第三の段の行であり端まで続いた文")
    }));
    let third = ["第三の段の行であり端まで続いた文"; 4];
    check(items, &[&LEFT, &RIGHT, &third]);
}

#[test]
fn cells_are_no_columns() {
    let rows = [("項目", "件数"), ("氏名", "12件"), ("住所", "34件"), ("電話番号", "5件")];
    let items = (0_u8..).zip(rows).flat_map(|(line, (left, right))| {
        let v = 600.0 - 15.0 * f64::from(line);
        [item(50.0, v, left), item(250.0, v, right)]
    });
    check(items.collect(), &[&["項目\t件数", "氏名\t12件", "住所\t34件", "電話番号\t5件"]]);
}

#[test]
fn a_cell_that_is_wrapped_goes_on() {
    let items = vec![
        item(50.0, 600.0, "経緯"),
        item(150.0, 600.0, "五月に名簿の置き忘れが"),
        item(150.0, 585.0, "起きたことによる。"),
        item(50.0, 570.0, "件数"),
        item(150.0, 570.0, "12件"),
        item(50.0, 540.0, "表の後の文"),
    ];
    check(
        items,
        &[&["経緯\t五月に名簿の置き忘れが起きたことによる。", "件数\t12件", "表の後の文"]],
    );
}

#[test]
fn the_mark_of_an_item_belongs_to_its_text() {
    let items = vec![
        item(50.0, 600.0, "（1）"),
        item(100.0, 600.0, "送信先の確認"),
        item(50.0, 585.0, "・"),
        item(80.0, 585.0, "添付の確認"),
    ];
    check(items, &[&["（1） 送信先の確認", "・ 添付の確認"]]);
}

#[test]
fn nothing_gives_nothing() {
    check(Vec::new(), &[]);
}
