//! Values that pass a test, found by binary search where they are sorted.

use std::ops::Range;

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::xsd;

use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::set::Set;
use crate::exec::native::test::{CompiledTest, in_order};
use crate::exec::native::value::Value;
use crate::question::ComparisonOperator;
use crate::store::{AdjacencyIndex, Id};

/// Datatypes whose literals may be sorted by id.
const SORTED: [NamedNodeRef<'_>; 5] = [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::DATE, xsd::DATE_TIME];

/// The bounds on a sorted value: one or two.
type Bounds = [(ComparisonOperator, Value)];

impl<'a> Evaluator<'a> {
    /// The values of a property that pass a test.
    pub(super) fn passing_values(&self, test: &CompiledTest, values: &AdjacencyIndex) -> Result<Set, Halt> {
        let Some(bounds) = bounds(test) else {
            return self.filter_values(test, values, &[]);
        };
        let runs: Vec<Range<Id>> = SORTED
            .into_iter()
            .filter_map(|datatype| self.dataset.ascending(datatype))
            .filter(|run| run.start < values.range().end && values.range().start < run.end)
            .collect();
        let mut passing = Set::none();
        for run in &runs {
            passing = passing.or(&Set::Range(self.interval(run, bounds)));
        }
        let range = values.range();
        if runs.iter().any(|run| run.start <= range.start && range.end <= run.end) {
            return Ok(passing);
        }
        Ok(passing.or(&self.filter_values(test, values, &runs)?))
    }

    /// True if the values that pass are found without testing each.
    pub(super) fn is_sorted(&self, test: &CompiledTest, values: &AdjacencyIndex) -> bool {
        let range = values.range();
        let mut runs = SORTED.into_iter().filter_map(|it| self.dataset.ascending(it));
        bounds(test).is_some() && runs.any(|run| run.start <= range.start && range.end <= run.end)
    }

    /// The values outside the runs that pass, tested one by one.
    fn filter_values(&self, test: &CompiledTest, values: &AdjacencyIndex, runs: &[Range<Id>]) -> Result<Set, Halt> {
        let mut passing = Vec::new();
        for (value, _) in values.nodes() {
            let is_known = runs.iter().any(|run| run.contains(&value));
            if !is_known && self.passes(test, value)? {
                passing.push(value);
            }
        }
        Ok(Set::of_sorted(&passing))
    }

    /// The values of a run that are within bounds.
    fn interval(&self, run: &Range<Id>, bounds: &Bounds) -> Range<Id> {
        let mut interval = run.clone();
        for (order, bound) in bounds {
            let is = |id: Id, order| in_order(&self.term_value(id), order, bound) == Some(true);
            match order {
                ComparisonOperator::Less | ComparisonOperator::AtMost => {
                    interval.end = first(&interval, |id| !is(id, *order));
                }
                ComparisonOperator::Greater | ComparisonOperator::AtLeast => {
                    interval.start = first(&interval, |id| is(id, *order));
                }
                ComparisonOperator::Equal | ComparisonOperator::NotEqual => {
                    interval.start = first(&interval, |id| is(id, ComparisonOperator::AtLeast));
                    interval.end = first(&interval, |id| !is(id, ComparisonOperator::AtMost));
                }
            }
        }
        interval
    }
}

/// The bounds of a test; `None` if it does not bound an interval.
fn bounds(check: &CompiledTest) -> Option<&Bounds> {
    match check {
        CompiledTest::Bounds(bounds) => match bounds.as_slice() {
            [] | [(ComparisonOperator::NotEqual, _)] => None,
            bounds => Some(bounds),
        },
        _ => None,
    }
}

/// The first id of a range from which all are so; its end if none is.
fn first(range: &Range<Id>, is_so: impl Fn(Id) -> bool) -> Id {
    let (mut from, mut until) = (range.start, range.end);
    while from < until {
        let middle = from + (until - from) / 2;
        if is_so(middle) {
            until = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}
