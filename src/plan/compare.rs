//! Comparisons → tests: days are counted from today, and `is not` requires a value.

use oxsdatatypes::{Date, DayTimeDuration, YearMonthDuration};

use crate::base::{Blame, Code, Diagnostic};
use crate::lang::Unit;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::lowering::Lower;
use crate::plan::test::Test;
use crate::question::{ComparisonOperator, Condition, Moment, Polarity, TextTest, ValueComparison};
use crate::words::{Trail, TrailEnd, ValueType};

impl Lower<'_> {
    pub(super) fn compare(
        &mut self,
        trail: &Trail,
        comparison: &ValueComparison,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        let lexicon = self.context.lexicon;
        let TrailEnd::Attribute(attribute) = trail.end else {
            unreachable!("only values are compared");
        };
        let time = lexicon.attribute(attribute).values == ValueType::DateTime;
        let path = lexicon.attribute(attribute).path.clone();
        let same = Condition::Compare(Trail::of_attribute(attribute), comparison.clone());
        let hops = self.hops(trail, &[same])?;
        let (test, negated) = self.test(comparison, time)?;
        let mut value = |test| {
            let concept = Concept::Value { path: path.clone(), test };
            self.along(&hops, |lower| Ok(ThreeValuedSet::unless(concept, lower.gap_of_attribute(attribute))))
        };
        Ok(if negated { value(Test::Present)?.and(value(test)?.negate()) } else { value(test)? })
    }

    /// The test of a comparison, of days or of times; the flag is true if a value must be present and none may
    /// pass it.
    pub(super) fn test(&self, comparison: &ValueComparison, time: bool) -> Result<(Test, bool), Diagnostic> {
        let test = match comparison {
            ValueComparison::Values(terms, _) => Test::OneOf(terms.clone()),
            ValueComparison::Text(TextTest::IsNot, texts) => Test::Text(TextTest::Is, texts.clone()),
            ValueComparison::Text(test, texts) => Test::Text(*test, texts.clone()),
            ValueComparison::Number(ComparisonOperator::NotEqual, number) => {
                Test::Number(ComparisonOperator::Equal, number.clone())
            }
            ValueComparison::Number(order, number) => Test::Number(*order, number.clone()),
            ValueComparison::NumberBetween(low, high) => Test::NumberBetween(low.clone(), high.clone()),
            ValueComparison::Date(order, moment) => {
                let day = self.day(moment)?;
                let next = days_after(day, 1)?;
                let days = |from, until| Test::Days { from, until, time };
                match order {
                    ComparisonOperator::Less => days(None, Some(day)),
                    ComparisonOperator::AtMost => days(None, Some(next)),
                    ComparisonOperator::Equal | ComparisonOperator::NotEqual => days(Some(day), Some(next)),
                    ComparisonOperator::AtLeast => days(Some(day), None),
                    ComparisonOperator::Greater => days(Some(next), None),
                }
            }
            ValueComparison::DateBetween(from, until) => {
                Test::Days { from: Some(self.day(from)?), until: Some(days_after(self.day(until)?, 1)?), time }
            }
            ValueComparison::Recent(count, unit) => Test::Days {
                from: Some(self.day(&Moment::Ago(*count, *unit))?),
                until: Some(days_after(self.context.today, 1)?),
                time,
            },
        };
        let negated = matches!(
            comparison,
            ValueComparison::Values(_, Polarity::Negative)
                | ValueComparison::Text(TextTest::IsNot, _)
                | ValueComparison::Number(ComparisonOperator::NotEqual, _)
                | ValueComparison::Date(ComparisonOperator::NotEqual, _)
        );
        Ok((test, negated))
    }

    fn day(&self, moment: &Moment) -> Result<Date, Diagnostic> {
        let today = self.context.today;
        match moment {
            Moment::Date(date) => Ok(*date),
            Moment::Today => Ok(today),
            Moment::Ago(count, unit) => {
                let count = i64::from(*count);
                let day = match unit {
                    Unit::Day => return days_after(today, -count),
                    Unit::Week => return days_after(today, -7 * count),
                    Unit::Month => today.checked_sub_year_month_duration(YearMonthDuration::new(count)),
                    Unit::Year => today.checked_sub_year_month_duration(YearMonthDuration::new(12 * count)),
                };
                day.ok_or_else(out_of_calendar).and_then(in_calendar)
            }
        }
    }
}

fn days_after(day: Date, days: i64) -> Result<Date, Diagnostic> {
    let seconds = oxsdatatypes::Decimal::from(days * 24 * 60 * 60);
    let moved = day.checked_add_day_time_duration(DayTimeDuration::new(seconds));
    moved.ok_or_else(out_of_calendar).and_then(in_calendar)
}

/// Refuses years outside 1 to 9999: only four digits are written alike everywhere.
fn in_calendar(day: Date) -> Result<Date, Diagnostic> {
    if (1..=9999).contains(&day.year()) { Ok(day) } else { Err(out_of_calendar()) }
}

/// `999999999 years ago`
fn out_of_calendar() -> Diagnostic {
    let message = "a day in this question is outside the range of the calendar";
    Diagnostic::new(Blame::Question, Code::OutOfCalendar, message)
}
