use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;

use super::columns::letter;
use super::*;
use crate::corpus::archive::tests::zipped;
use crate::corpus::outlet::Outlet;
use crate::corpus::{Corpus, SetAside};
use crate::report::Document;

const XLSX: &[u8] = include_bytes!("../../../tests/it/formats/list.xlsx");
const ODS: &[u8] = include_bytes!("../../../tests/it/formats/list.ods");
const CP932: &[u8] = include_bytes!("../../../tests/it/formats/list-cp932.csv");

/// What a file gives: `id | date | text with its lines joined`, and what is set aside.
fn read_with(columns: &str, name: &str, bytes: &[u8]) -> Vec<String> {
    let columns = match columns {
        "" => Columns::default(),
        given => given.parse().expect(given),
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(name), bytes).expect("written");
    let corpus = Corpus::open(folder.path()).expect("a corpus").with_columns(columns);
    let mut found = Vec::new();
    for entry in corpus.walk() {
        let entry = entry.expect("a file");
        corpus.read(&entry, &mut |item| found.push(shown(item)));
    }
    found
}

fn shown(item: Result<Document, SetAside>) -> String {
    match item {
        Ok(document) => {
            let date = document.published.map(|date| date.to_string()).unwrap_or_default();
            let url = document.url.map(|url| format!(" <{url}>")).unwrap_or_default();
            format!("{} | {date} | {}{url}", document.id, document.text.replace('\n', "／"))
        }
        Err(set_aside) => format!("! {set_aside}"),
    }
}

fn check(csv: &str, expected: &[&str]) {
    check_with("", csv, expected);
}

fn check_with(columns: &str, csv: &str, expected: &[&str]) {
    assert_eq!(read_with(columns, "a.csv", csv.as_bytes()), expected, "{columns} {csv}");
}

#[test]
fn a_row_is_a_report() {
    check(
        "件名,概要,公表日,URL,原因\n紛失,名簿を紛失しました。,2024/5/1,https://a.example/1,不注意\n\n盗難,端末が盗まれました。,,,\n",
        &[
            "a.csv#2 | 2024-05-01 | 紛失／名簿を紛失しました。／原因：不注意 <https://a.example/1>",
            "a.csv#4 |  | 盗難／端末が盗まれました。",
        ],
    );
    // What is no date and no address is kept as it stands.
    check(
        "件名,概要,公表日,URL\n紛失,本文。,近日,社内\n",
        &["a.csv#2 |  | 紛失／本文。／公表日：近日／URL：社内"],
    );
    // Of several columns of text the one named first in columns.toml is the text.
    check("題名,概要,本文\n題,短い。,長い。\n", &["a.csv#2 |  | 題／長い。／概要：短い。"]);
    // An organisation stands in for a title, and its column names it.
    check(
        "会社名,発表日,内容\n青空株式会社,令和6年5月1日,本文。\n",
        &["a.csv#2 | 2024-05-01 | 青空株式会社／会社名：青空株式会社／本文。"],
    );
    check(
        "企業名,公表日,件数\n青空株式会社,R6.5.1,3\n",
        &["a.csv#2 | 2024-05-01 | 青空株式会社／企業名：青空株式会社／件数：3"],
    );
    // A report keeps the id that the table gives it; the others are known by their row.
    check("管理番号,本文\nK-7,甲。\n,乙。\n", &["K-7 |  | 甲。", "a.csv#3 |  | 乙。"]);
    // Spelling of names.
    check("【必須】\nＴＩＴＬＥ,本　文（200字）\n題,文。\n", &["a.csv#3 |  | 題／文。"]);
    // The header stands below a title and blank rows; a table of one column has one.
    check("事案の一覧,,\n,,\n件名,概要,備考\n題,文。,\n", &["a.csv#4 |  | 題／文。"]);
    check("本文\n甲。\n乙。\n", &["a.csv#2 |  | 甲。", "a.csv#3 |  | 乙。"]);
}

