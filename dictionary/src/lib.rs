//! IPADIC, embedded.
