//! Lines to paragraphs: what is only wrapped becomes one line again, across columns and pages.

use std::sync::LazyLock;

use regex::Regex;

use super::order::{Block, Item};
use super::spelling::is_wide;
use crate::corpus::page::{EMPHASISED, Line};

/// The mark of a list item or heading at the beginning of a line.
static START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[・･•●○◎◇◆■□▼▽▲△►▶※☆★→➢✓〇◦▪–]",
        r"|[①-⑳㉑-㉟㈠-㈩⑴-⑽⒈-⒐❶-❿]",
        r"|[（(〔\[［][0-9０-９一二三四五六七八九十ア-ンa-zA-Zⅰ-ⅹⅠ-Ⅹ]{1,3}[)）〕\]］]",
        r"|[0-9０-９]{1,2}[.．、)）](?:[^0-9０-９]|$)",
        r"|[0-9０-９]{1,2}[-－.．][0-9０-９]{1,2}[.．\s　]",
        r"|[0-9０-９]{1,2}[\s　]+[^0-9０-９\s年月日時分名件人社円個台通]",
        r"|[一二三四五六七八九十]{1,2}[、．.]",
        r"|第[0-9０-９一二三四五六七八九十]{1,3}[\s　章条項節報]",
        r"|[a-zA-Zア-ンⅠ-Ⅹⅰ-ⅹ][.．)）](?:[^a-zA-Z]|$)",
        r"|[-*][\s　]|[QＱAＡ][0-9０-９]*[.．:：\s　]",
        r"|【|〔|＜|<<|≪)",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// A mark alone, whose text stands apart.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[・･•●○◎◇◆■□▼▽▲△►▶※☆★→➢✓〇◦▪–*-]",
        r"|[①-⑳⑴-⑽❶-❿]|[（(〔\[［]?[0-9０-９一二三四五六七八九十ア-ンa-zA-Zⅰ-ⅹⅠ-Ⅹ]{1,3}[)）〕\]］.．、]",
        r"|[0-9０-９]{1,2}[-－.．][0-9０-９]{1,2}[.．]?|[QＱAＡ][0-9０-９]*[.．:：]?)$",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// Whether a line begins with the mark of a list item or heading.
pub(super) fn is_start(text: &str) -> bool {
    START.is_match(text)
}

/// Whether a text is such a mark and nothing else.
pub(super) fn is_mark(text: &str) -> bool {
    MARK.is_match(text)
}

/// How far back an address is looked for that was broken, in characters.
const LONGEST_WORD: usize = 200;

/// Appends the second part of a text that was wrapped between the two.
///
/// Nothing comes between Japanese characters, a space between Latin words; an address that was
/// broken is put together.
pub(super) fn join(first: &mut String, second: &str) {
    first.truncate(first.trim_end().len());
    let second = second.trim_start();
    if let (Some(a), Some(b)) = (first.chars().next_back(), second.chars().next())
        && !is_wide(a)
        && !is_wide(b)
        && !ends_in_address(first)
    {
        let before = first.chars().rev().nth(1);
        let letters = b.is_ascii_lowercase() && before.is_some_and(|c| c.is_ascii_lowercase());
        if a == '-' && letters {
            first.pop();
        } else {
            first.push(' ');
        }
    }
    first.push_str(second);
}

fn ends_in_address(text: &str) -> bool {
    let word = text.chars().rev().take(LONGEST_WORD);
    let word: Vec<char> = word.take_while(|c| !c.is_whitespace() && !is_wide(*c)).collect();
    // Backwards.
    word.contains(&'@')
        || word.ends_with(&['.', 'w', 'w', 'w'])
        || word.windows(3).any(|c| c == ['/', '/', ':'])
}

/// Joins lines as they come, block by block.
#[derive(Debug)]
pub(super) struct Joiner {
    /// Size of running text.
    body: f64,
    done: Vec<Line>,
    open: String,
    last: Option<Last>,
}

/// The line before, as far as the next depends on it.
#[derive(Debug, Clone)]
struct Last {
    item: Item,
    /// Room that was left to its right.
    room: f64,
    /// Whether it stands in the middle or on the right.
    aside: bool,
    /// Whether the paragraph began with a mark.
    marked: bool,
}

/// The bounds of a block and the usual distance of its lines.
#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f64,
    right: f64,
    pitch: f64,
}

impl Frame {
    fn of(lines: &[Item]) -> Self {
        let left = lines.iter().map(|line| line.u0).fold(f64::MAX, f64::min);
        let end = |lines: &[Item], which: &dyn Fn(&Item) -> bool| {
            let ends = lines.iter().filter(|line| which(line)).map(|line| line.u1);
            ends.max_by(f64::total_cmp)
        };
        // Tables, and dates on the right, may reach further than running text does.
        let middle = end(lines, &|_| true).map_or(left, |right| (left * 3.0 + right) / 4.0);
        let right = end(lines, &|line| !line.row && line.u0 < middle)
            .or_else(|| end(lines, &|_| true))
            .unwrap_or(left);
        let mut pitches: Vec<f64> = lines
            .windows(2)
            .filter(|pair| !pair[0].row && !pair[1].row)
            .map(|pair| pair[0].v - pair[1].v)
            .filter(|pitch| *pitch > 0.0)
            .collect();
        pitches.sort_by(f64::total_cmp);
        // Between paragraphs it is more, so the usual one is among the smaller.
        let pitch = pitches.get(pitches.len() / 3).copied().unwrap_or(f64::MAX);
        Self { left, right, pitch }
    }

