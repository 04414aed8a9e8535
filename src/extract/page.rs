//! A report's text made ready: hard-wrapped lines joined, spelling folded, cut into sentences, each
//! with the section and the line shape it stands in.

use std::borrow::Cow;
use std::ops::Range;

use crate::japanese::{Folded, Folder};
use crate::report::{Document, Evidence, QaPair, Rule, Span, question_answer_pairs};

use super::cue::{CueSet, Hit, List};
use super::section::{Section, Sections};
use super::signal::{Mark, Signals};
use super::stance::{Reading, Stop, stops};

/// Longest sentence, in bytes; longer runs without a full stop are cut.
const LONGEST: usize = 3_000;

/// What sort of line a sentence stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A short line that opens a section.
    Heading,
    /// A line of a list, or a short line without a full stop.
    Item,
    /// Running text.
    Prose,
}

/// A sentence, a heading or a list line.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Bytes of the folded text.
    pub(super) range: Range<usize>,
    /// Number of the line, from 0; lines that only wrap count once.
    pub(super) line: usize,
    /// Sort of line.
    pub(super) shape: Shape,
    /// Section the line stands in.
    pub(super) section: Section,
    /// Whether it is a question of a list of questions and answers.
    pub(super) question: bool,
}

/// A document prepared for the fact finders.
#[derive(Debug)]
pub(super) struct Page<'d> {
    /// The document itself.
    pub(super) document: &'d Document,
    /// Its sentences in reading order.
    pub(super) sentences: Vec<Sentence>,
    folded: Cow<'d, Folded>,
    /// For each sentence, its signals.
    marks: Vec<Vec<Mark>>,
    /// For each sentence, the signs that bound its clauses.
    stops: Vec<Vec<Stop>>,
    /// For each sentence, where the cues of the shared set stand.
    hits: Vec<Vec<Hit>>,
    /// The cues that were found.
    cues: &'d CueSet,
    /// Whether facts are to say which rule found them.
    explains: bool,
    /// Starts of the runs that joining wrapped lines kept: offset joined, offset in the document.
    runs: Vec<(usize, usize)>,
}

impl<'d> Page<'d> {
    /// Prepares a document, whose folded text is `folded`, and finds the words of the lexicon in it, once
    /// for all finders.
    pub(super) fn new(
        document: &'d Document,
        folded: Cow<'d, Folded>,
        folder: &Folder,
        sections: &Sections,
        signals: &Signals,
        cues: &'d CueSet,
        explains: bool,
    ) -> Self {
        let (folded, runs) = match join_wrapped(&document.text) {
            Some((joined, runs)) => (Cow::Owned(folder.fold(&joined)), runs),
            None => (folded, vec![(0, 0)]),
        };
        let sentences = cut(folded.text(), sections);
        let text = |sentence: &Sentence| folded.text().get(sentence.range.clone()).unwrap_or("");
        let hits: Vec<Vec<Hit>> =
            sentences.iter().map(|sentence| cues.find(text(sentence))).collect();
        let marks = sentences.iter().zip(&hits);
        let marks = marks.map(|(sentence, hits)| signals.marks(text(sentence), hits)).collect();
        let stops = sentences.iter().map(|sentence| stops(text(sentence))).collect();
        Self { document, sentences, folded, marks, stops, hits, cues, explains, runs }
    }

