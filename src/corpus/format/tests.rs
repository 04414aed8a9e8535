use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;

use super::*;

#[test]
fn names_say_what_is_read_and_what_surely_is_not() {
    fn check(name: &str, expected: Named) {
        assert_eq!(Named::of(name), expected, "{name}");
    }
    check("a.txt", Named::Known(Format::Text));
    check("お知らせ.HTM", Named::Known(Format::Html));
    check("a.tar.gz", Named::Known(Format::Gzip));
    check("a.jpg.html", Named::Known(Format::Html));
    check("a.PNG", Named::Foreign);
    check("style.css", Named::Foreign);
    check("notice", Named::Open);
    check("index.html?p=3", Named::Open);
    check("notice.", Named::Open);
    check(".txt", Named::Open);
    check("", Named::Open);
}

#[test]
fn bytes_decide_and_names_help() {
    fn check(bytes: &[u8], named: Option<Format>, expected: Option<Format>) {
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(sniff(bytes, named), expected, "{shown} {named:?}");
    }
    use Format::{
        Csv, Gzip, Html, Json, JsonLines, Mail, Markdown, Mbox, Pdf, Tar, Text, Tsv, Warc, Zip,
        Zstd,
    };
    // Magic numbers, whatever the name.
    for named in [None, Some(Text), Some(Html), Some(Pdf)] {
        check(b"%PDF-1.7\n", named, Some(Pdf));
        check(b"PK\x03\x04....", named, Some(Zip));
        check(b"\x1F\x8B\x08\0", named, Some(Gzip));
        check(b"\x28\xB5\x2F\xFD\0", named, Some(Zstd));
        check(b"WARC/1.0\r\nWARC-Type: response\r\n", named, Some(Warc));
    }
    check(b"\n\n%PDF-1.4", Some(Pdf), Some(Pdf));
    check("PDF は %PDF-1.4 で始まる。".as_bytes(), Some(Text), Some(Text));
    let tar = [&[b'x'; 257][..], b"ustar\0", &[b'0'; 249]].concat();
    check(&tar, None, Some(Tar));
    // HTML by its tags.
    check(b"<!DOCTYPE html><p>", Some(Text), Some(Html));
    check(b"\xEF\xBB\xBF <!-- saved <from> x -->\n<HTML lang=ja>", None, Some(Html));
    check(b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>", None, Some(Html));
    check(b"<!-- a > b --><?xml version=\"1.0\"?><!-- c -->\n<html>", None, Some(Html));
    check(b"<!-- never closed <html>", None, None);
    check(b"<?xml version=\"1.0\"?><rss>", None, None);
    check(b"<title>x</title>", Some(Text), Some(Html));
    check(b"<div align=center>\n\n# x", Some(Markdown), Some(Markdown));
    check("<p>閉じない".as_bytes(), None, Some(Html));
    check("<品名> お知らせです".as_bytes(), Some(Text), Some(Text));
    check(b"<svg xmlns=x>", None, None);
    let utf16: Vec<u8> =
        "\u{FEFF}<html><p>お知らせ".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, Some(Text), Some(Html));
    // JSON and JSON lines.
    check(b"{\"text\":\"x\"}", None, Some(Json));
    check(b"{\"text\":\"x\"}\n{\"text\":\"y\"}\n", Some(Json), Some(JsonLines));
    check(b"{\"text\":\"x\"}\n", Some(JsonLines), Some(JsonLines));
    check(b"{\"text\": broken\n{}", Some(JsonLines), Some(JsonLines));
    check(b"[\n{\"text\":\"x\"}\n]", Some(JsonLines), Some(Json));
    check(b"{\n\"text\":\"x\"\n}", Some(Text), Some(Json));
    check("[お知らせ] 名簿の紛失".as_bytes(), Some(Text), Some(Text));
    check(b"[1]: https://x.example.jp/", Some(Markdown), Some(Markdown));
    // Mail.
    let mail = b"Received: from a\n\tby b\nSubject: x\n\nbody";
    check(mail, None, Some(Mail));
    check(mail, Some(Text), Some(Mail));
    check(b"From: a@x.example.jp\nDate: x\n\n", Some(Html), Some(Mail));
    check("From: 広報\n本文が続く。".as_bytes(), Some(Text), Some(Text));
    check("Subject: お知らせ\n\n本文".as_bytes(), Some(Text), Some(Text));
    check("Subject: お知らせ\n\n本文".as_bytes(), Some(Mail), Some(Mail));
    check(b"From a@x Thu Mar  7 2024\nFrom: a@x\nSubject: x\n\n", Some(Text), Some(Mbox));
    check(b"From here on it is text.\nReally.", Some(Text), Some(Text));
    // What only a name tells.
    check("# 題名\n本文です。".as_bytes(), Some(Markdown), Some(Markdown));
    check("題名,本文".as_bytes(), Some(Csv), Some(Csv));
    check("題名\t本文".as_bytes(), Some(Tsv), Some(Tsv));
    check("PDF ではない本文です。".as_bytes(), Some(Pdf), Some(Text));
    // Text without a name that says so.
    check("名簿を紛失しました。".as_bytes(), None, Some(Text));
    check(&SHIFT_JIS.encode("名簿を紛失しました。").0, None, Some(Text));
    check(b"CC = gcc\nall: main.o\n", None, None);
    check(b"\0\x01\x02\x03", None, None);
    check(b"\x89PNG\r\n", None, None);
    check(b"", None, None);
    check(b"", Some(Text), Some(Text));
    check(b"\x89PNG\r\n", Some(Html), Some(Html));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        text in "(<!--|-->|<\\?xml|<html|[{}\"\\[\\]:\n]|From |あ|x){0,30}",
        named in prop::sample::select(vec![None, Some(Format::JsonLines), Some(Format::Mail)]),
    ) {
        sniff(&bytes, named);
        sniff(text.as_bytes(), named);
    }
}
