//! What leaked: items of personal data with what the text says about each.
//!
//! A row of items counts where the text speaks of a leak: its own clause says so, or a sentence or
//! heading before governs the list it stands in. Advice, contact lines and bare mentions give nothing.
//! Where a text both leaks and denies the same item (other people, other sites), the leak stays.

use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath};

use super::claims::{Claims, record, retract, settle};
use super::cue::{CueSetBuilder, Hit};
use super::governor::Governor;
use super::items::{ItemWords, Row};
use super::page::{Page, Sentence, Shape};
use super::section::Section;
use super::signal::Signal;
use super::stance::{Reading, Stance};
use super::tone::Tone;

/// Finds data items.
#[derive(Debug)]
pub(super) struct DataFinder {
    words: ItemWords,
}

/// A sentence as the finder reads it.
#[derive(Debug)]
pub(super) struct Line<'p> {
    /// Where it stands.
    pub(super) sentence: &'p Sentence,
    /// Its text.
    pub(super) text: &'p str,
    /// The cues in it.
    pub(super) hits: &'p [Hit],
    /// What it says.
    pub(super) reading: Reading<'p>,
    /// Whether the line is little else than items.
    pub(super) is_bare: bool,
}

impl DataFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        Ok(Self { words: ItemWords::new(lexicon, folder, set)? })
    }

    /// The items of a page with these causes, leaked ones first in reading order, then denied ones.
    pub(super) fn find(&self, page: &Page<'_>, causes: &[Categorised]) -> Vec<Categorised> {
        let tone = Tone::of(page, causes, &self.words);
        let mut claims: Claims<'_> = BTreeMap::new();
        let mut governor: Option<Governor> = None;
        let mut asked: Vec<(&FacetPath, usize)> = Vec::new();
        // The items of the list that stands right above, and its last sentence.
        let mut list: Vec<(&FacetPath, usize, usize)> = Vec::new();
        // What the sentence before says as a whole.
        let mut previous: Option<Stance> = None;
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let hits = page.hits(number);
            let rows = self.words.rows(text, hits, sentence.shape == Shape::Item);
            let reading = page.reading(number);
            let is_bare = is_bare_list(text, &rows);
            let line = Line { sentence, text, hits, reading, is_bare };
            if sentence.question {
                governor = Governor::of_question(&line, &self.words);
                let items = rows.iter().flat_map(|row| &row.items);
                asked = if is_supposed(text) {
                    Vec::new()
                } else {
                    items.map(|item| (item.value, item.start)).collect()
                };
                list.clear();
                previous = None;
                // Named only: the answer below decides.
                continue;
            }
            if !asked.is_empty()
                && let Some(stance) = answer(text, &line.reading, tone)
            {
                let known: Vec<&FacetPath> = asked.iter().map(|(value, _)| *value).collect();
                for (value, place) in std::mem::take(&mut asked) {
                    let items = || rows.iter().flat_map(|row| &row.items);
                    // Of several things asked for, the answer is about those it names: 住所は…です.
                    let is_of_others = !text.contains("いえ")
                        && items().any(|item| known.contains(&item.value))
                        && !items().any(|item| item.value == value);
                    if is_of_others {
                        asked.push((value, place));
                        continue;
                    }
                    // 「カード番号は?」「末尾4桁のみ…」: the answer speaks of another item instead.
                    let is_corrected = items().any(|item| item.value.parent() == value.parent())
                        && !items().any(|item| item.value == value);
                    let is_limited =
                        ["のみ", "だけ", "に限"].iter().any(|word| text.contains(word))
                            && items().count() > 0
                            && !items().any(|item| item.value == value);
                    if stance.certainty == Certainty::Denied {
                        record(&mut claims, value, stance, number, place);
                    } else if is_limited {
                        let denied = Stance::announced(Certainty::Denied);
                        record(&mut claims, value, denied, number, place);
                    } else if !is_corrected {
                        record(&mut claims, value, stance, number, place);
                    }
                }
            }
            let is_other_page = ["関連記事", "関連リンク", "あわせて読みたい"]
                .iter()
                .any(|word| text.trim_start().starts_with(word));
            if is_other_page || sentence.section.is_advice() && !is_plain_denial(&line.reading) {
                governor = None;
                continue;
            }
            if !list.is_empty() && takes_back(&line) {
                for (value, sentence, place) in list.drain(..) {
                    retract(&mut claims, value, sentence, place);
                }
            }
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
                if is_quoted_plea(text, &row.place) {
                    continue;
                }
                let echoed = previous.filter(|_| is_echo(text));
                let own = || self.stance_of(&line, row, governor, tone);
                let Some(mut stance) = echoed.or_else(own) else {
                    continue;
                };
                if stance.certainty == Certainty::Denied && is_left_open(&line, page, number + 1) {
                    stance = Stance::announced(Certainty::Possible);
                }
                for item in &row.items {
                    claimed = true;
                    record(&mut claims, item.value, stance, number, item.start);
                }
            }
            let whole = line.reading.whole().filter(|stance| stance.is_leak);
            previous =
                whole.map(|stance| tone.settle(stance)).or(previous.filter(|_| is_echo(text)));
            governor = Governor::below(governor, &line, &rows, claimed, &self.words, tone);
            if sentence.shape == Shape::Item {
                let items = rows.iter().flat_map(|row| &row.items);
                list.extend(items.map(|item| (item.value, number, item.start)));
            } else {
                list.clear();
            }
        }
        settle(claims, page)
    }

    /// What the text says about a row: its own clause, or else what governs the line.
    fn stance_of(
        &self,
        line: &Line<'_>,
        row: &Row<'_>,
        governor: Option<Governor>,
        tone: Tone,
    ) -> Option<Stance> {
        let after = line.text.get(row.place.end..).unwrap_or_default();
        if is_hypothetical(after) || is_excepted(after) || is_limited(after) {
            return None;
        }
        let own = line.reading.about(&row.place);
        let is_asked = line.reading.has(Signal::Request);
        let stance = match own.filter(|stance| stance.is_leak || !is_asked) {
            Some(stance)
                if stance.certainty == Certainty::Stated
                    && line.sentence.shape == Shape::Heading =>
            {
                Some(tone.settle(Stance { is_predicate: false, ..stance }))
            }
            Some(stance) if stance.is_leak => Some(tone.settle(stance)),
            // What a thing held leaked as surely as its list, or the page, says of the whole.
            Some(content) => self.governed(line, row, governor, tone).or_else(|| {
                // Where causes are told, what somebody entered or kept is how it came about.
                let is_told = line.sentence.section == Section::Cause
                    && line.sentence.shape == Shape::Prose
                    && content.certainty == Certainty::Stated;
                (!is_told).then_some(Stance { certainty: tone.default(), ..content })
            }),
            // 漏えいの可能性のあるカード情報を…: what describes the item says so.
            None => self.governed(line, row, governor, tone).or_else(|| {
                let before = line.text.get(..row.place.start).unwrap_or_default();
                let is_described = ["可能性のある", "可能性がある", "おそれのある", "おそれがある"]
                    .iter()
                    .any(|end| before.ends_with(end));
                (is_described && line.reading.has(Signal::Leak))
                    .then_some(Stance::announced(Certainty::Possible))
            }),
        }?;
        let leaks = stance.certainty != Certainty::Denied;
        let before = line.text.get(..row.place.start).unwrap_or_default();
        if leaks && is_asked && is_supposed(before) {
            return None;
        }
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
        tone: Tone,
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
                let word = body.find([' ', '\u{3000}']).filter(|end| *end <= 24);
                topic.or(word).map(|end| head + end)
            });
        let is_key = key_end.is_some_and(|end| self.words.announces(line.hits, 0..end));
        let is_copula = row.items.len() >= 3
            && ["。", "です", "である", "など", "等", "でした", "の"]
                .iter()
                .any(|word| text.get(row.place.end..).unwrap_or_default().starts_with(word));
        let is_bare = *is_bare && tone.is_of_leak() && (sentence.shape == Shape::Item || is_copula);
        // A long sentence with commas is a list only where items stand side by side in it.
        let is_short = text.chars().count() <= 60 || !text.trim_end().ends_with('。');
        let is_list = sentence.shape == Shape::Item
            || row.items.len() >= 3
            || text.matches('、').count() >= 2 && (row.items.len() >= 2 || is_short)
            || is_nominal(text, &row.place);
        let default = Stance::announced(tone.default());
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
}

