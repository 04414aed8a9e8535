use proptest::prelude::*;

use super::*;
use crate::corpus::archive::tests::zipped;
use crate::corpus::page::Line;

const PANDOC: &[u8] = include_bytes!("../../../tests/it/formats/notice-pandoc.docx");
const LIBREOFFICE: &[u8] = include_bytes!("../../../tests/it/formats/notice-libreoffice.docx");

/// Lines with text, headings with their level before them.
fn shown(lines: &[Line]) -> Vec<String> {
    lines
        .iter()
        .filter(|line| !line.text.is_empty())
        .map(|line| match line.heading {
            Some(level) => format!("{level} {}", line.text),
            None => line.text.clone(),
        })
        .collect()
}

const RELATIONS: &str = r#"<Relationships>
<Relationship Id="a" Type="http://x/styles" Target="styles.xml"/>
<Relationship Id="b" Type="http://x/numbering" Target="/word/numbering.xml"/>
<Relationship Id="c" Type="http://x/footnotes" Target="./footnotes.xml"/>
<Relationship Id="d" Type="http://x/styles" TargetMode="External" Target="http://evil.example/"/>
</Relationships>"#;

const STYLES: &str = r#"<w:styles>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="a3"><w:name w:val="表題"/></w:style>
<w:style w:styleId="b2"><w:name w:val="見出し ２"/></w:style>
<w:style w:styleId="own"><w:name w:val="章題"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="level"><w:name w:val="条"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>
<w:style w:styleId="list"><w:name w:val="段落番号"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1-%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"#;

const FOOTNOTES: &str = r#"<w:footnotes>
<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>――</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="4"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> 注の文。</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="5"><w:p><w:r><w:t>誰も指さない注。</w:t></w:r></w:p></w:footnote>
</w:footnotes>"#;

