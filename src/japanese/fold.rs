//! Folding: the spelling of a text made uniform, with a map back to the original.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Folds texts.
#[derive(Debug, Clone, Default)]
pub struct Folder {}

const VARIANTS: &[(&str, &str)] =
    &[("漏洩", "漏えい"), ("改竄", "改ざん"), ("ウィルス", "ウイルス"), ("お客さま", "お客様")];

impl Folder {
    /// Folds `text`.
    pub fn fold(&self, text: &str) -> Folded {
        let mut folded = Folded { text: String::new(), starts: Vec::new(), end: text.len() };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let (length, canonical) = VARIANTS
                .iter()
                .find(|(variant, _)| rest.starts_with(variant))
                .map(|(variant, canonical)| (variant.len(), (*canonical).to_owned()))
                .unwrap_or_else(|| {
                    let mut chars = rest.chars();
                    let mut length = chars.next().map_or(1, char::len_utf8);
                    if let Some(mark @ ('ﾞ' | 'ﾟ')) = chars.next() {
                        length += mark.len_utf8();
                    }
                    let piece = rest.get(..length).unwrap_or(rest);
                    (length, piece.nfkc().flat_map(char::to_lowercase).collect())
                });
            folded.starts.extend(std::iter::repeat_n((at, at + length), canonical.len()));
            folded.text.push_str(&canonical);
            at += length;
        }
        folded
    }
}

/// A folded text and the map from its byte offsets to those of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    starts: Vec<(usize, usize)>,
    end: usize,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The smallest range of the original text that covers `folded`, a byte range of the folded text.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.starts.get(folded.start).map_or(self.end, |piece| piece.0);
        if folded.is_empty() {
            return start..start;
        }
        start..self.starts.get(folded.end - 1).map_or(self.end, |piece| piece.1)
    }
}
