//! Why it happened: mechanisms found by cues, and the route through a third party.

use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath, Rule, Vendor};

use super::by_example::{ByExample, Found};
use super::cause_kin::{drop_denied_kin, drop_general};
use super::cause_rules::{CauseRules, Fired, Named, Naming, Weight};
use super::cause_value::Class;
use super::cause_verdict::{certainty, is_not_found};
use super::cause_weight::Weighing;
use super::cue::{CueSetBuilder, Hit, List};
use super::page::{Page, Shape};
use super::roles::RoleFinder;
use super::routes::{add_routes, hint_routes, is_passed_on, refine_roles};
use super::section::Section;
use super::signal::Signal;
use super::surroundings::{Caused, How};

/// Fewest characters of a sentence that may tell a cause.
const FEWEST_CHARACTERS: usize = 8;

/// Finds causes.
#[derive(Debug)]
pub(super) struct CauseFinder {
    rules: CauseRules,
    by_example: ByExample,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Sentence and certainty of the firmest strong claim.
    strong: Option<(Certainty, usize)>,
    weak: Option<(Certainty, usize)>,
    /// The firmest claim of words that name it only together, and how many sentences make one.
    met: Option<(Certainty, usize)>,
    meetings: usize,
    /// The heading that names it, for want of a sentence.
    titled: Option<(Certainty, usize)>,
    denied: Option<usize>,
    /// The first sentence whose words name it beside a cause that goes with it.
    beside: Option<(Certainty, usize)>,
}

/// What was found about each value, by its number.
type Tallies = BTreeMap<usize, Tally>;

