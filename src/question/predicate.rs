//! What is said of a noun: verbs, `have` and `lack`, `is` and `are`, prepositions, participles,
//! `with`, `whose`; each with the list of its objects.

use crate::base::Diagnostic;
use crate::lang::{Keyword, PartKind};
use crate::question::faults;
use crate::question::reader::{Chain, Joint, Main, Open, Reader, fold, named};
use crate::question::segment::ItemKind;
use crate::question::tree::{
    Base, Comparison, Condition, Linked, NounPhrase, Order, Polarity, Quantity, Reach, TextTest,
    Thing,
};
use crate::words::{AttributeId, Direction, KindId, Number, Sense, Trail, TrailEnd};

/// What the noun or name of an object names.
enum Ahead {
    Kind(KindId),
    Names,
    Unknown,
    Nothing,
}

impl Reader<'_> {
    // -------------------------------------------------------------- looking ahead

    /// True when a verb phrase begins at `at`.
    pub(super) fn starts_predicate(&self, at: usize) -> bool {
        match self.part(at) {
            Some(PartKind::Open) => return self.starts_predicate(at + 1),
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
                    Keyword::kw_ultimately | Keyword::kw_themselves_or_ultimately => {
                        self.is_verb_at(at + 1)
                    }
                    _ => false,
                };
            }
            _ => {}
        }
        self.is_verb_at(at)
    }

    fn is_verb_at(&self, at: usize) -> bool {
        let verb =
            |sense| matches!(sense, Sense::Verb(..) | Sense::AdjectiveVerb(..)).then_some(());
        self.sense_at(at, verb).is_some()
    }

    /// The number of the subject that the verb at `at` goes with, where its form tells.
    pub(super) fn number_of_predicate(&self, at: usize) -> Option<Number> {
        match self.part(at) {
            Some(PartKind::Open) => return self.number_of_predicate(at + 1),
            Some(PartKind::Keyword(keyword)) => {
                return match keyword {
                    Keyword::kw_have | Keyword::kw_lack | Keyword::kw_are | Keyword::kw_do => {
                        Some(Number::Plural)
                    }
                    Keyword::kw_has | Keyword::kw_lacks | Keyword::kw_is | Keyword::kw_does => {
                        Some(Number::Singular)
                    }
                    Keyword::kw_not
                    | Keyword::kw_ultimately
                    | Keyword::kw_themselves_or_ultimately => self.number_of_predicate(at + 1),
                    _ => None,
                };
            }
            _ => {}
        }
        let numbers: Vec<Number> = self
            .senses_at(at)
            .iter()
            .filter_map(|sense| match sense {
                Sense::Verb(_, number) | Sense::AdjectiveVerb(_, number) => Some(*number),
                _ => None,
            })
            .collect();
        let first = *numbers.first()?;
        numbers
            .iter()
            .all(|number| *number == first)
            .then_some(first)
    }

    /// True when the modifier at `at` can narrow a thing of this kind.
    pub(super) fn can_modify(&self, at: usize, kind: KindId) -> bool {
        match self.keyword_at(at) {
            Some(Keyword::kw_whose) => true,
            Some(
                Keyword::kw_with | Keyword::kw_having | Keyword::kw_without | Keyword::kw_lacking,
            ) => self.can_have(at + 1, kind),
            Some(Keyword::kw_ultimately | Keyword::kw_themselves_or_ultimately) => {
                self.can_modify(at + 1, kind)
            }
            Some(Keyword::kw_not) => false,
            _ => {
                let links = self.modifier_links(at, kind);
                self.is_object_for(at + 1, &links) || self.modifier_attribute(at, kind).is_some()
            }
        }
    }

    /// The links that a preposition or a participle at `at` can mean on a kind.
    fn modifier_links(&self, at: usize, kind: KindId) -> Vec<Direction> {
        let links = self.senses_at(at).iter().filter_map(|sense| match sense {
            Sense::Preposition(link) | Sense::Participle(link) => Some(*link),
            _ => None,
        });
        links
            .filter(|link| self.lexicon.overlap(self.lexicon.start(*link), kind))
            .collect()
    }

    /// The attribute that a participle, preposition or comparative at `at` can mean on a kind.
    fn modifier_attribute(&self, at: usize, kind: KindId) -> Option<(AttributeId, Sense)> {
        self.sense_at(at, |sense| match sense {
            Sense::AttributeParticiple(id)
            | Sense::AttributePreposition(id)
            | Sense::Comparative(id, _) => {
                let fits = self.lexicon.overlap(self.lexicon.attribute(id).of, kind);
                fits.then_some((id, sense))
            }
            _ => None,
        })
    }

    /// What the object at `at` names, behind its quantity and its adjectives.
    fn ahead(&self, mut at: usize) -> (Ahead, usize) {
        if let Some((_, length)) = self.quantity_at(at) {
            at += length;
        }
        match self.keyword_at(at) {
            Some(Keyword::kw_those) => {
                let those = self.context.those.map_or(Ahead::Unknown, Ahead::Kind);
                return (those, at);
            }
            Some(Keyword::kw_their | Keyword::kw_its) => {
                let kind = self.root.and_then(|root| self.trail_kind(at + 1, root));
                return (kind.map_or(Ahead::Unknown, Ahead::Kind), at);
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
            Some(ItemKind::Unknown(_)) => Ahead::Unknown,
            Some(ItemKind::Words { things, .. }) => match noun {
                Some(kind) => Ahead::Kind(kind),
                None if things.is_empty() => Ahead::Nothing,
                None => Ahead::Names,
            },
            Some(ItemKind::Part(
                PartKind::Quoted(_) | PartKind::Iri(_) | PartKind::Prefixed { .. },
            )) => Ahead::Names,
            _ => Ahead::Nothing,
        };
        (ahead, at)
    }

    /// The kind that dotted words at `at` lead to from `root`.
    fn trail_kind(&self, mut at: usize, root: KindId) -> Option<KindId> {
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
    fn is_object_for(&self, at: usize, links: &[Direction]) -> bool {
        if links.is_empty() || self.starts_predicate(at) {
            return false;
        }
        let fits = |kind| {
            let mut ends = links.iter().map(|link| self.lexicon.end(*link));
            ends.any(|end| self.lexicon.overlap(end, kind))
        };
        match self.ahead(at) {
            (Ahead::Kind(kind), _) => fits(kind),
            (Ahead::Names, at) => {
                let kinds = self.kinds_of_name(at);
                kinds.is_empty() || kinds.into_iter().any(fits)
            }
            (Ahead::Unknown, _) => true,
            (Ahead::Nothing, _) => false,
        }
    }

    /// True when a thing of this kind can have what stands at `at`.
    fn can_have(&self, at: usize, kind: KindId) -> bool {
        let (ahead, noun_at) = self.ahead(at);
        let own = self.sense_at(noun_at, |sense| match sense {
            Sense::Role(link, _) => self
                .lexicon
                .overlap(self.lexicon.start(link), kind)
                .then_some(()),
            Sense::AttributeNoun(id, _) => self
                .lexicon
                .overlap(self.lexicon.attribute(id).of, kind)
                .then_some(()),
            _ => None,
        });
        let links = self.lexicon.role_links(kind);
        own.is_some()
            || match ahead {
                Ahead::Kind(other) => links
                    .iter()
                    .any(|link| self.lexicon.overlap(self.lexicon.end(*link), other)),
                _ => false,
            }
    }

    // -------------------------------------------------------------- predicates

    /// One verb phrase with its objects, said of things of `kind`.
    pub(super) fn predicate(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        if self.part(self.at) == Some(&PartKind::Open) {
            return self.group(kind);
        }
        match self.keyword_at(self.at) {
            Some(Keyword::kw_do | Keyword::kw_does) => {
                self.at += 1;
                if !self.take(Keyword::kw_not) {
                    return Err(self.expected("`not`"));
                }
                Ok(negated(self.predicate(kind)?))
            }
            Some(Keyword::kw_not) => {
                self.at += 1;
                Ok(negated(self.predicate(kind)?))
            }
            Some(Keyword::kw_have | Keyword::kw_has) => {
                self.at += 1;
                self.have(kind, Polarity::Positive)
            }
            Some(Keyword::kw_lack | Keyword::kw_lacks) => {
                self.at += 1;
                self.have(kind, Polarity::Negative)
            }
            Some(Keyword::kw_is | Keyword::kw_are) => {
                self.at += 1;
                self.copula(kind)
            }
            _ => self.verb(kind),
        }
    }

    /// `(cite a source that is public and have a caveat)`
    fn group(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let opened = self.here();
        self.at += 1;
        let number = match self.open.last() {
            Some(Open::Noun(_, number)) => *number,
            _ => Number::Plural,
        };
        self.open.extend([Open::Group, Open::Noun(kind, number)]);
        let chain = self.predicates(kind, number);
        self.open.truncate(self.open.len() - 2);
        let chain = chain?;
        if self.part(self.at) != Some(&PartKind::Close) {
            return Err(faults::not_the_end_of_a_group(self, opened));
        }
        self.at += 1;
        Ok(fold(chain))
    }

    /// Verb phrases joined by `and`, `or`, `but`, as far as they belong to the noun on the stack.
    fn predicates(&mut self, kind: KindId, number: Number) -> Result<Chain, Diagnostic> {
        let mut chain = vec![(Joint::And, self.predicate_or_modifier(kind)?)];
        while let Some(joint) = self.joint_at(self.at) {
            if !self.takes_after_joint(kind, number) {
                break;
            }
            self.at += 1;
            self.at += usize::from(self.relative_pronoun_at(self.at));
            chain.push((joint, self.predicate_or_modifier(kind)?));
        }
        Ok(chain)
    }

    fn predicate_or_modifier(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        match self.modifier(kind)? {
            Some(condition) => Ok(condition),
            None => self.predicate(kind),
        }
    }

    fn reach(&mut self) -> Reach {
        if self.take(Keyword::kw_ultimately) {
            Reach::Ultimately
        } else if self.take(Keyword::kw_themselves_or_ultimately) {
            Reach::ThemselvesOrUltimately
        } else {
            Reach::Direct
        }
    }

    /// `cite a public source`, `require login`
    fn verb(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let reach = self.reach();
        let at = self.at;
        let of_kind = |sense: &Sense| match sense {
            Sense::Verb(link, _) => self.lexicon.overlap(self.lexicon.start(*link), kind),
            Sense::AdjectiveVerb(id, _) => {
                self.lexicon.overlap(self.lexicon.adjective(*id).of, kind)
            }
            _ => false,
        };
        let senses: Vec<Sense> = self.senses_at(at).iter().copied().filter(of_kind).collect();
        let links: Vec<Direction> = senses
            .iter()
            .filter_map(|sense| match sense {
                Sense::Verb(link, _) => Some(*link),
                _ => None,
            })
            .collect();
        if let (Some(Sense::AdjectiveVerb(id, _)), Reach::Direct) = (senses.first(), reach) {
            self.at += 1;
            return Ok(Condition::Is(*id, Polarity::Positive));
        }
        if links.is_empty() {
            return Err(if self.is_verb_at(at) {
                faults::verb_of_another_kind(self, at, kind)
            } else {
                faults::no_verb(self, kind)
            });
        }
        self.at += 1;
        if !matches!(self.ahead(self.at).0, Ahead::Nothing) || self.quantity_at(self.at).is_some() {
            return self.linked(&links, reach);
        }
        let [link] = links.as_slice() else {
            return Err(faults::verb_needs_object(self, at, &links));
        };
        self.check_reach(*link, reach, at)?;
        Ok(Condition::Linked(Linked {
            direction: *link,
            reach,
            quantity: Quantity::Some,
            object: None,
        }))
    }

    /// `with …`, `without …`, `whose …`, a preposition or a participle; `None` when nothing here
    /// narrows a thing of this kind.
    pub(super) fn modifier(&mut self, kind: KindId) -> Result<Option<Condition>, Diagnostic> {
        match self.keyword_at(self.at) {
            Some(Keyword::kw_with | Keyword::kw_having) => {
                self.at += 1;
                return self.have(kind, Polarity::Positive).map(Some);
            }
            Some(Keyword::kw_without | Keyword::kw_lacking) => {
                self.at += 1;
                return self.have(kind, Polarity::Negative).map(Some);
            }
            Some(Keyword::kw_whose) => {
                self.at += 1;
                return self.whose(kind).map(Some);
            }
            _ => {}
        }
        let reaches = [Keyword::kw_ultimately, Keyword::kw_themselves_or_ultimately];
        let reached = self
            .keyword_at(self.at)
            .is_some_and(|keyword| reaches.contains(&keyword));
        let at = self.at + usize::from(reached);
        let links = self.modifier_links(at, kind);
        if !links.is_empty() {
            let others_can = self.open.iter().rev().skip(1).any(|open| match open {
                Open::Noun(other, _) => {
                    let links = self.modifier_links(at, *other);
                    self.is_object_for(at + 1, &links)
                }
                Open::Group => false,
            });
            if others_can && !self.is_object_for(at + 1, &links) {
                return Ok(None);
            }
            let reach = self.reach();
            self.at = at + 1;
            return self.linked(&links, reach).map(Some);
        }
        if let Some((attribute, sense)) = self.modifier_attribute(at, kind).filter(|_| !reached) {
            self.at += 1;
            let comparison = match sense {
                Sense::Comparative(_, more) => self.comparative(attribute, more)?,
                _ => self.comparison(attribute)?,
            };
            return Ok(Some(Condition::Compare(own(attribute), comparison)));
        }
        Ok(None)
    }

    // ----------------------------------------------------------------- objects

    /// The objects of a verb, preposition or participle, joined by `and` and `or`.
    fn linked(&mut self, links: &[Direction], reach: Reach) -> Result<Condition, Diagnostic> {
        let mut chain: Chain = vec![(Joint::And, self.one_linked(links, reach)?)];
        while let Some(joint) = self.joint_at(self.at) {
            if !self.is_object_for(self.at + 1, links) {
                break;
            }
            self.at += 1;
            let next = self.one_linked(links, reach)?;
            push_or_merge(&mut chain, joint, next);
        }
        Ok(fold(chain))
    }

    fn one_linked(&mut self, links: &[Direction], reach: Reach) -> Result<Condition, Diagnostic> {
        let from = self.at;
        let (ahead, noun_at) = self.ahead(self.at);
        let quantity = self.quantity()?.unwrap_or(Quantity::Some);
        let ends: Vec<KindId> = links.iter().map(|link| self.lexicon.end(*link)).collect();
        let (direction, object) = match ahead {
            Ahead::Kind(kind) => {
                let link = self.link_to(links, kind, noun_at)?;
                (link, self.noun_phrase(None, Main::None)?)
            }
            Ahead::Names if noun_at == self.at || self.noun_ahead(self.at) == noun_at => {
                self.at = noun_at;
                let thing = self.name(&ends)?;
                let link = self.link_to(links, thing.kind, noun_at)?;
                (link, named(thing))
            }
            Ahead::Names | Ahead::Unknown | Ahead::Nothing => {
                self.at = noun_at.max(self.at);
                return Err(faults::no_object(self, &ends));
            }
        };
        self.check_reach(direction, reach, from)?;
        Ok(Condition::Linked(Linked {
            direction,
            reach,
            quantity,
            object: Some(Box::new(object)),
        }))
    }

    /// The one link that leads to things of this kind.
    fn link_to(
        &self,
        links: &[Direction],
        kind: KindId,
        at: usize,
    ) -> Result<Direction, Diagnostic> {
        let fits: Vec<Direction> = links
            .iter()
            .copied()
            .filter(|link| self.lexicon.overlap(self.lexicon.end(*link), kind))
            .collect();
        match fits.as_slice() {
            [link] => Ok(*link),
            [] => Err(faults::object_of_another_kind(self, at, kind, links)),
            _ => Err(faults::several_links(self, at, &fits)),
        }
    }

    fn check_reach(&self, link: Direction, reach: Reach, at: usize) -> Result<(), Diagnostic> {
        if reach == Reach::Direct || self.lexicon.ultimate_path(link).is_some() {
            return Ok(());
        }
        Err(faults::cannot_go_on(self, at, link))
    }

    /// The objects of `have` or `lack`.
    fn have(&mut self, kind: KindId, polarity: Polarity) -> Result<Condition, Diagnostic> {
        let mut chain: Chain = vec![(Joint::And, self.one_had(kind, polarity)?)];
        while let Some(joint) = self.joint_at(self.at) {
            let next = self.at + 1;
            if self.starts_predicate(next) || !self.can_have(next, kind) {
                break;
            }
            self.at += 1;
            let next = self.one_had(kind, polarity)?;
            push_or_merge(&mut chain, joint, next);
        }
        Ok(fold(chain))
    }

    fn one_had(&mut self, kind: KindId, polarity: Polarity) -> Result<Condition, Diagnostic> {
        let (ahead, noun_at) = self.ahead(self.at);
        let from = self.at;
        let quantity = self.quantity()?.unwrap_or(Quantity::Some);
        let role = self.sense_at(noun_at, |sense| match sense {
            Sense::Role(link, number) if self.lexicon.overlap(self.lexicon.start(link), kind) => {
                Some((link, number))
            }
            _ => None,
        });
        if let Some((direction, number)) = role {
            let noun = self.lexicon.kind(self.lexicon.end(direction)).noun;
            let object = self.noun_phrase(Some((noun, number)), Main::None)?;
            return Ok(had(direction, quantity, object, polarity));
        }
        let attribute = self.sense_at(noun_at, |sense| match sense {
            Sense::AttributeNoun(id, _)
                if self.lexicon.overlap(self.lexicon.attribute(id).of, kind) =>
            {
                Some(id)
            }
            _ => None,
        });
        if let Some(attribute) = attribute {
            self.take(Keyword::kw_the);
            if self.at != noun_at {
                return Err(self.expected("the attribute itself, without an adjective"));
            }
            self.at += 1;
            return self.carried(attribute, quantity, polarity, from);
        }
        match ahead {
            Ahead::Kind(other) => {
                let links = self.lexicon.role_links(kind);
                let direction = self.had_link(&links, kind, other, noun_at)?;
                let object = self.noun_phrase(None, Main::None)?;
                Ok(had(direction, quantity, object, polarity))
            }
            _ => {
                self.at = noun_at.max(self.at);
                Err(faults::cannot_have(self, kind))
            }
        }
    }

    fn had_link(
        &self,
        links: &[Direction],
        kind: KindId,
        other: KindId,
        at: usize,
    ) -> Result<Direction, Diagnostic> {
        let fits: Vec<Direction> = links
            .iter()
            .copied()
            .filter(|link| self.lexicon.overlap(self.lexicon.end(*link), other))
            .collect();
        match fits.as_slice() {
            [link] => Ok(*link),
            [] => Err(faults::has_no(self, at, kind)),
            _ => Err(faults::several_links(self, at, &fits)),
        }
    }

    /// `have a homepage`, `have the access "login"`, `lack a retrieved date`
    fn carried(
        &mut self,
        attribute: AttributeId,
        quantity: Quantity,
        polarity: Polarity,
        from: usize,
    ) -> Result<Condition, Diagnostic> {
        let negative = match quantity {
            Quantity::Some => polarity == Polarity::Negative,
            Quantity::No => polarity == Polarity::Positive,
            _ => return Err(faults::no_count_of_values(self.source, self.since(from))),
        };
        if self.starts_comparison() {
            let comparison = self.comparison(attribute)?;
            let condition = Condition::Compare(own(attribute), comparison);
            return Ok(if negative {
                negated(condition)
            } else {
                condition
            });
        }
        let polarity = if negative {
            Polarity::Negative
        } else {
            Polarity::Positive
        };
        Ok(Condition::Carries(attribute, polarity))
    }

    // ------------------------------------------------------------------ copula

    /// What follows `is` or `are`, joined by `and` and `or`.
    fn copula(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let mut chain: Chain = vec![(Joint::And, self.complement(kind)?)];
        while let Some(joint) = self.joint_at(self.at) {
            if !self.is_complement_at(self.at + 1, kind) {
                break;
            }
            self.at += 1;
            let next = self.complement(kind)?;
            push_or_merge(&mut chain, joint, next);
        }
        Ok(fold(chain))
    }

    fn is_complement_at(&self, mut at: usize, kind: KindId) -> bool {
        if self.starts_predicate(at) {
            return false;
        }
        if self.keyword_at(at) == Some(Keyword::kw_not) {
            at += 1;
        }
        let adjective = self.sense_at(at, |sense| match sense {
            Sense::Adjective(id) => self
                .lexicon
                .overlap(self.lexicon.adjective(id).of, kind)
                .then_some(()),
            _ => None,
        });
        adjective.is_some()
            || self.can_modify(at, kind)
            || match self.ahead(at) {
                (Ahead::Kind(other), _) => self.lexicon.overlap(kind, other),
                (Ahead::Names, at) => {
                    let kinds = self.kinds_of_name(at);
                    kinds
                        .into_iter()
                        .any(|other| self.lexicon.overlap(kind, other))
                }
                _ => false,
            }
    }

    fn complement(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let polarity = if self.take(Keyword::kw_not) {
            Polarity::Negative
        } else {
            Polarity::Positive
        };
        let adjective_here = self.noun_ahead(self.at) == self.at
            && self
                .sense_at(self.at, |sense| {
                    matches!(sense, Sense::Adjective(_)).then_some(())
                })
                .is_some();
        if adjective_here {
            let adjective = self.adjective_of(self.at, kind)?;
            self.at += 1;
            return Ok(Condition::Is(adjective, polarity));
        }
        if let Some(condition) = self.modifier(kind)? {
            return Ok(match polarity {
                Polarity::Positive => condition,
                Polarity::Negative => negated_complement(condition),
            });
        }
        let (ahead, noun_at) = self.ahead(self.at);
        let from = self.at;
        let quantity = self.quantity()?.unwrap_or(Quantity::Some);
        if quantity != Quantity::Some {
            return Err(faults::no_quantity_here(self.source, self.since(from)));
        }
        let phrase: NounPhrase = match ahead {
            Ahead::Kind(other) if self.lexicon.overlap(kind, other) => {
                self.noun_phrase(None, Main::None)?
            }
            Ahead::Kind(other) => return Err(faults::is_never(self, noun_at, kind, other)),
            Ahead::Names => {
                self.at = noun_at;
                named(self.name(&[kind])?)
            }
            Ahead::Unknown | Ahead::Nothing => {
                self.at = noun_at.max(self.at);
                return Err(faults::no_complement(self, kind));
            }
        };
        Ok(Condition::IsA(Box::new(phrase), polarity))
    }

    // ------------------------------------------------------------------- whose

    /// `whose access is "login"`, `whose vendor has a homepage`, `whose every source is public`
    fn whose(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let every = self.take(Keyword::kw_every);
        let from = self.at;
        let trail = self.trail(kind)?;
        let number = self.number_of_role(self.at.saturating_sub(1));
        match trail.end {
            TrailEnd::Iri => Err(faults::iri_is_a_column(self.source, self.since(from))),
            TrailEnd::Attribute(attribute) => {
                let negative = self.copula_of_value();
                let mut comparison = self.comparison(attribute)?;
                if negative {
                    match opposite(comparison) {
                        Ok(opposite) => comparison = opposite,
                        Err(same) => return Ok(carries_but_not(trail, attribute, same)),
                    }
                }
                if every {
                    let things = Trail {
                        hops: trail.hops,
                        end: TrailEnd::Thing,
                    };
                    if things.hops.is_empty() {
                        return Err(faults::every_needs_things(self.source, self.since(from)));
                    }
                    let holds = Condition::Compare(own(attribute), comparison);
                    return Ok(Condition::Whose {
                        trail: things,
                        every,
                        holds: Box::new(holds),
                    });
                }
                Ok(Condition::Compare(trail, comparison))
            }
            TrailEnd::Thing => {
                let subject = trail.kind(self.lexicon, kind);
                self.open.push(Open::Noun(subject, number));
                let chain = self.predicates(subject, number);
                self.open.pop();
                Ok(Condition::Whose {
                    trail,
                    every,
                    holds: Box::new(fold(chain?)),
                })
            }
        }
    }

    /// Takes `is`, `are` and `not` before a value; true when negated.
    fn copula_of_value(&mut self) -> bool {
        if self.take(Keyword::kw_is) || self.take(Keyword::kw_are) {
            return self.take(Keyword::kw_not);
        }
        false
    }

    fn number_of_role(&self, at: usize) -> Number {
        self.sense_at(at, |sense| match sense {
            Sense::Role(_, number) => Some(number),
            _ => None,
        })
        .unwrap_or(Number::Singular)
    }

    /// Dotted words: `vendor`, `citation.source.access`.
    pub(super) fn trail(&mut self, kind: KindId) -> Result<Trail, Diagnostic> {
        let mut spans = Vec::new();
        loop {
            match self.peek().map(|item| &item.kind) {
                Some(ItemKind::Words { .. } | ItemKind::Unknown(_)) => {
                    spans.push(self.here());
                    self.at += 1;
                }
                _ => return Err(self.expected("what the thing has, like `vendor.name`")),
            }
            if self.part(self.at) == Some(&PartKind::Dot) {
                self.at += 1;
            } else {
                break;
            }
        }
        let words: Vec<&str> = spans.iter().map(|span| self.source.slice(*span)).collect();
        Trail::follow(self.lexicon, kind, &words).map_err(|error| {
            let span = spans.get(error.part).copied().unwrap_or(self.here());
            faults::no_such_column(self.source, span, error.kind, self.lexicon)
        })
    }
}

/// The trail of an attribute of the thing itself.
fn own(attribute: AttributeId) -> Trail {
    Trail {
        hops: Vec::new(),
        end: TrailEnd::Attribute(attribute),
    }
}

fn had(
    direction: Direction,
    quantity: Quantity,
    object: NounPhrase,
    polarity: Polarity,
) -> Condition {
    let linked = |quantity| {
        Condition::Linked(Linked {
            direction,
            reach: Reach::Direct,
            quantity,
            object: Some(Box::new(object.clone())),
        })
    };
    match (polarity, quantity) {
        (Polarity::Positive, quantity) => linked(quantity),
        (Polarity::Negative, Quantity::Some) => linked(Quantity::No),
        (Polarity::Negative, quantity) => negated(linked(quantity)),
    }
}

/// The condition said with `not`; twice is not at all.
fn negated(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        other => Condition::Not(Box::new(other)),
    }
}

