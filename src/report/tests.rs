use super::*;

#[test]
fn dates_print_as_precisely_as_they_are_known() {
    fn check(text: &str, expected: Result<(&str, Precision), ()>) {
        let parsed: Result<Date, _> = text.parse();
        let found = parsed.map(|date| (date.to_string(), date.precision())).map_err(|_| ());
        assert_eq!(found, expected.map(|(iso, precision)| (iso.to_owned(), precision)), "{text}");
    }
    check("2022", Ok(("2022", Precision::Year)));
    check("2022-7", Ok(("2022-07", Precision::Month)));
    check("2022-07-28", Ok(("2022-07-28", Precision::Day)));
    check("2024-02-29", Ok(("2024-02-29", Precision::Day)));
    check("2023-02-29", Err(()));
    check("2022-13", Err(()));
    check("0000", Err(()));
    check("", Err(()));
    check("2022-", Err(()));
    check("2022-07-28-01", Err(()));
    check("二〇二二", Err(()));
}

#[test]
fn a_date_spans_the_days_it_may_stand_for() {
    fn check(text: &str, first: &str, last: &str) {
        let date: Date = text.parse().expect(text);
        assert_eq!(
            (date.first_day().to_string(), date.last_day().to_string()),
            (first.into(), last.into())
        );
    }
    check("2022", "2022-01-01", "2022-12-31");
    check("2024-02", "2024-02-01", "2024-02-29");
    check("2022-07-28", "2022-07-28", "2022-07-28");
}

#[test]
fn a_qualifier_decides_the_bounds() {
    fn check(qualifier: Qualifier, min: Option<u64>, max: Option<u64>) {
        let count = Count::new(Unit::Records, 657_096, qualifier);
        assert_eq!((count.min, count.max, count.number()), (min, max, 657_096));
    }
    check(Qualifier::Exact, Some(657_096), Some(657_096));
    check(Qualifier::About, Some(657_096), Some(657_096));
    check(Qualifier::AtMost, None, Some(657_096));
    check(Qualifier::AtLeast, Some(657_096), None);
}

#[test]
fn slug_paths_have_one_or_two_levels() {
    for good in ["malware", "malware/ransomware", "gov-id/my-number", "a1/b-2"] {
        assert!(good.parse::<FacetPath>().is_ok(), "{good}");
    }
    for bad in ["", "/", "malware/", "/ransomware", "a/b/c", "Malware", "不正アクセス", "a b"]
    {
        assert!(bad.parse::<FacetPath>().is_err(), "{bad}");
    }
}

#[test]
fn a_typed_id_may_leave_out_the_first_part() {
    fn check(typed: &str, expected: &[&str]) {
        let found: Vec<String> =
            ReportId::candidates(typed).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }
    check("a.txt", &["a.txt", "a.txt#1"]);
    check("a.txt#2", &["a.txt#2"]);
    check("c#.txt", &["c#.txt", "c#.txt#1"]);
}

fn document(title: &str, text: &str) -> Document {
    let source = Source { path: "a.txt".into(), part: 1 };
    Document {
        id: ReportId::of_source(&source),
        source,
        title: title.into(),
        text: text.into(),
        url: None,
        published: None,
        crawled: None,
        in_digest: false,
    }
}

#[test]
fn the_body_begins_after_the_title_line() {
    fn check(title: &str, text: &str, expected: usize) {
        assert_eq!(document(title, text).body_start(), expected, "{title:?} {text:?}");
    }
    check("題", "題\n本文", 4);
    check("題", "題", 3);
    check("", "本文", 0);
    check("題", "題名\n本文", 0);
}

