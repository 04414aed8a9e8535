//! What a sentence says about a thing it names: that it leaked, may have, or did not.
//!
//! The predicate of a Japanese clause comes last, so the words after the thing decide, up to the
//! end of the clause; in 「漏えいした情報は氏名、住所です」 nothing follows and the words before decide.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Certainty;

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;

/// How far behind a thing its predicate may stand, in bytes.
const REACH: usize = 1_500;

/// A kind of signal word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// 漏えい, 閲覧され, 抜き取られ.
    Leak,
    /// 記載, 含まれ: says what a lost or misdelivered thing held.
    Content,
    /// 可能性, おそれ.
    Possible,
    /// ありません, 含まれておりません.
    Denial,
    /// 否定できない.
    CannotExclude,
    /// 不正利用, 二次被害: a denial beside it denies damage, not a leak.
    Damage,
    /// 保有しておりません: denies, unless が follows.
    NotHeld,
    /// お願い, ください.
    Request,
}

/// What a sentence says about a thing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stance {
    /// Stated, possible or denied.
    pub(super) certainty: Certainty,
    /// Whether a leak word says so, not only 記載 or 含まれ.
    pub(super) is_leak: bool,
}

/// The signal words.
#[derive(Debug)]
pub(super) struct Signals {
    cues: CueSet,
    kinds: Vec<Signal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    leak: Vec<Spanned<String>>,
    content: Vec<Spanned<String>>,
    possible: Vec<Spanned<String>>,
    denial: Vec<Spanned<String>>,
    cannot_exclude: Vec<Spanned<String>>,
    damage: Vec<Spanned<String>>,
    not_held: Vec<Spanned<String>>,
    request: Vec<Spanned<String>>,
}

impl Signals {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "certainty.toml")?;
        let groups = [
            (Signal::Leak, words.leak),
            (Signal::Content, words.content),
            (Signal::Possible, words.possible),
            (Signal::Denial, words.denial),
            (Signal::CannotExclude, words.cannot_exclude),
            (Signal::Damage, words.damage),
            (Signal::NotHeld, words.not_held),
            (Signal::Request, words.request),
        ];
        let mut kinds = Vec::new();
        let mut cues = Vec::new();
        for (kind, words) in groups {
            kinds.extend(std::iter::repeat_n(kind, words.len()));
            cues.extend(words);
        }
        Ok(Self { cues: file.cues(&cues, folder)?, kinds })
    }

    /// The signals of one sentence.
    pub(super) fn read<'t>(&self, sentence: &'t str) -> Reading<'t> {
        let signals = self
            .cues
            .find(sentence)
            .into_iter()
            .filter(|hit| {
                // 申し訳ございません is no denial.
                let head = sentence.get(..hit.end).unwrap_or_default();
                !["申し訳ございません", "申し訳ありません"]
                    .iter()
                    .any(|apology| head.trim_end_matches("でした").ends_with(apology))
            })
            .filter_map(|hit| Some((hit.start..hit.end, *self.kinds.get(hit.cue)?)))
            .collect();
        Reading { sentence, signals }
    }
}

/// A sentence with its signals.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    sentence: &'t str,
    signals: Vec<(Range<usize>, Signal)>,
}

