//! Judgements and metrics: how right extracted facts are, and how good a ranking is.
//!
//! Facts are held against gold labels ([`labels`], [`facts`]), summed up ([`scores`]) and compared
//! with those of an earlier run ([`changes`]). Rankings are held against judgements ([`trec`],
//! [`ranking`]) and compared by a paired test ([`paired`]). What a corpus is like
//! as text, [`mod@text`] tells.
//!
//! This part names nothing but the domain: who extracts and who searches is the caller's business,
//! so any other program's output can be measured by the same rules.

pub mod changes;
pub mod facts;
pub mod labels;
pub mod paired;
pub mod ranking;
pub mod scores;
pub mod text;
pub mod trec;
