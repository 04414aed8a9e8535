//! Runs over folders made for the test.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;
use crate::index::{IndexWriter, Refusals, Snapshot, WriterOptions};
use crate::japanese::Analyzer;
use crate::lexicon::Lexicon;
use crate::query;
use crate::search::{Request, Search};

struct Silent;

impl Observer for Silent {
    fn opened(&self, _: Opening) {}
    fn file(&self, _: &Dealt<'_>) {}
    fn publishing(&self) {}
}

/// A corpus and its index, in folders of their own.
struct Bench {
    corpus: TempDir,
    index: TempDir,
}

fn understanding() -> &'static Understanding {
    static SHARED: OnceLock<Understanding> = OnceLock::new();
    SHARED.get_or_init(|| {
        let lexicon = Lexicon::embedded();
        let analyzer = Analyzer::new(&lexicon, None).expect("the embedded dictionary");
        Understanding::new(analyzer, &lexicon).expect("the embedded lexicon")
    })
}

fn options(threads: usize) -> IngestOptions {
    IngestOptions { memory: 30_000_000, threads, ..IngestOptions::default() }
}

impl Bench {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = || tempfile::tempdir().expect("a temporary folder");
        let bench = Self { corpus: folder(), index: folder() };
        for (path, text) in files {
            bench.write(path, text);
        }
        bench
    }

    /// Writes a file and dates it back, so that its time can be trusted at once.
    fn write(&self, path: &str, text: &str) {
        let path = self.corpus.path().join(path);
        fs::create_dir_all(path.parent().expect("below the corpus")).expect("a folder");
        fs::write(&path, text).expect("a file");
        let file = fs::File::options().write(true).open(&path).expect("the file");
        let hour_ago = SystemTime::now() - Duration::from_secs(3600);
        file.set_modified(hour_ago).expect("a time");
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.corpus.path().join(path)).expect("the file goes");
    }

    fn run_with(&self, options: &IngestOptions) -> Summary {
        let corpus = Corpus::open(self.corpus.path()).expect("the corpus opens");
        let outcome = ingest(&corpus, self.index.path(), understanding(), options, &Silent);
        outcome.expect("the run ends well")
    }

    fn run(&self) -> Summary {
        self.run_with(&options(2))
    }

    fn reports(&self) -> BTreeMap<String, String> {
        reports(self.index.path())
    }
}

fn reports(index: &Path) -> BTreeMap<String, String> {
    let snapshot = Snapshot::open(index).expect("the index opens");
    let lexicon = Lexicon::embedded();
    let analyzer = Analyzer::new(&lexicon, None).expect("the embedded dictionary");
    let search = Search::new(snapshot, Arc::new(analyzer), &lexicon).expect("a search");
    let mut request = Request::new(query::parse("").expect("an empty query"));
    request.limit = usize::MAX - 1;
    request.all_copies = true;
    let response = search.search(&request).expect("the search runs");
    assert_eq!(response.total, response.hits.len() as u64);
    let each = response.hits.into_iter().map(|hit| hit.report.document);
    each.map(|document| (document.id.to_string(), document.text)).collect()
}

/// What a run did to files: added, changed, removed, unchanged.
fn counts(summary: &Summary) -> [u64; 4] {
    [summary.added, summary.changed, summary.removed, summary.unchanged]
}

#[test]
fn a_second_run_touches_only_what_changed() {
    let bench = Bench::new(&[
        ("a.txt", "甲社のお知らせ\n個人情報が漏えいしました。"),
        ("b.txt", "乙社のお知らせ\nメールを誤送信しました。"),
        ("c/d.md", "# 丙社のお知らせ\n\n書類を紛失しました。"),
    ]);
    let first = bench.run();
    assert_eq!((first.opening, counts(&first)), (Opening::Created, [3, 0, 0, 0]));

    let second = bench.run();
    assert_eq!((second.opening, counts(&second)), (Opening::Updated, [0, 0, 0, 3]));
    assert!(!second.published);
    assert_eq!(second.generation, first.generation);

    bench.write("b.txt", "乙社のお知らせ(第2報)\nメールを誤送信しました。");
    bench.remove("a.txt");
    bench.write("e.txt", "丁社のお知らせ\n改ざんされました。");
    let third = bench.run();
    assert_eq!(counts(&third), [1, 1, 1, 1]);
    assert_eq!(third.generation, first.generation + 1);
    let ids: Vec<String> = bench.reports().into_keys().collect();
    assert_eq!(ids, ["b.txt#1", "c/d.md#1", "e.txt#1"]);
    assert!(bench.reports()["b.txt#1"].contains("第2報"));
}

