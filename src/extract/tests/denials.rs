//! Rows on what denies an item, what only seems to, and what is no item of a leak at all.

use super::{extract, notice, shorthand, sorted};

fn check(body: &str, expected: &str) {
    assert_eq!(shorthand(&notice(body).data), sorted(expected), "{body}");
}

#[test]
fn what_was_never_recorded_did_not_leak() {
    check("氏名が流出しました。\nご住所は、この台帳に記録されておりません。", "name -address");
    check(
        "氏名が流出しました。\n性別と年齢は一覧の画面に無く、見られていません。",
        "name -sex -age",
    );
    check("氏名が流出しました。\n項目｜有無\n口座番号｜保有なし", "name -bank-account");
    check("氏名が流出しました。\n学年は難を免れました。", "name -student-record");
}

#[test]
fn who_does_not_know_does_not_deny() {
    check(
        "図面まで持ち出されたかどうかは分かっておりませんが、その可能性はあります。",
        "?drawings",
    );
    check("氏名が流出しました。\n住所が閲覧されていたかは不明です。", "name ?address");
}

#[test]
fn what_was_told_before_yields_to_what_is_known_now() {
    check(
        "口座番号が流出した可能性があるとお伝えしましたが、その後の調べで読み出されていないことが分かりました。",
        "-bank-account",
    );
}

#[test]
fn a_remark_speaks_of_its_own_topic() {
    check(
        "漏えいした情報\n・診察券番号 ※診療科名は入っておりません",
        "patient-id -diagnosis-treatment",
    );
}

#[test]
fn a_list_that_is_all_there_was_leaked() {
    check(
        "誤って渡した紙に書かれていたのは氏名と受付の日付のみであり、性別、住所、電話番号は様式にありません。",
        "name -sex -address -phone",
    );
}

#[test]
fn what_was_changed_afterwards_is_no_leak() {
    check(
        "氏名が流出しました。\n・当該職員のメールのパスワード等を管理者の側で変更しました",
        "name",
    );
}

#[test]
fn trails_of_links_name_nothing() {
    let page = "名簿の誤送付について\n現在位置：トップ＞くらし＞所得・税金＞お知らせ\n2024年5月10日\n名簿を誤って別の方に送付しました。名簿には氏名が記載されていました。深くお詫び申し上げます。";
    assert_eq!(shorthand(&extract(page).data), "name");
}

#[test]
fn a_leak_named_by_its_items_counts() {
    check(
        "本日、氏名、住所、電話番号の漏えい（2月9日に公表）に係る書面を提出いたしました。",
        "name address phone",
    );
}

#[test]
fn much_said_firmly_outweighs_one_doubt_at_the_outset() {
    check(
        "当初は、外部に持ち出された可能性があると見ておりました。\n調べの結果、データは外部に送信されていました。攻撃者のウェブサイトに掲載されていることを確認しました。\n対象の情報\n・氏名、住所",
        "name address",
    );
}

#[test]
fn what_another_incident_lost_says_nothing_of_this_one() {
    check(
        "氏名、住所が流出した可能性があります。\n県内では4月にも別の会社が攻撃を受け、電話番号が流出しました。",
        "?name ?address",
    );
}

#[test]
fn a_list_is_as_sure_as_its_number() {
    check(
        "漏えいが発生しました。\n・対象：会員\n・情報：「氏名」「住所」\n・件数：漏えいの可能性があるのは計90件",
        "?name ?address",
    );
    check(
        "漏えいが発生しました。\n・対象：会員\n・情報：「氏名」「住所」\n・件数：計90件",
        "name address",
    );
}
