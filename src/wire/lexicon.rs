//! What a check of the lexicon found.

use serde::Serialize;

use crate::lexicon::{Finding, Severity};

/// `lexicon check --format json`.
#[derive(Debug, Serialize)]
pub struct LexiconAccount<'f> {
    errors: usize,
    warnings: usize,
    findings: Vec<FindingLine<'f>>,
}

#[derive(Debug, Serialize)]
struct FindingLine<'f> {
    file: &'f str,
    line: Option<usize>,
    column: Option<usize>,
    severity: &'static str,
    message: &'f str,
}

impl<'f> LexiconAccount<'f> {
    /// The account of all findings.
    pub fn new(findings: &'f [Finding]) -> Self {
        let count = |severity| findings.iter().filter(|found| found.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            findings: findings.iter().map(FindingLine::from).collect(),
        }
    }

    /// How many there are, in words.
    pub fn summary(&self) -> String {
        let number = |count: usize, what: &str| match count {
            0 => format!("no {what}s"),
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        format!("{}, {}", number(self.errors, "error"), number(self.warnings, "warning"))
    }
}

impl<'f> From<&'f Finding> for FindingLine<'f> {
    fn from(finding: &'f Finding) -> Self {
        let Finding { severity, mistake } = finding;
        Self {
            file: &mistake.file,
            line: mistake.position.map(|(line, _)| line),
            column: mistake.position.map(|(_, column)| column),
            severity: severity.as_str(),
            message: &mistake.message,
        }
    }
}
