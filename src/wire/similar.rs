//! Reports like one.

use serde::Serialize;

use super::Hit;
use super::response::IndexState;
use crate::report::Report;
use crate::search::{self, Shared, Similar};

/// `similar --format json`.
#[derive(Debug, Serialize)]
pub struct SimilarResponse<'r> {
    id: &'r str,
    title: &'r str,
    words: Vec<Word<'r>>,
    took_ms: f64,
    index: IndexState,
    copies: &'r [String],
    hits: Vec<SimilarHit<'r>>,
}

/// A report like the given one; `similar --format jsonl` prints one a line.
#[derive(Debug, Serialize)]
pub struct SimilarHit<'r> {
    #[serde(flatten)]
    hit: Hit<'r>,
    same_incident: bool,
    shared: SharedParts<'r>,
}

/// A word of the given report; a higher weight tells more.
#[derive(Debug, Serialize)]
struct Word<'r> {
    word: &'r str,
    weight: f32,
}

#[derive(Debug, Serialize)]
struct SharedParts<'r> {
    words: Vec<SharedWord<'r>>,
    causes: Vec<&'r str>,
    data: Vec<&'r str>,
    vendors: Vec<&'r str>,
}

/// A word that both reports have, and its part of the score.
#[derive(Debug, Serialize)]
struct SharedWord<'r> {
    word: &'r str,
    score: f32,
}

impl<'r> SimilarResponse<'r> {
    /// The reports like `report`.
    pub fn new(report: &'r Report, similar: &'r Similar, took_ms: f64) -> Self {
        let word = |(word, weight): &'r (String, f32)| Word { word, weight: *weight };
        Self {
            id: report.document.id.as_str(),
            title: &report.document.title,
            words: similar.words.iter().map(word).collect(),
            took_ms,
            index: IndexState { generation: similar.generation, reports: similar.reports },
            copies: &similar.copies,
            hits: similar.hits.iter().map(SimilarHit::from).collect(),
        }
    }
}

impl<'r> From<&'r search::SimilarHit> for SimilarHit<'r> {
    fn from(similar: &'r search::SimilarHit) -> Self {
        let Shared { words, causes, data, vendors } = &similar.shared;
        let word = |(word, score): &'r (String, f32)| SharedWord { word, score: *score };
        Self {
            hit: Hit::from(&similar.hit),
            same_incident: similar.same_incident,
            shared: SharedParts {
                words: words.iter().map(word).collect(),
                causes: causes.iter().map(|path| path.as_str()).collect(),
                data: data.iter().map(|path| path.as_str()).collect(),
                vendors: vendors.iter().map(String::as_str).collect(),
            },
        }
    }
}
