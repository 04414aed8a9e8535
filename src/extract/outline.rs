//! The structure of a page, kept with the report: where each section begins, and which sentences
//! are formulas that every notice contains.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Facts, Outline, Section, SectionKind, Span};

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::page::{Page, Shape};

/// Finds sections and formulas.
#[derive(Debug)]
pub(super) struct Outliner {
    formulas: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Boilerplate {
    formulas: Vec<Spanned<String>>,
}

impl Outliner {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<Boilerplate>(lexicon, "boilerplate.toml")?;
        Ok(Self { formulas: file.cues(&content.formulas, folder)? })
    }

    /// The outline of a page whose facts are known: a sentence that proves one is no formula,
    /// however it apologises.
    pub(super) fn outline(&self, page: &Page<'_>, facts: &Facts) -> Outline {
        let mut proofs: Vec<Span> = facts.evidence().map(|evidence| evidence.span).collect();
        proofs.sort_unstable_by_key(|span| span.start);
        let proves = |span: &Span| {
            let behind = proofs.partition_point(|proof| proof.start < span.end);
            let last = behind.checked_sub(1).and_then(|last| proofs.get(last));
            last.is_some_and(|proof| proof.end > span.start)
        };
        let mut outline = Outline::default();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let span = page.evidence_span(number);
            let opens = number > 0 && (sentence.shape == Shape::Heading || sentence.question);
            match outline.sections.last_mut() {
                Some(section) if !opens && section.kind == sentence.section => {
                    section.span.end = span.end;
                }
                // The title names its subject, not a section.
                _ => outline.sections.push(Section {
                    kind: if number == 0 { SectionKind::Body } else { sentence.section },
                    heading: opens.then_some(span),
                    span,
                }),
            }
            if self.formulas.is_in(page.sentence(number)) && !proves(&span) {
                outline.formulas.push(span);
            }
        }
        outline
    }
}
