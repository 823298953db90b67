//! Answers: plain data, complete or not there at all.

use oxigraph::model::{NamedNode, Term, Triple};

use crate::exec::argument::Argument;
use crate::exec::loss::Loss;
use crate::exec::reason::Why;

/// The answer to one statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was found.
    pub body: Body,
    /// What a reader has to know besides: what was left out, what an empty answer rests on.
    pub notes: Vec<String>,
    /// How many things of the kind there are at all; none where no kind is asked about. Nothing may
    /// be concluded from an empty answer when this is zero.
    pub examined: Option<u64>,
    /// How many things could not be judged, because a value that the question compares is not there;
    /// none when there was no time to count them. The session counts them.
    pub unjudged: Option<u64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Rows.
    Table(Table),
    /// A number of things: the noun in its number, and the number.
    Count {
        /// `claims`
        noun: String,
        /// How many.
        count: u64,
    },
    /// Yes or no, with the number of things that it rests on.
    YesNo {
        /// The answer.
        yes: bool,
        /// How many there are; none for a SPARQL `ASK`.
        count: Option<u64>,
    },
    /// The triples of a SPARQL `CONSTRUCT` or `DESCRIBE`.
    Triples(Vec<Triple>),
    /// Why something is so of one thing, or is not.
    Why(Box<Why>),
    /// The evidence of one thing.
    Argument(Box<Argument>),
    /// What would lose support without one thing.
    Loss(Box<Loss>),
    /// A definition was understood: the sentence that says it.
    Defined(String),
}

/// Rows under headings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One for each cell of a row.
    pub headings: Vec<Heading>,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// What the rows are of, in the plural: `claims`.
    pub noun: String,
    /// The same of one: `claim`.
    pub singular: String,
    /// How many things the rows speak of; several rows may be of one thing.
    pub things: usize,
    /// The things that were asked for, in order: those of `which`, the one of `describe`. None where
    /// the rows are of something else.
    pub subjects: Option<Vec<NamedNode>>,
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
pub struct Row {
    /// The cells, one for each heading.
    pub cells: Vec<Cell>,
}

/// The values of a cell; empty when there is none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// The values, each once.
    pub values: Vec<Value>,
}

impl Cell {
    /// A cell of plain words.
    #[must_use]
    pub fn of_text(text: impl Into<String>) -> Self {
        let text = text.into();
        let term = oxigraph::model::Literal::new_simple_literal(text.as_str()).into();
        Self { values: vec![Value { term, text }] }
    }
}

/// A term, with the words that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The term, exactly as the data writes it.
    pub term: Term,
    /// A label for a thing; the text of a literal.
    pub text: String,
}