/// Whether a sentence says of its items what the one before said of others: 住所についても同様です.
fn is_echo(text: &str) -> bool {
    let body = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    [
        "同様です",
        "同様でございます",
        "同様である",
        "同様だ",
        "同じです",
        "同じでございます",
        "同様となります",
    ]
    .iter()
    .any(|end| body.ends_with(end))
}

/// Whether an item stands in the words of a complaint or of a lure: 「査定額まで知っている」とのお申し出.
fn is_quoted_plea(text: &str, place: &std::ops::Range<usize>) -> bool {
    /// How far behind the quote the noun may stand, in bytes.
    const REACH: usize = 60;
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let is_inside = match (before.rfind('「'), before.rfind('」')) {
        (Some(opened), Some(closed)) => opened > closed,
        (opened, _) => opened.is_some(),
    };
    let Some((inner, tail)) = after.split_once('」').filter(|_| is_inside) else { return false };
    let tail = tail.get(..tail.floor_char_boundary(REACH)).unwrap_or_default();
    let tail = tail.split(['、', '。', '「']).next().unwrap_or_default();
    !inner.contains('「')
        && ["との", "という", "といった", "とする", "などの", "などと"]
            .iter()
            .any(|says| tail.starts_with(says))
        && [
            "申し出",
            "申出",
            "問い合わせ",
            "問合せ",
            "電話",
            "メール",
            "メッセージ",
            "指摘",
            "苦情",
            "相談",
            "文面",
            "件名",
            "SMS",
            "声",
        ]
        .iter()
        .any(|plea| tail.contains(plea))
}

