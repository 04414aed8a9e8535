//! What leaked: items of personal data with what the text says about each.
//!
//! A row of items counts where the text speaks of a leak: its own clause says so, or a sentence or
//! heading before governs the list it stands in. Advice, contact lines and bare mentions give nothing.
//! Where a text both leaks and denies the same item (other people, other sites), the leak stays.

use std::collections::BTreeMap;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Categorised, Certainty, FacetPath};

use super::claims::{Claims, assure, doubt, record, retract, settle};
use super::cue::CueSetBuilder;
use super::governor::{Governor, points_down};
use super::items::{ItemWords, Row, kinds};
use super::lines::{Line, Lines};
use super::manner::{
    is_bare_list, is_echo, is_excepted, is_habit, is_hypothetical, is_limited, is_navigation,
    is_nominal, is_of_other_pages, is_put_in, is_quoted_plea, is_renewed, is_supposed, is_trail,
    names_leak,
};
use super::page::{Page, Shape};
use super::remarks::{
    answer, is_doubt, is_in_doubt, is_plain_denial, is_report, leaves_open, points_up, takes_back,
};
use super::section::Section;
use super::signal::Signal;
use super::stance::Stance;
use super::surroundings::{ItemPlace, Listed, places_of};
use super::tone::Tone;

/// Most places of items that are read again; a page that names more is no report.
const MOST_PLACES: usize = 600;

/// Finds data items.
#[derive(Debug)]
pub(super) struct DataFinder {
    words: ItemWords,
}

