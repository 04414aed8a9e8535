//! What leaked: items of personal data with what the text says about each.
//!
//! An item counts where the text speaks of a leak: its own clause says so, or a sentence or heading
//! before governs the list it stands in. Advice, contact lines and bare mentions give nothing.
//! Where a text both leaks and denies the same item (other people, other sites), the leak stays.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath};

use super::cue::{CueSet, Hit};
use super::lexicon_file::{GroupEntry, LexiconFile};
use super::page::{Page, Sentence, Shape};
use super::section::Section;
use super::stance::{Reading, Signal, Signals, Stance};

/// Finds data items.
#[derive(Debug)]
pub(super) struct DataFinder {
    cues: CueSet,
    /// For each cue, the value it stands for; `None` for words that only hide a shorter item.
    owners: Vec<Option<FacetPath>>,
    list_heads: CueSet,
    not_data: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DataFile {
    /// Longer words that contain an item but are none: パスワード変更.
    hidden: Vec<Spanned<String>>,
    /// Words right behind an item that make it an address or a tool: に送付.
    tools: Vec<Spanned<String>>,
    /// Words of a heading or key that announce a list of items.
    lists: Vec<Spanned<String>>,
    group: Vec<GroupEntry<ItemEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemEntry {
    slug: Spanned<String>,
    #[serde(rename = "label")]
    _label: IgnoredAny,
    cues: Vec<Spanned<String>>,
}

/// What a text says about one value, as found so far.
#[derive(Debug, Clone)]
struct Claim {
    stance: Stance,
    sentence: usize,
    place: usize,
}

/// A sentence as the finder reads it.
#[derive(Debug)]
struct Line<'p> {
    sentence: &'p Sentence,
    text: &'p str,
    reading: Reading<'p>,
    /// Whether the line is little else than items.
    is_bare: bool,
}

/// What governs the lines of a list.
#[derive(Debug, Clone, Copy)]
struct Governor {
    stance: Option<Stance>,
    line: usize,
    is_heading: bool,
}

impl DataFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<DataFile>(lexicon, "data.toml")?;
        let mut cues = Vec::new();
        let mut owners = Vec::new();
        for group in content.group {
            for item in group.value {
                let path = file.path(&group.slug, &item.slug)?;
                owners.extend(std::iter::repeat_n(Some(path), item.cues.len()));
                cues.extend(item.cues);
            }
        }
        owners.extend(std::iter::repeat_n(None, content.hidden.len()));
        cues.extend(content.hidden);
        Ok(Self {
            cues: file.cues(&cues, folder)?,
            owners,
            list_heads: file.cues(&content.lists, folder)?,
            not_data: file.cues(&content.tools, folder)?,
        })
    }

    /// The items of a page, leaked ones first in reading order, then denied ones.
    pub(super) fn find(&self, page: &Page<'_>, signals: &Signals) -> Vec<Categorised> {
        let overall = overall(page, signals);
        let mut claims: BTreeMap<FacetPath, Claim> = BTreeMap::new();
        let mut governor: Option<Governor> = None;
        let mut asked: Vec<(FacetPath, usize)> = Vec::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let reading = signals.read(text);
            let items = self.items(text);
            if sentence.question {
                // 漏えいした情報は何ですか: the answer may be a bare list.
                let governs = reading.has(Signal::Leak);
                let line = sentence.line;
                governor = governs.then_some(Governor { stance: None, line, is_heading: true });
                asked = items
                    .iter()
                    .filter_map(|hit| Some((self.owner(hit)?.clone(), hit.start)))
                    .collect();
                // Named only: the answer below decides.
                continue;
            }
            if !asked.is_empty()
                && let Some(stance) = reading.whole().filter(|stance| stance.is_leak)
            {
                for (value, place) in asked.drain(..) {
                    record(&mut claims, value, stance, number, place);
                }
            }
            if sentence.section.is_advice() && !is_plain_denial(&reading) {
                governor = None;
                continue;
            }
            let is_bare = is_bare_list(text, &items);
            let line = Line { sentence, text, reading, is_bare };
            let mut claimed = false;
            for hit in &items {
                let stance = self.stance_of(&line, hit, governor, overall);
                if let Some((stance, value)) = stance.zip(self.owner(hit)) {
                    claimed = true;
                    record(&mut claims, value.clone(), stance, number, hit.start);
                }
            }
            governor = self.next_governor(governor, &line, claimed);
        }
        settle(claims, page)
    }

    fn owner(&self, hit: &Hit) -> Option<&FacetPath> {
        self.owners.get(hit.cue)?.as_ref()
    }

    /// The items of a sentence: of overlapping cues the longest, and none that is only an address.
    fn items(&self, text: &str) -> Vec<Hit> {
        let mut items: Vec<Hit> = Vec::new();
        for hit in self.cues.find(text) {
            match items.last_mut() {
                Some(last) if hit.start < last.end => {
                    if hit.end - hit.start > last.end - last.start {
                        *last = hit;
                    }
                }
                _ => items.push(hit),
            }
        }
        items.retain(|hit| {
            let end = text.floor_char_boundary(hit.end + 48);
            let after = text.get(hit.end..end).unwrap_or_default();
            let is_tool = self.not_data.find(after).first().is_some_and(|tool| tool.start == 0);
            let is_value = after.trim_start().strip_prefix([':', ' ']).is_some_and(|value| {
                value.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '(')
                    && value.trim_start().chars().take(6).all(|c| c.is_ascii())
            });
            self.owner(hit).is_some() && !is_tool && !is_value
        });
        items
    }

    /// What the text says about one item: its own clause, or else what governs the line.
    fn stance_of(
        &self,
        line: &Line<'_>,
        hit: &Hit,
        governor: Option<Governor>,
        overall: Option<Certainty>,
    ) -> Option<Stance> {
        if is_hypothetical(line.text.get(hit.end..).unwrap_or_default()) {
            return None;
        }
        let own = line.reading.about(hit.end);
        match own.filter(|stance| stance.is_leak || !line.reading.has(Signal::Request)) {
            Some(stance) if stance.is_leak => Some(stance),
            // What a thing held leaked as surely as the page says of the whole.
            Some(content) => Some(Stance { certainty: default_for(overall), ..content }),
            None => self.governed(line, hit, governor, overall),
        }
    }

    /// The stance that a list line takes from what stands above it.
    fn governed(
        &self,
        line: &Line<'_>,
        hit: &Hit,
        governor: Option<Governor>,
        overall: Option<Certainty>,
    ) -> Option<Stance> {
        let Line { sentence, text, reading, is_bare } = line;
        if reading.has(Signal::Request) || sentence.shape == Shape::Heading {
            return None;
        }
        let key_end = text.find(':').filter(|colon| *colon < 60 && *colon < hit.start);
        let key = key_end.and_then(|colon| text.get(..colon)).or_else(|| {
            let body = text.trim_start();
            if let Some((topic, _)) = body.split_once('は').filter(|(topic, _)| topic.len() <= 45)
            {
                return Some(topic);
            }
            let head = body.split([' ', '\u{3000}']).next()?;
            (head.chars().count() <= 8 && text.contains("  ")).then_some(head)
        });
        let is_key = key.is_some_and(|key| self.list_heads.is_in(key));
        let is_bare = *is_bare && sentence.shape == Shape::Item && overall.is_some();
        let is_list = sentence.shape == Shape::Item || text.matches('、').count() >= 2;
        let default = Stance { certainty: default_for(overall), is_leak: true };
        match governor {
            Some(governor) if is_list && sentence.line >= governor.line => {
                Some(governor.stance.unwrap_or(default))
            }
            _ if is_key || is_bare => Some(default),
            _ if sentence.section == Section::Scope && sentence.shape == Shape::Item => {
                Some(default)
            }
            _ => None,
        }
    }

    fn next_governor(
        &self,
        governor: Option<Governor>,
        line: &Line<'_>,
        claimed: bool,
    ) -> Option<Governor> {
        let Line { sentence, text, reading, .. } = line;
        let body = text.trim_end();
        let announces = self.list_heads.is_in(text);
        let points_down =
            ["とおり", "通り", "下記", "以下", "次の"].iter().any(|word| body.contains(word))
                && (announces || reading.has(Signal::Leak));
        let line = sentence.line;
        match sentence.shape {
            Shape::Heading => {
                let stance = reading.whole().filter(|stance| stance.is_leak);
                let governs = announces || stance.is_some();
                governs.then_some(Governor { stance, line, is_heading: true })
            }
            _ if points_down && !reading.has(Signal::Request) => {
                let stance = reading.whole().filter(|stance| stance.is_leak);
                Some(Governor { stance, line, is_heading: false })
            }
            Shape::Item if announces && !claimed && body.ends_with([':', '>', '】', '報', ')']) => {
                Some(Governor {
                    stance: reading.whole().or(governor.and_then(|g| g.stance)),
                    line,
                    is_heading: false,
                })
            }
            Shape::Item => governor,
            Shape::Prose => governor.filter(|governor| {
                governor.is_heading || claimed || body.starts_with(['※', '(', '・'])
            }),
        }
    }
}

