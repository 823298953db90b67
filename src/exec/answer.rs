//! Answers: plain data, complete or not there at all.

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
