//! What a raw query cannot do without, and no fact has: where it finds nothing, nothing was examined.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, TermRef};
use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use crate::exec::raw::algebra::parts;
use crate::exec::raw::rewrite::conjuncts;
use crate::exec::raw::shape::{all_parts, pattern_of};
use crate::store::Dataset;

/// The properties, classes, datatypes, literals and addresses that a query cannot do without, and that no fact has.
pub(super) fn unused(query: &Query, dataset: &Dataset) -> Vec<String> {
    let mut unused = Vec::new();
    let mut open = vec![pattern_of(query)];
    while let Some(pattern) = open.pop() {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                unused.extend(patterns.iter().filter_map(|it| of_triple(it, dataset)));
            }
            GraphPattern::Values { variables, bindings } => {
                for at in 0..variables.len() {
                    let texts = bindings.iter().map(|row| match &row[at] {
                        Some(GroundTerm::Literal(literal)) => missing(literal, dataset),
                        _ => None,
                    });
                    unused.extend(all(texts));
                }
            }
            // Of these, one side can do without the other.
            GraphPattern::Union { .. } => continue,
            GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => {
                open.push(left);
                continue;
            }
            GraphPattern::Filter { expr, .. } => {
                unused.extend(conjuncts(expr.clone()).iter().filter_map(|it| of_condition(it, dataset)));
            }
            _ => {}
        }
        open.extend(parts(pattern));
    }
    unused.sort_unstable();
    unused.dedup();
    unused
}

/// A named graph that a query looks into and that is not there, as people write it; of any graph, none.
pub(super) fn graph(query: &Query, dataset: &Dataset) -> Option<Option<String>> {
    let graphs = dataset.graph_names();
    all_parts(pattern_of(query)).into_iter().find_map(|it| match it {
        GraphPattern::Graph { name: NamedNodePattern::Variable(_), .. } => graphs.is_empty().then_some(None),
        GraphPattern::Graph { name: NamedNodePattern::NamedNode(name), .. } => {
            let is_there = dataset.iri_id(name.as_ref()).is_some_and(|id| graphs.contains(&id));
            (!is_there).then(|| Some(dataset.compact(name)))
        }
        _ => None,
    })
}

/// The property, the class or the text of a triple that no fact has.
fn of_triple(triple: &TriplePattern, dataset: &Dataset) -> Option<String> {
    let NamedNodePattern::NamedNode(predicate) = &triple.predicate else {
        return match &triple.object {
            TermPattern::Literal(literal) => missing(literal, dataset),
            _ => None,
        };
    };
    let id = dataset.iri_id(predicate.as_ref());
    match &triple.object {
        // A literal may be that of another property. A pattern finds it as it is written, and not what is of the same value.
        TermPattern::Literal(literal) => {
            let known = id.zip(dataset.id(literal.as_ref()));
            let is_there = known.is_some_and(|(id, literal)| dataset.subjects(id, literal).next().is_some());
            (!is_there).then(|| format!("{} {literal}", dataset.compact(predicate)))
        }
        TermPattern::NamedNode(class) if *predicate == rdf::TYPE => {
            let class_id = dataset.iri_id(class.as_ref());
            let is_there = id.zip(class_id).is_some_and(|(a, class)| dataset.subjects(a, class).next().is_some());
            (!is_there).then(|| dataset.compact(class))
        }
        _ => {
            let is_there = id.is_some_and(|id| dataset.predicates().any(|it| it == id));
            (!is_there).then(|| dataset.compact(predicate))
        }
    }
}

/// The text that a condition asks for and no fact has.
fn of_condition(condition: &Expression, dataset: &Dataset) -> Option<String> {
    match condition {
        Expression::Equal(a, b) => of_sides(a, b, dataset).or_else(|| of_sides(b, a, dataset)),
        Expression::SameTerm(a, b) => match (&**a, &**b) {
            (Expression::Variable(_), Expression::Literal(it)) | (Expression::Literal(it), Expression::Variable(_)) => {
                missing(it, dataset)
            }
            _ => of_sides(a, b, dataset).or_else(|| of_sides(b, a, dataset)),
        },
        Expression::In(a, among) => all(among.iter().map(|it| of_sides(a, it, dataset))),
        Expression::And(a, b) => of_condition(a, dataset).or_else(|| of_condition(b, dataset)),
        Expression::Or(a, b) => of_condition(a, dataset).and_then(|it| of_condition(b, dataset).map(|_| it)),
        _ => None,
    }
}

/// `?x = "a text"`, `STR(?x) = "a text"`, `?x = IRI("an address")`, `DATATYPE(?x) = xsd:int`
fn of_sides(of: &Expression, text: &Expression, dataset: &Dataset) -> Option<String> {
    let text = match (of, text) {
        (_, Expression::Literal(text)) => text,
        (Expression::Variable(_), Expression::FunctionCall(Function::Iri, address)) => {
            let [Expression::Literal(address)] = address.as_slice() else { return None };
            let iri = NamedNode::new(address.value()).ok()?;
            return dataset.iri_id(iri.as_ref()).is_none().then(|| dataset.compact(&iri));
        }
        (Expression::FunctionCall(Function::Datatype, _), Expression::NamedNode(datatype)) => {
            let is_it = |term| matches!(term, TermRef::Literal(it) if it.datatype() == datatype.as_ref());
            return (!dataset.terms().any(|(_, term)| is_it(term))).then(|| dataset.compact(datatype));
        }
        _ => return None,
    };
    match of {
        Expression::Variable(_) if is_text(text) => missing(text, dataset),
        Expression::FunctionCall(Function::Str, of) if matches!(of.as_slice(), [Expression::Variable(_)]) => {
            let is_it = |term: TermRef<'_>| match term {
                TermRef::Literal(literal) => literal.value() == text.value(),
                TermRef::NamedNode(iri) => iri.as_str() == text.value(),
                _ => false,
            };
            (!dataset.terms().any(|(_, term)| is_it(term))).then(|| text.to_string())
        }
        _ => None,
    }
}

fn is_text(literal: &Literal) -> bool {
    literal.datatype() == xsd::STRING || literal.language().is_some()
}

fn missing(text: &Literal, dataset: &Dataset) -> Option<String> {
    // Numbers that an analysis gives are known terms, too, and in no fact.
    let is_there = |id| dataset.all_links(true).any(|(_, links)| !links.of_one(id).is_empty());
    (!dataset.id(text.as_ref()).is_some_and(is_there)).then(|| text.to_string())
}

/// The first, where all are missing.
fn all(mut texts: impl Iterator<Item = Option<String>>) -> Option<String> {
    let first = texts.next()??;
    texts.all(|it| it.is_some()).then_some(first)
}
