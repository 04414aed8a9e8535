use proptest::prelude::*;

use super::*;
use crate::eval::trec;

fn evaluation(qrels: &str, run: &str) -> Evaluation {
    let qrels = Qrels::parse("qrels.txt", qrels).expect("judgements");
    let run = Run::parse("run.txt", run).expect("a run");
    Evaluation::of(&qrels, &run, &BTreeMap::new())
}

/// `expected.tsv` is what ir_measures 0.4.3 with pytrec_eval-terrier 0.5.11 gives for `qrels.txt`
/// and `run.txt`: `ir_measures qrels.txt run.txt nDCG@10 RR@10 R@10 R@100 AP --by_query -p 9`.
#[test]
fn every_measure_agrees_with_ir_measures() {
    let evaluation = evaluation(include_str!("qrels.txt"), include_str!("run.txt"));
    let mut lines = include_str!("expected.tsv").lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').skip(1).collect();
    assert_eq!(header, Measure::ALL.map(Measure::as_str));
    let mut compared = 0;
    for line in lines {
        let mut columns = line.split('\t');
        let qid = columns.next().expect("a query");
        let Some(query) = evaluation.queries.iter().find(|query| query.qid == qid) else {
            assert!(evaluation.unanswerable.contains_key(qid), "{qid}");
            continue;
        };
        for (measure, expected) in Measure::ALL.into_iter().zip(columns) {
            let expected: f64 = expected.parse().expect(line);
            let value = query.values.get(measure);
            assert!(value.is_sign_positive(), "{qid} {measure}");
            assert!((value - expected).abs() < 1e-8, "{qid} {measure}: {value}, not {expected}");
            compared += 1;
        }
    }
    assert_eq!(compared, Measure::ALL.len() * evaluation.queries.len());
}

#[test]
fn queries_without_an_answer_are_told_apart() {
    let evaluation = evaluation(include_str!("qrels.txt"), include_str!("run.txt"));
    let told: Vec<(&str, usize)> =
        evaluation.unanswerable.iter().map(|(qid, returned)| (qid.as_str(), *returned)).collect();
    assert_eq!(told, [("unanswerable-1", 2), ("unanswerable-2", 0)]);
}

#[test]
fn means_are_taken_over_queries_and_over_each_type() {
    let qrels = "kana-1 0 a 1\nkana-2 0 a 1\ntypo-1 0 a 1\nnone-1 0 a 0\n";
    let evaluation = evaluation(qrels, "kana-1 Q0 a 1 1 t\nkana-2 Q0 b 1 2 t\nkana-2 Q0 a 2 1 t\n");
    let mean = evaluation.means().expect("queries").get(Measure::ReciprocalRank10);
    assert_eq!(mean, 0.5);
    let by_type: Vec<(&str, usize, f64)> = evaluation
        .by_type()
        .into_iter()
        .map(|(kind, (queries, values))| (kind, queries, values.get(Measure::ReciprocalRank10)))
        .collect();
    assert_eq!(by_type, [("kana", 2, 0.75), ("typo", 1, 0.0)]);
    let worst: Vec<&str> =
        evaluation.worst(2).into_iter().map(|query| query.qid.as_str()).collect();
    assert_eq!(worst, ["typo-1", "kana-2"]);
    let ranks: Vec<Option<usize>> = evaluation
        .queries
        .iter()
        .flat_map(|query| query.relevant.iter().map(|document| document.rank))
        .collect();
    assert_eq!(ranks, [Some(1), Some(2), None]);
    assert_eq!(Evaluation::default().means(), None);
}

#[test]
fn a_query_s_id_may_say_its_type() {
    for (qid, expected) in [
        ("kana-12", "kana"),
        ("kana:12", "kana"),
        ("half-width-3", "half-width"),
        ("件数-3", "件数"),
        ("a10336p0q0", ""),
        ("tr-000-01-000", ""),
        ("12", ""),
        ("-12", ""),
        ("kana-", ""),
        ("kana-1a", ""),
    ] {
        assert_eq!(type_of(qid), expected, "{qid}");
    }
}

#[test]
fn a_type_may_be_given() {
    let qrels = Qrels::parse("q", "kana-1 0 a 1\nx 0 a 1").expect("judgements");
    let types = trec::parse_types("t", "kana-1 reading\n").expect("types");
    let evaluation = Evaluation::of(&qrels, &Run::default(), &types);
    let kinds: Vec<&str> = evaluation.queries.iter().map(|query| query.kind.as_str()).collect();
    assert_eq!(kinds, ["reading", ""]);
}

proptest! {
    #[test]
    fn a_measure_lies_between_nothing_and_the_best_order(
        grades in proptest::collection::vec(-1_i32..4, 1..30),
        order in proptest::collection::vec(0_usize..40, 0..30),
    ) {
        let grades: BTreeMap<String, i32> =
            grades.into_iter().enumerate().map(|(at, grade)| (at.to_string(), grade)).collect();
        let mut returned: Vec<String> = Vec::new();
        for document in order.iter().map(ToString::to_string) {
            if !returned.contains(&document) {
                returned.push(document);
            }
        }
        let mut best: Vec<String> = grades.keys().cloned().collect();
        best.sort_by_key(|document| std::cmp::Reverse(grades.get(document).copied()));
        for measure in Measure::ALL {
            let value = measure.of(&returned, &grades);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{measure} {value}");
            prop_assert!(value <= measure.of(&best, &grades) + 1e-12, "{measure}");
        }
        if grades.values().any(|grade| *grade > 0) {
            prop_assert!((Measure::Ndcg10.of(&best, &grades) - 1.0).abs() < 1e-12);
        }
    }
}
