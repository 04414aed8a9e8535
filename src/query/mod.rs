//! The query language: what was typed becomes a tree, or an error that shows the place and says what to type.
//!
//! This module owns the syntax and nothing else. It knows no index and no analyzer, so a word stays as it
//! was typed: unspaced Japanese is one [`Form::Word`], and cutting and folding it is the searcher's work.
//! [`parse`] is pure, runs in time linear in the query, and never panics.
//!
//! # Grammar
//!
//! ```text
//! query      ::= or?                                     ; an empty query means everything
//! or         ::= and ( OR and )*                         ; binds loosest
//! and        ::= unary ( AND? unary )*                   ; terms side by side must all match
//! unary      ::= ( "-" | NOT ) unary | primary           ; binds tightest
//! primary    ::= "(" or ")" | phrase | everything | filter | prefix | word
//!
//! AND, NOT   ::= these letters, upper case, as a whole word
//! OR         ::= these letters, upper case, as a whole word | "|" | "||"
//! "-"        ::= "-" | "－" | "−" | "‐" | "‑", where a term may begin, glued to what follows
//! phrase     ::= '"' text '"' | "「" text "」" | "『" text "』" | "“" text "”"
//! everything ::= "*", standing alone
//! prefix     ::= word "*", with at least one letter or digit in the word
//! word       ::= char+                                   ; begins with no minus, is no operator and no filter
//! char       ::= any character but a separator, a parenthesis, a quotation mark, "|", "*"
//! separator  ::= white space (the full-width space too), a control character, U+200B, U+FEFF
//!
//! filter     ::= facet ":" value                         ; nothing stands between a field, its colon and its value
//!              | "title:" ( value | char+ "*" )
//!              | "id:" ( phrase | ( char | "*" )+ )
//!              | "published:" value                      ; the value's text is range<date>
//!              | "affected:" value                       ; the value's text is range<count>
//!              | "delay:" value                          ; the value's text is range<days>
//! facet      ::= "cause" | "vendor" | "data" | "org" | "kind"
//! value      ::= char+ | phrase
//! range<x>   ::= x | x ".." x | x ".." | ".." x          ; inclusive, a date as wide as it is imprecise
//!              | ( ">=" | ">" | "<=" | "<" ) x
//!              | x ( "以上" | "以降" | "から" | "以下" | "以前" | "まで" | "超" | "より後" | "未満" | "より前" )
//! date       ::= year "年"? | year ( "年" | mark ) month "月"? | year ( "年" | mark ) month ( "月" | mark ) day "日"?
//! mark       ::= "-" | "/" | "."
//! year       ::= digit digit digit digit | era ( "元" | digit digit? )
//! era        ::= "令和" | "平成" | "昭和" | "R" | "H" | "S" | "r" | "h" | "s"
//! month, day ::= digit digit?
//! count      ::= number unit?                            ; a unit on one end holds for both
//! days       ::= number ( "日" | "日間" | "days" | "d" )?
//! number     ::= ( part "億" )? ( part "万" )? part?     ; not empty, and in all a whole number
//! part       ::= decimal | decimal "千" decimal?
//! decimal    ::= digits ( "." digit+ )?                  ; digits, or digits with "," between thousands
//! unit       ::= "人" | "名" | "人分" | "名分" | "名様" | "people" | "件" | "records"
//! ```
//!
//! Every ASCII character of the grammar may be full-width (`ＡＮＤ` `（` `：` `｜` `＊` `＂` `＞＝` `２０２２`); `～` and `〜`
//! stand for `..`, `≧` and `≦` for `>=` and `<=`. Corner brackets nest: 「以下「A社」という」 is one phrase.
//! The fields have Japanese names: 原因, 委託先 (外部), 項目, 組織, 種別, 公表 (公表日, 公表年), 件数, 題名. `org` may be
//! `organisation` or `organization`, `published` may be `year`; letter case does not matter.
//!
//! # Decisions
//!
//! - `ー` and its half-width form are letters, never a minus. A `-` inside a word is a part of it.
//! - A quotation mark or a parenthesis ends the word before it: 弊社「ショップ」 is a word and a phrase.
//! - A word whose part before its first colon is a field's name is a filter. A colon after anything else is text:
//!   `https://example.jp`, `12:30`, `Q:`. Only an ASCII name one slip away from a field (`cuase:`) is an error, and so
//!   is `date:`. `org`, `id` and `year` are never taken to be meant: `arg:`, `ip:` and `Dear:` are text.
//! - `AND` of a `*` with anything is that thing; a `*` by itself is a way to write the empty query.
//! - A kind is checked here, for kinds are a closed set; causes, data, vendors and names are for the lexicon to resolve.
//! - What cannot be meant is refused, not dropped: `a AND`, `OR b`, `()`, `""`, `cause:`, `-` with a space after it, and `*` in the
//!   middle of a word are errors. A word of punctuation alone (`&`) is a word; that it has no terms is found later.
//! - There is no escape character; a phrase may be written in whichever marks its text does not hold.
//! - A query of nothing but negations is allowed: `-改ざん` is every report without it.

mod dates;
mod error;
mod field;
mod lexer;
mod numbers;
mod parser;
mod print;
mod render;
mod tree;
mod values;

pub use dates::date;
pub use error::{ErrorKind, QueryError};
pub use field::Field;
pub use numbers::number;
pub use parser::{MAX_CHARS, MAX_DEPTH, MAX_TERMS, parse};
pub use tree::{Filter, FilterLeaf, Form, Node, Query, TextLeaf};

#[cfg(test)]
mod tests;
