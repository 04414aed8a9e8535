//! What a sentence says about a thing it names: that it leaked, may have, or did not.
//!
//! The predicate of a Japanese clause comes last, so the words after the thing decide, up to the
//! end of the clause; in 「漏えいした情報は氏名、住所です」 nothing follows and the words before decide.
//! A negative counts where it closes the clause, not where it describes a noun (使われていない機器).

use std::ops::Range;

use crate::report::Certainty;

use super::governor::NOT_FOUND;
use super::particles::{closes_count, ends_list, is_before_remark, is_topic};
use super::remarks::end_of_earlier;
use super::signal::Mark;
pub(super) use super::signal::Signal;

/// How far behind a thing its predicate may stand, in bytes.
const REACH: usize = 1_500;

/// Stands for the end of what is read of a sentence.
const END: char = '\0';

/// Most stretches in brackets that are looked at in a clause.
const MOST_ASIDES: usize = 4;

/// What a sentence says about a thing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stance {
    /// Stated, possible or denied.
    pub(super) certainty: Certainty,
    /// Whether a leak word says so, not only 記載 or 含まれ.
    pub(super) is_leak: bool,
    /// Whether the thing's own predicate says so, rather than the words that announce a list or
    /// name the incident.
    pub(super) is_predicate: bool,
    /// Whether it only lay open: what that means depends on the incident.
    pub(super) is_exposure: bool,
}

impl Stance {
    /// A leak of this certainty that words before the thing announce.
    pub(super) fn announced(certainty: Certainty) -> Self {
        Self { certainty, is_leak: true, is_predicate: false, is_exposure: false }
    }
}

/// A sentence with its signals.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    sentence: &'t str,
    marks: &'t [Mark],
    stops: &'t [Stop],
}

/// A bracket, a comma or a full stop, and the byte at which it stands.
pub(super) type Stop = (usize, char);

/// The signs of a sentence that bound its clauses, in order.
pub(super) fn stops(sentence: &str) -> Vec<Stop> {
    sentence.char_indices().filter(|(_, c)| matches!(c, '(' | ')' | '。' | '、')).collect()
}

impl<'t> Reading<'t> {
    /// A sentence whose signals and stops are known, by start.
    pub(super) fn new(sentence: &'t str, marks: &'t [Mark], stops: &'t [Stop]) -> Self {
        Self { sentence, marks, stops }
    }

    /// Whether a signal of this kind stands anywhere.
    pub(super) fn has(&self, kind: Signal) -> bool {
        self.marks.iter().any(|mark| mark.signal == kind)
    }

    /// Whether a signal of this kind begins within these bytes.
    pub(super) fn has_within(&self, kind: Signal, range: &Range<usize>) -> bool {
        self.first_within(kind, range).is_some()
    }

    /// Whether these bytes set what is sure apart, without a doubt or a denial beside it.
    pub(super) fn is_assured(&self, range: Range<usize>) -> bool {
        let hedges = [
            Signal::Possible,
            Signal::CannotExclude,
            Signal::Denial,
            Signal::Negation,
            Signal::NotHeld,
            Signal::Damage,
        ];
        self.has_within(Signal::Assured, &range)
            && !hedges.iter().any(|hedge| self.has_within(*hedge, &range))
    }

    /// How many of a sign that bounds clauses stand in it.
    pub(super) fn count(&self, sign: char) -> usize {
        self.stops.iter().filter(|(_, stop)| *stop == sign).count()
    }

