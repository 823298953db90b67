//! The result itself, as JSON. Hostile characters are escaped, which JSON allows without loss.

use crate::audit::Report;
use crate::render::json::harmless;

/// One document, indented.
pub(super) fn write(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report).expect("a result is always JSON");
    harmless(&text) + "\n"
}
