use std::fs;
use std::path::Path;

use encoding_rs::{EUC_JP, SHIFT_JIS};
use proptest::prelude::*;

use super::*;

/// What a folder with these files gives: `id | title` of each report, `! path: reason` of the rest.
pub(super) fn read_all(files: &[(&str, &[u8])]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect(name);
        fs::write(path, bytes).expect(name);
    }
    read_folder(folder.path())
}

fn read_folder(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    read_path(path, &mut |item| found.push(shown(&item))).expect("a corpus");
    found
}

fn shown(item: &Result<Document, SetAside>) -> String {
    match item {
        Ok(document) => format!("{} | {}", document.id, document.title),
        Err(set_aside) => format!("! {set_aside}"),
    }
}

#[test]
fn a_folder_is_read_in_byte_order_of_names() {
    let files: &[(&str, &[u8])] = &[
        ("b/一.txt", "題名三\n本文。".as_bytes()),
        ("a.md", "# 題名二\n\n本文。".as_bytes()),
        ("B.html", "<title>題名一</title><p>本文。".as_bytes()),
        ("c.TXT", "題名四\n本文。".as_bytes()),
        ("d.bin", b"passed over"),
        (".hidden.txt", "隠".as_bytes()),
        (".git/x.txt", "隠".as_bytes()),
    ];
    assert_eq!(
        read_all(files),
        ["B.html#1 | 題名一", "a.md#1 | 題名二", "b/一.txt#1 | 題名三", "c.TXT#1 | 題名四"]
    );
}

#[test]
fn an_ignore_file_leaves_files_out() {
    fn check(rules: &str, expected: &[&str]) {
        let body = "題名\n本文。".as_bytes();
        let files: &[(&str, &[u8])] = &[
            (".jikenignore", rules.as_bytes()),
            ("README.md", b"# x\n\ny"),
            ("sub/README.md", b"# x\n\ny"),
            ("sub/a.txt", body),
        ];
        let found = read_all(files);
        let ids: Vec<&str> = found.iter().filter_map(|line| line.split('#').next()).collect();
        assert_eq!(ids, expected, "{rules}");
    }
    check("README.md\n", &["sub/a.txt"]);
    check("/README.md\n", &["sub/README.md", "sub/a.txt"]);
    check("# comment\nsub/\n", &["README.md"]);
    check("*.md\n!sub/README.md\n", &["sub/README.md", "sub/a.txt"]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join(".jikenignore"), "a{b\n").expect("written");
    assert!(matches!(Corpus::open(folder.path()), Err(CorpusError::Ignore { .. })));
}

#[test]
fn a_single_file_is_a_corpus_of_its_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("notice.log");
    fs::write(&path, "題名\n本文。").expect("written");
    assert_eq!(read_folder(&path), ["notice.log#1 | 題名"]);
    let missing = Corpus::open(&folder.path().join("none")).map(|_| ());
    assert!(
        missing.is_err_and(|error| error.to_string().contains("does not exist; name a folder"))
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_traps_set_aside() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().expect("a temporary folder");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    fs::write(outside.path().join("far.txt"), "題名\n本文。").expect("written");
    fs::create_dir(root.join("sub")).expect("made");
    symlink(root, root.join("sub/loop")).expect("linked");
    symlink(outside.path(), root.join("linked")).expect("linked");
    symlink(root.join("nowhere"), root.join("broken.txt")).expect("linked");
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status();
    assert!(made.expect("mkfifo").success());
    fs::write(root.join(OsStr::from_bytes(b"bad\xFFname.txt")), "題名").expect("written");
    fs::write(root.join("new\nline.txt"), "題名").expect("written");
    assert_eq!(
        read_folder(root),
        [
            "! bad\\xFFname.txt: has a name that is not UTF-8; rename it",
            "! broken.txt: is a symbolic link to nothing, or was removed meanwhile; mend or remove it",
            "linked/far.txt#1 | 題名",
            "! new\\nline.txt: has control characters in its name; rename it",
            "! pipe.txt: is a pipe, socket or device and was not opened; remove it from the corpus",
            &format!("! sub/loop: is a symbolic link back to {}; remove the loop", root.display()),
        ]
    );
}

#[test]
fn names_do_not_decide_what_a_file_is() {
    let page = "<html><title>名簿の紛失について</title><p>紛失しました。</html>";
    let files: &[(&str, &[u8])] = &[
        ("a.txt", page.as_bytes()),
        ("b", page.as_bytes()),
        ("c.html?p=3", page.as_bytes()),
        ("d", b"\x7FELF\x01\x02\0\0"),
        ("e.unknown", b"just some words"),
        ("f.html", b"%PDF-9"),
        ("g.pdf", "名簿の盗難について\n本文。".as_bytes()),
        ("h", b"{\"name\": \"a package\"}"),
        ("i", b""),
    ];
    let found = read_all(files);
    let ids: Vec<&str> = found.iter().filter_map(|line| line.split([' ', ':']).next()).collect();
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(ids, ["a.txt#1", "b#1", "c.html?p=3#1", "!", "g.pdf#1"]);
    assert!(found[3].starts_with("! f.html: "), "{found:?}");
}