/// What `is not` makes of a complement: of a value, another value that is present.
fn negated_complement(condition: Condition) -> Condition {
    match condition {
        Condition::Compare(trail, comparison) => match (trail.end, opposite(comparison)) {
            (_, Ok(opposite)) => Condition::Compare(trail, opposite),
            (TrailEnd::Attribute(attribute), Err(same)) => carries_but_not(trail, attribute, same),
            (_, Err(same)) => negated(Condition::Compare(trail, same)),
        },
        other => negated(other),
    }
}

fn carries_but_not(trail: Trail, attribute: AttributeId, comparison: Comparison) -> Condition {
    let carries = if trail.hops.is_empty() {
        Condition::Carries(attribute, Polarity::Positive)
    } else {
        let things = Trail {
            hops: trail.hops.clone(),
            end: TrailEnd::Thing,
        };
        Condition::Whose {
            trail: things,
            every: false,
            holds: Box::new(Condition::Carries(attribute, Polarity::Positive)),
        }
    };
    Condition::All(vec![
        carries,
        negated(Condition::Compare(trail, comparison)),
    ])
}

/// The comparison that holds of every present value that the other does not hold of.
fn opposite(comparison: Comparison) -> Result<Comparison, Comparison> {
    let turned = |order| match order {
        Order::Less => Order::AtLeast,
        Order::AtMost => Order::Greater,
        Order::Equal => Order::NotEqual,
        Order::NotEqual => Order::Equal,
        Order::AtLeast => Order::Less,
        Order::Greater => Order::AtMost,
    };
    match comparison {
        Comparison::Values(values, Polarity::Positive) => {
            Ok(Comparison::Values(values, Polarity::Negative))
        }
        Comparison::Values(values, Polarity::Negative) => {
            Ok(Comparison::Values(values, Polarity::Positive))
        }
        Comparison::Text(TextTest::Is, texts) => Ok(Comparison::Text(TextTest::IsNot, texts)),
        Comparison::Text(TextTest::IsNot, texts) => Ok(Comparison::Text(TextTest::Is, texts)),
        Comparison::Number(order, number) => Ok(Comparison::Number(turned(order), number)),
        Comparison::Date(order, moment) => Ok(Comparison::Date(turned(order), moment)),
        other => Err(other),
    }
}

