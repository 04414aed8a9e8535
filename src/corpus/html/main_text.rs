//! Which elements of a page are its text, and which are menus and the like.

use super::metadata::dense;
use super::tree::{Event, Item, Tree};

/// What to read of a page.
#[derive(Debug)]
pub(super) struct Selection {
    /// Elements to read, in the page's order, none within another.
    pub(super) roots: Vec<usize>,
    /// For each element, whether it is left out.
    left_out: Vec<bool>,
}

impl Selection {
    pub(super) fn is_left_out(&self, index: usize) -> bool {
        self.left_out.get(index).copied().unwrap_or(false)
    }

    /// Whether an element or one around it is left out.
    pub(super) fn leaves_out(&self, tree: &Tree<'_>, index: usize) -> bool {
        tree.around(index).any(|around| self.is_left_out(around))
    }

    /// Characters outside links that would be read.
    fn plain(&self, tree: &Tree<'_>) -> usize {
        let mut count = 0;
        for root in &self.roots {
            let item = &tree.elements[*root];
            count += item.plain();
            let mut at = item.open;
            while at < item.close {
                if let Event::Open(index) = tree.events[at]
                    && self.is_left_out(index)
                {
                    count -= tree.elements[index].plain().min(count);
                    at = tree.elements[index].close;
                }
                at += 1;
            }
        }
        count
    }
}

/// Chooses what to read: `main` or articles, else the body without furniture, else the whole body.
///
/// The earlier choice stands when it keeps a quarter of what the next would.
pub(super) fn select(tree: &Tree<'_>, title: &str) -> Selection {
    let Some(body) = tree.first("body").or((!tree.elements.is_empty()).then_some(0)) else {
        return Selection { roots: Vec::new(), left_out: Vec::new() };
    };
    let dead: Vec<bool> = tree.elements.iter().map(|item| item.dead).collect();
    let with_title = with_title(tree, title);
    let page = tree.elements[body].plain();
    let left_out: Vec<bool> = (0..tree.elements.len())
        .map(|index| {
            tree.elements[index].dead
                || (!with_title[index] && index != body && is_beside(tree, index, page))
        })
        .collect();
    let main = Selection { roots: main_roots(tree, &left_out), left_out: left_out.clone() };
    let trimmed = Selection { roots: vec![body], left_out };
    let whole = Selection { roots: vec![body], left_out: dead };
    let (in_main, in_trimmed) = (main.plain(tree), trimmed.plain(tree));
    if in_main > 0 && in_main * 4 >= in_trimmed {
        main
    } else if in_trimmed > 0 && in_trimmed * 4 >= whole.plain(tree) {
        trimmed
    } else {
        whole
    }
}

/// Whether an element is by its kind or name the frame of a page rather than its text.
pub(super) fn is_furniture(tree: &Tree<'_>, index: usize) -> bool {
    let item = &tree.elements[index];
    let within_text = || tree.around(index).skip(1).any(|around| is_main(&tree.elements[around]));
    match item.name() {
        "nav" | "aside" | "form" | "dialog" => return true,
        "header" | "footer" => return !within_text(),
        "html" | "body" | "main" | "article" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            return false;
        }
        _ => {}
    }
    let role = item.attr("role").unwrap_or_default();
    if ["navigation", "banner", "contentinfo", "search", "complementary", "menu"].contains(&role) {
        return true;
    }
    is_hidden(item) || named_furniture(item)
}

/// Furniture, or a block of links, that does not hold a large part of the page.
fn is_beside(tree: &Tree<'_>, index: usize, page: usize) -> bool {
    let item = &tree.elements[index];
    let share = |part: usize| item.plain() * part <= page;
    if is_furniture(tree, index) {
        // Some pages stand in one form as a whole, others call their text "side" or "head".
        return if named_furniture(item) { share(4) } else { share(2) };
    }
    let block = ["div", "ul", "ol", "section", "table", "p", "dl"].contains(&item.name());
    block && item.links >= 3 && item.sentences == 0 && item.linked * 10 >= item.text * 6 && share(4)
}

