//! Whether the groups of a raw query stand for something. A group exists as soon as it has a row, even if what is
//! counted in it is optional and missing (a group of nothing): the number of groups is then not a number of things.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};

use crate::exec::raw::algebra::{expressions, operands, parts};
use crate::exec::raw::patterns::{conjuncts, exists_patterns, exists_variables, in_scope, pattern_of};

/// A column with the result of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AggregateColumn {
    /// Its heading.
    pub(super) column: String,
    /// True if 0 means a group of nothing; else only an empty cell does.
    pub(super) zero_is_nothing: bool,
}

/// The columns that tell groups of something from groups of nothing.
///
/// # Errors
/// If nothing tells them apart.
pub(super) fn numbers(query: &Query) -> Result<Vec<AggregateColumn>, OfNothing> {
    let mut found = Vec::new();
    for groups in groups(pattern_of(query))? {
        match query {
            Query::Select { .. } => found.extend(groups.numbers()?),
            _ if groups.may_be_of_nothing() => return Err(OfNothing),
            _ => {}
        }
    }
    Ok(found)
}

/// Groups may be of nothing, and nothing tells which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OfNothing;

/// What an aggregate returns for a group of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AggregateKind {
    /// A count of what is always bound: a group has at least one.
    Certain,
    /// Another aggregate of what is always bound.
    Value,
    /// A sum or an average of what is always bound: it may be 0.
    Sum,
    /// 0 if what is counted is optional and missing.
    Count,
    /// No value, if its argument is missing.
    Other,
    /// An aggregate of an expression with optional parts: anything.
    Computed,
}

/// Groups that no condition has filtered yet.
#[derive(Debug, Default)]
struct AggregateGroups {
    sorts: BTreeMap<Variable, AggregateKind>,
    /// From a variable to the aggregate that it holds.
    direct: BTreeMap<Variable, Variable>,
    /// From a variable to the aggregates that it is computed from.
    made: BTreeMap<Variable, BTreeSet<Variable>>,
    /// True if they are part of a larger pattern.
    inner: bool,
    /// True if a condition reads their numbers but keeps those of nothing.
    in_doubt: bool,
}

impl AggregateGroups {
    fn may_be_of_nothing(&self) -> bool {
        self.sorts
            .values()
            .any(|it| matches!(it, AggregateKind::Count | AggregateKind::Other | AggregateKind::Computed))
    }

    fn sort(&self, variable: &Variable) -> Option<AggregateKind> {
        self.sorts.get(self.direct.get(variable)?).copied()
    }

    /// The columns that tell whether a row stands for something.
    fn numbers(&self) -> Result<Vec<AggregateColumn>, OfNothing> {
        let told = |sort| match sort {
            AggregateKind::Count | AggregateKind::Other => true,
            AggregateKind::Sum | AggregateKind::Certain | AggregateKind::Value | AggregateKind::Computed => false,
        };
        if !self.may_be_of_nothing() {
            let is_number = |it: &Variable| self.sorts.get(it).is_some_and(|it| *it != AggregateKind::Value);
            let direct = self.direct.iter().filter(|(_, it)| is_number(it)).map(|(name, _)| name);
            let made = self.made.iter().filter(|(_, of)| of.iter().any(is_number)).map(|(name, _)| name);
            let columns = direct.chain(made);
            return Ok(columns
                .map(|it| AggregateColumn { column: it.as_str().to_owned(), zero_is_nothing: true })
                .collect());
        }
        let shown: BTreeSet<&Variable> = self.direct.values().collect();
        let is_told = self.direct.keys().all(|it| self.sort(it).is_some_and(told))
            && self.made.values().flatten().all(|it| shown.contains(it));
        if self.inner || self.in_doubt || shown.is_empty() || !is_told {
            return Err(OfNothing);
        }
        let number = |(column, aggregate): (&Variable, &Variable)| AggregateColumn {
            column: column.as_str().to_owned(),
            zero_is_nothing: self.sorts.get(aggregate) == Some(&AggregateKind::Count),
        };
        Ok(self.direct.iter().map(number).collect())
    }

    /// Records what a new variable holds.
    fn extend(&mut self, variable: &Variable, value: &Expression) {
        if let Expression::Variable(name) = value
            && let Some(aggregate) = self.direct.get(name).cloned()
        {
            self.direct.insert(variable.clone(), aggregate);
            return;
        }
        let mut of = BTreeSet::new();
        for name in names(value) {
            of.extend(self.direct.get(&name).cloned());
            of.extend(self.made.get(&name).into_iter().flatten().cloned());
        }
        if !of.is_empty() {
            self.made.insert(variable.clone(), of);
        }
    }

