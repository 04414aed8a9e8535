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
fn the_month_of_a_bare_day_is_that_of_the_nearest_date() {
    // A range bounds a time; the tale goes on from the date before it.
    check(
        "2023年2月20日、対象の方へ書面を発送しました。\n2022年12月3日～2023年1月28日、会員の情報が流出していました。\n該当する方には、20日に書面で説明しました。",
        &["incident_start 2022-12-03", "incident_end 2023-01-28", "notified 2023-02-20"],
    );
    check(
        "2月25日から28日まで、会員の情報が閲覧できる状態でした。翌1日、サービスを停止しました。",
        &["incident_start 2023-02-25", "incident_end 2023-02-28", "contained 2023-03-01"],
    );
    check("2月2日から流出があったことを同12日に検知しました。", &["detected 2023-02-12"]);
    check("今月7日、対象の方へ書面をお送りしました。", &["notified 2023-03-07"]);
    check("令和五年二月三日、不正アクセスを検知しました。", &["detected 2023-02-03"]);
    check("2/3(金) 不正アクセスを検知", &["detected 2023-02-03"]);
    // Said by somebody else, or counted from an event.
    check("2月3日、「昨日から使えない」とのご連絡をいただきました。", &["detected 2023-02-03"]);
    check("調査が完了した翌日に個人情報保護委員会に報告しました。", &[]);
}

#[test]
fn awareness_is_that_of_the_organisation() {
    check(
        "委託先は2月20日に感染に気付いていましたが、当社へ報告があったのは3月5日でした。",
        &["detected 2023-03-05"],
    );
    check(
        "委託先の株式会社ツバメ印刷が2月1日に異常に気付きました。\n2月3日、同社から当社に連絡がありました。",
        &["detected 2023-02-03"],
    );
    check("2月4日に書類の不足に気付きました。", &["detected 2023-02-04"]);
    check("知らせが入ったのは2月5日です。", &["detected 2023-02-05"]);
    check("2月6日、不正アクセスが行われたことを検知しました。", &["detected 2023-02-06"]);
    check(
        "2月7日の夜、何者かが侵入していたことが、2月9日の点検で判明しました。",
        &["incident_start 2023-02-07", "detected 2023-02-09"],
    );
    check(
        "本件は2月8日から発生し、会員の情報が閲覧された可能性があることが判明しました。",
        &["incident_start 2023-02-08"],
    );
}

#[test]
fn sentences_without_a_date_go_on_with_the_day_before() {
    check(
        "2月2日（木）午前9時、ファイルを開けないことに気付きました。直ちに全サーバーを停止しました。",
        &["detected 2023-02-02", "contained 2023-02-02"],
    );
    check(
        "2月2日\n不審な通信を検知\n2月3日\n該当サーバーを隔離",
        &["detected 2023-02-02", "contained 2023-02-03"],
    );
    check(
        "2月10日　会員の皆様へメールを送信。所轄警察署に相談。個人情報保護委員会に報告。",
        &["notified 2023-02-10", "reported 2023-02-10", "police 2023-02-10"],
    );
    check("専門会社による調査は2月28日に終了しました。", &["investigated 2023-02-28"]);
    check(
        "調べてもらった結果（2月17日終了）、最初の侵入は2月1日でした。",
        &["incident_start 2023-02-01", "investigated 2023-02-17"],
    );
}

