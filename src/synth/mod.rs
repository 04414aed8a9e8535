//! A seeded generator of realistic reports, with gold labels.
//!
//! What texts are made of (phrases, words, parts of names) is data in the folder `synth/`, built into
//! the program; [`Generator`] makes up incidents and the reports on them; [`write()`] writes a corpus.
//! An incident is a function of seed and number alone, so a smaller corpus is the beginning of a larger
//! one, and neither threads nor machines make a difference. Labels are right by construction: a
//! sentence states what its slots were filled with.

mod affected;
mod article;
mod calendar;
mod incident;
mod label;
mod layout;
mod markup;
mod names;
mod notice;
mod page;
mod pattern;
mod phrasebook;
mod questions;
mod report;
mod rng;
mod write;

pub use markup::{Charset, Encodings};
pub use phrasebook::PhraseError;
pub use report::{Generator, Sheet, Written};
pub use write::{Labelled, Order, Summary, SynthError, TakeLabel, Target, write};

#[cfg(test)]
mod tests;
