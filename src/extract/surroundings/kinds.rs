//! Kinds read again: what sort of document a page is.

use crate::extract::kind::{is_template, verdicts};
use crate::extract::looks::{Looks, Sign};
use crate::extract::page::{Page, Shape};
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Kind;

use super::features::{Features, first, last};
use super::neighbours::{steps, up_to};
use super::weights::{Scores, Weights};

/// File of the weights.
pub(in crate::extract) const FILE: &str = "weights-kinds.tsv";

/// The kinds that a page may turn out to be; entries of digests are told by the digest.
pub(in crate::extract) const KINDS: [Kind; 6] =
    [Kind::None, Kind::Notice, Kind::FollowUp, Kind::Qa, Kind::Commentary, Kind::News];

/// Their names.
pub(in crate::extract) fn classes() -> [&'static str; 6] {
    KINDS.map(Kind::as_str)
}

/// Least probability with which a page that the rules take for none stays one, and with which another is none.
const LEAST_KEPT: f32 = 0.3;
const LEAST_ADDED: f32 = 0.5;

/// How much likelier another kind must be to stand in place of the one that the rules tell.
const MARGIN: f32 = 0.1;

/// Sentences at the beginning and the end of a page whose words are read.
const HEAD: usize = 6;
const TAIL: usize = 4;

/// Sentences whose ends, and lines whose beginnings, are read: what more of them say would drown all other signs.
const MOST_ENDS: usize = 60;

/// The names of [`verdicts`].
const VERDICTS: [&str; 5] = ["none", "own", "medium", "outsider", "follows"];

/// Tells kinds.
#[derive(Debug)]
pub(in crate::extract) struct KindReader {
    weights: Weights,
}

impl KindReader {
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self { weights: Weights::read(lexicon, FILE, &classes())? })
    }

    /// The kind of a page that looks so, of which the rules say `by_rule`.
    pub(in crate::extract) fn read(&self, page: &Page<'_>, looks: &Looks, by_rule: Kind) -> Kind {
        // Of a page that bears no sign nothing can be learned but how rare such pages are among the tagged ones.
        if self.weights.is_empty() || is_template(looks) || looks.are_blank() {
            return by_rule;
        }
        let features = features_of(page, looks, by_rule, false);
        let mut scores = Scores::default();
        let scores = self.weights.read_place(&features, &mut scores);
        let Some((none, others)) = scores.split_first() else { return by_rule };
        let least = if by_rule == Kind::None { LEAST_KEPT } else { LEAST_ADDED };
        if *none >= least {
            return Kind::None;
        }
        if page.document.in_digest {
            return Kind::DigestEntry;
        }
        // 第2報, 最終報告: a title that says so is believed, however like a first notice the rest is.
        if by_rule == Kind::FollowUp && looks.of(Sign::FollowUp).title {
            return by_rule;
        }
        let reporting = KINDS.iter().skip(1).zip(others);
        let with_margin =
            |kind: Kind, score: f32| score + if kind == by_rule { MARGIN } else { 0.0 };
        let likeliest = reporting.max_by(|(one, this), (other, that)| {
            with_margin(**one, **this).total_cmp(&with_margin(**other, **that))
        });
        likeliest.map_or(by_rule, |(kind, _)| *kind)
    }
}

/// The features of a page: its signs, its length, its title, how it begins and ends, and how its sentences end.
pub(in crate::extract) fn features_of(
    page: &Page<'_>,
    looks: &Looks,
    by_rule: Kind,
    is_named: bool,
) -> Features {
    let mut features = Features::new(is_named);
    // That it stands in a digest is known of entries alone.
    let by_rule = if by_rule == Kind::DigestEntry { Kind::News } else { by_rule };
    features.flag("by-rule", by_rule.as_str());
    if page.document.in_digest {
        features.flag("in-digest", "");
    }
    for (voice, score) in VERDICTS.iter().zip(verdicts(looks)) {
        steps(&mut features, voice, score as f32, -100.0, 12.0, 18);
    }
    of_signs(&mut features, looks);
    let counts = [
        ("sentences", looks.sentences),
        ("questions", looks.questions),
        ("incidents", looks.incidents),
        ("plain", looks.plain),
        ("polite", looks.polite),
        ("days", looks.days),
        ("admissions", looks.admissions),
        ("headings", looks.headings),
        ("items", looks.items),
        ("closings", looks.closings),
    ];
    for (name, count) in counts {
        steps(&mut features, name, (count as f32 + 1.0).log2(), 1.0, 0.5, 14);
    }
    of_words(&mut features, page);
    features
}

/// The signs that sentences bear: how many do, and where.
fn of_signs(features: &mut Features, looks: &Looks) {
    for (sign, tally) in looks.signs() {
        if tally.all == 0 {
            continue;
        }
        features.flag_of("all", sign, up_to(tally.all, 4));
        if tally.open > 0 {
            features.flag_of("open", sign, up_to(tally.open, 4));
        }
        for (bears, place) in [(tally.title, "title"), (tally.head, "head"), (tally.tail, "tail")] {
            if bears {
                features.flag_of(place, sign, "");
            }
        }
    }
}

/// The words of the title, of the first and the last sentences, and the ends of those up to [`MOST_ENDS`].
fn of_words(features: &mut Features, page: &Page<'_>) {
    let all = page.sentences.len();
    for (number, sentence) in page.sentences.iter().enumerate() {
        let text = page.sentence(number).trim_end();
        if number == 0 {
            features.runs("title", first(text, 60), 2..=3);
            features.runs("title-end", last(text, 12), 2..=3);
        } else if number < HEAD {
            features.runs("head", first(text, 50), 2..=3);
        } else if number + TAIL >= all {
            features.runs("tail", first(text, 50), 2..=3);
        }
        if number >= MOST_ENDS {
            continue;
        }
        if sentence.shape == Shape::Prose {
            features.runs("end", last(text, 8), 2..=3);
        } else if number > 0 {
            features.runs("line", first(text, 16), 2..=3);
        }
    }
}
