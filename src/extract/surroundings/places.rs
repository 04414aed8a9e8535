//! What the rules leave behind for the second reading of a page: the places at which they looked, and what they made of each.

use std::ops::Range;

use crate::report::{Affected, Categorised, Certainty, FacetPath, Milestone, VendorRole};

use super::super::calendar::DateAt;
use super::super::items::Row;
use super::super::milestones::Told;
use super::super::numbers::Quantity;
use super::super::stance::Stance;
use super::sentences::Tellings;

/// An organisation that a page names beside the one that suffered.
#[derive(Debug)]
pub(in crate::extract) struct Party {
    /// Its full name, as it is displayed.
    pub(in crate::extract) name: String,
    /// By what its name is compared with others.
    pub(in crate::extract) key: String,
    /// Where it is named, the first few.
    pub(in crate::extract) places: Vec<NamePlace>,
    /// How often it is named.
    pub(in crate::extract) times: usize,
    /// Whether it is one of those that never are third parties of an incident: investigators, authorities.
    pub(in crate::extract) is_uninvolved: bool,
}

/// A name in a sentence.
#[derive(Debug)]
pub(in crate::extract) struct NamePlace {
    /// Number of the sentence.
    pub(in crate::extract) sentence: usize,
    /// Its bytes.
    pub(in crate::extract) range: Range<usize>,
    /// Whether it carries a legal form.
    pub(in crate::extract) is_legal: bool,
    /// The part that words around it give it.
    pub(in crate::extract) role: Option<VendorRole>,
}

/// What is told of when on a page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Dated {
    /// What the words of the lexicon make of it, in the order of [`crate::report::Event::ALL`].
    pub(in crate::extract) milestones: Vec<Milestone>,
    /// The dates of its sentences.
    pub(in crate::extract) mentions: Vec<Mention>,
    /// What was told of them, of which the milestones were chosen.
    pub(in crate::extract) told: Vec<Told>,
}

/// A date in a sentence.
#[derive(Debug)]
pub(in crate::extract) struct Mention {
    /// Number of the sentence.
    pub(in crate::extract) sentence: usize,
    /// Where and which.
    pub(in crate::extract) at: DateAt,
}

/// The items of a page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Listed<'w> {
    /// What the words around them make of it: leaked ones first in reading order, then denied ones.
    pub(in crate::extract) data: Vec<Categorised>,
    /// Where items are named.
    pub(in crate::extract) places: Vec<ItemPlace<'w>>,
}

/// An item in a sentence.
#[derive(Debug)]
pub(in crate::extract) struct ItemPlace<'w> {
    /// What it is.
    pub(in crate::extract) value: &'w FacetPath,
    /// Number of the sentence.
    pub(in crate::extract) sentence: usize,
    /// Its bytes.
    pub(in crate::extract) range: Range<usize>,
    /// Those of the row that it stands in.
    pub(in crate::extract) row: Range<usize>,
    /// What the sentence, or what governs it, says of it.
    pub(in crate::extract) claim: Option<Stance>,
}

/// The items of rows in a sentence, of which nothing is claimed yet.
pub(in crate::extract) fn places_of<'w>(
    sentence: usize,
    rows: &[Row<'w>],
) -> impl Iterator<Item = ItemPlace<'w>> {
    rows.iter().flat_map(move |row| {
        row.items.iter().map(move |item| ItemPlace {
            value: item.value,
            sentence,
            range: item.start..item.end,
            row: row.place.clone(),
            claim: None,
        })
    })
}

/// The counts of a page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Counted {
    /// What the words around them make of it: the newest where the text corrects one, then the largest first.
    pub(in crate::extract) affected: Vec<Affected>,
    /// The numbers with a counter of its sentences.
    pub(in crate::extract) places: Vec<CountPlace>,
}

/// A number with its counter in a sentence.
#[derive(Debug, Clone)]
pub(in crate::extract) struct CountPlace {
    /// Number of the sentence.
    pub(in crate::extract) sentence: usize,
    /// Where and how much.
    pub(in crate::extract) quantity: Quantity,
    /// What the rules make of it.
    pub(in crate::extract) verdict: Verdict,
}

/// What the rules make of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Verdict {
    /// They did not look at it.
    Unread,
    /// It stands among advice, or under a heading that denies.
    Aside,
    /// It is that of an earlier incident, or of another.
    Precedent,
    /// Its sentence divides what others count.
    Breakdown,
    /// It counts those who saw, sent or searched.
    Viewers,
    /// It is a part, or another word for the next.
    Part,
    /// It counts others.
    Others,
    /// A later number replaces it.
    Replaced,
    /// Its words tell nothing.
    Untold,
    /// They deny it.
    Denied,
    /// It counts those affected only where no other number does.
    Weak,
    /// It counts those affected.
    Told,
    /// It does, and corrects another.
    Newest,
}

