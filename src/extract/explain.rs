//! Why a fact was found: the rule that fired, the words that it matched, and what the sentence
//! signals about them.

use crate::japanese::Folder;
use crate::lexicon::Lexicon;
use crate::report::{Document, Evidence, Facts, Report, Rule, SectionKind, Span};

use super::Extractor;
use super::names::NameFinder;
use super::page::Page;

/// Explains the facts of one document.
#[derive(Debug)]
pub struct Explainer<'e> {
    page: Page<'e>,
    lexicon: &'e Lexicon,
}

/// Why a fact was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Name of the mechanism: part of the extractor, colon, how.
    pub mechanism: &'static str,
    /// The cue that matched, where one did.
    pub cue: Option<WrittenCue>,
    /// The words of the report that it matched.
    pub matched: Option<String>,
    /// The section that the sentence stands in.
    pub section: SectionKind,
    /// What the words of the sentence signal about certainty: key of `certainty.toml` and the words.
    pub signals: Vec<(String, String)>,
}

/// A cue and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenCue {
    /// Path of the file, or `lexicon/NAME` for the embedded one.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The cue as it is written, without quotation marks.
    pub text: String,
}

impl Extractor {
    /// Names the rules of facts that no cue has found by itself, for those who ask: it costs about
    /// as much as finding the facts does.
    pub fn name_rules(&self, report: &mut Report) {
        let page = self.page(&report.document);
        let facts = &mut report.facts;
        for cause in facts.causes.iter_mut().filter(|cause| cause.evidence.rule.is_none()) {
            let number = number_of(&page, &cause.evidence);
            cause.evidence.rule =
                number.and_then(|number| self.causes.likest(page.sentence(number), &cause.value));
        }
        name_mechanisms(facts, &self.names, &self.folder);
    }

    /// Explains facts that this extractor, which has read `lexicon`, finds in `document`.
    pub fn explainer<'e>(&'e self, document: &'e Document, lexicon: &'e Lexicon) -> Explainer<'e> {
        Explainer { page: self.page(document), lexicon }
    }
}

impl Explainer<'_> {
    /// Why the fact of this evidence was found; `None` for evidence that is not from the document.
    pub fn explain(&self, evidence: &Evidence) -> Option<Explanation> {
        let rule = evidence.rule?;
        let number = number_of(&self.page, evidence)?;
        let sentence = self.page.sentences.get(number)?;
        let text = self.page.sentence(number);
        let mut signals: Vec<(String, String)> = Vec::new();
        for mark in self.page.marks(number) {
            let words = text.get(mark.range.clone()).unwrap_or_default().to_owned();
            let signal = (snake_case(&format!("{:?}", mark.signal)), words);
            if !signals.contains(&signal) {
                signals.push(signal);
            }
        }
        let document = &self.page.document.text;
        Some(Explanation {
            mechanism: rule.mechanism,
            cue: self.written(&rule),
            matched: rule.matched.and_then(|span| span.of(document)).map(str::to_owned),
            section: sentence.section,
            signals,
        })
    }

    fn written(&self, rule: &Rule) -> Option<WrittenCue> {
        let place = rule.cue?;
        let file = self.lexicon.file(place.file).ok()?;
        let written = place.span.of(&file)?;
        let before = file.get(..place.span.start)?;
        Some(WrittenCue {
            file: self.lexicon.path_of(place.file),
            line: before.matches('\n').count() + 1,
            text: written.trim_matches(['"', '\'']).to_owned(),
        })
    }
}

/// Number of the sentence that is the evidence.
fn number_of(page: &Page<'_>, evidence: &Evidence) -> Option<usize> {
    (0..page.sentences.len()).find(|number| page.evidence(*number).span == evidence.span)
}

/// Names the mechanism of facts that no cue of the lexicon has found by itself.
fn name_mechanisms(facts: &mut Facts, names: &NameFinder, folder: &Folder) {
    let note = |evidence: &mut Evidence, mechanism: &'static str, word: Option<&str>| {
        let place = word.and_then(|word| Some((evidence.quote.find(word)?, word.len())));
        let matched = place.map(|(at, length)| {
            let start = evidence.span.start + at;
            Span { start, end: start + length }
        });
        evidence.rule.get_or_insert(Rule { mechanism, cue: None, matched });
    };
    if let Some(organisation) = &mut facts.organisation {
        let folded = folder.fold(&organisation.name);
        let found = names.find(folded.text());
        let mechanism = match found.first() {
            Some(name) if name.is_legal => "names: legal form",
            Some(_) => "names: last word",
            None => "names: brand",
        };
        note(&mut organisation.evidence, mechanism, Some(&organisation.name));
    }
    if let Some(service) = &mut facts.service {
        let quoted = format!("「{}」", service.name);
        let is_quoted = service.evidence.quote.contains(&quoted);
        let mechanism = if is_quoted { "service: quoted name" } else { "service: name" };
        note(&mut service.evidence, mechanism, Some(&service.name));
    }
    for cause in &mut facts.causes {
        let is_route = cause.value.parent() == "supply-chain";
        let mechanism =
            if is_route { "causes: route of a vendor" } else { "causes: neighbouring sentences" };
        note(&mut cause.evidence, mechanism, None);
    }
    for vendor in &mut facts.vendors {
        note(&mut vendor.evidence, "vendors: page", Some(&vendor.name));
    }
    for item in &mut facts.data {
        note(&mut item.evidence, "data: list or question before", None);
    }
    for affected in &mut facts.affected {
        note(&mut affected.evidence, "counts: page", None);
    }
    for milestone in &mut facts.dates {
        note(&mut milestone.evidence, "dates: page", None);
    }
}

/// A name of the code as the lexicon writes it: `CannotExclude` as `cannot_exclude`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
