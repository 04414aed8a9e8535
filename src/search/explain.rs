//! Why a report is a hit: which words of the query stand where in it, as what, and what each adds to the
//! score.

use std::collections::BTreeMap;

use tantivy::DocAddress;

use super::collect::Candidate;
use super::recipe::Weighed;
use super::request::Request;
use super::response::{Hit, How, Relaxation};
use super::widen::Wordings;
use super::{Asked, Search, SearchError};
use crate::report::{Kind, Report};

/// Most spellings of a word that are told.
const MOST_SPELLINGS: usize = 5;

/// The view of a text in which something matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Words, in dictionary form.
    Words,
    /// Pairs of characters.
    Characters,
    /// Dates, in whatever notation.
    Dates,
}

impl View {
    /// Stable name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Characters => "characters",
            Self::Dates => "dates",
        }
    }
}

/// The part of a report in which something matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Title and text, formulas and advice left out.
    Text,
    /// The title, once more.
    Title,
    /// Formulas and advice.
    Aside,
    /// The steps of the incident, once more.
    Steps,
}

impl Place {
    /// Stable name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Title => "title",
            Self::Aside => "aside",
            Self::Steps => "steps",
        }
    }
}

/// What one part of a query's score looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// The word or phrase of the query, as typed; a word within a longer run as the index has it.
    pub(super) typed: String,
    /// As what it is looked for.
    pub(super) view: View,
    /// Where it is looked for.
    pub(super) place: Place,
    /// The term of the index, or the date.
    pub(super) term: String,
    /// By what it stands for what was typed, if it is not that itself.
    pub(super) how: Option<How>,
    /// Whether words that only begin with the term are found, too.
    pub(super) begins: bool,
}

/// What makes up the score of a hit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// Share of its score that the report keeps, above 0 to 1; below 1 for a page that tells of no
    /// incident. The scores of the parts are what was kept.
    pub kept: f32,
    /// What matched, most telling first; the scores add up to that of the hit.
    pub parts: Vec<MatchedPart>,
    /// Words of the query, as the index has them, that the report lacks, in order.
    pub missing: Vec<String>,
}

/// What one word of a query, or its pairs of characters, add to a score.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchedPart {
    /// The word or phrase of the query, as typed; a word within a longer run as the index has it.
    pub typed: String,
    /// The view in which it matched.
    pub view: View,
    /// By what other wording it matched; `None` as typed.
    pub how: Option<How>,
    /// The part of the report in which it matched.
    pub place: Place,
    /// Terms of the index that matched: one word, or pairs of characters.
    pub found: Vec<String>,
    /// How the report spells the word there, each spelling once, at most five; empty for pairs.
    pub written: Vec<String>,
    /// How often the word stands there; for pairs, how many of them do.
    pub occurrences: usize,
    /// What it adds to the score.
    pub score: f32,
}

/// What makes up the score of a report that need not be a hit.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// By which reading the query finds it.
    pub reading: Reading,
    /// What makes up its score.
    pub explanation: Explanation,
}

/// How strictly a query is read when it finds a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As it is written.
    Strict,
    /// Loosened so far.
    Relaxed(Relaxation),
    /// By no reading.
    None,
}

impl Reading {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Relaxed(relaxation) => relaxation.as_str(),
            Self::None => "none",
        }
    }
}

impl Explanation {
    /// The score that the parts make up, at least 0.
    pub fn score(&self) -> f32 {
        self.parts.iter().map(|part| part.score).sum()
    }

    /// The share of the score that a part of it is, from 0 to 1.
    pub fn share(&self, part: &MatchedPart) -> f32 {
        let all = self.score();
        if all > 0.0 { part.score / all } else { 0.0 }
    }
}

/// How a report writes a word in one place.
#[derive(Default)]
struct Written {
    occurrences: usize,
    spellings: Vec<String>,
}

impl Search {
    /// Accounts for the hits of a page by what `request` asks, in these other wordings, too.
    ///
    /// # Errors
    /// Whatever reading the index may raise.
    pub(super) fn explain(
        &self,
        request: &Request,
        wordings: Option<&Wordings>,
        page: &[(usize, &Candidate)],
        hits: &mut [Hit],
    ) -> Result<(), SearchError> {
        let recipe = self.lowering(None, wordings).score(&request.query.root)?;
        let recipe = recipe.as_ref();
        let weighed = recipe.map(|recipe| recipe.weighed(&self.snapshot)).transpose()?;
        for ((_, candidate), hit) in page.iter().zip(hits) {
            let explanation = self.explanation(weighed.as_ref(), candidate.address, &hit.report)?;
            hit.explanation = Some(explanation);
        }
        Ok(())
    }

