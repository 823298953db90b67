//! Value tests, compiled once: days and numbers are parsed, patterns compiled. A test passes, fails, or cannot be
//! applied to a value.

use std::cmp::Ordering;
use std::collections::HashSet;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, TermRef};
use regex::{Regex, RegexBuilder};

use crate::exec::native::value::{Value, compare, equal, text_of, value_of, value_text};
use crate::plan::Test;
use crate::question::{ComparisonOperator, TextTest};
use crate::store::{Dataset, Id};

/// Maximum size of a compiled pattern in bytes, as in Oxigraph's evaluator.
const MAX_PATTERN: usize = 1_000_000;

/// A compiled test.
pub(super) enum CompiledTest {
    Present,
    /// One of these values; the ids are those in the data.
    OneOf(Vec<Value>, HashSet<Id>),
    Text(TextTest, Vec<String>),
    /// Matches one of these; `None` for an invalid pattern.
    Matches(Vec<Option<Regex>>),
    /// Satisfies all of these comparisons.
    Bounds(Vec<(ComparisonOperator, Value)>),
}

/// Conjunction as in SPARQL: one false decides, whatever is unknown of the others.
fn and(all: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for one in all {
        match one {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

/// Disjunction as in SPARQL.
fn or(all: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    and(all.into_iter().map(|one| one.map(|it| !it))).map(|none| !none)
}

/// Whether two values are in an order; `None` if they are not comparable.
pub(super) fn in_order(left: &Value, order: ComparisonOperator, right: &Value) -> Option<bool> {
    match order {
        ComparisonOperator::Equal => equal(left, right),
        ComparisonOperator::NotEqual => equal(left, right).map(|equal| !equal),
        ComparisonOperator::Less => compare(left, right).map(Ordering::is_lt),
        ComparisonOperator::AtMost => compare(left, right).map(Ordering::is_le),
        ComparisonOperator::AtLeast => compare(left, right).map(Ordering::is_ge),
        ComparisonOperator::Greater => compare(left, right).map(Ordering::is_gt),
    }
}

/// A number as a question writes it.
pub(super) fn number(digits: &str) -> Value {
    let datatype = if digits.contains('.') { xsd::DECIMAL } else { xsd::INTEGER };
    value_of(Literal::new_typed_literal(digits, datatype).as_ref().into())
}

/// A compiled test on texts.
pub struct TextCheck(CompiledTest);

impl TextCheck {
    /// Compiles a test with these texts or patterns.
    #[must_use]
    pub fn of(test: TextTest, texts: &[String]) -> Self {
        Self(CompiledTest::of_texts(test, texts))
    }

    /// Whether a text passes; `None` if an invalid pattern leaves that open.
    #[must_use]
    pub fn passes(&self, text: &str) -> Option<bool> {
        self.0.passes_text(text)
    }
}

impl CompiledTest {
    fn of_texts(test: TextTest, texts: &[String]) -> Self {
        let compiled = |pattern: &String| {
            let mut builder = RegexBuilder::new(pattern);
            builder.size_limit(MAX_PATTERN).build().ok()
        };
        match test {
            TextTest::Matches => Self::Matches(texts.iter().map(compiled).collect()),
            test => Self::Text(test, texts.iter().map(|text| text.to_lowercase()).collect()),
        }
    }

    pub(super) fn of(test: &Test, dataset: &Dataset) -> Self {
        match test {
            Test::Present => Self::Present,
            Test::OneOf(terms) => {
                let values = terms.iter().map(|term| value_of(term.as_ref()));
                let ids = terms.iter().filter_map(|term| dataset.id(term));
                Self::OneOf(values.collect(), ids.collect())
            }
            Test::Text(test, texts) => Self::of_texts(*test, texts),
            Test::Number(order, digits) => Self::Bounds(vec![(*order, number(digits))]),
            Test::NumberBetween(low, high) => Self::Bounds(vec![
                (ComparisonOperator::AtLeast, number(low)),
                (ComparisonOperator::AtMost, number(high)),
            ]),
            Test::Days { from, until, time } => {
                let day = |day: &oxsdatatypes::Date| {
                    let literal = if *time {
                        Literal::new_typed_literal(format!("{day}T00:00:00"), xsd::DATE_TIME)
                    } else {
                        Literal::new_typed_literal(day.to_string(), xsd::DATE)
                    };
                    value_of(literal.as_ref().into())
                };
                let from = from.as_ref().map(|from| (ComparisonOperator::AtLeast, day(from)));
                let until = until.as_ref().map(|until| (ComparisonOperator::Less, day(until)));
                Self::Bounds(from.into_iter().chain(until).collect())
            }
        }
    }

    /// Whether a value passes; `None` if the test cannot be applied.
    pub(super) fn passes(&self, value: Option<&Value>) -> Option<bool> {
        match self {
            Self::Present => Some(value.is_some()),
            Self::OneOf(values, _) => or(values.iter().map(|known| equal(value?, known))),
            Self::Bounds(bounds) => {
                let bounds = bounds.iter();
                and(bounds.map(|(order, bound)| in_order(value?, *order, bound)))
            }
            Self::Text(..) | Self::Matches(_) => self.passes_text(&value_text(value?)?),
        }
    }

    /// The same for a term of the data; listed terms are compared as they are written.
    pub(super) fn passes_stored(&self, id: Id, term: TermRef<'_>) -> Option<bool> {
        match self {
            Self::Present => Some(true),
            Self::OneOf(_, ids) => Some(ids.contains(&id)),
            Self::Text(..) | Self::Matches(_) => self.passes_text(text_of(term)?),
            _ => self.passes(Some(&value_of(term))),
        }
    }

    fn passes_text(&self, text: &str) -> Option<bool> {
        match self {
            Self::Matches(patterns) => {
                let patterns = patterns.iter();
                or(patterns.map(|pattern| Some(pattern.as_ref()?.is_match(text))))
            }
            Self::Text(test, wanted) => {
                let text = text.to_lowercase();
                let passes = |wanted: &String| match test {
                    TextTest::Is => text == *wanted,
                    TextTest::IsNot => text != *wanted,
                    TextTest::Contains => text.contains(wanted),
                    TextTest::StartsWith => text.starts_with(wanted),
                    TextTest::EndsWith | TextTest::Matches => text.ends_with(wanted),
                };
                Some(wanted.iter().any(passes))
            }
            _ => None,
        }
    }
}