    /// The lines before the first wide gap.
    fn first_stretch<'l>(&self, lines: &'l [Item]) -> &'l [Item] {
        let wide = |pair: &[Item]| pair[0].v - pair[1].v > 1.4 * self.pitch.max(pair[1].size * 1.1);
        let end = lines.windows(2).position(wide).map_or(lines.len(), |place| place + 1);
        lines.get(..end).unwrap_or_default()
    }

    fn is_aside(&self, line: &Item) -> bool {
        line.u0 - self.left > 0.25 * (self.right - self.left)
    }
}

impl Joiner {
    pub(super) fn new(body: f64) -> Self {
        Self { body, done: Vec::new(), open: String::new(), last: None }
    }

    /// Adds the lines of a block.
    pub(super) fn block(&mut self, block: Block) {
        let frame = Frame::of(&block.lines);
        // Lines of a column that end on this page are narrower than what follows them.
        let goes_on = self.last.as_ref().is_some_and(|last| {
            !last.aside
                && !last.item.row
                && !is_complete(&last.item.text)
                && last.room < last.item.size
        });
        let rest = if goes_on { frame.first_stretch(&block.lines) } else { &[] };
        let narrow = rest.iter().map(|line| line.u1).max_by(f64::total_cmp);
        let stretch = rest.len();
        for (place, item) in block.lines.into_iter().enumerate() {
            let pitch = match &self.last {
                Some(last) if place > 0 => last.item.v - item.v,
                _ => 0.0,
            };
            // A larger type has more room around it.
            let usual = frame.pitch.max(item.size * 1.1);
            let far = pitch > 1.4 * usual;
            let begins =
                far || self.last.as_ref().is_none_or(|last| begins(last, &item, frame, place));
            if begins {
                self.close();
                let rows = item.row && self.last.as_ref().is_some_and(|last| last.item.row);
                if far && !rows {
                    self.done.push(Line::default());
                }
                self.open.clone_from(&item.text);
            } else {
                join(&mut self.open, &item.text);
            }
            let marked = match &self.last {
                Some(last) if !begins => last.marked,
                _ => is_start(&item.text),
            };
            let right = narrow.filter(|_| place < stretch).unwrap_or(frame.right);
            let room = right - item.u1;
            self.last = Some(Last { room, aside: frame.is_aside(&item), marked, item });
        }
    }

    /// The lines of everything that was added.
    pub(super) fn finish(mut self) -> Vec<Line> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        let text = super::spelling::tightened(&std::mem::take(&mut self.open));
        if text.is_empty() {
            return;
        }
        let large = self.last.as_ref().is_some_and(|last| last.item.size > 1.15 * self.body);
        let heading = (large && text.chars().count() <= 80).then_some(EMPHASISED);
        self.done.push(Line { heading, ..Line::plain(&text) });
    }
}

fn is_complete(text: &str) -> bool {
    text.ends_with(['。', '．', '！', '？'])
}

/// Whether a line begins a paragraph rather than going on with the line before it.
fn begins(last: &Last, item: &Item, frame: Frame, place: usize) -> bool {
    let ratio = item.size / last.item.size;
    if last.item.row || item.row || !(0.89..1.12).contains(&ratio) || is_start(&item.text) {
        return true;
    }
    let em = item.size;
    let text = last.item.text.as_str();
    let ended = text.ends_with(['。', '．', '！', '？', '」', '】', '：', ':', '記', '上']);
    let complete = is_complete(text);
    if place == 0 {
        // In another column or on another page: only what plainly goes on.
        return complete || last.aside || frame.is_aside(item) || last.room > 3.0 * em;
    }
    // Lines this short are set one below another, not wrapped.
    let narrow = frame.right - frame.left < 10.0 * em;
    if narrow || (text.starts_with('【') && text.ends_with('】')) {
        return true;
    }
    if complete && item.u0 - frame.left > 0.7 * em {
        return true;
    }
    let aside = frame.is_aside(item);
    // Dates and names on the right stand in lines of their own, however well they align.
    let alone = last.item.u1 - last.item.u0 < 14.0 * em;
    if aside != last.aside || (aside && (alone || (item.u0 - last.item.u0).abs() > 0.5 * em)) {
        return true;
    }
    let indent = item.u0 - last.item.u0;
    let full = last.room < 2.0 * em;
    if indent > 0.7 * em && !(full && (last.marked || !ended)) {
        return true;
    }
    // A word that cannot be broken may have been too long for the room that was left.
    let word = item.text.chars().take_while(|c| !is_wide(*c) && !c.is_whitespace()).count();
    let short = last.room > 2.5 * em && last.room > (word as f64 * 0.62 + 1.5) * em;
    short || (complete && last.room > 1.3 * em) || (ended && last.room > 2.0 * em)
}

#[cfg(test)]
mod tests;
