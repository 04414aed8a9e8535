//! Integration tests, in one binary so that they link once.

mod cli;
mod facts;
mod labels;
mod layers;
