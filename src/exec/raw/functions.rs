//! The functions that a rewritten query calls, and the dataset that it reads: a term as it is written, if a function
//! asks for that.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use oxigraph::model::{BlankNode, Literal, NamedNode, Term};
use oxigraph::sparql::SparqlEvaluator;
use sha2::{Digest, Sha256};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use crate::exec::raw::names::XSD;
use crate::exec::raw::undecided::UndecidedCounts;
use crate::store::{Dataset, QueryTerm, SharedDataset, is_numeric, was_blank};

/// A function that only a rewritten query calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CustomFunction {
    /// The next term that is read from a variable is wanted as it is written.
    AsWritten,
    /// Cancels that: the variable had no term.
    AsWrittenNoMore,
    /// `STR`
    Str,
    /// `DATATYPE`
    Datatype,
    /// `isBlank`
    IsBlank,
    /// `isIRI`
    IsIri,
    /// `RAND`
    Rand,
    /// `UUID`
    Uuid,
    /// `STRUUID`
    StrUuid,
    /// `BNODE` without an argument
    BNode,
    /// An undecided condition: counts it, and is false.
    NotDecided,
    /// The same behind `MINUS`, in `EXISTS` and the like, where it may add a row.
    NotDecidedInside,
    /// The same for a row that the evaluator keeps: is true.
    KeptUndecided,
    /// An error if the first literal is of another kind than one of the rest, else false.
    Unlike,
    /// A value that cannot be computed: counts it if all arguments are true, and is an error.
    NotComputed,
    /// The same if all arguments are numbers: the value has too many digits.
    TooManyDigits,
}

impl CustomFunction {
    const ALL: [Self; 16] = [
        Self::AsWritten,
        Self::AsWrittenNoMore,
        Self::Str,
        Self::Datatype,
        Self::IsBlank,
        Self::IsIri,
        Self::Rand,
        Self::Uuid,
        Self::StrUuid,
        Self::BNode,
        Self::NotDecided,
        Self::NotDecidedInside,
        Self::KeptUndecided,
        Self::Unlike,
        Self::NotComputed,
        Self::TooManyDigits,
    ];

    /// Its IRI, which no person would write.
    pub(super) fn name(self) -> String {
        format!("https://w3id.org/caveat/sparql/own#{self:?}")
    }
}

/// The functions of one evaluation, with their shared state.
#[derive(Debug, Clone, Default)]
pub(super) struct Functions(Arc<FunctionState>);

#[derive(Debug, Default)]
struct FunctionState {
    as_written: AtomicBool,
    made: AtomicU64,
    not_decided: AtomicU64,
    not_decided_inside: AtomicU64,
    not_computed: AtomicU64,
    too_many_digits: AtomicBool,
}

impl Functions {
    /// An evaluator that knows the functions.
    pub(super) fn evaluator(&self) -> SparqlEvaluator {
        let of = |evaluator: SparqlEvaluator, function: CustomFunction| {
            let state = Arc::clone(&self.0);
            let name = NamedNode::new_unchecked(function.name());
            evaluator.with_custom_function(name, move |arguments| state.call(function, arguments))
        };
        CustomFunction::ALL.into_iter().fold(SparqlEvaluator::new(), of)
    }

    /// The facts, as the functions read them.
    pub(super) fn lexical_dataset(&self, facts: &Arc<Dataset>) -> LexicalDataset {
        LexicalDataset { facts: SharedDataset(Arc::clone(facts)), state: Arc::clone(&self.0) }
    }

    /// How much could not be decided or computed.
    pub(super) fn open(&self) -> UndecidedCounts {
        let load = |number: &AtomicU64| number.load(Ordering::Relaxed);
        UndecidedCounts {
            not_decided: load(&self.0.not_decided),
            not_decided_inside: load(&self.0.not_decided_inside),
            not_computed: load(&self.0.not_computed),
            of_no_facts: false,
        }
    }

    /// True if a computed number has more digits than can be held.
    pub(super) fn has_too_many_digits(&self) -> bool {
        self.0.too_many_digits.load(Ordering::Relaxed)
    }
}

