//! Measures of a thing or a group: every value, one at a time or aggregated.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, Term};

use crate::exec::native::budget::{EvaluationFlow, Halt, ON};
use crate::exec::native::compiled_measure::{CompiledEnd, CompiledHop, CompiledMeasure, MeasurePath};
use crate::exec::native::compute::{Accumulator, compute, day, round_value};
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::plan_ids::ElementId;
use crate::exec::native::value::{Value, integer, text_of};
use crate::plan::{NO_VALUE, PathOrigin};
use crate::question::Aggregate;
use crate::store::Id;

/// The id that stands for no value: no term has it.
pub(super) const NOTHING: Id = Id::MAX;

/// What a measure is evaluated for.
#[derive(Clone, Copy)]
pub(super) struct MeasureContext<'e> {
    /// The current thing.
    pub(super) thing: Id,
    /// The root and the bindings.
    pub(super) env: Env<'e>,
    /// The current group, instead of a thing.
    pub(super) group: Option<GroupMembers<'e>>,
}

/// The members of a group.
#[derive(Clone, Copy)]
pub(super) struct GroupMembers<'e> {
    /// How many they are.
    pub(super) count: u64,
    /// The things; empty if only their number is needed.
    pub(super) things: &'e [Id],
}

/// A value of a measure.
#[derive(Clone, PartialEq)]
pub(super) enum MeasureValue {
    /// A term of the data, as it is written.
    Stored(Id),
    /// A computed value.
    Made(Value),
}

/// What the hops of a measure led to.
pub(super) type ElementBinding = (ElementId, Id);

/// Receives a value, with the elements that it was taken from; `None` if there is none.
type ValueVisitor<'v> = &'v mut dyn FnMut(&mut Vec<ElementBinding>, Option<MeasureValue>) -> EvaluationFlow;

impl<'e> MeasureContext<'e> {
    /// A single thing.
    pub(super) fn thing(thing: Id, env: Env<'e>) -> Self {
        Self { thing, env, group: None }
    }

    pub(super) fn origin(&self, origin: &PathOrigin) -> Id {
        match origin {
            PathOrigin::This => self.thing,
            PathOrigin::Root => self.env.root,
            PathOrigin::Binding(name) => {
                let known = self.env.bindings.iter().find(|(known, _)| known == name);
                known.map_or(NOTHING, |(_, id)| *id)
            }
        }
    }
}

impl<'a> Evaluator<'a> {
    /// The SPARQL value of a value of a measure.
    pub(super) fn resolve_value(&self, given: &MeasureValue) -> Value {
        match given {
            MeasureValue::Stored(NOTHING) => Value::NamedNode(NamedNode::from(NO_VALUE)),
            MeasureValue::Stored(id) => self.term_value(*id),
            MeasureValue::Made(value) => value.clone(),
        }
    }

    /// The RDF term of a value of a measure.
    pub(super) fn resolve_term(&self, given: &MeasureValue) -> Term {
        match given {
            MeasureValue::Stored(NOTHING) => NamedNode::from(NO_VALUE).into(),
            MeasureValue::Stored(id) => self.term_to_owned(*id),
            MeasureValue::Made(value) => value.clone().into(),
        }
    }

