//! Whole files, made by hand: small ones that a program might write, damaged and hostile ones.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::{japan1, page};

/// A page of A4 with `content`, its font `F` as object 5 gives it, and further objects.
fn file(font: &str, content: &str, others: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj".to_owned(),
        "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>> endobj".to_owned(),
        "3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>\
         /XObject<</X 9 0 R>>>>>> endobj"
            .to_owned(),
        format!("4 0 obj <</Length {}>> stream\n{content}\nendstream endobj", content.len()),
        format!("5 0 obj {font} endobj"),
    ];
    objects.extend(others.iter().map(|other| (*other).to_owned()));
    format!("%PDF-1.7\n{}\ntrailer <</Root 1 0 R>>\n%%EOF\n", objects.join("\n")).into_bytes()
}

/// A composite font of Adobe-Japan1 that is not embedded.
fn japanese(encoding: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding {encoding}/DescendantFonts\
         [<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)\
         /Supplement 6>>/DW 1000/W[1[278]231 632 500]>>]>>"
    )
}

/// The numbers of the glyphs of a text, as a string of a content stream.
fn cids(text: &str) -> String {
    let codes = text.chars().map(|c| format!("{:04X}", japan1::cid(c).expect("in Adobe-Japan1")));
    format!("<{}>", codes.collect::<String>())
}

/// Shows lines from the top of the page.
fn shown(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("{} Tj T*", cids(line))).collect();
    format!("BT /F 10 Tf 15 TL 60 700 Td {} ET", lines.join(" "))
}

fn text(bytes: &[u8]) -> String {
    match page(bytes) {
        Ok(page) => {
            let lines = page.lines.iter().map(|line| line.text.as_str());
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Err(reason) => format!("! {reason}"),
    }
}

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("memory can be written");
    encoder.finish().expect("memory can be written")
}

/// A file with a packed stream as object `number`.
fn with_stream(mut bytes: Vec<u8>, number: u32, dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("\n{number} 0 obj <<{dict}/Length {}>> stream\n", data.len());
    bytes.extend(head.into_bytes());
    bytes.extend(data);
    bytes.extend(b"\nendstream endobj\n");
    bytes
}

const DAMAGED: &str = "! has no readable page, so it is damaged or incomplete; get the file again";
const TOO_MUCH: &str =
    "! takes too much work or memory to read; print it to a new PDF, or save it as text";

#[test]
fn fonts_that_do_not_say_what_they_show_are_read() {
    let check = |font: &str, string: &str, wanted: &str| {
        let content = format!("BT /F 10 Tf 60 700 Td {string} Tj ET");
        assert_eq!(text(&file(font, &content, &[])), wanted, "{font}");
    };
    let sentence = "名簿が漏えいした。";
    check(&japanese("/Identity-H"), &cids(sentence), sentence);
    check(&japanese("/UniJIS-UTF16-H"), "<540D7C3F304C>", "名簿が");
    check(&japanese("/UniJIS-UCS2-HW-H"), "<540D0041304C>", "名Aが");
    check(&japanese("/90ms-RKSJ-H"), "<96BC95EB20B1>", "名簿 ｱ");
    check(&japanese("/EUC-H"), "<CCBECAED>", "名簿");
    check(&japanese("/H"), "<4C3E4A6D>", "名簿");
    check(
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "(Notice of 1\\2642)",
        "Notice of 1´2",
    );
    let differences =
        "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[1/three/uni4EF6]>>>>";
    check(differences, "<0102>", "3件");
    // Neither a collection that is known nor a map.
    let other = japanese("/Identity-H").replace("Japan1", "Identity");
    let unmapped = "! does not say which characters its glyphs are; print it to a new PDF, or run it \
                    through OCR";
    check(&other, "<00010002>", unmapped);
}

