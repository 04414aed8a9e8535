use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS};
use proptest::prelude::*;

use super::*;
use crate::corpus::read_path;
use crate::corpus::tests::read_all;

fn check(name: &str, mail: &[u8], expected: &[&str]) {
    assert_eq!(read_all(&[(name, mail)]), expected, "{}", String::from_utf8_lossy(mail));
}

/// The documents of a mail.
fn documents(mail: &[u8]) -> Vec<crate::report::Document> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.eml");
    std::fs::write(&path, mail).expect("written");
    let mut found = Vec::new();
    read_path(&path, &mut |item| found.push(item.expect("a report"))).expect("a corpus");
    found
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().chain([&0, &0]).take(3).fold(0_u32, |b, byte| b << 8 | u32::from(*byte));
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

fn word(charset: &str, bytes: &[u8]) -> String {
    format!("=?{charset}?B?{}?=", base64(bytes))
}

#[test]
fn a_subject_in_several_words_is_one() {
    #[track_caller]
    fn check(words: &[String]) {
        let mail = format!("From: a\nSubject: {}\n\n名簿を失いました。\n", words.join("\n "));
        let titles: Vec<String> =
            documents(mail.as_bytes()).into_iter().map(|document| document.title).collect();
        assert_eq!(titles, ["会員名簿の流出のおそれについて"]);
    }
    let jis = |text: &str| word("iso-2022-jp", &ISO_2022_JP.encode(text).0);
    check(&[jis("会員名簿の流出のおそれについて")]);
    check(&[jis("会員名簿の流"), jis("出のおそれに"), jis("ついて")]);
    let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("会員名簿の流出のおそれについて");
    let (first, second) = bytes.split_at(7);
    check(&[word("shift_jis", first), word("shift_jis", second)]);
}

#[test]
fn a_mail_is_a_report_with_its_subject_and_date() {
    let subject = "会員情報の誤送信について";
    let body = "会員の皆様の情報を、誤って別の宛先へ送信しました。\n対象は三十名です。";
    let mail = [
        b"From: a@x.example.jp\r\nDate: Thu, 7 Mar 2024 23:30:00 +0900\r\nSubject: Fwd: Re: "
            .to_vec(),
        word("ISO-2022-JP", &ISO_2022_JP.encode(subject).0).into_bytes(),
        b"\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\n\r\n".to_vec(),
        ISO_2022_JP.encode(body).0.into_owned(),
    ]
    .concat();
    let found = documents(&mail);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id.as_str(), found[0].title.as_str()), ("a.eml#1", subject));
    assert_eq!(found[0].published.map(|date| date.to_string()).as_deref(), Some("2024-03-07"));
    assert_eq!(found[0].text, format!("{subject}\n{body}"));
    // A wrong charset, as with any other text.
    for wrong in ["us-ascii", "utf-8", "iso-8859-1", "nonsense"] {
        let mail = [
            format!(
                "From: a\nDate: x\nSubject: {}\nContent-Type: text/plain; charset={wrong}\n\n",
                word("utf-8", subject.as_bytes())
            )
            .into_bytes(),
            SHIFT_JIS.encode(body).0.into_owned(),
        ]
        .concat();
        assert_eq!(documents(&mail)[0].text, format!("{subject}\n{body}"), "{wrong}");
    }
}

#[test]
fn headers_are_decoded_however_they_were_written() {
    fn check(field: &[u8], expected: &str) {
        let bytes = [b"Subject: ", field, b"\n\n"].concat();
        let (header, _) = Header::split(&bytes);
        assert_eq!(
            header.text("subject").as_deref(),
            Some(expected),
            "{}",
            String::from_utf8_lossy(field)
        );
    }
    let title = "名簿の紛失のお知らせ";
    check(word("UTF-8", title.as_bytes()).as_bytes(), title);
    check(word("euc-jp", &EUC_JP.encode(title).0).as_bytes(), title);
    check(word("utf-8*ja", title.as_bytes()).as_bytes(), title);
    check("=?utf-8?Q?=E5=90=8D_list?=".as_bytes(), "名 list");
    // A character cut in two, over folded lines.
    let (one, two) = title.as_bytes().split_at(7);
    check(format!("{}\n {}", word("UTF-8", one), word("UTF-8", two)).as_bytes(), title);
    check(format!("報告 {} 第2報", word("UTF-8", "（続".as_bytes())).as_bytes(), "報告 （続 第2報");
    // Raw, against the rules.
    check(title.as_bytes(), title);
    check(&SHIFT_JIS.encode(title).0, title);
    check(&ISO_2022_JP.encode(title).0, title);
    check(b"=?utf-8?B?broken", "=?utf-8?B?broken");
    check(b"=?nonsense?B?QUJD?=", "=?nonsense?B?QUJD?=");
    check(b"plain =? text", "plain =? text");
}

