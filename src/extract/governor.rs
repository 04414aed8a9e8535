//! What governs the lines of a list: the heading, the caption or the sentence above them.

use crate::report::Certainty;

use super::items::ItemWords;
use super::lines::Line;
use super::page::Shape;
use super::particles::is_topic;
use super::signal::Signal;
use super::stance::Stance;
use super::tone::Tone;

/// What stands over a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Governor {
    /// What it says of the list; `None` where it only announces one.
    pub(super) stance: Option<Stance>,
    /// Number of its line.
    pub(super) line: usize,
    is_heading: bool,
}

impl Governor {
    /// What a question says of the list that answers it: 漏えいした情報は何ですか, or 出ていないものは.
    pub(super) fn of_question(line: &Line<'_>, words: &ItemWords) -> Option<Self> {
        let body = line.text.trim_end().trim_end_matches(['?', '!', '】']);
        let asks_for_list = ["は", "何", "何か", "何ですか", "どれか", "どれですか"]
            .iter()
            .any(|end| body.ends_with(end))
            || ["どの", "どんな", "どういった", "いかなる", "何が", "なにが"]
                .iter()
                .any(|word| body.contains(word));
        // What a question takes for a fact is only its wording, but not that it is careful.
        let told = || {
            let stance = line.whole?;
            let is_told = stance.certainty != Certainty::Stated && !stance.is_exposure;
            is_told.then_some(Stance::announced(stance.certainty))
        };
        let stance = if asks_for_list { told() } else { None };
        let governs = line.reading.has(Signal::Leak)
            || stance.is_some()
            || asks_for_list && words.announces(line.hits, 0..line.text.len());
        governs.then_some(Self { stance, line: line.sentence.line, is_heading: true })
    }

    /// What governs the lines below `line`, if `above` governs it.
    pub(super) fn below(
        above: Option<Self>,
        line: &Line<'_>,
        claimed: bool,
        words: &ItemWords,
        tone: Tone,
    ) -> Option<Self> {
        let Line { sentence, text, reading, rows, .. } = line;
        let body = text.trim_end();
        let announces = words.announces(line.hits, 0..text.len());
        let tells_list = || {
            (announces || reading.has(Signal::Leak))
                && !reading.has(Signal::Request)
                && (body.contains('記')
                    && ["下記", "左記", "右記"].iter().any(|word| body.contains(word))
                    || ["とおり", "通り", "以下", "次の"].iter().any(|word| body.contains(word)))
        };
        // 漏えいした情報 above a list names it; whether it left is what the page says.
        let named = || {
            let aside = || {
                let is_aside = body.ends_with(')')
                    && reading.has(Signal::Leak)
                    && reading.has(Signal::Possible);
                is_aside.then_some(Stance::announced(Certainty::Possible))
            };
            // 漏えいが確認された情報 beside 漏えいのおそれがある情報: sure, however careful the page.
            if reading.is_assured(0..text.len()) {
                return Some(Stance::announced(Certainty::Stated));
            }
            let stance = line.whole.or_else(aside).filter(|stance| stance.is_leak)?;
            let named = Stance { is_predicate: false, ..stance };
            Some(Stance::announced(tone.settle(named).certainty))
        };
        let inherited = || above.and_then(|governor| governor.stance);
        let governor = |stance, is_heading| Some(Self { stance, line: sentence.line, is_heading });
        // 記録されていた個人情報: the general word names the list below.
        let claims_items = claimed
            && rows
                .iter()
                .flat_map(|row| &row.items)
                .any(|item| item.value.parent() != "unspecified");
        match sentence.shape {
            Shape::Heading => {
                // The head of a table, or a heading below a heading, is as careful as what is above.
                let careful = || {
                    let stance = inherited()?;
                    let is_head = text.contains('\t') || stance.certainty == Certainty::Possible;
                    (announces && is_head).then_some(stance)
                };
                let stance = named().or_else(careful);
                if announces || stance.is_some() { governor(stance, true) } else { None }
            }
            _ if tells_list() => {
                governor(named().or_else(|| denied(line)).or_else(inherited), false)
            }
            Shape::Item
                if announces
                    && !claims_items
                    && body.ends_with([':', '>', '】', '報', ')', '目', '容', '》', ']']) =>
            {
                governor(named().or_else(inherited), false)
            }
            // 「店頭でお支払いの方 1,033件(流出の可能性)」 over the items of these people.
            Shape::Item if !claims_items && named().is_some() && is_caption(body) => {
                // 見えていた期間: a time and a number are no captions of items.
                let stance = named().filter(|_| !names_extent(body));
                let careful = inherited().filter(|above| {
                    above.certainty == Certainty::Possible
                        && !reading.has(Signal::Assured)
                        && stance.is_none_or(|named| named.certainty == Certainty::Stated)
                });
                match careful.or(stance) {
                    None => above,
                    stance => governor(stance, false),
                }
            }
            // 書かれていたこと: what a thing held.
            Shape::Item if !claims_items && names_contents(body) && is_caption(body) => {
                governor(inherited(), false)
            }
            // The head of a table: 区分, 人数, 項目.
            Shape::Item if !claimed && announces && text.contains('\t') => {
                governor(inherited(), false)
            }
            Shape::Item => above,
            // 「情報が流出しました。」 right above the items.
            Shape::Prose
                if !claims_items
                    && !reading.has(Signal::Request)
                    && named().is_some_and(|stance| stance.certainty != Certainty::Denied) =>
            {
                governor(named(), false)
            }
            Shape::Prose => above.filter(|governor| {
                governor.is_heading || claimed || body.starts_with(['※', '(', '・'])
            }),
        }
    }
}