#[test]
fn a_file_that_was_only_touched_is_not_indexed_again() {
    let bench = Bench::new(&[("a.txt", "甲社のお知らせ\n個人情報が漏えいしました。")]);
    bench.run();
    let path = bench.corpus.path().join("a.txt");
    let file = fs::File::options().write(true).open(path).expect("the file");
    file.set_modified(SystemTime::now() - Duration::from_secs(60)).expect("a time");
    assert_eq!(counts(&bench.run()), [0, 0, 0, 1]);
}

#[test]
fn a_change_within_the_clock_s_grain_is_noticed() {
    let bench = Bench::new(&[]);
    let path = bench.corpus.path().join("a.txt");
    fs::write(&path, "甲社のお知らせ\n漏えいしました。").expect("a file");
    let written = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
    bench.run();
    // Same size, same time, other content.
    fs::write(&path, "乙社のお知らせ\n漏えいしました。").expect("a file");
    let file = fs::File::options().write(true).open(&path).expect("the file");
    file.set_modified(written).expect("a time");
    assert_eq!(counts(&bench.run()), [0, 1, 0, 0]);
}

#[test]
fn what_cannot_be_read_is_set_aside_and_the_rest_goes_on() {
    let bench = Bench::new(&[("good.txt", "甲社のお知らせ\n漏えいしました。"), ("empty.txt", "")]);
    fs::write(bench.corpus.path().join("binary.txt"), [0_u8, 159, 146, 150, 0, 0, 1, 2])
        .expect("a file");
    let lines = "{\"id\":\"x\",\"title\":\"題\",\"text\":\"本文です。\"}\nnot json\n";
    bench.write("lines.jsonl", lines);
    let summary = bench.run();
    assert_eq!(summary.added, 2, "{:?}", summary.set_aside);
    let aside: Vec<(&str, Option<u64>)> =
        summary.set_aside.iter().map(|aside| (aside.path.as_str(), aside.line)).collect();
    assert_eq!(aside, [("binary.txt", None), ("empty.txt", None), ("lines.jsonl", Some(2))]);
    let ids: Vec<String> = bench.reports().into_keys().collect();
    assert_eq!(ids, ["good.txt#1", "x"]);
}

#[test]
fn files_of_no_format_that_is_read_are_counted_and_not_complained_about() {
    let bench = Bench::new(&[
        ("notice", "甲社のお知らせ\nお客様の情報が漏えいしました。"),
        ("Makefile", "all:\n\tcc x.c\n"),
        ("page.css", "p {}"),
    ]);
    let summary = bench.run();
    let account = |summary: &Summary| (summary.seen, summary.skipped, summary.set_aside.len());
    assert_eq!((counts(&summary), account(&summary)), ([1, 0, 0, 0], (1, 2, 0)));
    let again = bench.run();
    assert_eq!((counts(&again), account(&again)), ([0, 0, 0, 1], (1, 2, 0)));
    // One that becomes a report is noticed, one that is none any more leaves.
    bench.write("Makefile", "乙社のお知らせ\nお客様の情報が漏えいしました。");
    bench.write("notice", "\u{1}\u{2}");
    let changed = bench.run();
    assert_eq!((counts(&changed), account(&changed)), ([1, 0, 1, 0], (1, 2, 0)));
    assert_eq!(bench.reports().into_keys().collect::<Vec<_>>(), ["Makefile#1"]);
}

