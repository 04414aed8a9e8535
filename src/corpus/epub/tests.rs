use proptest::prelude::*;

use super::*;
use crate::corpus::archive::tests::zipped;

const PANDOC: &[u8] = include_bytes!("../../../tests/it/formats/book.epub");

const CONTAINER: &str =
    r#"<container><rootfiles><rootfile full-path="OEBPS/本 1.opf"/></rootfiles></container>"#;

const BOOK: &str = r#"<package><metadata><dc:title>盗難の記録</dc:title><dc:date>2024-05-01</dc:date>
<dc:source>https://a.example/book</dc:source></metadata><manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="Text/%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="../a.xhtml" media-type="application/xhtml+xml"/>
<item id="p" href="p.png" media-type="image/png"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/><itemref idref="x"/></spine></package>"#;

fn book(parts: &[(&str, &str)]) -> Vec<u8> {
    let fixed = [
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/本 1.opf", BOOK),
        ("OEBPS/nav.xhtml", "<html><body><p>目次です。</p></body></html>"),
        (
            "OEBPS/Text/二.xhtml",
            "<html><head><title/></head><body><h1>二章</h1><p>ここは二章。</p></body></html>",
        ),
        (
            "a.xhtml",
            "<html><body><h1>一章</h1><p>流出した<a epub:type=\"noteref\" href=\"#n\">1</a>。</p><p>1. 注です。<a>↩︎</a></p></body></html>",
        ),
    ];
    zipped(&[&fixed[..], parts].concat())
}

fn text(page: &Page) -> Vec<&str> {
    page.lines.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn chapters_are_read_in_the_order_of_the_spine() {
    let page = page(&book(&[])).expect("a book");
    assert_eq!(page.title.as_deref(), Some("盗難の記録"));
    assert_eq!(page.url.as_deref(), Some("https://a.example/book"));
    assert_eq!(page.published.map(|date| date.to_string()).as_deref(), Some("2024-05-01"));
    assert_eq!(text(&page), ["一章", "流出した※1。", "1. 注です。", "二章", "ここは二章。"]);
}

#[test]
fn a_book_of_pandoc_is_read() {
    let page = page(PANDOC).expect("a book");
    assert_eq!(page.title.as_deref(), Some("町立図書館の個人情報流出を振り返って"));
    let lines = text(&page);
    assert!(lines.contains(&"貸出の題名\t5,120冊"), "{lines:#?}");
    let headings: Vec<_> = page.lines.iter().filter_map(|line| line.heading).collect();
    assert_eq!(headings, [1, 1, 1, 2, 2, 1]);
}

#[test]
fn what_cannot_be_read_is_refused_with_what_to_do() {
    let locked = "<e><CipherReference URI=\"a.xhtml\"/></e>";
    let bytes = book(&[("META-INF/encryption.xml", locked)]);
    assert!(page(&bytes).is_err_and(|reason| reason.starts_with("is protected against copying")));
    let fonts = "<e><CipherReference URI=\"OEBPS/font.otf\"/></e>";
    assert!(page(&book(&[("META-INF/encryption.xml", fonts)])).is_ok());
    assert!(page(&zipped(&[("mimetype", "application/epub+zip")])).is_err());
}

#[test]
fn empty_elements_are_closed() {
    fn check(xhtml: &str, expected: &str) {
        assert_eq!(closed(xhtml), expected);
    }
    check("<title/>a<br/>b<a id=\"x\" />", "<title></title>a<br/>b<a id=\"x\" ></a>");
    check("a /> b", "a /> b");
    check("<p>x</p> /> b", "<p>x</p> /> b");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = PANDOC.to_vec();
        for (at, byte) in &flips {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let _ = page(&bytes);
    }

    #[test]
    fn no_markup_panics(xhtml in "(<|/>|>|a|br|title|noteref\"|type=\"noteref\"| |あ|%|\"){0,40}") {
        let _ = marked(&closed(&xhtml));
        let _ = unescaped(&xhtml);
    }
}
