//! Rewrites a raw query before it is evaluated, because the evaluator works on values, on the clock, and on facts whose
//! blank nodes have become IRIs: `STR` and `DATATYPE` of what is written, `isBlank` and `isIRI` of what had a name,
//! `NOW` of the given day, the same made-up terms each time. Conditions that cannot be decided and values that cannot
//! be computed are counted: what depends on them is not decided.

use std::collections::BTreeSet;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Variable};
use oxsdatatypes::Date;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern};

use crate::exec::raw::algebra::{Rewrite, operands, rewrite_parts, with_operands};
use crate::exec::raw::functions::CustomFunction;
use crate::exec::raw::patterns::{conjuncts, exists_variables};

/// How a query is rewritten.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewriter {
    /// `NOW` is the beginning of this day.
    pub(super) today: Date,
    /// Evaluate conditions only on whole rows, not on parts that may join with nothing: slower, but no condition is
    /// counted for a row that would not exist.
    pub(super) of_whole_rows: bool,
    /// Count what cannot be decided or computed.
    pub(super) counts: bool,
}

impl Rewriter {
    /// The query for the evaluator.
    pub(super) fn query(self, query: Query) -> Query {
        match query {
            Query::Select { dataset, pattern, base_iri } => {
                Query::Select { dataset, pattern: self.pattern(pattern, false), base_iri }
            }
            Query::Ask { dataset, pattern, base_iri } => {
                Query::Ask { dataset, pattern: self.pattern(pattern, false), base_iri }
            }
            Query::Describe { dataset, pattern, base_iri } => {
                Query::Describe { dataset, pattern: self.pattern(pattern, false), base_iri }
            }
            Query::Construct { template, dataset, pattern, base_iri } => {
                Query::Construct { template, dataset, pattern: self.pattern(pattern, false), base_iri }
            }
        }
    }

    /// A condition that counts itself if it cannot be decided.
    fn count_undecided(self, condition: Expression, rows: &GraphPattern, inside: bool) -> Expression {
        if !self.counts || is_always_decided(&condition) {
            return self.expression(condition, inside);
        }
        if let (Expression::And(a, b), false) = (&condition, self.of_whole_rows) {
            // Separately, each can be decided as soon as its own variables are bound.
            let (a, b) = ((**a).clone(), (**b).clone());
            return and(self.count_undecided(a, rows, inside), self.count_undecided(b, rows, inside));
        }
        let mut variables = Vec::new();
        if self.of_whole_rows {
            rows.on_in_scope_variable(|it| variables.push(it.clone()));
            variables.sort_unstable();
            variables.dedup();
        }
        let not_decided = if inside { CustomFunction::NotDecidedInside } else { CustomFunction::NotDecided };
        let not_decided = not_decided.call(variables.into_iter().map(variable_or_false).collect());
        let mut tried = vec![self.expression(condition.clone(), inside)];
        tried.extend(too_many_digits(&condition));
        if tells_kinds(&condition) {
            let plain = Box::new(self.without_counting().expression(condition, inside));
            let kept = Box::new(CustomFunction::KeptUndecided.call(Vec::new()));
            tried.push(Expression::If(plain, kept, Box::new(not_decided.clone())));
        }
        tried.push(not_decided);
        Expression::Coalesce(tried)
    }

    /// A value that counts itself if its inputs are bound and it cannot be computed; the value stays the same.
    fn value(self, value: Expression, inside: bool) -> Expression {
        if !self.counts || is_always_computed(&value) {
            return self.expression(value, inside);
        }
        let mut tried = vec![self.expression(value.clone(), inside)];
        tried.extend(too_many_digits(&value));
        let needed = mandatory_variables(&value).into_iter().map(Expression::Bound).collect();
        tried.push(CustomFunction::NotComputed.call(needed));
        if tells_kinds(&value) {
            tried.push(self.without_counting().expression(value, inside));
        }
        Expression::Coalesce(tried)
    }

