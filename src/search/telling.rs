//! The words that tell a report from others: frequent in it, rare in the index, and neither its own
//! names nor part of a wording that its family of notices shares.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde::Deserialize;
use tantivy::Term;

use super::SearchError;
use super::spread::Spread;
use crate::index::Snapshot;
use crate::japanese::{Analyzer, Folded, Folder, LegalForms, PartOfSpeech, Word};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Certainty, Report};

/// Most telling words of a report; what comes after them hardly moves a score and costs a look-up.
const MOST_WORDS: usize = 40;
/// How often a word is said when it is worth half of what it may be worth. Higher than in BM25: what a
/// report says once may be its author's style, what it comes back to is its matter.
const SATURATION: f32 = 3.0;
/// Worth of a word in the title, in words of the text.
const TITLE: f32 = 2.0;
/// Worth of a word in advice or a formula.
const ASIDE: f32 = 0.2;
/// Worth of a name that is in the dictionary: places and people.
const PROPER_NOUN: f32 = 0.3;
/// Worth of a verb or an adjective: how something was done is told in many ways.
const INFLECTED: f32 = 0.5;
/// Other reports with the same wording that halve what a word in it is worth.
const HALVING: f32 = 2.0;
/// Least worth of a word in a sentence that states a cause or a third party, however often it was
/// copied: 「ペイメントアプリケーションの改ざんが行われたため」 stands in many notices and still says what
/// happened.
const STATES_CAUSE: f32 = 0.5;
/// Worth of the last word of the organisation's name, which says what it is: 大学, 病院, 電力.
const SECTOR: f32 = 2.0;

/// A word by which reports like this one are found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TellingWord {
    /// The term in the index.
    pub(super) term: String,
    /// The word as people read it: as the report first writes it, or in dictionary form.
    pub(super) label: String,
    /// How often the report says it, saturated and discounted, above 0.
    pub(super) weight: f32,
    /// The weight with the word's rarity.
    pub(super) worth: f32,
}

/// A report's text, analysed.
pub(super) struct Reading<'r> {
    report: &'r Report,
    folded: Folded,
    words: Vec<Word>,
    /// Bytes of the folded text that its own names take.
    names: Vec<Range<usize>>,
    /// Last word of the organisation's name.
    sector: Option<String>,
    own_words: &'r BTreeSet<String>,
}

/// Words by which texts speak of their author and its service: 弊社, 当院, 本サイト; folded.
///
/// # Errors
/// A mistake in `organisations.toml`.
pub(super) fn own_words(
    lexicon: &Lexicon,
    folder: &Folder,
) -> Result<BTreeSet<String>, LexiconError> {
    #[derive(Deserialize)]
    struct Service {
        own_alias: Vec<String>,
    }
    #[derive(Deserialize)]
    struct Organisations {
        own_alias: Vec<String>,
        service: Service,
    }
    let Organisations { own_alias, service } = lexicon.toml("organisations.toml")?;
    let words = own_alias.iter().chain(&service.own_alias);
    Ok(words.map(|word| folder.fold(word).text().to_owned()).collect())
}

impl<'r> Reading<'r> {
    /// Analyses a report; `own_words` are those of [`own_words`].
    pub(super) fn of(
        report: &'r Report,
        analyzer: &Analyzer,
        legal_forms: &LegalForms,
        own_words: &'r BTreeSet<String>,
    ) -> Result<Self, SearchError> {
        let folded = analyzer.folder().fold(&report.document.text);
        let words = analyzer.words_of(&folded)?;
        let names = names(report, legal_forms);
        let bare = |name: &String| analyzer.folder().fold(name).text().to_owned();
        let names = AhoCorasick::new(names.iter().map(bare).filter(|name| !name.is_empty()));
        let names =
            names.map(|names| names.find_iter(folded.text()).map(|found| found.range()).collect());
        let organisation = report.facts.organisation.as_ref();
        let sector = match organisation {
            Some(named) => analyzer.words(&legal_forms.strip(&named.name))?.pop(),
            None => None,
        };
        let sector = sector.filter(|word| {
            word.known && word.part_of_speech == PartOfSpeech::Noun && is_long(&word.term)
        });
        Ok(Self {
            report,
            words,
            names: names.unwrap_or_default(),
            sector: sector.map(|word| word.term),
            folded,
            own_words,
        })
    }

    /// The folded text.
    pub(super) fn folded(&self) -> &str {
        self.folded.text()
    }

