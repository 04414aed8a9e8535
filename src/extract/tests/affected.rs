use super::super::numbers::parse_number;
use super::notice;

/// Counts as `unit min..max`, an open end left out.
fn check(body: &str, expected: &[&str]) {
    let found: Vec<String> = notice(body)
        .affected
        .iter()
        .map(|affected| {
            let end = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
            let count = affected.count;
            format!("{} {}..{}", count.unit.as_str(), end(count.min), end(count.max))
        })
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn numbers_are_read_in_every_script() {
    fn check(text: &str, expected: Option<u64>) {
        assert_eq!(parse_number(text), expected, "{text}");
    }
    check("14,127", Some(14_127));
    check("1万4127", Some(14_127));
    check("1.4万", Some(14_000));
    check("1万2千", Some(12_000));
    check("41万3867", Some(413_867));
    check("三百二十", Some(320));
    check("2億", Some(200_000_000));
    check("数十", None);
    check("99999999999999999999999", None);
}

#[test]
fn units_and_qualifiers() {
    check("お客様の個人情報657,096件が漏えいしました。", &["records 657096..657096"]);
    check("会員の氏名が漏えいしました。対象は約1万2千人です。", &["people 12000..12000"]);
    check("最大38,313件の顧客情報が漏えいした可能性があります。", &["records ..38313"]);
    check("少なくとも500名のお客様の氏名が漏えいしました。", &["people 500.."]);
    check("4万件超の会員情報が流出しました。", &["records 40000.."]);
    check("40万件近い会員情報が流出しました。", &["records ..400000"]);
    check("７，０２４名のお客様の氏名が漏えいしました。", &["people 7024..7024"]);
    check("2,439契約の顧客情報が閲覧されました。", &["records 2439..2439"]);
    check("対象となるお客様:88名", &["people 88..88"]);
    check("【漏えいした情報】\n件数:1,244件", &["records 1244..1244"]);
    check(
        "クレジットカード情報(38件)、お客様30名の情報が漏えいしました。",
        &["records 38..38", "people 30..30"],
    );
    check(
        "氏名が漏えいしたお客様は30名です。\n30名のお客様の氏名が漏えいしました。",
        &["people 30..30"],
    );
}

#[test]
fn numbers_count_what_stands_beside_them() {
    check("ご注文いただいたお客様3,512名様の氏名が閲覧できる状態でした。", &["people 3512..3512"]);
    check("漏えいした可能性のある件数は、最大で12,000件です。", &["records ..12000"]);
    check("対象者数：２万３４５６人", &["people 23456..23456"]);
    check("流出した個人情報は1,000件余りとみられます。", &["records 1000.."]);
    check("漏えいした個人情報は300件に満たないと考えられます。", &["records ..300"]);
    check("三千二百件の顧客情報が漏えいしました。", &["records 3200..3200"]);
    check("パソコン1台に在校生96名の成績が保存されていました。", &["people 96..96"]);
    check("210名分の申込書が見つかっておりません。", &["people 210..210"]);
    check("届いたメール418通が転送され、氏名が漏えいしました。", &["records 418..418"]);
    check("うち614件の会員アカウントでログインが成立しました。", &["records 614..614"]);
    // The same person may stand in such a sum more than once.
    check("影響を受けた会員は延べ4,800人です。", &["records 4800..4800"]);
    // A rounded title beside the number itself.
    check(
        "65万件の個人情報が流出。計657,096件の個人情報が流出しました。",
        &["records 657096..657096"],
    );
}

#[test]
fn corrected_numbers_replace_those_before() {
    check("当初120名とお知らせしておりましたが、調査で135名と判明しました。", &["people 135..135"]);
    check(
        "流出した会員情報の数を訂正します。最大500件→最大480件の会員情報が流出しました。",
        &["records ..480"],
    );
    check("漏えいした方の人数は38名増え、1,250名となりました。", &["people 1250..1250"]);
}

#[test]
fn numbers_that_are_no_victims() {
    check("委託先の従業員5名が名簿を持ち出しました。", &[]);
    check("お客様の情報を閲覧した職員は14名です。", &[]);
    check("漏えいの原因は従業員1名のIDとパスワードが使われたことでした。", &[]);
    check("職員12名で捜索しましたが、名簿は見つかっておりません。", &[]);
    check("当該ページを見た方は延べ約2,600人で、氏名が漏えいしました。", &[]);
    check("誤って送信した宛先は36件です。", &[]);
    check("名簿29枚を拾い集めました。", &[]);
    check("2019年にも、会員130人のアドレスが表示される事故がありました。", &[]);
    check("個人情報の漏えいを受け、専門家3名による委員会を設置しました。", &[]);
    check("730名の社員が顧客情報を閲覧していました。", &[]);
    check("迷惑メールが1,553通送信されました。", &[]);
    check("お客様から12件の問い合わせがありました。", &[]);
    check("160万回のログインの試みがありました。", &[]);
    check("個人情報が漏えいし、9店舗を休業しました。", &[]);
    check("個人情報が漏えいし、184,424円の被害がありました。", &[]);
    check("窓口 0120-000-111(10名体制)", &[]);
    check("個人情報保護法第26条に基づき、漏えいを報告しました。", &[]);
    check("昨年は他社で3,000件の情報が漏えいした事案がありました。", &[]);
}

#[test]
fn what_stands_behind_a_number_says_that_it_counts_those_concerned() {
    check("卒業生120名の学籍番号と氏名が入っていました。", &["people 120..120"]);
    check("名簿には38人分が載っていました。", &["people 38..38"]);
    check("宛名の情報は78件でした。", &["records 78..78"]);
    check("○ 件数\n339件", &["records 339..339"]);
    check("抜き取られたもの\n◇ 履歴にあるアドレス 1,136件", &["records 1136..1136"]);
    check("記録されていた方\n出演者 およそ780名", &["people 780..780"]);
}

#[test]
fn groups_pieces_and_items_are_not_counted_beside_people() {
    check("11世帯28人分の名簿を紛失しました。", &["people 28..28"]);
    check("名簿の入った媒体1枚を紛失しました。", &[]);
    check(
        "個人情報120件が漏えいしました。\n氏名が41件、住所が12件、電話番号が3件",
        &["records 120..120"],
    );
}

#[test]
fn those_who_looked_called_or_did_it_are_no_victims() {
    check("生徒4名がフォルダを開き、うち1名が記録2件を見ています。", &[]);
    check("知人140人だけが見られる設定で患者の情報を投稿しました。", &[]);
    check("会員1名から「他の方の氏名が見える」と電話がありました。", &[]);
    check("引率の教諭1名が名簿を紛失しました。", &[]);
    check("弊社の社員1名の電子メールが不正に使われました。", &[]);
}

#[test]
fn a_number_told_before_yields_to_the_one_that_corrects_it() {
    check(
        "第2報では最大1,480人の情報が漏えいした可能性があるとお伝えしましたが、1,362人に確定しました。",
        &["people 1362..1362"],
    );
    check("当初は約1,000人とお伝えしましたが、漏えいしたのは964人分です。", &["people 964..964"]);
}

#[test]
fn those_beside_the_concerned_are_not_counted() {
    let leak = "会員240名の氏名が漏えいしました。";
    let rest = [
        "関連記事:別の通販サイトから1,900名の会員情報が流出。",
        "全世界では約3千万アカウントの情報が流出しました。",
        "会員数(約7万人)の一部の情報です。",
        "名簿の送信は1人で行っていました。",
        "今後は係長を含む3人で確かめて個人情報を送ります。",
        "連絡先の分かる222名の方には、氏名の漏えいをお詫びする文書を送ります。",
        "会員のうち19人には電話で漏えいをお詫びしました。",
        "会員情報の漏えいに関する相談は12件ありました。",
        "会員情報が漏えいした場合、1人あたり3千円を支払った例があります。",
        "会員のアカウントから約9,400通の広告メールが送られました。",
    ];
    for sentence in rest {
        check(&format!("{leak}{sentence}"), &["people 240..240"]);
    }
}

#[test]
fn summands_and_rounded_headlines_yield_to_the_total() {
    check(
        "会員の情報が漏えいしました。対象は計24人分(在籍9人、退会15人)です。",
        &["people 24..24"],
    );
    check("会員7名の氏名、うち1名の病名、別の2名の住所が漏えいしました。", &["people 7..7"]);
    check(
        "会員500人余の情報が漏えいしました。氏名が漏えいした会員は512名です。",
        &["people 512..512"],
    );
    check("漏えいしたのは、台帳など30冊、計412人分です。", &["people 412..412"]);
    check(
        "会員さま312名、会員でない方は推定で80名あまりの情報が漏えいしました。",
        &["people 312..312", "people 80..80"],
    );
}

#[test]
fn who_was_written_to_counts_only_where_nobody_else_does() {
    check(
        "会員312名の氏名が漏えいしました。\n6月4日、ご連絡のつかない9名の方に手紙をお送りしました。",
        &["people 312..312"],
    );
    check(
        "名簿が漏えいしました。\n6月4日、会員312名の方に手紙をお送りしました。",
        &["people 312..312"],
    );
    check(
        "会員312名の氏名が漏えいしました。\n会の職員は14名で、うち総務の担当者は2名です。",
        &["people 312..312"],
    );
}

#[test]
fn a_line_names_its_total_without_a_counter() {
    check("漏えいした個人情報の概要\n漏えい人数 1,205", &["people 1205..1205"]);
    check("対象件数:48\n名簿が流出しました。", &["records 48..48"]);
}

#[test]
fn precedents_and_surveys_count_nobody_here() {
    check(
        "利用者81名の氏名が流出しました。\n昨年は隣の県の図書館でも、利用者640名の氏名が流出しました。\n協会の統計では、紛失が437件ありました。",
        &["people 81..81"],
    );
}

#[test]
fn lists_give_sums_and_clients() {
    check(
        "【流出した個人情報の件数】\n令和4年度　　71名\n令和5年度　　66名\n合計　　　　137名",
        &["people 137..137", "people 71..71", "people 66..66"],
    );
    check("【流出した情報】\n・お取引先様412社の見積書", &["records 412..412"]);
    check("お客様の氏名が漏えいしました。同じ製品は8社が使っています。", &[]);
    check("【漏えいした最大件数】\n・38,313件", &["records ..38313"]);
}

#[test]
fn numbers_of_other_papers_and_other_people_are_left_out() {
    check(
        "会員情報が流出しました。第1版では3,301名としていた人数は、3,257名と判明しました。",
        &["people 3257..3257"],
    );
    check("書類は受け取った2人に漏れました。対象は生徒26人分の調査票です。", &["people 26..26"]);
    check("顧客27名が会社を訴えた裁判では、氏名が漏えいしたと認められた。", &[]);
}

#[test]
fn papers_shares_and_rows_are_counted() {
    check("個人情報が漏えいしました。関係者三名の氏名が読めました。", &["people 3..3"]);
    check("個人情報が漏えいしました。第三者に見られ、数十万件とも言われます。", &[]);
    check("【流出した情報】\n・ご予約 147件", &["records 147..147"]);
    check(
        "入金票がなくなりました。\n入金票    北店   2014年中   1,930先\n同上      南店   2015年中     402先",
        &["records 1930..1930", "records 402..402"],
    );
    check(
        "通知書62件を別の方に送りました。このうち58件は開封されていました。",
        &["records 62..62", "records 58..58"],
    );
    check("氏名、電話番号など3万5694件が流出しました。", &["records 35694..35694"]);
    check(
        "患者の氏名が見られました。対象は延べ312名、重複を除いて174名です。",
        &["people 174..174"],
    );
}

#[test]
fn viewers_in_brackets_and_checkers_are_no_victims() {
    check(
        "生徒142名分の健康観察表が流出しました。複数の生徒(6校12名)が開いていたことが分かりました。",
        &["people 142..142"],
    );
    check(
        "会員81名の氏名が流出しました。今後は作成者以外の2名が別の端末で見え方を確かめます。",
        &["people 81..81"],
    );
}

#[test]
fn a_past_year_and_a_body_named_once_are_another_incident() {
    check(
        "利用者81名の氏名が流出しました。\n原因は設定の誤りです。\n2019年には青葉台大学でも、学生640名の氏名が流出しました。",
        &["people 81..81"],
    );
}