impl Verdict {
    /// Whether it counts those affected, if only weakly so.
    pub(in crate::extract) fn is_told(self) -> bool {
        matches!(self, Self::Weak | Self::Told | Self::Newest)
    }

    /// Name among what is known of a number.
    pub(in crate::extract) fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Aside => "aside",
            Self::Precedent => "precedent",
            Self::Breakdown => "breakdown",
            Self::Viewers => "viewers",
            Self::Part => "part",
            Self::Others => "others",
            Self::Replaced => "replaced",
            Self::Untold => "untold",
            Self::Denied => "denied",
            Self::Weak => "weak",
            Self::Told => "told",
            Self::Newest => "newest",
        }
    }
}

/// The causes of a page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Caused<'v> {
    /// What the rules make of it: stated and possible ones in reading order, then denied ones.
    pub(in crate::extract) causes: Vec<Categorised>,
    /// The causes that anything on the page speaks for.
    pub(in crate::extract) places: Vec<CausePlace<'v>>,
    /// The sentences that may tell a cause.
    pub(in crate::extract) heard: Vec<usize>,
}

impl<'v> Caused<'v> {
    /// Adds the causes that sentences tell of which nothing else speaks; `claim` says what a sentence makes of its cause,
    /// if it claims one.
    pub(in crate::extract) fn hear(
        &mut self,
        tellings: &Tellings<'v>,
        claim: impl Fn(usize) -> Option<Certainty>,
    ) {
        for telling in tellings.iter() {
            if self.places.iter().any(|place| place.value == telling.value) {
                continue;
            }
            let Some(certainty) = claim(telling.sentence) else { continue };
            let (sentence, goodness) = (telling.sentence, telling.odds);
            let spoken = vec![Spoken { sentence, how: How::Told, certainty, goodness, at: 0 }];
            self.places.push(CausePlace::spoken_alone(telling.value, spoken));
        }
    }
}

/// A cause that something on a page speaks for, and what does.
#[derive(Debug)]
pub(in crate::extract) struct CausePlace<'v> {
    /// Which.
    pub(in crate::extract) value: &'v FacetPath,
    /// Its rank among all mechanisms, from 0, and what it weighs by all that speaks for it; none of a route.
    pub(in crate::extract) weighed: Option<(usize, f32)>,
    /// Sentences that name it by words that need no others.
    pub(in crate::extract) namings: usize,
    /// Sentences that name it by words that meet.
    pub(in crate::extract) meetings: usize,
    /// Whether words name it in a section on causes.
    pub(in crate::extract) in_cause_section: bool,
    /// Odds of the sentence that tells it most firmly, and of that of the lead, as logarithms.
    pub(in crate::extract) odds: f32,
    pub(in crate::extract) lead_odds: f32,
    /// How much sentences tell it and name it beside the cause that they tell and name most, 1 at most.
    pub(in crate::extract) told_share: f32,
    pub(in crate::extract) named_share: f32,
    /// The sentences that speak for it, the firmest first.
    pub(in crate::extract) spoken: Vec<Spoken>,
}

impl<'v> CausePlace<'v> {
    /// A cause for which only these sentences speak, none by its words.
    fn spoken_alone(value: &'v FacetPath, spoken: Vec<Spoken>) -> Self {
        Self {
            value,
            weighed: None,
            namings: 0,
            meetings: 0,
            in_cause_section: false,
            odds: UNLIKE_ANY,
            lead_odds: 0.0,
            told_share: 0.0,
            named_share: 0.0,
            spoken,
        }
    }
}

/// The odds of a sentence that is like no example of a cause, as a logarithm.
pub(in crate::extract) const UNLIKE_ANY: f32 = -3.0;

/// A sentence that speaks for a cause.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Spoken {
    /// Number of the sentence.
    pub(in crate::extract) sentence: usize,
    /// How it does.
    pub(in crate::extract) how: How,
    /// What it makes of it.
    pub(in crate::extract) certainty: Certainty,
    /// How firmly: the logarithm of the odds that it tells it, or what stands for it where words name it.
    pub(in crate::extract) goodness: f32,
    /// The byte at which the words of a role begin.
    pub(in crate::extract) at: usize,
}

/// How a sentence speaks for a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum How {
    /// Words name it that need no others.
    Alone,
    /// Words name it together.
    Together,
    /// Words name it where nothing stronger does.
    Weakly,
    /// Words name it beside a cause that goes with it.
    Beside,
    /// It is like sentences that tell it.
    Like,
    /// Its characters are those of sentences that tell it.
    Told,
    /// Words could give a third party the role of a route.
    Role,
    /// It names a third party of a route.
    Vendor,
}

impl How {
    /// Name among what is known of a cause.
    pub(in crate::extract) fn as_str(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Together => "together",
            Self::Weakly => "weakly",
            Self::Beside => "beside",
            Self::Like => "like",
            Self::Told => "told",
            Self::Role => "role",
            Self::Vendor => "vendor",
        }
    }
}