/// What a sentence says of the list below whose predicate is negative, whatever verb that is: 次の情報は、はがきに
/// 印字しておりません.
fn denied(line: &Line<'_>) -> Option<Stance> {
    let list = points_down(line.text)?;
    let behind = list..line.text.len();
    let is_open = UNKNOWN.iter().any(|word| line.text.contains(word))
        || [Signal::Possible, Signal::CannotExclude, Signal::Damage, Signal::Request]
            .iter()
            .any(|open| line.reading.has_within(*open, &behind));
    let text = line.text.get(list..)?;
    let is_negative = line.reading.has_within(Signal::Negation, &behind)
        || NOT_FOUND.iter().any(|none| text.contains(none));
    let is_denied = is_topic(text) && is_negative && !is_open;
    is_denied.then_some(Stance::announced(Certainty::Denied))
}

/// Where the words of a sentence end that point to the list below it: 次の〔情報は〕.
pub(super) fn points_down(text: &str) -> Option<usize> {
    let words = ["次の", "以下の", "下記の"].iter();
    words.filter_map(|word| Some(text.find(word)? + word.len())).min()
}

/// What a page looks for in data is not there, while a thing that is lost is only not found.
pub(super) const NOT_FOUND: [&str; 2] = ["見当たらない", "見当たりません"];

/// What is not known yet, is not denied: 確認できておりません.
const UNKNOWN: [&str; 6] = ["確認", "特定", "判明", "分か", "わか", "不明"];

/// Whether a line is short enough to stand over others, and no remark.
fn is_caption(line: &str) -> bool {
    line.chars().nth(45).is_none() && !line.contains('。') && !line.starts_with('※')
}

/// Whether a line says when or how many, not what.
fn names_extent(line: &str) -> bool {
    let head = line.split([':', ' ', '　', '\t']).find(|word| !word.trim_matches('・').is_empty());
    let head = head.unwrap_or_default();
    ["期間", "日時", "時期", "時間", "件数", "人数", "日", "方", "経緯", "原因", "きっかけ", "発見"]
        .iter()
        .any(|end| head.ends_with(end))
}

/// Whether a caption says what its list holds: 見られたもの, 書かれていたこと.
fn names_contents(line: &str) -> bool {
    let line = line.trim_end_matches([':', '】', '>', ']', ')', ' ']);
    ["情報", "もの", "こと", "内容", "項目", "データ", "事項", "内訳"]
        .iter()
        .any(|end| line.strip_suffix(end).is_some_and(|head| head.ends_with(['た', 'る', 'の'])))
}
