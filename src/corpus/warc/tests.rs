use encoding_rs::EUC_JP;
use proptest::prelude::*;

use crate::corpus::archive::tests::gzipped;
use crate::corpus::read_path;
use crate::corpus::tests::read_all;

const PAGE: &str = "<title>名簿の紛失について</title><p>庁舎の中で名簿を紛失しました。";

fn record(fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\n{fields}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let fields = format!(
        "WARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\nContent-Type: application/http; msgtype=response\r\n"
    );
    let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record(&fields, &block)
}

fn info() -> Vec<u8> {
    record("WARC-Type: warcinfo\r\n", b"software: none\r\n")
}

const HTML: &str = "200 OK\r\nContent-Type: text/html";

#[test]
fn pages_of_a_crawl_are_reports_with_address_and_date() {
    let (one, two) = PAGE.as_bytes().split_at(20);
    let chunked =
        [b"14\r\n", one, format!("\r\n{:x};x=y\r\n", two.len()).as_bytes(), two, b"\r\n0\r\n\r\n"]
            .concat();
    let head = |more: &str| format!("{HTML}\r\n{more}");
    let packed = gzipped(PAGE.as_bytes());
    let records = [
        info(),
        record("WARC-Type: request\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        response("https://x.example.jp/1", HTML, PAGE.as_bytes()),
        response("https://x.example.jp/2", &head("Transfer-Encoding: chunked"), &chunked),
        response("https://x.example.jp/3", &head("Content-Encoding: gzip"), &packed),
        // Unpacked by the crawler, which left the fields.
        response(
            "https://x.example.jp/4",
            &head("Content-Encoding: gzip\r\nTransfer-Encoding: chunked"),
            PAGE.as_bytes(),
        ),
        response(
            "https://x.example.jp/5",
            "200 OK\r\nContent-Type: text/html; charset=EUC-JP",
            &EUC_JP.encode(PAGE).0,
        ),
        response(
            "https://x.example.jp/6",
            "404 Not Found\r\nContent-Type: text/html",
            PAGE.as_bytes(),
        ),
        response("https://x.example.jp/7.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response(
            "https://x.example.jp/8",
            "200 OK\r\nContent-Type: application/json",
            b"{\"text\":\"x\"}",
        ),
        response("https://x.example.jp/9.html?x=1", "200 OK", PAGE.as_bytes()),
        record(
            "WARC-Type: conversion\r\nContent-Type: text/plain\r\n",
            "名簿の盗難について\n本文。".as_bytes(),
        ),
        record(
            "WARC-Type: resource\r\nWARC-Target-URI: metadata://crawler/log\r\nContent-Type: text/plain\r\n",
            "記録のお知らせ\n本文。".as_bytes(),
        ),
    ];
    let title = "名簿の紛失について";
    let expected: Vec<String> = [3, 4, 5, 6, 7, 11]
        .iter()
        .map(|number| format!("crawl.warc/{number}#1 | {title}"))
        .chain(["crawl.warc/12#1 | 名簿の盗難について".to_owned()])
        .collect();
    assert_eq!(read_all(&[("crawl.warc", &records.concat())]), expected);
    // A member for each record, and all in one.
    let each: Vec<u8> = records.iter().flat_map(|record| gzipped(record)).collect();
    let named = |lines: &[String]| -> Vec<String> {
        lines.iter().map(|line| line.replace("crawl.warc/", "c.warc.gz/")).collect()
    };
    assert_eq!(read_all(&[("c.warc.gz", &each)]), named(&expected));
    assert_eq!(read_all(&[("c.warc.gz", &gzipped(&records.concat()))]), named(&expected));
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.warc"), records.concat()).expect("written");
    let mut documents = Vec::new();
    read_path(folder.path(), &mut |item| documents.push(item.expect("a report")))
        .expect("a corpus");
    assert_eq!(documents[0].url.as_deref(), Some("https://x.example.jp/1"));
    assert_eq!(documents[0].crawled.map(|date| date.to_string()).as_deref(), Some("2024-05-06"));
    assert_eq!(documents[0].published, None);
    assert_eq!(documents[6].url, None);
}

#[test]
fn a_broken_record_costs_no_other() {
    fn check(records: &[&[u8]], expected: &[&str]) {
        assert_eq!(read_all(&[("c.warc", &records.concat())]), expected);
    }
    let page = |n: u8| response(&format!("https://x.example.jp/{n}"), HTML, PAGE.as_bytes());
    let (one, two, three) = (page(1), page(2), page(3));
    let row = |n: u8| format!("c.warc/{n}#1 | 名簿の紛失について");
    let stated = |record: &[u8], length: &str| -> Vec<u8> {
        let text = String::from_utf8(record.to_vec()).expect("text");
        let (head, rest) = text.split_once("Content-Length: ").expect("a length");
        let (_, rest) = rest.split_once("\r\n").expect("a line");
        format!("{head}Content-Length: {length}\r\n{rest}").into_bytes()
    };
    let broken = format!("! c.warc: the record at byte {} ", one.len());
    let set_aside = |what: &str| format!("{broken}{what}; crawl or fetch it again");
    let short = stated(&two, "30");
    check(&[&one, &short, &three], &[&row(1), &set_aside("has a wrong length"), &row(3)]);
    let none = stated(&two, "many");
    check(&[&one, &none, &three], &[&row(1), &set_aside("does not give its length"), &row(3)]);
    // A length that swallows the third record and a part of the fourth.
    let long = stated(&two, &(two.len() + three.len()).to_string());
    let found = read_all(&[("c.warc", &[&*one, &long, &three, &page(4), &page(5)].concat())]);
    assert!(
        found.contains(&row(3)) && found.contains(&set_aside("has a wrong length")),
        "{found:?}"
    );
    assert!(found.last().is_some_and(|last| last.contains("名簿の紛失について")), "{found:?}");
    let junk = b"junk\nmore junk\n\n";
    check(&[&one, junk, &three], &[&row(1), &set_aside("does not begin with a header"), &row(2)]);
    let cut = &two[..two.len() - 30];
    check(&[&one, cut], &[&row(1), &set_aside("is cut off")]);
    check(&[&info()], &[]);
}

#[test]
fn a_damaged_member_of_a_packed_crawl_costs_no_other() {
    let page =
        |n: u8| gzipped(&response(&format!("https://x.example.jp/{n}"), HTML, PAGE.as_bytes()));
    let mut two = page(2);
    let middle = two.len() / 2;
    two[middle..middle + 20].fill(0xFF);
    let found = read_all(&[("c.warc.gz", &[page(1), two, page(3), page(4)].concat())]);
    assert_eq!(found[0], "c.warc.gz/1#1 | 名簿の紛失について");
    assert!(
        found[1].starts_with("! c.warc.gz: the record at byte ") && found.len() == 4,
        "{found:?}"
    );
    assert!(found[2..].iter().all(|line| line.ends_with("名簿の紛失について")), "{found:?}");
}

proptest! {
    #[test]
    fn no_crawl_makes_it_panic(
        text in "(WARC/1.0\r\n|WARC-Type: response\r\n|Content-Length: [0-9]{0,3}\r\n|\r\n|HTTP/1.1 200 OK\r\n|Transfer-Encoding: chunked\r\n|[0-9a-f]{1,2}\r\n|あ|x){0,30}",
    ) {
        let text = format!("WARC/1.0\r\n{text}");
        read_all(&[("a.warc", text.as_bytes()), ("b.warc.gz", &gzipped(text.as_bytes()))]);
    }
}