    /// Groups that count an aggregate that cannot be computed, though the group has values for it.
    fn groups(
        self,
        inner: GraphPattern,
        variables: Vec<Variable>,
        aggregates: Vec<(Variable, AggregateExpression)>,
        inside: bool,
    ) -> GraphPattern {
        let (mut all, mut checked) = (Vec::new(), Vec::new());
        for (name, aggregate) in aggregates {
            let AggregateExpression::FunctionCall { name: function, expr, distinct } = aggregate else {
                all.push((name, aggregate));
                continue;
            };
            if function == AggregateFunction::Count {
                let expr = self.value(expr, inside);
                all.push((name, AggregateExpression::FunctionCall { name: function, expr, distinct }));
                continue;
            }
            let own = |what: &str| Variable::new_unchecked(format!("{}_{what}", name.as_str()));
            let (made, there) = (own("made"), own("there"));
            let plain = self.without_counting().expression(expr.clone(), inside);
            let count = AggregateFunction::Count;
            all.push((there.clone(), AggregateExpression::FunctionCall { name: count, expr: plain, distinct: false }));
            let expr = self.value(expr, inside);
            all.push((made.clone(), AggregateExpression::FunctionCall { name: function, expr, distinct }));
            let there = Expression::Greater(Box::new(there.into()), Box::new(Literal::from(0).into()));
            checked
                .push((name, Expression::Coalesce(vec![made.into(), CustomFunction::NotComputed.call(vec![there])])));
        }
        let groups = GraphPattern::Group { inner: Box::new(self.pattern(inner, inside)), variables, aggregates: all };
        checked.into_iter().fold(groups, |inner, (variable, expression)| GraphPattern::Extend {
            inner: Box::new(inner),
            variable,
            expression,
        })
    }

    /// The same without counting, for what is evaluated again.
    fn without_counting(self) -> Self {
        Self { counts: false, ..self }
    }

    /// A filter. Conditions that do not read a computed variable move before its computation, so that it is computed
    /// only for rows that stay.
    fn filter(self, condition: Expression, rows: GraphPattern, inside: bool) -> GraphPattern {
        let (later, sooner): (Vec<Expression>, Vec<Expression>) = match &rows {
            GraphPattern::Extend { variable, .. } => {
                conjuncts(condition).into_iter().partition(|it| mentions(it, variable))
            }
            _ => (vec![condition], Vec::new()),
        };
        // A row dropped from a group may be why the group stays.
        let in_groups = inside || ends_in_groups(&rows);
        let rows = match (rows, sooner.into_iter().reduce(and)) {
            (GraphPattern::Extend { inner, variable, expression }, Some(expr)) => {
                let inner = Box::new(GraphPattern::Filter { expr, inner });
                self.pattern(GraphPattern::Extend { inner, variable, expression }, inside)
            }
            (rows, _) => self.pattern(rows, in_groups),
        };
        match later.into_iter().reduce(and) {
            None => rows,
            Some(later) => {
                GraphPattern::Filter { expr: self.count_undecided(later, &rows, inside), inner: Box::new(rows) }
            }
        }
    }

    fn now(self) -> Expression {
        // Without a time zone, like the days of the facts: with one, an adjacent day would be neither before nor after.
        let day = self.today.to_string();
        Literal::new_typed_literal(format!("{}T00:00:00", &day[..day.len().min(10)]), xsd::DATE_TIME).into()
    }
}

impl Rewrite for Rewriter {
    fn pattern(&self, pattern: GraphPattern, inside: bool) -> GraphPattern {
        match pattern {
            GraphPattern::Filter { expr, inner } => self.filter(expr, *inner, inside),
            GraphPattern::LeftJoin { left, right, expression } => {
                let (left, right) = (self.pattern(*left, inside), self.pattern(*right, inside));
                let whole = Self { of_whole_rows: true, ..*self };
                // An optional part may be asked for because it is missing.
                let expression = expression.map(|it| whole.count_undecided(it, &right, true));
                GraphPattern::LeftJoin { left: Box::new(left), right: Box::new(right), expression }
            }
            GraphPattern::Extend { inner, variable, expression } => GraphPattern::Extend {
                inner: Box::new(self.pattern(*inner, inside)),
                variable,
                expression: self.value(expression, inside),
            },
            GraphPattern::Group { inner, variables, aggregates } if self.counts => {
                self.groups(*inner, variables, aggregates, inside)
            }
            other => rewrite_parts(other, self, inside),
        }
    }

