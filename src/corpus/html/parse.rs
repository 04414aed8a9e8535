//! HTML to a tree, in bounded time and memory.
//!
//! The parser itself has no bounds: its work grows with the depth of the tree, one tag may open
//! hundreds of elements anew, and each attribute is compared with all others of its tag. So it is
//! fed a little at a time, through a sink that counts what it makes.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

/// Elements that may lie in one another; real pages stay far below.
pub(super) const DEEPEST: usize = 512;

/// Elements of a page; each takes some 500 bytes while it is read.
const MOST_ELEMENTS: usize = 500_000;

/// Bytes given to the parser at a time.
const CHUNK: usize = 4 * 1024;

/// Bytes of a single tag or comment, such as one with a picture in it.
const LONGEST_TAG: usize = 4 << 20;

/// Spaces, slashes and quotation marks in a tag that may stand between its attributes.
const MOST_GAPS: usize = 50_000;

/// Attributes that later `<html>` and `<body>` tags may add to the first.
const MOST_ADDED: usize = 1_000;

/// The tree of a page; `None` when making it would take too long or too much memory.
pub(super) fn parse(html: &str) -> Option<Html> {
    let sink = Counting {
        tree: HtmlTreeSink::new(Html::new_document()),
        elements: Cell::new(0),
        added: Cell::new(0),
        deepest: Cell::new(0),
        heard: Cell::new(false),
    };
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut silence = Silence::default();
    for chunk in chunks(html) {
        parser.process(StrTendril::from_slice(chunk));
        let sink = &parser.tokenizer.sink.sink;
        if sink.deepest.get() > DEEPEST || sink.elements.get() > MOST_ELEMENTS {
            return None;
        }
        if sink.heard.take() {
            silence = Silence::default();
        } else if silence.is_too_long(chunk) {
            return None;
        }
    }
    Some(parser.finish())
}

/// Pieces of about [`CHUNK`] bytes, none of which cuts a character.
fn chunks(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (chunk, after) = rest.split_at_checked(rest.ceil_char_boundary(CHUNK))?;
        rest = after;
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// What was read since the parser last made anything: it is within a tag or a comment.
#[derive(Default)]
struct Silence {
    bytes: usize,
    gaps: usize,
}

impl Silence {
    /// Adds a piece; whether it may be a tag of so many attributes that comparing them takes long.
    fn is_too_long(&mut self, chunk: &str) -> bool {
        self.bytes += chunk.len();
        self.gaps +=
            chunk.bytes().filter(|b| b.is_ascii_whitespace() || b"/\"'".contains(b)).count();
        // Of a picture in base 64, one character of 64 is a slash.
        self.bytes > LONGEST_TAG || self.gaps > MOST_GAPS && self.gaps * 40 > self.bytes
    }
}

/// A sink that counts.
struct Counting {
    tree: HtmlTreeSink,
    elements: Cell<usize>,
    /// Attributes added to elements that had been made.
    added: Cell<usize>,
    deepest: Cell<usize>,
    /// Whether anything was made.
    heard: Cell<bool>,
}

type Handle = <HtmlTreeSink as TreeSink>::Handle;

impl Counting {
    fn count(&self) {
        self.elements.set(self.elements.get() + 1);
        self.heard.set(true);
    }

    /// Notes how deep what lies in `parent` lies.
    fn measure(&self, parent: Handle) {
        self.heard.set(true);
        let html = self.tree.0.borrow();
        let depth = html.tree.get(parent).map_or(0, |node| node.ancestors().count() + 1);
        self.deepest.set(depth.max(self.deepest.get()));
    }
}

impl TreeSink for Counting {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.tree.finish()
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.tree.parse_error(message);
    }

    fn get_document(&self) -> Handle {
        self.tree.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.tree.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.count();
        self.tree.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.count();
        self.tree.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.count();
        self.tree.create_pi(target, data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.measure(*parent);
        self.tree.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        self.measure(*element);
        self.measure(*previous);
        self.tree.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.count();
        self.tree.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        self.tree.get_template_contents(target)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.tree.same_node(x, y)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.measure(*sibling);
        self.tree.append_before_sibling(sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.heard.set(true);
        self.added.set(self.added.get() + attrs.len());
        if self.added.get() <= MOST_ADDED {
            self.tree.add_attrs_if_missing(target, attrs);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        self.measure(*parent);
        self.tree.reparent_children(node, parent);
    }
}
