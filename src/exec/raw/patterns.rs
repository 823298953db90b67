//! Parts of a graph pattern, and the variables that are in scope in them.

use std::collections::BTreeSet;

use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};

use crate::exec::raw::algebra::{expressions, operands, parts};

/// The pattern of a query.
pub(super) fn pattern_of(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Ask { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Construct { pattern, .. } => pattern,
    }
}

/// A pattern with all its parts, also those in `EXISTS`.
pub(super) fn all_parts(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    let mut all = vec![pattern];
    let mut next = 0;
    while let Some(pattern) = all.get(next) {
        let inside = expressions(pattern).into_iter().flat_map(exists_patterns);
        all.extend(parts(pattern).into_iter().chain(inside));
        next += 1;
    }
    all
}

/// The patterns of the `EXISTS` in an expression.
pub(super) fn exists_patterns(expression: &Expression) -> Vec<&GraphPattern> {
    let mut found = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        if let Expression::Exists(pattern) = expression {
            found.push(&**pattern);
        }
        open.extend(operands(expression));
    }
    found
}

/// The variables of the rows of a pattern.
pub(super) fn in_scope(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut found = BTreeSet::new();
    pattern.on_in_scope_variable(|it| {
        found.insert(it.clone());
    });
    found
}

/// The variables that the pattern of an `EXISTS` binds or reads: it shares them with the row around it.
pub(super) fn exists_variables(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut found = in_scope(pattern);
    for part in all_parts(pattern) {
        for expression in expressions(part) {
            let mut open = vec![expression];
            while let Some(expression) = open.pop() {
                match expression {
                    Expression::Variable(name) | Expression::Bound(name) => {
                        found.insert(name.clone());
                    }
                    Expression::Exists(inner) => found.append(&mut exists_variables(inner)),
                    _ => {}
                }
                open.extend(operands(expression));
            }
        }
    }
    found
}

/// Splits a condition at `&&`, in order.
pub(super) fn conjuncts(condition: Expression) -> Vec<Expression> {
    let (mut all, mut open) = (Vec::new(), vec![condition]);
    while let Some(it) = open.pop() {
        match it {
            Expression::And(a, b) => open.extend([*b, *a]),
            other => all.push(other),
        }
    }
    all
}