#[cfg(unix)]
#[test]
fn devices_are_not_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, device) in [("null.txt", "/dev/null"), ("zero.html", "/dev/zero")] {
        std::os::unix::fs::symlink(device, folder.path().join(name)).expect("linked");
    }
    let reason = "is a pipe, socket or device and was not opened; remove it from the corpus";
    let expected = [format!("! null.txt: {reason}"), format!("! zero.html: {reason}")];
    assert_eq!(read_folder(folder.path()), expected);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_set_aside_after_what_it_gave() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.jsonl");
    let line = "{\"title\":\"題名\",\"text\":\"本文。\"}\n";
    fs::write(&path, line.repeat(2)).expect("written");
    let mut found = Vec::new();
    let corpus = Corpus::open(&path).expect("a corpus");
    let entry = corpus.walk().next().expect("a file").expect("a readable one");
    let outcome = corpus.read(&entry, &mut |item| {
        if found.is_empty() {
            fs::write(&path, line.repeat(5)).expect("written");
        }
        found.push(shown(&item));
    });
    let reason = "! a.jsonl: changed while it was read; index again when it is complete";
    assert_eq!(found.last().map(String::as_str), Some(reason));
    assert_eq!((outcome.hash, outcome.set_aside), (None, 1));
    // One that was replaced by a folder, or is gone, since it was listed.
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("made");
    let mut found = Vec::new();
    corpus.read(&entry, &mut |item| found.push(shown(&item)));
    fs::remove_dir(&path).expect("removed");
    corpus.read(&entry, &mut |item| found.push(shown(&item)));
    assert_eq!(
        found,
        [
            "! a.jsonl: is no longer a file and was not opened; index again",
            "! a.jsonl: was removed meanwhile; index again",
        ]
    );
    assert!(corpus.recognises(&entry));
}

#[test]
fn two_gigabytes_without_a_line_end_are_set_aside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = format!("{{\"text\": \"{}", "本文".repeat(12_000));
    let rows = [
        ("a.jsonl", line.as_str(), 2 << 30),
        ("b.txt", "本文", 2 << 30),
        ("c.jsonl", "", 2 << 30),
        ("d.mbox", "From a 10:00\n", 64 << 20),
    ];
    for (name, start, length) in rows {
        let path = folder.path().join(name);
        fs::write(&path, start).expect("written");
        let file = fs::File::options().write(true).open(&path).expect("opened");
        file.set_len(length).expect("a sparse file");
    }
    let found = read_folder(folder.path());
    assert_eq!(
        found,
        [
            "! a.jsonl:1: is longer than 16 MiB; split the report",
            "! b.txt: is larger than 32 MiB; split it, or turn it into JSONL",
            "! c.jsonl: holds binary data; convert it to text first",
            "! d.mbox/1: is larger than 32 MiB; save its parts as files",
        ]
    );
}

#[test]
fn garbled_text_is_mended_or_set_aside() {
    let text = "会員の皆様へ。このたび、不正なアクセスがありました。お詫びを申し上げます。";
    let latin = encoding_rs::WINDOWS_1252.decode(text.as_bytes()).0.into_owned();
    let json = format!("{{\"title\":\"題名\",\"text\":\"{latin}\"}}\n");
    let lost: String = "縺薙?繧上繝縺?".repeat(9);
    let page = format!("<title>{latin}</title><p>{latin}");
    let files: &[(&str, &[u8])] = &[
        ("a.jsonl", json.as_bytes()),
        ("b.txt", lost.as_bytes()),
        ("c.html", page.as_bytes()),
        ("d.txt", "ﾒｲﾎﾞﾉﾌﾝｼﾂ\nﾒｲﾎﾞｦﾌﾝｼﾂｼﾏｼﾀ｡".as_bytes()),
    ];
    let found = read_all(files);
    assert_eq!(found[0], "a.jsonl#1 | 題名");
    assert!(found[1].starts_with("! b.txt: was saved after being read in a wrong encoding"));
    assert_eq!(found[2], format!("c.html#1 | {text}"));
    assert_eq!(found[3], "d.txt#1 | ﾒｲﾎﾞﾉﾌﾝｼﾂ");
}

