//! Tests on values → SPARQL expressions.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Variable};
use spargebra::algebra::{Expression, Function};

use crate::plan::algebra::{and, call, constant, or};
use crate::plan::test::Test;
use crate::question::{ComparisonOperator, TextTest};

/// The expression that is true when the value of a variable passes a test; `None` if every value does.
pub(super) fn expression(test: &Test, value: &Variable) -> Option<Expression> {
    let value = Expression::from(value.clone());
    let boxed = || Box::new(value.clone());
    match test {
        Test::Present => None,
        Test::OneOf(terms) => Some(Expression::In(boxed(), terms.iter().map(constant).collect())),
        Test::Text(test, texts) => {
            let tests = texts.iter().map(|text| text_expression(*test, &value, text));
            or(tests)
        }
        Test::Number(order, written) => {
            let number = Box::new(number(written));
            Some(match order {
                ComparisonOperator::Less => Expression::Less(boxed(), number),
                ComparisonOperator::AtMost => Expression::LessOrEqual(boxed(), number),
                ComparisonOperator::Equal => Expression::Equal(boxed(), number),
                ComparisonOperator::NotEqual => Expression::Not(Box::new(Expression::Equal(boxed(), number))),
                ComparisonOperator::AtLeast => Expression::GreaterOrEqual(boxed(), number),
                ComparisonOperator::Greater => Expression::Greater(boxed(), number),
            })
        }
        Test::NumberBetween(low, high) => and([
            Expression::GreaterOrEqual(boxed(), Box::new(number(low))),
            Expression::LessOrEqual(boxed(), Box::new(number(high))),
        ]),
        Test::Days { from, until, time } => {
            let day = |day: &oxsdatatypes::Date| {
                let literal = if *time {
                    Literal::new_typed_literal(format!("{day}T00:00:00"), xsd::DATE_TIME)
                } else {
                    Literal::new_typed_literal(day.to_string(), xsd::DATE)
                };
                Box::new(Expression::from(literal))
            };
            let from = from.as_ref().map(|from| Expression::GreaterOrEqual(boxed(), day(from)));
            let until = until.as_ref().map(|until| Expression::Less(boxed(), day(until)));
            and(from.into_iter().chain(until))
        }
    }
}

pub(super) fn number(written: &str) -> Expression {
    let datatype = if written.contains('.') { xsd::DECIMAL } else { xsd::INTEGER };
    Literal::new_typed_literal(written, datatype).into()
}

/// Letter case is ignored, except by regular expressions.
fn text_expression(test: TextTest, value: &Expression, text: &str) -> Expression {
    let text_of = call(Function::Str, vec![value.clone()]);
    let lower = call(Function::LCase, vec![text_of.clone()]);
    let wanted = Expression::from(Literal::new_simple_literal(text.to_lowercase()));
    match test {
        TextTest::Is => Expression::Equal(Box::new(lower), Box::new(wanted)),
        TextTest::IsNot => Expression::Not(Box::new(Expression::Equal(Box::new(lower), Box::new(wanted)))),
        TextTest::Contains => call(Function::Contains, vec![lower, wanted]),
        TextTest::StartsWith => call(Function::StrStarts, vec![lower, wanted]),
        TextTest::EndsWith => call(Function::StrEnds, vec![lower, wanted]),
        TextTest::Matches => {
            let regex = Expression::from(Literal::new_simple_literal(text));
            call(Function::Regex, vec![text_of, regex])
        }
    }
}
