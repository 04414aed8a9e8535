//! What each stage of the two flows costs over the sample corpus, on one thread.
//!
//! From file to index: decode, read, fold, words (beside bare lindera), characters, facts, prepare, index. From
//! query to answer: parse, search, snippets. Each asserts its answer. Throughput is in bytes of UTF-8 text. Read
//! ratios between rows of one run: absolute figures drift with the machine.

use std::borrow::Cow;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS, UTF_8};
use jiken::corpus::{self, Corpus};
use jiken::index::{Fields, Opening, Snapshot, SourceState, prepare};
use jiken::ingest::{self, Dealt, IngestOptions, Observer, Stage, Understanding};
use jiken::japanese::{Analyzer, LegalForms, characters};
use jiken::lexicon::Lexicon;
use jiken::query::{self, Node};
use jiken::report::{Document, Report};
use jiken::search::{Request, Search};
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera_dictionary::viterbi::Lattice;

/// Reports that go through extraction together, as when many are indexed.
const TOGETHER: usize = 64;

/// Tells nobody, and lends a clock.
struct Silent(Instant);

impl Observer for Silent {
    fn opened(&self, _: Opening) {}
    fn file(&self, _: &Dealt<'_>) {}
    fn publishing(&self) {}
    fn clock(&self) -> Duration {
        self.0.elapsed()
    }
}

impl Silent {
    fn new() -> Self {
        Self(Instant::now())
    }
}

fn sample() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    corpus::read_path(sample(), &mut |outcome| documents.extend(outcome.ok()))
        .expect("the sample corpus opens");
    assert!(documents.len() >= 60, "the sample corpus is whole");
    documents
}

fn analyzer() -> Analyzer {
    Analyzer::new(&Lexicon::embedded(), None).expect("the embedded dictionary loads")
}

fn texts(criterion: &mut Criterion) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let analyzer = analyzer();
    let understanding = Understanding::new(self::analyzer(), &Lexicon::embedded())
        .expect("the embedded lexicon is whole");
    let extractor = understanding.extractor().expect("the embedded lexicon is whole");
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(20);

    group.bench_function("read", |bencher| {
        bencher.iter(|| assert_eq!(black_box(self::documents()).len(), documents.len()));
    });
    group.bench_function("fold", |bencher| {
        bencher.iter(|| {
            let folded = |d: &Document| analyzer.folder().fold(&d.text).text().chars().count();
            let total: usize = documents.iter().map(folded).sum();
            // Folding makes few characters one, and fewer more.
            assert!((bytes / 4..bytes / 2).contains(&total), "{total} characters of {bytes} bytes");
        });
    });
    group.bench_function("words", |bencher| {
        bencher.iter(|| {
            let words = |d: &Document| analyzer.words(&d.text).expect("it is analysed").len();
            let total: usize = documents.iter().map(words).sum();
            assert!(total > 10_000, "{total} words");
        });
    });
    // What all of `words` is measured against: the same dictionary, no folding, no terms, no filters.
    let dictionary = jiken_dictionary::load().expect("the embedded dictionary loads");
    let segmenter = Segmenter::new(Mode::Normal, dictionary, None);
    group.bench_function("bare lindera", |bencher| {
        let mut lattice = Lattice::default();
        bencher.iter(|| {
            let mut tokens = |d: &Document| {
                let text = Cow::Borrowed(d.text.as_str());
                segmenter.segment_with_lattice(text, &mut lattice).expect("it is cut").len()
            };
            let total: usize = documents.iter().map(&mut tokens).sum();
            assert!(total > 10_000, "{total} tokens");
        });
    });
    group.bench_function("characters", |bencher| {
        let folded: Vec<_> = documents.iter().map(|d| analyzer.folder().fold(&d.text)).collect();
        bencher.iter(|| {
            let total: usize = folded.iter().map(|folded| characters(folded).count()).sum();
            assert!((bytes / 5..bytes / 2).contains(&total), "{total} pairs of {bytes} bytes");
        });
    });
    group.bench_function("facts", |bencher| {
        bencher.iter(|| {
            let facts = |some: &[Document]| -> usize {
                extractor.extract_all(some).iter().map(|facts| facts.causes.len()).sum()
            };
            let total: usize = documents.chunks(TOGETHER).map(facts).sum();
            assert!(total > 50, "{total} causes");
        });
    });
    group.finish();
}

