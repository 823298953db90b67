//! Conditions, part by part.

use crate::base::{Diagnostic, spend};
use crate::exec::reason::{Joint, Reason};
use crate::exec::why::extension::Part;
use crate::exec::why::sets::{made_of, unexplained};
use crate::exec::why::{Asking, Spot};
use crate::question::{Condition, NounPhrase, Polarity};

impl<'a> Asking<'a> {
    /// The reasons that a condition is: those of `and` one by one.
    pub(super) fn conjuncts(&self, condition: &'a Condition, spot: &Spot) -> Result<Vec<Reason>, Diagnostic> {
        match condition {
            Condition::All(inner) => inner.iter().map(|it| self.condition(it, spot)).collect(),
            other => Ok(vec![self.condition(other, spot)?]),
        }
    }

    /// Why a condition holds of a thing, or does not.
    pub(super) fn condition(&self, condition: &'a Condition, spot: &Spot) -> Result<Reason, Diagnostic> {
        spend(64);
        self.reasons.set(self.reasons.get() + 1);
        if self.is_full(spot) {
            let holds = self.holds(Part::Condition(condition), spot)?;
            return Ok(unexplained(self.said(condition, spot.kind), holds));
        }
        let part = Part::Condition(condition);
        match condition {
            Condition::All(inner) => self.joined(condition, inner, Joint::All, spot),
            Condition::Any(inner) => self.joined(condition, inner, Joint::Any, spot),
            Condition::Not(inner) => {
                let parts = self.conjuncts(inner, spot)?;
                Ok(made_of(self.said(condition, spot.kind), Joint::NotAll, parts))
            }
            Condition::Is(adjective, polarity) => self.adjective(*adjective, *polarity, part, spot),
            Condition::IsA(phrase, polarity) => self.is_a(condition, phrase, *polarity, spot),
            Condition::Linked(linked) => self.linked(condition, linked, spot),
            Condition::Whose { trail, every, holds } => self.whose(condition, trail, *every, holds, spot),
            Condition::Compare(trail, _) if trail.hops.is_empty() => self.compared(condition, trail, part, spot),
            Condition::Compare(trail, comparison) => self.compared_along(condition, trail, comparison, spot),
            Condition::Carries(attribute, _) => self.carries(condition, *attribute, spot),
            Condition::Answer(answer) => self.answer(condition, answer, part, spot),
            Condition::Measure(left, against) => self.measure(condition, left, against, spot),
        }
    }

    fn joined(
        &self,
        condition: &'a Condition,
        inner: &'a [Condition],
        joint: Joint,
        spot: &Spot,
    ) -> Result<Reason, Diagnostic> {
        let parts: Result<Vec<Reason>, Diagnostic> = inner.iter().map(|it| self.condition(it, spot)).collect();
        Ok(made_of(self.said(condition, spot.kind), joint, parts?))
    }

    /// `is a scope limit`, `is not alibaba`
    fn is_a(
        &self,
        condition: &'a Condition,
        phrase: &'a NounPhrase,
        polarity: Polarity,
        spot: &Spot,
    ) -> Result<Reason, Diagnostic> {
        // What a thing is said to be is not a second mention of it: nothing is left out.
        let mut parts = self.reasons(phrase, &[], &spot.of_kind(phrase.kind))?;
        let said = self.said(condition, spot.kind);
        let joint = match polarity {
            Polarity::Positive => Joint::All,
            Polarity::Negative => Joint::NotAll,
        };
        match parts.as_mut_slice() {
            [only] if only.parts.is_empty() => {
                let mut only = only.clone();
                only.holds = joint.decides(&parts);
                only.said = said;
                Ok(only)
            }
            _ => Ok(made_of(said, joint, parts)),
        }
    }
}
