use proptest::prelude::*;
use proptest::sample::select;

use super::{Fixture, report};
use crate::extract::Extractor;
use crate::japanese::{Analyzer, Folder};
use crate::lexicon::Lexicon;
use crate::query;
use crate::report::Report;
use crate::search::wording::Wording;
use crate::search::{Request, Response, SimilarRequest};

const TITLE: &str = "会員情報の流出に関するお詫びとご報告";
const BODY: &str = "2024年3月15日\n株式会社うみねこ文具\n\n弊社が運営する通販サイト「うみねこ便り」において、外部からの不正アクセスにより会員情報が流出したことが分かりました。\n\n経緯\n2024年2月3日、決済代行会社から不審な購入が続いているとの連絡を受け、同日サイトを停止しました。調査の結果、商品検索の画面にあった脆弱性を悪用され、会員の一覧を書き出すプログラムが置かれていたことを2月20日に確認しました。\n\n流出した情報\n2023年11月から2024年2月までに会員登録された2,318件の氏名、住所、電話番号です。カード番号は弊社では保存しておらず、流出しておりません。\n\n対応\n画面の改修と監視の強化を終えるまでサイトの停止を続けます。所轄の警察署に相談し、個人情報保護委員会へ報告しました。対象の方には順次書面でお知らせいたします。\n";
const FOOTER: &str = "前へ　一覧へ　次へ\n商品のご案内 店舗のご案内 採用のご案内\n文具のことなら暮らしに寄りそううみねこ文具\n";

/// Reports as they are read from texts.
struct Reader {
    extractor: Extractor,
}

impl Reader {
    fn new() -> Self {
        let lexicon = Lexicon::embedded();
        let analyzer = Analyzer::new(&lexicon, None).expect("the embedded dictionary");
        let extractor = Extractor::new(&lexicon, analyzer.folder());
        Self { extractor: extractor.expect("the embedded lexicon") }
    }

    /// A report whose title is the first line of `text`.
    fn read(&self, id: &str, text: &str) -> Report {
        let (title, body) = text.split_once('\n').unwrap_or((text, ""));
        self.extractor.report(report(id, title, body).document)
    }
}

fn notice() -> String {
    format!("{TITLE}\n{BODY}")
}