fn document(body: &str) -> Vec<u8> {
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &body),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", FOOTNOTES),
        ("docProps/core.xml", "<c><dc:title>名簿の紛失に関するお知らせ</dc:title></c>"),
    ])
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_document_is_what_its_reader_sees() {
    fn check(body: &str, expected: &[&str]) {
        let page = page(&document(body)).expect(body);
        assert_eq!(shown(&page.lines), expected, "{body}");
    }
    let styled = |id: &str, text: &str| paragraph(&format!("<w:pStyle w:val=\"{id}\"/>"), text);
    // Styles.
    check(&styled("1", "経緯"), &["1 経緯"]);
    check(&styled("b2", "経緯"), &["2 経緯"]);
    check(&styled("own", "経緯"), &["1 経緯"]);
    check(&styled("level", "経緯"), &["3 経緯"]);
    check(&styled("toc", "経緯 … 3"), &[]);
    check(&styled("loop", "本文。"), &["本文。"]);
    check(&styled("unknown", "本文。"), &["本文。"]);
    check(&paragraph("<w:outlineLvl w:val=\"1\"/>", "経緯"), &["2 経緯"]);
    check(&paragraph("<w:outlineLvl w:val=\"9\"/>", "本文。"), &["本文。"]);
    // Lists count as Word counts.
    let item = |list: u8, level: u8, text: &str| {
        let numbers =
            format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        paragraph(&numbers, text)
    };
    let list = [
        item(1, 0, "甲"),
        item(1, 1, "乙"),
        item(1, 1, "丙"),
        item(1, 2, "丁"),
        item(1, 0, "戊"),
        item(1, 1, "己"),
        item(2, 0, "庚"),
        item(3, 0, "辛"),
        item(0, 0, "壬"),
        item(9, 0, "癸"),
        styled("list", "子"),
    ];
    check(
        &list.concat(),
        &[
            "第1条 甲",
            "① 乙",
            "② 丙",
            "1-i 丁",
            "第2条 戊",
            "① 己",
            "・庚",
            "第7条 辛",
            "壬",
            "癸",
            "第8条 子",
        ],
    );
    // Runs.
    let runs = |runs: &str| format!("<w:p>{runs}</w:p>");
    check(
        &runs(
            "<w:r><w:t>前</w:t><w:tab/><w:t>後</w:t><w:br/><w:t>次の行</w:t></w:r>\
             <w:ins><w:r><w:t>加えた</w:t></w:r></w:ins><w:del><w:r><w:delText>消した</w:delText></w:r></w:del>\
             <w:moveFrom><w:r><w:t>移す前</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移した後</w:t></w:r></w:moveTo>",
        ),
        &["前\t後", "次の行加えた移した後"],
    );
    check(
        &runs(
            "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>ろうえい</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漏洩</w:t></w:r>\
             </w:rubyBase></w:ruby></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> DATE </w:instrText>\
             <w:fldChar w:fldCharType=\"separate\"/><w:t>5月1日</w:t><w:fldChar w:fldCharType=\"end\"/></w:r>\
             <w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r><w:r><w:t>個\u{AD}人</w:t><w:softHyphen/><w:noBreakHyphen/></w:r>",
        ),
        &["漏洩5月1日個人-"],
    );
    check(&runs("<w:r><w:rPr><w:b/></w:rPr><w:t>強い行</w:t></w:r>"), &["7 強い行"]);
    check(&runs("<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>弱い行</w:t></w:r>"), &["弱い行"]);
    check(
        &runs("<w:r><w:t>本文</w:t><w:footnoteReference w:id=\"4\"/><w:t>。</w:t></w:r>"),
        &["本文※1。", "※1 注の文。"],
    );
    check(&runs("<w:r><w:t>a&amp;b&#x3042;&unknown;</w:t></w:r>"), &["a&bあ"]);
    // A box stands after the paragraph it is tied to, and once.
    check(
        &runs(
            "<w:r><w:t>本文の前半、</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r>\
             <w:t>囲みの文</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>\
             <w:txbxContent><w:p><w:r><w:t>囲みの文</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>\
             </mc:AlternateContent><w:t>後半。</w:t></w:r>",
        ),
        &["本文の前半、後半。", "囲みの文"],
    );
    // Tables.
    let cell = |inner: &str| format!("<w:tc><w:tcPr/>{inner}</w:tc>");
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|inner| cell(inner)).collect();
        format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.concat())
    };
    let text = |text: &str| paragraph("", text);
    check(&row(&[text("氏名"), text("12件")]), &["氏名\t12件"]);
    check(&row(&[text("氏名"), text(""), text("12件") + &text("5月末")]), &["氏名\t12件 5月末"]);
    check(&row(&[styled("1", "経緯"), text("本文。")]), &["1 経緯", "本文。"]);
    check(&row(&[text("外"), row(&[text("甲"), text("乙")]) + &text("")]), &["外", "甲\t乙"]);
    let long = "長い文。".repeat(100);
    check(&row(&[text("甲"), text(&long)]), &["甲", &long]);
}

#[test]
fn the_title_is_the_one_the_document_itself_marks() {
    fn check(body: &str, expected: Option<&str>) {
        let page = page(&document(body)).expect(body);
        assert_eq!(page.title.as_deref(), expected, "{body}");
    }
    let styled = |id: &str, text: &str| paragraph(&format!("<w:pStyle w:val=\"{id}\"/>"), text);
    let date = paragraph("", "2024年5月1日");
    check(
        &(date.clone() + &styled("a3", "盗難について") + &styled("1", "経緯")),
        Some("盗難について"),
    );
    check(&styled("1", "盗難について"), Some("盗難について"));
    check(&(date + &styled("1", "経緯")), Some("名簿の紛失に関するお知らせ"));
    check(
        "<w:p><w:pPr><w:pStyle w:val=\"a3\"/></w:pPr><w:r><w:t>盗難に関する</w:t><w:br/><w:t>お詫び</w:t></w:r></w:p>",
        Some("盗難に関するお詫び"),
    );
}

