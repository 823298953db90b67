//! What the form of a raw query says about its rows: whether their number is a number of things.

use std::collections::BTreeSet;

use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};

use crate::exec::raw::algebra::{expressions, operands, parts};
use crate::exec::raw::groups::{self, AggregateColumn};
use crate::exec::raw::patterns::{all_parts, exists_patterns, exists_variables, in_scope, pattern_of};

/// Why the number of rows is not a number of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// `LIMIT 3`: the rest is not examined.
    CutShort,
    /// `SELECT (AVG(?n) AS ?average)`: a row that always exists.
    Aggregate,
    /// `ASK { { SELECT ?v (COUNT(?x) AS ?n) { … OPTIONAL { … ?x } } GROUP BY ?v } }`: a group may be of nothing.
    OfNothing,
}

/// The form of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryShape {
    /// One number is asked for: `SELECT (COUNT(?c) AS ?n)`.
    pub(super) is_number: bool,
    /// The columns with counts of groups that no condition filters: a row of zeros is a group of nothing.
    pub(super) numbers: Vec<AggregateColumn>,
    /// Why the number of rows is not a number of things.
    pub(super) unfit: Option<Unfit>,
    /// True if something may be found because something unrelated is missing.
    pub(super) by_absence: bool,
}

impl QueryShape {
    /// The form of a query.
    pub(super) fn of(query: &Query) -> Self {
        let pattern = pattern_of(query);
        let all = all_parts(pattern);
        let is_cut = all.iter().any(|it| matches!(it, GraphPattern::Slice { .. }));
        let (mut numbers, mut unfit) = match groups::numbers(query) {
            Ok(numbers) => (numbers, None),
            Err(groups::OfNothing) => (Vec::new(), Some(Unfit::OfNothing)),
        };
        let mut is_number = false;
        if let Query::Select { .. } = query {
            is_number = is_one_count(pattern);
            if !is_number && !ungrouped_aggregates(pattern).is_empty() {
                unfit = Some(Unfit::Aggregate);
            }
        }
        if is_number {
            numbers.clear();
        }
        if is_cut {
            unfit = Some(Unfit::CutShort);
        }
        // The first group is that of the number, which decides about it already.
        let mut groups = usize::from(is_number);
        let by_absence = all.iter().any(|it| match it {
            GraphPattern::Group { .. } if groups > 0 => {
                groups -= 1;
                false
            }
            other => is_by_absence(other, &all),
        });
        Self { is_number, numbers, unfit, by_absence }
    }
}

/// True for a pattern that can match because something unrelated to the result is missing.
fn is_by_absence(pattern: &GraphPattern, all: &[&GraphPattern]) -> bool {
    match pattern {
        GraphPattern::Filter { expr, inner } => {
            let found = in_scope(inner);
            exists_patterns(expr).iter().any(|it| !exists_variables(it).iter().any(|name| found.contains(name)))
        }
        // An unrelated optional part matters if the query asks whether it is bound.
        GraphPattern::LeftJoin { left, right, .. } => {
            let (left, right) = (in_scope(left), in_scope(right));
            left.is_disjoint(&right) && all.iter().flat_map(|it| expressions(it)).any(|it| asks_for_one_of(it, &right))
        }
        // Without shared variables nothing is taken away.
        GraphPattern::Minus { left, right } => in_scope(left).is_disjoint(&in_scope(right)),
        // A row that exists whatever the facts say.
        GraphPattern::Group { variables, .. } => variables.is_empty(),
        _ => false,
    }
}

/// True if an expression asks for one of the variables with `BOUND` or `COALESCE`.
fn asks_for_one_of(expression: &Expression, variables: &BTreeSet<Variable>) -> bool {
    match expression {
        Expression::Bound(name) => variables.contains(name),
        Expression::Coalesce(all) => {
            all.iter().any(|it| matches!(it, Expression::Variable(name) if variables.contains(name)))
        }
        other => operands(other).into_iter().any(|it| asks_for_one_of(it, variables)),
    }
}

// ------------------------------------------------------------------------------ aggregates

/// True if all that is asked for is one `COUNT` without groups.
fn is_one_count(pattern: &GraphPattern) -> bool {
    let mut wanted: Option<Variable> = None;
    let mut here = pattern;
    loop {
        here = match here {
            GraphPattern::Project { inner, variables } => {
                match (variables.as_slice(), &wanted) {
                    ([only], None) => wanted = Some(only.clone()),
                    (all, Some(name)) if all.contains(name) => {}
                    _ => return false,
                }
                inner
            }
            GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Filter { inner, .. } => inner,
            GraphPattern::Extend { inner, variable, expression } => {
                if wanted.as_ref() == Some(variable) {
                    let Expression::Variable(name) = expression else {
                        return false;
                    };
                    wanted = Some(name.clone());
                }
                inner
            }
            GraphPattern::Group { variables, aggregates, .. } => {
                let is_wanted = |(name, _): &&(Variable, AggregateExpression)| wanted.as_ref() == Some(name);
                let aggregate = aggregates.iter().find(is_wanted).map(|(_, aggregate)| aggregate);
                let counts = match aggregate {
                    Some(AggregateExpression::CountSolutions { .. }) => true,
                    Some(AggregateExpression::FunctionCall { name, .. }) => *name == AggregateFunction::Count,
                    None => false,
                };
                return variables.is_empty() && counts;
            }
            _ => return false,
        };
    }
}

/// The variables of rows that hold an aggregate of the group that always exists.
fn ungrouped_aggregates(pattern: &GraphPattern) -> BTreeSet<Variable> {
    if let GraphPattern::Group { variables, aggregates, .. } = pattern {
        // A group hides the aggregates inside it.
        let names = aggregates.iter().filter(|_| variables.is_empty()).map(|(name, _)| name.clone());
        return names.collect();
    }
    if let GraphPattern::Minus { left, .. } = pattern {
        return ungrouped_aggregates(left);
    }
    let mut alone: BTreeSet<Variable> = parts(pattern).into_iter().flat_map(ungrouped_aggregates).collect();
    match pattern {
        GraphPattern::Project { variables, .. } => alone.retain(|it| variables.contains(it)),
        GraphPattern::Extend { variable, expression, .. } if names_one_of(expression, &alone) => {
            alone.insert(variable.clone());
        }
        _ => {}
    }
    alone
}

fn names_one_of(expression: &Expression, variables: &BTreeSet<Variable>) -> bool {
    match expression {
        Expression::Variable(name) | Expression::Bound(name) => variables.contains(name),
        other => operands(other).into_iter().any(|it| names_one_of(it, variables)),
    }
}
