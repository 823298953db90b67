//! Lookahead: what begins at an item, and which noun could take it. Consumes nothing.

use crate::lang::{Keyword, PartKind};
use crate::question::reader::PhraseReader;
use crate::question::segment::ItemKind;
use crate::words::{AttributeId, Direction, KindId, Number, Sense};

/// What the noun or name of an object names.
pub(super) enum Lookahead {
    Kind(KindId),
    Names,
    Unknown,
    Nothing,
}

impl PhraseReader<'_> {
    // -------------------------------------------------------------- looking ahead

    /// True when a verb phrase begins at `at`.
    pub(super) fn starts_predicate(&self, at: usize) -> bool {
        match self.part(at) {
            Some(PartKind::Open) => return true,
            Some(PartKind::Keyword(keyword)) => {
                return match keyword {
                    Keyword::kw_have
                    | Keyword::kw_has
                    | Keyword::kw_lack
                    | Keyword::kw_lacks
                    | Keyword::kw_is
                    | Keyword::kw_are
                    | Keyword::kw_do
                    | Keyword::kw_does => true,
                    Keyword::kw_not => self.starts_predicate(at + 1),
                    Keyword::kw_ultimately | Keyword::kw_themselves_or_ultimately => self.is_verb_at(at + 1),
                    _ => false,
                };
            }
            _ => {}
        }
        self.is_verb_at(at)
    }

    pub(super) fn is_verb_at(&self, at: usize) -> bool {
        if self.outcome_verb_at(at).is_some() || self.says_whether_at(at) {
            return true;
        }
        let verb = |sense| matches!(sense, Sense::Verb(..) | Sense::AdjectiveVerb(..)).then_some(());
        self.sense_at(at, verb).is_some()
    }

    /// The number of the subject that the verb at `at` agrees with, if its form shows it.
    pub(super) fn number_of_predicate(&self, at: usize) -> Option<Number> {
        match self.part(at) {
            Some(PartKind::Open) => return self.number_of_predicate(at + 1),
            Some(PartKind::Keyword(keyword)) => {
                return match keyword {
                    Keyword::kw_have | Keyword::kw_lack | Keyword::kw_are | Keyword::kw_do => Some(Number::Plural),
                    Keyword::kw_has | Keyword::kw_lacks | Keyword::kw_is | Keyword::kw_does => Some(Number::Singular),
                    Keyword::kw_not | Keyword::kw_ultimately | Keyword::kw_themselves_or_ultimately => {
                        self.number_of_predicate(at + 1)
                    }
                    _ => None,
                };
            }
            _ => {}
        }
        let numbers: Vec<Number> = self
            .senses_at(at)
            .iter()
            .filter_map(|sense| match sense {
                Sense::Verb(_, number) | Sense::AdjectiveVerb(_, number) | Sense::Outcome(_, number) => Some(*number),
                _ => None,
            })
            .collect();
        let first = *numbers.first()?;
        numbers.iter().all(|number| *number == first).then_some(first)
    }

    /// True when the modifier at `at` can narrow a thing of this kind.
    pub(super) fn can_modify(&self, at: usize, kind: KindId) -> bool {
        match self.keyword_at(at) {
            Some(Keyword::kw_whose) => self.can_be_whose(at + 1, kind),
            Some(Keyword::kw_other_than) => match self.lookahead(at + 1) {
                (Lookahead::Kind(other), _) => self.lexicon.overlap(kind, other),
                (Lookahead::Names, at) => self.can_be_named(at, kind),
                _ => false,
            },
            Some(Keyword::kw_with | Keyword::kw_having | Keyword::kw_without | Keyword::kw_lacking) => {
                self.can_have(at + 1, kind)
            }
            Some(Keyword::kw_ultimately | Keyword::kw_themselves_or_ultimately) => self.can_modify(at + 1, kind),
            Some(Keyword::kw_not) => false,
            _ => {
                let links = self.modifier_links(at, kind);
                self.is_object_for(at + 1, &links) || self.modifier_attribute(at, kind).is_some()
            }
        }
    }

    /// The links that a preposition or a participle at `at` can mean for a kind.
    pub(super) fn modifier_links(&self, at: usize, kind: KindId) -> Vec<Direction> {
        let links = self.senses_at(at).iter().filter_map(|sense| match sense {
            Sense::Preposition(link) | Sense::Participle(link) => Some(*link),
            _ => None,
        });
        links.filter(|link| self.lexicon.overlap(self.lexicon.start(*link), kind)).collect()
    }

    /// The attribute that a participle, preposition or comparative at `at` can mean for a kind.
    pub(super) fn modifier_attribute(&self, at: usize, kind: KindId) -> Option<(AttributeId, Sense)> {
        self.sense_at(at, |sense| match sense {
            Sense::AttributeParticiple(id) | Sense::AttributePreposition(id) | Sense::Comparative(id, _) => {
                let fits = self.lexicon.overlap(self.lexicon.attribute(id).of, kind);
                fits.then_some((id, sense))
            }
            _ => None,
        })
    }

    /// What the object at `at` names, and the index of its noun or name, past the quantity and adjectives.
    pub(super) fn lookahead(&self, mut at: usize) -> (Lookahead, usize) {
        if let Some((_, length)) = self.quantity_at(at) {
            at += length;
            at += usize::from(self.of_all_at(at));
        }
        match self.keyword_at(at) {
            Some(Keyword::kw_those) => {
                let those = self.context.those.map_or(Lookahead::Unknown, Lookahead::Kind);
                return (those, at);
            }
            Some(Keyword::kw_them) => {
                return (self.root.map_or(Lookahead::Unknown, Lookahead::Kind), at);
            }
            Some(Keyword::kw_their | Keyword::kw_its) => {
                let kind = self.root.and_then(|root| self.trail_kind(at + 1, root));
                return (kind.map_or(Lookahead::Unknown, Lookahead::Kind), at);
            }
            _ => {}
        }
        let at = self.noun_ahead(at);
        let noun = self.sense_at(at, |sense| match sense {
            Sense::Noun(noun, _) => Some(self.lexicon.noun(noun).kind),
            Sense::Set(set) => Some(self.context.sets[set.0 as usize]),
            _ => None,
        });
        let ahead = match self.items.get(at).map(|item| &item.kind) {
            Some(ItemKind::Unknown(_)) => Lookahead::Unknown,
            Some(ItemKind::Words { things, .. }) => match noun {
                Some(kind) => Lookahead::Kind(kind),
                None if things.is_empty() => Lookahead::Nothing,
                None => Lookahead::Names,
            },
            Some(ItemKind::Part(PartKind::Quoted(_) | PartKind::Iri(_) | PartKind::Prefixed { .. })) => {
                Lookahead::Names
            }
            _ => Lookahead::Nothing,
        };
        (ahead, at)
    }

    /// The kind that dotted words at `at` lead to from `root`.
    pub(super) fn trail_kind(&self, mut at: usize, root: KindId) -> Option<KindId> {
        let mut kind = root;
        loop {
            kind = self.sense_at(at, |sense| match sense {
                Sense::Role(link, _) if self.lexicon.overlap(self.lexicon.start(link), kind) => {
                    Some(self.lexicon.end(link))
                }
                _ => None,
            })?;
            match self.part(at + 1) {
                Some(PartKind::Dot) => at += 2,
                _ => return Some(kind),
            }
        }
    }

    /// True when what stands at `at` can be an object of one of the links.
    pub(super) fn is_object_for(&self, at: usize, links: &[Direction]) -> bool {
        if links.is_empty() || self.starts_predicate(at) {
            return false;
        }
        match self.object_ahead(at, links) {
            (Lookahead::Kind(kind), _) => self.is_end(links, kind),
            (Lookahead::Names, at) => {
                let kinds = self.kinds_of_name(at);
                kinds.is_empty() || kinds.into_iter().any(|kind| self.is_end(links, kind))
            }
            (Lookahead::Unknown, _) => true,
            (Lookahead::Nothing, _) => false,
        }
    }

    /// [`Self::lookahead`] for an object of one of the links: `about contracts` is the topic of that name, since
    /// contracts are not topics.
    pub(super) fn object_ahead(&self, at: usize, links: &[Direction]) -> (Lookahead, usize) {
        match self.lookahead(at) {
            // `a caveat` is the noun, even if something has that name.
            (Lookahead::Kind(kind), noun_at) if !self.is_end(links, kind) && self.quantity_at(at).is_none() => {
                let kinds = self.kinds_of_name(noun_at);
                let named = kinds.into_iter().any(|kind| self.is_end(links, kind));
                let ahead = if named { Lookahead::Names } else { Lookahead::Kind(kind) };
                (ahead, noun_at)
            }
            other => other,
        }
    }

    /// True when one of the links leads to things of this kind.
    pub(super) fn is_end(&self, links: &[Direction], kind: KindId) -> bool {
        let mut ends = links.iter().map(|link| self.lexicon.end(*link));
        ends.any(|end| self.lexicon.overlap(end, kind))
    }

    /// True when a thing of this kind can have what stands at `at`.
    pub(super) fn can_have(&self, at: usize, kind: KindId) -> bool {
        let (ahead, noun_at) = self.lookahead(at);
        let own = self.sense_at(noun_at, |sense| match sense {
            Sense::Role(link, _) => self.lexicon.overlap(self.lexicon.start(link), kind).then_some(()),
            Sense::AttributeNoun(id, _) => self.lexicon.overlap(self.lexicon.attribute(id).of, kind).then_some(()),
            _ => None,
        });
        let links = self.lexicon.role_links(kind);
        own.is_some()
            || match ahead {
                Lookahead::Kind(other) => links.iter().any(|link| self.lexicon.overlap(self.lexicon.end(*link), other)),
                _ => false,
            }
    }

    pub(super) fn is_complement_at(&self, mut at: usize, kind: KindId) -> bool {
        if self.starts_predicate(at) {
            return false;
        }
        if self.keyword_at(at) == Some(Keyword::kw_not) {
            at += 1;
        }
        let adjective = self.sense_at(at, |sense| match sense {
            Sense::Adjective(id) => self.lexicon.overlap(self.lexicon.adjective(id).of, kind).then_some(()),
            _ => None,
        });
        adjective.is_some()
            || self.can_modify(at, kind)
            || match self.lookahead(at) {
                (Lookahead::Kind(other), _) => self.lexicon.overlap(kind, other),
                (Lookahead::Names, at) => self.can_be_named(at, kind),
                _ => false,
            }
    }

    fn can_be_named(&self, at: usize, kind: KindId) -> bool {
        let mut kinds = self.kinds_of_name(at).into_iter();
        kinds.any(|other| self.lexicon.overlap(kind, other))
    }

    /// True when things of this kind have what follows `whose` at `at`. What no open noun has goes to the nearest
    /// one, which reports the error.
    fn can_be_whose(&self, at: usize, kind: KindId) -> bool {
        let at = at + usize::from(self.keyword_at(at) == Some(Keyword::kw_every));
        let own = |kind| self.starts_expression(at) || self.is_path_at(at, kind);
        self.is_answer_to_at(at, kind)
            || own(kind)
            || !self.open.iter().any(|open| open.noun().is_some_and(|(other, _)| own(other)))
    }
}
