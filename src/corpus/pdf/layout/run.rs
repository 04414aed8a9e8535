//! Glyphs to runs: stretches of text on one line without wide gaps.
//!
//! Runs have coordinates of their own, whichever way the text flows: `u` grows along the line, `v`
//! falls from line to line. So vertical and turned text is laid out by the same rules.

use super::super::glyph::{Flow, Glyph, MIDDLE, Rule};
use super::spelling;

/// A gap this wide, in ems, parts cells rather than words.
const CELL_GAP: f64 = 1.5;

/// White space this wide, in ems, parts cells even where it is made of space characters.
const SPACE_GAP: f64 = 3.0;

/// A gap this wide, in ems, is a space between Latin words.
const WORD_GAP: f64 = 0.2;

/// Lines of tables that are looked at between two glyphs.
const MOST_WALLS: usize = 64;

/// A stretch of text on one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Where it begins and ends along the line.
    pub(super) u0: f64,
    pub(super) u1: f64,
    /// The middle of the line, across it.
    pub(super) v: f64,
    /// Size of most of its characters.
    pub(super) size: f64,
    pub(super) text: String,
}

/// A glyph in the coordinates of its flow.
#[derive(Debug, Clone)]
struct Mark<'g> {
    u: f64,
    v: f64,
    width: f64,
    size: f64,
    text: &'g str,
}

/// The runs of a page by the way they flow; the flow of most text comes first.
pub(super) fn flows(glyphs: &[Glyph], rules: &[Rule]) -> Vec<(Flow, Vec<Run>)> {
    let turned = unstacked(glyphs);
    let glyphs = turned.as_deref().unwrap_or(glyphs);
    let mut flows: Vec<(Flow, Vec<Mark<'_>>)> = Vec::new();
    for glyph in glyphs {
        let mark = mark(glyph);
        match flows.iter_mut().find(|(flow, _)| *flow == glyph.flow) {
            Some((_, marks)) => marks.push(mark),
            None => flows.push((glyph.flow, vec![mark])),
        }
    }
    flows.sort_by_key(|(_, marks)| std::cmp::Reverse(marks.len()));
    let mut walls: Vec<Rule> =
        rules.iter().copied().filter(|rule| rule.from.0 == rule.to.0).collect();
    walls.sort_by(|a, b| a.from.0.total_cmp(&b.from.0));
    flows
        .into_iter()
        .map(|(flow, marks)| (flow, runs(marks, if flow == Flow::Right { &walls } else { &[] })))
        .collect()
}

fn mark(glyph: &Glyph) -> Mark<'_> {
    let Glyph { x, y, size, .. } = *glyph;
    let (u, v) = match glyph.flow {
        Flow::Right => (x, y),
        Flow::Down => (-y, x),
        Flow::Up => (y, -x),
        Flow::Left => (-x, -y),
    };
    Mark { u, v: v + MIDDLE * size, width: glyph.advance, size, text: &glyph.text }
}

/// How a glyph follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Along,
    Down,
    Elsewhere,
}

/// Upright glyphs that stand apart in a line across the page keep their flow.
const SHORTEST_LINE: usize = 4;

/// The glyphs of a page on which upright glyphs are set below one another, as programs do vertical
/// writing that have no vertical fonts, turned to flow down; `None` for any other page.
fn unstacked(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let step = |pair: &[Glyph]| {
        let [a, b] = pair else { return Step::Elsewhere };
        let (right, below) = (b.x - a.x, a.y - b.y);
        if a.flow != Flow::Right || b.flow != Flow::Right {
            Step::Elsewhere
        } else if below.abs() < a.size * 0.3 && (0.0..a.size * 3.0).contains(&right) {
            Step::Along
        } else if right.abs() < a.size * 0.6 && (a.size * 0.7..a.size * 1.6).contains(&below) {
            Step::Down
        } else {
            Step::Elsewhere
        }
    };
    let steps: Vec<Step> = glyphs.windows(2).map(step).collect();
    let count = |wanted: Step| steps.iter().filter(|step| **step == wanted).count();
    let down = count(Step::Down);
    if down <= 10 || down <= 2 * count(Step::Along) {
        return None;
    }
    let mut turned = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs;
    let mut steps = steps.as_slice();
    while !rest.is_empty() {
        let along = steps.iter().take_while(|step| **step == Step::Along).count() + 1;
        let (line, after) = rest.split_at(along.min(rest.len()));
        let keep = line.len() >= SHORTEST_LINE;
        turned.extend(line.iter().map(|glyph| if keep { glyph.clone() } else { stacked(glyph) }));
        rest = after;
        steps = steps.get(along..).unwrap_or_default();
    }
    Some(turned)
}

fn stacked(glyph: &Glyph) -> Glyph {
    match glyph.flow {
        Flow::Right => Glyph::stacked(
            glyph.text.clone(),
            glyph.x + glyph.advance / 2.0,
            glyph.y + 0.88 * glyph.size,
            glyph.size,
        ),
        _ => glyph.clone(),
    }
}

