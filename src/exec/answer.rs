//! The answers to statements, as plain data. An answer is complete or it is an error.

use oxigraph::model::Triple;

use crate::exec::cell_view::{CellView, ComparisonTable};
use crate::exec::evidence_tree::EvidenceTree;
use crate::exec::loss::SupportLoss;
use crate::exec::raw::RawBasis;
use crate::exec::reason::Why;
use crate::exec::table::Table;
use crate::exec::truth::Truth;
use crate::words::Verdict;

/// The answer to one statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was found.
    pub body: Body,
    /// Notes for the reader: what the default filter excluded, what an empty answer is based on.
    pub notes: Vec<String>,
    /// How many things of the kind were examined, without those that the default filter excludes; `None` if the
    /// question is about no kind. If it is zero, an empty answer proves nothing.
    pub examined: Option<u64>,
    /// How many things could not be decided, because a value that the question compares is missing or nothing on record
    /// says what it asks; `None` if there was no time to count them. The session counts them.
    pub unjudged: Option<u64>,
    /// What the answer to raw SPARQL is based on; `None` for other answers.
    pub raw: Option<Box<RawBasis>>,
    /// What computed it.
    pub evaluator: Engine,
}

impl Answer {
    /// Returns how many things were found; `None` if the answer is not about things.
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
            // The things that would lose their support are what was found: `--expect none` passes if there are none.
            Body::Loss(loss) => Some(loss.fallen.len() as u64),
            Body::Why(_) | Body::Argument(_) | Body::Defined(_) | Body::Comparison(_) | Body::Verdict(_) => None,
        }
    }
}

/// What computes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The plan of a question, evaluated on the index.
    Native,
    /// A SPARQL query, as it was written.
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

/// The content of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Rows.
    Table(Table),
    /// A number of things, with their noun.
    Count {
        /// The noun, in the singular or plural: `claims`.
        noun: String,
        /// How many.
        count: u64,
    },
    /// Yes, no or unknown, with the number of things that decides it.
    YesNo {
        /// The answer.
        truth: Truth,
        /// How many things there are; `None` for a question about one thing and for a SPARQL `ASK`.
        count: Option<u64>,
    },
    /// The triples of a SPARQL `CONSTRUCT` or `DESCRIBE`.
    Triples(Vec<Triple>),
    /// Why something holds of one thing, or does not.
    Why(Box<Why>),
    /// The evidence of one thing.
    Argument(Box<EvidenceTree>),
    /// What would lose support without one thing.
    Loss(Box<SupportLoss>),
    /// A comparison of several things.
    Comparison(Box<ComparisonTable>),
    /// What the records say about one thing and one assurance.
    Verdict(Box<VerdictOf>),
    /// A definition was accepted: the sentence that states it.
    Defined(String),
}

/// The answer to a question about one thing and one assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictOf {
    /// Whether it is as asked; `None` if it depends or is disputed, or if the records do not decide.
    pub yes: Option<bool>,
    /// The name of the thing.
    pub thing: String,
    /// The sentence that can be affirmed or denied.
    pub sentence: String,
    /// The cell with the verdict.
    pub cell: CellView,
}

impl VerdictOf {
    /// True if the verdict depends or is disputed: neither a plain yes nor a plain no.
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
            (None, _) => "cannot be decided",
        }
    }
}
