use proptest::prelude::*;

use super::*;
use crate::corpus::{html, markdown};

/// A body long enough for a report, with a sentence.
const BODY: &str = "会員の氏名とメールアドレスが外部から見られる状態になっていたことが、利用者の指摘で分かった。\
    原因は設定の誤りで、直ちに改めている。対象は二百四十名で、カードの番号は含まれていない。";

fn plain(text: &str) -> Page {
    Page { lines: text::lines(text), ..Page::default() }
}

/// Titles and dates of the reports of a page in which `~` stands for a body.
fn cut(page: &Page) -> Vec<String> {
    parts(page)
        .iter()
        .map(|part| match part.published {
            Some(date) => format!("{} @{date}", part.title),
            None => part.title.clone(),
        })
        .collect()
}

#[test]
fn digests_are_cut_at_their_headings() {
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(cut(&plain(&text.replace('~', BODY))), expected, "{text}");
    }
    check(
        "ラベル 漏えい の投稿を表示しています\n\
         【渚の事件帳#2024-012】株式会社汐見台 名簿の紛失について 2024年3月5日\n~\n\
         【渚の事件帳#2024】岬市 申請書の誤交付 2024/3/4\n~\n1.経緯\n~\n\
         【渚の事件帳#2024-011】医療法人白波会 白波病院 患者情報の閲覧\n短い。",
        &[
            "株式会社汐見台 名簿の紛失について @2024-03-05",
            "岬市 申請書の誤交付 @2024-03-04",
            "医療法人白波会 白波病院 患者情報の閲覧",
        ],
    );
    check(
        "漏えい事故の事例\n\n■ 2024年5月 株式会社汐見台\n\n原因\n~\n概要\n~\n■ 2024年6月 岬市\n原因\n~",
        &["2024年5月 株式会社汐見台 @2024-05", "2024年6月 岬市 @2024-06"],
    );
    check(
        "今月の事故まとめ\n2024.05.12 株式会社汐見台、名簿を紛失\n~\n2024.05.20 岬大学、誤送信\n~",
        &[
            "2024.05.12 株式会社汐見台、名簿を紛失 @2024-05-12",
            "2024.05.20 岬大学、誤送信 @2024-05-20",
        ],
    );
    // Names without legal form, which the text below repeats.
    check(
        "事故の記録(2024年5月)\n■2024年5月2日　喫茶みぎわ　予約台帳の紛失\n喫茶みぎわは、~\n\
         ■2024年5月9日　岬っ子文庫　利用者の名簿を誤って掲示\n岬っ子文庫は、~\n\
         ■2024年5月11日　渚の劇場　座席の予約画面に他人が出入り\n渚の劇場によると、~",
        &[
            "2024年5月2日　喫茶みぎわ　予約台帳の紛失 @2024-05-02",
            "2024年5月9日　岬っ子文庫　利用者の名簿を誤って掲示 @2024-05-09",
            "2024年5月11日　渚の劇場　座席の予約画面に他人が出入り @2024-05-11",
        ],
    );
    check(
        "週間もれ帳 5月第2週\n(1) 喫茶みぎわ　予約台帳の紛失\n喫茶みぎわは、~\n\
         (2) 岬っ子文庫で名簿を掲示\n図書の貸し出しをする岬っ子文庫が、~\n(3) 渚の劇場：予約画面\n渚の劇場は~",
        &["(1) 喫茶みぎわ　予約台帳の紛失", "(2) 岬っ子文庫で名簿を掲示", "(3) 渚の劇場：予約画面"],
    );
    check(
        "◆株式会社汐見台（令和６年５月１２日）\n~\n◆岬市（令和６年５月２０日）\n~\n◆まとめ\n~",
        &["株式会社汐見台 @2024-05-12", "岬市 @2024-05-20"],
    );
    check(
        "事故まとめ\n【2024/5/12】株式会社汐見台 名簿を紛失\n~\n【2024/5/20】岬市 誤送信\n~",
        &[
            "【2024/5/12】株式会社汐見台 名簿を紛失 @2024-05-12",
            "【2024/5/20】岬市 誤送信 @2024-05-20",
        ],
    );
}

