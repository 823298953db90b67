//! Objects of verbs, prepositions and participles, and of `have` and `lack`, with their quantities.

use crate::base::{Diagnostic, Span};
use crate::lang::Keyword;
use crate::question::chain::{ConditionChain, Conjunction, fold, negate};
use crate::question::choice::ReadingRule;
use crate::question::faults;
use crate::question::lookahead::Lookahead;
use crate::question::reader::{PhraseReader, singleton};
use crate::question::shared_quantity::NextObject;
use crate::question::tree::{Condition, LinkCondition, LinkReach, NounPhrase, PhraseBase, Polarity, Quantity};
use crate::words::{AttributeId, Direction, KindId, Number, Relation, Sense, Trail};

impl PhraseReader<'_> {
    /// Reads the objects of a verb, preposition or participle, joined by `and` and `or`.
    /// `word_at` is the index of that word.
    pub(super) fn link_objects(
        &mut self,
        links: &[Direction],
        reach: LinkReach,
        word_at: usize,
    ) -> Result<Condition, Diagnostic> {
        self.lists.push(links.to_vec());
        let chain = self.read_objects(links, reach, word_at);
        self.lists.pop();
        let mut chain = chain?;
        let from_word = self.items[word_at].span;
        for (_, condition) in &mut chain {
            if let Condition::Linked(linked) = condition {
                self.widen(linked, from_word)?;
            }
        }
        Ok(fold(chain))
    }

    fn read_objects(
        &mut self,
        links: &[Direction],
        reach: LinkReach,
        word_at: usize,
    ) -> Result<ConditionChain, Diagnostic> {
        let mut said = self.object_quantity(Polarity::Positive);
        let mut chain: ConditionChain = vec![(Conjunction::And, self.link_object(links, reach, word_at, None)?)];
        while let Some(joint) = self.conjunction_at(self.at) {
            let repeated = usize::from(self.repeats_particle(self.at + 1, word_at));
            if !self.is_object_for(self.at + 1 + repeated, links) {
                break;
            }
            if repeated == 0 && self.is_left_to_an_outer_list(self.at, links, word_at)? {
                break;
            }
            let from = self.at;
            self.at += 1 + repeated;
            let (at, shared) = (self.at, self.inherit_quantity(&mut said, joint)?);
            let condition = self.link_object(links, reach, word_at, shared)?;
            if joint == Conjunction::And && repeated == 0 {
                self.both(word_at, from, &condition)?;
            }
            self.join(&mut chain, NextObject { joint, condition, shared, from, at })?;
        }
        Ok(chain)
    }

    /// True when the last word of a form like `cited by` is repeated: `by no claim and by no caveat`.
    fn repeats_particle(&self, at: usize, word_at: usize) -> bool {
        let text = |at: usize| self.items.get(at).map(|item| self.source.slice(item.span));
        match (text(at), text(word_at).and_then(|form| form.rsplit_once(char::is_whitespace))) {
            (Some(word), Some((_, particle))) => word.eq_ignore_ascii_case(particle),
            _ => false,
        }
    }

    /// Refuses `assert all claims`: it could mean each of them, or also those that the default filter excludes.
    fn check_all(&self) -> Result<(), Diagnostic> {
        if self.keyword_at(self.at) == Some(Keyword::kw_all) {
            return Err(faults::all_or_every(self.source, self.here()));
        }
        Ok(())
    }

    fn is_preposition_at(&self, at: usize) -> bool {
        let is = |sense| matches!(sense, Sense::Preposition(_)).then_some(());
        self.sense_at(at, is).is_some()
    }

    pub(super) fn link_object(
        &mut self,
        links: &[Direction],
        reach: LinkReach,
        word_at: usize,
        shared: Option<Quantity>,
    ) -> Result<Condition, Diagnostic> {
        let from = self.at;
        let (ahead, noun_at) = self.object_ahead(self.at, links);
        if !self.is_preposition_at(word_at) {
            self.check_all()?;
        }
        let quantity = self.quantity()?;
        let bare = quantity.is_none();
        let quantity = quantity.or(shared).unwrap_or(Quantity::Some);
        let ends: Vec<KindId> = links.iter().map(|link| self.lexicon.end(*link)).collect();
        let (direction, object) = match ahead {
            Lookahead::Kind(kind) => {
                let link = self.link_to(links, kind, noun_at)?;
                self.noun_not_name(noun_at, &ends);
                (link, self.quantified_object(quantity, Polarity::Positive, None)?)
            }
            Lookahead::Names if noun_at == self.at || self.noun_ahead(self.at) == noun_at => {
                self.at = noun_at;
                self.check_beginning(from, &ends)?;
                let thing = self.name(&ends)?;
                let link = self.link_to(links, thing.kind, noun_at)?;
                (link, singleton(thing))
            }
            Lookahead::Names | Lookahead::Unknown | Lookahead::Nothing => {
                self.check_pronoun()?;
                self.at = noun_at.max(self.at);
                return Err(faults::kinds::no_object(self, &ends));
            }
        };
        self.check_reach(direction, reach, word_at)?;
        let by = self.items.get(word_at).map(|it| self.source.slice(it.span));
        let by = by.is_some_and(|it| it.eq_ignore_ascii_case("by"));
        if by && bare && object.is_bare_singular() {
            return Err(faults::kinds::groups(self, self.since(from), direction));
        }
        if quantity == Quantity::Every && object.refers_to_the_subject() {
            return Err(faults::kinds::every_of_their(self.source, self.since(from)));
        }
        Ok(Condition::Linked(LinkCondition { direction, reach, quantity, object: Some(Box::new(object)) }))
    }

    /// Turns `only the EU` into `only regions in the EU`, if the link leads from a part to every whole: it always
    /// leads to other wholes, too.
    ///
    /// # Errors
    /// If it is said of the parts themselves.
    fn widen(&self, linked: &mut LinkCondition, word: Span) -> Result<(), Diagnostic> {
        let relation = self.lexicon.relation(linked.direction.relation);
        let asked = relation.wholly && !linked.direction.backward && linked.quantity == Quantity::Only;
        let named =
            linked.object.take_if(|it| asked && matches!(it.base, PhraseBase::Things(_)) && it.filters.is_empty());
        let Some(named) = named else {
            return Ok(());
        };
        if relation.path.0.len() == 1 && relation.path.widen().is_some() {
            return Err(faults::only_of_parts(self.source, word));
        }
        let up = relation.path.from_parts();
        let inside = |(_, it): &(_, &Relation)| it.wholly && it.from == it.to && Some(&it.path) == up.as_ref();
        linked.object = Some(match self.lexicon.relations().find(inside) {
            Some((relation, _)) => {
                let direction = Direction { relation, backward: false };
                let (kind, object) = (named.kind, Some(named));
                let inside = LinkCondition { direction, reach: LinkReach::Direct, quantity: Quantity::Some, object };
                let filters = vec![Condition::Linked(inside)];
                Box::new(NounPhrase { filters, ..NounPhrase::any(kind, self.lexicon) })
            }
            None => named,
        });
        Ok(())
    }

    /// Notes that the noun was chosen, if a thing that fits has that name.
    fn noun_not_name(&mut self, at: usize, ends: &[KindId]) {
        let named = self.kinds_of_name(at);
        let fits = |kind: &KindId| ends.iter().any(|end| self.lexicon.overlap(*end, *kind));
        if named.iter().any(fits) {
            let before = std::mem::replace(&mut self.at, at + 1);
            self.note_choice(at, "is the noun, not the name", ReadingRule::NounBeforeName);
            self.at = before;
        }
    }

    /// The one link that leads to things of this kind.
    pub(super) fn link_to(&self, links: &[Direction], kind: KindId, at: usize) -> Result<Direction, Diagnostic> {
        let fits: Vec<Direction> =
            links.iter().copied().filter(|link| self.lexicon.overlap(self.lexicon.end(*link), kind)).collect();
        match fits.as_slice() {
            [link] => Ok(*link),
            [] => Err(faults::kinds::object_of_another_kind(self, at, kind, links)),
            _ => Err(faults::kinds::several_links(self, at, &fits)),
        }
    }

    pub(super) fn check_reach(&self, link: Direction, reach: LinkReach, at: usize) -> Result<(), Diagnostic> {
        if reach == LinkReach::Direct || self.lexicon.ultimate_path(link).is_some() {
            return Ok(());
        }
        Err(faults::kinds::cannot_go_on(self, at, link))
    }

    /// Reads the objects of `have`, `lack` or `with`; of `without` if `neither`, where `or` means neither.
    pub(super) fn have(&mut self, kind: KindId, polarity: Polarity, neither: bool) -> Result<Condition, Diagnostic> {
        let mut said = self.object_quantity(polarity);
        let mut chain: ConditionChain = vec![(Conjunction::And, self.possession_object(kind, polarity, None)?)];
        while let Some(joint) = self.conjunction_at(self.at) {
            let next = self.at + 1;
            if self.starts_predicate(next) || !self.can_have(next, kind) {
                break;
            }
            let from = self.at;
            self.at += 1;
            if polarity == Polarity::Negative
                && joint == Conjunction::Or
                && !neither
                && self.quantity_at(self.at).is_none()
            {
                return Err(faults::shared::lacks_which(self.source, self.here()));
            }
            if self.in_negation && joint == Conjunction::And {
                return Err(faults::shared::both_or_each(self.source, "have", self.items[from].span, true));
            }
            let (at, shared) = (self.at, self.inherit_quantity(&mut said, joint)?);
            let condition = self.possession_object(kind, polarity, shared)?;
            let joint = if neither { Conjunction::And } else { joint };
            self.join(&mut chain, NextObject { joint, condition, shared, from, at })?;
        }
        Ok(fold(chain))
    }

    fn possession_object(
        &mut self,
        kind: KindId,
        polarity: Polarity,
        shared: Option<Quantity>,
    ) -> Result<Condition, Diagnostic> {
        let (ahead, noun_at) = self.lookahead(self.at);
        let from = self.at;
        self.check_all()?;
        let quantity = self.quantity()?.or(shared).unwrap_or(Quantity::Some);
        if let Some(direction) = self.role_at(noun_at, kind) {
            let noun = self.lexicon.kind(self.lexicon.end(direction)).noun;
            let object = self.quantified_object(quantity, polarity, Some(noun))?;
            return Ok(possession_condition(direction, quantity, object, polarity));
        }
        let attribute = self.sense_at(noun_at, |sense| match sense {
            Sense::AttributeNoun(id, _) if self.lexicon.overlap(self.lexicon.attribute(id).of, kind) => Some(id),
            _ => None,
        });
        if let Some(attribute) = attribute {
            if self.another_at_hand().is_some() {
                return Err(faults::another::is_a_value(self, from));
            }
            self.take(Keyword::kw_the);
            if self.at != noun_at {
                return Err(self.error_expecting("the attribute itself, without an adjective"));
            }
            self.at += 1;
            return self.attribute_possession(attribute, quantity, polarity, from);
        }
        match ahead {
            Lookahead::Kind(other) => {
                let links = self.lexicon.role_links(kind);
                let direction = self.possession_link(&links, kind, other, noun_at)?;
                let object = self.quantified_object(quantity, polarity, None)?;
                self.note_role_choice(from, &links, direction, other);
                Ok(possession_condition(direction, quantity, object, polarity))
            }
            _ => {
                self.check_pronoun()?;
                self.at = noun_at.max(self.at);
                Err(faults::kinds::cannot_have(self, kind))
            }
        }
    }

    /// Notes the role in which a thing is had, if it could be had in another.
    fn note_role_choice(&mut self, from: usize, links: &[Direction], had: Direction, kind: KindId) {
        let role = |link: &Direction| {
            let role = self.lexicon.direction_words(*link).roles.first();
            role.map(|role| format!("`{}`", role.singular))
        };
        let leads = |link: &&Direction| self.lexicon.overlap(self.lexicon.end(**link), kind);
        let others = links.iter().filter(leads).filter(|link| **link != had);
        let others: Vec<String> = others.filter_map(role).collect();
        if let (Some(role), false) = (role(&had), others.is_empty()) {
            let taken = format!("means {role}, not {}", others.join(" or "));
            self.note_choice(from, taken, ReadingRule::PlainRole);
        }
    }

    pub(super) fn possession_link(
        &self,
        links: &[Direction],
        kind: KindId,
        other: KindId,
        at: usize,
    ) -> Result<Direction, Diagnostic> {
        let fits: Vec<Direction> =
            links.iter().copied().filter(|link| self.lexicon.overlap(self.lexicon.end(*link), other)).collect();
        // `have a contract` means as a source, not as a searched source; `have a claim` means as a record, which it is.
        let is_called = |link: &Direction, kind: KindId| {
            let noun = self.lexicon.kind_word(kind, Number::Singular);
            let roles = &self.lexicon.direction_words(*link).roles;
            roles.iter().any(|role| role.get(Number::Singular) == noun)
        };
        let mut plain = fits.clone();
        plain.retain(|link| is_called(link, other));
        if plain.is_empty() {
            plain.extend(fits.iter().filter(|link| is_called(link, self.lexicon.end(**link))));
        }
        match if plain.len() == 1 { &plain } else { &fits }.as_slice() {
            [link] => Ok(*link),
            [] => Err(faults::kinds::has_no(self, at, kind)),
            _ => Err(faults::kinds::several_links(self, at, &fits)),
        }
    }

    /// `have a homepage`, `have the access "login"`, `lack a retrieved date`
    pub(super) fn attribute_possession(
        &mut self,
        attribute: AttributeId,
        quantity: Quantity,
        polarity: Polarity,
        from: usize,
    ) -> Result<Condition, Diagnostic> {
        self.note_attribute(attribute);
        let negative = match quantity {
            Quantity::Some => polarity == Polarity::Negative,
            Quantity::No => polarity == Polarity::Positive,
            _ => return Err(faults::no_count_of_values(self.source, self.since(from))),
        };
        if self.starts_comparison() {
            let comparison = self.comparison(attribute)?;
            let condition = Condition::Compare(Trail::of_attribute(attribute), comparison);
            return Ok(if negative { negate(condition) } else { condition });
        }
        let polarity = if negative { Polarity::Negative } else { Polarity::Positive };
        Ok(Condition::HasValue(attribute, polarity))
    }
}

fn possession_condition(direction: Direction, quantity: Quantity, object: NounPhrase, polarity: Polarity) -> Condition {
    let linked = |quantity| {
        Condition::Linked(LinkCondition {
            direction,
            reach: LinkReach::Direct,
            quantity,
            object: Some(Box::new(object.clone())),
        })
    };
    match (polarity, quantity) {
        (Polarity::Positive, quantity) => linked(quantity),
        (Polarity::Negative, Quantity::Some) => linked(Quantity::No),
        (Polarity::Negative, quantity) => negate(linked(quantity)),
    }
}