impl FunctionState {
    fn call(&self, function: CustomFunction, arguments: &[Term]) -> Option<Term> {
        let argument = arguments.last();
        match function {
            CustomFunction::AsWritten => {
                self.as_written.store(true, Ordering::Relaxed);
                Some(Literal::from(true).into())
            }
            CustomFunction::AsWrittenNoMore => {
                self.as_written.store(false, Ordering::Relaxed);
                None
            }
            CustomFunction::Str => text(argument?),
            CustomFunction::Datatype => match argument? {
                Term::Literal(literal) => Some(literal.datatype().into_owned().into()),
                _ => None,
            },
            CustomFunction::IsBlank => Some(Literal::from(is_blank(argument?)).into()),
            CustomFunction::IsIri => {
                let argument = argument?;
                Some(Literal::from(argument.is_named_node() && !is_blank(argument)).into())
            }
            CustomFunction::Rand => {
                // 53 bits: the precision of a double.
                let bits = self.next()[..8].iter().fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte)) >> 11;
                #[allow(clippy::cast_precision_loss, reason = "53 bits are a whole number of a double")]
                let number = bits as f64 / (1_u64 << 53) as f64;
                Some(Literal::from(number).into())
            }
            CustomFunction::Uuid => Some(NamedNode::new_unchecked(format!("urn:uuid:{}", self.uuid())).into()),
            CustomFunction::StrUuid => Some(Literal::from(self.uuid()).into()),
            CustomFunction::BNode => Some(BlankNode::new_unchecked(format!("n{}", self.count())).into()),
            CustomFunction::NotDecided => {
                self.not_decided.fetch_add(1, Ordering::Relaxed);
                Some(Literal::from(false).into())
            }
            CustomFunction::NotDecidedInside => {
                self.not_decided_inside.fetch_add(1, Ordering::Relaxed);
                Some(Literal::from(false).into())
            }
            CustomFunction::KeptUndecided => {
                self.not_decided_inside.fetch_add(1, Ordering::Relaxed);
                Some(Literal::from(true).into())
            }
            CustomFunction::Unlike => {
                let (first, rest) = arguments.split_first()?;
                let is_unlike = |it: &Term| matches!(kinds(first, it), Some((a, b)) if a != b);
                (!rest.iter().any(is_unlike)).then(|| Literal::from(false).into())
            }
            CustomFunction::NotComputed => {
                if arguments.iter().all(|it| *it == Literal::from(true).into()) {
                    self.not_computed.fetch_add(1, Ordering::Relaxed);
                }
                None
            }
            CustomFunction::TooManyDigits => {
                let is_number = |it: &Term| matches!(it, Term::Literal(it) if kind(it) == LiteralKind::Number);
                if arguments.iter().all(is_number) {
                    self.too_many_digits.store(true, Ordering::Relaxed);
                }
                None
            }
        }
    }

    fn count(&self) -> u64 {
        self.made.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Pseudo-random bytes, the same in each evaluation.
    fn next(&self) -> [u8; 32] {
        Sha256::digest(self.count().to_be_bytes()).into()
    }

    /// A UUID in the form of version 4, with its version and variant.
    fn uuid(&self) -> String {
        let bytes = self.next();
        let hex: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let variant = ["8", "9", "a", "b"][usize::from(bytes[16] % 4)];
        format!("{}-{}-4{}-{variant}{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
    }
}

/// The kind of a literal: those of one kind can be told apart by their values.
#[derive(Debug, PartialEq, Eq)]
enum LiteralKind<'a> {
    Text,
    Number,
    Duration,
    /// Of another datatype.
    Other(&'a str),
}

/// The kinds of two literals; `None` for other terms, whose equality is always known.
fn kinds<'a>(a: &'a Term, b: &'a Term) -> Option<(LiteralKind<'a>, LiteralKind<'a>)> {
    match (a, b) {
        (Term::Literal(a), Term::Literal(b)) => Some((kind(a), kind(b))),
        _ => None,
    }
}

fn kind(literal: &Literal) -> LiteralKind<'_> {
    let datatype = literal.datatype().as_str();
    if literal.language().is_some() {
        return LiteralKind::Text;
    }
    match datatype.strip_prefix(XSD) {
        Some("string" | "normalizedString" | "token" | "language" | "Name" | "NCName" | "NMTOKEN") => LiteralKind::Text,
        Some(_) if is_numeric(literal.datatype()) => LiteralKind::Number,
        Some("duration" | "yearMonthDuration" | "dayTimeDuration") => LiteralKind::Duration,
        _ => LiteralKind::Other(datatype),
    }
}

/// The text of a literal or an IRI; `None` for a nameless node.
fn text(term: &Term) -> Option<Term> {
    match term {
        Term::Literal(literal) => Some(Literal::from(literal.value()).into()),
        Term::NamedNode(iri) if !is_blank(term) => Some(Literal::from(iri.as_str()).into()),
        _ => None,
    }
}

/// True for a node that the query made, or that is blank in its file.
fn is_blank(term: &Term) -> bool {
    term.is_blank_node() || was_blank(term.as_ref())
}

/// The facts, whose terms a function can read as they are written.
#[derive(Debug, Clone)]
pub(super) struct LexicalDataset {
    facts: SharedDataset,
    state: Arc<FunctionState>,
}

impl QueryableDataset<'static> for LexicalDataset {
    type InternalTerm = QueryTerm;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&QueryTerm>,
        predicate: Option<&QueryTerm>,
        object: Option<&QueryTerm>,
        graph_name: Option<Option<&QueryTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<QueryTerm>, Infallible>> + use<> {
        self.facts.internal_quads_for_pattern(subject, predicate, object, graph_name)
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<QueryTerm, Infallible>> + use<> {
        self.facts.internal_named_graphs()
    }

    fn internalize_term(&self, term: Term) -> Result<QueryTerm, Infallible> {
        self.facts.internalize_term(term)
    }

    fn externalize_term(&self, term: QueryTerm) -> Result<Term, Infallible> {
        self.facts.externalize_term(term)
    }

    fn externalize_expression_term(&self, term: QueryTerm) -> Result<ExpressionTerm, Infallible> {
        if !self.state.as_written.swap(false, Ordering::Relaxed) {
            return self.facts.externalize_expression_term(term);
        }
        Ok(match self.externalize_term(term)? {
            Term::Literal(literal) if literal.language().is_none() => {
                let (value, datatype) = (literal.value().to_owned(), literal.datatype().into_owned());
                ExpressionTerm::OtherTypedLiteral { value, datatype }
            }
            term => term.into(),
        })
    }
}
