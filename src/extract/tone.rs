//! How sure a page is that data left: what its sentences say of the whole, and what an incident of
//! its kind means where they leave it open.
//!
//! A letter sent to the wrong person was seen; a memory stick that was lost, or a file that anyone
//! could open, may have been.

use crate::report::{Categorised, Certainty};

use super::items::ItemWords;
use super::lines::Lines;
use super::page::Shape;
use super::remarks::end_of_earlier;
use super::section::Section;
use super::signal::Signal;
use super::stance::Stance;

/// Causes that decide what a page means that only names items; each a path or its first level.
#[derive(Debug, Default)]
pub(super) struct Incidents {
    /// Somebody has the data.
    pub(super) reached: Vec<String>,
    /// Somebody could look at it.
    pub(super) exposed: Vec<String>,
    /// Its users saw it, unless the page doubts it.
    pub(super) shown: Vec<String>,
    /// It is out of sight.
    pub(super) lost: Vec<String>,
    /// Somebody took the thing that held it.
    pub(super) stolen: Vec<String>,
    /// Somebody was where it could be had.
    pub(super) entered: Vec<String>,
}

/// What a page as a whole says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tone {
    overall: Option<Certainty>,
    /// Whether data that lay open was seen.
    is_seen: bool,
    /// Whether the incident is one that leaves open what was seen.
    is_open: bool,
}

impl Tone {
    /// Reads a page whose causes are known.
    pub(super) fn of(lines: &Lines<'_>, causes: &[Categorised], words: &ItemWords) -> Self {
        let told = Told::of(lines, words);
        let incidents = &words.incidents;
        let names = |list: &[String], cause: &Categorised| {
            list.iter().any(|name| cause.value.as_str() == name || cause.value.parent() == name)
        };
        let mut mechanisms = causes
            .iter()
            .filter(|cause| cause.certainty != Certainty::Denied)
            .filter(|cause| !["supply-chain", "unknown"].contains(&cause.value.parent()))
            .peekable();
        let first = mechanisms.peek().copied();
        let is_reached = first.is_some_and(|first| names(&incidents.reached, first));
        let is_entered = first.is_some_and(|first| names(&incidents.entered, first));
        let is_lost = first.is_some_and(|first| names(&incidents.lost, first));
        let is_exposed = first.is_some_and(|first| names(&incidents.exposed, first))
            && mechanisms
                .all(|cause| names(&incidents.exposed, cause) || names(&incidents.lost, cause));
        // What lay open was shown, unless the page says no more than that somebody may have looked.
        let is_undoubted = told.possible == 0 && !told.is_open;
        let is_before_users = first.is_some_and(|first| names(&incidents.shown, first));
        let is_shown = is_exposed
            && (told.is_taken
                || is_undoubted && (told.stated > told.exposed || is_before_users)
                || told.is_confirmed
                    && !told.is_open
                    && told.stated > told.possible + told.exposed);
        // What a thief is said to have taken he has, unless the page speaks of doubt.
        let is_stolen = is_undoubted
            && told.stated > 0
            && first.is_some_and(|first| names(&incidents.stolen, first));
        let is_seen = (is_reached && !told.is_covered) || is_shown;
        let overall = match told.overall() {
            _ if told.is_cleared && told.stated == 0 => Some(Certainty::Denied),
            _ if (is_exposed || is_lost) && !told.is_taken && !is_shown && !is_stolen => {
                Some(Certainty::Possible)
            }
            // Who sat at a screen or in a mailbox may have looked; few pages know that he took data.
            Some(Certainty::Stated)
                if is_entered
                    && !(is_undoubted
                        && (told.is_confirmed || told.is_taken || told.stated >= 2)) =>
            {
                Some(Certainty::Possible)
            }
            _ if is_seen && told.possible <= told.stated.max(1) => Some(Certainty::Stated),
            overall => overall,
        };
        // Who got in may have looked at everything, but nobody has said so.
        let is_open = first.is_some() && !is_reached;
        Self { overall, is_seen, is_open }
    }

    /// Whether the page speaks of a leak at all.
    pub(super) fn is_of_leak(self) -> bool {
        self.overall.is_some()
    }

    /// What an item means that the page only names.
    pub(super) fn default(self) -> Certainty {
        let silent = if self.is_open { Certainty::Possible } else { Certainty::Stated };
        self.overall.unwrap_or(silent)
    }

