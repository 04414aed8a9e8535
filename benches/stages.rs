//! What each stage of the two flows costs over the sample corpus, on one thread.
//!
//! Throughput is in bytes of UTF-8 text. Read ratios between rows of one run: absolute figures
//! drift with the machine.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiken::corpus::{self, Corpus};
use jiken::index::{Opening, Snapshot};
use jiken::ingest::{self, Dealt, IngestOptions, Observer, Understanding};
use jiken::japanese::{Analyzer, characters};
use jiken::lexicon::Lexicon;
use jiken::query;
use jiken::report::Document;
use jiken::search::{Request, Search};

struct Silent;

impl Observer for Silent {
    fn opened(&self, _: Opening) {}
    fn file(&self, _: &Dealt<'_>) {}
    fn publishing(&self) {}
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
            documents.iter().map(|d| analyzer.folder().fold(&d.text).text().len()).sum::<usize>()
        });
    });
    group.bench_function("words", |bencher| {
        bencher.iter(|| {
            let words = |d: &Document| analyzer.words(&d.text).expect("it is analysed").len();
            let total: usize = documents.iter().map(words).sum();
            assert!(total > 10_000, "{total} words");
        });
    });
    group.bench_function("characters", |bencher| {
        let folded: Vec<_> = documents.iter().map(|d| analyzer.folder().fold(&d.text)).collect();
        bencher.iter(|| folded.iter().map(|folded| characters(folded).count()).sum::<usize>());
    });
    group.bench_function("facts", |bencher| {
        bencher.iter(|| {
            let facts = |d: &Document| extractor.extract(d).causes.len();
            let total: usize = documents.iter().map(facts).sum();
            assert!(total > 50, "{total} causes");
        });
    });
    group.finish();
}

fn searches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lexicon = Lexicon::embedded();
    let understanding = Understanding::new(analyzer(), &lexicon).expect("the embedded lexicon");
    let corpus = Corpus::open(sample()).expect("the sample corpus opens");
    let options = IngestOptions { full: true, memory: 50_000_000, ..IngestOptions::default() };
    ingest::ingest(&corpus, folder.path(), &understanding, &options, &Silent).expect("it indexes");
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
    group.bench_function("parse", |bencher| {
        bencher.iter(|| query::parse(black_box("(改ざん OR 漏えい) -訓練 公表:2022-10..2023-01")));
    });
    group.finish();
}

/// Texts that make careless extraction slow: what they are called, and what is repeated.
const HOSTILE: [(&str, &str); 14] = [
    ("short names without end", "以下「"),
    ("open brackets", "("),
    ("nested brackets", "「『("),
    ("no full stop", "不正アクセスを受けお客様の氏名と住所が漏えいした可能性があり"),
    ("digits of dates", "1年2月3日4"),
    ("dates", "2023年1月2日"),
    ("numbers", "1,234件"),
    ("people", "お客様123名"),
    ("rows of items", "・氏名・住所"),
    ("lines of items", "・氏名\n"),
    ("legal forms", "株式会社"),
    ("companies", "株式会社甲野乙"),
    ("Latin words", "abc "),
    ("full stops", "。"),
];

/// Prints the cost of facts for each byte of ordinary text, against that of words in the same run,
/// and of hostile texts that double: a row that grows to the right is not linear.
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
    let facts = || documents.iter().map(|d| extractor.extract(d).data.len()).sum();
    let words = || {
        let words = |d: &Document| analyzer.words(&d.text).expect("it is analysed").len();
        documents.iter().map(words).sum()
    };
    let facts = millis_a_megabyte(&facts, bytes);
    let words = millis_a_megabyte(&words, bytes);
    println!(
        "\nms a MB, one thread: words {words:.0}, facts {facts:.0}, ratio {:.2}",
        facts / words
    );

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

criterion_group!(benches, texts, searches, growth);
criterion_main!(benches);
