//! Comparisons of an attribute with values: text, numbers, dates, or one of the values it takes.

use std::str::FromStr;

use oxsdatatypes::Date;

use crate::base::Diagnostic;
use crate::lang::{Keyword, PartKind, Unit};
use crate::question::arithmetic::fits_evaluator;
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::segment::ItemKind;
use crate::question::tree::{ComparisonOperator, Moment, Polarity, TextTest, ValueComparison};
use crate::words::{AttributeId, More, ValueType, fold};

impl PhraseReader<'_> {
    /// True when what stands here can only be a comparison or a value.
    pub(super) fn starts_comparison(&self) -> bool {
        match self.part(self.at) {
            Some(
                PartKind::Quoted(_)
                | PartKind::Number(_)
                | PartKind::Date(_)
                | PartKind::Recent(..)
                | PartKind::Ago(..)
                | PartKind::Matches(_),
            ) => true,
            Some(PartKind::Keyword(_)) => {
                self.comparison_operator_at(self.at).is_some() || self.text_test_at(self.at).is_some()
            }
            _ => false,
        }
    }

    /// Reads a comparison, by the type of the attribute.
    pub(super) fn comparison(&mut self, attribute: AttributeId) -> Result<ValueComparison, Diagnostic> {
        self.note_attribute(attribute);
        match &self.lexicon.attribute(attribute).values {
            ValueType::OneOf(_) => self.one_of_values(attribute),
            ValueType::Text => self.text_comparison(),
            ValueType::Number => self.number_comparison(Some(attribute)),
            ValueType::Date | ValueType::DateTime => self.date_comparison(),
        }
    }

    /// `older than 90 days`, `wider than 30`
    pub(super) fn comparative(&mut self, attribute: AttributeId, more: More) -> Result<ValueComparison, Diagnostic> {
        self.note_attribute(attribute);
        if !self.take(Keyword::kw_than) {
            return Err(self.error_expecting("`than`"));
        }
        let order = match more {
            More::Greater => ComparisonOperator::Greater,
            More::Less => ComparisonOperator::Less,
        };
        if self.lexicon.attribute(attribute).values == ValueType::Number {
            let number = self.number(Some(attribute))?;
            return Ok(ValueComparison::Number(order, number));
        }
        if let Some(PartKind::Duration(count, unit)) = self.part(self.at).cloned() {
            self.at += 1;
            return Ok(ValueComparison::Date(order, Moment::Ago(count, unit)));
        }
        if let (Some(PartKind::Number(digits)), Some(unit)) = (self.part(self.at).cloned(), self.unit_at(self.at + 1)) {
            let count = digits.parse::<u32>();
            let count = count.map_err(|_| faults::not_a_whole_number(self.source, self.here()))?;
            self.at += 2;
            return Ok(ValueComparison::Date(order, Moment::Ago(count, unit)));
        }
        Ok(ValueComparison::Date(order, self.moment()?))
    }

    fn unit_at(&self, at: usize) -> Option<Unit> {
        match &self.items.get(at)?.kind {
            ItemKind::Unknown(word) | ItemKind::Words { text: word, .. } => Unit::from_word(word),
            ItemKind::Part(_) => None,
        }
    }

    // ------------------------------------------------------------ one of these

    pub(super) fn one_of_values(&mut self, attribute: AttributeId) -> Result<ValueComparison, Diagnostic> {
        let polarity = match self.comparison_operator_at(self.at) {
            Some(ComparisonOperator::NotEqual) => Polarity::Negative,
            _ => Polarity::Positive,
        };
        if matches!(
            self.comparison_operator_at(self.at),
            Some(ComparisonOperator::Equal | ComparisonOperator::NotEqual)
        ) {
            self.at += 1;
        }
        let mut values = vec![self.value(attribute)?];
        while self.keyword_at(self.at) == Some(Keyword::kw_or) && self.value_at(self.at + 1, attribute).is_some() {
            self.at += 1;
            values.push(self.value(attribute)?);
        }
        Ok(ValueComparison::Values(values, polarity))
    }

    fn value(&mut self, attribute: AttributeId) -> Result<oxigraph::model::Term, Diagnostic> {
        match self.value_at(self.at, attribute) {
            Some((term, length)) => {
                self.at += length;
                Ok(term)
            }
            None => Err(faults::values::not_one_of_the_values(self, attribute)),
        }
    }

    /// The value that the words at `at` name, and how many items they take.
    pub(super) fn value_at(&self, at: usize, attribute: AttributeId) -> Option<(oxigraph::model::Term, usize)> {
        let ValueType::OneOf(values) = &self.lexicon.attribute(attribute).values else {
            return None;
        };
        let find = |text: &str| {
            let text = fold(text);
            let found = values.iter().find(|(_, words)| words.iter().any(|word| fold(word) == text));
            found.map(|(term, _)| term.clone())
        };
        match self.part(at) {
            Some(PartKind::Quoted(text)) => return find(text).map(|term| (term, 1)),
            Some(PartKind::Prefixed { prefix, local }) => {
                let iris = self.dataset.prefixes().expand(prefix, local);
                let found = values.iter().find(|(term, _)| match term {
                    oxigraph::model::Term::NamedNode(iri) => iris.iter().any(|expanded| expanded == iri.as_str()),
                    _ => false,
                });
                return found.map(|(term, _)| (term.clone(), 1));
            }
            _ => {}
        }
        let words =
            self.items.from(at).iter().take(4).take_while(|item| !matches!(item.kind, ItemKind::Part(_))).count();
        (1..=words).rev().find_map(|length| {
            let span = self.items[at].span.to(self.items[at + length - 1].span);
            find(self.source.slice(span)).map(|term| (term, length))
        })
    }

    // ------------------------------------------------------------------- text

    fn text_test_at(&self, at: usize) -> Option<TextTest> {
        if let ItemKind::Words { text, .. } = &self.items.get(at)?.kind {
            return match fold(text).as_str() {
                "contains" => Some(TextTest::Contains),
                "starts with" => Some(TextTest::StartsWith),
                "ends with" => Some(TextTest::EndsWith),
                _ => None,
            };
        }
        match self.keyword_at(at)? {
            Keyword::kw_contains => Some(TextTest::Contains),
            Keyword::kw_starts_with => Some(TextTest::StartsWith),
            Keyword::kw_ends_with => Some(TextTest::EndsWith),
            Keyword::op_equal => Some(TextTest::Is),
            Keyword::op_not_equal => Some(TextTest::IsNot),
            _ => None,
        }
    }

    pub(super) fn text_comparison(&mut self) -> Result<ValueComparison, Diagnostic> {
        if let Some(PartKind::Matches(regex)) = self.part(self.at).cloned() {
            if let Err(error) = check_regex(&regex) {
                return Err(faults::values::no_regex(self.source, self.here(), &error));
            }
            self.at += 1;
            return Ok(ValueComparison::Text(TextTest::Matches, vec![regex]));
        }
        let test = self.text_test_at(self.at);
        self.at += usize::from(test.is_some());
        let mut texts = Vec::new();
        loop {
            match self.part(self.at).cloned() {
                Some(PartKind::Quoted(text)) => texts.push(text),
                _ => return Err(faults::values::no_text(self)),
            }
            self.at += 1;
            let another = self.keyword_at(self.at) == Some(Keyword::kw_or)
                && matches!(self.part(self.at + 1), Some(PartKind::Quoted(_)));
            if !another {
                return Ok(ValueComparison::Text(test.unwrap_or(TextTest::Is), texts));
            }
            self.at += 1;
        }
    }

    // ------------------------------------------------------- numbers and dates

    pub(super) fn comparison_operator_at(&self, at: usize) -> Option<ComparisonOperator> {
        match self.keyword_at(at)? {
            Keyword::op_less | Keyword::kw_less_than | Keyword::kw_fewer_than => Some(ComparisonOperator::Less),
            Keyword::kw_before => Some(ComparisonOperator::Less),
            Keyword::op_at_most | Keyword::kw_at_most | Keyword::kw_until => Some(ComparisonOperator::AtMost),
            Keyword::op_equal | Keyword::kw_exactly | Keyword::kw_on => Some(ComparisonOperator::Equal),
            Keyword::op_not_equal => Some(ComparisonOperator::NotEqual),
            Keyword::op_at_least | Keyword::kw_at_least | Keyword::kw_since => Some(ComparisonOperator::AtLeast),
            Keyword::op_more | Keyword::kw_more_than | Keyword::kw_after => Some(ComparisonOperator::Greater),
            _ => None,
        }
    }

    /// Reads a comparison with numbers, of an attribute or of an expression.
    pub(super) fn number_comparison(&mut self, attribute: Option<AttributeId>) -> Result<ValueComparison, Diagnostic> {
        if self.take(Keyword::kw_between) {
            let from = self.at;
            let low = self.number(attribute)?;
            if !self.take(Keyword::kw_and) {
                return Err(self.error_expecting("`and` and the upper bound"));
            }
            let high = self.number(attribute)?;
            let number = |digits: &str| oxsdatatypes::Decimal::from_str(digits).ok();
            if number(&low) > number(&high) {
                return Err(faults::values::empty_range(self.source, self.since(from)));
            }
            return Ok(ValueComparison::NumberBetween(low, high));
        }
        let order = self.comparison_operator_at(self.at);
        self.at += usize::from(order.is_some());
        let number = self.number(attribute)?;
        Ok(ValueComparison::Number(order.unwrap_or(ComparisonOperator::Equal), number))
    }

    /// Reads a number, and the attribute's unit after it if it is written.
    fn number(&mut self, attribute: Option<AttributeId>) -> Result<String, Diagnostic> {
        let Some(PartKind::Number(digits)) = self.part(self.at).cloned() else {
            return Err(faults::values::no_number(self));
        };
        // A number that the evaluator cannot represent would match nothing, and look like an answer.
        if !fits_evaluator(&digits) {
            return Err(faults::values::number_too_large(self.source, self.here()));
        }
        self.at += 1;
        let attribute = attribute.map(|attribute| self.lexicon.attribute(attribute));
        let unit = attribute.and_then(|attribute| attribute.unit.as_deref());
        if let (Some(unit), Some(item)) = (unit, self.peek())
            && self.source.slice(item.span).eq_ignore_ascii_case(unit)
        {
            self.at += 1;
        }
        Ok(digits)
    }

    pub(super) fn date_comparison(&mut self) -> Result<ValueComparison, Diagnostic> {
        if let Some(PartKind::Recent(count, unit)) = self.part(self.at).cloned() {
            self.at += 1;
            return Ok(ValueComparison::Recent(count, unit));
        }
        if self.take(Keyword::kw_between) {
            let start = self.at;
            let from = self.moment()?;
            if !self.take(Keyword::kw_and) {
                return Err(self.error_expecting("`and` and the later day"));
            }
            let until = self.moment()?;
            if let (Moment::Date(one), Moment::Date(other)) = (&from, &until)
                && one > other
            {
                return Err(faults::values::empty_range(self.source, self.since(start)));
            }
            return Ok(ValueComparison::DateBetween(from, until));
        }
        let keyword = self.keyword_at(self.at);
        let order = self.comparison_operator_at(self.at);
        self.at += usize::from(order.is_some());
        let moment = self.moment()?;
        // "more than 180 days ago" is earlier: the number of days is larger, the date is not.
        let counts_back = matches!(
            keyword,
            Some(
                Keyword::kw_more_than
                    | Keyword::kw_less_than
                    | Keyword::kw_fewer_than
                    | Keyword::kw_at_least
                    | Keyword::kw_at_most
            )
        ) && matches!(moment, Moment::Ago(..));
        let order = match order.unwrap_or(ComparisonOperator::Equal) {
            ComparisonOperator::Less if counts_back => ComparisonOperator::Greater,
            ComparisonOperator::Greater if counts_back => ComparisonOperator::Less,
            ComparisonOperator::AtLeast if counts_back => ComparisonOperator::AtMost,
            ComparisonOperator::AtMost if counts_back => ComparisonOperator::AtLeast,
            order => order,
        };
        Ok(ValueComparison::Date(order, moment))
    }

    fn moment(&mut self) -> Result<Moment, Diagnostic> {
        let moment = match self.part(self.at).cloned() {
            Some(PartKind::Date(text)) => {
                let date = Date::from_str(&text);
                Moment::Date(date.map_err(|_| faults::values::no_such_day(self.source, self.here()))?)
            }
            Some(PartKind::Keyword(Keyword::kw_today)) => Moment::Today,
            Some(PartKind::Ago(count, unit)) => Moment::Ago(count, unit),
            _ => return Err(faults::values::no_date(self)),
        };
        self.at += 1;
        Ok(moment)
    }
}

/// Refuses a regex that the evaluator would not run: it would match nothing, and look like an answer.
fn check_regex(regex: &str) -> Result<(), regex::Error> {
    let size = 256 * 1024;
    let mut builder = regex::RegexBuilder::new(regex);
    builder.size_limit(size).build().map(|_| ())
}