#[test]
fn headings_may_leave_the_year_to_the_title_of_the_digest() {
    #[track_caller]
    fn check(title: &str, headings: [&str; 3], expected: &[&str]) {
        let body = headings.map(|heading| format!("<h2>{heading}</h2><p>{BODY}</p>")).concat();
        let source = format!("<title>{title}</title><body><h1>{title}</h1>{body}</body>");
        assert_eq!(cut(&html::page(&source)), expected, "{title}");
    }
    let incidents = [
        "5月2日 岬市 誤送信",
        "5月12日 白波ダム管理所 端末を紛失",
        "5月20日 株式会社汐見台 改ざん",
    ];
    check(
        "2024年5月のまとめ",
        incidents,
        &[
            "5月2日 岬市 誤送信 @2024-05-02",
            "5月12日 白波ダム管理所 端末を紛失 @2024-05-12",
            "5月20日 株式会社汐見台 改ざん @2024-05-20",
        ],
    );
    // A title that speaks of one incident, and a story told day by day.
    check("誤送信のお詫び", incidents, &["誤送信のお詫び"]);
    let story = ["5月2日 誤送信に気づく", "5月3日 岬市に報告", "5月4日 公表の準備"];
    check("2024年5月の事故の経過まとめ", story, &["2024年5月の事故の経過まとめ"]);
}

#[test]
fn headings_of_markup_cut_too() {
    fn check(page: &Page, expected: &[&str]) {
        assert_eq!(cut(page), expected);
    }
    let markdown = |text: &str| markdown::page(&text.replace('~', BODY));
    check(
        &markdown(
            "# 五月の事故\n\n前書き。\n\n## 株式会社汐見台（2024年5月12日）\n\n~\n\n### 原因\n\n~\n\n## 岬市（2024年5月20日）\n\n~\n\n## おわりに\n\n~",
        ),
        &["株式会社汐見台 @2024-05-12", "岬市 @2024-05-20"],
    );
    check(
        &markdown(
            "# 五月の事故まとめ\n\n**株式会社汐見台**\n\n~\n\n**岬市**\n\n~\n\n**学校法人白波学園**\n\n~\n",
        ),
        &["株式会社汐見台", "岬市", "学校法人白波学園"],
    );
    check(
        &markdown(
            "# 五月の事故\n\n## 株式会社汐見台\n\n公表日：2024年5月12日\n\n~\n\n## 岬市\n\n公表日：2024年5月20日\n\n~",
        ),
        &["株式会社汐見台 @2024-05-12", "岬市 @2024-05-20"],
    );
    let html = format!(
        "<div class=header><h1>渚の事件帳</h1></div>\
         <h3>【渚の事件帳#2024-012】株式会社汐見台 紛失 2024年3月5日</h3><div><p>{BODY}</p></div>\
         <h3>【渚の事件帳#2024-011】岬市 誤交付 2024年3月4日</h3><div><p>{BODY}</p></div>"
    );
    check(&html::page(&html), &["株式会社汐見台 紛失 @2024-03-05", "岬市 誤交付 @2024-03-04"]);
}

