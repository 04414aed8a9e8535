//! What leaked: items of personal data with what the text says about each.
//!
//! A row of items counts where the text speaks of a leak: its own clause says so, or a sentence or
//! heading before governs the list it stands in. Advice, contact lines and bare mentions give nothing.
//! Where a text both leaks and denies the same item (other people, other sites), the leak stays.

use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath};

use super::claims::{Claims, record, settle};
use super::cue::{CueSetBuilder, Hit};
use super::items::{ItemWords, Row};
use super::page::{Page, Sentence, Shape};
use super::section::Section;
use super::signal::Signal;
use super::stance::{Reading, Stance};

/// Finds data items.
#[derive(Debug)]
pub(super) struct DataFinder {
    words: ItemWords,
}

/// A sentence as the finder reads it.
#[derive(Debug)]
struct Line<'p> {
    sentence: &'p Sentence,
    text: &'p str,
    hits: &'p [Hit],
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
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        Ok(Self { words: ItemWords::new(lexicon, folder, set)? })
    }

    /// The items of a page, leaked ones first in reading order, then denied ones.
    pub(super) fn find(&self, page: &Page<'_>) -> Vec<Categorised> {
        let overall = overall(page);
        let mut claims: Claims<'_> = BTreeMap::new();
        let mut governor: Option<Governor> = None;
        let mut asked: Vec<(&FacetPath, usize)> = Vec::new();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let reading = page.reading(number);
            let rows = self.words.rows(text, page.hits(number));
            if sentence.question {
                // 漏えいした情報は何ですか: the answer may be a bare list.
                let governs = reading.has(Signal::Leak);
                let line = sentence.line;
                governor = governs.then_some(Governor { stance: None, line, is_heading: true });
                let items = rows.iter().flat_map(|row| &row.items);
                asked = if is_supposed(text) {
                    Vec::new()
                } else {
                    items.map(|item| (item.value, item.start)).collect()
                };
                // Named only: the answer below decides.
                continue;
            }
            if !asked.is_empty()
                && let Some(stance) = answer(text, &reading, overall)
            {
                for (value, place) in asked.drain(..) {
                    // 「カード番号は?」「末尾4桁のみ…」: the answer speaks of another item instead.
                    let items = || rows.iter().flat_map(|row| &row.items);
                    let is_corrected = items().any(|item| item.value.parent() == value.parent())
                        && !items().any(|item| item.value == value);
                    if is_corrected && stance.certainty != Certainty::Denied {
                        continue;
                    }
                    record(&mut claims, value, stance, number, place);
                }
            }
            if sentence.section.is_advice() && !is_plain_denial(&reading) {
                governor = None;
                continue;
            }
            let is_bare = is_bare_list(text, &rows);
            let line = Line { sentence, text, hits: page.hits(number), reading, is_bare };
            let mut claimed = false;
            for (place, row) in rows.iter().enumerate() {
                // 技術情報：設計図面: the key is no item where the value is.
                let is_key = place + 1 < rows.len()
                    && text
                        .get(row.place.end..)
                        .is_some_and(|after| after.starts_with([':', '\t']));
                if is_key {
                    continue;
                }
                let Some(stance) = self.stance_of(&line, row, governor, overall) else { continue };
                for item in &row.items {
                    claimed = true;
                    record(&mut claims, item.value, stance, number, item.start);
                }
            }
            governor = self.next_governor(governor, &line, claimed, overall);
        }
        settle(claims, page)
    }

    /// What the text says about a row: its own clause, or else what governs the line.
    fn stance_of(
        &self,
        line: &Line<'_>,
        row: &Row<'_>,
        governor: Option<Governor>,
        overall: Option<Certainty>,
    ) -> Option<Stance> {
        let after = line.text.get(row.place.end..).unwrap_or_default();
        if is_hypothetical(after) || is_excepted(after) {
            return None;
        }
        let own = line.reading.about(&row.place);
        let is_asked = line.reading.has(Signal::Request);
        let stance = match own.filter(|stance| stance.is_leak || !is_asked) {
            Some(stance)
                if stance.certainty == Certainty::Stated
                    && (!stance.is_predicate || line.sentence.shape == Shape::Heading) =>
            {
                Some(Stance { certainty: default_for(overall), ..stance })
            }
            Some(stance) if stance.is_leak => Some(stance),
            // What a thing held leaked as surely as its list, or the page, says of the whole.
            Some(content) => self
                .governed(line, row, governor, overall)
                .or(Some(Stance { certainty: default_for(overall), ..content })),
            None => self.governed(line, row, governor, overall),
        }?;
        let leaks = stance.certainty != Certainty::Denied;
        if !leaks && is_supposed(line.text) {
            return None;
        }
        (!(leaks && self.is_way_in(line, row))).then_some(stance)
    }

    /// Whether a row of nothing but credentials was the way in, not what was taken.
    fn is_way_in(&self, line: &Line<'_>, row: &Row<'_>) -> bool {
        let is_credential =
            |path: &FacetPath| path.parent() == "credential" || path.as_str() == "contact/email";
        let before = line.text.get(..row.place.start).unwrap_or_default();
        let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(24))..);
        let is_customers = ["客様", "会員", "利用者", "ユーザ", "顧客", "皆様", "組合員", "患者"]
            .iter()
            .any(|owner| near.is_some_and(|near| near.contains(owner)));
        line.sentence.shape == Shape::Prose
            && !is_customers
            && row.items.iter().all(|item| is_credential(item.value))
            && row.items.iter().any(|item| item.value.parent() == "credential")
            && line.hits.iter().any(|hit| self.words.ways_in.contains(&hit.cue))
    }

    /// The stance that a list line takes from what stands above it.
    fn governed(
        &self,
        line: &Line<'_>,
        row: &Row<'_>,
        governor: Option<Governor>,
        overall: Option<Certainty>,
    ) -> Option<Stance> {
        let Line { sentence, text, reading, is_bare, .. } = line;
        if reading.has(Signal::Request) || sentence.shape == Shape::Heading {
            return None;
        }
        let key_end = text
            .find([':', '\t'])
            .filter(|end| *end < 60 && *end < row.place.start)
            .or_else(|| {
                let head = text.len() - text.trim_start().len();
                let body = text.trim_start();
                let topic = body.find('は').filter(|end| *end <= 45);
                let word = body
                    .find([' ', '\u{3000}'])
                    .filter(|end| *end <= 24 && text.contains("  ") || text.contains('\u{3000}'));
                topic.or(word).map(|end| head + end)
            });
        let is_key = key_end.is_some_and(|end| self.announces(line.hits, 0..end));
        let is_copula = row.items.len() >= 3
            && ["。", "です", "である", "など", "等", "でした", "の"]
                .iter()
                .any(|word| text.get(row.place.end..).unwrap_or_default().starts_with(word));
        let is_bare = *is_bare && overall.is_some() && (sentence.shape == Shape::Item || is_copula);
        let is_list = sentence.shape == Shape::Item
            || row.items.len() >= 3
            || text.matches('、').count() >= 2;
        let default = Stance::announced(default_for(overall));
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

    /// Whether a word that announces a list stands within these bytes.
    fn announces(&self, hits: &[Hit], within: std::ops::Range<usize>) -> bool {
        hits.iter()
            .take_while(|hit| hit.start < within.end)
            .any(|hit| self.words.announcing.contains(&hit.cue) && hit.end <= within.end)
    }

    fn next_governor(
        &self,
        governor: Option<Governor>,
        line: &Line<'_>,
        claimed: bool,
        overall: Option<Certainty>,
    ) -> Option<Governor> {
        let Line { sentence, text, reading, .. } = line;
        let body = text.trim_end();
        let announces = self.announces(line.hits, 0..text.len());
        let points_down =
            ["とおり", "通り", "下記", "以下", "次の"].iter().any(|word| body.contains(word))
                && (announces || reading.has(Signal::Leak));
        // 漏えいした情報 above a list names it; whether it left is what the page says.
        let named = || {
            let stance = reading.whole().filter(|stance| stance.is_leak)?;
            Some(match stance.certainty {
                Certainty::Stated => Stance::announced(default_for(overall)),
                certainty => Stance::announced(certainty),
            })
        };
        let number = line.sentence.line;
        match sentence.shape {
            Shape::Heading => {
                let stance = named();
                let governs = announces || stance.is_some();
                governs.then_some(Governor { stance, line: number, is_heading: true })
            }
            _ if points_down && !reading.has(Signal::Request) => {
                Some(Governor { stance: named(), line: number, is_heading: false })
            }
            Shape::Item if announces && !claimed && body.ends_with([':', '>', '】', '報', ')']) => {
                Some(Governor {
                    stance: named().or(governor.and_then(|governor| governor.stance)),
                    line: number,
                    is_heading: false,
                })
            }
            // 「店頭でお支払いの方 1,033件(流出の可能性)」 over the items of these people.
            Shape::Item if !claimed && is_caption(body) && named().is_some() => {
                Some(Governor { stance: named(), line: number, is_heading: false })
            }
            // The head of a table: 区分, 人数, 項目.
            Shape::Item if !claimed && announces && text.contains('\t') => {
                let stance = governor.and_then(|governor| governor.stance);
                Some(Governor { stance, line: number, is_heading: false })
            }
            Shape::Item => governor,
            Shape::Prose => governor.filter(|governor| {
                governor.is_heading || claimed || body.starts_with(['※', '(', '・'])
            }),
        }
    }
}

