//! What makes up the score of a hit, as a person reads it.

use crate::search::{Explanation, How, MatchedPart, Place, View};

use super::facts::BETWEEN;
use super::text::{FAINT, PLAIN, Text};

/// Most characters of a word or phrase that are repeated on its line.
const LONGEST_NAME: usize = 12;
/// Most pairs of characters that are named.
const MOST_PAIRS: usize = 6;

/// A line for the score, and one for each word of the query, most telling first.
pub(super) fn lines(score: f32, explanation: &Explanation) -> Vec<Text> {
    let mut head = Text::new(FAINT, "得点");
    head.push(PLAIN, &format!(" {score:.2}"));
    if explanation.kept < 1.0 {
        let lost = format!("{BETWEEN}事案なしのため{:.0}%減", 100.0 * (1.0 - explanation.kept));
        head.push(FAINT, &lost);
    }
    let mut lines = vec![head];
    let mut words: Vec<(f32, Vec<&MatchedPart>)> = Vec::new();
    for part in &explanation.parts {
        let share = explanation.share(part);
        let same = |(_, parts): &&mut (f32, Vec<&MatchedPart>)| {
            parts.first().is_some_and(|first| name(first) == name(part))
        };
        match words.iter_mut().find(same) {
            Some((all, parts)) => {
                *all += share;
                parts.push(part);
            }
            None => words.push((share, vec![part])),
        }
    }
    words.sort_by(|a, b| b.0.total_cmp(&a.0));
    lines.extend(words.iter().map(|(share, parts)| line(*share, parts, explanation)));
    if !explanation.missing.is_empty() {
        lines.push(Text::new(FAINT, &format!("   – {}", explanation.missing.join("、"))));
    }
    lines
}

/// What is told of a part: the word of the query, and the word or the pairs that it is looked for as.
pub(super) fn name(part: &MatchedPart) -> String {
    let word = part.found.first().map_or("", String::as_str);
    match part.view {
        View::Characters => format!("{} 文字の並び", short(&part.typed)),
        _ if word == part.typed => word.to_owned(),
        View::Words | View::Dates => format!("{} → {word}", short(&part.typed)),
    }
}

/// The beginning of what was typed.
fn short(typed: &str) -> String {
    let mut short: String = typed.chars().take(LONGEST_NAME).collect();
    if short.len() < typed.len() {
        short.push('…');
    }
    short
}

fn line(share: f32, parts: &[&MatchedPart], explanation: &Explanation) -> Text {
    let mut line = Text::plain(&format!("{:>4} ", percent(share)));
    let Some(first) = parts.first() else { return line };
    line.push(PLAIN, &name(first));
    if let Some(how) = first.how {
        line.push(FAINT, &format!("（{}）", self::how(how)));
    }
    for part in parts {
        line.push(FAINT, BETWEEN);
        line.push(FAINT, place(part.place));
        line.push(PLAIN, &format!(" {}", percent(explanation.share(part))));
        let (names, more) = match part.view {
            View::Words | View::Dates => (part.written.as_slice(), false),
            View::Characters => {
                (part.found.get(..MOST_PAIRS).unwrap_or(&part.found), part.found.len() > MOST_PAIRS)
            }
        };
        if names.is_empty() {
            continue;
        }
        let unit = if part.view == View::Words { "回" } else { "組" };
        let names = names.join("、");
        let more = if more { " …" } else { "" };
        line.push(FAINT, &format!("（{}{unit}: {names}{more}）", part.occurrences));
    }
    line
}

fn percent(share: f32) -> String {
    format!("{:.0}%", 100.0 * share)
}

fn how(how: How) -> &'static str {
    match how {
        How::Related => "関連語",
        How::Alias => "別名",
        How::Reading => "読み",
        How::Number => "近い数",
        How::Date => "日付",
    }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Text => "本文",
        Place::Title => "題名",
        Place::Aside => "定型文",
        Place::Steps => "事案の日付",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::sample;

    #[test]
    fn a_word_is_told_on_one_line_with_its_places_and_spellings() {
        let lines = lines(12.5, &sample::explanation());
        let told: Vec<String> = lines.iter().map(|line| line.render(false)).collect();
        insta::assert_snapshot!(told.join("\n"), @"
        得点 12.50 · 事案なしのため25%減
         60% 漏洩 → 漏えい · 本文 50%（3回: 漏洩、漏えい） · 題名 10%（1回: 漏洩）
         40% 漏洩 文字の並び · 本文 40%（2組: 漏え、えい）
           – サーバ
        ");
    }
}