    /// What a sentence says, ready to be asked.
    pub(super) fn reading(&self, number: usize) -> Reading<'_> {
        let marks = self.marks.get(number).map_or(&[][..], Vec::as_slice);
        let stops = self.stops.get(number).map_or(&[][..], Vec::as_slice);
        Reading::new(self.sentence(number), marks, stops)
    }

    /// Whether a cue of a list stands in a sentence.
    pub(super) fn has(&self, number: usize, list: &List) -> bool {
        self.hits(number).iter().any(|hit| list.contains(&hit.cue))
    }

    /// Where the cues of the shared set stand in a sentence, by start.
    pub(super) fn hits(&self, number: usize) -> &[Hit] {
        self.hits.get(number).map_or(&[], Vec::as_slice)
    }

    /// The whole folded text.
    pub(super) fn text(&self) -> &str {
        self.folded.text()
    }

    /// The folded text of a sentence.
    pub(super) fn sentence(&self, number: usize) -> &str {
        self.sentences.get(number).map_or("", |sentence| self.part(sentence.range.clone()))
    }

    /// A sentence with up to so many bytes of the folded text on either side.
    pub(super) fn around(&self, number: usize, reach: usize) -> &str {
        let text = self.text();
        let range = self.sentences.get(number).map_or(0..0, |sentence| sentence.range.clone());
        let start = text.floor_char_boundary(range.start.saturating_sub(reach));
        let end = text.floor_char_boundary((range.end + reach).min(text.len()));
        text.get(start..end).unwrap_or_default()
    }

    /// A part of the folded text.
    pub(super) fn part(&self, range: Range<usize>) -> &str {
        self.text().get(range).unwrap_or_default()
    }

    /// The document's own text for a range of the folded text.
    pub(super) fn original(&self, range: Range<usize>) -> &'d str {
        let span = self.span(range);
        span.of(&self.document.text).unwrap_or_default()
    }

    /// The sentence as evidence.
    pub(super) fn evidence(&self, number: usize) -> Evidence {
        let span = self.evidence_span(number);
        Evidence::new(span, span.of(&self.document.text).unwrap_or_default().to_owned())
    }

    /// The sentence as evidence, with the rule that made it so, which is looked up only for who asks.
    pub(super) fn evidence_by(
        &self,
        number: usize,
        rule: impl FnOnce() -> Option<Rule>,
    ) -> Evidence {
        let evidence = self.evidence(number);
        if self.explains { evidence.by(rule()) } else { evidence }
    }

    /// Where the evidence of a sentence stands in the document: without the spaces around it.
    pub(super) fn evidence_span(&self, number: usize) -> Span {
        let range = self.sentences.get(number).map_or(0..0, |sentence| sentence.range.clone());
        let span = self.span(range);
        let text = span.of(&self.document.text).unwrap_or_default();
        let start = span.start + text.len() - text.trim_start().len();
        Span { start, end: start + text.trim().len() }
    }

    /// The number of the sentence that an evidence is, the first if it is none.
    pub(super) fn number_of(&self, evidence: &Evidence) -> usize {
        let ends_before =
            |sentence: &Sentence| self.span(sentence.range.clone()).end < evidence.span.end;
        let number = self.sentences.partition_point(ends_before);
        if number < self.sentences.len() { number } else { 0 }
    }

    /// The rule of a cue of causes, data or kinds that stands in a sentence.
    pub(super) fn rule(&self, mechanism: &'static str, number: usize, hit: &Hit) -> Rule {
        let matched = Some(self.span_in(number, hit.start..hit.end));
        Rule { mechanism, cue: self.cues.place(hit.cue), matched }
    }

    /// Where a part of a sentence stands in the document.
    pub(super) fn span_in(&self, number: usize, part: Range<usize>) -> Span {
        let start = self.sentences.get(number).map_or(0, |sentence| sentence.range.start);
        self.span(start + part.start..start + part.end)
    }

    /// The signals of a sentence, by start.
    pub(super) fn marks(&self, number: usize) -> &[Mark] {
        self.marks.get(number).map_or(&[], Vec::as_slice)
    }

    /// Where a range of the folded text stands in the document.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let joined = self.folded.original(range);
        let place = |offset: usize| {
            let run = self.runs.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.runs.get(run).map_or(offset, |(start, original)| original + (offset - start))
        };
        let text = &self.document.text;
        let start = text.floor_char_boundary(place(joined.start));
        let end = if joined.is_empty() { start } else { place(joined.end - 1) + 1 };
        Span { start, end: text.ceil_char_boundary(end.max(start)) }
    }
}

