//! The words of `certainty.toml`: by what they say that something leaked, may have, or did not.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};

use super::cue::{CueSetBuilder, Hit, List};
use super::lexicon_file::LexiconFile;

/// A kind of signal word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// 漏えい, 閲覧され, 抜き取られ.
    Leak,
    /// 記載, 含まれ: says what a lost or misdelivered thing held.
    Content,
    /// 可能性, おそれ.
    Possible,
    /// 対象外, 含まれておりません: denies by itself.
    Denial,
    /// ません, ない: denies the leak or content that its clause names.
    Negation,
    /// 身に覚えのない, 見つかっておりません: hides a negative within it.
    NoNegation,
    /// 迷惑メールが送信され, 攻撃者とみられる者: hides a word of a leak or of doubt within it.
    NoLeak,
    /// 否定できない.
    CannotExclude,
    /// 不正利用, 二次被害: a denial beside it denies damage, not a leak.
    Damage,
    /// 保有しておりません: denies, unless what was typed was taken.
    NotHeld,
    /// お願い, ください.
    Request,
    /// 流出しました, 漏えいしたことが判明: says firmly that data left.
    Confirmed,
    /// 流出が確認された情報: sets what is sure apart from what may be.
    Assured,
    /// 流出しました, 第三者に閲覧されて: somebody has it.
    Taken,
    /// 閲覧できる状態: nobody may have looked.
    Exposed,
    /// 漏えいはなかったものと判断: the page's conclusion that nothing leaked.
    Cleared,
    /// 別のサーバーで管理して: denies what the clause is about.
    Elsewhere,
}

impl Signal {
    /// How many kinds there are.
    pub(super) const COUNT: usize = Self::Elsewhere as usize + 1;
}

/// A signal and where it stands in its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the sentence.
    pub(super) range: Range<usize>,
    /// What it signals.
    pub(super) signal: Signal,
}

/// The signal words.
#[derive(Debug)]
pub(super) struct Signals {
    /// Their cues in the shared set.
    cues: List,
    /// What each cue signals.
    kinds: Vec<Signal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    leak: Vec<Spanned<String>>,
    content: Vec<Spanned<String>>,
    possible: Vec<Spanned<String>>,
    denial: Vec<Spanned<String>>,
    negation: Vec<Spanned<String>>,
    no_negation: Vec<Spanned<String>>,
    no_leak: Vec<Spanned<String>>,
    cannot_exclude: Vec<Spanned<String>>,
    damage: Vec<Spanned<String>>,
    not_held: Vec<Spanned<String>>,
    request: Vec<Spanned<String>>,
    confirmed: Vec<Spanned<String>>,
    assured: Vec<Spanned<String>>,
    taken: Vec<Spanned<String>>,
    cleared: Vec<Spanned<String>>,
    exposed: Vec<Spanned<String>>,
    elsewhere: Vec<Spanned<String>>,
}

impl Signals {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "certainty.toml")?;
        let groups = [
            (Signal::NoNegation, words.no_negation),
            (Signal::NoLeak, words.no_leak),
            (Signal::Leak, words.leak),
            (Signal::Content, words.content),
            (Signal::Possible, words.possible),
            (Signal::Denial, words.denial),
            (Signal::Negation, words.negation),
            (Signal::CannotExclude, words.cannot_exclude),
            (Signal::Damage, words.damage),
            (Signal::NotHeld, words.not_held),
            (Signal::Request, words.request),
            (Signal::Confirmed, words.confirmed),
            (Signal::Assured, words.assured),
            (Signal::Taken, words.taken),
            (Signal::Cleared, words.cleared),
            (Signal::Exposed, words.exposed),
            (Signal::Elsewhere, words.elsewhere),
        ];
        let mut cues: Option<List> = None;
        let mut kinds = Vec::new();
        for (kind, words) in groups {
            let added = file.list(set, &words, folder)?;
            kinds.extend(std::iter::repeat_n(kind, added.len()));
            cues = Some(cues.map_or(added.clone(), |cues| cues.start..added.end));
        }
        Ok(Self { cues: cues.unwrap_or(0..0), kinds })
    }

    /// The signals of one sentence with these hits, by start.
    pub(super) fn marks(&self, sentence: &str, hits: &[Hit]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = hits
            .iter()
            .filter(|hit| self.cues.contains(&hit.cue))
            .filter_map(|hit| {
                let signal = *self.kinds.get(hit.cue - self.cues.start)?;
                Some(Mark { range: hit.start..hit.end, signal })
            })
            .collect();
        // A negative within a longer phrase (身に覚えのない) is none; the phrase starts first or alike.
        let mut hidden = 0;
        let mut harmless = 0;
        marks.retain(|mark| match mark.signal {
            Signal::NoLeak => {
                harmless = harmless.max(mark.range.end);
                false
            }
            Signal::Leak
            | Signal::Possible
            | Signal::Confirmed
            | Signal::Assured
            | Signal::Taken
            | Signal::Exposed => mark.range.start >= harmless,
            Signal::NoNegation => {
                hidden = hidden.max(mark.range.end);
                false
            }
            Signal::Denial | Signal::Negation => {
                mark.range.start >= hidden && !describes_noun(sentence, mark.range.end)
            }
            _ => true,
        });
        marks
    }
}

/// Whether the negative that ends at byte `end` describes a noun: 使われていない機器.
fn describes_noun(sentence: &str, end: usize) -> bool {
    /// Nouns that only carry the clause on (ない旨, ない状況), and those that name what a list holds.
    const CARRIERS: [&str; 30] = [
        "旨",
        "事",
        "為",
        "模様",
        "状況",
        "見込",
        "限",
        "可能性",
        "恐れ",
        "点",
        "形",
        "場合",
        "情報",
        "個人情報",
        "データ",
        "項目",
        "内容",
        "事項",
        "範囲",
        "種類",
        "仕組",
        "仕様",
        "設計",
        "構造",
        "方式",
        "作り",
        "様式",
        "書式",
        "運用",
        "扱い",
    ];
    let (Some(head), Some(tail)) = (sentence.get(..end), sentence.get(end..)) else { return false };
    let is_plain = ["ない", "無い", "なかった", "無かった"].iter().any(|end| head.ends_with(end));
    let noun = tail.chars().next().is_some_and(|c| {
        ('一'..='龥').contains(&c)
            || ('ァ'..='ヴ').contains(&c)
            || c == '「'
            || c.is_ascii_alphabetic()
    });
    is_plain && noun && !CARRIERS.iter().any(|carrier| tail.starts_with(carrier))
}
