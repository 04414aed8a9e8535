//! The parts of the growth benchmark, and a small run of the whole of it.
//!
//! `harness = false` leaves the benchmark without tests of its own, so this is a test target over the same files.

mod arguments;
mod bare;
mod command;
mod compare;
mod corpus;
mod failure;
mod figure;
mod latency;
mod machine;
mod plot;
mod process;
mod results;
mod run;
mod statistics;
mod table;
mod values;

use std::fs;
use std::path::Path;

use clap::Parser;

use arguments::Arguments;
use compare::compare;
use results::{Latency, Results};
use statistics::{Percentiles, PowerLaw};

#[test]
fn a_power_law_is_found_again() {
    #[track_caller]
    fn check(factor: f64, exponent: f64) {
        let law = |x: f64| (x, factor * x.powf(exponent));
        let points = [1e3, 1e4, 1e5, 1e6].map(law);
        let found = PowerLaw::fit(&points).expect("four sizes");
        assert!((found.exponent - exponent).abs() < 1e-9, "{found:?}");
        assert!((found.factor / factor - 1.0).abs() < 1e-6, "{found:?}");
        assert!(found.r_squared > 0.999_999 && found.points == 4, "{found:?}");
        assert!((found.at(2e4) / law(2e4).1 - 1.0).abs() < 1e-6, "{found:?}");
    }
    check(0.0003, 1.02);
    check(17.0, 0.5);
    check(5.0, 0.0);
    check(900.0, -0.3);
}

#[test]
fn a_fit_is_nearest_to_points_off_the_line() {
    // Logs to base 10: (0, 0), (1, 2), (2, 1); their regression line has slope 1/2 and begins at 1/2.
    let found = PowerLaw::fit(&[(1.0, 1.0), (10.0, 100.0), (100.0, 10.0)]).expect("three sizes");
    assert!((found.exponent - 0.5).abs() < 1e-9, "{found:?}");
    assert!((found.factor - 10_f64.sqrt()).abs() < 1e-9, "{found:?}");
    assert!((found.r_squared - 0.25).abs() < 1e-9, "{found:?}");
}

#[test]
fn no_law_goes_through_one_size() {
    assert_eq!(PowerLaw::fit(&[]), None);
    assert_eq!(PowerLaw::fit(&[(100.0, 2.0)]), None);
    assert_eq!(PowerLaw::fit(&[(100.0, 2.0), (100.0, 3.0)]), None);
    assert_eq!(PowerLaw::fit(&[(100.0, 2.0), (1000.0, 0.0), (0.0, 4.0)]), None);
}

#[test]
fn percentiles_are_runs_that_happened() {
    #[track_caller]
    fn check(milliseconds: &[f64], expected: [f64; 3]) {
        let seconds: Vec<f64> = milliseconds.iter().map(|ms| ms / 1000.0).collect();
        let found = Percentiles::of(&seconds).expect("some runs");
        let rounded = [found.p50, found.p95, found.p99].map(|ms| (ms * 1e6).round() / 1e6);
        assert_eq!((rounded, found.samples), (expected, milliseconds.len()));
    }
    check(&[7.0], [7.0, 7.0, 7.0]);
    check(&[9.0, 1.0], [1.0, 9.0, 9.0]);
    check(&[3.0, 1.0, 2.0], [2.0, 3.0, 3.0]);
    let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    check(&hundred, [50.0, 95.0, 99.0]);
    let two_hundred: Vec<f64> = (1..=200).map(f64::from).collect();
    check(&two_hundred, [100.0, 190.0, 198.0]);
    assert_eq!(Percentiles::of(&[]), None);
}

#[test]
fn numbers_have_three_digits_that_count() {
    let shown = [0.0, 0.0123, 0.5, 1.0, 9.994, 12.34, 99.96, 12_345.6, -1234.0].map(table::figure);
    assert_eq!(shown, ["0.00", "0.012", "0.50", "1.00", "9.99", "12.3", "100", "12,346", "-1,234"]);
    assert_eq!(table::figure(f64::NAN), "–");
    assert_eq!(table::grouped(1_000_000), "1,000,000");
}

#[test]
fn columns_are_as_wide_as_what_is_seen() {
    let mut table = table::Table::new(1, ["kind", "ms"]);
    table.push(["一語".to_owned(), "1.0".to_owned()]);
    table.push(["phrase".to_owned(), "12.5".to_owned()]);
    assert_eq!(table.to_string(), "kind      ms\n一語     1.0\nphrase  12.5\n");
}

#[test]
fn axes_cover_what_they_show() {
    #[track_caller]
    fn check(values: &[f64], expected: Option<(i32, i32)>) {
        assert_eq!(figure::decades(values.iter().copied()), expected);
    }
    check(&[1000.0, 10_000.0, 100_000.0], Some((3, 5)));
    check(&[309.0], Some((2, 3)));
    check(&[1000.0], Some((3, 4)));
    check(&[0.02, 7.0], Some((-2, 1)));
    check(&[0.0, -1.0], None);
    let names = [-2.0, 0.0, 2.0, 3.0, 5.0, 6.0, 2.5].map(figure::power_name);
    assert_eq!(names, ["0.01", "1", "100", "1k", "100k", "1M", ""]);
}

