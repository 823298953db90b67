//! Going over the noun phrases, conditions and expressions of a resolved question.

use crate::question::expression::{Expression, Of};
use crate::question::tree::{Against, Base, Condition, NounPhrase};
use crate::words::{AdjectiveId, KindId};

impl NounPhrase {
    /// Visits this noun phrase and every one inside it.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut NounPhrase)) {
        visit(self);
        for filter in &mut self.filters {
            filter.each_mut(visit);
        }
    }

    /// The kind of the thing that `as` gave a name, at any depth.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<KindId> {
        self.names().into_iter().find_map(|(known, kind)| (known == name).then_some(kind))
    }

    /// The names that `as` gave, with the kinds of what they name, at any depth.
    #[must_use]
    pub fn names(&self) -> Vec<(String, KindId)> {
        let mut names = Vec::new();
        self.clone().each_mut(&mut |phrase| {
            let kind = phrase.kind;
            names.extend(phrase.witness.clone().map(|name| (name, kind)));
        });
        names
    }

    /// True when `their` or `its` is said in it, at any depth.
    #[must_use]
    pub fn refers_to_the_subject(&self) -> bool {
        let mut refers = matches!(self.base, Base::Their(_));
        for filter in &self.filters {
            filter.each(&mut |inner| {
                refers |= inner.phrases().iter().any(|phrase| phrase.refers_to_the_subject());
                for expression in inner.expressions() {
                    expression.each(&mut |part| {
                        refers |= matches!(part, Expression::Path(Of::Their, _));
                    });
                }
            });
        }
        refers
    }

    /// The adjectives that are said in this noun phrase, at any depth.
    #[must_use]
    pub fn adjectives_used(&self) -> Vec<AdjectiveId> {
        let mut used = Vec::new();
        self.adjectives_into(&mut used);
        used
    }

    fn adjectives_into(&self, used: &mut Vec<AdjectiveId>) {
        used.extend(&self.adjectives);
        for filter in &self.filters {
            filter.adjectives_into(used);
        }
    }
}

impl Condition {
    /// Visits this condition and those that it is made of, not what stands inside noun phrases.
    pub fn each(&self, visit: &mut impl FnMut(&Condition)) {
        visit(self);
        match self {
            Self::All(inner) | Self::Any(inner) => {
                inner.iter().for_each(|condition| condition.each(visit));
            }
            Self::Not(inner) | Self::Whose { holds: inner, .. } => inner.each(visit),
            Self::Linked(_)
            | Self::IsA(..)
            | Self::Is(..)
            | Self::Measure(..)
            | Self::Compare(..)
            | Self::Carries(..)
            | Self::Answer(_) => {}
        }
    }

    /// The expressions that stand directly in this condition.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Measure(left, Against::Expression(_, right)) => vec![left, right],
            Self::Measure(left, Against::Value(_)) => vec![left],
            _ => Vec::new(),
        }
    }

    /// The noun phrases that stand directly in this condition.
    #[must_use]
    pub fn phrases(&self) -> Vec<&NounPhrase> {
        match self {
            Self::Linked(linked) => linked.object.as_deref().into_iter().collect(),
            Self::IsA(phrase, _) => vec![phrase],
            _ => {
                let expressions = self.expressions().into_iter();
                expressions.flat_map(Expression::phrases).collect()
            }
        }
    }

    fn each_mut(&mut self, visit: &mut impl FnMut(&mut NounPhrase)) {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                inner.iter_mut().for_each(|condition| condition.each_mut(visit));
            }
            Self::Not(inner) | Self::Whose { holds: inner, .. } => inner.each_mut(visit),
            Self::Linked(linked) => {
                if let Some(object) = &mut linked.object {
                    object.each_mut(visit);
                }
            }
            Self::IsA(phrase, _) => phrase.each_mut(visit),
            Self::Measure(left, against) => {
                left.phrases_mut(visit);
                if let Against::Expression(_, right) = against {
                    right.phrases_mut(visit);
                }
            }
            Self::Is(..) | Self::Compare(..) | Self::Carries(..) | Self::Answer(_) => {}
        }
    }

    fn adjectives_into(&self, used: &mut Vec<AdjectiveId>) {
        self.each(&mut |condition| {
            if let Self::Is(adjective, _) = condition {
                used.push(*adjective);
            }
            for phrase in condition.phrases() {
                phrase.adjectives_into(used);
            }
        });
    }
}
