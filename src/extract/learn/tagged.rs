//! Tagged reports: texts in which a reader has marked what each date, item, number and name is.
//!
//! A file holds reports one after another, each a head, a line `----` and a text; a line `====` parts them. The head
//! has one `#name: value` a line: `kind`, `org`, `published`, and for each cause and third party `cause: slug |
//! certainty | quote` and `vendor: name | role`. In the text stand tags, never one in another nor over an end of line:
//!
//! - `[[d:detected=2023-05-03,contained=2023-05-03|5月3日]]` the day of these events, `[[d:-|…]]` of none;
//! - `[[p:contact/name=stated|氏名]]` an item: stated, possible, denied, or other where nothing is claimed;
//! - `[[n:people=120..120,exact|120名]]` how many were affected, `[[n:-|…]]` any other number;
//! - `[[v:contractor|株式会社…]]` a third party by its role, `[[v:-|…]]` any other organisation.

use std::ops::Range;

use crate::report::{Certainty, Event, Kind};

/// A report with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// Its kind.
    pub kind: Kind,
    /// Who suffered, if the text says so.
    pub organisation: Option<String>,
    /// Slugs of causes with their certainty.
    pub causes: Vec<(String, Certainty)>,
    /// Names and roles of third parties.
    pub vendors: Vec<(String, String)>,
    /// The text without tags.
    pub text: String,
    /// The tags in the order of the text, then the words that prove causes.
    pub tags: Vec<Tag>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What stands there.
    pub mark: Mark,
}

/// What a reader has marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The day of events, each with the date as exactly as it is known; empty for another date.
    Date(Vec<(Event, String)>),
    /// An item of data, and what is claimed of it, if anything is.
    Item(String, Option<Certainty>),
    /// A number: whether it counts those affected.
    Count(bool),
    /// A name: the role of a third party, or none.
    Name(Option<String>),
    /// Words that the head quotes for a cause that is not denied.
    Cause(String),
}

/// What is wrong with a tagged report, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct TagError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong, ending in what to do.
    pub message: String,
}

/// Reads a file of tagged reports.
///
/// # Errors
///
/// The first line that cannot be meant.
pub fn parse(file: &str) -> Result<Vec<Tagged>, TagError> {
    let mut reports = Vec::new();
    let mut lines = file.lines().enumerate().map(|(number, line)| (number + 1, line)).peekable();
    while lines.peek().is_some() {
        let mut report = Tagged {
            kind: Kind::Notice,
            organisation: None,
            causes: Vec::new(),
            vendors: Vec::new(),
            text: String::new(),
            tags: Vec::new(),
        };
        let mut has_text = false;
        let mut first = 0;
        let mut quotes = Vec::new();
        for (line, text) in lines.by_ref() {
            first = line;
            if text == "----" {
                has_text = true;
                break;
            }
            report.head(line, text, &mut quotes)?;
        }
        for (line, text) in lines.by_ref() {
            if text == "====" {
                break;
            }
            report.line(line, text)?;
        }
        if !has_text {
            let message = "a head without a text; write a line of four hyphens below it".to_owned();
            return Err(TagError { line: first, message });
        }
        report.tag_causes(&quotes);
        reports.push(report);
    }
    Ok(reports)
}

impl Tagged {
    /// Reads a line of the head; what it quotes for causes goes to `quotes`.
    fn head(
        &mut self,
        line: usize,
        text: &str,
        quotes: &mut Vec<(String, String)>,
    ) -> Result<(), TagError> {
        let mistake = |message: String| Err(TagError { line, message });
        if text.trim().is_empty() {
            return Ok(());
        }
        let Some((name, value)) = text.strip_prefix('#').and_then(|text| text.split_once(':'))
        else {
            return mistake(format!("`{text}` is no line of a head; write #name: value"));
        };
        let value = value.trim();
        let parts: Vec<&str> = value.split('|').map(str::trim).collect();
        match (name.trim(), parts.as_slice()) {
            ("kind", [kind]) => match Kind::parse(kind) {
                Some(kind) => self.kind = kind,
                None => return mistake(format!("`{kind}` is no kind; write notice, qa, …")),
            },
            ("org", [name]) => self.organisation = (*name != "-").then(|| (*name).to_owned()),
            ("published" | "service", _) => {}
            ("cause", [slug, certainty, quote]) => match Certainty::parse(certainty) {
                Some(certainty) => {
                    self.causes.push(((*slug).to_owned(), certainty));
                    if certainty != Certainty::Denied && !quote.is_empty() {
                        quotes.push(((*slug).to_owned(), (*quote).to_owned()));
                    }
                }
                None => return mistake(format!("`{certainty}` is no certainty")),
            },
            ("vendor", [name, role]) => {
                self.vendors.push(((*name).to_owned(), (*role).to_owned()));
            }
            _ => return mistake(format!("`{text}` is no line of a head")),
        }
        Ok(())
    }

    /// Tags the words that prove causes, wherever they stand.
    fn tag_causes(&mut self, quotes: &[(String, String)]) {
        for (slug, quote) in quotes {
            let places = self.text.match_indices(quote.as_str());
            let tags = places.map(|(start, _)| Tag {
                range: start..start + quote.len(),
                mark: Mark::Cause(slug.clone()),
            });
            self.tags.extend(tags.collect::<Vec<_>>());
        }
    }

    fn line(&mut self, line: usize, text: &str) -> Result<(), TagError> {
        let mut rest = text;
        while let Some((before, opened)) = rest.split_once("[[") {
            // [[[d:…|6/5]] 02:40]: a tag begins with the last of more brackets.
            let tag = opened.trim_start_matches('[');
            let brackets = opened.get(..opened.len() - tag.len()).unwrap_or_default();
            let parts = tag.split_once("]]").and_then(|(tag, after)| {
                let (mark, words) = tag.split_once('|')?;
                Some((mark, words, after))
            });
            let mark = parts.and_then(|(mark, words, after)| Some((read(mark)?, words, after)));
            let Some((mark, words, after)) = mark else {
                let shown: String = tag.chars().take(40).collect();
                let message = format!("`[[{shown}` is no tag; write [[letter:meaning|words]]");
                return Err(TagError { line, message });
            };
            self.text.push_str(before);
            self.text.push_str(brackets);
            let start = self.text.len();
            self.text.push_str(words);
            self.tags.push(Tag { range: start..self.text.len(), mark });
            rest = after;
        }
        self.text.push_str(rest);
        self.text.push('\n');
        Ok(())
    }
}

/// What the first part of a tag means.
fn read(mark: &str) -> Option<Mark> {
    let (letter, meaning) = mark.split_once(':')?;
    let is_none = meaning == "-";
    Some(match letter {
        "d" if is_none => Mark::Date(Vec::new()),
        "d" => {
            let events = meaning.split(',').map(|part| {
                let (event, date) = part.split_once('=')?;
                Some((Event::parse(event.trim())?, date.trim().to_owned()))
            });
            Mark::Date(events.collect::<Option<_>>()?)
        }
        "p" => {
            let (slug, state) = meaning.split_once('=')?;
            let claim = if state == "other" { None } else { Some(Certainty::parse(state)?) };
            Mark::Item(slug.to_owned(), claim)
        }
        "n" => Mark::Count(!is_none),
        "v" => Mark::Name((!is_none).then(|| meaning.to_owned())),
        _ => return None,
    })
}
