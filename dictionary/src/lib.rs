//! IPADIC (mecab-ipadic 2.7.0-20070801) embedded in the binary, in the form that lindera reads.
//!
//! A crate of its own, so that no edit of `jiken` builds it again. It holds data and one function.
//! The dictionary is under the licence in `NOTICE`, which must go wherever the data goes.
//!
//! A word has the details part of speech (two levels), base form (`*` if it is the word itself) and
//! reading.

use lindera_dictionary::LinderaResult;
use lindera_dictionary::dictionary::Dictionary;

/// The licence notice of the dictionary data (NAIST and ICOT), verbatim.
pub const NOTICE: &str = include_str!("../NOTICE");

/// The dictionary; its large parts are read in place, so this takes about a millisecond.
///
/// # Errors
///
/// Only if the data was built for another version of lindera than the one linked.
pub fn load() -> LinderaResult<Dictionary> {
    embedded::load()
}

mod embedded {
    lindera_dictionary::embedded_dictionary!("/ipadic", EmbeddedIpadic);
}
