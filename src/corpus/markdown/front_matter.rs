//! The block of metadata before a Markdown page.

use serde_json::Value;

use super::super::clean::one_line;
use super::super::page::address;
use super::super::published::date_of;
use crate::report::Date;

/// Bytes within which a front matter must end.
const LONGEST: usize = 64 * 1024;

/// What a front matter says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<Date>,
}

/// The front matter of a text, and the text after it.
pub(super) fn split(text: &str) -> (FrontMatter, &str) {
    let text = text.trim_start_matches(['\n', ' ']);
    found(text).unwrap_or((FrontMatter::default(), text))
}

fn found(text: &str) -> Option<(FrontMatter, &str)> {
    let (fence, rest) = text.split_once('\n')?;
    let fence = fence.trim_end();
    let toml = match fence {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let mut length = 0;
    let end = rest.split_inclusive('\n').find_map(|line| {
        let start = length;
        length += line.len();
        let closes = line.trim_end() == fence || (!toml && line.trim_end() == "...");
        closes.then_some((start, length))
    });
    let (end, after) = end.filter(|(end, _)| *end <= LONGEST)?;
    let (block, body) = (rest.get(..end)?, rest.get(after..)?);
    let value = if toml {
        toml::from_str::<Value>(block).ok()
    } else {
        serde_saphyr::from_str::<Value>(block).ok()
    };
    let matter = match value {
        Some(value @ Value::Object(_)) => read(|name| value.get(name).and_then(scalar)),
        _ => by_line(block)?,
    };
    Some((matter, body))
}

fn read(value: impl Fn(&str) -> Option<String>) -> FrontMatter {
    let first = |names: &[&str]| names.iter().find_map(|name| value(name));
    FrontMatter {
        title: first(&["title"]).map(|title| one_line(&title)).filter(|title| !title.is_empty()),
        url: first(&["url", "canonical", "canonical_url"]).as_deref().and_then(address),
        published: first(&["published", "date", "publishDate"]).as_deref().and_then(date_of),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // A TOML date, which serde shows as a table of one.
        Value::Object(fields) => fields.values().next()?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// A block that is not valid but whose every line looks like `key: value`, as hand-written ones do.
fn by_line(block: &str) -> Option<FrontMatter> {
    let mut pairs = Vec::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let (key, value) = line.split_once([':', '='])?;
        let key = key.trim();
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)) {
            return None;
        }
        pairs.push((key, value.trim().trim_matches(['"', '\'']).to_owned()));
    }
    Some(read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())))
}