/// What the first words of an answer say about what the question named.
fn answer(text: &str, reading: &Reading<'_>, overall: Option<Certainty>) -> Option<Stance> {
    if let Some(stance) = reading.whole().filter(|stance| stance.is_leak) {
        return Some(stance);
    }
    let body = text.trim_start_matches(|c: char| !c.is_alphabetic() || c.is_ascii());
    if body.starts_with("いいえ") {
        return Some(Stance::announced(Certainty::Denied));
    }
    body.starts_with("はい").then(|| Stance::announced(default_for(overall)))
}

/// Whether a line is short enough to stand over others, and no remark.
fn is_caption(line: &str) -> bool {
    line.chars().count() <= 45 && !line.contains('。') && !line.starts_with('※')
}

/// Whether what follows makes the whole a supposition: …が漏えいした場合には.
fn is_hypothetical(after: &str) -> bool {
    let clause = after.split('。').next().unwrap_or_default();
    ["場合は", "場合に", "場合も", "場合が", "場合、", "ときは"]
        .iter()
        .any(|word| clause.contains(word))
}

/// Whether a sentence speaks of what might be: 「請求書が届いた場合は、支払う必要はございません」
/// denies nothing that happened.
fn is_supposed(text: &str) -> bool {
    ["場合は", "場合には", "場合、", "なければ"].iter().any(|word| text.contains(word))
}

