//! Finds the position of a passage in a text by its digest alone.

use std::collections::{BTreeMap, HashMap};

use crate::passage::normal::{NormalText, normalize};
use crate::passage::{Anchor, digest};

/// A text in which passages are searched.
#[derive(Debug)]
pub struct SearchableText {
    normal: NormalText,
    /// The byte offset of each code point of the normal form, and the end.
    bytes: Vec<usize>,
    /// The code points at which words begin, ascending.
    starts: Vec<usize>,
}

impl SearchableText {
    /// Prepares a text for searching.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let normal = normalize(text);
        let mut bytes: Vec<usize> = normal.text().char_indices().map(|(byte, _)| byte).collect();
        bytes.push(normal.text().len());
        let letters: Vec<char> = normal.text().chars().collect();
        let starts = (0..letters.len()).filter(|at| *at == 0 || letters[at - 1] == ' ');
        let starts = starts.collect();
        Self { normal, bytes, starts }
    }

    /// For each passage, the byte offsets in the raw text at which it begins, ascending. Hashes every window from the
    /// start of a word to the end of a word, once for each distinct length of a passage.
    #[must_use]
    pub fn passage_offsets(&self, anchors: &[Anchor]) -> Vec<Vec<usize>> {
        let mut wanted: BTreeMap<usize, HashMap<&str, Vec<usize>>> = BTreeMap::new();
        for (at, anchor) in anchors.iter().enumerate() {
            wanted.entry(anchor.length).or_default().entry(&anchor.digest).or_default().push(at);
        }
        let mut places = vec![Vec::new(); anchors.len()];
        for (length, digests) in wanted {
            let is_end = |end: usize| self.bytes.get(end).is_some_and(|byte| ends_word(self.normal.text(), *byte));
            for start in self.starts.iter().copied().filter(|start| is_end(start.saturating_add(length))) {
                let window = &self.normal.text()[self.bytes[start]..self.bytes[start + length]];
                for at in digests.get(digest(window).as_str()).into_iter().flatten() {
                    places[*at].push(self.normal.raw_offset(start));
                }
            }
        }
        places
    }
}

/// True if a word of a text in normal form ends before a byte.
fn ends_word(text: &str, byte: usize) -> bool {
    byte > 0 && !text[..byte].ends_with(' ') && (byte == text.len() || text[byte..].starts_with(' '))
}
