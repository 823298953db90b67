//! Comparisons → tests: days are counted from today, and `is not` asks for a value that is there.

use oxsdatatypes::{Date, DayTimeDuration, YearMonthDuration};

use crate::base::{Blame, Diagnostic};
use crate::lang::Unit;
use crate::plan::concept::{Concept, Test};
use crate::plan::hops::along;
use crate::plan::lower::Lower;
use crate::question::{Comparison, Condition, Moment, Order, Polarity, TextTest};
use crate::words::{Trail, TrailEnd, ValueType};

impl Lower<'_> {
    pub(super) fn compare(
        &mut self,
        trail: &Trail,
        comparison: &Comparison,
    ) -> Result<Concept, Diagnostic> {
        let lexicon = self.context.lexicon;
        let TrailEnd::Attribute(attribute) = trail.end else {
            unreachable!("only values are compared");
        };
        let time = lexicon.attribute(attribute).values == ValueType::DateTime;
        let path = lexicon.attribute(attribute).path.clone();
        let same = Condition::Compare(Trail::of_attribute(attribute), comparison.clone());
        let hops = self.hops(trail, &[same])?;
        let value = |test| {
            let path = path.clone();
            along(&hops, Concept::Value { path, test })
        };
        let but_not = |test| Concept::all(vec![value(Test::Present), Concept::negate(value(test))]);
        Ok(match comparison {
            Comparison::Values(terms, Polarity::Positive) => value(Test::OneOf(terms.clone())),
            Comparison::Values(terms, Polarity::Negative) => but_not(Test::OneOf(terms.clone())),
            Comparison::Text(TextTest::IsNot, texts) => {
                but_not(Test::Text(TextTest::Is, texts.clone()))
            }
            Comparison::Text(test, texts) => value(Test::Text(*test, texts.clone())),
            Comparison::Number(Order::NotEqual, number) => {
                but_not(Test::Number(Order::Equal, number.clone()))
            }
            Comparison::Number(order, number) => value(Test::Number(*order, number.clone())),
            Comparison::NumberBetween(low, high) => {
                value(Test::NumberBetween(low.clone(), high.clone()))
            }
            Comparison::Date(order, moment) => {
                let day = self.day(moment)?;
                let next = days_after(day, 1)?;
                let days = |from, until| Test::Days { from, until, time };
                match order {
                    Order::Less => value(days(None, Some(day))),
                    Order::AtMost => value(days(None, Some(next))),
                    Order::Equal => value(days(Some(day), Some(next))),
                    Order::NotEqual => but_not(days(Some(day), Some(next))),
                    Order::AtLeast => value(days(Some(day), None)),
                    Order::Greater => value(days(Some(next), None)),
                }
            }
            Comparison::DateBetween(from, until) => value(Test::Days {
                from: Some(self.day(from)?),
                until: Some(days_after(self.day(until)?, 1)?),
                time,
            }),
            Comparison::Recent(count, unit) => value(Test::Days {
                from: Some(self.day(&Moment::Ago(*count, *unit))?),
                until: Some(days_after(self.context.today, 1)?),
                time,
            }),
        })
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
                    Unit::Month => {
                        today.checked_sub_year_month_duration(YearMonthDuration::new(count))
                    }
                    Unit::Year => {
                        today.checked_sub_year_month_duration(YearMonthDuration::new(12 * count))
                    }
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

/// Years of four digits are written alike everywhere.
fn in_calendar(day: Date) -> Result<Date, Diagnostic> {
    if (1..=9999).contains(&day.year()) {
        Ok(day)
    } else {
        Err(out_of_calendar())
    }
}

/// `999999999 years ago`
fn out_of_calendar() -> Diagnostic {
    let message = "a day of this question is out of the calendar's range";
    Diagnostic::new(Blame::Question, "out-of-calendar", message)
}
