use super::extract;

/// Milestones as `event date`, without the page's own date.
fn check(body: &str, expected: &[&str]) {
    let facts = extract(&format!(
        "不正アクセスによる情報漏えいのお詫び\n2023年3月10日\n株式会社あおば商店\nお客様の氏名が漏えいしました。\n{body}"
    ));
    let found: Vec<String> = facts
        .dates
        .iter()
        .filter(|milestone| milestone.event.as_str() != "published")
        .map(|milestone| format!("{} {}", milestone.event.as_str(), milestone.date))
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn a_date_takes_the_events_of_its_clause() {
    check("2022年10月20日、不正アクセスが発覚しました。", &["detected 2022-10-20"]);
    check("2023年2月1日にカード決済を停止いたしました。", &["contained 2023-02-01"]);
    check("2023年2月20日、第三者機関による調査が完了しました。", &["investigated 2023-02-20"]);
    check(
        "個人情報保護委員会には2023年2月3日に報告し、所轄警察署には2月5日に被害を申告しました。",
        &["reported 2023-02-03", "police 2023-02-05"],
    );
    check("2023年3月1日より運用を再開しております。", &["resumed 2023-03-01"]);
    check("対象のお客様には2023年3月2日に書状をお送りしました。", &["notified 2023-03-02"]);
}

#[test]
fn ranges_are_the_time_of_the_incident() {
    check(
        "2022年7月24日~2022年7月26日の期間にカード情報が漏えいしました。",
        &["incident_start 2022-07-24", "incident_end 2022-07-26"],
    );
    check(
        "漏えいの期間は2022年8月20日~9月12日です。",
        &["incident_start 2022-08-20", "incident_end 2022-09-12"],
    );
    check(
        "2022年12月30日から1月4日まで、会員の情報が閲覧できる状態でした。",
        &["incident_start 2022-12-30", "incident_end 2023-01-04"],
    );
}

#[test]
fn elided_and_relative_dates_are_filled_in() {
    check(
        "2023年1月4日に異常を検知し、同日、サーバーを停止しました。",
        &["detected 2023-01-04", "contained 2023-01-04"],
    );
    check(
        "2023年1月31日に発覚し、翌日、サーバーを停止しました。",
        &["detected 2023-01-31", "contained 2023-02-01"],
    );
    check("対象のお客様には、本日より個別にご連絡いたします。", &["notified 2023-03-10"]);
    check("12月8日(木)、不正アクセスを検知しました。", &["detected 2022-12-08"]);
    check("令和5年1月13日、不正アクセスを検知しました。", &["detected 2023-01-13"]);
    check("令和元年5月、不正アクセスを検知しました。", &["detected 2019-05"]);
    check("2023/1/8、不正アクセスを検知しました。", &["detected 2023-01-08"]);
    check("２０２３年１月８日、不正アクセスを検知しました。", &["detected 2023-01-08"]);
    check(
        "・1月5日 不正アクセスを検知\n・1月6日 サーバーを停止",
        &["detected 2023-01-05", "contained 2023-01-06"],
    );
}

#[test]
fn plans_and_impossible_days_are_no_milestones() {
    check("2023年4月1日に再開する予定です。", &[]);
    check("2023年2月30日に不正アクセスを検知しました。", &[]);
    check("お客様には7営業日以内にお知らせします。", &[]);
}

#[test]
fn the_page_names_its_own_date() {
    fn check(text: &str, expected: Option<&str>) {
        let facts = extract(text);
        let found = facts.milestone(crate::report::Event::Published).map(|m| m.date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    check("情報漏えいのお詫び\n2023年3月10日\n氏名が漏えいしました。", Some("2023-03-10"));
    check("情報漏えいのお詫び 2023年3月10日\n氏名が漏えいしました。", Some("2023-03-10"));
    check("情報漏えいのお詫び\n氏名が漏えいしました。\n以上\n令和5年3月10日", Some("2023-03-10"));
    check("情報漏えいのお詫び\n2023年3月1日に氏名が漏えいしました。本日公表します。", None);
}
