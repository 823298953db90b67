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
    /// What the rows are of, in the plural: `claims`.
    pub noun: String,
    /// The same of one: `claim`.
    pub singular: String,
    /// How many things the rows speak of; several rows may be of one thing.
    pub things: usize,
    /// The things that were asked for, in order: those of `which`, the one of `describe`. None where
    /// the rows are of something else.
    pub subjects: Option<Vec<NamedNode>>,
    /// What the records say to the assurance that was asked about, row by row; empty where none was.
    pub answers: Vec<CellView>,
}

/// The heading of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub text: String,
    /// True when the column holds the things themselves: short IRIs for people, whole ones in
    /// records.
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

/// A term, with the words that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayTerm {
    /// The term, exactly as the data writes it.
    pub term: Term,
    /// A label for a thing; the text of a literal.
    pub text: String,
    /// What ordinary speech leaves the thing out for, where it is listed all the same: `draft`.
    pub left_out: Option<String>,
}

impl DisplayTerm {
    /// The words, with what the thing is left out for otherwise: `The API never trains. (draft)`.
    #[must_use]
    pub fn display_text(&self) -> Cow<'_, str> {
        match &self.left_out {
            Some(word) => format!("{} ({word})", self.text).into(),
            None => self.text.as_str().into(),
        }
    }
}
