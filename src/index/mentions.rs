//! Terms of what a text mentions otherwise than it is written: words by their readings, dates.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::japanese::{Analyzer, Folder, LegalForms, sound};
use crate::report::{Date, Precision, Report};

/// Stands between the parts of a reading's term; no text holds it after folding.
const APART: char = '\u{1F}';
/// Stands before the dates of an incident's own steps and of the publication.
const KEY_DATE: char = '!';

/// Most words whose readings a thread remembers: some ten megabytes.
const MOST_KNOWN: usize = 50_000;

/// Readings of words met before: the same words stand in every report, and the dictionary is slow to ask.
#[derive(Default)]
struct Known {
    /// Of the analyzer that was asked.
    fingerprint: String,
    /// The terms of each word.
    terms: FxHashMap<String, Vec<String>>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// A word of the index by one of its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading<'t> {
    /// In katakana.
    pub(crate) reading: &'t str,
    /// As [`crate::index::Fields::words`] holds it.
    pub(crate) word: &'t str,
}

/// How the terms of all readings begin that sound like a reading in katakana.
pub(crate) fn reading_prefix(reading: &str) -> String {
    format!("{}{APART}", sound(reading))
}

/// A term of the readings taken apart.
pub(crate) fn split_reading(term: &str) -> Option<Reading<'_>> {
    let (_, rest) = term.split_once(APART)?;
    let (reading, word) = rest.split_once(APART)?;
    Some(Reading { reading, word })
}

/// How the terms of all aliases begin that are spelled so; what follows is the name, folded.
pub(crate) fn alias_prefix(folded: &str) -> String {
    format!("{folded}{APART}")
}

/// The term of a date that a text mentions; of one that the incident's own steps or the publication fall
/// on, if `key`.
pub(crate) fn date_term(date: Date, key: bool) -> String {
    if key { format!("{KEY_DATE}{date}") } else { date.to_string() }
}

/// The terms of all readings of some words: sound, reading, word. Words that are no Japanese, and single
/// kana, have none.
pub(super) fn readings(analyzer: &Analyzer, words: &BTreeSet<&str>) -> Vec<String> {
    let mut terms = Vec::new();
    let words = words.iter().filter(|word| !word.is_ascii());
    KNOWN.with_borrow_mut(|known| {
        if known.fingerprint != analyzer.fingerprint() || known.terms.len() > MOST_KNOWN {
            known.fingerprint = analyzer.fingerprint().to_owned();
            known.terms.clear();
        }
        for word in words {
            if let Some(of_word) = known.terms.get(*word) {
                terms.extend(of_word.iter().cloned());
                continue;
            }
            let of_word: Vec<String> = analyzer
                .readings(word)
                .iter()
                .map(|reading| format!("{}{APART}{reading}{APART}{word}", sound(reading)))
                .collect();
            terms.extend(of_word.iter().cloned());
            known.terms.insert((*word).to_owned(), of_word);
        }
    });
    terms
}

/// The terms of all short names that a report defines for names of organisations and services, but for those
/// that any report may use of anybody: 当社, 本サービス, 受託者.
pub(super) fn aliases(report: &Report, forms: &LegalForms, folder: &Folder) -> BTreeSet<String> {
    let own = |alias: &str| {
        !alias.starts_with(['当', '弊', '本', '旧', '同', '貴', '御'])
            && !alias.ends_with("会社")
            && !alias.ends_with(['者', '元', '先'])
            && alias.chars().nth(1).is_some()
    };
    let aliases = report.facts.aliases.iter().filter(|alias| own(&alias.alias));
    let terms = aliases.map(|alias| {
        let (short, name) = (folder.fold(&alias.alias), folder.fold(&forms.strip(&alias.name)));
        format!("{}{}", alias_prefix(short.text()), name.text().trim())
    });
    terms.collect()
}

/// The terms of all dates that a report mentions: of its day and of its month.
pub(super) fn dates(report: &Report) -> BTreeSet<String> {
    let facts = report.facts.dates.iter().map(|milestone| milestone.date);
    let keys = facts.chain(report.published()).map(|date| (date, true));
    let mentioned = report.mentioned.iter().map(|date| (*date, false));
    let mut terms = BTreeSet::new();
    for (date, key) in mentioned.chain(keys) {
        if date.precision() == Precision::Year {
            continue;
        }
        let month = date.month().and_then(|month| Date::month_of(date.year(), month).ok());
        for date in [Some(date), month].into_iter().flatten() {
            terms.insert(date_term(date, key));
            terms.insert(date_term(date, false));
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn words_are_listed_by_their_readings() {
        let analyzer = Analyzer::new(&Lexicon::embedded(), None).expect("the embedded dictionary");
        #[track_caller]
        fn check(analyzer: &Analyzer, word: &str, expected: &[&str]) {
            let terms = readings(analyzer, &BTreeSet::from([word]));
            let found: Vec<&str> =
                terms.iter().filter_map(|term| split_reading(term)).map(|r| r.reading).collect();
            for reading in expected {
                assert!(found.contains(reading), "{word}: {found:?}");
                let prefix = reading_prefix(reading);
                assert!(terms.iter().any(|term| term.starts_with(&prefix)), "{word}: {prefix}");
            }
            assert_eq!(found.is_empty(), expected.is_empty(), "{word}: {found:?}");
        }
        check(&analyzer, "漏えい", &["ロウエイ"]);
        check(&analyzer, "送信", &["ソウシン"]);
        check(&analyzer, "誤", &["ゴ"]);
        check(&analyzer, "ランサムウェア", &["ランサムウェア"]);
        check(&analyzer, "黒塗り", &["クロヌリ"]);
        check(&analyzer, "657096", &[]);
        check(&analyzer, "github", &[]);
    }
}
