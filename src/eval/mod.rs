//! Judgements and metrics: how right extracted facts are, and how good a ranking is.
//!
//! Facts are held against gold labels ([`labels`], [`facts`], summed up by [`scores`], two runs by
//! [`changes`]). This part names nothing but the domain: who extracts and who searches is the
//! caller's business, so that any other program's output can be measured by the same rules.

pub mod changes;
pub mod facts;
pub mod labels;
pub mod scores;