#[test]
fn maps_in_the_file_count_more_than_what_is_known() {
    let map = |body: &str| format!("8 0 obj <<>> stream\n{body}\nendstream endobj");
    let check = |font: &str, map: &str, string: &str, wanted: &str| {
        let content = format!("BT /F 10 Tf 60 700 Td {string} Tj ET");
        assert_eq!(text(&file(font, &content, &[map])), wanted, "{map}");
    };
    let font =
        japanese("/Identity-H").replace("/DescendantFonts", "/ToUnicode 8 0 R/DescendantFonts");
    let body =
        "1 beginbfrange <0001> <0003> <540D> endbfrange 1 beginbfchar <0004> <4EF66570> endbfchar";
    check(&font, &map(body), "<000100030004>", "名吏件数");
    // Zeros and private codes say nothing, so the collection does.
    let body = "2 beginbfchar <0022> <0000> <0023> <E000> endbfchar";
    check(&font, &map(body), "<00220023>", "AB");
    // An encoding of the file's own: one byte, or two.
    let body = "2 begincodespacerange <00> <7F> <8100> <81FF> endcodespacerange \
                1 begincidchar <8101> 843 endcidchar 1 begincidrange <41> <42> 34 endcidrange";
    check(&japanese("8 0 R"), &map(body), "<4181014242>", "AあBB");
    let body = "/90ms-RKSJ-H usecmap";
    check(&japanese("8 0 R"), &map(body), "<96BC41>", "名A");
}

#[test]
fn what_is_drawn_is_read_in_order() {
    let check = |content: &str, others: &[&str], wanted: &str| {
        assert_eq!(text(&file(&japanese("/Identity-H"), content, others)), wanted, "{content}");
    };
    check(&shown(&["題名は短い", "本文は次の行に"]), &[], "題名は短い\n本文は次の行に");
    // From top to bottom, the right column first.
    let vertical = file(
        &japanese("/Identity-V"),
        &format!(
            "BT /F 10 Tf 1 0 0 1 500 700 Tm {} Tj 1 0 0 1 480 700 Tm {} Tj ET",
            cids("縦書きの行は右から読"),
            cids("む。")
        ),
        &[],
    );
    assert_eq!(text(&vertical), "縦書きの行は右から読む。");
    // A turned page is read upright.
    let turned = file(
        &japanese("/Identity-H"),
        &format!("BT /F 10 Tf 0 1 -1 0 300 200 Tm {} Tj ET", cids("横に倒れた頁")),
        &[],
    );
    let turned =
        String::from_utf8(turned).expect("ASCII").replace("/MediaBox", "/Rotate 90/MediaBox");
    assert_eq!(text(turned.as_bytes()), "横に倒れた頁");
    let form = format!("BT /F 10 Tf 60 500 Td {} Tj ET", cids("型の中"));
    let form =
        format!("9 0 obj <</Subtype/Form/Length {}>> stream\n{form}\nendstream endobj", form.len());
    check("q /X Do Q", &[&form], "型の中");
    let marked = format!(
        "BT /F 10 Tf 60 700 Td /Span <</ActualText <FEFF540D524D>>> BDC {} Tj EMC ET \
         /Artifact <</Type/Pagination>> BDC BT /F 10 Tf 60 20 Td {} Tj ET EMC",
        cids("な"),
        cids("柱の文字")
    );
    check(&marked, &[], "名前");
    let picture = format!("BI /W 1 /H 1 ID \u{1}\u{2}(EI x EI {}", shown(&["絵の後"]));
    check(&picture, &[], "絵の後");
    // Aslant is what is stamped over a page; what is far off it is not seen.
    let stamp = format!(
        "BT /F 60 Tf 0.7 0.7 -0.7 0.7 200 300 Tm {} Tj /F 10 Tf 1 0 0 1 9000 0 Tm {} Tj ET {}",
        cids("写し"),
        cids("外"),
        shown(&["本文"])
    );
    check(&stamp, &[], "本文");
}

