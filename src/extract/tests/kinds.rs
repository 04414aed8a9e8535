use super::{document, extract};
use crate::report::{Facts, Kind};

fn check(text: &str, expected: Kind) {
    assert_eq!(extract(text).kind, expected, "{text}");
}

#[test]
fn kinds_are_told_apart_by_title_and_build() {
    check(
        "不正アクセスによる情報漏えいのお詫び\n弊社のサーバーが2024年5月1日に不正アクセスを受け、お客様の氏名が漏えいしました。",
        Kind::Notice,
    );
    check(
        "情報漏えいに関するお知らせ(第2報)\n弊社のサーバーが不正アクセスを受けた件で、2024年5月1日に調査が完了しました。お詫び申し上げます。",
        Kind::FollowUp,
    );
    check(
        "【最終報告】個人情報の流出について\n弊社から流出した件数が2024年5月1日に確定しました。お詫び申し上げます。",
        Kind::FollowUp,
    );
    check(
        "情報漏えいに関するFAQ\nQ1 何が起きましたか?\nA1 当社のサーバーが不正アクセスを受けました。\nQ2 氏名は漏えいしましたか?\nA2 漏えいしました。\nQ3 いつですか?\nA3 2024年5月1日に発覚しました。",
        Kind::Qa,
    );
    check(
        "朝風市教委、USBメモリ紛失\n朝風市教委は10日、児童の名簿を入れたUSBメモリを紛失したと発表した。市教委によると、4日に職員が気付いた。",
        Kind::News,
    );
}

#[test]
fn a_report_in_a_digest_is_an_entry() {
    let mut digest =
        document("情報漏えいのお詫び\n弊社のサーバーが不正アクセスを受け、氏名が漏えいしました。");
    digest.in_digest = true;
    assert_eq!(super::EXTRACTOR.extract(&digest).kind, Kind::DigestEntry);
}

#[test]
fn pages_without_incident_state_nothing() {
    fn check(text: &str) {
        assert_eq!(extract(text), Facts::default(), "{text}");
    }
    check(
        "プライバシーポリシー\n当社は、お客様の氏名、住所、電話番号を取得します。漏えいの防止に努めます。",
    );
    check(
        "ランサムウェアとは\nランサムウェアとは、ファイルを暗号化して身代金を求める不正プログラムです。対策として、バックアップを取りましょう。",
    );
    check(
        "お詫び文のテンプレート\n○○○株式会社\n○月○日、弊社のサーバーが不正アクセスを受け、●●万件の個人情報が漏えいしました。\n○○○にお問い合わせください。",
    );
    check("");
    check("本日の日替わり定食\n鯖の味噌煮");
}

#[test]
fn who_speaks_decides_between_notice_news_and_commentary() {
    check(
        "鏡原病院で電子カルテ使えず\n鏡原病院は5月21日、サーバーがサイバー攻撃を受け、電子カルテが使えなくなったと発表しました。病院によりますと、20日に職員が気付いたということです。",
        Kind::News,
    );
    check(
        "個人情報を含む資料の盗難について\n県立鏡原高等学校の教諭が、生徒の名簿を入れたかばんを3月7日に盗まれた。関係の皆様に深くお詫び申し上げます。",
        Kind::Notice,
    );
    check(
        "鏡原商店の流出から考える公表の早さ\n鏡原商店では2024年5月1日にサーバーが不正アクセスを受け、氏名が流出した。公表まで一月を要した点は疑問が残る。",
        Kind::Commentary,
    );
}

#[test]
fn an_incident_is_told_in_plain_words_too() {
    check(
        "貸出案内の画面に別の方の内容が出た件\n4月2日、ご利用の方から窓口にお話があり、別の方のお名前が画面に出ていました。その日のうちに直しました。4月5日に個人情報保護委員会へ報告しております。",
        Kind::Notice,
    );
    check(
        "通信の不調について\n4月2日の夜、通信が急に増え、サイトが開けませんでした。4月3日に総務省へ報告しました。",
        Kind::Notice,
    );
    check(
        "点検作業のお知らせ\n4月2日の夜に設備の点検をいたします。ご迷惑をおかけします。",
        Kind::None,
    );
    check(
        "機器おひきとり便\n使い終えたパソコンはありませんか?\n1台 900円(税込)から承ります。お見積りは無料です。当社の社員が伺います。",
        Kind::None,
    );
    check(
        "画面の誤りに関するお尋ねとお答え\n・何が起きたのですか?\n4月2日に別の方の氏名が映りました。\n・誰の情報ですか?\n30名の会員の方です。\n・国には届け出たのですか?\n4月5日に個人情報保護委員会へ報告しました。",
        Kind::Qa,
    );
}

#[test]
fn one_who_tells_of_others_comments_unless_it_is_a_release() {
    check(
        "名簿流出の実例を読む\n鏡原商会は2024年5月1日に名簿が流出したと公表しました。同社は4月2日に気付き、サイトを止めました。",
        Kind::Commentary,
    );
    check(
        "報道発表資料\n電子メールの誤送信について\n1 概要\n6月10日、担当職員が案内を一斉に送信した。アドレスが互いに見える状態であった。\n2 再発防止策\n二人で確認する。",
        Kind::Notice,
    );
    check(
        "熊野本市場で名簿紛失\n熊野本市場は21日、利用者の名簿を紛失したと発表した。市場によると、15日に職員が気付いた。",
        Kind::News,
    );
    check(
        "システム障害に関するお知らせ(第7報)\n当社のサーバーが不正アクセスを受けた件で、5月1日に情報の流出を確認しました。お詫び申し上げます。",
        Kind::FollowUp,
    );
    check(
        "システムへの侵入に関するお知らせ(第1報)\n当社のサーバーが5月1日に不正アクセスを受けました。お詫び申し上げます。",
        Kind::Notice,
    );
}
