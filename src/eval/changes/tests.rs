use super::*;

/// Outcomes in short: `+malware/ransomware` right, `-` missed, `!` a false alarm.
fn run(reports: &[(&str, &[&str])]) -> Run {
    let outcome = |short: &&str| {
        let (sign, fact) = short.split_at(1);
        Outcome {
            field: Field::Cause,
            value: fact.to_owned(),
            fact: fact.to_owned(),
            verdict: match sign {
                "+" => Verdict::Matched,
                "-" => Verdict::Missed,
                _ => Verdict::FalseAlarm,
            },
            quote: format!("…{fact}…"),
        }
    };
    let report = |(id, outcomes): &(&str, &[&str])| Judgement {
        id: (*id).to_owned(),
        split: if id.starts_with('t') { Split::Test } else { Split::Dev },
        outcomes: outcomes.iter().map(outcome).collect(),
    };
    Run { reports: reports.iter().map(report).collect() }
}

#[test]
fn a_fact_changes_when_it_stands_otherwise() {
    #[track_caller]
    fn check(before: &[&str], after: &[&str], expected: &[(Shift, &str)]) {
        let comparison = compare(&run(&[("a", before)]), &run(&[("a", after)]), Split::Dev);
        let changes: Vec<(Shift, &str)> =
            comparison.changes.iter().map(|change| (change.shift, change.fact.as_str())).collect();
        assert_eq!(changes, expected, "{before:?} {after:?}");
    }
    use Shift::*;
    check(&["+m"], &["+m"], &[]);
    check(&["-m"], &["+m"], &[(Won, "m")]);
    check(&["+m"], &["-m"], &[(Lost, "m")]);
    check(&[], &["!m"], &[(Raised, "m")]);
    check(&["!m", "+n"], &["+n"], &[(Silenced, "m")]);
    check(&["+m", "-m"], &["+m", "+m"], &[(Won, "m")]);
    check(&["+m"], &[], &[(Relabelled, "m")]);
    check(&["-m"], &[], &[(Relabelled, "m")]);
    // Labelled since, and found all along.
    check(&["!m"], &["+m"], &[(Relabelled, "m")]);
}

#[test]
fn runs_are_compared_where_both_judged() {
    let before = run(&[("a", &["-m"]), ("b", &["+m"]), ("t", &["+m"])]);
    let after = run(&[("a", &["+m"]), ("c", &["-m"]), ("t", &["-m"])]);
    let comparison = compare(&before, &after, Split::Dev);
    assert_eq!((comparison.before.reports, comparison.after.reports), (1, 1));
    assert_eq!(comparison.not_compared, ["c", "b"]);
    assert_eq!(comparison.before.field(Field::Cause).all.f1(), Some(0.0));
    assert_eq!(comparison.after.field(Field::Cause).all.f1(), Some(1.0));
    let test = compare(&before, &after, Split::Test);
    assert_eq!(test.changes.first().map(|change| change.shift), Some(Shift::Lost));
}

#[test]
fn a_run_comes_back_from_its_file() {
    let run = run(&[("a", &["-m", "+n"]), ("t", &["!m"])]);
    let text = serde_json::to_string(&run).expect("JSON");
    assert_eq!(serde_json::from_str::<Run>(&text).expect("the run"), run);
}
