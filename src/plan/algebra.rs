//! Small constructors for SPARQL algebra, so that emission reads like what it says.

use oxigraph::model::{NamedNode, Term, TermRef, Variable};
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, PropertyPathExpression,
};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use crate::question::Operator;

/// The pattern that every graph matches once.
pub(super) fn unit() -> GraphPattern {
    GraphPattern::Bgp { patterns: Vec::new() }
}

/// The pattern that nothing matches.
pub(super) fn nothing(variable: &Variable) -> GraphPattern {
    GraphPattern::Values { variables: vec![variable.clone()], bindings: Vec::new() }
}

pub(super) fn triple(
    subject: impl Into<TermPattern>,
    predicate: &NamedNode,
    object: impl Into<TermPattern>,
) -> GraphPattern {
    GraphPattern::Bgp {
        patterns: vec![TriplePattern {
            subject: subject.into(),
            predicate: NamedNodePattern::NamedNode(predicate.clone()),
            object: object.into(),
        }],
    }
}

/// Any triple of a thing: what binds a variable to everything that occurs as a subject.
pub(super) fn any_triple(subject: &Variable, property: Variable, object: Variable) -> GraphPattern {
    GraphPattern::Bgp {
        patterns: vec![TriplePattern {
            subject: subject.clone().into(),
            predicate: NamedNodePattern::Variable(property),
            object: object.into(),
        }],
    }
}

pub(super) fn path(subject: &Variable, path: PropertyPathExpression, object: &Variable) -> GraphPattern {
    GraphPattern::Path { subject: subject.clone().into(), path, object: object.clone().into() }
}

/// Joins two patterns; neighbouring triples become one basic graph pattern.
pub(super) fn join(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    match (left, right) {
        (GraphPattern::Bgp { mut patterns }, GraphPattern::Bgp { patterns: more }) => {
            patterns.extend(more);
            GraphPattern::Bgp { patterns }
        }
        (GraphPattern::Bgp { patterns }, right) if patterns.is_empty() => right,
        (left, GraphPattern::Bgp { patterns }) if patterns.is_empty() => left,
        (left, right) => GraphPattern::Join { left: Box::new(left), right: Box::new(right) },
    }
}

pub(super) fn minus(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Minus { left: Box::new(left), right: Box::new(right) }
}

pub(super) fn optional(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::LeftJoin { left: Box::new(left), right: Box::new(right), expression: None }
}

pub(super) fn union(patterns: impl IntoIterator<Item = GraphPattern>) -> Option<GraphPattern> {
    patterns.into_iter().reduce(|left, right| GraphPattern::Union { left: Box::new(left), right: Box::new(right) })
}

pub(super) fn filter(inner: GraphPattern, expr: Expression) -> GraphPattern {
    GraphPattern::Filter { expr, inner: Box::new(inner) }
}

/// `{ SELECT DISTINCT … WHERE { … } }`
pub(super) fn distinct(inner: GraphPattern, variables: &[Variable]) -> GraphPattern {
    GraphPattern::Distinct { inner: Box::new(project(inner, variables)) }
}

pub(super) fn project(inner: GraphPattern, variables: &[Variable]) -> GraphPattern {
    GraphPattern::Project { inner: Box::new(inner), variables: variables.to_vec() }
}

pub(super) fn extend(inner: GraphPattern, variable: Variable, expression: Expression) -> GraphPattern {
    GraphPattern::Extend { inner: Box::new(inner), variable, expression }
}

/// Groups by variables; each aggregate fills a variable.
pub(super) fn group(
    inner: GraphPattern,
    variables: &[Variable],
    aggregates: Vec<(Variable, AggregateExpression)>,
) -> GraphPattern {
    GraphPattern::Group { inner: Box::new(inner), variables: variables.to_vec(), aggregates }
}

pub(super) fn count_distinct(variable: &Variable) -> AggregateExpression {
    aggregate(AggregateFunction::Count, variable.clone().into(), true)
}

pub(super) fn aggregate(name: AggregateFunction, expr: Expression, distinct: bool) -> AggregateExpression {
    AggregateExpression::FunctionCall { name, expr, distinct }
}

/// `VALUES ?x { … }`
pub(super) fn values(variable: &Variable, terms: impl IntoIterator<Item = GroundTerm>) -> GraphPattern {
    GraphPattern::Values {
        variables: vec![variable.clone()],
        bindings: terms.into_iter().map(|term| vec![Some(term)]).collect(),
    }
}

/// `VALUES (?x ?y) { … }`
pub(super) fn pairs<'a>(variables: [&Variable; 2], terms: impl IntoIterator<Item = [TermRef<'a>; 2]>) -> GraphPattern {
    let row = |pair: [TermRef<'_>; 2]| {
        let pair = pair.map(|term| Some(ground(&term.into_owned())));
        pair.to_vec()
    };
    GraphPattern::Values {
        variables: variables.map(Clone::clone).to_vec(),
        bindings: terms.into_iter().map(row).collect(),
    }
}

pub(super) fn ground(term: &Term) -> GroundTerm {
    match term {
        Term::NamedNode(node) => node.clone().into(),
        Term::Literal(literal) => literal.clone().into(),
        Term::BlankNode(_) => unreachable!("blank nodes get IRIs at load"),
    }
}

pub(super) fn constant(term: &Term) -> Expression {
    match term {
        Term::NamedNode(node) => node.clone().into(),
        Term::Literal(literal) => literal.clone().into(),
        Term::BlankNode(_) => unreachable!("blank nodes get IRIs at load"),
    }
}

pub(super) fn call(function: Function, arguments: Vec<Expression>) -> Expression {
    Expression::FunctionCall(function, arguments)
}

pub(super) fn and(expressions: impl IntoIterator<Item = Expression>) -> Option<Expression> {
    expressions.into_iter().reduce(|left, right| Expression::And(Box::new(left), Box::new(right)))
}

pub(super) fn or(expressions: impl IntoIterator<Item = Expression>) -> Option<Expression> {
    expressions.into_iter().reduce(|left, right| Expression::Or(Box::new(left), Box::new(right)))
}

/// How strongly an operator binds its operands in SPARQL's grammar.
pub(super) fn strength_of_operator(operator: Operator) -> u8 {
    match operator {
        Operator::Plus | Operator::Minus => 1,
        Operator::Times | Operator::Divide => 2,
    }
}

/// The strength of the outermost operator of an expression.
pub(super) fn strength_of(expression: &Expression) -> u8 {
    match expression {
        Expression::Add(..) | Expression::Subtract(..) => strength_of_operator(Operator::Plus),
        Expression::Multiply(..) | Expression::Divide(..) => strength_of_operator(Operator::Times),
        _ => u8::MAX,
    }
}
