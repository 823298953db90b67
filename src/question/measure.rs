//! Comparisons after `whose`: of an expression with a value or with another expression.

use crate::base::{Diagnostic, Span};
use crate::lang::{Keyword, PartKind};
use crate::question::arithmetic::aggregate_of;
use crate::question::chain::{negate, negate_operator, opposite};
use crate::question::expression::{Expression, PathSubject, Type};
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::segment::ItemKind;
use crate::question::tree::{ComparisonOperand, ComparisonOperator, Condition, ValueComparison};
use crate::words::{KindId, Trail, TrailEnd};

impl PhraseReader<'_> {
    /// True when an expression other than a plain path begins at `at`.
    pub(super) fn starts_expression(&self, at: usize) -> bool {
        match self.part(at) {
            Some(PartKind::Open) => true,
            Some(PartKind::Number(_)) => self.is_operator_at(at + 1),
            Some(PartKind::Keyword(keyword)) => {
                let begins =
                    [Keyword::kw_round, Keyword::kw_number_of, Keyword::kw_count, Keyword::kw_their, Keyword::kw_its];
                aggregate_of(*keyword).is_some() || begins.contains(keyword)
            }
            _ => self.binding_at(at).is_some(),
        }
    }

    pub(super) fn is_operator_at(&self, at: usize) -> bool {
        let operators = [Keyword::op_plus, Keyword::op_minus, Keyword::op_times, Keyword::op_over];
        self.keyword_at(at).is_some_and(|it| operators.contains(&it))
    }

    /// True when an expression about things of a kind, not a literal value, follows `is`, `not` and a comparison
    /// operator at `at`.
    pub(super) fn compares_with_expression(&self, mut at: usize, kind: KindId) -> bool {
        let copulas = [Keyword::kw_is, Keyword::kw_are, Keyword::kw_not];
        while self.keyword_at(at).is_some_and(|it| copulas.contains(&it)) {
            at += 1;
        }
        at += usize::from(self.comparison_operator_at(at).is_some());
        self.starts_expression(at) || self.is_path_at(at, kind)
    }

    /// True when a dotted path from a kind stands at `at`.
    pub(super) fn is_path_at(&self, at: usize, kind: KindId) -> bool {
        let mut words = Vec::new();
        let mut next = at;
        while let Some(ItemKind::Words { text, .. }) = self.items.get(next).map(|item| &item.kind) {
            words.push(text.as_str());
            if self.part(next + 1) != Some(&PartKind::Dot) {
                break;
            }
            next += 2;
        }
        !words.is_empty() && Trail::follow(self.lexicon, kind, &words).is_ok()
    }

    /// `number of sources > 3`, `width > 0.9 * largest width of books`, after `whose`.
    pub(super) fn measure_comparison(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let outside = std::mem::replace(&mut self.compares, true);
        let condition = self.measure_comparison_inside(kind);
        self.compares = outside;
        condition
    }

    fn measure_comparison_inside(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let from = self.at;
        let (left, gives) = self.expression(kind)?;
        let left_span = self.since(from);
        if let Expression::Path(_, trail) = &left
            && let TrailEnd::Attribute(attribute) = trail.end
        {
            self.note_attribute(attribute);
        }
        let negative = self.copula_of_value();
        let (condition, opposed) = match self.literal(gives)? {
            Some(comparison) => {
                let (comparison, opposed) = match negative {
                    true => match opposite(comparison) {
                        Ok(opposite) => (opposite, true),
                        Err(same) => (same, false),
                    },
                    false => (comparison, true),
                };
                let condition = match left {
                    Expression::Path(PathSubject::This, trail) if matches!(trail.end, TrailEnd::Attribute(_)) => {
                        Condition::Compare(trail, comparison)
                    }
                    left => Condition::Measure(left, ComparisonOperand::Value(comparison)),
                };
                (condition, opposed)
            }
            None => {
                let order = self.comparison_operator_at(self.at);
                self.at += usize::from(order.is_some());
                let behind = self.at;
                let (right, other) = self.expression(kind)?;
                self.check_comparable(gives, other, left_span, self.since(behind))?;
                let order = order.unwrap_or(ComparisonOperator::Equal);
                let ordered = !matches!(order, ComparisonOperator::Equal | ComparisonOperator::NotEqual);
                if ordered && !matches!(gives, Type::Number | Type::Date | Type::Time) {
                    let span = self.since(from);
                    let words = gives.words(self.lexicon);
                    return Err(faults::measures::no_order(self, span, &words));
                }
                let order = if negative { negate_operator(order) } else { order };
                let against = ComparisonOperand::Expression(order, right);
                (Condition::Measure(left, against), true)
            }
        };
        Ok(if negative && !opposed { negate(condition) } else { condition })
    }

    /// Reads a comparison with a literal value, if one stands here.
    fn literal(&mut self, gives: Type) -> Result<Option<ValueComparison>, Diagnostic> {
        let behind = self.at + usize::from(self.comparison_operator_at(self.at).is_some());
        Ok(match gives {
            Type::Number if self.keyword_at(self.at) == Some(Keyword::kw_between) => {
                Some(self.number_comparison(None)?)
            }
            Type::Number => match self.part(behind) {
                Some(PartKind::Number(_)) if !self.is_operator_at(behind + 1) => Some(self.number_comparison(None)?),
                _ if self.items.get(behind).is_none() => {
                    self.at = behind;
                    return Err(self.error_expecting("a number or an expression, like `> 5`"));
                }
                _ => None,
            },
            Type::Date | Type::Time => match self.part(behind) {
                Some(
                    PartKind::Date(_)
                    | PartKind::Recent(..)
                    | PartKind::Ago(..)
                    | PartKind::Keyword(Keyword::kw_today | Keyword::kw_between),
                ) => Some(self.date_comparison()?),
                _ => None,
            },
            Type::Text => match self.part(behind) {
                Some(
                    PartKind::Quoted(_)
                    | PartKind::Matches(_)
                    | PartKind::Keyword(Keyword::kw_contains | Keyword::kw_starts_with | Keyword::kw_ends_with),
                ) => Some(self.text_comparison()?),
                _ => None,
            },
            Type::OneOf(attribute) if self.value_at(behind, attribute).is_some() => {
                Some(self.one_of_values(attribute)?)
            }
            Type::OneOf(_) | Type::Thing(_) | Type::Iri => None,
        })
    }

    fn check_comparable(&self, left: Type, right: Type, left_span: Span, right_span: Span) -> Result<(), Diagnostic> {
        let alike = match (left, right) {
            (Type::Thing(one), Type::Thing(other)) => self.lexicon.overlap(one, other),
            (Type::OneOf(_), Type::OneOf(_)) => true,
            (Type::Date, Type::Time) | (Type::Time, Type::Date) => true,
            (one, other) => one == other,
        };
        if alike {
            return Ok(());
        }
        let (left, right) = (left.words(self.lexicon), right.words(self.lexicon));
        let span = left_span.to(right_span);
        Err(faults::measures::not_comparable(self, span, &left, &right))
    }
}