    /// What a stance means on this page: what only names the leak, or says that data lay open, is as
    /// sure as the page.
    pub(super) fn settle(self, stance: Stance) -> Stance {
        let certainty = match stance.certainty {
            Certainty::Possible if stance.is_exposure && self.is_seen => Certainty::Stated,
            Certainty::Stated if !stance.is_predicate => self.default(),
            certainty => certainty,
        };
        Stance { certainty, ..stance }
    }
}

/// What the sentences of a page say of a leak, counted.
#[derive(Debug, Default)]
struct Told {
    /// The first full sentence with a leak word sets the tone.
    first: Option<Certainty>,
    stated: usize,
    possible: usize,
    exposed: usize,
    /// Whether a heading names a leak.
    is_named: bool,
    /// Whether a leak is said to be a fact.
    is_confirmed: bool,
    /// Whether somebody is said to have taken or seen the data.
    is_taken: bool,
    /// Whether a leak cannot be excluded.
    is_open: bool,
    /// Whether the page concludes that nothing leaked.
    is_cleared: bool,
    /// Whether the data was meant to be covered up: who opened the page need not have seen it.
    is_covered: bool,
}

impl Told {
    fn of(lines: &Lines<'_>, words: &ItemWords) -> Self {
        let page = lines.page;
        let mut told = Self::default();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let is_aside = matches!(sentence.section, Section::Prevention | Section::Delay);
            if sentence.section.is_advice() || is_aside || sentence.question {
                continue;
            }
            let text = page.sentence(number);
            let is_covered = lines.has(number, &words.covering);
            if page.marks(number).is_empty() && !is_covered {
                continue;
            }
            // 第1報では可能性があるとしておりましたが: what was thought before.
            if lines.has(number, &words.other_cases) || end_of_earlier(text).is_some() {
                continue;
            }
            told.is_covered |= is_covered;
            let reading = page.reading(number);
            // …についても否定できない is about that alone.
            let is_apart = || {
                ["についても", "これ以外", "それ以外", "ほかに", "他にも", "複製が"]
                    .iter()
                    .any(|word| text.contains(word))
            };
            told.is_open |= reading.has(Signal::CannotExclude) && !is_apart();
            told.is_cleared |= reading.has(Signal::Cleared);
            let hedges =
                [Signal::CannotExclude, Signal::Possible, Signal::Denial, Signal::Negation];
            let is_taken =
                reading.has(Signal::Taken) && !hedges.iter().any(|hedge| reading.has(*hedge));
            told.is_taken |= is_taken;
            let Some(stance) = lines.whole(number).filter(|stance| stance.is_leak) else {
                continue;
            };
            let is_firm = reading.has(Signal::Confirmed);
            match stance.certainty {
                Certainty::Denied => {}
                // 誰でも取れる状態になりました, on the site of those who took it: it is out.
                Certainty::Possible if stance.is_exposure && is_taken => {
                    told.stated += 1;
                    told.first.get_or_insert(Certainty::Stated);
                }
                Certainty::Possible => {
                    let count =
                        if stance.is_exposure { &mut told.exposed } else { &mut told.possible };
                    *count += 1;
                    told.first.get_or_insert(Certainty::Possible);
                }
                // 漏えいした as in 漏えいした情報 names a leak without claiming it.
                Certainty::Stated
                    if is_firm || stance.is_predicate && is_sentence(sentence.shape, text) =>
                {
                    told.is_confirmed |= is_firm;
                    told.stated += if is_firm { 2 } else { 1 };
                    told.first.get_or_insert(Certainty::Stated);
                }
                Certainty::Stated => told.is_named = true,
            }
        }
        told
    }

    /// A page that cannot exclude a leak, or speaks more often of what may have leaked than of what
    /// did, is careful all the same.
    fn overall(&self) -> Option<Certainty> {
        match self.first {
            None if self.is_open => Some(Certainty::Possible),
            None => self.is_named.then_some(Certainty::Stated),
            // One doubt at the outset weighs less than what the page then says firmly and often.
            Some(Certainty::Possible)
                if self.is_confirmed
                    && !self.is_open
                    && !self.is_covered
                    && self.stated > self.possible + self.exposed =>
            {
                Some(Certainty::Stated)
            }
            Some(Certainty::Stated)
                if self.is_open && !self.is_confirmed
                    || self.possible + self.exposed > self.stated =>
            {
                Some(Certainty::Possible)
            }
            first => first,
        }
    }
}

/// Whether a line tells something in a sentence of its own, in prose or as a point of a list.
fn is_sentence(shape: Shape, text: &str) -> bool {
    shape == Shape::Prose || shape == Shape::Item && text.trim_end().ends_with('。')
}
