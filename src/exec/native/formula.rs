//! Formulas and what is found together, of one thing. A formula holds when it holds of some values; of values that
//! cannot be compared, neither it nor its opposite does.

use std::rc::Rc;

use crate::exec::native::measure::{At, Given, Taken};
use crate::exec::native::node::Node;
use crate::exec::native::test::in_order;
use crate::exec::native::value::{Value, written};
use crate::exec::native::walk::{Flow, OFF, ON};
use crate::exec::native::way::Kept;
use crate::exec::native::{Env, Evaluator, Halt};
use crate::plan::{Formula, Measure, Witnessed};
use crate::store::Id;

/// Receives what a formula says of some values: nothing where that cannot be told.
type Visit<'v, 'a> = &'v mut dyn FnMut(&mut Vec<Taken<'a>>, Option<bool>) -> Flow;

/// Looks at a pair of values; none for a value that is not there.
type PairVisit<'v, 'a> =
    dyn FnMut(&mut Vec<Taken<'a>>, Option<&Value>, Option<&Value>) -> Flow + 'v;

impl<'a> Evaluator<'a> {
    /// True when a formula holds of a thing.
    pub(super) fn formula_holds(
        &self,
        formula: &'a Formula,
        thing: Id,
        env: Env<'_>,
    ) -> Result<bool, Halt> {
        self.formula_holds_at(formula, At::thing(thing, env))
    }

    /// True when a formula holds of a thing or of a group.
    pub(super) fn formula_holds_at(&self, formula: &'a Formula, at: At<'_>) -> Result<bool, Halt> {
        let flow = self.each_truth(formula, at, &mut Vec::new(), &mut |_, truth| {
            if truth == Some(true) { OFF } else { ON }
        })?;
        Ok(flow.is_break())
    }

    fn each_truth(
        &self,
        formula: &'a Formula,
        at: At<'_>,
        taken: &mut Vec<Taken<'a>>,
        visit: Visit<'_, 'a>,
    ) -> Flow {
        match formula {
            Formula::Passes(measure, test) => {
                let check = self.check(test);
                self.each_value(measure, at, taken, &mut |taken, value| {
                    let value = value.map(|value| self.given(&value));
                    visit(taken, check.passes(value.as_ref()))
                })
            }
            Formula::Ordered(left, order, right) => {
                self.each_pair((left, right), at, taken, &mut |taken, left, right| {
                    let both = left.zip(right);
                    visit(
                        taken,
                        both.and_then(|(left, right)| in_order(left, *order, right)),
                    )
                })
            }
            Formula::Alike(left, right) => {
                let folded = |value: &Value| written(value).map(|text| text.to_lowercase());
                self.each_pair((left, right), at, taken, &mut |taken, left, right| {
                    let both = left.and_then(folded).zip(right.and_then(folded));
                    visit(taken, both.map(|(left, right)| left == right))
                })
            }
            Formula::Present(measures) => self.each_presence(measures, true, at, taken, visit),
            Formula::Differs(inner) => self.each_truth(inner, at, taken, &mut |taken, truth| {
                visit(taken, truth.map(|truth| !truth))
            }),
        }
    }

    /// Visits each pair of values of two measures.
    fn each_pair(
        &self,
        (left, right): (&'a Measure, &'a Measure),
        at: At<'_>,
        taken: &mut Vec<Taken<'a>>,
        visit: &mut PairVisit<'_, 'a>,
    ) -> Flow {
        let value = |given: Option<Given>| given.map(|given| self.given(&given));
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
        at: At<'_>,
        taken: &mut Vec<Taken<'a>>,
        visit: Visit<'_, 'a>,
    ) -> Flow {
        let Some((first, rest)) = measures.split_first() else {
            return visit(taken, Some(present));
        };
        self.each_value(first, at, taken, &mut |taken, value| {
            self.each_presence(rest, present && value.is_some(), at, taken, visit)
        })
    }

    /// Visits each combination of ends that passes all tests, with the names that it gives.
    pub(super) fn found_together(
        &self,
        witnessed: &'a Witnessed,
        thing: Id,
        env: Env<'_>,
        visit: &mut dyn FnMut(Env<'_>) -> Flow,
    ) -> Flow {
        let ready = self.ready_links(witnessed);
        let mut found = Found {
            ends: Vec::with_capacity(witnessed.links.len()),
            named: env.named.to_vec(),
        };
        self.each_end((witnessed, &ready), (thing, env.root), &mut found, visit)
    }

    /// The links of what is found together, made ready once.
    fn ready_links(&self, witnessed: &'a Witnessed) -> Rc<[Ready<'a>]> {
        let key = std::ptr::from_ref(witnessed);
        if let Some(ready) = self.links.borrow().get(&key) {
            return Rc::clone(ready);
        }
        let links = witnessed.links.iter();
        let ready = links.map(|link| (self.way(&link.path), self.node(&link.to)));
        let ready: Rc<[Ready<'a>]> = ready.collect();
        self.links.borrow_mut().insert(key, Rc::clone(&ready));
        ready
    }

    fn each_end<'e>(
        &self,
        (witnessed, ready): (&'a Witnessed, &[Ready<'a>]),
        (thing, root): (Id, Id),
        found: &mut Found<'e>,
        visit: &mut dyn FnMut(Env<'_>) -> Flow,
    ) -> Flow
    where
        'a: 'e,
    {
        let Some(link) = witnessed.links.get(found.ends.len()) else {
            let env = Env {
                root,
                named: &found.named,
            };
            for (of, test) in &witnessed.tests {
                let of = of.map_or(thing, |of| found.ends[of]);
                if !self.formula_holds(test, of, env)? {
                    return ON;
                }
            }
            return visit(env);
        };
        let from = link.from.map_or(thing, |from| found.ends[from]);
        let (way, to) = &ready[found.ends.len()];
        self.walk_once(way, from, &mut |end| {
            let env = Env {
                root,
                named: &found.named,
            };
            if !self.is_in(to, end, env)? {
                return ON;
            }
            found.ends.push(end);
            let names = found.named.len();
            found
                .named
                .extend(link.name.as_deref().map(|name| (name, end)));
            let flow = self.each_end((witnessed, ready), (thing, root), found, visit);
            found.named.truncate(names);
            found.ends.pop();
            flow
        })
    }
}

/// A link that is ready: its way, and what it leads to.
pub(super) type Ready<'a> = (Kept<'a>, Rc<Node<'a>>);

/// What links have led to so far.
struct Found<'e> {
    ends: Vec<Id>,
    named: Vec<(&'e str, Id)>,
}
