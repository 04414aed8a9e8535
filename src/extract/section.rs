//! Sections of a notice: what a heading announces decides what may be read from the lines below it.

use serde::Deserialize;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;

pub(super) use crate::report::SectionKind as Section;

/// The words of headings.
#[derive(Debug)]
pub(super) struct Sections {
    cues: CueSet,
    owners: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    contact: Vec<toml::Spanned<String>>,
    delay: Vec<toml::Spanned<String>>,
    request: Vec<toml::Spanned<String>>,
    prevention: Vec<toml::Spanned<String>>,
    related: Vec<toml::Spanned<String>>,
    cause: Vec<toml::Spanned<String>>,
    course: Vec<toml::Spanned<String>>,
    scope: Vec<toml::Spanned<String>>,
    response: Vec<toml::Spanned<String>>,
}

impl Sections {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "sections.toml")?;
        let groups = [
            (Section::Contact, words.contact),
            (Section::Delay, words.delay),
            (Section::Request, words.request),
            (Section::Prevention, words.prevention),
            (Section::Related, words.related),
            (Section::Scope, words.scope),
            (Section::Cause, words.cause),
            (Section::Course, words.course),
            (Section::Response, words.response),
        ];
        let mut owners = Vec::new();
        let mut cues = Vec::new();
        for (section, words) in groups {
            owners.extend(std::iter::repeat_n(section, words.len()));
            cues.extend(words);
        }
        Ok(Self { cues: file.cues(&cues, folder)?, owners })
    }

    /// The section that a heading opens, if any; the first group of the list above wins.
    pub(super) fn of_heading(&self, heading: &str) -> Option<Section> {
        let first = self.cues.find(heading).into_iter().map(|hit| hit.cue).min()?;
        self.owners.get(first).copied()
    }
}