#[test]
fn everything_else_stays_one_report() {
    fn check(text: &str) {
        let page = plain(&text.replace('~', BODY));
        assert_eq!(parts(&page).len(), 1, "{text}: {:?}", cut(&page));
        let page = markdown::page(&text.replace('~', &format!("\n{BODY}\n")));
        assert_eq!(parts(&page).len(), 1, "markdown {text}: {:?}", cut(&page));
    }
    check(
        "【渚の事件帳#3】株式会社汐見台 名簿の紛失 2024年3月5日\n~\n前の記事\n・【渚の事件帳#2】岬市 申請書の誤交付\n\
         ・【渚の事件帳#1】医療法人白波会 患者情報の閲覧\n短い。",
    );
    check(
        "【渚の事件帳#3】株式会社汐見台 名簿の紛失 2024年3月5日\n~\n・【渚の事件帳#2】岬市 申請書の誤交付\n短い。",
    );
    check(
        "【渚の事件帳#3】株式会社汐見台 名簿の紛失 2024年3月5日\n~\n前の記事\n【渚の事件帳#2】岬市 申請書の誤交付\n\
         【渚の事件帳#1】医療法人白波会 患者情報の閲覧\n短い。",
    );
    check("お詫び\n1.経緯\n~\n2.原因\n~\n3.お客様へのお願い\n~");
    check("お詫び\n(1)原因\n~\n(2)対象\n~");
    check("お詫び\n## 経緯\n~\n## 原因\n~\n## 再発防止策\n~");
    check("質問と回答\nQ1\n何が？\nA1\n~\nQ2\n原因は？\nA2\n~");
    check("質問と回答\n【Q1】何が？\n~\n【Q2】原因は？\n~");
    check("質問と回答\n◆経緯について\n~\n◆内容について\n~");
    check("お詫び\n【概要】\n~\n【原因】\n~\n【対応】\n~");
    check("お詫び\n【対象1】株式会社汐見台の会員\n~\n【対象2】株式会社岬の会員\n~");
    check("お詫び\n【別紙#1】項目の一覧表\n~");
    // Timelines: the organisation acts or is told, or is nobody's incident.
    check("経緯\n■ 2024年5月12日 株式会社汐見台から連絡\n~\n■ 2024年5月20日 株式会社岬へ依頼\n~");
    check("経緯\n2024年5月12日 個人情報保護委員会へ報告\n~\n2024年5月20日 所轄警察署へ相談\n~");
    check("経緯\n2024年5月12日 検知\n~\n2024年5月20日 停止\n~\n2024年6月1日 公表\n~");
    check(
        "経緯\n■2024年5月12日 株式会社汐見台が侵入を検知した。\n~\n■2024年5月20日 岬市が停止した。\n~",
    );
    check("経緯\n2024年5月12日~5月14日 株式会社汐見台\n~\n2024年5月20日~5月30日 岬市\n~");
    // One organisation's announcements on one page.
    check("続報\n■ 2024年5月12日 株式会社汐見台\n~\n■ 2024年6月1日 株式会社汐見台\n~");
    check("渚の事件帳\n【渚の事件帳#2024-012】株式会社汐見台 紛失 2024年3月5日\n~");
    // Companies of a group, each with its part.
    check("お詫び\n■ 株式会社汐見台\n~\n■ 株式会社岬\n~\n■ 株式会社白波\n~");
    check("お詫び\n## 株式会社汐見台\n~\n## 株式会社岬\n~\n## 株式会社白波\n~");
    check(
        "お問い合わせ一覧\n**株式会社汐見台**\n電話 0120-000-001\n**株式会社岬**\n電話 0120-000-002\n**株式会社白波**\n電話 0120-000-003",
    );
    // An article with examples.
    check(
        "解説\n~\n~\n~\n~\n~\n■ 2024年5月 株式会社汐見台\n~\n■ 2024年6月 岬市\n~\n■まとめ\n~\n~\n~",
    );
    // A list of links without bodies.
    check(
        "一覧\n~\n2024年5月12日 株式会社汐見台 紛失\n2024年5月20日 岬市 誤送信\n2024年5月21日 白波大学 閲覧",
    );
    check("");
    check("本文だけの文です。");
}

#[test]
fn a_digest_drops_what_belongs_to_no_incident() {
    let page = plain(&format!(
        "ブログの看板\n最近の投稿\n【渚の事件帳#1】株式会社汐見台 紛失 2024年3月5日\n\n{BODY}\n\n\
         【渚の事件帳#2】岬市 誤交付 2024年3月4日\n{BODY}\n\n次の投稿\n自己紹介"
    ));
    let texts: Vec<String> = parts(&page).into_iter().map(|part| part.text).collect();
    assert_eq!(
        texts,
        [
            format!(
                "株式会社汐見台 紛失\n【渚の事件帳#1】株式会社汐見台 紛失 2024年3月5日\n\n{BODY}"
            ),
            format!("岬市 誤交付\n【渚の事件帳#2】岬市 誤交付 2024年3月4日\n{BODY}"),
        ]
    );
}

#[test]
fn organisations_are_told_from_other_words() {
    fn check(text: &str, expected: bool) {
        assert_eq!(is_organisation(text), expected, "{text}");
    }
    check("株式会社汐見台", true);
    check("汐見台株式会社", true);
    check("公益財団法人渚文化基金", true);
    check("岬市", true);
    check("国立大学法人岬大学", true);
    check("渚の文具店", false);
    check("株式会社", false);
    check("株式会社汐見台から", false);
    check("個人情報保護委員会", false);
    check("漏えいした情報", false);
    check("", false);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parts(&plain(&text));
    }

    #[test]
    fn no_heading_makes_it_panic(
        text in "(【|】|#|■|◆|2024年5月|１２日|/3/5|株式会社|市|汐| |　|\n|。|（|）|[あAａ１0]){0,80}",
    ) {
        let found = parts(&plain(&text));
        prop_assert!(!found.is_empty());
    }
}
