//! A report before and after its facts are known.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::{Date, Event, Facts, Outline, Precision, is_menu};

/// Most lines of a site above the title of a page.
const MOST_ABOVE: usize = 60;

/// Where a report came from: a file of the corpus and the report's number within it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Path relative to the corpus root, `/`-separated on every platform.
    pub path: String,
    /// Number of the report within the file, from 1.
    pub part: u32,
}

/// The stable name of a report: `relative/path#n`, or the `id` a JSONL line gives itself.
///
/// `#1` may be left out when a report is named by a person: see [`ReportId::candidates`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReportId(String);

impl ReportId {
    /// The id of a report that is known only by its place.
    pub fn of_source(source: &Source) -> Self {
        Self(format!("{}#{}", source.path, source.part))
    }

    /// An id that the corpus itself assigns (the `id` of a JSONL line).
    pub fn assigned(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The ids that a typed name may stand for, most literal first: itself, then itself with `#1`.
    pub fn candidates(typed: &str) -> Vec<Self> {
        let mut ids = vec![Self(typed.to_owned())];
        let numbered = typed
            .rsplit_once('#')
            .is_some_and(|(_, n)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if !numbered {
            ids.push(Self(format!("{typed}#1")));
        }
        ids
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One report's text as read from its file, with what the file itself says about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Stable name.
    pub id: ReportId,
    /// File and number within the file.
    pub source: Source,
    /// Title on one line; empty when nothing in the file serves as one.
    pub title: String,
    /// The whole text, lines separated by `\n`. When there is a title, it is the first line.
    ///
    /// Every [`Span`](super::Span) counts bytes of this string.
    pub text: String,
    /// Canonical address, when the file names one.
    pub url: Option<String>,
    /// Date of publication, when the file's own metadata names one (front matter, `published`,
    /// `<time>`, a digest heading); dates in running text are the extractor's business.
    pub published: Option<Date>,
    /// When a crawl fetched the page. It says nothing about when the report was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crawled: Option<Date>,
    /// Whether the file is a digest page that holds several reports.
    pub in_digest: bool,
}

impl Document {
    /// Byte offset in [`text`](Self::text) at which the body begins, after the title line.
    pub fn body_start(&self) -> usize {
        match self.text.strip_prefix(self.title.as_str()) {
            Some(rest) if !self.title.is_empty() && rest.starts_with('\n') => self.title.len() + 1,
            Some("") => self.text.len(),
            _ => 0,
        }
    }

    /// Byte offset in [`text`](Self::text) at which the page begins below the menus of its site: where a title taken from
    /// further down stands in its own place, what comes above the last menu before it is of the site. 0 where none is.
    pub fn beginning(&self) -> usize {
        let (mut at, mut beginning) = (self.body_start(), 0);
        for line in self.text.get(at..).unwrap_or_default().split('\n').take(MOST_ABOVE) {
            at += line.len() + 1;
            if line.trim() == self.title {
                return beginning;
            }
            if is_menu(line) {
                beginning = at;
            }
        }
        0
    }
}

/// A document together with the facts it states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The text and its origin.
    pub document: Document,
    /// What the text says, each fact with its evidence.
    pub facts: Facts,
    /// How the text is built.
    #[serde(default)]
    pub outline: Outline,
    /// Every date that the text mentions, at least to its month, in order and each once. It is indexed
    /// and not stored: a report read from an index has none.
    #[serde(skip)]
    pub mentioned: Vec<Date>,
}

impl Report {
    /// When the report was published: as its text says, else as its file's metadata says.
    pub fn published(&self) -> Option<Date> {
        let stated = self.facts.milestone(Event::Published).map(|milestone| milestone.date);
        stated.or(self.document.published)
    }

    /// Days from when the organisation first learned of the incident to the publication of this
    /// report. `None` unless both are known to the day, and when the dates contradict each other.
    pub fn delay(&self) -> Option<u32> {
        let published = self.published()?;
        let detected = self.facts.milestone(Event::Detected)?.date;
        if [published, detected].iter().any(|date| date.precision() != Precision::Day) {
            return None;
        }
        let span = published.first_day() - detected.first_day();
        u32::try_from(span.get_days()).ok()
    }
}
