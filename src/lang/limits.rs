//! How large a text may be, and how deep it may nest.

use crate::base::{Blame, Code, Diagnostic};

/// Most bytes of one statement.
pub const MAX_STATEMENT: usize = 64 * 1024;

/// Most bytes of a script.
pub const MAX_SCRIPT: usize = 4 * 1024 * 1024;

/// Deepest nesting of parentheses and clauses; with definitions expanded, four times as deep.
pub const MAX_NESTING: usize = 64;

/// `SELECT …` of 100 KB
pub(super) fn too_large(what: &str, size: usize, limit: &str) -> Diagnostic {
    let message = format!("the {what} has {size} bytes; the limit is {limit}");
    Diagnostic::new(Blame::Question, Code::TooLarge, message)
        .help("shorten or split it; in a question, `define` or `let` can name a part")
}
