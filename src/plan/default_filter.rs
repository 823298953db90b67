//! The default filter: superseded claims do not count as claims, unless the question says so.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::lowering::Lower;
use crate::plan::tree::DefaultFilter;
use crate::question::{Condition, NounPhrase, PhraseBase, Polarity};
use crate::words::{AdjectiveId, AttributeId, KindId, Meaning, TrailEnd};

impl Lower<'_> {
    /// The things that pass the default filter of a noun; adjectives that the phrase mentions do not filter.
    pub(super) fn default_filter(&mut self, phrase: &NounPhrase, subject: bool) -> Result<ThreeValuedSet, Diagnostic> {
        let adjectives = self.active_filter_adjectives(phrase);
        if adjectives.is_empty() {
            return Ok(ThreeValuedSet::exact(Concept::Everything));
        }
        if self.without_filters {
            return Ok(ThreeValuedSet::exact(Concept::Everything));
        }
        let mut kept = Vec::new();
        let mut meanings = Vec::new();
        for adjective in &adjectives {
            let left_out = match self.context.definitions.get(adjective) {
                Some(meaning) => self.unfiltered_meaning(meaning)?,
                None => self.adjective(*adjective, Polarity::Positive)?,
            };
            meanings.push(left_out.certain.clone());
            kept.push(left_out.negate());
        }
        self.note_default_filter(DefaultFilter { kind: phrase.kind, adjectives, meanings, subject });
        Ok(ThreeValuedSet::all(kept))
    }

    /// The meaning of an adjective that the default filter excludes. It is lowered without the default filter, which
    /// would filter it by itself.
    pub(super) fn unfiltered_meaning(&mut self, meaning: &NounPhrase) -> Result<ThreeValuedSet, Diagnostic> {
        Ok(self.set_with_bindings(meaning, true, false)?.map(|it| self.as_subquery(it)))
    }

    /// The adjectives of the default filter that the phrase does not mention.
    pub(super) fn active_filter_adjectives(&self, phrase: &NounPhrase) -> Vec<AdjectiveId> {
        let adjectives = self.kind_filter_adjectives(phrase).into_iter();
        let unsaid = |adjective: &AdjectiveId| !self.mentions(phrase, *adjective);
        adjectives.filter(unsaid).collect()
    }

    fn kind_filter_adjectives(&self, phrase: &NounPhrase) -> Vec<AdjectiveId> {
        if !matches!(phrase.base, PhraseBase::Noun(_) | PhraseBase::Their(_)) {
            return Vec::new();
        }
        self.excluded_by_default(phrase.kind)
    }

    /// The adjectives that the default filter of a kind excludes.
    pub(super) fn excluded_by_default(&self, kind: KindId) -> Vec<AdjectiveId> {
        let lexicon = self.context.lexicon;
        let above = lexicon.kind(kind).above.iter();
        let mut adjectives: Vec<AdjectiveId> =
            above.flat_map(|kind| lexicon.kind(*kind).default_excluded.iter().copied()).collect();
        adjectives.sort_unstable();
        adjectives.dedup();
        adjectives
    }

    /// True when the phrase mentions the adjective, by its noun or otherwise, or compares its attribute: then
    /// the adjective does not filter.
    fn mentions(&self, phrase: &NounPhrase, adjective: AdjectiveId) -> bool {
        let by_noun = match phrase.base {
            PhraseBase::Noun(noun) => self.context.lexicon.noun(noun).narrowed,
            _ => None,
        };
        let by_adjective = phrase.adjectives.iter().any(|said| self.speaks_of(*said, adjective));
        by_noun.is_some_and(|said| self.speaks_of(said, adjective))
            || by_adjective
            || phrase.filters.iter().any(|filter| self.condition_mentions(filter, adjective))
    }

    fn condition_mentions(&self, condition: &Condition, adjective: AdjectiveId) -> bool {
        match condition {
            Condition::All(inner) | Condition::Any(inner) => {
                inner.iter().any(|it| self.condition_mentions(it, adjective))
            }
            Condition::Not(inner) => self.condition_mentions(inner, adjective),
            Condition::Is(said, Polarity::Positive) => self.speaks_of(*said, adjective),
            Condition::Is(said, Polarity::Negative) => {
                self.speaks_of(*said, adjective) || self.same_attribute(*said, adjective)
            }
            Condition::IsA(phrase, _) => self.mentions(phrase, adjective),
            Condition::Compare(trail, _) => match (trail.hops.is_empty(), trail.end) {
                (true, TrailEnd::Attribute(attribute)) => self.is_about(adjective, attribute),
                _ => false,
            },
            // Only superseded claims are `superseded by a claim`: saying so mentions the adjective.
            Condition::Linked(linked) => {
                let link = linked.direction;
                link.backward && self.context.lexicon.relation(link.relation).reaches_all
            }
            Condition::HasValue(..) | Condition::Measure(..) | Condition::Whose { .. } | Condition::Answer(_) => false,
        }
    }

    /// True when the one adjective mentions the other: it is the same, or its definition mentions it.
    fn speaks_of(&self, said: AdjectiveId, adjective: AdjectiveId) -> bool {
        if let Some(known) = self.spoken_of.borrow().get(&(said, adjective)) {
            return *known;
        }
        let meaning = self.context.definitions.get(&said);
        let speaks = said == adjective || meaning.is_some_and(|meaning| self.mentions(meaning, adjective));
        self.spoken_of.borrow_mut().insert((said, adjective), speaks);
        speaks
    }

    /// True for two values of one attribute: what is not `current` is superseded or retracted.
    fn same_attribute(&self, one: AdjectiveId, other: AdjectiveId) -> bool {
        let path = |id| match &self.context.lexicon.adjective(id).meaning {
            Meaning::Value { path, .. } => Some(path),
            _ => None,
        };
        path(one).is_some() && path(one) == path(other)
    }

    fn is_about(&self, adjective: AdjectiveId, attribute: AttributeId) -> bool {
        let lexicon = self.context.lexicon;
        match &lexicon.adjective(adjective).meaning {
            Meaning::Value { path, .. } => *path == lexicon.attribute(attribute).path,
            _ => false,
        }
    }
}