fn is_main(item: &Item<'_>) -> bool {
    matches!(item.name(), "main" | "article") || item.attr("role") == Some("main")
}

fn main_roots(tree: &Tree<'_>, left_out: &[bool]) -> Vec<usize> {
    let mut roots = Vec::new();
    let mut end = 0;
    for (index, item) in tree.elements.iter().enumerate() {
        // Elements stand in the order they open, so one within a root opens before the root ends.
        if item.open >= end && is_main(item) && !tree.around(index).any(|around| left_out[around]) {
            roots.push(index);
            end = item.close;
        }
    }
    roots
}

/// For each element, whether the page's title stands in it as a heading or paragraph.
fn with_title(tree: &Tree<'_>, title: &str) -> Vec<bool> {
    let mut with_title = vec![false; tree.elements.len()];
    let wanted = dense(title);
    let length = wanted.chars().count();
    if length == 0 {
        return with_title;
    }
    for (index, item) in tree.elements.iter().enumerate() {
        let may_be = ["h1", "h2", "h3", "h4", "p"].contains(&item.name());
        if may_be && !item.dead && item.text == length && dense(&tree.text_of(index)) == wanted {
            // Stop where an earlier one already went, so that the work stays linear.
            for around in tree.around(index) {
                if std::mem::replace(&mut with_title[around], true) {
                    break;
                }
            }
        }
    }
    with_title
}

/// Hidden, except the answers of pages that fold them away.
fn is_hidden(item: &Item<'_>) -> bool {
    let style = item.attr("style").unwrap_or_default().to_ascii_lowercase();
    let hidden = item.attr("hidden").is_some()
        || item.attr("aria-hidden") == Some("true")
        || style.split(';').any(|rule| {
            let rule: String = rule.chars().filter(|c| !c.is_whitespace()).collect();
            rule == "display:none" || rule == "visibility:hidden"
        });
    let folded = item.name() == "dd"
        || item.attr("aria-labelledby").is_some()
        || ["region", "tabpanel"].contains(&item.attr("role").unwrap_or_default())
        || words(item).any(|word| FOLDED.contains(&word.as_str()));
    hidden && !folded
}

fn named_furniture(item: &Item<'_>) -> bool {
    ["div", "ul", "ol", "section", "table", "p", "dl", "span", "td"].contains(&item.name())
        && words(item).any(|word| FURNITURE.contains(&word.as_str()))
}

/// The words of an element's class and id: `global-nav`, `side_bar`, `pageTop` fall apart.
fn words<'i>(item: &'i Item<'_>) -> impl Iterator<Item = String> + 'i {
    [item.attr("class"), item.attr("id")].into_iter().flatten().flat_map(|names| {
        let mut words = vec![String::new()];
        let mut lower = false;
        for c in names.chars() {
            if !c.is_ascii_alphanumeric() || (lower && c.is_ascii_uppercase()) {
                words.push(String::new());
            }
            lower = c.is_ascii_lowercase();
            if c.is_ascii_alphanumeric()
                && let Some(word) = words.last_mut()
            {
                word.push(c.to_ascii_lowercase());
            }
        }
        words
    })
}

const FOLDED: &[&str] = &[
    "answer",
    "ans",
    "a",
    "accordion",
    "collapse",
    "panel",
    "faq",
    "qa",
    "toggle",
    "tab",
    "detail",
];

const FURNITURE: &[&str] = &[
    "nav",
    "gnav",
    "lnav",
    "fnav",
    "navi",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "topicpath",
    "pankuzu",
    "path",
    "sidebar",
    "side",
    "sub",
    "subcolumn",
    "related",
    "relation",
    "share",
    "sns",
    "social",
    "footer",
    "foot",
    "header",
    "head",
    "pager",
    "pagination",
    "pagetop",
    "totop",
    "cookie",
    "banner",
    "banners",
    "bnr",
    "ad",
    "ads",
    "advert",
    "ranking",
    "recommend",
    "widget",
    "widgets",
    "comments",
    "copyright",
    "sitemap",
    "search",
    "login",
    "modal",
    "popup",
    "archive",
    "archives",
    "tags",
    "skip",
];
