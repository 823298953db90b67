//! What a raw query is rewritten to before it is evaluated, because the evaluator works on values, on the clock, and
//! on facts whose nameless nodes have got IRIs: `STR` and `DATATYPE` of what is written, `isBlank` and `isIRI` of
//! what had a name, `NOW` of the day that today is, the same made-up terms each time. And each condition that cannot
//! be decided is counted, and each value that cannot be computed: what comes of it is not judged.

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
    /// The day that `NOW` gives the beginning of.
    pub(super) today: Date,
    /// Decide conditions only of whole rows, not of parts that may be joined to nothing: slower, and no condition is
    /// counted for a row that would not be there.
    pub(super) of_whole_rows: bool,
    /// Count what cannot be decided and computed.
    pub(super) counts: bool,
}

impl Rewriter {
    /// The query that the evaluator is given.
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

    /// A condition that counts where it cannot be decided.
    fn count_undecided(self, condition: Expression, rows: &GraphPattern, inside: bool) -> Expression {
        if !self.counts || is_always_decided(&condition) {
            return self.expression(condition, inside);
        }
        if let (Expression::And(a, b), false) = (&condition, self.of_whole_rows) {
            // Apart, each can be decided as soon as its own variables are there.
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
        let not_decided = not_decided.call(variables.into_iter().map(there).collect());
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

    /// A value that counts where it cannot be computed of what is there; it stays what it is.
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

    /// Groups that count where an aggregate cannot be computed, though there is something in the group.
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

    /// The same, for what is tried again and has been counted.
    fn without_counting(self) -> Self {
        Self { counts: false, ..self }
    }

    /// Rows that are chosen. What is computed of a row is computed of those that stay, where the choice does not ask
    /// for it.
    fn filter(self, condition: Expression, rows: GraphPattern, inside: bool) -> GraphPattern {
        let (later, sooner): (Vec<Expression>, Vec<Expression>) = match &rows {
            GraphPattern::Extend { variable, .. } => {
                conjuncts(condition).into_iter().partition(|it| mentions(it, variable))
            }
            _ => (vec![condition], Vec::new()),
        };
        // What is dropped from a group may be why the group stays.
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
        // Without a time zone, as the days of the facts are: with one, a day beside it would be neither before nor behind.
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
                // What is optional may be asked for because it is not there.
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

/// A function of a term as it is written. The evaluator gives functions values only; what it takes from a variable
/// right after `AsWritten` it gets as it is written.
fn as_written(function: CustomFunction, argument: Expression) -> Expression {
    match argument {
        Expression::Variable(variable) => {
            let there = Expression::Coalesce(vec![variable.into(), CustomFunction::AsWrittenNoMore.call(Vec::new())]);
            function.call(vec![CustomFunction::AsWritten.call(Vec::new()), there])
        }
        // A term of the query is at hand.
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
        // What an expression makes has no other spelling.
        computed => function.call(vec![computed]),
    }
}

/// `EXISTS`, `BOUND` and what they are joined to with `&&`, `||`, `!`: true or false, whatever the row holds.
fn is_always_decided(condition: &Expression) -> bool {
    match condition {
        Expression::Exists(_) | Expression::Bound(_) => true,
        Expression::Not(a) => is_always_decided(a),
        Expression::And(a, b) | Expression::Or(a, b) => is_always_decided(a) && is_always_decided(b),
        _ => false,
    }
}

/// A term, which is always there.
fn is_always_computed(value: &Expression) -> bool {
    match value {
        Expression::Variable(_) | Expression::Literal(_) | Expression::NamedNode(_) => true,
        other => is_always_decided(other),
    }
}

/// True for a comparison of terms of which it may not be known whether they are the same, as of a text and a number.
fn compares_kinds(expression: &Expression) -> bool {
    let is_compared = match expression {
        Expression::Equal(a, b) => ![a, b].iter().any(|it| matches!(***it, Expression::NamedNode(_))),
        Expression::In(_, among) => among.iter().any(|it| !matches!(it, Expression::NamedNode(_))),
        _ => false,
    };
    // Those inside one another are true or false.
    is_compared && !operands(expression).into_iter().any(|it| holds(it, &is_compared_itself))
}

fn is_compared_itself(expression: &Expression) -> bool {
    matches!(expression, Expression::Equal(..) | Expression::In(..) | Expression::Exists(_))
}

/// True where such a comparison stands in an expression.
fn tells_kinds(expression: &Expression) -> bool {
    holds(expression, &compares_kinds)
}

/// True where something is so of an expression or of a part of it.
fn holds(expression: &Expression, is_so: &dyn Fn(&Expression) -> bool) -> bool {
    is_so(expression) || operands(expression).into_iter().any(|it| holds(it, is_so))
}

/// The variables without which there is no value: where one of them has none, the value is not there for that.
fn mandatory_variables(value: &Expression) -> BTreeSet<Variable> {
    match value {
        Expression::Variable(name) => BTreeSet::from([name.clone()]),
        Expression::Coalesce(_) | Expression::Bound(_) | Expression::Exists(_) => BTreeSet::new(),
        Expression::If(condition, ..) => mandatory_variables(condition),
        Expression::Or(a, b) | Expression::And(a, b) => &mandatory_variables(a) & &mandatory_variables(b),
        other => operands(other).into_iter().flat_map(mandatory_variables).collect(),
    }
}

/// Tells, behind what is computed with numbers alone, that one has too many digits: nothing else can be wrong with it.
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
    Some(CustomFunction::TooManyDigits.call(all?.into_iter().map(there).collect()))
}

/// The variables of what is computed with numbers alone, and is there for all of them that are not too long.
fn numbers(value: &Expression, all: &mut Option<Vec<Variable>>) {
    match value {
        Expression::Variable(name) => {
            if let Some(all) = all {
                all.push(name.clone());
            }
        }
        Expression::Literal(number) if number.datatype() == xsd::DECIMAL || number.datatype() == xsd::INTEGER => {}
        // What is divided by may be 0.
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

/// True where an expression asks for a variable, in the pattern of an `EXISTS` too.
fn mentions(expression: &Expression, name: &Variable) -> bool {
    holds(expression, &|it| match it {
        Expression::Variable(it) | Expression::Bound(it) => it == name,
        Expression::Exists(pattern) => exists_variables(pattern).contains(name),
        _ => false,
    })
}

/// True for the rows of groups.
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

/// A variable, or false.
fn there(variable: Variable) -> Expression {
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
