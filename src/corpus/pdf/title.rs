//! The title of a document: what is set largest, or what the document calls itself.

use super::file::File;
use super::object::text;
use crate::corpus::page::Line;
use crate::corpus::text::is_telling;

/// What the document calls itself, if that is more than the name of a file.
pub(super) fn given(file: &File<'_>) -> Option<String> {
    let title = file.value(file.info(), "Title")?;
    good(&text(title.string()?))
}

/// The best of both; `None` leaves it to the first lines.
pub(super) fn choose(
    given: Option<String>,
    largest: Option<String>,
    lines: &[Line],
) -> Option<String> {
    let telling = |title: &String| is_telling(title);
    let head = lines.iter().filter(|line| !line.text.is_empty()).take(8);
    let from_lines = head.map(|line| line.text.as_str()).any(is_telling);
    let best = largest.clone().filter(telling).or_else(|| given.clone().filter(telling));
    match best {
        Some(title) => Some(title),
        None if from_lines => None,
        None => largest.or(given),
    }
}

/// A title that a person gave: not what programs put there unasked.
fn good(title: &str) -> Option<String> {
    const NAMELESS: &[&str] = &[
        "untitled",
        "無題",
        "名称未設定",
        "document",
        "文書",
        "スライド",
        "slide",
        "powerpoint",
        "microsoft",
        "about:blank",
        "book",
        "sheet",
        "タイトル",
        "title",
        "印刷",
    ];
    const ENDINGS: &[&str] = &[
        ".doc", ".docx", ".pdf", ".xls", ".xlsx", ".ppt", ".pptx", ".jtd", ".rtf", ".odt", ".indd",
        ".ai", ".html", ".htm", ".txt", ".tif", ".eps", ".dvi", ".tex",
    ];
    let title = crate::corpus::clean::one_line(title);
    let lower = title.to_lowercase();
    let nameless = NAMELESS.iter().any(|start| lower.starts_with(start));
    let file = ENDINGS.iter().any(|end| lower.ends_with(end));
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    (!nameless && !file && letters >= 4 && title.chars().count() <= 120).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_programs_give_are_none() {
        let rows = [
            ("個人情報の紛失に関するお詫び", true),
            ("Notice of data breach", true),
            ("Microsoft Word - 0401お詫び.docx", false),
            ("20240401_press.indd", false),
            ("untitled", false),
            ("無題ドキュメント", false),
            ("PowerPoint プレゼンテーション", false),
            ("2024-04-01", false),
            ("", false),
        ];
        for (title, wanted) in rows {
            assert_eq!(good(title).is_some(), wanted, "{title}");
        }
    }

    #[test]
    fn the_title_that_tells_most_is_chosen() {
        let check = |given: &str, largest: &str, line: &str, wanted: Option<&str>| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let title = choose(some(given), some(largest), &[Line::plain(line)]);
            assert_eq!(title.as_deref(), wanted, "{given}/{largest}/{line}");
        };
        let telling = "不正アクセスに関するお知らせ";
        check("会社案内", telling, "", Some(telling));
        check(telling, "霧原商事株式会社", "", Some(telling));
        check("", "霧原商事株式会社", telling, None);
        check("霧原通信", "", "本日のこと", Some("霧原通信"));
        check("霧原通信", "春の号", "本日のこと", Some("春の号"));
        check("", "", "本日のこと", None);
    }
}
