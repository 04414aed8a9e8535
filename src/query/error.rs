//! What can be wrong with a query, and what to type instead.

use super::field::Field;
use super::parser::{MAX_CHARS, MAX_DEPTH, MAX_TERMS};
use super::render;
use crate::report::Span;

/// A query that cannot be read: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}; {}", kind.hint())]
pub struct QueryError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where, in bytes of the query.
    pub span: Span,
}

impl QueryError {
    /// An error at `span`. A searcher makes one where a filter's value turns out to be unknown.
    pub fn new(kind: ErrorKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// The error as a person reads it: the message, the line of `query`, carets under the place, and the hint.
    ///
    /// The text is plain, four lines without a newline at the end; what would disturb a terminal is replaced.
    pub fn render(&self, query: &str) -> String {
        let (line, carets) = render::excerpt(query, self.span);
        format!("{}\n  {line}\n  {carets}\nhint: {}", self.kind, self.kind.hint())
    }
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// More characters than a query may have.
    #[error("the query has {chars} characters, {MAX_CHARS} are allowed")]
    TooLong {
        /// How many it has.
        chars: usize,
    },
    /// Parentheses and negations nest too deep.
    #[error("the query nests deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// More terms than a query may have.
    #[error("the query has more than {MAX_TERMS} terms")]
    TooManyTerms,
    /// A phrase has no end.
    #[error("nothing closes this `{open}`")]
    UnclosedPhrase {
        /// The mark that opens it.
        open: char,
        /// The mark that would close it.
        close: char,
    },
    /// A quotation mark closes what was not opened.
    #[error("nothing opens this `{close}`")]
    UnopenedPhrase {
        /// The mark.
        close: char,
        /// The mark that would open it.
        open: char,
    },
    /// Quotation marks hold nothing.
    #[error("these quotation marks hold nothing")]
    EmptyPhrase,
    /// A group has no end.
    #[error("nothing closes this parenthesis")]
    UnclosedGroup,
    /// A parenthesis closes what was not opened.
    #[error("nothing opens this parenthesis")]
    UnopenedGroup,
    /// Parentheses hold nothing.
    #[error("these parentheses hold nothing")]
    EmptyGroup,
    /// An operator has nothing on its left.
    #[error("`{operator}` has nothing on its left")]
    MissingLeft {
        /// The operator as typed.
        operator: String,
    },
    /// An operator has nothing on its right.
    #[error("`{operator}` has nothing on its right")]
    MissingRight {
        /// The operator as typed.
        operator: String,
    },
    /// A minus has nothing right after it that it could negate.
    #[error("this minus belongs to no word")]
    LoneMinus,
    /// A star is not at the end of a word.
    #[error("`*` works only at the end of a word")]
    MisplacedStar,
    /// A name before a colon that looks like a slip of the pen.
    #[error("there is no field `{}:`", render::quotable(.found))]
    UnknownField {
        /// The name as typed.
        found: String,
        /// The field it is close to.
        meant: &'static str,
    },
    /// A field has nothing after its colon.
    #[error("`{}:` has no value", .field.name())]
    MissingValue {
        /// The field.
        field: Field,
    },
    /// A field has a group after its colon.
    #[error("`{}:` takes one value, not a group", .field.name())]
    GroupAsValue {
        /// The field.
        field: Field,
    },
    /// A value is followed by a parenthesis or a quotation mark without a space.
    #[error("it is unclear where the value of `{}:` ends", .field.name())]
    RunningValue {
        /// The field.
        field: Field,
    },
    /// A star in a value that is matched whole.
    #[error("`{}:` takes whole values, without `*`", .field.name())]
    StarInValue {
        /// The field.
        field: Field,
    },
    /// The field has no such value.
    #[error("`{}:` has no value `{}`", .field.name(), render::quotable(.value))]
    UnknownValue {
        /// The field.
        field: Field,
        /// The value as typed.
        value: String,
        /// Values to offer instead; may be empty.
        known: Vec<String>,
    },
    /// Not a date or a range of dates.
    #[error("`{}` is not a date or a range of dates", render::quotable(.value))]
    BadDate {
        /// The value as typed.
        value: String,
    },
    /// A day, month or year that does not exist.
    #[error("the calendar has no {date}")]
    NoSuchDay {
        /// The date.
        date: String,
    },
    /// Not a number or a range of numbers.
    #[error("`{}` is not a number or a range of numbers", render::quotable(.value))]
    BadNumber {
        /// The value as typed.
        value: String,
    },
    /// A range that nothing can lie in.
    #[error("the range `{}` is empty", render::quotable(.value))]
    EmptyRange {
        /// The value as typed.
        value: String,
    },
    /// The ends of a range count different things.
    #[error("the ends of `{}` count different things", render::quotable(.value))]
    UnitsDiffer {
        /// The value as typed.
        value: String,
    },
}

impl ErrorKind {
    /// What to type instead.
    pub fn hint(&self) -> String {
        match self {
            Self::TooLong { .. } | Self::TooManyTerms => {
                "keep the words that matter, or ask in several queries".to_owned()
            }
            Self::TooDeep => "remove parentheses that change nothing".to_owned(),
            Self::UnclosedPhrase { close, .. } => format!("write `{close}` after the phrase"),
            Self::UnopenedPhrase { open, .. } => {
                format!("write `{open}` before the phrase, or remove the mark")
            }
            Self::EmptyPhrase => "write words between the marks, or remove them".to_owned(),
            Self::UnclosedGroup => {
                "write `)` after the group, or quote text that holds a parenthesis".to_owned()
            }
            Self::UnopenedGroup => {
                "write `(` before the group, or quote text that holds a parenthesis".to_owned()
            }
            Self::EmptyGroup => "write words between the parentheses, or remove them".to_owned(),
            Self::MissingLeft { operator } => {
                format!("write a word before it, or {}", without_operator(operator))
            }
            Self::MissingRight { operator } => {
                format!("write a word after it, or {}", without_operator(operator))
            }
            Self::LoneMinus => {
                "write it right before what to leave out, as in `-word`, or remove it".to_owned()
            }
            Self::MisplacedStar => {
                "write the beginning of a word and then `*`, as in `漏え*`, or quote the text"
                    .to_owned()
            }
            Self::UnknownField { meant, .. } => {
                format!("did you mean `{meant}:`? to search for the text, quote it")
            }
            Self::MissingValue { field } => {
                format!("write it right after the colon, as in `{}`", field.example())
            }
            Self::GroupAsValue { field } => {
                let name = field.name();
                format!("name the field each time, as in `({name}:… OR {name}:…)`")
            }
            Self::RunningValue { field } => {
                format!("quote the whole value, as in `{}:\"…\"`, or put a space after it", field.name())
            }
            Self::StarInValue { field } => {
                format!("write the whole value, as in `{}`", field.example())
            }
            Self::UnknownValue { known, .. } if known.is_empty() => {
                "write a value that `jiken facets` lists".to_owned()
            }
            Self::UnknownValue { known, .. } => format!("write one of {}", known.join(", ")),
            Self::BadDate { .. } => {
                "write `2022`, `2022-10`, `2022年10月5日`, `令和4年10月`, `2022-10..2023-01` or `>=2022-10`"
                    .to_owned()
            }
            Self::NoSuchDay { .. } => "write a date that exists, as in `2022-10`".to_owned(),
            Self::BadNumber { .. } => {
                "write `1000`, `1,000`, `1.5万`, `1000..5000`, `>=1000` or `>=1000人`".to_owned()
            }
            Self::EmptyRange { .. } => {
                "write the smaller or earlier end first, as in `1000..5000`".to_owned()
            }
            Self::UnitsDiffer { .. } => "write one unit, as in `1000..5000人`".to_owned(),
        }
    }
}

/// What someone may have meant who typed `operator` and did not mean the operator.
fn without_operator(operator: &str) -> String {
    if operator.chars().all(char::is_alphabetic) {
        format!("`\"{operator}\"` to search for the word itself")
    } else {
        "remove it".to_owned()
    }
}