#[test]
fn an_id_names_one_report_of_a_file() {
    let line = |id: &str, text: &str| {
        format!("{{\"id\":\"{id}\",\"title\":\"題\",\"text\":\"{text}\"}}\n")
    };
    let bench = Bench::new(&[]);
    bench.write("a.jsonl", &format!("{}{}{}", line("x", "一"), line("x", "二"), line("y", "三")));
    let summary = bench.run();
    let aside: Vec<Option<u64>> = summary.set_aside.iter().map(|aside| aside.line).collect();
    assert_eq!(aside, [Some(2)], "{:?}", summary.set_aside);
    assert_eq!(
        bench.reports().into_iter().collect::<Vec<_>>(),
        [("x".to_owned(), "題\n一".to_owned()), ("y".to_owned(), "題\n三".to_owned()),]
    );
}

#[test]
fn a_file_that_can_no_longer_be_read_leaves_the_index() {
    let bench = Bench::new(&[
        ("a.txt", "甲社のお知らせ\n漏えいしました。"),
        ("b.txt", "乙社のお知らせ\n漏えいしました。"),
    ]);
    bench.run();
    bench.write("a.txt", "");
    let summary = bench.run();
    assert_eq!((counts(&summary), summary.set_aside.len()), ([0, 0, 1, 1], 1));
    assert_eq!(bench.reports().len(), 1);
}

#[test]
fn an_index_built_by_other_rules_is_rebuilt() {
    let bench = Bench::new(&[("a.txt", "甲社のお知らせ\n漏えいしました。")]);
    let options = WriterOptions {
        fingerprint: "other rules".to_owned(),
        memory: 15_000_000,
        threads: 1,
        ..WriterOptions::default()
    };
    let writer = IndexWriter::open(bench.index.path(), options).expect("opens");
    writer.publish(&Refusals::new()).expect("publishes");
    let summary = bench.run();
    assert_eq!((summary.opening, counts(&summary)), (Opening::Outdated, [1, 0, 0, 0]));
    assert_eq!(summary.generation, 2);
    assert_eq!(bench.reports().len(), 1);
}

#[test]
fn a_full_run_replaces_everything() {
    let bench = Bench::new(&[("a.txt", "甲社のお知らせ\n漏えいしました。")]);
    bench.run();
    let summary = bench.run_with(&IngestOptions { full: true, ..options(1) });
    assert_eq!((summary.opening, counts(&summary)), (Opening::Rebuilt, [1, 0, 0, 0]));
    let generations = fs::read_dir(bench.index.path()).expect("the index").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().starts_with("generation-")
    });
    assert_eq!(generations.count(), 1, "the old generation is swept");
}

#[test]
fn what_was_set_aside_is_remembered_with_the_file() {
    let bench = Bench::new(&[("good.txt", "甲社のお知らせ\n漏えいしました。"), ("empty.txt", "")]);
    bench.write(
        "lines.jsonl",
        "{\"id\":\"x\",\"title\":\"題\",\"text\":\"本文です。\"}\nnot json\n",
    );
    let first = bench.run();
    let second = bench.run();
    assert!(!second.published);
    assert_eq!(counts(&second), [0, 0, 0, 3], "none of them is read again");
    assert_eq!(second.bytes, 0);
    assert_eq!(second.set_aside, first.set_aside);

    bench.write("empty.txt", "乙社のお知らせ\n紛失しました。");
    let mended = bench.run();
    assert_eq!(counts(&mended), [1, 0, 0, 2]);
    assert_eq!(mended.set_aside.len(), 1);
    bench.remove("lines.jsonl");
    assert!(bench.run().set_aside.is_empty());
}

#[test]
fn the_lines_of_a_file_that_are_set_aside_are_counted_where_they_are_many() {
    let bench = Bench::new(&[("lines.jsonl", &"not json\n".repeat(1_000))]);
    let summary = bench.run();
    assert_eq!((summary.set_aside.len(), summary.unnamed), (100, 900));
    let again = bench.run();
    assert_eq!((again.set_aside.len(), again.unnamed), (100, 900));
}

/// Asks for an end as soon as a file was dealt with.
struct Impatient(Arc<AtomicBool>);

impl Observer for Impatient {
    fn opened(&self, _: Opening) {}
    fn file(&self, _: &Dealt<'_>) {
        self.0.store(true, Ordering::Relaxed);
    }
    fn publishing(&self) {
        panic!("a stopped run publishes nothing");
    }
}

