//! The fragments of a report that show why it matched.
//!
//! On a page of questions and answers, a question brings the first sentence of its answer with it.
//! A fragment is a sentence or a line; one wider than the window is cut around its densest part.
//! A fragment is worth the query words it shows, each by its share; among equals the sentence that
//! states the cause comes before others, and what every notice says (apologies, advice) comes last.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::SnippetOptions;
use super::needle::{Needles, Occurrence};
use super::response::Snippet;
use crate::japanese::Analyzer;
use crate::report::{Certainty, Kind, Report, SectionKind, Span, question_answer_pairs};

/// Worth of a sentence that is the evidence of a cause, in query words.
const CAUSE_BONUS: f32 = 0.75;
/// Worth of a sentence that is the evidence of any other fact.
const FACT_BONUS: f32 = 0.25;
/// Worth of a sentence that says what did not happen, in query words.
const DENIAL_PENALTY: f32 = 0.25;
/// Worth of a formula that every notice contains, or of advice, in query words.
const ASIDE_PENALTY: f32 = 0.5;
/// Worth of standing in a section on what happened and why, in query words.
const SECTION_BONUS: f32 = 0.1;
/// Worth of each repeated occurrence beyond the first of a word, up to three.
const REPEAT_BONUS: f32 = 0.05;

/// Cuts snippets for one query.
pub(super) struct SnippetCutter<'q> {
    pub(super) needles: &'q Needles,
    pub(super) analyzer: &'q Analyzer,
    pub(super) options: SnippetOptions,
}

/// A sentence with what the query finds in it.
struct Sentence<'n> {
    span: Range<usize>,
    occurrences: Vec<Occurrence<'n>>,
    bonus: f32,
}

impl SnippetCutter<'_> {
    /// The best fragments of a report, in text order; empty only when it has no body.
    pub(super) fn cut(&self, report: &Report) -> Vec<Snippet> {
        let text = report.document.text.as_str();
        let folded = self.analyzer.folder().fold(text);
        let occurrences = self.needles.find(&folded);
        let title = report.document.title.as_str();
        let mut sentences: Vec<Sentence<'_>> = sentences(text)
            .into_iter()
            .filter(|span| text.get(span.clone()).is_some_and(|line| !repeats(line, title)))
            .map(|span| self.weigh(report, span, &occurrences))
            .collect();
        let mut chosen = self.choose(text, &mut sentences);
        if report.facts.kind == Kind::Qa {
            answer_questions(text, &mut chosen, sentences);
        }
        chosen.into_iter().map(|sentence| self.render(text, &sentence)).collect()
    }

    fn weigh<'n>(
        &self,
        report: &Report,
        span: Range<usize>,
        occurrences: &[Occurrence<'n>],
    ) -> Sentence<'n> {
        let start = occurrences.partition_point(|found| found.original.start < span.start);
        let occurrences: Vec<_> = occurrences
            .iter()
            .skip(start)
            .take_while(|found| found.original.start < span.end)
            .filter(|found| found.original.end <= span.end)
            .cloned()
            .collect();
        let overlaps = |evidence: &Span| evidence.start < span.end && span.start < evidence.end;
        let facts = &report.facts;
        let asserted = |certainty| certainty != Certainty::Denied;
        let cause = facts
            .causes
            .iter()
            .any(|cause| asserted(cause.certainty) && overlaps(&cause.evidence.span));
        let fact = facts.vendors.iter().any(|vendor| overlaps(&vendor.evidence.span))
            || facts.affected.iter().any(|affected| overlaps(&affected.evidence.span))
            || facts
                .data
                .iter()
                .any(|data| asserted(data.certainty) && overlaps(&data.evidence.span));
        let mut denied =
            facts.causes.iter().chain(&facts.data).filter(|fact| {
                fact.certainty == Certainty::Denied && overlaps(&fact.evidence.span)
            });
        let bonus = if cause {
            CAUSE_BONUS
        } else if denied.next().is_some() {
            -DENIAL_PENALTY
        } else if fact {
            FACT_BONUS
        } else {
            0.0
        };
        let outline = &report.outline;
        let section = if outline.is_aside(span.start) {
            -ASIDE_PENALTY
        } else if matches!(outline.kind_at(span.start), SectionKind::Cause | SectionKind::Course) {
            SECTION_BONUS
        } else {
            0.0
        };
        Sentence { span, occurrences, bonus: bonus + section }
    }

    fn choose<'n>(&self, text: &str, sentences: &mut Vec<Sentence<'n>>) -> Vec<Sentence<'n>> {
        let mut shown = vec![0.0_f32; self.needles.leaves()];
        let mut chosen: Vec<Sentence<'n>> = Vec::new();
        while chosen.len() < self.options.fragments.max(1) {
            let worth = |sentence: &Sentence<'_>| {
                let gain = gain(sentence, &shown);
                (gain, gain + sentence.bonus)
            };
            // Ties go to the sentence that stands first.
            let best = sentences
                .iter()
                .enumerate()
                .map(|(index, sentence)| (index, worth(sentence)))
                .reduce(|best, next| if next.1.1 > best.1.1 { next } else { best });
            let Some((index, (gain, _))) = best else { break };
            // The first fragment is owed to the reader; a further one must show something new.
            if !chosen.is_empty() && gain <= 0.0 {
                break;
            }
            let sentence = sentences.remove(index);
            for found in &sentence.occurrences {
                if let Some(shown) = shown.get_mut(found.needle.leaf) {
                    *shown = shown.max(found.needle.share);
                }
            }
            let wording = text.get(sentence.span.clone()).unwrap_or_default().to_owned();
            sentences.retain(|other| text.get(other.span.clone()) != Some(wording.as_str()));
            chosen.push(sentence);
        }
        chosen.sort_by_key(|sentence| sentence.span.start);
        chosen
    }

    fn render(&self, text: &str, sentence: &Sentence<'_>) -> Snippet {
        let mut highlights: Vec<Range<usize>> = Vec::new();
        let words = self.inflected(text, sentence);
        for found in &sentence.occurrences {
            let end = match &found.needle.base_form {
                Some(base_form) => words
                    .iter()
                    .find(|(term, range)| {
                        term == base_form && range.contains(&found.original.start)
                    })
                    .map_or(found.original.end, |(_, range)| range.end),
                None => found.original.end,
            };
            let range = found.original.start..end.max(found.original.end).min(sentence.span.end);
            match highlights.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => highlights.push(range),
            }
        }
        let window = window(text, &sentence.span, &highlights, self.options.columns.max(20));
        snippet(text, &sentence.span, window, &highlights)
    }

    /// The words of a sentence that inflect, with their bytes in the text; only looked up when a
    /// needle needs them.
    fn inflected(&self, text: &str, sentence: &Sentence<'_>) -> Vec<(String, Range<usize>)> {
        if sentence.occurrences.iter().all(|found| found.needle.base_form.is_none()) {
            return Vec::new();
        }
        let fragment = text.get(sentence.span.clone()).unwrap_or_default();
        let words = self.analyzer.words(fragment).unwrap_or_default();
        let offset = sentence.span.start;
        let shift = |range: Range<usize>| range.start + offset..range.end + offset;
        words.into_iter().map(|word| (word.term, shift(word.original))).collect()
    }
}