    /// Visits every value of a measure. Hops that begin alike lead to the same element, also those in `taken`.
    pub(super) fn each_value(
        &self,
        measure: &CompiledMeasure<'a>,
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding>,
        visit: ValueVisitor<'_>,
    ) -> EvaluationFlow {
        match measure {
            CompiledMeasure::Value(MeasurePath { of, hops, end }) => {
                self.follow(hops, at.origin(of), taken, &mut |taken, id| match end {
                    CompiledEnd::Thing => visit(taken, Some(MeasureValue::Stored(id))),
                    CompiledEnd::Iri => {
                        let text = text_of(self.term(id));
                        let text = text.map(|text| Value::StringLiteral(text.to_owned()));
                        visit(taken, text.map(MeasureValue::Made))
                    }
                    CompiledEnd::Values(_, path) => {
                        path.visit(&self.budget, id, &mut |value| visit(taken, Some(MeasureValue::Stored(value))))
                    }
                })
            }
            CompiledMeasure::Binary(operator, left, right) => self.each_value(left, at, taken, &mut |taken, left| {
                let left = left.map(|left| self.resolve_value(&left));
                self.each_value(right, at, taken, &mut |taken, right| {
                    let right = right.map(|right| self.resolve_value(&right));
                    let both = left.as_ref().zip(right.as_ref());
                    let made = match both {
                        Some((left, right)) => compute(*operator, left, right)?,
                        None => None,
                    };
                    visit(taken, made.map(MeasureValue::Made))
                })
            }),
            CompiledMeasure::Round(inner, decimals) => self.each_value(inner, at, taken, &mut |taken, value| {
                let made = match value {
                    Some(value) => round_value(&self.resolve_value(&value), *decimals)?,
                    None => None,
                };
                visit(taken, made.map(MeasureValue::Made))
            }),
            CompiledMeasure::Day(inner) => self.each_value(inner, at, taken, &mut |taken, time| {
                let made = time.and_then(|time| day(&self.resolve_value(&time)));
                visit(taken, made.map(MeasureValue::Made))
            }),
            _ => visit(taken, self.single_value(measure, at)?.map(MeasureValue::Made)),
        }
    }

