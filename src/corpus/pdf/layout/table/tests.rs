use super::*;

fn level(u0: f64, u1: f64, v: f64) -> Rule {
    Rule { from: (u0, v), to: (u1, v) }
}

fn upright(u: f64, v0: f64, v1: f64) -> Rule {
    Rule { from: (u, v0), to: (u, v1) }
}

fn run(u0: f64, v: f64, text: &str) -> Run {
    let u1 = u0 + 10.0 * text.chars().count() as f64;
    Run { u0, u1, v, size: 10.0, text: text.to_owned() }
}

/// Two columns of 100 and 200 points, two rows of 40.
fn grid() -> Vec<Rule> {
    let mut rules: Vec<Rule> = [500.0, 540.0, 580.0].map(|v| level(50.0, 350.0, v)).into();
    rules.extend([50.0, 150.0, 350.0].map(|u| upright(u, 500.0, 580.0)));
    rules
}

fn check(runs: Vec<Run>, rules: &[Rule], rows_wanted: &[&str], rest_wanted: &[&str]) {
    let (items, rest) = rows(runs, rules);
    let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
    let rest: Vec<&str> = rest.iter().map(|run| run.text.as_str()).collect();
    assert_eq!((texts.as_slice(), rest.as_slice()), (rows_wanted, rest_wanted));
}

#[test]
fn cells_of_a_row_stay_side_by_side() {
    let runs = vec![
        run(60.0, 700.0, "表の前の文"),
        // The first cell of the row stands beside the middle of the second.
        run(160.0, 570.0, "二行にわた"),
        run(60.0, 560.0, "項目"),
        run(160.0, 550.0, "る内容"),
        run(60.0, 520.0, "件数"),
        run(160.0, 520.0, "12件"),
    ];
    let wanted = ["項目\t二行にわたる内容", "件数\t12件"];
    check(runs.clone(), &grid(), &wanted, &["表の前の文"]);
    let texts: Vec<&str> = runs.iter().map(|run| run.text.as_str()).collect();
    check(runs.clone(), &[], &[], &texts);
}

#[test]
fn items_within_a_cell_are_kept_apart() {
    let runs =
        vec![run(60.0, 560.0, "項目"), run(160.0, 570.0, "・氏名"), run(160.0, 550.0, "・住所")];
    check(runs, &grid(), &["項目\t・氏名 ・住所"], &[]);
}

#[test]
fn a_frame_is_no_table() {
    let frame = [
        level(50.0, 350.0, 500.0),
        level(50.0, 350.0, 580.0),
        upright(50.0, 500.0, 580.0),
        upright(350.0, 500.0, 580.0),
    ];
    check(vec![run(60.0, 540.0, "囲みの文")], &frame, &[], &["囲みの文"]);
    // Neither is what stands between lines that reach past it on three sides only.
    check(vec![run(60.0, 540.0, "開いた文")], &frame[..3], &[], &["開いた文"]);
}

#[test]
fn a_cell_over_two_rows_is_read_with_the_first() {
    let mut rules = grid();
    rules[1] = level(150.0, 350.0, 540.0);
    let runs = vec![run(60.0, 540.0, "内訳"), run(160.0, 560.0, "氏名"), run(160.0, 520.0, "住所")];
    check(runs, &rules, &["内訳\t氏名", "住所"], &[]);
}
