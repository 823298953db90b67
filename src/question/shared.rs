//! A quantity before several objects: `no source or passage`, `only the EU or the US`. It is that of each behind it that has
//! none of its own, where English has no other reading; elsewhere nobody could know which was meant.

use crate::base::Diagnostic;
use crate::question::chain::{Chain, Joint, push_or_merge};
use crate::question::faults;
use crate::question::reader::Reader;
use crate::question::tree::{Base, Condition, NounPhrase, Polarity, Quantity};

/// The quantity that was said last, as far as an object behind it can share it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    quantity: Quantity,
    polarity: Polarity,
    /// Where it stands, and how many words it has.
    at: usize,
    length: usize,
}

/// An object behind `and` or `or`.
pub(super) struct Next {
    pub(super) joint: Joint,
    pub(super) condition: Condition,
    /// The quantity before several objects that it shares.
    pub(super) shared: Option<Quantity>,
    /// Where `and` or `or` stands.
    pub(super) from: usize,
    /// Where the object begins.
    pub(super) at: usize,
}

impl Reader<'_> {
    /// The quantity of the object at hand.
    pub(super) fn said_quantity(&self, polarity: Polarity) -> Said {
        let (quantity, length) = match self.quantity_at(self.at) {
            Some((Ok(quantity), length)) => (quantity, length),
            _ => (Quantity::Some, 0),
        };
        Said { quantity, polarity, at: self.at, length }
    }

    /// The quantity that the object at hand, behind `and` or `or`, shares with what stands before it; none where it has its
    /// own.
    ///
    /// # Errors
    /// Where it could share it or not.
    pub(super) fn shared_quantity(&self, said: &mut Said, joint: Joint) -> Result<Option<Quantity>, Diagnostic> {
        if self.quantity_at(self.at).is_some() {
            let own = self.said_quantity(said.polarity);
            let is_none_of =
                matches!(said.quantity, Quantity::No | Quantity::Only) && said.polarity == Polarity::Positive;
            // `no source or a caveat` is said by those who mean neither, and by those who mean one.
            if is_none_of && joint == Joint::Or && own.quantity == Quantity::Some {
                return Err(self.unshared(said));
            }
            *said = own;
            return Ok(None);
        }
        match (said.quantity, joint, said.polarity) {
            (Quantity::Some, ..) => Ok(None),
            (quantity @ (Quantity::No | Quantity::Only), Joint::Or, Polarity::Positive) => Ok(Some(quantity)),
            _ => Err(self.unshared(said)),
        }
    }

    /// Adds an object to those before it. None of this or that is none of each; only this or that is of names alone, for
    /// there is no noun for both.
    ///
    /// # Errors
    /// For `only claims or caveats`, and where nobody could know whether an object is narrowed alone.
    pub(super) fn join(&mut self, chain: &mut Chain, next: Next) -> Result<(), Diagnostic> {
        self.check_narrowed(chain, &next)?;
        let Next { joint, condition, shared, from, .. } = next;
        let before = chain.len();
        let and = if shared == Some(Quantity::No) { Joint::And } else { joint };
        self.joined(chain, and, from);
        push_or_merge(chain, joint, condition);
        if let (Some(quantity), Some((joint, _))) = (shared, chain.get_mut(before)) {
            *joint = and;
            if quantity == Quantity::Only {
                return Err(faults::only_of_several(self.source, self.since(from)));
            }
        }
        Ok(())
    }

    /// `a citation or caveat about training`: what narrows the last noun could narrow the noun before it, too, where one
    /// article or quantity is for both.
    fn check_narrowed(&self, chain: &Chain, next: &Next) -> Result<(), Diagnostic> {
        let [before, object] = [chain.last().map(|it| &it.1), Some(&next.condition)].map(|it| it.and_then(object_of));
        let (Some(before), Some(object)) = (before, object) else {
            return Ok(());
        };
        let noun = self.noun_ahead(next.at);
        let narrower = noun + 1 + usize::from(self.relative_pronoun_at(noun + 1));
        let is_shared = self.quantity_at(next.at).is_none() && matches!(before.base, Base::Noun(_));
        let is_one_narrowed = before.filters.is_empty() && !object.filters.is_empty();
        if is_shared && is_one_narrowed && self.could_be_said(narrower, before.kind) {
            let object = self.items[next.at].span.to(self.items[noun].span);
            return Err(faults::whose_narrowing(self.source, object, self.since(noun + 1)));
        }
        Ok(())
    }

    fn unshared(&self, said: &Said) -> Diagnostic {
        let first = self.items[said.at].span;
        let quantity = first.to(self.items[said.at + said.length.max(1) - 1].span);
        faults::unshared(self.source, quantity, self.here())
    }
}

/// The noun phrase that a condition links to.
fn object_of(condition: &Condition) -> Option<&NounPhrase> {
    match condition {
        Condition::Linked(linked) => linked.object.as_deref(),
        Condition::Not(inner) => object_of(inner),
        _ => None,
    }
}