#[test]
fn files_without_text_are_set_aside_with_the_reason() {
    fn check(name: &str, bytes: &[u8], reason: &str) {
        let found = read_all(&[(name, bytes)]);
        assert_eq!(found, [format!("! {name}{reason}")]);
    }
    for name in ["a.txt", "a.md", "a.html", "a.json", "a.jsonl"] {
        check(name, b"", ": is empty; remove it or fill it");
        check(name, b" \n\t\n ", ": holds no text; remove it or fill it");
    }
    check("a.txt", "\u{3000}\u{200B}\n".as_bytes(), ": holds no text; remove it or fill it");
    check("a.html", b"<html><script>x</script></html>", ": holds no text; remove it or fill it");
    check(
        "a.txt",
        b"%PDF-1.4 ...",
        ": has no readable page, so it is damaged or incomplete; get the file again",
    );
    check("a.txt", &[0; 64], ": holds binary data; convert it to text first");
    check("a.json", b"[]", ": is an empty array; add reports or remove the file");
    check("a.json", b"{\"title\":\"x\"}", ": has no text; give it a `text` that is a string");
    check("a.json", b"{\"text\":\n broken}", ":2: expected value (column 2); mend the json");
    check(
        "a.json",
        "[".repeat(100_000).as_bytes(),
        ":1: recursion limit exceeded (column 128); mend the json",
    );
}

#[test]
fn a_bad_line_does_not_lose_the_others() {
    let jsonl = concat!(
        "\u{FEFF}{\"id\":\"n-1\",\"title\":\"題名一\",\"text\":\"本文。\",\"published\":\"2024-03-05\",\"url\":\"https://x.example.jp/\"}\n",
        "{\"id\":\"n-2\", broken\n",
        "\n",
        "{\"id\":\"n-4\",\"title\":\"題名四\"}\n",
        "[1]\r\n",
        "{\"title\":\"題名六 \\ud83d 半分\",\"text\":\"本文\\\\ud83d。\"}\r\n",
        "{\"id\":7,\"title\":\"題名七\\u202e\\u2028続き\",\"body\":\"本文。\",\"date\":\"2024/3/5\"}",
    );
    assert_eq!(
        read_all(&[("a.jsonl", jsonl.as_bytes())]),
        [
            "n-1 | 題名一",
            "! a.jsonl:2: key must be a string (column 14); mend the line",
            "! a.jsonl:4: has no text; give it a `text` that is a string",
            "! a.jsonl:5: is an array where an object is expected; write {\"id\": …, \"title\": …, \"text\": …}",
            "a.jsonl#6 | 題名六 \u{FFFD} 半分",
            "7 | 題名七 続き",
        ]
    );
}

#[test]
fn lines_come_in_every_encoding() {
    let line =
        "{\"id\":\"一\",\"title\":\"名簿の紛失\",\"text\":\"庁舎の中で名簿を紛失しました。\"}\n";
    let two = format!("{line}{}", line.replace('一', "二"));
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{two}{{\"id\":\"三\",\"text\":\"上\u{0A0A}\u{0A00}\u{000A}")
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    let expected = ["一 | 名簿の紛失", "二 | 名簿の紛失"];
    assert_eq!(read_all(&[("a.jsonl", two.as_bytes())]), expected);
    assert_eq!(read_all(&[("a.ndjson", &SHIFT_JIS.encode(&two).0)]), expected);
    assert_eq!(read_all(&[("a.jsonl", &EUC_JP.encode(&two).0)]), expected);
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        let found = read_all(&[("a.jsonl", &bytes)]);
        assert_eq!(found[..2], expected);
        assert!(found.len() == 3 && found[2].starts_with("! a.jsonl:3: EOF"), "{found:?}");
    }
    // One line of another encoding among UTF-8 ones.
    let mixed = [line.as_bytes(), &SHIFT_JIS.encode(&line.replace('一', "二")).0].concat();
    assert_eq!(read_all(&[("a.jsonl", &mixed)]), expected);
}

