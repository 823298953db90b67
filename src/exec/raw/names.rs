//! Unknown terms and variables of a raw query: a query with one of them finds nothing, whatever the facts say.

use std::collections::BTreeSet;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, TermRef, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern};

use crate::base::nearest;
use crate::exec::raw::algebra::{expressions, operands, parts};
use crate::exec::raw::patterns::{in_scope, pattern_of};
use crate::store::Dataset;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// Terms of the standards, which need not occur in the facts.
const STANDARD: [(&str, &str); 3] = [
    (RDF, "type value first rest nil List Property Statement subject predicate object langString HTML XMLLiteral JSON"),
    (
        RDFS,
        "label comment seeAlso isDefinedBy subClassOf subPropertyOf domain range member Resource Class Literal \
         Datatype Container",
    ),
    (
        XSD,
        "string boolean decimal integer double float date time dateTime dateTimeStamp gYear gMonth gDay gYearMonth \
         gMonthDay duration yearMonthDuration dayTimeDuration byte short int long unsignedByte unsignedShort \
         unsignedInt unsignedLong positiveInteger nonNegativeInteger negativeInteger nonPositiveInteger hexBinary \
         base64Binary anyURI language normalizedString token NMTOKEN Name NCName",
    ),
];

/// An unknown term or variable of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it is.
    pub what: UnknownKind,
    /// As people write it: `cv:nowhere`.
    pub written: String,
    /// Known names with a similar spelling, the nearest first.
    pub nearest: Vec<String>,
}

/// The kind of an unknown name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownKind {
    /// An IRI that is in no fact and no vocabulary.
    Iri,
    /// A literal whose text is in facts only in another language or datatype.
    Literal,
    /// A variable that nothing binds where it is used.
    Variable,
}

impl Unknown {
    /// In a sentence: `` `cv:nowhere` is in no fact and no vocabulary ``.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.what {
            UnknownKind::Iri => format!("`{}` is in no fact and no vocabulary", self.written),
            UnknownKind::Literal => {
                format!("no fact has `{}`, only the same text with another type or language", self.written)
            }
            UnknownKind::Variable => format!("`{}` is not bound where it is used", self.written),
        }
    }
}

/// The unknown terms and variables of a query, each once: IRIs, literals, variables.
pub(super) fn find_unknown(query: &Query, dataset: &Dataset) -> Vec<Unknown> {
    let pattern = pattern_of(query);
    let mut named = TermMentions::default();
    of_pattern(pattern, &mut named);
    let mut all: Vec<Unknown> = Vec::new();
    for iri in named.iris.into_iter().filter(|it| !is_known(it, dataset)) {
        let written = dataset.compact(iri);
        all.push(Unknown { what: UnknownKind::Iri, written, nearest: near(iri, dataset) });
    }
    for literal in named.literals.into_iter().filter(|it| dataset.id(it.as_ref()).is_none()) {
        let nearest = alike(literal, dataset);
        if !nearest.is_empty() {
            all.push(Unknown { what: UnknownKind::Literal, written: literal.to_string(), nearest });
        }
    }
    let mut unbound = Vec::new();
    unbound_in_pattern(pattern, &BTreeSet::new(), &mut unbound);
    let bound = all_bound(pattern);
    for variable in unbound {
        let names = bound.iter().filter(|it| **it != variable).map(Variable::as_str);
        let nearest = nearest(variable.as_str(), names).into_iter().map(|it| format!("?{it}")).collect();
        all.push(Unknown { what: UnknownKind::Variable, written: variable.to_string(), nearest });
    }
    let mut told: Vec<Unknown> = Vec::new();
    for unknown in all {
        if told.iter().all(|it| it.written != unknown.written) {
            told.push(unknown);
        }
    }
    told
}

// --------------------------------------------------------------------------------- terms

/// The terms that a query names.
#[derive(Default)]
struct TermMentions<'a> {
    iris: Vec<&'a NamedNode>,
    /// Those that must match exactly.
    literals: Vec<&'a Literal>,
}

fn of_pattern<'a>(pattern: &'a GraphPattern, named: &mut TermMentions<'a>) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                of_term(&triple.subject, named);
                of_name(&triple.predicate, named);
                of_term(&triple.object, named);
            }
        }
        GraphPattern::Path { subject, path, object } => {
            of_term(subject, named);
            of_path(path, &mut named.iris);
            of_term(object, named);
        }
        GraphPattern::Graph { name, .. } => of_name(name, named),
        GraphPattern::Values { bindings, .. } => {
            for term in bindings.iter().flatten().flatten() {
                match term {
                    GroundTerm::NamedNode(iri) => named.iris.push(iri),
                    GroundTerm::Literal(literal) => named.literals.push(literal),
                }
            }
        }
        _ => {}
    }
    for part in parts(pattern) {
        of_pattern(part, named);
    }
    for expression in expressions(pattern) {
        of_expression(expression, named);
    }
}

fn of_expression<'a>(expression: &'a Expression, named: &mut TermMentions<'a>) {
    match expression {
        Expression::NamedNode(iri) => named.iris.push(iri),
        Expression::Exists(pattern) => of_pattern(pattern, named),
        // A text equals only the same text in the same language; numbers and days are equal by value.
        Expression::Equal(a, b) | Expression::SameTerm(a, b) => of_texts([&**a, &**b], named),
        Expression::In(a, among) => of_texts(among.iter().chain([&**a]), named),
        _ => {}
    }
    for operand in operands(expression) {
        of_expression(operand, named);
    }
}

