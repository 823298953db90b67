//! What changed between two states of the facts → text, Markdown or JSON.

mod markdown;
mod text;
mod wording;

use crate::audit::diff::Difference;
use crate::render::json::escape_hostile;

/// A format of differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiffFormat {
    /// For people at a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// One document: `docs/diff.schema.json`.
    Json,
}

/// Writes the difference in a format.
#[must_use]
pub fn difference(difference: &Difference, format: DiffFormat) -> String {
    match format {
        DiffFormat::Text => text::write(difference),
        DiffFormat::Markdown => markdown::write(difference),
        DiffFormat::Json => {
            let text = serde_json::to_string_pretty(difference);
            escape_hostile(&text.expect("a difference is always JSON")) + "\n"
        }
    }
}
