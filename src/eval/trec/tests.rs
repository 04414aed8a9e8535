use super::*;

#[test]
fn a_run_is_ordered_by_its_scores() {
    #[track_caller]
    fn check(run: &str, expected: &[&str]) {
        let run = Run::parse("run.txt", run).expect(run);
        assert_eq!(run.documents("q"), expected);
    }
    check("q Q0 a 1 2.5 t\nq Q0 b 2 3 t\n", &["b", "a"]);
    check("\u{feff}q\tQ0  a 9 -1e3 t\r\n\n", &["a"]);
    // Ties go by id, last first.
    check("q Q0 a 1 2 t\nq Q0 c 2 2.0 t\nq Q0 b 3 2 t", &["c", "b", "a"]);
    // Single precision does not tell these apart.
    check("q Q0 a 1 1.00000001 t\nq Q0 b 2 1 t", &["b", "a"]);
    check("other Q0 a 1 1 t", &[]);
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    #[track_caller]
    fn check<T: std::fmt::Debug>(read: Result<T, TrecError>, expected: &str) {
        assert_eq!(read.expect_err(expected).to_string(), expected);
    }
    let run = |text| Run::parse("run.txt", text);
    check(
        run("q Q0 a 1 1 t\nq a 1\n"),
        "run.txt:2: a line of a run has 6 columns, this one 3; write `qid Q0 docid rank score tag`",
    );
    check(run("q Q0 a 1 high t"), "run.txt:1: `high` is no score; write a number");
    check(run("q Q0 a 1 NaN t"), "run.txt:1: `NaN` is no score; write a number");
    check(
        run("q Q0 a 1 2 t\np Q0 a 1 2 t\nq Q0 a 2 1 t"),
        "run.txt:3: `a` is returned twice for query q; keep one line of the two",
    );
    let qrels = |text| Qrels::parse("qrels.txt", text);
    check(
        qrels("\nq 0 a"),
        "qrels.txt:2: a judgement has 4 columns, this line 3; write `qid 0 docid grade`",
    );
    check(
        qrels("q 0 a 1.5"),
        "qrels.txt:1: `1.5` is no grade; write a whole number, 0 for irrelevant",
    );
    check(
        qrels("q 0 a 1\nq 0 a 1"),
        "qrels.txt:2: `a` is judged twice for query q; keep one line of the two",
    );
    let types = |text| parse_types("types.tsv", text);
    check(types("q"), "types.tsv:1: a type has 2 columns, this line 1; write `qid type`");
    check(types("q a\nq b"), "types.tsv:2: query q has two types; keep one line of the two");
}
