//! Reading a lexicon file so that each mistake names its line and column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::FacetPath;

use super::cue::CueSet;

/// A group of `causes.toml` or `data.toml` with the words of its values; what the values are called,
/// and that none is defined twice, is the business of [`crate::taxonomy`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry<T> {
    /// Slug of the first level.
    pub(super) slug: Spanned<String>,
    #[serde(rename = "label")]
    _label: IgnoredAny,
    /// Values of the second level.
    pub(super) value: Vec<T>,
}

/// A lexicon file that has been read.
pub(super) struct LexiconFile<'l> {
    lexicon: &'l Lexicon,
    name: &'static str,
    text: Cow<'static, str>,
}

impl<'l> LexiconFile<'l> {
    /// Reads `name` as TOML of the shape `T`.
    pub(super) fn read<T: DeserializeOwned>(
        lexicon: &'l Lexicon,
        name: &'static str,
    ) -> Result<(Self, T), LexiconError> {
        let content = lexicon.toml(name)?;
        Ok((Self { lexicon, name, text: lexicon.file(name)? }, content))
    }

    /// The path of a value below its group.
    pub(super) fn path(
        &self,
        group: &Spanned<String>,
        value: &Spanned<String>,
    ) -> Result<FacetPath, LexiconError> {
        format!("{}/{}", group.get_ref(), value.get_ref())
            .parse()
            .map_err(|error| self.mistake(value, format!("{error}")))
    }

    /// A mistake at a value of the file.
    pub(super) fn mistake<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> LexiconError {
        self.lexicon.mistake(self.name, &self.text, at.span().start, message)
    }

    /// Compiles cues, refusing empty, broken and repeated ones.
    pub(super) fn cues(
        &self,
        cues: &[Spanned<String>],
        folder: &Folder,
    ) -> Result<CueSet, LexiconError> {
        let mut seen = BTreeMap::new();
        for cue in cues {
            let text = cue.get_ref().as_str();
            if text.trim().is_empty() {
                return Err(self.mistake(cue, "an empty cue; write the phrase or remove the line"));
            }
            if seen.insert(text, ()).is_some() {
                let message = format!("`{text}` stands in this list twice; remove one");
                return Err(self.mistake(cue, message));
            }
        }
        CueSet::new(cues.iter().map(|cue| cue.get_ref().as_str()), folder).map_err(
            |(number, message)| match cues.get(number) {
                Some(cue) => self.mistake(cue, format!("`{}`: {message}", cue.get_ref())),
                None => self.lexicon.mistake(self.name, &self.text, 0, message),
            },
        )
    }
}