impl CauseFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let rules = CauseRules::new(lexicon, folder, set)?;
        let paths: Vec<FacetPath> = rules.values.iter().map(|it| it.path.clone()).collect();
        let by_example = ByExample::new(lexicon, folder, &paths)?;
        Ok(Self { rules, by_example })
    }

    /// The causes of a page: mechanisms, then the routes that its vendors imply; roles of vendors are
    /// made more specific by the mechanism. `roles` tells where words could give a third party its role.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        vendors: &mut [Vendor],
        roles: &RoleFinder,
    ) -> Caused<'_> {
        let sentences = page.sentences.len();
        let told = self.told(page);
        let mut tallies = Tallies::new();
        let mut weighing = Weighing::of(self.rules.values.len());
        let mut named = self.rules.named();
        for (number, _) in told.iter().enumerate().filter(|(_, told)| **told) {
            self.rules.read(page.hits(number), &mut named);
            if !named.namings.is_empty() {
                self.read_sentence(page, number, &named, &mut tallies, &mut weighing);
            }
        }
        if !self.any_mechanism(&tallies) {
            self.read_neighbours(page, &told, &mut tallies);
        }
        self.settle_meetings(&mut tallies);
        let any_strong = self.any_mechanism(&tallies);
        let mut found: Vec<Found> = Vec::new();
        for (value, tally) in &tallies {
            let weak = tally.weak.filter(|_| !any_strong);
            match (tally.strong.or(tally.titled).or(weak), tally.denied) {
                // What was only suspected, and later ruled out.
                (Some((Certainty::Possible, first)), Some(sentence)) if sentence > first => {
                    found.push((*value, Certainty::Denied, sentence));
                }
                (Some((certainty, sentence)), _) => found.push((*value, certainty, sentence)),
                (None, Some(sentence)) => found.push((*value, Certainty::Denied, sentence)),
                (None, None) => {}
            }
        }
        let values = self.rules.values.as_slice();
        // A vendor that is named says the route better than words around it.
        found.retain(|(value, certainty, _)| {
            let route = values.get(*value).filter(|value| value.is_route);
            *certainty == Certainty::Denied
                || vendors.is_empty()
                || route.is_none_or(|route| is_passed_on(&route.path, vendors))
        });
        self.by_example.join(page, &told, values, &mut weighing, &mut found);
        drop_denied_kin(values, &mut found);
        let before = found.clone();
        self.drop_superfluous(&mut found);
        drop_general(values, &mut found);
        let weighed = weighing.weigh(values, sentences, &found);
        weighing.settle(&self.rules, &weighed, &mut found);
        self.add_beside(&tallies, &mut found);
        keep_denials(&before, &tallies, &mut found);
        drop_denied_kin(values, &mut found);
        found.sort_by_key(|(_, certainty, sentence)| (*certainty == Certainty::Denied, *sentence));
        let cause = |(value, certainty, sentence): Found| {
            let evidence = page.evidence_by(sentence, || self.fired(page, sentence, value));
            let value = values.get(value)?.path.clone();
            Some(Categorised { value, certainty, evidence })
        };
        let mut causes: Vec<Categorised> = found.into_iter().filter_map(cause).collect();
        refine_roles(&causes, vendors);
        add_routes(&mut causes, vendors);
        hint_routes(page, &told, values, (vendors, roles), &mut weighing);
        let places = weighing.into_places(values, &weighed);
        Caused { causes, places, heard: heard(page, &told) }
    }

    /// Whether a sentence with these hits names a cause.
    pub(super) fn is_named(&self, hits: &[Hit]) -> bool {
        self.rules.is_named_outright(hits)
    }

    /// The sentences of a page that may tell a cause of this incident.
    pub(super) fn heard(&self, page: &Page<'_>) -> Vec<usize> {
        heard(page, &self.told(page))
    }

    /// For each sentence of a page, whether it may speak of this incident.
    fn told(&self, page: &Page<'_>) -> Vec<bool> {
        (0..page.sentences.len()).map(|number| self.may_tell(page, number)).collect()
    }

    /// What a sentence makes of the cause that it tells, if it claims one.
    pub(super) fn claimed(&self, page: &Page<'_>, number: usize) -> Option<Certainty> {
        self.by_example.claimed(page.sentence(number), &page.reading(number))
    }

    /// Whether a sentence may speak of this incident: it does not ask, advise or look at others.
    fn may_tell(&self, page: &Page<'_>, number: usize) -> bool {
        let Some(sentence) = page.sentences.get(number) else { return false };
        let general: &List = &self.rules.words.general;
        !sentence.question
            && !page.hits(number).iter().any(|hit| general.contains(&hit.cue))
            && (sentence.section == Section::Cause
                || !page.reading(number).has(Signal::Request)
                || page.sentence(number).contains("ご安心"))
    }

    /// The example that made a sentence tell a value which none of its words name.
    pub(super) fn likest(&self, sentence: &str, path: &FacetPath) -> Option<Rule> {
        let value = self.rules.values.iter().position(|value| value.path == *path)?;
        self.by_example.likest(sentence, value)
    }

    /// The words by which a sentence names a value.
    fn fired(&self, page: &Page<'_>, number: usize, value: usize) -> Option<Rule> {
        match self.rules.fired(page.hits(number), value) {
            Some(Fired::Alone(hit)) => Some(page.rule("causes: cue", number, &hit)),
            Some(Fired::Together(cue, place)) => Some(Rule {
                mechanism: "causes: words that meet",
                cue: Some(cue),
                matched: Some(page.span_in(number, place)),
            }),
            None => None,
        }
    }

    fn read_sentence(
        &self,
        page: &Page<'_>,
        number: usize,
        Named { namings, said, .. }: &Named,
        tallies: &mut Tallies,
        weighing: &mut Weighing,
    ) {
        let Some(sentence) = page.sentences.get(number) else { return };
        let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
        // Of several cues for one value the last stands nearest to the predicate.
        let mut claims: BTreeMap<usize, (Weight, bool, Certainty)> = BTreeMap::new();
        let mut named: BTreeMap<usize, (bool, Certainty)> = BTreeMap::new();
        for naming in namings {
            let Some(certainty) = self.certainty(page, number, naming.end, said) else { continue };
            if naming.weight == Weight::Strong && certainty != Certainty::Denied {
                let known = named.entry(naming.value).or_insert((naming.is_meeting, certainty));
                known.0 &= naming.is_meeting;
            }
            if naming.weight == Weight::Beside {
                if certainty != Certainty::Denied && !is_aside {
                    let tally = tallies.entry(naming.value).or_default();
                    tally.beside.get_or_insert((certainty, number));
                    weighing.hint(naming.value, How::Beside, certainty, (number, 0));
                }
                continue;
            }
            let known = claims.get(&naming.value).copied();
            if naming.weight == Weight::Denied {
                if known.is_none() && self.is_ruled_out(page, number, *naming, said, certainty) {
                    claims.insert(naming.value, (naming.weight, false, Certainty::Denied));
                }
                continue;
            }
            // A negative beside words that only meet, or beside a slip or a loss, is mostly of
            // something else; what is ruled out there has words of its own.
            let may_deny = || {
                let class = self.rules.values.get(naming.value).and_then(|value| value.class);
                let elsewhere = &self.rules.words.elsewhere;
                matches!(class, Some(Class::Attack | Class::Insider))
                    && !said.iter().any(|hit| elsewhere.contains(&hit.cue))
            };
            if certainty == Certainty::Denied && (naming.is_meeting || !may_deny()) {
                continue;
            }
            // Words that name it alone speak before words that name it together.
            let is_alone = known.is_some_and(|(weight, met, _)| weight != Weight::Denied && !met);
            if !(naming.is_meeting && is_alone) {
                claims.insert(naming.value, (naming.weight, naming.is_meeting, certainty));
            }
        }
        if !sentence.section.is_aside() && sentence.section != Section::Prevention {
            let is_of_cause = sentence.section == Section::Cause;
            for (value, (is_meeting, certainty)) in named {
                weighing.name(value, is_meeting, certainty, number, is_of_cause);
            }
        }
        for (value, (weight, is_meeting, certainty)) in claims {
            let tally = tallies.entry(value).or_default();
            if certainty == Certainty::Denied {
                tally.denied.get_or_insert(number);
                continue;
            }
            if is_aside {
                continue;
            }
            if weight == Weight::Weak {
                weighing.hint(value, How::Weakly, certainty, (number, 0));
            }
            let slot = match weight {
                Weight::Strong if is_meeting => {
                    tally.meetings += 1;
                    &mut tally.met
                }
                _ if number == 0 || sentence.shape == Shape::Heading => &mut tally.titled,
                Weight::Strong => &mut tally.strong,
                _ => &mut tally.weak,
            };
            if slot.is_none_or(|(known, _)| certainty < known) {
                *slot = Some((certainty, number));
            }
        }
    }

    /// Whether a clause rules out what words name that count only there.
    fn is_ruled_out(
        &self,
        page: &Page<'_>,
        number: usize,
        naming: Naming,
        said: &[Hit],
        certainty: Certainty,
    ) -> bool {
        let text = page.sentence(number);
        let is_denied = certainty == Certainty::Denied
            || is_not_found(&self.rules.words, text, naming.end, said);
        // 氏名が漏れた事実はありません: what is denied is that the data left.
        let has = |list: &List| said.iter().any(|hit| list.contains(&hit.cue));
        let may_mean_data = self.rules.values.get(naming.value).is_some_and(|value| {
            value.is_route || matches!(value.class, Some(Class::Insider | Class::Outage))
        });
        is_denied
            && !(may_mean_data && has(&self.rules.words.items))
            && !has(&self.rules.words.elsewhere)
    }

    /// Lets words that name a cause together count where they fit what is named outright.
    ///
    /// Where something is named outright they may add only what is of its class (an attack, a
    /// mistake, a loss …); where nothing is, the class with most of them speaks.
    fn settle_meetings(&self, tallies: &mut Tallies) {
        let class = |value: &usize| self.rules.values.get(*value).and_then(|value| value.class);
        let mut weights: BTreeMap<Class, usize> = BTreeMap::new();
        let is_outright = |tally: &Tally| tally.strong.or(tally.titled).is_some();
        let any_outright =
            tallies.iter().any(|(value, tally)| is_outright(tally) && class(value).is_some());
        for (value, tally) in tallies.iter() {
            let Some(class) = class(value) else { continue };
            let weight =
                if any_outright { usize::from(is_outright(tally)) } else { tally.meetings };
            *weights.entry(class).or_default() += weight;
        }
        let most = weights.values().copied().max().unwrap_or(0);
        for (value, tally) in tallies.iter_mut() {
            let weight = class(value).and_then(|class| weights.get(&class).copied());
            // Who looked at what is none of theirs could, since nothing kept them out.
            let is_gap = || {
                let value = self.rules.values.get(*value);
                value.is_some_and(|value| value.path.child() == Some("access-control-gap"))
            };
            let is_opened =
                weights.get(&Class::Insider).is_some_and(|found| *found > 0) && is_gap();
            let fits = is_opened
                || weight.is_none_or(|weight| weight > 0 && (any_outright || weight == most));
            if fits {
                tally.strong = tally.strong.or(tally.met);
            }
        }
    }

    /// Reads what two neighbouring sentences, or the title and a sentence, name together.
    fn read_neighbours(&self, page: &Page<'_>, told: &[bool], tallies: &mut Tallies) {
        let parts = |number: usize| {
            let is_told = told.get(number).is_some_and(|told| *told);
            self.rules.parts(if is_told { page.hits(number) } else { &[] })
        };
        let title = parts(0);
        let mut before = title.clone();
        let mut named = self.rules.named();
        for (number, sentence) in page.sentences.iter().enumerate().skip(1) {
            let here = parts(number);
            let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
            if !is_aside {
                let length = page.sentence(number).len();
                let mut below = title.clone();
                before.join(&here);
                below.join(&here);
                let values = self.rules.named_by(&before).chain(self.rules.named_by(&below));
                for value in values.filter(|value| self.is_mechanism(*value)) {
                    self.rules.read(page.hits(number), &mut named);
                    let certainty = self.certainty(page, number, length / 2, &named.said);
                    let Some(certainty) = certainty.filter(|found| *found != Certainty::Denied)
                    else {
                        continue;
                    };
                    tallies.entry(value).or_default().strong.get_or_insert((certainty, number));
                }
            }
            before = here;
        }
    }

    fn certainty(
        &self,
        page: &Page<'_>,
        number: usize,
        end: usize,
        said: &[Hit],
    ) -> Option<Certainty> {
        let text = page.sentence(number);
        let end = text.floor_char_boundary(end);
        certainty(&self.rules.words, text, end, said, &page.reading(number))
    }

    fn is_mechanism(&self, value: usize) -> bool {
        self.rules.values.get(value).is_some_and(|value| value.is_mechanism)
    }

    fn any_mechanism(&self, tallies: &Tallies) -> bool {
        tallies.iter().any(|(value, tally)| {
            tally.strong.or(tally.titled).or(tally.met).is_some() && self.is_mechanism(*value)
        })
    }

    /// Adds what words name beside a cause that stands and that it lists: an open key was used.
    fn add_beside(&self, tallies: &Tallies, found: &mut Vec<Found>) {
        let stated = found.iter().filter(|(_, certainty, _)| *certainty != Certainty::Denied);
        let mut stated: Vec<usize> = stated.map(|(value, ..)| *value).collect();
        // What was added may itself be what another goes with.
        for _ in 0..2 {
            for (value, tally) in tallies {
                let Some((certainty, sentence)) = tally.beside else { continue };
                let fits = !stated.contains(value)
                    && stated.iter().any(|other| self.rules.lists(*value, *other));
                if fits {
                    found.retain(|(known, ..)| known != value);
                    found.push((*value, certainty, sentence));
                    stated.push(*value);
                }
            }
        }
    }

    /// Drops values that say nothing more beside a more specific one that was found.
    fn drop_superfluous(&self, found: &mut Vec<Found>) {
        let present: Vec<(usize, Certainty)> = found
            .iter()
            .filter(|(_, certainty, _)| *certainty != Certainty::Denied)
            .map(|(value, certainty, _)| (*value, *certainty))
            .collect();
        // A lost disk is lost, even where theft is not excluded.
        let is_said = |value: usize, certainty: Certainty| {
            let class = self.rules.values.get(value).and_then(|value| value.class);
            let is_loss = class == Some(Class::Loss);
            present
                .iter()
                .any(|(other, known)| *other == value && (!is_loss || *known <= certainty))
        };
        found.retain(|(value, certainty, _)| {
            let specific = self.rules.unless_found.get(*value);
            *certainty == Certainty::Denied
                || specific
                    .is_none_or(|specific| !specific.iter().any(|it| is_said(*it, *certainty)))
        });
    }
}

/// Those of the sentences that may speak of this incident which may tell its cause.
fn heard(page: &Page<'_>, told: &[bool]) -> Vec<usize> {
    let sentences = page.sentences.iter().zip(told).enumerate();
    let heard = sentences.filter(|(number, (sentence, told))| {
        **told
            && !sentence.section.is_advice()
            && sentence.section != Section::Prevention
            && page.sentence(*number).chars().nth(FEWEST_CHARACTERS - 1).is_some()
    });
    heard.map(|(number, _)| number).collect()
}

/// Keeps the denial of what another value has made superfluous.
fn keep_denials(before: &[Found], tallies: &Tallies, found: &mut Vec<Found>) {
    for (value, _, _) in before {
        let denied = tallies.get(value).and_then(|tally| tally.denied);
        if let Some(sentence) = denied.filter(|_| !found.iter().any(|(other, ..)| other == value)) {
            found.push((*value, Certainty::Denied, sentence));
        }
    }
}
