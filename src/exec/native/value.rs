//! Values as in SPARQL: numbers of four types that are promoted to the wider one, days and times that may not be
//! comparable, and no value where an expression fails.

use std::cmp::Ordering;
use std::str::FromStr;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, LiteralRef, NamedNodeRef, Term, TermRef};
use oxsdatatypes::{Decimal, Double, Float, Integer};

use crate::store::{Digits, is_number, long_number};

/// A value, as Oxigraph's evaluator takes it from a term and gives it back.
pub(super) use spareval::ExpressionTerm as Value;

/// The value of a term.
pub(super) fn value_of(term: TermRef<'_>) -> Value {
    let usual = match term {
        TermRef::Literal(literal) => usual(literal),
        _ => None,
    };
    usual.unwrap_or_else(|| term.into_owned().into())
}

/// The value of a common literal, without copying its text.
fn usual(literal: LiteralRef<'_>) -> Option<Value> {
    fn parse_as<T: FromStr>(literal: LiteralRef<'_>) -> Option<T> {
        literal.value().parse().ok()
    }
    let datatype = literal.datatype();
    if let Some(long) = long_number(literal) {
        return long.map(Value::DecimalLiteral);
    }
    if datatype == xsd::INTEGER {
        parse_as(literal).map(Value::IntegerLiteral)
    } else if datatype == xsd::DECIMAL {
        parse_as(literal).map(Value::DecimalLiteral)
    } else if datatype == xsd::DATE {
        parse_as(literal).map(Value::DateLiteral)
    } else if datatype == xsd::DATE_TIME {
        parse_as(literal).map(Value::DateTimeLiteral)
    } else {
        None
    }
}

/// An integer.
pub(super) fn integer(number: u64) -> Option<Value> {
    let number = i64::try_from(number).ok()?;
    Some(Value::IntegerLiteral(number.into()))
}

/// The text of a term; `None` for a blank node.
pub(super) fn text_of(term: TermRef<'_>) -> Option<&str> {
    match term {
        TermRef::NamedNode(node) => Some(node.as_str()),
        TermRef::Literal(literal) => Some(literal.value()),
        TermRef::BlankNode(_) => None,
    }
}

/// The text of a value, as `STR` gives it.
pub(super) fn value_text(value: &Value) -> Option<String> {
    match Term::from(value.clone()) {
        Term::NamedNode(node) => Some(node.into_string()),
        Term::Literal(literal) => Some(literal.destruct().0),
        Term::BlankNode(_) => None,
    }
}

/// Two numbers, promoted to the same type.
pub(super) enum NumericPair {
    Integer(Integer, Integer),
    Decimal(Decimal, Decimal),
    Float(Float, Float),
    Double(Double, Double),
}

pub(super) fn numeric_pair(left: &Value, right: &Value) -> Option<NumericPair> {
    use Value::{DecimalLiteral, DoubleLiteral, FloatLiteral, IntegerLiteral};
    Some(match (left, right) {
        (IntegerLiteral(left), IntegerLiteral(right)) => NumericPair::Integer(*left, *right),
        (DecimalLiteral(left), DecimalLiteral(right)) => NumericPair::Decimal(*left, *right),
        (IntegerLiteral(left), DecimalLiteral(right)) => NumericPair::Decimal((*left).into(), *right),
        (DecimalLiteral(left), IntegerLiteral(right)) => NumericPair::Decimal(*left, (*right).into()),
        (DoubleLiteral(_), _) | (_, DoubleLiteral(_)) => NumericPair::Double(double(left)?, double(right)?),
        (FloatLiteral(_), _) | (_, FloatLiteral(_)) => NumericPair::Float(float(left)?, float(right)?),
        _ => return None,
    })
}

fn double(value: &Value) -> Option<Double> {
    Some(match value {
        Value::IntegerLiteral(number) => (*number).into(),
        Value::DecimalLiteral(number) => (*number).into(),
        Value::FloatLiteral(number) => (*number).into(),
        Value::DoubleLiteral(number) => *number,
        _ => return None,
    })
}

fn float(value: &Value) -> Option<Float> {
    Some(match value {
        Value::IntegerLiteral(number) => (*number).into(),
        Value::DecimalLiteral(number) => (*number).into(),
        Value::FloatLiteral(number) => *number,
        _ => return None,
    })
}

/// Compares two values by `<`; `None` if they are not comparable.
pub(super) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    if left == right {
        return Some(Ordering::Equal);
    }
    of_one_sort(left, right)
}

fn of_one_sort(left: &Value, right: &Value) -> Option<Ordering> {
    if is_beyond(left) || is_beyond(right) {
        return by_digits(left, right);
    }
    if let Some(numbers) = numeric_pair(left, right) {
        return match numbers {
            NumericPair::Integer(left, right) => left.partial_cmp(&right),
            NumericPair::Decimal(left, right) => left.partial_cmp(&right),
            NumericPair::Float(left, right) => left.partial_cmp(&right),
            NumericPair::Double(left, right) => left.partial_cmp(&right),
        };
    }
    if let (Some(left), Some(right)) = (duration(left), duration(right)) {
        return left.partial_cmp(&right);
    }
    match (left, right) {
        (Value::StringLiteral(left), Value::StringLiteral(right)) => Some(left.cmp(right)),
        (Value::LangStringLiteral { value, language }, Value::LangStringLiteral { value: other, language: spoken })
            if language == spoken =>
        {
            Some(value.cmp(other))
        }
        (Value::DateTimeLiteral(left), Value::DateTimeLiteral(right)) => left.partial_cmp(right),
        (Value::DateLiteral(left), Value::DateLiteral(right)) => left.partial_cmp(right),
        (Value::TimeLiteral(left), Value::TimeLiteral(right)) => left.partial_cmp(right),
        (Value::GYearLiteral(left), Value::GYearLiteral(right)) => left.partial_cmp(right),
        (Value::GYearMonthLiteral(left), Value::GYearMonthLiteral(right)) => left.partial_cmp(right),
        (Value::GMonthLiteral(left), Value::GMonthLiteral(right)) => left.partial_cmp(right),
        (Value::GMonthDayLiteral(left), Value::GMonthDayLiteral(right)) => left.partial_cmp(right),
        (Value::GDayLiteral(left), Value::GDayLiteral(right)) => left.partial_cmp(right),
        _ => None,
    }
}