/// Whether what follows makes the whole a supposition: …が漏えいした場合には.
fn is_hypothetical(after: &str) -> bool {
    let place = ["場合は", "場合に", "場合も", "場合が", "場合、", "ときは"]
        .iter()
        .filter_map(|word| after.find(word))
        .min();
    place.is_some()
}

/// Whether a line is little else than items: a line of a list of what leaked.
fn is_bare_list(text: &str, items: &[Hit]) -> bool {
    let covered: usize = items.iter().map(|hit| hit.end - hit.start).sum();
    let length = text.chars().count();
    let body = text.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    !items.is_empty() && !text.contains('。') && length <= 120 && covered * 10 >= body.len() * 4
}

/// Whether the page as a whole says that data leaked or may have.
fn overall(page: &Page<'_>, signals: &Signals) -> Option<Certainty> {
    let mut counts = [(0, 0), (0, 0)];
    for (number, sentence) in page.sentences.iter().enumerate() {
        if sentence.section.is_advice() || sentence.question {
            continue;
        }
        let [lead, rest] = &mut counts;
        // The lead is careful where the body, for brevity, is not.
        let (stated, possible) = if number > 0 && number < 9 { lead } else { rest };
        match signals.read(page.sentence(number)).whole() {
            Some(Stance { certainty: Certainty::Stated, is_leak: true }) => *stated += 1,
            Some(Stance { certainty: Certainty::Possible, .. }) => *possible += 1,
            _ => {}
        }
    }
    let [(lead_stated, lead_possible), (stated, possible)] = counts;
    match (lead_stated, lead_possible, stated, possible) {
        (0, 0, 0, 0) => None,
        (_, 1.., _, _) => Some(Certainty::Possible),
        (1.., 0, _, _) => Some(Certainty::Stated),
        (_, _, stated, possible) if stated > 2 * possible => Some(Certainty::Stated),
        _ => Some(Certainty::Possible),
    }
}

