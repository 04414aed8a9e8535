//! Tokens to a tree, by recursive descent with a bounded depth.

use super::error::{ErrorKind, QueryError};
use super::lexer::{self, Lexeme, Term, Token};
use super::tree::{FilterLeaf, Form, Node, Query, TextLeaf};
use super::values;
use crate::report::Span;

/// The longest query, in characters.
pub const MAX_CHARS: usize = 8_192;

/// How deep parentheses and negations may nest.
pub const MAX_DEPTH: usize = 32;

/// How many words, phrases and filters a query may hold.
pub const MAX_TERMS: usize = 256;

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    if let Some((start, c)) = text.char_indices().nth(MAX_CHARS) {
        let span = Span { start, end: start + c.len_utf8() };
        return Err(QueryError::new(ErrorKind::TooLong { chars: text.chars().count() }, span));
    }
    let lexemes = lexer::lex(text)?;
    if lexemes.is_empty() {
        return Ok(Query { root: Node::All });
    }
    let mut parser = Parser { text, lexemes: &lexemes, terms: 0 };
    let root = parser.or(0, None)?;
    match parser.peek() {
        None => Ok(Query { root }),
        Some(rest) => Err(QueryError::new(ErrorKind::UnopenedGroup, rest.span)),
    }
}

/// Reads the tokens that are left. Each function ends before the first token that is not its own.
struct Parser<'l, 't> {
    text: &'t str,
    lexemes: &'l [Lexeme<'t>],
    terms: usize,
}

/// The operator that still wants what stands on its right.
type Waiting = Option<Span>;

impl<'t> Parser<'_, 't> {
    fn or(&mut self, depth: usize, waiting: Waiting) -> Result<Node, QueryError> {
        let mut alternatives = vec![self.and(depth, waiting)?];
        while let Some(Lexeme { token: Token::Or, span }) = self.peek() {
            self.next();
            alternatives.push(self.and(depth, Some(span))?);
        }
        Ok(Node::any_of(alternatives))
    }

    fn and(&mut self, depth: usize, waiting: Waiting) -> Result<Node, QueryError> {
        let mut parts = vec![self.unary(depth, waiting)?];
        while let Some(Lexeme { token, span }) = self.peek() {
            match token {
                Token::Close | Token::Or => break,
                Token::And => {
                    self.next();
                    parts.push(self.unary(depth, Some(span))?);
                }
                _ => parts.push(self.unary(depth, None)?),
            }
        }
        Ok(Node::all_of(parts))
    }

    fn unary(&mut self, depth: usize, waiting: Waiting) -> Result<Node, QueryError> {
        let Some(Lexeme { token, span }) = self.peek() else {
            return Err(self.no_operand(waiting));
        };
        match token {
            Token::Close | Token::And | Token::Or => Err(self.no_operand(waiting)),
            Token::Minus | Token::Not => {
                self.next();
                let node = self.unary(deeper(depth, span)?, Some(span))?;
                Ok(Node::Not(Box::new(node)))
            }
            Token::Open => {
                self.next();
                self.group(deeper(depth, span)?, span)
            }
            Token::Term(term) => {
                self.next();
                self.term(term, span)
            }
        }
    }

    fn term(&mut self, term: Term<'t>, span: Span) -> Result<Node, QueryError> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(QueryError::new(ErrorKind::TooManyTerms, span));
        }
        Ok(match term {
            Term::Everything => Node::All,
            Term::Text { form: Form::Phrase, text } => {
                Node::Text(TextLeaf { form: Form::Phrase, text: values::tidy(text), span })
            }
            Term::Text { form, text } => Node::Text(TextLeaf { form, text: text.to_owned(), span }),
            Term::Filter { field, value } => {
                Node::Filter(FilterLeaf { filter: values::filter(field, value)?, span })
            }
        })
    }

    /// A group whose opening parenthesis stood at `open`.
    fn group(&mut self, depth: usize, open: Span) -> Result<Node, QueryError> {
        match self.peek() {
            Some(Lexeme { token: Token::Close, span }) => {
                let both = Span { start: open.start, end: span.end };
                return Err(QueryError::new(ErrorKind::EmptyGroup, both));
            }
            None => return Err(QueryError::new(ErrorKind::UnclosedGroup, open)),
            Some(_) => {}
        }
        let node = self.or(depth, None)?;
        // `or` ends only before a closing parenthesis or at the end.
        match self.next() {
            Some(_) => Ok(node),
            None => Err(QueryError::new(ErrorKind::UnclosedGroup, open)),
        }
    }

    /// The error for a place where a term should stand and none does.
    fn no_operand(&self, waiting: Waiting) -> QueryError {
        let typed = |span: Span| span.of(self.text).unwrap_or_default().to_owned();
        if let Some(span) = waiting {
            let operator = typed(span);
            let kind = if operator.chars().all(lexer::is_minus) {
                ErrorKind::LoneMinus
            } else {
                ErrorKind::MissingRight { operator }
            };
            return QueryError::new(kind, span);
        }
        let end = Span { start: self.text.len(), end: self.text.len() };
        let (kind, span) = match self.peek() {
            Some(Lexeme { token: Token::And | Token::Or, span }) => {
                (ErrorKind::MissingLeft { operator: typed(span) }, span)
            }
            next => (ErrorKind::UnopenedGroup, next.map_or(end, |lexeme| lexeme.span)),
        };
        QueryError::new(kind, span)
    }

    fn peek(&self) -> Option<Lexeme<'t>> {
        self.lexemes.first().copied()
    }

    fn next(&mut self) -> Option<Lexeme<'t>> {
        let (first, rest) = self.lexemes.split_first()?;
        self.lexemes = rest;
        Some(*first)
    }
}

fn deeper(depth: usize, span: Span) -> Result<usize, QueryError> {
    if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(QueryError::new(ErrorKind::TooDeep, span)) }
}
