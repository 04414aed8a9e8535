//! Learns what the surroundings of a place weigh, from tagged reports.
//!
//! The rules read each report first, as they do when facts are found, and what they say is among the features; so
//! reports on which rules were tuned teach to trust them too much, and are not to be learned from. What is learned
//! depends on the reports, the lexicon and nothing else.

mod places;
mod regression;
mod tagged;

pub use tagged::{Mark, Tag, TagError, Tagged, parse};

use std::collections::BTreeSet;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Certainty, Document, Event, FacetPath, Kind, Span, VendorRole};

use super::candidate::Placed;
use super::kind::KindFinder;
use super::surroundings::{
    Features, Gathering, Tellings, causes, counts, dates, items, kinds, organisations, sentences,
    stories, vendors,
};
use super::{Draft, Extractor};
use places::Places;

/// Characters from which a report is as long as pages mostly are, and how often it counts: few tagged ones are so long.
const LONG: usize = 2_000;
const TIMES_IF_LONG: f64 = 3.0;

/// Parts of the reports, each of whose sentences is told by what was learned from the others.
const PARTS: usize = 4;

/// C of the regression of sentences, and the least weight that a feature of theirs is selected with.
const OF_SENTENCES: f64 = 0.3;
const SELECTED_SENTENCES: f64 = 0.15;

/// One in so many of the sentences that tell nothing is learned from.
const IDLE_ASKED: usize = 2;

/// A file of weights that was learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// Its name in a lexicon.
    pub file: &'static str,
    /// Its text.
    pub text: String,
    /// Places that it was learned from.
    pub places: usize,
}

/// Learns every file of weights from reports, each with its document.
///
/// # Errors
///
/// If the lexicon is not sound.
pub fn learn(
    lexicon: &Lexicon,
    folder: &Folder,
    reports: &[(Document, Tagged)],
) -> Result<Vec<Learned>, LexiconError> {
    let extractor = Extractor::by_rules(lexicon, folder)?;
    let causes = reports.iter().flat_map(|(_, tagged)| &tagged.causes);
    let slugs: BTreeSet<&str> = causes.map(|(slug, _)| slug.as_str()).collect();
    let slugs: Vec<&str> = slugs.into_iter().collect();
    let paths: Vec<Option<FacetPath>> = slugs.iter().map(|slug| slug.parse().ok()).collect();
    let values: Vec<Option<&FacetPath>> = paths.iter().map(Option::as_ref).collect();
    let placed: Vec<_> = reports
        .iter()
        .filter_map(|(document, tagged)| Some((document, tagged, placed(document, tagged)?)))
        .collect();
    let mut heard = Heard::default();
    for (report, (document, tagged, marks)) in placed.iter().enumerate() {
        heard.add(
            &extractor,
            document,
            marks,
            &slugs,
            PARTS * report / placed.len(),
            times(tagged),
        );
    }
    heard.sentences.prepare();
    let told = heard.sentences.told_by_others(
        slugs.len(),
        (OF_SENTENCES, SELECTED_SENTENCES),
        &heard.parts,
    );
    let mut told = heard.numbers.iter().copied().zip(&told);
    let mut lessons = Lessons { slugs: slugs.clone(), ..Lessons::default() };
    for ((document, tagged, marks), sentences) in placed.iter().zip(&heard.of_report) {
        let mut gathering = Gathering::of(&values);
        for (number, odds) in told.by_ref().take(*sentences) {
            gathering.add(number, odds);
        }
        lessons.add(&extractor, document, tagged, marks, &gathering.tellings());
    }
    Ok(vec![
        heard.sentences.learn(sentences::FILE, &slugs, OF_SENTENCES, SELECTED_SENTENCES),
        lessons.dates.learn(dates::FILE, &Event::ALL.map(Event::as_str), 0.8, 0.1),
        lessons.items.learn(items::FILE, &items::CLASSES, 0.3, 0.08),
        lessons.counts.learn(counts::FILE, &counts::CLASSES, 0.9, 0.08),
        lessons.kinds.learn(kinds::FILE, &kinds::classes(), 0.1, 0.02),
        lessons.stories.learn(stories::FILE, &lessons.slugs, 0.2, 0.08),
        lessons.organisations.learn(organisations::FILE, &organisations::CLASSES, 0.3, 0.05),
        lessons.causes.learn(causes::FILE, &causes::CLASSES, 0.3, 0.03),
        lessons.vendors.learn(vendors::FILE, &vendors::classes(), 0.2, 0.05),
    ])
}

