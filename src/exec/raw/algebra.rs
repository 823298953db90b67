//! The SPARQL algebra, one level at a time: to read its parts, and to replace them.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// The patterns that a pattern contains directly.
pub(super) fn parts(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => Vec::new(),
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => vec![left, right],
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => vec![inner],
    }
}

/// The expressions that a pattern contains directly.
pub(super) fn expressions(pattern: &GraphPattern) -> Vec<&Expression> {
    match pattern {
        GraphPattern::LeftJoin { expression, .. } => expression.iter().collect(),
        GraphPattern::Filter { expr, .. } => vec![expr],
        GraphPattern::Extend { expression, .. } => vec![expression],
        GraphPattern::OrderBy { expression, .. } => {
            let of = |order| match order {
                &OrderExpression::Asc(ref it) | &OrderExpression::Desc(ref it) => it,
            };
            expression.iter().map(of).collect()
        }
        GraphPattern::Group { aggregates, .. } => {
            let of = |(_, aggregate)| match aggregate {
                &AggregateExpression::CountSolutions { .. } => None,
                AggregateExpression::FunctionCall { expr, .. } => Some(expr),
            };
            aggregates.iter().map(|(name, it)| (name, it)).filter_map(of).collect()
        }
        _ => Vec::new(),
    }
}

/// The operands of an expression; not those in the pattern of an `EXISTS`.
pub(super) fn operands(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_)
        | Expression::Exists(_) => Vec::new(),
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => vec![a, b],
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => vec![a],
        Expression::If(a, b, c) => vec![a, b, c],
        Expression::In(a, among) => std::iter::once(&**a).chain(among).collect(),
        Expression::Coalesce(all) | Expression::FunctionCall(_, all) => all.iter().collect(),
    }
}

/// A rewriting of the algebra.
pub(super) trait Rewrite {
    /// Rewrites a pattern; `inside` is true behind `MINUS` and in `EXISTS`.
    fn pattern(&self, pattern: GraphPattern, inside: bool) -> GraphPattern;
    /// Rewrites an expression.
    fn expression(&self, expression: Expression, inside: bool) -> Expression;
}

/// The same pattern with its parts and expressions rewritten.
pub(super) fn rewrite_parts(pattern: GraphPattern, by: &impl Rewrite, inside: bool) -> GraphPattern {
    let part = |it: Box<GraphPattern>| Box::new(by.pattern(*it, inside));
    let expression = |it| by.expression(it, inside);
    match pattern {
        GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. }
        | GraphPattern::Service { .. } => pattern,
        GraphPattern::Join { left, right } => GraphPattern::Join { left: part(left), right: part(right) },
        GraphPattern::Lateral { left, right } => GraphPattern::Lateral { left: part(left), right: part(right) },
        GraphPattern::Union { left, right } => GraphPattern::Union { left: part(left), right: part(right) },
        GraphPattern::Minus { left, right } => {
            GraphPattern::Minus { left: part(left), right: Box::new(by.pattern(*right, true)) }
        }
        GraphPattern::LeftJoin { left, right, expression: on } => {
            GraphPattern::LeftJoin { left: part(left), right: part(right), expression: on.map(expression) }
        }
        GraphPattern::Filter { expr, inner } => GraphPattern::Filter { expr: expression(expr), inner: part(inner) },
        GraphPattern::Graph { name, inner } => GraphPattern::Graph { name, inner: part(inner) },
        GraphPattern::Extend { inner, variable, expression: value } => {
            GraphPattern::Extend { inner: part(inner), variable, expression: expression(value) }
        }
        GraphPattern::OrderBy { inner, expression: orders } => {
            let order = |it| match it {
                OrderExpression::Asc(it) => OrderExpression::Asc(expression(it)),
                OrderExpression::Desc(it) => OrderExpression::Desc(expression(it)),
            };
            GraphPattern::OrderBy { inner: part(inner), expression: orders.into_iter().map(order).collect() }
        }
        GraphPattern::Project { inner, variables } => GraphPattern::Project { inner: part(inner), variables },
        GraphPattern::Distinct { inner } => GraphPattern::Distinct { inner: part(inner) },
        GraphPattern::Reduced { inner } => GraphPattern::Reduced { inner: part(inner) },
        GraphPattern::Slice { inner, start, length } => GraphPattern::Slice { inner: part(inner), start, length },
        GraphPattern::Group { inner, variables, aggregates } => {
            let aggregate = |(name, it)| match it {
                AggregateExpression::FunctionCall { name: function, expr, distinct } => {
                    (name, AggregateExpression::FunctionCall { name: function, expr: expression(expr), distinct })
                }
                all @ AggregateExpression::CountSolutions { .. } => (name, all),
            };
            let aggregates = aggregates.into_iter().map(aggregate).collect();
            GraphPattern::Group { inner: part(inner), variables, aggregates }
        }
    }
}

/// The same expression with its operands rewritten.
pub(super) fn with_operands(expression: Expression, by: &impl Rewrite, inside: bool) -> Expression {
    let one = |it: Box<Expression>| Box::new(by.expression(*it, inside));
    let all = |them: Vec<Expression>| them.into_iter().map(|it| by.expression(it, inside)).collect();
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {
            expression
        }
        Expression::Exists(pattern) => Expression::Exists(Box::new(by.pattern(*pattern, true))),
        Expression::Or(a, b) => Expression::Or(one(a), one(b)),
        Expression::And(a, b) => Expression::And(one(a), one(b)),
        Expression::Equal(a, b) => Expression::Equal(one(a), one(b)),
        Expression::SameTerm(a, b) => Expression::SameTerm(one(a), one(b)),
        Expression::Greater(a, b) => Expression::Greater(one(a), one(b)),
        Expression::GreaterOrEqual(a, b) => Expression::GreaterOrEqual(one(a), one(b)),
        Expression::Less(a, b) => Expression::Less(one(a), one(b)),
        Expression::LessOrEqual(a, b) => Expression::LessOrEqual(one(a), one(b)),
        Expression::Add(a, b) => Expression::Add(one(a), one(b)),
        Expression::Subtract(a, b) => Expression::Subtract(one(a), one(b)),
        Expression::Multiply(a, b) => Expression::Multiply(one(a), one(b)),
        Expression::Divide(a, b) => Expression::Divide(one(a), one(b)),
        Expression::UnaryPlus(a) => Expression::UnaryPlus(one(a)),
        Expression::UnaryMinus(a) => Expression::UnaryMinus(one(a)),
        Expression::Not(a) => Expression::Not(one(a)),
        Expression::If(a, b, c) => Expression::If(one(a), one(b), one(c)),
        Expression::In(a, among) => Expression::In(one(a), all(among)),
        Expression::Coalesce(them) => Expression::Coalesce(all(them)),
        Expression::FunctionCall(function, them) => Expression::FunctionCall(function, all(them)),
    }
}
