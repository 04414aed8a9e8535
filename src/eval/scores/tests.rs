use proptest::prelude::*;

use super::*;
use crate::eval::facts::Outcome;
use crate::eval::labels::Split;

fn judgement(outcomes: &[(Field, &str, Verdict)]) -> Judgement {
    let outcome = |(field, value, verdict): &(Field, &str, Verdict)| Outcome {
        field: *field,
        value: (*value).to_owned(),
        fact: (*value).to_owned(),
        verdict: *verdict,
        quote: String::new(),
    };
    Judgement {
        id: "a".to_owned(),
        split: Split::Dev,
        outcomes: outcomes.iter().map(outcome).collect(),
    }
}

#[test]
fn facts_are_counted_over_all_and_by_value() {
    use Verdict::*;
    let scores = Scores::of(&[
        judgement(&[
            (Field::Cause, "malware/ransomware", Matched),
            (Field::Cause, "malware/emotet", Missed),
            (Field::Organisation, "", Matched),
        ]),
        judgement(&[
            (Field::Cause, "malware/ransomware", Matched),
            (Field::Cause, "malware/ransomware", FalseAlarm),
            (Field::DeniedAsLeaked, "contact/name", FalseAlarm),
            (Field::DeniedAsLeaked, "contact/email", FalseAlarm),
        ]),
    ]);
    let cause = scores.field(Field::Cause);
    assert_eq!(cause.all, Tally { expected: 3, found: 3, matched: 2 });
    assert_eq!(cause.all.f1(), Some(2.0 / 3.0));
    let ransomware = cause.values.get("malware/ransomware").copied().unwrap_or_default();
    assert_eq!(ransomware, Tally { expected: 2, found: 3, matched: 2 });
    assert_eq!(cause.macro_f1(), Some((0.8 + 0.0) / 2.0));
    assert_eq!(scores.field(Field::Organisation).macro_f1(), None);
    assert_eq!(scores.field(Field::Dates).all.f1(), None);
    assert_eq!((scores.reports, scores.leaking, scores.leaking_share()), (2, 1, Some(0.5)));
}

#[test]
fn what_cannot_be_divided_is_not_known() {
    #[track_caller]
    fn check(counts: (usize, usize, usize), rates: (Option<f64>, Option<f64>, Option<f64>)) {
        let tally = Tally { expected: counts.0, found: counts.1, matched: counts.2 };
        assert_eq!((tally.precision(), tally.recall(), tally.f1()), rates, "{counts:?}");
    }
    check((0, 0, 0), (None, None, None));
    check((2, 0, 0), (None, Some(0.0), Some(0.0)));
    check((0, 2, 0), (Some(0.0), None, Some(0.0)));
    check((4, 2, 2), (Some(1.0), Some(0.5), Some(2.0 / 3.0)));
}

proptest! {
    #[test]
    fn f1_is_the_harmonic_mean(right in 1_usize..50, missed in 0_usize..50, alarms in 0_usize..50) {
        let mut tally = Tally::default();
        (0..right).for_each(|_| tally.add(Verdict::Matched));
        (0..missed).for_each(|_| tally.add(Verdict::Missed));
        (0..alarms).for_each(|_| tally.add(Verdict::FalseAlarm));
        let (precision, recall) = (tally.precision().unwrap(), tally.recall().unwrap());
        let mean = 2.0 * precision * recall / (precision + recall);
        prop_assert!((tally.f1().unwrap() - mean).abs() < 1e-12);
    }
}