#[test]
fn a_run_that_is_stopped_leaves_the_index_as_it_was_and_the_next_one_completes_it() {
    let bench = Bench::new(&[("a.txt", "紛失のお知らせ\n鍵を失くしました。\n")]);
    assert_eq!(bench.run().generation, 1);
    let before = bench.reports();
    for number in 0..20 {
        bench.write(&format!("b{number}.txt"), "誤送信のお詫び\n宛先を取り違えました。\n");
    }
    let options = options(1);
    let corpus = Corpus::open(bench.corpus.path()).expect("the corpus opens");
    let observer = Impatient(Arc::clone(&options.stop));
    let outcome = ingest(&corpus, bench.index.path(), understanding(), &options, &observer);
    let unfinished = outcome.expect_err("it was stopped");
    assert!(matches!(unfinished.error, IngestError::Stopped));
    let so_far = unfinished.so_far.expect("it had begun");
    assert!((so_far.generation, so_far.published) == (1, false) && so_far.seen < 21);
    assert_eq!(bench.reports(), before);
    assert_eq!((bench.run().added, bench.reports().len()), (20, 21));
}

#[test]
fn a_run_that_would_lose_too_much_is_refused_with_its_account() {
    // A JSONL file with so many reports and so many lines that cannot be read.
    let crawl = |reports: usize, broken: usize| {
        let report = r#"{"title": "お詫び", "text": "名簿を誤って送信しました。"}"#;
        [vec![report; reports], vec!["{"; broken]].concat().join("\n")
    };
    let notice = "紛失のお知らせ\n鍵を失くしました。\n";
    let set_aside = |percent| Limits { set_aside: Some(percent), removed: Removal::Any };
    let removed = |removed| Limits { set_aside: None, removed };
    for (reports, broken, notices, limits, full, refused) in [
        (30, 10, 10, set_aside(20.0), false, ""),
        (28, 12, 10, set_aside(20.0), false, "12 of 50"),
        // More complaints than are kept count all the same.
        (160, 240, 10, set_aside(50.0), false, "240 of 410"),
        // A file that is lost as a whole weighs what it held; an unchanged one is not read but counts.
        (0, 0, 10, removed(Removal::AtMost(79.0)), false, "40 of 50"),
        (0, 0, 10, removed(Removal::AtMost(79.0)), true, "40 of 50"),
        (0, 0, 10, removed(Removal::AtMost(80.0)), true, ""),
        (0, 0, 0, removed(Removal::NotAll), false, "no report at all"),
        (0, 0, 0, removed(Removal::NotAll), true, "no report at all"),
        (0, 0, 1, removed(Removal::NotAll), false, ""),
        (0, 0, 0, removed(Removal::Any), false, ""),
    ] {
        let bench = Bench::new(&[("crawl.jsonl", &crawl(40, 0))]);
        for number in 0..10 {
            bench.write(&format!("{number}.txt"), notice);
        }
        bench.run();
        match (reports, broken) {
            (0, 0) => bench.remove("crawl.jsonl"),
            _ => bench.write("crawl.jsonl", &crawl(reports, broken)),
        }
        for number in notices..10 {
            bench.remove(&format!("{number}.txt"));
        }
        let corpus = Corpus::open(bench.corpus.path()).expect("the corpus opens");
        let options = IngestOptions { limits, full, ..options(2) };
        let outcome = ingest(&corpus, bench.index.path(), understanding(), &options, &Silent);
        let case = format!("{reports} and {broken} lines, {notices} notices, {limits:?}, {full}");
        match outcome {
            Ok(_) => assert_eq!(refused, "", "{case}"),
            Err(Unfinished { error, so_far }) => {
                assert!(
                    !refused.is_empty() && error.to_string().contains(refused),
                    "{case}: {error}"
                );
                let so_far = so_far.expect("it had begun");
                let named = so_far.set_aside.len() as u64;
                assert_eq!((named + so_far.unnamed, so_far.published), (broken as u64, false));
                assert_eq!((named <= 100, bench.reports().len()), (true, 50), "{case}");
            }
        }
    }
}

mod compared;
mod exact;
mod visible;