/// Joins lines that a fixed page width has wrapped, and says which runs of the text remain; `None` where
/// none is.
fn join_wrapped(text: &str) -> Option<(String, Vec<(usize, usize)>)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let wrapped = |line: &str, next: &str| {
        let (line, next) = (line.trim_end(), next.trim_start());
        line.trim_start().chars().count() >= 18
            && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '、' | 'ー' | '」'))
            && !opens_list(line.trim_start())
            && !next.is_empty()
            && next
                .starts_with(|c: char| c.is_alphabetic() || matches!(c, '「' | '(' | '、' | 'ー'))
    };
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    let narrow = lines.iter().all(|line| line.chars().count() <= 64);
    let is_wrapped_page = narrow
        && pairs().filter(|(line, next)| wrapped(line, next)).count() >= 4
        && pairs().filter(|(line, next)| wrapped(line, next) && line.ends_with(is_kana)).count()
            >= 2;
    if !is_wrapped_page {
        return None;
    }
    let mut joined = String::with_capacity(text.len());
    let mut runs = vec![(0, 0)];
    let mut at = 0;
    let mut is_continuation = false;
    for (number, line) in lines.iter().enumerate() {
        let body = if is_continuation { line.trim_start() } else { line };
        if is_continuation {
            runs.push((joined.len(), at + line.len() - body.len()));
        }
        joined.push_str(body);
        let next = lines.get(number + 1);
        is_continuation = next.is_some_and(|next| wrapped(line, next));
        if !is_continuation && next.is_some() {
            joined.push('\n');
        }
        at += line.len() + 1;
    }
    Some((joined, runs))
}

fn is_kana(c: char) -> bool {
    ('ぁ'..='ん').contains(&c) || c == '、'
}

/// Whether a line begins with a sign of a list or a heading.
pub(super) fn opens_list(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    match first {
        '・'
        | '•'
        | '●'
        | '○'
        | '■'
        | '□'
        | '◆'
        | '◇'
        | '▼'
        | '▽'
        | '▪'
        | '◎'
        | '【'
        | '《'
        | '≪'
        | '<'
        | '〈'
        | '#'
        | '*'
        | '-'
        | '–'
        | '─'
        | '―'
        | '◦'
        | '‣'
        | '※'
        | '☆'
        | '★'
        | '◼'
        | '－'
        | '①'..='⑳' => true,
        '(' | '（' => chars.next().is_some_and(|c| c.is_numeric()),
        c if c.is_numeric() => line
            .chars()
            .find(|c| !c.is_numeric())
            .is_some_and(|c| matches!(c, '.' | '．' | ')' | '）' | '、' | ' ' | '　')),
        _ => false,
    }
}

/// Cuts the folded text into sentences and sorts each line into its section.
fn cut(text: &str, sections: &Sections) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut section = Section::Body;
    let mut start = 0;
    // Folding has made the marks small letters; capitals are as long.
    let pairs = question_answer_pairs(&text.to_ascii_uppercase());
    let mut pairs = pairs.iter().peekable();
    let mut lines = text.split('\n').enumerate().peekable();
    let mut above = None;
    while let Some((number, line)) = lines.next() {
        let body = line.trim();
        let below = lines.peek().and_then(|(_, line)| list_mark(line.trim()));
        let mark = list_mark(body);
        let mut shape = shape_of(body, sections);
        // Two lines with the same mark, one right below the other, are a list, not headings.
        let is_run = mark.is_some() && (mark == above || mark == below);
        if is_run && shape == Shape::Heading && sections.of_heading(body).is_none() {
            shape = Shape::Item;
        }
        above = mark;
        while pairs.next_if(|pair| pair.question.end <= start).is_some() {}
        let asked = pairs.peek().filter(|pair| asks_in(pair, start..start + line.len()));
        let question = asked.is_some() || is_question(body);
        if sentences.is_empty() {
            // 「…にご注意ください(お詫び)」 as a title is no section of advice.
            section = Section::Body;
        } else if shape == Shape::Heading || question {
            section = sections.of_heading(body).unwrap_or(Section::Body);
            // A question that mentions a contact is answered with facts.
            if question && section == Section::Contact {
                section = Section::Body;
            }
        }
        if !body.is_empty() {
            for (order, range) in full_stops(line).into_iter().enumerate() {
                let range = start + range.start..start + range.end;
                // What follows a question on its own line is the answer.
                let question = match asked {
                    Some(pair) => range.start < pair.question.end,
                    None => question && (order == 0 || asks(text.get(range.clone()))),
                };
                if text.get(range.clone()).is_some_and(|part| !part.trim().is_empty()) {
                    sentences.push(Sentence { range, line: number, shape, section, question });
                }
            }
        }
        start += line.len() + 1;
    }
    sentences
}

