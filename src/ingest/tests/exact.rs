//! An updated index answers every query as one built from scratch.

use proptest::prelude::*;
use proptest::test_runner::Config;

use super::*;
use crate::report::FacetField;
use crate::search::{Response, SimilarRequest, Sort};

/// What a nightly job may find done to a corpus.
#[derive(Debug, Clone)]
enum Deed {
    Write(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Copy(usize, usize),
    Run,
}

const FILES: [&str; 7] = ["a.txt", "b.txt", "c/d.txt", "c/e.md", "f.jsonl", "g.jsonl", "h.html"];

fn deed() -> impl Strategy<Value = Deed> {
    let file = 0..FILES.len();
    prop_oneof![
        6 => (file.clone(), 0..TEXTS.len()).prop_map(|(file, text)| Deed::Write(file, text)),
        2 => file.clone().prop_map(Deed::Remove),
        1 => (file.clone(), file.clone()).prop_map(|(from, to)| Deed::Rename(from, to)),
        1 => (file.clone(), file).prop_map(|(from, to)| Deed::Copy(from, to)),
        3 => Just(Deed::Run),
    ]
}

/// Bodies of reports; in a JSONL file each is a line with an id of its own, the same in every such file.
const TEXTS: [&str; 9] = [
    "株式会社甲野商店\n個人情報漏えいに関するお詫びとお知らせ\n2024年1月15日\n当社のオンラインショップが第三者による不正アクセスを受け、ペイメントアプリケーションが改ざんされました。\nお客様1,234名のクレジットカード番号が漏えいした可能性があります。",
    "株式会社甲野商店\n個人情報漏えいに関するお詫びとお知らせ(第二報)\n2024年2月20日\n調査の結果、対象は1,198名でした。第三者による不正アクセスが原因です。",
    "乙川市\nメール誤送信について\n令和5年11月2日\n職員が宛先をBCCではなくTOに入れて送信し、56名のメールアドレスが他の受信者に見える状態になりました。",
    "学校法人丙山学園\nUSBメモリの紛失について\n2023年7月4日\n教員が学生320名の氏名と成績を保存したUSBメモリを紛失しました。",
    "株式会社丁田システム(以下「丁田社」といいます)\nランサムウェア被害のご報告\n2022年10月31日\n丁田社のサーバーが身代金要求型ウイルスに感染し、委託元のお客様情報約1万2千件が暗号化されました。",
    "情報セキュリティの心得\nパスワードは使い回さないでください。フィッシングにご注意ください。",
    "",
    "まとめ\n\n【事件簿#2024-001】甲野商店 漏えいのお知らせ 2024年1月2日\n\n甲野商店で個人情報が漏えいしました。対象は10名です。ご迷惑をおかけしました。\n\n【事件簿#2024-002】戊村病院 紛失のお知らせ 2024年1月3日\n\n戊村病院で診療録を紛失しました。対象は20名です。ご迷惑をおかけしました。\n",
    "戊村病院\n診療録の紛失について\n2024年1月3日\n診療録20名分を紛失しました。漏洩は確認されておりません。",
];

/// Every way of asking whose answer depends on what else the index holds.
const QUERIES: [&str; 16] = [
    "",
    "漏えい",
    "不正アクセス 改ざん",
    "「個人情報漏えい」",
    "お詫び -ランサムウェア",
    "ペイメント*",
    "クレジットカードの番号は漏えいしましたか",
    "漏洩 OR 紛失",
    "丁田社",
    "ろうえい",
    "funshitsu",
    "ランサムウエアア",
    "2024年1月",
    "cause:malware",
    "公表:2023-01..2024-12 お知らせ",
    "戊村病院 誤送信",
];

fn written(file: &str, text: usize) -> String {
    let body = TEXTS[text];
    if !file.ends_with(".jsonl") {
        return body.to_owned();
    }
    // Two of the texts on lines of their own, and a line that is no JSON.
    let other = (text + 1) % TEXTS.len();
    let line = |text: usize| {
        let (title, body) = TEXTS[text].split_once('\n').unwrap_or((TEXTS[text], ""));
        serde_json::json!({"id": format!("r{text}"), "title": title, "text": body}).to_string()
    };
    format!("{}\nno json\n{}\n", line(text), line(other))
}

fn search_in(index: &Path) -> Search {
    let lexicon = Lexicon::embedded();
    static ANALYZER: OnceLock<Arc<Analyzer>> = OnceLock::new();
    let analyzer = ANALYZER.get_or_init(|| {
        Arc::new(Analyzer::new(&Lexicon::embedded(), None).expect("the embedded dictionary"))
    });
    let snapshot = Snapshot::open(index).expect("the index opens");
    Search::new(snapshot, Arc::clone(analyzer), &lexicon).expect("a search")
}

/// What an answer says, scores rounded as far as the order in which they are summed may tell them apart.
fn said(response: &Response) -> String {
    let hits: Vec<String> = response
        .hits
        .iter()
        .map(|hit| {
            let linked = hit.linked.iter().map(|linked| linked.report.document.id.to_string());
            let linked: Vec<String> = linked.collect();
            let source = &hit.report.document.source;
            let id = &hit.report.document.id;
            let copies = &hit.copies;
            format!("{id} {}#{} {:.2} {linked:?} {copies:?}", source.path, source.part, hit.score)
        })
        .collect();
    let Response { interpreted, total, relaxed, widened, meant, reports, facets, .. } = response;
    format!(
        "{interpreted} {total} of {reports} {relaxed:?}\n{widened:?}\n{meant:?}\n{hits:#?}\n{facets:?}"
    )
}

fn answers(index: &Path) -> Vec<String> {
    let search = search_in(index);
    let mut answers = Vec::new();
    for typed in QUERIES {
        let mut request = Request::new(query::parse(typed).expect(typed));
        request.limit = 50;
        request.snippets = None;
        request.facets = FacetField::ALL.to_vec();
        answers.push(said(&search.search(&request).expect(typed)));
        request.by_incident = true;
        answers.push(said(&search.search(&request).expect(typed)));
        request.by_incident = false;
        request.sort = Sort::Newest;
        answers.push(said(&search.search(&request).expect(typed)));
    }
    let lexicon = Lexicon::embedded();
    let like =
        SimilarRequest { limit: 20, other_incidents: false, all_copies: false, snippets: None };
    for id in ["a.txt", "r0", "c/d.txt"] {
        let Some(report) = search.snapshot().find(id).expect("the index is read") else { continue };
        let similar = search.similar(&report, &like, &lexicon).expect(id);
        let hits = similar.hits.iter().map(|hit| {
            format!("{} {:.2} {}", hit.hit.report.document.id, hit.hit.score, hit.same_incident)
        });
        answers.push(format!("like {id}: {:?}", hits.collect::<Vec<_>>()));
    }
    answers
}

/// `PROPTEST_CASES` asks for more.
fn cases() -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    if asked { Config::default() } else { Config::with_cases(200) }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_updated_index_answers_as_a_new_one_would(deeds in prop::collection::vec(deed(), 1..14)) {
        let bench = Bench::new(&[]);
        let at = |file: usize| bench.corpus.path().join(FILES[file]);
        for deed in deeds {
            match deed {
                Deed::Write(file, text) => bench.write(FILES[file], &written(FILES[file], text)),
                Deed::Remove(file) => { let _ = fs::remove_file(at(file)); }
                Deed::Rename(from, to) => { let _ = fs::rename(at(from), at(to)); }
                Deed::Copy(from, to) => { let _ = fs::copy(at(from), at(to)); }
                Deed::Run => { bench.run(); }
            }
        }
        let updated = bench.run();
        let fresh = tempfile::tempdir().expect("a temporary folder");
        let corpus = Corpus::open(bench.corpus.path()).expect("the corpus opens");
        let built = ingest(&corpus, fresh.path(), understanding(), &options(1), &Silent);
        let built = built.expect("a run");
        prop_assert_eq!(updated.set_aside, built.set_aside);
        prop_assert_eq!(answers(bench.index.path()), answers(fresh.path()));
        prop_assert_eq!(bench.reports(), reports(fresh.path()));
        let again = bench.run();
        prop_assert!(!again.published);
        prop_assert_eq!(again.bytes, 0);
        let damage = crate::index::check(bench.index.path(), None, &|_| ()).expect("an index").damage;
        prop_assert_eq!(damage, Vec::<String>::new());
    }
}