#[test]
fn names_of_files_are_decoded() {
    fn check(field: &[u8], expected: &str) {
        let bytes = [b"Content-Disposition: ", field, b"\n\n"].concat();
        assert_eq!(
            Part::of(&bytes).name().as_deref(),
            Some(expected),
            "{}",
            String::from_utf8_lossy(field)
        );
    }
    check(b"attachment; filename=\"a b.pdf\"", "a b.pdf");
    check(b"attachment; filename=a.pdf; size=3", "a.pdf");
    check(b"attachment; filename=\"a;\\\"b.pdf\"", "a;\"b.pdf");
    check("attachment; filename*=UTF-8''%E5%A0%B1%E5%91%8A.pdf".as_bytes(), "報告.pdf");
    check("attachment; filename*=utf-8'ja'%E5%A0%B1; filename=x.pdf".as_bytes(), "報");
    check(
        b"attachment;\n filename*0*=ISO-2022-JP''%1B%24B%4As;\n filename*1*=%39%70%1B%28B;\n filename*2=.pdf",
        "報告.pdf",
    );
    // Not allowed, and what most programs of Japan write.
    let name = word("UTF-8", "報告.pdf".as_bytes());
    check(format!("attachment; filename=\"{name}\"").as_bytes(), "報告.pdf");
    check(&[b"attachment; filename=\"", &*SHIFT_JIS.encode("表.pdf").0, b"\""].concat(), "表.pdf");
    check(b"attachment; filename=\"../../etc/x.txt\"", "etc/x.txt");
}

const NESTED: &str = "From: a@x.example.jp\nDate: 7 Mar 2024 10:00:00 +0900\nSubject: まとめて転送します\n\
MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"外\"\n\n前置き\n\
--外\nContent-Type: multipart/alternative; boundary=in\n\n\
--in\nContent-Type: text/plain; charset=utf-8\n\n二件の報告を転送いたします。ご確認のほど、どうぞよろしくお願い申し上げます。担当より。\n\
--in\nContent-Type: text/html\n\n<p>二件の報告を転送いたします。</p><p>HTML だけの文。</p>\n--in--\n\
--外\nContent-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nxx\n\
--外\nContent-Type: text/html\nContent-Disposition: attachment; filename=\"notice.html\"\n\
Content-Transfer-Encoding: quoted-printable\n\n<title>=E4=B8=8D=E6=AD=A3=E3=82=A2=E3=82=AF=\n=E3=82=BB=E3=82=B9</title><p>=E6=9C=AC=E6=96=87=E3=80=82\n\
--外\nContent-Type: message/rfc822\n\nFrom: b\nDate: x\nSubject: 元の知らせ\n\n盗難の件です。\n\
--外\nContent-Type: text/plain; name=\"notice.html\"\n\n別の添付です。\n\
--外--\n後書き";

#[test]
fn attachments_and_forwarded_mails_are_reports_of_their_own() {
    let expected = [
        "a.eml#1 | まとめて転送します",
        "a.eml/notice.html#1 | 不正アクセス",
        "a.eml/message-3.eml#1 | 元の知らせ",
        "a.eml/notice (2).html#1 | 別の添付です。",
    ];
    let found = read_all(&[("a.eml", NESTED.as_bytes())]);
    assert_eq!(found[..3], expected[..3]);
    let documents = documents(NESTED.as_bytes());
    assert!(!documents[0].text.contains("HTML だけ") && !documents[0].text.contains("前置き"));
    assert_eq!(documents[3].id.as_str(), "a.eml/notice (2).html#1");
    // With line ends as the rules want them.
    let crlf = NESTED.replace('\n', "\r\n");
    assert_eq!(self::documents(crlf.as_bytes())[2].text, "元の知らせ\n盗難の件です。");
}

