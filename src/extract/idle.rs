//! Cues that can add nothing, for those who check a lexicon: choices that a shorter one always
//! beats, cues that stand for the same as others, and spellings that no folded text has.

use std::collections::BTreeMap;

use crate::japanese::Folder;

use super::notation::{Pieces, pieces};

/// Phrases of a cue that are looked at; one that stands for more is let be.
const MOST_PHRASES: usize = 400;

/// The cues of a list that are wholly or partly idle: place in the list, and why.
///
/// Where only the presence of a cue counts, one that holds another is idle too.
pub(super) fn idle_cues(
    cues: &[&str],
    folder: &Folder,
    only_presence_counts: bool,
) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut phrases_of: Vec<Vec<Vec<String>>> = Vec::with_capacity(cues.len());
    for (number, cue) in cues.iter().enumerate() {
        let pieces = pieces(cue).unwrap_or_default();
        found.extend(beaten_choice(&pieces).map(|message| (number, message)));
        found.extend(unfolded(&pieces, folder).map(|message| (number, message)));
        let fold = |piece: &Pieces| -> Vec<String> {
            let joined = joined(piece).join("\n");
            folder.fold(&joined).text().split('\n').map(str::to_owned).collect()
        };
        phrases_of.push(pieces.iter().map(fold).collect());
    }
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, phrases) in phrases_of.iter().enumerate() {
        let [phrases] = phrases.as_slice() else { continue };
        let known = phrases.iter().filter_map(|phrase| owners.get(phrase.as_str()).copied());
        let known: Vec<usize> = known.collect();
        if let Some(first) = known.first()
            && known.len() == phrases.len()
        {
            let other = cues.get(*first).copied().unwrap_or_default();
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
                let other = cues.get(other).copied().unwrap_or_default();
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
fn beaten_choice(pieces: &[Pieces]) -> Option<String> {
    let last = pieces.last()?.last()?;
    let filled = || last.iter().filter(|literal| !literal.is_empty());
    let pair = filled().find_map(|long| {
        let short = filled().find(|short| *short != long && long.starts_with(short.as_str()))?;
        Some((short, long))
    });
    if let Some((short, long)) = pair {
        return Some(format!("`{long}` begins with `{short}`, which always wins; remove it"));
    }
    let is_idle = last.iter().any(String::is_empty) && filled().next().is_some();
    is_idle.then(|| "ends in what may be left out, which adds nothing; remove it".to_owned())
}

/// A phrase that folding turns into something the cue does not stand for.
fn unfolded(pieces: &[Pieces], folder: &Folder) -> Option<String> {
    let plain = Folder::default();
    for piece in pieces.iter().filter(|piece| piece.len() > 1) {
        let whole = joined(piece);
        if whole.is_empty() {
            continue;
        }
        let apart = |folder: &Folder| -> Vec<String> {
            let folded: Pieces = piece
                .iter()
                .map(|choice| {
                    let folded = folder.fold(&choice.join("\n"));
                    folded.text().split('\n').map(str::to_owned).collect()
                })
                .collect();
            joined(&folded)
        };
        let (varied, plainly) = (apart(folder), apart(&plain));
        let folded = folder.fold(&whole.join("\n"));
        for (number, folded) in folded.text().split('\n').enumerate() {
            let stands = [&varied, &plainly]
                .iter()
                .any(|all| all.get(number).is_some_and(|own| own == folded));
            if !stands {
                let phrase = whole.get(number).map_or("", String::as_str);
                return Some(format!(
                    "“{phrase}” is “{folded}” in folded text and never found; write it as a whole"
                ));
            }
        }
    }
    None
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
