//! The numbers of the ranking, in one place. `docs/ranking.md` tells how they were chosen.

/// Weight of a word in the title on top of its weight in the whole text.
pub(super) const TITLE: f32 = 0.3;

/// Weight of a word in formulas and advice, which say little of one incident.
pub(super) const ASIDE: f32 = 0.3;

/// How the scores of words blend, see [`super::blend::Blend`].
pub(super) const WORDS_EXPONENT: f32 = 0.5;

/// How the scores of pairs of characters blend.
pub(super) const CHARACTERS_EXPONENT: f32 = 0.7;

/// Weight of the character view beside the words.
pub(super) const CHARACTERS: f32 = 0.5;

/// Weight of a word that only begins as typed.
pub(super) const BEGINNING: f32 = 0.5;

/// Share of the words that must match when several of them must.
pub(super) const SEVERAL: f64 = 0.3;

/// Share of its score that a page loses which tells of no incident, where all others do. It loses less
/// where fewer do: then it is likelier that such a page is looked for.
pub(super) const NO_INCIDENT: f32 = 0.4;