    fn keep(&mut self, variables: &[Variable]) {
        self.direct.retain(|it, _| variables.contains(it));
        self.made.retain(|it, _| variables.contains(it));
    }

    /// True for a condition that reads one of their numbers.
    fn are_asked_for_by(&self, condition: &Expression) -> bool {
        let mut asked = names(condition);
        asked.extend(exists_patterns(condition).into_iter().flat_map(exists_variables));
        asked.iter().any(|it| self.direct.contains_key(it) || self.made.contains_key(it))
    }

    /// True for a condition that selects some numbers and rejects others: `COUNT(?x) > 3`.
    fn are_chosen_by(&self, condition: &Expression) -> bool {
        match condition {
            Expression::And(a, b) => self.are_chosen_by(a) || self.are_chosen_by(b),
            Expression::Or(a, b) => self.are_chosen_by(a) && self.are_chosen_by(b),
            Expression::Variable(_) => self.is_open(condition),
            // In a group of nothing, only `COUNT` is bound.
            Expression::Bound(name) => self.sort(name) == Some(AggregateKind::Other),
            Expression::In(of, among) => self.is_open(of) && among.iter().all(|it| number(it).is_some()),
            Expression::Equal(a, b) => self.is_compared(a, b, |_| true) || self.is_compared(b, a, |_| true),
            Expression::Not(inner) => match &**inner {
                Expression::Equal(a, b) => {
                    let chooses = |it: f64| it >= 0.0 && it.fract() == 0.0;
                    self.is_compared(a, b, chooses) || self.is_compared(b, a, chooses) || self.are_both(a, b)
                }
                _ => false,
            },
            Expression::Greater(a, b) => self.is_more(a, b),
            Expression::Less(a, b) => self.is_more(b, a),
            Expression::GreaterOrEqual(a, b) => self.is_as_many(a, b),
            Expression::LessOrEqual(a, b) => self.is_as_many(b, a),
            _ => false,
        }
    }

    /// `COUNT(?x) > 3`, `3 > COUNT(?x)`, `COUNT(?x) > COUNT(?y)`, `COUNT(*) > COUNT(?x)`
    fn is_more(&self, a: &Expression, b: &Expression) -> bool {
        self.is_compared(a, b, |it| it >= 0.0) || self.is_compared(b, a, |it| it > 0.0) || self.are_both(a, b)
    }

    /// `COUNT(?x) >= 3`, `3 >= COUNT(?x)`
    fn is_as_many(&self, a: &Expression, b: &Expression) -> bool {
        let upper = |it: f64| it >= 0.0;
        self.is_compared(a, b, |it| it > 0.0) || (number(a).is_some() && self.is_compared(b, a, upper))
    }

    /// A number that may be 0 in a group of nothing, compared with a number that selects or one that is never 0.
    fn is_compared(&self, open: &Expression, with: &Expression, chooses: impl Fn(f64) -> bool) -> bool {
        let sort = |it: &Expression| match it {
            Expression::Variable(name) => self.sort(name),
            _ => None,
        };
        match sort(open) {
            // A missing value is neither less nor more.
            Some(AggregateKind::Other) => true,
            Some(AggregateKind::Count | AggregateKind::Computed) => {
                sort(with) == Some(AggregateKind::Certain) || number(with).is_some_and(chooses)
            }
            _ => false,
        }
    }

    fn are_both(&self, a: &Expression, b: &Expression) -> bool {
        self.is_open(a) && self.is_open(b)
    }

    fn is_open(&self, expression: &Expression) -> bool {
        let sort = match expression {
            Expression::Variable(name) => self.sort(name),
            _ => None,
        };
        matches!(sort, Some(AggregateKind::Count | AggregateKind::Other | AggregateKind::Computed))
    }
}

