//! Plain text: its lines, and which of them is the title.

use super::clean::one_line;
use super::page::{Line, Page};
use super::split;
use crate::report::{Date, is_menu};

/// How many lines with text, from the top and menus not counted, may hold the title.
const HEAD: usize = 12;

/// Characters a title has at most.
const LONGEST_TITLE: usize = 100;

/// The lines of a cleaned text.
pub(super) fn lines(text: &str) -> Vec<Line> {
    text.split('\n').map(Line::plain).collect()
}

/// A title, and the date of publication if it holds one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) published: Option<Date>,
}

/// The title of a page: what its metadata says, else the best of its first lines.
///
/// A series mark (【セキュリティ事件簿#2023-018】) is taken off it, and the date after the name.
pub(super) fn title(page: &Page) -> Title {
    let given = page.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let text = given.or_else(|| found(&page.lines)).unwrap_or_default();
    match split::series_heading(&text) {
        Some(heading) => Title { text: heading.title, published: heading.published },
        None => Title { text, published: None },
    }
}

/// The line, or the lines one title is wrapped over, that serve as the title.
///
/// First choice is a line that stands twice in a row (pages repeat the title under the site's
/// name), then one that says what such titles say (お詫び, お知らせ, について …), then the first
/// that is no sentence, date, addressee or question.
fn found(lines: &[Line]) -> Option<String> {
    let head: Vec<&str> = lines
        .iter()
        .map(|line| line.text.as_str())
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .filter(|text| !is_menu(text))
        .take_while(|text| !is_sentence(text))
        .take(HEAD)
        .collect();
    let repeated = head
        .windows(2)
        .find(|pair| pair[0] == pair[1] && is_title_like(pair[0]) && pair[0].chars().count() >= 8)
        .map(|pair| one_line(pair[0]));
    repeated
        .or_else(|| telling(&head))
        .or_else(|| head.iter().find(|text| is_title_like(text)).map(|text| one_line(text)))
}

/// The first line with a title's words, together with the lines before it that it ends.
fn telling(head: &[&str]) -> Option<String> {
    let end = head.iter().position(|text| {
        is_title_like(text) && TITLE_WORDS.iter().any(|word| text.contains(word))
    })?;
    let mut start = end;
    while start > 0 && is_title_like(head[start - 1]) && is_unfinished(head[start - 1]) {
        start -= 1;
    }
    // The title may go on: 「…に関する」 / 「お詫びとお知らせ」.
    let mut last = end;
    while last + 1 < head.len() && is_unfinished(head[last]) && is_title_like(head[last + 1]) {
        last += 1;
    }
    let title = head.get(start..=last)?.concat();
    (title.chars().count() <= 2 * LONGEST_TITLE).then(|| one_line(&title))
}

const TITLE_WORDS: &[&str] = &[
    "お詫び",
    "おわび",
    "お知らせ",
    "おしらせ",
    "ご報告",
    "ご案内",
    "ご説明",
    "について",
    "につきまして",
    "に関する",
    "に係る",
    "Q&A",
    "Ｑ＆Ａ",
    "Q＆A",
    "FAQ",
    "質問",
    "漏えい",
    "漏洩",
    "流出",
    "不正アクセス",
    "紛失",
    "まとめ",
    "事例",
    "事件",
    "事故",
    "発覚",
    "被害",
    "攻撃",
    "第2報",
    "第二報",
    "続報",
    "最終報",
];

/// Whether a line says what titles of notices say.
pub(super) fn is_telling(text: &str) -> bool {
    text.chars().count() >= 8
        && is_title_like(text)
        && TITLE_WORDS.iter().any(|word| text.contains(word))
}

fn is_title_like(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    let addressee =
        ["各位", "皆様", "皆さま", "皆さん", "御中", "様へ", "さまへ", "皆様へ", "皆さまへ"];
    let labels =
        ["記", "目次", "PRESS RELEASE", "NEWS RELEASE", "ニュースリリース", "プレスリリース"];
    (2..=LONGEST_TITLE).contains(&length)
        && !is_sentence(text)
        && !is_menu(text)
        && !addressee.iter().any(|ending| text.ends_with(ending))
        && !labels.contains(&text)
        && !is_question_mark(text)
        && !is_date(text)
        && !text.starts_with("http")
        && !text.starts_with("TEL")
        && !text.starts_with('〒')
        && text.chars().any(char::is_alphabetic)
}

fn is_sentence(text: &str) -> bool {
    text.ends_with(['。', '．']) || text.contains("。") || text.chars().count() > 2 * LONGEST_TITLE
}

/// `Q1`, `Ｑ．`, `Q 何が…`: the mark of a question.
fn is_question_mark(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('Q' | 'Ｑ'))
        && chars
            .next()
            .is_none_or(|c| c.is_whitespace() || c.is_numeric() || ".．:：、".contains(c))
}

/// A line that is little more than a date.
fn is_date(text: &str) -> bool {
    let folded = super::published::folded(text);
    super::published::dates(&folded).first().is_some_and(|(range, _)| {
        let rest = folded.chars().filter(|c| c.is_alphanumeric()).count();
        let date = folded
            .get(range.clone())
            .map_or(0, |date| date.chars().filter(|c| c.is_alphanumeric()).count());
        range.start == 0 && rest <= date + 8 && text.chars().count() < 30
    })
}

/// Whether a line breaks off where a title would go on.
fn is_unfinished(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "による",
        "における",
        "に関する",
        "に係る",
        "に伴う",
        "への",
        "および",
        "及び",
        "ならびに",
        "の",
        "と",
        "、",
    ];
    let open = text.matches(['「', '『', '（', '(']).count();
    let closed = text.matches(['」', '』', '）', ')']).count();
    open > closed || ENDS.iter().any(|end| text.ends_with(end))
}

#[cfg(test)]
mod tests;
