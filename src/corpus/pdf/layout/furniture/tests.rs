use super::*;

/// Pages of A4 with lines at a height.
fn remaining(pages: &[&[(f64, &str)]]) -> Vec<Vec<String>> {
    let run = |(v, text): &(f64, &str)| Run {
        u0: 60.0,
        u1: 60.0 + 10.0 * text.chars().count() as f64,
        v: *v,
        size: 10.0,
        text: (*text).to_owned(),
    };
    let mut pages: Vec<PageRuns> = pages
        .iter()
        .map(|lines| PageRuns {
            height: 842.0,
            flows: vec![(Flow::Right, lines.iter().map(run).collect())],
            rows: Vec::new(),
        })
        .collect();
    remove(&mut pages);
    let texts = |page: &PageRuns| -> Vec<String> {
        page.flows.iter().flat_map(|(_, runs)| runs).map(|run| run.text.clone()).collect()
    };
    pages.iter().map(texts).collect()
}

#[test]
fn what_every_page_repeats_is_removed() {
    let left = remaining(&[
        &[(800.0, "霧原商事 報告書"), (700.0, "一頁目の文"), (30.0, "1/3")],
        &[(800.0, "霧原商事 報告書"), (700.0, "二頁目の文"), (30.0, "2/3")],
        &[(800.0, "霧原商事 報告書"), (700.0, "三頁目の文"), (30.0, "3/3")],
    ]);
    assert_eq!(left, [["一頁目の文"], ["二頁目の文"], ["三頁目の文"]]);
}

#[test]
fn what_is_elsewhere_or_once_stays() {
    // In the middle, at another height, or on one page only.
    let left = remaining(&[
        &[(800.0, "表題"), (500.0, "同じ文"), (60.0, "末尾の文")],
        &[(780.0, "表題"), (500.0, "同じ文"), (80.0, "続きの文")],
    ]);
    assert_eq!(left, [["表題", "同じ文", "末尾の文"], ["表題", "同じ文", "続きの文"]]);
}

#[test]
fn numbers_of_pages() {
    for (text, wanted) in [
        ("3", true),
        ("- 3 -", true),
        ("－ 12 －", true),
        ("3 / 12", true),
        ("３／１２ページ", true),
        ("Page 3 of 12", true),
        ("P.3", true),
        ("(3)", true),
        ("2024年", false),
        ("03-0000-0000", false),
        ("3件", false),
        ("", false),
    ] {
        assert_eq!(is_page_number(text), wanted, "{text}");
    }
    // A number is one only at the edge, and alone on its line.
    assert_eq!(remaining(&[&[(700.0, "12"), (400.0, "文"), (40.0, "1")]]), [["12", "文"]]);
}