#[test]
fn damaged_files_are_read_as_far_as_they_go() {
    let whole = file(&japanese("/Identity-H"), &shown(&["残る本文"]), &[]);
    let check = |change: fn(String) -> String, wanted: &str| {
        let bytes = change(String::from_utf8(whole.clone()).expect("ASCII")).into_bytes();
        assert_eq!(text(&bytes), wanted, "{}", String::from_utf8_lossy(&bytes));
    };
    check(|file| file, "残る本文");
    check(|file| format!("HTTP/1.1 200 OK\r\n\r\n{file}"), "残る本文");
    check(|file| file.replace("trailer", "lost"), "残る本文");
    check(|file| file.replace("/Catalog", "/Lost").replace("trailer", "lost"), "残る本文");
    check(|file| file.replace("/Length ", "/Length 9"), "残る本文");
    check(|file| file.replace("/Length", "/Lost"), "残る本文");
    check(|file| file.replace("/Length ", "/Length 4 0 R/X "), "残る本文");
    check(|file| file.replace("endobj", ""), "残る本文");
    check(|file| file.replace("endstream endobj", "endobj"), "残る本文");
    check(|file| file.replace("/Kids[3 0 R]", "/Kids[7 0 R 3 0 R]"), "残る本文");
    check(|file| file.replace("3 0 obj", "3 0 xxx"), DAMAGED);
    check(|_| "%PDF-1.4".to_owned(), DAMAGED);
    check(|_| String::new(), DAMAGED);
    // The later of two objects counts, as after an update.
    check(
        |file| {
            format!(
                "{file}{}",
                format_args!("4 0 obj <<>> stream\n{}\nendstream endobj", shown(&["新しい本文"]))
            )
        },
        "新しい本文",
    );
}

#[test]
fn files_without_text_say_why() {
    let font = japanese("/Identity-H");
    assert_eq!(text(&file(&font, "", &[])), "! holds no text; remove it or fill it");
    let image = "9 0 obj <</Subtype/Image/Length 1>> stream\nx\nendstream endobj";
    assert_eq!(
        text(&file(&font, "q 595 0 0 842 0 0 cm /X Do Q", &[image])),
        "! holds pictures of pages and no text; run it through OCR"
    );
    let encrypted = "trailer <</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O()/U()/P 0>>>>";
    let locked = [file(&font, &shown(&["秘密"]), &[]), encrypted.as_bytes().to_vec()].concat();
    assert_eq!(text(&locked), "! is encrypted; save a copy without a password");
}