/// The mark that a line of a list begins with, if it is one that headings have, too.
fn list_mark(line: &str) -> Option<char> {
    let marks = ['●', '○', '■', '□', '◆', '◇', '▼', '▽', '▪', '◎', '☆', '★', '◼'];
    line.chars().next().filter(|c| marks.contains(c))
}

/// Whether a pair's question stands on this line.
fn asks_in(pair: &QaPair, line: Range<usize>) -> bool {
    pair.question.start < line.end && pair.question.end > line.start
}

fn shape_of(line: &str, sections: &Sections) -> Shape {
    let length = line.chars().count();
    let ends_open = !line.ends_with(['。', '」', '、', ':']) || line.ends_with("】");
    let is_list = opens_list(line);
    if ends_open && length <= 45 && !line.contains('。') {
        let is_bullet =
            line.starts_with(['・', '•', '-', '※', '*', '–', '●', '○', '─', '―', '◦', '‣']);
        let is_numbered = is_list && line.starts_with(|c: char| c.is_numeric() || c == '(');
        let is_mark = is_list && !is_bullet && !is_numbered;
        if (is_mark || is_numbered && sections.of_heading(line).is_some()) && !has_value(line) {
            return Shape::Heading;
        }
        if !is_list && length <= 26 && sections.of_heading(line).is_some() && !has_value(line) {
            return Shape::Heading;
        }
    }
    if is_list || !line.contains('。') { Shape::Item } else { Shape::Prose }
}

/// Whether a short line says something by itself: `項目:氏名`, a list of things.
fn has_value(line: &str) -> bool {
    let after_colon =
        line.split_once([':', '：']).is_some_and(|(_, value)| !value.trim().is_empty());
    // ①氏名 ②住所: numbers within a line count its items.
    let counts_items = line.starts_with(['1', '①'])
        && [" 2", " ②", "　②", "、2", "、②"].iter().any(|second| line.contains(second));
    after_colon || counts_items || line.matches('、').count() >= 2
}

fn is_question(line: &str) -> bool {
    let folded = line.trim_start_matches(['・', '■', '◆', '●', '-', '【', '#', ' ', '*']);
    let after_mark = ["q", "Q", "質問", "問"].iter().find_map(|mark| folded.strip_prefix(mark));
    let marked = after_mark.and_then(|after| after.chars().next()).is_some_and(|c| {
        c.is_numeric() || matches!(c, '.' | ':' | ' ' | '\u{3000}' | '．' | '：' | '】' | ')')
    });
    let asks = line.ends_with(['?', '？'])
        || line.ends_with("か。")
        || line.ends_with('か')
        || line.ends_with("か?】")
        || line.ends_with("か】")
        || line.ends_with('は') && opens_list(line) && !line.contains('。');
    (marked && line.chars().count() <= 160) || (asks && line.chars().count() <= 120)
}

/// Whether a sentence ends as a question.
fn asks(sentence: Option<&str>) -> bool {
    sentence.is_some_and(|text| text.trim().trim_end_matches('。').ends_with(['?', 'か']))
}

/// Sentence ranges of a line: at full stops outside of brackets.
fn full_stops(line: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut depth = 0_u32;
    let mut start = 0;
    let mut opened = 0;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        match c {
            '「' | '『' | '(' => {
                if depth == 0 {
                    opened = at;
                }
                depth += 1;
            }
            '」' | '』' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A bracket that stays open for long is a slip of the pen, not a bracket.
        let goes_on =
            || line.get(end..).is_some_and(|rest| rest.starts_with([' ', 'a', '\u{3000}']));
        let is_stop =
            c == '。' && (depth == 0 || at - opened > 600) || c == '?' && depth == 0 && goes_on();
        if is_stop || end - start >= LONGEST {
            ranges.push(start..end);
            start = end;
            depth = 0;
        }
    }
    if start < line.len() {
        ranges.push(start..line.len());
    }
    ranges
}
