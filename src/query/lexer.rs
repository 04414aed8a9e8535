//! Typed text to tokens: where words, phrases and values begin and end, in any width.

use super::error::{ErrorKind, QueryError};
use super::field::{self, Field};
use super::tree::Form;
use crate::report::Span;

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lexeme<'t> {
    pub(super) token: Token<'t>,
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'t> {
    Open,
    Close,
    Minus,
    And,
    Or,
    Not,
    Term(Term<'t>),
}

/// A token that is a condition by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Term<'t> {
    Everything,
    Text { form: Form, text: &'t str },
    Filter { field: Field, value: Value<'t> },
}

/// What stands after a field's colon, without marks around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Value<'t> {
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    pub(super) span: Span,
}

/// Cuts `text` into tokens.
pub(super) fn lex(text: &str) -> Result<Vec<Lexeme<'_>>, QueryError> {
    let mut lexer = Lexer { text, at: 0, lexemes: Vec::new() };
    while lexer.skip_separators() {
        lexer.lexeme()?;
    }
    Ok(sentences(text, lexer.lexemes))
}

/// Makes one word of pieces that are written in one go around Japanese quotation marks: in
/// 『坊っちゃん』の作者は誰ですか the marks belong to the sentence and ask for nothing by themselves.
fn sentences<'t>(text: &'t str, lexemes: Vec<Lexeme<'t>>) -> Vec<Lexeme<'t>> {
    let mut joined: Vec<Lexeme<'t>> = Vec::with_capacity(lexemes.len());
    for lexeme in lexemes {
        let before = joined.last().filter(|before| before.span.end == lexeme.span.start);
        let sentence = before.and_then(|before| {
            let span = Span { start: before.span.start, end: lexeme.span.end };
            let is_mixed = !(is_quotation(text, before) && is_quotation(text, &lexeme));
            let is_text = is_piece(text, before) && is_piece(text, &lexeme);
            Some((span, span.of(text).filter(|_| is_text && is_mixed)?))
        });
        match (sentence, joined.last_mut()) {
            (Some((span, text)), Some(last)) => {
                *last = Lexeme { token: Token::Term(Term::Text { form: Form::Word, text }), span };
            }
            _ => joined.push(lexeme),
        }
    }
    joined
}

/// Whether a token may be part of a sentence.
fn is_piece(text: &str, lexeme: &Lexeme<'_>) -> bool {
    let is_word = matches!(lexeme.token, Token::Term(Term::Text { form: Form::Word, .. }));
    is_word || is_quotation(text, lexeme)
}

/// Whether a token stands in corner brackets, with which sentences quote.
fn is_quotation(text: &str, lexeme: &Lexeme<'_>) -> bool {
    matches!(lexeme.token, Token::Term(Term::Text { form: Form::Phrase, .. }))
        && lexeme.span.of(text).is_some_and(|typed| typed.starts_with(['「', '｢', '『']))
}

/// Whether `c` only keeps terms apart.
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// Whether `c` ends an unquoted value.
pub(super) fn is_delimiter(c: char) -> bool {
    is_separator(c) || is_open(c) || is_close(c) || is_pipe(c) || is_quote(c)
}

pub(super) fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊')
}

/// A family of quotation marks: any of its openers goes with any of its closers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes {
    opens: &'static [char],
    closes: &'static [char],
}

/// Every family; the one that prints first, first.
pub(super) const QUOTES: [Quotes; 4] = [
    Quotes { opens: &['"', '＂'], closes: &['"', '＂'] },
    Quotes { opens: &['「', '｢'], closes: &['」', '｣'] },
    Quotes { opens: &['『'], closes: &['』'] },
    // Input methods often give the same mark for both ends.
    Quotes { opens: &['“', '”', '„', '〝', '〟'], closes: &['”', '“', '〟', '〝'] },
];

impl Quotes {
    fn opened_by(c: char) -> Option<Self> {
        QUOTES.into_iter().find(|quotes| quotes.opens.contains(&c))
    }