#[test]
fn documents_of_ordinary_programs_are_read() {
    let pandoc = page(PANDOC).expect("a document");
    assert_eq!(pandoc.title.as_deref(), Some("会員管理システムへの不正アクセスに関するお知らせ"));
    let lines = shown(&pandoc.lines);
    for line in [
        "1 経緯",
        "メールアドレス\t3,218件",
        "2. 管理者の認証に物理鍵を用いる方式へ改めます。",
        "・受付時間：平日9時から17時まで",
        "※1 調査は独立した専門会社である霞沢フォレンジックに依頼しました。",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line}: {lines:#?}");
    }
    let all = lines.concat();
    assert!(all.contains("サーバーを停止しました。") && !all.contains("稼働しています"), "{all}");

    let libreoffice = page(LIBREOFFICE).expect("a document");
    let odt = super::super::odt::page(include_bytes!("../../../tests/it/formats/notice.odt"));
    let odt = odt.expect("a document");
    assert_eq!(libreoffice.title.as_deref(), Some("業務用パソコンの盗難に関するお詫びとお知らせ"));
    // The same text, saved in two formats.
    assert_eq!(shown(&libreoffice.lines), shown(&odt.lines));
}

#[test]
fn what_cannot_be_read_is_refused_with_what_to_do() {
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(page(bytes).expect_err(expected), expected);
    }
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ole = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."[..], &locked].concat();
    check(&ole, "is locked with a password; save it without one");
    check(b"PK\x03\x04", "is damaged; get or save it again");
    check(&zipped(&[("a.xml", "<a/>")]), "holds no document; save it again as .docx");
    check(
        &document("<w:p>"),
        "holds broken XML (ill-formed document: expected `</w:p>`, but `</w:body>` was found); save it again",
    );
    let deep = format!("{}{}", "<w:sdt>".repeat(2000), "</w:sdt>".repeat(2000));
    check(&document(&deep), "nests its elements too deeply; save it again");
    let endless = Xml::new(std::io::repeat(b'a')).next().map(|_| ());
    let reason = "holds a text of more than 16 MiB in one piece; split it";
    assert_eq!(endless.expect_err(reason), reason);
    check(
        &document(&"<w:p/>".repeat(4_000_000)),
        "unpacks to more than 400 times its size and was not read; save it again",
    );
    let entities = "<!DOCTYPE d [<!ENTITY a \"流出\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>\
                    <w:document><w:p><w:r><w:t>本文。&a;&b;</w:t></w:r></w:p></w:document>";
    let page = page(&zipped(&[("word/document.xml", entities)])).expect("a document");
    assert_eq!(shown(&page.lines), ["本文。"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        for file in [PANDOC, LIBREOFFICE] {
            let mut bytes = file.to_vec();
            for (at, byte) in &flips {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(file.len())));
            let _ = page(&bytes);
        }
    }

    #[test]
    fn no_elements_panic(
        names in prop::collection::vec(0_usize..24, 0..40),
        closes in prop::collection::vec(any::<bool>(), 40),
    ) {
        const NAMES: &[&str] = &[
            "p", "r", "t", "tbl", "tr", "tc", "txbxContent", "pPr", "rPr", "b", "footnoteReference",
            "footnote", "tab", "br", "ins", "del", "ruby", "rt", "numId", "pStyle", "sdt", "drawing",
            "Fallback", "outlineLvl",
        ];
        let mut body = String::new();
        let mut open: Vec<&str> = Vec::new();
        for (name, close) in names.iter().zip(closes) {
            body.push_str(&format!("<w:{} w:val=\"1\" w:id=\"4\">文", NAMES[*name]));
            open.push(NAMES[*name]);
            if close {
                body.push_str(&format!("</w:{}>", open.pop().unwrap_or_default()));
            }
        }
        for name in open.iter().rev() {
            body.push_str(&format!("</w:{name}>"));
        }
        let _ = page(&document(&body));
    }
}