/// Bytes to text, by encoding: which one it is has to be found out first.
fn decoding(criterion: &mut Criterion) {
    let encodings = [UTF_8, SHIFT_JIS, EUC_JP, ISO_2022_JP];
    // Only what every encoding can say, and gives back as it was.
    let returns = |text: &str| {
        encodings.iter().all(|encoding| {
            let (bytes, _, failed) = encoding.encode(text);
            !failed && encoding.decode_without_bom_handling(&bytes).0 == text
        })
    };
    let mut documents = documents();
    documents.retain(|document| returns(&document.text));
    assert!(documents.len() >= 60, "{} reports in every encoding", documents.len());
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(bytes as u64));
    for encoding in encodings {
        let files: Vec<_> = documents.iter().map(|d| encoding.encode(&d.text).0).collect();
        group.bench_function(encoding.name(), |bencher| {
            bencher.iter(|| {
                for (file, document) in files.iter().zip(&documents) {
                    let text = corpus::decoded(black_box(file)).expect("it is text");
                    assert_eq!(text.len(), document.text.len(), "{}", document.id);
                }
            });
        });
    }
    group.finish();
}

/// Reports to engine documents, and files to a published index.
fn indexing(criterion: &mut Criterion) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let lexicon = Lexicon::embedded();
    let understanding = Understanding::new(analyzer(), &lexicon).expect("the embedded lexicon");
    let extractor = understanding.extractor().expect("the embedded lexicon");
    let reports: Vec<Report> = documents.iter().map(|d| extractor.report(d.clone())).collect();
    let (analyzer, (_, fields)) = (analyzer(), Fields::build());
    let legal_forms = LegalForms::new(&lexicon).expect("the embedded lexicon");
    let state = SourceState { size: 0, modified: 0, digest: 0 };
    let mut group = criterion.benchmark_group("index");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(10);

    group.bench_function("prepare", |bencher| {
        let prepared = |reports: Vec<Report>| {
            let one = |report: Report| {
                let folded = analyzer.folder().fold(&report.document.text);
                prepare(&fields, &analyzer, &legal_forms, report, &folded, "page.txt", &state)
                    .expect("it is analysed")
            };
            let prepared: Vec<_> = reports.into_iter().map(one).collect();
            assert_eq!(prepared.len(), documents.len());
            prepared
        };
        bencher.iter_batched(|| reports.clone(), prepared, BatchSize::LargeInput);
    });
    group.bench_function("index", |bencher| {
        let corpus = Corpus::open(sample()).expect("the sample corpus opens");
        let options = IngestOptions { threads: 1, memory: 50_000_000, ..IngestOptions::default() };
        let folder = || tempfile::tempdir().expect("a temporary folder");
        let index = |folder: tempfile::TempDir| {
            let summary =
                ingest::ingest(&corpus, folder.path(), &understanding, &options, &Silent::new());
            let reports = summary.expect("it indexes").reports;
            assert_eq!(reports, documents.len() as u64);
            folder
        };
        bencher.iter_batched(folder, index, BatchSize::PerIteration);
    });
    group.finish();
}

fn searches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lexicon = Lexicon::embedded();
    let understanding = Understanding::new(analyzer(), &lexicon).expect("the embedded lexicon");
    let corpus = Corpus::open(sample()).expect("the sample corpus opens");
    let options = IngestOptions { full: true, memory: 50_000_000, ..IngestOptions::default() };
    ingest::ingest(&corpus, folder.path(), &understanding, &options, &Silent::new())
        .expect("it indexes");
    let snapshot = Snapshot::open(folder.path()).expect("the index opens");
    let search = Search::new(snapshot, Arc::new(analyzer()), &lexicon).expect("a search");

    let mut group = criterion.benchmark_group("search");
    let kinds = [
        ("one word", "漏洩"),
        ("two words", "ペイメントアプリケーション 改ざん"),
        ("phrase", "「不正アクセス」"),
        ("question", "パスワードは漏えいしましたか"),
        ("facet", "cause:malware ランサムウェア"),
        ("everything", ""),
    ];
    for (name, typed) in kinds {
        let query = query::parse(typed).expect("the query parses");
        for (what, snippets) in [("ranked", false), ("with snippets", true)] {
            let mut request = Request::new(query.clone());
            request.snippets = request.snippets.filter(|_| snippets);
            group.bench_function(format!("{name}, {what}"), |bencher| {
                bencher.iter(|| {
                    let response = search.search(&request).expect("the search runs");
                    assert!(response.total > 0, "{typed} finds something");
                });
            });
        }
    }
    // The difference between the two is what fifty reports' snippets take.
    for (name, snippets) in [("a page of 50", false), ("a page of 50, with snippets", true)] {
        let mut request = Request::new(query::parse("不正アクセス").expect("the query parses"));
        (request.limit, request.facets) = (50, Vec::new());
        request.snippets = request.snippets.filter(|_| snippets);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let hits = search.search(&request).expect("the search runs").hits;
                let shown = hits.iter().filter(|hit| !hit.snippets.is_empty()).count();
                assert_eq!((hits.len(), shown), (50, if snippets { 50 } else { 0 }));
            });
        });
    }
    group.bench_function("parse", |bencher| {
        let typed = "(改ざん OR 漏えい) -訓練 公表:2022-10..2023-01";
        let canonical = "(改ざん OR 漏えい) -訓練 published:2022-10..2023-01";
        assert_eq!(query::parse(typed).expect("the query parses").to_string(), canonical);
        bencher.iter(|| {
            let query = query::parse(black_box(typed)).expect("the query parses");
            assert!(matches!(query.root, Node::And(ref parts) if parts.len() == 3));
        });
    });
    group.finish();
}