/// The groups of a pattern that no condition has filtered.
fn groups(pattern: &GraphPattern) -> Result<Vec<AggregateGroups>, OfNothing> {
    for inside in expressions(pattern).into_iter().flat_map(exists_patterns) {
        all_are_of_something(inside)?;
    }
    let mut found = Vec::new();
    match pattern {
        GraphPattern::Group { inner, variables, aggregates } => {
            all_are_of_something(inner)?;
            if !variables.is_empty() {
                let there = always_bound(inner);
                let sorts = aggregates.iter().map(|(name, it)| (name.clone(), sort(it, &there))).collect();
                let direct = aggregates.iter().map(|(name, _)| (name.clone(), name.clone())).collect();
                found.push(AggregateGroups { sorts, direct, ..AggregateGroups::default() });
            }
        }
        GraphPattern::Minus { left, right } => {
            all_are_of_something(right)?;
            found = groups(left)?;
        }
        other => {
            for part in parts(other) {
                found.extend(groups(part)?);
            }
        }
    }
    match pattern {
        GraphPattern::Filter { expr, .. } => {
            for groups in &mut found {
                if groups.may_be_of_nothing() {
                    if groups.are_chosen_by(expr) {
                        // Those that pass are things that were found.
                        *groups = AggregateGroups::default();
                    } else if groups.are_asked_for_by(expr) {
                        groups.in_doubt = true;
                    }
                } else if groups.are_asked_for_by(expr) {
                    *groups = AggregateGroups::default();
                }
            }
        }
        GraphPattern::Extend { variable, expression, .. } => {
            found.iter_mut().for_each(|it| it.extend(variable, expression));
        }
        GraphPattern::Project { variables, .. } => found.iter_mut().for_each(|it| it.keep(variables)),
        GraphPattern::Join { .. }
        | GraphPattern::Lateral { .. }
        | GraphPattern::LeftJoin { .. }
        | GraphPattern::Union { .. } => found.iter_mut().for_each(|it| it.inner = true),
        _ => {}
    }
    Ok(found)
}

fn all_are_of_something(pattern: &GraphPattern) -> Result<(), OfNothing> {
    if groups(pattern)?.iter().any(AggregateGroups::may_be_of_nothing) { Err(OfNothing) } else { Ok(()) }
}

fn sort(aggregate: &AggregateExpression, there: &BTreeSet<Variable>) -> AggregateKind {
    use AggregateFunction::{Avg, Count, Sum};
    let AggregateExpression::FunctionCall { name, expr, .. } = aggregate else {
        return AggregateKind::Certain;
    };
    let is_there = names(expr).is_subset(there);
    match (expr, name) {
        (_, Sum | Avg) if is_there => AggregateKind::Sum,
        (_, Count) if is_there => AggregateKind::Certain,
        _ if is_there => AggregateKind::Value,
        (Expression::Variable(_), Count) => AggregateKind::Count,
        (Expression::Variable(_), _) => AggregateKind::Other,
        _ => AggregateKind::Computed,
    }
}

/// The variables that an expression names.
fn names(expression: &Expression) -> BTreeSet<Variable> {
    match expression {
        Expression::Variable(name) | Expression::Bound(name) => BTreeSet::from([name.clone()]),
        other => operands(other).into_iter().flat_map(names).collect(),
    }
}

fn number(expression: &Expression) -> Option<f64> {
    match expression {
        Expression::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

/// The variables that are bound in every row of a pattern.
fn always_bound(pattern: &GraphPattern) -> BTreeSet<Variable> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => in_scope(pattern),
        GraphPattern::Values { variables, bindings } => {
            let is_there = |at: usize| bindings.iter().all(|row| row[at].is_some());
            variables.iter().enumerate().filter(|(at, _)| is_there(*at)).map(|(_, it)| it.clone()).collect()
        }
        GraphPattern::Union { left, right } => &always_bound(left) & &always_bound(right),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => always_bound(left),
        GraphPattern::Filter { expr, inner } => {
            let bound = conjuncts(expr.clone()).into_iter().filter_map(|it| match it {
                Expression::Bound(name) => Some(name),
                _ => None,
            });
            always_bound(inner).into_iter().chain(bound).collect()
        }
        GraphPattern::Extend { inner, variable, expression } => {
            let mut there = always_bound(inner);
            let is_there = match expression {
                Expression::Variable(name) => there.contains(name),
                Expression::Literal(_) | Expression::NamedNode(_) => true,
                _ => false,
            };
            there.extend(is_there.then(|| variable.clone()));
            there
        }
        GraphPattern::Project { inner, variables } => {
            always_bound(inner).into_iter().filter(|it| variables.contains(it)).collect()
        }
        GraphPattern::Group { inner, variables, aggregates } => {
            let keys = always_bound(inner).into_iter().filter(|it| variables.contains(it));
            let counts = aggregates.iter().filter(|(_, it)| match it {
                AggregateExpression::CountSolutions { .. } => true,
                AggregateExpression::FunctionCall { name, .. } => *name == AggregateFunction::Count,
            });
            keys.chain(counts.map(|(name, _)| name.clone())).collect()
        }
        GraphPattern::Service { .. } => BTreeSet::new(),
        other => parts(other).into_iter().flat_map(always_bound).collect(),
    }
}