/// How often a report counts.
fn times(tagged: &Tagged) -> f64 {
    let is_long = tagged.text.chars().nth(LONG - 1).is_some();
    if is_long { TIMES_IF_LONG } else { 1.0 }
}

/// The sentences of all reports that may tell causes.
#[derive(Default)]
struct Heard {
    sentences: Places,
    /// For each sentence its number in its page, and the part of the reports that it is of.
    numbers: Vec<usize>,
    parts: Vec<usize>,
    /// How many each report has.
    of_report: Vec<usize>,
    /// How many tell nothing.
    idle: usize,
}

impl Heard {
    fn add(
        &mut self,
        extractor: &Extractor,
        document: &Document,
        marks: &[(Span, &Mark)],
        slugs: &[&str],
        part: usize,
        times: f64,
    ) {
        let page = extractor.page(document);
        let mut features = Features::new(true);
        let before = self.numbers.len();
        for number in extractor.causes.heard(&page) {
            let span = page.evidence_span(number);
            let told: Vec<&str> = marks
                .iter()
                .filter(|(mark, _)| mark.start < span.end && span.start < mark.end)
                .filter_map(|(_, mark)| match mark {
                    Mark::Cause(slug) => Some(slug.as_str()),
                    _ => None,
                })
                .collect();
            sentences::of_sentence(&mut features, &page, number);
            self.idle += usize::from(told.is_empty());
            // Most sentences tell nothing, and some of them show that as well as all.
            let is_asked = !told.is_empty() || self.idle.is_multiple_of(IDLE_ASKED);
            let is = slugs.iter().map(|slug| is_asked.then(|| told.contains(slug)));
            self.sentences.add(&features, is.collect(), times);
            self.numbers.push(number);
            self.parts.push(part);
        }
        self.of_report.push(self.numbers.len() - before);
    }
}

/// What there is to learn from.
#[derive(Default)]
struct Lessons<'s> {
    dates: Places,
    items: Places,
    counts: Places,
    vendors: Places,
    organisations: Places,
    causes: Places,
    kinds: Places,
    stories: Places,
    /// The causes that stories may tell.
    slugs: Vec<&'s str>,
}

