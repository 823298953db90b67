//! How large a text may be, and how deep it may nest.

use crate::base::{Blame, Diagnostic};

/// Bytes of one statement at the most.
pub const MAX_STATEMENT: usize = 64 * 1024;

/// Bytes of a script at the most.
pub const MAX_SCRIPT: usize = 4 * 1024 * 1024;

/// Parentheses, clauses and definitions inside one another at the most.
pub const MAX_NESTING: usize = 64;

/// `SELECT …` of 100 KB
pub(super) fn too_large(what: &str, size: usize, limit: &str) -> Diagnostic {
    let message = format!("the {what} has {size} bytes; the limit is {limit}");
    Diagnostic::new(Blame::Question, "too-large", message)
        .help("ask in several questions, or name a part of it with `define` or `let`")
}