/// Whether what follows says that everything but the row is meant.
fn is_excepted(after: &str) -> bool {
    let after = after.trim_start_matches(['」', '』', ')', '等']);
    after.starts_with("以外")
}

/// Whether a line is little else than items: a line of a list of what leaked.
fn is_bare_list(text: &str, rows: &[Row<'_>]) -> bool {
    let covered: usize =
        rows.iter().flat_map(|row| &row.items).map(|item| item.end - item.start).sum();
    let body = text.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let stops = text.matches('。').count();
    !rows.is_empty() && stops <= 1 && body.len() <= 360 && covered * 10 >= body.len() * 4
}

/// Whether the page as a whole says that data leaked or may have.
///
/// The first full sentence with a leak word sets the tone. A page that cannot exclude a leak, or
/// speaks more often of what may have leaked than of what did, is careful all the same.
fn overall(page: &Page<'_>) -> Option<Certainty> {
    let mut first = None;
    let (mut stated, mut possible, mut named) = (0, 0, false);
    let (mut is_confirmed, mut is_open) = (false, false);
    for (number, sentence) in page.sentences.iter().enumerate() {
        let is_aside = matches!(sentence.section, Section::Prevention | Section::Delay);
        if sentence.section.is_advice() || is_aside || sentence.question {
            continue;
        }
        let reading = page.reading(number);
        is_open |= reading.has(Signal::CannotExclude);
        let Some(stance) = reading.whole().filter(|stance| stance.is_leak) else { continue };
        let is_firm = reading.has(Signal::Confirmed);
        match stance.certainty {
            Certainty::Denied => {}
            Certainty::Possible => {
                possible += 1;
                first.get_or_insert(Certainty::Possible);
            }
            // 漏えいした as in 漏えいした情報 names a leak without claiming it.
            Certainty::Stated if is_firm || sentence.shape == Shape::Prose => {
                is_confirmed |= is_firm;
                stated += 1;
                first.get_or_insert(Certainty::Stated);
            }
            Certainty::Stated => named = true,
        }
    }
    match first {
        None if is_open => Some(Certainty::Possible),
        None => named.then_some(Certainty::Stated),
        Some(Certainty::Stated) if is_open && !is_confirmed || possible > stated => {
            Some(Certainty::Possible)
        }
        first => first,
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
