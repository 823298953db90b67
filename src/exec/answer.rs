//! Answers: plain data, complete or not there at all.

use std::borrow::Cow;

use oxigraph::model::{NamedNode, Term, Triple};

use crate::exec::cell_view::{CellView, ComparisonTable};
use crate::exec::evidence_tree::EvidenceTree;
use crate::exec::loss::SupportLoss;
use crate::exec::raw::RawBasis;
use crate::exec::reason::Why;
use crate::words::Verdict;

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
    /// How many things could not be judged, because a value that the question compares is not there, or nothing
    /// on record says what it asks; none when there was no time to count them. The session counts them.
    pub unjudged: Option<u64>,
    /// What the answer to raw SPARQL rests on; none for other answers.
    pub raw: Option<Box<RawBasis>>,
    /// What computed it.
    pub evaluator: Engine,
}

impl Answer {
    /// How many things were found; none where the answer is not about things.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        match &self.body {
            Body::Table(table) => match &self.raw {
                Some(raw) => raw.result_count(table),
                None => Some(table.things as u64),
            },
            Body::Count { count, .. } => Some(*count),
            Body::YesNo { count, .. } => *count,
            Body::Triples(triples) => Some(triples.len() as u64),
            // Those who would lose their support are what was found: `--expect none` is met where nobody would.
            Body::Loss(loss) => Some(loss.fallen.len() as u64),
            Body::Why(_) | Body::Argument(_) | Body::Defined(_) | Body::Comparison(_) | Body::Verdict(_) => None,
        }
    }
}

/// What computes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The plan of a question, on the index.
    Native,
    /// A query in SPARQL, as it was written.
    Sparql,
}

impl Engine {
    /// `native`, `sparql`
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Sparql => "sparql",
        }
    }
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nothing on record decides it.
    Unknown,
}

impl Truth {
    /// The answer in a word or a few.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "not on record",
        }
    }

    /// Whether all of these are so.
    #[must_use]
    pub fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        let worst = |worst, truth| match (worst, truth) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        };
        truths.into_iter().fold(Self::Yes, worst)
    }

    /// Whether one of these is so.
    #[must_use]
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        !Self::all(truths.into_iter().map(|truth| !truth))
    }

    /// True or false; none where it is unknown.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// True, false, or null where it is unknown.
impl serde::Serialize for Truth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_bool().serialize(serializer)
    }
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
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
    /// Yes, no, or unknown, with the number of things that it rests on.
    YesNo {
        /// The answer.
        truth: Truth,
        /// How many there are; none for a SPARQL `ASK`.
        count: Option<u64>,
    },
    /// The triples of a SPARQL `CONSTRUCT` or `DESCRIBE`.
    Triples(Vec<Triple>),
    /// Why something is so of one thing, or is not.
    Why(Box<Why>),
    /// The evidence of one thing.
    Argument(Box<EvidenceTree>),
    /// What would lose support without one thing.
    Loss(Box<SupportLoss>),
    /// Things beside one another.
    Comparison(Box<ComparisonTable>),
    /// What the records say of one thing to an assurance.
    Verdict(Box<VerdictOf>),
    /// A definition was understood: the sentence that says it.
    Defined(String),
}

/// The answer to a question about one thing and one assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictOf {
    /// Whether it is as asked; none where it depends or is disputed, or the records do not decide.
    pub yes: Option<bool>,
    /// The name of the thing.
    pub thing: String,
    /// The sentence that can be affirmed or denied.
    pub sentence: String,
    /// What is said.
    pub cell: CellView,
}

impl VerdictOf {
    /// True where it depends or is disputed, so that it is neither a plain yes nor a plain no.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.yes.is_none() && matches!(self.cell.verdict, Some(Verdict::Depends | Verdict::Disputed))
    }

    /// The answer to what was asked, in a word or two.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (self.yes, self.cell.verdict) {
            (Some(true), _) => "yes",
            (Some(false), _) => "no",
            (None, Some(Verdict::Depends)) => "it depends",
            (None, Some(Verdict::Disputed)) => "it is disputed",
            (None, _) => "nobody can say",
        }
    }
}

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
