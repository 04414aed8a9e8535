use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::*;

const SAMPLE: &str = "海鳴り文庫の通信販売サイトへの不正アクセスについて\n\
    2024年3月5日、会員の氏名とメールアドレスが外部から閲覧された可能性があることが分かりました。\n\
    クレジットカードの番号は、サイトに保存していないため対象ではございません。\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, broken) = encoding.encode(text);
    assert!(!broken, "{text} in {}", encoding.name());
    bytes.into_owned()
}

fn check(bytes: &[u8], declared: Option<&str>, expected: Result<&str, DecodeError>) {
    assert_eq!(decode(bytes, declared).as_deref(), expected.as_deref());
}

#[test]
fn every_encoding_of_japanese_is_recognised() {
    check(SAMPLE.as_bytes(), None, Ok(SAMPLE));
    check(&[b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat(), None, Ok(SAMPLE));
    check(&encoded(SHIFT_JIS, SAMPLE), None, Ok(SAMPLE));
    check(&encoded(EUC_JP, SAMPLE), None, Ok(SAMPLE));
    check(&encoded(ISO_2022_JP, SAMPLE), None, Ok(SAMPLE));
    check(&[vec![0xFF, 0xFE], utf16(SAMPLE, u16::to_le_bytes)].concat(), None, Ok(SAMPLE));
    check(&[vec![0xFE, 0xFF], utf16(SAMPLE, u16::to_be_bytes)].concat(), None, Ok(SAMPLE));
    check(&utf16(SAMPLE, u16::to_le_bytes), None, Ok(SAMPLE));
    check(&utf16(SAMPLE, u16::to_be_bytes), None, Ok(SAMPLE));
}

#[test]
fn short_and_unusual_texts_are_recognised_too() {
    let rows = [
        "紛失のお知らせ",
        "①氏名 ②住所 髙橋 ～ － ㈱",
        "ﾊﾝｶｸｶﾅの名簿を、誤って送信しました。ﾃﾞｰﾀはすでに削除しております。",
        "Server A was taken offline. サーバAを停止しました。",
    ];
    for text in rows {
        check(text.as_bytes(), None, Ok(text));
        check(&encoded(SHIFT_JIS, text), None, Ok(text));
    }
    check(b"plain ASCII", None, Ok("plain ASCII"));
    check(b"0123012301230123", None, Ok("0123012301230123"));
    check(&utf16("これはひらがなだけ", u16::to_le_bytes), None, Ok("これはひらがなだけ"));
    check(&utf16("plain ASCII only", u16::to_le_bytes), None, Ok("plain ASCII only"));
}

#[test]
fn text_that_holds_replacement_characters_is_utf_8_all_the_same() {
    for text in ["\u{7F}\u{FFFD}", "\u{FFFD}", "経緯\u{FFFD}", "\u{FFFD}原因"] {
        for declared in [None, Some("utf-16le"), Some("shift_jis"), Some("euc-jp")] {
            check(text.as_bytes(), declared, Ok(text));
        }
    }
}

#[test]
fn a_declaration_never_wins_against_the_bytes() {
    for wrong in ["utf-8", "shift_jis", "euc-jp", "iso-8859-1", "nonsense", "utf-16", ""] {
        check(SAMPLE.as_bytes(), Some(wrong), Ok(SAMPLE));
        check(&encoded(SHIFT_JIS, SAMPLE), Some(wrong), Ok(SAMPLE));
        check(&encoded(EUC_JP, SAMPLE), Some(wrong), Ok(SAMPLE));
    }
    let french = "Déclaration d'incident : données exposées à des tiers";
    check(&encoded(WINDOWS_1252, french), Some("windows-1252"), Ok(french));
}

#[test]
fn a_few_broken_bytes_do_not_lose_a_text() {
    let mut bytes = SAMPLE.as_bytes().to_vec();
    bytes[30] = 0xFF;
    let found = decode(&bytes, None).expect("text").into_owned();
    assert!(found.contains('\u{FFFD}') && found.contains("可能性があることが分かりました"));
    let mut bytes = SAMPLE.as_bytes().to_vec();
    bytes.extend(b"\0\0\0");
    assert!(decode(&bytes, None).is_ok());
}

#[test]
fn what_is_no_text_is_refused() {
    check(b"", None, Err(DecodeError::Empty));
    check(b"%PDF-1.7\nsome bytes", None, Err(DecodeError::Binary("PDF")));
    check(b"PK\x03\x04rest", None, Err(DecodeError::Binary("ZIP or Office")));
    check(b"\0\x01\x02\x03\0\0\0\x90\x88\0\0\0\0\0\xFF", None, Err(DecodeError::Zeros));
    check(b"\xFF\xFE\0\0A\0\0\0", None, Err(DecodeError::Unknown));
    let noise: Vec<u8> =
        (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
    assert!(decode(&noise, None).is_err());
}

#[test]
fn declarations_are_found_in_html_and_xml() {
    fn check(html: &str, expected: Option<&str>) {
        assert_eq!(declared_charset(html.as_bytes()).as_deref(), expected, "{html}");
    }
    check("<meta charset=\"Shift_JIS\">", Some("shift_jis"));
    check("<META http-equiv=Content-Type content='text/html; charset=EUC-JP'>", Some("euc-jp"));
    check("<?xml version=\"1.0\" encoding='utf-8'?>", Some("utf-8"));
    check("<p>no declaration</p>", None);
    check("<meta charset=", None);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        declared in proptest::option::of("[a-z0-9-]{0,12}"),
    ) {
        let _ = decode(&bytes, declared.as_deref());
        let _ = declared_charset(&bytes);
    }

    #[test]
    fn utf8_reads_as_itself(text in "[ぁ-んァ-ヶ一-龠a-z0-9。、\n]{1,200}") {
        let found = decode(text.as_bytes(), None).expect("text");
        prop_assert_eq!(found.as_ref(), text.as_str());
    }
}