/// True for a number that is too large, or has too many decimals, to be computed with.
pub(super) fn is_beyond(value: &Value) -> bool {
    matches!(value, Value::OtherTypedLiteral { value, datatype } if is_number(datatype.as_ref()) && Digits::of(value).is_some())
}

/// Compares two numbers by their digits, however many; if one is binary floating point, as doubles.
fn by_digits(left: &Value, right: &Value) -> Option<Ordering> {
    let is_binary = |value: &Value| matches!(value, Value::FloatLiteral(_) | Value::DoubleLiteral(_));
    let [left_text, right_text] = [value_text(left)?, value_text(right)?];
    if is_binary(left) || is_binary(right) {
        let double = |text: &str| text.parse::<Double>().ok();
        return double(&left_text)?.partial_cmp(&double(&right_text)?);
    }
    let of_numbers = |value: &Value| is_beyond(value) || numeric_pair(value, value).is_some();
    if !of_numbers(left) || !of_numbers(right) {
        return None;
    }
    Digits::of(&left_text)?.partial_cmp(&Digits::of(&right_text)?)
}

pub(super) fn duration(value: &Value) -> Option<oxsdatatypes::Duration> {
    match value {
        Value::DurationLiteral(duration) => Some(*duration),
        Value::YearMonthDurationLiteral(duration) => Some((*duration).into()),
        Value::DayTimeDurationLiteral(duration) => Some((*duration).into()),
        _ => None,
    }
}

/// Whether two values are equal by `=`; `None` if that is unknown.
pub(super) fn equal(left: &Value, right: &Value) -> Option<bool> {
    if let Some(order) = (is_beyond(left) || is_beyond(right)).then(|| by_digits(left, right)).flatten() {
        return Some(order.is_eq());
    }
    if let Some(numbers) = numeric_pair(left, right) {
        return Some(match numbers {
            NumericPair::Integer(left, right) => left == right,
            NumericPair::Decimal(left, right) => left == right,
            NumericPair::Float(left, right) => left == right,
            NumericPair::Double(left, right) => left == right,
        });
    }
    if let (Some(left), Some(right)) = (duration(left), duration(right)) {
        return Some(left == right);
    }
    let has_own_identity =
        |value: &Value| matches!(value, Value::NamedNode(_) | Value::BlankNode(_) | Value::LangStringLiteral { .. });
    let is_foreign = |value: &Value| matches!(value, Value::OtherTypedLiteral { .. });
    let same = left == right;
    // Of values with an unknown datatype, only identical ones are known to be equal.
    let known = same
        || has_own_identity(left)
        || !is_foreign(left) && !is_foreign(right)
        || is_foreign(left) && has_own_identity(right);
    known.then_some(same)
}

/// The order of rows: no value, blank nodes, IRIs, literals; literals that are not comparable by their text.
pub(super) fn order(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    let (left, right) = match (left, right) {
        (Some(left), Some(right)) => (left, right),
        (left, right) => return left.is_some().cmp(&right.is_some()),
    };
    let sort = |value: &Value| match value {
        Value::BlankNode(_) => 0,
        Value::NamedNode(_) => 1,
        _ => 2,
    };
    match (left, right) {
        (Value::NamedNode(left), Value::NamedNode(right)) => left.as_str().cmp(right.as_str()),
        (Value::BlankNode(left), Value::BlankNode(right)) => left.as_str().cmp(right.as_str()),
        _ => {
            sort(left).cmp(&sort(right)).then_with(|| of_one_sort(left, right).unwrap_or_else(|| by_text(left, right)))
        }
    }
}

fn by_text(left: &Value, right: &Value) -> Ordering {
    match (Term::from(left.clone()), Term::from(right.clone())) {
        (Term::Literal(left), Term::Literal(right)) => as_written(&left).cmp(&as_written(&right)),
        _ => Ordering::Equal,
    }
}

fn as_written(literal: &Literal) -> (&str, NamedNodeRef<'_>, Option<&str>) {
    (literal.value(), literal.datatype(), literal.language())
}

/// The order of terms by their values.
pub(super) fn order_of_values(left: Option<&Term>, right: Option<&Term>) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    let [left, right] = [left, right].map(|term| term.map(|term| value_of(term.as_ref())));
    order(left.as_ref(), right.as_ref())
}

/// The order of literals by spelling: of equal values, `1.1` comes before `1.10`.
pub(super) fn order_as_written(left: Option<&Term>, right: Option<&Term>) -> Ordering {
    match (left, right) {
        (Some(Term::Literal(left)), Some(Term::Literal(right))) => as_written(left).cmp(&as_written(right)),
        _ => Ordering::Equal,
    }
}
