//! Formulas and binding patterns, for one thing. A formula holds if it holds of some values; for values that cannot be
//! compared, neither it nor its opposite holds.

use std::rc::Rc;

use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::join_input::JoinInput;
use crate::exec::native::measure::{ElementBinding, MeasureContext, MeasureValue};
use crate::exec::native::pair_index::MaterializedJoin;
use crate::exec::native::test::in_order;
use crate::exec::native::value::{Value, value_text};
use crate::exec::native::walk_flow::{OFF, ON, WalkFlow};
use crate::plan::{BindingPattern, Formula, Measure};
use crate::store::Id;

/// Receives whether a formula holds of some values; `None` if that is undecided.
type TruthVisitor<'v, 'a> = &'v mut dyn FnMut(&mut Vec<ElementBinding<'a>>, Option<bool>) -> WalkFlow;

/// Receives a pair of values; `None` for a missing one.
type PairVisitor<'v, 'a> = dyn FnMut(&mut Vec<ElementBinding<'a>>, Option<&Value>, Option<&Value>) -> WalkFlow + 'v;

impl<'a> Evaluator<'a> {
    /// True when a formula holds of a thing.
    pub(super) fn formula_holds(&self, formula: &'a Formula, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        self.formula_holds_at(formula, MeasureContext::thing(thing, env))
    }

    /// True when a formula holds of a thing or of a group.
    pub(super) fn formula_holds_at(&self, formula: &'a Formula, at: MeasureContext<'_>) -> Result<bool, Halt> {
        let flow = self.each_truth(formula, at, &mut Vec::new(), &mut |_, truth| {
            if truth == Some(true) { OFF } else { ON }
        })?;
        Ok(flow.is_break())
    }

    fn each_truth(
        &self,
        formula: &'a Formula,
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding<'a>>,
        visit: TruthVisitor<'_, 'a>,
    ) -> WalkFlow {
        match formula {
            Formula::Passes(measure, test) => {
                let check = self.compile_test(test);
                self.each_value(measure, at, taken, &mut |taken, value| {
                    let value = value.map(|value| self.resolve_value(&value));
                    visit(taken, check.passes(value.as_ref()))
                })
            }
            Formula::Ordered(left, order, right) => {
                self.each_pair((left, right), at, taken, &mut |taken, left, right| {
                    let both = left.zip(right);
                    visit(taken, both.and_then(|(left, right)| in_order(left, *order, right)))
                })
            }
            Formula::Alike(left, right) => {
                let folded = |value: &Value| value_text(value).map(|text| text.to_lowercase());
                self.each_pair((left, right), at, taken, &mut |taken, left, right| {
                    let both = left.and_then(folded).zip(right.and_then(folded));
                    visit(taken, both.map(|(left, right)| left == right))
                })
            }
            Formula::Present(measures) => self.each_presence(measures, true, at, taken, visit),
            Formula::Differs(inner) => {
                self.each_truth(inner, at, taken, &mut |taken, truth| visit(taken, truth.map(|truth| !truth)))
            }
        }
    }

    /// Visits each pair of values of two measures.
    fn each_pair(
        &self,
        (left, right): (&'a Measure, &'a Measure),
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding<'a>>,
        visit: &mut PairVisitor<'_, 'a>,
    ) -> WalkFlow {
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
        measures: &'a [Measure],
        present: bool,
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding<'a>>,
        visit: TruthVisitor<'_, 'a>,
    ) -> WalkFlow {
        let Some((first, rest)) = measures.split_first() else {
            return visit(taken, Some(present));
        };
        self.each_value(first, at, taken, &mut |taken, value| {
            self.each_presence(rest, present && value.is_some(), at, taken, visit)
        })
    }

    /// Compiles a binding pattern, to be matched for so many things.
    pub(super) fn binding_join(&self, witnessed: &'a BindingPattern, things: usize) -> BindingJoin<'a> {
        let mut places = witnessed.links.iter().enumerate();
        let chain = places.all(|(place, link)| link.from == place.checked_sub(1));
        BindingJoin {
            pattern: witnessed,
            inputs: self.join_inputs(witnessed, things),
            is_chain: chain && witnessed.tests.is_empty(),
        }
    }

    /// Visits each combination of ends that passes all tests, with its bindings.
    pub(super) fn each_binding(
        &self,
        together: &BindingJoin<'a>,
        thing: Id,
        env: Env<'_>,
        visit: &mut dyn FnMut(Env<'_>) -> WalkFlow,
    ) -> WalkFlow {
        let begun = PartialBinding { before: None, end: thing, count: 0 };
        self.each_end(together, &begun, env, visit)
    }

    /// Materializes the join for all things at once; `None` if the links are not a chain, or if there are tests.
    pub(super) fn materialize_bindings<'t>(
        &self,
        together: &'t BindingJoin<'a>,
    ) -> Result<Option<MaterializedJoin<'t, 'a>>, Halt> {
        match together.is_chain {
            true => self.materialize_join(&together.inputs),
            false => Ok(None),
        }
    }

    fn each_end(
        &self,
        together: &BindingJoin<'a>,
        found: &PartialBinding<'_>,
        env: Env<'_>,
        visit: &mut dyn FnMut(Env<'_>) -> WalkFlow,
    ) -> WalkFlow {
        let BindingJoin { pattern: witnessed, inputs: joints, .. } = together;
        let Some(link) = witnessed.links.get(found.count) else {
            for (of, test) in &witnessed.tests {
                if !self.formula_holds(test, found.of(*of), env)? {
                    return ON;
                }
            }
            return visit(env);
        };
        let joint = (&joints[found.count], link);
        self.each_join_end(joint, found.of(link.from), env, &mut |end| {
            let found = PartialBinding { before: Some(found), end, count: found.count + 1 };
            let Some(name) = link.name.as_deref() else {
                return self.each_end(together, &found, env, visit);
            };
            // Most patterns bind one name: that needs no allocation.
            let (one, more);
            let named = if env.bindings.is_empty() {
                one = [(name, end)];
                one.as_slice()
            } else {
                more = [env.bindings, &[(name, end)]].concat();
                &more
            };
            let env = Env { bindings: named, ..env };
            self.each_end(together, &found, env, visit)
        })
    }
}

/// A binding pattern with its compiled links.
pub(super) struct BindingJoin<'a> {
    pattern: &'a BindingPattern,
    inputs: Rc<[JoinInput<'a>]>,
    /// True if each link continues the one before, and there are no tests.
    is_chain: bool,
}

/// The ends of the links so far, the last first.
struct PartialBinding<'f> {
    before: Option<&'f PartialBinding<'f>>,
    end: Id,
    /// The number of links so far.
    count: usize,
}

impl PartialBinding<'_> {
    /// The end of a link; without one, the thing where the pattern starts.
    fn of(&self, link: Option<usize>) -> Id {
        let count = link.map_or(0, |link| link + 1);
        let mut found = self;
        while found.count > count
            && let Some(before) = found.before
        {
            found = before;
        }
        found.end
    }
}
