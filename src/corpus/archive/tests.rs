use std::fs;
use std::io::Write;

use encoding_rs::SHIFT_JIS;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::*;
use crate::corpus::tests::read_all;

const PAGE: &str = "<title>名簿の紛失について</title><p>庁舎の中で名簿を紛失しました。";
const NOTE: &str = "不正アクセスのお知らせ\n外部から侵入されました。";

/// A ZIP archive of these members, packed by deflate.
pub(crate) fn zipped<N: AsRef<[u8]>, B: AsRef<[u8]>>(members: &[(N, B)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, content) in members {
        let (mut entry, config) = archive
            .new_file(EntryPath::verbatim(name.as_ref()))
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .expect("begun");
        let encoder =
            flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(content.as_ref()).expect("written");
        let (encoder, descriptor) = writer.finish().expect("finished");
        encoder.finish().expect("packed");
        entry.finish(descriptor).expect("ended");
    }
    archive.finish().expect("closed");
    bytes
}

pub(crate) fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).expect("written");
    encoder.finish().expect("packed")
}

/// What one file of this name and content gives.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    assert_eq!(read_all(&[(name, bytes)]), expected, "{name}");
}

#[test]
fn members_are_reports_under_the_path_of_the_archive() {
    let inner = zipped(&[("深い/注意.txt", NOTE)]);
    let lines =
        "{\"title\":\"題名一\",\"text\":\"本文。\"}\n{\"title\":\"題名二\",\"text\":\"本文。\"}\n";
    let archive = zipped(&[
        ("a/page.html", PAGE.as_bytes()),
        ("photo.jpg", b"\xFF\xD8\xFF"),
        ("a/b.jsonl.gz", &gzipped(lines.as_bytes())),
        ("inner.zip", &inner),
        ("empty/", b""),
        (".hidden.txt", NOTE.as_bytes()),
        ("__MACOSX/x.txt", NOTE.as_bytes()),
        ("LICENSE", b"Permission is granted"),
        ("はだか", NOTE.as_bytes()),
    ]);
    let expected = [
        "x.zip/a/page.html#1 | 名簿の紛失について",
        "x.zip/a/b.jsonl.gz#1 | 題名一",
        "x.zip/a/b.jsonl.gz#2 | 題名二",
        "x.zip/inner.zip/深い/注意.txt#1 | 不正アクセスのお知らせ",
        "x.zip/はだか#1 | 不正アクセスのお知らせ",
    ];
    check("x.zip", &archive, &expected);
    // By content, under any name.
    check("y", &zipped(&[("a.txt", NOTE)]), &["y/a.txt#1 | 不正アクセスのお知らせ"]);
    check("z.zip", &zipped(&[("photo.jpg", "x")]), &[]);
}

#[test]
fn packed_files_keep_their_path() {
    let title = "不正アクセスのお知らせ";
    check("a.txt.gz", &gzipped(NOTE.as_bytes()), &[&format!("a.txt.gz#1 | {title}")]);
    let zst = zstd::encode_all(NOTE.as_bytes(), 3).expect("packed");
    check("a.txt.zst", &zst, &[&format!("a.txt.zst#1 | {title}")]);
    let two = [gzipped(&NOTE.as_bytes()[..20]), gzipped(&NOTE.as_bytes()[20..])].concat();
    check("two.gz", &two, &[&format!("two.gz#1 | {title}")]);
    let twice = gzipped(&zst);
    check("a.txt.zst.gz", &twice, &[&format!("a.txt.zst.gz#1 | {title}")]);
    check("photo.gz", &gzipped(b"\x89PNG\r\n"), &[]);
}