#[test]
fn a_table_that_cannot_be_understood_is_refused() {
    let refused = "! a.csv: has no header that names a text or a title; name its columns with --columns, as in \
                   title=件名,text=概要 or title=A,text=C";
    check("甲,乙\n一,二\n三,四\n", &[refused]);
    let long: String = (0..100).map(|n| format!("{n},文\n")).collect();
    check(&long, &[refused]);
    check("公表日,件数\n2024/5/1,3\n", &[refused]);
    check("件名,概要\n", &["! a.csv: has a header and no rows; fill it or remove it"]);
    check(",,\n,,\n", &["! a.csv: holds no text; remove it or fill it"]);
}

#[test]
fn columns_are_named_by_the_user() {
    let csv = "甲,乙,丙,対応\n題,前。,後。,停止\n";
    check_with("title=甲,text=丙,text=乙", csv, &["a.csv#2 |  | 題／後。／前。／対応：停止"]);
    check_with("text= 丙 ", csv, &["a.csv#2 |  | 後。／甲：題／乙：前。／対応：停止"]);
    check_with(
        "title=A,text=c",
        csv,
        &["a.csv#1 |  | 甲／丙／乙／対応", "a.csv#2 |  | 題／後。／前。／停止"],
    );
    // What is not said is known by its name.
    check_with(
        "text=対応",
        "件名,概要,対応\n題,甲。,乙。\n",
        &["a.csv#2 |  | 題／乙。／概要：甲。"],
    );
    // Other tables of the corpus are read as ever.
    check_with("text=記述", "件名,概要\n題,甲。\n", &["a.csv#2 |  | 題／甲。"]);
    check_with("text=B", "件名,概要\n題,甲。\n", &["a.csv#2 |  | 題／甲。"]);
}

#[test]
fn what_the_user_says_of_columns_is_checked() {
    fn check(text: &str, expected: Result<&str, &str>) {
        let found = text.parse::<Columns>();
        let found = found.as_ref().map(ToString::to_string).map_err(ToString::to_string);
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
    }
    check("title=件名,text=概要", Ok("title=件名,text=概要"));
    check(" Title = 件 名 ", Ok("title=件 名"));
    check("text=a,text=b", Ok("text=a,text=b"));
    check("", Err("`` names no column; write FIELD=COLUMN, as in title=件名,text=概要"));
    check("title", Err("`title` names no column; write FIELD=COLUMN, as in title=件名,text=概要"));
    check(
        "title=",
        Err("`title=` names no column; write FIELD=COLUMN, as in title=件名,text=概要"),
    );
    check(
        "件名=title",
        Err(
            "`件名` is no field of a report; choose id, title, text, published, url or organisation",
        ),
    );
    check("id=a,id=b", Err("`id` is given twice; name one column for it"));
}

#[test]
fn what_the_user_says_changes_the_fingerprint() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let print = |columns: Columns| {
        Corpus::open(folder.path()).expect("a corpus").with_columns(columns).fingerprint()
    };
    let said = |text: &str| print(text.parse().expect(text));
    assert_eq!(print(Columns::default()), "");
    assert_eq!(said("title=a"), said(" title = a"));
    assert_ne!(said("title=a"), said("title=b"));
}

#[test]
fn letters_name_columns() {
    for (text, expected) in [
        ("A", Some(0)),
        ("z", Some(25)),
        ("AA", Some(26)),
        ("XFD", Some(16_383)),
        ("XFE", None),
        ("", None),
        ("あ", None),
        ("A1", None),
        ("ABCD", None),
    ] {
        assert_eq!(letter(text), expected, "{text}");
    }
}

