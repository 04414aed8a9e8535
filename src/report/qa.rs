//! Questions and answers within a text.
//!
//! A question often says what its answer denies (「カード番号は漏えいしましたか？」「いいえ」), so
//! neither is understood alone.

use super::Span;

/// A question and its answer, without their marks (`Q1`, `A.`, `質問：`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QaPair {
    /// The question.
    pub question: Span,
    /// All paragraphs of the answer.
    pub answer: Span,
}

/// Characters an unmarked question has at most.
const LONGEST_QUESTION: usize = 120;

/// How many unmarked questions make a page of questions and answers.
const FEWEST_UNMARKED: usize = 3;

/// The pairs of a text, in its order, none overlapping.
///
/// Understood are `Q1` and `A1` on their own lines or before their text, `Q`/`質問`/`問` with
/// `A`/`回答`/`答`, both on one line (`Q何が？ A何も。`), and questions without an answer's mark. On a
/// page without any mark, lines that ask (ending in ？, か …) are questions, and what follows each
/// is its answer, provided there are at least three.
pub fn question_answer_pairs(text: &str) -> Vec<QaPair> {
    let lines = lines(text);
    let marked = marked(text, &lines);
    if marked.is_empty() { unmarked(&lines) } else { marked }
}

/// A line without its white space.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split('\n')
        .map(|raw| {
            let trimmed = raw.trim_start();
            let line = Line { start: start + raw.len() - trimmed.len(), text: trimmed.trim_end() };
            start += raw.len() + 1;
            line
        })
        .collect()
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Question,
    Answer,
}

