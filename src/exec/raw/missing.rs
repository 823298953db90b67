//! What a raw query needs and no fact has: if it finds nothing, nothing was examined.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Term, TermRef, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, Function, GraphPattern, PropertyPathExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use crate::base::plain;
use crate::exec::raw::algebra::{operands, parts};
use crate::exec::raw::patterns::{all_parts, conjuncts, pattern_of};
use crate::store::Dataset;

/// The properties, classes, datatypes, literals and IRIs that a query needs and no fact has.
pub(super) fn find_unused(query: &Query, dataset: &Dataset) -> Vec<String> {
    let mut unused = of_pattern(pattern_of(query), &BTreeSet::new(), &QueriedFacts::of(query, dataset));
    unused.sort_unstable();
    unused.dedup();
    unused
}

/// The facts, and the properties that lead to each variable of a query.
struct QueriedFacts<'a> {
    dataset: &'a Dataset,
    leads_to: BTreeMap<Variable, BTreeSet<NamedNode>>,
}

impl Deref for QueriedFacts<'_> {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        self.dataset
    }
}

impl<'a> QueriedFacts<'a> {
    fn of(query: &Query, dataset: &'a Dataset) -> Self {
        let mut leads_to: BTreeMap<Variable, BTreeSet<NamedNode>> = BTreeMap::new();
        for pattern in all_parts(pattern_of(query)) {
            let GraphPattern::Bgp { patterns } = pattern else { continue };
            for triple in patterns {
                if let (NamedNodePattern::NamedNode(property), TermPattern::Variable(variable)) =
                    (&triple.predicate, &triple.object)
                {
                    leads_to.entry(variable.clone()).or_default().insert(property.clone());
                }
            }
        }
        Self { dataset, leads_to }
    }

    /// A property that leads to a variable, if no value there is a literal or the wanted node.
    fn leads_elsewhere(&self, variable: &Variable, is_it: impl Fn(TermRef<'_>) -> bool) -> Option<String> {
        let properties = self.leads_to.get(variable)?;
        let mut values = properties.iter().filter_map(|it| self.iri_id(it.as_ref()));
        let could_be = |term| matches!(term, TermRef::Literal(_)) || is_it(term);
        let is_there =
            values.any(|it| self.adjacency(it, true).nodes_with_links().any(|value| could_be(self.term(value))));
        properties.first().filter(|_| !is_there).map(|it| self.compact(it))
    }

    /// True for a text with look-alike characters that no literal contains.
    fn is_odd(&self, text: &str) -> bool {
        let has = |term| matches!(term, TermRef::Literal(it) if it.value().contains(text));
        plain(text) != text && !self.terms().any(|(_, term)| has(term))
    }
}

/// What a pattern needs, if each of its rows has to bind the variables `needed`.
fn of_pattern(pattern: &GraphPattern, needed: &BTreeSet<Variable>, facts: &QueriedFacts<'_>) -> Vec<String> {
    let of = |pattern: &GraphPattern| of_pattern(pattern, needed, facts);
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().filter_map(|it| of_triple(it, facts)).collect(),
        GraphPattern::Path { path, .. } => of_path(path, facts).into_iter().collect(),
        GraphPattern::Values { variables, bindings } => {
            let column = |at: usize| {
                all(bindings.iter().map(|row| match &row[at] {
                    Some(GroundTerm::Literal(literal)) => missing(literal, facts),
                    _ => None,
                }))
            };
            (0..variables.len()).filter_map(column).collect()
        }
        // One side is enough.
        GraphPattern::Union { left, right } => match [of(left), of(right)] {
            [left, right] if !left.is_empty() && !right.is_empty() => left.into_iter().chain(right).collect(),
            _ => Vec::new(),
        },
        GraphPattern::Minus { left, .. } => of(left),
        GraphPattern::LeftJoin { left, right, expression } => {
            let mut found = of(left);
            let (given, added) = (variables_of(left), variables_of(right));
            if needed.iter().any(|it| added.contains(it) && !given.contains(it)) {
                found.extend(of_filter(right, expression.as_ref(), needed, facts));
            }
            found
        }
        GraphPattern::Filter { expr, inner } => of_filter(inner, Some(expr), needed, facts),
        GraphPattern::Extend { inner, variable, expression } => {
            let mut needed = needed.clone();
            if needed.remove(variable) {
                needed.extend(required_variables(expression));
            }
            of_pattern(inner, &needed, facts)
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            // What is counted only where it is bound must exist to be counted.
            let counted = aggregates.iter().filter_map(|(_, aggregate)| match aggregate {
                AggregateExpression::CountSolutions { .. } => None,
                AggregateExpression::FunctionCall { expr, .. } => Some(required_variables(expr)),
            });
            let counted: Vec<_> = counted.collect();
            let counted = if counted.len() == aggregates.len() { intersection(counted) } else { BTreeSet::new() };
            of_pattern(inner, &counted, facts)
        }
        other => parts(other).into_iter().flat_map(of).collect(),
    }
}

