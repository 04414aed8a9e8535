//! A page to reports: digests of many incidents are cut at their headings, everything else stays one.
//!
//! A page is cut only where at least two headings of one pattern each name an incident. Such a
//! heading is a series mark (`【セキュリティ事件簿#2023-018】組織 題名 2023年1月11日`), a date with
//! an organisation (`■ 2023年5月 株式会社…`, `## 株式会社…（2023年5月12日）`, and under a title with
//! the year `## 7月4日 株式会社…`), or, on a page whose
//! title says that it is a digest, an organisation alone on an emphasised line. Sections of one
//! notice (`1.経緯`, `Q1`, `◆…について`, entries of a timeline) never are.
//!
//! What stands before the first heading (blog furniture, an introduction) and after a closing
//! heading (`まとめ`, `関連記事`) belongs to no incident and is dropped. Where entries make up less
//! than half of the page it is an article with examples, and stays whole.

mod heading;
mod name;

use super::page::{EMPHASISED, Line, Page, Part, joined};
use super::published::{dates, folded};
use super::text;

pub(super) use heading::series_heading;
use heading::{Heading, Pattern};
pub(super) use name::is_organisation;

/// Characters of body below which a heading names no report, unless it bears a series mark.
const SHORTEST_BODY: usize = 40;

/// The reports of a page, in its order; never none.
pub(super) fn parts(page: &Page) -> Vec<Part> {
    let digest = says_digest(page);
    let patterns = patterns(&page.lines, digest, year(page).filter(|_| digest));
    let best = patterns.into_iter().max_by_key(|entries| entries.len());
    match best {
        Some(entries) => entries.iter().map(|entry| part_of(entry, &page.lines)).collect(),
        None => vec![single(page)],
    }
}

/// A heading, and the lines of its report.
#[derive(Debug, Clone)]
struct EntryLines {
    heading: Heading,
    /// Index of the heading's line.
    start: usize,
    /// One past the last line.
    end: usize,
}

fn single(page: &Page) -> Part {
    let title = text::title(page);
    Part {
        published: page.published.or(title.published),
        text: joined(&title.text, &page.lines),
        title: title.text,
    }
}

/// The heading becomes the title; its line as written stays below, for the mark and the date in it.
fn part_of(entry: &EntryLines, lines: &[Line]) -> Part {
    let title = entry.heading.title.clone();
    let lines = lines.get(entry.start..entry.end).unwrap_or_default();
    Part { text: joined(&title, lines), title, published: entry.heading.published }
}

fn says_digest(page: &Page) -> bool {
    const WORDS: &[&str] = &[
        "まとめ",
        "一覧",
        "事例",
        "ダイジェスト",
        "事件簿",
        "週報",
        "月報",
        "ニュース",
        "インシデント情報",
        "ラウンドアップ",
        "ウォッチ",
        "の記録",
        "通信",
        "だより",
        "事故・事件",
        "事件・事故",
        "日誌",
        "手帖",
        "週間",
        "月間",
        "今週の",
        "今月の",
        "速報集",
        "総覧",
        "リスト",
        "クリップ",
        "トピックス",
        "振り返り",
        "ふりかえり",
        "動き",
        "短信",
        "拾い読み",
        "スクラップ",
        "出来事",
        "回顧",
        "備忘",
        "月次",
        "週次",
        "前半",
        "後半",
        "上旬",
        "中旬",
        "下旬",
        "週",
    ];
    let head = page.lines.iter().map(|line| &line.text).filter(|text| !text.is_empty()).take(2);
    page.title.iter().chain(head).any(|text| WORDS.iter().any(|word| text.contains(word)))
}

/// The year that the page's title names.
fn year(page: &Page) -> Option<i16> {
    let first = page.lines.iter().map(|line| &line.text).find(|text| !text.is_empty());
    let mut titles = page.title.iter().chain(first);
    titles.find_map(|title| dates(&folded(title)).first().map(|(_, date)| date.year()))
}