/// The notice with other words in some places, each of which it has.
fn notice_with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(notice(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// Lines of at most so many characters, with numbered pages, as a PDF gives them.
fn typeset(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line: Vec<char> = line.chars().collect();
        lines.extend(line.chunks(width).map(String::from_iter));
    }
    let pages = lines.chunks(8).enumerate();
    let pages = pages.map(|(at, lines)| format!("{}\n- {} -\n", lines.join("\n"), at + 1));
    // The title stays in one line.
    pages.collect::<String>().replacen('\n', "", usize::from(TITLE.chars().count() > width))
}

fn forwarded(text: &str) -> String {
    let quoted: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    format!(
        "Fwd: {TITLE}\n差出人: 広報室 磯野\n日付: 2024年4月2日 9:12\n\n転送します。ご確認ください。\n\n{}\n--\n磯野\n",
        quoted.join("\n")
    )
}

/// Shapes of the hits, each with its copies: `a[b c]`.
fn shape(response: &Response) -> Vec<String> {
    let hit = |hit: &crate::search::Hit| {
        format!("{}:{}[{}]", hit.rank, hit.report.document.id, hit.copies.join(" "))
    };
    response.hits.iter().map(hit).collect()
}

fn request(typed: &str) -> Request {
    Request {
        snippets: None,
        facets: Vec::new(),
        ..Request::new(query::parse(typed).expect(typed))
    }
}

#[test]
fn copies_are_told_from_what_only_looks_alike() {
    let reader = Reader::new();
    let rows: Vec<(&str, bool, String)> = vec![
        ("the same", true, notice()),
        ("another footer", true, format!("{}{FOOTER}", notice())),
        (
            "a menu and a footer",
            true,
            format!("{TITLE}\n本文へ移動　会社案内　お知らせ\n{BODY}{FOOTER}"),
        ),
        ("a paper", true, typeset(&notice(), 25)),
        ("a mail", true, forwarded(&notice())),
        ("posted elsewhere", true, format!("{TITLE}\n掲載 2024年3月18日 港町かわら版\n{BODY}")),
        (
            "full-width, another spelling",
            true,
            notice_with(&[("2,318", "２，３１８"), ("流出", "流失"), ("流失", "流出")]),
        ),
        (
            "a second report",
            false,
            notice_with(&[
                ("ご報告", "ご報告（第2報）"),
                ("2024年3月15日", "2024年4月26日"),
                ("2,318件", "2,274件"),
            ]),
        ),
        ("another count", false, notice_with(&[("2,318件", "2,274件")])),
        ("one digit", false, notice_with(&[("2,318件", "2,319件")])),
        ("another day", false, notice_with(&[("2024年2月3日", "2024年2月4日")])),
        (
            "another count, in words",
            false,
            notice_with(&[
                ("不審な購入が続いている", "不審な購入が三件続いている"),
                ("2,318件", "九件"),
            ]),
        ),
        (
            "the same form, another lead",
            false,
            notice_with(&[
                (TITLE, "会員証の取り違えについて"),
                (
                    "弊社が運営する通販サイト「うみねこ便り」において、外部からの不正アクセスにより会員情報が流出したことが分かりました。",
                    "港の店で会員証を別の方にお渡ししました。",
                ),
            ]),
        ),
        ("an update, marked by its title alone", false, notice_with(&[("ご報告", "最終報告")])),
        (
            "the form of a vendor",
            false,
            notice_with(&[("うみねこ文具", "はまなす書房"), ("うみねこ便り", "はまなす文庫")]),
        ),
        ("another service", false, notice_with(&[("うみねこ便り", "しおかぜ倉庫")])),
        (
            "new findings",
            false,
            format!(
                "{}その後の調査\n調査会社の最終報告により、管理画面の認証情報が前年の夏から悪用されていたこと、受注台帳の一部も閲覧されていたことが分かりました。台帳には送り先の氏名と電話番号、のし紙の名入れ、配達の希望日が含まれます。これを受けて台帳の保存期間を改め、管理画面への接続を社内に限りました。閲覧された台帳の件数と対象の方は引き続き確認しており、分かり次第お知らせします。委託先の選び方と点検の頻度も見直し、来期から外部の監査を毎年受けることを決めました。監査の結果は株主総会で報告し、要旨をこのサイトに載せます。あわせて退会された方の情報を速やかに消す仕組みを整えました。\n",
                notice()
            ),
        ),
        ("its beginning", false, notice().chars().take(220).collect()),
        (
            "another incident",
            false,
            format!(
                "{TITLE}\n2024年3月15日\n株式会社うみねこ文具\n\n倉庫から記憶媒体が持ち出され、仕入れ先の名簿が失われました。名簿には担当者の氏名と連絡先が載っていました。持ち出した者は特定できておりません。\n"
            ),
        ),
    ];
    for (name, is_copy, text) in rows {
        let reports = [reader.read("first", &notice()), reader.read("other", &text)];
        let corpus = Fixture::new(&reports, 1);
        let found = corpus.request(&request("kind:notice OR 流出 OR 氏名"));
        let together = found.hits.len() == 1;
        assert_eq!((together, found.total), (is_copy, 2), "{name}: {:?}", shape(&found));
        let copies = corpus.search.copies(&reports[0]).expect("the index can be read");
        assert_eq!(copies, if is_copy { vec!["other"] } else { vec![] }, "{name}");
    }
}

#[test]
fn short_texts_are_copies_only_of_their_equals() {
    let reader = Reader::new();
    let reports = [
        reader.read("a", "メールの誤送信\n宛先を誤って送りました。"),
        reader.read("b", "メールの誤送信\n宛先を、誤って 送りました"),
        reader.read("c", "メールの誤送信\n宛先を誤って送信しました。"),
        reader.read("d", "！？\n……"),
        reader.read("e", "！？\n……"),
    ];
    let corpus = Fixture::new(&reports, 5);
    assert_eq!(shape(&corpus.request(&request("誤って送り"))), ["1:a[b]"]);
    assert_eq!(corpus.request(&request("誤送信")).hits.len(), 2);
    // What has no letters says nothing, and so not the same.
    assert_eq!(corpus.request(&request("")).hits.len(), 4);
    assert_eq!(corpus.search.snapshot().count_copies().expect("a count").all(), 1);
}

/// Notices a, b and c on three incidents, with so many copies each.
fn mirrored(reader: &Reader, copies: [usize; 3]) -> Vec<Report> {
    let mut reports = Vec::new();
    for ((id, matter), copies) in
        [("a", "釣具"), ("b", "園芸"), ("c", "陶器")].into_iter().zip(copies)
    {
        let text = notice_with(&[("うみねこ", matter), ("2,318件", &format!("{matter}の名簿"))]);
        reports.push(reader.read(id, &text));
        for copy in 1..=copies {
            reports.push(
                reader.read(&format!("{id}{copy}"), &format!("{text}{matter}の広場{FOOTER}")),
            );
        }
    }
    reports
}

#[test]
fn pages_follow_each_other_and_count_what_stands_for_copies() {
    let reader = Reader::new();
    let corpus = Fixture::new(&mirrored(&reader, [2, 0, 1]), 2);
    let ask = |offset, limit, all_copies| {
        let request = Request {
            offset,
            limit,
            all_copies,
            ..request("id:* OR 釣具 OR 園芸 OR 陶器 OR 流出")
        };
        let response = corpus.request(&request);
        assert_eq!(response.total, 6, "reports are counted, copies included");
        shape(&response)
    };
    let whole = ask(0, 10, false);
    assert_eq!(whole.len(), 3, "{whole:?}");
    for (offset, expected) in (0..).zip(&whole) {
        assert_eq!(ask(offset, 1, false), std::slice::from_ref(expected));
    }
    assert_eq!(ask(1, 10, false), whole.get(1..).expect("two more"));
    assert_eq!(ask(3, 10, false), Vec::<String>::new());
    assert_eq!(ask(0, usize::MAX, false), whole);
    let all = ask(0, 10, true);
    assert_eq!(all.len(), 6);
    assert!(all.iter().all(|hit| hit.ends_with("[]")), "{all:?}");
    let none = Request { limit: 0, ..request("流出") };
    assert_eq!((corpus.request(&none).total, corpus.request(&none).hits.len()), (6, 0));
    assert_eq!(corpus.search.snapshot().count_copies().expect("a count").all(), 3);
}

#[test]
fn a_page_is_filled_however_many_copies_rank_first() {
    let reader = Reader::new();
    let corpus = Fixture::new(&mirrored(&reader, [40, 1, 0]), 50);
    let found = corpus.request(&Request { limit: 2, ..request("釣具 OR 流出") });
    let heads: Vec<&str> = found
        .hits
        .iter()
        .map(|hit| hit.report.document.id.as_str().get(..1).expect("an id"))
        .collect();
    assert_eq!(heads.len(), 2);
    assert_eq!(heads.first(), Some(&"a"));
    assert_eq!(found.hits.first().map(|hit| hit.copies.len()), Some(40));
    // A ranking is measured as it is.
    let ranked = corpus.search.rank(&Request { limit: 100, ..request("流出") }).expect("a ranking");
    assert_eq!(ranked.len(), 44);
}

#[test]
fn incidents_and_like_reports_name_copies_too() {
    let reader = Reader::new();
    let mut reports = mirrored(&reader, [1, 0, 0]);
    let second = notice_with(&[
        ("うみねこ", "釣具"),
        ("ご報告", "ご報告（第2報）"),
        ("2,318件", "釣具の名簿"),
    ]);
    let second =
        format!("{second}追って分かったこと\n閲覧の記録から、在庫の表も写し取られていました。\n");
    reports.push(reader.read("second", &second));
    reports.push(reader.read("second1", &format!("{second}{FOOTER}")));
    let corpus = Fixture::new(&reports, 3);
    let grouped = |all_copies| {
        let request = Request { by_incident: true, all_copies, ..request("釣具 流出") };
        let hits = corpus.request(&request).hits;
        let hit = hits.first().expect("an incident");
        let mut named = vec![(hit.report.document.id.to_string(), hit.copies.clone())];
        named.extend(
            hit.linked
                .iter()
                .map(|other| (other.report.document.id.to_string(), other.copies.clone())),
        );
        named.sort();
        named
    };
    let together = grouped(false);
    assert_eq!(together.len(), 2, "{together:?}");
    assert!(together.iter().all(|(_, copies)| copies.len() == 1), "{together:?}");
    assert_eq!(grouped(true).len(), 4);
    let like = |all_copies| {
        let request =
            SimilarRequest { limit: 10, other_incidents: false, all_copies, snippets: None };
        let similar = corpus.search.similar(&reports[0], &request, &Lexicon::embedded());
        let similar = similar.expect("the index can be read");
        assert_eq!(similar.copies, ["a1"]);
        similar.hits.iter().map(|like| like.hit.report.document.id.to_string()).collect::<Vec<_>>()
    };
    let own = |ids: &[String]| {
        ids.iter().filter(|id| ["a1", "second", "second1"].contains(&id.as_str())).count()
    };
    assert_eq!(own(&like(false)), 1);
    assert_eq!(own(&like(true)), 3);
}

/// Words of which no notice is made.
const ELSEWHERE: [&str; 8] =
    ["店舗一覧", "よもやま話", "写真館", "投稿規定", "求人", "季節の便り", "読者の声", "道案内"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_text_with_something_else_around_it_is_a_copy(
        before in prop::collection::vec(select(&ELSEWHERE[..]), 0..8),
        after in prop::collection::vec(select(&ELSEWHERE[..]), 0..20),
        width in 20..80_usize,
    ) {
        let folder = Folder::default();
        let wording = |text: &str| Wording::of(&report("a", "", text), &folder);
        let around = format!("{}\n{}\n{}", before.join("　"), typeset(&notice(), width), after.join("\n"));
        prop_assert!(wording(&notice()).is_copy(&wording(&around)));
        prop_assert!(wording(&around).is_copy(&wording(&notice())));
    }

    #[test]
    fn whatever_is_compared_nothing_breaks(own in "\\PC{0,120}", other in "\\PC{0,120}") {
        let folder = Folder::default();
        let wording = |text: &str| Wording::of(&report("a", "", text), &folder);
        let (own, other) = (wording(&own), wording(&other));
        prop_assert_eq!(own.is_copy(&other), other.is_copy(&own));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn neither_order_nor_segments_decide_who_is_a_copy(
        order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(),
        per_commit in 1..8_usize,
    ) {
        let reports = mirrored(&Reader::new(), [2, 1, 1]);
        let shuffled: Vec<Report> = order.iter().filter_map(|at| reports.get(*at).cloned()).collect();
        let answers = |reports: &[Report], per_commit| {
            let corpus = Fixture::new(reports, per_commit);
            let copies = corpus.search.copies(&reports.iter().min_by_key(|r| r.document.id.clone()).expect("a report").clone());
            let count = corpus.search.snapshot().count_copies().expect("a count");
            (shape(&corpus.request(&request("流出 氏名"))), copies.expect("copies"), count)
        };
        prop_assert_eq!(answers(&shuffled, per_commit), answers(&reports, 7));
    }
}
