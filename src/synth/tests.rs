//! The generator from outside.