/// Whether a line only says the title again, which is shown already: as a heading with a series
/// mark or a date around it, or broken off.
fn repeats(line: &str, title: &str) -> bool {
    let heading = line.contains(title) && !line.ends_with('。');
    !title.is_empty() && (heading || title.contains(line.trim()))
}

/// Puts the beginning of its answer after each chosen question: alone, 「カード番号は漏えいしましたか」
/// would say the opposite of the page.
fn answer_questions<'n>(text: &str, chosen: &mut Vec<Sentence<'n>>, mut rest: Vec<Sentence<'n>>) {
    let inside =
        |span: &Range<usize>, part: &Span| part.start <= span.start && span.end <= part.end;
    let pairs = question_answer_pairs(text);
    let mut answers = Vec::new();
    for sentence in chosen.iter() {
        let pair = pairs.iter().find(|pair| inside(&sentence.span, &pair.question));
        let Some(answer) = pair.map(|pair| pair.answer) else { continue };
        if chosen.iter().any(|other| inside(&other.span, &answer)) {
            continue;
        }
        if let Some(first) = rest.iter().position(|other| inside(&other.span, &answer)) {
            answers.push(rest.remove(first));
        }
    }
    chosen.extend(answers);
    chosen.sort_by_key(|sentence| sentence.span.start);
}

/// What a sentence shows beyond what is shown already, in query words.
fn gain(sentence: &Sentence<'_>, shown: &[f32]) -> f32 {
    let mut best = vec![0.0_f32; shown.len()];
    let mut repeats = 0.0_f32;
    for found in &sentence.occurrences {
        if let Some(best) = best.get_mut(found.needle.leaf) {
            if *best > 0.0 {
                repeats += 1.0;
            }
            *best = best.max(found.needle.share);
        }
    }
    let fresh: f32 = best.iter().zip(shown).map(|(best, shown)| (best - shown).max(0.0)).sum();
    if fresh > 0.0 { fresh + REPEAT_BONUS * repeats.min(3.0) } else { 0.0 }
}