impl DataFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        Ok(Self { words: ItemWords::new(lexicon, folder, set)? })
    }

    /// The items of a page with these causes.
    pub(super) fn find(&self, page: &Page<'_>, causes: &[Categorised]) -> Listed<'_> {
        let mut places: Vec<ItemPlace<'_>> = Vec::new();
        let lines = Lines::of(page, &self.words);
        let tone = Tone::of(&lines, causes, &self.words);
        let mut claims: Claims<'_> = BTreeMap::new();
        let mut governor: Option<Governor> = None;
        let mut asked: Vec<(&FacetPath, usize)> = Vec::new();
        // The items of the list that stands right above, and its last sentence.
        let mut list: Vec<(&FacetPath, usize, usize)> = Vec::new();
        // Whether that last sentence is little else than items.
        let mut is_list_bare = false;
        // Where the page only names the leak of personal information.
        let mut named: Option<(&FacetPath, usize, usize)> = None;
        // What the sentence before says as a whole.
        let mut previous: Option<Stance> = None;
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let hits = lines.hits(number);
            let mut rows = self.words.rows(text, hits, sentence.shape == Shape::Item);
            // カードの番号 above, 期限 below: the second is the card's.
            let has_company = |row: &Row<'_>| {
                let group = row.items.first().map_or("", |item| item.value.parent());
                let is_above = list.iter().any(|(value, ..)| value.parent() == group);
                let is_known = || claims.keys().any(|value| value.parent() == group);
                is_above || sentence.shape == Shape::Prose && is_known()
            };
            if rows.iter().any(|row| row.needs_company) {
                rows.retain(|row| !row.needs_company || has_company(row));
            }
            let first = places.len();
            places.extend(places_of(number, &rows).take(MOST_PLACES.saturating_sub(first)));
            let reading = page.reading(number);
            let is_bare = is_bare_list(text, &reading, &rows);
            let whole = lines.whole(number);
            let line = Line { sentence, text, hits, reading, whole, rows: &rows, is_bare };
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
                && let Some(stance) = answer(&line, tone)
            {
                let known: Vec<&FacetPath> = asked.iter().map(|(value, _)| *value).collect();
                for (value, place) in std::mem::take(&mut asked) {
                    let items = || rows.iter().flat_map(|row| &row.items);
                    // Of several things asked for, the answer is about those it names: 住所は…です.
                    let names_others = !items().any(|item| item.value == value);
                    // 流出したのは…の4つです names all that leaked, and the next sentence the rest.
                    let is_of_others = names_others
                        && (!text.contains("いえ")
                            && items().any(|item| known.contains(&item.value))
                            || items().count() >= 2
                                && text.contains("のは")
                                && stance.certainty != Certainty::Denied);
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
            // 「番号は?」「下4けただけをお見せしています」: the rest is not spoken of any more.
            if !asked.is_empty()
                && ["だけを", "だけが", "のみを", "のみが"].iter().any(|word| text.contains(word))
            {
                let names = |value: &FacetPath| {
                    rows.iter()
                        .flat_map(|row| &row.items)
                        .any(|item| item.value != value && item.value.parent() == value.parent())
                };
                asked.retain(|(value, _)| !names(value));
            }
            if is_of_other_pages(text)
                || sentence.shape == Shape::Item && is_navigation(text)
                || is_trail(text)
                || sentence.section.is_advice() && !is_plain_denial(&line)
            {
                governor = None;
                continue;
            }
            if !list.is_empty() && takes_back(&line) {
                for (value, sentence, place) in list.drain(..) {
                    retract(&mut claims, value, sentence, place);
                }
            } else if rows.is_empty()
                && list.len() <= 3
                && is_list_bare
                && list.iter().all(|(_, above, _)| above + 1 == number)
                && sentence.shape == Shape::Prose
                && is_plain_denial(&line)
                && points_down(text).is_none()
                && !is_report(text)
            {
                // 「9 カードの番号」 above 「うかがっておりませんので、含まれておりません。」
                for (value, sentence, place) in list.drain(..) {
                    retract(&mut claims, value, sentence, place);
                }
            } else if !list.is_empty() && leaves_open(&line) {
                for (value, sentence, _) in &list {
                    doubt(&mut claims, value, *sentence);
                }
            } else if rows.is_empty()
                && let Some((_, last, _)) = list.last()
                && let Some(last) = page.sentences.get(*last).map(|last| last.line)
                && (last == sentence.line || points_up(text))
            {
                // 「氏名、住所。見られていないとは言い切れません。」: on one line it is of these items.
                let is_of_group =
                    |at: usize| page.sentences.get(at).is_some_and(|item| item.line == last);
                let group = list.iter().filter(|(_, at, _)| is_of_group(*at));
                if line.reading.is_assured(0..text.len()) {
                    group.for_each(|(value, at, place)| assure(&mut claims, value, *at, *place));
                } else if is_doubt(&line) {
                    group.for_each(|(value, at, _)| doubt(&mut claims, value, *at));
                }
            }
            let is_other_case = lines.has(number, &self.words.other_cases);
            // 住所についても同様です
            let echoed = previous.filter(|_| is_echo(text));
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
                let own = || self.stance_of(&line, row, governor, tone);
                let Some(mut stance) = echoed.or_else(own) else {
                    continue;
                };
                if is_in_doubt(stance, &line, page, number) {
                    stance = Stance::announced(Certainty::Possible);
                }
                let is_card_topic = row.needs_company && sentence.shape == Shape::Prose;
                // 鞄を車内に残さない: what is promised for the future denies nothing.
                let is_promise = sentence.section == Section::Prevention
                    && sentence.shape == Shape::Item
                    && !line.reading.has(Signal::Leak);
                if is_promise && stance.certainty == Certainty::Denied {
                    continue;
                }
                // 個人情報の流出 names an incident; that there was none is said of the data.
                // 氏名、住所、電話番号の漏えい: several items say what it was that leaked.
                let is_general = row.items.iter().any(|item| item.value.parent() == "unspecified");
                let names_leak = (is_general || row.items.len() < 2)
                    && names_leak(text.get(row.place.end..).unwrap_or_default());
                if (is_other_case || is_card_topic || names_leak)
                    && stance.certainty != Certainty::Denied
                {
                    if names_leak && !is_other_case && line.reading.has(Signal::Possible) {
                        let of_row = row.items.first().map(|item| (item.value, number, item.start));
                        named = named.or(of_row);
                    }
                    continue;
                }
                for item in &row.items {
                    claimed = true;
                    let of_sentence = places.get_mut(first..).unwrap_or_default();
                    if let Some(place) =
                        of_sentence.iter_mut().find(|place| place.range.start == item.start)
                    {
                        place.claim = Some(stance);
                    }
                    record(&mut claims, item.value, stance, number, item.start);
                }
            }
            let whole = line.whole.filter(|stance| stance.is_leak);
            previous = whole.map(|stance| tone.settle(stance)).or(echoed);
            governor = Governor::below(governor, &line, claimed, &self.words, tone);
            is_list_bare = sentence.shape == Shape::Item && line.is_bare;
            if sentence.shape == Shape::Item || is_bare {
                let items = rows.iter().flat_map(|row| &row.items);
                list.extend(items.map(|item| (item.value, number, item.start)));
            } else {
                list.clear();
            }
        }
        // A page that says of nothing else that it leaked, and not that nothing did.
        if let Some((value, number, place)) = named.filter(|_| claims.is_empty()) {
            record(&mut claims, value, Stance::announced(tone.default()), number, place);
        }
        Listed { data: settle(claims, &lines), places }
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
        let clause = line.reading.up_to(row.place.end, &['、', '。']);
        let rest = line.reading.up_to(row.place.end, &['。']);
        if is_excepted(after) || is_limited(clause) || is_hypothetical(rest) || is_habit(rest) {
            return None;
        }
        let own = line.reading.about(&row.place);
        // ［公開が確認されたもの］ 氏名、…
        let own = own.map(|stance| {
            let is_sure = stance.certainty != Certainty::Denied
                && line.reading.is_assured(0..row.place.start);
            if is_sure {
                Stance { is_predicate: true, ..Stance::announced(Certainty::Stated) }
            } else {
                stance
            }
        });
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
                    .or_else(|| self.enumerated(line, row, tone))
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

    /// What a long row means of which its sentence says nothing that is known: on a page of a leak,
    /// whoever lists three items, or a name and another, lists what leaked.
    fn enumerated(&self, line: &Line<'_>, row: &Row<'_>, tone: Tone) -> Option<Stance> {
        let section = line.sentence.section;
        let is_aside = matches!(section, Section::Prevention | Section::Delay);
        let speaks = [
            Signal::Request,
            Signal::Negation,
            Signal::Denial,
            Signal::NotHeld,
            Signal::Elsewhere,
            Signal::Damage,
        ];
        let after = line.text.get(row.place.end..).unwrap_or_default();
        // 「氏名と所見」: a name and one more is a list already.
        let names = row.items.iter().any(|item| item.value.as_str() == "contact/name");
        let kinds = kinds(line.rows);
        let is_listed = (kinds >= 3 || kinds == 2 && names)
            && !row.items.iter().all(|item| item.value.parent() == "credential")
            && tone.is_of_leak()
            && !is_aside
            && line.sentence.shape != Shape::Heading
            && !speaks.iter().any(|signal| line.reading.has(*signal))
            && !is_supposed(line.text)
            && !is_put_in(after);
        is_listed.then_some(Stance { is_leak: false, ..Stance::announced(tone.default()) })
    }

    /// Whether a row of nothing but credentials was the way in, not what was taken.
    fn is_way_in(&self, line: &Line<'_>, row: &Row<'_>) -> bool {
        let is_credential =
            |path: &FacetPath| path.parent() == "credential" || path.as_str() == "contact/email";
        if !row.items.iter().all(|item| is_credential(item.value)) {
            return false;
        }
        let before = line.text.get(..row.place.start).unwrap_or_default();
        let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(24))..);
        let is_customers = || {
            ["客様", "会員", "利用者", "ユーザ", "顧客", "皆様", "組合員", "患者"]
                .iter()
                .any(|owner| near.is_some_and(|near| near.contains(owner)))
        };
        let is_sentence =
            line.sentence.shape == Shape::Prose || line.text.trim_end().ends_with(['。', 'た']);
        let after = line.text.get(row.place.end..).unwrap_or_default();
        if is_renewed(after) {
            return true;
        }
        is_sentence
            && !is_customers()
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
        let is_given = || {
            sentence.shape == Shape::Prose
                && is_put_in(text.get(row.place.end..).unwrap_or_default())
        };
        if sentence.shape == Shape::Heading || reading.has(Signal::Request) || is_given() {
            return None;
        }
        let is_key = || {
            let key = memchr::memchr2(b':', b'\t', text.as_bytes());
            let key_end = key.filter(|end| *end < 60 && *end < row.place.start).or_else(|| {
                let head = text.len() - text.trim_start().len();
                let body = text.trim_start();
                let topic = body.find('は').filter(|end| *end <= 45);
                let word = body.find([' ', '\u{3000}']).filter(|end| *end <= 24);
                topic.or(word).map(|end| head + end)
            });
            key_end.is_some_and(|end| self.words.announces(line.hits, 0..end))
        };
        let rest = text.get(row.place.end..).unwrap_or_default();
        let is_copula = row.items.len() >= 3
            && ["。", "です", "である", "など", "等", "でした", "の"]
                .iter()
                .any(|word| rest.starts_with(word));
        let is_bare = *is_bare && tone.is_of_leak() && (sentence.shape == Shape::Item || is_copula);
        // A long sentence with commas is a list only where items stand side by side in it.
        let is_short = || text.chars().nth(60).is_none() || !text.trim_end().ends_with('。');
        let is_list = sentence.shape == Shape::Item
            || row.items.len() >= 3
            || reading.count('、') >= 2 && (row.items.len() >= 2 || is_short())
            || is_nominal(text, &row.place);
        let default = Stance::announced(tone.default());
        // A5 カード番号と有効期限です。: an answer that is but its items.
        let before = text.get(..row.place.start).unwrap_or_default();
        let is_answer = || {
            ["です。", "でした。", "である。", "でございます。", "になります。", "となります。"]
                .iter()
                .any(|end| rest.starts_with(end))
                && !before.contains(['は', 'が', 'を', '、', '。'])
        };
        match governor {
            Some(governor) if sentence.line >= governor.line && (is_list || is_answer()) => {
                Some(governor.stance.unwrap_or(default))
            }
            _ if is_bare || is_key() => Some(default),
            _ if sentence.section == Section::Scope && sentence.shape == Shape::Item => {
                Some(default)
            }
            _ => None,
        }
    }
}
