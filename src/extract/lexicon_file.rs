//! Reading a lexicon file so that each mistake names its line and column.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{CuePlace, FacetPath, FacetPathError, Span};

use super::cue::{CueSet, CueSetBuilder, List};
use super::idle::idle_cues;

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

/// Characters of a cue that a message shows.
const MOST_SHOWN: usize = 40;

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
        let parsed = format!("{}/{}", group.get_ref(), value.get_ref()).parse::<FacetPath>();
        let or_unknown = |error: FacetPathError| {
            self.refuse(value, error.to_string())?;
            "unknown".parse().map_err(|_| self.mistake(value, error.to_string()))
        };
        parsed.or_else(or_unknown)
    }

    /// The slug paths of a list, each of which must be one of `values`.
    pub(super) fn known_paths(
        &self,
        values: &[FacetPath],
        slugs: &[Spanned<String>],
    ) -> Result<Vec<FacetPath>, LexiconError> {
        let mut known = Vec::new();
        for slug in slugs {
            let typed = slug.get_ref();
            match values.iter().find(|path| path.as_str() == typed) {
                Some(path) => known.push(path.clone()),
                None => {
                    let message =
                        format!("`{typed}` is no value of this file; write level-one/level-two");
                    self.refuse(slug, message)?;
                }
            }
        }
        Ok(known)
    }

    /// A mistake at a value of the file.
    pub(super) fn mistake<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> LexiconError {
        self.lexicon.mistake(self.name, &self.text, at.span().start, message)
    }

    /// Refuses the lexicon for a mistake at a value of the file, see [`Lexicon::refuse`].
    pub(super) fn refuse<T>(
        &self,
        at: &Spanned<T>,
        message: impl Into<String>,
    ) -> Result<(), LexiconError> {
        self.lexicon.refuse(self.mistake(at, message))
    }

    /// Refuses a name that must be one of a closed set.
    pub(super) fn refuse_name(
        &self,
        name: &Spanned<String>,
        what: &str,
        known: &[&str],
    ) -> Result<(), LexiconError> {
        let message = format!("`{}` is no {what}; use one of {}", name.get_ref(), known.join(", "));
        self.refuse(name, message)
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
                    self.refuse(cue, "the `{` is not closed; write `{name}`")?;
                    *cue.get_mut() = format!("{before}{tail}");
                    continue;
                };
                let words = match sets.get(name) {
                    Some(words) => words.join("|"),
                    None => {
                        let message =
                            format!("`{name}` is not among `sets`; add it or mend the name");
                        self.refuse(cue, message)?;
                        name.to_owned()
                    }
                };
                *cue.get_mut() = format!("{before}({words}){after}");
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
        Ok(set.build())
    }

    /// Adds cues to a second set, whose mistakes have been told when they were added to the first.
    pub(super) fn again(
        &self,
        set: &mut CueSetBuilder,
        cues: &[Spanned<String>],
        folder: &Folder,
    ) -> List {
        let mut sound: Vec<&str> = cues.iter().map(|cue| cue.get_ref().as_str()).collect();
        loop {
            match set.add(sound.iter().copied(), folder) {
                Ok(list) => return list,
                Err((number, _)) if number < sound.len() => drop(sound.remove(number)),
                Err(_) => return 0..0,
            }
        }
    }

    /// Adds cues to a set that several lists share.
    pub(super) fn list(
        &self,
        set: &mut CueSetBuilder,
        cues: &[Spanned<String>],
        folder: &Folder,
    ) -> Result<List, LexiconError> {
        let mut seen = BTreeSet::new();
        let mut sound = Vec::with_capacity(cues.len());
        for cue in cues {
            let text = cue.get_ref().as_str();
            if text.trim().is_empty() {
                self.refuse(cue, "an empty cue; write the phrase or remove the line")?;
            } else if !seen.insert(text) {
                self.refuse(cue, format!("`{text}` stands in this list twice; remove one"))?;
            } else {
                sound.push(cue);
            }
        }
        loop {
            let added = set.add(sound.iter().map(|cue| cue.get_ref().as_str()), folder);
            let (number, message) = match added {
                Ok(list) => {
                    let places = sound.iter().map(|cue| CuePlace {
                        file: self.name,
                        span: Span { start: cue.span().start, end: cue.span().end },
                    });
                    set.place(&list, places);
                    self.warn_of_idle_cues(&sound, folder);
                    return Ok(list);
                }
                Err(mistake) => mistake,
            };
            match sound.get(number) {
                Some(cue) => {
                    self.refuse(cue, format!("`{}`: {message}", beginning(cue.get_ref())))?;
                    sound.remove(number);
                }
                None => return Err(self.lexicon.mistake(self.name, &self.text, 0, message)),
            }
        }
    }
}

