//! The `caveat` program.

fn main() {}
