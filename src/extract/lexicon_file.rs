//! Reading a lexicon file so that each mistake names its line and column.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::FacetPath;

use super::cue::{CueSet, CueSetBuilder, List};

/// A group of `causes.toml` or `data.toml` with the words of its values; what the values are called,
/// and that none is defined twice, is the business of [`crate::taxonomy`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry<T> {
    /// Slug of the first level.
    pub(super) slug: Spanned<String>,
    #[serde(rename = "label")]
    _label: IgnoredAny,
    #[serde(default, rename = "veris")]
    _veris: IgnoredAny,
    #[serde(default, rename = "tsr")]
    _tsr: IgnoredAny,
    #[serde(default, rename = "jnsa")]
    _jnsa: IgnoredAny,
    /// Values of the second level.
    pub(super) value: Vec<T>,
}

/// Choices that many cues of a file share: `{name}` in a cue stands for `(a|b|c)`.
pub(super) type Sets = BTreeMap<String, Vec<String>>;

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

    /// Writes the shared choices out in the cues that name them.
    pub(super) fn insert_sets(
        &self,
        cues: &mut [Spanned<String>],
        sets: &Sets,
    ) -> Result<(), LexiconError> {
        for cue in cues {
            while let Some((before, tail)) = cue.get_ref().split_once('{') {
                let Some((name, after)) = tail.split_once('}') else {
                    return Err(self.mistake(cue, "the `{` is not closed; write `{name}`"));
                };
                let Some(words) = sets.get(name) else {
                    let message = format!("`{name}` is not among `sets`; add it or mend the name");
                    return Err(self.mistake(cue, message));
                };
                *cue.get_mut() = format!("{before}({}){after}", words.join("|"));
            }
        }
        Ok(())
    }

    /// Compiles cues into a set of their own, refusing empty, broken and repeated ones.
    pub(super) fn cues(
        &self,
        cues: &[Spanned<String>],
        folder: &Folder,
    ) -> Result<CueSet, LexiconError> {
        let mut set = CueSetBuilder::default();
        self.list(&mut set, cues, folder)?;
        self.set(set)
    }

    /// Adds cues to a set that several lists share.
    pub(super) fn list(
        &self,
        set: &mut CueSetBuilder,
        cues: &[Spanned<String>],
        folder: &Folder,
    ) -> Result<List, LexiconError> {
        let mut seen = BTreeSet::new();
        for cue in cues {
            let text = cue.get_ref().as_str();
            if text.trim().is_empty() {
                return Err(self.mistake(cue, "an empty cue; write the phrase or remove the line"));
            }
            if !seen.insert(text) {
                let message = format!("`{text}` stands in this list twice; remove one");
                return Err(self.mistake(cue, message));
            }
        }
        set.add(cues.iter().map(|cue| cue.get_ref().as_str()), folder).map_err(
            |(number, message)| match cues.get(number) {
                Some(cue) => self.mistake(cue, format!("`{}`: {message}", cue.get_ref())),
                None => self.lexicon.mistake(self.name, &self.text, 0, message),
            },
        )
    }

    /// Finishes a set of cues.
    pub(super) fn set(&self, set: CueSetBuilder) -> Result<CueSet, LexiconError> {
        set.build().map_err(|message| self.lexicon.mistake(self.name, &self.text, 0, message))
    }
}

/// Finishes a set that the cues of several files share.
pub(super) fn finish(lexicon: &Lexicon, set: CueSetBuilder) -> Result<CueSet, LexiconError> {
    set.build().map_err(|message| lexicon.mistake("causes.toml", "", 0, message))
}
