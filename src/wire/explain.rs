//! Why facts were found.

use serde::Serialize;

use crate::extract::Explanation;

/// A fact with, where it was asked for, the rule that found it.
#[derive(Debug, Serialize)]
pub(super) struct Explained<F> {
    #[serde(flatten)]
    fact: F,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<RuleLine>,
}

/// The rule that found a fact.
#[derive(Debug, Serialize)]
struct RuleLine {
    mechanism: &'static str,
    file: Option<String>,
    line: Option<usize>,
    cue: Option<String>,
    matched: Option<String>,
    section: &'static str,
    signals: Vec<SignalLine>,
}

#[derive(Debug, Serialize)]
struct SignalLine {
    signal: String,
    words: String,
}

impl<F> Explained<F> {
    /// A fact and why it was found, if that was asked.
    pub(super) fn new(fact: F, explanation: Option<Explanation>) -> Self {
        Self { fact, rule: explanation.map(RuleLine::from) }
    }
}

impl From<Explanation> for RuleLine {
    fn from(explanation: Explanation) -> Self {
        let Explanation { mechanism, cue, matched, section, signals } = explanation;
        let (file, line, cue) = match cue {
            Some(cue) => (Some(cue.file), Some(cue.line), Some(cue.text)),
            None => (None, None, None),
        };
        let signals =
            signals.into_iter().map(|(signal, words)| SignalLine { signal, words }).collect();
        Self { mechanism, file, line, cue, matched, section: section.as_str(), signals }
    }
}