/// Adds to a list of objects; names joined by `or` become one set of names.
fn push_or_merge(chain: &mut Chain, joint: Joint, next: Condition) {
    let merged = match (chain.last_mut(), &next) {
        (Some((_, last)), next) if joint == Joint::Or => merge(last, next),
        _ => false,
    };
    if !merged {
        chain.push((joint, next));
    }
}

fn merge(last: &mut Condition, next: &Condition) -> bool {
    match (last, next) {
        (Condition::Linked(last), Condition::Linked(next)) => {
            let alike = last.direction == next.direction
                && last.reach == next.reach
                && last.quantity == next.quantity;
            match (last.object.as_deref_mut(), next.object.as_deref()) {
                (Some(last), Some(next)) if alike => merge_names(last, next),
                _ => false,
            }
        }
        (Condition::IsA(last, polarity), Condition::IsA(next, same)) => {
            polarity == same && merge_names(last, next)
        }
        _ => false,
    }
}

fn merge_names(last: &mut NounPhrase, next: &NounPhrase) -> bool {
    let names = |phrase: &NounPhrase| -> Option<Vec<Thing>> {
        match &phrase.base {
            Base::Things(things) if phrase.filters.is_empty() && phrase.adjectives.is_empty() => {
                Some(things.clone())
            }
            _ => None,
        }
    };
    match (names(last), names(next)) {
        (Some(mut things), Some(more)) => {
            for thing in more {
                if !things.contains(&thing) {
                    things.push(thing);
                }
            }
            last.base = Base::Things(things);
            true
        }
        _ => false,
    }
}
