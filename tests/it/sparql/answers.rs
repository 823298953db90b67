//! Answers to SPARQL in a comparable form: blank nodes that a query makes are known by where they occur, not by their
//! names.

use std::collections::HashMap;
use std::fmt::Write as _;

use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{BlankNode, Graph, Term};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution};
use spargebra::Query;
use spargebra::algebra::GraphPattern;

/// The answer to a query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SparqlAnswer {
    /// Solutions, as lines: sorted, unless the query gives an order.
    Rows(Vec<String>),
    /// Triples, as lines, sorted.
    Triples(Vec<String>),
    Truth(bool),
    Error(String),
}

impl SparqlAnswer {
    /// Its size in words.
    pub(crate) fn size(&self) -> String {
        let count = |number: usize, one: &str| match number {
            1 => format!("1 {one}"),
            number => format!("{number} {one}s"),
        };
        match self {
            Self::Rows(rows) => count(rows.len(), "row"),
            Self::Triples(triples) => count(triples.len(), "triple"),
            Self::Truth(true) => "yes".to_owned(),
            Self::Truth(false) => "no".to_owned(),
            Self::Error(_) => "an error".to_owned(),
        }
    }

    fn lines(&self) -> Vec<String> {
        match self {
            Self::Rows(lines) | Self::Triples(lines) => lines.clone(),
            Self::Truth(_) => vec![self.size()],
            Self::Error(message) => vec![message.clone()],
        }
    }
}

/// Reads results to their end.
pub(crate) fn read_answer(query: &Query, results: Result<QueryResults<'_>, QueryEvaluationError>) -> SparqlAnswer {
    let read = results.and_then(|results| {
        Ok(match results {
            QueryResults::Boolean(yes) => SparqlAnswer::Truth(yes),
            QueryResults::Solutions(solutions) => {
                let rows: Result<Vec<String>, _> = solutions.map(|it| it.map(|it| row(&it))).collect();
                let mut rows = rows?;
                if !is_ordered(query) {
                    rows.sort();
                }
                SparqlAnswer::Rows(rows)
            }
            QueryResults::Graph(triples) => {
                let graph: Result<Graph, _> = triples.collect();
                let mut graph = graph?;
                graph.canonicalize(CanonicalizationAlgorithm::Unstable);
                let mut lines: Vec<String> = graph.iter().map(|it| it.to_string()).collect();
                lines.sort();
                SparqlAnswer::Triples(lines)
            }
        })
    });
    read.unwrap_or_else(|error| SparqlAnswer::Error(error.to_string()))
}

/// Whether the query says in what order its rows come.
fn is_ordered(query: &Query) -> bool {
    let Query::Select { pattern, .. } = query else {
        return false;
    };
    let mut pattern = pattern;
    loop {
        pattern = match pattern {
            GraphPattern::OrderBy { .. } => return true,
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => inner,
            _ => return false,
        }
    }
}

/// A solution as a line; blank nodes are numbered as they occur in it.
fn row(solution: &QuerySolution) -> String {
    let mut met: HashMap<BlankNode, usize> = HashMap::new();
    let mut line = String::new();
    for (variable, term) in solution {
        let term = match term {
            Term::BlankNode(node) => {
                let next = met.len();
                format!("_:{}", met.entry(node.clone()).or_insert(next))
            }
            named => named.to_string(),
        };
        write!(line, "{variable} {term}  ").unwrap();
    }
    line.trim_end().to_owned()
}

/// Both answers, line by line; a star where they differ.
pub(crate) fn side_by_side(own: &SparqlAnswer, name: &str, other: &SparqlAnswer) -> String {
    let (left, right) = (own.lines(), other.lines());
    let width = left.iter().map(|line| line.chars().count()).max();
    let width = width.unwrap_or_default().max("the index: 100 rows".len());
    let (own, other) = (own.size(), other.size());
    let (head, beside) = (format!("the index: {own}"), format!("{name}: {other}"));
    let mut text = format!("  {head:width$} | {beside}");
    for at in 0..left.len().max(right.len()) {
        let (left, right) = (left.get(at), right.get(at));
        let star = if left == right { ' ' } else { '*' };
        let line = |it: Option<&String>| it.cloned().unwrap_or_default();
        let (left, right) = (line(left), line(right));
        write!(text, "\n{star} {left:width$} | {right}").unwrap();
    }
    text
}
