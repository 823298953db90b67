//! Numbers with their nouns.

use std::fmt::Display;

/// `1 finding`, `2 findings`; only for nouns that take an `s`.
pub fn format_count<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let ending = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
