//! Computations on values: arithmetic, rounding, the day of a time, aggregates. What cannot be computed has no value.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use oxsdatatypes::{Decimal, Double, Float, Integer};

use crate::exec::native::budget::Halt;
use crate::exec::native::value::{NumericPair, Value, duration, is_beyond, numeric_pair, order, value_text};
use crate::question::{Aggregate, Operator};

/// Applies an operator to two values; `None` if there is no result.
///
/// # Errors
/// If a number has more digits than can be held: that is not the same as a missing value.
pub(super) fn compute(operator: Operator, left: &Value, right: &Value) -> Result<Option<Value>, Halt> {
    let made = apply_operator(operator, left, right);
    let too_long =
        is_beyond(left) || is_beyond(right) || operator != Operator::Divide && numeric_pair(left, right).is_some();
    if made.is_none() && too_long { Err(Halt::TooManyDigits) } else { Ok(made) }
}

fn apply_operator(operator: Operator, left: &Value, right: &Value) -> Option<Value> {
    match operator {
        Operator::Plus => plus(left, right),
        Operator::Minus => minus(left, right),
        Operator::Times => Some(match numeric_pair(left, right)? {
            NumericPair::Integer(left, right) => Value::IntegerLiteral(left.checked_mul(right)?),
            NumericPair::Decimal(left, right) => Value::DecimalLiteral(left.checked_mul(right)?),
            NumericPair::Float(left, right) => Value::FloatLiteral(left * right),
            NumericPair::Double(left, right) => Value::DoubleLiteral(left * right),
        }),
        Operator::Divide => Some(match numeric_pair(left, right)? {
            NumericPair::Integer(left, right) => Value::DecimalLiteral(Decimal::from(left).checked_div(right)?),
            NumericPair::Decimal(left, right) => Value::DecimalLiteral(left.checked_div(right)?),
            NumericPair::Float(left, right) => Value::FloatLiteral(left / right),
            NumericPair::Double(left, right) => Value::DoubleLiteral(left / right),
        }),
    }
}

fn plus(left: &Value, right: &Value) -> Option<Value> {
    if let Some(sum) = sum(left, right) {
        return Some(sum);
    }
    Some(match (left, right) {
        (Value::YearMonthDurationLiteral(left), Value::YearMonthDurationLiteral(right)) => {
            Value::YearMonthDurationLiteral(left.checked_add(*right)?)
        }
        (Value::DayTimeDurationLiteral(left), Value::DayTimeDurationLiteral(right)) => {
            Value::DayTimeDurationLiteral(left.checked_add(*right)?)
        }
        (Value::DateTimeLiteral(left), right) => Value::DateTimeLiteral(left.checked_add_duration(duration(right)?)?),
        (Value::DateLiteral(left), right) => Value::DateLiteral(left.checked_add_duration(duration(right)?)?),
        (Value::TimeLiteral(_), Value::YearMonthDurationLiteral(_)) => return None,
        (Value::TimeLiteral(left), right) => Value::TimeLiteral(left.checked_add_duration(duration(right)?)?),
        (left, right) => Value::DurationLiteral(duration(left)?.checked_add(duration(right)?)?),
    })
}

fn minus(left: &Value, right: &Value) -> Option<Value> {
    if let Some(numbers) = numeric_pair(left, right) {
        return Some(match numbers {
            NumericPair::Integer(left, right) => Value::IntegerLiteral(left.checked_sub(right)?),
            NumericPair::Decimal(left, right) => Value::DecimalLiteral(left.checked_sub(right)?),
            NumericPair::Float(left, right) => Value::FloatLiteral(left - right),
            NumericPair::Double(left, right) => Value::DoubleLiteral(left - right),
        });
    }
    Some(match (left, right) {
        (Value::DateTimeLiteral(left), Value::DateTimeLiteral(right)) => {
            Value::DayTimeDurationLiteral(left.checked_sub(*right)?)
        }
        (Value::DateLiteral(left), Value::DateLiteral(right)) => {
            Value::DayTimeDurationLiteral(left.checked_sub(*right)?)
        }
        (Value::TimeLiteral(left), Value::TimeLiteral(right)) => {
            Value::DayTimeDurationLiteral(left.checked_sub(*right)?)
        }
        (Value::YearMonthDurationLiteral(left), Value::YearMonthDurationLiteral(right)) => {
            Value::YearMonthDurationLiteral(left.checked_sub(*right)?)
        }
        (Value::DayTimeDurationLiteral(left), Value::DayTimeDurationLiteral(right)) => {
            Value::DayTimeDurationLiteral(left.checked_sub(*right)?)
        }
        (Value::DateTimeLiteral(left), right) => Value::DateTimeLiteral(left.checked_sub_duration(duration(right)?)?),
        (Value::DateLiteral(left), right) => Value::DateLiteral(left.checked_sub_duration(duration(right)?)?),
        (Value::TimeLiteral(_), Value::YearMonthDurationLiteral(_)) => return None,
        (Value::TimeLiteral(left), right) => Value::TimeLiteral(left.checked_sub_duration(duration(right)?)?),
        (left, right) => Value::DurationLiteral(duration(left)?.checked_sub(duration(right)?)?),
    })
}

