//! The result itself, as JSON. Hostile characters are escaped, which JSON allows without loss.

use std::io;

use crate::audit::Report;
use crate::base::spend;
use crate::render::json::escape_hostile;

/// One document, indented.
pub(super) fn write(report: &Report) -> String {
    let mut text = Vec::new();
    serde_json::to_writer_pretty(BudgetWriter(&mut text), report).expect("a result is always JSON");
    escape_hostile(&String::from_utf8(text).expect("JSON is text")) + "\n"
}

/// A writer that spends a step of the budget on each part.
struct BudgetWriter<'a>(&'a mut Vec<u8>);

impl io::Write for BudgetWriter<'_> {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        spend(1);
        self.0.write(part)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