/// The texts that are compared with a variable.
fn of_texts<'a>(sides: impl IntoIterator<Item = &'a Expression>, named: &mut TermMentions<'a>) {
    let sides: Vec<&Expression> = sides.into_iter().collect();
    if sides.iter().any(|it| matches!(it, Expression::Variable(_))) {
        named.literals.extend(sides.into_iter().filter_map(|it| match it {
            Expression::Literal(literal) if literal.datatype() == xsd::STRING || literal.language().is_some() => {
                Some(literal)
            }
            _ => None,
        }));
    }
}

fn of_term<'a>(term: &'a TermPattern, named: &mut TermMentions<'a>) {
    match term {
        TermPattern::NamedNode(iri) => named.iris.push(iri),
        TermPattern::Literal(literal) => named.literals.push(literal),
        TermPattern::BlankNode(_) | TermPattern::Variable(_) => {}
    }
}

fn of_name<'a>(name: &'a NamedNodePattern, named: &mut TermMentions<'a>) {
    if let NamedNodePattern::NamedNode(iri) = name {
        named.iris.push(iri);
    }
}

fn of_path<'a>(path: &'a PropertyPathExpression, iris: &mut Vec<&'a NamedNode>) {
    match path {
        PropertyPathExpression::NamedNode(iri) => iris.push(iri),
        PropertyPathExpression::NegatedPropertySet(all) => iris.extend(all),
        PropertyPathExpression::Reverse(inner)
        | PropertyPathExpression::ZeroOrMore(inner)
        | PropertyPathExpression::OneOrMore(inner)
        | PropertyPathExpression::ZeroOrOne(inner) => of_path(inner, iris),
        PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
            of_path(a, iris);
            of_path(b, iris);
        }
    }
}

/// The literals of the facts with the same text, at most three.
fn alike(literal: &Literal, dataset: &Dataset) -> Vec<String> {
    let value = literal.value();
    let same = |term: TermRef<'_>| match term {
        TermRef::Literal(other) if other.value() == value => Some(other.to_string()),
        _ => None,
    };
    dataset.terms().filter_map(|(_, term)| same(term)).take(3).collect()
}

// ------------------------------------------------------------------------------ variables

/// The variables that are used where nothing binds them; `outer` are those of the row around an `EXISTS`.
fn unbound_in_pattern(pattern: &GraphPattern, outer: &BTreeSet<Variable>, found: &mut Vec<Variable>) {
    let mut known: BTreeSet<Variable> = parts(pattern).into_iter().flat_map(in_scope).collect();
    known.extend(outer.iter().cloned());
    for expression in expressions(pattern) {
        of_no_expression(expression, &known, found);
    }
    let names: Vec<&Variable> = match pattern {
        GraphPattern::Project { variables, .. } | GraphPattern::Group { variables, .. } => variables.iter().collect(),
        _ => Vec::new(),
    };
    found.extend(names.into_iter().filter(|it| !known.contains(it)).cloned());
    for part in parts(pattern) {
        unbound_in_pattern(part, outer, found);
    }
}

fn of_no_expression(expression: &Expression, known: &BTreeSet<Variable>, found: &mut Vec<Variable>) {
    match expression {
        Expression::Variable(name) | Expression::Bound(name) if !known.contains(name) => found.push(name.clone()),
        Expression::Exists(pattern) => unbound_in_pattern(pattern, known, found),
        other => operands(other).into_iter().for_each(|it| of_no_expression(it, known, found)),
    }
}

/// Every variable that is bound somewhere.
fn all_bound(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut bound = in_scope(pattern);
    for part in parts(pattern) {
        bound.append(&mut all_bound(part));
    }
    bound
}

// ----------------------------------------------------------------------------------- IRIs

fn is_known(iri: &NamedNode, dataset: &Dataset) -> bool {
    let is_standard = |(space, names): &(&str, &str)| {
        iri.as_str().strip_prefix(space).is_some_and(|name| names.split_whitespace().any(|it| it == name))
    };
    dataset.iri_id(iri.as_ref()).is_some() || STANDARD.iter().any(is_standard)
}

/// The known IRIs with a similar name in the same namespace, else one with the same name in another.
fn near(iri: &NamedNode, dataset: &Dataset) -> Vec<String> {
    let (space, name) = split(iri.as_str());
    let known = dataset.terms().filter_map(|(_, term)| match term {
        TermRef::NamedNode(iri) => Some(iri.as_str()),
        _ => None,
    });
    let known: Vec<(&str, &str)> = known.map(split).filter(|it| it.0 == space || it.1 == name).collect();
    let in_space = known.iter().filter(|it| it.0 == space).map(|it| it.1);
    let written = |space: &str, name: &str| dataset.compact(NamedNodeRef::new_unchecked(&format!("{space}{name}")));
    let near: Vec<String> = nearest(name, in_space).into_iter().map(|name| written(space, name)).collect();
    if !near.is_empty() {
        return near;
    }
    known.iter().filter(|it| it.1 == name).take(1).map(|it| written(it.0, it.1)).collect()
}

/// Splits an IRI into namespace and local name.
fn split(iri: &str) -> (&str, &str) {
    iri.split_at(iri.rfind(['#', '/', ':']).map_or(0, |at| at + 1))
}
