//! A parsed page as two flat lists: its elements, and the events of walking through it.

use scraper::node::Element;
use scraper::{Html, Node};

/// A step of the walk; elements are named by their place in [`Tree::elements`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Event<'h> {
    Open(usize),
    Close(usize),
    Text(&'h str),
}

/// An element and what it holds.
#[derive(Debug, Clone)]
pub(super) struct Item<'h> {
    pub(super) element: &'h Element,
    pub(super) parent: Option<usize>,
    /// Index of its opening event.
    pub(super) open: usize,
    /// Index of its closing event.
    pub(super) close: usize,
    /// Whether its text is never shown (scripts, styles, the head, ruby readings).
    pub(super) dead: bool,
    /// Characters of shown text, white space not counted.
    pub(super) text: usize,
    /// Those of them within links.
    pub(super) linked: usize,
    /// Links in it.
    pub(super) links: usize,
    /// Ends of sentences outside links.
    pub(super) sentences: usize,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree<'h> {
    pub(super) elements: Vec<Item<'h>>,
    pub(super) events: Vec<Event<'h>>,
}

impl Item<'_> {
    pub(super) fn name(&self) -> &str {
        self.element.name()
    }

    /// Characters of shown text outside links.
    pub(super) fn plain(&self) -> usize {
        self.text - self.linked
    }

    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.element.attr(name)
    }
}

impl<'h> Tree<'h> {
    pub(super) fn of(html: &'h Html) -> Self {
        let mut tree = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let root = html.tree.root();
        let mut node = root;
        loop {
            match node.value() {
                Node::Element(element) => {
                    let parent = open.last().copied();
                    open.push(tree.elements.len());
                    tree.enter(element, parent);
                }
                Node::Text(text) => tree.text(&text.text, &open),
                _ => {}
            }
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            loop {
                if node.value().is_element() {
                    tree.leave(open.pop());
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                match node.parent() {
                    Some(parent) => node = parent,
                    None => return tree,
                }
            }
        }
    }

    /// The text of an element, scripts included if it is one.
    pub(super) fn text_of(&self, index: usize) -> String {
        let item = &self.elements[index];
        let within = self.events.get(item.open..item.close).unwrap_or_default();
        within
            .iter()
            .filter_map(|event| if let Event::Text(text) = event { Some(*text) } else { None })
            .collect()
    }

    /// The elements around one, innermost first, itself included.
    pub(super) fn around(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |index| self.elements[*index].parent)
    }

    /// The first element of this name.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        self.elements.iter().position(|item| item.name() == name)
    }

    fn enter(&mut self, element: &'h Element, parent: Option<usize>) {
        let dead = parent.is_some_and(|parent| self.elements[parent].dead)
            || NEVER_SHOWN.contains(&element.name());
        let index = self.elements.len();
        let open = self.events.len();
        self.events.push(Event::Open(index));
        let links = usize::from(element.name() == "a" && element.attr("href").is_some());
        self.elements.push(Item {
            element,
            parent,
            open,
            close: open,
            dead,
            text: 0,
            linked: 0,
            links,
            sentences: 0,
        });
    }

    fn text(&mut self, text: &'h str, open: &[usize]) {
        self.events.push(Event::Text(text));
        let Some(item) = open.last().map(|index| &mut self.elements[*index]) else { return };
        if item.dead {
            return;
        }
        item.text += text.chars().filter(|c| !c.is_whitespace()).count();
        item.sentences += text.matches('。').count();
    }

    /// Closes an element and adds what it holds to the one around it.
    fn leave(&mut self, index: Option<usize>) {
        let Some(index) = index else { return };
        self.elements[index].close = self.events.len();
        self.events.push(Event::Close(index));
        let item = &mut self.elements[index];
        if item.links > 0 && item.name() == "a" {
            item.linked = item.text;
            item.sentences = 0;
        }
        let (text, linked, links, sentences) = (item.text, item.linked, item.links, item.sentences);
        if let Some(parent) = item.parent {
            let parent = &mut self.elements[parent];
            parent.text += text;
            parent.linked += linked;
            parent.links += links;
            parent.sentences += sentences;
        }
    }
}

const NEVER_SHOWN: &[&str] = &[
    "head", "script", "style", "noscript", "template", "title", "svg", "math", "iframe", "object",
    "canvas", "audio", "video", "rt", "rp", "rtc", "select", "textarea", "datalist", "button",
    "input",
];
