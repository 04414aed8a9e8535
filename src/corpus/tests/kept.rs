//! What is kept of texts and of what metadata say.

use super::*;

#[test]
fn text_is_cleaned_of_what_could_harm() {
    fn check(raw: &str, expected: &str) {
        assert_eq!(clean::clean(raw), expected, "{raw:?}");
    }
    check("一\r\n二\r三\u{2028}四\u{85}五", "一\n二\n三\n四\n五");
    check("\u{1B}[31m赤\u{7}\u{9B}\u{0}\u{7F}", "[31m赤");
    check("\u{202E}逆\u{202C}\u{2066}隔\u{2069}\u{200F}\u{61C}", "逆隔");
    check("\u{FEFF}見\u{200B}え\u{2060}な\u{AD}い\u{E0041}", "見えない");
    check("表\tの\u{A0}列\u{3000}", "表\tの 列\u{3000}");
    check("髙\u{FE00}👨\u{200D}👩", "髙\u{FE00}👨\u{200D}👩");
}

#[test]
fn dates_of_metadata_are_read() {
    fn check(value: &str, expected: Option<&str>) {
        assert_eq!(
            published::date_of(value).map(|date| date.to_string()).as_deref(),
            expected,
            "{value}"
        );
    }
    check("2024-03-05", Some("2024-03-05"));
    check("2024-03-05T10:00:00+09:00", Some("2024-03-05"));
    check("2024-03-05 10:00", Some("2024-03-05"));
    check("2024/3/5", Some("2024-03-05"));
    check("2024年3月5日（火）", Some("2024-03-05"));
    check("２０２４年３月", Some("2024-03"));
    check("令和元年5月1日", Some("2019-05-01"));
    check("平成31年4月30日", Some("2019-04-30"));
    check("2024", Some("2024"));
    check("2024-02-30", None);
    check("1709600000", None);
    check("yesterday", None);
    check("", None);
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(
        format in prop::sample::select(vec!["txt", "md", "html", "json", "jsonl"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        read_all(&[(&format!("a.{format}"), &bytes)]);
    }

    #[test]
    fn no_json_makes_it_panic(
        text in "([\\[\\]{}\",:\\\\ \n]|\\\\u[dD][89a-f][0-9a-f]{0,2}|\"text\":|\"id\":|あ|1){0,60}",
    ) {
        read_all(&[("a.json", text.as_bytes()), ("b.jsonl", text.as_bytes())]);
    }
}
