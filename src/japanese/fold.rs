//! Folding: the spelling of a text made uniform, with a map back to the original.

use std::ops::Range;

/// Folds texts.
#[derive(Debug, Clone, Default)]
pub struct Folder {}

impl Folder {
    /// Folds `text`.
    pub fn fold(&self, text: &str) -> Folded {
        Folded { text: text.to_owned() }
    }
}

/// A folded text and the map from its byte offsets to those of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The smallest range of the original text that covers `folded`, a byte range of the folded text.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        folded
    }
}
