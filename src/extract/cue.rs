//! Cues: the phrases of the lexicon, found in a sentence in one pass.
//!
//! A cue is written as `notation` says; its gaps are of at most [`GAP`](super::choice::GAP) characters within the
//! sentence. Cues are folded like the text, so a researcher may write any spelling.
//!
//! The beginnings of all cues of a set are looked for together, and with them the rarest piece that each cue must
//! have behind its beginning, its anchor. What follows a beginning is compared in place, for those
//! whose anchor stands in the sentence. Gaps are bounded, so a search is linear in the text, and a set is built in
//! time linear in the length of its cues.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::japanese::{Folder, Literals, Script};
use crate::report::CuePlace;

use super::choice::{Ahead, Choice, Element, Outlook};
use super::notation::{EMPTY, Part, parse};

/// Bytes that the beginning of a cue should have to be worth looking for.
const BEGINNING: usize = 6;

/// Most beginnings that one cue may have.
const MOST_BEGINNINGS: usize = 200;

/// A set of compiled cues; the number of a cue is its place in the order they were added.
pub(super) struct CueSet {
    /// Beginnings of cues and literals of anchors.
    literals: Literals,
    /// What finding each of them means, and where that of the last one ends.
    meanings: Vec<Meaning>,
    /// The cues that are one literal.
    wholes: Vec<u32>,
    /// What cues that literals begin need.
    gates: Vec<Gate>,
    /// The cues behind gates.
    begun: Vec<Begun>,
    /// The anchors of literals.
    anchors: Vec<u32>,
    /// How many anchors there are.
    anchor_count: usize,
    /// For each cue, what follows its beginning.
    rests: Vec<Vec<Element>>,
    /// For each cue, where it is written.
    places: Vec<Option<CuePlace>>,
}

impl fmt::Debug for CueSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CueSet").field("cues", &self.rests.len()).finish_non_exhaustive()
    }
}

/// What finding a literal means: where what it is, begins and anchors starts among all of that; it ends
/// where that of the next literal starts.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    whole: u32,
    gate: u32,
    anchor: u32,
}

/// Cues that a text may have begun, all of which need the same behind their beginning.
#[derive(Debug, Clone, Copy)]
struct Gate {
    /// What must stand in the text for the rest to be looked for.
    anchor: Option<u32>,
    /// The first and one past the last of them.
    cues: (u32, u32),
}

/// A cue that a text may have begun.
#[derive(Debug, Clone, Copy)]
struct Begun {
    cue: u32,
    /// What must stand right behind its beginning.
    outlook: Option<Outlook>,
}

/// The anchors that stand in a text.
struct Standing(Vec<u64>);

impl Standing {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, anchor: u32) {
        if let Some(word) = self.0.get_mut(anchor as usize / 64) {
            *word |= 1 << (anchor % 64);
        }
    }

    fn has(&self, anchor: u32) -> bool {
        self.0.get(anchor as usize / 64).is_some_and(|word| word & 1 << (anchor % 64) != 0)
    }
}

/// What a literal that is looked for is to cues.
#[derive(Debug, Default)]
struct Looked {
    /// The cues that it is.
    wholes: Vec<u32>,
    /// The cues that it begins, by their anchor.
    begun: BTreeMap<Option<u32>, Vec<u32>>,
    /// The anchors that it is one of.
    anchors: Vec<u32>,
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

/// Cues that are being put together into a set.
#[derive(Debug, Default)]
pub(super) struct CueSetBuilder {
    beginnings: BTreeMap<String, Vec<usize>>,
    rests: Vec<Vec<Element>>,
    /// Choices by how they are written, since many cues share theirs.
    known: BTreeMap<Part, Arc<Choice>>,
    places: Vec<Option<CuePlace>>,
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
        self.learn(&parsed, folder)?;
        let first = self.rests.len();
        for (number, parts) in parsed.into_iter().enumerate() {
            let elements = self.elements(parts).map_err(|message| (number, message))?;
            let (beginnings, rest) = split(elements).map_err(|message| (number, message))?;
            for beginning in beginnings {
                self.beginnings.entry(beginning).or_default().push(self.rests.len());
            }
            self.rests.push(rest);
        }
        Ok(first..self.rests.len())
    }

    /// Folds the literals of all choices that are new.
    ///
    /// Whether a spelling variant is replaced depends on what stands beside it (おそれ becomes 恐れ,
    /// but not in したおそれ), so a literal stands both as the variants have it and as it was written.
    fn learn(
        &mut self,
        cues: &[Vec<(Part, bool)>],
        folder: &Folder,
    ) -> Result<(), (usize, String)> {
        let mut unknown: BTreeMap<&Part, Vec<String>> = BTreeMap::new();
        for (number, parts) in cues.iter().enumerate() {
            for (part, _) in parts {
                if !self.known.contains_key(part) && !unknown.contains_key(part) {
                    unknown.insert(part, part.literals().map_err(|message| (number, message))?);
                }
            }
        }
        let joined = unknown.values().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
        let (varied, plain) = (folder.fold(&joined), Folder::default().fold(&joined));
        let (mut varied, mut plain) = (varied.text().split('\n'), plain.text().split('\n'));
        for (part, written) in unknown {
            let count = written.len();
            let forms = varied.by_ref().take(count).chain(plain.by_ref().take(count));
            let literals: Vec<String> = forms.map(str::to_owned).collect();
            self.known.insert(part.clone(), Arc::new(Choice::new(literals)));
        }
        Ok(())
    }