    /// What stands between a byte and the next of these signs that bound clauses.
    pub(super) fn up_to(&self, from: usize, signs: &[char]) -> &'t str {
        let next = self.stops.partition_point(|(place, _)| *place < from);
        let mut stops = self.stops.get(next..).unwrap_or_default().iter();
        let end = stops.find(|(_, stop)| signs.contains(stop));
        let end = end.map_or(self.sentence.len(), |(place, _)| *place);
        self.sentence.get(from..end).unwrap_or_default()
    }

    /// Where the first signal of this kind within these bytes begins.
    pub(super) fn first_within(&self, kind: Signal, range: &Range<usize>) -> Option<usize> {
        let from = self.marks.partition_point(|mark| mark.range.start < range.start);
        let marks = self.marks.get(from..).unwrap_or_default();
        marks
            .iter()
            .take_while(|mark| mark.range.start < range.end)
            .find(|mark| mark.signal == kind)
            .map(|mark| mark.range.start)
    }

    /// What the sentence says about a thing, or a row of things, at `place`.
    ///
    /// `None` when it says nothing; the caller then looks at what governs the line.
    pub(super) fn about(&self, place: &Range<usize>) -> Option<Stance> {
        let after = self.sentence.get(place.end..).unwrap_or_default();
        if ends_list(after) || closes_count(after) && self.is_told_before(place.start) {
            return self.before(place.start);
        }
        // 診察券番号 ※医療機関名は入っておりません: the remark speaks of something else.
        if is_before_remark(after) {
            return self.before(place.start);
        }
        if let Some(turn) = end_of_earlier(after) {
            let now = self.after(place.end + turn).filter(|now| now.is_leak);
            if now.is_some() {
                return now;
            }
        }
        let mut at = place.end;
        while let Some(clause) =
            self.clause_after(at).filter(|clause| clause.start < place.end + REACH)
        {
            at = self.sentence.ceil_char_boundary(clause.end.max(at + 1));
            let names = |signal| self.has_within(signal, &clause);
            if names(Signal::Elsewhere) && self.is_kept_elsewhere(place.end, &clause) {
                return Some(Stance::announced(Certainty::Denied));
            }
            // 番号は…に見当たりません: what a page looks for in data is not there.
            let text = self.sentence.get(clause.clone()).unwrap_or_default();
            if is_topic(after) && NOT_FOUND.iter().any(|none| text.contains(none)) {
                return Some(Stance::announced(Certainty::Denied));
            }
            if let Some(stance) = self.judge(clause.clone()) {
                return Some(self.behind_reason(stance, &clause));
            }
            if names(Signal::NotHeld) || names(Signal::Damage) {
                return None;
            }
            // 電話番号は…載せていません: a topic whose predicate is negative is not there.
            if is_topic(after) && names(Signal::Negation) && !self.has(Signal::Request) {
                return Some(Stance::announced(Certainty::Denied));
            }
        }
        if at > place.end { None } else { self.before(place.start) }
    }

    /// The stance of a clause that goes on in the next one: a reason for a denial (…送られるため、
    /// 対象外です), or a verb whose mood comes later (…が流出し、使われた可能性があります).
    fn behind_reason(&self, stance: Stance, clause: &Range<usize>) -> Stance {
        if stance.certainty != Certainty::Stated {
            return stance;
        }
        let text = self.sentence.get(clause.clone()).unwrap_or_default();
        let ends = |ends: &[&str]| ends.iter().any(|end| text.ends_with(end));
        if ends(&["ため、", "ので、", "ことから、"]) {
            let next = self.after(clause.end).filter(|next| next.certainty == Certainty::Denied);
            return next.unwrap_or(stance);
        }
        // …は専用の窓口で扱っており、この箱にはありませんでした: the topic goes on.
        if !stance.is_leak && ends(&["り、", "て、", "し、", "め、", "れ、"]) {
            let next = self.clause_after(clause.end).filter(|next| {
                let between = self.sentence.get(clause.end..next.start).unwrap_or_default();
                let between = ["には", "では", "からは", "とは"]
                    .iter()
                    .fold(between.to_owned(), |text, particle| text.replace(particle, ""));
                !between.contains(['は', 'も', 'が'])
            });
            let denied = next.and_then(|next| self.judge(next));
            if let Some(denied) = denied.filter(|denied| denied.certainty == Certainty::Denied) {
                return denied;
            }
        }
        let is_open = ends(&["し、", "れ、", "り、", "き、", "され、"]) && !ends(&["おり、"]);
        let next = is_open.then(|| self.clause_after(clause.end)).flatten();
        let is_possible = next.is_some_and(|next| {
            let between = self.sentence.get(clause.end..next.start).unwrap_or_default();
            let opens = [Signal::Possible, Signal::CannotExclude];
            !between.contains('も') && opens.iter().any(|open| self.has_within(*open, &next))
        });
        if is_possible { Stance { certainty: Certainty::Possible, ..stance } } else { stance }
    }

    /// Whether the clause is about the thing before byte `end` and says that it is kept elsewhere.
    fn is_kept_elsewhere(&self, end: usize, clause: &Range<usize>) -> bool {
        let Some(place) = self.first_within(Signal::Elsewhere, clause) else { return false };
        let between = self.sentence.get(end..place).unwrap_or_default();
        // 氏名は…、別の箱に: whatever the noun is that carries the thing, it is the topic.
        between.contains(['は', 'も']) && !between.contains("たのは") && !between.contains("のうち")
    }

    /// What the predicate after byte `end` says, looking only forward.
    pub(super) fn after(&self, end: usize) -> Option<Stance> {
        self.judge(self.clause_after(end)?)
    }

    /// What the sentence says as a whole: its first clause with a predicate, but a leak that follows
    /// a denial: 形跡はないものの、流出した可能性があります.
    pub(super) fn whole(&self) -> Option<Stance> {
        let mut at = 0;
        let mut denied = None;
        let mut held = None;
        while let Some(clause) = self.clause_after(at) {
            let end = clause.end.max(at + 1);
            let stance = self.judge(clause.clone());
            // 伏せて表示しておりますので、閲覧できません: the reason is none of a leak.
            let meant = stance.map(|stance| self.behind_reason(stance, &clause));
            match meant.filter(|meant| meant.certainty == Certainty::Denied).or(stance) {
                Some(stance) if stance.certainty == Certainty::Denied => {
                    denied.get_or_insert(stance);
                }
                Some(stance) if stance.is_leak => return Some(stance),
                // 控えは別の棚に置いており、見られていません: what held it is not yet the point.
                Some(stance) if denied.is_none() => {
                    held.get_or_insert(stance);
                }
                _ => {}
            }
            at = self.sentence.ceil_char_boundary(end);
        }
        denied.or(held)
    }

    /// Whether the words before byte `end` open with what a list was, or was not: 書かれていたのは.
    fn is_told_before(&self, end: usize) -> bool {
        let head = self.sentence.get(..end).unwrap_or_default();
        head.rsplit('、').next().is_some_and(|head| head.contains("のは"))
    }

    /// What the words before byte `end` say, for things named last.
    fn before(&self, end: usize) -> Option<Stance> {
        let from = self.sentence.floor_char_boundary(end.saturating_sub(REACH));
        let head = self.sentence.get(from..end).unwrap_or_default();
        // Only what follows the last turn (が、 ので、) speaks about the thing.
        let turn = self.last_turn(from, head);
        let Some(stance) = self.judge(from + turn..end) else {
            // 「可能性がある」としているのは、…の住所。
            let is_told = head.get(turn..).is_some_and(|head| head.contains("のは"));
            let is_possible = self.has_within(Signal::Possible, &(from + turn..end));
            return (is_told && is_possible).then(|| Stance::announced(Certainty::Possible));
        };
        Some(Stance { is_predicate: false, ..stance })
    }

    /// Where the last turn ends in a part of the sentence that begins at byte `from`.
    fn last_turn(&self, from: usize, head: &str) -> usize {
        const TURNS: [&str; 8] =
            ["が", "ので", "ため", "ものの", "ており", "ておらず", "なく", "無く"];
        let until = self.stops.partition_point(|(place, _)| *place < from + head.len());
        let commas = self.stops.get(..until).unwrap_or_default().iter().rev();
        commas
            .take_while(|(place, _)| *place >= from)
            .filter(|(_, c)| *c == '、')
            .find(|(place, _)| {
                let told = head.get(..place - from).unwrap_or_default();
                TURNS.iter().any(|turn| told.ends_with(turn))
            })
            .map_or(0, |(place, comma)| place - from + comma.len_utf8())
    }

    /// The clause that holds the first predicate after `end`.
    fn clause_after(&self, end: usize) -> Option<Range<usize>> {
        let limit = self.sentence.floor_char_boundary(end.saturating_add(REACH));
        let mut depth = 0_i32;
        let mut lowest = 0_i32;
        let mut next = self.marks.partition_point(|mark| mark.range.start < end);
        // Without a mark there is no predicate.
        self.marks.get(next).filter(|mark| mark.range.start < limit)?;
        let mut seen: Option<usize> = None;
        let mut is_firm = false;
        let mut first = end;
        let from = self.stops.partition_point(|(place, _)| *place < end);
        let stops = self.stops.get(from..).unwrap_or_default().iter().copied();
        let stops = stops.take_while(|(place, _)| *place < limit);
        // What follows the last stop is read up to the limit.
        for (place, c) in stops.chain([(limit.saturating_sub(1), END)]) {
            while let Some(mark) = self.marks.get(next).filter(|mark| mark.range.start <= place) {
                if depth <= lowest && mark.signal != Signal::Request {
                    if seen.is_none() {
                        first = mark.range.start;
                    }
                    is_firm |= mark.signal != Signal::Content;
                    let known = seen.unwrap_or(0);
                    seen = Some(known.max(mark.range.end));
                }
                next += 1;
            }
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth < lowest {
                        if seen.is_some() {
                            return Some(first..place);
                        }
                        lowest = depth;
                    }
                }
                '。' if depth <= lowest => return seen.map(|_| first..place),
                '、' if depth <= lowest && seen.is_some_and(|end| place >= end) => {
                    let head = self.sentence.get(..place).unwrap_or_default();
                    let turns = head.ends_with('が');
                    let pauses = head.ends_with([
                        'で', 'て', 'し', 'り', 'れ', 'ず', 'め', 'き', 'く', 'の', 'か', 'ら',
                    ]);
                    // 含む alone is no predicate yet, unless the sentence turns there.
                    // 流出したり、…されたり: a list of verbs goes on.
                    let lists = head.ends_with("たり");
                    if turns || pauses && is_firm && !lists {
                        return Some(first..place + c.len_utf8());
                    }
                }
                _ => {}
            }
        }
        seen.map(|_| first..limit)
    }

    /// What the signals in a clause add up to.
    fn judge(&self, clause: Range<usize>) -> Option<Stance> {
        let from = self.marks.partition_point(|mark| mark.range.start < clause.start);
        let mut found = [false; Signal::COUNT];
        let marks = self.marks.get(from..).unwrap_or_default();
        if marks.first().is_none_or(|mark| mark.range.start >= clause.end) {
            return None;
        }
        let text = self.sentence.get(clause.clone()).unwrap_or_default();
        let asides = self.asides(&clause);
        for mark in marks.iter().take_while(|mark| mark.range.start < clause.end) {
            if asides.iter().any(|aside| aside.contains(&mark.range.start)) {
                continue;
            }
            if let Some(found) = found.get_mut(mark.signal as usize) {
                *found = true;
            }
        }
        let has = |signal: Signal| found.get(signal as usize).copied().unwrap_or(false);
        let is_leak = has(Signal::Leak);
        let is_said = is_leak || has(Signal::Content);
        let is_predicate = !self.names_incident(&clause);
        let stance = |certainty, is_leak| {
            Some(Stance { certainty, is_leak, is_predicate, is_exposure: false })
        };
        if has(Signal::CannotExclude) {
            return stance(Certainty::Possible, true);
        }
        if has(Signal::NotHeld) {
            // 保有しておりませんでしたが、…改ざんにより: what was not kept was taken as it was typed.
            let rest = self.sentence.get(clause.end..).unwrap_or_default();
            let is_taken = text.ends_with("が、")
                && ["改ざん", "入力", "盗", "抜き取", "転送", "不正な", "窃取"]
                    .iter()
                    .any(|word| rest.contains(word));
            return if is_taken { None } else { stance(Certainty::Denied, true) };
        }
        let denies = has(Signal::Denial)
            || has(Signal::Negation) && (is_said || has(Signal::Possible) || has(Signal::Damage));
        if denies {
            // 個人情報が流出したといった被害はありません: the leak is the damage that is denied.
            let is_leak_damage = is_leak
                && ["といった被害", "などの被害", "等の被害", "のような被害"]
                    .iter()
                    .any(|damage| text.contains(damage));
            let is_other = has(Signal::Damage) && !is_leak_damage;
            return if is_other { None } else { stance(Certainty::Denied, true) };
        }
        if has(Signal::Possible) && is_said {
            return if has(Signal::Damage) && !is_leak {
                None
            } else {
                stance(Certainty::Possible, true)
            };
        }
        if has(Signal::Exposed) {
            let open = stance(Certainty::Possible, true)?;
            return Some(Stance { is_exposure: true, is_predicate: false, ..open });
        }
        if is_said { stance(Certainty::Stated, is_leak) } else { None }
    }

    /// The first few stretches of a clause in brackets, which speak of something else.
    fn asides(&self, clause: &Range<usize>) -> Vec<Range<usize>> {
        let from = self.stops.partition_point(|(place, _)| *place < clause.start);
        let stops = self.stops.get(from..).unwrap_or_default().iter();
        let mut opened = None;
        let mut asides = Vec::new();
        for (place, c) in stops.take_while(|(place, _)| *place < clause.end) {
            match (c, opened) {
                ('(', None) => opened = Some(*place),
                (')', Some(start)) => {
                    asides.push(start..*place);
                    opened = None;
                }
                _ => {}
            }
            if asides.len() == MOST_ASIDES {
                break;
            }
        }
        asides
    }

    /// Whether the last leak word of the clause is a noun that only names the incident:
    /// 流出に関するお詫び, 漏えい事案.
    fn names_incident(&self, clause: &Range<usize>) -> bool {
        let until = self.marks.partition_point(|mark| mark.range.start < clause.end);
        let marks = self.marks.get(..until).unwrap_or_default();
        let last = marks
            .iter()
            .rev()
            .take_while(|mark| mark.range.start >= clause.start)
            .find(|mark| mark.signal == Signal::Leak);
        let tail = last.and_then(|mark| self.sentence.get(mark.range.end..)).unwrap_or_default();
        let tail = tail.strip_prefix('等').unwrap_or(tail);
        let follows = |words: &[&str]| words.iter().any(|word| tail.starts_with(word));
        follows(&["に関", "につ", "に係", "に伴", "事案", "事故", "事件", "の件", "問題", "被害"])
            || follows(&["のお", "のご", "対象", "に対す", "の経緯", "の詳細"])
    }
}
