//! Expressions about a thing or a group, for columns, comparisons and sort keys.

use crate::question::tree::NounPhrase;
use crate::words::{AttributeId, Direction, KindId, Lexicon, Trail, TrailEnd, ValueType};

/// A value that is looked up or computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// `vendor.name`, `their vendor`, `other.price`
    Path(PathSubject, Trail),
    /// `0.9`: the digits as written.
    Number(String),
    /// `count`: how many things a group has.
    Count,
    /// `number of public sources`: of those that the thing has.
    NumberOf(Direction, Box<NounPhrase>),
    /// `number of claims that lack a source`: of a whole set.
    SizeOf(Box<NounPhrase>),
    /// `latest citation.retrieved`: of the thing, or of the group.
    Best(Aggregate, Box<Expression>),
    /// `largest width of books`: of a whole set.
    AggregateOver(Aggregate, Box<Expression>, Box<NounPhrase>),
    /// `price - other.price`
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `round(pages / 3, 2)`: to so many decimals.
    Round(Box<Expression>, u8),
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSubject {
    /// The current thing.
    This,
    /// The subject of the whole question.
    Their,
    /// A binding: `as other`.
    Binding(String),
}

/// Combines many values into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// The least number.
    Smallest,
    /// The greatest number.
    Largest,
    /// The first day or time.
    Earliest,
    /// The last day or time.
    Latest,
    /// The arithmetic mean.
    Average,
    /// The sum.
    Total,
}

impl Aggregate {
    /// Its keyword in the language.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Smallest => "smallest",
            Self::Largest => "largest",
            Self::Earliest => "earliest",
            Self::Latest => "latest",
            Self::Average => "average",
            Self::Total => "total",
        }
    }
}

/// An operation on two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Divide,
}

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Date,
    Time,
    Text,
    OneOf(AttributeId),
    Thing(KindId),
    Iri,
}

impl Type {
    /// The type at the end of a trail that starts from a kind.
    pub(super) fn of_trail(trail: &Trail, from: KindId, lexicon: &Lexicon) -> Self {
        match trail.end {
            TrailEnd::Thing => Self::Thing(trail.kind(lexicon, from)),
            TrailEnd::Iri => Self::Iri,
            TrailEnd::Attribute(id) => match lexicon.attribute(id).values {
                ValueType::Number => Self::Number,
                ValueType::Date => Self::Date,
                ValueType::DateTime => Self::Time,
                ValueType::Text => Self::Text,
                ValueType::OneOf(_) => Self::OneOf(id),
            },
        }
    }

    /// The type in words, for messages.
    pub(super) fn words(self, lexicon: &Lexicon) -> String {
        match self {
            Self::Number => "a number".to_owned(),
            Self::Date => "a date".to_owned(),
            Self::Time => "a time of a day".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::OneOf(_) => "one of some values".to_owned(),
            Self::Thing(kind) => lexicon.a_kind(kind),
            Self::Iri => "an IRI".to_owned(),
        }
    }
}

impl Expression {
    /// Visits this expression and every one inside it, but no noun phrases.
    pub fn each(&self, visit: &mut impl FnMut(&Expression)) {
        visit(self);
        match self {
            Self::Best(_, inner) | Self::AggregateOver(_, inner, _) | Self::Round(inner, _) => {
                inner.each(visit);
            }
            Self::Binary(_, left, right) => {
                left.each(visit);
                right.each(visit);
            }
            Self::Path(..) | Self::Number(_) | Self::Count | Self::NumberOf(..) | Self::SizeOf(_) => {}
        }
    }

    /// Visits every noun phrase of the expression.
    pub(super) fn phrases_mut(&mut self, visit: &mut impl FnMut(&mut NounPhrase)) {
        match self {
            Self::NumberOf(_, phrase) | Self::SizeOf(phrase) => phrase.each_mut(visit),
            Self::AggregateOver(_, inner, phrase) => {
                inner.phrases_mut(visit);
                phrase.each_mut(visit);
            }
            Self::Best(_, inner) | Self::Round(inner, _) => inner.phrases_mut(visit),
            Self::Binary(_, left, right) => {
                left.phrases_mut(visit);
                right.phrases_mut(visit);
            }
            Self::Path(..) | Self::Number(_) | Self::Count => {}
        }
    }

    /// The noun phrases that stand directly in the expression.
    pub(super) fn phrases(&self) -> Vec<&NounPhrase> {
        match self {
            Self::NumberOf(_, phrase) | Self::SizeOf(phrase) => vec![phrase],
            Self::AggregateOver(_, inner, phrase) => {
                let mut phrases = inner.phrases();
                phrases.push(phrase);
                phrases
            }
            Self::Best(_, inner) | Self::Round(inner, _) => inner.phrases(),
            Self::Binary(_, left, right) => {
                let mut phrases = left.phrases();
                phrases.extend(right.phrases());
                phrases
            }
            Self::Path(..) | Self::Number(_) | Self::Count => Vec::new(),
        }
    }

    /// True when it has a path whose values are shown one at a time, so that one thing can have several.
    #[must_use]
    pub fn has_free_path(&self) -> bool {
        match self {
            Self::Path(..) => true,
            Self::Round(inner, _) => inner.has_free_path(),
            Self::Binary(_, left, right) => left.has_free_path() || right.has_free_path(),
            _ => false,
        }
    }

    /// True if it can be one number over all things of a set, beside columns that are so too: `average price`, `count`,
    /// `largest price - smallest price`. Not for `average book.price` of authors, which have several.
    #[must_use]
    pub fn is_over_all(&self) -> bool {
        match self {
            Self::Best(_, inner) => inner.is_single_valued(),
            Self::Count | Self::Number(_) | Self::SizeOf(_) | Self::AggregateOver(..) => true,
            Self::Binary(_, left, right) => left.is_over_all() && right.is_over_all(),
            Self::Round(inner, _) => inner.is_over_all(),
            Self::Path(..) | Self::NumberOf(..) => false,
        }
    }

    /// True if it aggregates over the things of a set.
    #[must_use]
    pub fn has_aggregate(&self) -> bool {
        let mut made = false;
        self.each(&mut |inner| made |= matches!(inner, Self::Best(..)));
        made
    }

    /// True for what each thing has once: a value of its own, or a count.
    fn is_single_valued(&self) -> bool {
        match self {
            Self::Path(PathSubject::This, trail) => trail.hops.is_empty(),
            Self::Binary(_, left, right) => left.is_single_valued() && right.is_single_valued(),
            Self::Round(inner, _) => inner.is_single_valued(),
            Self::Number(_) | Self::NumberOf(..) | Self::SizeOf(_) | Self::Best(..) | Self::AggregateOver(..) => true,
            Self::Path(..) | Self::Count => false,
        }
    }

    /// True when it uses a binding.
    #[must_use]
    pub fn uses_binding(&self) -> bool {
        let mut named = false;
        self.each(&mut |inner| named |= matches!(inner, Self::Path(PathSubject::Binding(_), _)));
        named
    }
}

/// After a noun phrase, says that the whole set is measured.
pub(super) const ON_RECORD: &str = "on record";
