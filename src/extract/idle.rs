//! Cues that can add nothing, for those who check a lexicon: choices that a shorter one always
//! beats, cues that stand for the same as others, and spellings that no folded text has.

use std::collections::BTreeMap;

use crate::japanese::Folder;

use super::notation::{Pieces, pieces};

/// Phrases of a cue that are looked at; one that stands for more is let be.
const MOST_PHRASES: usize = 400;

/// The cues of a list that are wholly or partly idle: place in the list, and why.
///
/// Each comes with how it is written, where shared choices go by their names; what only they bring along is no mistake of
/// the cue. Where only the presence of a cue counts, one that holds another is idle too.
pub(super) fn idle_cues(
    cues: &[(&str, &str)],
    folder: &Folder,
    only_presence_counts: bool,
) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let plain = Folder::default();
    let mut phrases_of: Vec<Vec<Vec<String>>> = Vec::with_capacity(cues.len());
    for (number, (cue, written)) in cues.iter().enumerate() {
        let pieces = pieces(cue).unwrap_or_default();
        found.extend(beaten_choice(&pieces, written).map(|message| (number, message)));
        if only_presence_counts && ends_in_option(&pieces) {
            let message = "ends in what may be left out, which adds nothing; remove it";
            found.push((number, message.to_owned()));
        }
        found.extend(unfolded(&pieces, folder).map(|message| (number, message)));
        // Literals stand as the variants have them and as they are written, see `CueSetBuilder`.
        let folders = [folder, &plain];
        let forms = |choice: &Vec<String>| -> Vec<String> {
            let mut forms: Vec<String> =
                folders.iter().flat_map(|folder| folded(choice, folder)).collect();
            forms.sort_unstable();
            forms.dedup();
            forms
        };
        let phrases = |piece: &Pieces| joined(&unbeaten(piece.iter().map(forms).collect()));
        phrases_of.push(pieces.iter().map(phrases).collect());
    }
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, phrases) in phrases_of.iter().enumerate() {
        let [phrases] = phrases.as_slice() else { continue };
        let known = phrases.iter().filter_map(|phrase| owners.get(phrase.as_str()).copied());
        let known: Vec<usize> = known.collect();
        if let Some(first) = known.first()
            && known.len() == phrases.len()
        {
            let other = cues.get(*first).map_or("", |(other, _)| other);
            found.push((
                number,
                format!("stands for nothing that `{other}` and others do not; remove it"),
            ));
            continue;
        }
        for phrase in phrases {
            owners.entry(phrase).or_insert(number);
        }
    }
    if only_presence_counts {
        for (number, phrases) in phrases_of.iter().enumerate() {
            if let Some(other) = held(number, phrases, &owners) {
                let other = cues.get(other).map_or("", |(other, _)| other);
                found.push((
                    number,
                    format!("holds `{other}`, which is found without it; remove it"),
                ));
            }
        }
    }
    found.sort();
    found
}

/// A cue of the list that stands in every phrase of some piece of another.
fn held(number: usize, pieces: &[Vec<String>], owners: &BTreeMap<&str, usize>) -> Option<usize> {
    let inner = |phrase: &str| {
        let starts: Vec<usize> = phrase.char_indices().map(|(at, _)| at).collect();
        let ends = || starts.iter().copied().skip(1).chain([phrase.len()]);
        starts.iter().find_map(|start| {
            ends().find_map(|end| {
                let part = phrase.get(*start..end)?;
                owners.get(part).copied().filter(|owner| *owner != number)
            })
        })
    };
    pieces.iter().find_map(|phrases| {
        let mut others = phrases.iter().map(|phrase| inner(phrase));
        let first = others.next()??;
        others.all(|other| other.is_some()).then_some(first)
    })
}

/// What is wrong with the last choice when a shorter alternative always wins over a longer one.
fn beaten_choice(pieces: &[Pieces], written: &str) -> Option<String> {
    let last = pieces.last()?.last()?;
    let mut own = last.iter().filter(|long| written.contains(long.as_str()));
    let (short, long) = own.find_map(|long| Some((beating(long, last)?, long)))?;
    Some(format!("`{long}` begins with `{short}`, which always wins; remove it"))
}

/// The literal of a choice that is found in place of a longer one.
fn beating<'c>(long: &str, choice: &'c [String]) -> Option<&'c String> {
    let mut filled = choice.iter().filter(|literal| !literal.is_empty());
    filled.find(|short| *short != long && long.starts_with(short.as_str()))
}

/// A piece without the literals of its last choice that a shorter one always beats.
fn unbeaten(mut piece: Pieces) -> Pieces {
    if let Some(last) = piece.last_mut() {
        let all = last.clone();
        last.retain(|literal| beating(literal, &all).is_none());
    }
    piece
}

/// Whether a cue ends in a choice that may be left out. Where it stands it makes the hit longer, and no other.
fn ends_in_option(pieces: &[Pieces]) -> bool {
    let last = pieces.last().and_then(|piece| piece.last());
    last.is_some_and(|last| last.len() > 1 && last.iter().any(String::is_empty))
}

/// A phrase that folding turns into something that no phrase of the cue is.
fn unfolded(pieces: &[Pieces], folder: &Folder) -> Option<String> {
    let plain = Folder::default();
    for piece in pieces.iter().filter(|piece| piece.len() > 1) {
        let whole = joined(piece);
        if whole.is_empty() {
            continue;
        }
        let apart = |folder: &Folder| -> Vec<String> {
            joined(&piece.iter().map(|choice| folded(choice, folder)).collect())
        };
        let (varied, plainly) = (apart(folder), apart(&plain));
        for (phrase, folded) in whole.iter().zip(folded(&whole, folder)) {
            if !varied.contains(&folded) && !plainly.contains(&folded) {
                return Some(format!(
                    "“{phrase}” is “{folded}” in folded text and never found; write it as a whole"
                ));
            }
        }
    }
    None
}

/// Literals folded each by itself.
fn folded(literals: &[String], folder: &Folder) -> Vec<String> {
    let folded = folder.fold(&literals.join("\n"));
    folded.text().split('\n').map(str::to_owned).collect()
}

/// The phrases that a piece stands for; none when they are too many.
fn joined(piece: &Pieces) -> Vec<String> {
    let number: usize = piece.iter().map(Vec::len).product();
    if number > MOST_PHRASES {
        return Vec::new();
    }
    piece.iter().fold(vec![String::new()], |heads, choice| {
        heads
            .iter()
            .flat_map(|head| choice.iter().map(move |tail| format!("{head}{tail}")))
            .collect()
    })
}
