//! Japanese text to terms: folding with a way back to the original, then morphological analysis.
//!
//! Nothing here knows a search engine.

mod fold;

pub use fold::{Folded, Folder};