/// What a pattern with a condition needs.
fn of_filter(
    inner: &GraphPattern,
    condition: Option<&Expression>,
    needed: &BTreeSet<Variable>,
    facts: &QueriedFacts<'_>,
) -> Vec<String> {
    let (mut found, mut needed) = (Vec::new(), needed.clone());
    for conjunct in condition.map(|it| conjuncts(it.clone())).unwrap_or_default() {
        match &conjunct {
            Expression::Exists(pattern) => found.extend(of_pattern(pattern, &BTreeSet::new(), facts)),
            other => found.extend(of_condition(other, facts)),
        }
        needed.extend(required_variables(&conjunct));
    }
    found.extend(of_pattern(inner, &needed, facts));
    found
}

/// The variables without which an expression has no value or is not true.
fn required_variables(expression: &Expression) -> BTreeSet<Variable> {
    let each = |all: Vec<&Expression>| all.into_iter().flat_map(required_variables).collect();
    match expression {
        Expression::Variable(variable) | Expression::Bound(variable) => BTreeSet::from([variable.clone()]),
        Expression::Or(a, b) => intersection(vec![required_variables(a), required_variables(b)]),
        Expression::Not(of) => match &**of {
            Expression::Bound(_)
            | Expression::And(..)
            | Expression::Or(..)
            | Expression::Not(_)
            | Expression::Exists(_) => BTreeSet::new(),
            other => required_variables(other),
        },
        Expression::In(of, _) => required_variables(of),
        Expression::Coalesce(_) | Expression::If(..) | Expression::Exists(_) => BTreeSet::new(),
        other => each(operands(other)),
    }
}

fn intersection(sets: Vec<BTreeSet<Variable>>) -> BTreeSet<Variable> {
    sets.into_iter().reduce(|one, other| &one & &other).unwrap_or_default()
}

/// The variables that a pattern can bind.
fn variables_of(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut found = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| {
        found.insert(variable.clone());
    });
    found
}

/// The property that a path needs and no fact has.
fn of_path(path: &PropertyPathExpression, facts: &QueriedFacts<'_>) -> Option<String> {
    match path {
        PropertyPathExpression::NamedNode(property) => unused_property(property, facts),
        PropertyPathExpression::Reverse(path) | PropertyPathExpression::OneOrMore(path) => of_path(path, facts),
        PropertyPathExpression::Sequence(a, b) => of_path(a, facts).or_else(|| of_path(b, facts)),
        PropertyPathExpression::Alternative(a, b) => all([a, b].into_iter().map(|it| of_path(it, facts))),
        PropertyPathExpression::ZeroOrMore(_)
        | PropertyPathExpression::ZeroOrOne(_)
        | PropertyPathExpression::NegatedPropertySet(_) => None,
    }
}

fn unused_property(property: &NamedNode, facts: &QueriedFacts<'_>) -> Option<String> {
    let id = facts.iri_id(property.as_ref());
    let is_there = id.is_some_and(|id| facts.predicates().any(|it| it == id));
    (!is_there).then(|| facts.compact(property))
}

/// A named graph that a query reads and that does not exist, as people write it; `Some(None)` if it reads any.
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

/// The property, class or literal of a triple pattern that no fact has.
fn of_triple(triple: &TriplePattern, facts: &QueriedFacts<'_>) -> Option<String> {
    let NamedNodePattern::NamedNode(predicate) = &triple.predicate else {
        return match &triple.object {
            TermPattern::Literal(literal) => missing(literal, facts),
            _ => None,
        };
    };
    let id = facts.iri_id(predicate.as_ref());
    match &triple.object {
        // Another property may have the literal. A pattern matches it as written, not what has the same value.
        TermPattern::Literal(literal) => {
            let known = id.zip(facts.id(literal.as_ref()));
            let is_there = known.is_some_and(|(id, literal)| facts.subjects(id, literal).next().is_some());
            (!is_there).then(|| format!("{} {literal}", facts.compact(predicate)))
        }
        TermPattern::NamedNode(class) if *predicate == rdf::TYPE => {
            let class_id = facts.iri_id(class.as_ref());
            let is_there = id.zip(class_id).is_some_and(|(a, class)| facts.subjects(a, class).next().is_some());
            (!is_there).then(|| facts.compact(class))
        }
        _ => unused_property(predicate, facts),
    }
}