    fn expression(&self, expression: Expression, inside: bool) -> Expression {
        let (function, mut arguments) = match expression {
            Expression::FunctionCall(function, arguments) => (function, arguments),
            Expression::Coalesce(all) => {
                return Expression::Coalesce(all.into_iter().map(|it| self.value(it, inside)).collect());
            }
            compared if self.counts && compares_kinds(&compared) => {
                let mut sides: Vec<Expression> = operands(&compared).into_iter().cloned().collect();
                sides = sides.into_iter().map(|it| self.expression(it, inside)).collect();
                let unlike = CustomFunction::Unlike.call(sides);
                return Expression::Or(Box::new(with_operands(compared, self, inside)), Box::new(unlike));
            }
            other => return with_operands(other, self, inside),
        };
        match (&function, arguments.len()) {
            (Function::Now, _) => self.now(),
            (Function::Rand, _) => CustomFunction::Rand.call(Vec::new()),
            (Function::Uuid, _) => CustomFunction::Uuid.call(Vec::new()),
            (Function::StrUuid, _) => CustomFunction::StrUuid.call(Vec::new()),
            (Function::BNode, 0) => CustomFunction::BNode.call(Vec::new()),
            (Function::Str, 1) => as_written(CustomFunction::Str, self.expression(arguments.remove(0), inside)),
            (Function::Datatype, 1) => {
                as_written(CustomFunction::Datatype, self.expression(arguments.remove(0), inside))
            }
            (Function::IsBlank, 1) => CustomFunction::IsBlank.call(vec![self.expression(arguments.remove(0), inside)]),
            (Function::IsIri, 1) => CustomFunction::IsIri.call(vec![self.expression(arguments.remove(0), inside)]),
            _ => with_operands(Expression::FunctionCall(function, arguments), self, inside),
        }
    }
}

/// A function of a term as it is written. The evaluator passes only values to functions; a variable right after
/// `AsWritten` is passed as it is written.
fn as_written(function: CustomFunction, argument: Expression) -> Expression {
    match argument {
        Expression::Variable(variable) => {
            let there = Expression::Coalesce(vec![variable.into(), CustomFunction::AsWrittenNoMore.call(Vec::new())]);
            function.call(vec![CustomFunction::AsWritten.call(Vec::new()), there])
        }
        // A term of the query is known here.
        Expression::Literal(literal) => match function {
            CustomFunction::Str => Literal::new_simple_literal(literal.value()).into(),
            _ => literal.datatype().into_owned().into(),
        },
        Expression::If(condition, a, b) => {
            Expression::If(condition, Box::new(as_written(function, *a)), Box::new(as_written(function, *b)))
        }
        Expression::Coalesce(all) if all.iter().all(|it| matches!(it, Expression::Variable(_))) => {
            let none = CustomFunction::AsWrittenNoMore.call(Vec::new());
            all.into_iter().rev().fold(none, |rest, variable| match variable {
                Expression::Variable(name) => Expression::If(
                    Box::new(Expression::Bound(name.clone())),
                    Box::new(as_written(function, name.into())),
                    Box::new(rest),
                ),
                _ => rest,
            })
        }
        // A computed term has no other spelling.
        computed => function.call(vec![computed]),
    }
}

/// `EXISTS`, `BOUND` and what joins them with `&&`, `||`, `!`: true or false for every row.
fn is_always_decided(condition: &Expression) -> bool {
    match condition {
        Expression::Exists(_) | Expression::Bound(_) => true,
        Expression::Not(a) => is_always_decided(a),
        Expression::And(a, b) | Expression::Or(a, b) => is_always_decided(a) && is_always_decided(b),
        _ => false,
    }
}

/// A term, which is not computed, or what is always decided.
fn is_always_computed(value: &Expression) -> bool {
    match value {
        Expression::Variable(_) | Expression::Literal(_) | Expression::NamedNode(_) => true,
        other => is_always_decided(other),
    }
}