#[test]
fn text_tables_are_read_as_programs_write_them() {
    // Delimiters.
    check("件名;概要\n題;甲、乙,丙。\n", &["a.csv#2 |  | 題／甲、乙,丙。"]);
    check("件名\t概要\n題\t甲,乙,丙。\n", &["a.csv#2 |  | 題／甲,乙,丙。"]);
    check("sep=|\n件名|概要\n題|甲。\n", &["a.csv#2 |  | 題／甲。"]);
    // Quotation marks, line breaks in cells, line ends.
    check(
        "件名,概要\r\n題,\"甲、\r\n\"\"乙\"\"。\"\r\n題,\"丙\"\"\"\r\n",
        &["a.csv#2 |  | 題／甲、／\"乙\"。", "a.csv#3 |  | 題／丙\""],
    );
    check("件名,概要\n題,5\"ディスク\n", &["a.csv#2 |  | 題／5\"ディスク"]);
    // Rows too short and too long.
    check(
        "件名,概要,備考\n題\n題,文。,備考,,\n",
        &["a.csv#2 |  | 題", "a.csv#3 |  | 題／文。／備考：備考"],
    );
    check(
        "件名,概要\n題,甲,乙\n題,丙。\n",
        &[
            "! a.csv:2: has 3 cells under a header of 2; put a cell that holds a delimiter in quotation marks",
            "a.csv#3 |  | 題／丙。",
        ],
    );
    // A mark that is never closed costs its own row.
    check(
        "件名,概要\n題,\"甲。\n題,乙。\n題,丙。\n",
        &[
            "! a.csv:2: opens a quotation mark that is never closed; close or double it",
            "a.csv#3 |  | 題／乙。",
            "a.csv#4 |  | 題／丙。",
        ],
    );
}

#[test]
fn encodings_of_text_tables_are_told() {
    let csv = "件名,概要\n紛失,名簿を紛失しました。\n";
    let expected = ["a.csv#2 |  | 紛失／名簿を紛失しました。"];
    let utf16: Vec<u8> = format!("\u{FEFF}{}", csv.replace(',', "\t"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        SHIFT_JIS.encode(csv).0.into_owned(),
        format!("\u{FEFF}{csv}").into_bytes(),
        utf16,
        encoding_rs::EUC_JP.encode(csv).0.into_owned(),
        encoding_rs::ISO_2022_JP.encode(csv).0.into_owned(),
    ] {
        assert_eq!(read_with("", "a.csv", &bytes), expected);
    }
    // Japanese begins beyond what is looked at first.
    let mut late = "title,text\n".to_owned();
    for number in 0..3_000 {
        late.push_str(&format!("report {number},nothing but plain letters stands here\n"));
    }
    let tail = SHIFT_JIS.encode("紛失,ﾒｲﾎﾞを紛失しました。\n").0.into_owned();
    let found = read_with("", "a.csv", &[late.as_bytes(), &tail].concat());
    assert_eq!(found.last().map(String::as_str), Some("a.csv#3002 |  | 紛失／ﾒｲﾎﾞを紛失しました。"));
}

#[test]
fn workbooks_of_libreoffice_are_read() {
    for (name, bytes) in [("a.xlsx", XLSX), ("a.ods", ODS)] {
        let first = format!(
            "{name}/令和5年度#4 | 2023-05-12 | 通販サイトの改ざんについて／企業名：株式会社茜染織／決済画面に不正な命令が書き込まれました。／\
             入力されたカード番号が外部へ送られたおそれがあります。／件数：1832 <https://akane.example/news/1>"
        );
        assert_eq!(
            read_with("", name, bytes),
            [
                first,
                // The organisation comes from the merged cell above.
                format!(
                    "{name}/令和5年度#5 | 2023-08-03 | 通販サイトの改ざんについて（第二報）／企業名：株式会社茜染織／\
                 調査を終え、書き込みの経路は古い部品の弱点であったと結論づけました。／件数：1790"
                ),
                format!(
                    "{name}/令和5年度#7 | 2023-11-30 | 成績表の誤送信／企業名：学校法人若竹学園／\
                 二年生全員の成績表を、別の学級の保護者へ電子メールで送りました。／件数：38"
                ),
                format!(
                    "{name}/令和6年度#2 | 2024-06-21 | 合同会社みなも水産／会社名：合同会社みなも水産／\
                 受注を預かる倉庫の端末が身代金を求める不正な道具に感染し、出荷が四日間止まりました。"
                ),
            ]
        );
    }
    let found = read_with("", "a.csv", CP932);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("書き込まれました。／入力された"), "{found:#?}");
}

