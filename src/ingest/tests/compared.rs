//! What a run would do, and which files only bear another name.

use super::*;

#[test]
fn a_file_under_another_name_is_renamed() {
    let bench = Bench::new(&[
        ("a.txt", "甲社のお知らせ\n漏えいしました。"),
        ("b.txt", "乙社のお知らせ\n紛失しました。"),
    ]);
    bench.run();
    let at = |path: &str| bench.corpus.path().join(path);
    fs::rename(at("a.txt"), at("2024.txt")).expect("renamed");
    let corpus = Corpus::open(bench.corpus.path()).expect("the corpus opens");
    let fingerprint = understanding().fingerprint();
    let comparison = compare(&corpus, bench.index.path(), fingerprint, false).expect("compared");
    let renamed = Difference::Renamed { from: "a.txt".to_owned(), path: "2024.txt".to_owned() };
    assert_eq!((comparison.changes, comparison.unchanged), (vec![renamed], 1));
    let summary = bench.run();
    assert_eq!((summary.renamed, counts(&summary)), (1, [0, 0, 0, 1]));
    let ids: Vec<String> = bench.reports().into_keys().collect();
    assert_eq!(ids, ["2024.txt#1", "b.txt#1"]);
}

#[test]
fn a_comparison_says_what_a_run_would_do_and_does_nothing() {
    let bench = Bench::new(&[
        ("a.txt", "甲社のお知らせ\n漏えいしました。"),
        ("b.txt", "乙社のお知らせ\n紛失しました。"),
        ("c.txt", "丙社のお知らせ\n改ざんされました。"),
    ]);
    let fingerprint = understanding().fingerprint();
    let compare = || {
        let corpus = Corpus::open(bench.corpus.path()).expect("the corpus opens");
        let found = compare(&corpus, bench.index.path(), fingerprint, false).expect("compared");
        let shown = found.changes.iter().map(|change| match change {
            Difference::Added { path } => format!("+ {path}"),
            Difference::Changed { path } => format!("~ {path}"),
            Difference::Removed { path } => format!("- {path}"),
            Difference::Renamed { from, path } => format!("{from} > {path}"),
        });
        (found.opening, shown.collect::<Vec<_>>(), found.unchanged)
    };
    let all = ["+ a.txt", "+ b.txt", "+ c.txt"].map(str::to_owned).to_vec();
    assert_eq!(compare(), (Opening::Created, all, 0));
    assert_eq!(fs::read_dir(bench.index.path()).expect("the index").count(), 0);
    bench.run();
    bench.write("b.txt", "乙社のお知らせ(第2報)\n紛失しました。");
    bench.remove("c.txt");
    bench.write("d.txt", "丁社のお知らせ\n盗まれました。");
    let changes = ["~ b.txt", "- c.txt", "+ d.txt"].map(str::to_owned).to_vec();
    for _ in 0..2 {
        assert_eq!(compare(), (Opening::Updated, changes.clone(), 1));
    }
    assert_eq!(counts(&bench.run()), [1, 1, 1, 1]);
}

#[test]
#[cfg(unix)]
fn a_file_in_the_place_of_another_of_the_same_size_and_time_is_noticed() {
    let bench = Bench::new(&[
        ("a.txt", "甲社のお知らせ\n漏えいしました。"),
        ("b.txt", "乙社のお知らせ\n漏えいしました。"),
    ]);
    let at = |path: &str| bench.corpus.path().join(path);
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    for path in ["a.txt", "b.txt"] {
        let file = fs::File::options().write(true).open(at(path)).expect("the file");
        file.set_modified(hour_ago).expect("a time");
    }
    bench.run();
    fs::rename(at("a.txt"), at("b.txt")).expect("renamed");
    assert_eq!(counts(&bench.run()), [0, 1, 1, 0]);
    assert!(bench.reports()["b.txt#1"].starts_with("甲社"));
}
