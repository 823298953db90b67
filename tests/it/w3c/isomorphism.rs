//! Whether two tables of terms are equal but for the names of blank nodes: rows of solutions, or quads.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use caveat::store::Dataset;
use oxigraph::model::{GraphName, Literal, Quad, Term};
use oxsdatatypes::{Decimal, Double};

/// The namespace of caveat's names for blank nodes.
const GENID: &str = "https://w3id.org/caveat/.well-known/genid/";

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cell {
    Empty,
    Ground(String),
    Blank(String),
}

impl Cell {
    pub(super) fn of(term: &Term) -> Self {
        match term {
            Term::BlankNode(node) => Self::Blank(node.as_str().to_owned()),
            Term::NamedNode(iri) if iri.as_str().starts_with(GENID) => Self::Blank(iri.as_str().to_owned()),
            Term::Literal(literal) => Self::Ground(canonical_literal(literal)),
            Term::NamedNode(iri) => Self::Ground(iri.to_string()),
        }
    }
}

/// A number in the canonical form of its value; any other literal as it is.
fn canonical_literal(literal: &Literal) -> String {
    let datatype = literal.datatype().as_str();
    let local = datatype.strip_prefix("http://www.w3.org/2001/XMLSchema#").unwrap_or_default();
    let value = match local {
        "decimal" => literal.value().parse::<Decimal>().ok().map(|it| it.to_string()),
        "double" | "float" => literal.value().parse::<Double>().ok().map(|it| it.to_string()),
        _ => None,
    };
    value.map_or_else(|| literal.to_string(), |value| format!("{value}^^{local}"))
}

/// Rows in a canonical order, with each blank node named by its positions.
pub(super) fn canonical_rows(rows: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let mut colours: BTreeMap<&str, u64> = BTreeMap::new();
    for cell in rows.iter().flatten() {
        if let Cell::Blank(label) = cell {
            colours.insert(label, 0);
        }
    }
    for _ in 0..6 {
        let mut places: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for row in rows {
            for (at, cell) in row.iter().enumerate() {
                let Cell::Blank(label) = cell else { continue };
                let mut hasher = DefaultHasher::new();
                at.hash(&mut hasher);
                for other in row {
                    match other {
                        Cell::Blank(other) => (colours[other.as_str()], other == label).hash(&mut hasher),
                        other => other.hash(&mut hasher),
                    }
                }
                places.entry(label).or_default().push(hasher.finish());
            }
        }
        for (label, mut places) in places {
            places.sort_unstable();
            let mut hasher = DefaultHasher::new();
            places.hash(&mut hasher);
            colours.insert(label, hasher.finish());
        }
    }
    let named = |cell: &Cell| match cell {
        Cell::Blank(label) => Cell::Blank(colours[label.as_str()].to_string()),
        other => other.clone(),
    };
    let mut rows: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(named).collect()).collect();
    rows.sort();
    rows
}

/// The quads of a standard as caveat has them: the default graph contains everything.
pub(super) fn rows_of_quads(quads: &[Quad]) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for quad in quads {
        let named = quad.graph_name != GraphName::DefaultGraph;
        let triple = [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone()];
        let triple: Vec<Cell> = triple.iter().map(Cell::of).collect();
        if named {
            let graph: Cell = match &quad.graph_name {
                GraphName::NamedNode(iri) => Cell::of(&iri.clone().into()),
                GraphName::BlankNode(node) => Cell::of(&node.clone().into()),
                GraphName::DefaultGraph => Cell::Empty,
            };
            rows.push([vec![graph], triple.clone()].concat());
        }
        rows.push([vec![Cell::Empty], triple].concat());
    }
    rows.sort();
    rows.dedup();
    rows
}

/// Reports unexpected and missing rows.
pub(super) fn compare(found: &[Vec<Cell>], expected: &[Vec<Cell>]) -> Result<(), String> {
    if canonical_rows(found) == canonical_rows(expected) {
        return Ok(());
    }
    let lacks = |all: &[Vec<Cell>], row: &&Vec<Cell>| !all.contains(row);
    let missing: Vec<_> = expected.iter().filter(|row| lacks(found, row)).take(3).collect();
    let more: Vec<_> = found.iter().filter(|row| lacks(expected, row)).take(3).collect();
    Err(format!("{} of {} rows; missing {missing:?}, unexpected {more:?}", found.len(), expected.len()))
}

/// Compares the facts of a dataset with the expected ones.
pub(super) fn compare_facts(dataset: &Dataset, expected: &[Quad]) -> Result<(), String> {
    let found: Vec<Quad> = dataset.quads().collect();
    let mut found = rows_of_quads(&found);
    found.sort();
    compare(&found, &rows_of_quads(expected))
}
