//! Sentences that tell causes, as a person would sort them: what the classifier learns from.
//!
//! `examples.tsv` holds one sentence a line, `slug<TAB>sentence`; a researcher teaches a wording by
//! adding it. This module reads the file and refuses what cannot be meant; [`super::likeness`] learns.

use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{CuePlace, FacetPath, Span};

/// Name of the file.
const FILE: &str = "examples.tsv";

/// What stands for a sentence that tells no cause.
const NONE: &str = "none";

/// A sentence and what it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Example {
    /// Number of the cause among the values, or none.
    pub(super) value: Option<usize>,
    /// The folded sentence.
    pub(super) sentence: String,
    /// Where it is written.
    pub(super) place: CuePlace,
}

/// Reads the examples of `values`, in the order of the file; lines that a lenient lexicon lets pass are left out.
pub(super) fn read(
    lexicon: &Lexicon,
    folder: &Folder,
    values: &[FacetPath],
) -> Result<Vec<Example>, LexiconError> {
    let text = lexicon.file(FILE)?;
    let numbers: BTreeMap<&str, Option<usize>> = values
        .iter()
        .enumerate()
        .map(|(number, value)| (value.as_str(), Some(number)))
        .chain([(NONE, None)])
        .collect();
    let mut examples = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut start = 0;
    for (line, row) in text.split('\n').enumerate() {
        let at = start;
        start += row.len() + 1;
        let row = row.trim_end_matches('\r');
        if row.trim().is_empty() || row.starts_with('#') {
            continue;
        }
        let mistake =
            |offset: usize, message: String| lexicon.mistake(FILE, &text, offset, message);
        let Some((slug, sentence)) = row.split_once('\t') else {
            let message = "no tab; write the slug, a tab and the sentence".to_owned();
            lexicon.refuse(mistake(at, message))?;
            continue;
        };
        let Some(value) = numbers.get(slug) else {
            let message = format!(
                "`{slug}` is no value of causes.toml; write level-one/level-two, or `{NONE}`"
            );
            lexicon.refuse(mistake(at, message))?;
            continue;
        };
        let place = at + slug.len() + 1;
        if sentence.trim().is_empty() {
            let message = "an empty sentence; write one or remove the line".to_owned();
            lexicon.refuse(mistake(place, message))?;
            continue;
        }
        if sentence.contains('\t') {
            let message = "a second tab; a line is one slug and one sentence".to_owned();
            lexicon.refuse(mistake(place, message))?;
            continue;
        }
        let span = Span { start: place, end: place + sentence.len() };
        let sentence = folder.fold(sentence.trim()).text().to_owned();
        if let Some(first) = seen.insert(sentence.clone(), line + 1) {
            let message = format!("the sentence of line {first} again; remove one");
            lexicon.refuse(mistake(place, message))?;
            continue;
        }
        examples.push(Example { value: *value, sentence, place: CuePlace { file: FILE, span } });
    }
    Ok(examples)
}
