//! Prints expressions.

use crate::question::expression::{Expression, ON_RECORD, Operator, PathSubject};
use crate::question::print::{ClauseForm, Printer, SentenceLayout};
use crate::question::reader::OpenNoun;
use crate::question::tree::{ComparisonOperand, ComparisonOperator, NounPhrase, SolutionModifiers};
use crate::words::{Direction, KindId, Number, Trail};

/// How tightly an expression binds: a sum, a product, or one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precedence {
    Sum,
    Product,
    One,
}

impl Printer<'_> {
    /// An expression about things of a kind, in a form that any word can follow.
    pub(super) fn expression(&mut self, expression: &Expression) -> String {
        match expression {
            Expression::Path(of, trail) => self.path(of, trail),
            Expression::Number(digits) => digits.clone(),
            Expression::Count => "count".to_owned(),
            Expression::NumberOf(direction, phrase) => {
                let counted = self.count_operand(*direction, phrase);
                parenthesize_phrase(format!("number of {counted}"), phrase)
            }
            Expression::SizeOf(phrase) => {
                let counted = self.detached_phrase(phrase);
                let whole = on_record(phrase);
                parenthesize_phrase(format!("number of {counted}{whole}"), phrase)
            }
            Expression::Best(aggregate, inner) => {
                format!("{} {}", aggregate.word(), self.parenthesize(inner, Precedence::One))
            }
            Expression::AggregateOver(aggregate, inner, phrase) => {
                let inner = self.before_of(inner);
                let whole = on_record(phrase);
                let phrase = self.detached_phrase(phrase);
                format!("({} {inner} of {phrase}{whole})", aggregate.word())
            }
            Expression::Binary(operator, left, right) => {
                let (sign, rank, behind) = match operator {
                    Operator::Plus => ("+", Precedence::Sum, Precedence::Product),
                    Operator::Minus => ("-", Precedence::Sum, Precedence::Product),
                    Operator::Times => ("*", Precedence::Product, Precedence::One),
                    Operator::Divide => ("/", Precedence::Product, Precedence::One),
                };
                let left = self.parenthesize(left, rank);
                format!("{left} {sign} {}", self.parenthesize(right, behind))
            }
            Expression::Round(inner, 0) => format!("round({})", self.expression(inner)),
            Expression::Round(inner, decimals) => {
                format!("round({}, {decimals})", self.expression(inner))
            }
        }
    }

    /// An expression, in parentheses if it binds less tightly than `rank`.
    fn parenthesize(&mut self, expression: &Expression, rank: Precedence) -> String {
        let own = match expression {
            Expression::Binary(Operator::Plus | Operator::Minus, ..) => Precedence::Sum,
            Expression::Binary(..) => Precedence::Product,
            _ => Precedence::One,
        };
        let text = self.expression(expression);
        // `largest a of …` would be read as an aggregate over a whole set.
        if own < rank || rank == Precedence::One && matches!(expression, Expression::Best(..)) {
            format!("({text})")
        } else {
            text
        }
    }

    /// An expression before the `of` of a whole set: dotted words, or anything in parentheses.
    fn before_of(&mut self, expression: &Expression) -> String {
        let text = self.expression(expression);
        let closed = match expression {
            Expression::Path(of, _) => *of != PathSubject::Their,
            Expression::NumberOf(_, phrase) | Expression::SizeOf(phrase) => !phrase.is_bare(),
            Expression::AggregateOver(..) => true,
            _ => false,
        };
        if closed { text } else { format!("({text})") }
    }

    fn path(&self, of: &PathSubject, trail: &Trail) -> String {
        let words = trail.words(self.lexicon);
        match of {
            PathSubject::This => words,
            PathSubject::Their => format!("their {words}"),
            PathSubject::Binding(name) if words.is_empty() => name.clone(),
            PathSubject::Binding(name) => format!("{name}.{words}"),
        }
    }

    /// The counted phrase; the role of the link replaces a noun that says only the kind.
    fn count_operand(&mut self, direction: Direction, phrase: &NounPhrase) -> String {
        let words = self.lexicon.direction_words(direction);
        let role = words.roles.first().cloned();
        let role = role.filter(|_| self.is_role_object(direction, phrase));
        self.alone(|printer| printer.phrase(phrase, ClauseForm::That, role.as_ref()).text)
    }

    /// A noun phrase in which nothing attaches to a noun before it.
    fn detached_phrase(&mut self, phrase: &NounPhrase) -> String {
        self.alone(|printer| printer.phrase(phrase, ClauseForm::That, None).text)
    }

    fn alone(&mut self, print: impl FnOnce(&mut Self) -> String) -> String {
        self.open.push(OpenNoun::Group);
        let lines = std::mem::replace(&mut self.lines, SentenceLayout::One);
        let text = print(self);
        self.lines = lines;
        self.open.pop();
        text
    }

    /// `number of sources > 3`, after `whose`.
    pub(super) fn measure_comparison(&mut self, left: &Expression, against: &ComparisonOperand) -> String {
        match against {
            ComparisonOperand::Value(comparison) => {
                let left = self.expression(left);
                let not = super::value::is_negated(comparison);
                let verb = super::value::verb_of(comparison);
                let verb = if not { " is not" } else { verb };
                format!("{left}{verb} {}", self.comparison(None, comparison))
            }
            ComparisonOperand::Expression(order, right) => {
                let left = self.expression(left);
                let sign = sign(*order);
                let right =
                    if ends_open(right) { format!("({})", self.expression(right)) } else { self.expression(right) };
                format!("{left} {sign} {right}")
            }
        }
    }

    pub(super) fn columns(&mut self, columns: &[Expression], kind: KindId) -> String {
        self.open.push(OpenNoun::Noun(kind, Some(Number::Plural)));
        let columns: Vec<String> = columns.iter().map(|it| self.expression(it)).collect();
        self.open.pop();
        columns.join(", ")
    }

    /// `per vendor sorted by count descending first 3 skip 1`
    pub(super) fn shaping(&mut self, rows: &SolutionModifiers, kind: KindId) -> String {
        let mut text = String::new();
        if !rows.groups.is_empty() {
            let groups = rows.groups.iter().map(|group| group.words(self.lexicon));
            let groups = groups.collect::<Vec<_>>().join(", ");
            text = format!("{}per {groups}", self.gap_at(1));
        }
        if !rows.having.is_empty() {
            self.open.push(OpenNoun::Noun(kind, Some(Number::Plural)));
            let kept = rows.having.iter();
            let kept: Vec<String> = kept.map(|(left, right)| self.measure_comparison(left, right)).collect();
            self.open.pop();
            text = format!("{text} whose {}", kept.join(" and "));
        }
        if !rows.sorted.is_empty() {
            self.open.push(OpenNoun::Noun(kind, Some(Number::Plural)));
            let keys = rows.sorted.iter().map(|(key, descending)| {
                let descending = if *descending { " descending" } else { "" };
                format!("{}{descending}", self.expression(key))
            });
            let keys: Vec<String> = keys.collect();
            self.open.pop();
            text = format!("{text}{}sorted by {}", self.gap_at(1), keys.join(", "));
        }
        if let Some(first) = rows.first {
            text = format!("{text}{}first {first}", self.gap_at(1));
        }
        if let Some(skip) = rows.skip {
            text = format!("{text}{}skip {skip}", self.gap_at(1));
        }
        text
    }
}