#[test]
fn the_usual_queries_are_enough_of_each_kind() {
    let queries = latency::queries(None).expect("every query parses");
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for asked in &queries {
        match kinds.iter_mut().find(|(kind, _)| *kind == asked.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&asked.kind, 1)),
        }
    }
    assert_eq!(kinds.len(), 8, "{kinds:?}");
    assert!(kinds.iter().all(|(_, count)| (10..=20).contains(count)), "{kinds:?}");
}

#[test]
fn growth_is_told_by_measure_then_threads() {
    let measured = |size: u64, threads: usize| {
        let seconds = size as f64 / threads as f64;
        let index = results::IndexCost {
            seconds,
            cpu_seconds: seconds,
            mb_per_second: 1.0,
            peak_memory: None,
            index_bytes: size * size,
            index_to_text: 1.0,
            segments: 1,
            stages: std::collections::BTreeMap::new(),
        };
        results::Measured {
            size,
            threads,
            reports: size,
            files: size,
            text_bytes: size,
            index,
            bare: results::Bare { bytes: 1, seconds: 1.0, mb_per_second: 1.0 },
            to_bare: 1.0,
            updates: Vec::new(),
            find_seconds: None,
            latency: Vec::new(),
            queries: Vec::new(),
        }
    };
    let all = [measured(10, 1), measured(10, 2), measured(1000, 1), measured(1000, 2)];
    let found: Vec<_> = values::growth(&all)
        .into_iter()
        .map(|growth| (growth.measure, growth.threads, (growth.law.exponent * 100.0).round()))
        .collect();
    let expected = [
        ("index_seconds", 1, 100.0),
        ("index_seconds", 2, 100.0),
        ("index_cpu_seconds", 1, 100.0),
        ("index_cpu_seconds", 2, 100.0),
        ("index_bytes", 1, 200.0),
        ("index_bytes", 2, 200.0),
    ];
    assert_eq!(found, expected.map(|(measure, threads, of)| (measure.to_owned(), threads, of)));
}

#[test]
fn queries_that_cannot_be_asked_are_refused_by_line() {
    #[track_caller]
    fn check(text: &str, line: &str) {
        let failure = latency::parse(text).expect_err("it is refused").to_string();
        assert!(failure.starts_with(line), "{failure}");
    }
    check("one word 改ざん", "1: write a kind");
    check("# a comment\n\none word\t改ざん\nphrase\t「改ざん", "4: ");
    check("# nothing\n", "1: there are no queries");
}

#[test]
fn sizes_and_threads_are_sorted_and_gaps_filled() {
    let plan = |line: &str| {
        let arguments = Arguments::try_parse_from(line.split(' ')).expect("it is understood");
        arguments.measuring.plan()
    };
    let quick = plan("growth --bench");
    assert_eq!((quick.sizes, quick.threads), (vec![100, 1000], vec![1, 2]));
    assert_eq!((quick.runs, quick.repetitions, quick.cold_runs), (1, 10, 1));
    let whole = plan("growth --sizes 1000,10,1000 --threads 4,2 --skip-cold --bench");
    assert_eq!((whole.sizes, whole.threads), (vec![10, 1000], vec![2, 4]));
    assert_eq!((whole.runs, whole.repetitions, whole.cold_runs), (3, 50, 0));
    assert!(Arguments::try_parse_from(["growth", "--sizes", "0"]).is_err());
    assert!(
        Arguments::try_parse_from(["growth", "compare", "a", "b", "--threshold", "x"]).is_err()
    );
}

/// Measures the beginning of the sample corpus, and gives the results and their folder.
fn measured() -> (Results, tempfile::TempDir) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let queries = folder.path().join("queries.tsv");
    fs::write(&queries, "one word\t改ざん\none word\t漏えい\neverything\t*\n").expect("a file");
    let [corpus, queries, out] =
        [&root.join("corpus"), &queries, folder.path()].map(|path| path.display().to_string());
    let line = [
        "growth",
        "--bench",
        "--sizes",
        "10,40",
        "--threads",
        "1,2",
        "--quick",
        "--repetitions",
        "3",
        "--corpus",
        &corpus,
        "--queries",
        &queries,
        "--work",
        &out,
        "--out",
        &out,
    ];
    let arguments = Arguments::try_parse_from(line).expect("it is understood");
    let mut printed = Vec::new();
    let code = command::obey(&arguments, &mut printed, &|_| {}).expect("it measures");
    assert_eq!(code, 0);
    let printed = String::from_utf8(printed).expect("text");
    for title in ["Indexing", "Incremental runs", "Query latency", "Growth"] {
        assert!(printed.contains(title), "{printed}");
    }
    let results = Results::read(&folder.path().join("results.json")).expect("it can be read");
    (results, folder)
}