#[test]
fn hostile_files_end() {
    let font = japanese("/Identity-H");
    let good = shown(&["無事な本文"]);
    let check = |name: &str, bytes: &[u8], wanted: &str| assert_eq!(text(bytes), wanted, "{name}");
    let cycle = file(&font, &good, &["2 0 obj <</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]>> endobj"]);
    check("a page tree that holds itself", &cycle, "無事な本文");
    let chain: String = (10..5000)
        .map(|number| format!("{number} 0 obj <</Kids[{} 0 R]>> endobj\n", number + 1))
        .collect();
    let deep = file(&font, &good, &["2 0 obj <</Kids[10 0 R]>> endobj", &chain]);
    check("a page tree that goes on", &deep, "無事な本文");
    let ring = "9 0 obj 10 0 R endobj 10 0 obj 9 0 R endobj";
    check("references in a ring", &file(&font, &format!("/X Do {good}"), &[ring]), "無事な本文");
    let form = "9 0 obj <</Subtype/Form/Resources<</XObject<</X 9 0 R>>>>>> stream\n\
                /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do\nendstream endobj";
    check("a form that draws itself", &file(&font, "/X Do", &[form]), TOO_MUCH);
    let nested = format!("{} 1 0 R {good}", "[<<".repeat(200_000));
    assert!(!text(&file(&font, &nested, &[])).is_empty(), "arrays in arrays");
    let states = format!("{} {good}", "q ".repeat(300_000));
    check("states on states", &file(&font, &states, &[]), "無事な本文");
    let open = format!("{good} {}", "1 0 obj (".repeat(50_000));
    assert!(!text(open.as_bytes()).is_empty(), "strings without an end");
    let streams = "7 0 obj <<>> stream\n".repeat(50_000);
    assert!(!text(&file(&font, &good, &[&streams])).is_empty(), "streams without an end");

    let bomb = zlib(&vec![b' '; 64 * 1024 * 1024]);
    let content = with_stream(file(&font, &good, &[]), 4, "/Filter/FlateDecode", &bomb);
    check("a page of spaces", &content, TOO_MUCH);
    let twice = with_stream(
        file(&font, &good, &[]),
        4,
        "/Filter[/FlateDecode/FlateDecode]",
        &zlib(&zlib(&vec![0; 48 * 1024 * 1024])),
    );
    check("packed twice", &twice, TOO_MUCH);
    let objects = "/Type/ObjStm/N 4000000000/First 10/Filter/FlateDecode";
    let packed = with_stream(file(&font, &good, &[]), 20, objects, &bomb);
    check("an object stream of spaces", &packed, TOO_MUCH);
    let itself = with_stream(file(&font, &good, &[]), 20, "/Type/ObjStm/N 1/First 5", b"20 0 0");
    check("an object stream that holds itself", &itself, "無事な本文");
    let huge = file(&font, &good, &[]);
    let huge = String::from_utf8(huge).expect("ASCII").replace("595 842", "1e30 842");
    check("a page without bounds", huge.as_bytes(), "無事な本文");
    let tiny = format!("BT /F 1e9 Tf 60 700 Td {} Tj /F 0 Tf {} Tj ET", cids("大"), cids("小"));
    // Much of the same: each of these once took time that grew with the square of the file.
    let line = format!("BT /F 1 Tf 60 700 Td {} ET", "<034B> Tj ".repeat(60_000));
    assert!(text(&file(&font, &line, &[])).starts_with("ああああ"), "a line of a whole page");
    let edge = format!(
        "BT /F 1 Tf {} ET",
        "1 0 0 1 60 20 Tm <0012> Tj 1 0 0 1 90 20 Tm <0012> Tj ".repeat(15_000)
    );
    check("numbers over numbers at the edge", &file(&font, &edge, &[]), "1\t1");
    let others: String = (0..20_000).map(|number| format!("/A{number} 0")).collect();
    let wide = format!("<<{others}/F 5 0 R>>");
    let fonts = file(&font, &"/F 1 Tf ".repeat(20_000), &[]);
    let fonts = String::from_utf8(fonts).expect("ASCII").replace("<</F 5 0 R>>", &wide);
    check("a font among thousands, again and again", fonts.as_bytes(), TOO_MUCH);
    check("letters without bounds", &file(&font, &format!("{tiny} {good}"), &[]), "無事な本文");
}

/// Files that ordinary programs wrote; see `tests/it/formats/README.md`.
macro_rules! real {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/it/formats/", $name)).as_slice()
    };
}

