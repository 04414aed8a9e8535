//! How many people or records were affected.
//!
//! Every number with a counter is a candidate. What it counts decides: those who read, were mailed or
//! searched are no victims, nor are the numbers of other incidents or of an announcement that this
//! one replaces (`bystanders`). The rest count beside words of data and of what became of it.
//!
//! # The total of a report
//!
//! Filters and orders need one number. [`Facts::total`](crate::report::Facts::total) derives it, and
//! index, search and tables use no other:
//!
//! - It is the current total of people; where no people are counted, that of records. People and
//!   records are never compared nor added up, and no two numbers of a unit are.
//! - The newest number wins over an older one that it revises, be it larger or smaller
//!   (最大1,480件 → 最大1,362件): older ones are left out, and a number that is told as the
//!   correction stands first.
//! - Among the others the largest wins. So the 計 of a list wins over its parts, and a whole over
//!   its うち; parts without a sum give the largest part, a lower bound.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Affected, Certainty, Kind, Rule, Unit};

use super::bystanders::{BystanderWords, Bystanders, near_head};
use super::counted::{
    act_together, are_viewers, counter, holds, is_breakdown, is_companies, is_container,
    is_negative, is_piece, is_regrouped, is_share, is_sum_of_above, is_summand, is_thing,
    qualified, same_column, what,
};
use super::counting::{Context, SentenceWords};
use super::cue::CueSet;
use super::extent::{Found, push, settle};
use super::lexicon_file::LexiconFile;
use super::numbers::{Quantities, Quantity, bare_total};
use super::page::{Page, Shape};
use super::precedents::{PrecedentWords, Precedents};
use super::section::Section;
use super::surroundings::{CountPlace, Counted, Verdict};

/// What the number at a place counts, as the document spells it.
pub(super) fn what_of(page: &Page<'_>, place: &CountPlace) -> String {
    let text = page.sentence(place.sentence);
    let range = &place.quantity.range;
    let head = text.get(..range.start).unwrap_or_default();
    what(page, place.sentence, head, text.get(range.end..).unwrap_or_default())
}

/// Most counts of a page; longer lists are no report of an incident.
const MOST: usize = 200;

/// Most counts of a sentence whose sums are tried.
const MOST_IN_SENTENCE: usize = 16;

/// Most bytes between a whole and its part that are told in one sentence.
const LONGEST_WHOLE: usize = 180;

/// Most characters of a line of a list that is the heading of the next: ○ 件数.
const LONGEST_LABEL: usize = 14;

/// Finds counts of people and records.
#[derive(Debug)]
pub(super) struct CountFinder {
    pub(super) quantities: Quantities,
    pub(super) bystanders: Bystanders,
    pub(super) precedents: Precedents,
    pub(super) newest: CueSet,
    pub(super) harm: CueSet,
    pub(super) asks: CueSet,
    pub(super) subjects: CueSet,
    pub(super) keys: CueSet,
    pub(super) persons: CueSet,
    pub(super) data: CueSet,
    pub(super) scope_headings: CueSet,
    pub(super) companies: CueSet,
    pub(super) documents: CueSet,
    pub(super) concerned: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    people: Vec<Spanned<String>>,
    records: Vec<Spanned<String>>,
    subjects: Vec<Spanned<String>>,
    keys: Vec<Spanned<String>>,
    persons: Vec<Spanned<String>>,
    data: Vec<Spanned<String>>,
    scope_headings: Vec<Spanned<String>>,
    companies: Vec<Spanned<String>>,
    documents: Vec<Spanned<String>>,
    concerned: Vec<Spanned<String>>,
    newest: Vec<Spanned<String>>,
    harm: Vec<Spanned<String>>,
    asks: Vec<Spanned<String>>,
    bystanders: BystanderWords,
    precedents: PrecedentWords,
}