/// A tape archive of members by kind, name and content.
fn taped(members: &[(u8, &str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, name, content) in members {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[156] = *kind;
        header[257..263].copy_from_slice(b"ustar\0");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        bytes.extend(header);
        bytes.extend(*content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.extend([0; 1024]);
    bytes
}

#[test]
fn tape_archives_are_read_as_a_stream() {
    let pax = "27 path=資料/長い名.txt\n";
    let members: &[(u8, &str, &[u8])] = &[
        (b'5', "folder/", b""),
        (b'0', "folder/a.txt", NOTE.as_bytes()),
        (b'0', "a.png", b"xxx"),
        (b'L', "x", b"folder/b.html\0"),
        (b'0', "cut off", PAGE.as_bytes()),
        (b'x', "y", pax.as_bytes()),
        (b'0', "cut off", NOTE.as_bytes()),
        (b'2', "link.txt", b""),
        (b'0', "../../z.txt", NOTE.as_bytes()),
    ];
    let expected = |tar: &str| {
        [
            format!("{tar}/folder/a.txt#1 | 不正アクセスのお知らせ"),
            format!("{tar}/folder/b.html#1 | 名簿の紛失について"),
            format!("{tar}/資料/長い名.txt#1 | 不正アクセスのお知らせ"),
            format!("{tar}/z.txt#1 | 不正アクセスのお知らせ"),
        ]
    };
    let tar = taped(members);
    assert_eq!(read_all(&[("t.tar", &tar)]), expected("t.tar"));
    assert_eq!(read_all(&[("t.tgz", &gzipped(&tar))]), expected("t.tgz"));
    assert_eq!(read_all(&[("t", &tar)]), expected("t"));
    // A header of which the checksum does not hold.
    let mut broken = tar.clone();
    broken[512 + 3] = b'!';
    let found = read_all(&[("t.tar", &broken)]);
    assert_eq!(found[0], "! t.tar: is damaged at byte 512; fetch or pack it again");
    assert_eq!(found[1..], expected("t.tar")[1..]);
}

#[test]
fn names_of_members_are_decoded_and_harmless() {
    fn check(raw: &[u8], expected: &str) {
        assert_eq!(member_name(raw), expected);
    }
    check("資料/お知らせ.txt".as_bytes(), "資料/お知らせ.txt");
    check(&SHIFT_JIS.encode("資料/表示ソのお知らせ.txt").0, "資料/表示ソのお知らせ.txt");
    check(b"../../etc/passwd.txt", "etc/passwd.txt");
    check(b"/abs//./x.txt", "abs/x.txt");
    check(b"C:\\Users\\x.txt", "Users/x.txt");
    check("a\0b\n\u{202E}txt.exe".as_bytes(), "ab txt.exe");
    check(b"..", "");
    check(b"\xFF\xFE\xFD", "\u{FFFD}\u{FFFD}\u{FFFD}");
    let long = member_name(format!("{}.html", "長".repeat(5000)).as_bytes());
    assert!(long.chars().count() == 200 && long.ends_with("長.html"), "{long}");
    assert_eq!(member_name("a/".repeat(5000).as_bytes()).len(), 63);
    let mut names = Names::new();
    let given: Vec<String> =
        ["a/x.txt", "a/x.txt", "y", "y", "a/x.txt"].map(|n| names.unique(n.to_owned())).into();
    assert_eq!(given, ["a/x.txt", "a/x (2).txt", "y", "y (2)", "a/x (3).txt"]);
}

#[test]
fn a_bad_member_costs_no_other() {
    let good = [("a.txt", NOTE), ("b.txt", PAGE), ("c.txt", NOTE)];
    let bytes = zipped(&good);
    let place = |name: &[u8]| memchr::memmem::find(&bytes, name).expect("a local header");
    let titles = ["不正アクセスのお知らせ", "名簿の紛失について", "不正アクセスのお知らせ"];
    let row = |n: usize| format!("x.zip/{}#1 | {}", good[n].0, titles[n]);
    assert_eq!(read_all(&[("x.zip", &bytes)]), [row(0), row(1), row(2)]);
    // Packed bytes of the second are broken.
    let mut broken = bytes.clone();
    broken[place(b"b.txt") + 15..][..12].fill(0xFF);
    let found = read_all(&[("x.zip", &broken)]);
    assert_eq!((&found[0], &found[2]), (&row(0), &row(2)));
    assert!(found[1].starts_with("! x.zip/b.txt: is damaged ("), "{}", found[1]);
    // It is marked as encrypted in the directory.
    let mut encrypted = bytes.clone();
    let last = memchr::memmem::rfind(&bytes, b"b.txt").expect("the directory") - 46;
    encrypted[last + 8] |= 1;
    let aside = "! x.zip/b.txt: is encrypted; pack it without a password".to_owned();
    assert_eq!(read_all(&[("x.zip", &encrypted)]), [row(0), aside, row(2)]);
    // A method that nobody reads.
    let mut method = bytes.clone();
    method[last + 10] = 12;
    let found = read_all(&[("x.zip", &method)]);
    assert!(found[1].contains("is packed by a method that is not read"), "{}", found[1]);
    // The end of the archive is missing.
    let cut = read_all(&[("x.zip", &bytes[..bytes.len() / 2])]);
    assert!(cut.len() == 1 && cut[0].starts_with("! x.zip: is damaged ("), "{cut:?}");
    let mut gz = gzipped(NOTE.as_bytes());
    gz.truncate(30);
    let cut = read_all(&[("a.txt.gz", &gz)]);
    assert!(cut.len() == 1 && cut[0].starts_with("! a.txt.gz: is damaged ("), "{cut:?}");
}

#[test]
fn traps_are_set_aside() {
    // A box in a box in a box …
    let mut bytes = zipped(&[("a.txt", NOTE)]);
    for _ in 0..10 {
        bytes = zipped(&[("z.zip", &bytes)]);
    }
    let found = read_all(&[("x.zip", &bytes)]);
    assert_eq!(
        found,
        [format!(
            "! x.zip{}: lies in too many archives within archives; unpack them",
            "/z.zip".repeat(6)
        )]
    );
    // A hundred megabytes of blanks, packed twice.
    let blanks = vec![b' '; 100_000_000];
    let bomb = zipped(&[("a.jsonl.gz", gzipped(&gzipped(&blanks))), ("b.txt", NOTE.into())]);
    let found = read_all(&[("x.zip", &bomb)]);
    let reason = "unpacks to far more than its size; unpack it if it is no trap";
    assert_eq!(found[0], format!("! x.zip/a.jsonl.gz: {reason}"));
    assert_eq!(found[1..], [format!("! x.zip: {reason}")]);
}

#[test]
fn documents_are_told_from_archives_by_their_members() {
    fn check(members: &[(&str, &str)], expected: Format) {
        let bytes = zipped(members);
        let archive = zip::open(bytes.as_slice(), bytes.len() as u64).expect("an archive");
        assert_eq!(zip::kind(&archive), expected, "{members:?}");
    }
    use crate::corpus::Format;
    check(&[("[Content_Types].xml", ""), ("word/document.xml", "")], Format::Docx);
    check(&[("xl/workbook.xml", ""), ("[Content_Types].xml", "")], Format::Xlsx);
    check(&[("mimetype", "application/vnd.oasis.opendocument.text")], Format::Odt);
    check(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet\n")], Format::Ods);
    check(&[("mimetype", "application/epub+zip")], Format::Epub);
    check(&[("META-INF/container.xml", "")], Format::Epub);
    check(&[("word/document.xml", "")], Format::Zip);
    check(&[("a.txt", "")], Format::Zip);
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_panic(
        changes in proptest::collection::vec((0_usize..2000, proptest::num::u8::ANY), 1..8),
        packed in proptest::bool::ANY,
    ) {
        let mut bytes = zipped(&[("a.txt", NOTE.as_bytes()), ("b.zip", &zipped(&[("c.html", PAGE)]))]);
        if packed {
            bytes = gzipped(&taped(&[(b'0', "a.txt", NOTE.as_bytes()), (b'0', "b.zip", &bytes)]));
        }
        for (place, byte) in changes {
            let length = bytes.len();
            bytes[place % length] = byte;
        }
        read_all(&[("x.zip", &bytes)]);
    }
}

#[test]
fn a_file_of_unknown_name_is_recognised_without_reading_it() {
    fn check(name: &str, bytes: &[u8], expected: bool) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join(name), bytes).expect("written");
        let corpus = crate::corpus::Corpus::open(folder.path()).expect("a corpus");
        let entry = corpus.walk().next().expect("a file").expect("a readable one");
        assert_eq!(corpus.recognises(&entry), expected, "{name}");
    }
    check("a.txt", b"\0\0\0\0", true);
    check("a", NOTE.as_bytes(), true);
    check("index.html?p=1", PAGE.as_bytes(), true);
    check("a", b"\0\0\0\0", false);
    check("Makefile", b"all:\n\tcc x.c\n", false);
}
