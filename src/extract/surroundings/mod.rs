//! The second reading of a page: what surrounds each place, weighed.
//!
//! Rules claim facts by words that somebody thought of; authors find others. So every date, item and number is read
//! again: what stands before and behind it, the heading above, its section and what the rules say of it become
//! [`features`], and a logistic regression learned from tagged reports ([`super::learn`]) tells what the place states.
//! The kind of the page, its causes and who suffered are read so, too, by all that speaks for each.
//! Without a file of weights the rules stand as they are.

pub(super) mod causes;
pub(super) mod counts;
pub(super) mod dates;
mod features;
pub(super) mod items;
pub(super) mod kinds;
mod neighbours;
pub(super) mod organisations;
mod places;
pub(super) mod sentences;
pub(super) mod stories;
mod table;
pub(super) mod vendors;
mod weights;

pub(super) use features::Features;
pub(super) use places::{
    CausePlace, Caused, CountPlace, Counted, Dated, How, ItemPlace, Listed, Mention, NamePlace,
    Party, Spoken, UNLIKE_ANY, Verdict, places_of,
};
pub(super) use sentences::{Gathering, Tellings};
pub(super) use weights::ALWAYS;

use crate::lexicon::{Lexicon, LexiconError};

/// What reads a page again.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) dates: dates::DateReader,
    pub(super) items: items::ItemReader,
    pub(super) counts: counts::CountReader,
    pub(super) vendors: vendors::VendorReader,
    pub(super) sentences: sentences::SentenceReader,
    pub(super) causes: causes::CauseReader,
    pub(super) kinds: kinds::KindReader,
    pub(super) organisations: organisations::OrganisationReader,
}

impl Surroundings {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        Ok(Self {
            dates: dates::DateReader::new(lexicon)?,
            items: items::ItemReader::new(lexicon)?,
            counts: counts::CountReader::new(lexicon)?,
            vendors: vendors::VendorReader::new(lexicon)?,
            sentences: sentences::SentenceReader::new(lexicon)?,
            causes: causes::CauseReader::new(lexicon)?,
            kinds: kinds::KindReader::new(lexicon)?,
            organisations: organisations::OrganisationReader::new(lexicon)?,
        })
    }
}