    /// The most telling words, most telling first; `spread` says what of the text is copied, if that
    /// is known.
    pub(super) fn telling(
        &self,
        spread: Option<&Spread>,
        snapshot: &Snapshot,
    ) -> Result<Vec<TellingWord>, SearchError> {
        let mut said: BTreeMap<&str, (f32, &Word)> = BTreeMap::new();
        for word in self.words.iter().filter(|word| is_candidate(word)) {
            let is_name = self
                .names
                .iter()
                .any(|name| name.start <= word.folded.start && word.folded.end <= name.end);
            let is_sector = self.sector.as_ref() == Some(&word.term);
            if (is_name && !is_sector) || self.is_own(word) || self.is_address(word) {
                continue;
            }
            let (said, _) = said.entry(&word.term).or_insert((0.0, word));
            *said += self.worth(word, spread);
        }
        let mut telling = Vec::new();
        let fields = snapshot.fields();
        for (term, (said, first)) in said {
            let rarity = rarity(snapshot, &Term::from_field_text(fields.words, term))?;
            let sector = if self.sector.as_deref() == Some(term) { SECTOR } else { 1.0 };
            let weight = sector * said / (said + SATURATION);
            if rarity <= 0.0 || weight <= 0.0 {
                continue;
            }
            let written = self.report.document.text.get(first.original.clone());
            let label = written.filter(|_| !inflects(first)).unwrap_or(term).to_owned();
            telling.push(TellingWord {
                term: term.to_owned(),
                label,
                weight,
                worth: weight * rarity,
            });
        }
        telling.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.term.cmp(&b.term)));
        telling.truncate(MOST_WORDS);
        Ok(telling)
    }

    /// What one occurrence of a word is worth, 1 for a word of the running text that nobody copied.
    fn worth(&self, word: &Word, spread: Option<&Spread>) -> f32 {
        let at = word.original.start;
        let place = if at < self.report.document.body_start() {
            TITLE
        } else if self.report.outline.is_aside(at) {
            ASIDE
        } else {
            1.0
        };
        #[expect(
            clippy::cast_precision_loss,
            reason = "a family has at most a few hundred reports"
        )]
        let copies = spread.map_or(0.0, |spread| spread.at(&word.folded) as f32);
        let fresh = 1.0 / (1.0 + copies / HALVING);
        let fresh =
            if fresh < STATES_CAUSE && self.states_cause(at) { STATES_CAUSE } else { fresh };
        let sort = match word.part_of_speech {
            PartOfSpeech::ProperNoun if word.known => PROPER_NOUN,
            _ if inflects(word) => INFLECTED,
            _ => 1.0,
        };
        place * fresh * sort
    }

    /// Whether the text speaks of its author by this word.
    fn is_own(&self, word: &Word) -> bool {
        self.own_words.contains(&word.term)
    }

    /// Whether the word is part of the address of a page or a mailbox.
    fn is_address(&self, word: &Word) -> bool {
        let text = self.folded.text();
        let before = text.get(..word.folded.start).and_then(|text| text.chars().next_back());
        let after = text.get(word.folded.end..).and_then(|text| text.chars().next());
        let marks = [before, after].into_iter().flatten();
        word.term.is_ascii() && marks.into_iter().any(|mark| matches!(mark, '/' | '.' | ':' | '@'))
    }

    fn states_cause(&self, at: usize) -> bool {
        let facts = &self.report.facts;
        let causes = facts.causes.iter().filter(|cause| cause.certainty != Certainty::Denied);
        let causes = causes.map(|cause| &cause.evidence);
        let vendors = facts.vendors.iter().map(|vendor| &vendor.evidence);
        causes.chain(vendors).any(|evidence| evidence.span.start <= at && at < evidence.span.end)
    }
}

fn inflects(word: &Word) -> bool {
    matches!(word.part_of_speech, PartOfSpeech::Verb | PartOfSpeech::Adjective)
}

/// How rare a term is: its inverse document frequency as BM25 has it. 0 for a term that a single
/// report has, which finds no other.
pub(super) fn rarity(snapshot: &Snapshot, term: &Term) -> Result<f32, SearchError> {
    let with = snapshot.statistics().frequency(term)?;
    if with < 2 {
        return Ok(0.0);
    }
    #[expect(clippy::cast_precision_loss, reason = "a share is meant")]
    let (with, all) = (with as f64, snapshot.reports().max(with) as f64);
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of a share")]
    Ok((1.0 + (all - with + 0.5) / (with + 0.5)).ln() as f32)
}

fn is_candidate(word: &Word) -> bool {
    let telling = matches!(
        word.part_of_speech,
        PartOfSpeech::Noun
            | PartOfSpeech::ProperNoun
            | PartOfSpeech::Verb
            | PartOfSpeech::Adjective
            | PartOfSpeech::Other
    );
    !word.stop && telling && is_long(&word.term)
}

/// Single characters are parts of names and counters more often than words.
fn is_long(term: &str) -> bool {
    term.chars().nth(1).is_some() && !term.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the report calls its organisation, service and third parties. Who they are is a fact, and
/// a report on somebody else is not like it for a word of a name.
fn names(report: &Report, legal_forms: &LegalForms) -> Vec<String> {
    let facts = &report.facts;
    let named = facts.organisation.iter().chain(&facts.service).map(|named| &named.name);
    let vendors = facts.vendors.iter().map(|vendor| &vendor.name);
    let aliases = facts.aliases.iter().flat_map(|alias| [&alias.alias, &alias.name]);
    named.chain(vendors).chain(aliases).map(|name| legal_forms.strip(name)).collect()
}