fn marked(text: &str, lines: &[Line<'_>]) -> Vec<QaPair> {
    let questions: Vec<usize> =
        (0..lines.len()).filter(|at| mark(lines[*at].text, Mark::Question).is_some()).collect();
    let mut pairs = Vec::new();
    for (place, at) in questions.iter().enumerate() {
        let next = questions.get(place + 1).copied().unwrap_or(lines.len());
        pairs.extend(pair(text, lines, *at, next));
    }
    pairs
}

/// The pair whose question is marked on line `at`, within the lines before `next`.
fn pair(text: &str, lines: &[Line<'_>], at: usize, next: usize) -> Option<QaPair> {
    let line = lines[at];
    let question_start = line.start + mark(line.text, Mark::Question)?;
    let same_line = text.get(question_start..line.end())?;
    if let Some((question_end, answer_start)) = glued(same_line) {
        let end = answer_end(lines, at, next, true);
        return pair_of(
            text,
            question_start..question_start + question_end,
            question_start + answer_start..end,
        );
    }
    let answer = (at + 1..next).find(|at| mark(lines[*at].text, Mark::Answer).is_some());
    if let Some(answer) = answer {
        let start = lines[answer].start + mark(lines[answer].text, Mark::Answer)?;
        // 「Q …」 and 「A …」 one under the other, within other text: a blank line ends the answer.
        let inline = start < lines[answer].end();
        let tight = inline && !same_line.is_empty() && answer == at + 1;
        let end = answer_end(lines, answer, next, tight && is_loose(lines, answer, next));
        return pair_of(text, question_start..lines[answer].start, start..end);
    }
    // No mark of an answer: the question is its first line, the answer the rest.
    let first =
        (at..next).find(|line| lines[*line].end() > question_start.max(lines[*line].start))?;
    let question_end = lines[first].end();
    let asks = lines[first].text.chars().count() <= LONGEST_QUESTION;
    let start = lines.get(first + 1)?.start;
    let end = answer_end(lines, first, next, false);
    asks.then(|| pair_of(text, question_start..question_end, start.min(end)..end)).flatten()
}

/// Whether what follows an answer's paragraph, before the next question, is a text of its own:
/// it is when the answer is followed by a blank line and another is not about to begin.
fn is_loose(lines: &[Line<'_>], answer: usize, next: usize) -> bool {
    lines.get(answer + 1..next).unwrap_or_default().iter().any(Line::is_blank)
}

/// Where an answer ends that begins on line `from`: at the next question, a section's heading, or,
/// if `paragraph`, the first blank line.
fn answer_end(lines: &[Line<'_>], from: usize, next: usize, paragraph: bool) -> usize {
    let mut end = lines[from].start + lines[from].text.trim_end_matches(" -").len();
    for line in lines.get(from + 1..next).unwrap_or_default() {
        if line.is_blank() {
            if paragraph {
                break;
            }
            continue;
        }
        if is_section(line.text) {
            break;
        }
        if !is_bullet(line.text) {
            end = line.start + line.text.trim_end_matches(" -").len();
        }
    }
    end
}

/// A pair of two byte ranges, trimmed; `None` when either is empty.
fn pair_of(
    text: &str,
    question: std::ops::Range<usize>,
    answer: std::ops::Range<usize>,
) -> Option<QaPair> {
    let trimmed = |range: std::ops::Range<usize>| -> Option<Span> {
        let raw = text.get(range.clone())?;
        let kept = raw.trim();
        let start = range.start + raw.len() - raw.trim_start().len();
        (!kept.is_empty()).then_some(Span { start, end: start + kept.len() })
    };
    Some(QaPair { question: trimmed(question)?, answer: trimmed(answer)? })
}

/// Length of the mark a line begins with, if it is this one.
fn mark(line: &str, wanted: Mark) -> Option<usize> {
    let letters = |mark| match mark {
        Mark::Question => (['Q', 'Ｑ'], ["質問", "問"]),
        Mark::Answer => (['A', 'Ａ'], ["回答", "答え"]),
    };
    let (letters, words) = letters(wanted);
    let is_decoration = |c: char| match c {
        '【' | '[' | '［' | '(' | '（' | '<' | '＜' | '≪' => true,
        '•' => false,
        c => is_bullet_sign(c) || c.is_whitespace(),
    };
    let bare = line.trim_start_matches(is_decoration);
    let rest = bare.strip_prefix(letters);
    let (rest, word) = match rest {
        Some(rest) => (rest, false),
        None => (words.iter().find_map(|word| bare.strip_prefix(word))?, true),
    };
    let numbered = rest.trim_start_matches(|c: char| c.is_numeric() || "-－".contains(c));
    let has_number = numbered.len() < rest.len();
    let after = numbered
        .trim_start_matches(|c: char| c.is_whitespace() || ".．:：、)）】］]>＞≫。".contains(c));
    let has_sign = after.len() < numbered.len();
    let next = numbered.chars().next();
    let stands_alone = numbered.is_empty() && !word;
    // 「Q今回…」: the mark may touch Japanese text; 「QRコード」「A社」「質問の答え」 are words.
    let named = next.is_some_and(|c| NAMED.contains(&c)) && !numbered.starts_with("氏名");
    let touches = !word && !named && next.is_some_and(|c| !c.is_ascii() && c.is_alphanumeric());
    (has_number || has_sign || stands_alone || touches).then_some(line.len() - after.len())
}

/// What makes a letter before it a name: A社, A市, A氏.
const NAMED: [char; 14] =
    ['社', '市', '氏', '県', '店', '棟', '様', '群', '町', '村', '区', '型', '級', '＆'];

/// Where a question ends and its answer begins, when both stand on one line.
fn glued(line: &str) -> Option<(usize, usize)> {
    line.char_indices().skip(1).find_map(|(at, c)| {
        if !matches!(c, 'A' | 'Ａ') {
            return None;
        }
        let before = line.get(..at)?;
        let asked = before.trim_end().ends_with(['?', '？', '。', 'か']);
        let apart = before.ends_with(char::is_whitespace) || before.ends_with(['?', '？', '。']);
        let length = mark(line.get(at..)?, Mark::Answer)?;
        (asked && apart).then_some((at, at + length))
    })
}

fn unmarked(lines: &[Line<'_>]) -> Vec<QaPair> {
    let questions: Vec<usize> = (0..lines.len()).filter(|at| asks(lines, *at)).collect();
    let mut pairs = Vec::new();
    for (place, at) in questions.iter().enumerate() {
        let next = questions.get(place + 1).copied().unwrap_or(lines.len());
        let question = lines[*at];
        let bare = question.text.trim_start_matches(is_bullet_sign).trim_start();
        let answer =
            (at + 1..next).find(|at| !lines[*at].is_blank() && !is_bullet(lines[*at].text));
        let Some(answer) = answer.filter(|at| !is_section(lines[*at].text)) else { continue };
        let start = lines[answer].start;
        let end = answer_end(lines, answer, next, false);
        let question = Span { start: question.end() - bare.len(), end: question.end() };
        if !bare.is_empty() {
            pairs.push(QaPair { question, answer: Span { start, end } });
        }
    }
    if pairs.len() < FEWEST_UNMARKED { Vec::new() } else { pairs }
}

/// Whether a line asks: by its question mark or ending, or, under a bullet of its own, by a wish.
fn asks(lines: &[Line<'_>], at: usize) -> bool {
    let text = lines[at].text;
    if text.chars().count() > LONGEST_QUESTION || text.is_empty() {
        return false;
    }
    let above = lines.get(..at).unwrap_or_default().iter().rev().find(|line| !line.is_blank());
    // A bullet of the list may stand alone above, or at the end of the item before.
    let under_bullet = above.is_some_and(|line| is_bullet(line.text) || line.text.ends_with(" -"));
    let bulleted = under_bullet || text.starts_with(is_bullet_sign);
    if text.ends_with(['?', '？']) {
        return bulleted || !text.contains('。');
    }
    let interrogative = text.ends_with('か') && !text.ends_with("ほか") && !text.ends_with("なか");
    let wish = text.ends_with("たい");
    let trouble = under_bullet && text.ends_with("ない");
    !text.contains('。') && bulleted && (interrogative || wish || trouble)
}

/// A line that is nothing but a bullet.
fn is_bullet(line: &str) -> bool {
    !line.is_empty() && line.chars().all(is_bullet_sign)
}

fn is_bullet_sign(c: char) -> bool {
    matches!(
        c,
        '-' | '‐'
            | '–'
            | '・'
            | '●'
            | '■'
            | '◆'
            | '◇'
            | '○'
            | '□'
            | '▼'
            | '▶'
            | '*'
            | '＊'
            | '•'
    )
}

/// A heading that begins another section: `◆…について`, `≪…≫`, `その他のご質問`.
fn is_section(line: &str) -> bool {
    let count = line.chars().count();
    if count > 50 || line.contains('。') || line.ends_with(['?', '？', '、']) {
        return false;
    }
    let signed = line.starts_with(['◆', '■', '□', '◇', '≪', '《', '【', '▼', '<', '＜'])
        && !line.ends_with(|c: char| c.is_numeric());
    let about = ["ご質問とご回答", "に関するご質問", "よくあるご質問", "Q&A", "Ｑ＆Ａ", "FAQ"];
    signed || about.iter().any(|word| line.ends_with(word))
}

#[cfg(test)]
mod tests;
