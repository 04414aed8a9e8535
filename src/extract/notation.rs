//! How cues are written: literal text, `(甲|乙)` for a choice, which may hold others, `(甲)?` for what may be
//! left out, `…` for a gap. The signs themselves are written `（`, `｜` and `？`.

/// Most phrases that the alternatives of a choice may stand for.
const MOST_PHRASES: usize = 2_000;

/// What is wrong with a cue that looks for nothing.
pub(super) const EMPTY: &str =
    "an empty cue or an empty end of a gap; write the phrase to look for";

/// A part of a cue as it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Plain(String),
    /// What stands within the brackets of a choice, and whether it may be left out.
    Choice(String, bool),
}

impl Part {
    /// The literals that it stands for; a choice may hold others.
    pub(super) fn literals(&self) -> Result<Vec<String>, String> {
        let (inside, is_optional) = match self {
            Self::Plain(text) => return Ok(vec![text.clone()]),
            Self::Choice(inside, is_optional) => (inside, *is_optional),
        };
        let mut literals = Vec::new();
        let mut depth = 0_usize;
        let alternatives = inside.split(|c: char| {
            depth += usize::from(c == '(');
            depth = depth.saturating_sub(usize::from(c == ')'));
            c == '|' && depth == 0
        });
        for alternative in alternatives {
            if alternative.is_empty() {
                return Err(
                    "holds an empty choice; write `(a)?` for what may be left out".to_owned()
                );
            }
            let mut heads = vec![String::new()];
            for part in parts(alternative)? {
                let tails = part.literals()?;
                heads = heads
                    .iter()
                    .flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")))
                    .collect();
                if heads.len() > MOST_PHRASES {
                    return Err(
                        "stands for too many phrases; split it into several cues".to_owned()
                    );
                }
            }
            literals.append(&mut heads);
        }
        literals.extend(is_optional.then(String::new));
        Ok(literals)
    }
}

/// The literals of each part of a piece of a cue, in order.
pub(super) type Pieces = Vec<Vec<String>>;

/// What a cue stands for as it is written, piece by piece between its gaps.
pub(super) fn pieces(cue: &str) -> Result<Vec<Pieces>, String> {
    let literals = |piece| parts(piece)?.iter().map(Part::literals).collect();
    cue.split('…').map(literals).collect()
}

/// The parts of a cue as written, each with whether a gap stands before it.
pub(super) fn parse(cue: &str) -> Result<Vec<(Part, bool)>, String> {
    if cue.contains('\n') {
        return Err("holds a line break, which no sentence does; write it without".to_owned());
    }
    let mut all = Vec::new();
    for (number, piece) in cue.split('…').enumerate() {
        let parts = parts(piece)?;
        if parts.is_empty() {
            return Err(EMPTY.to_owned());
        }
        let gaps = std::iter::once(number > 0).chain(std::iter::repeat(false));
        all.extend(parts.into_iter().zip(gaps));
    }
    Ok(all)
}

/// The parts of a piece without gaps.
fn parts(piece: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = piece;
    while let Some((plain, tail)) = rest.split_once('(') {
        if !plain.is_empty() {
            parts.push(Part::Plain(plain.to_owned()));
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
        let inside = tail.get(..close).unwrap_or_default().to_owned();
        parts.push(Part::Choice(inside, after.starts_with('?')));
        rest = after.strip_prefix('?').unwrap_or(after);
    }
    if !rest.is_empty() {
        parts.push(Part::Plain(rest.to_owned()));
    }
    let is_astray =
        |part: &Part| matches!(part, Part::Plain(text) if text.contains(['|', ')', '{', '}', '?']));
    if parts.iter().any(is_astray) {
        return Err(
            "has a sign outside of a choice; write `(a|b)` or `(a)?`, or ）, ｜ and ？ for the characters"
                .to_owned(),
        );
    }
    Ok(parts)
}
