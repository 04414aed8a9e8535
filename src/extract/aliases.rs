//! Short names that a text defines: 株式会社甲(以下「甲社」といいます).

use std::ops::Range;

use memchr::memmem::{self, Finder};
use regex::Regex;

use crate::report::Alias;

use super::name_shape::is_name_char;
use super::names::NameFinder;
use super::page::Page;
use super::service::without_address;

/// Most definitions of a page.
const MOST: usize = 100;

/// Words behind a comma that lead to a short name without a bracket.
const LEADS: [&str; 3] = [HEREAFTER, "本書では", "本稿では"];

/// Finds definitions of short names.
#[derive(Debug)]
pub(super) struct AliasFinder {
    hereafter: Finder<'static>,
    /// The short name behind 以下 in a bracket.
    in_bracket: Option<Regex>,
    /// The short name behind one of [`LEADS`].
    behind_comma: Option<Regex>,
}

/// The word that every sentence with a definition holds.
const HEREAFTER: &str = "以下";

/// Most characters between a bracket and 以下.
const LONGEST_PREFACE: usize = 80;

/// A place where a definition may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Opening {
    /// The bracket or the comma.
    start: usize,
    /// What stands behind the word that leads to the short name.
    behind: usize,
    is_comma: bool,
}

/// A short name, what it stands for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    /// The short name and the full one, as displayed.
    pub(super) alias: Alias,
    /// The short name folded.
    pub(super) folded: String,
    /// The full name folded.
    pub(super) folded_name: String,
    /// Sentence that defines it.
    pub(super) sentence: usize,
    /// Whether a name in the full one bears a legal form.
    pub(super) is_company: bool,
}

impl AliasFinder {
    pub(super) fn new() -> Self {
        // Either 「X」 follows 以下, or a bare word before という or the closing bracket; other words
        // may stand before 以下. Without brackets, a comma or を leads to 以下 and 「X」 follows.
        let in_bracket = Regex::new(concat!(
            "^[、,は:]?\\s*(?:(?:単に|総称して|合わせて|あわせて|併せて|まとめて|これを|総じて)[、,]?)?\\s*(?:[「『\"“]([^「」『』\"”\n]{1,24})[」』\"”]",
            "|([^「」()、。\n]{1,16}?)(?:と(?:いい|いう|言|呼|しま|称|略|表記|す)|という|\\)))",
        ));
        let behind_comma = Regex::new("^[、,は]?\\s*「([^「」\n]{1,24})」(?:と|。|、)");
        Self {
            hereafter: Finder::new(HEREAFTER),
            in_bracket: in_bracket.ok(),
            behind_comma: behind_comma.ok(),
        }
    }

    /// The definitions of a page in reading order.
    pub(super) fn find(&self, page: &Page<'_>, names: &NameFinder) -> Vec<Definition> {
        let mut found: Vec<Definition> = Vec::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            if self.hereafter.find(text.as_bytes()).is_none() {
                continue;
            }
            for (start, short) in self.definitions(text) {
                let word = text.get(short.clone()).unwrap_or_default();
                if is_editorial(word) {
                    continue;
                }
                let Some(full) = full_name(text, start, names) else { continue };
                let name = text.get(full.clone()).unwrap_or_default();
                let full = full.start..full.start + without_address(name).len();
                let at = sentence.range.start;
                let display =
                    |range: Range<usize>| tidy(page.original(at + range.start..at + range.end));
                let alias = Alias { alias: display(short.clone()), name: display(full.clone()) };
                if found.len() >= MOST {
                    return found;
                }
                let is_new = found.iter().all(|known| known.alias.alias != alias.alias);
                if is_new
                    && alias.alias != alias.name
                    && !alias.alias.is_empty()
                    && !alias.name.is_empty()
                {
                    let name = text.get(full).unwrap_or_default();
                    found.push(Definition {
                        alias,
                        folded: word.to_owned(),
                        folded_name: name.to_owned(),
                        sentence: number,
                        is_company: names.find(name).iter().any(|name| name.is_legal),
                    });
                }
            }
        }
        found
    }

    /// Where definitions begin in a sentence, each with its short name.
    fn definitions(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let mut end = 0;
        for opening in self.openings(text) {
            if opening.start < end {
                continue;
            }
            let form = if opening.is_comma { &self.behind_comma } else { &self.in_bracket };
            let rest = text.get(opening.behind..).unwrap_or_default();
            let captures = form.as_ref().and_then(|form| form.captures(rest));
            let Some(captures) = captures else { continue };
            let short = captures.iter().skip(1).flatten().next();
            let (Some(whole), Some(short)) = (captures.get(0), short) else { continue };
            end = opening.behind + whole.end();
            found.push((
                opening.start,
                opening.behind + short.start()..opening.behind + short.end(),
            ));
        }
        found
    }

    /// Where definitions may begin, in order.
    fn openings(&self, text: &str) -> Vec<Opening> {
        let mut openings = Vec::new();
        for at in self.hereafter.find_iter(text.as_bytes()) {
            let head = text.get(..at).unwrap_or_default();
            let start = head.rfind(['(', ')', '\n']).filter(|start| {
                head.get(*start..).is_some_and(|preface| {
                    preface.starts_with('(') && preface.chars().nth(LONGEST_PREFACE + 1).is_none()
                })
            });
            let behind = at + HEREAFTER.len();
            openings.extend(start.map(|start| Opening { start, behind, is_comma: false }));
        }
        for lead in LEADS {
            for at in memmem::find_iter(text.as_bytes(), lead) {
                let head = text.get(..at).unwrap_or_default();
                let comma = head.chars().next_back().filter(|c| matches!(c, '、' | ',' | 'を'));
                openings.extend(comma.map(|comma| Opening {
                    start: at - comma.len_utf8(),
                    behind: at + lead.len(),
                    is_comma: true,
                }));
            }
        }
        openings.sort_unstable();
        openings
    }
}