/// The text that a condition asks for and no fact has.
fn of_condition(condition: &Expression, facts: &QueriedFacts<'_>) -> Option<String> {
    match condition {
        Expression::Equal(a, b) => of_sides(a, b, facts).or_else(|| of_sides(b, a, facts)),
        Expression::SameTerm(a, b) => match (&**a, &**b) {
            (Expression::Variable(_), Expression::Literal(it)) | (Expression::Literal(it), Expression::Variable(_)) => {
                missing(it, facts)
            }
            _ => of_sides(a, b, facts).or_else(|| of_sides(b, a, facts)),
        },
        Expression::In(a, among) => all(among.iter().map(|it| of_sides(a, it, facts))),
        Expression::And(a, b) => of_condition(a, facts).or_else(|| of_condition(b, facts)),
        // A text with look-alike characters is searched in vain.
        Expression::FunctionCall(
            Function::Contains | Function::StrStarts | Function::StrEnds | Function::Regex,
            arguments,
        ) => arguments.iter().find_map(|it| match constant(it) {
            Some(Term::Literal(text)) if facts.is_odd(text.value()) => Some(text.to_string()),
            _ => None,
        }),
        Expression::Or(a, b) => of_condition(a, facts).and_then(|it| of_condition(b, facts).map(|_| it)),
        _ => None,
    }
}

/// `?x = "a text"`, `STR(?x) = "a text"`, `?x = IRI("an address")`, `DATATYPE(?x) = xsd:int`
fn of_sides(of: &Expression, value: &Expression, facts: &QueriedFacts<'_>) -> Option<String> {
    let text = match (of, constant(value)?) {
        (_, Term::Literal(text)) => text,
        (Expression::Variable(_), Term::NamedNode(iri)) if !matches!(value, Expression::NamedNode(_)) => {
            return facts.iri_id(iri.as_ref()).is_none().then(|| facts.compact(&iri));
        }
        (Expression::FunctionCall(Function::Datatype, _), Term::NamedNode(datatype)) => {
            let is_it = |term| matches!(term, TermRef::Literal(it) if it.datatype() == datatype.as_ref());
            return (!facts.terms().any(|(_, term)| is_it(term))).then(|| facts.compact(&datatype));
        }
        _ => return None,
    };
    match of {
        Expression::Variable(variable) if is_text(&text) => missing(&text, facts).or_else(|| {
            let property = facts.leads_elsewhere(variable, |it| it == text.as_ref().into())?;
            Some(format!("{property} {text}"))
        }),
        Expression::FunctionCall(Function::Str, of) if matches!(of.as_slice(), [Expression::Variable(_)]) => {
            let is_it = |term: TermRef<'_>| match term {
                TermRef::Literal(literal) => literal.value() == text.value(),
                TermRef::NamedNode(iri) => iri.as_str() == text.value(),
                _ => false,
            };
            if !facts.terms().any(|(_, term)| is_it(term)) {
                return Some(text.to_string());
            }
            let [Expression::Variable(variable)] = of.as_slice() else { return None };
            let property = facts.leads_elsewhere(variable, is_it)?;
            Some(format!("{property} {text}"))
        }
        Expression::FunctionCall(..) => facts.is_odd(text.value()).then(|| text.to_string()),
        _ => None,
    }
}

/// The value of an expression without variables, as far as IRIs and texts are composed in it.
fn constant(expression: &Expression) -> Option<Term> {
    let text = |of: &Expression| match constant(of)? {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(iri) => Some(iri.into_string()),
        _ => None,
    };
    Some(match expression {
        Expression::Literal(literal) => literal.clone().into(),
        Expression::NamedNode(iri) => iri.clone().into(),
        Expression::FunctionCall(Function::Iri, of) => NamedNode::new(text(of.first()?)?).ok()?.into(),
        Expression::FunctionCall(Function::Str, of) => Literal::from(text(of.first()?)?).into(),
        Expression::FunctionCall(Function::Concat, of) => {
            Literal::from(of.iter().map(text).collect::<Option<String>>()?).into()
        }
        _ => return None,
    })
}

fn is_text(literal: &Literal) -> bool {
    literal.datatype() == xsd::STRING || literal.language().is_some()
}

fn missing(text: &Literal, facts: &QueriedFacts<'_>) -> Option<String> {
    // Numbers of an analysis have ids, too, but are in no fact.
    let is_there = |id| facts.adjacencies(true).any(|(_, links)| !links.of_node_lazy(id).is_empty());
    (!facts.id(text.as_ref()).is_some_and(is_there)).then(|| text.to_string())
}

/// The first, where all are missing.
fn all(mut texts: impl Iterator<Item = Option<String>>) -> Option<String> {
    let first = texts.next()??;
    texts.all(|it| it.is_some()).then_some(first)
}
