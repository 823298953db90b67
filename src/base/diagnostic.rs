//! The one type of message: what is wrong, where, what was expected, what to do next.

use crate::base::{Code, Source, Span};

/// Who has to act on a diagnostic. It decides the exit code of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The question, the script or the command line is wrong: exit 2.
    Question,
    /// No complete answer can be given: limits, empty data: exit 3.
    Undetermined,
    /// The data is malformed: exit 4.
    Data,
    /// Reading or writing failed: exit 5.
    Io,
    /// A defect of this program: exit 70.
    Bug,
}

/// Where a diagnostic points: a source and the labelled spans in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledSource {
    /// The text that it points into.
    pub source: Source,
    /// The spans; the first is the main one.
    pub labels: Vec<Label>,
}

/// A span with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words pointed at.
    pub span: Span,
    /// The label under them; may be empty.
    pub text: String,
}

/// One message for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable code, `unknown-word`, that documentation and tests refer to.
    pub code: Code,
    /// Who has to act.
    pub blame: Blame,
    /// One sentence: lower case, no full stop, backticks round what was typed.
    pub message: String,
    /// The places that it is about, the main one first.
    pub places: Vec<LabelledSource>,
    /// What to do next, one line each.
    pub help: Vec<String>,
    /// True if more text could complete the question: the prompt then asks for another line.
    pub incomplete: bool,
}

impl Diagnostic {
    /// A message without a place yet.
    #[must_use]
    pub fn new(blame: Blame, code: Code, message: impl Into<String>) -> Self {
        Self { code, blame, message: message.into(), places: Vec::new(), help: Vec::new(), incomplete: false }
    }

    /// Points at `span` of `source`, with a label under it.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span, label: impl Into<String>) -> Self {
        let label = Label { span, text: label.into() };
        match self.places.last_mut() {
            Some(place) if place.source == *source => place.labels.push(label),
            _ => self.places.push(LabelledSource { source: source.clone(), labels: vec![label] }),
        }
        self
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds the file and the line of the fact that it is about, if they are known.
    #[must_use]
    pub fn at_location(self, place: Option<(&str, u32)>) -> Self {
        match place {
            Some((file, line)) => self.help(format!("{file}:{line}")),
            None => self,
        }
    }

    /// Marks that more text could complete the question.
    #[must_use]
    pub fn incomplete(mut self) -> Self {
        self.incomplete = true;
        self
    }

    /// The first byte of the main span, for choosing among readings; 0 without a place.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.places.first().and_then(|place| place.labels.first()).map_or(0, |label| label.span.start)
    }
}
