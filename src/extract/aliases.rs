//! Short names that a text defines: 株式会社甲(以下「甲社」といいます).

use regex::Regex;

use crate::report::Alias;

use super::names::NameFinder;
use super::page::Page;

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
            "\\(([^()\n]{0,80}?)以下[、,は]?\\s*(?:[「『\"“]([^「」『』\"”\n]{1,24})[」』\"”]",
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
    None
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