/// The runs of marks that flow one way, line by line.
fn runs(mut marks: Vec<Mark<'_>>, walls: &[Rule]) -> Vec<Run> {
    marks.sort_by(|a, b| b.v.total_cmp(&a.v));
    let mut runs = Vec::new();
    let mut line: Vec<Mark<'_>> = Vec::new();
    let mut smallest = f64::MAX;
    for mark in marks {
        smallest = smallest.min(mark.size);
        if line.first().is_some_and(|first| first.v - mark.v > 0.5 * smallest) {
            runs.extend(of_line(std::mem::take(&mut line), walls));
            smallest = mark.size;
        }
        line.push(mark);
    }
    runs.extend(of_line(line, walls));
    without_ruby(runs)
}

/// The runs of one line.
fn of_line(mut marks: Vec<Mark<'_>>, walls: &[Rule]) -> Vec<Run> {
    marks.sort_by(|a, b| a.u.total_cmp(&b.u));
    // Marks of the run that is being built, those of white space at its end left out.
    let mut run: Vec<Mark<'_>> = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    let mut spaces = String::new();
    let mut text = String::new();
    for mark in marks {
        if mark.text.trim().is_empty() {
            if !run.is_empty() {
                spaces.push_str(mark.text);
            }
            continue;
        }
        if let Some(last) = run.last() {
            let size = last.size.max(mark.size);
            // Drawn twice to look bold.
            if last.text == mark.text && (mark.u - last.u).abs() < 0.12 * size {
                continue;
            }
            let gap = mark.u - (last.u + last.width);
            let wide = if spaces.is_empty() { CELL_GAP } else { SPACE_GAP };
            let wall = gap > 0.1 * size && is_walled(walls, last.u + last.width, &mark);
            if gap > wide * size || wall {
                runs.extend(finished(&mut run, &mut text));
            } else if !spaces.is_empty() {
                text.push_str(&spaces);
            } else if gap > WORD_GAP * size
                && is_latin(text.chars().next_back())
                && is_latin(mark.text.chars().next())
            {
                text.push(' ');
            }
        }
        spaces.clear();
        text.push_str(mark.text);
        run.push(mark);
    }
    runs.extend(finished(&mut run, &mut text));
    spread_out(runs)
}

/// Whether a line of a table stands between `end` and a mark.
fn is_walled(walls: &[Rule], end: f64, mark: &Mark<'_>) -> bool {
    let after = walls.partition_point(|wall| wall.from.0 < end - 1.0);
    let between = walls.iter().skip(after).take_while(|wall| wall.from.0 <= mark.u + 1.0);
    between.take(MOST_WALLS).any(|wall| (wall.from.1..=wall.to.1).contains(&mark.v))
}

fn finished(run: &mut Vec<Mark<'_>>, text: &mut String) -> Option<Run> {
    let marks = std::mem::take(run);
    let text = spelling::mended(&std::mem::take(text));
    let (first, last) = (marks.first()?, marks.last()?);
    let mut sizes: Vec<f64> = marks.iter().map(|mark| mark.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied()?;
    let v = marks.iter().map(|mark| mark.v).sum::<f64>() / marks.len() as f64;
    (!text.is_empty()).then_some(Run { u0: first.u, u1: last.u + last.width, v, size, text })
}

/// Puts a word together whose letters are set far apart, as headlines are.
fn spread_out(runs: Vec<Run>) -> Vec<Run> {
    let single = |run: &Run| {
        let mut chars = run.text.chars();
        chars.next().is_some_and(spelling::is_wide) && chars.next().is_none()
    };
    let gaps: Vec<f64> = runs.windows(2).map(|pair| pair[1].u0 - pair[0].u1).collect();
    let most = gaps.iter().copied().fold(f64::MIN, f64::max);
    let least = gaps.iter().copied().fold(f64::MAX, f64::min);
    match (runs.first(), runs.last()) {
        (Some(first), Some(last))
            if runs.len() >= 3
                && runs.iter().all(single)
                && most < 6.0 * first.size
                && most - least < 0.5 * first.size =>
        {
            let text = runs.iter().map(|run| run.text.as_str()).collect();
            vec![Run { u1: last.u1, text, ..first.clone() }]
        }
        _ => runs,
    }
}

/// Leaves out readings in small kana above a line: the word below them is the text.
fn without_ruby(runs: Vec<Run>) -> Vec<Run> {
    let kana = |c: char| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | ' ' | '\u{3000}' | '・');
    let ruby: Vec<bool> = runs
        .iter()
        .enumerate()
        .map(|(place, small)| {
            // The line below comes soon after, since runs are in the order of lines.
            small.text.chars().all(kana)
                && runs.iter().skip(place + 1).take(40).any(|base| {
                    let above = (small.v - base.v) / base.size;
                    small.size <= 0.62 * base.size
                        && (0.5..1.3).contains(&above)
                        && small.u0 > base.u0 - base.size
                        && small.u1 < base.u1 + base.size
                })
        })
        .collect();
    let keep = |(run, ruby): (Run, bool)| (!ruby).then_some(run);
    runs.into_iter().zip(ruby).filter_map(keep).collect()
}

/// Whether spaces stand between words where this character is.
fn is_latin(c: Option<char>) -> bool {
    c.is_some_and(|c| !spelling::is_wide(c) && !c.is_whitespace())
}

#[cfg(test)]
mod tests;
