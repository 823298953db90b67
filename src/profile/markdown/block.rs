//! A paragraph of Markdown: its words without markup, and the positions of words, links and references.

use indexmap::IndexSet;

use crate::base::Span;
use crate::profile::addresses::{addresses, without_addresses};
use crate::profile::markdown::marks;

/// A paragraph, or an entry of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct TextBlock {
    pub(super) headings: Vec<String>,
    words: String,
    /// Spans of the document, each with the offset in `words` where it begins.
    pieces: Vec<(usize, Span)>,
    /// The addresses of links, with their offsets in `words`.
    pub(super) links: Vec<(String, usize)>,
    /// The labels of references, with their offsets in `words`.
    pub(super) references: Vec<(String, usize)>,
    /// True after a reference was taken out: the next word must not join the last one.
    after_reference: bool,
    /// The offset of the open superscript.
    raised_from: Option<usize>,
    /// True for an entry of a list.
    pub(super) entry: bool,
    /// Its number, in a list with numbers.
    pub(super) number: Option<u64>,
    /// Whether its box is ticked, if it has one.
    pub(super) ticked: Option<bool>,
    /// The words that introduce its list, with their references.
    pub(super) lead: Option<Lead>,
    /// True if its last words introduce a list.
    pub(super) introduces: bool,
}

/// Words that introduce a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    pub(super) words: String,
    pub(super) refers: Vec<String>,
}

impl TextBlock {
    pub(super) fn new(headings: Vec<String>) -> Self {
        Self { headings, ..Self::default() }
    }

    /// True if it has no words, links or references.
    pub(super) fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.links.is_empty() && self.references.is_empty()
    }

    pub(super) fn words(&self) -> &str {
        &self.words
    }

    pub(super) fn text(&mut self, text: &str, span: Span) {
        if std::mem::take(&mut self.after_reference)
            && text.starts_with(char::is_alphanumeric)
            && !self.words.ends_with(char::is_whitespace)
            && !self.words.is_empty()
        {
            self.words.push(' ');
        }
        self.pieces.push((self.words.len(), span));
        self.words.push_str(text);
    }

    pub(super) fn refer(&mut self, label: &str) {
        self.references.push((label.to_owned(), self.words.len()));
        self.after_reference = true;
    }

    pub(super) fn link(&mut self, address: &str) {
        self.links.push((address.to_owned(), self.words.len()));
    }

    /// Ends a link. If its words are a number, it is a reference; in `[1][2]`, one link, they are a second reference.
    pub(super) fn end_link(&mut self, of_words: impl Fn(&str) -> Option<String>) {
        let Some((address, start)) = self.links.last().cloned() else {
            return;
        };
        let Some(words) = self.words.get(start..) else {
            return;
        };
        let label = words.trim_matches(['[', ']', ' ']).to_owned();
        if label.is_empty() || !label.chars().all(|c| c.is_ascii_digit()) {
            return;
        }
        self.links.pop();
        self.words.truncate(start);
        self.pieces.retain(|(from, _)| *from < start);
        if let Some(other) = of_words(&label) {
            self.refer(&other);
        }
        self.refer(&address);
    }

    pub(super) fn begin_superscript(&mut self) {
        self.raised_from = Some(self.words.len());
    }

    /// Ends a superscript: references, a power, or words of their own.
    pub(super) fn end_superscript(&mut self) {
        let Some(from) = self.raised_from.take().filter(|it| *it < self.words.len()) else {
            return;
        };
        let raised = self.words[from..].trim().to_owned();
        let before = &self.words[..from];
        if let Some(labels) = marks::labels(&raised) {
            if marks::may_be_power(before, &raised) {
                let power = marks::to_superscript(&raised);
                self.words.truncate(from);
                self.words.push_str(&power);
                return;
            }
            self.words.truncate(from);
            labels.iter().for_each(|label| self.refer(label));
            return;
        }
        match marks::is_ending(&raised) {
            true => {}
            // They are words of their own.
            false => self.words.insert(from, ' '),
        }
        self.after_reference = true;
    }

    /// The addresses of its links and in its words.
    pub(super) fn addresses(&self) -> Vec<String> {
        let linked = self.links.iter().map(|(address, _)| address.as_str());
        let written = addresses(&self.words).into_iter().map(|it| &self.words[it]);
        let all: IndexSet<&str> = linked.chain(written).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    /// The words without addresses: the name of a source.
    pub(super) fn label(&self) -> Option<String> {
        let bare = without_addresses(&self.words);
        let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = bare.trim_matches(['.', ',', ':', ';', '-', '–', '—', ' ', '(', ')', '<', '>']);
        (!bare.is_empty()).then(|| bare.to_owned())
    }

    /// The span in the document of a byte range of the words.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let at = |offset: usize| {
            let behind = self.pieces.partition_point(|(from, _)| *from <= offset).saturating_sub(1);
            let (from, span) = self.pieces.get(behind).copied().unwrap_or((0, Span::new(0, 0)));
            (span.start + offset.saturating_sub(from)).min(span.end)
        };
        Span::new(at(start), at(end.saturating_sub(1)).saturating_add(1).max(at(start)))
    }
}