#[test]
fn a_small_run_measures_compares_and_draws() {
    let (results, folder) = measured();
    let path = |name: &str| folder.path().join(name);

    let runs: Vec<_> = results.measured.iter().map(|m| (m.size, m.threads)).collect();
    assert_eq!(runs, [(10, 1), (10, 2), (40, 1), (40, 2)]);
    for measured in &results.measured {
        assert!(measured.reports >= measured.size, "{measured:?}");
        assert!(measured.index.seconds > 0.0 && measured.index.cpu_seconds > 0.0, "{measured:?}");
        assert!(measured.index.index_bytes > 0 && measured.bare.mb_per_second > 0.0);
        let files: Vec<_> = measured.updates.iter().map(|update| update.files).collect();
        assert_eq!(files, [0, 1, 1]);
        let everything = measured.queries.last().expect("three queries");
        assert_eq!(everything.hits, measured.reports, "{everything:?}");
        let kinds: Vec<_> = measured.latency.iter().map(|l| (&*l.kind, l.queries)).collect();
        assert_eq!(kinds, [("one word", 2), ("everything", 1)]);
        let samples = |of: &Latency| [of.warm, of.cold].map(|of| of.map(|of| of.samples));
        assert_eq!(samples(&measured.latency[0]), [Some(6), Some(2)]);
    }
    assert!(results.growth.iter().any(|growth| growth.measure == "index_seconds"));
    assert_eq!(results.setting.corpus, "corpus");

    let csv = fs::read_to_string(path("results.csv")).expect("it was written");
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("a row")).collect();
    let index_seconds = rows.iter().filter(|row| &row[6] == "index_seconds");
    let sizes: Vec<_> = index_seconds.map(|row| (row[3].to_owned(), row[5].to_owned())).collect();
    let expected = [("10", "1"), ("10", "2"), ("40", "1"), ("40", "2")];
    assert_eq!(sizes, expected.map(|(size, threads)| (size.to_owned(), threads.to_owned())));

    for name in ["indexing", "latency"] {
        let png = fs::read(path(&format!("{name}.png"))).expect("it was drawn");
        assert!(png.starts_with(b"\x89PNG"), "{name}");
        let svg = fs::read_to_string(path(&format!("{name}.svg"))).expect("it was drawn");
        assert!(svg.contains("reports") && svg.trim_end().ends_with("</svg>"), "{name}");
    }
    let left: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| name.to_string_lossy().starts_with("growth-"))
        .collect();
    assert!(left.is_empty(), "what was built is gone: {left:?}");

    compared(&results, folder.path());
}

/// What comparing says of results and of changed ones.
fn compared(results: &Results, folder: &Path) {
    let same = compare(results, results, 0.0);
    assert!(same.changes.len() > 20 && same.beyond() == 0 && same.notes.is_empty(), "{same:?}");

    let mut slower = results.clone();
    slower.measured[2].index.seconds += 10.0;
    slower.measured[2].index.mb_per_second /= 3.0;
    slower.measured[3].index.seconds += 0.004;
    let comparison = compare(results, &slower, 10.0);
    let beyond: Vec<_> = comparison
        .changes
        .iter()
        .filter(|change| change.is_beyond)
        .map(|change| (change.before.measure, change.before.size, change.before.threads))
        .collect();
    assert_eq!(beyond, [("index_seconds", 40, 1), ("index_throughput", 40, 1)]);
    let flickers = |change: &&compare::Change<'_>| change.is_beyond && change.before.threads == 2;
    let any = compare(results, &slower, 0.0);
    assert_eq!(any.changes.iter().find(flickers), None, "four milliseconds mean nothing");
    assert_eq!(compare(&slower, results, 10.0).beyond(), 0, "faster is no worse");
    assert!(
        compare(results, &slower, 60.0).beyond() == 2
            && compare(results, &slower, 1e9).beyond() == 0
    );

    let mut elsewhere = results.clone();
    elsewhere.machine.cores += 1;
    elsewhere.setting.runs += 1;
    elsewhere.measured.pop();
    assert_eq!(compare(results, &elsewhere, 10.0).notes.len(), 3);

    let path = |name: &str| folder.join(name).display().to_string();
    fs::write(path("slower.json"), slower.to_json().expect("JSON")).expect("a file");
    fs::write(path("other.json"), "{\"format\": 99}").expect("a file");
    fs::write(path("broken.json"), "{").expect("a file");
    let run = |before: &str, after: &str| {
        let (before, after) = (path(before), path(after));
        let line = ["growth", "compare", &before, &after, "--threshold", "10%", "--bench"];
        let arguments = Arguments::try_parse_from(line).expect("it is understood");
        let mut printed = Vec::new();
        let code =
            command::obey(&arguments, &mut printed, &|_| {}).map_err(|failure| failure.to_string());
        (code, String::from_utf8(printed).expect("text"))
    };
    assert_eq!(run("results.json", "results.json").0, Ok(0));
    let (code, printed) = run("results.json", "slower.json");
    assert_eq!(code, Ok(1), "{printed}");
    assert!(printed.lines().nth(1).is_some_and(|line| line.starts_with("!  index_")), "{printed}");
    for name in ["other.json", "broken.json", "none.json"] {
        let failure = run("results.json", name).0.expect_err("it is refused");
        assert!(failure.contains(name), "{failure}");
    }
}