impl Reading<'_> {
    /// Whether a signal of this kind stands anywhere.
    pub(super) fn has(&self, kind: Signal) -> bool {
        self.signals.iter().any(|(_, signal)| *signal == kind)
    }

    /// What the sentence says about a thing that ends at byte `end`.
    ///
    /// `None` when it says nothing; the caller then looks at what governs the line.
    pub(super) fn about(&self, end: usize) -> Option<Stance> {
        let after = self.sentence.get(end..).unwrap_or_default();
        if ends_list(after) {
            return self.before(end);
        }
        match self.clause_after(end) {
            Some(clause) => self.judge(clause),
            None => self.before(end),
        }
    }

    /// What the predicate after byte `end` says, looking only forward.
    pub(super) fn after(&self, end: usize) -> Option<Stance> {
        self.judge(self.clause_after(end)?)
    }

    /// What the sentence says as a whole: its first clause with a predicate.
    pub(super) fn whole(&self) -> Option<Stance> {
        let mut at = 0;
        while let Some(clause) = self.clause_after(at) {
            let end = clause.end.max(at + 1);
            if let Some(stance) = self.judge(clause) {
                return Some(stance);
            }
            at = self.sentence.ceil_char_boundary(end);
        }
        None
    }

    /// What the words before byte `end` say, for things named last.
    fn before(&self, end: usize) -> Option<Stance> {
        let from = self.sentence.floor_char_boundary(end.saturating_sub(REACH));
        let head = self.sentence.get(from..end).unwrap_or_default();
        // Only what follows the last turn (が、 ので、) speaks about the thing.
        let turn = ["が、", "ので、", "ため、", "ものの、"]
            .iter()
            .filter_map(|turn| head.rfind(turn).map(|at| at + turn.len()))
            .max()
            .unwrap_or(0);
        self.judge(from + turn..end)
    }

    /// The clause that holds the first predicate after `end`.
    fn clause_after(&self, end: usize) -> Option<Range<usize>> {
        let limit = self.sentence.floor_char_boundary(end.saturating_add(REACH));
        let tail = self.sentence.get(end..limit).unwrap_or_default();
        let mut depth = 0_i32;
        let mut lowest = 0_i32;
        let mut next = self.signals.partition_point(|(range, _)| range.start < end);
        let mut seen: Option<usize> = None;
        let mut is_firm = false;
        let mut first = end;
        for (at, c) in tail.char_indices() {
            let place = end + at;
            while let Some((range, signal)) =
                self.signals.get(next).filter(|(r, _)| r.start <= place)
            {
                if depth <= lowest && *signal != Signal::Request {
                    if seen.is_none() {
                        first = range.start;
                    }
                    is_firm |= *signal != Signal::Content;
                    seen = Some(seen.map_or(range.end, |end| end.max(range.end)));
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
                    if turns || pauses && is_firm {
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
        let text = self.sentence.get(clause.clone()).unwrap_or_default();
        let from = self.signals.partition_point(|(range, _)| range.start < clause.start);
        let mut found = [false; 8];
        for (range, signal) in self.signals.get(from..).unwrap_or_default() {
            if range.start >= clause.end {
                break;
            }
            if let Some(found) = found.get_mut(*signal as usize) {
                *found = true;
            }
        }
        let has = |signal: Signal| found.get(signal as usize).copied().unwrap_or(false);
        let is_leak = has(Signal::Leak);
        let stance = |certainty| Some(Stance { certainty, is_leak });
        if has(Signal::CannotExclude) {
            return Some(Stance { certainty: Certainty::Possible, is_leak: true });
        }
        if has(Signal::NotHeld) {
            let turns = text.ends_with("が、");
            return if turns {
                None
            } else {
                Some(Stance { certainty: Certainty::Denied, is_leak: true })
            };
        }
        if has(Signal::Denial) {
            if has(Signal::Damage) {
                return None;
            }
            return Some(Stance { certainty: Certainty::Denied, is_leak: true });
        }
        if has(Signal::Possible) && (is_leak || has(Signal::Content)) {
            return Some(Stance { certainty: Certainty::Possible, is_leak: true });
        }
        if is_leak || has(Signal::Content) { stance(Certainty::Stated) } else { None }
    }
}

/// Whether a list of things ends the clause: です, で、, のみ….
fn ends_list(after: &str) -> bool {
    let after = after.trim_start_matches(['」', ')', '』', '等']);
    let after = after.strip_prefix("など").unwrap_or(after);
    let after = after.strip_prefix("のみ").unwrap_or(after);
    let after = after.strip_prefix("だけ").unwrap_or(after);
    ["です", "でした", "で、", "であり", "となり", "となります", "でございます", "とな"]
        .iter()
        .any(|ending| after.starts_with(ending))
}