/// ` on record`, which marks a whole set as opposed to the part of it that a thing has.
fn on_record(phrase: &NounPhrase) -> String {
    if phrase.refers_to_the_subject() { String::new() } else { format!(" {ON_RECORD}") }
}

/// Adds parentheses unless a bare noun is counted: any other phrase would absorb an `of` or a verb after it.
fn parenthesize_phrase(text: String, phrase: &NounPhrase) -> String {
    if phrase.is_bare() { text } else { format!("({text})") }
}

/// True when an expression ends with a noun that could absorb what follows, or with an aggregate that would read a
/// following `of` as its whole set.
fn ends_open(expression: &Expression) -> bool {
    match expression {
        Expression::NumberOf(_, phrase) | Expression::SizeOf(phrase) => phrase.is_bare(),
        Expression::Binary(_, _, right) => ends_open(right),
        Expression::Best(..) => true,
        _ => false,
    }
}

fn sign(order: ComparisonOperator) -> &'static str {
    match order {
        ComparisonOperator::Less => "<",
        ComparisonOperator::AtMost => "<=",
        ComparisonOperator::Equal => "=",
        ComparisonOperator::NotEqual => "!=",
        ComparisonOperator::AtLeast => ">=",
        ComparisonOperator::Greater => ">",
    }
}
