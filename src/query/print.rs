//! The canonical form: half-width syntax, English field names, no parentheses but the needed ones.
//!
//! What [`parse`](super::parse) yields prints to text that parses to the same tree; close to the limits, that text
//! may be too long to parse. A tree made by hand prints to the nearest thing that can be typed: a word with a space
//! in it prints as a phrase.

use std::fmt::{self, Display, Formatter, Write};

use super::lexer::{self, QUOTES, Term, Token};
use super::tree::{Filter, FilterLeaf, Form, Node, Query, TextLeaf};
use super::values::tidy;
use crate::report::{DateRange, FacetField, Unit};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        print(self, Place::Or, f)
    }
}

impl Display for TextLeaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let word = match self.form {
            Form::Phrase => return quoted(&self.text, f),
            Form::Word => self.text.clone(),
            Form::Prefix => format!("{}*", self.text),
        };
        let itself = Token::Term(Term::Text { form: self.form, text: &self.text });
        match lexer::lex(&word).as_deref() {
            Ok([only]) if only.token == itself => f.write_str(&word),
            _ => quoted(&self.text, f),
        }
    }
}

/// A range of numbers.
fn numbers(min: Option<u64>, max: Option<u64>, f: &mut Formatter<'_>) -> fmt::Result {
    match (min, max) {
        (Some(min), Some(max)) if min == max => write!(f, "{min}"),
        (Some(min), Some(max)) => write!(f, "{min}..{max}"),
        (None, Some(max)) => write!(f, "<={max}"),
        (min, None) => write!(f, ">={}", min.unwrap_or(0)),
    }
}

impl Display for FilterLeaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.filter.fmt(f)
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Facet { field, value } => {
                let name = match field {
                    FacetField::Organisation => "org",
                    other => other.as_str(),
                };
                write!(f, "{name}:")?;
                bare_or_quoted(value, value.contains(lexer::is_star), f)
            }
            Self::Published(range) => write!(f, "published:{}", Dates(range)),
            Self::Affected { min, max, unit } => {
                f.write_str("affected:")?;
                numbers(*min, *max, f)?;
                f.write_str(unit.map_or("", Unit::label))
            }
            Self::Delay { min, max } => {
                f.write_str("delay:")?;
                numbers(*min, *max, f)
            }
            Self::Title(leaf) => {
                f.write_str("title:")?;
                match leaf.form {
                    Form::Phrase => quoted(&leaf.text, f),
                    Form::Word => bare_or_quoted(&leaf.text, leaf.text.contains(lexer::is_star), f),
                    Form::Prefix => bare_or_quoted(&format!("{}*", leaf.text), false, f),
                }
            }
            Self::Id(id) => {
                f.write_str("id:")?;
                bare_or_quoted(id, false, f)
            }
        }
    }
}

/// Where a node stands, which decides whether it needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Or,
    And,
    Not,
}

fn print(node: &Node, place: Place, f: &mut Formatter<'_>) -> fmt::Result {
    match node {
        Node::All => f.write_char('*'),
        Node::Text(leaf) => leaf.fmt(f),
        Node::Filter(leaf) => leaf.fmt(f),
        Node::Not(child) => {
            f.write_char('-')?;
            print(child, Place::Not, f)
        }
        Node::And(children) => match children.as_slice() {
            [] => f.write_char('*'),
            [only] => print(only, place, f),
            _ => joined(children, " ", Place::And, place > Place::Or, f),
        },
        Node::Or(children) => match children.as_slice() {
            [] => f.write_str("-*"),
            [only] => print(only, place, f),
            _ => joined(children, " OR ", Place::Or, place > Place::Or, f),
        },
    }
}

fn joined(
    children: &[Node],
    between: &str,
    place: Place,
    grouped: bool,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    if grouped {
        f.write_char('(')?;
    }
    for (n, child) in children.iter().enumerate() {
        if n > 0 {
            f.write_str(between)?;
        }
        print(child, place, f)?;
    }
    if grouped {
        f.write_char(')')?;
    }
    Ok(())
}

/// A range of dates as it follows `published:`.
struct Dates<'r>(&'r DateRange);

impl Display for Dates<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0.since, self.0.until) {
            (Some(since), Some(until)) if since == until => write!(f, "{since}"),
            (Some(since), Some(until)) => write!(f, "{since}..{until}"),
            (Some(since), None) => write!(f, ">={since}"),
            (None, Some(until)) => write!(f, "<={until}"),
            (None, None) => f.write_str(">=0001"),
        }
    }
}

fn bare_or_quoted(value: &str, must_quote: bool, f: &mut Formatter<'_>) -> fmt::Result {
    if must_quote || value.is_empty() || value.contains(lexer::is_delimiter) {
        quoted(value, f)
    } else {
        f.write_str(value)
    }
}

/// `text` in the first marks that can hold it. Text that no marks can hold, which is never typed, loses its own.
fn quoted(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if text.chars().all(lexer::is_separator) {
        return f.write_char('*');
    }
    match QUOTES.into_iter().find(|quotes| quotes.can_hold(text)) {
        Some(quotes) => write!(f, "{}{text}{}", quotes.open(), quotes.close()),
        None => quoted(&tidy(&text.replace(lexer::is_quote, " ")), f),
    }
}
