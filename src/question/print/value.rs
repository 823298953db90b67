//! Prints comparisons.

use crate::lang::quote;
use crate::question::print::Printer;
use crate::question::tree::{ComparisonOperator, Moment, Polarity, TextTest, ValueComparison};
use crate::words::{AttributeId, Trail, TrailEnd, ValueType};

impl Printer<'_> {
    pub(super) fn attribute_word(&self, id: AttributeId) -> &str {
        let noun = self.lexicon.attribute(id).nouns.first();
        noun.map_or("value", |noun| noun.singular.as_str())
    }

    /// `retrieved`, `from`: the word with which a comparison directly follows a noun.
    pub(super) fn word_behind_noun(&self, trail: &Trail, comparison: &ValueComparison) -> Option<String> {
        let TrailEnd::Attribute(id) = trail.end else {
            return None;
        };
        if !trail.hops.is_empty() || is_negated(comparison) {
            return None;
        }
        let attribute = self.lexicon.attribute(id);
        let word = attribute.participles.first();
        word.or(attribute.prepositions.first()).cloned()
    }

    pub(super) fn comparison(&self, trail: Option<&Trail>, comparison: &ValueComparison) -> String {
        let either = |words: Vec<String>| words.join(" or ");
        match comparison {
            ValueComparison::Values(terms, _) => {
                let words = terms.iter().map(|term| self.value_word(trail, term));
                either(words.collect())
            }
            ValueComparison::Text(test, texts) => {
                let quoted = either(texts.iter().map(|text| quote(text)).collect());
                match test {
                    TextTest::Is | TextTest::IsNot => quoted,
                    TextTest::Contains => format!("contains {quoted}"),
                    TextTest::StartsWith => format!("starts with {quoted}"),
                    TextTest::EndsWith => format!("ends with {quoted}"),
                    TextTest::Matches => {
                        let regex = texts.first().map_or("", String::as_str);
                        format!("matches /{}/", regex.replace('/', "\\/"))
                    }
                }
            }
            ValueComparison::Number(order, number) => match order {
                ComparisonOperator::Less => format!("< {number}"),
                ComparisonOperator::AtMost => format!("<= {number}"),
                ComparisonOperator::Equal | ComparisonOperator::NotEqual => format!("= {number}"),
                ComparisonOperator::AtLeast => format!(">= {number}"),
                ComparisonOperator::Greater => format!("> {number}"),
            },
            ValueComparison::NumberBetween(low, high) => format!("between {low} and {high}"),
            ValueComparison::Date(order, moment) => {
                let day = moment_words(moment);
                match order {
                    ComparisonOperator::Less => format!("before {day}"),
                    ComparisonOperator::AtMost => format!("until {day}"),
                    ComparisonOperator::Equal | ComparisonOperator::NotEqual => equal_day(moment, &day),
                    ComparisonOperator::AtLeast => format!("since {day}"),
                    ComparisonOperator::Greater => format!("after {day}"),
                }
            }
            ValueComparison::DateBetween(from, until) => {
                format!("between {} and {}", moment_words(from), moment_words(until))
            }
            ValueComparison::Recent(count, unit) => format!("in the last {}", unit.words(*count)),
        }
    }

    /// The word for a listed value: of the attribute at the end of a trail, or of any.
    fn value_word(&self, trail: Option<&Trail>, term: &oxigraph::model::Term) -> String {
        let listed = trail.and_then(|trail| match trail.end {
            TrailEnd::Attribute(id) => match &self.lexicon.attribute(id).values {
                ValueType::OneOf(values) => values.iter().find(|(value, _)| value == term),
                _ => None,
            },
            _ => None,
        });
        let word = listed.and_then(|(_, words)| words.first());
        let word = word.map(String::as_str);
        let word = word.or_else(|| self.lexicon.value_word(term));
        word.map_or_else(String::new, quote)
    }
}

fn moment_words(moment: &Moment) -> String {
    match moment {
        Moment::Date(date) => date.to_string(),
        Moment::Today => "today".to_owned(),
        Moment::Ago(count, unit) => format!("{} ago", unit.words(*count)),
    }
}

fn equal_day(moment: &Moment, day: &str) -> String {
    match moment {
        Moment::Ago(..) => format!("= {day}"),
        _ => format!("on {day}"),
    }
}

/// The verb between a path and what it is compared with.
pub(super) fn verb_of(comparison: &ValueComparison) -> &'static str {
    match comparison {
        ValueComparison::Text(TextTest::Is | TextTest::IsNot, _)
        | ValueComparison::Values(..)
        | ValueComparison::NumberBetween(..)
        | ValueComparison::Date(..)
        | ValueComparison::DateBetween(..)
        | ValueComparison::Recent(..) => " is",
        ValueComparison::Text(..) | ValueComparison::Number(..) => "",
    }
}

/// True for what is printed with `is not`.
pub(super) fn is_negated(comparison: &ValueComparison) -> bool {
    matches!(
        comparison,
        ValueComparison::Values(_, Polarity::Negative)
            | ValueComparison::Text(TextTest::IsNot, _)
            | ValueComparison::Number(ComparisonOperator::NotEqual, _)
            | ValueComparison::Date(ComparisonOperator::NotEqual, _)
    )
}