fn default_for(overall: Option<Certainty>) -> Certainty {
    overall.unwrap_or(Certainty::Stated)
}

/// Whether a line of an advice section plainly denies: such a line is a fact wherever it stands.
fn is_plain_denial(reading: &Reading<'_>) -> bool {
    !reading.has(Signal::Request)
        && reading.whole().is_some_and(|stance| stance.certainty == Certainty::Denied)
}

/// Keeps the firmest claim: stated before possible before denied, and of equals the first.
fn record(
    claims: &mut BTreeMap<FacetPath, Claim>,
    value: FacetPath,
    stance: Stance,
    sentence: usize,
    place: usize,
) {
    let claim = Claim { stance, sentence, place };
    match claims.get_mut(&value) {
        None => {
            claims.insert(value, claim);
        }
        Some(known) => {
            let weak = known.stance.certainty != Certainty::Denied && !known.stance.is_leak;
            let denies = stance.certainty == Certainty::Denied;
            let firmer = stance.certainty < known.stance.certainty
                && (stance.is_leak || known.stance.certainty != Certainty::Denied);
            if (weak && denies) || firmer {
                *known = claim;
            }
        }
    }
}

/// Drops general values that a specific one makes superfluous, and puts claims in reading order.
fn settle(mut claims: BTreeMap<FacetPath, Claim>, page: &Page<'_>) -> Vec<Categorised> {
    let is_leaked = |claim: &Claim| claim.stance.certainty != Certainty::Denied;
    let specific = |path: &FacetPath| path.parent() != "unspecified";
    let card_items =
        ["card-number", "card-expiry", "security-code", "cardholder-name", "card-partial"];
    let any_card = claims.iter().any(|(path, claim)| {
        path.parent() == "payment"
            && path.child().is_some_and(|child| card_items.contains(&child))
            && is_leaked(claim)
    });
    let any_specific = claims.iter().any(|(path, claim)| specific(path) && is_leaked(claim));
    claims.retain(|path, _| {
        let general_card = path.as_str() == "payment/card-unspecified";
        !(general_card && any_card || !specific(path) && any_specific)
    });
    let mut ordered: Vec<(FacetPath, Claim)> = claims.into_iter().collect();
    ordered.sort_by_key(|(_, claim)| (!is_leaked(claim), claim.sentence, claim.place));
    ordered
        .into_iter()
        .map(|(value, claim)| Categorised {
            value,
            certainty: claim.stance.certainty,
            evidence: page.evidence(claim.sentence),
        })
        .collect()
}
