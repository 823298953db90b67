//! Tests of values.

use oxigraph::model::Term;
use oxsdatatypes::Date;

use crate::question::{ComparisonOperator, TextTest};

/// A test on one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// There is a value.
    Present,
    /// It is one of these terms.
    OneOf(Vec<Term>),
    /// It is a text that passes the test with one of these.
    Text(TextTest, Vec<String>),
    /// It is a number that compares so with the given one.
    Number(ComparisonOperator, String),
    /// It is a number from the first to the second.
    NumberBetween(String, String),
    /// It is a day on or after `from` and before `until`; as a time, from midnight to midnight.
    Days {
        /// First day.
        from: Option<Date>,
        /// First day that is too late.
        until: Option<Date>,
        /// True for `xsd:dateTime` values.
        time: bool,
    },
}