#[test]
fn what_browsers_and_office_programs_write_is_read_whole() {
    let check = |bytes: &[u8], title: &str, wanted: &[&str]| {
        let read = page(bytes).expect("a good file");
        assert_eq!(read.title.as_deref(), Some(title));
        assert_eq!(read.published, None);
        assert_eq!(text(bytes).lines().collect::<Vec<_>>(), wanted);
    };
    check(
        real!("chromium.pdf"),
        "名簿の誤送信に関するお詫び",
        &[
            "2024年5月20日",
            "霧ヶ浜予約株式会社",
            "名簿の誤送信に関するお詫び",
            "弊社の予約窓口において、お客様の名簿を添付した電子メールを誤った宛先へ送信する事故が発生いたしました。皆様に心よりお詫び申し上げます。",
            "【経緯】",
            "5月14日の午前、霧ヶ浜の窓口の担当者が予約の確認を送信する際に、添付する名簿の取り違えに気づかないまま送信いたしました。同日の午後、受信された方からのご連絡により判明し、送信先の皆様へ名簿の削除をお願いいたしました。現在までに、名簿が第三者へ転送された形跡は見つかっておりません。",
            "項目\t件数",
            "氏名\t412件",
            "電話番号\t398件",
            "【対応】",
            "送信の前に二名で宛先と添付を確かめる手順を徹底いたします。",
            "以上",
        ],
    );
    let begin = "弊社の受注の画面に対し、外部の第三者による不正なアクセスがあり、取引先の担当者の情報が閲覧された可能性があることが判明いたしました。皆様にご迷惑をおかけしますことをお詫び申し上げます。";
    let course = "6月27日の夜間、監視の装置が通常とは異なる大量の照会を検知いたしました。保守のために設けた接続口から、使われていない利用者番号を用いて侵入されていたことが分かりました。";
    let third = "第三に、装置が異常を検知した場合には、夜間であっても担当者へ直ちに連絡が届く体制とし、検知から三十分で接続を停止いたします。";
    let title = "不正アクセスに関するお知らせ";
    check(
        real!("columns.pdf"),
        title,
        &[
            "令和6年7月8日",
            "架空精機株式会社",
            title,
            begin,
            "記",
            "1．経緯",
            course,
            "2．対象となる情報",
            "項目\t件数\t内容",
            "担当者名\t3,456名\t担当者の氏名、電話番号のうち、番号の分かったもの",
            "注文\t8,901件\t2024年6月27日までの注文番号",
            "3．再発の防止",
            "第一に、保守のために設けた接続口を廃止し、保守は社内の端末からのみ行うことといたします。第二に、使われていない利用者番号を自動で停止する仕組みを八月までに設けます。",
            third,
            "以上",
        ],
    );
    check(
        real!("vertical.pdf"),
        title,
        &[
            "令和6年7月8日",
            "架空精機株式会社",
            title,
            begin,
            "記",
            "1．経緯",
            course,
            "2．再発の防止",
            "第一に、保守のために設けた接続口を廃止し保守は社内の端末からのみ行うことといたします。第二に、使われていない利用者番号を自動で停止する仕組みを八月までに設けます。",
            third,
            "以上",
            // A page that stands alone repeats nothing.
            "架空精機株式会社 ニュースリリース",
        ],
    );
    let unembedded = [
        "記録媒体の紛失に関するお詫び",
        "弊社の社員が通勤の列車内に、お客様の情報を保存した記録媒体を置き忘れました。媒体には試供品の応募者の氏名と住所が含まれており、暗号化は行われていませんでした。鉄道会社と警察へ届け出ましたが、発見には至っておりません。",
        "項目\t件数",
        "氏名\t1,234件",
        "ﾃﾞﾝﾜ番号\t56件",
    ];
    for bytes in REAL.iter().take(7) {
        check(bytes, unembedded[0], &unembedded);
    }
    assert_eq!(text(real!("password.pdf")), "! is encrypted; save a copy without a password");
}

const REAL: &[&[u8]] = &[
    real!("shift-jis.pdf"),
    real!("euc.pdf"),
    real!("ucs2.pdf"),
    real!("aes-256.pdf"),
    real!("aes-128.pdf"),
    real!("rc4.pdf"),
    real!("rc4-40.pdf"),
    real!("password.pdf"),
    real!("columns.pdf"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = page(&bytes);
        let content = String::from_utf8_lossy(&bytes).into_owned();
        let _ = page(&file(&japanese("/Identity-H"), &content, &[]));
        let _ = page(&file(&content, &shown(&["本文"]), &[]));
    }

    #[test]
    fn no_operators_panic(
        steps in proptest::collection::vec((0_usize..40, -1e5_f64..1e5, -9_i32..9), 0..200)
    ) {
        const WORDS: &[&str] = &[
            "q", "Q", "cm", "BT", "ET", "Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Td", "TD", "Tm", "T*",
            "'", "\"", "re", "m", "l", "c", "h", "S", "f", "n", "Do", "EMC", "BMC",
        ];
        let mut content = "BT /F 10 Tf 100 500 Td ".to_owned();
        for (word, large, small) in steps {
            content += &format!("{large} {small} {small} {large} 200 {small} ");
            content += WORDS.get(word).unwrap_or(&"<00220023034B034C> Tj");
            content.push(' ');
        }
        let _ = page(&file(&japanese("/Identity-H"), &content, &[]));
    }

    #[test]
    fn no_damage_panics(
        which in 0..REAL.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = REAL[which].to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = page(&bytes);
    }
}