/// True for a comparison of terms whose equality may be unknown, such as a text and a number.
fn compares_kinds(expression: &Expression) -> bool {
    let is_compared = match expression {
        Expression::Equal(a, b) => ![a, b].iter().any(|it| matches!(***it, Expression::NamedNode(_))),
        Expression::In(_, among) => among.iter().any(|it| !matches!(it, Expression::NamedNode(_))),
        _ => false,
    };
    // Nested comparisons are true or false.
    is_compared && !operands(expression).into_iter().any(|it| holds(it, &is_compared_itself))
}

fn is_compared_itself(expression: &Expression) -> bool {
    matches!(expression, Expression::Equal(..) | Expression::In(..) | Expression::Exists(_))
}

/// True if such a comparison is in an expression.
fn tells_kinds(expression: &Expression) -> bool {
    holds(expression, &compares_kinds)
}

/// True if a predicate holds of an expression or of a part of it.
fn holds(expression: &Expression, is_so: &dyn Fn(&Expression) -> bool) -> bool {
    is_so(expression) || operands(expression).into_iter().any(|it| holds(it, is_so))
}

/// The variables that a value needs: if one of them is unbound, that is why there is none.
fn mandatory_variables(value: &Expression) -> BTreeSet<Variable> {
    match value {
        Expression::Variable(name) => BTreeSet::from([name.clone()]),
        Expression::Coalesce(_) | Expression::Bound(_) | Expression::Exists(_) => BTreeSet::new(),
        Expression::If(condition, ..) => mandatory_variables(condition),
        Expression::Or(a, b) | Expression::And(a, b) => &mandatory_variables(a) & &mandatory_variables(b),
        other => operands(other).into_iter().flat_map(mandatory_variables).collect(),
    }
}

/// For a computation with numbers alone, a call that reports too many digits: nothing else can go wrong with it.
fn too_many_digits(value: &Expression) -> Option<Expression> {
    let mut all = Some(Vec::new());
    match value {
        Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Equal(a, b) => {
            numbers(a, &mut all);
            numbers(b, &mut all);
        }
        other => numbers(other, &mut all),
    }
    Some(CustomFunction::TooManyDigits.call(all?.into_iter().map(variable_or_false).collect()))
}

/// Adds the variables of a computation with numbers alone; `all` becomes `None` if anything else can fail.
fn numbers(value: &Expression, all: &mut Option<Vec<Variable>>) {
    match value {
        Expression::Variable(name) => {
            if let Some(all) = all {
                all.push(name.clone());
            }
        }
        Expression::Literal(number) if number.datatype() == xsd::DECIMAL || number.datatype() == xsd::INTEGER => {}
        // A divisor may be 0.
        Expression::Divide(_, by) if !is_not_zero(by) => *all = None,
        Expression::Add(a, b) | Expression::Subtract(a, b) | Expression::Multiply(a, b) | Expression::Divide(a, b) => {
            numbers(a, all);
            numbers(b, all);
        }
        Expression::UnaryMinus(a) | Expression::UnaryPlus(a) => numbers(a, all),
        _ => *all = None,
    }
}

fn is_not_zero(number: &Expression) -> bool {
    matches!(number, Expression::Literal(it) if it.value().bytes().any(|it| (b'1'..=b'9').contains(&it)))
}

/// True if an expression reads a variable, also in the pattern of an `EXISTS`.
fn mentions(expression: &Expression, name: &Variable) -> bool {
    holds(expression, &|it| match it {
        Expression::Variable(it) | Expression::Bound(it) => it == name,
        Expression::Exists(pattern) => exists_variables(pattern).contains(name),
        _ => false,
    })
}

/// True if the rows of a pattern are groups.
fn ends_in_groups(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Group { .. } => true,
        GraphPattern::Extend { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Distinct { inner } => ends_in_groups(inner),
        _ => false,
    }
}

/// A variable, or false if it is unbound.
fn variable_or_false(variable: Variable) -> Expression {
    Expression::Coalesce(vec![Expression::Variable(variable), Literal::from(false).into()])
}

fn and(a: Expression, b: Expression) -> Expression {
    Expression::And(Box::new(a), Box::new(b))
}

impl CustomFunction {
    /// A call of the function.
    fn call(self, arguments: Vec<Expression>) -> Expression {
        let name = NamedNode::new_unchecked(self.name());
        Expression::FunctionCall(Function::Custom(name), arguments)
    }
}
