//! Spelling variants: which spellings are the same word, and their replacement by one of them.
//!
//! The groups are in `lexicon/variants.toml`. They hold spellings of one word only; words that are
//! merely related belong to the synonyms.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::beginnings::Beginnings;
use super::fold::Folder;
use super::offsets::Edit;
use super::script::Script;
use crate::lexicon::{Lexicon, LexiconError};

const FILE: &str = "variants.toml";

/// Spelling variants, each with the spelling that stands for its group.
#[derive(Debug, Clone, Default)]
pub struct Variants {
    /// `None` if there are no variants.
    replacer: Option<Arc<Replacer>>,
}

/// One spelling that is replaced.
#[derive(Debug, Clone)]
struct Entry {
    form: String,
    canonical: String,
    /// Also inside a longer run of the same script.
    inside: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    variant: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    canonical: Spanned<String>,
    forms: Vec<Spanned<String>>,
    #[serde(default)]
    inside: bool,
}

impl Variants {
    /// Reads `variants.toml`.
    ///
    /// Spellings that differ only by what folding makes uniform anyway need not be listed.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is no TOML of this shape; an empty spelling; a spelling in two
    /// groups; a canonical spelling that another entry would replace, whole or in part.
    pub fn read(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let text = lexicon.file(FILE)?;
        let file: File = lexicon.toml(FILE)?;
        let plain = Folder::default();
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for group in &file.variant {
            let canonical = plain.fold(group.canonical.get_ref()).text().to_owned();
            for spelling in std::iter::once(&group.canonical).chain(&group.forms) {
                if plain.fold(spelling.get_ref()).text().trim().is_empty() {
                    let at = spelling.span().start;
                    let message = "an empty spelling matches everywhere; remove it";
                    lexicon.refuse(lexicon.mistake(FILE, &text, at, message))?;
                }
            }
            for form in &group.forms {
                let mut folded = plain.fold(form.get_ref()).text().to_owned();
                if group.inside && form.get_ref().ends_with('ー') && !folded.ends_with('ー') {
                    // Inside a longer run the final ー is still there.
                    folded.push('ー');
                }
                if folded == canonical {
                    let message = format!(
                        "“{}” becomes “{canonical}” without this entry; it does nothing",
                        form.get_ref()
                    );
                    lexicon.warn(lexicon.mistake(FILE, &text, form.span().start, message));
                }
                if folded == canonical || folded.trim().is_empty() {
                    continue;
                }
                let entry = Entry {
                    form: folded.clone(),
                    canonical: canonical.clone(),
                    inside: group.inside,
                };
                let Some(other) = entries.insert(folded, entry) else { continue };
                if other.canonical != canonical {
                    let message = format!(
                        "“{}” stands for “{}” and for “{canonical}”; keep it in one group",
                        form.get_ref(),
                        other.canonical
                    );
                    lexicon.refuse(lexicon.mistake(FILE, &text, form.span().start, message))?;
                }
            }
        }
        // A canonical spelling is found as itself, lest a form at its start (お詫 in お詫び) be.
        for group in &file.variant {
            let canonical = plain.fold(group.canonical.get_ref()).text().to_owned();
            if canonical.trim().is_empty() {
                continue;
            }
            let entry =
                Entry { form: canonical.clone(), canonical: canonical.clone(), inside: true };
            entries.entry(canonical).or_insert(entry);
        }
        let variants = Self { replacer: Replacer::new(entries.into_values().collect()) };
        let folder = Folder::new(&variants);
        for group in &file.variant {
            let plainly = plain.fold(group.canonical.get_ref());
            let folded = folder.fold(group.canonical.get_ref());
            if plainly.text() != folded.text() {
                let message = format!(
                    "the canonical spelling would itself become “{}”; write that, or take the part that changes out of its group",
                    folded.text()
                );
                let at = group.canonical.span().start;
                lexicon.refuse(lexicon.mistake(FILE, &text, at, message))?;
            }
        }
        Ok(variants)
    }

    /// The machine that replaces these variants; `None` if there are none.
    pub(super) fn replacer(&self) -> Option<Arc<Replacer>> {
        self.replacer.clone()
    }
}

/// Replaces variants in text, leftmost and longest first.
#[derive(Debug)]
pub(super) struct Replacer {
    forms: Beginnings,
    entries: Vec<Entry>,
}

impl Replacer {
    fn new(entries: Vec<Entry>) -> Option<Arc<Self>> {
        if entries.is_empty() {
            return None;
        }
        let forms = Beginnings::new(entries.iter().map(|entry| entry.form.as_str()));
        Some(Arc::new(Self { forms, entries }))
    }

    /// Every form that is replaced, and by what.
    pub(super) fn spellings(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.entries.iter().filter(|entry| entry.form != entry.canonical);
        entries.map(|entry| (entry.form.as_str(), entry.canonical.as_str()))
    }

    /// Replaces every variant; `None` if the text holds none.
    pub(super) fn replace(&self, text: &str, edits: &mut Vec<Edit>) -> Option<String> {
        let mut out = String::new();
        let mut copied = 0;
        let mut at = 0;
        while let Some((start, end, number)) = self.forms.next_longest(text, at) {
            let range = start..end;
            let Some(entry) = self.entries.get(number) else { break };
            let before = text.get(..range.start).and_then(|text| text.chars().next_back());
            let after = text.get(range.end..).and_then(|text| text.chars().next());
            if entry.form == entry.canonical {
                at = range.end;
                continue;
            }
            if !entry.may_stand_between(before, after) {
                at = range.start + entry.form.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            out.push_str(text.get(copied..range.start).unwrap_or_default());
            let start = out.len();
            out.push_str(&entry.canonical);
            edits.push(Edit { before: range.clone(), after: start..out.len() });
            copied = range.end;
            at = range.end;
        }
        if copied == 0 {
            return None;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Some(out)
    }
}

impl Entry {
    /// Whether the form is a word there, and no part of a longer one.
    fn may_stand_between(&self, before: Option<char>, after: Option<char>) -> bool {
        if self.inside {
            return true;
        }
        let first = self.form.chars().next();
        let last = self.form.chars().next_back();
        if continues(before, first) || continues(last, after) {
            return false;
        }
        // A form in hiragana alone has no edges of its own: かいざん is not a word in たかいざんねん.
        let spelled_out = self.form.chars().all(|c| Script::of(c) == Script::Hiragana);
        !spelled_out
            || before.is_none_or(|before| {
                Script::of(before) != Script::Hiragana || "をがのはにもでとや".contains(before)
            })
    }
}

/// Whether two neighbours are one run of katakana, Latin letters or digits.
fn continues(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    let script = Script::of(left);
    matches!(script, Script::Katakana | Script::Latin | Script::Digit)
        && script == Script::of(right)
}
