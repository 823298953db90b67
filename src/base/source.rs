//! Source text: a question, a script or a data file, with byte spans into it.

use std::ops::Range;
use std::sync::Arc;

/// A range of bytes in a [`Source`]. `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that contains both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span as a range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A text and its display name: `question`, a path, `<stdin>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name of the text in messages.
    pub name: Arc<str>,
    /// The text itself.
    pub text: Arc<str>,
    /// The number of its first line: 1, unless it is a part of a long file.
    pub first_line: usize,
}

impl Source {
    /// A source from its name and its text.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into(), first_line: 1 }
    }

    /// The same text as a part of a file that begins on this line.
    #[must_use]
    pub fn from_line(self, first_line: usize) -> Self {
        Self { first_line, ..self }
    }

    /// The text under a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + self.first_line;
        (line, before[line_start..].chars().count() + 1)
    }

    /// The span of a line (from 1), without blanks at its end; the empty span at the end of the text if there is no
    /// such line.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let mut start = 0;
        for (number, text) in self.text.split_inclusive('\n').enumerate() {
            if number + self.first_line == line {
                return Span::new(start, start + text.trim_end().len());
            }
            start += text.len();
        }
        Span::new(start, start)
    }
}
