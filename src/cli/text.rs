//! Styled text for a terminal: made harmless, measured in columns, wrapped as Japanese is wrapped.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

/// Nothing special.
pub(super) const PLAIN: Style = Style::new();
/// A title, or the name of a facet.
pub(super) const STRONG: Style = Style::new().bold();
/// What is there to be found when looked for: ids, labels, ranks.
pub(super) const FAINT: Style = Style::new().dimmed();
/// What matched.
pub(super) const MATCH: Style = AnsiColor::Red.on_default().bold();
/// An error's announcement.
pub(super) const ALARM: Style = AnsiColor::Red.on_default().bold();
/// A hint's or a warning's announcement.
pub(super) const ADVICE: Style = AnsiColor::Cyan.on_default().bold();

/// Must not begin a line.
const CLOSING: &str = "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】°℃％‰…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%";
/// Must not end a line.
const OPENING: &str = "‘“（〔［｛〈《「『【([{￥＄";

/// One line of characters, each in a style.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text {
    cells: Vec<(char, Style)>,
}

impl Text {
    /// A text in one style.
    pub(super) fn new(style: Style, text: &str) -> Self {
        let mut line = Self::default();
        line.push(style, text);
        line
    }

    /// A text in no style.
    pub(super) fn plain(text: &str) -> Self {
        Self::new(PLAIN, text)
    }

    /// Appends, character by character made harmless.
    pub(super) fn push(&mut self, style: Style, text: &str) {
        self.cells.extend(text.chars().map(|c| (harmless(c), style)));
    }

    /// Appends another line.
    pub(super) fn append(&mut self, other: &Self) {
        self.cells.extend_from_slice(&other.cells);
    }

    /// A text in which ranges of characters, in order and apart, are highlighted.
    pub(super) fn highlighted(text: &str, highlights: &[Range<usize>]) -> Self {
        let mut highlights = highlights.iter().peekable();
        let cells = text.chars().enumerate().map(|(at, c)| {
            while highlights.next_if(|range| range.end <= at).is_some() {}
            let matched = highlights.peek().is_some_and(|range| range.contains(&at));
            (harmless(c), if matched { MATCH } else { PLAIN })
        });
        Self { cells: cells.collect() }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Columns it takes.
    pub(super) fn width(&self) -> usize {
        self.cells.iter().map(|(c, _)| columns(*c)).sum()
    }

    /// Appends spaces until it is so wide.
    pub(super) fn pad_to(&mut self, width: usize) {
        let missing = width.saturating_sub(self.width());
        self.cells.extend(std::iter::repeat_n((' ', PLAIN), missing));
    }

    /// Cuts it to so many columns; `…` stands for what is gone.
    pub(super) fn cut_to(&mut self, width: usize) {
        if self.width() <= width {
            return;
        }
        let mut used = 1;
        let fits = self.cells.iter().take_while(|(c, _)| {
            used += columns(*c);
            used <= width
        });
        let kept = fits.count();
        let style = self.cells.get(kept).map_or(PLAIN, |(_, style)| *style);
        self.cells.truncate(kept);
        self.cells.push(('…', style));
    }

    /// Lines of at most so many columns. A line ends at a space or between Japanese characters,
    /// never before a closing mark or after an opening one, and inside a word only when the word
    /// does not fit a line at all.
    pub(super) fn wrap(&self, width: usize) -> Vec<Self> {
        let width = width.max(2);
        let mut lines = Vec::new();
        let mut rest = self.cells.as_slice();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(line_length(rest, width));
            lines.push(Self { cells: trim_end(line).to_vec() });
            let spaces = after.iter().take_while(|(c, _)| is_space(*c)).count();
            rest = after.get(spaces..).unwrap_or_default();
        }
        lines
    }

    /// The text as bytes for a terminal, with escape codes only when `colour`.
    pub(super) fn render(&self, colour: bool) -> String {
        let mut out = String::with_capacity(self.cells.len() * 3);
        for run in self.cells.chunk_by(|(_, a), (_, b)| a == b) {
            let style = run.first().map_or(PLAIN, |(_, style)| *style);
            let styled = colour && style != PLAIN;
            if styled {
                out.push_str(&style.render().to_string());
            }
            out.extend(run.iter().map(|(c, _)| *c));
            if styled {
                out.push_str(&style.render_reset().to_string());
            }
        }
        out
    }
}

/// How many cells the first line takes, at least one.
fn line_length(cells: &[(char, Style)], width: usize) -> usize {
    let mut used = 0;
    let fits = cells.iter().take_while(|(c, _)| {
        used += columns(*c);
        used <= width
    });
    let fits = fits.count().max(1);
    if fits == cells.len() {
        return fits;
    }
    let may_end_at = |at: usize| match (cells.get(at - 1), cells.get(at)) {
        (Some((before, _)), Some((after, _))) => may_break(*before, *after),
        _ => true,
    };
    (1..=fits).rev().find(|at| may_end_at(*at)).unwrap_or(fits)
}

fn may_break(before: char, after: char) -> bool {
    if is_space(after) {
        return true;
    }
    if columns(after) == 0 || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    is_space(before) || columns(before) == 2 || columns(after) == 2
}

fn is_space(c: char) -> bool {
    c == ' ' || c == '\u{3000}'
}

fn trim_end(cells: &[(char, Style)]) -> &[(char, Style)] {
    let spaces = cells.iter().rev().take_while(|(c, _)| is_space(*c)).count();
    cells.get(..cells.len() - spaces).unwrap_or_default()
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// A whole string made harmless for a terminal; line ends stay.
pub(super) fn sanitised(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { harmless(c) }).collect()
}

/// What stands for `c` in a terminal: white space becomes a space; control characters and what
/// reorders or hides text become U+FFFD. One character for one, so that offsets hold.
fn harmless(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        _ => c,
    }
}

#[cfg(test)]
mod tests;