#[test]
fn dates_of_papers_and_of_what_was_not_hit_are_no_milestones() {
    check("2月1日に公表した不正アクセスについて、続けて調べています。", &[]);
    check("2月1日付の総務省からの通達を受けて点検を始めました。", &[]);
    check("2月3日、個人情報保護委員会より指導を受けました。", &[]);
    check("2023年2月1日に開設した新サイトでは、不正アクセスは確認されておりません。", &[]);
    check("当社が設立された2010年4月1日以降の記録を確認しました。", &[]);
    check("2月末までにご登録いただいたお客様が対象です。", &[]);
    check("昨年2月にも他社で情報が流出する事案が発生しました。", &[]);
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
    // A site's menus above, and its news below.
    let entries = "商品\n".repeat(14);
    check(
        &format!(
            "情報漏えいのお詫び\n{entries}ホーム > お知らせ\n情報漏えいのお詫び\n登録日:2023年3月10日 担当:総務課\n\
             弊社のサーバーから氏名が漏えいしました。深くお詫び申し上げます。\n新着\n・夏の催しのご案内(2023年2月1日)"
        ),
        Some("2023-03-10"),
    );
}

#[test]
fn a_date_in_a_clause_that_describes_a_noun_is_not_that_of_the_finding() {
    check(
        "2月1日に発送した請求書のうち一部に別の方の明細が入っていたことが分かりました。2月6日、届いた方からお電話がありました。",
        &["incident_start 2023-02-01", "detected 2023-02-06"],
    );
    check("4月開催の講座に申し込まれた方へ、案内をお送りしました。", &[]);
    check(
        "2月6日に出勤した職員が気付き、すぐにサーバーを止めました。",
        &["detected 2023-02-06", "contained 2023-02-06"],
    );
}

#[test]
fn a_deed_that_came_out_later_has_the_day_of_the_deed() {
    check(
        "2月6日、会員の方からご指摘がありました。調べたところ、1月20日に設定を外したままにしていたことが判明し、同日中に元へ戻しました。同日、ページを閉鎖しました。",
        &["incident_start 2023-01-20", "detected 2023-02-06", "contained 2023-02-06"],
    );
    check(
        "2月6日に調査したところ、名簿が漏えいしていたことが判明しました。",
        &["detected 2023-02-06"],
    );
}

#[test]
fn two_days_told_together_are_the_first_and_the_last() {
    check(
        "2月1日と4日の2回、倉庫から名簿を持ち出していました。",
        &["incident_start 2023-02-01", "incident_end 2023-02-04"],
    );
    check("対象の方には3月1日と2日に訪問し、お詫びしました。", &["notified 2023-03-01"]);
}

#[test]
fn quotes_and_brackets_tell_nothing_of_their_date() {
    check(
        "2月6日、利用者から「サイトを停止してほしい」との連絡を受けました。",
        &["detected 2023-02-06"],
    );
    check("2月6日、サービス妨害(大量の通信)攻撃を受けました。", &["incident_start 2023-02-06"]);
}

#[test]
fn a_label_before_a_date_names_its_event() {
    check(
        "発生 2023年2月1日 19時52分\n復旧 2023年2月2日 4時15分",
        &["incident_start 2023-02-01", "resumed 2023-02-02"],
    );
    check("02/06 09:20 会員から苦情があり、事態を把握", &["detected 2023-02-06"]);
}

#[test]
fn authorities_are_told_only_where_something_is_reported_to_them() {
    check("2月6日、県警は男を不正アクセス禁止法違反の疑いで逮捕しました。", &[]);
    check("2月6日、教育委員会に報告しました。", &[]);
    check("2月6日に110番通報し、署員が確認しました。", &["police 2023-02-06"]);
    check(
        "2月6日、総務省を通じて関係機関から、不審な通信があるとの連絡を受けました。",
        &["detected 2023-02-06"],
    );
}

#[test]
fn whose_data_it_was_is_no_time_of_an_incident() {
    check("対象は2021年4月1日から2022年3月31日までの診療記録です。", &[]);
    check("2月1日~2月3日、担当部署が調べたところ、不審な通信を認めました。", &[]);
    check(
        "1月10日から読み出しが始まり、1月20日まで他人のログインが続きました。",
        &["incident_start 2023-01-10", "incident_end 2023-01-20"],
    );
}