    fn closed_by(c: char) -> Option<Self> {
        QUOTES.into_iter().find(|quotes| quotes.closes.contains(&c))
    }

    pub(super) fn open(self) -> char {
        self.opens.first().copied().unwrap_or('"')
    }

    pub(super) fn close(self) -> char {
        self.closes.first().copied().unwrap_or('"')
    }

    /// The byte offset in `text` of the closer that matches an opener right before `text`.
    fn end_in(self, text: &str) -> Option<(usize, char)> {
        let mut depth = 1_usize;
        for (at, c) in text.char_indices() {
            if self.closes.contains(&c) {
                depth -= 1;
                if depth == 0 {
                    return Some((at, c));
                }
            } else if self.opens.contains(&c) {
                depth += 1;
            }
        }
        None
    }

    /// Whether `text` can stand between the marks and come out whole.
    pub(super) fn can_hold(self, text: &str) -> bool {
        let marked = format!("{text}{}", self.close());
        self.end_in(&marked).is_some_and(|(at, _)| at == text.len())
    }
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

fn is_pipe(c: char) -> bool {
    matches!(c, '|' | '｜' | '￨')
}

pub(super) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '‐' | '‑')
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

pub(super) fn is_quote(c: char) -> bool {
    Quotes::opened_by(c).or_else(|| Quotes::closed_by(c)).is_some()
}

/// The operator a whole word stands for.
fn operator(word: &str) -> Option<Token<'static>> {
    let is = |name: &str| word.chars().map(halved).eq(name.chars());
    if is("AND") {
        Some(Token::And)
    } else if is("OR") {
        Some(Token::Or)
    } else if is("NOT") {
        Some(Token::Not)
    } else {
        None
    }
}

/// The ASCII character that a full-width one widens; any other is itself.
fn halved(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    lexemes: Vec<Lexeme<'t>>,
}

impl<'t> Lexer<'t> {
    /// Reads one token, which begins right here.
    fn lexeme(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let Some(c) = self.bump() else { return Ok(()) };
        let token = if is_open(c) {
            Token::Open
        } else if is_close(c) {
            Token::Close
        } else if is_pipe(c) {
            if self.peek().is_some_and(is_pipe) {
                self.bump();
            }
            Token::Or
        } else if is_minus(c) {
            if self.peek().is_none_or(|next| is_separator(next) || is_close(next) || is_pipe(next))
            {
                return Err(self.error(ErrorKind::LoneMinus, start));
            }
            Token::Minus
        } else if let Some(quotes) = Quotes::opened_by(c) {
            Token::Term(Term::Text { form: Form::Phrase, text: self.quoted(quotes, start, c)? })
        } else if let Some(quotes) = Quotes::closed_by(c) {
            return Err(self.unopened(quotes, c, start));
        } else {
            self.at = start;
            self.word_or_filter()?
        };
        let span = self.since(start);
        self.lexemes.push(Lexeme { token, span });
        Ok(())
    }