/// The ways to cut the page, one for each pattern of headings that makes a digest of it.
fn patterns(lines: &[Line], digest: bool, year: Option<i16>) -> Vec<Vec<EntryLines>> {
    let headings: Vec<(usize, Heading)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            Some((index, heading::of(line, lines.get(index + 1..)?, year)?))
        })
        .collect();
    let mut seen: Vec<&Pattern> = Vec::new();
    for (_, heading) in &headings {
        if !seen.contains(&&heading.pattern) {
            seen.push(&heading.pattern);
        }
    }
    seen.into_iter()
        .filter_map(|pattern| {
            let mut same: Vec<_> =
                headings.iter().filter(|(_, heading)| heading.pattern == *pattern).collect();
            if matches!(pattern, Pattern::Series(_)) {
                drop_links(&mut same, lines);
            }
            let entries = entries(&same, lines);
            makes_digest(pattern, &entries, lines, digest).then_some(entries)
        })
        .collect()
}

/// Drops headings of a series that only link to entries: those with a bullet, and those right below one another.
fn drop_links(headings: &mut Vec<&(usize, Heading)>, lines: &[Line]) {
    let starts: Vec<usize> = headings.iter().map(|(start, _)| *start).collect();
    let is_bulleted =
        |line: &Line| line.heading.is_none() && line.text.starts_with(['・', '•', '‣']);
    let is_heading = |line: usize| starts.binary_search(&line).is_ok();
    headings.retain(|(start, _)| {
        let is_listed = is_heading(start + 1) || start.checked_sub(1).is_some_and(is_heading);
        !is_listed && !lines.get(*start).is_some_and(is_bulleted)
    });
}

/// Headings with the body that follows each; those without one are left to the entry before.
fn entries(headings: &[&(usize, Heading)], lines: &[Line]) -> Vec<EntryLines> {
    let mut entries = Vec::new();
    for (place, (start, heading)) in headings.iter().enumerate() {
        let next = headings.get(place + 1).map_or(lines.len(), |(next, _)| *next);
        let end = match headings.get(place + 1) {
            Some(_) => next,
            None => closing(*start, lines).unwrap_or(next),
        };
        let least = if matches!(heading.pattern, Pattern::Series(_)) { 1 } else { SHORTEST_BODY };
        if chars(lines.get(start + 1..end).unwrap_or_default()) >= least {
            entries.push(EntryLines { heading: heading.clone(), start: *start, end });
        }
    }
    entries
}

/// Where the last entry ends because the page itself comes to its close.
fn closing(start: usize, lines: &[Line]) -> Option<usize> {
    const CLOSINGS: &[&str] = &[
        "まとめ",
        "おわりに",
        "終わりに",
        "最後に",
        "さいごに",
        "関連記事",
        "関連リンク",
        "編集後記",
        "参考",
        "出典",
        "カテゴリ",
        "アーカイブ",
        "プロフィール",
        "人気の投稿",
        "次の投稿",
        "前の投稿",
        "ラベル",
        "コメントを投稿",
    ];
    let level = lines.get(start)?.heading;
    let after = lines.iter().enumerate().skip(start + 1);
    after
        .filter(|(_, line)| {
            let bare = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
            let short = line.text.chars().count() <= 20;
            let ranks = match (level, line.heading) {
                (Some(entry), Some(other)) => other <= entry,
                (Some(_), None) => false,
                (None, _) => true,
            };
            short && ranks && CLOSINGS.iter().any(|word| bare.starts_with(word))
        })
        .map(|(index, _)| index)
        .next()
}

fn makes_digest(pattern: &Pattern, entries: &[EntryLines], lines: &[Line], digest: bool) -> bool {
    let mut organisations: Vec<&str> =
        entries.iter().filter_map(|entry| entry.heading.organisation.as_deref()).collect();
    organisations.sort_unstable();
    organisations.dedup();
    let different = organisations.len();
    let enough = match pattern {
        Pattern::Series(_) => entries.len() >= 2,
        Pattern::Dated { mark: None, level: None, .. } if !digest => different >= 3,
        Pattern::Dated { .. } => different >= 2,
        Pattern::Named { .. } => {
            digest
                && different >= 3
                && entries.iter().all(|entry| {
                    let body = lines.get(entry.start + 1..entry.end).unwrap_or_default();
                    body.iter().any(|line| line.text.contains('。'))
                })
        }
    };
    let covered: usize = entries
        .iter()
        .map(|entry| chars(lines.get(entry.start..entry.end).unwrap_or_default()))
        .sum();
    let series = matches!(pattern, Pattern::Series(_));
    entries.len() >= 2 && enough && (series || covered * 2 >= chars(lines))
}

fn chars(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.text.chars().filter(|c| !c.is_whitespace()).count()).sum()
}

#[cfg(test)]
mod tests;