#[test]
fn an_hour_further_on_in_the_tale_belongs_to_the_day_before() {
    check(
        "2月6日午後3時、職員が調べ物をしていると警告画面が現れました。相手は25分ほど画面を動かせました。不審に思った上司が午後3時40分に回線を抜いています。",
        &["incident_start 2023-02-06", "detected 2023-02-06", "contained 2023-02-06"],
    );
}

#[test]
fn the_first_publication_is_the_page_s_date() {
    fn check(text: &str, expected: Option<&str>) {
        let facts = extract(text);
        let found = facts.milestone(crate::report::Event::Published).map(|m| m.date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    let body = "弊社のサーバーから氏名が漏えいしました。お詫び申し上げます。";
    check(
        &format!("漏えいのお詫び\n2023年3月9日 掲載/3月11日 一部修正\n{body}"),
        Some("2023-03-09"),
    );
    check(
        &format!("漏えいのお詫び\n(第3報 2023年4月1日更新)\n2023年3月10日\n{body}"),
        Some("2023-03-10"),
    );
    check(&format!("漏えいのお詫び\n{body}\n障害の時間\n2023年3月3日7時2分~13時0分\n以上"), None);
}

#[test]
fn dates_share_what_only_one_of_them_names() {
    check(
        "個人情報保護委員会 2023年2月3日(速報)、3月1日(確報)",
        &["reported 2023-02-03", "reported 2023-03-01"],
    );
    check(
        "2月3日に個人情報保護委員会へ速報し、3月1日に詳しい報告をしました。",
        &["reported 2023-02-03", "reported 2023-03-01"],
    );
    check(
        "2月5日に発覚しました。県警には2月6日に相談し、2月20日に被害届が受理されました。",
        &["detected 2023-02-05", "police 2023-02-06", "police 2023-02-20"],
    );
    check(
        "2月6日に県の福祉課へ、2月7日に個人情報保護委員会へ報告しました。",
        &["reported 2023-02-06", "reported 2023-02-07"],
    );
}

#[test]
fn a_year_alone_is_that_of_something_else() {
    check("2019年に別の会社で漏えいが発覚しました。", &[]);
    check(
        "2年前の2021年に配られた修正が当たっていませんでした。2月4日に侵入が判明し、同月6日に県警へ相談しました。",
        &["detected 2023-02-04", "police 2023-02-06"],
    );
}

#[test]
fn nothing_is_detected_before_it_began() {
    check(
        "2月27日に同じ封筒を誤って送付した例もありました。2月2日に別人へ誤って送付しました。2月4日、利用者からの連絡で判明しました。",
        &["incident_start 2023-02-02", "detected 2023-02-04"],
    );
    check(
        "通信の記録から、最初に侵入されたのは2月1日と分かりました。2月8日に異常を検知しました。",
        &["incident_start 2023-02-01", "detected 2023-02-08"],
    );
}

#[test]
fn a_moment_later_is_the_same_day() {
    check(
        "2月7日、別の会社へ資料を誤って送信しました。5分後に受け取った方からお電話があり、誤りに気付きました。",
        &["incident_start 2023-02-07", "detected 2023-02-07"],
    );
    check(
        "2月7日、資料を別の方へ誤って送付しました。2月7日に共有フォルダを閉鎖しました。",
        &["incident_start 2023-02-07", "detected 2023-02-07", "contained 2023-02-07"],
    );
}

#[test]
fn those_concerned_are_told_from_the_first_day_on() {
    check("対象の方には2月7日と8日に訪問し、お詫びしました。", &["notified 2023-02-07"]);
    check(
        "2月7日に対象の方へお電話でお詫びし、2月20日に正しい通知書をお送りしました。",
        &["notified 2023-02-07"],
    );
}

#[test]
fn what_was_sent_before_the_finding_is_the_mistake() {
    check(
        "2月7日、加入者の世帯へ通知書を送りました。2月10日、届いた方からのお電話で誤りが判明しました。",
        &["incident_start 2023-02-07", "detected 2023-02-10"],
    );
}

#[test]
fn a_day_is_what_its_clause_says_of_a_step() {
    check(
        "異常の検知は2月1日、個情委は2月3日、警察が2月6日、調査の完了が2月20日でした。",
        &[
            "detected 2023-02-01",
            "investigated 2023-02-20",
            "reported 2023-02-03",
            "police 2023-02-06",
        ],
    );
    check(
        "2月1日に異常を検知しました。当社の速報は2月4日でした。",
        &["detected 2023-02-01", "reported 2023-02-04"],
    );
}

#[test]
fn entries_end_as_sentences_do() {
    check(
        "経緯\n2月7日（火） 10時00分 名簿を誤って公開\n18時50分 保護者から学校へ「見えている」と電話\n2月8日（水） 公開を停止",
        &[
            "incident_start 2023-02-07",
            "incident_end 2023-02-08",
            "detected 2023-02-07",
            "contained 2023-02-08",
        ],
    );
}

#[test]
fn a_month_in_a_name_is_no_date_of_the_clause() {
    check(
        "2月3日、4月の見学会のご案内を誤って別の方へ送信しました。",
        &["incident_start 2023-02-03"],
    );
}

#[test]
fn the_last_inquiry_is_the_one_that_ended() {
    check(
        "2月8日、提供元の調査が終わりました。2月20日、当社の調査が終わりました。",
        &["investigated 2023-02-20"],
    );
}

#[test]
fn who_searches_alone_has_not_told_the_organisation() {
    check(
        "2月7日、職員が名簿のないことに気付き、自力で捜しました。2月9日、課長に申告しました。",
        &["detected 2023-02-09"],
    );
}

#[test]
fn days_are_written_in_kanji_and_of_the_week() {
    check(
        "二月七日の夜、名簿を誤って送付しました。八日午前、受け取った方のお電話で誤りに気付き、翌九日に警察署へ届け出ました。",
        &["incident_start 2023-02-07", "detected 2023-02-08", "police 2023-02-09"],
    );
    // 2023-03-10 is a Friday.
    check("先週水曜日の朝、不正アクセスを検知しました。", &["detected 2023-03-01"]);
    check("相談は平日の月曜日から金曜日までお受けします。", &[]);
    check("同一日に複数のお申し込みはできません。", &[]);
}

#[test]
fn elided_years_and_days_behind_a_slash_are_read() {
    check(
        "2021年9月30日から22年1月末まで、会員の情報が閲覧できる状態でした。",
        &["incident_start 2021-09-30", "incident_end 2022-01"],
    );
    check("当社は2/24に個人情報保護委員会へ報告しました。", &["reported 2023-02-24"]);
    check("2022年度から2024年度にご利用の方の情報です。", &[]);
}

#[test]
fn what_stands_before_a_day_may_be_of_the_one_before() {
    check(
        "2月7日、不正アクセスを検知しました。直ちにサーバーを停止し、翌8日に警察へ相談しました。",
        &["detected 2023-02-07", "contained 2023-02-07", "police 2023-02-08"],
    );
}

#[test]
fn a_relative_clause_may_stand_before_the_day_that_is_told() {
    check(
        "当社が事態を知ったのは、お客様に入金の遅れを尋ねた2月8日のことです。",
        &["detected 2023-02-08"],
    );
}

#[test]
fn what_was_meant_or_asked_is_not_done() {
    check(
        "2月7日、生徒に日程を知らせようと、名簿を誤って公開しました。",
        &["incident_start 2023-02-07"],
    );
    check("2月7日、届いたメールを消していただくようお願いしました。", &[]);
}

#[test]
fn the_organisation_knows_when_its_people_tell_it() {
    check(
        "2月7日、組合が紛失に気付きました。組合から市へ報告があったのは2月9日です。",
        &["detected 2023-02-09"],
    );
}
