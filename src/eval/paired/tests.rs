use proptest::prelude::*;

use super::*;
use crate::eval::trec::{Qrels, Run};

/// Two systems that differ in where they rank the one relevant document; rank 0 is not returned.
fn systems(ranks: &[(usize, usize)]) -> (Evaluation, Evaluation) {
    let mut qrels = String::new();
    let mut runs = (Run::default(), Run::default());
    let list = |rank: usize| -> Vec<(f32, String)> {
        (1_u8..=10)
            .map(|at| {
                let name = if usize::from(at) == rank { "right".into() } else { format!("d{at}") };
                (f32::from(100 - at), name)
            })
            .collect()
    };
    for (number, (before, after)) in ranks.iter().enumerate() {
        qrels.push_str(&format!("q{number:03} 0 right 1\n"));
        runs.0.insert(format!("q{number:03}"), list(*before));
        runs.1.insert(format!("q{number:03}"), list(*after));
    }
    let qrels = Qrels::parse("qrels", &qrels).expect("judgements");
    let types = BTreeMap::new();
    (Evaluation::of(&qrels, &runs.0, &types), Evaluation::of(&qrels, &runs.1, &types))
}

fn reciprocal(ranks: &[(usize, usize)]) -> Paired {
    let (before, after) = systems(ranks);
    let all = compare(&before, &after);
    *all.iter().find(|one| one.measure == Measure::ReciprocalRank10).expect("every measure")
}

#[test]
fn wins_losses_and_means_are_counted() {
    let paired = reciprocal(&[(2, 1), (1, 1), (1, 4), (0, 0), (0, 2)]);
    assert_eq!((paired.queries, paired.wins, paired.losses, paired.ties), (5, 2, 1, 2));
    assert!((paired.before - 0.5).abs() < 1e-12, "{paired:?}");
    assert!((paired.after - 0.55).abs() < 1e-12, "{paired:?}");
}

#[test]
fn chance_is_told_from_a_difference() {
    // All ten signs alike come about in 2 of 1,024 tosses.
    let p = reciprocal(&[(2, 1); 10]).p_value;
    assert!((0.001..0.004).contains(&p), "{p}");
    let p = reciprocal(&[(2, 1), (1, 2), (2, 1), (1, 2)]).p_value;
    assert_eq!(p, 1.0);
    assert_eq!(reciprocal(&[(3, 3); 5]).p_value, 1.0);
    assert_eq!(reciprocal(&[]).p_value, 1.0);
    assert!(reciprocal(&[(0, 1); 40]).p_value < 0.000_2);
}

/// scipy 1.17.1: `permutation_test((before, after), lambda a, b: numpy.mean(b - a),
/// permutation_type="samples", n_resamples=numpy.inf)` over the reciprocal ranks.
#[test]
fn the_p_value_agrees_with_scipy() {
    let ranks = [(2, 1), (3, 1), (1, 2), (5, 4), (0, 3), (4, 1), (1, 1), (2, 3), (6, 2), (10, 1)];
    let p = reciprocal(&ranks).p_value;
    assert!((p - 0.078_125).abs() < 0.01, "{p}");
}

#[test]
fn queries_that_moved_are_listed_from_best_to_worst() {
    let (before, after) = systems(&[(1, 2), (2, 1), (0, 1), (3, 3)]);
    let qids: Vec<&str> = moved(&before, &after).into_iter().map(|one| one.qid).collect();
    assert_eq!(qids, ["q002", "q001", "q000"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn it_does_not_matter_which_run_is_called_the_earlier(
        ranks in proptest::collection::vec((0_usize..10, 0_usize..10), 0..12),
    ) {
        let swapped: Vec<(usize, usize)> = ranks.iter().map(|(a, b)| (*b, *a)).collect();
        let (one, other) = (reciprocal(&ranks), reciprocal(&swapped));
        prop_assert_eq!(one.p_value, other.p_value);
        prop_assert_eq!((one.wins, one.losses), (other.losses, other.wins));
    }
}
