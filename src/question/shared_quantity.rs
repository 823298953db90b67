//! Words that several joined things share: a quantity (`no source or passage`), `not`, an object (`affirm or deny
//! an assurance`). They apply to each if English has no other reading; otherwise they are refused as ambiguous.

use crate::base::Diagnostic;
use crate::lang::{Keyword, PartKind};
use crate::question::chain::{ConditionChain, Conjunction, fold, push_or_merge};
use crate::question::choice::ReadingRule;
use crate::question::faults;
use crate::question::lookahead::Lookahead;
use crate::question::reader::{Main, PhraseReader};
use crate::question::tree::{Bound, Condition, LinkCondition, NounPhrase, PhraseBase, Polarity, Quantity};
use crate::words::{Direction, KindId, NounId, Number, Sense};

/// The last quantity, which a following object may share.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastQuantity {
    quantity: Quantity,
    polarity: Polarity,
    /// The index of its first item, and how many items it takes.
    at: usize,
    length: usize,
}

/// An object after `and` or `or`.
pub(super) struct NextObject {
    pub(super) joint: Conjunction,
    pub(super) condition: Condition,
    /// The quantity that it shares with the objects before it.
    pub(super) shared: Option<Quantity>,
    /// The index of `and` or `or`.
    pub(super) from: usize,
    /// The index of the object.
    pub(super) at: usize,
}