#[test]
fn a_page_begins_below_the_last_menu_above_its_title() {
    fn check(text: &str, expected: &str) {
        let document = document("題", text);
        assert_eq!(document.text.get(document.beginning()..), Some(expected), "{text:?}");
    }
    check("題\n甲社\nホーム > お知らせ\n2024年5月1日\n題\n本文", "2024年5月1日\n題\n本文");
    check("題\n製品｜採用｜窓口\n甲社\nホーム > お知らせ\n題\n本文", "題\n本文");
    check("ホーム > お知らせ\n題\n本文", "題\n本文");
    // Nothing tells where a title stands that is told once only.
    for text in ["題\n製品｜採用｜窓口\n本文", "題\n甲社\n題\n本文", "題\n本文\n題名", "題", ""]
    {
        check(text, text);
    }
    let far = format!("題\nホーム > お知らせ\n{}題", "行\n".repeat(60));
    check(&far, &far);
}

#[test]
fn menus_are_told_from_titles_and_sentences() {
    fn check(line: &str, expected: bool) {
        assert_eq!(is_menu(line), expected, "{line:?}");
    }
    check("ホーム > お知らせ", true);
    check("現在位置：トップ ＞ お知らせ", true);
    check("企業情報 » ニュース » 2024年", true);
    check("会社概要｜採用情報｜お問い合わせ", true);
    check("会社概要 | 採用情報 | お問い合わせ |", true);
    check("ログイン　新規登録　お知らせ　ヘルプ", true);
    check("ログイン 新規登録 お知らせ ヘルプ", true);
    check("ログイン\t新規登録\tお知らせ\tヘルプ", true);
    check("情報漏えいのお詫び｜株式会社なぎさ玩具", false);
    check("情報漏えいのお詫び | お知らせ | 玩具と絵本の店 なぎさ玩具オンラインショップ", false);
    check("売上 > 費用", false);
    check("氏名　住所　電話番号", false);
    check("|||", false);
    check("", false);
}

#[test]
fn the_total_is_the_first_of_people_else_of_records() {
    fn check(told: &[(Unit, u64)], expected: Option<(Unit, u64)>) {
        let affected = told.iter().map(|(unit, number)| Affected {
            what: String::new(),
            count: Count::new(*unit, *number, Qualifier::Exact),
            evidence: Evidence::new(Span { start: 0, end: 0 }, String::new()),
        });
        let facts = Facts { affected: affected.collect(), ..Facts::default() };
        let total = facts.total().map(|count| (count.unit, count.number()));
        assert_eq!(total, expected, "{told:?}");
    }
    check(&[], None);
    check(&[(Unit::Records, 500)], Some((Unit::Records, 500)));
    check(&[(Unit::Records, 500), (Unit::People, 30)], Some((Unit::People, 30)));
    check(&[(Unit::People, 30), (Unit::People, 20)], Some((Unit::People, 30)));
    // A correction stands before the larger number that it corrects.
    check(&[(Unit::People, 20), (Unit::People, 30)], Some((Unit::People, 20)));
}

#[test]
fn the_delay_is_known_only_when_both_days_are() {
    #[track_caller]
    fn check(detected: Option<&str>, published: Option<&str>, expected: Option<u32>) {
        let at = |event, date: &str| Milestone {
            event,
            date: date.parse().expect(date),
            evidence: Evidence::new(Span { start: 0, end: 0 }, String::new()),
        };
        let published = published.map(|date| date.parse().expect(date));
        let document = Document { published, ..document("", "") };
        let dates = detected.map(|date| at(Event::Detected, date)).into_iter().collect();
        let facts = Facts { dates, ..Facts::default() };
        let report = Report { document, facts, outline: Outline::default(), mentioned: Vec::new() };
        assert_eq!(report.delay(), expected, "{detected:?} to {published:?}");
    }
    check(Some("2022-07-28"), Some("2023-01-11"), Some(167));
    check(Some("2022-07-28"), Some("2022-07-28"), Some(0));
    check(Some("2022-07"), Some("2023-01-11"), None);
    check(Some("2022-07-28"), Some("2023-01"), None);
    check(Some("2023-02-01"), Some("2023-01-11"), None);
    check(None, Some("2023-01-11"), None);
    check(Some("2022-07-28"), None, None);
}
