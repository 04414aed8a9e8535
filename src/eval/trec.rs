//! The two file formats of TREC: judgements (qrels) and ranked runs.
//!
//! Judgements have lines `qid iteration docid grade`, runs `qid Q0 docid rank score tag`, in columns
//! parted by white space. As in trec_eval, the order of a run comes from its scores, not from its
//! ranks: highest first, equal scores by document id, last first; scores are single precision.

use std::collections::{BTreeMap, HashSet};

/// A line of a judgement, run or type file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct TrecError {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, ending in what to do.
    pub message: String,
}

/// How relevant which documents are for which queries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Qrels {
    /// Grades by query and document; 1 and more is relevant.
    queries: BTreeMap<String, BTreeMap<String, i32>>,
}

/// What a system returned for each query, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    queries: BTreeMap<String, Vec<String>>,
}

impl Qrels {
    /// Reads judgements; `file` names them in errors.
    ///
    /// A query that no document answers is written with a line of grade 0 for any document.
    ///
    /// # Errors
    /// A line that has not four columns, a grade that is no whole number, or a document that is
    /// judged twice for one query.
    pub fn parse(file: &str, text: &str) -> Result<Self, TrecError> {
        let mut qrels = Self::default();
        for (line, columns) in lines(text) {
            let mistake = |message| TrecError { file: file.to_owned(), line, message };
            let [qid, _, document, grade] = columns.as_slice() else {
                let found = columns.len();
                return Err(mistake(format!(
                    "a judgement has 4 columns, this line {found}; write `qid 0 docid grade`"
                )));
            };
            let grade = grade.parse().map_err(|_| {
                mistake(format!("`{grade}` is no grade; write a whole number, 0 for irrelevant"))
            })?;
            let documents = qrels.queries.entry((*qid).to_owned()).or_default();
            if documents.insert((*document).to_owned(), grade).is_some() {
                return Err(mistake(format!(
                    "`{document}` is judged twice for query {qid}; keep one line of the two"
                )));
            }
        }
        Ok(qrels)
    }

    /// Every judged query and the grades of its documents, by query id.
    pub fn queries(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, i32>)> {
        self.queries.iter().map(|(qid, documents)| (qid.as_str(), documents))
    }

    /// Whether a query has judgements.
    pub fn contains(&self, qid: &str) -> bool {
        self.queries.contains_key(qid)
    }
}

impl Run {
    /// Reads a run; `file` names it in errors.
    ///
    /// # Errors
    /// A line that has not six columns, a score that is no number, or a document that is returned
    /// twice for one query.
    pub fn parse(file: &str, text: &str) -> Result<Self, TrecError> {
        let mut scored: BTreeMap<&str, Vec<(f32, String)>> = BTreeMap::new();
        let mut seen = HashSet::new();
        for (line, columns) in lines(text) {
            let mistake = |message| TrecError { file: file.to_owned(), line, message };
            let &[qid, _, document, _, score, _] = columns.as_slice() else {
                let found = columns.len();
                return Err(mistake(format!(
                    "a line of a run has 6 columns, this one {found}; write `qid Q0 docid rank score tag`"
                )));
            };
            let score = match score.parse::<f32>() {
                Ok(score) if !score.is_nan() => score,
                _ => return Err(mistake(format!("`{score}` is no score; write a number"))),
            };
            if !seen.insert((qid, document)) {
                return Err(mistake(format!(
                    "`{document}` is returned twice for query {qid}; keep one line of the two"
                )));
            }
            scored.entry(qid).or_default().push((score, document.to_owned()));
        }
        let ranked = scored.into_iter().map(|(qid, documents)| (qid.to_owned(), ranked(documents)));
        Ok(Self { queries: ranked.collect() })
    }

    /// Adds what a system returned for a query, in any order.
    pub fn insert(&mut self, qid: impl Into<String>, scored: Vec<(f32, String)>) {
        self.queries.insert(qid.into(), ranked(scored));
    }

    /// The documents returned for a query, best first; none for a query the run does not have.
    pub fn documents(&self, qid: &str) -> &[String] {
        self.queries.get(qid).map_or(&[], Vec::as_slice)
    }
}

/// Reads the types of queries: `qid type`, parted by white space.
///
/// # Errors
/// A line that has not two columns, or a query that has two types.
pub fn parse_types(file: &str, text: &str) -> Result<BTreeMap<String, String>, TrecError> {
    let mut types = BTreeMap::new();
    for (line, columns) in lines(text) {
        let mistake = |message| TrecError { file: file.to_owned(), line, message };
        let [qid, name] = columns.as_slice() else {
            let found = columns.len();
            let message = format!("a type has 2 columns, this line {found}; write `qid type`");
            return Err(mistake(message));
        };
        if types.insert((*qid).to_owned(), (*name).to_owned()).is_some() {
            return Err(mistake(format!("query {qid} has two types; keep one line of the two")));
        }
    }
    Ok(types)
}

/// Columns of every line that is not empty, with its number.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..)
        .zip(text.lines())
        .map(|(number, line)| (number, line.split_ascii_whitespace().collect::<Vec<_>>()))
        .filter(|(_, columns)| !columns.is_empty())
}

fn ranked(mut scored: Vec<(f32, String)>) -> Vec<String> {
    scored.sort_by(|(a, first), (b, second)| b.total_cmp(a).then_with(|| second.cmp(first)));
    scored.into_iter().map(|(_, document)| document).collect()
}

#[cfg(test)]
mod tests;
