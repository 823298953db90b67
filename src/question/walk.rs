//! Traversal of the noun phrases, conditions and expressions of a resolved question.

use crate::question::expression::{Expression, PathSubject};
use crate::question::tree::{ComparisonOperand, Condition, NounPhrase, PhraseBase, Question};
use crate::words::{AdjectiveId, Direction, KindId, Lexicon};

impl NounPhrase {
    /// Visits this noun phrase and every one inside it.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut NounPhrase)) {
        visit(self);
        for filter in &mut self.filters {
            filter.each_mut(visit);
        }
    }

    /// The kind of a binding, at any depth.
    #[must_use]
    pub fn kind_of_name(&self, name: &str) -> Option<KindId> {
        self.names().into_iter().find_map(|(known, kind)| (known == name).then_some(kind))
    }

    /// The bindings, with the kinds of their things, at any depth.
    #[must_use]
    pub fn names(&self) -> Vec<(String, KindId)> {
        let mut names = Vec::new();
        self.clone().each_mut(&mut |phrase| {
            let kind = phrase.kind;
            names.extend(phrase.binding.clone().map(|name| (name, kind)));
        });
        names
    }

    /// True when it contains `their` or `its`, at any depth.
    #[must_use]
    pub fn refers_to_the_subject(&self) -> bool {
        let mut refers = matches!(self.base, PhraseBase::Their(_));
        for filter in &self.filters {
            filter.each(&mut |inner| {
                refers |= inner.phrases().iter().any(|phrase| phrase.refers_to_the_subject());
                for expression in inner.expressions() {
                    expression.each(&mut |part| {
                        refers |= matches!(part, Expression::Path(PathSubject::Their, _));
                    });
                }
            });
        }
        refers
    }

    /// True if it says itself how it is linked to the subject of the question: `that engage them`.
    #[must_use]
    pub fn links_to_subject(&self) -> bool {
        let mut leads_back = false;
        for filter in &self.filters {
            filter.each(&mut |inner| {
                let object = if let Condition::Linked(linked) = inner { linked.object.as_deref() } else { None };
                leads_back |=
                    object.is_some_and(|it| matches!(&it.base, PhraseBase::Their(trail) if trail.hops.is_empty()));
            });
        }
        leads_back
    }

    /// The adjectives used in this noun phrase, at any depth.
    #[must_use]
    pub fn adjectives_used(&self) -> Vec<AdjectiveId> {
        let mut used = Vec::new();
        self.adjectives_into(&mut used);
        used
    }

    fn directions_into(&self, found: &mut Vec<Direction>) {
        if let PhraseBase::Their(trail) = &self.base {
            found.extend(&trail.hops);
        }
        for filter in &self.filters {
            filter.each(&mut |condition| {
                match condition {
                    Condition::Linked(linked) => found.push(linked.direction),
                    Condition::Compare(trail, _) | Condition::Whose { trail, .. } => found.extend(&trail.hops),
                    _ => {}
                }
                condition.expressions().into_iter().for_each(|it| it.directions_into(found));
                condition.phrases().into_iter().for_each(|phrase| phrase.directions_into(found));
            });
        }
    }

    fn adjectives_into(&self, used: &mut Vec<AdjectiveId>) {
        used.extend(&self.adjectives);
        for filter in &self.filters {
            filter.adjectives_into(used);
        }
    }
}

impl Question {
    /// The links that the question follows, at any depth, each once; for a thing that is described, all links of
    /// its kind.
    #[must_use]
    pub fn directions(&self, lexicon: &Lexicon) -> Vec<Direction> {
        let mut found = Vec::new();
        match self {
            Self::Does(thing, holds) | Self::Why(thing, holds) => {
                let about = NounPhrase { filters: vec![holds.clone()], ..NounPhrase::the(thing) };
                about.directions_into(&mut found);
            }
            Self::Describe(thing) => found.extend(lexicon.role_links(thing.kind)),
            question => question.set().into_iter().for_each(|set| set.directions_into(&mut found)),
        }
        if let Some(rows) = self.rows() {
            found.extend(rows.groups.iter().flat_map(|group| group.hops.iter().copied()));
            let kept = rows.having.iter().flat_map(|(left, against)| match against {
                ComparisonOperand::Expression(_, right) => vec![left, right],
                ComparisonOperand::Value(_) => vec![left],
            });
            let sorted = rows.sorted.iter().map(|(key, _)| key);
            kept.chain(&rows.columns).chain(sorted).for_each(|it| it.directions_into(&mut found));
        }
        let mut once = Vec::new();
        found.retain(|direction| {
            let new = !once.contains(direction);
            once.push(*direction);
            new
        });
        found
    }
}

impl Expression {
    fn directions_into(&self, found: &mut Vec<Direction>) {
        self.each(&mut |part| match part {
            Self::Path(_, trail) => found.extend(&trail.hops),
            Self::NumberOf(direction, _) => found.push(*direction),
            _ => {}
        });
        self.phrases().into_iter().for_each(|phrase| phrase.directions_into(found));
    }
}

impl Condition {
    /// Visits this condition and those that it is made of, but nothing inside noun phrases.
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
            | Self::HasValue(..)
            | Self::Answer(_) => {}
        }
    }

    /// The expressions that stand directly in this condition.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Measure(left, ComparisonOperand::Expression(_, right)) => vec![left, right],
            Self::Measure(left, ComparisonOperand::Value(_)) => vec![left],
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
                if let ComparisonOperand::Expression(_, right) = against {
                    right.phrases_mut(visit);
                }
            }
            Self::Is(..) | Self::Compare(..) | Self::HasValue(..) | Self::Answer(_) => {}
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
