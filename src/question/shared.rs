//! A quantity before several objects: `no source or passage`, `only the EU or the US`. It is that of each behind it that has
//! none of its own, where English has no other reading; elsewhere nobody could know which was meant.

use crate::base::Diagnostic;
use crate::question::chain::{Chain, Joint, push_or_merge};
use crate::question::faults;
use crate::question::reader::Reader;
use crate::question::tree::{Condition, Polarity, Quantity};

/// The quantity that was said last, as far as an object behind it can share it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    quantity: Quantity,
    polarity: Polarity,
    /// Where it stands, and how many words it has.
    at: usize,
    length: usize,
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
    /// For `only claims or caveats`.
    pub(super) fn join(
        &mut self,
        chain: &mut Chain,
        (joint, next): (Joint, Condition),
        shared: Option<Quantity>,
        from: usize,
    ) -> Result<(), Diagnostic> {
        let before = chain.len();
        let and = if shared == Some(Quantity::No) { Joint::And } else { joint };
        self.joined(chain, and, from);
        push_or_merge(chain, joint, next);
        if let (Some(quantity), Some((joint, _))) = (shared, chain.get_mut(before)) {
            *joint = and;
            if quantity == Quantity::Only {
                return Err(faults::only_of_several(self.source, self.since(from)));
            }
        }
        Ok(())
    }

    fn unshared(&self, said: &Said) -> Diagnostic {
        let first = self.items[said.at].span;
        let quantity = first.to(self.items[said.at + said.length.max(1) - 1].span);
        faults::unshared(self.source, quantity, self.here())
    }
}
