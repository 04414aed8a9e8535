//! The `jiken` command.

fn main() {}
