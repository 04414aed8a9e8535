//! The tree a query becomes: plain data, with the place in the typed text on every leaf.

use crate::report::{DateRange, FacetField, Span, Unit};

/// A parsed query. Prints in a canonical form that parses to the same tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What a report must satisfy.
    pub root: Node,
}

/// A condition on reports.
///
/// [`parse`](super::parse) yields `And` and `Or` with two or more children, none of which is of their own kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Every report.
    All,
    /// A report whose text holds this.
    Text(TextLeaf),
    /// A report with this fact.
    Filter(FilterLeaf),
    /// A report that does not satisfy the child.
    Not(Box<Node>),
    /// A report that satisfies every child.
    And(Vec<Node>),
    /// A report that satisfies at least one child.
    Or(Vec<Node>),
}

/// How a piece of text is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Its terms, each somewhere.
    Word,
    /// Its terms, side by side and in order.
    Phrase,
    /// The beginning of a term.
    Prefix,
}

/// A piece of text to find, as typed, without the marks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLeaf {
    /// How it is to be found.
    pub form: Form,
    /// The text; in a phrase, each run of separators is one space.
    pub text: String,
    /// Where it was typed, marks included.
    pub span: Span,
}

/// A filter and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterLeaf {
    /// What is asked.
    pub filter: Filter,
    /// Where it was typed, field name included.
    pub span: Span,
}

/// A condition on a fact or a property of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// The field has this value or a child of it.
    ///
    /// A kind is its stable name. The others are as typed, slug, label or name, and for the lexicon to resolve.
    /// [`FacetField::Year`] does not occur: a year is a [`Filter::Published`].
    Facet {
        /// The field.
        field: FacetField,
        /// Its value.
        value: String,
    },
    /// Published in this range.
    Published(DateRange),
    /// Some count of people or records lies in this range.
    Affected {
        /// Lower bound, inclusive.
        min: Option<u64>,
        /// Upper bound, inclusive.
        max: Option<u64>,
        /// Only counts of this unit.
        unit: Option<Unit>,
    },
    /// The days from detection to publication lie in this range.
    Delay {
        /// Lower bound, inclusive.
        min: Option<u64>,
        /// Upper bound, inclusive.
        max: Option<u64>,
    },
    /// The title holds this.
    Title(TextLeaf),
    /// The report's id, as typed: its `#1` may be missing.
    Id(String),
}

impl Query {
    /// A text taken at its word: no operators, fields or quotes, every run between spaces a word.
    ///
    /// For queries that nobody typed into this language, such as the questions of a test
    /// collection, where a bracket is a bracket. Words past [`MAX_TERMS`](super::MAX_TERMS) are
    /// dropped.
    pub fn plain(text: &str) -> Self {
        let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
        let leaves = text.split_whitespace().take(super::MAX_TERMS).map(|word| {
            let start = start_of(word);
            let span = Span { start, end: start + word.len() };
            Node::Text(TextLeaf { form: Form::Word, text: word.to_owned(), span })
        });
        Self { root: Node::all_of(leaves) }
    }

    /// The same query with every span at zero, to compare what two queries mean.
    pub fn without_spans(self) -> Self {
        Self { root: self.root.without_spans() }
    }
}

impl Node {
    /// All of `nodes` together: nested `And`s join, and `All` falls away.
    pub fn all_of(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut children = Vec::new();
        for node in nodes {
            match node {
                Self::All => {}
                Self::And(nested) => children.extend(nested),
                other => children.push(other),
            }
        }
        match children.len() {
            0 => Self::All,
            1 => children.swap_remove(0),
            _ => Self::And(children),
        }
    }

    /// Any one of `nodes`: nested `Or`s join. Of no nodes it is an `Or` that nothing satisfies.
    pub fn any_of(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut children = Vec::new();
        for node in nodes {
            match node {
                Self::Or(nested) => children.extend(nested),
                other => children.push(other),
            }
        }
        if children.len() == 1 { children.swap_remove(0) } else { Self::Or(children) }
    }

    /// The same condition with every span at zero.
    pub fn without_spans(self) -> Self {
        let each = |nodes: Vec<Self>| nodes.into_iter().map(Self::without_spans).collect();
        match self {
            Self::All => Self::All,
            Self::Text(leaf) => Self::Text(leaf.without_span()),
            Self::Filter(FilterLeaf { filter: Filter::Title(leaf), .. }) => {
                Self::Filter(FilterLeaf::unplaced(Filter::Title(leaf.without_span())))
            }
            Self::Filter(leaf) => Self::Filter(FilterLeaf::unplaced(leaf.filter)),
            Self::Not(node) => Self::Not(Box::new(node.without_spans())),
            Self::And(nodes) => Self::And(each(nodes)),
            Self::Or(nodes) => Self::Or(each(nodes)),
        }
    }
}

impl TextLeaf {
    fn without_span(self) -> Self {
        Self { span: NOWHERE, ..self }
    }
}

impl FilterLeaf {
    /// A filter that was not typed in the query, such as one from a command-line flag.
    pub fn unplaced(filter: Filter) -> Self {
        Self { filter, span: NOWHERE }
    }
}

const NOWHERE: Span = Span { start: 0, end: 0 };