impl CountFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "counts.toml")?;
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        let units = |words: &[Spanned<String>]| {
            let mut units: Vec<String> =
                words.iter().map(|word| folder.fold(word.get_ref()).text().to_owned()).collect();
            units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
            units
        };
        cues(&words.people)?;
        cues(&words.records)?;
        Ok(Self {
            quantities: Quantities::new(&units(&words.people), &units(&words.records)),
            bystanders: Bystanders::new(&file, &words.bystanders, folder)?,
            precedents: Precedents::new(&file, &words.precedents, folder)?,
            newest: cues(&words.newest)?,
            harm: cues(&words.harm)?,
            asks: cues(&words.asks)?,
            subjects: cues(&words.subjects)?,
            keys: cues(&words.keys)?,
            persons: cues(&words.persons)?,
            data: cues(&words.data)?,
            scope_headings: cues(&words.scope_headings)?,
            companies: cues(&words.companies)?,
            documents: cues(&words.documents)?,
            concerned: cues(&words.concerned)?,
        })
    }

    /// The counts of a page.
    pub(super) fn find(&self, page: &Page<'_>, kind: Kind) -> Counted {
        let mut places: Vec<CountPlace> = Vec::new();
        let mut found: Vec<Found> = Vec::new();
        let mut context = Context::default();
        // The heading or question right above, until a number below asks for it.
        let mut above: Option<usize> = None;
        let mut lookups = 0;
        let mut last_told: Option<usize> = None;
        let mut told_units: BTreeSet<Unit> = BTreeSet::new();
        // Whether the number before was told, and not one of others.
        let mut is_told_last = false;
        // The counter that ended the last line of a list, in a table of them.
        let mut column = String::new();
        // Numbers that were once told to be of others stay so: 6名全員に事情を聴き.
        let mut others: BTreeSet<(Unit, u64)> = BTreeSet::new();
        // Numbers that were corrected may come back where the extent is listed.
        let mut replaced: BTreeSet<(Unit, u64)> = BTreeSet::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let is_line = sentence.shape != Shape::Prose;
            let quantities = self.numbers(text, sentence.shape);
            let first_place = places.len();
            if first_place < MOST {
                places.extend(quantities.iter().map(|quantity| CountPlace {
                    sentence: number,
                    quantity: quantity.clone(),
                    verdict: Verdict::Unread,
                }));
            }
            let of_sentence = places.get_mut(first_place..).unwrap_or_default();
            let judge_all = |places: &mut [CountPlace], verdict: Verdict| {
                places.iter_mut().for_each(|place| place.verdict = verdict);
            };
            if sentence.question || quantities.is_empty() && self.is_label(text, sentence.shape) {
                above = Some(number);
                continue;
            }
            if quantities.is_empty() {
                continue;
            }
            if let Some(above) = above.take() {
                context = self.context(page, above);
            }
            let reading = page.reading(number);
            let is_silent = sentence.section.is_advice()
                || matches!(sentence.section, Section::Prevention | Section::Delay);
            if is_silent && !context.asked
                || context.heading_denies
                || self.bystanders.fill(text)
                || found.len() >= MOST
            {
                judge_all(of_sentence, Verdict::Aside);
                continue;
            }
            let first = quantities.first().map_or(0, |one| one.range.start);
            if self.precedents.are_told(page, number, first, &mut lookups) {
                judge_all(of_sentence, Verdict::Precedent);
                continue;
            }
            if is_breakdown(text, &quantities) {
                judge_all(of_sentence, Verdict::Breakdown);
                continue;
            }
            let words = SentenceWords::of(self, text, &reading);
            let mut corrected = false;
            let mut is_of_viewers = false;
            let mut any_told = false;
            for (order, quantity) in quantities.iter().enumerate() {
                let next = quantities.get(order + 1);
                let earlier = order.checked_sub(1).and_then(|order| quantities.get(order));
                let count = qualified(text, quantity, earlier, context.at_most);
                let mut judge = |verdict: Verdict| {
                    if let Some(place) = of_sentence.get_mut(order) {
                        place.quantity.count = count;
                        place.verdict = verdict;
                    }
                };
                let is_denied = || {
                    is_negative(text.get(quantity.range.end..).unwrap_or_default())
                        && reading
                            .after(quantity.range.end)
                            .is_some_and(|stance| stance.certainty == Certainty::Denied)
                };
                // Whether this sentence or one right above has told a number, and nothing of others since.
                let is_next_to_told =
                    is_told_last && last_told.is_some_and(|told| number - told <= 2);
                let key = (quantity.count.unit, quantity.count.number());
                is_of_viewers |= are_viewers(text, quantity);
                let is_same = next.is_some_and(|next| holds(text, quantity, next));
                let is_part = order < MOST_IN_SENTENCE && is_summand(text, &quantities, order);
                if is_of_viewers
                    || is_same
                    || is_part
                    || is_piece(text, quantity)
                    || act_together(text, quantity)
                    || is_regrouped(text, quantity, earlier)
                {
                    is_told_last &= !is_of_viewers;
                    judge(if is_of_viewers { Verdict::Viewers } else { Verdict::Part });
                    continue;
                }
                if self.bystanders.are_counted(text, quantity, sentence.shape != Shape::Prose) {
                    others.insert(key);
                    is_told_last = false;
                    corrected = true;
                    judge(Verdict::Others);
                    continue;
                }
                if self.is_replaced(text, quantity, earlier, next, kind) {
                    replaced.insert(key);
                    corrected = true;
                    judge(Verdict::Replaced);
                    continue;
                }
                let is_extent = sentence.section == Section::Scope || context.heading_leaks;
                let is_past = replaced.contains(&key) && !(is_line && is_extent);
                if others.contains(&key) || is_past {
                    judge(if is_past { Verdict::Replaced } else { Verdict::Others });
                    continue;
                }
                let may_count = corrected
                    || self.is_told(sentence, &words, text, quantity, &context)
                    || self.is_listed(text, &quantities, order)
                    || any_told && self.is_glued(text, quantity)
                    || is_next_to_told
                        && told_units.contains(&quantity.count.unit)
                        && is_share(text, quantity, earlier)
                    || is_next_to_told && is_sum_of_above(text, quantity)
                    || is_line && is_next_to_told && same_column(text, quantity, &column);
                if !may_count || is_denied() {
                    judge(if may_count { Verdict::Denied } else { Verdict::Untold });
                    continue;
                }
                let head = text.get(..quantity.range.start).unwrap_or_default();
                let tail = text.get(quantity.range.end..).unwrap_or_default();
                any_told = true;
                if last_told != Some(number) {
                    told_units.clear();
                }
                last_told = Some(number);
                told_units.insert(quantity.count.unit);
                is_told_last = true;
                let affected = Affected {
                    what: what(page, number, head, tail),
                    count,
                    evidence: page.evidence_by(number, || {
                        Some(Rule {
                            mechanism: match quantity.count.unit {
                                Unit::People => "counts: people",
                                Unit::Records => "counts: records",
                            },
                            cue: None,
                            matched: Some(page.span_in(number, quantity.range.clone())),
                        })
                    }),
                };
                let revises = corrected || kind == Kind::FollowUp;
                let is_newest = revises && self.newest.is_in(near_head(head));
                let is_weak = sentence.shape == Shape::Prose
                    && (self.bystanders.are_reached(text, quantity)
                        || is_container(text, quantity)
                        || self.is_size(&words, text, quantity, &context));
                judge(match (is_newest, is_weak) {
                    (true, _) => Verdict::Newest,
                    (_, true) => Verdict::Weak,
                    _ => Verdict::Told,
                });
                push(&mut found, Found { affected, is_newest, is_weak }, number == 0);
            }
            if is_line && any_told {
                column = quantities
                    .last()
                    .map(|last| counter(text, last).to_owned())
                    .unwrap_or_default();
            }
        }
        Counted { affected: settle(found), places }
    }

    /// The numbers of a sentence that may count what leaked.
    fn numbers(&self, text: &str, shape: Shape) -> Vec<Quantity> {
        let mut quantities = self.quantities.find(text);
        let is_line = shape != Shape::Prose;
        quantities.retain(|one| {
            (!is_companies(text, one) || self.are_clients(text, one, is_line))
                && (!is_thing(text, one) || self.is_of_documents(text, one))
        });
        if quantities.is_empty() && shape == Shape::Item {
            quantities.extend(bare_total(text));
        }
        quantities
    }

    /// Whether a line without a number stands over those that have one: ◇アドレス, whatever sign it opens with.
    fn is_label(&self, text: &str, shape: Shape) -> bool {
        let is_short = || text.chars().nth(LONGEST_LABEL).is_none();
        shape == Shape::Heading
            || shape == Shape::Item && is_short() && self.scope_headings.is_in(text)
    }

    /// Whether a number is that of an earlier announcement, or the whole of which the next is the part.
    fn is_replaced(
        &self,
        text: &str,
        quantity: &Quantity,
        earlier: Option<&Quantity>,
        next: Option<&Quantity>,
        kind: Kind,
    ) -> bool {
        let follows_up = kind == Kind::FollowUp;
        if self.bystanders.are_replaced(
            text,
            quantity,
            earlier.map_or(0, |one| one.range.end),
            follows_up,
        ) {
            return true;
        }
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        let is_lot = tail.trim_start_matches(')').starts_with("の一部")
            || tail.starts_with("のうち") && next.is_some();
        let head = text.get(..quantity.range.start).unwrap_or_default();
        if is_lot && !self.harm.is_in(near_head(head)) {
            return true;
        }
        let Some(next) = next.filter(|next| next.count.unit == quantity.count.unit) else {
            return false;
        };
        if next.count.number() == quantity.count.number() {
            return false;
        }
        let between = text.get(quantity.range.end..next.range.start).unwrap_or_default();
        // 312軒にお届けしましたが、このうち27世帯で
        let is_whole = between.starts_with("のうち")
            || between.starts_with("中、")
            || between.len() <= LONGEST_WHOLE
                && ["が、このうち", "が、うち", "が、そのうち"]
                    .iter()
                    .any(|word| between.contains(word))
                && !self.harm.is_in(between);
        // A whole that is itself said to have leaked stays: 漏えいした120名のうち30名.
        // 流出した個人情報(1年生363名のうち240名): what stands before the bracket is told of the part.
        let near = near_head(head);
        let own = near.rfind('(').and_then(|open| near.get(open..)).unwrap_or(near);
        let is_bystander = is_whole && !self.harm.is_in(own);
        let is_cell = follows_up
            && between.trim_start_matches(')').trim().is_empty()
            && between.contains(['\t', ' ']);
        is_bystander
            || is_cell
            || between.trim_start().starts_with(['→', '⇒'])
            || matches!(between.trim(), "から" | "->")
    }
}
