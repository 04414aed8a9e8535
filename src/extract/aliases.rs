//! Short names that a text defines: 株式会社甲(以下「甲社」といいます).

use regex::Regex;

use crate::report::Alias;

use super::name_shape::is_name_char;
use super::names::NameFinder;
use super::page::Page;
use super::service::without_address;

/// Most definitions of a page.
const MOST: usize = 100;

/// Finds definitions of short names.
#[derive(Debug)]
pub(super) struct AliasFinder {
    definition: Option<Regex>,
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
}

impl AliasFinder {
    pub(super) fn new() -> Self {
        // Either 「X」 follows 以下, or a bare word before という or the closing bracket; other words
        // may stand before 以下. Without brackets, a comma or を leads to 以下 and 「X」 follows.
        let definition = Regex::new(concat!(
            "\\(([^()\n]{0,80}?)以下[、,は:]?\\s*(?:(?:単に|総称して|合わせて|あわせて|併せて|まとめて|これを|総じて)[、,]?)?\\s*(?:[「『\"“]([^「」『』\"”\n]{1,24})[」』\"”]",
            "|([^「」()、。\n]{1,16}?)(?:と(?:いい|いう|言|呼|しま|称|略|表記|す)|という|\\)))",
            "|[、,を](?:以下|本書では|本稿では)[、,は]?\\s*「([^「」\n]{1,24})」(?:と|。|、)",
        ));
        Self { definition: definition.ok() }
    }

    /// The definitions of a page in reading order.
    pub(super) fn find(&self, page: &Page<'_>, names: &NameFinder) -> Vec<Definition> {
        let Some(definition) = &self.definition else { return Vec::new() };
        let mut found: Vec<Definition> = Vec::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            if !text.contains("以下") {
                continue;
            }
            for captures in definition.captures_iter(text) {
                let Some(short) = [2, 3, 4].into_iter().find_map(|group| captures.get(group))
                else {
                    continue;
                };
                let Some(bracket) = captures.get(0) else { continue };
                if is_editorial(short.as_str()) {
                    continue;
                }
                let Some(full) = full_name(text, bracket.start(), names) else { continue };
                let name = text.get(full.clone()).unwrap_or_default();
                let full = full.start..full.start + without_address(name).len();
                let at = sentence.range.start;
                let display = |range: std::ops::Range<usize>| {
                    tidy(page.original(at + range.start..at + range.end))
                };
                let alias = Alias { alias: display(short.range()), name: display(full.clone()) };
                if found.len() >= MOST {
                    return found;
                }
                let is_new = found.iter().all(|known| known.alias.alias != alias.alias);
                if is_new
                    && alias.alias != alias.name
                    && !alias.alias.is_empty()
                    && !alias.name.is_empty()
                {
                    found.push(Definition {
                        alias,
                        folded: short.as_str().to_owned(),
                        folded_name: text.get(full).unwrap_or_default().to_owned(),
                        sentence: number,
                    });
                }
            }
        }
        found
    }
}

/// Whether a bracket says (以下略), (以下同じ) and defines nothing.
fn is_editorial(short: &str) -> bool {
    let short = short.trim();
    ["略", "省略", "同じ", "同様", "参照", "同", "のとおり", "の通り", "同文"].contains(&short)
        || short.ends_with(['を', 'に', 'の', 'は', 'が'])
}

/// The thing that a bracket explains: a name or a quoted title; other nouns are no names.
fn full_name(text: &str, bracket: usize, names: &NameFinder) -> Option<std::ops::Range<usize>> {
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