/// Texts that make careless extraction slow: what they are called, and what is repeated.
const HOSTILE: [(&str, &str); 15] = [
    ("short names without end", "以下「"),
    ("open brackets", "("),
    ("nested brackets", "「『("),
    ("no full stop", "不正アクセスを受けお客様の氏名と住所が漏えいした可能性があり"),
    ("digits of dates", "1年2月3日4"),
    ("dates", "2023年1月2日"),
    ("numbers", "1,234件"),
    ("one long number", "1万2千"),
    ("people", "お客様123名"),
    ("rows of items", "・氏名・住所"),
    ("lines of items", "・氏名\n"),
    ("legal forms", "株式会社"),
    ("companies", "株式会社甲野乙"),
    ("Latin words", "abc "),
    ("full stops", "。"),
];

/// Prints the cost of facts for each byte of ordinary text, against that of words in the same run; where the
/// time of indexing goes; and the cost of hostile texts that double: a row that grows to the right is not
/// linear.
#[expect(clippy::print_stdout, reason = "a table for whoever runs the benchmark")]
fn growth(_: &mut Criterion) {
    let analyzer = analyzer();
    let understanding =
        Understanding::new(self::analyzer(), &Lexicon::embedded()).expect("the embedded lexicon");
    let extractor = understanding.extractor().expect("the embedded lexicon");
    let documents = documents();
    let millis_a_megabyte = |work: &dyn Fn() -> usize, bytes: usize| {
        let once = |_| {
            let began = Instant::now();
            black_box(work());
            began.elapsed().as_secs_f64()
        };
        let best = (0..3).map(once).fold(f64::INFINITY, f64::min);
        best * 1e9 / bytes as f64
    };
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let words = || {
        let words = |d: &Document| analyzer.words(&d.text).expect("it is analysed").len();
        documents.iter().map(words).sum()
    };
    let words = millis_a_megabyte(&words, bytes);
    println!("\nms a MB, one thread: words {words:.0}");
    for together in [1, 16, TOGETHER] {
        let facts = || {
            let facts = |some: &[Document]| extractor.extract_all(some).len();
            documents.chunks(together).map(facts).sum()
        };
        let facts = millis_a_megabyte(&facts, bytes);
        println!("facts of {together:>2} at a time {facts:>5.0}, ratio {:.2}", facts / words);
    }
    shares(&understanding);

    println!("{:<28}{:>8}{:>8}{:>8}  ms a MB of facts", "repeated", "0.25 MB", "0.5 MB", "1 MB");
    let told = "お客様の氏名が漏えいしたことが判明し、お詫び申し上げます。";
    let lead = format!("情報漏えいに関するお詫び\n2024年3月4日\n株式会社夕凪\n{told}\n");
    for (name, repeated) in HOSTILE {
        let cost = |bytes: usize| {
            let mut document = documents.first().expect("the sample corpus").clone();
            document.text = lead.clone() + &repeated.repeat(bytes / repeated.len());
            let facts = || extractor.extract(&document).data.len();
            millis_a_megabyte(&facts, document.text.len())
        };
        let costs = [250_000, 500_000, 1_000_000].map(cost);
        let [first, second, third] = costs;
        println!("{name:<28}{first:>8.0}{second:>8.0}{third:>8.0}");
    }
}

/// Prints where the time of indexing the sample corpus goes, on one thread.
#[expect(clippy::print_stdout, reason = "a table for whoever runs the benchmark")]
fn shares(understanding: &Understanding) {
    let corpus = Corpus::open(sample()).expect("the sample corpus opens");
    let options = IngestOptions { threads: 1, memory: 50_000_000, ..IngestOptions::default() };
    let index = |_| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        ingest::ingest(&corpus, folder.path(), understanding, &options, &Silent::new())
            .expect("it indexes")
            .stages
    };
    let runs: Vec<_> = (0..3).map(index).collect();
    let best = |stage| {
        let spent = runs.iter().map(|stages| stages.get(stage).as_secs_f64());
        spent.fold(f64::INFINITY, f64::min)
    };
    let all: f64 = Stage::ALL.into_iter().map(best).sum();
    let shares =
        Stage::ALL.map(|stage| format!("{} {:.0} %", stage.name(), 100.0 * best(stage) / all));
    println!("indexing, one thread: {}", shares.join(", "));
    println!("extract to analyse {:.2}\n", best(Stage::Extract) / best(Stage::Analyse));
}

criterion_group!(benches, decoding, texts, indexing, searches, growth);
criterion_main!(benches);
