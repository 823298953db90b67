//! Conditions, part by part.

use crate::base::{Diagnostic, spend};
use crate::exec::reason::{Connective, Reason};
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::question_part::QuestionPart;
use crate::exec::why::sets::{compound_reason, shallow_reason};
use crate::question::{Condition, NounPhrase, Polarity};

impl<'a> Explainer<'a> {
    /// The reasons for a condition: `and` is taken apart.
    pub(super) fn conjuncts(&self, condition: &'a Condition, spot: &FocusNode) -> Result<Vec<Reason>, Diagnostic> {
        match condition {
            Condition::All(inner) => inner.iter().map(|it| self.condition(it, spot)).collect(),
            other => Ok(vec![self.condition(other, spot)?]),
        }
    }

    /// Why a condition holds of a thing, or does not.
    pub(super) fn condition(&self, condition: &'a Condition, spot: &FocusNode) -> Result<Reason, Diagnostic> {
        spend(64);
        self.reasons.set(self.reasons.get() + 1);
        if self.is_full(spot) {
            let holds = self.holds(QuestionPart::Condition(condition), spot)?;
            return Ok(shallow_reason(self.condition_phrase(condition, spot.kind), holds));
        }
        let part = QuestionPart::Condition(condition);
        match condition {
            Condition::All(inner) => self.connective_reason(condition, inner, Connective::All, spot),
            Condition::Any(inner) => self.connective_reason(condition, inner, Connective::Any, spot),
            Condition::Not(inner) => {
                let parts = self.conjuncts(inner, spot)?;
                Ok(compound_reason(self.condition_phrase(condition, spot.kind), Connective::NotAll, parts))
            }
            Condition::Is(adjective, polarity) => self.adjective(*adjective, *polarity, part, spot),
            Condition::IsA(phrase, polarity) => self.is_a(condition, phrase, *polarity, spot),
            Condition::Linked(linked) => self.link_reason(condition, linked, spot),
            Condition::Whose { trail, every, holds } => self.whose(condition, trail, *every, holds, spot),
            Condition::Compare(trail, _) if trail.hops.is_empty() => {
                self.comparison_reason(condition, trail, part, spot)
            }
            Condition::Compare(trail, comparison) => self.trail_comparison(condition, trail, comparison, spot),
            Condition::HasValue(attribute, _) => self.carries(condition, *attribute, spot),
            Condition::Answer(answer) => self.answer(condition, answer, part, spot),
            Condition::Measure(left, against) => self.measure(condition, left, against, spot),
        }
    }

    fn connective_reason(
        &self,
        condition: &'a Condition,
        inner: &'a [Condition],
        joint: Connective,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let parts: Result<Vec<Reason>, Diagnostic> = inner.iter().map(|it| self.condition(it, spot)).collect();
        Ok(compound_reason(self.condition_phrase(condition, spot.kind), joint, parts?))
    }

    /// `is a scope limit`, `is not alibaba`
    fn is_a(
        &self,
        condition: &'a Condition,
        phrase: &'a NounPhrase,
        polarity: Polarity,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        // What a thing is said to be is not a second mention of it: no default filter applies.
        let mut parts = self.reasons(phrase, &[], &spot.of_kind(phrase.kind))?;
        let said = self.condition_phrase(condition, spot.kind);
        let joint = match polarity {
            Polarity::Positive => Connective::All,
            Polarity::Negative => Connective::NotAll,
        };
        match parts.as_mut_slice() {
            [only] if only.parts.is_empty() => {
                let mut only = only.clone();
                only.holds = joint.decides(&parts);
                only.said = said;
                Ok(only)
            }
            _ => Ok(compound_reason(said, joint, parts)),
        }
    }
}
