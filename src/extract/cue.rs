//! Cues: the phrases of the lexicon, found in a sentence in one pass.
//!
//! A cue is literal text with three signs: `(甲|乙)` is a choice, which may hold others, `(甲)?` may be
//! left out, `…` is a gap of at most [`GAP`] characters within the sentence. A bracket itself is
//! written `（`. Cues are folded like the text, so a researcher may write any spelling.
//!
//! The beginnings of all cues of a set share one automaton; what follows a beginning is compared in
//! place. Gaps are bounded, so a search is linear in the text, and a set is built in time linear in
//! the length of its cues.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use crate::japanese::Folder;

/// Longest gap that `…` stands for, in characters of three bytes.
pub(super) const GAP: usize = 28;

/// Bytes that the beginning of a cue should have to be worth looking for.
const BEGINNING: usize = 6;

/// Most beginnings that one cue may have.
const MOST_BEGINNINGS: usize = 200;

/// A set of compiled cues; the number of a cue is its place in the order they were added.
pub(super) struct CueSet {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<usize>>,
    /// For each beginning, the cues that it begins.
    owners: Vec<Vec<usize>>,
    /// For each cue, what follows its beginning.
    rests: Vec<Vec<Element>>,
}

impl fmt::Debug for CueSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CueSet").field("cues", &self.rests.len()).finish_non_exhaustive()
    }
}

/// Numbers of the cues of one list within a [`CueSet`].
pub(super) type List = Range<usize>;

/// A place where a cue stands in the searched text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Number of the cue.
    pub(super) cue: usize,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

/// A choice of literals within a cue; an empty literal may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Element {
    choices: Vec<String>,
    /// The first characters of the choices, sorted, to pass over a gap quickly.
    firsts: Vec<char>,
    /// Whether a gap may stand before it.
    after_gap: bool,
}

/// Cues that are being put together into a set.
#[derive(Debug, Default)]
pub(super) struct CueSetBuilder {
    beginnings: BTreeMap<String, Vec<usize>>,
    rests: Vec<Vec<Element>>,
    /// Literals that have been folded, since many cues share theirs.
    folded: BTreeMap<String, [String; 2]>,
}

impl CueSetBuilder {
    /// Adds a list of cues; the error is the place in the list of the cue at fault and what is wrong.
    pub(super) fn add<'c>(
        &mut self,
        cues: impl IntoIterator<Item = &'c str>,
        folder: &Folder,
    ) -> Result<List, (usize, String)> {
        let mut parsed = Vec::new();
        for (number, cue) in cues.into_iter().enumerate() {
            parsed.push(parse(cue).map_err(|message| (number, message))?);
        }
        self.fold(&mut parsed, folder);
        let first = self.rests.len();
        for (number, elements) in parsed.into_iter().enumerate() {
            let (beginnings, rest) = split(elements).map_err(|message| (number, message))?;
            for beginning in beginnings {
                self.beginnings.entry(beginning).or_default().push(self.rests.len());
            }
            self.rests.push(rest);
        }
        Ok(first..self.rests.len())
    }

    /// Folds every literal of a list.
    ///
    /// Whether a spelling variant is replaced depends on what stands beside it (おそれ becomes 恐れ,
    /// but not in したおそれ), so a literal stands both as the variants have it and as it was written.
    fn fold(&mut self, cues: &mut [Vec<Element>], folder: &Folder) {
        let mut unknown: Vec<String> = cues
            .iter()
            .flatten()
            .flat_map(|element| &element.choices)
            .filter(|choice| !self.folded.contains_key(*choice))
            .cloned()
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        let joined = unknown.join("\n");
        let (varied, plain) = (folder.fold(&joined), Folder::default().fold(&joined));
        let forms = varied.text().split('\n').zip(plain.text().split('\n'));
        let known = unknown.into_iter().zip(forms);
        self.folded
            .extend(known.map(|(literal, (varied, plain))| {
                (literal, [varied.to_owned(), plain.to_owned()])
            }));
        for element in cues.iter_mut().flatten() {
            element.choices = element
                .choices
                .iter()
                .flat_map(|choice| self.folded.get(choice).into_iter().flatten())
                .cloned()
                .collect();
            element.choices.sort_unstable_by(|a, b| {
                (a.is_empty(), a.len(), a).cmp(&(b.is_empty(), b.len(), b))
            });
            element.choices.dedup();
            element.firsts =
                element.choices.iter().filter_map(|choice| choice.chars().next()).collect();
            element.firsts.sort_unstable();
            element.firsts.dedup();
        }
    }

    /// The finished set, or why the automaton cannot be built.
    pub(super) fn build(self) -> Result<CueSet, String> {
        let automaton = if self.beginnings.is_empty() {
            None
        } else {
            let automaton = CharwiseDoubleArrayAhoCorasick::new(self.beginnings.keys());
            Some(automaton.map_err(|error| format!("{error}; use fewer or shorter cues"))?)
        };
        let owners = self.beginnings.into_values().collect();
        Ok(CueSet { automaton, owners, rests: self.rests })
    }
}

impl CueSet {
    /// Every place where a cue stands in `text`, by start, then number.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in self.beginnings(text) {
            for &cue in self.owners.get(found.value()).into_iter().flatten() {
                let rest = self.rests.get(cue).map_or(&[][..], Vec::as_slice);
                if let Some(end) = follow(text, found.end(), rest) {
                    hits.push(Hit { cue, start: found.start(), end });
                }
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.start, hit.cue, hit.end));
        hits.dedup_by_key(|hit| (hit.start, hit.cue));
        hits
    }

    /// Where beginnings of cues stand.
    fn beginnings<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = daachorse::Match<usize>> + 't {
        self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text))
    }

    /// Whether any cue stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.beginnings(text).any(|found| {
            self.owners.get(found.value()).into_iter().flatten().any(|&cue| {
                let rest = self.rests.get(cue).map_or(&[][..], Vec::as_slice);
                follow(text, found.end(), rest).is_some()
            })
        })
    }
}