impl Lessons<'_> {
    fn add(
        &mut self,
        extractor: &Extractor,
        document: &Document,
        tagged: &Tagged,
        marks: &[(Span, &Mark)],
        tellings: &Tellings<'_>,
    ) {
        let times = times(tagged);
        let mut draft = Draft::of(extractor.page(document));
        let looks = extractor.kinds.look(&draft.page, &extractor.causes);
        let by_rule = KindFinder::judge(&draft.page, &looks);
        let features = kinds::features_of(&draft.page, &looks, by_rule, true);
        // An entry of a digest that stands alone is told from what is none, and from nothing else.
        let is_asked = !matches!(tagged.kind, Kind::None | Kind::DigestEntry);
        let is = |kind: Kind| (kind == Kind::None || is_asked).then_some(kind == tagged.kind);
        self.kinds.add(&features, kinds::KINDS.map(is).to_vec(), times);
        if tagged.kind == Kind::None {
            return;
        }
        // A page that the rules take for none would show nothing to learn from.
        draft.facts.kind = if by_rule == Kind::None { tagged.kind } else { by_rule };
        let key = |name: &str| extractor.legal_forms.key(name, &extractor.folder);
        extractor.find_aliases(&mut draft);
        extractor.find_vendors(&mut draft);
        let suffered = extractor.suffered(&draft);
        let own = tagged.organisation.as_deref().map(key);
        let is_own = |placed: &Placed| Some(key(&placed.candidate.display)) == own;
        organisations::each(&draft.page, draft.facts.kind, &suffered, true, |placed, features| {
            self.organisations.add(features, vec![Some(is_own(placed))], times);
        });
        let by_rule = suffered.by_rule.and_then(|chosen| suffered.named(&draft.page, chosen));
        extractor.set_organisation(&mut draft, by_rule);
        let known: Vec<(String, &str)> =
            tagged.vendors.iter().map(|(name, role)| (key(name), role.as_str())).collect();
        let parties = extractor.parties(&draft);
        vendors::each(&draft.page, &draft.facts, &parties, key, true, |party, features| {
            let role = known.iter().find(|(known, _)| *known == party.key).map(|(_, role)| *role);
            let mut is = vec![Some(role.is_some())];
            is.extend(VendorRole::ALL.map(|known| role.map(|role| role == known.as_str())));
            self.vendors.add(features, is, times);
        });
        let mut caused = extractor.caused(&mut draft);
        caused.hear(tellings, |number| extractor.causes.claimed(&draft.page, number));
        causes::each(&draft.page, &draft.facts, &caused, tellings, true, |place, _, features| {
            let is = is_cause(tagged, place.value.as_str());
            self.causes.add(features, vec![Some(is)], times);
        });
        let story = stories::features_of(&draft.page, &draft.facts, &caused, tellings, true);
        let is_told = self.slugs.iter().map(|slug| Some(is_cause(tagged, slug)));
        self.stories.add(&story, is_told.collect(), times);
        draft.facts.causes = caused.causes;
        let Draft { page, facts, .. } = &draft;
        let at = |number: usize, range: &std::ops::Range<usize>| {
            let span = page.span_in(number, range.clone());
            marks.iter().filter(move |(mark, _)| mark.start < span.end && span.start < mark.end)
        };
        let dated = extractor.dated(&draft);
        dates::each(page, facts.kind, &dated, true, |mention, features| {
            let mut is = [Some(false); Event::ALL.len()];
            for (_, mark) in at(mention.sentence, &mention.at.range) {
                let Mark::Date(events) = mark else { continue };
                for (event, date) in events {
                    let place = Event::ALL.iter().position(|known| known == event);
                    if *date == mention.at.date.to_string()
                        && let Some(slot) = place.and_then(|place| is.get_mut(place))
                    {
                        *slot = Some(true);
                    }
                }
            }
            self.dates.add(features, is.to_vec(), times);
        });
        let listed = extractor.data.find(page, &facts.causes);
        items::each(page, facts, &listed, true, |item, features| {
            let claim = at(item.sentence, &item.range).find_map(|(_, mark)| match mark {
                Mark::Item(slug, claim) if slug == item.value.as_str() => Some(*claim),
                _ => None,
            });
            let claim = claim.flatten();
            let leaked = matches!(claim, Some(Certainty::Stated | Certainty::Possible));
            let sure = leaked.then_some(claim == Some(Certainty::Stated));
            let is = vec![Some(leaked), sure, Some(claim == Some(Certainty::Denied))];
            // Lists of items are alike in short and long pages.
            self.items.add(features, is, 1.0);
        });
        let counted = extractor.counts.find(page, facts.kind);
        counts::each(page, facts, &counted, true, |place, features| {
            let is = at(place.sentence, &place.quantity.range)
                .any(|(_, mark)| **mark == Mark::Count(true));
            self.counts.add(features, vec![Some(is)], times);
        });
    }
}

/// Whether a cause is among those of a report that are not denied.
fn is_cause(tagged: &Tagged, slug: &str) -> bool {
    let own = tagged.causes.iter().filter(|(_, certainty)| *certainty != Certainty::Denied);
    own.into_iter().any(|(known, _)| known == slug)
}

/// The tags of a report by their place in its document, whose text may have its title above and other blanks.
fn placed<'t>(document: &Document, tagged: &'t Tagged) -> Option<Vec<(Span, &'t Mark)>> {
    let solid = |text: &str| -> Vec<(usize, char)> {
        text.char_indices().filter(|(_, character)| !character.is_whitespace()).collect()
    };
    let (of_document, of_text) = (solid(&document.text), solid(&tagged.text));
    let of_document = of_document.get(of_document.len().checked_sub(of_text.len())?..)?;
    if of_document.iter().zip(&of_text).any(|(one, other)| one.1 != other.1) {
        return None;
    }
    let place = |tag: &'t Tag| {
        let first = of_text.partition_point(|(at, _)| *at < tag.range.start);
        let end = of_text.partition_point(|(at, _)| *at < tag.range.end);
        let (start, _) = of_document.get(first)?;
        let (last, character) = of_document.get(end.checked_sub(1)?)?;
        Some((Span { start: *start, end: last + character.len_utf8() }, &tag.mark))
    };
    tagged.tags.iter().map(place).collect()
}
