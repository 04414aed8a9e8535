//! Cues: the phrases of the lexicon, found in a sentence in one pass.
//!
//! A cue is literal text with three signs: `(甲|乙)` is a choice, `(甲)?` may be left out, `…` is a
//! gap of at most [`GAP`] characters within the sentence. A bracket itself is written `（`. Cues are folded like the text, so a researcher may write any
//! spelling. All literal pieces of a set share one automaton, and gaps are bounded, so a search is
//! linear in the text.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use crate::japanese::Folder;

/// Longest gap that `…` stands for, in characters of three bytes.
pub(super) const GAP: usize = 28;

/// Most literals that one piece of a cue may expand to.
const MOST_CHOICES: usize = 2_000;

/// A set of compiled cues; the number of a cue is its place in the list it was built from.
#[derive(Debug)]
pub(super) struct CueSet {
    automaton: AhoCorasick,
    /// For each literal, the cues it may begin.
    beginnings: Vec<Vec<usize>>,
    /// For each cue, the pieces after the first: sorted numbers of literals.
    continuations: Vec<Vec<Vec<usize>>>,
}

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

impl CueSet {
    /// Compiles cues; the error is the number of the cue at fault and what is wrong with it.
    pub(super) fn new<'c>(
        cues: impl IntoIterator<Item = &'c str>,
        folder: &Folder,
    ) -> Result<Self, (usize, String)> {
        let mut literals: BTreeMap<String, usize> = BTreeMap::new();
        let mut beginnings: Vec<Vec<usize>> = Vec::new();
        let mut continuations = Vec::new();
        for (number, cue) in cues.into_iter().enumerate() {
            let mut pieces = Vec::new();
            for piece in cue.split('…') {
                let mut alternatives = Vec::new();
                for literal in expand(piece).map_err(|message| (number, message))? {
                    let folded = folder.fold(&literal).text().to_owned();
                    let next = literals.len();
                    let id = *literals.entry(folded).or_insert(next);
                    if id == next {
                        beginnings.push(Vec::new());
                    }
                    alternatives.push(id);
                }
                alternatives.sort_unstable();
                alternatives.dedup();
                pieces.push(alternatives);
            }
            let rest = pieces.split_off(1);
            for literal in pieces.into_iter().flatten() {
                if let Some(cues) = beginnings.get_mut(literal) {
                    cues.push(number);
                }
            }
            continuations.push(rest);
        }
        let mut ordered: Vec<(&str, usize)> =
            literals.iter().map(|(text, id)| (text.as_str(), *id)).collect();
        ordered.sort_unstable_by_key(|(_, id)| *id);
        let automaton = AhoCorasick::new(ordered.iter().map(|(text, _)| text))
            .map_err(|error| (0, format!("{error}; use fewer or shorter cues")))?;
        Ok(Self { automaton, beginnings, continuations })
    }

    /// Every place where a cue stands in `text`, by start, then number.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let mut literals: Vec<(usize, usize, usize)> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|found| (found.start(), found.end(), found.pattern().as_usize()))
            .collect();
        literals.sort_unstable();
        let mut hits = Vec::new();
        for &(start, end, literal) in &literals {
            for &cue in self.beginnings.get(literal).into_iter().flatten() {
                let rest = self.continuations.get(cue).map_or(&[][..], Vec::as_slice);
                if let Some(end) = follow(&literals, rest, end) {
                    hits.push(Hit { cue, start, end });
                }
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.start, hit.cue));
        hits.dedup_by_key(|hit| (hit.start, hit.cue));
        hits
    }

    /// Whether any cue stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }
}

/// The end of the match when `rest` follows, each piece within the gap after the one before.
fn follow(literals: &[(usize, usize, usize)], rest: &[Vec<usize>], end: usize) -> Option<usize> {
    let Some((piece, rest)) = rest.split_first() else { return Some(end) };
    let from = literals.partition_point(|(start, _, _)| *start < end);
    literals
        .get(from..)?
        .iter()
        .take_while(|(start, _, _)| *start <= end + GAP * 3)
        .find(|(_, _, literal)| piece.binary_search(literal).is_ok())
        .and_then(|(_, end, _)| follow(literals, rest, *end))
}

/// The literals that one piece of a cue stands for.
fn expand(piece: &str) -> Result<Vec<String>, String> {
    let mut literals = vec![String::new()];
    let mut rest = piece;
    while !rest.is_empty() {
        let (plain, choice) = match rest.split_once('(') {
            None => (std::mem::take(&mut rest), None),
            Some((plain, tail)) => {
                let (inside, after) = tail
                    .split_once(')')
                    .ok_or("the choice `(` is not closed; write `(a|b)` or remove the bracket")?;
                let is_optional = after.starts_with('?');
                rest = after.strip_prefix('?').unwrap_or(after);
                (plain, Some((inside, is_optional)))
            }
        };
        for literal in &mut literals {
            literal.push_str(plain);
        }
        let Some((choice, is_optional)) = choice else { continue };
        let choices = || choice.split('|').chain(is_optional.then_some(""));
        literals = literals
            .iter()
            .flat_map(|head| choices().map(move |tail| format!("{head}{tail}")))
            .collect();
        if literals.len() > MOST_CHOICES {
            return Err(format!(
                "stands for more than {MOST_CHOICES} phrases; split it into several cues"
            ));
        }
    }
    if literals.iter().any(|literal| literal.trim().is_empty()) {
        return Err("an empty cue or an empty end of a gap; write the phrase to look for".into());
    }
    Ok(literals)
}
