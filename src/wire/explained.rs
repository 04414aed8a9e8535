//! What makes up the score of a hit.

use serde::Serialize;

use crate::search;

/// The account of a score.
#[derive(Debug, Serialize)]
pub(super) struct Explanation<'r> {
    kept: f32,
    parts: Vec<Part<'r>>,
    missing: &'r [String],
}

#[derive(Debug, Serialize)]
struct Part<'r> {
    typed: &'r str,
    view: &'static str,
    how: Option<&'static str>,
    place: &'static str,
    found: &'r [String],
    written: &'r [String],
    occurrences: usize,
    score: f32,
    share: f32,
}

impl<'r> From<&'r search::Explanation> for Explanation<'r> {
    fn from(explanation: &'r search::Explanation) -> Self {
        let part = |part: &'r search::MatchedPart| Part {
            typed: &part.typed,
            view: part.view.as_str(),
            how: part.how.map(search::How::as_str),
            place: part.place.as_str(),
            found: &part.found,
            written: &part.written,
            occurrences: part.occurrences,
            score: part.score,
            share: explanation.share(part),
        };
        Self {
            kept: explanation.kept,
            parts: explanation.parts.iter().map(part).collect(),
            missing: &explanation.missing,
        }
    }
}
