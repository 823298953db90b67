//! Values that pass a test, of those that lie sorted: found by where they begin and end.

use std::ops::Range;

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::xsd;

use crate::exec::native::set::Set;
use crate::exec::native::test::{Check, in_order};
use crate::exec::native::value::Value;
use crate::exec::native::{Evaluator, Halt};
use crate::plan::Test;
use crate::question::Order;
use crate::store::{Id, Links};

/// Datatypes whose literals may lie sorted.
const SORTED: [NamedNodeRef<'_>; 5] = [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::DATE, xsd::DATE_TIME];

/// What a sorted value has to be: one bound, or two.
type Bounds = [(Order, Value)];

impl<'a> Evaluator<'a> {
    /// The values of a property that pass a test.
    pub(super) fn passing_values(&self, test: &'a Test, values: &Links) -> Result<Set, Halt> {
        let check = self.check(test);
        let Some(bounds) = bounds(&check) else {
            return self.tested(test, values, &[]);
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
        Ok(passing.or(&self.tested(test, values, &runs)?))
    }

    /// True when the values that pass need not be looked at one by one.
    pub(super) fn is_sorted(&self, test: &'a Test, values: &Links) -> bool {
        let range = values.range();
        let mut runs = SORTED.into_iter().filter_map(|it| self.dataset.ascending(it));
        bounds(&self.check(test)).is_some() && runs.any(|run| run.start <= range.start && range.end <= run.end)
    }

    /// The values outside the runs that pass, one by one.
    fn tested(&self, test: &'a Test, values: &Links, runs: &[Range<Id>]) -> Result<Set, Halt> {
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
                Order::Less | Order::AtMost => {
                    interval.end = first(&interval, |id| !is(id, *order));
                }
                Order::Greater | Order::AtLeast => {
                    interval.start = first(&interval, |id| is(id, *order));
                }
                Order::Equal | Order::NotEqual => {
                    interval.start = first(&interval, |id| is(id, Order::AtLeast));
                    interval.end = first(&interval, |id| !is(id, Order::AtMost));
                }
            }
        }
        interval
    }
}

/// The bounds that a test sets; none for what sets no bounds.
fn bounds(check: &Check) -> Option<&Bounds> {
    match check {
        Check::Bounds(bounds) => match bounds.as_slice() {
            [] | [(Order::NotEqual, _)] => None,
            bounds => Some(bounds),
        },
        _ => None,
    }
}

/// The first id of a range from which on all are so; its end when none is.
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