    /// The text up to the closer of a phrase whose opener `open` stands at `start`.
    fn quoted(&mut self, quotes: Quotes, start: usize, open: char) -> Result<&'t str, QueryError> {
        let Some((end, close)) = quotes.end_in(self.rest()) else {
            return Err(
                self.error(ErrorKind::UnclosedPhrase { open, close: quotes.close() }, start)
            );
        };
        let text = self.rest().get(..end).unwrap_or_default();
        self.at += end + close.len_utf8();
        if text.chars().all(is_separator) {
            return Err(self.error(ErrorKind::EmptyPhrase, start));
        }
        Ok(text)
    }

    fn word_or_filter(&mut self) -> Result<Token<'t>, QueryError> {
        let start = self.at;
        let name = self.take_while(|c| !is_delimiter(c) && !is_colon(c));
        if self.peek().is_some_and(is_colon) {
            self.bump();
            if let Some(field) = Field::named(name) {
                let value = self.value(field, start)?;
                return Ok(Token::Term(Term::Filter { field, value }));
            }
            if let Some(meant) = field::meant(name) {
                let found = name.to_owned();
                return Err(self.error(ErrorKind::UnknownField { found, meant }, start));
            }
        }
        self.take_while(|c| !is_delimiter(c));
        self.word(start)
    }

    /// The word that ends here: an operator, everything, a prefix or a plain word.
    fn word(&mut self, start: usize) -> Result<Token<'t>, QueryError> {
        let span = self.since(start);
        let word = span.of(self.text).unwrap_or_default();
        if word.chars().all(is_star) {
            return if self.stands_alone(start) {
                Ok(Token::Term(Term::Everything))
            } else {
                Err(QueryError::new(ErrorKind::MisplacedStar, span))
            };
        }
        if let Some(operator) = operator(word) {
            return Ok(operator);
        }
        let (form, text) = word_form(word).map_err(|kind| QueryError::new(kind, span))?;
        Ok(Token::Term(Term::Text { form, text }))
    }

    /// What follows the colon of `field`, whose name begins at `start`.
    fn value(&mut self, field: Field, start: usize) -> Result<Value<'t>, QueryError> {
        let from = self.at;
        let Some(c) = self.peek() else {
            return Err(self.error(ErrorKind::MissingValue { field }, start));
        };
        if let Some(quotes) = Quotes::opened_by(c) {
            self.bump();
            let text = self.quoted(quotes, from, c)?;
            return Ok(Value { text, quoted: true, span: self.since(from) });
        }
        if let Some(quotes) = Quotes::closed_by(c) {
            self.bump();
            return Err(self.unopened(quotes, c, from));
        }
        if is_open(c) {
            self.bump();
            return Err(self.error(ErrorKind::GroupAsValue { field }, start));
        }
        let text = self.take_while(|c| !is_delimiter(c));
        if text.is_empty() {
            return Err(self.error(ErrorKind::MissingValue { field }, start));
        }
        if self.peek().is_some_and(|next| is_open(next) || is_quote(next)) {
            self.bump();
            return Err(self.error(ErrorKind::RunningValue { field }, start));
        }
        Ok(Value { text, quoted: false, span: self.since(from) })
    }

    /// Whether nothing is glued to either side of the token from `start` to here.
    fn stands_alone(&self, start: usize) -> bool {
        let glued_before = self.lexemes.last().is_some_and(|previous| {
            previous.span.end == start && matches!(previous.token, Token::Close | Token::Term(_))
        });
        !glued_before && self.peek().is_none_or(|c| is_separator(c) || is_close(c) || is_pipe(c))
    }

    /// Moves to the next term, and says whether there is one.
    fn skip_separators(&mut self) -> bool {
        self.take_while(is_separator);
        self.peek().is_some()
    }

    fn take_while(&mut self, mut holds: impl FnMut(char) -> bool) -> &'t str {
        let rest = self.rest();
        let len = rest.find(|c| !holds(c)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    fn unopened(&self, quotes: Quotes, close: char, start: usize) -> QueryError {
        self.error(ErrorKind::UnopenedPhrase { close, open: quotes.open() }, start)
    }

    fn error(&self, kind: ErrorKind, start: usize) -> QueryError {
        QueryError::new(kind, self.since(start))
    }
}

/// A word without its star, and whether it had one.
pub(super) fn word_form(word: &str) -> Result<(Form, &str), ErrorKind> {
    let stem = word.trim_end_matches(is_star);
    if stem.contains(is_star) {
        return Err(ErrorKind::MisplacedStar);
    }
    if stem.len() == word.len() {
        return Ok((Form::Word, word));
    }
    if stem.chars().any(char::is_alphanumeric) {
        Ok((Form::Prefix, stem))
    } else {
        Err(ErrorKind::MisplacedStar)
    }
}
