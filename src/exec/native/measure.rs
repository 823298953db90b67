//! Measures of a thing or a group: every value, one at a time or aggregated.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, Term};

use crate::exec::native::budget::Halt;
use crate::exec::native::compute::{Accumulator, compute, day, round_value};
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::test::number;
use crate::exec::native::value::{Value, integer, text_of};
use crate::exec::native::walk_flow::{ON, WalkFlow};
use crate::plan::{Hop, Measure, NO_VALUE, PathEnd, PathOrigin};
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

/// An element that hops led to: their origin, the hops, and the element.
pub(super) type ElementBinding<'a> = (&'a PathOrigin, &'a [Hop], Id);

/// Receives a value, with the elements that it was taken from; `None` if there is none.
type ValueVisitor<'v, 'a> = &'v mut dyn FnMut(&mut Vec<ElementBinding<'a>>, Option<MeasureValue>) -> WalkFlow;

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
        measure: &'a Measure,
        at: MeasureContext<'_>,
        taken: &mut Vec<ElementBinding<'a>>,
        visit: ValueVisitor<'_, 'a>,
    ) -> WalkFlow {
        match measure {
            Measure::Value { of, hops, end } => {
                let origin = at.origin(of);
                self.follow((of, hops), 0, origin, taken, &mut |taken, id| match end {
                    PathEnd::Thing => visit(taken, Some(MeasureValue::Stored(id))),
                    PathEnd::Iri => {
                        let text = text_of(self.term(id));
                        let text = text.map(|text| Value::StringLiteral(text.to_owned()));
                        visit(taken, text.map(MeasureValue::Made))
                    }
                    PathEnd::Values(path, _) => {
                        self.walk(path, id, &mut |value| visit(taken, Some(MeasureValue::Stored(value))))
                    }
                })
            }
            Measure::Binary(operator, left, right) => self.each_value(left, at, taken, &mut |taken, left| {
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
            Measure::Round(inner, decimals) => self.each_value(inner, at, taken, &mut |taken, value| {
                let made = match value {
                    Some(value) => round_value(&self.resolve_value(&value), *decimals)?,
                    None => None,
                };
                visit(taken, made.map(MeasureValue::Made))
            }),
            Measure::Day(inner) => self.each_value(inner, at, taken, &mut |taken, time| {
                let made = time.and_then(|time| day(&self.resolve_value(&time)));
                visit(taken, made.map(MeasureValue::Made))
            }),
            _ => visit(taken, self.single_value(measure, at)?.map(MeasureValue::Made)),
        }
    }

    /// Follows hops from `at`, after the first `length` of them.
    fn follow(
        &self,
        way: (&'a PathOrigin, &'a [Hop]),
        length: usize,
        at: Id,
        taken: &mut Vec<ElementBinding<'a>>,
        then: &mut dyn FnMut(&mut Vec<ElementBinding<'a>>, Id) -> WalkFlow,
    ) -> WalkFlow {
        let (of, hops) = way;
        let Some(hop) = hops.get(length) else {
            return then(taken, at);
        };
        let begun = &hops[..=length];
        let known = taken.iter().find(|(origin, links, _)| *origin == of && *links == begun);
        if let Some((_, _, element)) = known {
            let element = *element;
            return self.follow(way, length + 1, element, taken, then);
        }
        self.each_element(hop, at, &mut |element| {
            taken.push((of, begun, element));
            let flow = self.follow(way, length + 1, element, taken, then);
            taken.pop();
            flow
        })
    }

    /// Visits what a hop leads to.
    pub(super) fn each_element(&self, hop: &'a Hop, from: Id, visit: &mut dyn FnMut(Id) -> WalkFlow) -> WalkFlow {
        self.walk(&hop.path, from, &mut |element| {
            let own = Env { root: element, bindings: &[] };
            if self.holds(&hop.counts, element, own)? { visit(element) } else { ON }
        })
    }

    /// The value of a measure whose leaves have these values, from left to right.
    pub(super) fn value_from_leaves(
        &self,
        measure: &'a Measure,
        at: MeasureContext<'_>,
        leaves: &mut dyn Iterator<Item = Option<MeasureValue>>,
    ) -> Result<Option<MeasureValue>, Halt> {
        let made = match measure {
            Measure::Value { .. } => return Ok(leaves.next().flatten()),
            Measure::Binary(operator, left, right) => {
                let left = self.value_from_leaves(left, at, leaves)?;
                let right = self.value_from_leaves(right, at, leaves)?;
                match left.zip(right) {
                    Some((left, right)) => compute(*operator, &self.resolve_value(&left), &self.resolve_value(&right))?,
                    None => None,
                }
            }
            Measure::Round(inner, decimals) => {
                let inner = self.value_from_leaves(inner, at, leaves)?;
                match inner {
                    Some(inner) => round_value(&self.resolve_value(&inner), *decimals)?,
                    None => None,
                }
            }
            Measure::Day(inner) => {
                let inner = self.value_from_leaves(inner, at, leaves)?;
                inner.and_then(|inner| day(&self.resolve_value(&inner)))
            }
            _ => self.single_value(measure, at)?,
        };
        Ok(made.map(MeasureValue::Made))
    }

    /// The value of a measure that has at most one.
    fn single_value(&self, measure: &'a Measure, at: MeasureContext<'_>) -> Result<Option<Value>, Halt> {
        match measure {
            Measure::Number(digits) => Ok(Some(number(digits))),
            Measure::Count => Ok(at.group.and_then(|group| integer(group.count))),
            Measure::NumberOf { path, to, known } => {
                let is_known = |thing, env| known.as_ref().map_or(Ok(true), |it| self.holds(it, thing, env));
                let count = match at.group {
                    None if !is_known(at.thing, at.env)? => return Ok(None),
                    None => {
                        let mut count = 0;
                        let _ = self.walk(path, at.thing, &mut |object| {
                            count += u64::from(self.holds(to, object, at.env)?);
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
                            let _ = self.walk(path, *thing, &mut |object| {
                                if !found.contains(&object) && self.holds(to, object, env)? {
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
            Measure::SizeOf(to) if to.is_correlated() => Ok(integer(self.members(to, at.env)?.len() as u64)),
            Measure::AggregateOver(best, inner, to) if to.is_correlated() || inner.is_correlated() => {
                self.aggregate_over((*best, inner), self.members(to, at.env)?.iter(), at.env)
            }
            Measure::SizeOf(_) | Measure::AggregateOver(..) => {
                let key = std::ptr::from_ref(measure);
                if let Some(known) = self.measure_values.borrow().get(&key) {
                    return Ok(known.clone());
                }
                let value = match measure {
                    Measure::SizeOf(to) => integer(self.set(to)?.len() as u64),
                    Measure::AggregateOver(best, inner, to) => {
                        self.aggregate_over((*best, inner), self.set(to)?.iter(), at.env)?
                    }
                    _ => None,
                };
                self.measure_values.borrow_mut().insert(key, value.clone());
                Ok(value)
            }
            Measure::Best(best, inner) => {
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
            Measure::Value { .. } | Measure::Binary(..) | Measure::Round(..) | Measure::Day(_) => {
                unreachable!("these are computed of leaves")
            }
        }
    }

    fn aggregate_over(
        &self,
        (best, inner): (Aggregate, &'a Measure),
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
    fn gather(&self, measure: &'a Measure, at: MeasureContext<'_>, made: &mut Accumulator) -> Result<(), Halt> {
        // A plain lookup visits each value once; a computed one may repeat a value of the same elements.
        let looked_up = matches!(measure, Measure::Value { .. });
        let mut seen: HashSet<(Vec<Id>, Term)> = HashSet::new();
        let _ = self.each_value(measure, at, &mut Vec::new(), &mut |taken, value| {
            if let Some(value) = value {
                let value = self.resolve_value(&value);
                let elements = || taken.iter().map(|(_, _, element)| *element).collect();
                if looked_up || seen.insert((elements(), value.clone().into())) {
                    made.add(value);
                }
            }
            ON
        })?;
        Ok(())
    }
}
