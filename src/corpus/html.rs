//! HTML to lines: metadata, the main text, and block elements as lines.
//!
//! Nothing here recurses, and the tree is an arena whose drop does not either. A page whose tree would
//! take too long to make or too much memory, such as one of deep nesting, is flattened first.

mod flatten;
mod furniture;
mod main_text;
mod metadata;
mod parse;
mod tree;
mod writer;

use scraper::Html;

use super::page::{Line, Page};
use tree::Tree;

/// Reads a page: title (heading, `<title>`, `og:title`), address (canonical link, `og:url`),
/// publication date (JSON-LD, `article:published_time`, `<time>` …) and the main text.
///
/// Menus, breadcrumbs, related articles and the like are left out by element, class name and share
/// of linked text. A notice is never lost to that: nothing that holds half of the page is left out,
/// and when too little remains the whole body is read.
pub(super) fn page(html: &str) -> Page {
    let parsed = parse::parse(html)
        .or_else(|| parse::parse(&flatten::flattened(html)))
        .unwrap_or_else(Html::new_document);
    let tree = Tree::of(&parsed);
    let title = metadata::title(&tree);
    let selection = main_text::select(&tree, title.as_deref().unwrap_or_default());
    let mut lines = writer::lines(&tree, &selection);
    // A notice may say 当社 throughout and leave the name to the frame of the site.
    if let Some(name) = metadata::publisher(&tree)
        && !lines.iter().any(|line| line.text.contains(&name))
    {
        let after = lines.iter().position(|line| Some(&line.text) == title.as_ref());
        lines.insert(after.map_or(0, |after| after + 1), Line::plain(&name));
    }
    let url = metadata::url(&tree);
    let published = metadata::published(&tree, &selection);
    Page { title, url, published, lines }
}

#[cfg(test)]
mod tests;