#[test]
fn the_body_is_found_in_odd_mails() {
    let head = "From: a\nSubject: 題名です\n";
    let row = |rest: &str| documents(format!("{head}{rest}").as_bytes())[0].text.clone();
    assert_eq!(row("\n本文。"), "題名です\n本文。");
    assert_eq!(row("Content-Type: multipart/mixed\n\n本文。"), "題名です\n本文。");
    assert_eq!(
        row("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n最後の境がない。"),
        "題名です\n最後の境がない。"
    );
    assert_eq!(
        row(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHTML で。\n--b\nContent-Type: text/html\n\n<p>長い本文。\n--b--"
        ),
        "題名です\n長い本文。"
    );
    check("a.eml", head.as_bytes(), &["! a.eml: holds no text; remove it or fill it"]);
}

#[test]
fn a_mailbox_gives_every_message_by_its_number() {
    let mbox = "From a@x.example.jp Thu Mar  7 10:00:00 2024\nFrom: a\nSubject: 一通目\n\n本文。\n>From here\n\nFrom this line on it is text.\n\n\
        From b@x.example.jp Thu Mar  7 11:00:00 2024\nFrom: b\n\n\n\
        From c@x.example.jp Thu Mar  7 12:00:00 2024\nFrom: c\nSubject: 三通目\n\n本文。\n";
    check(
        "a.mbox",
        mbox.as_bytes(),
        &[
            "a.mbox/1#1 | 一通目",
            "! a.mbox/2: holds no text; remove it or fill it",
            "a.mbox/3#1 | 三通目",
        ],
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("box"), mbox).expect("written");
    let mut first = None;
    read_path(folder.path(), &mut |item| first = first.take().or(item.ok())).expect("a corpus");
    let text = first.expect("a report").text;
    assert_eq!(text, "一通目\n本文。\nFrom here\n\nFrom this line on it is text.");
}

#[test]
fn nesting_without_end_is_bounded() {
    let forwarded = format!(
        "From: a\nSubject: x\n{}From: z\n\n終わり",
        "Content-Type: message/rfc822\n\nFrom: b\nSubject: x\n".repeat(20_000)
    );
    let found = read_all(&[("a.eml", forwarded.as_bytes())]);
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("lies in too many archives within archives; unpack them"));
    let mut deep = "From: a\nSubject: x\n".to_owned();
    for level in 0..5_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
    }
    assert_eq!(read_all(&[("a.eml", deep.as_bytes())]).len(), 1);
}

#[test]
fn dates_of_mails_are_read() {
    fn check(value: &str, expected: Option<&str>) {
        let found = published::mail_date(value).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{value}");
    }
    check("Thu, 7 Mar 2024 10:00:00 +0900", Some("2024-03-07"));
    check("7 March 2024 10:00 JST", Some("2024-03-07"));
    check("Thu,07-Mar-24 10:00:00", Some("2024-03-07"));
    check("Mon, 1 Jan 99 00:00:00 GMT", Some("1999-01-01"));
    check("31 Feb 2024", None);
    check("2024-03-07", None);
    check("Thu", None);
    check("", None);
}

proptest! {
    #[test]
    fn no_mail_makes_it_panic(
        text in "(From: a\n|Subject: =\\?utf-8\\?[BQ]\\?[A-Z=_]{0,5}\\?=\n|Content-Type: multipart/mixed; boundary=b\n|Content-Type: message/rfc822\n|--b(--)?\n|Content-Disposition: attachment; filename\\*[0-9]?\\*?=[a-z'%\"]{0,6}\n|Content-Transfer-Encoding: (base64|quoted-printable)\n|\n|あ|=E3){0,25}",
        bytes in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mail = [text.as_bytes(), &bytes].concat();
        read_all(&[("a.eml", &mail), ("b.mbox", &mail)]);
    }

    #[test]
    fn base64_gives_back_what_went_in(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        prop_assert_eq!(transfer::base64(base64(&bytes).as_bytes()), bytes);
    }
}
