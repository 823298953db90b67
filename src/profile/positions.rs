//! Byte offsets of a text → lines and characters, without reading the text each time.

use crate::base::Span;

/// Bytes between two offsets whose characters are counted in advance.
const STEP: usize = 1024;

/// An index of the lines and characters of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions {
    /// Offsets of the line breaks.
    breaks: Vec<usize>,
    /// The number of characters before each multiple of `STEP`.
    characters: Vec<usize>,
}

impl Positions {
    pub(super) fn of(text: &str) -> Self {
        let mut positions = Self::default();
        let mut characters = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                positions.characters.push(characters);
            }
            if byte == b'\n' {
                positions.breaks.push(at);
            }
            // Every byte except a continuation byte of UTF-8 begins a character.
            characters += usize::from(byte & 0xc0 != 0x80);
        }
        positions.characters.push(characters);
        positions
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.breaks.partition_point(|it| *it < at) + 1
    }

    /// The number of characters before the start and before the end of a span.
    pub(super) fn characters(&self, text: &str, span: Span) -> (usize, usize) {
        let before = |at: usize| {
            let step = at / STEP;
            let rest = &text.as_bytes()[step * STEP..at];
            self.characters[step] + rest.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
        };
        (before(span.start), before(span.end))
    }
}