#[test]
fn a_line_or_file_beyond_the_limit_is_set_aside() {
    let mut jsonl = b"{\"id\":\"1\",\"text\":\"".to_vec();
    jsonl.extend(std::iter::repeat_n(b'x', MAX_LINE as usize + 10));
    jsonl.extend(b"\"}\n{\"id\":\"2\",\"title\":\"t2\",\"text\":\"b\"}\n");
    assert_eq!(
        read_all(&[("a.jsonl", &jsonl)]),
        ["! a.jsonl:1: is longer than 16 MiB; split the report", "2 | t2"]
    );
    let large = vec![b'x'; MAX_FILE as usize + 1];
    assert_eq!(
        read_all(&[("a.txt", &large)]),
        ["! a.txt: is larger than 32 MiB; split it, or turn it into JSONL"]
    );
    let long = "題名\n".to_owned() + &"長い文。".repeat(MAX_TEXT / "長い文。".len() + 1);
    let json =
        format!("[{{\"text\":\"短い文。\"}},{{\"text\":\"{}\"}}]", long.replace('\n', "\\n"));
    assert_eq!(
        read_all(&[("a.txt", long.as_bytes()), ("b.json", json.as_bytes())]),
        [
            "! a.txt: report 1 is longer than 4 MiB of text; split it",
            "b.json#1 | ",
            "! b.json: report 2 is longer than 4 MiB of text; split it",
        ]
    );
    assert_eq!(
        read_all(&[("a.txt", &b"a\n".repeat(1_000_001))]),
        ["! a.txt: has more than a million lines; split it, or turn it into JSONL"]
    );
    let empty = "[],".repeat(700_000);
    let crowded = format!("[{empty}{{\"text\":\"文。\"}}]");
    assert_eq!(
        read_all(&[("a.json", crowded.as_bytes()), ("b.jsonl", crowded.as_bytes())]),
        [
            "! a.json: holds more than a million values; split it, or turn it into JSONL",
            "! b.jsonl:1: holds more than a million values; split it",
        ]
    );
}

#[test]
fn a_json_file_holds_one_report_or_many() {
    let one = "{\"title\":\"題名\",\"content\":\"題名\\n本文。\",\"published\":\"令和6年3月5日\"}";
    assert_eq!(read_all(&[("a.json", one.as_bytes())]), ["a.json#1 | 題名"]);
    assert_eq!(read_all(&[("a.json", &SHIFT_JIS.encode(one).0)]), ["a.json#1 | 題名"]);
    let many = format!("[{one}, 5, {{\"id\":\"自分\",\"text\":\"お詫びと報告\\n本文。\"}}]");
    assert_eq!(
        read_all(&[("a.json", many.as_bytes())]),
        [
            "a.json#1 | 題名",
            "! a.json: element 2 is a number where an object is expected; write {\"id\": …, \"title\": …, \"text\": …}",
            "自分 | お詫びと報告",
        ]
    );
}

#[test]
fn a_document_says_where_it_comes_from() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "---\ntitle: 名簿の紛失\ndate: 2024-03-05\nurl: https://x.example.jp/1\n---\n本文。";
    fs::write(folder.path().join("a.md"), text).expect("written");
    let corpus = Corpus::open(folder.path()).expect("a corpus");
    let entry = corpus.walk().next().expect("a file").expect("a readable one");
    assert_eq!((entry.relative.as_str(), entry.size), ("a.md", text.len() as u64));
    assert!(entry.modified.0 > 0);
    let mut documents = Vec::new();
    let outcome = corpus.read(&entry, &mut |item| documents.push(item.expect("a report")));
    let hash = blake3::hash(text.as_bytes());
    let expected = ReadOutcome { hash: Some(hash), bytes: entry.size, reports: 1, set_aside: 0 };
    assert_eq!(outcome, expected);
    assert_eq!(corpus.hash(&entry), Ok(hash));
    let document = &documents[0];
    assert_eq!(document.text, "名簿の紛失\n本文。");
    assert_eq!(document.body_start(), "名簿の紛失\n".len());
    assert_eq!(document.url.as_deref(), Some("https://x.example.jp/1"));
    assert_eq!(document.published.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    assert!(!document.in_digest);
    fs::remove_file(&entry.path).expect("removed");
    assert!(corpus.hash(&entry).is_err());
    let gone = corpus.read(&entry, &mut |item| assert!(item.is_err()));
    assert_eq!((gone.hash, gone.set_aside), (None, 1));
}

#[test]
fn a_hash_covers_every_byte_of_a_line_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let utf16: Vec<u8> = "\u{FEFF}{\"text\":\"上\u{0A0A}本文\"}\n\n{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let rows: [&[u8]; 5] =
        [b"{}\n\n{\"text\":\"x\"}", b"\xEF\xBB\xBF{}", &utf16, b"%PDF-1.7 x", b"\0\0\0"];
    for (number, bytes) in rows.iter().enumerate() {
        let path = folder.path().join(format!("{number}.jsonl"));
        fs::write(&path, bytes).expect("written");
        let corpus = Corpus::open(&path).expect("a corpus");
        let entry = corpus.walk().next().expect("a file").expect("a readable one");
        let outcome = corpus.read(&entry, &mut |_| {});
        assert_eq!(
            (outcome.hash, outcome.bytes),
            (Some(blake3::hash(bytes)), bytes.len() as u64),
            "{number}"
        );
    }
}

mod kept;