/// The sum of two numbers.
fn sum(left: &Value, right: &Value) -> Option<Value> {
    Some(match numeric_pair(left, right)? {
        NumericPair::Integer(left, right) => Value::IntegerLiteral(left.checked_add(right)?),
        NumericPair::Decimal(left, right) => Value::DecimalLiteral(left.checked_add(right)?),
        NumericPair::Float(left, right) => Value::FloatLiteral(left + right),
        NumericPair::Double(left, right) => Value::DoubleLiteral(left + right),
    })
}

/// Rounds a number half up to so many decimals.
///
/// # Errors
/// As [`compute`].
pub(super) fn round_value(value: &Value, decimals: u8) -> Result<Option<Value>, Halt> {
    if is_beyond(value) { Err(Halt::TooManyDigits) } else { Ok(round(value, decimals)) }
}

fn round(value: &Value, decimals: u8) -> Option<Value> {
    let to_whole = |value: &Value| {
        Some(match value {
            Value::IntegerLiteral(number) => Value::IntegerLiteral(*number),
            Value::DecimalLiteral(number) => Value::DecimalLiteral(number.checked_round()?),
            Value::FloatLiteral(number) => Value::FloatLiteral(number.round()),
            Value::DoubleLiteral(number) => Value::DoubleLiteral(number.round()),
            _ => return None,
        })
    };
    if decimals == 0 {
        return to_whole(value);
    }
    let scale = 10_u64.pow(u32::from(decimals)).to_string();
    let scale = Value::DecimalLiteral(scale.parse().ok()?);
    let whole = to_whole(&apply_operator(Operator::Times, value, &scale)?)?;
    apply_operator(Operator::Divide, &whole, &scale)
}

/// The day of a time: what is written before the `T`.
pub(super) fn day(time: &Value) -> Option<Value> {
    let written = value_text(time)?;
    let day = written.split_once('T').map_or("", |(day, _)| day);
    let day = Literal::new_typed_literal(day, xsd::DATE);
    Some(Term::from(day).into())
}

/// Aggregates values one by one.
pub(super) struct Accumulator {
    best: Aggregate,
    count: i64,
    /// `None` after a value that cannot be combined with the others.
    value: Option<Value>,
    /// True after a sum with more digits than can be held.
    too_long: bool,
}

impl Accumulator {
    pub(super) fn new(best: Aggregate) -> Self {
        Self { best, count: 0, value: None, too_long: false }
    }

    pub(super) fn add(&mut self, value: Value) {
        self.count += 1;
        if self.count == 1 {
            self.value = match self.best {
                Aggregate::Average | Aggregate::Total => {
                    self.too_long = is_beyond(&value);
                    sum(&nought(), &value)
                }
                _ => Some(value),
            };
            return;
        }
        let Some(known) = &mut self.value else {
            return;
        };
        match self.best {
            Aggregate::Smallest | Aggregate::Earliest => {
                if order(Some(&value), Some(known)).is_lt() {
                    *known = value;
                }
            }
            Aggregate::Largest | Aggregate::Latest => {
                if order(Some(&value), Some(known)).is_gt() {
                    *known = value;
                }
            }
            Aggregate::Average | Aggregate::Total => {
                let made = sum(known, &value);
                self.too_long |= is_beyond(&value) || made.is_none() && numeric_pair(known, &value).is_some();
                self.value = made;
            }
        }
    }

    /// Returns the aggregate; `None` without values.
    ///
    /// # Errors
    /// As [`compute`].
    pub(super) fn finish(self) -> Result<Option<Value>, Halt> {
        if self.too_long { Err(Halt::TooManyDigits) } else { Ok(self.into_value()) }
    }

    fn into_value(self) -> Option<Value> {
        let value = self.value?;
        if self.best != Aggregate::Average {
            return Some(value);
        }
        let count = Integer::from(self.count);
        Some(match value {
            Value::IntegerLiteral(sum) => Value::DecimalLiteral(Decimal::from(sum).checked_div(count)?),
            Value::DecimalLiteral(sum) => Value::DecimalLiteral(sum.checked_div(count)?),
            Value::FloatLiteral(sum) => Value::FloatLiteral(sum / Float::from(count)),
            Value::DoubleLiteral(sum) => Value::DoubleLiteral(sum / Double::from(count)),
            _ => return None,
        })
    }
}

fn nought() -> Value {
    Value::IntegerLiteral(0.into())
}
