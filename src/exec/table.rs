//! The rows of an answer: cells of terms as they are shown.

use std::borrow::Cow;

use oxigraph::model::{NamedNode, Term};

use crate::exec::cell_view::CellView;

/// Rows under headings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One for each cell of a row.
    pub headings: Vec<Heading>,
    /// The rows, in order.
    pub rows: Vec<TableRow>,
    /// The plural noun for the rows: `claims`.
    pub noun: String,
    /// The singular noun: `claim`.
    pub singular: String,
    /// How many things the rows are about; one thing may have several rows.
    pub things: usize,
    /// The things that were asked for, in order: those of `which`, the one of `describe`. `None` if the rows are about
    /// something else.
    pub subjects: Option<Vec<NamedNode>>,
    /// What the records say about the assurance that was asked for, row by row; empty if none was.
    pub answers: Vec<CellView>,
}

/// The heading of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub text: String,
    /// True if the column holds the things themselves: short IRIs for people, full ones in records.
    pub iri: bool,
}

impl Heading {
    /// A heading of values.
    #[must_use]
    pub fn of_values(text: impl Into<String>) -> Self {
        Self { text: text.into(), iri: false }
    }

    /// A heading of things.
    #[must_use]
    pub fn of_things(text: impl Into<String>) -> Self {
        Self { text: text.into(), iri: true }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// The cells, one for each heading.
    pub cells: Vec<TableCell>,
}

/// The values of a cell; empty when there is none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableCell {
    /// The values, each once.
    pub values: Vec<DisplayTerm>,
}

impl TableCell {
    /// A cell of plain words.
    #[must_use]
    pub fn of_text(text: impl Into<String>) -> Self {
        let text = text.into();
        let term = oxigraph::model::Literal::new_simple_literal(text.as_str()).into();
        Self { values: vec![DisplayTerm { term, text, left_out: None }] }
    }
}

/// A term, with its display text.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayTerm {
    /// The term, exactly as the data writes it.
    pub term: Term,
    /// A label for a thing; the text of a literal.
    pub text: String,
    /// Why the thing is normally left out, if it is listed all the same: `draft`, `of no kind`.
    pub left_out: Option<String>,
}

impl DisplayTerm {
    /// The text, followed by why the thing is normally left out: `The API never trains. (draft)`.
    #[must_use]
    pub fn display_text(&self) -> Cow<'_, str> {
        match &self.left_out {
            Some(word) => format!("{} ({word})", self.text).into(),
            None => self.text.as_str().into(),
        }
    }
}