    /// Follows hops from `at`.
    fn follow(
        &self,
        hops: &[CompiledHop<'a>],
        at: Id,
        taken: &mut Vec<ElementBinding>,
        then: &mut dyn FnMut(&mut Vec<ElementBinding>, Id) -> EvaluationFlow,
    ) -> EvaluationFlow {
        let Some((hop, rest)) = hops.split_first() else {
            return then(taken, at);
        };
        let known = taken.iter().find(|(id, _)| *id == hop.element);
        if let Some((_, element)) = known.copied() {
            return self.follow(rest, element, taken, then);
        }
        self.each_element(hop, at, &mut |element| {
            taken.push((hop.element, element));
            let flow = self.follow(rest, element, taken, then);
            taken.pop();
            flow
        })
    }

    /// Visits what a hop leads to.
    pub(super) fn each_element(
        &self,
        hop: &CompiledHop<'a>,
        from: Id,
        visit: &mut dyn FnMut(Id) -> EvaluationFlow,
    ) -> EvaluationFlow {
        hop.path.visit(&self.budget, from, &mut |element| {
            let own = Env { root: element, bindings: &[] };
            if self.is_in(&hop.counts, element, own)? { visit(element) } else { ON }
        })
    }

    /// The value of a measure whose leaves have these values, from left to right.
    pub(super) fn value_from_leaves(
        &self,
        measure: &CompiledMeasure<'a>,
        at: MeasureContext<'_>,
        leaves: &mut dyn Iterator<Item = Option<MeasureValue>>,
    ) -> Result<Option<MeasureValue>, Halt> {
        let made = match measure {
            CompiledMeasure::Value(_) => return Ok(leaves.next().flatten()),
            CompiledMeasure::Binary(operator, left, right) => {
                let left = self.value_from_leaves(left, at, leaves)?;
                let right = self.value_from_leaves(right, at, leaves)?;
                match left.zip(right) {
                    Some((left, right)) => compute(*operator, &self.resolve_value(&left), &self.resolve_value(&right))?,
                    None => None,
                }
            }
            CompiledMeasure::Round(inner, decimals) => {
                let inner = self.value_from_leaves(inner, at, leaves)?;
                match inner {
                    Some(inner) => round_value(&self.resolve_value(&inner), *decimals)?,
                    None => None,
                }
            }
            CompiledMeasure::Day(inner) => {
                let inner = self.value_from_leaves(inner, at, leaves)?;
                inner.and_then(|inner| day(&self.resolve_value(&inner)))
            }
            _ => self.single_value(measure, at)?,
        };
        Ok(made.map(MeasureValue::Made))
    }

    /// The value of a measure that has at most one.
    fn single_value(&self, measure: &CompiledMeasure<'a>, at: MeasureContext<'_>) -> Result<Option<Value>, Halt> {
        match measure {
            CompiledMeasure::Number(value) => Ok(Some(value.clone())),
            CompiledMeasure::Count => Ok(at.group.and_then(|group| integer(group.count))),
            CompiledMeasure::NumberOf { path, to, known } => {
                let is_known = |thing, env| known.as_ref().map_or(Ok(true), |it| self.is_in(it, thing, env));
                let count = match at.group {
                    None if !is_known(at.thing, at.env)? => return Ok(None),
                    None => {
                        let mut count = 0;
                        let _ = path.visit(&self.budget, at.thing, &mut |object| {
                            count += u64::from(self.is_in(to, object, at.env)?);
                            ON
                        })?;
                        count
                    }
                    Some(group) => {
                        let mut found = HashSet::new();
                        let mut known_things = 0;
                        for thing in group.things {
                            let env = Env { root: *thing, ..at.env };
                            if !is_known(*thing, env)? {
                                continue;
                            }
                            known_things += 1;
                            let _ = path.visit(&self.budget, *thing, &mut |object| {
                                if !found.contains(&object) && self.is_in(to, object, env)? {
                                    found.insert(object);
                                }
                                ON
                            })?;
                        }
                        if known_things == 0 {
                            return Ok(None);
                        }
                        found.len() as u64
                    }
                };
                Ok(integer(count))
            }
            CompiledMeasure::SizeOf { set, .. } if set.correlated => {
                Ok(integer(self.members(set, at.env)?.len() as u64))
            }
            CompiledMeasure::SizeOf { set, value } => {
                if let Some(known) = value.get() {
                    return Ok(known.clone());
                }
                let size = integer(self.whole_set(set)?.len() as u64);
                Ok(value.get_or_init(|| size).clone())
            }
            CompiledMeasure::AggregateOver { aggregate, inner, set, is_correlated: true, .. } => {
                self.aggregate_over((*aggregate, inner), self.members(set, at.env)?.iter(), at.env)
            }
            CompiledMeasure::AggregateOver { aggregate, inner, set, value, .. } => {
                if let Some(known) = value.get() {
                    return Ok(known.clone());
                }
                let found = self.aggregate_over((*aggregate, inner), self.whole_set(set)?.iter(), at.env)?;
                Ok(value.get_or_init(|| found).clone())
            }
            CompiledMeasure::Best(best, inner) => {
                let mut made = Accumulator::new(*best);
                match at.group {
                    None => self.gather(inner, at, &mut made)?,
                    Some(group) => {
                        for thing in group.things {
                            let env = Env { root: *thing, ..at.env };
                            self.gather(inner, MeasureContext::thing(*thing, env), &mut made)?;
                        }
                    }
                }
                made.finish()
            }
            CompiledMeasure::Value(_)
            | CompiledMeasure::Binary(..)
            | CompiledMeasure::Round(..)
            | CompiledMeasure::Day(_) => {
                unreachable!("these are computed of leaves")
            }
        }
    }

    fn aggregate_over(
        &self,
        (best, inner): (Aggregate, &CompiledMeasure<'a>),
        things: impl Iterator<Item = Id>,
        env: Env<'_>,
    ) -> Result<Option<Value>, Halt> {
        let mut made = Accumulator::new(best);
        for thing in things {
            self.budget.spend(1)?;
            self.gather(inner, MeasureContext::thing(thing, env), &mut made)?;
        }
        made.finish()
    }

    /// Adds the values of a measure. A value counts once for each element that has it.
    fn gather(
        &self,
        measure: &CompiledMeasure<'a>,
        at: MeasureContext<'_>,
        made: &mut Accumulator,
    ) -> Result<(), Halt> {
        // A plain lookup visits each value once; a computed one may repeat a value of the same elements.
        let looked_up = matches!(measure, CompiledMeasure::Value(_));
        let mut seen: HashSet<(Vec<Id>, Term)> = HashSet::new();
        let _ = self.each_value(measure, at, &mut Vec::new(), &mut |taken, value| {
            if let Some(value) = value {
                let value = self.resolve_value(&value);
                let elements = || taken.iter().map(|(_, element)| *element).collect();
                if looked_up || seen.insert((elements(), value.clone().into())) {
                    made.add(value);
                }
            }
            ON
        })?;
        Ok(())
    }
}