    /// The elements of a cue, each piece of which must look for something.
    fn elements(&self, parts: Vec<(Part, bool)>) -> Result<Vec<Element>, String> {
        let mut elements: Vec<Element> = Vec::with_capacity(parts.len());
        let mut is_empty = true;
        for (part, after_gap) in parts {
            let Some(choice) = self.known.get(&part) else { continue };
            if after_gap && is_empty {
                return Err(EMPTY.to_owned());
            }
            let may_lack = choice.literals().iter().any(|literal| literal.trim().is_empty());
            is_empty = may_lack && (is_empty || after_gap);
            elements.push(Element { choice: Arc::clone(choice), after_gap });
        }
        if is_empty { Err(EMPTY.to_owned()) } else { Ok(elements) }
    }

    /// Says where the cues of a list that has been added are written.
    pub(super) fn place(&mut self, list: &List, places: impl Iterator<Item = CuePlace>) {
        self.places.resize(list.start, None);
        self.places.extend(places.map(Some));
    }

    /// The finished set.
    pub(super) fn build(self) -> CueSet {
        // Cues that share a choice share the anchor.
        let mut numbers: BTreeMap<*const Choice, u32> = BTreeMap::new();
        let mut literals: BTreeMap<String, Looked> = BTreeMap::new();
        let mut anchors = Vec::with_capacity(self.rests.len());
        for rest in &self.rests {
            let anchor = anchor(rest).map(|choice| {
                let next = numbers.len() as u32;
                let number = *numbers.entry(Arc::as_ptr(choice)).or_insert(next);
                if number == next {
                    for literal in choice.literals() {
                        literals.entry(literal.clone()).or_default().anchors.push(number);
                    }
                }
                number
            });
            anchors.push(anchor);
        }
        for (beginning, cues) in self.beginnings {
            let looked = literals.entry(beginning).or_default();
            for cue in cues {
                if self.rests.get(cue).is_none_or(Vec::is_empty) {
                    looked.wholes.push(cue as u32);
                } else {
                    let anchor = anchors.get(cue).copied().flatten();
                    looked.begun.entry(anchor).or_default().push(cue as u32);
                }
            }
        }
        let mut set = CueSet {
            literals: Literals::new(literals.keys().map(String::as_str)),
            meanings: Vec::with_capacity(literals.len() + 1),
            wholes: Vec::new(),
            gates: Vec::new(),
            begun: Vec::new(),
            anchors: Vec::new(),
            anchor_count: numbers.len(),
            rests: self.rests,
            places: self.places,
        };
        for looked in literals.into_values() {
            set.meanings.push(set.meaning_of_next());
            set.wholes.extend(looked.wholes);
            for (anchor, cues) in looked.begun {
                let first = set.begun.len() as u32;
                set.begun.extend(cues.into_iter().map(|cue| {
                    let first = set.rests.get(cue as usize).and_then(|rest| rest.first());
                    Begun { cue, outlook: first.and_then(Element::outlook) }
                }));
                set.gates.push(Gate { anchor, cues: (first, set.begun.len() as u32) });
            }
            set.anchors.extend(looked.anchors);
        }
        set.meanings.push(set.meaning_of_next());
        set
    }
}

/// What of the elements behind a beginning stands in the fewest texts, to judge by its length.
fn anchor(rest: &[Element]) -> Option<&Arc<Choice>> {
    let shortest = |choice: &Choice| choice.literals().iter().map(String::len).min().unwrap_or(0);
    // A particle, or the end of a verb, stands nearly everywhere.
    let is_common = |literal: &String| {
        literal.chars().nth(2).is_none()
            && literal.chars().all(|c| Script::of(c) == Script::Hiragana)
    };
    let choices = rest.iter().map(|element| &element.choice);
    choices
        .filter(|choice| !choice.literals().iter().any(is_common))
        .max_by_key(|choice| shortest(choice))
}

impl CueSet {
    /// Where a cue is written, if it comes from a file.
    pub(super) fn place(&self, cue: usize) -> Option<CuePlace> {
        self.places.get(cue).copied().flatten()
    }

    /// What a literal that is added next would mean.
    fn meaning_of_next(&self) -> Meaning {
        Meaning {
            whole: self.wholes.len() as u32,
            gate: self.gates.len() as u32,
            anchor: self.anchors.len() as u32,
        }
    }

    /// What finding a literal means: where that starts and ends.
    fn meaning(&self, literal: usize) -> Option<(Meaning, Meaning)> {
        Some((*self.meanings.get(literal)?, *self.meanings.get(literal + 1)?))
    }

