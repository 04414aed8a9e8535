//! Short names that a text defines: 株式会社甲(以下「甲社」といいます).

use regex::Regex;

use crate::report::Alias;

use super::names::NameFinder;
use super::page::Page;

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
        // Either 「X」 follows 以下, or a bare word before という; other words may stand before 以下.
        let definition = Regex::new(
            "\\(([^()\n]{0,80}?)以下[、,は]?\\s*(?:[「『\"“]([^「」『』\"”\n]{1,24})[」』\"”]|([^「」()、。\n]{1,16}?)(?:と(?:いい|いう|言|呼|しま|称|略|表記)))[^()\n]{0,24}\\)",
        );
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
                let Some(short) = captures.get(2).or_else(|| captures.get(3)) else { continue };
                let Some(bracket) = captures.get(0) else { continue };
                let Some(full) = full_name(text, bracket.start(), names) else { continue };
                let at = sentence.range.start;
                let display = |range: std::ops::Range<usize>| {
                    tidy(page.original(at + range.start..at + range.end))
                };
                let alias = Alias { alias: display(short.range()), name: display(full.clone()) };
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

/// The thing that a bracket explains: a name, a quoted title, or the nearest noun.
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
    let noun: usize =
        near.chars().rev().take_while(|c| super::names::is_name_char(*c)).map(char::len_utf8).sum();
    (noun >= 6).then(|| bracket - noun..bracket)
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