/// Whether a bracket says (以下略), (以下同じ) and defines nothing.
fn is_editorial(short: &str) -> bool {
    let short = short.trim();
    ["略", "省略", "同じ", "同様", "参照", "同", "のとおり", "の通り", "同文"].contains(&short)
        || short.ends_with(['を', 'に', 'の', 'は', 'が'])
}

/// The thing that a bracket explains: a name or a quoted title; other nouns are no names.
fn full_name(text: &str, bracket: usize, names: &NameFinder) -> Option<Range<usize>> {
    let head = text.get(..bracket)?;
    let from = head.floor_char_boundary(head.len().saturating_sub(240));
    let near = head.get(from..)?;
    if let Some(name) = names.find(near).pop().filter(|name| name.range.end == near.len()) {
        return Some(from + name.range.start..from + name.range.end);
    }
    if let Some(open) = near.strip_suffix(['」', '』']).and_then(|body| body.rfind(['「', '『']))
    {
        let start = from + open + '「'.len_utf8();
        return Some(start..bracket - '」'.len_utf8());
    }
    // 「甲.com(以下、本サイト)」: the bracket stands inside the quoted name.
    let open = near
        .rfind(['「', '『'])
        .filter(|open| near.rfind(['」', '』']).is_none_or(|close| close < *open));
    if let Some(open) = open {
        let start = from + open + '「'.len_utf8();
        let inside = text.get(start..bracket)?;
        let is_name = (2..=40).contains(&inside.chars().count()) && !inside.contains(['、', '。']);
        return is_name.then_some(start..bracket);
    }
    compound(near).map(|length| bracket - length..bracket)
}

/// Length of the compound noun at the end of a text that a short name may stand for: 来店予約システム.
///
/// Words for anybody and anything (事業者, お客様) are no names.
fn compound(head: &str) -> Option<usize> {
    let mut length = 0;
    for c in head.chars().rev().take(30) {
        let at = head.len() - length - c.len_utf8();
        let is_dot = length > 0
            && c == '・'
            && head
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_some_and(is_name_char);
        if !(is_name_char(c) || is_dot) {
            break;
        }
        length += c.len_utf8();
    }
    let name = head.get(head.len() - length..)?;
    let before = head.get(..head.len() - length)?;
    let anybody = [
        "者",
        "方",
        "方々",
        "様",
        "会社",
        "企業",
        "業者",
        "情報",
        "データ",
        "資料",
        "書類",
        "事案",
        "事象",
        "事故",
        "名簿",
        "もの",
        "一部",
        "期間",
        "日",
        "月",
        "時点",
        "サーバー",
        "サーバ",
        "パソコン",
        "端末",
        "社員",
        "職員",
        "従業員",
        "会員",
        "顧客",
        "件",
        "名",
        "年",
        "等",
        "メール",
        "ファイル",
        "リスト",
        "団体",
        "問題",
        "本件",
        "行為",
        "攻撃",
    ];
    // 借りていた端末: what a clause describes is no name.
    let is_described = before.ends_with(['た', 'る', 'な']);
    let is_anything = anybody.iter().any(|end| name.ends_with(end));
    ((4..=24).contains(&name.chars().count()) && !is_described && !is_anything).then_some(length)
}

/// A name for display: without readings, line breaks, and the space after a legal form.
pub(super) fn tidy(name: &str) -> String {
    if !name.contains(char::is_whitespace) {
        return name.to_owned();
    }
    let mut tidied: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    for form in ["株式会社", "有限会社", "合同会社", "法人"] {
        tidied = tidied.replace(&format!("{form} "), form);
    }
    for form in ["株式会社", "有限会社", "合同会社"] {
        if tidied.ends_with(form) {
            tidied = tidied.replace(&format!(" {form}"), form);
        }
    }
    tidied
}
