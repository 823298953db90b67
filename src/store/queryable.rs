//! Makes the dataset readable by Oxigraph's evaluator. Terms come back exactly as the files write them.
//! The default graph of a query is the union of all graphs.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use oxigraph::model::Term;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use crate::store::check::long_number;
use crate::store::dataset::Dataset;
use crate::store::id::Id;
use crate::store::triples::Triples;

/// A term of the dataset, or one that only an expression produced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum QueryTerm {
    /// A term of the data.
    Stored(Id),
    /// A computed term.
    Computed(Arc<Term>),
}

impl QueryTerm {
    fn pattern_id(term: Option<&Self>) -> Result<Option<Id>, ()> {
        match term {
            None => Ok(None),
            Some(Self::Stored(id)) => Ok(Some(*id)),
            Some(Self::Computed(_)) => Err(()),
        }
    }
}

/// A dataset shared with a running query.
#[derive(Debug, Clone)]
pub struct SharedDataset(pub Arc<Dataset>);

impl QueryableDataset<'static> for SharedDataset {
    type InternalTerm = QueryTerm;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&QueryTerm>,
        predicate: Option<&QueryTerm>,
        object: Option<&QueryTerm>,
        graph_name: Option<Option<&QueryTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<QueryTerm>, Infallible>> + use<> {
        let pattern = QueryTerm::pattern_id(subject).and_then(|subject| {
            let predicate = QueryTerm::pattern_id(predicate)?;
            let object = QueryTerm::pattern_id(object)?;
            Ok([subject, predicate, object])
        });
        let quads: Box<dyn Iterator<Item = InternalQuad<QueryTerm>>> = match (pattern, graph_name) {
            (Err(()), _) => Box::new(std::iter::empty()),
            (Ok(pattern), Some(None)) => {
                let triples = Triples::of(Arc::clone(&self.0), pattern);
                Box::new(triples.map(|triple| internal_quad(triple, None)))
            }
            (Ok(pattern), graph) => match QueryTerm::pattern_id(graph.flatten()) {
                Err(()) => Box::new(std::iter::empty()),
                Ok(graph) => Box::new(
                    self.0
                        .matching_named(graph, pattern)
                        .into_iter()
                        .map(|[graph, s, p, o]| internal_quad([s, p, o], Some(graph))),
                ),
            },
        };
        quads.map(Ok)
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<QueryTerm, Infallible>> + use<> {
        let names = self.0.graph_names();
        names.into_iter().map(|name| Ok(QueryTerm::Stored(name)))
    }

    fn internalize_term(&self, term: Term) -> Result<QueryTerm, Infallible> {
        Ok(match self.0.id(term.as_ref()) {
            Some(id) => QueryTerm::Stored(id),
            None => QueryTerm::Computed(Arc::new(term)),
        })
    }

    fn externalize_expression_term(&self, term: QueryTerm) -> Result<ExpressionTerm, Infallible> {
        let term = self.externalize_term(term)?;
        let Term::Literal(literal) = &term else { return Ok(term.into()) };
        match long_number(literal.as_ref()) {
            None => Ok(term.into()),
            Some(Some(decimal)) => Ok(ExpressionTerm::DecimalLiteral(decimal)),
            Some(None) => {
                self.0.too_many_digits.store(true, Ordering::Relaxed);
                Ok(term.into())
            }
        }
    }

    fn externalize_term(&self, term: QueryTerm) -> Result<Term, Infallible> {
        Ok(match term {
            QueryTerm::Stored(id) => self.0.term(id).into_owned(),
            QueryTerm::Computed(term) => term.as_ref().clone(),
        })
    }
}

impl Dataset {
    /// True if an evaluation met a number with too many digits to compute with since the last call. Resets the flag.
    pub(crate) fn take_digit_overflow(&self) -> bool {
        self.too_many_digits.swap(false, Ordering::Relaxed)
    }
}

fn internal_quad([subject, predicate, object]: [Id; 3], graph: Option<Id>) -> InternalQuad<QueryTerm> {
    InternalQuad {
        subject: QueryTerm::Stored(subject),
        predicate: QueryTerm::Stored(predicate),
        object: QueryTerm::Stored(object),
        graph_name: graph.map(QueryTerm::Stored),
    }
}
