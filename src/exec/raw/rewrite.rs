//! What a raw query is rewritten to before it is evaluated, because the evaluator works on values, on the clock, and
//! on facts whose nameless nodes have got IRIs: `STR` and `DATATYPE` of what is written, `isBlank` and `isIRI` of
//! what had a name, `NOW` of the day that today is, the same made-up terms each time. And each condition that cannot
//! be decided is counted: a row that is dropped for it is not judged.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode};
use oxsdatatypes::Date;
use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};

use crate::exec::raw::algebra::{Rewrite, rewritten, with_operands};
use crate::exec::raw::functions::Own;

/// How a query is rewritten.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewriting {
    /// The day that `NOW` gives the beginning of.
    pub(super) today: Date,
    /// Decide conditions only of whole rows, not of parts that may be joined to nothing: slower, and no condition is
    /// counted for a row that would not be there.
    pub(super) of_whole_rows: bool,
}

impl Rewriting {
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
    fn counted(self, condition: Expression, rows: &GraphPattern, inside: bool) -> Expression {
        if is_always_decided(&condition) {
            return condition;
        }
        if let (Expression::And(a, b), false) = (&condition, self.of_whole_rows) {
            // Apart, each can be decided as soon as its own variables are there.
            let (a, b) = ((**a).clone(), (**b).clone());
            return and(self.counted(a, rows, inside), self.counted(b, rows, inside));
        }
        let mut variables = Vec::new();
        if self.of_whole_rows {
            rows.on_in_scope_variable(|it| variables.push(it.clone()));
            variables.sort_unstable();
            variables.dedup();
        }
        let there = |it| Expression::Coalesce(vec![Expression::Variable(it), Literal::from(false).into()]);
        let not_decided = if inside { Own::NotDecidedInside } else { Own::NotDecided };
        Expression::Coalesce(vec![condition, not_decided.call(variables.into_iter().map(there).collect())])
    }

    fn now(self) -> Expression {
        // Without a time zone, as the days of the facts are: with one, a day beside it would be neither before nor behind.
        let day = self.today.to_string();
        Literal::new_typed_literal(format!("{}T00:00:00", &day[..day.len().min(10)]), xsd::DATE_TIME).into()
    }
}

impl Rewrite for Rewriting {
    fn pattern(&self, pattern: GraphPattern, inside: bool) -> GraphPattern {
        match pattern {
            GraphPattern::Filter { expr, inner } => {
                let expr = self.expression(expr, inside);
                let inner = self.pattern(*inner, inside);
                GraphPattern::Filter { expr: self.counted(expr, &inner, inside), inner: Box::new(inner) }
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let (left, right) = (self.pattern(*left, inside), self.pattern(*right, inside));
                let whole = Self { of_whole_rows: true, ..*self };
                let expression = expression.map(|it| whole.counted(self.expression(it, inside), &right, inside));
                GraphPattern::LeftJoin { left: Box::new(left), right: Box::new(right), expression }
            }
            other => rewritten(other, self, inside),
        }
    }

    fn expression(&self, expression: Expression, inside: bool) -> Expression {
        let Expression::FunctionCall(function, mut arguments) = expression else {
            return with_operands(expression, self, inside);
        };
        match (&function, arguments.len()) {
            (Function::Now, _) => self.now(),
            (Function::Rand, _) => Own::Rand.call(Vec::new()),
            (Function::Uuid, _) => Own::Uuid.call(Vec::new()),
            (Function::StrUuid, _) => Own::StrUuid.call(Vec::new()),
            (Function::BNode, 0) => Own::BNode.call(Vec::new()),
            (Function::Str, 1) => as_written(Own::Str, self.expression(arguments.remove(0), inside)),
            (Function::Datatype, 1) => as_written(Own::Datatype, self.expression(arguments.remove(0), inside)),
            (Function::IsBlank, 1) => Own::IsBlank.call(vec![self.expression(arguments.remove(0), inside)]),
            (Function::IsIri, 1) => Own::IsIri.call(vec![self.expression(arguments.remove(0), inside)]),
            _ => with_operands(Expression::FunctionCall(function, arguments), self, inside),
        }
    }
}

/// A function of a term as it is written. The evaluator gives functions values only; what it takes from a variable
/// right after `AsWritten` it gets as it is written.
fn as_written(function: Own, argument: Expression) -> Expression {
    match argument {
        Expression::Variable(variable) => {
            let there = Expression::Coalesce(vec![variable.into(), Own::AsWrittenNoMore.call(Vec::new())]);
            function.call(vec![Own::AsWritten.call(Vec::new()), there])
        }
        // A term of the query is at hand.
        Expression::Literal(literal) => match function {
            Own::Str => Literal::new_simple_literal(literal.value()).into(),
            _ => literal.datatype().into_owned().into(),
        },
        Expression::If(condition, a, b) => {
            Expression::If(condition, Box::new(as_written(function, *a)), Box::new(as_written(function, *b)))
        }
        Expression::Coalesce(all) if all.iter().all(|it| matches!(it, Expression::Variable(_))) => {
            let none = Own::AsWrittenNoMore.call(Vec::new());
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

fn and(a: Expression, b: Expression) -> Expression {
    Expression::And(Box::new(a), Box::new(b))
}

impl Own {
    /// A call of the function.
    fn call(self, arguments: Vec<Expression>) -> Expression {
        let name = NamedNode::new_unchecked(self.name());
        Expression::FunctionCall(Function::Custom(name), arguments)
    }
}
