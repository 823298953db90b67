//! Pasted text of several lines: splits it into statements, which are answered one by one, so that a fault in one does
//! not swallow the lines after it.

use std::collections::VecDeque;

use crate::app::damage::unless_damaged;
use crate::lang::{is_long_statement, opens_statement};
use crate::session::Session;

/// Lines waiting to be answered.
#[derive(Debug, Default)]
pub(super) struct PastedLines {
    lines: VecDeque<String>,
}

impl PastedLines {
    /// The lines of a pasted text.
    pub(super) fn of(text: &str) -> Self {
        Self { lines: text.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect() }
    }

    /// The number of waiting lines that are not blank.
    pub(super) fn count(&self) -> usize {
        self.lines.iter().filter(|line| !line.trim().is_empty()).count()
    }

    /// The next command, or the lines of the next statement; `None` if nothing waits.
    ///
    /// A statement ends before an empty line, a command, or a word that begins a statement, and where it is complete
    /// and the next line is a question by itself.
    pub(super) fn next(&mut self, session: &Session) -> Option<String> {
        while self.lines.front().is_some_and(|line| line.trim().is_empty()) {
            self.lines.pop_front();
        }
        let mut text = self.lines.pop_front()?;
        if text.trim_start().starts_with('.') {
            return Some(text);
        }
        if is_long_statement(&text) {
            self.add_all(&mut text);
            return Some(text);
        }
        while let Some(next) = self.lines.front() {
            let ends = next.trim().is_empty() || opens_statement(next) || is_command(next);
            if ends || !goes_on(&text, next, session) {
                break;
            }
            text.push('\n');
            text.push_str(next);
            self.lines.pop_front();
        }
        Some(text)
    }

    /// Appends the lines up to the next command: checks and SPARQL may contain empty lines, and words that begin a
    /// statement.
    fn add_all(&mut self, text: &mut String) {
        while let Some(next) = self.lines.front().filter(|line| !is_command(line)) {
            text.push('\n');
            text.push_str(next);
            self.lines.pop_front();
        }
    }
}

/// True for a line like `.help`, with a letter after the dot, since SPARQL has lines that begin with a dot, too.
fn is_command(line: &str) -> bool {
    let name = line.trim().strip_prefix('.');
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// True if a line continues the text before it.
fn goes_on(text: &str, line: &str, session: &Session) -> bool {
    let indented = line.starts_with([' ', '\t']);
    let read_together = || {
        let both = format!("{text}\n{line}");
        // A line that is a question by itself does not continue a complete one.
        session.is_incomplete(text)
            || !session.is_readable(line) && (session.is_readable(&both) || session.is_incomplete(&both))
    };
    // Whoever answers the text reports a damaged index.
    indented || unless_damaged(read_together).unwrap_or(false)
}
