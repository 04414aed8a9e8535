//! A door for the fuzz targets of `fuzz/`: private steps of reading a file, in plain data.
//!
//! It exists only when fuzzing, and in tests so that it stays as the steps are.

use super::clean::clean;
use super::page::{Line, Page};
use super::{decode, html, split};

/// A part of a page: its title and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOfPage {
    /// Title on one line.
    pub title: String,
    /// Text, title line first.
    pub text: String,
}

/// Bytes as text, before and after cleaning; `None` when they are none.
pub fn decoded(bytes: &[u8], declared: Option<&str>) -> Option<(String, String)> {
    let text = decode::decode(bytes, declared).ok()?;
    Some((text.to_string(), cleaned(&text)))
}

/// The encoding that a page names for itself.
pub fn declared_charset(bytes: &[u8]) -> Option<String> {
    decode::declared_charset(bytes)
}

/// Text without what disturbs.
pub fn cleaned(text: &str) -> String {
    clean(text).into_owned()
}

/// Title and lines of an HTML page.
pub fn html_page(text: &str) -> (Option<String>, Vec<String>) {
    let page = html::page(text);
    (page.title, page.lines.into_iter().map(|line| line.text).collect())
}

/// The parts of a page of these lines, each with its heading level.
pub fn parts<'t>(
    title: Option<&str>,
    lines: impl IntoIterator<Item = (&'t str, Option<u8>)>,
) -> Vec<PartOfPage> {
    let lines = lines.into_iter().map(|(text, heading)| Line { heading, ..Line::plain(text) });
    let page = Page { title: title.map(str::to_owned), lines: lines.collect(), ..Page::default() };
    let parts = split::parts(&page).into_iter();
    parts.map(|part| PartOfPage { title: part.title, text: part.text }).collect()
}
