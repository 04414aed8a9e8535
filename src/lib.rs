//! `jiken` (事件): full-text search over Japanese incident reports.
//!
//! One document, from file to hit: [`corpus`] walks a folder, decodes and splits files into
//! [`report::Document`]s; [`extract`] finds their facts; [`index`] writes both to disk;
//! [`ingest`] runs the three in parallel.
//!
//! [`synth`] makes up corpora of any size, with labels.
//!
//! One query, from text to printed snippet: [`query`] parses what was typed; [`search`] lowers it
//! to the engine, ranks, counts facets and cuts snippets; [`wire`] and [`cli`] put it out.

pub mod report;
pub mod lexicon;
pub mod japanese;
pub mod taxonomy;
pub mod query;
pub mod corpus;
pub mod extract;
pub mod index;
pub mod search;
pub mod eval;
pub mod synth;
pub mod ingest;
pub mod wire;
pub mod cli;
