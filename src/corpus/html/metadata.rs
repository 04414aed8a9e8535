//! What a page says about itself: title, address, date.

use serde_json::Value;

use super::main_text::{self, Selection};
use super::tree::Tree;
use crate::corpus::clean::one_line;
use crate::corpus::page::address;
use crate::corpus::published::date_of;
use crate::corpus::split::is_organisation;
use crate::corpus::text::is_telling;
use crate::report::Date;

/// The title: a heading of the page, told from the site's name by `<title>`.
pub(super) fn title(tree: &Tree<'_>) -> Option<String> {
    let declared = tree
        .first("title")
        .map(|index| one_line(&tree.text_of(index)))
        .filter(|title| !title.is_empty())
        .or_else(|| meta(tree, "og:title").map(one_line));
    let segments = declared.as_deref().map(segments).unwrap_or_default();
    let longest = segments.iter().max_by_key(|segment| segment.chars().count()).cloned();
    let headings = |names: &'static [&'static str]| {
        tree.elements
            .iter()
            .enumerate()
            .filter(move |(_, item)| names.contains(&item.name()) && !item.dead && item.text > 0)
            .map(|(index, _)| index)
    };
    let found = headings(&["h1", "h2", "h3"])
        .map(|index| one_line(&tree.text_of(index)))
        .find(|text| longest.as_ref().is_some_and(|longest| dense(longest) == dense(text)));
    if found.is_some() {
        return found;
    }
    let own = |names| {
        headings(names)
            .filter(|i| !tree.around(*i).any(|around| main_text::is_furniture(tree, around)))
            .map(|index| one_line(&tree.text_of(index)))
    };
    // 「お知らせ - 会社名」 names the section of the site; the heading names the page.
    if !longest.as_deref().is_some_and(is_telling)
        && let Some(telling) = own(&["h1", "h2", "h3"]).next().filter(|text| is_telling(text))
    {
        return Some(telling);
    }
    let own = own(&["h1"]).find(|text| text.chars().count() >= 4 && !segments.contains(text));
    own.or(longest).or_else(|| headings(&["h1"]).next().map(|index| one_line(&tree.text_of(index))))
}

/// The organisation whose site it is, when `<title>` or `og:site_name` names one.
pub(super) fn publisher(tree: &Tree<'_>) -> Option<String> {
    let title = tree.first("title").map(|index| tree.text_of(index)).unwrap_or_default();
    let site = meta(tree, "og:site_name").map(one_line);
    segments(&title).into_iter().chain(site).find(|name| is_organisation(name))
}

/// The canonical address.
pub(super) fn url(tree: &Tree<'_>) -> Option<String> {
    tree.elements
        .iter()
        .filter(|item| item.name() == "link")
        .filter(|item| item.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")))
        .find_map(|item| item.attr("href").and_then(address))
        .or_else(|| meta(tree, "og:url").and_then(address))
}

/// The date of publication: JSON-LD, then `<meta>`, then `<time datetime>` in the main text.
pub(super) fn published(tree: &Tree<'_>, selection: &Selection) -> Option<Date> {
    const NAMES: &[&str] = &[
        "article:published_time",
        "datePublished",
        "date",
        "pubdate",
        "dc.date",
        "dcterms.issued",
        "dcterms.date",
    ];
    let linked_data = tree
        .elements
        .iter()
        .enumerate()
        .filter(|(_, item)| item.name() == "script")
        .filter(|(_, item)| item.attr("type").is_some_and(|kind| kind.contains("ld+json")))
        .find_map(|(index, _)| date_published(&tree.text_of(index)));
    linked_data
        .or_else(|| NAMES.iter().find_map(|name| meta(tree, name).and_then(date_of)))
        .or_else(|| {
            let times = tree.elements.iter().enumerate().filter(|(_, item)| item.name() == "time");
            times
                .filter(|(index, _)| !selection.leaves_out(tree, *index))
                .find_map(|(_, item)| item.attr("datetime").and_then(date_of))
        })
}

/// The content of a `<meta>` with this name, property or itemprop.
fn meta<'t>(tree: &'t Tree<'_>, name: &str) -> Option<&'t str> {
    let names = |item: &super::tree::Item<'_>| {
        ["property", "name", "itemprop"]
            .iter()
            .any(|key| item.attr(key).is_some_and(|value| value.eq_ignore_ascii_case(name)))
    };
    tree.elements
        .iter()
        .filter(|item| item.name() == "meta" && names(item))
        .find_map(|item| item.attr("content"))
        .filter(|content| !content.trim().is_empty())
}

/// The first `datePublished` anywhere in a JSON-LD block.
fn date_published(json: &str) -> Option<Date> {
    let value: Value = serde_json::from_str(json).ok()?;
    let mut values = vec![&value];
    while let Some(value) = values.pop() {
        match value {
            Value::Object(fields) => {
                let date = fields.get("datePublished").and_then(Value::as_str).and_then(date_of);
                if date.is_some() {
                    return date;
                }
                values.extend(fields.values());
            }
            Value::Array(items) => values.extend(items),
            _ => {}
        }
    }
    None
}

/// A `<title>` cut at the signs that set the site's name apart.
fn segments(title: &str) -> Vec<String> {
    let title =
        title.replace(" - ", "|").replace(" – ", "|").replace(" — ", "|").replace(" : ", "|");
    title
        .split(['|', '｜', '»', '«', '│'])
        .map(one_line)
        .filter(|segment| !segment.is_empty())
        .collect()
}

pub(super) fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
