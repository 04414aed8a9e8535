use proptest::prelude::*;

use super::*;
use crate::corpus::archive::tests::zipped;
use crate::corpus::page::Line;

const LIBREOFFICE: &[u8] = include_bytes!("../../../tests/it/formats/notice.odt");

fn shown(lines: &[Line]) -> Vec<String> {
    let lines = lines.iter().filter(|line| !line.text.is_empty());
    lines
        .map(|line| match line.heading {
            Some(level) => format!("{level} {}", line.text),
            None => line.text.clone(),
        })
        .collect()
}

fn document(text: &str) -> Vec<u8> {
    let styles = r#"<office:document-styles><office:styles>
        <style:style style:name="Title" style:display-name="表題"/>
        <style:style style:name="Heading_20_1" style:default-outline-level="1"/>
        <style:style style:name="Contents_20_1" style:display-name="Contents 1"/>
        </office:styles></office:document-styles>"#;
    let content = format!(
        r#"<office:document-content><office:automatic-styles>
        <style:style style:name="P1" style:parent-style-name="Title"/>
        <style:style style:name="P2"><style:text-properties style:font-weight-asian="bold"/></style:style>
        <text:list-style style:name="L1">
        <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
        <text:list-level-style-number text:level="2" style:num-format="ア, イ, ウ, ..." text:display-levels="2"/>
        </text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>
        </office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("styles.xml", styles),
        ("content.xml", &content),
        ("meta.xml", "<m><dc:title>無題 1</dc:title></m>"),
    ])
}

#[test]
fn a_document_is_what_its_reader_sees() {
    fn check(text: &str, expected: &[&str]) {
        let page = page(&document(text)).expect(text);
        assert_eq!(shown(&page.lines), expected, "{text}");
    }
    check("<text:h text:outline-level=\"3\">経緯</text:h>", &["3 経緯"]);
    check("<text:p text:style-name=\"P1\">お詫び</text:p>", &["1 お詫び"]);
    check("<text:p text:style-name=\"Heading_20_1\">経緯</text:p>", &["1 経緯"]);
    check("<text:p text:style-name=\"P2\">強い行</text:p>", &["7 強い行"]);
    check("<text:p text:style-name=\"Contents_20_1\">経緯 3</text:p>", &[]);
    check(
        "<text:p>一\n  二<text:s text:c=\"2\"/>三<text:tab/>四<text:line-break/>五</text:p>",
        &["一 二  三\t四", "五"],
    );
    check(
        "<text:p><text:ruby><text:ruby-base>漏洩</text:ruby-base><text:ruby-text>ろうえい</text:ruby-text></text:ruby>した</text:p>",
        &["漏洩した"],
    );
    check(
        "<text:p>本文<office:annotation><text:p>覚え</text:p></office:annotation>。</text:p>",
        &["本文。"],
    );
    check(
        "<text:tracked-changes><text:p>消した</text:p></text:tracked-changes><text:p>残る</text:p>",
        &["残る"],
    );
    check(
        "<text:p>甲<text:note><text:note-citation>9</text:note-citation><text:note-body><text:p>注。</text:p></text:note-body></text:note>。</text:p>",
        &["甲※1。", "※1 注。"],
    );
    check(
        "<text:p>前<draw:frame><draw:text-box><text:p>囲み</text:p></draw:text-box><svg:title>絵</svg:title></draw:frame>後</text:p>",
        &["前後", "囲み"],
    );
    check(
        "<table:table><table:table-row><table:table-cell><text:p>氏名</text:p></table:table-cell>\
         <table:table-cell><text:p>3件</text:p></table:table-cell></table:table-row></table:table>",
        &["氏名\t3件"],
    );
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let list = |style: &str, items: &str| {
        format!("<text:list text:style-name=\"{style}\">{items}</text:list>")
    };
    let inner = format!(
        "<text:list-item><text:p>二</text:p><text:list>{}</text:list></text:list-item>",
        item("子")
    );
    check(
        &list("L1", &(item("一") + &inner + &item("三"))),
        &["1. 一", "2. 二", "2.ア 子", "3. 三"],
    );
    check(&(list("L1", &item("一")) + &list("L1", &item("又"))), &["1. 一", "1. 又"]);
    let goes_on = list("L1", &item("又"))
        .replace("<text:list ", "<text:list text:continue-numbering=\"true\" ");
    check(&(list("L1", &item("一")) + &goes_on), &["1. 一", "2. 又"]);
    check(&list("L2", &item("点")), &["・点"]);
    check(&list("L9", &item("点")), &["点"]);
}

#[test]
fn a_document_of_libreoffice_is_read() {
    let page = page(LIBREOFFICE).expect("a document");
    assert_eq!(page.title.as_deref(), Some("業務用パソコンの盗難に関するお詫びとお知らせ"));
    assert_eq!(
        shown(&page.lines),
        [
            "2024年3月4日",
            "お客様各位",
            "1 業務用パソコンの盗難に関するお詫びとお知らせ",
            "医療法人瑠璃会",
            "1 経緯",
            "本年2月27日、訪問看護に用いていたノートパソコン1台が、職員の自動車から窃取されました※1。\
             端末の内蔵ディスクは暗号化されていませんでした。",
            "同日中に最寄りの警察署へ被害届を提出し、遠隔での消去を試みましたが、端末は一度も通信網につながっておりません。",
            "専用窓口は瑠璃会事務局です。",
            "2 端末に保存されていた情報",
            "利用者の氏名と病名\t214名分",
            "訪問の記録\t1,906件",
            "1 再発防止策",
            "（1） 端末を車内に残すことを禁じます。",
            "（2） すべての端末のディスクを暗号化いたします。",
            "・受付時間は平日の10時から16時までです。",
            "7 医療法人瑠璃会 理事長",
            "※1 自動車は施錠されていました。",
        ]
    );
}

#[test]
fn a_locked_document_is_refused() {
    let manifest = "<m><manifest:encryption-data/></m>";
    let bytes = zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}")]);
    assert_eq!(page(&bytes).expect_err("locked"), "is locked with a password; save it without one");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = LIBREOFFICE.to_vec();
        for (at, byte) in &flips {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let _ = page(&bytes);
    }
}
