//! What a line says of the items above it, or of its own denial: taken back, left open, made sure.

use crate::report::Certainty;

use super::lines::Line;
use super::page::{Page, Shape};
use super::signal::Signal;
use super::stance::Stance;
use super::tone::Tone;

/// Lines of a list beside one that are looked at.
const LIST_REACH: usize = 3;

/// Whether a denial is only that nothing was found, and the next sentence cannot exclude a leak.
fn is_left_open(line: &Line<'_>, page: &Page<'_>, next: usize) -> bool {
    let follows = page.sentences.get(next).is_some_and(|sentence| !sentence.question);
    follows
        && page.reading(next).has(Signal::CannotExclude)
        && ["確認", "痕跡", "形跡", "証拠", "事実", "見つか", "今のところ", "現時点"]
            .iter()
            .any(|word| line.text.contains(word))
}

/// Whether what stands beside a line doubts what it says of its items.
pub(super) fn is_in_doubt(stance: Stance, line: &Line<'_>, page: &Page<'_>, number: usize) -> bool {
    match stance.certainty {
        Certainty::Denied => is_left_open(line, page, number + 1),
        Certainty::Stated => is_counted_in_doubt(line, page, number),
        Certainty::Possible => false,
    }
}

/// Whether a list says with its number that what it names may have leaked: below 情報：氏名、住所,
/// 件数：漏えいの可能性があるのは計90件.
fn is_counted_in_doubt(line: &Line<'_>, page: &Page<'_>, number: usize) -> bool {
    let is_item = |at: &usize| page.sentences.get(*at).is_some_and(|it| it.shape == Shape::Item);
    if line.reading.has(Signal::Leak) || !is_item(&number) {
        return false;
    }
    let above = (number.saturating_sub(LIST_REACH)..number).rev().take_while(is_item);
    let below = (number + 1..=number + LIST_REACH).take_while(is_item);
    above.chain(below).any(|at| {
        let (text, reading) = (page.sentence(at), page.reading(at));
        reading.has(Signal::Possible)
            && reading.has(Signal::Leak)
            && text.contains(|c: char| c.is_ascii_digit())
            && text.contains(['件', '名', '人'])
    })
}

/// Whether a sentence right below a list says that its items were not there: これらは…扱っていません.
///
/// That no leak of them was confirmed takes nothing back.
pub(super) fn takes_back(line: &Line<'_>) -> bool {
    let body = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let points = ["これら", "いずれ", "どちら", "以上の", "上記の", "上の"]
        .iter()
        .any(|word| body.starts_with(word));
    let reading = &line.reading;
    let is_kept_apart = reading.has(Signal::NotHeld) || reading.has(Signal::Elsewhere);
    points
        && (is_kept_apart || !is_report(body))
        && !reading.has(Signal::Damage)
        && (is_kept_apart || line.whole.is_some_and(|stance| stance.certainty == Certainty::Denied))
}

/// Whether a denial is only that nothing was found or told so far.
pub(super) fn is_report(text: &str) -> bool {
    ["確認", "事実", "痕跡", "形跡", "報告", "跡は", "限り", "現時点", "見つか"]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether a sentence right below a list says that its items may have leaked: これらが…渡ったおそれがある.
pub(super) fn leaves_open(line: &Line<'_>) -> bool {
    let body = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let points = ["これら", "いずれも", "以上の", "上記の", "上の"];
    points.iter().any(|word| body.starts_with(word)) && is_doubt(line)
}

/// Whether a sentence says as a whole that something may have leaked.
pub(super) fn is_doubt(line: &Line<'_>) -> bool {
    line.whole.is_some_and(|stance| {
        stance.is_leak && !stance.is_exposure && stance.certainty == Certainty::Possible
    })
}

/// Whether a line speaks of the one above: →, こちらは.
pub(super) fn points_up(text: &str) -> bool {
    ["→", "⇒", "➡", "こちら", "この分", "この群", "この方々"]
        .iter()
        .any(|sign| text.trim_start().starts_with(sign))
}

/// Whether a line of an advice section plainly denies: such a line is a fact wherever it stands.
pub(super) fn is_plain_denial(line: &Line<'_>) -> bool {
    line.whole.is_some_and(|stance| stance.certainty == Certainty::Denied)
        && !line.reading.has(Signal::Request)
}

/// Where a clause ends that only repeats what was announced before: …の可能性があるとお伝えしましたが、.
pub(super) fn end_of_earlier(after: &str) -> Option<usize> {
    const VERBS: [&str; 9] =
        ["お伝え", "公表", "発表", "お知らせ", "報告", "説明", "申し上げ", "ご案内", "して"];
    // Most sentences do not turn at all.
    if !after.contains("が、") {
        return None;
    }
    let sentence = after.split('。').next().unwrap_or_default();
    sentence.match_indices("が、").map(|(at, turn)| (at, at + turn.len())).find_map(|(at, end)| {
        let clause = sentence.get(..at)?;
        let told = clause.rfind('と').and_then(|quote| clause.get(quote + 'と'.len_utf8()..))?;
        let is_told = VERBS.iter().any(|verb| told.starts_with(verb)) && told.len() <= 60;
        // しておりました: what was thought then, as against what is known now.
        let is_past = ["ました", "でした", "ていた", "していたものです"]
            .iter()
            .any(|past| told.ends_with(past));
        (is_told && is_past).then_some(end)
    })
}

/// What the first words of an answer say about what the question named.
pub(super) fn answer(line: &Line<'_>, tone: Tone) -> Option<Stance> {
    let Line { text, whole, .. } = *line;
    if let Some(stance) = whole.filter(|stance| stance.is_leak) {
        return Some(tone.settle(stance));
    }
    // 「履歴は?」「1年分が含まれます。」
    let says = ["含まれます", "含まれており", "載っており", "入っており", "対象です", "該当します"];
    let is_held = whole.is_some_and(|stance| stance.certainty == Certainty::Stated)
        && says.iter().any(|word| text.contains(word));
    if is_held {
        return Some(Stance::announced(tone.default()));
    }
    let body = text.trim_start_matches(|c: char| !c.is_alphabetic() || c.is_ascii());
    if body.starts_with("いいえ") {
        return Some(Stance::announced(Certainty::Denied));
    }
    body.starts_with("はい").then(|| Stance::announced(tone.default()))
}