/// A workbook with sheets of these rows.
fn workbook(sheets: &[(&str, &str)], texts: &str) -> Vec<u8> {
    let mut parts = Vec::new();
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, (name, rows)) in sheets.iter().enumerate() {
        let (name, state) = name.split_once('|').unwrap_or((name, "visible"));
        list.push_str(&format!("<sheet name=\"{name}\" state=\"{state}\" r:id=\"r{number}\"/>"));
        relations.push_str(&format!(
            "<Relationship Id=\"r{number}\" Type=\"x/worksheet\" Target=\"s{number}.xml\"/>"
        ));
        parts.push((
            format!("xl/s{number}.xml"),
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    relations.push_str("<Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"t.xml\"/>");
    relations.push_str("<Relationship Id=\"f\" Type=\"x/styles\" Target=\"f.xml\"/>");
    parts.push(("[Content_Types].xml".to_owned(), "<Types/>".to_owned()));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook><sheets>{list}</sheets></workbook>"),
    ));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<R>{relations}</R>")));
    parts.push(("xl/t.xml".to_owned(), format!("<sst>{texts}</sst>")));
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-411]ggge&quot;年&quot;m&quot;月&quot;\"/></numFmts>\
                  <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"31\"/>\
                  <xf numFmtId=\"170\"/><xf numFmtId=\"10\"/></cellXfs></styleSheet>";
    parts.push(("xl/f.xml".to_owned(), styles.to_owned()));
    zipped(&parts)
}

#[test]
fn cells_of_excel_are_read_by_kind() {
    let header = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
                  <c r=\"D1\" t=\"inlineStr\"><is><t>公表日</t></is></c></row>";
    let texts = "<si><t>件名</t><rPh><t>ケンメイ</t></rPh></si><si><r><t>概</t></r><r><t>要</t></r></si><si><t>甲_x000D_\n乙。</t></si>";
    let check = |rows: &str, expected: &str| {
        let bytes = workbook(&[("表", &format!("{header}{rows}"))], texts);
        assert_eq!(read_with("", "a.xlsx", &bytes), [expected], "{rows}");
    };
    let row = |cells: &str| {
        format!("<row r=\"2\"><c r=\"A2\" t=\"str\"><f>B1</f><v>題</v></c>{cells}</row>")
    };
    check(&row("<c r=\"B2\" t=\"s\"><v>2</v></c>"), "a.xlsx/表#2 |  | 題／甲／乙。");
    check(&row("<c r=\"D2\" s=\"1\"><v>45413.5</v></c>"), "a.xlsx/表#2 | 2024-05-01 | 題");
    check(&row("<c r=\"D2\"><v>45413</v></c>"), "a.xlsx/表#2 | 2024-05-01 | 題");
    check(&row("<c r=\"D2\" s=\"2\"><v>45413</v></c>"), "a.xlsx/表#2 | 2024-05 | 題");
    check(
        &row("<c r=\"D2\" t=\"d\"><v>2024-05-01T00:00:00</v></c>"),
        "a.xlsx/表#2 | 2024-05-01 | 題",
    );
    check(&row("<c r=\"B2\"><v>0.30000000000000004</v></c>"), "a.xlsx/表#2 |  | 題／0.3");
    check(&row("<c r=\"B2\" s=\"3\"><v>0.125</v></c>"), "a.xlsx/表#2 |  | 題／12.5%");
    check(&row("<c r=\"B2\"><v>1.2E3</v></c>"), "a.xlsx/表#2 |  | 題／1200");
    check(
        &row("<c r=\"B2\" t=\"e\"><v>#N/A</v></c><c r=\"C2\"><v>7</v></c>"),
        "a.xlsx/表#2 |  | 題／7",
    );
    check(
        &row("<c r=\"B2\" t=\"s\"><v>99</v></c><c t=\"b\"><v>1</v></c>"),
        "a.xlsx/表#2 |  | 題／1",
    );
}