/// The end of the match when `rest` follows byte `at`: adjacent elements by trying every choice,
/// elements behind a gap at the first place where they fit.
fn follow(text: &str, at: usize, rest: &[Element]) -> Option<usize> {
    let Some((element, tail)) = rest.split_first() else { return Some(at) };
    if !element.after_gap {
        let here = text.get(at..)?;
        return element
            .choices
            .iter()
            .filter(|choice| here.starts_with(choice.as_str()))
            .find_map(|choice| follow(text, at + choice.len(), tail));
    }
    let limit = text.floor_char_boundary(at + GAP * 3 + 1);
    let window = text.get(at..limit)?;
    let begins = |c: &char| element.firsts.binary_search(c).is_ok();
    window.char_indices().filter(|(_, c)| begins(c)).find_map(|(offset, _)| {
        let here = text.get(at + offset..)?;
        element
            .choices
            .iter()
            .filter(|choice| here.starts_with(choice.as_str()))
            .find_map(|choice| follow(text, at + offset + choice.len(), tail))
    })
}

/// The elements of a cue as written.
fn parse(cue: &str) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    for (number, piece) in cue.split('…').enumerate() {
        let mut after_gap = number > 0;
        let mut is_empty = true;
        for (part, is_optional) in parts(piece)? {
            let mut choices = match part {
                Part::Plain(text) => vec![text.to_owned()],
                Part::Choice(inside) => expand(inside)?,
            };
            if is_optional {
                choices.push(String::new());
            }
            is_empty &= choices.iter().any(|choice| choice.trim().is_empty());
            elements.push(Element {
                choices,
                firsts: Vec::new(),
                after_gap: std::mem::take(&mut after_gap),
            });
        }
        if is_empty {
            return Err(
                "an empty cue or an empty end of a gap; write the phrase to look for".into()
            );
        }
    }
    Ok(elements)
}

/// A part of a piece.
enum Part<'c> {
    Plain(&'c str),
    /// What stands within the brackets of a choice.
    Choice(&'c str),
}

/// The parts of a piece, each with whether it may be left out.
fn parts(piece: &str) -> Result<Vec<(Part<'_>, bool)>, String> {
    let mut parts = Vec::new();
    let mut rest = piece;
    while let Some((plain, tail)) = rest.split_once('(') {
        if !plain.is_empty() {
            parts.push((Part::Plain(plain), false));
        }
        let mut depth = 1_usize;
        let close = tail.char_indices().find_map(|(at, c)| {
            depth += usize::from(c == '(');
            depth -= usize::from(c == ')');
            (depth == 0).then_some(at)
        });
        let close =
            close.ok_or("the choice `(` is not closed; write `(a|b)` or remove the bracket")?;
        let after = tail.get(close + 1..).unwrap_or_default();
        let is_optional = after.starts_with('?');
        parts.push((Part::Choice(tail.get(..close).unwrap_or_default()), is_optional));
        rest = after.strip_prefix('?').unwrap_or(after);
    }
    if !rest.is_empty() {
        parts.push((Part::Plain(rest), false));
    }
    Ok(parts)
}

/// The literals that a choice stands for; a choice may hold others.
fn expand(choice: &str) -> Result<Vec<String>, String> {
    let mut literals = Vec::new();
    let mut depth = 0_usize;
    let alternatives = choice.split(|c: char| {
        depth += usize::from(c == '(');
        depth = depth.saturating_sub(usize::from(c == ')'));
        c == '|' && depth == 0
    });
    for alternative in alternatives {
        let mut heads = vec![String::new()];
        for (part, is_optional) in parts(alternative)? {
            let mut tails = match part {
                Part::Plain(text) => vec![text.to_owned()],
                Part::Choice(inside) => expand(inside)?,
            };
            if is_optional {
                tails.push(String::new());
            }
            heads = heads
                .iter()
                .flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")))
                .collect();
            if heads.len() > 10 * MOST_BEGINNINGS {
                return Err("stands for too many phrases; split it into several cues".to_owned());
            }
        }
        literals.append(&mut heads);
    }
    Ok(literals)
}

/// The beginnings of a cue, long enough to be rare, and the elements behind them.
fn split(elements: Vec<Element>) -> Result<(Vec<String>, Vec<Element>), String> {
    let mut beginnings = vec![String::new()];
    let mut rest = elements.into_iter().peekable();
    while let Some(element) = rest.peek() {
        let shortest = beginnings.iter().map(String::len).min().unwrap_or(0);
        let is_long = shortest >= BEGINNING || (shortest > 0 && element.after_gap);
        if is_long || (shortest > 0 && beginnings.len() * element.choices.len() > MOST_BEGINNINGS) {
            break;
        }
        let choices = element.choices.clone();
        // A choice that begins with a piece left out would begin with the gap behind it.
        if element.after_gap {
            return Err("may begin with a gap; write what must stand before `…`".to_owned());
        }
        beginnings = beginnings
            .iter()
            .flat_map(|head| choices.iter().map(move |tail| format!("{head}{tail}")))
            .collect();
        rest.next();
    }
    if beginnings.len() > 10 * MOST_BEGINNINGS {
        return Err("stands for too many phrases; split it into several cues".to_owned());
    }
    beginnings.sort_unstable();
    beginnings.dedup();
    Ok((beginnings, rest.collect()))
}
