//! Rows of invented sentences, each with the facts expected of it.