    /// What makes up the score of a report for what `request` asks, whether or not it is a hit, and by
    /// which reading it is one. `None` when there is no such report.
    ///
    /// # Errors
    /// [`SearchError::Query`] for a query that cannot be answered, and whatever reading the index may
    /// raise.
    pub fn account(&self, request: &Request, id: &str) -> Result<Option<Account>, SearchError> {
        let Some(address) = self.snapshot.address_of(id)? else { return Ok(None) };
        let report = self.snapshot.report(address)?;
        let Asked { request, wordings, .. } = self.asked(request)?;
        let recipe = self.lowering(None, wordings.as_ref()).score(&request.query.root)?;
        let weighed = recipe.as_ref().map(|recipe| recipe.weighed(&self.snapshot)).transpose()?;
        let explanation = self.explanation(weighed.as_ref(), address, &report)?;
        let mut reading = Reading::None;
        for relaxation in std::iter::once(None).chain(Relaxation::ALL.map(Some)) {
            let lowering = self.lowering(relaxation, wordings.as_ref());
            let condition = lowering.condition(&request.query.root, request.filter.as_ref())?;
            if condition.holds(address, &self.snapshot)? {
                reading = relaxation.map_or(Reading::Strict, Reading::Relaxed);
                break;
            }
        }
        Ok(Some(Account { reading, explanation }))
    }

    fn explanation(
        &self,
        recipe: Option<&Weighed<'_, Label>>,
        address: DocAddress,
        report: &Report,
    ) -> Result<Explanation, SearchError> {
        let tells = report.facts.kind != Kind::None;
        let kept = if tells { 1.0 } else { self.no_incident()? };
        let shares = recipe.map(|recipe| recipe.shares(address, &self.snapshot)).transpose()?;
        let shares = shares.flatten().unwrap_or_default();
        let mut unmatched = Vec::new();
        if let Some(recipe) = recipe {
            let is_matched = |label: &&Label| {
                let same = |found: &Label| {
                    (found.view, found.how, &found.term) == (label.view, label.how, &label.term)
                };
                shares.iter().any(|(found, _)| same(found))
            };
            recipe.unmatched(&is_matched, &mut unmatched);
        }
        let mut missing: Vec<String> = Vec::new();
        for label in unmatched.into_iter().filter(|label| label.view != View::Characters) {
            if !missing.contains(&label.term) {
                missing.push(label.term.clone());
            }
        }
        // A weight may be 0 when rankings are measured.
        let shares = shares.into_iter().filter(|(_, score)| *score > 0.0);
        let shares = shares.map(|(label, score)| (label, score * kept));
        Ok(Explanation { kept, parts: self.parts(shares, report)?, missing })
    }

    fn parts<'l>(
        &self,
        shares: impl Iterator<Item = (&'l Label, f32)>,
        report: &Report,
    ) -> Result<Vec<MatchedPart>, SearchError> {
        let written = self.written(report)?;
        let mut parts: Vec<MatchedPart> = Vec::new();
        for (label, score) in shares {
            let Label { typed, view, place, term, how, begins } = label;
            let same = |part: &&mut MatchedPart| {
                part.typed == *typed
                    && (part.view, part.place, part.how) == (*view, *place, *how)
                    && (*view == View::Characters || part.found.contains(term))
            };
            if let Some(part) = parts.iter_mut().find(same) {
                part.score += score;
                if *view == View::Characters && !part.found.contains(term) {
                    part.found.push(term.clone());
                    part.occurrences += 1;
                }
                continue;
            }
            let mut part = MatchedPart {
                typed: typed.clone(),
                view: *view,
                how: *how,
                place: *place,
                found: vec![term.clone()],
                written: Vec::new(),
                occurrences: 1,
                score,
            };
            if *view == View::Words {
                let of_place = written.range((*place, term.clone())..);
                let found = of_place.take_while(|((at, word), _)| {
                    at == place && (word == term || (*begins && word.starts_with(term.as_str())))
                });
                part.occurrences = 0;
                for (_, written) in found {
                    part.occurrences += written.occurrences;
                    part.written.extend(written.spellings.iter().cloned());
                }
                part.written.truncate(MOST_SPELLINGS);
            }
            parts.push(part);
        }
        for part in parts.iter_mut().filter(|part| part.view == View::Characters) {
            let typed = self.analyzer.folder().fold(&part.typed);
            part.found.sort_by_key(|pair| typed.text().find(pair.as_str()));
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(parts)
    }

    /// Every word of a report, by place.
    fn written<'r>(
        &self,
        report: &'r Report,
    ) -> Result<BTreeMap<(Place, String), Written>, SearchError> {
        let text: &'r str = &report.document.text;
        let title_end = report.document.body_start();
        let mut written: BTreeMap<(Place, String), Written> = BTreeMap::new();
        for word in self.analyzer.words(text)?.into_iter().filter(|word| !word.stop) {
            let at = word.original.start;
            let places: &[Place] = if at >= title_end && report.outline.is_aside(at) {
                &[Place::Aside]
            } else if word.original.end <= title_end {
                &[Place::Text, Place::Title]
            } else {
                &[Place::Text]
            };
            let spelling = text.get(word.original).unwrap_or_default();
            for place in places {
                let written = written.entry((*place, word.term.clone())).or_default();
                written.occurrences += 1;
                if !written.spellings.iter().any(|known| known == spelling) {
                    written.spellings.push(spelling.to_owned());
                }
            }
        }
        Ok(written)
    }
}