/// What the first words of an answer say about what the question named.
fn answer(text: &str, reading: &Reading<'_>, tone: Tone) -> Option<Stance> {
    if let Some(stance) = reading.whole().filter(|stance| stance.is_leak) {
        return Some(tone.settle(stance));
    }
    let body = text.trim_start_matches(|c: char| !c.is_alphabetic() || c.is_ascii());
    if body.starts_with("いいえ") {
        return Some(Stance::announced(Certainty::Denied));
    }
    body.starts_with("はい").then(|| Stance::announced(tone.default()))
}

/// Whether what follows makes the whole a supposition: …が漏えいした場合には.
fn is_hypothetical(after: &str) -> bool {
    let clause = after.split('。').next().unwrap_or_default();
    ["場合は", "場合に", "場合も", "場合が", "場合、", "ときは", "ても気"]
        .iter()
        .any(|word| clause.contains(word))
}

/// Whether a sentence speaks of what might be: 「請求書が届いた場合は、支払う必要はございません」
/// denies nothing that happened.
fn is_supposed(text: &str) -> bool {
    ["場合は", "場合には", "場合、", "なければ"].iter().any(|word| text.contains(word))
}

/// Whether what follows only says how much of a thing can be seen: …は下4桁しか表示されません.
fn is_limited(after: &str) -> bool {
    let clause = after.split(['、', '。']).next().unwrap_or_default();
    clause.contains("しか") && (clause.contains("ませ") || clause.contains("ない"))
}

/// Whether what follows says that everything but the row is meant.
fn is_excepted(after: &str) -> bool {
    let after = after.trim_start_matches(['」', '』', ')', '等']);
    after.starts_with("以外")
}

/// Whether a sentence is but an item and its number: メールアドレス56件.
fn is_nominal(text: &str, place: &std::ops::Range<usize>) -> bool {
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let counted = after.trim_start_matches(['約', '計', ' ']);
    let counted = counted.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let rest = counted.trim_start_matches(['件', '名', '人', '分', '通', '枚', '点', 'の', 'み']);
    before.chars().all(|c| !c.is_alphabetic()) && (rest.is_empty() || rest.starts_with('。'))
}

/// Whether a line is little else than items: a line of a list of what leaked.
fn is_bare_list(text: &str, rows: &[Row<'_>]) -> bool {
    let covered: usize =
        rows.iter().flat_map(|row| &row.items).map(|item| item.end - item.start).sum();
    let body = text.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let stops = text.matches('。').count();
    !rows.is_empty() && stops <= 1 && body.len() <= 360 && covered * 10 >= body.len() * 4
}

/// Whether a denial is only that nothing was found, and the next sentence cannot exclude a leak.
fn is_left_open(line: &Line<'_>, page: &Page<'_>, next: usize) -> bool {
    let is_report = ["確認", "痕跡", "形跡", "証拠", "事実", "見つか", "今のところ", "現時点"]
        .iter()
        .any(|word| line.text.contains(word));
    let follows = page.sentences.get(next).is_some_and(|sentence| !sentence.question);
    is_report && follows && page.reading(next).has(Signal::CannotExclude)
}

/// Whether a sentence right below a list says that its items were not there: これらは…扱っていません.
///
/// That no leak of them was confirmed takes nothing back.
fn takes_back(line: &Line<'_>) -> bool {
    let body = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let points = ["これら", "いずれ", "どちら", "以上の", "上記の", "上の"]
        .iter()
        .any(|word| body.starts_with(word));
    let reading = &line.reading;
    let is_report = ["確認", "事実", "痕跡", "形跡", "報告", "跡は", "限り", "現時点"]
        .iter()
        .any(|word| body.contains(word));
    points
        && !is_report
        && !reading.has(Signal::Damage)
        && (reading.has(Signal::NotHeld)
            || reading.has(Signal::Elsewhere)
            || reading.whole().is_some_and(|stance| stance.certainty == Certainty::Denied))
}

/// Whether a line of an advice section plainly denies: such a line is a fact wherever it stands.
fn is_plain_denial(reading: &Reading<'_>) -> bool {
    !reading.has(Signal::Request)
        && reading.whole().is_some_and(|stance| stance.certainty == Certainty::Denied)
}