    /// Every place where a cue stands in `text`, by start, then number.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let mut places: Vec<(u32, u32, u32)> = Vec::new();
        let mut standing = Standing::none(self.anchor_count);
        let mut most = 0;
        self.literals.each(text, |start, end, literal| {
            let Some((from, to)) = self.meaning(literal) else { return true };
            for anchor in part(&self.anchors, (from.anchor, to.anchor)) {
                standing.add(*anchor);
            }
            if to.whole > from.whole || to.gate > from.gate {
                places.push((start as u32, end as u32, literal as u32));
                most += (to.whole - from.whole) as usize + 1;
            }
            true
        });
        places.sort_unstable();
        let mut hits = Vec::with_capacity(most);
        let mut ahead = Ahead::default();
        for (start, end, literal) in places {
            let Some((from, to)) = self.meaning(literal as usize) else { continue };
            let (start, end) = (start as usize, end as usize);
            let wholes = part(&self.wholes, (from.whole, to.whole));
            hits.extend(wholes.iter().map(|cue| Hit { cue: *cue as usize, start, end }));
            for gate in part(&self.gates, (from.gate, to.gate)) {
                if gate.anchor.is_some_and(|anchor| !standing.has(anchor)) {
                    continue;
                }
                for begun in part(&self.begun, gate.cues) {
                    let end = self.end(text, end, begun, &mut ahead);
                    let cue = begun.cue as usize;
                    hits.extend(end.map(|end| Hit { cue, start, end }));
                }
            }
        }
        // They come by start.
        for here in hits.chunk_by_mut(|one, other| one.start == other.start) {
            if here.len() == 1 {
                continue;
            }
            here.sort_unstable_by_key(|hit| (hit.cue, hit.end));
        }
        hits.dedup_by_key(|hit| (hit.start, hit.cue));
        hits
    }

    /// The first hit of what a literal that stands in the text is or begins.
    fn first_of(
        &self,
        text: &str,
        (start, end, literal): (usize, usize, usize),
        ahead: &mut Ahead,
    ) -> Option<Hit> {
        let (from, to) = self.meaning(literal)?;
        if let Some(cue) = part(&self.wholes, (from.whole, to.whole)).first() {
            return Some(Hit { cue: *cue as usize, start, end });
        }
        let gates = part(&self.gates, (from.gate, to.gate)).iter();
        let mut begun = gates.flat_map(|gate| part(&self.begun, gate.cues));
        begun.find_map(|begun| {
            let end = self.end(text, end, begun, ahead)?;
            Some(Hit { cue: begun.cue as usize, start, end })
        })
    }

    /// Where a cue ends whose beginning ends at a byte of the text.
    #[inline]
    fn end(&self, text: &str, at: usize, begun: &Begun, ahead: &mut Ahead) -> Option<usize> {
        let may_follow = |outlook: &Outlook| ahead.may_follow(text, at, outlook);
        if !begun.outlook.as_ref().is_none_or(may_follow) {
            return None;
        }
        let rest = self.rests.get(begun.cue as usize).map_or(&[][..], Vec::as_slice);
        ahead.follow(text, at, rest)
    }

    /// The first cue that begins within the first `reach` bytes of `text`, of which no more is
    /// searched than that takes: what stands right behind something is asked for often.
    pub(super) fn begins(&self, text: &str, reach: usize) -> Option<Hit> {
        let window = text.get(..text.ceil_char_boundary(reach + self.literals.longest()))?;
        let mut first: Option<Hit> = None;
        let mut ahead = Ahead::default();
        self.literals.each(window, |start, end, literal| {
            if start <= reach && first.is_none_or(|first| start < first.start) {
                first = self.first_of(text, (start, end, literal), &mut ahead).or(first);
            }
            true
        });
        first
    }

    /// Whether any cue stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut is_found = false;
        let mut ahead = Ahead::default();
        self.literals.each(text, |start, end, literal| {
            is_found = self.first_of(text, (start, end, literal), &mut ahead).is_some();
            !is_found
        });
        is_found
    }
}

fn part<T>(all: &[T], (start, end): (u32, u32)) -> &[T] {
    all.get(start as usize..end as usize).unwrap_or_default()
}

/// The beginnings of a cue, long enough to be rare, and the elements behind them.
fn split(elements: Vec<Element>) -> Result<(Vec<String>, Vec<Element>), String> {
    let mut beginnings = vec![String::new()];
    let mut rest = elements.into_iter().peekable();
    while let Some(element) = rest.peek() {
        let shortest = beginnings.iter().map(String::len).min().unwrap_or(0);
        let is_long = shortest >= BEGINNING || (shortest > 0 && element.after_gap);
        if is_long
            || (shortest > 0
                && beginnings.len() * element.choice.literals().len() > MOST_BEGINNINGS)
        {
            break;
        }
        // A choice that begins with a piece left out would begin with the gap behind it.
        if element.after_gap {
            return Err("may begin with a gap; write what must stand before `…`".to_owned());
        }
        beginnings = beginnings
            .iter()
            .flat_map(|head| {
                element.choice.literals().iter().map(move |tail| format!("{head}{tail}"))
            })
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