/// What is worth a warning, looked for only where the lexicon is checked.
impl LexiconFile<'_> {
    fn warn<T>(&self, at: &Spanned<T>, message: impl Into<String>) {
        self.lexicon.warn(self.mistake(at, message));
    }

    /// Warns of cues of one list that can add nothing.
    fn warn_of_idle_cues(&self, cues: &[&Spanned<String>], folder: &Folder) {
        if !self.lexicon.is_lenient() {
            return;
        }
        // Finders may join several arrays into one list; what differs in meaning is told apart again.
        let is_one_array = |before: &&Spanned<String>, after: &&Spanned<String>| {
            let between = self.text.get(before.span().end..after.span().start);
            between.is_some_and(|between| !between.contains(['=', ']']))
        };
        for array in cues.chunk_by(is_one_array) {
            let written = |cue: &Spanned<String>| self.text.get(cue.span()).unwrap_or_default();
            let cues: Vec<(&str, &str)> =
                array.iter().map(|cue| (cue.get_ref().as_str(), written(cue))).collect();
            let only_presence_counts = matches!(self.name, "kinds.toml" | "boilerplate.toml");
            for (number, message) in idle_cues(&cues, folder, only_presence_counts) {
                if let Some(cue) = array.get(number) {
                    self.warn(cue, format!("`{}` {message}", beginning(cue.get_ref())));
                }
            }
        }
    }

    /// Warns of cues that claim two values without being `shared`, and of shared ones that do not.
    pub(super) fn warn_of_claims<V: PartialEq>(
        &self,
        claims: &[(Spanned<String>, V)],
        shared: &[Spanned<String>],
        folder: &Folder,
        name: impl Fn(&V) -> String,
    ) {
        if !self.lexicon.is_lenient() {
            return;
        }
        let fold = |cue: &Spanned<String>| folder.fold(cue.get_ref()).text().to_owned();
        let mut by_cue: BTreeMap<String, Vec<(&Spanned<String>, &V)>> = BTreeMap::new();
        for (cue, value) in claims {
            by_cue.entry(fold(cue)).or_default().push((cue, value));
        }
        let allowed: BTreeSet<String> = shared.iter().map(fold).collect();
        for (folded, claimed) in &by_cue {
            let Some((_, first)) = claimed.first() else { continue };
            for (cue, value) in claimed.iter().skip(1).filter(|(_, value)| value != first) {
                if !allowed.contains(folded) {
                    let message = format!(
                        "`{}` names {} and {}; take it from one, or list it in `shared`",
                        cue.get_ref(),
                        name(first),
                        name(value)
                    );
                    self.warn(cue, message);
                }
            }
        }
        for cue in shared {
            if by_cue.get(&fold(cue)).is_none_or(|claimed| claimed.len() < 2) {
                self.warn(cue, format!("`{}` names no two values; take it out", cue.get_ref()));
            }
        }
    }
}

/// A cue, cut where it is too long to read.
fn beginning(cue: &str) -> String {
    let mut chars = cue.chars();
    let beginning: String = chars.by_ref().take(MOST_SHOWN).collect();
    if chars.next().is_some() { format!("{beginning} [...]") } else { beginning }
}