impl PhraseReader<'_> {
    /// The quantity of the current object.
    pub(super) fn object_quantity(&self, polarity: Polarity) -> LastQuantity {
        let (quantity, length) = match self.quantity_at(self.at) {
            Some((Ok(quantity), length)) => (quantity, length),
            _ => (Quantity::Some, 0),
        };
        LastQuantity { quantity, polarity, at: self.at, length }
    }

    /// The quantity that the current object, after `and` or `or`, shares with what stands before it; `None` if it has
    /// its own.
    ///
    /// # Errors
    /// If it is ambiguous whether it shares it.
    pub(super) fn inherit_quantity(
        &self,
        said: &mut LastQuantity,
        joint: Conjunction,
    ) -> Result<Option<Quantity>, Diagnostic> {
        if self.quantity_at(self.at).is_some() {
            let own = self.object_quantity(said.polarity);
            let is_none_of =
                matches!(said.quantity, Quantity::No | Quantity::Only) && said.polarity == Polarity::Positive;
            // `no source or a caveat` can mean neither, or one of them.
            if is_none_of && joint == Conjunction::Or && own.quantity == Quantity::Some {
                return Err(self.whose_quantity(said));
            }
            *said = own;
            return Ok(None);
        }
        match (said.quantity, joint, said.polarity) {
            (Quantity::Some, ..) => Ok(None),
            (quantity @ (Quantity::No | Quantity::Only), Conjunction::Or, Polarity::Positive) => Ok(Some(quantity)),
            _ => Err(self.whose_quantity(said)),
        }
    }

    /// Adds an object to those before it. `no a or b` means none of each. `only a or b` is possible for names alone:
    /// there is no noun for both.
    ///
    /// # Errors
    /// For `only claims or caveats`, and if it is ambiguous whether an object alone is narrowed.
    pub(super) fn join(&mut self, chain: &mut ConditionChain, next: NextObject) -> Result<(), Diagnostic> {
        self.check_narrowed(chain, &next)?;
        let NextObject { joint, shared, from, .. } = next;
        let others = chain.get(1..).unwrap_or_default();
        let mixes = joint == Conjunction::Or && others.iter().any(|(other, _)| *other == Conjunction::And)
            || joint == Conjunction::And && chain.iter().any(|(_, it)| is_of_several_names(it));
        if mixes
            && shared.is_none()
            && object_of(&next.condition).is_some_and(|it| matches!(it.base, PhraseBase::Things(_)))
        {
            return Err(faults::shared::and_beside_or(self.source, self.since(from)));
        }
        let NextObject { condition, .. } = next;
        let before = chain.len();
        let and = if shared == Some(Quantity::No) { Conjunction::And } else { joint };
        self.note_precedence(chain, and, from)?;
        push_or_merge(chain, joint, condition);
        if let (Some(quantity), Some((joint, _))) = (shared, chain.get_mut(before)) {
            *joint = and;
            if quantity == Quantity::Only {
                return Err(faults::shared::only_of_several(self.source, self.since(from)));
            }
        }
        Ok(())
    }

    /// Refuses `a citation or caveat about training`, `a public source or passage`: with one article or quantity for
    /// both nouns, what narrows one could also narrow the other.
    pub(super) fn check_narrowed(&self, chain: &ConditionChain, next: &NextObject) -> Result<(), Diagnostic> {
        let [before, object] = [chain.last().map(|it| &it.1), Some(&next.condition)].map(|it| it.and_then(object_of));
        let (Some(before), Some(object)) = (before, object) else {
            return Ok(());
        };
        let is_shared = self.quantity_at(next.at).is_none() && matches!(before.base, PhraseBase::Noun(_));
        if !is_shared || !before.filters.is_empty() {
            return Ok(());
        }
        let noun = self.noun_ahead(next.at);
        let words = self.items[next.at].span.to(self.items[noun].span);
        // What cannot narrow the last noun is left to an outer one.
        let narrower = if object.filters.is_empty() { self.at } else { noun + 1 };
        let relative = self.relative_pronoun_at(narrower);
        let is_left = object.filters.is_empty() && !relative && !self.can_modify(narrower, before.kind);
        if !is_left && self.could_be_said(narrower + usize::from(relative), before.kind) {
            let narrowing = if object.filters.is_empty() { self.here() } else { self.since(narrower) };
            return Err(faults::shared::whose_narrowing(self.source, words, narrowing));
        }
        let adjectives = next.from.saturating_sub(1 + before.adjectives.len())..next.from;
        let could_be = |at: &usize| self.adjective_of(*at, object.kind).is_ok();
        match adjectives.into_iter().find(could_be).filter(|_| object.adjectives.is_empty()) {
            Some(adjective) => Err(faults::shared::whose_adjective(self.source, self.items[adjective].span, words)),
            None => Ok(()),
        }
    }

    /// `reach a region in the EU and a region in China`: the noun after `and` could join the current list of objects,
    /// or an outer list that contains it. True if only the outer one can take it.
    ///
    /// # Errors
    /// If both can take it.
    pub(super) fn is_left_to_an_outer_list(
        &self,
        from: usize,
        links: &[Direction],
        word_at: usize,
    ) -> Result<bool, Diagnostic> {
        let (Lookahead::Kind(kind), noun_at) = self.lookahead(from + 1) else { return Ok(false) };
        let outer = &self.lists[..self.lists.len().saturating_sub(1)];
        if !outer.iter().any(|links| self.is_end(links, kind)) {
            return Ok(false);
        }
        if !self.is_end(links, kind) {
            return Ok(true);
        }
        let [word, joint, noun] = [word_at, from, noun_at].map(|at| self.items[at].span);
        Err(faults::shared::which_list(self.source, word, joint.to(noun)))
    }

    /// `from China and Ireland` means both at once. Inside a negation, it could also mean each.
    ///
    /// # Errors
    /// Inside a negation.
    pub(super) fn both(&mut self, word_at: usize, from: usize, object: &Condition) -> Result<(), Diagnostic> {
        if self.in_negation {
            let [word, and] = [word_at, from].map(|at| self.items[at].span);
            let is_verb = self.is_verb_at(word_at);
            return Err(faults::shared::both_or_each(self.source, self.source.slice(word), and, is_verb));
        }
        if object_of(object).is_some_and(|it| matches!(it.base, PhraseBase::Things(_))) {
            self.note_choice(word_at, "means both at once", ReadingRule::AndIsBoth);
        }
        Ok(())
    }

    /// Reads something inside a negation.
    pub(super) fn inside_negation<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.in_negation, true);
        let read = read(self);
        self.in_negation = before;
        read
    }

    /// Reads the object of a link, which a quantity can negate: `no agent from China`.
    pub(super) fn quantified_object(
        &mut self,
        quantity: Quantity,
        polarity: Polarity,
        role: Option<NounId>,
    ) -> Result<NounPhrase, Diagnostic> {
        let is_said =
            matches!(quantity, Quantity::Some | Quantity::Every | Quantity::Count(Bound::AtLeast | Bound::MoreThan, _));
        match polarity {
            Polarity::Positive if is_said => self.noun_phrase(role, Main::None),
            _ => self.inside_negation(|it| it.noun_phrase(role, Main::None)),
        }
    }

    /// Refuses `do not train or keep prompts`, which could mean neither, or one of the two: what follows `or` could be
    /// under the `not` before it. `began` is the index of the part before it.
    ///
    /// # Errors
    /// If it could.
    pub(super) fn check_negation(&self, began: usize, joint: Conjunction, next: usize) -> Result<(), Diagnostic> {
        match self.not_before(began).filter(|_| joint == Conjunction::Or && self.could_be_denied(next)) {
            Some(not) => {
                let [not, joint, next] = [not, next - 1, next].map(|at| self.items[at].span);
                Err(faults::shared::whose_negation(self.source, not, joint, next))
            }
            None => Ok(()),
        }
    }

    /// Notes that what was read from `next` on, after `and`, is not under the `not` before it.
    pub(super) fn note_negation_scope(&mut self, began: usize, joint: Conjunction, next: usize) {
        if self.not_before(began).is_some() && joint == Conjunction::And && self.could_be_denied(next) {
            self.note_choice(next, "is not covered by the `not` before it", ReadingRule::NotBeforeAnd);
        }
    }

    /// The index of the `not` with which the verb at `at` begins.
    fn not_before(&self, at: usize) -> Option<usize> {
        let not = at + usize::from(self.is_auxiliary(at));
        let is_not = self.keyword_at(not) == Some(Keyword::kw_not) && self.part(not + 1) != Some(&PartKind::Open);
        is_not.then_some(not)
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        matches!(self.keyword_at(at), Some(Keyword::kw_do | Keyword::kw_does))
    }

    /// True when the verb at `at` has a form that can follow `do not`.
    fn could_be_denied(&self, at: usize) -> bool {
        let finite = [Keyword::kw_is, Keyword::kw_are, Keyword::kw_not, Keyword::kw_has, Keyword::kw_lacks];
        self.starts_predicate(at)
            && self.part(at) != Some(&PartKind::Open)
            && !self.is_auxiliary(at)
            && !self.keyword_at(at).is_some_and(|it| finite.contains(&it))
            && self.number_of_predicate(at) != Some(Number::Singular)
    }

    /// `affirm or deny an assurance`: verbs without an object before `and` or `or` share that of `next`, the verb after
    /// them. Returns all of them as one condition, and how it is joined to what stands before them.
    ///
    /// # Errors
    /// If they cannot have that object, or it is ambiguous.
    pub(super) fn share_object(
        &self,
        chain: &mut ConditionChain,
        joint: Conjunction,
        next: Condition,
        from: usize,
    ) -> Result<(Conjunction, Condition), Diagnostic> {
        // `(engage) or reach China`
        if self.part(from - 1) == Some(&PartKind::Close) || is_without_object(&next) {
            return Ok((joint, next));
        }
        let mut verbs: ConditionChain = vec![(joint, next)];
        while let Some((before, condition)) = chain.pop_if(|it| is_without_object(&it.1)) {
            let joints = verbs.iter().map(|(joint, _)| *joint);
            let joint = if joints.clone().all(|it| it == Conjunction::Or) { Conjunction::Or } else { Conjunction::And };
            let shared = match &condition {
                Condition::Linked(linked) => self.with_object(linked, &verbs[verbs.len() - 1].1, joint),
                _ => None,
            };
            verbs.insert(0, (before, shared.ok_or_else(|| self.whose_object(from))?));
        }
        let joint = verbs[0].0;
        verbs[0].0 = Conjunction::And;
        Ok((joint, fold(verbs)))
    }

    /// A link with the objects of another condition; `None` if it cannot have them. With `and`, two verbs share names
    /// only: any other object could be one thing or two.
    fn with_object(&self, linked: &LinkCondition, of: &Condition, joint: Conjunction) -> Option<Condition> {
        let each =
            |all: &[Condition]| all.iter().map(|it| self.with_object(linked, it, joint)).collect::<Option<Vec<_>>>();
        match of {
            Condition::Linked(LinkCondition { object: Some(object), quantity: Quantity::Some, .. }) => {
                let fits = self.lexicon.overlap(self.lexicon.end(linked.direction), object.kind);
                let is_one = joint == Conjunction::Or || matches!(object.base, PhraseBase::Things(_));
                (fits && is_one && object.binding.is_none())
                    .then(|| Condition::Linked(LinkCondition { object: Some(object.clone()), ..linked.clone() }))
            }
            Condition::Any(any) => each(any).map(Condition::Any),
            Condition::All(all) => each(all).map(Condition::All),
            _ => None,
        }
    }

    /// Refuses a verb without an object before a conjunction: `a claim that affirms and a claim that denies it`.
    ///
    /// # Errors
    /// If such a verb stands before the current item.
    pub(super) fn check_object(&self, last: Option<&Condition>) -> Result<(), Diagnostic> {
        let is_bare = last.is_some_and(is_without_object) && self.part(self.at - 1) != Some(&PartKind::Close);
        if is_bare && self.conjunction_at(self.at).is_some() && self.at + 1 < self.items.all().len() {
            return Err(self.whose_object(self.at));
        }
        Ok(())
    }

    /// Refuses `are limited or superseded by a claim`: with the `by` after it, the adjective is a participle, too, and
    /// could share the object.
    ///
    /// # Errors
    /// If it could.
    pub(super) fn check_particle(&self, began: usize, joint: usize, kind: KindId) -> Result<(), Diagnostic> {
        let text = |at: usize| self.items.get(at).map(|it| self.source.slice(it.span));
        let particle = text(joint + 1).and_then(|it| it.rsplit_once(char::is_whitespace)).map(|(_, last)| last);
        let form = text(joint - 1).zip(particle).map(|(word, particle)| format!("{word} {particle}"));
        let is_link = |sense: &Sense| match sense {
            Sense::Participle(link) => self.lexicon.overlap(self.lexicon.start(*link), kind),
            _ => false,
        };
        let is_adjective = self.sense_at(joint - 1, |it| matches!(it, Sense::Adjective(_)).then_some(())).is_some();
        let is_one = began + 1 + usize::from(self.keyword_at(began) == Some(Keyword::kw_not)) == joint;
        if is_one && is_adjective && form.is_some_and(|it| self.lexicon.senses(&it).iter().any(is_link)) {
            return Err(self.whose_object(joint));
        }
        Ok(())
    }

    fn whose_object(&self, from: usize) -> Diagnostic {
        let next = self.starts_predicate(from + 1).then(|| self.items[from + 1].span);
        faults::shared::whose_object(self.source, self.items[from - 1].span, next)
    }

    fn whose_quantity(&self, said: &LastQuantity) -> Diagnostic {
        let first = self.items[said.at].span;
        let quantity = first.to(self.items[said.at + said.length.max(1) - 1].span);
        faults::shared::whose_quantity(self.source, quantity, self.here())
    }
}

/// True for a verb alone, negated or not: `engage`.
fn is_without_object(condition: &Condition) -> bool {
    match condition {
        Condition::Linked(linked) => linked.object.is_none(),
        Condition::Not(inner) => is_without_object(inner),
        _ => false,
    }
}

/// True for names that `or` joins.
fn is_of_several_names(condition: &Condition) -> bool {
    object_of(condition).is_some_and(|it| matches!(&it.base, PhraseBase::Things(things) if things.len() > 1))
}

/// The object of a link or of `is a …`, negated or not.
fn object_of(condition: &Condition) -> Option<&NounPhrase> {
    match condition {
        Condition::Linked(linked) => linked.object.as_deref(),
        Condition::IsA(phrase, _) => Some(phrase),
        Condition::Not(inner) => object_of(inner),
        _ => None,
    }
}