#[test]
fn sheets_fail_one_by_one() {
    let good = "<row><c t=\"str\"><v>本文</v></c></row><row><c t=\"str\"><v>甲。</v></c></row>";
    let bytes = workbook(
        &[
            ("良い/表", good),
            ("隠れた|hidden", good),
            ("空", ""),
            ("説明", "<row><c t=\"str\"><v>使い方</v></c></row>"),
            ("壊れた", "<row>"),
        ],
        "",
    );
    let found = read_with("", "a.xlsx", &bytes);
    assert_eq!(found[0], "a.xlsx/良い／表#2 |  | 甲。");
    assert!(found[1].starts_with("! a.xlsx/説明: has no header"), "{found:#?}");
    assert!(found[2].starts_with("! a.xlsx/壊れた: holds broken XML"), "{found:#?}");
    assert_eq!(found.len(), 3);
    let blank = workbook(&[("空", "")], "");
    assert_eq!(read_with("", "a.xlsx", &blank), ["! a.xlsx: holds no text; remove it or fill it"]);
}

#[test]
fn a_few_bytes_cannot_name_endless_text() {
    // Each row names a text of one megabyte a hundred times.
    let texts = format!("<si><t>本文</t></si><si><t>{}</t></si>", "長".repeat(350_000));
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>1</v></c>".repeat(100));
    let rows = format!("<row><c t=\"s\"><v>0</v></c></row>{}", row.repeat(3));
    let found = read_with("", "a.xlsx", &workbook(&[("表", &rows)], &texts));
    assert_eq!(
        found.first().map(String::as_str),
        Some("! a.xlsx/表: row 2 holds more than 16 MiB; split it")
    );
    // Repeated cells and rows of ODS take no memory.
    let content = "<office:body><table:table table:name=\"表\"><table:table-row><table:table-cell><text:p>件名</text:p></table:table-cell><table:table-cell><text:p>本文</text:p></table:table-cell></table:table-row>\
                   <table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>甲。</text:p></table:table-cell></table:table-row>\
                   <table:table-row><table:table-cell table:number-rows-spanned=\"4000000000\"><text:p>乙。</text:p></table:table-cell></table:table-row></table:table></office:body>";
    let bytes = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ]);
    let found = read_with("", "a.ods", &bytes);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[1], "a.ods/表#1000002 |  | 乙。");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        for file in [XLSX, ODS, CP932] {
            let mut bytes = file.to_vec();
            for (at, byte) in &flips {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            let columns = Columns::default();
            let mut sink = |_: Result<Document, SetAside>| {};
            let mut outlet = Outlet::new("a", 1, &columns, &mut sink);
            xlsx::read(&bytes, &mut outlet);
            ods::read(&bytes, &mut outlet);
            csv::read(&mut crate::corpus::input::Input::new(&mut bytes.as_slice()), &mut outlet);
        }
    }

    /// Every row is found again, whatever its cells hold.
    #[test]
    fn quoted_cells_come_back(
        cells in prop::collection::vec(("[あ-お,;\t\"\n。a]{1,12}", "[か-こ,\"\n。b]{1,12}"), 1..20),
    ) {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut csv = "件名,本文\n".to_owned();
        for (title, text) in &cells {
            csv.push_str(&format!("{},{}\n", quoted(title), quoted(&format!("終{text}端"))));
        }
        let found = read_with("", "a.csv", csv.as_bytes());
        prop_assert_eq!(found.len(), cells.len());
        for (line, (_, text)) in found.iter().zip(&cells) {
            let lines: Vec<&str> = text.split('\n').filter(|line| !line.trim().is_empty()).map(str::trim).collect();
            for part in lines {
                prop_assert!(line.contains(part.trim_matches('\t')), "{} {}", line, part);
            }
        }
    }
}
