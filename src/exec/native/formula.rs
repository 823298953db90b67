//! Formulas, for one thing. A formula holds if it holds of some values; for values that cannot be
//! compared, neither it nor its opposite holds.

use crate::exec::native::budget::{EvaluationFlow, Halt, OFF, ON};
use crate::exec::native::compiled_measure::{CompiledFormula, CompiledMeasure};
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::measure::{ElementBinding, MeasureContext, MeasureValue};
use crate::exec::native::test::in_order;
use crate::exec::native::value::{Value, value_text};
use crate::store::Id;

/// Receives whether a formula holds of some values; `None` if that is undecided.
type TruthVisitor<'v> = &'v mut dyn FnMut(&mut Vec<ElementBinding>, Option<bool>) -> EvaluationFlow;

/// Receives a pair of values; `None` for a missing one.
type PairVisitor<'v> = dyn FnMut(&mut Vec<ElementBinding>, Option<&Value>, Option<&Value>) -> EvaluationFlow + 'v;

impl<'a> Evaluator<'a> {
    /// True when a formula holds of a thing.
    pub(super) fn formula_holds(&self, formula: &CompiledFormula<'a>, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        self.formula_holds_at(formula, MeasureContext::thing(thing, env))
    }

    /// True when a formula holds of a thing or of a group.
    pub(super) fn formula_holds_at(&self, formula: &CompiledFormula<'a>, at: MeasureContext<'_>) -> Result<bool, Halt> {
        let flow = self.each_truth(formula, at, &mut Vec::new(), &mut |_, truth| {
            if truth == Some(true) { OFF } else { ON }
        })?;
        Ok(flow.is_break())
    }

    fn each_truth(
        &self,
        formula: &CompiledFormula<'a>,
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding>,
        visit: TruthVisitor<'_>,
    ) -> EvaluationFlow {
        match formula {
            CompiledFormula::Passes(measure, test) => self.each_value(measure, at, taken, &mut |taken, value| {
                let value = value.map(|value| self.resolve_value(&value));
                visit(taken, test.passes(value.as_ref()))
            }),
            CompiledFormula::Ordered(left, order, right) => {
                self.each_pair((left, right), at, taken, &mut |taken, left, right| {
                    let both = left.zip(right);
                    visit(taken, both.and_then(|(left, right)| in_order(left, *order, right)))
                })
            }
            CompiledFormula::Alike(left, right) => {
                let folded = |value: &Value| value_text(value).map(|text| text.to_lowercase());
                self.each_pair((left, right), at, taken, &mut |taken, left, right| {
                    let both = left.and_then(folded).zip(right.and_then(folded));
                    visit(taken, both.map(|(left, right)| left == right))
                })
            }
            CompiledFormula::Present(measures) => self.each_presence(measures, true, at, taken, visit),
            CompiledFormula::Differs(inner) => {
                self.each_truth(inner, at, taken, &mut |taken, truth| visit(taken, truth.map(|truth| !truth)))
            }
        }
    }

    /// Visits each pair of values of two measures.
    fn each_pair(
        &self,
        (left, right): (&CompiledMeasure<'a>, &CompiledMeasure<'a>),
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding>,
        visit: &mut PairVisitor<'_>,
    ) -> EvaluationFlow {
        let value = |given: Option<MeasureValue>| given.map(|given| self.resolve_value(&given));
        self.each_value(left, at, taken, &mut |taken, left| {
            let left = value(left);
            self.each_value(right, at, taken, &mut |taken, right| {
                let right = value(right);
                visit(taken, left.as_ref(), right.as_ref())
            })
        })
    }

    fn each_presence(
        &self,
        measures: &[CompiledMeasure<'a>],
        present: bool,
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding>,
        visit: TruthVisitor<'_>,
    ) -> EvaluationFlow {
        let Some((first, rest)) = measures.split_first() else {
            return visit(taken, Some(present));
        };
        self.each_value(first, at, taken, &mut |taken, value| {
            self.each_presence(rest, present && value.is_some(), at, taken, visit)
        })
    }
}
