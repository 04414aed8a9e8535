//! Why it happened: mechanisms found by cues, and the route through a third party.

use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath, Rule, Vendor};

use super::by_example::{ByExample, Found};
use super::cause_rules::{CauseRules, Fired, Naming, Weight};
use super::cause_verdict::{certainty, is_not_found};
use super::cause_weight::Weighing;
use super::cue::{CueSetBuilder, Hit, List};
use super::page::{Page, Shape};
use super::routes::{add_routes, is_passed_on, refine_roles};
use super::section::Section;
use super::signal::Signal;

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
        let by_example = ByExample::new(lexicon, folder, &rules.values)?;
        Ok(Self { rules, by_example })
    }

    /// The causes of a page: mechanisms, then the routes that its vendors imply; roles of vendors are
    /// made more specific by the mechanism.
    pub(super) fn find(&self, page: &Page<'_>, vendors: &mut [Vendor]) -> Vec<Categorised> {
        let mut tallies = Tallies::new();
        let mut weighing = Weighing::default();
        for number in 0..page.sentences.len() {
            if self.may_tell(page, number) {
                self.read_sentence(page, number, &mut tallies, &mut weighing);
            }
        }
        if !self.any_mechanism(&tallies) {
            self.read_neighbours(page, &mut tallies);
        }
        self.settle_meetings(&mut tallies);
        let any_strong = self.any_mechanism(&tallies);
        let mut found: Vec<Found> = Vec::new();
        for (value, tally) in &tallies {
            let Some(path) = self.rules.values.get(*value) else { continue };
            let weak = tally.weak.filter(|_| !any_strong);
            match (tally.strong.or(tally.titled).or(weak), tally.denied) {
                // What was only suspected, and later ruled out.
                (Some((Certainty::Possible, first)), Some(sentence)) if sentence > first => {
                    found.push((path.clone(), Certainty::Denied, sentence));
                }
                (Some((certainty, sentence)), _) => found.push((path.clone(), certainty, sentence)),
                (None, Some(sentence)) => found.push((path.clone(), Certainty::Denied, sentence)),
                (None, None) => {}
            }
        }
        // A vendor that is named says the route better than words around it.
        found.retain(|(path, certainty, _)| {
            let is_route = path.parent() == "supply-chain" && *certainty != Certainty::Denied;
            !is_route || vendors.is_empty() || is_passed_on(path, vendors)
        });
        let may_tell = |number| self.may_tell(page, number);
        self.by_example.join(page, may_tell, &mut weighing, &mut found);
        drop_denied_kin(&mut found);
        let before = found.clone();
        self.drop_superfluous(&mut found);
        drop_general(&mut found);
        weighing.settle(&self.rules, page.sentences.len(), &mut found);
        self.add_beside(&tallies, &mut found);
        self.keep_denials(&before, &tallies, &mut found);
        drop_denied_kin(&mut found);
        found.sort_by_key(|(_, certainty, sentence)| (*certainty == Certainty::Denied, *sentence));
        let mut causes: Vec<Categorised> = found
            .into_iter()
            .map(|(value, certainty, sentence)| {
                let evidence = page.evidence(sentence).by(self.fired(page, sentence, &value));
                Categorised { value, certainty, evidence }
            })
            .collect();
        refine_roles(&causes, vendors);
        add_routes(&mut causes, vendors);
        causes
    }

    /// Whether a sentence with these hits names a cause.
    pub(super) fn is_named(&self, hits: &[Hit]) -> bool {
        self.rules.is_named_outright(hits)
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
        self.by_example.likest(sentence, path)
    }

    /// The words by which a sentence names a value.
    fn fired(&self, page: &Page<'_>, number: usize, path: &FacetPath) -> Option<Rule> {
        let value = self.rules.values.iter().position(|known| known == path)?;
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
        tallies: &mut Tallies,
        weighing: &mut Weighing,
    ) {
        let Some(sentence) = page.sentences.get(number) else { return };
        let namings = self.rules.namings(page.hits(number));
        if namings.is_empty() {
            return;
        }
        let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
        // Of several cues for one value the last stands nearest to the predicate.
        let mut claims: BTreeMap<usize, (Weight, bool, Certainty)> = BTreeMap::new();
        let mut named: BTreeMap<usize, (bool, Certainty)> = BTreeMap::new();
        for naming in namings {
            let Some(certainty) = self.certainty(page, number, naming.end) else { continue };
            if naming.weight == Weight::Strong && certainty != Certainty::Denied {
                let known = named.entry(naming.value).or_insert((naming.is_meeting, certainty));
                known.0 &= naming.is_meeting;
            }
            if naming.weight == Weight::Beside {
                if certainty != Certainty::Denied && !is_aside {
                    let tally = tallies.entry(naming.value).or_default();
                    tally.beside.get_or_insert((certainty, number));
                }
                continue;
            }
            let known = claims.get(&naming.value).copied();
            if naming.weight == Weight::Denied {
                if known.is_none() && self.is_ruled_out(page, number, naming, certainty) {
                    claims.insert(naming.value, (naming.weight, false, Certainty::Denied));
                }
                continue;
            }
            // A negative beside words that only meet, or beside a slip or a loss, is mostly of
            // something else; what is ruled out there has words of its own.
            let class = self.rules.values.get(naming.value).and_then(class_of);
            let may_deny = matches!(class, Some(Class::Attack | Class::Insider));
            let elsewhere = &self.rules.words.elsewhere;
            let is_elsewhere = page.hits(number).iter().any(|hit| elsewhere.contains(&hit.cue));
            if certainty == Certainty::Denied && (naming.is_meeting || !may_deny || is_elsewhere) {
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
        certainty: Certainty,
    ) -> bool {
        let hits = page.hits(number);
        let text = page.sentence(number);
        let is_denied = certainty == Certainty::Denied
            || is_not_found(&self.rules.words, text, naming.end, hits);
        // 氏名が漏れた事実はありません: what is denied is that the data left.
        let has = |list: &List| hits.iter().any(|hit| list.contains(&hit.cue));
        let is_of_data = has(&self.rules.words.items);
        let path = self.rules.values.get(naming.value);
        let may_mean_data = path.is_some_and(|path| {
            matches!(path.parent(), "insider" | "supply-chain" | "availability")
        });
        is_denied && !(is_of_data && may_mean_data) && !has(&self.rules.words.elsewhere)
    }

    /// Lets words that name a cause together count where they fit what is named outright.
    ///
    /// Where something is named outright they may add only what is of its class (an attack, a
    /// mistake, a loss …); where nothing is, the class with most of them speaks.
    fn settle_meetings(&self, tallies: &mut Tallies) {
        let class = |value: &usize| self.rules.values.get(*value).and_then(class_of);
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
            let is_gap = self.rules.values.get(*value).and_then(FacetPath::child)
                == Some("access-control-gap");
            let is_opened = is_gap && weights.get(&Class::Insider).is_some_and(|found| *found > 0);
            let fits = is_opened
                || weight.is_none_or(|weight| weight > 0 && (any_outright || weight == most));
            if fits {
                tally.strong = tally.strong.or(tally.met);
            }
        }
    }

    /// Reads what two neighbouring sentences, or the title and a sentence, name together.
    fn read_neighbours(&self, page: &Page<'_>, tallies: &mut Tallies) {
        let parts = |number: usize| {
            let is_told = self.may_tell(page, number);
            if is_told { self.rules.parts(page.hits(number)) } else { Default::default() }
        };
        let title = parts(0);
        let mut before = title.clone();
        for (number, sentence) in page.sentences.iter().enumerate().skip(1) {
            let here = parts(number);
            let is_aside = sentence.section.is_advice() || sentence.section == Section::Prevention;
            if !is_aside {
                let length = page.sentence(number).len();
                let (beside, below) = (here.and(&before), here.and(&title));
                let values = self.rules.named_by(&beside).chain(self.rules.named_by(&below));
                let values =
                    values.filter(|value| self.rules.values.get(*value).is_some_and(is_mechanism));
                for value in values {
                    let certainty = self.certainty(page, number, length / 2);
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

    fn certainty(&self, page: &Page<'_>, number: usize, end: usize) -> Option<Certainty> {
        let text = page.sentence(number);
        let end = text.floor_char_boundary(end);
        certainty(&self.rules.words, text, end, page.hits(number), &page.reading(number))
    }

    fn any_mechanism(&self, tallies: &Tallies) -> bool {
        tallies.iter().any(|(value, tally)| {
            tally.strong.or(tally.titled).or(tally.met).is_some()
                && self.rules.values.get(*value).is_some_and(is_mechanism)
        })
    }

    /// Adds what words name beside a cause that stands and that it lists: an open key was used.
    fn add_beside(&self, tallies: &Tallies, found: &mut Vec<Found>) {
        let number = |path: &FacetPath| self.rules.values.iter().position(|value| value == path);
        let mut stated: Vec<usize> = found
            .iter()
            .filter(|(_, certainty, _)| *certainty != Certainty::Denied)
            .filter_map(|(path, ..)| number(path))
            .collect();
        // What was added may itself be what another goes with.
        for _ in 0..2 {
            for (value, tally) in tallies {
                let Some((certainty, sentence)) = tally.beside else { continue };
                let Some(path) = self.rules.values.get(*value) else { continue };
                let fits = !stated.contains(value)
                    && stated.iter().any(|other| self.rules.lists(*value, *other));
                if fits {
                    found.retain(|(known, ..)| known != path);
                    found.push((path.clone(), certainty, sentence));
                    stated.push(*value);
                }
            }
        }
    }

    /// Keeps the denial of what another value has made superfluous.
    fn keep_denials(&self, before: &[Found], tallies: &Tallies, found: &mut Vec<Found>) {
        for (path, _, _) in before {
            let number = self.rules.values.iter().position(|value| value == path);
            let denied = number.and_then(|number| tallies.get(&number)?.denied);
            if let Some(sentence) =
                denied.filter(|_| !found.iter().any(|(other, ..)| other == path))
            {
                found.push((path.clone(), Certainty::Denied, sentence));
            }
        }
    }

    /// Drops values that say nothing more beside a more specific one that was found.
    fn drop_superfluous(&self, found: &mut Vec<Found>) {
        let present: Vec<(FacetPath, Certainty)> = found
            .iter()
            .filter(|(_, certainty, _)| *certainty != Certainty::Denied)
            .map(|(path, certainty, _)| (path.clone(), *certainty))
            .collect();
        // A lost disk is lost, even where theft is not excluded.
        let is_said = |path: &FacetPath, certainty: Certainty| {
            let is_loss = path.parent() == "loss-theft";
            present.iter().any(|(other, known)| other == path && (!is_loss || *known <= certainty))
        };
        found.retain(|(path, certainty, _)| {
            let at = self.rules.values.iter().position(|value| value == path);
            let specific = at.and_then(|at| self.rules.unless_found.get(at));
            *certainty == Certainty::Denied
                || specific
                    .is_none_or(|specific| !specific.iter().any(|path| is_said(path, *certainty)))
        });
    }
}

/// What sort of event a mechanism is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Attack,
    Mistake,
    Loss,
    Insider,
    Outage,
}

/// The class of a mechanism; routes and unknown causes have none.
pub(super) fn class_of(path: &FacetPath) -> Option<Class> {
    match path.parent() {
        "unauthorized-access" | "account-attack" | "malware" | "social-engineering" => {
            Some(Class::Attack)
        }
        "human-error" | "misconfiguration" => Some(Class::Mistake),
        "loss-theft" => Some(Class::Loss),
        "insider" => Some(Class::Insider),
        "availability" => Some(Class::Outage),
        _ => (path.child() == Some("ai-misuse")).then_some(Class::Mistake),
    }
}

/// Whether a value says what was done, rather than through whom or that nobody knows.
pub(super) fn is_mechanism(path: &FacetPath) -> bool {
    class_of(path).is_some() && path.child() != Some("unspecified-intrusion")
}

/// 手口不明 and 調査中 stay only where nothing says more.
fn drop_general(found: &mut Vec<Found>) {
    let explained = found
        .iter()
        .any(|(path, certainty, _)| *certainty != Certainty::Denied && is_mechanism(path));
    found.retain(|(path, certainty, _)| {
        let is_general = path.child() == Some("unspecified-intrusion")
            || path.child() == Some("under-investigation");
        !(is_general && explained && *certainty != Certainty::Denied)
    });
}

/// Whether a cause means that somebody got in; whom others lured or tried is a user outside.
fn lets_in(path: &FacetPath) -> bool {
    matches!(path.parent(), "account-attack" | "malware")
        && !matches!(path.child(), Some("credential-stuffing" | "phishing"))
}

/// Drops what is denied of other machines where the page states an event of its kind: ほかに感染はありません.
fn drop_denied_kin(found: &mut Vec<Found>) {
    let stated: Vec<FacetPath> = found
        .iter()
        .filter(|(path, certainty, _)| {
            *certainty != Certainty::Denied && path.child() != Some("third-party-script-tampering")
        })
        .map(|(path, _, _)| path.clone())
        .collect();
    found.retain(|(path, certainty, _)| {
        let is_general = matches!(path.child(), Some("unspecified-intrusion" | "other-malware"));
        // Who was let in by a stolen account was inside after all.
        let is_inside = path.child() == Some("unspecified-intrusion");
        let is_kin = |other: &FacetPath| {
            other.parent() == path.parent()
                || other.child() == Some("ransomware")
                || is_inside && lets_in(other)
        };
        !(*certainty == Certainty::Denied && is_general && stated.iter().any(is_kin))
    });
}
