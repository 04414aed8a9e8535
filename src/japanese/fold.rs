//! Folding: the spelling of a text made uniform, with a map back to the original.

use std::ops::Range;
use std::sync::Arc;

use super::katakana;
use super::normalize::normalize;
use super::offsets::{Edit, Step};
use super::variants::{Replacer, Variants};

/// Counts changes of the folding rules, for fingerprints of what was indexed with them.
pub const FOLD_RULES: u32 = 2;

/// A replacement may make another possible; text that goes on changing is left after so many rounds.
const ROUNDS: usize = 4;

/// Folds texts: characters (NFKC, lower case, one dash), katakana spelling, spelling variants.
///
/// Folding is what makes 漏洩, 漏えい and ろうえい one word, and ＷＥＢサイト and ウェブサイト. Whatever is
/// compared with folded text must be folded too: queries, cue phrases, names.
///
/// The default folder knows no variants.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    replacer: Option<Arc<Replacer>>,
}

impl Folder {
    /// A folder that also replaces these variants.
    pub fn new(variants: &Variants) -> Self {
        Self { replacer: variants.replacer() }
    }

    /// The spellings that variants replace, folded, each with what stands for it.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.replacer.iter().flat_map(|replacer| replacer.spellings())
    }

    /// Folds `text`, in time linear in its length. Folding folded text changes nothing.
    pub fn fold(&self, text: &str) -> Folded {
        let mut folded =
            Folded { text: text.to_owned(), original_length: text.len(), steps: Vec::new() };
        folded.rewrite(normalize);
        for _ in 0..ROUNDS {
            folded.rewrite(|text, edits| {
                katakana::respell(text, |before, after| edits.push(Edit { before, after }))
            });
            let Some(replacer) = &self.replacer else { break };
            if !folded.rewrite(|text, edits| replacer.replace(text, edits)) {
                break;
            }
        }
        folded
    }
}

/// A folded text and the map from its byte offsets to those of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    original_length: usize,
    /// First step first.
    steps: Vec<Step>,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The smallest range of the original text that covers `folded`, a byte range of the folded text.
    ///
    /// Both ends lie on character boundaries. A range that starts or ends at the edge of the folded
    /// text reaches the edge of the original, so the whole covers the whole. A range that is out
    /// of bounds or cuts a character is first widened or cut to characters that exist.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(folded.start);
        let end = self.text.ceil_char_boundary(folded.end).max(start);
        self.steps.iter().rev().fold(start..end, |range, step| step.before(range))
    }

    /// Where a byte offset of the original text lies in the folded text: a character boundary, at
    /// or before the character that the offset has become part of.
    pub fn folded(&self, original: usize) -> usize {
        let original = original.min(self.original_length);
        let folded = self.steps.iter().fold(original, |at, step| step.after(at));
        self.text.floor_char_boundary(folded)
    }

    /// Applies one step; says whether the text changed.
    fn rewrite(&mut self, step: impl FnOnce(&str, &mut Vec<Edit>) -> Option<String>) -> bool {
        let mut edits = Vec::new();
        let Some(text) = step(&self.text, &mut edits) else { return false };
        if !edits.is_empty() {
            self.steps.push(Step {
                edits,
                length_before: self.text.len(),
                length_after: text.len(),
            });
        }
        self.text = text;
        true
    }
}
