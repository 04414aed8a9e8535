//! A JSON file: one report as an object, or an array of them.

use serde_json::{Map, Value};

use super::outlet::{Outlet, Record};
use super::published::date_of;

/// Reads a whole JSON file.
pub(super) fn read(text: &str, outlet: &mut Outlet<'_>) {
    if text.trim().is_empty() {
        return outlet.refuse(None, "holds no text; remove it or fill it");
    }
    if is_crowded(text) {
        let reason = "holds more than a million values; split it, or turn it into JSONL";
        return outlet.refuse(None, reason);
    }
    let value = match parse(text) {
        Ok(value) => value,
        Err(error) => {
            let line = u64::try_from(error.line()).ok().filter(|line| *line > 0);
            return outlet.refuse(line, syntax(&error, "json"));
        }
    };
    let Value::Array(values) = value else {
        return match record(value) {
            Ok(record) => outlet.record(1, record),
            Err(reason) => outlet.refuse(None, reason),
        };
    };
    if values.is_empty() {
        return outlet.refuse(None, "is an empty array; add reports or remove the file");
    }
    for (number, value) in (1..).zip(values) {
        match record(value) {
            Ok(record) => outlet.record(number, record),
            Err(reason) => outlet.refuse(None, format!("element {number} {reason}")),
        }
    }
}

/// Whether a text may hold more values than are read: each takes up to 300 bytes.
pub(super) fn is_crowded(text: &str) -> bool {
    const MOST: usize = 1_000_000;
    // Most bytes of an honest file are no such marks.
    text.bytes().filter(|byte| b",[{".contains(byte)).count() > MOST
}

/// A JSON value, with escapes of lone surrogates (`\ud83d`) read as U+FFFD.
pub(super) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    match serde_json::from_str(text) {
        Err(error) if text.contains("\\u") || text.contains("\\U") => {
            serde_json::from_str(&without_lone_surrogates(text)).map_err(|_| error)
        }
        parsed => parsed,
    }
}

/// A report from a JSON object, or what is wrong with it.
pub(super) fn record(value: Value) -> Result<Record, String> {
    let Value::Object(mut fields) = value else {
        return Err(format!(
            "is {} where an object is expected; write {{\"id\": …, \"title\": …, \"text\": …}}",
            kind(&value)
        ));
    };
    let mut text = |names: &[&str]| names.iter().find_map(|name| string(&mut fields, name));
    let record = Record {
        id: text(&["id"]),
        title: text(&["title"]),
        text: text(&["text", "body", "content"]).unwrap_or_default(),
        url: text(&["url"]),
        published: text(&["published", "date"]).as_deref().and_then(date_of),
    };
    if record.text.trim().is_empty() {
        return Err("has no text; give it a `text` that is a string".to_owned());
    }
    Ok(record)
}

/// What a syntax error says, without serde's own place, which is given elsewhere.
pub(super) fn syntax(error: &serde_json::Error, what: &str) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said);
    format!("{said} (column {}); mend the {what}", error.column())
}

fn string(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    match fields.get_mut(name)?.take() {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn without_lone_surrogates(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let unit = |text: &str| -> Option<u32> {
            u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
        };
        let length = match unit(escape) {
            Some(0xD800..=0xDBFF) => {
                let low = escape.get(6..).and_then(unit);
                if low.is_some_and(|low| (0xDC00..=0xDFFF).contains(&low)) { 12 } else { 0 }
            }
            Some(0xDC00..=0xDFFF) => 0,
            Some(_) => 6,
            // An escape of one character, which may itself be a backslash.
            None => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        if length == 0 {
            mended.push_str("\\ufffd");
            rest = escape.get(6..).unwrap_or_default();
        } else {
            let (kept, after) = escape.split_at(length);
            mended.push_str(kept);
            rest = after;
        }
    }
    mended.push_str(rest);
    mended
}