/// The sentences of a text as byte ranges, without surrounding white space; a line end always ends
/// one.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut brackets = 0_usize;
    let mut push = |start: usize, end: usize| {
        let slice = text.get(start..end).unwrap_or_default();
        let trimmed = slice.trim();
        if trimmed.chars().any(char::is_alphanumeric) {
            let lead = slice.len() - slice.trim_start().len();
            found.push(start + lead..start + lead + trimmed.len());
        }
    };
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match c {
            '\n' => {
                push(start, at);
                (start, brackets) = (end, 0);
            }
            // A quoted 。 does not end the sentence around it.
            '「' | '『' | '（' | '(' => brackets += 1,
            '」' | '』' | '）' | ')' => brackets = brackets.saturating_sub(1),
            '。' | '！' | '？' | '!' | '?' if brackets == 0 => {
                push(start, end);
                start = end;
            }
            _ => {}
        }
    }
    push(start, text.len());
    found
}

/// The part of a sentence that fits the window: all of it, or the stretch that shows most
/// highlights, never cut inside one that fits.
fn window(
    text: &str,
    sentence: &Range<usize>,
    highlights: &[Range<usize>],
    columns: usize,
) -> Range<usize> {
    let slice = text.get(sentence.clone()).unwrap_or_default();
    if slice.width() <= columns {
        return sentence.clone();
    }
    let room = columns.saturating_sub(4);
    let width = |range: Range<usize>| text.get(range).map_or(0, UnicodeWidthStr::width);
    // The best run of highlights that fits together.
    let mut best: Option<(usize, usize, usize)> = None;
    for (first, from) in highlights.iter().enumerate() {
        let fitting = highlights.iter().skip(first);
        let run = fitting.take_while(|to| width(from.start..to.end) <= room).count();
        if best.is_none_or(|(_, _, longest)| run > longest) {
            let last = highlights.get(first + run.saturating_sub(1)).unwrap_or(from);
            best = Some((from.start, last.end, run));
        }
    }
    let (from, to) = best.map_or((sentence.start, sentence.start), |(from, to, _)| (from, to));
    let lead = room.saturating_sub(width(from..to)) / 2;
    let start = grow(text, sentence.start..from, lead, true);
    let end = grow(text, to.max(start)..sentence.end, room.saturating_sub(width(start..to)), false);
    start..end
}

/// Takes whole characters from one end of a range while they fit: from its end backwards, or from
/// its start forwards. Returns where it came to.
fn grow(text: &str, range: Range<usize>, columns: usize, backwards: bool) -> usize {
    let slice = text.get(range.clone()).unwrap_or_default();
    let mut used = 0;
    let mut fits = |grapheme: &str| {
        used += grapheme.width();
        used <= columns
    };
    if backwards {
        let graphemes = slice.grapheme_indices(true).rev();
        let taken = graphemes.take_while(|(_, grapheme)| fits(grapheme)).last();
        taken.map_or(range.end, |(at, _)| range.start + at)
    } else {
        let taken = slice.grapheme_indices(true).take_while(|(_, grapheme)| fits(grapheme)).last();
        taken.map_or(range.start, |(at, grapheme)| range.start + at + grapheme.len())
    }
}

fn snippet(
    text: &str,
    sentence: &Range<usize>,
    window: Range<usize>,
    highlights: &[Range<usize>],
) -> Snippet {
    let mut shown = String::new();
    let mut ranges = Vec::new();
    let mut characters = 0;
    let mut put = |piece: &str, highlighted: bool| {
        let from = characters;
        for c in piece.chars() {
            shown.push(if c == '\t' { ' ' } else { c });
            characters += 1;
        }
        if highlighted && characters > from {
            ranges.push(from..characters);
        }
    };
    if window.start > sentence.start {
        put("…", false);
    }
    let mut at = window.start;
    for highlight in highlights {
        let (from, to) = (highlight.start.max(window.start), highlight.end.min(window.end));
        if from >= to {
            continue;
        }
        put(text.get(at..from).unwrap_or_default(), false);
        put(text.get(from..to).unwrap_or_default(), true);
        at = to;
    }
    put(text.get(at..window.end).unwrap_or_default(), false);
    if window.end < sentence.end {
        put("…", false);
    }
    Snippet { text: shown, highlights: ranges, span: Span { start: window.start, end: window.end } }
}
